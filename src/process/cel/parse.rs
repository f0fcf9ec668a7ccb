//! Text to tree, by precedence. Never recurses deeper than brackets and conditionals lie in each other, which are counted
//! before. A parser of our own, because that of the `cel` crate takes a millisecond to start and a tenth of one for each
//! rule, and overflows the stack at twelve brackets in an unoptimized build; tests hold the two against each other.

use super::Flaw;
use super::call::{self, Called};
use super::literal;
use super::token::{self, Token, TokenKind};
use super::tree::{Kind, Node, Operator};
use crate::model::Message;

/// Words that are no names anywhere.
const KEYWORDS: [&str; 4] = ["true", "false", "null", "in"];
/// Words that other languages of the family use, and this one keeps.
const RESERVED: [&str; 17] = [
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "package",
    "namespace",
    "return",
    "var",
    "void",
    "while",
];

pub(super) fn parse(text: &str) -> Result<Node, Vec<Flaw>> {
    let tokens = token::scan(text).map_err(|flaw| vec![flaw])?;
    let mut parser = Parser { text, tokens: &tokens, at: 0, flaws: Vec::new() };
    let root = parser.whole().map_err(|flaw| vec![flaw])?;
    if parser.flaws.is_empty() { Ok(root) } else { Err(parser.flaws) }
}

struct Parser<'t> {
    text: &'t str,
    tokens: &'t [Token],
    at: usize,
    /// What is wrong with the meaning: reading goes on.
    flaws: Vec<Flaw>,
}

/// A syntax error ends the reading: what follows it would only repeat it.
type Parsed<T> = Result<T, Flaw>;

impl<'t> Parser<'t> {
    fn whole(&mut self) -> Parsed<Node> {
        let root = self.expression()?;
        if self.at < self.tokens.len() { Err(self.unexpected()) } else { Ok(root) }
    }

    /// `a ? b : c`, which binds weakest.
    fn expression(&mut self) -> Parsed<Node> {
        let condition = self.binary(0)?;
        let Some(question) = self.accept("?") else { return Ok(condition) };
        let yes = self.binary(0)?;
        self.expect(":")?;
        let no = self.expression()?;
        Ok(Node { span: question.span.clone(), kind: Kind::Conditional(Box::new([condition, yes, no])) })
    }

    /// Operators that bind at least as strongly as `least`, from left to right.
    fn binary(&mut self, least: u8) -> Parsed<Node> {
        let mut left = self.unary()?;
        while let Some((token, strength)) = self.peek().and_then(|it| Some((it, strength(self.words(it))?))) {
            if strength < least {
                break;
            }
            self.at += 1;
            let right = self.binary(strength + 1)?;
            left = joined(self.words(token), token, left, right);
        }
        Ok(left)
    }

    fn unary(&mut self) -> Parsed<Node> {
        let mut signs: Vec<&Token> = Vec::new();
        while let Some(sign) = self.accept("!").or_else(|| self.accept("-")) {
            signs.push(sign);
        }
        // The sign before a number belongs to it, so that the smallest number can be written.
        let negative = self.peek().is_some_and(|it| it.kind == TokenKind::Number)
            && signs.last().is_some_and(|it| self.words(it) == "-");
        if negative {
            signs.pop();
        }
        let mut node = self.member(negative)?;
        for sign in signs.into_iter().rev() {
            let of = Box::new(node);
            let kind = if self.words(sign) == "!" { Kind::Not(of) } else { Kind::Negate(of) };
            node = Node { span: sign.span.clone(), kind };
        }
        Ok(node)
    }

    /// What may be followed by fields, calls and items.
    fn member(&mut self, negative: bool) -> Parsed<Node> {
        let mut node = self.primary(negative)?;
        loop {
            if self.accept(".").is_some() {
                let name = self.name()?;
                node = if self.accept("(").is_some() {
                    let arguments = self.list(")")?;
                    self.call(name, Some(node), arguments)
                } else {
                    let text = self.words(name).to_owned();
                    Node { span: name.span.clone(), kind: Kind::Field { of: Box::new(node), name: text } }
                };
            } else if let Some(bracket) = self.accept("[") {
                let index = self.expression()?;
                self.expect("]")?;
                node = Node {
                    span: bracket.span.clone(),
                    kind: Kind::Index { of: Box::new(node), index: Box::new(index) },
                };
            } else {
                return Ok(node);
            }
        }
    }

    fn primary(&mut self, negative: bool) -> Parsed<Node> {
        let Some(token) = self.peek() else { return Err(self.unexpected()) };
        let words = self.words(token);
        let kind = match (token.kind, words) {
            (TokenKind::Number, _) => literal::number(words, negative).map_err(|it| literal_flaw(token, it))?,
            (TokenKind::Text, _) => Kind::Text(literal::text(words).map_err(|it| literal_flaw(token, it))?),
            (TokenKind::Name, "true" | "false") => Kind::Bool(words == "true"),
            (TokenKind::Name, "null") => Kind::Null,
            (TokenKind::Name, _) if RESERVED.contains(&words) => return Err(self.unexpected()),
            (TokenKind::Name, _) => {
                let name = self.name()?;
                if self.accept("(").is_some() {
                    let arguments = self.list(")")?;
                    return Ok(self.call(name, None, arguments));
                }
                return Ok(Node { span: token.span.clone(), kind: Kind::Variable(words.to_owned()) });
            }
            (TokenKind::Open, "(") => {
                self.at += 1;
                let inside = self.expression()?;
                self.expect(")")?;
                return Ok(inside);
            }
            (TokenKind::Open, "[") => {
                self.at += 1;
                let items = self.items("]")?;
                return Ok(Node { span: token.span.clone(), kind: Kind::List(items) });
            }
            (TokenKind::Open, _) => {
                self.at += 1;
                let entries = self.entries()?;
                return Ok(Node { span: token.span.clone(), kind: Kind::Map(entries) });
            }
            (TokenKind::Close | TokenKind::Question | TokenKind::Sign | TokenKind::Unknown, _) => {
                return Err(self.unexpected());
            }
        };
        self.at += 1;
        Ok(Node { span: token.span.clone(), kind })
    }

    /// A name, of a field or a method at least: there, reserved words are names too.
    fn name(&mut self) -> Parsed<&'t Token> {
        match self.peek() {
            Some(token) if token.kind == TokenKind::Name && !KEYWORDS.contains(&self.words(token)) => {
                self.at += 1;
                Ok(token)
            }
            Some(_) | None => Err(self.unexpected()),
        }
    }

    fn call(&mut self, name: &Token, target: Option<Node>, arguments: Vec<Node>) -> Node {
        let called = Called { name: self.words(name), span: name.span.clone(), target, arguments };
        call::node(called, &mut self.flaws)
    }

    /// Expressions with commas between them, up to `end`.
    fn list(&mut self, end: &str) -> Parsed<Vec<Node>> {
        let mut items = Vec::new();
        if self.accept(end).is_some() {
            return Ok(items);
        }
        loop {
            items.push(self.expression()?);
            if self.accept(",").is_none() {
                self.expect(end)?;
                return Ok(items);
            }
        }
    }

    /// The same, with a comma after the last one where people like it.
    fn items(&mut self, end: &str) -> Parsed<Vec<Node>> {
        let mut items = Vec::new();
        while self.accept(end).is_none() {
            items.push(self.expression()?);
            if self.accept(",").is_none() {
                self.expect(end)?;
                break;
            }
        }
        Ok(items)
    }

    fn entries(&mut self) -> Parsed<Vec<(Node, Node)>> {
        let mut entries = Vec::new();
        while self.accept("}").is_none() {
            let key = self.expression()?;
            self.expect(":")?;
            entries.push((key, self.expression()?));
            if self.accept(",").is_none() {
                self.expect("}")?;
                break;
            }
        }
        Ok(entries)
    }

    fn peek(&self) -> Option<&'t Token> {
        self.tokens.get(self.at)
    }

    fn words(&self, token: &Token) -> &'t str {
        self.text.get(token.span.clone()).unwrap_or_default()
    }

    fn accept(&mut self, sign: &str) -> Option<&'t Token> {
        let token = self.peek().filter(|it| self.words(it) == sign)?;
        self.at += 1;
        Some(token)
    }

    fn expect(&mut self, sign: &str) -> Parsed<()> {
        if self.accept(sign).is_some() { Ok(()) } else { Err(self.unexpected()) }
    }

    /// What stands here and should not, or that something is missing at the end.
    fn unexpected(&self) -> Flaw {
        let Some(token) = self.peek() else {
            let last = self.tokens.last().map_or(0..0, |it| it.span.clone());
            return Flaw::new("process/syntax", last, Message::new("process.unfinished"));
        };
        let found = self.words(token);
        let before = self.at.checked_sub(1).and_then(|it| self.tokens.get(it)).map(|it| self.words(it));
        let message = Message::new("process.unexpected").with("found", found);
        Flaw::new("process/syntax", token.span.clone(), message).help(hint(before, found))
    }
}

/// What people write who know other languages.
fn hint(before: Option<&str>, found: &str) -> Option<Message> {
    let (found, better) = match (before, found) {
        (_, "=") => ("=", "=="),
        (_, "&" | "and" | "AND") => (found, "&&"),
        (_, "|" | "or" | "OR") => (found, "||"),
        (Some(before @ ("not" | "NOT")), _) => (before, "!"),
        _ => return None,
    };
    Some(Message::new("process.write-instead").with("found", found).with("better", better))
}

fn literal_flaw(token: &Token, message: Message) -> Flaw {
    Flaw::new("process/syntax", token.span.clone(), message)
}

/// How strongly an operator binds; `None` for what is no operator between two values.
fn strength(sign: &str) -> Option<u8> {
    match sign {
        "||" => Some(0),
        "&&" => Some(1),
        "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" => Some(2),
        "+" | "-" => Some(3),
        "*" | "/" | "%" => Some(4),
        _ => None,
    }
}

/// Chains of `&&` and `||` are one node, however long.
fn joined(sign: &str, token: &Token, left: Node, right: Node) -> Node {
    let span = token.span.clone();
    match (sign, left) {
        ("&&", Node { span, kind: Kind::And(mut sides) }) => {
            sides.push(right);
            Node { span, kind: Kind::And(sides) }
        }
        ("||", Node { span, kind: Kind::Or(mut sides) }) => {
            sides.push(right);
            Node { span, kind: Kind::Or(sides) }
        }
        ("&&", left) => Node { span, kind: Kind::And(vec![left, right]) },
        ("||", left) => Node { span, kind: Kind::Or(vec![left, right]) },
        (sign, left) => match Operator::ALL.iter().find(|it| it.0 == sign) {
            Some((_, operator)) => {
                Node { span, kind: Kind::Binary { operator: *operator, left: Box::new(left), right: Box::new(right) } }
            }
            None => left,
        },
    }
}
