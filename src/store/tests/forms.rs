//! Every form of repository that git can open.

use std::fs;

use super::sandbox::{ACME, AFTER, BEFORE, Desk, change, rel};
use crate::store::{StoreError, Workspace};

/// One change in it, and everything clean afterwards; then one that is refused, and everything as before.
fn check(desk: &Desk) {
    desk.advance().expect("a commit");
    assert_eq!(desk.text(ACME), AFTER);
    assert_eq!(desk.commits(), 2);
    desk.assert_clean();
    desk.workspace().change(change("clients/new.yaml", None, Some("id: new\n"))).expect("a commit");
    desk.assert_clean();
    assert_eq!(desk.workspace().log(&rel(ACME)).expect("a history").len(), 2);
    let edited = "id: acme\n# by hand\n";
    desk.write(ACME, edited);
    assert!(desk.workspace().dirty(&rel(ACME)).expect("an answer"));
    let before = desk.picture();
    let fault = desk.workspace().change(change(ACME, Some(edited), Some(AFTER))).expect_err("it is dirty");
    assert!(matches!(fault, StoreError::Dirty { .. }), "{fault}");
    desk.assert_untouched(&before);
    desk.git("checkout -q --detach");
    assert!(matches!(desk.workspace().change(change("clients/b.yaml", None, Some(""))), Err(StoreError::Detached)));
}

#[test]
fn a_plain_repository() {
    check(&Desk::new());
}

#[test]
fn a_repository_of_sha256() {
    check(&Desk::with(&["--object-format=sha256"]));
}

#[test]
fn a_repository_with_its_references_in_a_table() {
    check(&Desk::with(&["--ref-format=reftable"]));
}

#[test]
fn a_split_index() {
    let desk = Desk::new();
    desk.git("config core.splitIndex true");
    desk.git("update-index --split-index");
    check(&desk);
    assert!(desk.git_agrees("rev-parse --verify HEAD"));
}

#[test]
fn a_sparse_index() {
    let desk = Desk::new();
    fs::create_dir_all(desk.root.join("far/away")).expect("a folder");
    desk.write("far/away/file.txt", "x\n");
    desk.git("add -A");
    desk.git("commit -q --amend --no-edit");
    desk.git("sparse-checkout init --cone --sparse-index");
    desk.git("sparse-checkout set clients");
    assert!(!desk.root.join("far").exists());
    check(&desk);
    assert!(desk.git("ls-tree -r --name-only HEAD").contains("far/away/file.txt"));
}

#[test]
fn an_index_of_version_4_without_a_checksum() {
    let desk = Desk::new();
    desk.git("config feature.manyFiles true");
    desk.git("update-index --index-version 4");
    check(&desk);
}

#[test]
fn references_and_objects_in_packs() {
    let desk = Desk::new();
    desk.git("gc -q");
    check(&desk);
}

#[test]
fn a_linked_work_tree_has_its_own_branch_and_the_common_lock() {
    let mut desk = Desk::new();
    let main = desk.top.clone();
    desk.git("worktree add -q ../linked -b side");
    desk.top = main.join("../linked").canonicalize().expect("its name");
    desk.root = desk.top.clone();
    check(&desk);
    assert!(main.join(".git/onboard.lock").exists());
    desk.top = main.clone();
    desk.root = main;
    assert_eq!(desk.commits(), 1);
    assert_eq!(desk.git("status --porcelain"), "");
}

#[test]
fn a_workspace_in_a_folder_of_a_larger_repository() {
    let mut desk = Desk::bare();
    desk.git("init -q -b main");
    desk.write("code.txt", "x\n");
    desk.root = desk.top.join("teams/Équipe d'accueil");
    desk.fill();
    check(&desk);
    assert!(
        desk.git_all(&["-c", "core.quotePath=false", "show", "--name-only", "--format=", "HEAD"])
            .starts_with("teams/Équipe d'accueil/clients/")
    );
    let deep = desk.root.join("clients");
    assert_eq!(Workspace::find(&deep, desk.surroundings()).expect("a workspace").root(), desk.root);
}

#[test]
fn a_submodule() {
    let mut desk = Desk::new();
    let outer = desk.top.join("../outer");
    fs::create_dir_all(&outer).expect("a folder");
    let inner = desk.top.display().to_string();
    desk.top = outer.canonicalize().expect("its name");
    desk.root = desk.top.clone();
    desk.git("init -q -b main");
    desk.git(&format!("-c protocol.file.allow=always submodule --quiet add {inner} inner"));
    desk.top = desk.top.join("inner");
    desk.root = desk.top.clone();
    check(&desk);
}

#[test]
fn line_endings_of_the_work_tree_stay_and_git_stores_its_own() {
    let crlf = |it: &str| it.replace('\n', "\r\n");
    for (attributes, config) in
        [("*.yaml text eol=crlf\n", ""), ("", "core.autocrlf"), ("*.yaml text=auto eol=crlf\n", "")]
    {
        let desk = Desk::new();
        if !config.is_empty() {
            desk.git(&format!("config {config} true"));
        }
        desk.write(".gitattributes", attributes);
        desk.git("add -A");
        desk.git("commit -q --amend --no-edit");
        fs::remove_file(desk.root.join(ACME)).expect("removed");
        desk.git(&format!("checkout -- {ACME}"));
        assert_eq!(desk.text(ACME), crlf(BEFORE));
        desk.workspace().change(change(ACME, Some(&crlf(BEFORE)), Some(&crlf(AFTER)))).expect("a commit");
        assert_eq!(desk.text(ACME), crlf(AFTER));
        assert_eq!(desk.git(&format!("show HEAD:{ACME}")), AFTER);
        desk.assert_clean();
    }
}

#[test]
fn a_file_stored_with_its_carriage_returns_keeps_them() {
    let crlf = |it: &str| it.replace('\n', "\r\n");
    let desk = Desk::new();
    desk.write(ACME, crlf(BEFORE));
    desk.git("commit -q -a -m crlf");
    for setting in ["false", "true", "input"] {
        desk.git(&format!("config core.autocrlf {setting}"));
        let before = desk.text(ACME);
        let after = format!("{before}# {setting}\r\n");
        desk.workspace().change(change(ACME, Some(&before), Some(&after))).expect("a commit");
        assert_eq!(desk.git(&format!("show HEAD:{ACME}")), after);
        desk.assert_clean();
    }
}

#[test]
fn a_filter_stores_what_git_add_would_store() {
    let desk = Desk::new();
    desk.write(".gitattributes", "*.yaml filter=upper ident\n");
    desk.git_all(&["config", "filter.upper.clean", "tr a-z A-Z"]);
    desk.git_all(&["config", "filter.upper.smudge", "tr A-Z a-z"]);
    desk.git("add -A");
    desk.git("add --renormalize -A");
    desk.git("commit -q -a -m filtered");
    desk.advance().expect("a commit");
    assert_eq!(desk.git(&format!("show HEAD:{ACME}")), AFTER.to_uppercase());
    assert_eq!(desk.text(ACME), AFTER);
    desk.assert_clean();
}

#[test]
fn other_line_endings_alone_are_nothing_to_commit() {
    let desk = Desk::new();
    desk.write(".gitattributes", "*.yaml text\n");
    desk.git("add -A");
    desk.git("commit -q -m text");
    let crlf = BEFORE.replace('\n', "\r\n");
    let done = desk.workspace().change(change(ACME, Some(BEFORE), Some(&crlf))).expect("written");
    assert_eq!(done.commit, None);
    assert_eq!(desk.text(ACME), crlf);
    assert_eq!(desk.git("status --porcelain"), "");
}

#[test]
fn variables_of_git_that_point_elsewhere_do_not_lead_us_there() {
    let mut desk = Desk::new();
    let other = Desk::new();
    let before = other.picture();
    desk.set("GIT_DIR", other.top.join(".git"));
    desk.set("GIT_WORK_TREE", &other.top);
    desk.set("GIT_INDEX_FILE", other.top.join(".git/index"));
    desk.hook_free_advance();
    assert_eq!(other.picture(), before);
}

impl Desk {
    fn hook_free_advance(&mut self) {
        let workspace = self.workspace();
        workspace.change(change(ACME, Some(BEFORE), Some(AFTER))).expect("a commit");
        self.unset("GIT_DIR");
        self.unset("GIT_WORK_TREE");
        self.unset("GIT_INDEX_FILE");
        self.assert_clean();
        assert_eq!(self.commits(), 2);
    }
}
