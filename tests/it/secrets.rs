//! Secrets: found in files, refused on the command line, and never shown.

use crate::sandbox::Sandbox;

const TRAILS: &str = include_str!("../../examples/clients/northern-trails.yaml");

fn desk() -> Sandbox {
    Sandbox::with_clients(&[("northern-trails", TRAILS)])
}

/// Put together here, so that no tool takes this file for one that holds a key.
fn key() -> String {
    let line = "kP9xQ2mL7vR4tY8wZ3nB6cD1fG5hJ0sA".repeat(2);
    format!("-----BEGIN {0} KEY-----\n{line}\n{line}\n-----END {0} KEY-----", "PRIVATE")
}

fn token() -> String {
    format!("eyJ{0}.eyJ{0}.{0}", "kP9xQ2mL7vR4tY8wZ3nB")
}

/// Every way on the command line into a file or a commit message.
#[test]
fn no_argument_takes_a_secret_into_a_file_or_a_commit() {
    let (key, token) = (key(), token());
    let desk = desk();
    let before = (desk.read("clients/northern-trails.yaml"), desk.commits());
    let t = "northern-trails".to_owned();
    let calls: Vec<Vec<String>> = [
        vec!["set", &t, "custom.client_secret=hunter"],
        vec!["set", &t, "custom.note=password: Tr0ub4dor&3"],
        vec!["set", &t, &format!("custom.note={key}")],
        vec!["set", &t, "custom.note=ok", "--message", &token],
        vec!["set", &t, "custom.note=ok", &format!("--message={token}")],
        vec!["set", &t, "custom.link=https://desk:s3cr3t@permits.example/"],
        vec!["set", &t, "custom.a={client_secret: hunter}"],
        vec!["set", &t, "custom.jwk={kty: EC, x: abc, d: short}"],
        vec!["set", &t, &format!("agreement.signed_on={token}")],
        vec!["add", &t, "notes", "id=n1", &format!("text=the token is {token}")],
        vec!["request", "reject", &t, "CR-0120", "--reason-en", &token, "--reason-fr", "non"],
        vec!["request", "submit", &t, &token, "--to", "staging"],
        vec!["advance", &t, "-m", &token],
        vec!["remove", &t, "technical", "-m", &token],
        vec!["process", "eject", "-m", &token],
        vec!["init", "other", "--name-en", "A", "--name-fr", "B", "--language", "en", "-m", &token],
        vec!["init", "other", "--name-en", &token, "--name-fr", "B", "--language", "en"],
    ]
    .iter()
    .map(|call| call.iter().map(|it| (*it).to_owned()).collect())
    .collect();
    for mut call in calls {
        for (lang, dry) in [("en", false), ("fr", false), ("en", true)] {
            let mut call = call.clone();
            call.extend(["--lang".to_owned(), lang.to_owned()]);
            if dry {
                call.push("--dry-run".to_owned());
            }
            let run = desk.run_args(&call);
            assert!(run.code == 1 || run.code == 2, "{call:?}\n{run}");
            let said = format!("{}{}", run.stdout, run.stderr);
            for secret in ["hunter", "Tr0ub4dor", "s3cr3t", "kP9xQ2mL7vR4tY8w", "d: short"] {
                assert!(!said.contains(secret), "{secret} is shown\n{run}");
            }
            let words = if lang == "en" {
                ["this looks like", "the command line holds"]
            } else {
                ["ceci ressemble à", "la ligne de commande contient"]
            };
            assert!(words.iter().any(|it| run.stderr.contains(it)), "{run}");
        }
        call.clear();
    }
    assert_eq!((desk.read("clients/northern-trails.yaml"), desk.commits()), before);
    assert!(!desk.path("clients/other.yaml").exists());
    desk.assert_clean();
}

#[test]
fn a_command_line_that_cannot_be_read_shows_no_secret_either() {
    let desk = desk();
    let calls = [
        (format!("set northern-trails --nothing={}", token()), 2),
        (format!("status {}", token()), 2),
        // `show` looks for a name, and shows it covered.
        (format!("show {}", token()), 66),
        (token(), 2),
    ];
    for (words, code) in calls {
        let run = desk.run(&words);
        assert_eq!(run.code, code, "{run}");
        assert!(!run.stderr.contains("kP9xQ2mL7vR4tY8w"), "{run}");
    }
}

#[test]
fn a_secret_in_a_file_is_an_error_at_its_place_and_is_not_shown() {
    let key = key();
    let file = format!(
        "{TRAILS}# password: Tr0ub4dor\ncustom:\n  client_secret: hunter\n  jwk: {{kty: EC, d: short}}\n  key: |\n    {}\n",
        key.replace('\n', "\n    ")
    );
    let desk = Sandbox::with_clients(&[("northern-trails", &file)]);
    let json = desk.json("validate northern-trails");
    let found: Vec<(String, String)> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["code"].as_str().unwrap().to_owned(), it["path"].as_str().unwrap().to_owned()))
        .filter(|it| it.0.starts_with("secret/"))
        .collect();
    let expected = [
        ("secret/password", ""),
        ("secret/client-secret", "custom.client_secret"),
        ("secret/private-jwk", "custom.jwk.d"),
        ("secret/private-key", "custom.key"),
    ];
    assert_eq!(found, expected.map(|(code, path)| (code.to_owned(), path.to_owned())));
    for words in [
        "validate",
        "validate --lang fr",
        "validate --format sarif",
        "show northern-trails",
        "status northern-trails",
        "advance northern-trails",
        "set northern-trails custom.other=1 --dry-run",
        "remove northern-trails custom.key --dry-run",
    ] {
        let run = desk.run(words);
        let said = format!("{}{}", run.stdout, run.stderr);
        for secret in ["hunter", "Tr0ub4dor", "kP9xQ2mL7vR4tY8w", "d: short"] {
            assert!(!said.contains(secret), "{secret} is shown by `{words}`\n{run}");
        }
    }
    let run = desk.run("validate --lang fr");
    assert!(run.stdout.contains("ceci ressemble à une clé privée, qui ne doit jamais se trouver dans git"), "{run}");
    assert!(run.stdout.contains("client_secret: ******"), "{run}");
    // What was there before does not stop the one who takes it out, and a second one is new.
    desk.ok("remove northern-trails custom.client_secret custom.jwk custom.key");
    let run = desk.run("set northern-trails custom.b='{client_secret: hunter}'");
    assert_eq!(run.code, 1, "{run}");
}

#[test]
fn a_key_that_breaks_the_file_is_found_and_not_shown() {
    let desk = desk();
    desk.write("clients/northern-trails.yaml", &format!("{TRAILS}{}\n", key()));
    for words in ["validate", "show northern-trails", "set northern-trails custom.a=1"] {
        let run = desk.run(words);
        assert_eq!(run.code, 65, "{run}");
        let said = format!("{}{}", run.stdout, run.stderr);
        assert!(said.contains("secret/private-key") && !said.contains("kP9xQ2mL7vR4tY8w"), "{words}\n{run}");
    }
}

#[test]
fn what_is_a_secret_is_said_in_the_process() {
    let desk = desk();
    desk.ok("process eject");
    let kind = "  kinds:\n    - id: badge\n      name: {en: a badge number, fr: un numéro d’insigne}\n      pattern: '\\bBADGE-[0-9]{6}\\b'\n";
    desk.write("process/process.yaml", &desk.read("process/process.yaml").replacen("  kinds:\n", kind, 1));
    desk.commit_all("badges");
    desk.ok("process check");
    let run = desk.run("set northern-trails custom.note='see BADGE-123456'");
    assert_eq!(run.code, 2, "{run}");
    assert!(run.stderr.contains("a badge number") && !run.stderr.contains("123456"), "{run}");
    desk.write("process/process.yaml", &desk.read("process/process.yaml").replacen("[0-9]{6}", "[0-9", 1));
    let run = desk.run("process check");
    assert_eq!(run.code, 78, "{run}");
    assert!(format!("{}{}", run.stdout, run.stderr).contains("is not a pattern"), "{run}");
}
