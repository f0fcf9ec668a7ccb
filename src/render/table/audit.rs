//! The verdict of an audit: a table for each client, then what does not hold, then the sentence that counts.

use crate::model::{Lang, Message, Severity};
use crate::report::audit::{AuditClient, AuditCommit, AuditFault, AuditRow, AuditView};

use super::grid::{Cell, Column, grid};
use crate::render::plain::plain;
use crate::render::style::{Hue, Style};

pub(crate) fn audit(view: &AuditView, style: Style) -> String {
    let mut blocks: Vec<String> = view.clients.iter().map(|it| client(it, style)).collect();
    blocks.extend(view.faults.iter().map(|it| fault(it, style)));
    blocks.extend(view.unknown.iter().map(|it| style.paint(Hue::Warn, &plain(&style.say(it)))));
    blocks.push(verdict(view, style));
    blocks.join("\n\n")
}

/// What does not hold, alone.
pub(crate) fn audit_faults(faults: &[AuditFault], style: Style) -> String {
    faults.iter().map(|it| fault(it, style)).collect::<Vec<_>>().join("\n\n")
}

fn verdict(view: &AuditView, style: Style) -> String {
    let errors = view.faults.iter().filter(|it| it.finding.severity == Severity::Error).count();
    let key = if view.holds { "audit.holds" } else { "audit.does-not-hold" };
    let message = Message::new(key)
        .with("commits", Message::new("audit.n-commits").with("n", view.commits))
        .with("clients", Message::new("audit.n-clients").with("n", view.clients.len()))
        .with("errors", Message::new("label.n-errors").with("n", errors));
    style.paint(if view.holds { Hue::Good } else { Hue::Bad }, &style.say(&message))
}

fn client(client: &AuditClient, style: Style) -> String {
    let (key, hue) = if client.holds { ("audit.client-holds", Hue::Good) } else { ("audit.client-does-not", Hue::Bad) };
    let mut title =
        format!("{}  {}", style.paint(Hue::Strong, client.client.as_str()), style.paint(hue, &style.word(key)));
    let ends = [&client.phase, &client.status].into_iter().flatten().map(|(_, name)| name.get(style.lang).to_owned());
    let mut remarks: Vec<String> = ends.collect();
    remarks.push(style.say(&Message::new("audit.n-commits").with("n", client.commits)));
    title.push_str("  ");
    title.push_str(&plain(&remarks.join(", ")));
    if client.rows.is_empty() {
        return title;
    }
    let shown = Shown { author: style.width >= 100, commit: style.width >= 60 };
    let rows: Vec<Vec<Cell>> = client.rows.iter().map(|it| row(it, shown, style)).collect();
    let mut text = format!("{title}\n{}", grid(&columns(shown, style), &rows, style));
    for it in &client.rows {
        text.push_str(&evidence(it, style));
    }
    text
}

#[derive(Debug, Clone, Copy)]
struct Shown {
    author: bool,
    commit: bool,
}

fn columns(shown: Shown, style: Style) -> Vec<Column> {
    let mut columns = vec![
        Column::text(style.word("label.phase"), 12),
        Column::whole(style.word("audit.entered")),
        Column::whole(style.word("audit.left")),
    ];
    if shown.commit {
        columns.push(Column::whole(style.word("label.commit")));
    }
    if shown.author {
        columns.push(Column::text(style.word("label.author"), 8).gives_way());
    }
    columns.push(Column::text(style.word("audit.evidence"), 10));
    columns
}

fn row(it: &AuditRow, shown: Shown, style: Style) -> Vec<Cell> {
    let what = match (&it.phase, &it.change) {
        (Some((_, name)), _) => name.get(style.lang).to_owned(),
        (None, Some((change, Some((from, to))))) => {
            format!("  {change}: {} → {}", from.get(style.lang), to.get(style.lang))
        }
        (None, Some((change, None))) => format!("  {change}"),
        (None, None) => String::new(),
    };
    let mut cells = vec![Cell::new(what), Cell::new(date(it.entered.as_ref())), Cell::new(date(it.left.as_ref()))];
    // Of a phase that was left, the commit that left it: it is the one that rests on evidence.
    let by = it.left_by.as_ref().or(it.entered_by.as_ref());
    if shown.commit {
        cells.push(Cell::painted(by.map_or("", AuditCommit::short), Hue::Quiet));
    }
    if shown.author {
        cells.push(Cell::new(by.map_or("", |it| &it.author)));
    }
    let mut rests = Vec::new();
    if !it.met.is_empty() {
        rests.push(style.say(&Message::new("audit.n-met").with("n", it.met.len())));
    }
    if !it.waived.is_empty() {
        rests.push(style.say(&Message::new("audit.n-waived").with("n", it.waived.len())));
    }
    cells.push(Cell::new(rests.join(", ")));
    cells
}

fn date(date: Option<&String>) -> &str {
    date.map_or("–", String::as_str)
}

/// What a person recorded for a gate, and every waiver.
fn evidence(it: &AuditRow, style: Style) -> String {
    let recorded = it.met.iter().filter_map(|(gate, text)| Some((gate, text.as_ref()?)));
    let mut lines: Vec<String> =
        recorded.map(|(gate, text)| format!("\n  ✓ {}{} {}", plain(gate), colon(style), plain(text))).collect();
    for (gate, waiver) in &it.waived {
        let message = Message::new("audit.waived-by").with("gate", gate.as_str());
        let message = message.with("waiver", waiver.as_deref().unwrap_or("–"));
        lines.push(format!("\n  ~ {}", plain(&style.say(&message))));
    }
    lines.concat()
}

fn fault(fault: &AuditFault, style: Style) -> String {
    let finding = &fault.finding;
    let (word, hue) = match finding.severity {
        Severity::Error => (style.word("label.error"), Hue::Bad),
        Severity::Warning => (style.word("label.warning"), Hue::Warn),
    };
    let head = style.paint(hue, &format!("{word}[{}]", plain(&finding.code)));
    let client = fault.client.as_ref().map(|it| format!(" {it}{}", colon(style))).unwrap_or_default();
    let mut lines = vec![format!("{head}{client} {}", plain(&style.say(&finding.message)))];
    if let Some(commit) = &fault.commit {
        let by = format!("{} <{}>", commit.author, commit.email);
        let message = Message::new("audit.in-commit").with("commit", commit.short()).with("date", commit.day());
        lines.push(format!("  {}", plain(&style.say(&message.with("author", by)))));
    }
    let place = &finding.place;
    if !place.file.is_empty() {
        let at =
            if place.spot.line > 0 { format!(":{}:{}", place.spot.line, place.spot.column) } else { String::new() };
        let path = if place.path.is_empty() { String::new() } else { format!("   {}", plain(&place.path)) };
        lines.push(format!("  --> {}{at}{path}", plain(&place.file)));
    }
    if let Some(help) = &finding.help {
        lines.push(format!("  {}{} {}", style.word("label.help"), colon(style), plain(&style.say(help))));
    }
    lines.join("\n")
}

/// In French it does not follow the word directly.
fn colon(style: Style) -> &'static str {
    match style.lang {
        Lang::En => ":",
        Lang::Fr => "\u{a0}:",
    }
}
