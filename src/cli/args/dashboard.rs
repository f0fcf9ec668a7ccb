//! The arguments of `onboard dashboard`.
#![allow(
    rustdoc::bare_urls,
    reason = "the doc comments of arguments are help texts, and examples are typed as they are"
)]

use std::path::PathBuf;

use clap::Args;

use crate::model::IdError;

/// Make a site of the portfolio: static, in both languages, readable without a server
///
/// A page of all clients, a page for each, and the process; search, filters, a calendar and the data. A folder that was made
/// by it is brought up to date: what is the same is not touched, and files of others stay.
///
/// With --serve the site is shown on this computer only, and made anew whenever something changes.
///
/// Example: onboard dashboard -o site --base-url https://pages.example/onboarding/
#[derive(Debug, Args)]
pub(crate) struct DashboardArgs {
    /// The folder of the site: new, empty, or made by this command
    #[arg(short, long, value_name = "DIR", default_value = "site")]
    pub(crate) output: PathBuf,
    /// The address at which the site will be read, for the links that must name it
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(crate) base_url: Option<String>,
    /// Show the site on this computer and keep it up to date, until Ctrl-C
    #[arg(long)]
    pub(crate) serve: bool,
    /// The port to show it on; 0 for any that is free
    #[arg(long, value_name = "PORT", default_value = "8017", requires = "serve")]
    pub(crate) port: u16,
}

/// An address of the web, with a slash at its end.
fn base_url(text: &str) -> Result<String, IdError> {
    let rest = ["https://", "http://"].iter().find_map(|it| text.strip_prefix(it));
    let plain = |it: char| it.is_ascii_graphic() && !matches!(it, '"' | '\'' | '<' | '>' | '\\' | '`' | '?' | '#');
    match rest {
        Some(rest) if !rest.is_empty() && rest.chars().all(plain) => Ok(format!("{}/", text.trim_end_matches('/'))),
        Some(_) | None => Err(IdError::NotAnAddress),
    }
}
