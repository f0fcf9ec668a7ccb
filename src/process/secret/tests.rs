//! What is a secret to the process that comes with the program, and what only looks like one.

use crate::document::Document;
use crate::process::Process;
use crate::schema;

/// The text with `*` where a secret is, and the kinds that were found.
#[track_caller]
fn check(text: &str, kinds: &str) {
    let secrets = Process::embedded().expect("it reads").secrets();
    let found: Vec<&str> = secrets.in_text(text).into_iter().map(|it| it.id).collect();
    assert_eq!(found.join(" "), kinds, "{text}");
}

fn random(length: usize) -> String {
    "kP9xQ2mL7vR4tY8wZ3nB6cD1fG5hJ0sA".chars().cycle().take(length).collect()
}

/// A header that no tool takes for a key: it is put together here.
fn key(kind: &str) -> String {
    let line = random(64);
    format!("-----BEGIN {kind}-----\n{line}\n{line}\n{}==\n-----END {kind}-----", random(20))
}

#[test]
fn private_keys_are_found_whole_wherever_they_stand() {
    for kind in ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "OPENSSH PRIVATE KEY"] {
        check(&key(kind), "private-key");
        check(&format!("notes: |\n  {}\n", key(kind).replace('\n', "\n  ")), "private-key");
        check(&format!("# {}\nid: acme\n", key(kind).replace('\n', "\n# ")), "private-key");
        check(&format!("notes: \"{}\"\n", key(kind).replace('\n', "\\n")), "private-key");
    }
    check(&key("PGP PRIVATE KEY BLOCK"), "private-key");
    check(&format!("-----BEGIN {} KEY-----\n{}\nid: acme", "PRIVATE", random(64)), "private-key");
    check(&format!("MIIEvQIBADANBgkq{}", random(60)), "private-key");
    check(&key("CERTIFICATE"), "");
    check(&key("PUBLIC KEY"), "");
}

#[test]
fn tokens_and_passwords_are_found_and_words_are_not() {
    check(&format!("note: eyJ{}.eyJ{}.{}", random(20), random(40), random(43)), "token");
    check(&format!("ghp_{}", random(36)), "token");
    check(&format!("Authorization: Bearer {}", random(32)), "bearer");
    check(&format!("access_token: {}", random(24)), "bearer");
    check(&format!("client_secret: {}", random(20)), "client-secret");
    check(&format!("# the client secret = \"{}\"", random(20)), "client-secret");
    check("client-secret: hunter22!", "client-secret");
    check("password: Tr0ub4dor", "password");
    check("mot de passe : Tr0ub4dor", "password");
    check("db_password: Tr0ub4dor", "password");
    check("password2: Tr0ub4dor", "password");
    check(&format!("aws_secret_access_key: {}", random(40)), "client-secret");
    check("https://desk:s3cr3t@permits.example/", "password-in-url");
    check(&format!("{{\"kty\": \"EC\", \"d\": \"{}\"}}", random(43)), "private-jwk");
    check(&format!("{{kty: EC, x: {0}, y: {0}}}", random(43)), "");
    for words in [
        "token_endpoint_auth_method: client_secret_post",
        "# never a client_secret: secrets travel by encrypted mail",
        "client_secret: {PROVIDE_SEPARATELY}",
        "client_secret: ********",
        "password: none",
        "mot de passe : aucun",
        "redirect_uris: [\"https://permits.example:8443/oidc/callback\"]",
        "https://permits.example/a:b@c",
        "default_acr_values: [\"urn:gc-ca:cyber-auth:assurance:loa2\"]",
        "sha256: 3f1c2b4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f809",
        "bearer of the responsibility, as agreed in the meeting",
    ] {
        check(words, "");
    }
}

/// One pass looks for all kinds at once. It must not pass over what one of them would find.
#[test]
fn one_pass_for_all_kinds_passes_nothing_over() {
    let secrets = Process::embedded().expect("it reads").secrets();
    let shown = [
        key("RSA PRIVATE KEY"),
        format!("MIIEvQIBADANBgkq{}", random(60)),
        format!("eyJ{}.eyJ{}.{}", random(20), random(40), random(43)),
        format!("ghp_{}", random(36)),
        format!("Bearer {}", random(32)),
        format!("client_secret: {}", random(20)),
        "mot de passe : Tr0ub4dor".to_owned(),
        "https://desk:s3cr3t@permits.example/".to_owned(),
        format!("d: {}", random(43)),
        "client_secret: none".to_owned(),
        "nothing".to_owned(),
    ];
    let mut found = 0;
    for text in &shown {
        for (before, after) in
            [("", ""), ("é", "é"), ("x", "x"), ("\0", "\0"), ("\n", "\n"), ("a: \"", "\""), ("été ", ".")]
        {
            let text = format!("{before}{text}{after}");
            let plain = secrets.kinds.iter().any(|it| !it.spans(&text).is_empty());
            assert!(!plain || secrets.may_show(&text), "{text}");
            assert_eq!(!secrets.in_text(&text).is_empty(), plain, "{text}");
            found += usize::from(plain);
        }
    }
    assert!(found > 40 && !secrets.may_show("nothing"), "{found}");
}

#[test]
fn no_example_and_no_file_of_the_program_holds_one() {
    for text in crate::process::tests::embedded::EXAMPLES.iter().map(|it| it.1).chain([Process::embedded_text()]) {
        check(text, "");
        let document = Document::strict(text).expect("it reads");
        let secrets = Process::embedded().expect("it reads").secrets();
        assert_eq!(secrets.in_document(&document).len(), 0);
    }
}

#[test]
fn what_is_covered_keeps_its_length_and_its_lines() {
    let secrets = Process::embedded().expect("it reads").secrets();
    assert_eq!(secrets.covered("password: Tr0ub4dör, and more"), "password: **********, and more");
    let text = format!("a: é\n{}\nb: 1\n", key("PRIVATE KEY"));
    let covered = secrets.covered(&text);
    assert_eq!(covered.len(), text.len());
    assert_eq!(covered.lines().count(), text.lines().count());
    assert!(covered.starts_with("a: é\n***") && covered.ends_with("***\nb: 1\n"), "{covered}");
    assert_eq!(secrets.covered("nothing here"), "nothing here");
    assert_eq!(secrets.covered_file("custom: {client_secret: hunter}\n"), "custom: {client_secret: ******}\n");
    let list = "custom: {password: [Tr0ub4dor, other]}\n";
    assert_eq!(secrets.covered_file(list), "custom: {password: **********, *****]}\n");
}

#[test]
fn an_argument_is_judged_by_its_look_and_by_its_key() {
    let secrets = Process::embedded().expect("it reads").secrets();
    let check = |argument: &str, kind: Option<&str>| {
        let found = secrets.in_argument(argument).map(|it| (it.id, argument[it.span].to_owned()));
        assert_eq!(found.as_ref().map(|it| it.0), kind, "{argument}");
    };
    check("custom.client_secret=hunter", Some("client-secret"));
    check("platform.apps.clientSecret=hunter", Some("client-secret"));
    check("custom.client_secret=", None);
    check("custom.client_secret", None);
    check("agreement.reference=CA-2026-014", None);
    check("environments.test.oidc.token_endpoint_auth_method=client_secret_post", None);
    check(&format!("--message=password: {}", random(12)), Some("password"));
}

#[track_caller]
fn check_file(text: &str, expected: &[&str]) {
    let document = Document::strict(text).unwrap_or_else(|flaws| panic!("{flaws:?}\n{text}"));
    let shape = schema::Schema::embedded(schema::FileKind::Client).shape();
    let secrets = Process::embedded().expect("it reads").secrets();
    let found = secrets.findings(&document, "acme.yaml", |path| schema::name(shape, &document, path));
    let said: Vec<String> = found
        .iter()
        .map(|it| format!("{}:{} {} {}", it.place.spot.line, it.place.spot.column, it.code, it.place.path))
        .collect();
    assert_eq!(said, expected, "{text}");
}

#[test]
fn a_secret_in_a_file_is_found_at_its_place() {
    check_file("custom: {client_secret: hunter}\n", &["1:25 secret/client-secret custom.client_secret"]);
    check_file("custom:\n  a:\n    - {passphrase: correct horse}\n", &["3:20 secret/password custom.a[0].passphrase"]);
    check_file("id: acme  # password: Tr0ub4dor\n", &["1:23 secret/password "]);
    check_file("custom: {jwk: {kty: EC, d: short}}\n", &["1:28 secret/private-jwk custom.jwk.d"]);
    check_file("custom: {d: short}\n", &[]);
    check_file("custom: {client_secret: }\n", &[]);
    let token = format!("eyJ{}.eyJ{}.{}", random(20), random(20), random(20));
    check_file(&format!("notes:\n  - {{id: n1, text: {token}}}\n"), &["2:20 secret/token notes.n1.text"]);
    let hidden = token.replace("eyJ", "\\u0065yJ");
    check_file(&format!("custom: {{a: \"{hidden}\"}}\n"), &["1:13 secret/token custom.a"]);
    check_file(
        &format!("custom:\n  key: |\n    {}\n", key("PRIVATE KEY").replace('\n', "\n    ")),
        &["3:5 secret/private-key custom.key"],
    );
}
