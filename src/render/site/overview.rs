//! The pages about all clients: where a language is chosen, the portfolio, its report, and the process.

use std::collections::BTreeMap;

use serde::Serialize;

use super::client::{ArticlePage, ended};
use super::frame::{Frame, process_page, start};
use super::table::{self, Row};
use super::{Language, Site, SiteFile};
use crate::model::Finding;
use crate::render::page::Article;
use crate::render::report::Articles;
use crate::render::{self, Template, picture};
use crate::report::Report;
use crate::report::due::DueView;
use crate::report::list::ListRow;
use crate::report::portfolio::Portfolio;
use crate::report::process::ProcessView;
use crate::report::site::{Overview, SiteRow};

/// So many rows stand on one page.
const ROWS: usize = 100;

/// What the pages about all clients are made from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Whole<'a> {
    pub(crate) overview: &'a Overview,
    /// By phase, then by id.
    pub(crate) rows: &'a [SiteRow],
    pub(crate) list: &'a [ListRow],
    pub(crate) report: &'a Portfolio,
    pub(crate) due: &'a DueView,
    pub(crate) changed: &'a BTreeMap<String, i64>,
    /// The portfolio template of the workspace.
    pub(crate) template: Option<Template<'a>>,
}

#[derive(Serialize)]
struct PortfolioPage<'a> {
    frame: Frame<'a>,
    overview: &'a Overview,
    rows: Vec<Row<'a>>,
    total: usize,
    page: usize,
    pages: usize,
    timeline: Option<String>,
    pace: Option<String>,
}

#[derive(Serialize)]
struct ProcessPage<'a> {
    frame: Frame<'a>,
    process: &'a ProcessView,
}

impl Site<'_> {
    pub(crate) fn whole(&self, whole: Whole<'_>) -> Result<Vec<SiteFile>, Box<Finding>> {
        let mut files = Self::assets();
        if let Some(language) = self.languages.first() {
            files.push(("index.html".to_owned(), language.page("start.html", &start(&self.about))?));
        }
        let list = ended(render::json::list(whole.list, &whole.report.unreadable));
        files.push(("data/portfolio.json".to_owned(), list.into_bytes()));
        let report = Report::Portfolio(Box::new(whole.report.clone()));
        for language in &self.languages {
            let lang = language.lang;
            let top = lang.as_str();
            let script = table::script(whole.rows, self.about.names, lang);
            files.push((format!("assets/clients.{top}.js"), script.into_bytes()));
            let calendar = render::calendar(whole.due, whole.changed, lang);
            files.push((format!("{top}/calendar.ics"), calendar.into_bytes()));
            self.portfolio(language, whole, &mut files)?;
            let Article { html, title } = Articles::new(whole.template, lang).article(&report)?;
            let frame = language.frame(&self.about, "report.html", "report");
            let page = ArticlePage { frame, title, article: html, client: None };
            files.push((format!("{top}/report.html"), language.page("article.html", &page)?));
            let here = process_page(&self.about);
            let frame = language.frame(&self.about, &here, "process");
            let page = language.page("process.html", &ProcessPage { frame, process: self.about.process })?;
            files.push((format!("{top}/{here}"), page));
        }
        Ok(files)
    }

    /// The portfolio, with the first rows of the table, and the pages with the others.
    fn portfolio(
        &self,
        language: &Language<'_>,
        whole: Whole<'_>,
        files: &mut Vec<SiteFile>,
    ) -> Result<(), Box<Finding>> {
        let Whole { overview, rows, report, .. } = whole;
        let lang = language.lang;
        let pages = rows.len().div_ceil(ROWS).max(1);
        for page in 1..=pages {
            let here = if page == 1 { "index.html".to_owned() } else { format!("clients-{page}.html") };
            let own = rows.iter().skip((page - 1) * ROWS).take(ROWS).map(|it| table::row(it, self.about.names));
            let is_paced = report.phases.iter().any(|it| it.pace.finished > 0 || !it.pace.current.is_empty());
            let data = PortfolioPage {
                frame: language.frame(&self.about, &here, "portfolio"),
                overview,
                rows: own.collect(),
                total: rows.len(),
                page,
                pages,
                timeline: (page == 1 && !report.lanes.is_empty()).then(|| picture::portfolio(report, lang).inline()),
                pace: (page == 1 && is_paced).then(|| picture::pace(report, lang).inline()),
            };
            files.push((format!("{}/{here}", lang.as_str()), language.page("portfolio.html", &data)?));
        }
        Ok(())
    }
}
