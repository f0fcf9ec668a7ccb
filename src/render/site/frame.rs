//! What stands around every page: where it is, where its twin in the other language is, and what it may do.

use serde::Serialize;

use super::{About, Language};
use crate::model::Lang;
use crate::words;

/// What a page may do: show what comes with the site. No text can become script, not even through the script of the site.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; \
                      form-action 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

/// Where a repository can be read on the web.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Repository {
    /// Without a slash at its end.
    pub(super) address: String,
}

impl Repository {
    /// The repository at this address; none for what is no plain address of the web.
    pub(crate) fn at(address: &str) -> Option<Self> {
        web_address(address).map(|it| Self { address: it.trim_end_matches('/').to_owned() })
    }

    /// What stands between the address and what is looked for there.
    fn path(&self, what: &str) -> String {
        let host = self.address.split('/').nth(2).unwrap_or_default();
        if host.contains("gitlab") { format!("/-/{what}/") } else { format!("/{what}/") }
    }
}

/// The address, if it is a plain one of the web.
fn web_address(text: &str) -> Option<&str> {
    let is_web = ["https://", "http://"].iter().any(|it| text.strip_prefix(it).is_some_and(|it| !it.is_empty()));
    let is_plain = text.chars().all(|it| it.is_ascii_graphic() && !matches!(it, '"' | '\'' | '<' | '>' | '\\' | '`'));
    (is_web && is_plain).then_some(text)
}

#[derive(Debug, Serialize)]
pub(super) struct Frame<'a> {
    policy: &'static str,
    lang: &'static str,
    region: &'static str,
    other: &'static str,
    other_region: &'static str,
    other_name: &'static str,
    /// From the page up to the top of the site, and to the top of its language.
    up: String,
    root: String,
    /// The page, from the top of its language.
    here: &'a str,
    tab: &'static str,
    base: Option<&'a str>,
    process: &'a str,
    process_page: String,
    reference: &'a str,
    today: String,
    program: &'static str,
    repository: Option<&'a str>,
    commit_path: Option<String>,
    file_path: Option<String>,
}

/// The frame of the page `here`, which belongs to a part of the site.
pub(super) fn frame<'a>(about: &'a About<'_>, lang: Lang, here: &'a str, tab: &'static str) -> Frame<'a> {
    let depth = here.matches('/').count();
    let (other, other_name) = match lang {
        Lang::En => (Lang::Fr, "Français"),
        Lang::Fr => (Lang::En, "English"),
    };
    let repository = about.repository.as_ref();
    Frame {
        policy: POLICY,
        lang: lang.as_str(),
        region: region(lang),
        other: other.as_str(),
        other_region: region(other),
        other_name,
        up: "../".repeat(depth + 1),
        root: "../".repeat(depth),
        here,
        tab,
        base: about.base.as_deref(),
        process: about.names.name.get(lang),
        process_page: process_page(about),
        reference: &about.process.reference,
        today: about.today.to_string(),
        program: env!("CARGO_PKG_VERSION"),
        repository: repository.map(|it| it.address.as_str()),
        commit_path: repository.map(|it| it.path("commit")),
        file_path: repository.map(|it| format!("{}HEAD/", it.path("blob"))),
    }
}

impl Language<'_> {
    pub(super) fn frame<'a>(&self, about: &'a About<'_>, here: &'a str, tab: &'static str) -> Frame<'a> {
        frame(about, self.lang, here, tab)
    }
}

/// Where the process is told of, from the top of a language.
pub(super) fn process_page(about: &About<'_>) -> String {
    let is_plain = |it: &char| it.is_ascii_lowercase() || it.is_ascii_digit() || *it == '-';
    let name: String = about.process.id.chars().filter(is_plain).collect();
    format!("process/{name}.html")
}

fn region(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en-CA",
        Lang::Fr => "fr-CA",
    }
}

/// The name of the site and of the process, for the page where a language is chosen.
#[derive(Debug, Serialize)]
pub(super) struct Start<'a> {
    frame: Frame<'a>,
    english: Named<'a>,
    french: Named<'a>,
}

#[derive(Debug, Serialize)]
struct Named<'a> {
    name: String,
    process: &'a str,
}

pub(super) fn start<'a>(about: &'a About<'_>) -> Start<'a> {
    let named = |lang: Lang| Named {
        name: words::say(&crate::model::Message::new("site.name"), lang),
        process: about.names.name.get(lang),
    };
    Start { frame: frame(about, Lang::En, "index.html", ""), english: named(Lang::En), french: named(Lang::Fr) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_addresses_of_the_web_become_links() {
        for good in ["https://git.example/onboarding/clients", "http://gitlab.example:8080/a_b/c~d"] {
            assert_eq!(web_address(good), Some(good));
        }
        for bad in ["javascript:alert(1)", "https://", "//git.example", "https://a b", "https://a\"onclick=x", "data:x"]
        {
            assert_eq!(web_address(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_commit_is_where_the_software_of_the_repository_has_it() {
        let path = |it: &str| Repository::at(it).map(|it| format!("{}{}", it.address, it.path("commit")));
        assert_eq!(path("https://github.example/a/b/").as_deref(), Some("https://github.example/a/b/commit/"));
        assert_eq!(path("https://gitlab.example/a/b").as_deref(), Some("https://gitlab.example/a/b/-/commit/"));
    }
}
