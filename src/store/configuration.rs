//! Settings of git that a command reads or writes for this repository alone.

use super::StoreError;
use super::workspace::Workspace;

impl Workspace {
    /// What git goes by, wherever it is written; `None` where nobody says.
    pub(crate) fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.asked(&["--get", key])
    }

    /// What the configuration of this repository says.
    pub(crate) fn own_setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.asked(&["--local", "--get", key])
    }

    /// Writes a setting into the configuration of this repository.
    pub(crate) fn set_own_setting(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.git(self.repository()?).call(["config", "--local", "--replace-all", key, value]).done()?;
        Ok(())
    }

    /// Takes a section out of the configuration of this repository.
    pub(crate) fn remove_own_section(&self, name: &str) -> Result<(), StoreError> {
        self.git(self.repository()?).call(["config", "--local", "--remove-section", name]).done()?;
        Ok(())
    }

    fn asked(&self, how: &[&str]) -> Result<Option<String>, StoreError> {
        let answer = self.git(self.repository()?).call(["config"]).args(how).answer()?;
        match answer.code() {
            Some(0) => Ok(Some(answer.text())),
            // Nobody says.
            Some(1) => Ok(None),
            Some(_) | None => Err(answer.fault()),
        }
    }
}
