//! Reports as Markdown and as a page, in one language or in both.

use std::sync::OnceLock;

use super::page::{self, Article, Paper, Part, page};
use super::picture::{self, Picture};
use super::template::{Form, Ready, Setting, TEMPLATES, Template};
use crate::model::{Finding, Lang};
use crate::report::Report;
use crate::words;

/// The languages a report is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Languages {
    One(Lang),
    /// English, then French: the same report twice, so that neither is the translation of the other.
    Both,
}

impl Languages {
    pub(super) fn first(self) -> Lang {
        match self {
            Self::One(lang) => lang,
            Self::Both => Lang::En,
        }
    }

    pub(super) fn each(self) -> Vec<Lang> {
        match self {
            Self::One(lang) => vec![lang],
            Self::Both => vec![Lang::En, Lang::Fr],
        }
    }
}

/// The report as Markdown, from the template of the workspace where it has one.
pub(crate) fn markdown(
    report: &Report,
    template: Option<Template<'_>>,
    languages: Languages,
) -> Result<String, Box<Finding>> {
    let written: Result<Vec<String>, Box<Finding>> =
        languages.each().into_iter().map(|lang| written(report, template, lang, Form::Markdown)).collect();
    Ok(written?.join("\n---\n\n"))
}

/// The same report as one page of HTML that needs nothing else.
pub(crate) fn html(
    report: &Report,
    template: Option<Template<'_>>,
    languages: Languages,
    paper: Paper,
) -> Result<String, Box<Finding>> {
    let written: Result<Vec<(Lang, String)>, Box<Finding>> =
        languages.each().into_iter().map(|lang| Ok((lang, written(report, template, lang, Form::Page)?))).collect();
    let written = written?;
    let parts: Vec<Part<'_>> = written.iter().map(|(lang, text)| part(report, *lang, text)).collect();
    Ok(page(&parts, paper, env!("CARGO_PKG_VERSION")))
}

/// Reports of one kind in one language, for pages that have their own frame and the stylesheet. Their template is read once.
#[derive(Debug)]
pub(super) struct Articles<'t> {
    lang: Lang,
    template: Option<Template<'t>>,
    ready: OnceLock<Ready<'t>>,
}

impl<'t> Articles<'t> {
    /// From the template of the workspace where it has one.
    pub(super) fn new(template: Option<Template<'t>>, lang: Lang) -> Self {
        Self { lang, template, ready: OnceLock::new() }
    }

    pub(super) fn article(&self, report: &Report) -> Result<Article, Box<Finding>> {
        let ready = match self.ready.get() {
            Some(it) => it,
            None => {
                let made = ready(report, self.template, self.lang, Form::Page)?;
                self.ready.get_or_init(|| made)
            }
        };
        Ok(page::article(&part(report, self.lang, &ready.render(report)?)))
    }
}

fn part<'a>(report: &Report, lang: Lang, text: &'a str) -> Part<'a> {
    Part {
        lang,
        text,
        pictures: pictures(report, lang),
        above: [report.names().name.get(lang).to_owned(), words::date(report.day(), lang)],
    }
}

/// The template of this program that lies in this file.
fn template_of(file: &'static str) -> Template<'static> {
    TEMPLATES.into_iter().find(|it| it.file == file).unwrap_or(Template { file, text: "" })
}

fn written(report: &Report, template: Option<Template<'_>>, lang: Lang, form: Form) -> Result<String, Box<Finding>> {
    ready(report, template, lang, form)?.render(report)
}

fn ready<'t>(
    report: &Report,
    template: Option<Template<'t>>,
    lang: Lang,
    form: Form,
) -> Result<Ready<'t>, Box<Finding>> {
    let own = || template_of(report.template());
    let setting = Setting { names: report.names(), lang, form, pictures: names_of_pictures(report) };
    Ready::new(template.unwrap_or_else(own), setting)
}

/// The pictures that a template may ask for.
fn names_of_pictures(report: &Report) -> &'static [&'static str] {
    match report {
        Report::Closure(_) | Report::Progress(_) => &["timeline"],
        Report::Agreement(_) | Report::Attestation(_) => &[],
        Report::Portfolio(_) => &["timeline", "pace"],
    }
}

/// Those of them that have something to show.
fn pictures(report: &Report, lang: Lang) -> Vec<(&'static str, Picture)> {
    let way = |way: &crate::report::timeline::Picture, name| {
        let has_begun = way.phases.iter().any(|it| !it.stays.is_empty());
        has_begun.then(|| ("timeline", picture::client(way, name, lang)))
    };
    match report {
        Report::Closure(it) => way(&it.timeline, &it.client.organization.name).into_iter().collect(),
        Report::Progress(it) => way(&it.timeline, &it.client.organization.name).into_iter().collect(),
        Report::Agreement(_) | Report::Attestation(_) => Vec::new(),
        Report::Portfolio(it) => {
            let clients = (!it.lanes.is_empty()).then(|| ("timeline", picture::portfolio(it, lang)));
            let is_paced = it.phases.iter().any(|it| it.pace.finished > 0 || !it.pace.current.is_empty());
            clients.into_iter().chain(is_paced.then(|| ("pace", picture::pace(it, lang)))).collect()
        }
    }
}

#[cfg(test)]
mod tests;
