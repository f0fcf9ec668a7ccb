//! `setup ci`: workflows that are valid, pinned and modest, whose commands run in a clone as they stand; and files of people,
//! which are never replaced unasked.

use std::path::Path;

use serde_json::Value;

use crate::sandbox::{Run, Sandbox};

const GITHUB: &str = ".github/workflows/onboard.yml";
const GITLAB: &str = ".gitlab/onboard.yml";
const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";
/// What can be asked for, and what differs by it.
const WAYS: &[&str] = &[
    "",
    "--image registry.example/onboarding/onboard:1.4",
    "--source https://git.example/onboarding/onboard --rev 0123456789abcdef0123456789abcdef01234567",
];

fn made(desk: Sandbox) -> Sandbox {
    desk.ok("init acme --name-en Acme --name-fr Acme --language en");
    desk
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Every text of this form, in French and in a folder of a larger repository, too.
fn all(service: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for lang in ["en", "fr"] {
        let desk = made(Sandbox::new());
        for way in WAYS {
            texts.push(desk.ok(&format!("setup ci {service} --print {way} --lang {lang}")));
        }
        let below = Sandbox::new();
        below.git("init -q");
        std::fs::create_dir_all(below.path("the desk's/west")).unwrap();
        let init = "init acme --name-en Acme --name-fr Acme --language en";
        let words = [&["-C".to_owned(), "the desk's/west".to_owned()], crate::sandbox::split(init).as_slice()].concat();
        assert_eq!(below.run_args(&words).code, 0);
        let words = ["-C", "the desk's/west", "setup", "ci", service, "--print", "--lang", lang];
        let run = below.run_args(&words.map(str::to_owned));
        assert_eq!(run.code, 0, "{run}");
        texts.push(run.stdout);
    }
    texts
}

/// Judges a file by a schema that `check-jsonschema` brings along.
fn fits(schema: &str, texts: &[String]) {
    let python = std::env::var_os("ONBOARD_PYTHON").unwrap_or_else(|| "python3".into());
    let there = std::process::Command::new(&python).args(["-c", "import check_jsonschema"]).output();
    if !there.is_ok_and(|it| it.status.success()) {
        return crate::skip("the Python program check-jsonschema is not there (`ONBOARD_PYTHON`)");
    }
    let desk = Sandbox::new();
    let judge = |name: &str, text: &str| {
        desk.write(name, text);
        let out = std::process::Command::new(&python)
            .args(["-m", "check_jsonschema", "--builtin-schema", schema])
            .arg(desk.path(name))
            .output()
            .unwrap();
        (
            out.status.success(),
            String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr),
        )
    };
    for text in texts {
        let (good, said) = judge("file.yml", text);
        assert!(good, "{said}\n{text}");
    }
    // The judge is awake.
    let (good, said) = judge("wrong.yml", "onboard: {script: 7}\njobs: 7\n");
    assert!(!good && said.contains("wrong.yml"), "{said}");
}

#[test]
fn the_workflow_of_github_is_valid() {
    fits("vendor.github-workflows", &all("github"));
}

#[test]
fn the_file_for_gitlab_is_valid() {
    fits("vendor.gitlab-ci", &all("gitlab"));
}

#[test]
fn no_gap_of_a_template_is_left_open() {
    for text in all("github").into_iter().chain(all("gitlab")) {
        for word in text.split('@').skip(1).step_by(2) {
            let name = !word.is_empty() && word.chars().all(|it| it.is_ascii_uppercase() || it == '-');
            assert!(!name, "@{word}@ in {text}");
        }
        assert!(!text.contains("\n\n\n"), "{text}");
    }
}

#[test]
fn the_workflow_of_github_is_pinned_modest_and_whole() {
    for text in all("github") {
        let flow = yaml(&text);
        assert_eq!(flow["permissions"], serde_json::json!({"contents": "read"}));
        let steps = flow["jobs"]["onboard"]["steps"].as_array().unwrap();
        let used: Vec<&str> = steps.iter().filter_map(|it| it["uses"].as_str()).collect();
        assert!(used.len() >= 2, "{used:?}");
        for it in used {
            let (_, pin) = it.split_once('@').unwrap();
            assert!(pin.len() == 40 && pin.bytes().all(|it| it.is_ascii_hexdigit()), "{it} is not pinned");
        }
        assert_eq!(steps[0]["with"]["fetch-depth"], 0);
        assert_eq!(steps[0]["with"]["persist-credentials"], false);
        // What comes from outside reaches a shell by the environment only.
        for it in steps.iter().filter_map(|it| it["run"].as_str()) {
            assert!(!it.contains("${{"), "{it}");
        }
    }
}

/// A server with a sound history on `main`, and a clone of it.
fn clone(desk: &Sandbox) {
    desk.git("clone -q --bare . ../server.git");
    desk.git("clone -q ../server.git ../clone");
}

/// Runs a script as the services do, in the clone.
fn in_clone(desk: &Sandbox, script: &str, variables: &str) -> Run {
    let program = Path::new(env!("CARGO_BIN_EXE_onboard")).parent().unwrap().display();
    desk.write("script.sh", script);
    desk.shell(&format!("cd ../clone && PATH='{program}':\"$PATH\" {variables} sh -e ../desk/script.sh"))
}

fn step(text: &str, named: &str) -> String {
    let flow = yaml(text);
    let steps = flow["jobs"]["onboard"]["steps"].as_array().unwrap();
    let found = steps.iter().find(|it| it["name"] == named).unwrap_or_else(|| panic!("no step `{named}`"));
    found["run"].as_str().unwrap().to_owned()
}

/// What GitLab runs of the job.
fn script(text: &str) -> String {
    let job = yaml(text);
    let lines = job["onboard"]["script"].as_array().unwrap();
    lines.iter().map(|it| format!("{}\n", it.as_str().unwrap())).collect()
}

fn hand_edit(desk: &Sandbox) {
    let text = desk.read("../clone/clients/acme.yaml");
    desk.write("../clone/clients/acme.yaml", &text.replace("phase: engagement", "phase: production.go_live"));
    desk.git("-C ../clone commit -qam 'a shortcut'");
}

#[test]
fn the_commands_for_github_run_in_a_clone() {
    let desk = made(Sandbox::new());
    let text = desk.ok("setup ci github --print");
    desk.ok("setup ci github");
    clone(&desk);
    let base = format!("BASE={}", desk.git("rev-parse HEAD^").trim());
    let (validate, audit) = (step(&text, "Validate the client files"), step(&text, "Audit the history"));
    for variables in ["BASE=''", &base] {
        let run = in_clone(&desk, &validate, variables);
        assert_eq!((run.code, run.stdout.trim()), (0, ""), "{run}");
        assert!(desk.read("../clone/onboard.junit.xml").contains("<testsuite"));
        assert!(desk.read("../clone/onboard.sarif").contains("2.1.0"));
    }
    let run = in_clone(&desk, &audit, "");
    assert_eq!(run.code, 0, "{run}");
    hand_edit(&desk);
    let run = in_clone(&desk, &validate, &base);
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stdout.contains("::error file=clients/acme.yaml"), "{run}");
    let run = in_clone(&desk, &audit, "");
    assert_eq!(run.code, 1, "{run}");
}

#[test]
fn the_commands_for_gitlab_run_in_a_clone() {
    let desk = made(Sandbox::new());
    let text = desk.ok("setup ci gitlab --print");
    desk.ok("setup ci gitlab");
    clone(&desk);
    let base = format!("CI_MERGE_REQUEST_DIFF_BASE_SHA={}", desk.git("rev-parse HEAD^").trim());
    for variables in ["", &base] {
        let run = in_clone(&desk, &script(&text), variables);
        assert_eq!(run.code, 0, "{run}");
        let quality: Value = serde_json::from_str(&desk.read("../clone/onboard.codequality.json")).unwrap();
        assert_eq!(quality, serde_json::json!([]));
    }
    hand_edit(&desk);
    let run = in_clone(&desk, &script(&text), &base);
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stdout.contains("clients/acme.yaml"), "{run}");
    let quality: Value = serde_json::from_str(&desk.read("../clone/onboard.codequality.json")).unwrap();
    assert!(!quality.as_array().unwrap().is_empty());
    let job = yaml(&text);
    assert_eq!(job["onboard"]["variables"]["GIT_DEPTH"], "0");
    assert_eq!(job["onboard"]["artifacts"]["reports"]["codequality"], "onboard.codequality.json");
}

#[test]
fn a_workspace_below_the_top_is_found_by_the_commands() {
    let desk = Sandbox::new();
    desk.git("init -q");
    std::fs::create_dir_all(desk.path("desks/west")).unwrap();
    desk.ok("-C desks/west init acme --name-en Acme --name-fr Acme --language en");
    desk.ok("-C desks/west setup ci github");
    assert_eq!(desk.git("show --name-only --format= HEAD"), format!("{GITHUB}\n"));
    desk.ok("-C desks/west setup ci gitlab");
    clone(&desk);
    for run in [
        in_clone(&desk, &step(&desk.read(GITHUB), "Validate the client files"), "BASE=''"),
        in_clone(&desk, &script(&desk.read(GITLAB)), ""),
    ] {
        assert_eq!(run.code, 0, "{run}");
    }
    assert!(desk.path("../clone/onboard.junit.xml").exists());
}

#[test]
fn the_program_is_built_from_the_commit_that_is_named_and_from_no_other() {
    let desk = made(Sandbox::new());
    let text = desk.ok("setup ci github --print");
    clone(&desk);
    // A stand-in for cargo writes down how it was called.
    desk.write("bin/cargo", "#!/bin/sh\necho \"$@\" >> ../cargo.log\n");
    assert_eq!(desk.shell("chmod +x bin/cargo").code, 0);
    let build = format!("PATH=../desk/bin:\"$PATH\"\n{}", step(&text, "Build onboard"));
    for missing in
        ["", "ONBOARD_SOURCE=https://git.example/onboard ONBOARD_REV=main", "ONBOARD_SOURCE='' ONBOARD_REV=''"]
    {
        let run = in_clone(&desk, &build, missing);
        assert!(run.code == 1 && run.stdout.starts_with("::error::"), "{missing}: {run}");
    }
    let named = format!("ONBOARD_SOURCE=https://git.example/onboard ONBOARD_REV={COMMIT}");
    let run = in_clone(&desk, &build, &named);
    assert_eq!(run.code, 0, "{run}");
    let called = std::fs::read_to_string(desk.home().join("cargo.log")).unwrap();
    let expected =
        format!("install --locked --root $HOME/.onboard --git https://git.example/onboard --rev {COMMIT} onboard\n");
    assert_eq!(called.replace(&desk.home().display().to_string(), "$HOME"), expected);
}

#[test]
fn a_file_that_nobody_changed_is_brought_up_to_date_and_a_persons_is_left_alone() {
    let desk = made(Sandbox::new());
    let run = desk.run("setup ci github");
    assert_eq!((run.code, run.stdout.trim()), (0, GITHUB), "{run}");
    assert!(run.stderr.contains("ONBOARD_SOURCE"), "{run}");
    desk.assert_clean();
    let before = desk.commits();
    let run = desk.run("setup ci github");
    assert!(run.code == 0 && run.stderr.contains("up to date"), "{run}");
    desk.ok("setup ci github --image registry.example/onboard:1");
    assert!(desk.read(GITHUB).contains("container: \"registry.example/onboard:1\""));
    assert_eq!(desk.commits(), before + 1);

    let changed = desk.read(GITHUB).replace("timeout-minutes: 60", "timeout-minutes: 5");
    desk.write(GITHUB, &changed);
    desk.commit_all("quicker");
    for words in ["setup ci github", "setup ci github --dry-run", "setup ci github --no-commit"] {
        let run = desk.run(words);
        assert_eq!(run.code, 73, "{run}");
        assert!(run.stdout.contains("\n-    timeout-minutes: 5\n"), "{run}");
        assert!(run.stdout.contains("\n+    timeout-minutes: 60\n"), "{run}");
        assert!(run.stderr.contains("--replace"), "{run}");
    }
    assert_eq!(desk.read(GITHUB), changed);
    desk.ok("setup ci github --replace");
    assert!(desk.read(GITHUB).contains("timeout-minutes: 60"));
    assert_eq!(desk.run("audit").code, 0);
}

#[test]
fn a_dry_run_and_a_print_write_nothing() {
    let desk = made(Sandbox::new());
    let before = desk.commits();
    let run = desk.run("setup ci github --dry-run");
    assert!(run.code == 0 && run.stdout.contains(&format!("+++ b/{GITHUB}")), "{run}");
    desk.ok("setup ci gitlab --print");
    assert_eq!(desk.commits(), before);
    desk.assert_clean();
    desk.ok("setup ci github --no-commit");
    assert_eq!(desk.commits(), before);
    assert!(desk.path(GITHUB).exists());
}

#[test]
fn gitlab_takes_the_checks_in_where_a_person_has_no_file_and_is_told_how_where_one_has() {
    let desk = made(Sandbox::new());
    let run = desk.run("setup ci gitlab");
    assert_eq!(run.stdout, format!("{GITLAB}\n.gitlab-ci.yml\n"), "{run}");
    assert_eq!(yaml(&desk.read(".gitlab-ci.yml"))["include"][0]["local"], GITLAB);
    assert!(!run.stderr.contains("is yours"), "{run}");

    let desk = made(Sandbox::new());
    let own = "build:\n  script: [make]\n# .gitlab/onboard.yml\n";
    desk.write(".gitlab-ci.yml", own);
    desk.commit_all("our own");
    let run = desk.run("setup ci gitlab");
    assert_eq!((run.code, run.stdout.as_str()), (0, ".gitlab/onboard.yml\n"), "{run}");
    assert!(run.stderr.contains("include:\n  - local: .gitlab/onboard.yml"), "{run}");
    assert_eq!(desk.read(".gitlab-ci.yml"), own);
    desk.write(".gitlab-ci.yml", &format!("include:\n  - local: .gitlab/onboard.yml\n{own}"));
    desk.commit_all("taken in");
    let run = desk.run("setup ci gitlab");
    assert!(run.code == 0 && !run.stderr.contains("is yours"), "{run}");
}

#[test]
fn what_could_break_out_of_the_file_is_refused() {
    let desk = made(Sandbox::new());
    for words in [
        "setup ci github --image 'a b'",
        "setup ci github --image 'a\"b'",
        "setup ci github --image '${{ secrets.X }}'",
        "setup ci gitlab --image '$(id)'",
        "setup ci gitlab --image -x",
        "setup ci github --source 'https://x/\"; id; \"' --rev 0123456789abcdef0123456789abcdef01234567",
        "setup ci github --source https://git.example/onboard --rev main",
        "setup ci github --source https://git.example/onboard",
        "setup ci github --rev 0123456789abcdef0123456789abcdef01234567",
        "setup ci github --branch 'a b'",
        "setup ci jenkins",
    ] {
        let run = desk.run(words);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{words}\n{run}");
    }
    desk.assert_clean();
    desk.ok("setup ci gitlab --image '$CI_REGISTRY_IMAGE/onboard:1'");
}

#[test]
fn the_branch_that_is_watched_is_the_main_one_of_the_origin() {
    let desk = made(Sandbox::new());
    let branches = |text: &str| yaml(text)["on"]["push"]["branches"].clone();
    desk.git("checkout -q -b topic");
    assert_eq!(branches(&desk.ok("setup ci github --print")), serde_json::json!(["topic"]));
    desk.git("update-ref refs/remotes/origin/main HEAD");
    desk.git("symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main");
    assert_eq!(branches(&desk.ok("setup ci github --print")), serde_json::json!(["main"]));
    assert_eq!(branches(&desk.ok("setup ci github --print --branch prod/1")), serde_json::json!(["prod/1"]));
    // Without a commit to stand on, what is to be looked at can be.
    desk.git("checkout -q --detach");
    desk.ok("setup ci github --print");
}

#[test]
fn json_says_which_commit_and_which_files() {
    let desk = made(Sandbox::new());
    let json = desk.json("setup ci gitlab");
    assert_eq!(json["files"], serde_json::json!([GITLAB, ".gitlab-ci.yml"]));
    assert_eq!(json["commit"].as_str().unwrap(), desk.git("rev-parse HEAD").trim());
}
