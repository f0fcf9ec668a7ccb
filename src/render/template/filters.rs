//! The filters and functions of templates. Each gives text that is already safe in Markdown, in the language of the
//! rendering; nothing passes through as nothing, so that `said` can say that it is missing.

use std::collections::BTreeMap;
use std::str::FromStr as _;
use std::sync::Arc;

use minijinja::value::{Kwargs, Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Output, State};
use rust_decimal::Decimal;

use super::{Form, Setting};
use crate::model::{Arg, Date, Lang};
use crate::render::markdown::{LOOKS, Mark, escape, paragraphs};
use crate::render::page::escape as html;
use crate::render::plain;
use crate::report::ProcessNames;
use crate::words;

type Filtered = Result<Value, Error>;

/// To whom a rendering speaks, and in what.
#[derive(Debug, Clone, Copy)]
struct Voice {
    lang: Lang,
    form: Form,
}

impl Voice {
    /// Text as text.
    fn escape(self, text: &str) -> String {
        match self.form {
            Form::Markdown | Form::Page => escape(text),
            Form::Html => html(&plain(text)),
        }
    }

    /// Text of several paragraphs.
    fn paragraphs(self, text: &str) -> String {
        match self.form {
            Form::Markdown | Form::Page => paragraphs(text),
            Form::Html => self.escape(text),
        }
    }

    /// A text that is safe, as it would be typed.
    fn code(self, text: &str) -> String {
        match self.form {
            Form::Markdown | Form::Page => format!("`{text}`"),
            Form::Html => format!("<code>{text}</code>"),
        }
    }

    /// A sentence that is not the file's.
    fn soft(self, text: &str) -> String {
        match self.form {
            Form::Markdown | Form::Page => format!("*{text}*"),
            Form::Html => format!("<em>{text}</em>"),
        }
    }
}

/// Adds the formatter, the filters and the functions.
pub(super) fn add(environment: &mut Environment<'_>, setting: Setting<'_>) {
    let Setting { names, lang, form, pictures } = setting;
    let voice = Voice { lang, form };
    environment.set_formatter(move |out: &mut Output, _: &mut State, value: &Value| {
        // Only the missing `else` of an inline `if` comes here undefined: it prints nothing.
        if value.is_undefined() {
            return Ok(());
        }
        out.write_str(&shown(value, voice)?).map_err(Error::from)
    });
    add_forms(environment, voice);
    add_names(environment, &Arc::new(names.clone()), voice);
    add_marks(environment, form, pictures);
    environment.add_function("t", move |key: String, given: Kwargs| {
        let mut args = BTreeMap::new();
        for name in given.args() {
            let value: Value = given.get(name)?;
            let arg = match value.as_i64().filter(|_| value.is_integer()) {
                Some(number) => Arg::Number(number),
                None => Arg::Plain(shown(&value, voice)?),
            };
            args.insert(name, arg);
        }
        sentence(&key, &args, voice).map(safe)
    });
}

/// The functions that leave marks for a page: a picture, and how what follows is laid out. In Markdown they say nothing.
fn add_marks(environment: &mut Environment<'_>, form: Form, pictures: &[&'static str]) {
    let pictures = pictures.to_vec();
    environment.add_function("picture", move |name: String| {
        if !pictures.contains(&name.as_str()) {
            return Err(fault(format!("this report has no picture `{name}`, only: {}", pictures.join(", "))));
        }
        Ok(safe(mark(form, Mark::Picture, &name)))
    });
    environment.add_function("look", move |name: String| {
        if !LOOKS.contains(&name.as_str()) {
            return Err(fault(format!("there is no look `{name}`, only: {}", LOOKS.join(", "))));
        }
        Ok(safe(mark(form, Mark::Look, &name)))
    });
}

fn mark(form: Form, mark: Mark, name: &str) -> String {
    match form {
        Form::Markdown | Form::Html => String::new(),
        Form::Page => format!("\n{}\n", mark.written(name)),
    }
}

/// An address as it is typed, in a code span: it can be read and copied, and becomes no link. Anything that is not plainly
/// an address is text like any other.
fn address(text: &str, voice: Voice) -> String {
    let plain = |it: char| it.is_ascii_graphic() && !matches!(it, '`' | '|' | '<' | '>' | '\\');
    if !text.is_empty() && text.chars().all(plain) { voice.code(text) } else { voice.escape(text) }
}

/// A sentence of ours: what stands between backticks is shown as it is typed.
fn prose(text: &str, voice: Voice) -> String {
    let mut parts = text.split('`').enumerate().peekable();
    let mut out = String::new();
    while let Some((index, part)) = parts.next() {
        // The last of an even number of parts has no second backtick.
        if index % 2 == 1 && parts.peek().is_some() {
            out.push_str(&address(part, voice));
        } else {
            out.push_str(&voice.escape(part));
        }
    }
    out
}

/// The same text with a capital to begin with.
fn capital(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

/// The filters that give a value the form of the language.
fn add_forms(environment: &mut Environment<'_>, voice: Voice) {
    environment.add_filter("date", move |it: Value| text_filter(&it, |it| date(it, voice)));
    environment.add_filter("money", move |it: Value| text_filter(&it, |it| Ok(words::money(decimal(it)?, voice.lang))));
    environment
        .add_filter("percent", move |it: Value| text_filter(&it, |it| Ok(words::percent(decimal(it)?, voice.lang))));
    environment.add_filter("measure", move |it: Value| text_filter(&it, |it| Ok(measure(it, voice))));
    environment
        .add_filter("days", move |it: Value| some(&it, |it| sentence("report.n-days", &number("n", it)?, voice)));
    environment.add_filter("block", move |it: Value| some(&it, |it| Ok(voice.paragraphs(&raw(it, voice)?))));
    environment.add_filter("joined", move |it: Value| some(&it, |it| joined(it, voice)));
    environment.add_filter("present", move |it: Value| some(&it, |it| present(it, voice)));
    environment.add_filter("code", move |it: Value| some(&it, |it| Ok(voice.code(&shown(it, voice)?))));
    environment.add_filter("address", move |it: Value| some(&it, |it| Ok(address(&raw(it, voice)?, voice))));
    environment.add_filter("prose", move |it: Value| some(&it, |it| Ok(prose(&raw(it, voice)?, voice))));
    environment.add_filter("capital", move |it: Value| some(&it, |it| Ok(capital(&shown(it, voice)?))));
    environment.add_filter("said", move |it: Value| {
        if !it.is_none() {
            return known(&it).cloned();
        }
        Ok(safe(voice.soft(&sentence("report.not-recorded", &BTreeMap::new(), voice)?)))
    });
}

/// The filters that find the words of the process for a value of the file.
fn add_names(environment: &mut Environment<'_>, names: &Arc<ProcessNames>, voice: Voice) {
    let words = Arc::clone(names);
    environment.add_filter("label", move |it: Value, path: String| {
        labelled(&it, |value| words.label(&path, value).get(voice.lang).to_owned(), voice)
    });
    let words = Arc::clone(names);
    environment.add_filter("field", move |it: Value, path: String| {
        labelled(&it, |key| words.field(&path, key).get(voice.lang).to_owned(), voice)
    });
    let words = Arc::clone(names);
    environment.add_filter("phase", move |it: Value| {
        labelled(&it, |id| words.phase_short(id).get(voice.lang).to_owned(), voice)
    });
    let words = Arc::clone(names);
    environment.add_filter("phase_short", move |it: Value| {
        labelled(&it, |id| words.phase_short(id).get(voice.lang).to_owned(), voice)
    });
    let words = Arc::clone(names);
    environment
        .add_filter("gate", move |it: Value| labelled(&it, |id| words.gate(id).get(voice.lang).to_owned(), voice));
    let words = Arc::clone(names);
    environment.add_filter("status", move |it: Value| {
        let said =
            |id: &str| id.parse().map_or_else(|_| id.to_owned(), |it| words.status(it).get(voice.lang).to_owned());
        labelled(&it, said, voice)
    });
    let words = Arc::clone(names);
    environment.add_function("section", move |path: String, otherwise: String| match words.section(&path) {
        Some(words) => Ok(safe(voice.escape(words.get(voice.lang)))),
        None => sentence(&otherwise, &BTreeMap::new(), voice).map(safe),
    });
}

fn safe(text: String) -> Value {
    Value::from_safe_string(text)
}

fn fault(detail: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, detail)
}

fn known(value: &Value) -> Result<&Value, Error> {
    if value.is_undefined() { Err(Error::from(ErrorKind::UndefinedError)) } else { Ok(value) }
}

/// Applies `form` to a value that is there; nothing stays nothing.
fn some(value: &Value, form: impl FnOnce(&Value) -> Result<String, Error>) -> Filtered {
    let value = known(value)?;
    if value.is_none() { Ok(value.clone()) } else { form(value).map(safe) }
}

/// Applies `form` to a text or a number that is there. What `form` gives must be safe.
fn text_filter(value: &Value, form: impl FnOnce(&str) -> Result<String, Error>) -> Filtered {
    some(value, |it| match it.as_str() {
        Some(text) => form(text),
        None if it.is_number() => form(&it.to_string()),
        None => Err(fault(format!("{} where a text or a number is needed", it.kind()))),
    })
}

/// The words for a value, or for each of a list.
fn labelled(value: &Value, words: impl Fn(&str) -> String, voice: Voice) -> Filtered {
    some(value, |it| {
        if !matches!(it.kind(), ValueKind::Seq | ValueKind::Iterable) {
            return Ok(voice.escape(&words(&raw(it, voice)?)));
        }
        let all: Result<Vec<_>, Error> = it.try_iter()?.map(|it| Ok(voice.escape(&words(&raw(&it, voice)?)))).collect();
        Ok(all?.join(", "))
    })
}

/// How a value is printed: escaped, in the language.
fn shown(value: &Value, voice: Voice) -> Result<String, Error> {
    let value = known(value)?;
    if let Some(text) = value.as_str().filter(|_| value.is_safe()) {
        return Ok(text.to_owned());
    }
    if value.is_none() {
        return Ok("—".to_owned());
    }
    if value.kind() == ValueKind::Bool {
        return sentence(if value.is_true() { "report.yes" } else { "report.no" }, &BTreeMap::new(), voice);
    }
    if value.is_number() {
        let number = value.as_i64().ok_or_else(|| fault(format!("{value} is not a whole number: choose a filter")))?;
        return Ok(words::number(number, voice.lang));
    }
    Ok(voice.escape(&raw(value, voice)?))
}

/// The text of a value that is text, or text in both languages.
fn raw(value: &Value, voice: Voice) -> Result<String, Error> {
    let value = known(value)?;
    if let Some(text) = value.as_str() {
        return Ok(text.to_owned());
    }
    let said = value.get_attr(voice.lang.as_str()).ok().filter(|_| value.kind() == ValueKind::Map);
    match said.as_ref().and_then(Value::as_str) {
        Some(text) => Ok(text.to_owned()),
        None => Err(fault(format!("{} cannot be printed: choose one of its parts", value.kind()))),
    }
}

fn sentence(key: &str, args: &BTreeMap<&str, Arg>, voice: Voice) -> Result<String, Error> {
    words::sentence(key, args, voice.lang).map_err(|it| fault(it.to_string()))
}

fn number<'a>(name: &'a str, value: &Value) -> Result<BTreeMap<&'a str, Arg>, Error> {
    let number = value.as_i64().ok_or_else(|| fault(format!("{value} is not a whole number")))?;
    Ok(BTreeMap::from([(name, Arg::Number(number))]))
}

/// The values that are there, with commas.
fn present(value: &Value, voice: Voice) -> Result<String, Error> {
    let items = value.try_iter()?.filter(|it| !it.is_none());
    Ok(items.map(|it| shown(&it, voice)).collect::<Result<Vec<_>, Error>>()?.join(", "))
}

/// `a`, `a and b`, `a, b and c`.
fn joined(value: &Value, voice: Voice) -> Result<String, Error> {
    let items: Result<Vec<_>, Error> = value.try_iter()?.map(|it| shown(&it, voice)).collect();
    let mut items = items?;
    let Some(last) = items.pop() else { return Ok("—".to_owned()) };
    if items.is_empty() {
        return Ok(last);
    }
    let args = BTreeMap::from([("items", Arg::Plain(items.join(", "))), ("last", Arg::Plain(last))]);
    sentence("report.list", &args, voice)
}

/// A day or a month.
fn date(text: &str, voice: Voice) -> Result<String, Error> {
    as_date(text, voice).ok_or_else(|| fault(format!("`{text}` is not a date")))
}

fn as_date(text: &str, voice: Voice) -> Option<String> {
    match text.len() {
        7 => format!("{text}-01").parse::<Date>().ok().map(|it| words::month(it, voice.lang)),
        10 => text.parse::<Date>().ok().map(|it| words::date(it, voice.lang)),
        _ => None,
    }
}

fn decimal(text: &str) -> Result<Decimal, Error> {
    Decimal::from_str(text).map_err(|_| fault(format!("`{text}` is not a decimal number")))
}

/// A target or result as a person wrote it: dates, numbers and percentages take the form of the language, all else stays
/// as it was written.
fn measure(text: &str, voice: Voice) -> String {
    let text = text.trim();
    if let Some(date) = as_date(text, voice) {
        return date;
    }
    let signs = [
        (">=", "≥\u{a0}"),
        ("<=", "≤\u{a0}"),
        ("≥", "≥\u{a0}"),
        ("≤", "≤\u{a0}"),
        (">", "&gt;\u{a0}"),
        ("<", "&lt;\u{a0}"),
    ];
    let (sign, amount) =
        signs.iter().find_map(|(sign, shown)| Some((*shown, text.strip_prefix(sign)?))).unwrap_or(("", text));
    let amount = amount.trim();
    let formed = match amount.strip_suffix('%') {
        Some(share) => Decimal::from_str(share.trim()).ok().map(|it| words::percent(it, voice.lang)),
        None => amount.parse::<i64>().ok().map(|it| words::number(it, voice.lang)),
    };
    formed.map_or_else(|| voice.escape(text), |it| format!("{sign}{it}"))
}
