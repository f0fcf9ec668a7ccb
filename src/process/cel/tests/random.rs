//! Random expressions and random tokens: both parsers and both interpreters must agree.

use proptest::prelude::*;

use super::*;

/// Random expressions over the data, most of them with a value, many with trouble somewhere inside.
fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        prop::sample::select(vec![
            "client.t",
            "client.n",
            "client.m",
            "client.d",
            "client.w",
            "client.yes",
            "client.no",
            "client.nil",
            "client.ints",
            "client.texts",
            "client.mixed",
            "client.empty",
            "client.map",
            "client.map.a",
            "client.missing",
            "client.items",
            "x",
        ])
        .prop_map(str::to_owned),
        prop::sample::select(vec![
            "0", "1", "2", "-1", "2.5", "true", "false", "null", "'a'", "'abc'", "''", "[]", "'x'"
        ])
        .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(5, 40, 3, |inner| {
        let operator = prop::sample::select(vec![
            "+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "&&", "||", "==", "in",
        ]);
        let quantifier = prop::sample::select(vec!["all", "exists", "exists_one", "filter", "map"]);
        prop_oneof![
            (inner.clone(), operator, inner.clone()).prop_map(|(left, sign, right)| format!("({left} {sign} {right})")),
            inner.clone().prop_map(|it| format!("!({it})")),
            inner.clone().prop_map(|it| format!("-({it})")),
            inner.clone().prop_map(|it| format!("size({it})")),
            (inner.clone(), inner.clone(), inner.clone()).prop_map(|(a, b, c)| format!("({a} ? {b} : {c})")),
            (inner.clone(), quantifier, inner.clone())
                .prop_map(|(over, name, body)| format!("({over}).{name}(x, {body})")),
            (inner.clone(), inner.clone()).prop_map(|(of, index)| format!("({of})[{index}]")),
            inner.clone().prop_map(|it| format!("has(({it}).a)")),
            (inner.clone(), inner.clone()).prop_map(|(one, two)| format!("[{one}, {two}]")),
            (inner.clone(), inner.clone()).prop_map(|(one, two)| format!("({one}).startsWith({two})")),
            inner.prop_map(|it| format!("{{'k': {it}}}")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_expressions_mean_what_the_language_says(text in expression()) {
        let mut data = data();
        // The other interpreter gives the keys of a map in no order.
        data["map"] = json!({"a": {"c": [10, 20]}});
        let ours = ours(&text, &data);
        // Refused: longer or deeper than we allow. And the other interpreter adds maps to lists, which the language does not.
        let adds_map = text.contains(" + ") && (text.contains("'k'") || text.contains("client.map"));
        if ours != "refused" && !(ours == "error" && adds_map) {
            prop_assert_eq!(ours, theirs(&text, &data), "{}", text);
        }
    }

    #[test]
    fn no_text_whatsoever_is_more_than_refused(text in "\\PC{0,60}|[()\\[\\]{}?:.'\"\\\\ax1+&|!,\n-]{0,400}") {
        drop(ours(&text, &data()));
    }
}

/// Tokens thrown together: mostly not an expression, sometimes one.
fn soup() -> impl Strategy<Value = String> {
    let token = prop::sample::select(vec![
        "a", "b", "client", "1", "2.5", ".5", "0x1f", "1e3", "'t'", "\"u\"", "r'v'", "'''w'''", "true", "null", "in",
        "(", ")", "(", ")", "[", "]", "{", "}", ".", ".", ",", ":", "?", "+", "-", "*", "/", "%", "!", "==", "!=", "<",
        "<=", "&&", "||", "f(", "a.f(", "a.b", "a[0]", "for", "as", "//", "\n",
    ]);
    prop::collection::vec(token, 1..9).prop_map(|it| it.join(" "))
}

/// What only the other parser takes: a name that begins with a dot, a message, and what is optional (`a.?b`, `[?a]`). What only ours takes: signs of two
/// kinds before a value, which does no harm.
fn is_known_difference(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let ends_value = |it: &str| it != "in" && it.ends_with(|it: char| it.is_alphanumeric() || ")]}'\"".contains(it));
    let dot = |it: &str| it == ".";
    let leads = words.first().copied().is_some_and(dot) || words.windows(2).any(|it| dot(it[1]) && !ends_value(it[0]));
    leads
        || words.windows(2).any(|it| it[1] == "{" && ends_value(it[0]))
        || words.windows(2).any(|it| it[1] == "?" && [".", "[", "{", ","].contains(&it[0]))
        || words.windows(2).any(|it| matches!(it, ["!", "-"] | ["-", "!"]))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_an_expression_is_one_for_both_parsers(text in soup()) {
        let ours = match Expression::read(&text) {
            Ok(_) => true,
            // Unknown functions and the like are no matter of syntax.
            Err(flaws) => flaws.iter().all(|it| it.code != "process/syntax"),
        };
        if !is_known_difference(&text) {
            prop_assert_eq!(ours, cel::Env::default().parser().parse(&text).is_ok(), "{}", text);
        }
    }
}
