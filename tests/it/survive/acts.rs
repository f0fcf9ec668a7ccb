//! One act of every kind: the commands that change a workspace, each on a desk where it succeeds.

use std::collections::BTreeMap;

use crate::sandbox::Sandbox;

/// A command, and what is to be done before it.
pub(super) struct Act {
    pub(super) name: &'static str,
    pub(super) words: &'static str,
    desk: Sandbox,
}

type Files = BTreeMap<String, Vec<u8>>;

impl Act {
    pub(super) fn desk(&self) -> Sandbox {
        self.desk.copy()
    }

    /// Commands that put several things there, one after the other and each as a whole, may be found between two of them.
    pub(super) fn in_steps(&self, now: &Files, before: &Files, after: &Files) -> bool {
        let whole = |name: &String| now.get(name) == before.get(name) || now.get(name) == after.get(name);
        (self.name.starts_with("setup") || self.name == "doctor")
            && before.keys().chain(after.keys()).chain(now.keys()).all(whole)
    }
}

const REASON: &str = "--reason-en 'It is so' --reason-fr 'C’est ainsi'";

/// A workspace with clients in several phases.
pub(super) fn base() -> Sandbox {
    let clients = [
        ("northern-trails", include_str!("../../../examples/clients/northern-trails.yaml")),
        ("kite-registry", include_str!("../../../examples/clients/kite-registry.yaml")),
        ("tidal-board", include_str!("../../../examples/clients/tidal-board.yaml")),
        ("salmon-council", include_str!("../../../examples/clients/salmon-council.yaml")),
        ("tourbieres", include_str!("../../../examples/clients/tourbieres.yaml")),
        ("seed-vault", include_str!("../../../examples/clients/seed-vault.yaml")),
        ("lighthouse-agency", include_str!("../../../examples/clients/lighthouse-agency.yaml")),
    ];
    let agreed = crate::sign::agreed();
    let clients: Vec<_> = clients.into_iter().chain([("acme", agreed.as_str())]).collect();
    let desk = Sandbox::with_clients(&clients);
    desk.ok("init lighthouse --name-en Lighthouse --name-fr Phare --language en -q");
    desk
}

/// Every command that changes a workspace.
pub(super) fn acts(base: &Sandbox) -> Vec<Act> {
    let mut acts = Vec::new();
    let mut add = |name, before: &[&str], words: String| {
        let desk = base.copy();
        for it in before {
            desk.ok(it);
        }
        acts.push(Act { name, words: Box::leak(words.into_boxed_str()), desk });
    };
    let plain = |words: &str| words.to_owned();
    add("init", &[], plain("init new-one --name-en New --name-fr Nouveau --language en"));
    add("set", &[], plain("set northern-trails environments.staging.connected_on=2026-11-20"));
    add("no-commit", &[], plain("set northern-trails environments.staging.connected_on=2026-11-20 --no-commit"));
    add("add", &[], plain("add northern-trails notes id=k1 date=2026-11-20 text.en=one text.fr=un"));
    add(
        "remove",
        &["add lighthouse notes id=k1 date=2026-11-20 text.en=one text.fr=un"],
        plain("remove lighthouse notes.k1"),
    );
    add("hold", &[], format!("hold salmon-council {REASON}"));
    add("resume", &[], plain("resume tidal-board"));
    add("withdraw", &[], format!("withdraw lighthouse-agency {REASON}"));
    add("return", &[], format!("return tourbieres --to support {REASON}"));
    add("reopen", &[], format!("reopen kite-registry {REASON}"));
    add("close", &[&format!("reopen kite-registry {REASON}")], plain("close kite-registry"));
    add("confirm", &[], plain("confirm lighthouse engagement.overview-presented --evidence 'GCdocs 1'"));
    add(
        "waive",
        &[],
        format!("waive northern-trails cate.sign-in-works {REASON} --role technical_lead --expires 2026-12-31"),
    );
    add("request", &[], plain("request live northern-trails CR-0120"));
    add(
        "advance",
        &["request live northern-trails CR-0120", "set northern-trails environments.staging.connected_on=2026-11-20"],
        plain("advance northern-trails"),
    );
    add("sign", &[], plain("sign acme --party client --role-en 'Director General' --role-fr 'Direction générale'"));
    add("renew", &[], plain("renew seed-vault --fiscal-year 2027-2028 --reference CA-2027-001"));
    add(
        "correct",
        &[],
        plain(
            "correct kite-registry 2 --reason-en 'In clearer words' --reason-fr 'En mots plus clairs' --why-en Typo --why-fr Coquille",
        ),
    );
    add("rename", &[], plain("rename salmon-council --name-en 'New Name' --name-fr 'Nouveau nom'"));
    add("save", &[], plain("report northern-trails --save"));
    add("eject", &[], plain("process eject"));
    add("setup-ci", &[], plain("setup ci github"));
    add("setup-hooks", &[], plain("setup hooks"));
    add("setup-merge", &[], plain("setup merge"));
    add("doctor", &[], plain("doctor --fix --yes"));
    let edited = base.copy().env("EDITOR", "sed -i s/Lighthouse/Lantern/");
    acts.push(Act { name: "edit", words: "edit lighthouse", desk: edited });
    let hooked = base.copy();
    super::put_hook(&hooked, "exit 0");
    acts.push(Act {
        name: "hooked",
        words: "set northern-trails environments.staging.connected_on=2026-11-20",
        desk: hooked,
    });
    let first = "init first --name-en First --name-fr Premier --language en --hosts example";
    acts.push(Act { name: "init-first", words: first, desk: Sandbox::new() });
    acts
}
