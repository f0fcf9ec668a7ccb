//! What went wrong when the program could not answer, and the exit codes: the only place that chooses them.

use std::collections::BTreeMap;

use crate::model::{Finding, Message};

/// How a command ended when it could answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Done as asked.
    Done,
    /// The answer is no: a gate is unmet, there are findings, a history does not hold.
    Refused,
}

/// Why a command could not answer; decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FailureKind {
    /// The command line asks for what cannot be.
    Usage,
    /// A client file is not readable.
    Unreadable,
    /// There is no such client, workspace or thing.
    Missing,
    /// Our own fault.
    Bug,
    /// It exists already.
    Exists,
    /// The disk or git failed.
    Io,
    /// Locked, or changed under us: try again.
    TryAgain,
    /// The settings, the process or the configuration of git are wrong.
    Config,
    /// A signal ended it: Ctrl-C, or the system going down. With the exit code that a shell gives to that.
    Interrupted(u8),
}

impl FailureKind {
    /// The exit code, after `sysexits.h`.
    pub(crate) fn exit_code(self) -> u8 {
        match self {
            Self::Usage => 2,
            Self::Unreadable => 65,
            Self::Missing => 66,
            Self::Bug => 70,
            Self::Exists => 73,
            Self::Io => 74,
            Self::TryAgain => 75,
            Self::Config => 78,
            Self::Interrupted(code) => code,
        }
    }
}

impl Outcome {
    pub(crate) fn exit_code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Refused => 1,
        }
    }
}

/// A fault, what it means for the exit code, and the way out.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) kind: FailureKind,
    /// Boxed: results are passed about by value.
    pub(crate) message: Box<Message>,
    pub(crate) help: Vec<Message>,
    /// What else is to be said under the message.
    pub(crate) details: Vec<Message>,
    /// Faults with places, said before the message.
    pub(crate) findings: Vec<Finding>,
    /// The texts of the files they are in, by name.
    pub(crate) texts: BTreeMap<String, String>,
    /// What the library below said.
    pub(crate) source: Option<anyhow::Error>,
}

impl Failure {
    pub(crate) fn new(kind: FailureKind, message: Message) -> Self {
        Self {
            kind,
            message: Box::new(message),
            help: Vec::new(),
            details: Vec::new(),
            findings: Vec::new(),
            texts: BTreeMap::new(),
            source: None,
        }
    }

    #[must_use]
    pub(crate) fn help(mut self, help: Message) -> Self {
        self.help.push(help);
        self
    }

    #[must_use]
    pub(crate) fn source(mut self, source: impl Into<anyhow::Error>) -> Self {
        self.source = Some(source.into());
        self
    }

    #[must_use]
    pub(crate) fn findings(mut self, findings: Vec<Finding>, text: &str) -> Self {
        for it in &findings {
            self.texts.entry(it.place.file.clone()).or_insert_with(|| text.to_owned());
        }
        self.findings.extend(findings);
        self
    }
}
