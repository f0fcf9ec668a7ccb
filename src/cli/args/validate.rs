//! The arguments of `validate`: what is judged, and the forms in which the findings are written.

use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;

use crate::model::IdError;

/// Check client files, all of them or those named
///
/// Every finding of every file, with its place and a way out. Nothing but the reports asked for is ever written.
///
/// Several forms at once: each with a file of its own, and one at most without.
///
/// Example: onboard validate --format github --format sarif=onboard.sarif
#[derive(Debug, Args)]
pub(crate) struct ValidateArgs {
    /// Client files, folders of them, or ids; all clients when none is named
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Only what changed since this commit, branch or tag: the files, and every step that changed them; an error that a file
    /// had before is a warning
    #[arg(long, value_name = "REV", conflicts_with = "staged")]
    pub(crate) since: Option<String>,
    /// Only what is staged, as the commit that it would be
    #[arg(long)]
    pub(crate) staged: bool,
    /// The file with the message of that commit, as git hands it to the hook commit-msg: what it claims must be true
    #[arg(long, value_name = "FILE", requires = "staged")]
    pub(crate) commit_message: Option<PathBuf>,
    /// How the findings are written, to standard output or to a file: table, json, github, gitlab, sarif or junit
    #[arg(long = "format", value_name = "FORMAT[=FILE]", default_value = "table")]
    pub(crate) formats: Vec<CheckOutput>,
    /// Exit with 0 even where there are errors, for jobs that only report; not where a file cannot be read
    #[arg(long)]
    pub(crate) no_fail: bool,
}

/// A form of findings, and where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CheckOutput {
    pub(crate) form: CheckForm,
    /// Standard output where there is none.
    pub(crate) file: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CheckForm {
    Table,
    Json,
    Github,
    Gitlab,
    Sarif,
    Junit,
}

impl FromStr for CheckOutput {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let (name, file) = match text.split_once('=') {
            Some((_, "")) => return Err(IdError::Empty),
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (text, None),
        };
        let form = match name {
            "table" => CheckForm::Table,
            "json" => CheckForm::Json,
            "github" => CheckForm::Github,
            "gitlab" => CheckForm::Gitlab,
            "sarif" => CheckForm::Sarif,
            "junit" => CheckForm::Junit,
            _ => return Err(IdError::NotOneOf("table, json, github, gitlab, sarif, junit")),
        };
        Ok(Self { form, file })
    }
}
