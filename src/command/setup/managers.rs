//! Programs that keep the hooks of a repository already, in a file of the team: what they need to be told, and where.

use super::scripts::within;
use crate::error::Failure;
use crate::store::{HookFolder, HookKeeper, RelPath, Workspace};

/// Whoever keeps the hooks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Manager {
    /// A proper name; `None` for a folder that somebody looks after by hand.
    pub(super) name: Option<&'static str>,
    /// The file, or the folder, that the lines belong into.
    pub(super) file: String,
    pub(super) lines: String,
    pub(super) knows: Knows,
}

/// Whether the manager has been told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Knows {
    Yes,
    No,
}

const PRE_COMMIT: &str = ".pre-commit-config.yaml";
const LEFTHOOK: &[&str] = &[
    "lefthook.yml",
    "lefthook.yaml",
    ".lefthook.yml",
    ".lefthook.yaml",
    ".config/lefthook.yml",
    ".config/lefthook.yaml",
];
const HUSKY: &str = ".husky";

/// Who keeps the hooks of this repository, if somebody does. `top` is its work tree, `prefix` the way to the workspace.
pub(super) fn find(top: &Workspace, folder: &HookFolder, prefix: &str) -> Result<Option<Manager>, Failure> {
    let validate = format!("onboard{} validate --staged", within(prefix));
    let moved = folder.keeper() != HookKeeper::Git;
    if top.has_any(HUSKY) && (!moved || folder.path().iter().any(|it| it == HUSKY)) {
        return husky(top, &validate).map(Some);
    }
    if top.has_any(PRE_COMMIT) {
        return framework(top, &validate, prefix).map(Some);
    }
    if let Some(file) = LEFTHOOK.iter().find(|it| top.has_any(it)) {
        return lefthook(top, file, &validate).map(Some);
    }
    if folder.keeper() == HookKeeper::Elsewhere {
        return Ok(Some(by_hand(folder, &validate)));
    }
    Ok(None)
}

/// Lines for hooks that are kept by hand, each under the name of its hook.
pub(super) fn by_hand(folder: &HookFolder, validate: &str) -> Manager {
    let lines =
        format!("# pre-commit\n{validate} || exit\n\n# commit-msg\n{validate} --commit-message \"$1\" || exit\n");
    Manager { name: None, file: folder.path().display().to_string(), lines, knows: Knows::No }
}

fn manager(name: &'static str, file: &str, lines: String, knows: Knows) -> Manager {
    Manager { name: Some(name), file: file.to_owned(), lines, knows }
}

fn husky(top: &Workspace, validate: &str) -> Result<Manager, Failure> {
    let lines = format!("# .husky/pre-commit\n{validate}\n\n# .husky/commit-msg\n{validate} --commit-message \"$1\"\n");
    Ok(manager("husky", HUSKY, lines, knows(top, &[".husky/pre-commit", ".husky/commit-msg"])?))
}

fn lefthook(top: &Workspace, file: &str, validate: &str) -> Result<Manager, Failure> {
    let hook = |name: &str, run: &str| format!("{name}:\n  commands:\n    onboard:\n      run: {run}\n");
    let message = format!("{validate} --commit-message {{1}}");
    let lines = hook("pre-commit", validate) + &hook("commit-msg", &message);
    Ok(manager("lefthook", file, lines, knows(top, &[file])?))
}

/// The framework `pre-commit`.
fn framework(top: &Workspace, validate: &str, prefix: &str) -> Result<Manager, Failure> {
    let files = regex::escape(prefix).replace('\'', "''");
    let lines = format!(
        "  - repo: local\n    hooks:\n      - id: onboard-validate\n        name: onboard validate\n        \
         entry: {validate}\n        language: system\n        pass_filenames: false\n        \
         files: '^{files}((clients|process)/|onboard\\.yaml$)'\n      - id: onboard-message\n        \
         name: onboard validate, with the message\n        entry: {validate} --commit-message\n        \
         language: system\n        stages: [commit-msg]\n"
    );
    Ok(manager("pre-commit", PRE_COMMIT, lines, knows(top, &[PRE_COMMIT])?))
}

/// Whether each of these files calls the program, or names its hooks.
fn knows(top: &Workspace, files: &[&str]) -> Result<Knows, Failure> {
    for file in files {
        let path = RelPath::new(file)?;
        let text = if top.exists(&path)? { top.read(&path)? } else { Vec::new() };
        let text = String::from_utf8_lossy(&text);
        let mut told = text.lines().filter(|it| !it.trim_start().starts_with('#'));
        if !told.any(|it| it.contains("validate --staged") || it.contains("id: onboard-validate")) {
            return Ok(Knows::No);
        }
    }
    Ok(Knows::Yes)
}
