//! The site of the portfolio: pages in both languages that need nothing but each other. Models in, files out: how each is
//! called and where it leads is decided here, and nothing is written.

mod client;
mod frame;
mod overview;
mod table;

use minijinja::Environment;
use minijinja::value::{Serde, Value};
use serde::Serialize;

use super::page::style;
use super::report::Articles;
use super::template::{Form, Setting, Template, environment, finding};
use crate::model::{ClientId, Date, Finding, Lang};
use crate::report::ProcessNames;
use crate::report::process::ProcessView;

pub(crate) use client::ClientFiles;
pub(crate) use frame::Repository;
pub(crate) use overview::Whole;

const TEMPLATES: [Template<'static>; 7] = [
    Template { file: "layout.html", text: include_str!("templates/layout.html") },
    Template { file: "parts.html", text: include_str!("templates/parts.html") },
    Template { file: "start.html", text: include_str!("templates/start.html") },
    Template { file: "portfolio.html", text: include_str!("templates/portfolio.html") },
    Template { file: "client.html", text: include_str!("templates/client.html") },
    Template { file: "process.html", text: include_str!("templates/process.html") },
    Template { file: "article.html", text: include_str!("templates/article.html") },
];

/// A file of the site: its path from the top of it, and what it says.
pub(crate) type SiteFile = (String, Vec<u8>);

/// What is the same on every page.
#[derive(Debug, Clone)]
pub(crate) struct About<'a> {
    pub(crate) names: &'a ProcessNames,
    pub(crate) process: &'a ProcessView,
    pub(crate) today: Date,
    /// Where the site will be read, with a slash at its end; none: anywhere.
    pub(crate) base: Option<String>,
    /// Where the repository can be read on the web.
    pub(crate) repository: Option<Repository>,
    /// The closure template of the workspace.
    pub(crate) closure: Option<Template<'a>>,
}

/// The site, ready to be written page by page.
#[derive(Debug)]
pub(crate) struct Site<'a> {
    about: About<'a>,
    languages: Vec<Language<'a>>,
}

/// The templates in one language.
#[derive(Debug)]
struct Language<'a> {
    lang: Lang,
    templates: Environment<'static>,
    closures: Articles<'a>,
}

impl<'a> Site<'a> {
    pub(crate) fn new(about: About<'a>) -> Result<Self, Box<Finding>> {
        let language = |lang| -> Result<Language<'a>, Box<Finding>> {
            let setting = Setting { names: about.names, lang, form: Form::Html, pictures: &[] };
            let mut templates = environment(setting);
            // For markup that this room has made.
            templates.add_filter("safe_html", Value::from_safe_string);
            for it in TEMPLATES {
                templates.add_template(it.file, it.text).map_err(|error| Box::new(finding(it, &error)))?;
            }
            Ok(Language { lang, templates, closures: Articles::new(about.closure, lang) })
        };
        let languages = vec![language(Lang::En)?, language(Lang::Fr)?];
        Ok(Self { about, languages })
    }

    /// The paths of all files that there may be for a client.
    pub(crate) fn paths_of(id: &ClientId) -> Vec<String> {
        let of = |lang: Lang| {
            let lang = lang.as_str();
            [format!("{lang}/client/{id}.html"), format!("{lang}/client/{id}.ics"), format!("{lang}/closure/{id}.html")]
        };
        let data = format!("data/client/{id}.json");
        of(Lang::En).into_iter().chain(of(Lang::Fr)).chain([data]).collect()
    }

    /// What the pages look like and do.
    fn assets() -> Vec<SiteFile> {
        let css = format!("{}\n{}", style(), include_str!("site.css"));
        vec![
            ("assets/site.css".to_owned(), css.into_bytes()),
            ("assets/site.js".to_owned(), include_bytes!("site.js").to_vec()),
            ("assets/icon.svg".to_owned(), include_bytes!("icon.svg").to_vec()),
        ]
    }
}

impl Language<'_> {
    fn page(&self, name: &str, data: &impl Serialize) -> Result<Vec<u8>, Box<Finding>> {
        self.page_of(name, Value::from(Serde(data)))
    }

    fn page_of(&self, name: &str, data: Value) -> Result<Vec<u8>, Box<Finding>> {
        let fault = |error: &minijinja::Error| {
            let at = error.name().unwrap_or(name);
            let template = TEMPLATES.iter().find(|it| it.file == at).copied();
            Box::new(finding(template.unwrap_or(Template { file: "", text: "" }), error))
        };
        let template = self.templates.get_template(name).map_err(|it| fault(&it))?;
        let text = template.render(data).map_err(|it| fault(&it))?;
        Ok(lean(&text).into_bytes())
    }
}

/// Without blank lines and without the room that blocks of templates leave.
fn lean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines().map(|it| it.trim_end_matches(' ')).filter(|it| !it.is_empty()) {
        out.push_str(line);
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests;
