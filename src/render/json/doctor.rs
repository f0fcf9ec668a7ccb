//! `doctor` for other programs.

use serde::Serialize;

use super::{VERSION, pretty};
use crate::model::Lang;
use crate::report::doctor::Examined;
use crate::words::say;

/// Everything that was looked at.
pub(crate) fn doctor(all: &[Examined], lang: Lang) -> String {
    #[derive(Serialize)]
    struct CheckV1<'a> {
        name: &'a str,
        /// `good`, `warning` or `error`.
        state: &'static str,
        message: String,
        /// What `--fix` would do. Empty where nothing is wrong, or a person must do it.
        steps: &'a [String],
        help: Option<String>,
    }
    #[derive(Serialize)]
    struct DoctorV1<'a> {
        version: u8,
        checks: Vec<CheckV1<'a>>,
    }
    fn check(it: &Examined, lang: Lang) -> CheckV1<'_> {
        let Examined { name, severity, message, steps, help } = it;
        CheckV1 {
            name,
            state: severity.map_or("good", |it| it.as_str()),
            message: say(message, lang),
            steps,
            help: help.as_ref().map(|it| say(it, lang)),
        }
    }
    pretty(&DoctorV1 { version: VERSION, checks: all.iter().map(|it| check(it, lang)).collect() })
}
