//! The files about one client: its page, its calendar and its data, and its closure report once it is far enough.

use std::collections::BTreeMap;

use minijinja::context;
use minijinja::value::{Serde, Value};
use serde::Serialize;

use super::frame::Frame;
use super::{Site, SiteFile};
use crate::model::{Finding, Text};
use crate::render::page::Article;
use crate::render::{self, picture};
use crate::report::Report;
use crate::report::dossier::Dossier;
use crate::report::due::DueView;
use crate::report::show::ShowView;

/// What the files about a client are made from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ClientFiles<'a> {
    pub(crate) dossier: &'a Dossier,
    pub(crate) show: &'a ShowView,
    pub(crate) due: &'a DueView,
    /// When each client file was last changed.
    pub(crate) changed: &'a BTreeMap<String, i64>,
    pub(crate) closure: Option<&'a Report>,
}

/// A report in the frame of the site.
#[derive(Serialize)]
pub(super) struct ArticlePage<'a> {
    pub(super) frame: Frame<'a>,
    pub(super) title: String,
    pub(super) article: String,
    /// Whom it is about.
    pub(super) client: Option<Whose<'a>>,
}

#[derive(Serialize)]
pub(super) struct Whose<'a> {
    id: &'a str,
    name: &'a Text,
}

impl Site<'_> {
    pub(crate) fn client(&self, made_from: ClientFiles<'_>) -> Result<Vec<SiteFile>, Box<Finding>> {
        let ClientFiles { dossier, show, due, changed, closure } = made_from;
        let client = &dossier.progress.client;
        let id = client.id.as_str();
        let mut files = vec![(format!("data/client/{id}.json"), ended(render::json::show(show)).into_bytes())];
        let told = Value::from(Serde(dossier));
        for language in &self.languages {
            let lang = language.lang;
            let here = format!("client/{id}.html");
            let way = &dossier.progress.timeline;
            let has_begun = way.phases.iter().any(|it| !it.stays.is_empty());
            let timeline = has_begun.then(|| picture::client(way, &client.organization.name, lang).inline());
            let frame = Serde(language.frame(&self.about, &here, "portfolio"));
            let page = context! { frame => frame, timeline => timeline, ..told.clone() };
            files.push((format!("{}/{here}", lang.as_str()), language.page_of("client.html", page)?));
            let calendar = render::calendar(due, changed, lang);
            files.push((format!("{}/client/{id}.ics", lang.as_str()), calendar.into_bytes()));
            if let Some(report) = closure {
                let here = format!("closure/{id}.html");
                let Article { html, title } = language.closures.article(report)?;
                let page = ArticlePage {
                    frame: language.frame(&self.about, &here, "portfolio"),
                    title,
                    article: html,
                    client: Some(Whose { id, name: &client.organization.name }),
                };
                files.push((format!("{}/{here}", lang.as_str()), language.page("article.html", &page)?));
            }
        }
        Ok(files)
    }
}

/// A file ends with a line break.
pub(super) fn ended(text: String) -> String {
    if text.ends_with('\n') { text } else { text + "\n" }
}
