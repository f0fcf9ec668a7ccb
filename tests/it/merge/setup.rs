//! `setup merge`: shown, done, done again, in a clone, in a folder of a larger repository, and undone.

use super::desk;
use crate::sandbox::{Sandbox, split};

const LINE: &str = "clients/**/*.yaml merge=onboard";

#[test]
fn it_is_shown_first_done_once_and_undone() {
    let desk = Sandbox::new();
    desk.ok("init acme --name-en Acme --name-fr Acmé --language en");
    let shown = desk.run("setup merge --dry-run");
    assert_eq!(shown.code, 0, "{shown}");
    assert!(
        shown.stdout.contains(&format!("+{LINE}")) && shown.stdout.contains("Onboard-Change: setup merge"),
        "{shown}"
    );
    assert!(shown.stderr.contains("merge.onboard.driver"), "{shown}");
    let before = "*.yaml text eol=lf\n";
    assert_eq!(desk.read(".gitattributes"), before);
    assert_eq!(desk.shell("git config --local --get-regexp '^merge'").stdout, "");

    desk.ok("setup merge");
    assert!(desk.read(".gitattributes").contains(LINE));
    assert!(desk.git("config merge.onboard.driver").contains(" merge-driver %O %A %B %P "));
    assert_eq!(desk.git("check-attr merge -- clients/west/acme.yaml").trim(), "clients/west/acme.yaml: merge: onboard");
    assert_eq!(desk.commits(), 2);
    let again = desk.run("setup merge");
    assert!(again.stderr.contains("already") && desk.commits() == 2, "{again}");

    desk.ok("setup merge --uninstall");
    assert_eq!(desk.read(".gitattributes"), before);
    assert_eq!(desk.shell("git config merge.onboard.driver").code, 1);
    assert!(desk.run("setup merge --uninstall").stderr.contains("nothing was written"));
    desk.assert_clean();
}

#[test]
fn a_clone_needs_the_configuration_alone() {
    let desk = desk();
    desk.git("clone -q . ../clone");
    let words = split("-C ../clone setup merge --format json");
    let run = desk.run_args(&words);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}\n{run}"));
    assert_eq!(json["files"], serde_json::json!(["merge.onboard"]), "{json}");
    assert_eq!(json["commit"], serde_json::Value::Null);
    assert_eq!(desk.git("-C ../clone log --oneline").lines().count(), desk.commits());
}

#[test]
fn what_stands_in_the_file_stays_and_a_workspace_below_has_its_own() {
    let desk = Sandbox::new();
    desk.git("init -q");
    std::fs::create_dir_all(desk.path("the desk/west")).unwrap();
    let at = |words: &str| {
        let words = [vec!["-C".to_owned(), "the desk/west".to_owned()], split(words)].concat();
        let run = desk.run_args(&words);
        assert_eq!(run.code, 0, "{run}");
    };
    at("init acme --name-en Acme --name-fr Acmé --language en");
    desk.write("the desk/west/.gitattributes", "*.png binary\n");
    desk.commit_all("attributes");
    at("setup merge");
    let text = desk.read("the desk/west/.gitattributes");
    assert!(text.starts_with("*.png binary\n# onboard") && text.ends_with(&format!("{LINE}\n")), "{text}");
    desk.git("checkout -q -b side");
    at("set acme organization.kind=agency");
    desk.git("checkout -q main");
    at("set acme language=fr");
    desk.git("merge -q --no-edit side");
    let text = desk.read("the desk/west/clients/acme.yaml");
    assert!(text.contains("kind: agency") && text.contains("language: fr"), "{text}");
    at("setup merge --uninstall");
    assert_eq!(desk.read("the desk/west/.gitattributes"), "*.png binary\n");
}
