//! Turns the parser's complaints into sentences of our own. The parser's own words exist in English only.

use granit_parser::{ErrorKind, ScanError};

use super::flaw::Flaw;
use super::read::MOST_DEPTH;
use super::text::{is_control, small};
use crate::model::{Message, Spot};

/// The flaw that a complaint of the parser stands for.
pub(super) fn flaw(fault: &ScanError, text: &str) -> Flaw {
    let marker = fault.marker();
    let at = marker.byte_offset().unwrap_or(text.len()).min(text.len());
    let (code, message, help) = sentence(fault.kind());
    let (before, rest) = text.split_at_checked(at).unwrap_or((text, ""));
    let line_start = before.rfind('\n').map_or(0, |it| it + 1);
    let indent = before.get(line_start..).unwrap_or_default().trim_start_matches([' ', '-']);
    let at_line_start = Spot { line: small(marker.line()), column: 1, start: line_start, end: line_start };
    let here =
        Spot { line: small(marker.line()), column: small(marker.col() + 1), start: at, end: at + first_length(rest) };
    let (key, spot) = match message {
        "document.tab" => (message, indenting_tab(text, at_line_start).unwrap_or(here)),
        "document.indentation" if indent.is_empty() => (message, first_word(text, &at_line_start)),
        "document.end" if rest.trim().is_empty() => (message, here),
        "document.end" | "document.indentation" => ("document.unexpected", here),
        _ => (message, here),
    };
    let mut message = Message::new(key).with("name", word(rest)).with("n", MOST_DEPTH);
    if let ErrorKind::UnexpectedCharacter { character } = fault.kind() {
        message = message.with("character", character.escape_default().to_string());
    }
    if let ErrorKind::MismatchedFlowCollectionEnd { close, .. } = fault.kind() {
        message = message.with("close", close.to_string());
    }
    if let ErrorKind::UnclosedFlowCollection { open } | ErrorKind::MismatchedFlowCollectionEnd { open, .. } =
        fault.kind()
    {
        message = message.with("open", open.to_string());
    }
    let mut flaw = match (code, rest.starts_with('&')) {
        ("alias", true) => Flaw::new("anchor", spot, Message::new("document.anchor").with("name", word(rest))),
        _ => Flaw::new(code, spot, message),
    };
    flaw.help = help.map(Message::new);
    flaw
}

fn first_length(rest: &str) -> usize {
    rest.chars().next().filter(|it| *it != '\n').map_or(0, char::len_utf8)
}

/// The first tab among the spaces that indent the line of `spot` or one of the two that follow.
fn indenting_tab(text: &str, mut spot: Spot) -> Option<Spot> {
    for line in text.get(spot.start..)?.split_inclusive('\n').take(3) {
        let spaces = line.len() - line.trim_start_matches(' ').len();
        if line.as_bytes().get(spaces) == Some(&b'\t') {
            let start = spot.start + spaces;
            return Some(Spot { column: small(spaces + 1), start, end: start + 1, ..spot });
        }
        spot = Spot { line: spot.line + 1, start: spot.start + line.len(), ..spot };
    }
    None
}

/// The first thing on the line of `spot`.
fn first_word(text: &str, spot: &Spot) -> Spot {
    let line = text.get(spot.start..).unwrap_or_default();
    let rest = line.trim_start_matches(' ');
    let spaces = line.len() - rest.len();
    let start = spot.start + spaces;
    Spot { line: spot.line, column: small(spaces + 1), start, end: start + first_length(rest) }
}

/// What stands at the place, as far as the next space or bracket.
fn word(rest: &str) -> String {
    rest.chars().take_while(|it| !it.is_whitespace() && !",[]{}".contains(*it) && !is_control(*it)).take(20).collect()
}

/// The code, the message and the help.
type Sentence = (&'static str, &'static str, Option<&'static str>);

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the parser may learn new complaints; they get the general sentence"
)]
fn sentence(kind: &ErrorKind) -> Sentence {
    use ErrorKind as K;
    let syntax = |key| ("syntax", key, None);
    match kind {
        K::TabNotAllowed
        | K::TabInBlockIndentation
        | K::TabInIndentation
        | K::TabAtBlockScalarStart
        | K::TabInPlainScalar => ("tab", "document.tab", Some("document.tab-help")),

        K::DirectiveDisallowed | K::MissingDocumentEndBeforeDirective => {
            ("directive", "document.directive", Some("document.directive-help"))
        }
        K::RecursionLimitExceeded => ("too-deep", "document.too-deep", None),
        K::BomInsideDocument => ("byte-order-mark", "document.byte-order-mark", Some("document.byte-order-mark-help")),
        K::MissingAnchorOrAliasName | K::UnknownAnchor => ("alias", "document.alias", Some("document.alias-help")),
        K::UndeclaredTagHandle
        | K::ExpectedTagBang
        | K::InvalidTagTerminator
        | K::MissingTagUri
        | K::UnclosedVerbatimTag
        | K::InvalidTagEscape
        | K::InvalidGlobalTagCharacter => ("tag", "document.tag", Some("document.tag-help")),
        K::UnexpectedCharacter { .. } => ("syntax", "document.unexpected-character", Some("document.quote-help")),
        K::UnclosedFlowCollection { .. } => syntax("document.unclosed-bracket"),
        K::MismatchedFlowCollectionEnd { .. } => syntax("document.mismatched-bracket"),
        K::MappingValueNotAllowed | K::InvalidColonPlacement | K::InvalidMappingValueWhitespace => {
            ("syntax", "document.colon", Some("document.colon-help"))
        }
        K::FlowMappingValueAdjacentCollection => syntax("document.space-after-colon"),
        K::SimpleKeyExpected | K::InvalidSimpleKey => {
            ("syntax", "document.key-expected", Some("document.key-expected-help"))
        }
        K::ExpectedFlowMappingSeparator | K::ExpectedFlowSequenceSeparator => syntax("document.comma"),
        K::MisplacedFlowCollectionEnd => syntax("document.stray-bracket"),
        K::UnclosedQuotedScalar => syntax("document.unclosed-quote"),
        K::InvalidTrailingSingleQuotedScalar | K::InvalidTrailingDoubleQuotedScalar => {
            ("syntax", "document.after-quote", Some("document.after-quote-help"))
        }
        K::UnknownQuotedScalarEscape
        | K::InvalidQuotedScalarHexEscape
        | K::InvalidUnicodeEscape
        | K::InvalidLowSurrogateHexEscape
        | K::InvalidLowSurrogate
        | K::MissingLowSurrogate
        | K::UnpairedLowSurrogate => ("syntax", "document.escape", Some("document.escape-help")),
        K::InvalidIndentation
        | K::ExpectedBlockMappingKey
        | K::ExpectedBlockSequenceEntry
        | K::InvalidFlowScalarIndent
        | K::InvalidQuotedScalarIndent
        | K::InvalidBlockScalarIndent => syntax("document.indentation"),
        K::BlockSequenceEntryNotAllowed
        | K::BlockEntryInFlowCollection
        | K::InvalidBlockEntryWhitespace
        | K::PlainScalarStartsWithDashFlowIndicator => syntax("document.dash"),
        K::InvalidBlockScalarHeader | K::ZeroBlockScalarIndent => syntax("document.block-header"),
        K::CommentNotSeparated | K::CommentInterceptedScalar => syntax("document.comment"),
        K::UnexpectedEof
        | K::UnexpectedEofFlowSequence
        | K::UnexpectedEofFlowMapping
        | K::UnexpectedEofImplicitFlowMapping
        | K::UnexpectedEofBlockSequence
        | K::UnexpectedEofBlockMapping => syntax("document.end"),
        K::ExpectedDocumentStart | K::InvalidDocumentEnd => syntax("document.outside"),
        _ => syntax("document.unreadable"),
    }
}

pub(super) fn too_deep() -> Message {
    Message::new("document.too-deep").with("n", MOST_DEPTH)
}
