//! Tests of the reader: what it reads, where it says things stand, and what it refuses.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::model::Lang;
use crate::words::say;

/// All flaws of a text, one a line: `line:column code: message`.
fn flaws(text: impl AsRef<[u8]>) -> String {
    let reading = Document::read(text.as_ref());
    let lines = reading.flaws.iter().map(|flaw| {
        let also = flaw.also.as_ref().map(|it| format!(" (first {}:{})", it.line, it.column)).unwrap_or_default();
        let help = flaw.help.as_ref().map(|it| say(it, Lang::En)).unwrap_or_default();
        for message in [Some(&flaw.message), flaw.help.as_ref()].into_iter().flatten() {
            for lang in Lang::BOTH {
                let said = say(message, lang);
                assert!(!said.starts_with("document."), "no sentence for {said}");
                assert!(!said.contains("{name}") && !said.contains("{n}"), "a gap is open: {said}");
            }
        }
        assert!(!help.contains('\n'));
        format!("{}:{} {}: {}{also}", flaw.spot.line, flaw.spot.column, flaw.code, say(&flaw.message, Lang::En))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn check(text: impl AsRef<[u8]>, expected: &str) {
    let text = text.as_ref();
    assert_eq!(flaws(text), expected, "{}", String::from_utf8_lossy(text));
}

fn read(text: &str) -> Document {
    Document::strict(text).unwrap_or_else(|flaws| panic!("{text:?}: {flaws:?}"))
}

#[test]
fn values_are_those_of_the_core_schema() {
    let document = read(
        "a: 1\nb: -2.5\nc: true\nd: ~\ne:\nf: no\ng: \"1\"\nh: 2026-11-22\ni: |\n  x\n  y\nj: >-\n  x\n  y\nk: [1, {l: m}]\n",
    );
    let expected = json!({"a": 1, "b": -2.5, "c": true, "d": null, "e": null, "f": "no", "g": "1", "h": "2026-11-22",
        "i": "x\ny\n", "j": "x y", "k": [1, {"l": "m"}]});
    assert_eq!(document.value(), &expected);
    let keys: Vec<_> = document.value().as_object().unwrap().keys().collect();
    assert_eq!(keys.first().map(|it| it.as_str()), Some("a"), "order of the text");
}

/// The text under the spot of a value and of its key, with line and column.
fn check_spots(text: &str, pointer: &str, value: &str, key: &str) {
    let document = read(text);
    let path = Path::from_pointer(pointer, document.value());
    let show = |spot: Spot| format!("{}:{} {:?}", spot.line, spot.column, &text[spot.bytes()]);
    assert_eq!(show(document.spot(&path)), value, "value at {pointer} of\n{text}");
    assert_eq!(show(document.key_spot(&path)), key, "key at {pointer} of\n{text}");
}

#[test]
fn every_value_and_key_has_its_place() {
    let text = "# c\né: 1\nlist:\n- x # c\n- {k: v, l: }\n-  m: \"é\"\n   n: 'y' \nnested:\n  - - a\n    - b\n  -\ntext: |\n\n  one\n\n  two\n\nnone: # c\nlast: a\n  b\n";
    check_spots(text, "/é", "2:4 \"1\"", "2:1 \"é\"");
    check_spots(text, "/list/0", "4:3 \"x\"", "4:3 \"x\"");
    check_spots(text, "/list/1/k", "5:7 \"v\"", "5:4 \"k\"");
    check_spots(text, "/list/1/l", "5:10 \"l\"", "5:10 \"l\"");
    check_spots(text, "/list/2/m", "6:7 \"\\\"é\\\"\"", "6:4 \"m\"");
    check_spots(text, "/list/2", "6:4 \"m: \\\"é\\\"\\n   n: 'y'\"", "6:4 \"m: \\\"é\\\"\\n   n: 'y'\"");
    check_spots(text, "/nested/0/1", "10:7 \"b\"", "10:7 \"b\"");
    check_spots(text, "/text", "12:7 \"|\\n\\n  one\\n\\n  two\"", "12:1 \"text\"");
    check_spots(text, "/none", "18:1 \"none\"", "18:1 \"none\"");
    check_spots(text, "/last", "19:7 \"a\\n  b\"", "19:1 \"last\"");
}

#[test]
fn a_missing_path_is_placed_at_the_nearest_key_above_it() {
    let text = "agreement:\n  costs:\n    - {id: c1}\n";
    check_spots(text, "/agreement/signed_on", "1:1 \"agreement\"", "1:1 \"agreement\"");
    check_spots(text, "/agreement/costs/0/kind/deep", "3:7 \"{id: c1}\"", "3:7 \"{id: c1}\"");
    check_spots(text, "/none", "1:1 \"\"", "1:1 \"\"");
}

#[test]
fn an_unindented_list_starts_at_its_first_dash() {
    check_spots("a:\n- x\n- y\nb: 1\n", "/a", "2:1 \"- x\\n- y\"", "1:1 \"a\"");
    check_spots("a:\n  # c\n  -\n    x: 1\n", "/a", "3:3 \"-\\n    x: 1\"", "1:1 \"a\"");
}

#[test]
fn columns_count_characters_and_crlf_is_one_break() {
    check_spots("a: \"é😀\"\r\nb: {é: 1, c: 2}\r\nc: |\r\n  x\r\n", "/b/c", "2:14 \"2\"", "2:11 \"c\"");
    check_spots("a: 1\r\nc: |\r\n  x\r\n", "/c", "2:4 \"|\\r\\n  x\"", "2:1 \"c\"");
}

#[test]
fn names_are_what_a_person_types() {
    let document = read(
        "agreement: {milestones: [{id: m3, due: 1}]}\nuris: [a, b]\ncriteria: {engagement.overview-presented: {state: met}}\ntwice: [{id: x}, {id: x}, {id: '7'}]\n",
    );
    for (pointer, name) in [
        ("/agreement/milestones/0/due", "agreement.milestones.m3.due"),
        ("/uris/1", "uris[1]"),
        ("/criteria/engagement.overview-presented/state", "criteria.engagement.overview-presented.state"),
        ("/twice/1/id", "twice[1].id"),
        ("/twice/2", "twice[2]"),
        ("/agreement/milestones/5/due", "agreement.milestones[5].due"),
        ("", ""),
    ] {
        assert_eq!(document.name(&Path::from_pointer(pointer, document.value())), name);
    }
}

#[test]
fn all_flaws_of_a_file_come_at_once_and_the_tree_is_still_there() {
    let text = "a: &x 1\nb: *x\nc: !!str 2\na: 3\n<<: {d: 1}\n1: x\ne: 007\nf: {g, h: 1}\nk: [l: m]\n? n\n: o\np: \"\\e[31m\"\n";
    check(
        text,
        "1:4 anchor: `&x` is an anchor, which these files do without
2:4 alias: `*x` is an alias, which these files do without
3:4 tag: `!!str` is a tag, which these files do without
4:1 duplicate-key: `a` is there twice (first 1:1)
5:1 merge-key: `<<` merges another map, which these files do without
6:1 non-text-key: `1` is not a key of text
7:4 ambiguous-number: some programs read `007` as a number, others as text
8:5 key-without-value: `g` stands where a `key: value` should
9:5 bare-pair: a `key: value` in a list needs braces
10:3 explicit-key: a key written with `?`; write `key: value`
12:4 control-character: this text holds a control character (U+001B)",
    );
    let document = Document::read(text.as_bytes()).document.unwrap();
    assert_eq!(document.value()["e"], json!("007"));
    assert_eq!(document.value()["a"], json!(1), "the first of two");
}

#[test]
fn a_file_that_is_no_document_is_refused_with_its_place() {
    check("", "1:1 empty: the file is empty");
    check("# only\n", "1:1 empty: the file is empty");
    check("- a\n", "1:1 root-not-map: the file must be a map: `key: value`, one a line");
    check("text\n", "1:1 root-not-map: the file must be a map: `key: value`, one a line");
    check("a: 1\n---\nb: 2\n", "2:1 second-document: a second document starts here; a file holds one");
    check(
        "%YAML 1.2\n---\na: 1\n",
        "1:1 directive: a line that starts with `%` is a directive, which these files do without",
    );
    check("---\na: 1\n...\n", "");
    check(b"a: 1\nb: \xC3\xA9\xFF\n", "2:5 not-utf8: this is not UTF-8 text");
    check(b"\xFF\xFEa\0", "1:1 not-utf8: this is not UTF-8 text");
    check("a: 1\n".repeat(250_000), "1:1 too-large: the file has 1,250,000 bytes; at most 1,000,000 are read");
}

#[test]
fn nesting_is_capped() {
    let deep = |n: usize| format!("a: {}{}\n", "[".repeat(n), "]".repeat(n));
    check(deep(63), "");
    check(deep(64), "1:67 too-deep: more than 64 levels of maps and lists");
    assert!(flaws(deep(20_000)).contains("too-deep"));
    assert!(flaws("- ".repeat(20_000)).contains("too-deep"));
    assert!(flaws(format!("{}1\n", "{a: ".repeat(20_000))).contains("too-deep"));
}

#[test]
fn characters_that_hide_or_steer_are_refused() {
    check("\u{FEFF}a: 1\n", "1:1 byte-order-mark: a byte order mark (U+FEFF) stands here, invisible");
    check("a: é\u{1B}[31m\n", "1:5 control-character: a control character (U+001B) stands here, invisible");
    check("a: 1\n# \0\n", "2:3 control-character: a control character (U+0000) stands here, invisible");
    check(
        "a: x\u{85}y\nb: \u{2028}z\n",
        "1:5 line-break: a line break (U+0085) that only some programs see\n2:4 line-break: a line break (U+2028) that only some programs see",
    );
    check("a: x\u{202E}y\n", "1:5 control-character: a control character (U+202E) stands here, invisible");
    check("a: 1\rb: 2\n", "1:5 control-character: a carriage return stands here without a line feed");
}

#[test]
fn every_mark_of_a_merge_is_shown() {
    check(
        "a: 1\n<<<<<<< HEAD\nb: 2\n||||||| base\nb: 0\n=======\r\nb: 3\n>>>>>>> other\n",
        "2:1 conflict-marker: `<<<<<<<` is the mark of a merge conflict that is not settled
4:1 conflict-marker: `|||||||` is the mark of a merge conflict that is not settled
6:1 conflict-marker: `=======` is the mark of a merge conflict that is not settled
8:1 conflict-marker: `>>>>>>>` is the mark of a merge conflict that is not settled",
    );
    check(
        "a: 1\n<<<<<<<<< longer\nb: 2\n",
        "2:1 conflict-marker: `<<<<<<<` is the mark of a merge conflict that is not settled",
    );
    check("a: |\n  <<<<<<< in text\nb: ========\n", "");
}

#[test]
fn what_a_message_quotes_is_short_and_harmless() {
    check(
        format!("a: {{[{}]: 1}}\n", "x, ".repeat(100)),
        &format!("1:5 non-text-key: `[{}…` is not a key of text", &"x, ".repeat(20)[..59]),
    );
    let key = "{\u{1B}[31m: 1, \u{1B}[31m: 2}";
    assert!(!flaws(format!("a: {key}\n")).contains('\u{1B}'));
}

#[test]
fn syntax_errors_are_said_in_words_of_our_own() {
    check("a:\n\t- b\n", "2:1 tab: a tab stands where the line is indented");
    check("\ta: 1\n", "1:1 tab: a tab stands where the line is indented");
    check("a:\n  b: 1\n\tc: 2\n", "3:1 tab: a tab stands where the line is indented");
    check("a: b: c\n", "1:5 syntax: a `:` may not stand here");
    check("a: [b, c\n", "1:4 syntax: `[` is never closed");
    check("a: [b}\n", "1:4 syntax: `[` is closed by `}`");
    check("a: ]\n", "1:4 syntax: this bracket closes nothing");
    check("a: {b: 1 c: 2}\n", "1:11 syntax: a comma or a closing bracket is missing before this");
    check("a: {b: 1}}\n", "1:10 syntax: this bracket closes nothing");
    check("a: {b: 1},\n", "1:10 syntax: this may not stand here");
    check("a: ,\n", "1:4 syntax: this may not stand here");
    check("a: \"b\n", "1:4 syntax: the quotes that open here are not closed");
    check("a: 'it's'\n", "1:8 syntax: text goes on after the closing quote");
    check("a: \"\\d\"\n", "1:4 syntax: YAML does not know this backslash escape");
    check("a: @b\n", "1:4 syntax: text may not start with `@`");
    check("a: 1\n  b: 2\n", "2:4 syntax: a `:` may not stand here");
    check("a:\n    b: 1\n  c: 2\n", "3:3 syntax: this line is not indented like the lines that belong with it");
    check("a: b\n- c\n", "2:1 syntax: this line is not indented like the lines that belong with it");
    check("a: 1\nb\nc: 2\n", "2:1 syntax: a `key: value` is expected here");
    check("a: |x\n b\n", "1:4 syntax: only `-`, `+` and a digit may follow `|` or `>`");
    check("a: - b\n", "1:4 syntax: a list item `-` may not stand here");
    check("a: \"x\"#c\n", "1:7 syntax: a comment may not stand here; it needs a space before its `#`");
    check("a: *\n", "1:4 alias: `*` is an alias, which these files do without");
    check("a: &\n", "1:4 anchor: `&` is an anchor, which these files do without");
    check("a: !<x\n", "1:4 tag: `!<x` is a tag, which these files do without");
    check(
        "a: [:x, {?y: 1}]\n",
        "1:5 ambiguous-text: some programs cannot read `:x` here\n1:10 ambiguous-text: some programs cannot read `?y` here",
    );
    check("a: {b\n  c: 1}\n", "1:5 non-text-key: `b c` is not a key of text");
    check("a: {b:c}\n", "1:5 key-without-value: `b:c` stands where a `key: value` should");
    check("a: {b: c, : d}\n", "1:11 non-text-key: a key is missing before this `:`");
}

const SAMPLE: &str = "# Case\nschema: 1\nname: {en: Trails, fr: Sentiers d’été}\nlist:\n  - {id: a, due: 2026-11-22}   # c\n  -\n    id: b\n    text: |\n      one\n\n      two\n  # end\nmoney: \"48500.00\"\nurls: [\"https://x\", 'y']\nfold: >-\n  a\n  b\n";

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        flaws(bytes);
    }

    #[test]
    fn no_yaml_like_text_makes_the_reader_panic(text in "[ \\t\\n\\-:?,#&*!|>'\"%@`{}\\[\\]ab1é\\r]{0,60}") {
        sound(&text);
    }

    #[test]
    fn no_mutated_sample_makes_the_reader_panic(at in 0..SAMPLE.len(), cut in 0..4_usize, put in "[ \\t\\n\\-:?,#&*!|>'\"%@`{}\\[\\]ab1é]{0,3}") {
        let end = (at + cut).min(SAMPLE.len());
        if SAMPLE.is_char_boundary(at) && SAMPLE.is_char_boundary(end) {
            sound(&format!("{}{put}{}", &SAMPLE[..at], &SAMPLE[end..]));
        }
    }
}

/// Where there is a document, its tree and its value have the same shape, and every place lies in the text.
fn sound(text: &str) {
    flaws(text);
    if let Some(document) = Document::read(text.as_bytes()).document {
        same_shape(&document.root, document.value(), text);
    }
}

fn same_shape(node: &Node, value: &Value, text: &str) {
    let whole = text.get(node.span.start()..node.span.end()).expect("a place in the text");
    let line = text[..node.span.start()].matches('\n').count() + 1;
    let column = text[..node.span.start()].chars().rev().take_while(|it| *it != '\n').count() + 1;
    if text.contains('\r') || text.contains('\u{FEFF}') {
    } else {
        assert_eq!((node.span.line as usize, node.span.column as usize), (line, column), "{text:?} {whole:?}");
    }
    match (&node.kind, value) {
        (tree::Kind::Map(_, entries), Value::Object(map)) => {
            assert_eq!(entries.all().len(), map.len());
            for (entry, (key, value)) in entries.all().iter().zip(map) {
                assert_eq!(&*entry.key, key);
                same_shape(&entry.node, value, text);
            }
        }
        (tree::Kind::List(_, items), Value::Array(values)) => {
            assert_eq!(items.len(), values.len());
            for (item, value) in items.iter().zip(values) {
                same_shape(&item.node, value, text);
            }
        }
        (tree::Kind::Scalar(_), value) => assert!(!value.is_array() && !value.is_object()),
        other => panic!("{other:?}"),
    }
}
