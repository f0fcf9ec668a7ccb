//! What a call means: `has`, a macro, or a function, with the arguments it takes.

use std::ops::Range;

use super::Flaw;
use super::function::{self, Function, Style};
use super::pattern::Pattern;
use super::tree::{Kind, Macro, Name, Node};
use crate::model::Message;

/// A call as it is written.
pub(super) struct Called<'t> {
    pub(super) name: &'t str,
    /// The bytes of the name.
    pub(super) span: Range<usize>,
    pub(super) target: Option<Node>,
    pub(super) arguments: Vec<Node>,
}

/// The node of a call. What is wrong with it is added to the flaws; the node is then of no use.
pub(super) fn node(call: Called<'_>, flaws: &mut Vec<Flaw>) -> Node {
    let span = call.span.clone();
    match meaning(call) {
        Ok(node) => node,
        Err(flaw) => {
            flaws.push(flaw);
            Node { span, kind: Kind::Null }
        }
    }
}

fn meaning(call: Called<'_>) -> Result<Node, Flaw> {
    let Called { name, span, target, mut arguments } = call;
    match target {
        None if name == "has" && arguments.len() == 1 => has(&span, arguments.pop()),
        Some(over) if matches!(arguments.len(), 2 | 3) && which(name).is_some() => {
            let kind = macro_call(name, &span, over, arguments)?;
            Ok(Node { span, kind })
        }
        target => {
            let style = if target.is_some() { Style::Member } else { Style::Global };
            let function = function::find(name, style).map_err(|it| it.flaw(span.clone(), name))?;
            let kind = known(function, &span, target, arguments)?;
            Ok(Node { span, kind })
        }
    }
}

fn which(name: &str) -> Option<Macro> {
    Macro::ALL.iter().find(|it| it.0 == name).map(|it| it.1)
}

/// Its node points at the field that is asked for.
fn has(span: &Range<usize>, argument: Option<Node>) -> Result<Node, Flaw> {
    match argument {
        Some(Node { span, kind: Kind::Field { of, name } }) => Ok(Node { span, kind: Kind::Has { of, name } }),
        Some(_) | None => Err(Flaw::new("process/syntax", span.clone(), Message::new("process.has-takes-a-field"))),
    }
}

fn macro_call(name: &str, span: &Range<usize>, over: Node, arguments: Vec<Node>) -> Result<Kind, Flaw> {
    let count = arguments.len();
    let mut arguments = arguments.into_iter();
    let variable = match arguments.next() {
        Some(Node { span, kind: Kind::Variable(text) }) => Name { text, span },
        Some(_) | None => {
            let message = Message::new("process.macro-takes-a-name").with("name", name);
            return Err(Flaw::new("process/syntax", span.clone(), message));
        }
    };
    let over = Box::new(over);
    match (which(name), arguments.next().map(Box::new), arguments.next().map(Box::new)) {
        (Some(Macro::Map), Some(condition), Some(body)) => Ok(Kind::MapSome { over, variable, condition, body }),
        (Some(which), Some(body), None) => Ok(Kind::Macro { which, over, variable, body }),
        (Some(_) | None, _, _) => {
            let message =
                Message::new("process.argument-count").with("name", name).with("n", 2_usize).with("found", count);
            Err(Flaw::new("process/argument-count", span.clone(), message))
        }
    }
}

fn known(
    function: &'static Function,
    span: &Range<usize>,
    target: Option<Node>,
    arguments: Vec<Node>,
) -> Result<Kind, Flaw> {
    let found = arguments.len();
    let arguments: Vec<Node> = target.into_iter().chain(arguments).collect();
    if arguments.len() != function.takes.len() {
        let wanted = function.takes.len().saturating_sub(arguments.len() - found);
        let message =
            Message::new("process.argument-count").with("name", function.name).with("n", wanted).with("found", found);
        let help = Message::new("process.signature").with("signature", function.signature);
        return Err(Flaw::new("process/argument-count", span.clone(), message).help(Some(help)));
    }
    match function.name {
        "matches" => pattern(span, arguments).map(|(text, pattern)| Kind::Matches { text, pattern }),
        "find" => pattern(span, arguments).map(|(text, pattern)| Kind::Find { text, pattern }),
        _ => Ok(Kind::Call { function, arguments }),
    }
}

/// A pattern is written out, so that it is compiled once and that its faults are found when the process is read.
fn pattern(span: &Range<usize>, arguments: Vec<Node>) -> Result<(Box<Node>, Pattern), Flaw> {
    let mut arguments = arguments.into_iter();
    let (Some(text), Some(pattern)) = (arguments.next(), arguments.next()) else {
        return Err(Flaw::new("process/syntax", span.clone(), Message::new("process.unfinished")));
    };
    let Kind::Text(source) = &pattern.kind else {
        return Err(Flaw::new("process/type", pattern.span, Message::new("process.pattern-is-written-out")));
    };
    match Pattern::new(source) {
        Some(pattern) => Ok((Box::new(text), pattern)),
        None => {
            let message = Message::new("process.bad-pattern").with("pattern", source.as_str());
            Err(Flaw::new("process/syntax", pattern.span, message))
        }
    }
}
