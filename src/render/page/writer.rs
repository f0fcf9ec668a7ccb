//! From Markdown to elements. Raw HTML is not handed on: it is text, but for the marks that our templates leave.

use pulldown_cmark::{Alignment, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::escape;
use crate::model::Lang;
use crate::render::markdown::Mark;
use crate::render::picture::Picture;

/// What came of a text.
pub(super) struct Written {
    pub(super) html: String,
    /// Where the first section begins.
    pub(super) opening: usize,
    /// The id of each section and its title, as HTML.
    pub(super) sections: Vec<(String, String)>,
    /// The text of the first heading, as HTML.
    pub(super) title: String,
}

pub(super) struct Writer<'a> {
    lang: Lang,
    pictures: &'a [(&'static str, Picture)],
    out: String,
    /// How what follows is laid out.
    look: Option<String>,
    table: Table,
    heading: Option<Heading>,
    /// The links that are open, and whether each has a tag.
    links: Vec<bool>,
    headings: usize,
    written: Written,
}

/// Where the writer is in a table.
#[derive(Default)]
struct Table {
    align: Vec<Alignment>,
    column: usize,
    is_head: bool,
    /// Whether the row has its tag yet, which depends on what it begins with.
    row_open: bool,
    /// Where the text of the cell begins.
    cell: usize,
}

struct Heading {
    level: HeadingLevel,
    id: String,
    start: usize,
}

/// As long as `September 30, 2026`.
const SHORT: usize = 18;

impl<'a> Writer<'a> {
    pub(super) fn new(lang: Lang, pictures: &'a [(&'static str, Picture)]) -> Self {
        let written = Written { html: String::new(), opening: usize::MAX, sections: Vec::new(), title: String::new() };
        let (table, out) = (Table::default(), String::new());
        Self { lang, pictures, out, look: None, table, heading: None, links: Vec::new(), headings: 0, written }
    }

    pub(super) fn write(&mut self, text: &str) {
        let mut events = Parser::new_ext(text, Options::ENABLE_TABLES).peekable();
        while let Some(event) = events.next() {
            match event {
                Event::Start(Tag::TableCell) => {
                    let is_total = matches!(events.peek(), Some(Event::Start(Tag::Strong)));
                    self.open_cell(is_total);
                }
                Event::Start(Tag::BlockQuote(_)) => self.open_callout(&mut events),
                Event::Start(tag) => self.open(&tag),
                Event::End(tag) => self.close(tag),
                Event::Text(text) => self.out.push_str(&escape(&text)),
                Event::Code(code) => self.out.extend([format!("<code>{}</code>", escape(&code))]),
                Event::Html(html) | Event::InlineHtml(html) => self.raw(&html),
                Event::SoftBreak => self.out.push('\n'),
                Event::HardBreak => self.out.push_str("<br>\n"),
                Event::Rule => self.out.push_str("<hr>\n"),
                // Extensions that are not switched on.
                Event::FootnoteReference(it) | Event::InlineMath(it) | Event::DisplayMath(it) => {
                    self.out.push_str(&escape(&it));
                }
                Event::TaskListMarker(_) => {}
            }
        }
    }

    pub(super) fn finish(self) -> Written {
        Written { html: self.out, ..self.written }
    }

    /// A mark of ours, or text that looked like HTML.
    fn raw(&mut self, html: &str) {
        match Mark::read(html) {
            Some((Mark::Picture, name)) => {
                if let Some((_, picture)) = self.pictures.iter().find(|it| it.0 == name) {
                    self.out.push_str("<figure class=\"wide\" tabindex=\"0\">\n");
                    self.out.push_str(&picture.inline());
                    self.out.push_str("</figure>\n");
                }
            }
            Some((Mark::Look, name)) => self.look = Some(name.to_owned()),
            None => self.out.push_str(&escape(html)),
        }
    }

    fn class(&mut self) -> String {
        self.look.take().map_or_else(String::new, |it| format!(" class=\"{it}\""))
    }

    /// A quote that is all about something strong is an alert.
    fn open_callout(&mut self, events: &mut std::iter::Peekable<Parser<'_>>) {
        let opens_paragraph = matches!(events.peek(), Some(Event::Start(Tag::Paragraph)));
        if opens_paragraph {
            events.next();
        }
        let is_alert = matches!(events.peek(), Some(Event::Start(Tag::Strong)));
        let class = if is_alert { "callout alert" } else { "callout" };
        self.out.extend([format!("<div class=\"{class}\">\n")]);
        if opens_paragraph {
            self.open(&Tag::Paragraph);
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Paragraph => self.out.push_str("<p>"),
            Tag::Heading { level, .. } => self.open_heading(*level),
            Tag::List(first) => {
                let class = self.class();
                let name = if first.is_some() { "ol" } else { "ul" };
                self.out.extend([format!("<{name}{class}>\n")]);
            }
            Tag::Item => self.out.push_str("<li>"),
            Tag::Table(align) => {
                let class = self.class();
                self.table = Table { align: align.clone(), ..Table::default() };
                let label = self.written_heading();
                self.out.extend([format!("<div class=\"wide\" role=\"group\" tabindex=\"0\"{label}><table{class}>\n")]);
            }
            Tag::TableHead => {
                self.table.is_head = true;
                self.table.column = 0;
                self.out.push_str("<thead>\n<tr>");
            }
            Tag::TableRow => {
                self.table.column = 0;
                self.table.row_open = false;
            }
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Link { dest_url, .. } => match target(dest_url) {
                Some(url) => {
                    self.links.push(true);
                    self.out.extend([format!("<a href=\"{}\">", escape(url))]);
                }
                None => self.links.push(false),
            },
            Tag::CodeBlock(_) => self.out.push_str("<pre><code>"),
            // Cells and quotes are opened elsewhere; a picture is its text; the rest is not switched on.
            Tag::TableCell
            | Tag::BlockQuote(_)
            | Tag::Image { .. }
            | Tag::HtmlBlock
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::Heading(_) => self.close_heading(),
            TagEnd::BlockQuote(_) => self.out.push_str("</div>\n"),
            TagEnd::List(ordered) => self.out.push_str(if ordered { "</ol>\n" } else { "</ul>\n" }),
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::Table => self.out.push_str("</tbody>\n</table></div>\n"),
            TagEnd::TableHead => {
                self.table.is_head = false;
                self.out.push_str("</tr>\n</thead>\n<tbody>\n");
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => self.close_cell(),
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Link => {
                if self.links.pop() == Some(true) {
                    self.out.push_str("</a>");
                }
            }
            TagEnd::CodeBlock => self.out.push_str("</code></pre>\n"),
            TagEnd::Image
            | TagEnd::HtmlBlock
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn open_heading(&mut self, level: HeadingLevel) {
        self.headings += 1;
        let id = format!("{}-{}", self.lang.as_str(), self.headings);
        if level == HeadingLevel::H2 && self.written.sections.is_empty() {
            self.written.opening = self.out.len();
        }
        self.out.extend([format!("<{level} id=\"{id}\">")]);
        self.heading = Some(Heading { level, id, start: self.out.len() });
    }

    fn close_heading(&mut self) {
        let Some(heading) = self.heading.take() else { return };
        let text = self.out.get(heading.start..).unwrap_or_default().to_owned();
        if heading.level == HeadingLevel::H1 && self.written.title.is_empty() {
            self.written.title = without_tags(&text);
        }
        if heading.level == HeadingLevel::H2 {
            self.written.sections.push((heading.id, text));
        }
        self.out.extend([format!("</{}>\n", heading.level)]);
    }

    /// The last heading, as the name of what scrolls below it.
    fn written_heading(&self) -> String {
        if self.headings == 0 {
            return String::new();
        }
        format!(" aria-labelledby=\"{}-{}\"", self.lang.as_str(), self.headings)
    }

    fn open_cell(&mut self, is_strong: bool) {
        let table = &mut self.table;
        let is_first = table.column == 0;
        if !table.is_head && !table.row_open {
            table.row_open = true;
            self.out.push_str(if is_strong { "<tr class=\"total\">" } else { "<tr>" });
        }
        let class = match table.align.get(table.column) {
            Some(Alignment::Right) => " class=\"number\"",
            _ => "",
        };
        let tag = match (table.is_head, is_first) {
            (true, _) => format!("<th scope=\"col\"{class}>"),
            (false, true) => format!("<th scope=\"row\"{class}>"),
            (false, false) => format!("<td{class}>"),
        };
        self.out.push_str(&tag);
        self.table.cell = self.out.len();
    }

    fn close_cell(&mut self) {
        let is_header = self.table.is_head || self.table.column == 0;
        let text = self.out.get(self.table.cell..).unwrap_or_default();
        // A date or a short name is not broken.
        if !self.table.is_head && text.chars().count() <= SHORT && !text.contains('<') {
            let before = self.out.get(..self.table.cell).unwrap_or_default();
            if before.ends_with("<td>") || before.ends_with("scope=\"row\">") {
                self.out.insert_str(self.table.cell - 1, " class=\"short\"");
            }
        }
        self.out.push_str(if is_header { "</th>" } else { "</td>" });
        self.table.column += 1;
    }
}

/// Where a link of a template may lead.
fn target(url: &str) -> Option<&str> {
    ["#", "https://", "http://", "mailto:"].iter().any(|it| url.starts_with(it)).then_some(url)
}

/// What an element says, for where there can be none.
fn without_tags(html: &str) -> String {
    let parts = html.split('<').enumerate();
    parts.map(|(index, it)| if index == 0 { it } else { it.split_once('>').map_or("", |it| it.1) }).collect()
}
