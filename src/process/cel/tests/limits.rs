//! What is too long, too deep or too expensive.

use super::*;
use crate::schema::{FileKind, Schema};

/// Chains and nests of every kind, as long as they come.
fn hostile() -> Vec<String> {
    let chain = |start: &str, link: &str, count: usize| start.to_owned() + &link.repeat(count);
    let nest = |open: &str, close: &str, count: usize| open.repeat(count) + "1" + &close.repeat(count);
    let mut texts = Vec::new();
    for count in
        [token::DEEPEST - 1, token::DEEPEST, token::DEEPEST + 1, token::MOST / 4, 130, 190, 300, 660, 1000, 20_000]
    {
        texts.extend([
            chain("1", "+1", count),
            chain("a", ".a", count),
            chain("a", "[1]", count),
            chain("a", ".f()", count),
            chain("[1]", ".map(a,a)", count),
            chain("1", "<1", count),
            chain("true", "&&true", count),
            chain("", "-", count) + "1",
            chain("", "!", count) + "true",
            chain("", "true?1:", count) + "1",
            chain("", "(", count),
            chain("'", "(", count),
            chain("'\\q", "(", count),
            chain("`", "(", count),
            chain("//", "(", count),
            nest("(", ")", count),
            nest("[", "]", count),
            nest("{'a':", "}", count),
            nest("a[", "]", count),
            nest("size(", ")", count),
            nest("[1].map(a,", ")", count),
            nest("true?(", "):1", count),
            "(".to_owned() + &nest("1+(", ")", count) + &"+1".repeat(count) + ")",
        ]);
    }
    texts
}

#[test]
fn no_text_overflows_the_stack() {
    let run = || {
        let data = data();
        let limits = json!({});
        let labels = Labels::default();
        let scope = Scope {
            client: Schema::embedded(FileKind::Client).shape(),
            settings: Schema::embedded(FileKind::Settings).shape(),
            limits: &limits,
            labels: &labels,
            this: None,
        };
        for text in hostile() {
            drop(ours(&text, &data));
            if let Ok(expression) = Expression::read(&text) {
                drop(crate::process::cel::check(&expression, &scope, Purpose::Condition));
            }
        }
    };
    // As little as a thread of a test gets, less what a command has used of it by then.
    std::thread::Builder::new().stack_size(1536 << 10).spawn(run).expect("a thread").join().expect("an end");
}

#[test]
fn chains_and_nests_that_a_person_would_write_are_read() {
    for text in [&nestling("(", ")"), &nestling("[", "]"), &("1".to_owned() + &"+1".repeat(190))] {
        assert!(Expression::read(text).is_ok(), "{text}");
    }
}

fn nestling(open: &str, close: &str) -> String {
    open.repeat(token::DEEPEST) + "1" + &close.repeat(token::DEEPEST)
}

#[test]
fn a_rule_that_is_too_expensive_is_stopped() {
    let list: Vec<i64> = (0..300).collect();
    let data = json!({"l": list, "t": "x".repeat(1000)});
    for text in [
        "client.l.all(a, client.l.all(b, client.l.all(c, a + b + c >= 0)))",
        "client.l.all(a, client.l.all(b, !(client.l in [[a], client.l.map(c, b)]) || true))",
        "client.l.all(a, [client.t].map(b, b+b+b+b+b+b+b+b).map(b, b+b+b+b+b+b+b+b).map(b, b+b+b+b+b+b+b+b).size() == 1)",
        "client.l.map(a, client.l.map(b, client.t)).map(a, a.join('')).size() > 0",
        "client.l.all(a, client.l.all(b, client.t.matches('y') == false))",
        "client.l.exists(a, client.l.exists(b, plus_working_days('2026-01-01', 9000) == ''))",
        // Nothing absorbs a spent budget.
        "client.l.all(a, client.l.all(b, client.l.all(c, a + b + c >= 0))) || true",
    ] {
        let expression = Expression::read(text).expect("it reads");
        let nothing = Value::Null;
        let holidays = Holidays::default();
        let labels = Labels::default();
        let roots = Roots {
            client: &data,
            this: None,
            today: "2026-11-23",
            limits: &nothing,
            settings: &nothing,
            holidays: &holidays,
            labels: &labels,
            lang: Lang::En,
        };
        let trouble = expression.value(&roots, &mut Budget::new()).expect_err(text);
        assert_eq!(trouble.wrong, trouble::Wrong::TooExpensive, "{text}");
    }
}
