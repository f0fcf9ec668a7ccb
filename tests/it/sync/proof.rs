//! The proof: eight copies, each with a hundred changes in random places, all syncing at once, over a web server, the daemon of
//! git and a path, while pushes are refused, connections cut and processes killed at random. In the end all have the same,
//! the audit accepts it, and every change is there exactly once or was reported as a conflict.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::dice::Dice;
use super::servers::{self, Proxy};
use super::team::{Seat, Team};

const SEATS: usize = 8;
const KEYS: u32 = 12;
/// Most of the work is on the first.
const CLIENTS: [&str; 4] = ["acme", "beta", "gamma", "delta"];

/// How many changes each copy makes. `ONBOARD_SYNC` says otherwise.
fn changes(usual: usize) -> usize {
    std::env::var("ONBOARD_SYNC").ok().and_then(|it| it.parse().ok()).unwrap_or(usual)
}

/// Something that somebody wants to change. Its token is in the message of its commit.
#[derive(Clone, Debug)]
struct Wish {
    token: String,
    client: &'static str,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    /// A note of its own, somewhere in the list.
    Note { place: u32 },
    /// A field that others change, too.
    Key(u32),
    /// The same, by a command.
    Command(u32),
    /// What others may have said in the same words.
    Language(&'static str),
}

/// What became of the wishes of one copy that are not in its history.
#[derive(Default)]
struct Account {
    conflicts: BTreeSet<String>,
    /// The remote had said the same.
    same: BTreeSet<String>,
    ends: BTreeMap<String, usize>,
}

struct Worker {
    seat: Seat,
    dice: Dice,
    wishes: VecDeque<Wish>,
    account: Account,
}

impl Worker {
    fn new(seat: Seat, number: usize, count: usize) -> Self {
        let mut dice = Dice::new(number as u64 + 1);
        let wish = |n: usize| {
            let client = CLIENTS[[0, 0, 0, 0, 1, 1, 2, 3][dice.upto(8) as usize]];
            let what = match dice.upto(20) {
                0..14 => What::Note { place: dice.upto(1000) },
                14..18 => What::Key(dice.upto(KEYS)),
                18 => What::Command(dice.upto(KEYS)),
                _ => What::Language(["en", "fr"][dice.upto(2) as usize]),
            };
            Wish { token: format!("{}-{n}", seat.name), client, what }
        };
        let wishes = (0..count).map(wish).collect();
        Self { dice: Dice::new(number as u64 + 100), seat, wishes, account: Account::default() }
    }

    fn work(mut self) -> Account {
        let deadline = Instant::now() + Duration::from_secs(900);
        while !self.wishes.is_empty() {
            for _ in 0..self.dice.upto(24) + 8 {
                let Some(wish) = self.wishes.pop_front() else { break };
                self.make(&wish);
            }
            self.sync(deadline);
        }
        self.account
    }

    /// Changes the file, as a person would: by hand and with git, or by a command.
    fn make(&mut self, wish: &Wish) {
        let Wish { token, client, what } = wish;
        let file = format!("clients/{client}.yaml");
        let text = self.seat.read(&file);
        let new = match what {
            What::Note { place } => {
                let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
                let places: Vec<usize> = (0..lines.len()).filter(|it| lines[*it].starts_with("  - {id: ")).collect();
                let at = places[*place as usize % places.len()];
                lines.insert(at + 1, format!("  - {{id: {token}, date: 2026-11-23, text: Note {token}}}"));
                lines.join("\n") + "\n"
            }
            What::Key(key) => with_line(&text, &format!("  k{key}: "), &format!("  k{key}: {token}")),
            What::Language(lang) => with_line(&text, "language: ", &format!("language: {lang}")),
            What::Command(key) => {
                self.command(&format!("set {client} custom.k{key}={token} -m token={token}"), token);
                return;
            }
        };
        if new == text {
            // It says so already, and nobody has anything to commit.
            self.account.same.insert(token.clone());
            return;
        }
        self.seat.write(&file, &new);
        self.seat.git(&format!("commit -q -m '{client}: by hand' -m token={token} -- {file}"));
    }

    /// Some are killed; then the next does it, unless it was done. What a killed one left would be in the way of git.
    fn command(&mut self, words: &str, token: &str) {
        loop {
            let dies = self.dies(5);
            let code = self.run(words, dies).0;
            if self.tokens("HEAD -n 1").iter().any(|it| it == token) {
                if code.is_none() {
                    self.seat.ok("doctor leftovers --fix --yes");
                }
                return;
            }
            assert!(code.is_none() || code == Some(75), "onboard {words}: {code:?}");
        }
    }

    /// After how many milliseconds the next command is killed, if it is: early or late, for machines are quick or slow.
    fn dies(&mut self, one_in: u32) -> Option<u32> {
        let longest = [150, 600, 2500][self.dice.upto(3) as usize];
        if self.dice.upto(one_in) == 0 { Some(self.dice.upto(longest)) } else { None }
    }

    /// Runs a command, and kills it after so many milliseconds if it still runs.
    fn run(&self, words: &str, dies: Option<u32>) -> (Option<i32>, String, String) {
        let mut command = self.seat.onboard();
        command.args(crate::sandbox::split(words)).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        if let Some(after) = dies {
            std::thread::sleep(Duration::from_millis(after.into()));
            child.kill().unwrap();
        }
        let output = child.wait_with_output().unwrap();
        let code = output.status.code();
        let [stdout, stderr] = [output.stdout, output.stderr].map(|it| String::from_utf8_lossy(&it).into_owned());
        (code, stdout, stderr)
    }

    fn tokens(&self, range: &str) -> Vec<String> {
        let told = self.seat.git(&format!("log --format=%B {range} --"));
        told.lines().filter_map(|it| it.strip_prefix("token=")).map(str::to_owned).collect()
    }

    /// Until what is here is there.
    fn sync(&mut self, deadline: Instant) {
        loop {
            assert!(Instant::now() < deadline, "{} does not come to an end", self.seat.name);
            let before: BTreeSet<String> = self.tokens("origin/main..HEAD").into_iter().collect();
            let dies = self.dies(4);
            let (code, answer, said) = self.run("sync --format json", dies);
            let now: BTreeSet<String> = self.tokens("HEAD").into_iter().collect();
            self.account.same.extend(before.difference(&now).cloned());
            // One that was killed may not have answered.
            let value: serde_json::Value = serde_json::from_str(&answer).unwrap_or_default();
            let reason = value["refusal"]["reason"].as_str().unwrap_or(if code.is_none() { "killed" } else { "done" });
            *self.account.ends.entry(reason.to_owned()).or_default() += 1;
            match (code, reason) {
                (Some(0), _) => return,
                (Some(1), "conflict") => self.settle(value["refusal"]["commit"].as_str().unwrap()),
                (Some(1), "refused") | (Some(75), "unreachable" | "lost" | "busy") | (None, _) => {}
                _ => panic!("{}: {code:?}\n{answer}\n{said}", self.seat.name),
            }
        }
    }

    /// Somebody gives in: the change that was reported is taken back, those after it are made again.
    fn settle(&mut self, commit: &str) {
        let reported = self.tokens(&format!("-n 1 {commit}"));
        let [token] = reported.as_slice() else { panic!("{reported:?}") };
        self.account.conflicts.insert(token.clone());
        let later = self.tokens(&format!("--reverse {commit}..HEAD"));
        self.seat.git(&format!("reset -q --hard {commit}^"));
        let all = Self::new(self.seat.clone(), self.number(), 1000).wishes;
        let again: Vec<Wish> = all.into_iter().filter(|it| later.contains(&it.token)).collect();
        assert_eq!(again.len(), later.len());
        for wish in again.into_iter().rev() {
            self.wishes.push_front(wish);
        }
        while self.wishes.front().is_some_and(|it| later.contains(&it.token)) {
            let Some(wish) = self.wishes.pop_front() else { break };
            self.make(&wish);
        }
    }

    fn number(&self) -> usize {
        self.seat.name.trim_start_matches('s').parse().unwrap()
    }
}

fn with_line(text: &str, start: &str, line: &str) -> String {
    text.lines().flat_map(|it| [if it.starts_with(start) { line } else { it }, "\n"]).collect()
}

/// A hub with these clients, each with a note to begin with and fields that several people fill in.
fn team() -> (Team, Seat) {
    let (team, ada) = Team::new();
    for client in ["gamma", "delta"] {
        ada.ok(&format!("init {client} --name-en {client} --name-fr {client} --language en"));
    }
    for client in CLIENTS {
        let file = format!("clients/{client}.yaml");
        let keys: String = (0..KEYS).map(|it| format!("  k{it}: first\n")).collect();
        let text = ada.read(&file) + "notes:\n  - {id: first, date: 2026-11-23, text: First}\ncustom:\n" + &keys;
        ada.write(&file, &text);
    }
    ada.commit_all("ground");
    ada.ok("sync");
    team.hook("pre-receive", "[ $(od -An -N1 -tu1 /dev/urandom) -ge 40 ] || { echo 'not now' >&2; exit 1; }");
    team.seat("hub.git").git("config http.receivepack true");
    (team, ada)
}

fn prove(team: &Team, ada: &Seat, address: &str, proxy: Option<&Proxy>, count: usize) {
    let begun = Instant::now();
    let seats: Vec<Seat> = (0..SEATS).map(|it| team.clone(&format!("s{it}"))).collect();
    for seat in &seats {
        seat.git(&format!("remote set-url origin {address}"));
    }
    let workers = seats.iter().enumerate().map(|(number, seat)| Worker::new(seat.clone(), number, count));
    let running: Vec<_> = workers.map(|it| std::thread::spawn(move || it.work())).collect();
    let accounts: Vec<Account> = running.into_iter().map(|it| it.join().unwrap()).collect();
    let worked = begun.elapsed();
    let cuts = proxy.map(Proxy::heal);
    team.hook("pre-receive", "exit 0");
    for seat in seats.iter().chain([ada]) {
        seat.ok("sync");
    }
    for seat in seats.iter().chain([ada]) {
        assert_eq!(seat.head(), team.hub(), "{} has something else", seat.name);
        assert_eq!(seat.git("status --porcelain --ignored"), "", "{}", seat.name);
        seat.git("fsck --strict --no-dangling");
    }
    ada.assert_clean();
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for line in ada.git("log --format=%B").lines().filter_map(|it| it.strip_prefix("token=")) {
        *found.entry(line.to_owned()).or_default() += 1;
    }
    let files: String = CLIENTS.iter().map(|it| ada.read(&format!("clients/{it}.yaml"))).collect();
    let (mut there, mut conflicts, mut same) = (0, 0, 0);
    for (number, (seat, account)) in seats.iter().zip(&accounts).enumerate() {
        for wish in Worker::new(seat.clone(), number, count).wishes {
            let token = wish.token.as_str();
            let times = found.remove(token).unwrap_or_default();
            let was_reported = account.conflicts.contains(token);
            let was_same = account.same.contains(token) && matches!(wish.what, What::Language(_));
            assert_eq!(times + usize::from(was_reported) + usize::from(was_same && times == 0), 1, "{wish:?}");
            if let What::Note { .. } = wish.what {
                let notes = files.matches(&format!("{{id: {token}, ")).count();
                assert_eq!(notes, times, "{wish:?}");
            }
            there += times;
            // A note of one's own goes together with whatever others wrote.
            assert!(!was_reported || !matches!(wish.what, What::Note { .. }), "{wish:?} was reported");
            conflicts += usize::from(was_reported);
            same += usize::from(was_same && times == 0);
        }
    }
    assert_eq!(found, BTreeMap::new(), "changes that nobody made");
    assert!(there > SEATS * count * 3 / 4, "{there} of {}", SEATS * count);
    let mut ends: BTreeMap<String, usize> = BTreeMap::new();
    for (reason, times) in accounts.iter().flat_map(|it| &it.ends) {
        *ends.entry(reason.clone()).or_default() += times;
    }
    if count >= 100 {
        for trouble in ["killed", "refused", "conflict"] {
            assert!(ends.contains_key(trouble), "nobody met `{trouble}`: {ends:?}");
        }
        if let Some(cuts) = cuts {
            assert!(cuts > 10 && ends.contains_key("unreachable"), "{cuts} cuts: {ends:?}");
        }
    }
    eprintln!(
        "{there} there, {conflicts} reported as conflicts, {same} said by others; {ends:?}, {cuts:?} cuts; {worked:?}, {:?}",
        begun.elapsed()
    );
}

#[test]
fn over_a_web_server_nothing_is_lost_and_nothing_is_there_twice() {
    let (team, ada) = team();
    let Some(server) = servers::web(team.home()) else {
        return crate::skip("there is no lighttpd, behind which `git http-backend` would be asked");
    };
    let proxy = Proxy::to(server.port, 8);
    prove(&team, &ada, &format!("http://127.0.0.1:{}/git/hub.git", proxy.port), Some(&proxy), changes(100));
}

#[test]
fn over_the_daemon_of_git_nothing_is_lost_and_nothing_is_there_twice() {
    let (team, ada) = team();
    let server = servers::daemon(team.home());
    let proxy = Proxy::to(server.port, 5);
    prove(&team, &ada, &format!("git://127.0.0.1:{}/hub.git", proxy.port), Some(&proxy), changes(25));
}

#[test]
fn over_a_path_nothing_is_lost_and_nothing_is_there_twice() {
    let (team, ada) = team();
    prove(&team, &ada, "../hub.git", None, changes(25));
}
