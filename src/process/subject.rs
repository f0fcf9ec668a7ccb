//! What is judged: one client file, as rules see it.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use serde_json::Value;

use super::Process;
use super::cel::{Holidays, Roots};
use super::narrow::{Moved, Services};
use super::near;
use super::prints::Prints;
use crate::document::{Document, Path};
use crate::model::{Date, Lang, Message, Place, Status};
use crate::schema::{self, Shape};

/// The shapes of the files that rules speak of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shapes<'a> {
    pub(crate) client: Shape<'a>,
    pub(crate) settings: Shape<'a>,
}

/// What is the same for every client of a run: the day, the settings, the schema.
#[derive(Debug)]
pub(crate) struct Ground<'a> {
    shapes: Shapes<'a>,
    today: Date,
    today_text: String,
    settings: Value,
    holidays: Holidays,
}

impl<'a> Ground<'a> {
    pub(crate) fn new(shapes: Shapes<'a>, settings: &Value, today: Date) -> Self {
        let settings = schema::filled(shapes.settings, settings);
        let holidays = Holidays::of(&settings);
        Self { shapes, today, today_text: today.to_string(), settings, holidays }
    }

    /// The same on another day.
    pub(crate) fn on(&self, today: Date) -> Self {
        Self::new(self.shapes, &self.settings, today)
    }
}

/// One client file, made whole for rules.
#[derive(Debug)]
pub(crate) struct Subject<'a> {
    ground: &'a Ground<'a>,
    document: &'a Document,
    file: &'a str,
    filled: Rc<Value>,
    /// For one service alone: where its items stand in the file.
    narrowed: Option<Rc<Moved>>,
    /// The records narrowed to one service that were asked for, with what narrowed them: gates ask for the same ones again
    /// and again.
    alone: RefCell<Vec<(Services, Alone)>>,
    prints: Rc<Prints>,
}

/// The record of one service.
#[derive(Debug, Clone)]
struct Alone {
    service: String,
    filled: Rc<Value>,
    moved: Rc<Moved>,
}

impl<'a> Subject<'a> {
    pub(crate) fn new(ground: &'a Ground<'a>, document: &'a Document, file: &'a str) -> Self {
        let filled = schema::filled(ground.shapes.client, document.value());
        Self {
            ground,
            document,
            file,
            filled: Rc::new(filled),
            narrowed: None,
            alone: RefCell::default(),
            prints: Rc::default(),
        }
    }

    /// The same file, as if the client had this service alone. Places stay those of the file.
    pub(super) fn narrowed(&self, services: &Services, service: &str) -> Self {
        let Alone { filled, moved, .. } = self.alone(services, service);
        let (narrowed, alone, prints) = (Some(moved), RefCell::default(), Rc::clone(&self.prints));
        Self { ground: self.ground, document: self.document, file: self.file, filled, narrowed, alone, prints }
    }

    fn alone(&self, services: &Services, service: &str) -> Alone {
        let mut known = self.alone.borrow_mut();
        if let Some((_, alone)) = known.iter().find(|it| it.1.service == service && it.0 == *services) {
            return alone.clone();
        }
        let (filled, moved) = services.narrow(&self.filled, service);
        let alone = Alone { service: service.to_owned(), filled: Rc::new(filled), moved: Rc::new(moved) };
        known.push((services.clone(), alone.clone()));
        alone
    }

    /// Whether this is one service alone.
    pub(super) fn is_narrowed(&self) -> bool {
        self.narrowed.is_some()
    }

    /// A path as the file has it.
    fn real<'p>(&self, path: &'p Path) -> Cow<'p, Path> {
        match &self.narrowed {
            Some(moved) => Cow::Owned(moved.real(path)),
            None => Cow::Borrowed(path),
        }
    }

    /// What stands in the file at a path.
    pub(super) fn written(&self, path: &Path) -> Option<&'a Value> {
        self.real(path).find(self.document.value())
    }

    /// The same file as it was before the entry of this number: in that phase, with that status, on the day of the ground.
    pub(super) fn rewound<'g>(
        &self,
        ground: &'g Ground<'a>,
        entries: usize,
        (phase, status): (&str, Status),
    ) -> Subject<'g>
    where
        'a: 'g,
    {
        let mut filled = self.filled.as_ref().clone();
        if let Some(map) = filled.as_object_mut() {
            map.insert("phase".to_owned(), phase.into());
            map.insert("status".to_owned(), status.as_str().into());
            if let Some(history) = map.get_mut("history").and_then(Value::as_array_mut) {
                history.truncate(entries);
            }
        }
        let (filled, alone, prints) = (Rc::new(filled), RefCell::default(), Rc::default());
        Subject { ground, document: self.document, file: self.file, filled, narrowed: None, alone, prints }
    }

    pub(super) fn ground(&self) -> &'a Ground<'a> {
        self.ground
    }

    pub(crate) fn today(&self) -> Date {
        self.ground.today
    }

    pub(super) fn today_text(&self) -> &str {
        &self.ground.today_text
    }

    pub(crate) fn document(&self) -> &'a Document {
        self.document
    }

    pub(crate) fn file(&self) -> &'a str {
        self.file
    }

    /// The fingerprints of the file that were asked for.
    pub(super) fn prints(&self) -> &Prints {
        &self.prints
    }

    /// The file as rules see it.
    pub(super) fn client(&self) -> &Value {
        &self.filled
    }

    pub(super) fn shape(&self) -> Shape<'a> {
        self.ground.shapes.client
    }

    pub(super) fn roots<'s>(&'s self, process: &'s Process, this: Option<&'s Value>) -> Roots<'s> {
        Roots {
            client: &self.filled,
            this,
            today: &self.ground.today_text,
            limits: process.limits(),
            settings: &self.ground.settings,
            holidays: &self.ground.holidays,
            labels: process.labels(),
            lang: Lang::En,
        }
    }

    /// The place of a value; of what is nearest where there is none.
    pub(crate) fn place(&self, path: &Path) -> Place {
        Place { file: self.file.to_owned(), spot: self.document.spot(&self.real(path)), path: self.name(path) }
    }

    /// The place of a key or item.
    pub(crate) fn key_place(&self, path: &Path) -> Place {
        Place { file: self.file.to_owned(), spot: self.document.key_spot(&self.real(path)), path: self.name(path) }
    }

    /// A path as a person types it.
    pub(crate) fn name(&self, path: &Path) -> String {
        schema::name(self.shape(), self.document, &self.real(path))
    }

    /// The text of a key at the top of the file.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.filled.get(key)?.as_str()
    }

    /// The items of a list at the top of the file, each with its path.
    pub(super) fn items(&self, key: &str) -> impl Iterator<Item = (Path, &Value)> {
        let items = self.filled.get(key).and_then(Value::as_array);
        let list = Path::root().key(key);
        items.into_iter().flatten().enumerate().map(move |(index, item)| (list.index(index), item))
    }

    /// The same items without their paths.
    pub(super) fn values(&self, key: &str) -> impl DoubleEndedIterator<Item = &Value> {
        self.filled.get(key).and_then(Value::as_array).into_iter().flatten()
    }

    /// Where the client stands as a whole. `None` when the file does not say so in words that are known.
    pub(crate) fn status(&self) -> Option<Status> {
        self.text("status")?.parse().ok()
    }
}

/// "Did you mean", among names that are not texts of the program.
pub(super) fn did_you_mean<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<Message> {
    near::help(name, known)
}
