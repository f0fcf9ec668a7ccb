//! What must stand in a text before an expression about it can fail: its patterns. Where none of them is found, the
//! expression holds, and what that costs is known too, so that nobody need evaluate it. Only what is surely so is told.

use super::tree::{Kind, Macro, Node, Operator};

/// What an expression that reads nothing but `self`, a text, looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Guard {
    /// Where none of these is found in the text, the expression holds.
    pub(crate) patterns: Vec<String>,
    cost: Cost,
}

/// The steps of an evaluation in which nothing is found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Cost {
    fixed: usize,
    /// How often an eighth of the text is paid for …
    eighths: usize,
    /// … and how often a quarter.
    quarters: usize,
}

impl Guard {
    /// None for an expression of another form, or one that would not hold even so.
    pub(super) fn of(root: &Node) -> Option<Self> {
        let mut guard = Self { patterns: Vec::new(), cost: Cost::default() };
        (guard.value(root)? == Known::Bool(true)).then_some(guard)
    }

    /// What it costs to find nothing in a text of this many bytes.
    pub(crate) fn steps(&self, length: usize) -> usize {
        self.cost.fixed + self.cost.eighths * (length / 8) + self.cost.quarters * (length / 4)
    }

    /// The value of a node in a text in which no pattern is found.
    fn value<'n>(&mut self, node: &'n Node) -> Option<Known<'n>> {
        self.cost.fixed += 1;
        match &node.kind {
            Kind::Bool(it) => Some(Known::Bool(*it)),
            Kind::Text(it) => Some(Known::Written(it)),
            Kind::Variable(name) => (name == "self").then_some(Known::Text),
            Kind::Not(of) => Some(Known::Bool(!self.decided(of)?)),
            Kind::And(sides) => self.logical(sides, false),
            Kind::Or(sides) => self.logical(sides, true),
            Kind::Matches { text, pattern } => {
                self.searched(text, pattern.as_str().to_owned())?;
                self.cost.fixed += 1;
                self.cost.eighths += 1;
                Some(Known::Bool(false))
            }
            Kind::Find { text, pattern } => {
                self.searched(text, pattern.as_str().to_owned())?;
                self.cost.fixed += 1;
                self.cost.quarters += 1;
                Some(Known::Nothing)
            }
            Kind::Macro { which, over, .. } => {
                let nothing = self.value(over)? == Known::Nothing;
                match which {
                    Macro::All => nothing.then_some(Known::Bool(true)),
                    Macro::Exists | Macro::ExistsOne => nothing.then_some(Known::Bool(false)),
                    Macro::Filter | Macro::Map => nothing.then_some(Known::Nothing),
                }
            }
            Kind::Call { function, arguments } => self.call(function.name, arguments),
            Kind::Binary { operator: Operator::NotEqual, left, right } => self.not_blank(left, right),
            Kind::Null
            | Kind::Int(_)
            | Kind::Double(_)
            | Kind::Field { .. }
            | Kind::Has { .. }
            | Kind::Index { .. }
            | Kind::Negate(_)
            | Kind::Conditional(_)
            | Kind::Binary { .. }
            | Kind::List(_)
            | Kind::Map(_)
            | Kind::MapSome { .. } => None,
        }
    }

    fn decided(&mut self, node: &Node) -> Option<bool> {
        match self.value(node)? {
            Known::Bool(it) => Some(it),
            Known::Text | Known::Trimmed | Known::Written(_) | Known::Nothing => None,
        }
    }

    fn logical<'n>(&mut self, sides: &'n [Node], decides: bool) -> Option<Known<'n>> {
        for side in sides {
            if self.decided(side)? == decides {
                return Some(Known::Bool(decides));
            }
        }
        Some(Known::Bool(!decides))
    }

    fn searched(&mut self, text: &Node, pattern: String) -> Option<()> {
        let is_text = self.value(text)? == Known::Text;
        self.patterns.push(pattern);
        is_text.then_some(())
    }

    fn call<'n>(&mut self, name: &str, arguments: &'n [Node]) -> Option<Known<'n>> {
        match (name, arguments) {
            ("trim", [text]) => (self.value(text)? == Known::Text).then_some(Known::Trimmed),
            ("contains", [text, words]) => {
                let Kind::Text(plain) = &words.kind else { return None };
                self.searched(text, regex::escape(plain))?;
                self.value(words)?;
                Some(Known::Bool(false))
            }
            _ => None,
        }
    }

    /// `self.trim() != ''`
    fn not_blank<'n>(&mut self, left: &'n Node, right: &'n Node) -> Option<Known<'n>> {
        if self.value(left)? != Known::Trimmed || self.value(right)? != Known::Written("") {
            return None;
        }
        self.patterns.push(r"^\s*$".to_owned());
        // Comparing is a step, too.
        self.cost.fixed += 1;
        Some(Known::Bool(true))
    }
}

/// What is known of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known<'n> {
    Bool(bool),
    /// The text itself.
    Text,
    Trimmed,
    /// A text of the expression.
    Written(&'n str),
    /// A list with nothing in it.
    Nothing,
}

#[cfg(test)]
mod tests {
    use regex::Regex;
    use serde_json::Value;

    use super::super::{Budget, Expression, Holidays, Roots};
    use super::*;
    use crate::model::Lang;
    use crate::process::ordered::Labels;

    fn guard(rule: &str) -> Option<Guard> {
        Expression::read(rule).expect("it reads").guard()
    }

    fn holds(rule: &str, text: &str, mut budget: Budget) -> Option<bool> {
        let (nothing, this) = (Value::Null, Value::from(text));
        let (holidays, labels) = (Holidays::default(), Labels::default());
        let roots = Roots {
            client: &nothing,
            this: Some(&this),
            today: "2026-11-23",
            limits: &nothing,
            settings: &nothing,
            holidays: &holidays,
            labels: &labels,
            lang: Lang::En,
        };
        Expression::read(rule).expect("it reads").holds(&roots, &mut budget).ok()
    }

    /// Where no pattern is found, the rule holds with exactly as many steps as were told.
    #[track_caller]
    fn check(rule: &str, patterns: &[&str]) {
        let guard = guard(rule).expect("it has a guard");
        assert_eq!(guard.patterns, patterns, "{rule}");
        let mut passed = 0;
        for text in
            ["", " ", "a", "abc", "a@b", "été 12", "xabcx", "0123456789abcdefghij", "aaaaaaaaaaaaaaaaaaaaaaaaa é"]
        {
            let found = guard.patterns.iter().any(|it| Regex::new(it).expect("a pattern").is_match(text));
            if found {
                continue;
            }
            passed += 1;
            let steps = guard.steps(text.len()) as u64;
            assert_eq!(holds(rule, text, Budget::of(steps)), Some(true), "{rule}: {text}");
            assert_eq!(holds(rule, text, Budget::of(steps - 1)), None, "{rule}: {text} costs less");
        }
        assert!(passed > 2, "{rule}");
    }

    #[test]
    fn a_rule_holds_where_its_patterns_are_not_found_and_costs_what_is_told() {
        check("!self.matches('abc')", &["abc"]);
        check("!self.matches('abc') && !self.matches('[0-9]+$')", &["abc", "[0-9]+$"]);
        check("!self.contains('@') || !self.matches('@b')", &["@"]);
        check("!(self.matches('x') || self.contains('a.'))", &["x", r"a\."]);
        check("self.find('[0-9]').all(n, n.matches('1'))", &["[0-9]"]);
        check("!self.find('[0-9]+').exists(n, luhn(n)) && !self.matches('é')", &["[0-9]+", "é"]);
        check("self.trim() != ''", &[r"^\s*$"]);
    }

    #[test]
    fn what_may_fail_for_another_reason_has_no_guard() {
        for rule in [
            "self.matches('abc')",
            "!self.matches('abc') && client.id == 'x'",
            "!client.id.matches('abc')",
            "size(self) < 10",
            "self.find('a').exists(n, n == 'a')",
            "self.trim() != 'x'",
            "self != ''",
            "!self.contains(today)",
            "!self.matches('a') && self.matches('b')",
        ] {
            assert_eq!(guard(rule), None, "{rule}");
        }
    }
}
