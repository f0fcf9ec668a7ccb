//! Thousands of client files in one folder, and the plan by which they come into folders of their own: `clients/<letter>/`. To the audit,
//! moving a file between folders is nothing.

use std::collections::BTreeMap;

use super::look::warning;
use super::mend::Remedy;
use super::{Complaint, Limits};
use crate::command::office::Office;
use crate::error::Failure;
use crate::model::Message;
use crate::store::{Change, CommitMessage, Done, FileChange, RelPath, Writing};

/// The longest name of a new folder.
const LONGEST: usize = 3;
/// How the first line of a client file names the schema for editors, from one folder below the workspace.
const SCHEMA: &str = "$schema=../";

/// A client file, and where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Move {
    pub(super) from: RelPath,
    pub(super) to: RelPath,
}

pub(super) fn look(office: &Office, limits: &Limits) -> Result<Option<Complaint>, Failure> {
    let clients = office.ws.inventory()?.clients;
    let mut folders: BTreeMap<&str, Vec<&RelPath>> = BTreeMap::new();
    for (_, path) in &clients {
        folders.entry(split(path).0).or_default().push(path);
    }
    let full: Vec<(&str, Vec<&RelPath>)> =
        folders.into_iter().filter(|it| it.1.len() > limits.files_in_a_folder).collect();
    let Some((folder, files)) = full.first() else { return Ok(None) };
    let message = Message::new("doctor.folders-full").with("folder", *folder).with("n", files.len());
    let mut moves = Vec::new();
    for (folder, files) in &full {
        moves.extend(plan(folder, files, limits.files_in_a_folder)?);
    }
    Ok(Some(warning(message, Remedy::Folders(moves))))
}

fn split(path: &RelPath) -> (&str, &str) {
    path.as_str().rsplit_once('/').unwrap_or(("", path.as_str()))
}

/// By as few letters as leave no folder too full.
fn plan(folder: &str, files: &[&RelPath], most: usize) -> Result<Vec<Move>, Failure> {
    let letters = |file: &RelPath, count: usize| -> String {
        let id = split(file).1.trim_end_matches(".yaml");
        id.chars().filter(char::is_ascii_alphanumeric).take(count).collect()
    };
    let is_enough = |count: &usize| {
        let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
        for it in files {
            *sizes.entry(letters(it, *count)).or_default() += 1;
        }
        sizes.values().all(|it| *it <= most)
    };
    let count = (1..=LONGEST).find(is_enough).unwrap_or(LONGEST);
    let to = |file: &RelPath| RelPath::new(&format!("{folder}/{}/{}", letters(file, count), split(file).1));
    files.iter().map(|it| Ok(Move { from: (*it).clone(), to: to(it)? })).collect()
}

/// Moves them, in one commit.
pub(super) fn carry_out(office: &Office, moves: &[Move]) -> Result<Done, Failure> {
    let mut files = Vec::new();
    for Move { from, to } in moves {
        let bytes = office.ws.read(from)?;
        files.push(FileChange { path: to.clone(), before: None, after: Some(deeper(&bytes)) });
        files.push(FileChange { path: from.clone(), before: Some(bytes), after: None });
    }
    let message = CommitMessage {
        subject: "workspace: client files move into folders".to_owned(),
        body: String::new(),
        trailers: Vec::new(),
    };
    Ok(office.ws.change(Change { files, message, writing: Writing::Commit, when: None })?)
}

/// The file one folder further down: its first line still leads editors to the schema.
fn deeper(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    match text.split_once('\n') {
        Some((first, rest)) if first.starts_with('#') && first.contains(SCHEMA) => {
            format!("{}\n{rest}", first.replacen(SCHEMA, "$schema=../../", 1)).into_bytes()
        }
        Some(_) | None => bytes.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(ids: &[&str], most: usize, expected: &[&str]) {
        let paths: Vec<RelPath> = ids.iter().map(|it| RelPath::new(&format!("clients/{it}.yaml")).unwrap()).collect();
        let moves = plan("clients", &paths.iter().collect::<Vec<_>>(), most).unwrap();
        assert_eq!(moves.iter().map(|it| it.to.as_str()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn folders_have_as_few_letters_as_are_enough() {
        check(&["acme", "bolt"], 1, &["clients/a/acme.yaml", "clients/b/bolt.yaml"]);
        check(&["acme", "alto"], 1, &["clients/ac/acme.yaml", "clients/al/alto.yaml"]);
        check(&["a-b", "a"], 1, &["clients/ab/a-b.yaml", "clients/a/a.yaml"]);
    }

    #[test]
    fn a_file_further_down_still_names_its_schema() {
        let text = b"# yaml-language-server: $schema=../.onboard/client.schema.json\nid: a # $schema=../\n";
        let deeper = String::from_utf8(deeper(text)).unwrap();
        assert!(deeper.starts_with("# yaml-language-server: $schema=../../.onboard/"), "{deeper}");
        assert!(deeper.ends_with("id: a # $schema=../\n"), "{deeper}");
        assert_eq!(super::deeper(b"\xff\xfe"), b"\xff\xfe");
    }
}
