//! Evaluates a tree, one step of the budget for each node visited. `&&` and `||` absorb the trouble of one side when the
//! other decides, as the language says; a spent budget is absorbed by nothing.

#![expect(clippy::wildcard_enum_match_arm, reason = "whatever other type a rule meets, the trouble is the same")]

use super::arithmetic::operated;
use super::budget::Budget;
use super::function::{Call, Function};
use super::pattern::Pattern;
use super::roots::Roots;
use super::tree::{Kind, Macro, Node, Operator};
use super::trouble::{Trouble, Wrong};
use super::value::{List, Map, Val, Words};

pub(super) fn value<'a>(root: &'a Node, roots: &Roots<'a>, budget: &mut Budget) -> Result<Val<'a>, Trouble> {
    let value = Evaluation { roots: *roots, locals: Vec::new(), budget }.node(root)?;
    // A comparison stops short when the budget is spent: its answer is no answer.
    if budget.is_spent() { Err(Trouble { span: root.span.clone(), wrong: Wrong::TooExpensive }) } else { Ok(value) }
}

struct Evaluation<'a, 'b> {
    roots: Roots<'a>,
    locals: Vec<(&'a str, Val<'a>)>,
    budget: &'b mut Budget,
}

impl<'a> Evaluation<'a, '_> {
    fn node(&mut self, node: &'a Node) -> Result<Val<'a>, Trouble> {
        self.budget.spend(1);
        if self.budget.is_spent() {
            return Err(trouble(node, Wrong::TooExpensive));
        }
        match &node.kind {
            Kind::Null => Ok(Val::Null),
            Kind::Bool(it) => Ok(Val::Bool(*it)),
            Kind::Int(it) => Ok(Val::Int(*it)),
            Kind::Double(it) => Ok(Val::Double(*it)),
            Kind::Text(it) => Ok(Val::Text(Words::Lent(it))),
            Kind::Variable(name) => self.variable(name).ok_or_else(|| trouble(node, Wrong::NoVariable(name.clone()))),
            Kind::Field { of, name } => self.field(node, of, name),
            Kind::Has { of, name } => self.has(node, of, name),
            Kind::Index { of, index } => self.index(node, of, index),
            Kind::Not(of) => self.not(node, of),
            Kind::Negate(of) => self.negated(node, of),
            Kind::And(sides) => self.logical(node, "&&", sides),
            Kind::Or(sides) => self.logical(node, "||", sides),
            Kind::Conditional(parts) => self.conditional(parts),
            Kind::Binary { operator, left, right } => self.operation(node, *operator, left, right),
            Kind::List(items) => self.list(items),
            Kind::Map(entries) => self.map(node, entries),
            Kind::Call { function, arguments } => self.call(node, function, arguments),
            Kind::Matches { text, pattern } => self.matches(node, text, pattern),
            Kind::Find { text, pattern } => self.find(node, text, pattern),
            Kind::Macro { which, over, variable, body } => {
                let items = self.items(node, over)?;
                self.locals.push((&variable.text, Val::Null));
                let result = self.macro_call(*which, &items, body);
                self.locals.pop();
                result
            }
            Kind::MapSome { over, variable, condition, body } => {
                let items = self.items(node, over)?;
                self.locals.push((&variable.text, Val::Null));
                let result = self.map_some(&items, condition, body);
                self.locals.pop();
                result
            }
        }
    }

    fn has(&mut self, node: &'a Node, of: &'a Node, name: &str) -> Result<Val<'a>, Trouble> {
        match self.node(of)? {
            Val::Map(map) => Ok(Val::Bool(map.field(name).is_some())),
            other => Err(trouble(node, Wrong::NoFields { name: name.to_owned(), found: other.type_name() })),
        }
    }

    fn not(&mut self, node: &'a Node, of: &'a Node) -> Result<Val<'a>, Trouble> {
        match self.node(of)? {
            Val::Bool(it) => Ok(Val::Bool(!it)),
            other => Err(trouble(node, Wrong::operation("!", &[&other]))),
        }
    }

    fn conditional(&mut self, parts: &'a [Node; 3]) -> Result<Val<'a>, Trouble> {
        let [condition, yes, no] = parts;
        match self.node(condition)? {
            Val::Bool(true) => self.node(yes),
            Val::Bool(false) => self.node(no),
            other => Err(trouble(condition, Wrong::NotBool(other.type_name()))),
        }
    }

    fn operation(
        &mut self,
        node: &'a Node,
        operator: Operator,
        left: &'a Node,
        right: &'a Node,
    ) -> Result<Val<'a>, Trouble> {
        let left = self.node(left)?;
        let right = self.node(right)?;
        operated(operator, &left, &right, self.budget).map_err(|wrong| trouble(node, wrong))
    }

    fn list(&mut self, items: &'a [Node]) -> Result<Val<'a>, Trouble> {
        let mut made = Vec::with_capacity(items.len());
        for item in items {
            made.push(self.node(item)?);
        }
        Ok(Val::list(made))
    }

    fn call(&mut self, node: &'a Node, function: &Function, arguments: &'a [Node]) -> Result<Val<'a>, Trouble> {
        let mut given = Vec::with_capacity(arguments.len());
        for argument in arguments {
            given.push(self.node(argument)?);
        }
        let mut call = Call { name: function.name, arguments: &given, roots: &self.roots, budget: self.budget };
        (function.run)(&mut call).map_err(|wrong| trouble(node, wrong))
    }

    fn matches(&mut self, node: &'a Node, text: &'a Node, pattern: &Pattern) -> Result<Val<'a>, Trouble> {
        match self.node(text)? {
            Val::Text(text) => {
                self.budget.spend(1 + text.as_str().len() / 8);
                let Some(pattern) = pattern.compiled() else { return Err(trouble(node, Wrong::TooExpensive)) };
                Ok(Val::Bool(pattern.is_match(text.as_str())))
            }
            other => Err(trouble(node, Wrong::operation("matches", &[&other]))),
        }
    }

    fn find(&mut self, node: &'a Node, text: &'a Node, pattern: &Pattern) -> Result<Val<'a>, Trouble> {
        match self.node(text)? {
            Val::Text(text) => {
                self.budget.spend(1 + text.as_str().len() / 4);
                let Some(pattern) = pattern.compiled() else { return Err(trouble(node, Wrong::TooExpensive)) };
                Ok(Val::list(pattern.find_iter(text.as_str()).map(|it| Val::text(it.as_str())).collect()))
            }
            other => Err(trouble(node, Wrong::operation("find", &[&other]))),
        }
    }

    fn variable(&self, name: &str) -> Option<Val<'a>> {
        if let Some((_, value)) = self.locals.iter().rev().find(|it| it.0 == name) {
            return Some(value.clone());
        }
        match name {
            "client" => Some(Val::lent(self.roots.client)),
            "self" => self.roots.this.map(Val::lent),
            "today" => Some(Val::Text(Words::Lent(self.roots.today))),
            "limits" => Some(Val::lent(self.roots.limits)),
            "settings" => Some(Val::lent(self.roots.settings)),
            _ => None,
        }
    }

    fn field(&mut self, node: &'a Node, of: &'a Node, name: &str) -> Result<Val<'a>, Trouble> {
        match self.node(of)? {
            Val::Map(map) => map.field(name).ok_or_else(|| {
                let path = node.path().unwrap_or_else(|| name.to_owned());
                trouble(node, Wrong::NoField(path))
            }),
            other => Err(trouble(node, Wrong::NoFields { name: name.to_owned(), found: other.type_name() })),
        }
    }

    fn index(&mut self, node: &'a Node, of: &'a Node, index: &'a Node) -> Result<Val<'a>, Trouble> {
        let (of, key) = (self.node(of)?, self.node(index)?);
        // A whole number is one, however it was computed.
        let key = match key {
            Val::Double(it) if matches!(of, Val::List(_)) && it.fract() == 0.0 && it.abs() < 1e15 =>
            {
                #[expect(clippy::cast_possible_truncation, reason = "it is whole and small")]
                Val::Int(it as i64)
            }
            other => other,
        };
        match (&of, &key) {
            (Val::List(list), Val::Int(at)) => {
                let found = usize::try_from(*at).ok().and_then(|it| list.get(it));
                found.ok_or_else(|| trouble(index, Wrong::NoItem { at: *at, size: list.len() }))
            }
            (Val::Map(map), Val::Text(_) | Val::Int(_) | Val::Bool(_) | Val::Double(_)) => {
                let found = map.get(&key, self.budget);
                found.ok_or_else(|| trouble(index, Wrong::NoField(key.written().unwrap_or_default())))
            }
            _ => Err(trouble(node, Wrong::operation("[]", &[&of, &key]))),
        }
    }

    fn negated(&mut self, node: &'a Node, of: &'a Node) -> Result<Val<'a>, Trouble> {
        match self.node(of)? {
            Val::Int(it) => it.checked_neg().map(Val::Int).ok_or_else(|| trouble(node, Wrong::Overflow)),
            Val::Double(it) => Ok(Val::Double(-it)),
            other => Err(trouble(node, Wrong::operation("-", &[&other]))),
        }
    }

    /// The side that decides, decides, in whatever order; else the trouble of one is the trouble of all.
    fn logical(&mut self, node: &'a Node, sign: &'static str, sides: &'a [Node]) -> Result<Val<'a>, Trouble> {
        let decides = sign == "||";
        let mut undecided = None;
        for side in sides {
            match self.node(side) {
                Ok(Val::Bool(it)) if it == decides => return Ok(Val::Bool(decides)),
                Ok(Val::Bool(_)) => {}
                Ok(other) => {
                    undecided.get_or_insert(trouble(node, Wrong::operation(sign, &[&other])));
                }
                Err(trouble) if self.budget.is_spent() => return Err(trouble),
                Err(trouble) => {
                    undecided.get_or_insert(trouble);
                }
            }
        }
        undecided.map_or(Ok(Val::Bool(!decides)), Err)
    }

    fn map(&mut self, node: &'a Node, entries: &'a [(Node, Node)]) -> Result<Val<'a>, Trouble> {
        let mut made: Vec<(Val<'a>, Val<'a>)> = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let key = self.node(key)?;
            let value = self.node(value)?;
            if matches!(key, Val::Null | Val::Double(_) | Val::List(_) | Val::Map(_)) {
                return Err(trouble(node, Wrong::operation("{}", &[&key])));
            }
            if made.iter().any(|it| it.0.same(&key, self.budget)) {
                return Err(trouble(node, Wrong::TwiceInMap(key.written().unwrap_or_default())));
            }
            made.push((key, value));
        }
        Ok(Val::Map(Map::Made(made.into())))
    }

    /// What a macro runs over: the items of a list, or the keys of a map.
    fn items(&mut self, node: &'a Node, over: &'a Node) -> Result<List<'a>, Trouble> {
        match self.node(over)? {
            Val::List(list) => Ok(list),
            Val::Map(map) => Ok(List::Made(map.keys().into())),
            other => Err(trouble(node, Wrong::NotAList(other.type_name()))),
        }
    }

    fn with(&mut self, item: &Val<'a>, body: &'a Node) -> Result<Val<'a>, Trouble> {
        if let Some(local) = self.locals.last_mut() {
            local.1 = item.clone();
        }
        self.node(body)
    }

    fn condition(&mut self, item: &Val<'a>, body: &'a Node) -> Result<bool, Trouble> {
        match self.with(item, body)? {
            Val::Bool(it) => Ok(it),
            other => Err(trouble(body, Wrong::NotBool(other.type_name()))),
        }
    }

    fn macro_call(&mut self, which: Macro, items: &List<'a>, body: &'a Node) -> Result<Val<'a>, Trouble> {
        match which {
            Macro::All => self.quantified(items, body, false),
            Macro::Exists => self.quantified(items, body, true),
            Macro::ExistsOne => {
                let mut found = 0;
                for item in items.items() {
                    found += usize::from(self.condition(&item, body)?);
                }
                Ok(Val::Bool(found == 1))
            }
            Macro::Filter => {
                let mut kept = Vec::new();
                for item in items.items() {
                    if self.condition(&item, body)? {
                        kept.push(item);
                    }
                }
                Ok(Val::list(kept))
            }
            Macro::Map => {
                let made: Result<Vec<_>, _> = items.items().map(|it| self.with(&it, body)).collect();
                Ok(Val::list(made?))
            }
        }
    }

    /// `all` ends at the first item that does not hold, `exists` at the first that does; like `&&` and `||`, they absorb
    /// trouble when an item decides.
    fn quantified(&mut self, items: &List<'a>, body: &'a Node, decides: bool) -> Result<Val<'a>, Trouble> {
        let mut undecided = None;
        for item in items.items() {
            match self.condition(&item, body) {
                Ok(it) if it == decides => return Ok(Val::Bool(decides)),
                Ok(_) => {}
                Err(trouble) if self.budget.is_spent() => return Err(trouble),
                Err(trouble) => {
                    undecided.get_or_insert(trouble);
                }
            }
        }
        undecided.map_or(Ok(Val::Bool(!decides)), Err)
    }

    fn map_some(&mut self, items: &List<'a>, condition: &'a Node, body: &'a Node) -> Result<Val<'a>, Trouble> {
        let mut made = Vec::new();
        for item in items.items() {
            if self.condition(&item, condition)? {
                made.push(self.with(&item, body)?);
            }
        }
        Ok(Val::list(made))
    }
}

fn trouble(node: &Node, wrong: Wrong) -> Trouble {
    Trouble { span: node.span.clone(), wrong }
}
