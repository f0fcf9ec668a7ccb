//! What is drawn on: shapes with a class each, text that is always escaped, and the picture that comes of it.

use crate::render::page::{escape, picture_style};
use crate::render::plain;

/// A drawing, with the words for those who do not see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::render) struct Picture {
    /// What sets its ids apart on a page.
    id: String,
    title: String,
    description: String,
    lang: &'static str,
    width: i64,
    height: i64,
    body: String,
}

impl Picture {
    /// As part of a page that has the stylesheet.
    pub(in crate::render) fn inline(&self) -> String {
        self.drawn("")
    }

    /// As a file of its own.
    pub(in crate::render) fn alone(&self) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}",
            self.drawn(&format!("<style>{}</style>\n", picture_style()))
        )
    }

    fn drawn(&self, style: &str) -> String {
        let Self { id, title, description, lang, width, height, body } = self;
        // A drawing of its own has no stylesheet that gives it a ground.
        let (namespace, ground) = match style {
            "" => (String::new(), ""),
            _ => (
                format!(
                    " xmlns=\"http://www.w3.org/2000/svg\" xml:lang=\"{lang}\" width=\"{width}\" height=\"{height}\""
                ),
                "<rect class=\"hatch-ground\" width=\"100%\" height=\"100%\"/>\n",
            ),
        };
        format!(
            "<svg{namespace} class=\"picture\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\n\
             <title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{}</desc>\n{style}{ground}{body}</svg>\n",
            escape_xml(title),
            escape_xml(description)
        )
    }
}

/// Where text is set from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A drawing under way. Whole units are fine enough.
#[derive(Debug)]
pub(super) struct Canvas {
    id: String,
    body: String,
}

impl Canvas {
    /// `id` must be another one for each picture of a page.
    pub(super) fn new(id: &str) -> Self {
        let hatch = format!(
            "<defs><pattern id=\"{id}-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
             <rect class=\"hatch-ground\" width=\"6\" height=\"6\"/><line class=\"hatch\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\"/></pattern></defs>\n"
        );
        Self { id: id.to_owned(), body: hatch }
    }

    pub(super) fn rect(&mut self, class: &str, (x, y): (i64, i64), (width, height): (i64, i64)) {
        self.put(&format!("<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"));
    }

    /// A stretch of time on hold.
    pub(super) fn hatched(&mut self, (x, y): (i64, i64), (width, height): (i64, i64)) {
        let fill = format!("url(#{}-hatch)", self.id);
        self.put(&format!(
            "<rect class=\"hold\" fill=\"{fill}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"
        ));
    }

    pub(super) fn line(&mut self, class: &str, (x1, y1): (i64, i64), (x2, y2): (i64, i64)) {
        self.put(&format!("<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>"));
    }

    pub(super) fn shape(&mut self, class: &str, points: &[(i64, i64)]) {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{x},{y}")).collect();
        self.put(&format!("<polygon class=\"{class}\" points=\"{}\"/>", points.join(" ")));
    }

    pub(super) fn dot(&mut self, class: &str, (x, y): (i64, i64), radius: i64) {
        self.put(&format!("<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>"));
    }

    pub(super) fn diamond(&mut self, class: &str, (x, y): (i64, i64)) {
        self.shape(class, &[(x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)]);
    }

    pub(super) fn triangle(&mut self, class: &str, (x, y): (i64, i64)) {
        self.shape(class, &[(x - 6, y + 6), (x + 6, y + 6), (x, y - 6)]);
    }

    pub(super) fn text(&mut self, class: &str, (x, y): (i64, i64), anchor: Anchor, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        self.put(&format!("<text{class} x=\"{x}\" y=\"{y}\"{anchor}>{}</text>", escape_xml(text)));
    }

    /// A text on at most two lines around the middle of a row.
    pub(super) fn label(&mut self, (x, y): (i64, i64), text: &str, signs: usize) {
        let lines = wrap(text, signs);
        match lines.as_slice() {
            [one] => self.text("", (x, y + 4), Anchor::Start, one),
            [one, two, ..] => {
                self.text("", (x, y - 3), Anchor::Start, one);
                self.text("", (x, y + 12), Anchor::Start, two);
            }
            [] => {}
        }
    }

    pub(super) fn put(&mut self, element: &str) {
        self.body.push_str(element);
        self.body.push('\n');
    }

    pub(super) fn finish(
        self,
        lang: &'static str,
        (title, description): (String, String),
        (width, height): (i64, i64),
    ) -> Picture {
        Picture { id: self.id, title, description, lang, width, height, body: self.body }
    }
}

/// Text in XML, where the entities of HTML are not known. Signs that steer how text is set are shown, not followed.
fn escape_xml(text: &str) -> String {
    escape(&plain(text)).replace("&nbsp;", "\u{a0}")
}

/// A text on two lines at most; what is left over is cut, and says so.
pub(super) fn wrap(text: &str, signs: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|it| !it.is_empty()) {
        let fits = |line: &String| line.chars().count() + 1 + word.chars().count() <= signs;
        match lines.last_mut() {
            Some(line) if fits(line) => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let rest = lines.split_off(lines.len().min(2));
    let is_cut = !rest.is_empty();
    let last = lines.len().saturating_sub(1);
    for (index, line) in lines.iter_mut().enumerate() {
        if line.chars().count() > signs || (is_cut && index == last) {
            let kept: String = line.chars().take(signs.saturating_sub(1)).collect();
            *line = format!("{}…", kept.trim_end());
        }
    }
    lines
}
