//! `onboard sync`: copies of one repository come together, whatever happens between them.

mod dice;
mod everyday;
mod login;
mod meaning;
mod odd;
mod proof;
mod servers;
mod team;
mod waiting;

use crate::sandbox::Sandbox;

/// A desk and a shared repository beside it that have what the other has not: here these changes, there the language of `acme`.
pub(crate) fn apart(changes: &[&str]) -> Sandbox {
    let desk = Sandbox::new();
    desk.ok("init acme --name-en Acme --name-fr Acmé --language en --hosts example");
    desk.ok("init beta --name-en Beta --name-fr Bêta --language en");
    desk.git("init -q --bare ../hub.git");
    desk.git("remote add origin ../hub.git");
    desk.ok("sync");
    let other = desk.copy();
    other.ok("set acme language=fr");
    other.git(&format!("push -q {} main", desk.home().join("hub.git").display()));
    for words in changes {
        desk.ok(words);
    }
    desk
}
