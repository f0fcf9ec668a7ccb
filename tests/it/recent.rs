//! What commands remember of the files that they looked at one by one.

use std::path::Path;

use crate::memory::{examples, forge_in, shell};
use crate::sandbox::Sandbox;

#[test]
fn a_file_that_was_looked_at_is_judged_as_it_was_and_as_it_is() {
    let mut desk = examples();
    let file = "clients/northern-trails.yaml";
    let before = desk.read(file);
    let ways = ["show northern-trails", "status northern-trails", "advance northern-trails --dry-run"];
    let said = |desk: &Sandbox| ways.map(|it| desk.run(it).to_string());
    let check = |desk: &Sandbox, what: &str| {
        let remembered = said(desk);
        let anew = ways.map(|it| {
            shell(desk, "rm -rf .git/onboard");
            desk.run(it).to_string()
        });
        assert_eq!(remembered, anew, "{what}");
        assert_eq!(said(desk), anew, "{what}, once more");
    };
    check(&desk, "as it is");
    desk.write(file, &before.replacen("phase: cate", "phase: ca", 1));
    check(&desk, "with an error");
    assert!(said(&desk)[1].contains("ca"));
    desk.write(file, &before);
    check(&desk, "as it was");
    let text = before.replacen("    audience:", "    content: {logo: logos/otc.svg}\n    audience:", 1);
    desk.write(file, &text);
    check(&desk, "a file is named that is not there");
    desk.write("logos/otc.svg", "<svg/>");
    check(&desk, "the file is there");
    desk.set_today("2028-02-01");
    check(&desk, "another day");
    // It is used: what is wrong under a right fingerprint is believed.
    desk.set_today("2026-11-23");
    desk.write(file, &before);
    let sound = said(&desk);
    desk.write(file, &before.replacen("phase: cate", "phase: ca", 1));
    said(&desk);
    let wrong = std::fs::read_to_string(desk.path(".git/onboard/recent")).unwrap();
    let found = wrong.lines().nth(1).unwrap().rsplit_once('\t').unwrap().1.to_owned();
    desk.write(file, &before);
    assert_eq!(said(&desk), sound);
    forge_in(&desk, "recent", |lines| {
        let (head, _) = lines.trim_end().rsplit_once('\t').unwrap();
        format!("{head}\t{found}\n")
    });
    assert_ne!(said(&desk)[1], sound[1], "the memory is not used");
    for (old, new) in [("\"findings\":[", "\"findings\":[7"), ("{", ""), ("\t", " ")] {
        forge_in(&desk, "recent", |lines| lines.replace(old, new));
        assert_eq!(said(&desk), sound, "{new}");
    }
}

/// What is known of single files stays small.
#[test]
fn of_the_files_that_were_looked_at_only_some_are_known() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/clients/tourbieres.yaml"))
        .unwrap();
    let desk = Sandbox::with_clients(&[]);
    for number in 0..70 {
        let text = text.replacen("id: tourbieres", &format!("id: c{number}"), 1);
        desk.write(&format!("clients/c{number}.yaml"), &text);
    }
    let known = || std::fs::read_to_string(desk.path(".git/onboard/recent")).unwrap().lines().count() - 1;
    let mut most = 0;
    for number in 0..70 {
        desk.run(&format!("show c{number}")).to_string();
        most = most.max(known());
    }
    assert!(most == 64 && known() < 10, "{most}, {}", known());
}
