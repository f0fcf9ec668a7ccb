//! The files of each client, written when they are not what they should be. Where all that they were made from is as an earlier
//! run has found it, and so are they, nothing is made or written.

use serde::{Deserialize, Serialize};

use super::client::{Desks, Kept, Told};
use crate::command::check::Around;
use crate::command::memory::{Known, Look, Memory, Print};
use crate::command::portfolio;
use crate::env::Env;
use crate::error::Failure;
use crate::model::ClientId;
use crate::process::Subject;
use crate::store::{Moment, OutputFolder, RelPath, Written};

/// The file in the folder of git.
const NAME: &str = "dashboard";

pub(super) struct Shelf<'a> {
    desks: &'a Desks<'a>,
    folder: &'a OutputFolder,
    memory: Memory,
    /// Before any of our files was looked at.
    moment: Moment,
}

/// A client whose files say what they should.
pub(super) struct Shelved {
    pub(super) kept: Kept,
    pub(super) written: Vec<(RelPath, Written)>,
}

/// What an earlier run made of a client.
#[derive(Serialize, Deserialize)]
struct Remembered {
    kept: Kept,
    around: Vec<(Around, bool)>,
    /// The fingerprint of what the site tells of it that is not in its file.
    history: String,
    files: Files,
}

/// The files that were made of a client.
#[derive(Serialize, Deserialize)]
struct Files {
    /// The path of each, and what the disk says of it; nothing where that was not settled yet.
    stamps: Vec<(RelPath, String)>,
    /// The fingerprint of all that is in them.
    print: String,
}

impl<'a> Shelf<'a> {
    /// What is known is known under everything that clients are judged by, and the pages look like.
    pub(super) fn open(desks: &'a Desks<'a>, folder: &'a OutputFolder, base: Option<&str>) -> Result<Self, Failure> {
        let template = desks.closure.map(|it| it.template().text);
        let law = Print::of([desks.office.law()?.as_str(), &format!("{base:?}"), &format!("{template:?}")]);
        let moment = Moment::new(Env::now());
        Ok(Self { desks, folder, memory: Memory::under(desks.office, NAME, law), moment })
    }

    pub(super) fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Makes the files of a client say what they should. Nothing for a file that cannot be read as a client.
    pub(super) fn client<'m>(
        &'m self,
        client: &(ClientId, RelPath),
    ) -> Option<(Result<Shelved, Failure>, Option<Known<'m>>)> {
        let (office, path) = (self.desks.office, &client.1);
        let history = self.desks.history_print(path);
        let recall = |it: &str| self.recalled(it, &history);
        match self.memory.look(office, path, recall).ok()? {
            Look::Known { found: (found, is_new), new } => {
                let new = if is_new { self.again(path, &found, new) } else { new };
                let written = found.files.stamps.into_iter().map(|it| (it.0, Written::Same)).collect();
                Some((Ok(Shelved { kept: found.kept, written }), new))
            }
            Look::New(content) => {
                let of = |seen, subject: &Subject<'_>| self.desks.client(&seen, subject);
                let made = portfolio::made(self.desks.process, &self.desks.ground, client, &content.bytes, &of)?;
                let shelved = made.and_then(|told| self.written(told, history));
                match shelved {
                    Err(failure) => Some((Err(failure), None)),
                    Ok((remembered, written)) => {
                        let new = content.known(&remembered);
                        Some((Ok(Shelved { kept: remembered.kept, written }), new))
                    }
                }
            }
        }
    }

    /// What was made before, if it would be made so again and its files are still as they were; and whether the disk says
    /// something new of them.
    fn recalled(&self, known: &str, history: &str) -> Option<(Remembered, bool)> {
        let mut known: Remembered = serde_json::from_str(known).ok()?;
        if known.history != history || !Around::all_as_they_were(&known.around, self.desks.office) {
            return None;
        }
        let stamps: Vec<String> = known.files.stamps.iter().map(|it| self.stamp(&it.0)).collect();
        if stamps.iter().zip(&known.files.stamps).all(|(now, (_, then))| !now.is_empty() && now == then) {
            return Some((known, false));
        }
        let mut digest = Print::default();
        for (path, _) in &known.files.stamps {
            digest.add(path.as_str().as_bytes());
            digest.add(&self.folder.read(path)?);
        }
        if digest.end() != known.files.print {
            return None;
        }
        let is_new = stamps.iter().zip(&known.files.stamps).any(|(now, (_, then))| now != then);
        for (now, (_, then)) in stamps.into_iter().zip(&mut known.files.stamps) {
            *then = now;
        }
        Some((known, is_new))
    }

    /// What the disk says of one of our files; empty where that says nothing.
    fn stamp(&self, path: &RelPath) -> String {
        self.folder.stamp(path, &self.moment).map(|it| it.as_str().to_owned()).unwrap_or_default()
    }

    /// What is to be known of a client whose files have settled on the disk.
    fn again<'m>(&'m self, path: &RelPath, found: &Remembered, new: Option<Known<'m>>) -> Option<Known<'m>> {
        let known = new.or_else(|| self.memory.of(path))?;
        Some(Known { found: serde_json::to_string(found).ok()?.into(), ..known })
    }

    fn written(&self, told: Told, history: String) -> Result<(Remembered, Vec<(RelPath, Written)>), Failure> {
        let Told { kept, files, around } = told;
        let (mut digest, mut written) = (Print::default(), Vec::with_capacity(files.len()));
        for (name, bytes) in files {
            let path = RelPath::new(&name)?;
            digest.add(name.as_bytes());
            digest.add(&bytes);
            let how = self.folder.write(&path, &bytes)?;
            written.push((path, how));
        }
        let stamps = written.iter().map(|it| (it.0.clone(), String::new())).collect();
        let files = Files { stamps, print: digest.end() };
        Ok((Remembered { kept, around, history, files }, written))
    }
}
