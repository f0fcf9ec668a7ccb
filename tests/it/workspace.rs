//! `list`, `validate`, `process`, `schema`, help: the whole workspace, and the program itself.

use std::path::Path;

use crate::sandbox::Sandbox;

fn examples() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/clients");
    let mut found: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().path())
        .map(|it| (it.file_stem().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(&it).unwrap()))
        .collect();
    found.sort();
    found
}

fn portfolio() -> Sandbox {
    let clients = examples();
    let clients: Vec<(&str, &str)> = clients.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    Sandbox::with_clients(&clients)
}

#[test]
fn every_example_is_valid_on_the_day_it_was_written() {
    let desk = Sandbox::new();
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let copied = desk.shell(&format!("cp -r '{}/.' .", examples.display()));
    assert_eq!(copied.code, 0, "{copied}");
    desk.git("init -q");
    desk.commit_all("examples");
    let json = desk.json("validate");
    assert_eq!(json["errors"], 0, "{json}");
    assert!(json["files"].as_u64().unwrap() >= 6, "{json}");
    assert_eq!(desk.read(".onboard/client.schema.json"), include_str!("../../schemas/client.schema.json"));
    assert_eq!(desk.read(".onboard/settings.schema.json"), include_str!("../../schemas/settings.schema.json"));
    for (id, _) in self::examples() {
        desk.ok(&format!("status {id}"));
        desk.ok(&format!("show {id}"));
        desk.ok(&format!("report {id} --lang both"));
    }
}

#[test]
fn the_list_fits_the_terminal_and_marks_what_is_overdue() {
    for width in [60, 80, 100, 140] {
        for lang in ["en", "fr"] {
            let desk = portfolio().wide(width);
            let list = desk.ok(&format!("list --lang {lang}"));
            for line in list.lines() {
                assert!(line.chars().count() <= width, "{width} {lang}: {line}");
            }
            for (id, _) in examples() {
                assert!(list.contains(&id), "{width} {lang}: {id} is not in\n{list}");
            }
        }
    }
}

#[test]
fn the_list_for_programs_has_what_it_promises() {
    let desk = portfolio();
    let json = desk.json("list");
    assert_eq!(json["version"], 1);
    let clients = json["clients"].as_array().unwrap();
    assert_eq!(clients.len(), examples().len());
    for it in clients {
        for key in ["id", "name", "phase", "status", "since", "days_in_phase", "next_milestone", "overdue"] {
            assert!(it.get(key).is_some(), "no `{key}` in {it}");
        }
        assert!(it["name"]["en"].is_string() && it["name"]["fr"].is_string());
    }
}

#[test]
fn the_list_filters_and_sorts() {
    let desk = portfolio();
    let ids = |words: &str| -> Vec<String> {
        let json = desk.json(words);
        json["clients"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids("list --phase cate"), ["northern-trails"]);
    assert_eq!(ids("list --status on_hold"), ["tidal-board"]);
    assert!(ids("list --status closed").contains(&"kite-registry".to_owned()));
    let mut sorted = ids("list --sort id");
    let all = sorted.clone();
    sorted.sort();
    assert_eq!(all, sorted);
    let mut reversed = ids("list --sort id --reverse");
    reversed.reverse();
    assert_eq!(reversed, all);
    let phases = ids("list --sort phase");
    assert_eq!(phases.first().map(String::as_str), Some("lighthouse-agency"));
}

#[test]
fn validate_says_everything_with_its_place_and_the_line_itself() {
    let (id, text) = (
        "acme",
        "schema: 1\nid: acme\nprocess: sign-in-canada@1\norganization: {name: {en: Acme, fr: Acme}}\nlangage: en\nlanguage: en\nstatus: actve\nphase: engagement\nhistory: [{date: 2026-11-02, change: init, to: engagement, status: active}]\n",
    );
    let desk = Sandbox::with_clients(&[(id, text)]);
    let run = desk.run("validate");
    assert_eq!(run.code, 1, "{run}");
    for it in [
        "schema/unknown-key",
        "clients/acme.yaml:5:1",
        "langage: en",
        "language",
        "schema/enum",
        "clients/acme.yaml:7:9",
        "active",
        "1 of 1",
    ] {
        assert!(run.stdout.contains(it), "`{it}` is not in {run}");
    }
    let json = desk.json("validate");
    for key in ["version", "files", "errors", "warnings", "findings"] {
        assert!(json.get(key).is_some(), "no `{key}`");
    }
    for key in ["code", "severity", "file", "line", "column", "path", "message", "help"] {
        assert!(json["findings"][0].get(key).is_some(), "no `{key}`: {json}");
    }
    let french = desk.run("validate --lang fr");
    assert!(french.stdout.contains("vouliez-vous dire"), "{french}");
    assert_eq!(desk.run("validate clients/nothing.yaml").code, 66);
    assert_eq!(desk.run("validate acme").code, 1);
    assert_eq!(desk.run("validate clients").code, 1);
}

#[test]
fn history_that_contradicts_the_phase_is_found() {
    let text = include_str!("../../examples/clients/northern-trails.yaml").replace("phase: cate", "phase: support");
    let desk = Sandbox::with_clients(&[("northern-trails", &text)]);
    let run = desk.run("validate");
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stdout.contains("history/contradicts-phase"), "{run}");
}

#[test]
fn settings_that_are_wrong_end_every_command_with_78() {
    let desk = portfolio();
    desk.write("onboard.yaml", "schema: 1\nproces: sign-in-canada@1\n");
    for words in ["list", "validate", "status kite-registry"] {
        let run = desk.run(words);
        assert_eq!(run.code, 78, "{run}");
        assert!(run.stderr.contains("onboard.yaml:2:1") && run.stderr.contains("process"), "{run}");
    }
}

#[test]
fn outside_a_workspace_the_way_in_is_said() {
    let desk = Sandbox::new();
    for words in ["list", "status acme", "validate"] {
        let run = desk.run(words);
        assert_eq!(run.code, 78, "{run}");
        assert!(run.stderr.contains("onboard init"), "{run}");
    }
}

#[test]
fn the_process_is_sound_and_can_be_taken_over_and_changed() {
    let desk = portfolio();
    desk.ok("process check");
    assert!(desk.ok("process show").contains("User Migration"));
    let commits = desk.commits();
    desk.ok("process eject");
    assert_eq!(desk.commits(), commits + 1);
    desk.assert_clean();
    desk.ok("process check");
    desk.ok("validate");
    let own = desk.read("process/process.yaml");
    desk.write(
        "process/process.yaml",
        &own.replacen("name: {en: Initial Engagement", "name: {en: First Engagement", 1),
    );
    assert!(desk.ok("status lighthouse-agency").contains("First Engagement"));
    assert_eq!(desk.run("process eject").code, 73);
    assert!(desk.ok("schema client").contains("urn:onboard:client"));
}

#[test]
fn a_template_of_the_workspace_is_checked_with_the_process() {
    let desk = portfolio();
    desk.ok("process eject");
    let own = desk.read("process/templates/closure.md");
    desk.write("process/templates/closure.md", &format!("{own}{{{{ nope.thing }}}}\n"));
    let run = desk.run("process check");
    assert_eq!(run.code, 78, "{run}");
    assert!(run.stdout.contains("template/undefined"), "{run}");
    assert!(run.stdout.contains(&format!("process/templates/closure.md:{}:", own.lines().count() + 1)), "{run}");
    desk.write("process/templates/closure.md", &format!("{own}\nOurs.\n"));
    desk.ok("process check");
    assert!(desk.ok("report kite-registry").ends_with("Ours.\n"));
}

#[test]
fn a_process_that_is_wrong_is_shown_at_its_line_and_column() {
    let desk = portfolio();
    desk.ok("process eject");
    let own = desk.read("process/process.yaml");
    let rule = "rule: client.engagement.meetings.exists(m, m.date <= today)";
    assert!(own.contains(rule));
    for (bad, said) in [
        ("rule: size(client.engagement.metings) > 0", "meetings"),
        ("rule: size(client.engagement.meetings) >", "process/"),
        ("rule: sice(client.engagement.meetings) > 0", "size"),
        ("rule: client.services.exists(s, s.state == 'livee')", "live"),
        ("rule: clients.engagement == 1", "client"),
    ] {
        desk.write("process/process.yaml", &own.replacen(rule, bad, 1));
        let line = desk.read("process/process.yaml").lines().position(|it| it.contains(bad)).unwrap() + 1;
        for words in ["process check", "validate", "status lighthouse-agency"] {
            let run = desk.run(words);
            assert_eq!(run.code, 78, "{bad}: {run}");
            let all = format!("{}{}", run.stdout, run.stderr);
            assert!(all.contains(&format!("process/process.yaml:{line}:")), "{bad}: {run}");
            assert!(all.contains(said), "{bad}: {run}");
        }
    }
}

#[test]
fn a_rule_that_costs_too_much_is_stopped_and_is_no_open_gate() {
    let desk = portfolio();
    desk.ok("process eject");
    let own = desk.read("process/process.yaml");
    let rule = "rule: client.engagement.meetings.exists(m, m.date <= today)";
    let dear = "rule: client.services.all(a, client.services.all(b, client.services.all(c, client.services.all(d, a.id + b.id + c.id + d.id != ''))))";
    desk.write("process/process.yaml", &own.replacen(rule, dear, 1));
    let services: String = (0..150).map(|n| format!("  - {{id: s{n}, name: {{en: S, fr: S}}}}\n")).collect();
    desk.write("clients/many.yaml", &format!("schema: 1\nid: many\nprocess: sign-in-canada@1\norganization: {{name: {{en: M, fr: M}}}}\nlanguage: en\nstatus: active\nphase: engagement\nservices:\n{services}history: [{{date: 2026-11-02, change: init, to: engagement, status: active}}]\n"));
    let started = std::time::Instant::now();
    let run = desk.run("status many --format json");
    assert!(started.elapsed().as_secs() < 20, "patience instead of a budget");
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run}"));
    let gate = json["gates"].as_array().unwrap().iter().find(|it| it["id"] == "engagement.meeting-held").unwrap();
    assert_eq!(gate["met"], false, "{gate}");
}

#[test]
fn schemas_are_printed() {
    let desk = Sandbox::new();
    for kind in ["client", "process", "settings"] {
        let schema: serde_json::Value = serde_json::from_str(&desk.ok(&format!("schema {kind}"))).unwrap();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    }
}

#[test]
fn help_and_faults_of_the_command_line_exist_in_both_languages() {
    let desk = Sandbox::new();
    let english = desk.ok("status --help");
    let french = desk.ok("status --help --lang fr");
    assert!(english.contains("Show what stands in the way") && english.contains("Usage:"), "{english}");
    assert!(french.contains("Montrer ce qui empêche") && french.contains("Utilisation\u{a0}:"), "{french}");
    assert!(!french.contains("Usage") && !french.contains("Print help"), "{french}");
    let run = desk.run("stauts acme");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`status`"), "{run}");
    let run = desk.run("stauts acme --lang fr");
    assert!(run.stderr.contains("la commande `stauts` n’existe pas"), "{run}");
    assert_eq!(desk.ok("--version").trim(), format!("onboard {}", env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_language_is_the_flag_then_the_variable_then_the_locale() {
    let desk = Sandbox::new().env("ONBOARD_LANG", "fr").env("LANG", "en_CA.UTF-8");
    assert!(desk.run("list").stderr.starts_with("erreur"), "the variable");
    assert!(desk.run("list --lang en").stderr.starts_with("error"), "the flag");
    let desk = Sandbox::new().env("ONBOARD_LANG", "").env("LANG", "fr_CA.UTF-8");
    assert!(desk.run("list").stderr.starts_with("erreur"), "the locale");
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let desk = portfolio();
    let run = desk.shell(&format!("'{}' schema client | head -1; echo done", env!("CARGO_BIN_EXE_onboard")));
    assert!(run.stdout.ends_with("done\n") && run.stderr.is_empty(), "{run}");
}

#[test]
fn nothing_that_only_reads_ever_writes() {
    let desk = portfolio();
    assert_eq!(desk.shell("find . -path ./.git -prune -o -type f -exec touch -d 2020-01-01 {} +").code, 0);
    for words in [
        "list",
        "validate",
        "status kite-registry",
        "show kite-registry",
        "log kite-registry",
        "report kite-registry",
        "process check",
        "process show",
        "schema client",
    ] {
        desk.ok(words);
    }
    assert_eq!(desk.git("status --porcelain"), "");
    assert_eq!(desk.shell("find . -path ./.git -prune -o -type f -newermt 2020-01-02 -print").stdout, "");
}
