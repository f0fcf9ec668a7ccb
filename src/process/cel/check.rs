//! Checks an expression against the schemas before any client is read: a misspelt field must not wait for the one client
//! whose file reaches it, and a value outside an enumeration is a gate that never holds, or always.

use serde_json::Value;

use super::function::LABEL;
use super::tree::{Kind, Macro, Name, Node, Operator};
use super::types::{Family, Type};
use super::{Expression, Flaw, Roots};
use crate::model::Message;
use crate::process::near;
use crate::process::ordered::Labels;
use crate::schema::{Kind as ShapeKind, Shape};

/// The types of the variables that an expression may use.
#[derive(Debug, Clone)]
pub(crate) struct Scope<'s> {
    pub(crate) client: Shape<'s>,
    pub(crate) settings: Shape<'s>,
    pub(crate) limits: &'s Value,
    pub(crate) labels: &'s Labels,
    /// The item, where a rule has `each`.
    pub(crate) this: Option<Type<'s>>,
}

/// What an expression is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// It decides: it must be true or false.
    Condition,
    /// It fills a gap of a sentence: it must be a text, a number, true or false, and may be words.
    Sentence,
    /// It fills a gap of a command: the same, but never words.
    Command,
}

/// Everything wrong with the expression that can be told without a client.
pub(crate) fn check(expression: &Expression, scope: &Scope<'_>, purpose: Purpose) -> Vec<Flaw> {
    let mut check = Check { scope, purpose, locals: Vec::new(), flaws: Vec::new() };
    let root = expression.root();
    let family = check.infer(root).family();
    match purpose {
        Purpose::Condition => check.expect(root, family, Family::Bool),
        Purpose::Sentence | Purpose::Command if matches!(family, Family::List | Family::Map | Family::Null) => {
            check.flaw("process/type", root, Message::new("process.gap-type").with("found", family.name()));
        }
        Purpose::Sentence | Purpose::Command => {}
    }
    check.flaws.sort_by_key(|it| it.span.start);
    check.flaws
}

pub(super) struct Check<'s, 'n> {
    pub(super) scope: &'n Scope<'s>,
    pub(super) purpose: Purpose,
    locals: Vec<(&'n str, Type<'s>)>,
    pub(super) flaws: Vec<Flaw>,
}

impl<'s, 'n> Check<'s, 'n> {
    pub(super) fn infer(&mut self, node: &'n Node) -> Type<'s> {
        match &node.kind {
            Kind::Null => Type::Null,
            Kind::Bool(_) => Type::Bool,
            Kind::Int(_) => Type::Int,
            Kind::Double(_) => Type::Double,
            Kind::Text(_) => Type::Text,
            Kind::Variable(name) => self.variable(node, name),
            Kind::Field { of, name } => self.field(node, of, name),
            Kind::Has { of, name } => self.has(node, of, name),
            Kind::Index { of, index } => self.index(of, index),
            Kind::Not(of) => self.condition(of),
            Kind::Negate(of) => {
                let found = self.infer(of);
                self.expect(of, found.family(), Family::Number);
                found
            }
            Kind::And(sides) | Kind::Or(sides) => {
                for side in sides {
                    self.condition(side);
                }
                Type::Bool
            }
            Kind::Conditional(parts) => {
                let [condition, yes, no] = parts.as_ref();
                self.condition(condition);
                self.infer(yes).or(&self.infer(no))
            }
            Kind::Binary { operator, left, right } => self.binary(node, *operator, left, right),
            Kind::List(items) => {
                let types: Vec<Type<'s>> = items.iter().map(|it| self.infer(it)).collect();
                let item = types.into_iter().reduce(|one, two| one.or(&two));
                Type::List(Box::new(item.unwrap_or(Type::Any)))
            }
            Kind::Map(entries) => {
                let mut types = Vec::new();
                for (key, value) in entries {
                    self.infer(key);
                    types.push(self.infer(value));
                }
                Type::Map(Box::new(types.into_iter().reduce(|one, two| one.or(&two)).unwrap_or(Type::Any)))
            }
            Kind::Call { function, arguments } => {
                if function.name == LABEL {
                    self.label(node, arguments);
                }
                for (argument, takes) in arguments.iter().zip(function.takes) {
                    let found = self.infer(argument);
                    if !found.fits(*takes) {
                        let message = Message::new("process.argument-type")
                            .with("name", function.name)
                            .with("found", found.family().name())
                            .with("signature", function.signature);
                        self.flaw("process/type", argument, message);
                    }
                }
                Type::given(function.gives)
            }
            Kind::Matches { text, .. } => {
                let found = self.infer(text).family();
                self.expect(text, found, Family::Text);
                Type::Bool
            }
            Kind::Find { text, .. } => {
                let found = self.infer(text).family();
                self.expect(text, found, Family::Text);
                Type::List(Box::new(Type::Text))
            }
            Kind::Macro { which, over, variable, body } => {
                let over = self.over(*which, node, over);
                self.macro_call(*which, &over, variable, body)
            }
            Kind::MapSome { over, variable, condition, body } => {
                let over = self.over(Macro::Map, node, over);
                self.declare(variable, over.item());
                self.condition(condition);
                let item = self.infer(body);
                self.locals.pop();
                Type::List(Box::new(item))
            }
        }
    }

    fn variable(&mut self, node: &Node, name: &str) -> Type<'s> {
        if let Some((_, found)) = self.locals.iter().rev().find(|it| it.0 == name) {
            return found.clone();
        }
        match name {
            "client" => Type::Shaped(self.scope.client),
            "settings" => Type::Shaped(self.scope.settings),
            "limits" => Type::Known(self.scope.limits),
            "today" => Type::Text,
            "self" => match &self.scope.this {
                Some(this) => this.clone(),
                None => {
                    self.flaw("process/unknown-variable", node, Message::new("process.self-without-each"));
                    Type::Any
                }
            },
            _ => {
                let known = self.locals.iter().map(|it| it.0).chain(Roots::NAMES);
                // `agreement.signed_on` without `client.` is the slip of everyone's first rule.
                let help = if self.scope.client.property(name).is_some() {
                    Some(Message::new("process.did-you-mean").with("name", format!("client.{name}")))
                } else {
                    near::help(name, known)
                };
                let message = Message::new("process.unknown-variable").with("name", name);
                self.flaws.push(Flaw::new("process/unknown-variable", node.span.clone(), message).help(help));
                Type::Any
            }
        }
    }

    fn field(&mut self, node: &Node, of: &'n Node, name: &str) -> Type<'s> {
        let holder = self.infer(of);
        match &holder {
            Type::Any => Type::Any,
            Type::Map(item) => item.as_ref().clone(),
            Type::Shaped(shape) if shape.kinds().is_empty() => Type::Any,
            Type::Shaped(shape) if matches!(shape.kind(), ShapeKind::Map | ShapeKind::Any) => match shape.child(name) {
                Some(child) => Type::Shaped(child),
                None => {
                    self.unknown_field(node, name, &shape.properties().map(|it| it.0).collect::<Vec<_>>());
                    Type::Any
                }
            },
            Type::Known(Value::Object(known)) => match known.get(name) {
                Some(value) => Type::Known(value),
                None => {
                    self.unknown_field(node, name, &known.keys().map(String::as_str).collect::<Vec<_>>());
                    Type::Any
                }
            },
            Type::Null
            | Type::Bool
            | Type::Int
            | Type::Double
            | Type::Text
            | Type::List(_)
            | Type::Shaped(_)
            | Type::Known(_) => {
                let key =
                    if holder.family() == Family::List { "process.list-has-no-fields" } else { "process.no-fields" };
                let message = Message::new(key).with("name", name).with("found", holder.family().name());
                self.flaw("process/unknown-field", node, message);
                Type::Any
            }
        }
    }

    /// `has` of a map or list that is always there would always hold: a gate that is silently met.
    fn has(&mut self, node: &'n Node, of: &'n Node, name: &str) -> Type<'s> {
        if let Type::Shaped(field) = self.field(node, of, name)
            && matches!(field.kind(), ShapeKind::Map | ShapeKind::List)
            && !field.presence()
        {
            let key =
                if field.kind() == ShapeKind::List { "process.always-there-list" } else { "process.always-there-map" };
            self.flaw("process/always-true", node, Message::new(key).with("name", name));
        }
        Type::Bool
    }

    fn index(&mut self, of: &'n Node, index: &'n Node) -> Type<'s> {
        let (holder, key) = (self.infer(of), self.infer(index).family());
        match holder.family() {
            Family::List => {
                self.expect(index, key, Family::Number);
                holder.item()
            }
            Family::Map => match (&holder, &index.kind) {
                (Type::Shaped(shape), Kind::Text(name)) => match shape.child(name) {
                    Some(child) => Type::Shaped(child),
                    None => {
                        self.unknown_field(index, name, &shape.properties().map(|it| it.0).collect::<Vec<_>>());
                        Type::Any
                    }
                },
                (Type::Shaped(shape), _) => shape.extra().map_or(Type::Any, Type::Shaped),
                (Type::Map(item), _) => item.as_ref().clone(),
                _ => Type::Any,
            },
            Family::Any => Type::Any,
            family @ (Family::Null | Family::Bool | Family::Number | Family::Text) => {
                self.flaw("process/type", index, Message::new("process.no-index").with("found", family.name()));
                Type::Any
            }
        }
    }

    fn condition(&mut self, node: &'n Node) -> Type<'s> {
        let found = self.infer(node).family();
        self.expect(node, found, Family::Bool);
        Type::Bool
    }

    fn binary(&mut self, node: &'n Node, operator: Operator, left: &'n Node, right: &'n Node) -> Type<'s> {
        let (one, two) = (self.infer(left), self.infer(right));
        match operator {
            Operator::Equal | Operator::NotEqual => {
                self.comparison(node, &one, &two);
                self.value_of(left, &two);
                self.value_of(right, &one);
                Type::Bool
            }
            Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual => {
                self.comparison(node, &one, &two);
                self.ordered(left, &one, right, &two);
                Type::Bool
            }
            Operator::In => {
                self.membership(node, left, &one, right, &two);
                Type::Bool
            }
            Operator::Add => {
                let joins = matches!(one.family(), Family::Any | Family::Number | Family::Text | Family::List);
                if !joins || !one.family().meets(two.family()) {
                    self.no_operation(node, operator, &one, &two);
                }
                one.or(&two)
            }
            Operator::Subtract | Operator::Multiply | Operator::Divide | Operator::Remainder => {
                if !one.family().meets(Family::Number) || !two.family().meets(Family::Number) {
                    self.no_operation(node, operator, &one, &two);
                }
                one.or(&two)
            }
        }
    }

    /// What a macro runs over; anything but a list or the keys of a map is a slip.
    fn over(&mut self, which: Macro, node: &Node, over: &'n Node) -> Type<'s> {
        let found = self.infer(over);
        match found.family() {
            Family::Any | Family::List | Family::Map => found,
            family @ (Family::Null | Family::Bool | Family::Number | Family::Text) => {
                let message =
                    Message::new("process.macro-over").with("name", which.name()).with("found", family.name());
                self.flaw("process/type", node, message);
                Type::Any
            }
        }
    }

    fn declare(&mut self, variable: &'n Name, item: Type<'s>) {
        if Roots::NAMES.contains(&variable.text.as_str()) {
            let message = Message::new("process.hidden-variable").with("name", variable.text.as_str());
            self.flaws.push(Flaw::new("process/hidden-variable", variable.span.clone(), message));
        }
        self.locals.push((&variable.text, item));
    }

    fn macro_call(&mut self, which: Macro, over: &Type<'s>, variable: &'n Name, body: &'n Node) -> Type<'s> {
        let item = over.item();
        self.declare(variable, item.clone());
        let result = match which {
            Macro::All | Macro::Exists | Macro::ExistsOne => self.condition(body),
            Macro::Filter => {
                self.condition(body);
                Type::List(Box::new(item))
            }
            Macro::Map => Type::List(Box::new(self.infer(body))),
        };
        self.locals.pop();
        result
    }

    fn expect(&mut self, node: &Node, found: Family, wanted: Family) {
        if !found.meets(wanted) {
            let message = Message::new("process.wanted").with("wanted", wanted.name()).with("found", found.name());
            self.flaw("process/type", node, message);
        }
    }

    fn no_operation(&mut self, node: &Node, operator: Operator, one: &Type<'s>, two: &Type<'s>) {
        let types = format!("{}, {}", one.family().name(), two.family().name());
        let message = Message::new("process.no-operation").with("sign", operator.sign()).with("types", types);
        self.flaw("process/type", node, message);
    }

    fn unknown_field(&mut self, node: &Node, name: &str, known: &[&str]) {
        let message = Message::new("process.unknown-field").with("name", name);
        let help = near::help(name, known.iter().copied());
        self.flaws.push(Flaw::new("process/unknown-field", node.span.clone(), message).help(help));
    }

    pub(super) fn flaw(&mut self, code: &'static str, node: &Node, message: Message) {
        self.flaws.push(Flaw::new(code, node.span.clone(), message));
    }
}
