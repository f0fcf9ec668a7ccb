//! A report as one page: HTML that asks nothing of anywhere, made of the same Markdown that people read, so that both say
//! the same. The page forbids itself scripts, requests and styles other than its own. Markup comes from this room alone:
//! what a template or a file says is text.

mod hash;
mod look;
mod writer;

use super::picture::Picture;
use crate::model::{Lang, Message};
use crate::words::say;

pub(crate) use look::Paper;
pub(super) use look::{picture_style, style};
use writer::Writer;

/// One language of a page.
#[derive(Debug)]
pub(super) struct Part<'a> {
    pub(super) lang: Lang,
    /// Markdown with its marks.
    pub(super) text: &'a str,
    pub(super) pictures: Vec<(&'static str, Picture)>,
    /// Above the title: the process, and the day.
    pub(super) above: [String; 2],
}

/// The page of a report. Its title is that of its first part, or of both.
pub(super) fn page(parts: &[Part<'_>], paper: Paper, program: &str) -> String {
    let written: Vec<Article> = parts.iter().map(article).collect();
    let main = parts.first().map_or(Lang::En, |it| it.lang);
    let titles: Vec<&str> = written.iter().map(|it| it.title.as_str()).collect();
    let (style, page_style) = (style(), look::page_style(paper));
    let policy = format!(
        "default-src 'none'; style-src '{}' '{}'; base-uri 'none'; form-action 'none'",
        hash::of(style),
        hash::of(page_style)
    );
    let mut out = String::with_capacity(64 * 1024);
    out.push_str("<!DOCTYPE html>\n");
    out.extend([format!("<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n", region(main))]);
    out.extend([format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n")]);
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.push_str("<meta name=\"color-scheme\" content=\"light dark\">\n");
    out.push_str("<meta name=\"referrer\" content=\"no-referrer\">\n");
    out.extend([format!("<meta name=\"generator\" content=\"onboard {}\">\n", escape(program))]);
    out.extend([format!("<title>{}</title>\n", titles.join(" | "))]);
    out.extend([format!("<style>{style}</style>\n<style>{page_style}</style>\n</head>\n<body>\n")]);
    if let [_, _, ..] = parts {
        out.push_str(&languages(parts));
    }
    out.push_str("<main>\n");
    for article in &written {
        out.push_str(&article.html);
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// One language as an element, and its title, as HTML both.
#[derive(Debug)]
pub(super) struct Article {
    pub(super) html: String,
    pub(super) title: String,
}

pub(super) fn article(part: &Part<'_>) -> Article {
    let mut writer = Writer::new(part.lang, &part.pictures);
    writer.write(part.text);
    let written = writer.finish();
    let [left, right] = &part.above;
    let mut html = format!("<article lang=\"{0}\" id=\"{1}\">\n", region(part.lang), part.lang.as_str());
    html.extend([format!("<header class=\"masthead\"><p>{}</p><p>{}</p></header>\n", escape(left), escape(right))]);
    // The contents stand between the opening and the first section.
    let (opening, rest) = written.html.split_at(written.opening.min(written.html.len()));
    html.push_str(opening);
    if written.sections.len() > 2 {
        html.push_str(&contents(part.lang, &written.sections));
    }
    html.push_str(rest);
    html.push_str("</article>\n");
    Article { html, title: written.title }
}

fn contents(lang: Lang, sections: &[(String, String)]) -> String {
    let label = format!("{}-contents", lang.as_str());
    let title = escape(&say(&Message::new("picture.contents"), lang));
    let mut html =
        format!("<nav class=\"contents\" aria-labelledby=\"{label}\">\n<p id=\"{label}\">{title}</p>\n<ul>\n");
    for (id, text) in sections {
        html.extend([format!("<li><a href=\"#{id}\">{text}</a></li>\n")]);
    }
    html.push_str("</ul>\n</nav>\n");
    html
}

fn languages(parts: &[Part<'_>]) -> String {
    let labels: Vec<String> = parts.iter().map(|it| say(&Message::new("picture.languages"), it.lang)).collect();
    let mut html = format!("<nav class=\"languages\" aria-label=\"{}\">\n", escape(&labels.join(" / ")));
    for part in parts {
        let name = match part.lang {
            Lang::En => "English",
            Lang::Fr => "Français",
        };
        html.extend([format!("<a href=\"#{0}\" lang=\"{1}\">{name}</a>\n", part.lang.as_str(), region(part.lang))]);
    }
    html.push_str("</nav>\n");
    html
}

/// The language as browsers and screen readers know it.
fn region(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en-CA",
        Lang::Fr => "fr-CA",
    }
}

/// Text as text, in content and in attributes.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Spaces that must hold are seen in the source, too.
            '\u{a0}' => out.push_str("&nbsp;"),
            it => out.push(it),
        }
    }
    out
}
