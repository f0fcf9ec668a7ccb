//! The configuration of git, asked of `git` itself: all its files, `includeIf` of every kind, `GIT_CONFIG_*`. Asking
//! costs one call; reading the files with libgit2 would be right nearly always, and a commit that should have been
//! signed must never slip through that "nearly".

use std::collections::BTreeMap;

use super::StoreError;
use super::program::{Git, Running};

/// Every setting, as the repository sees it.
#[derive(Debug, Default)]
pub(super) struct Settings(BTreeMap<String, Vec<String>>);

impl Settings {
    /// Starts asking; the answer is read later.
    pub(super) fn ask(git: &Git<'_>) -> Result<Running, StoreError> {
        git.call(["config", "--list", "-z"]).start()
    }

    pub(super) fn hear(running: Running) -> Result<Self, StoreError> {
        let answer = running.answer()?;
        if answer.succeeded() { Ok(Self::parse(&answer.stdout)) } else { Err(answer.fault()) }
    }

    fn parse(bytes: &[u8]) -> Self {
        let mut all = BTreeMap::<String, Vec<String>>::new();
        for entry in String::from_utf8_lossy(bytes).split_terminator('\0') {
            // A key without a value stands for "true".
            let (key, value) = entry.split_once('\n').unwrap_or((entry, "true"));
            all.entry(key.to_owned()).or_default().push(value.to_owned());
        }
        Self(all)
    }

    /// The value that counts: the last one.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.0.get(key).and_then(|it| it.last()).map(String::as_str)
    }

    /// As git reads booleans; what is no boolean counts as set, for that is the careful reading of every switch we ask.
    pub(super) fn is_on(&self, key: &str) -> bool {
        self.text(key).is_some_and(|it| !matches!(it.to_ascii_lowercase().as_str(), "false" | "no" | "off" | "0" | ""))
    }

    /// Whether any key of the form `section.<anything>.name` is set, for one of the names.
    pub(super) fn any(&self, section: &str, names: &[&str]) -> bool {
        self.0.keys().any(|key| {
            let rest = key.strip_prefix(section).and_then(|it| it.strip_prefix('.'));
            rest.and_then(|it| it.rsplit_once('.')).is_some_and(|(_, name)| names.contains(&name))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_value_counts_and_a_bare_key_is_true() {
        let settings =
            Settings::parse(b"user.name\nAda\0user.name\nGrace\nH\0commit.gpgsign\0filter.a.b.clean\nx\0core.x\noff\0");
        assert_eq!(settings.text("user.name"), Some("Grace\nH"));
        assert!(settings.is_on("commit.gpgsign"));
        assert!(!settings.is_on("core.x"));
        assert!(!settings.is_on("core.y"));
        assert!(settings.any("filter", &["clean", "process"]));
        assert!(!settings.any("hook", &["command"]));
    }
}
