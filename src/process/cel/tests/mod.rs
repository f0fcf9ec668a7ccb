//! The language, held against the interpreter of the `cel` crate.

#![expect(clippy::wildcard_enum_match_arm, reason = "the values of the other interpreter are many")]

mod answers;
mod limits;
mod random;

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::*;
use crate::model::Lang;
use crate::process::ordered::Labels;
use crate::words::say;

fn data() -> Value {
    json!({
        "t": "abc", "u": "été", "n": 3, "m": -2, "d": 2.5, "w": 2.0, "yes": true, "no": false, "nil": null,
        "texts": ["a", "b", "abc"], "ints": [1, 2, 3, 3], "mixed": [1, 2.0, "x", true], "empty": [], "none": {},
        "map": {"a": 1, "b": {"c": [10, 20]}},
        "items": [{"id": "x", "state": "live", "n": 1}, {"id": "y", "state": "draft", "n": 2}, {"id": "z", "n": 3}],
    })
}

/// The answer as text: a value, or `error` for any trouble.
fn ours(text: &str, client: &Value) -> String {
    let Ok(expression) = Expression::read(text) else { return "refused".to_owned() };
    let nothing = Value::Null;
    let holidays = Holidays::default();
    let labels = Labels::default();
    let roots = Roots {
        client,
        this: None,
        today: "2026-11-23",
        limits: &nothing,
        settings: &nothing,
        holidays: &holidays,
        labels: &labels,
        lang: Lang::En,
    };
    match expression.value(&roots, &mut Budget::new()) {
        Ok(value) => plain(&value).to_string(),
        Err(_) => "error".to_owned(),
    }
}

fn plain(value: &Val<'_>) -> Value {
    match value {
        Val::Null => Value::Null,
        Val::Bool(it) => json!(it),
        Val::Int(it) => json!(it),
        Val::Double(it) => json!(it),
        Val::Text(it) => json!(it.as_str()),
        Val::List(it) => Value::Array(it.items().map(|it| plain(&it)).collect()),
        Val::Map(it) => {
            let mut entries = serde_json::Map::new();
            for key in it.keys() {
                let value = it.get(&key, &mut Budget::new()).expect("a key has a value");
                entries.insert(key.written().expect("a key can be written"), plain(&value));
            }
            entries.sort_keys();
            Value::Object(entries)
        }
    }
}

fn theirs(text: &str, client: &Value) -> String {
    let Ok(program) = cel::Program::compile(text) else { return "refused".to_owned() };
    let mut context = cel::Context::default();
    context.add_variable("client", Signed(client)).expect("a JSON value is a value of the language");
    match program.execute(&context) {
        Ok(value) => their_plain(&value).to_string(),
        Err(_) => "error".to_owned(),
    }
}

/// JSON as the interpreter should see it: it would take positive whole numbers for unsigned ones.
struct Signed<'a>(&'a Value);

impl Serialize for Signed<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Number(it) if it.is_i64() => to.serialize_i64(it.as_i64().unwrap_or_default()),
            Value::Array(it) => to.collect_seq(it.iter().map(Signed)),
            Value::Object(it) => to.collect_map(it.iter().map(|(key, value)| (key, Signed(value)))),
            other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => other.serialize(to),
        }
    }
}

fn their_plain(value: &cel::Value) -> Value {
    match value {
        cel::Value::Null => Value::Null,
        cel::Value::Bool(it) => json!(it),
        cel::Value::Int(it) => json!(it),
        cel::Value::UInt(it) => json!(it),
        cel::Value::Float(it) => json!(it),
        cel::Value::String(it) => json!(it.as_str()),
        cel::Value::List(it) => Value::Array(it.iter().map(their_plain).collect()),
        cel::Value::Map(it) => {
            let mut entries = serde_json::Map::new();
            for (key, value) in it.map.iter() {
                entries.insert(key.to_string(), their_plain(value));
            }
            entries.sort_keys();
            Value::Object(entries)
        }
        other => panic!("{other:?} cannot come from JSON"),
    }
}

/// Expressions on which both evaluators must agree.
const AGREED: &str = r#"
1 + 2 * 3 - 4 / 2 % 3
-client.n + 5
7 / 0
7 % 0
9223372036854775807 + 1
-9223372036854775808 - 1
9223372036854775807 * 2
1.5 + 2.25
1.0 / 0.0 > 1.0
1 + 1.0
'a' + 'b' + client.t
'a' + 1
[1] + [2, 3]
[1] + 2
client.n == 3
client.n == 3.0
client.d == 2.5
client.n < 3.5
client.w == 2
2 <= client.w
3 > 2.5
'a' < 'b'
'a' < 1
'é' > 'z'
true > false
null == null
client.nil == null
client.t == null
client.t != null
1 == '1'
true == 1
[1, 2] == [1, 2]
[1, 2] == [1.0, 2]
[1, 2] == [2, 1]
{'a': 1} == {'a': 1.0}
{'a': 1, 'b': 2} == {'b': 2, 'a': 1}
{'a': 1} != {'a': 2}
client.map == {'a': 1, 'b': {'c': [10, 20]}}
true && false
true || false
!client.yes
!(client.n == 3)
!1
true && 1 == 1 || false
false && client.missing == 1
client.missing == 1 && false
true && client.missing == 1
client.missing == 1 || true
false || client.missing == 1
client.missing == 1 || false
client.missing
client.map.b.c
client.map.b.c[1]
client.map['a']
client.map['z']
client.map.b['c'][0]
client.ints[0]
client.ints[9]
client.ints[-1]
client.ints['a']
client.t.x
client.t[0]
has(client.t)
has(client.missing)
has(client.map.b)
has(client.map.b.c)
has(client.map.b.z)
has(client.nil)
has(client.missing.x)
!has(client.map.x) && has(client.map.a)
'a' in client.texts
'z' in client.texts
1 in client.ints
2 in client.mixed
2.0 in [1, 2]
1.0 in client.ints
'a' in client.map
'z' in client.map
'a' in []
'a' in 'abc'
3 in client.none
!('a' in client.texts)
size(client.texts)
client.texts.size()
size('')
size(client.u)
client.u.size()
size(client.map)
size({})
size([]) == 0
size(3)
size(client.missing)
client.t.contains('b')
client.t.contains('')
client.t.startsWith('ab')
client.t.endsWith('bc')
client.t.endsWith('ab')
client.n.startsWith('a')
client.t.startsWith(1)
client.yes ? 1 : 2
client.no ? 1 : 'x'
client.n ? 1 : 2
client.no ? client.missing : 1
client.n > 2 ? client.n > 3 ? 'a' : 'b' : 'c'
client.ints.all(x, x > 0)
client.ints.all(x, x > 1)
client.empty.all(x, x > 1)
client.ints.exists(x, x == 2)
client.empty.exists(x, true)
client.ints.exists_one(x, x == 2)
client.ints.exists_one(x, x == 3)
client.ints.filter(x, x > 1)
client.ints.map(x, x * 2)
client.ints.map(x, x > 1, x * 2)
client.ints.map(x, 10 / (x - 1))
client.ints.all(x, 10 / (x - 1) > 0)
client.ints.exists(x, 10 / (x - 1) == 10)
client.mixed.exists(x, x == 'x')
client.mixed.all(x, x > 0)
client.items.all(i, has(i.state))
client.items.exists(i, has(i.state) && i.state == 'live')
client.items.all(i, i.state == 'live')
client.items.exists(i, i.state == 'live')
client.items.filter(i, i.n > 1).map(i, i.id)
client.items.map(i, i.id).exists(t, t == 'y')
client.items.all(i, client.items.exists(j, j.id == i.id))
client.items.all(i, client.items.exists_one(j, j.id == i.id))
client.map.all(k, k != '')
client.map.exists(k, k == 'b')
client.map.map(k, k).size()
client.t.all(x, true)
client.n.exists(x, true)
[[1, 2], [3]].map(l, l.map(x, x + 1))
[1, 2, 3].filter(x, [2, 3].exists(y, y == x))
[1, 2].exists(x, x)
[true, false].exists(x, x)
[true, false].all(x, x)
['a', 1].all(x, x == 'a')
[1, 2].map(x, [3].map(x, x))
client.ints.filter(x, x % 2 == 1).size() == 3
{'a': [1, 2]}['a'][1]
{1: 'x'}[1]
{true: 'x'}[true]
{'a': 1}.a
{'a': {'b': 2}}.a.b
string(3)
string('x')
int('42')
int('x')
int(2.9)
double('2.5') == 2.5
double(2) == client.w
"it's"
'say "hi"'
'a\nb'
'\u00e9' == 'é'
r'a\n' == 'a\\n'
'''a
b'''
1 +
1 = 2
(1
client.
client..a
[1, 2
'abc
f(
1 2
client.n == 3 and true
not client.yes
@
client.ints.all(1, true)
client.ints.all(x)
has(client)
unknown_function(1)
client.t.unknown_function()
other.name
0x10
-0x10
1e3
.5
"#;

#[test]
fn every_expression_of_the_table_means_what_the_language_says() {
    let data = data();
    let table: Vec<&str> = AGREED.split('\n').filter(|it| !it.is_empty()).collect();
    assert!(table.len() > 150, "{} expressions", table.len());
    let mut differences = String::new();
    for text in table {
        let (ours, theirs) = (ours(text, &data), theirs(text, &data));
        // What the other interpreter finds while it runs, we find while reading.
        if ours != theirs && !(ours == "refused" && theirs == "error") {
            differences += &[text, "\n    ours: ", &ours, "\n  theirs: ", &theirs, "\n"].concat();
        }
    }
    assert_eq!(differences, "");
}
