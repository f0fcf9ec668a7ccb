//! What our own functions answer, and what is said of expressions that have no answer.

use super::*;

fn check(text: &str, expected: &str) {
    let settings =
        json!({"holidays": ["2026-07-01", {"date": "2026-09-07"}, "2026-12-25", "2026-12-26", "2026-12-28"]});
    let holidays = Holidays::of(&settings);
    let client = json!({"ids": ["a", "b"], "none": [], "amounts": ["1000.50", "0.50"], "month": "2027-01"});
    let limits = json!({"peak": "12"});
    let this = json!({"id": "s"});
    let labels = json!({"services.state": {"live": {"en": "Live", "fr": "En service"}}});
    let labels = serde_json::from_value(labels).expect("labels");
    let roots = Roots {
        client: &client,
        this: Some(&this),
        today: "2026-11-23",
        limits: &limits,
        settings: &settings,
        holidays: &holidays,
        labels: &labels,
        lang: Lang::Fr,
    };
    let said = match Expression::read(text) {
        Err(flaws) => flaws
            .iter()
            .map(|it| format!("{} {}..{}: {}", it.code, it.span.start, it.span.end, say(&it.message, Lang::En)))
            .collect::<Vec<_>>()
            .join("; "),
        Ok(expression) => match expression.value(&roots, &mut Budget::new()) {
            Ok(value) => plain(&value).to_string(),
            Err(trouble) => {
                format!("{}..{}: {}", trouble.span.start, trouble.span.end, say(&trouble.message(), Lang::En))
            }
        },
    };
    assert_eq!(said, expected, "{text}");
}

#[test]
fn days_and_amounts_are_exact() {
    check("date('2028-02')", "\"2028-02-29\"");
    check("date(client.month) > today", "true");
    check("days('2026-02-01', '2026-03-01')", "28");
    check("days(today, '2026-11-01')", "-22");
    check("plus_days('2026-12-31', 1)", "\"2027-01-01\"");
    // 1 July 2026 is a Wednesday and a holiday.
    check("working_days('2026-06-30', '2026-07-02')", "1");
    check("working_days('2026-07-02', '2026-06-30')", "-1");
    check("working_days('2026-06-26', '2026-07-10')", "9");
    check("working_days('2026-12-24', '2026-12-29')", "1");
    check("working_days('2026-11-21', '2026-11-22')", "0");
    check("plus_working_days('2026-06-30', 1)", "\"2026-07-02\"");
    check("plus_working_days('2026-07-02', -1)", "\"2026-06-30\"");
    check("plus_working_days('2026-11-20', 0)", "\"2026-11-20\"");
    check("working_days('2026-11-02', plus_working_days('2026-11-02', 10))", "10");
    check("fiscal_year('2026-03-31') + ' ' + fiscal_year('2026-04-01')", "\"2025-2026 2026-2027\"");
    check("sum(client.amounts.map(a, money(a))) == money('1001.00')", "true");
    check("sum(client.none)", "0");
    check("decimal('12.5') > decimal(limits.peak)", "true");
    check("decimal('0.1') + decimal('0.2') == decimal('0.3')", "true");
    check("money('-0.01')", "-1");
}

#[test]
fn urls_and_lists_of_ids() {
    check("host('https://User:pw@Example.CA:8443/x?y#z')", "\"example.ca\"");
    check("host('https://[::1]:8080/x')", "\"::1\"");
    check("host('not a url') + scheme('not a url') + scheme('')", "\"\"");
    check("scheme('HTTPS://a.ca')", "\"https\"");
    check("scheme('urn:x:y') + host('urn:x:y')", "\"urn\"");
    check("host('https://evil.ca\\\\@good.ca/')", "\"evil.ca\"");
    check("covers(client.none, 'z') && covers(client.ids, 'a') && !covers(client.ids, 'z')", "true");
    check("client.ids.join(', ')", "\"a, b\"");
    check("'a,b'.split(',')", "[\"a\",\"b\"]");
    check("' Ab '.trim().lowerAscii() + 'é'.upperAscii()", "\"abé\"");
    check("'a.gc.ca'.matches('(^|[.])gc[.]ca$')", "true");
    check("self.id", "\"s\"");
}

#[test]
fn labels_are_words_in_the_language_of_the_sentence() {
    check("label('services.state', 'live')", "\"En service\"");
    check("label('services.state', 'asleep') + label('status', 'active')", "\"asleepactive\"");
}

#[test]
fn stretches_of_a_text_are_found_and_their_check_digit_is_judged() {
    check("'a1 b22 c'.find('[0-9]+')", "[\"1\",\"22\"]");
    check("'none'.find('[0-9]')", "[]");
    check("luhn('046 454 286') && luhn('046-454-286') && !luhn('046 454 287')", "true");
    check("luhn('') || luhn('0') || luhn('abc')", "false");
    check("'x'.find('(')", "process/syntax 9..12: `(` is not a pattern");
    check("1.find('x')", "2..6: `find` does not work on int");
}

#[test]
fn trouble_says_what_and_where() {
    check("client.ids.all(i, client.agreement.signed_on == i)", "25..34: there is nothing at `client.agreement`");
    check("client.month.x", "13..14: `x` is read of a text, which has no fields");
    check("1 + 'a'", "2..3: `+` does not work on int, text");
    check("date('20261123')", "0..4: `20261123` is not a date: write `YYYY-MM-DD` or `YYYY-MM`");
    check("money('1.005')", "0..5: `1.005` is not an exact amount");
    check("money('1e3')", "0..5: `1e3` is not an exact amount");
    check("decimal('')", "0..7: `` is not an exact amount");
    check("client.ids[2]", "11..12: there is no item 2: the list has 2 items");
    check("1 ? 2 : 3", "0..1: the condition is an int, not true or false");
    check("plus_days(today, 99999999)", "0..9: that is farther than the calendar goes");
}

#[test]
fn what_cannot_be_read_is_shown_at_its_place() {
    check("client.ids.size() = 2", "process/syntax 18..19: `=` is not expected here");
    check("a &&", "process/syntax 2..4: the expression ends before it is complete");
    check("", "process/syntax 0..0: the expression is empty");
    check("f(1, (2)", "process/syntax 1..2: `(` is not closed");
    check("f(1]", "process/syntax 3..4: `]` closes nothing");
    check("'abc", "process/syntax 0..1: a text begins here and is not closed");
    check("'a\\qc'", "process/syntax 2..3: the escape is unknown: a backslash is written `\\\\`");
    check("1u", "process/syntax 0..2: unsigned numbers and bytes are not used here");
    check("has(client)", "process/syntax 0..3: `has` takes a field: `has(client.agreement.signed_on)`");
    check("client.ids.all(1, true)", "process/syntax 11..14: `all` takes a name first: `list.all(it, …)`");
    check("client.ids.all(a, b, c)", "process/argument-count 11..14: `all` takes 2 arguments, not 3");
    check("sise(client.ids)", "process/unknown-function 0..4: there is no function `sise`");
    check("startsWith('a', 'b')", "process/unknown-function 0..10: there is no function `startsWith`");
    check("days(today)", "process/argument-count 0..4: `days` takes 2 arguments, not 1");
    check("'a'.startsWith()", "process/argument-count 4..14: `startsWith` takes 1 argument, not 0");
    check("'a'.matches('(')", "process/syntax 12..15: `(` is not a pattern");
    check("'a'.matches(today)", "process/type 12..17: the pattern must be written out here");
    check("é == 1", "process/syntax 0..2: `é` is not expected here");
}
