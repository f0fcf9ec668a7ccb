//! The forms of what `validate` found: for people on standard output, for other programs beside it in files.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Found;
use crate::cli::{CheckForm, CheckOutput};
use crate::command::office::Office;
use crate::command::{Desk, failure, output};
use crate::error::Failure;
use crate::model::{Finding, Lang, Message, Text};
use crate::process::Process;
use crate::render::ci::{self, CodeWords, Judgement};
use crate::render::{self, Reading};
use crate::ui::Ui;
use crate::words::sentence;

/// Refuses two forms that would be written over each other.
pub(super) fn refuse_double(outputs: &[CheckOutput]) -> Result<(), Failure> {
    for (index, it) in outputs.iter().enumerate() {
        if outputs.iter().take(index).any(|other| other.file == it.file) {
            let message = match &it.file {
                None => Message::new("command.two-on-stdout"),
                Some(file) => Message::new("command.two-in-a-file").with("file", file.display().to_string()),
            };
            return Err(failure::usage(message).help(Message::new("command.format-file-help")));
        }
    }
    Ok(())
}

/// Writes every form where it belongs, files first: what is on the terminal is the last to be read.
pub(super) fn write(desk: &Desk, office: &Office, found: &Found, outputs: &[CheckOutput]) -> Result<(), Failure> {
    let words = words(&found.findings, office.process()?);
    let prefix = office.ws.prefix();
    let judgement = Judgement {
        findings: &found.findings,
        files: &found.files,
        reading: Reading { files: found.files.len(), read: found.read },
        excerpts: &found.excerpts,
        words: &words,
        prefix: &prefix,
        lang: desk.ui.lang,
    };
    for it in outputs {
        if let Some(file) = &it.file {
            output::write(desk, office, file, text(desk, it.form, &judgement))?;
        }
    }
    match outputs.iter().find(|it| it.file.is_none()) {
        Some(CheckOutput { form: CheckForm::Table, .. }) => table(desk, &judgement),
        Some(it) => Ui::out(&text(desk, it.form, &judgement)).map_err(failure::output),
        None => {
            let summary = render::findings_summary(&found.findings, judgement.reading, failure::style(desk.ui));
            desk.ui.note(&Message::verbatim(summary.trim_end()));
            Ok(())
        }
    }
}

/// So many findings are made ready at once: of a wide portfolio there may be very many, and the first can be read meanwhile.
const AT_ONCE: usize = 1024;

fn table(desk: &Desk, judgement: &Judgement) -> Result<(), Failure> {
    let style = failure::style(desk.ui);
    for some in render::sorted(judgement.findings).chunks(AT_ONCE) {
        let one = |it: &&Finding| render::finding(it, judgement.excerpts.get(&it.place.file), style);
        Ui::out(&some.par_iter().map(one).collect::<Vec<_>>().concat()).map_err(failure::output)?;
    }
    Ui::out(&render::findings_summary(judgement.findings, judgement.reading, style)).map_err(failure::output)
}

fn text(desk: &Desk, form: CheckForm, judgement: &Judgement) -> String {
    match form {
        CheckForm::Table => {
            let style = failure::style(desk.ui);
            let mut out = render::findings_beside(judgement.findings, judgement.excerpts, style);
            out.push_str(&render::findings_summary(judgement.findings, judgement.reading, style));
            out
        }
        CheckForm::Json => render::json::validate(judgement.findings, judgement.reading, judgement.lang),
        CheckForm::Github => ci::github(judgement),
        CheckForm::Gitlab => ci::gitlab(judgement),
        CheckForm::Sarif => ci::sarif(judgement),
        CheckForm::Junit => ci::junit(judgement),
    }
}

/// What the codes stand for: rules have the words of the process, all others those of the catalog.
fn words(findings: &[Finding], process: &Process) -> BTreeMap<String, CodeWords> {
    let of = |code: &str| match process.words_of(code) {
        Some((text, source)) => CodeWords { text: text.clone(), source: source.map(str::to_owned) },
        None => CodeWords { text: meaning(code), source: None },
    };
    findings.iter().map(|it| (it.code.clone(), of(&it.code))).collect()
}

/// The findings of another command as SARIF.
pub(crate) fn sarif(desk: &Desk, office: &Office, process: &Process, findings: &[Finding]) -> String {
    let mut files: Vec<String> = findings.iter().map(|it| it.place.file.clone()).collect();
    files.sort();
    files.dedup();
    ci::sarif(&Judgement {
        findings,
        files: &files,
        reading: Reading { files: files.len(), read: files.len() },
        excerpts: &BTreeMap::new(),
        words: &words(findings, process),
        prefix: &office.ws.prefix(),
        lang: desk.ui.lang,
    })
}

fn meaning(code: &str) -> Text {
    let key = format!("code.{code}");
    let said = |lang| sentence(&key, &BTreeMap::new(), lang).unwrap_or_else(|_| code.to_owned());
    Text::new(said(Lang::En), said(Lang::Fr))
}
