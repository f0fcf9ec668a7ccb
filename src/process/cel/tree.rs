//! The tree of an expression as the evaluator and the checker walk it: names resolved to functions, macros as such
//! (not as the loops they stand for), and every node with its place in the text.

use std::ops::Range;

use super::Function;
use super::pattern::Pattern;

#[derive(Debug)]
pub(crate) struct Node {
    /// The bytes of the text to point at: of a field its name, of a call the function, of an operation the operator.
    pub(crate) span: Range<usize>,
    pub(crate) kind: Kind,
}

#[derive(Debug)]
pub(crate) enum Kind {
    Null,
    Bool(bool),
    Int(i64),
    Double(f64),
    Text(String),
    Variable(String),
    Field {
        of: Box<Node>,
        name: String,
    },
    /// `has(of.name)`
    Has {
        of: Box<Node>,
        name: String,
    },
    Index {
        of: Box<Node>,
        index: Box<Node>,
    },
    Not(Box<Node>),
    Negate(Box<Node>),
    /// All of two or more sides.
    And(Vec<Node>),
    Or(Vec<Node>),
    Conditional(Box<[Node; 3]>),
    Binary {
        operator: Operator,
        left: Box<Node>,
        right: Box<Node>,
    },
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
    Call {
        function: &'static Function,
        arguments: Vec<Node>,
    },
    Matches {
        text: Box<Node>,
        pattern: Pattern,
    },
    /// Every stretch of the text that the pattern matches.
    Find {
        text: Box<Node>,
        pattern: Pattern,
    },
    Macro {
        which: Macro,
        over: Box<Node>,
        variable: Name,
        body: Box<Node>,
    },
    /// `over.map(variable, condition, body)`
    MapSome {
        over: Box<Node>,
        variable: Name,
        condition: Box<Node>,
        body: Box<Node>,
    },
}

/// The variable that a macro declares.
#[derive(Debug)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) span: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Macro {
    All,
    Exists,
    ExistsOne,
    Filter,
    Map,
}

impl Macro {
    pub(crate) const ALL: [(&'static str, Self); 5] = [
        ("all", Self::All),
        ("exists", Self::Exists),
        ("exists_one", Self::ExistsOne),
        ("filter", Self::Filter),
        ("map", Self::Map),
    ];

    pub(crate) fn name(self) -> &'static str {
        Self::ALL.iter().find(|it| it.1 == self).map_or("", |it| it.0)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
}

impl Operator {
    pub(crate) const ALL: [(&'static str, Self); 12] = [
        ("+", Self::Add),
        ("-", Self::Subtract),
        ("*", Self::Multiply),
        ("/", Self::Divide),
        ("%", Self::Remainder),
        ("==", Self::Equal),
        ("!=", Self::NotEqual),
        ("<", Self::Less),
        ("<=", Self::LessOrEqual),
        (">", Self::Greater),
        (">=", Self::GreaterOrEqual),
        ("in", Self::In),
    ];

    pub(crate) fn sign(self) -> &'static str {
        Self::ALL.iter().find(|it| it.1 == self).map_or("", |it| it.0)
    }
}

impl Node {
    /// The path that the node spells, as a person reads it: `client.agreement.signed_on`.
    pub(crate) fn path(&self) -> Option<String> {
        if let Kind::Variable(name) = &self.kind {
            return Some(name.clone());
        }
        if let Kind::Field { of, name } = &self.kind {
            return Some(format!("{}.{name}", of.path()?));
        }
        None
    }
}
