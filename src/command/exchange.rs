//! `onboard request export` and `onboard request import`: configurations to the platform, and from the client.

pub(super) mod export;
pub(super) mod import;

use serde_json::Value;

use super::office::{Office, Open};
use super::{Desk, failure};
use crate::document::Path;
use crate::error::{Failure, FailureKind};
use crate::exchange::{self, Source};
use crate::model::{Finding, Message};
use crate::render;
use crate::schema;
use crate::ui::Ui;

/// An environment of a client, and what people call it.
#[derive(Debug)]
struct Target {
    path: Path,
    name: String,
}

/// The environment of that id, or the one that holds the request of that number.
fn by_request(open: &Open, name: &str) -> Result<Target, Failure> {
    let all = environments(open);
    let places = exchange::places();
    let has = |value: &Value, list: &str| {
        let items = value.get(list).and_then(Value::as_array).into_iter().flatten();
        items.filter_map(|it| it.get("id")).any(|it| it == name)
    };
    let found: Vec<&(Target, &Value)> =
        all.iter().filter(|(target, value)| target.name == name || has(value, &places.requests)).collect();
    match found.as_slice() {
        [(target, _)] => Ok(Target { path: target.path.clone(), name: target.name.clone() }),
        [] => {
            let message = Message::new("exchange.no-such-target").with("client", open.id.as_str()).with("name", name);
            let requests = all.iter().filter_map(|(_, it)| it.get(&places.requests)?.as_array());
            let ids = requests.flatten().filter_map(|it| it.get("id")?.as_str().map(str::to_owned));
            let mut known: Vec<String> = all.iter().map(|(it, _)| it.name.clone()).collect();
            known.extend(ids);
            Err(unknown(message, name, &known))
        }
        several => {
            let places: Vec<&str> = several.iter().map(|(it, _)| it.name.as_str()).collect();
            let message = Message::new("exchange.several-targets").with("name", name);
            Err(failure::usage(message.with("places", places.join(", "))))
        }
    }
}

/// The environment of that id.
fn by_name(open: &Open, name: &str) -> Result<Target, Failure> {
    let mut known: Vec<String> = Vec::new();
    for (target, _) in environments(open) {
        if target.name == name {
            return Ok(target);
        }
        known.push(target.name);
    }
    let message = Message::new("exchange.no-such-environment").with("client", open.id.as_str()).with("name", name);
    Err(unknown(message, name, &known))
}

fn unknown(message: Message, name: &str, known: &[String]) -> Failure {
    let failure = Failure::new(FailureKind::Missing, message);
    match schema::near(name, known.iter().map(String::as_str)) {
        Some(near) => failure.help(Message::new("cli.did-you-mean").with("name", near)),
        None if known.is_empty() => failure,
        None => failure.help(Message::new("exchange.environments").with("names", known.join(", "))),
    }
}

fn environments(open: &Open) -> Vec<(Target, &Value)> {
    let list = Path::root().key(&exchange::places().environments);
    let items = open.document.at(&list).and_then(Value::as_array).into_iter().flatten();
    let named = items.enumerate().filter_map(|(at, it)| {
        let name = it.get("id")?.as_str()?.to_owned();
        Some((Target { path: list.index(at), name }, it))
    });
    named.collect()
}

/// The environment as the formats see it.
fn source<'a>(office: &'a Office, open: &'a Open, target: &Target) -> Result<Source<'a>, Failure> {
    let shape = schema::shape_at(office.schema()?.shape(), &open.document, &target.path);
    let found = open.document.at(&target.path).zip(shape);
    let (environment, shape) = found.ok_or_else(|| {
        let message = Message::new("exchange.no-such-environment").with("client", open.id.as_str());
        Failure::new(FailureKind::Missing, message.with("name", target.name.as_str()))
    })?;
    Ok(Source { client: open.document.value(), environment, at: target.path.clone(), shape })
}

/// Says findings, and that the answer is no.
fn refuse(desk: &Desk, findings: &[Finding], text: Option<&str>, message: &Message, help: &[Message]) {
    let source = |_: &str| text.map(str::to_owned);
    Ui::err(render::findings(findings, &source, failure::style(desk.ui)).trim_end());
    desk.ui.fault(&crate::words::say(message, desk.ui.lang), &[], help);
}
