//! Whether commits are signed: the settings of a workspace may ask for more, or for less, than git's own. With which key, in
//! which format and by which program is for git alone to say, and git does it.

use serde::Deserialize;

use super::settings::Settings;

/// The setting `git.sign` of a workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum CommitSigning {
    /// As `commit.gpgsign` says.
    #[default]
    Inherit,
    /// No commit without a signature.
    Always,
    Never,
}

impl CommitSigning {
    /// Whether commits are to be signed, in a repository with these settings.
    pub(super) fn asks(self, settings: &Settings) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Inherit => settings.is_on("commit.gpgsign"),
        }
    }
}
