//! `kill -9` at every system call that changes something, and at moments drawn at random: afterwards the files and the branch are
//! both as before or both as after, git is sound, and the next command leaves nothing of it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::acts::{Act, acts, base};
use super::size;
use crate::sandbox::{Sandbox, program, split};
use crate::skip;

/// The calls that change something on a disk, or start what does.
const CALLS: &str = "openat,write,pwrite64,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,mkdir,mkdirat,\
                     rmdir,fsync,fdatasync,ftruncate,chmod,fchmod,fchmodat,utimensat,flock,clone,clone3,vfork,wait4,waitid";

/// All that a change may touch.
#[derive(Debug, PartialEq, Eq, Clone)]
struct Picture {
    refs: String,
    status: String,
    /// Every file outside the folder of git, ignored ones as well.
    files: BTreeMap<String, Vec<u8>>,
    /// The hooks: `setup` puts them there.
    hooks: BTreeMap<String, Vec<u8>>,
}

fn picture(desk: &Sandbox) -> Picture {
    let in_git = |words: &str| if desk.path(".git").exists() { desk.git(words) } else { String::new() };
    Picture {
        refs: in_git("for-each-ref"),
        status: in_git("status --porcelain=v2 --branch --untracked-files=all"),
        files: files(&desk.path(""), &[".git"]),
        hooks: files(&desk.path(".git/hooks"), &[]),
    }
}

pub(super) fn files(root: &Path, without: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for path in entries.map(|it| it.unwrap().path()) {
            let name = path.strip_prefix(root).unwrap().display().to_string();
            if without.contains(&name.as_str()) {
                continue;
            }
            if path.is_dir() {
                open.push(path);
            } else {
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// Whether a name ends in one of these.
fn ends(name: &str, endings: &[&str]) -> bool {
    endings.iter().any(|it| name.ends_with(it))
}

/// What is left where nothing may be left after the next command.
pub(super) fn left_over(desk: &Sandbox) -> Vec<String> {
    let ours = |name: &str| name == "onboard.lock" || name.starts_with("onboard-drafts/") || name.ends_with(".sample");
    let mine = |name: &str| ends(name, &[".lock"]) || name.contains(".onboard") || name.contains("tmp_renamed");
    let in_git = files(&desk.path(".git"), &["objects"]).into_keys().filter(|it| !ours(it)).filter(|it| {
        mine(it) || it.starts_with("onboard-change/") || (it.starts_with("onboard/") && ends(it, &[".new"]))
    });
    let outside = files(&desk.path(""), &[".git"]).into_keys();
    in_git.chain(outside.filter(|it| ends(it, &[".onboard", ".new"]))).collect()
}

/// One act: a desk before it, and what there is before and after.
struct Scene {
    act: Act,
    desk: Sandbox,
    before: Picture,
    after: Picture,
    lasts: Duration,
}

impl Scene {
    fn of(act: Act) -> Self {
        let desk = act.desk();
        let before = picture(&desk);
        let copy = desk.copy();
        let begun = Instant::now();
        let run = copy.run(act.words);
        assert_eq!(run.code, 0, "{}\n{run}", act.words);
        let lasts = begun.elapsed();
        let after = picture(&copy);
        assert_ne!(before, after, "{}", act.words);
        Self { act, desk, before, after, lasts }
    }

    /// After a kill on this desk.
    fn check(&self, desk: &Sandbox, how: &str) {
        let how = format!("onboard {}, killed at {how}", self.act.words);
        // The next command, whatever it is.
        let next = desk.run("list");
        let no_workspace = matches!(next.code, 66 | 78) && !desk.path("onboard.yaml").exists();
        assert!(next.code == 0 || no_workspace, "{how}\n{next}");
        let now = picture(desk);
        let founded = self.before.refs.is_empty() && now.refs.is_empty() && now.files == self.before.files;
        assert!(
            now == self.before
                || now == self.after
                || founded
                || self.act.in_steps(&now.files, &self.before.files, &self.after.files),
            "{how}: neither before nor after\n{}\n{}\n{:?}",
            now.refs,
            now.status,
            now.files.keys().collect::<Vec<_>>()
        );
        if desk.path(".git").exists() {
            let sound = desk.shell("git fsck --strict --no-dangling");
            assert_eq!(sound.code, 0, "{how}\n{sound}");
        }
        // Whatever was not done can be done now; and in any case a next change can.
        let is_after = now == self.after;
        if !is_after {
            let again = desk.run(self.act.words);
            assert_eq!(again.code, 0, "{how}, then again\n{again}");
            assert_eq!(picture(desk), self.after, "{how}, then again");
        }
        // A doctor that finds nothing to mend changes nothing, and sweeps nothing.
        if is_after || self.act.name == "doctor" {
            let other = if desk.path("clients/first.yaml").exists() { "first" } else { "lighthouse" };
            desk.ok(&format!("set {other} language=fr -q"));
        }
        assert_eq!(left_over(desk), [""; 0], "{how}");
    }
}

/// The calls of a run that change something: how often each is made by one thread, as `strace` counts them.
pub(super) fn calls(desk: &Sandbox, words: &str, follow: bool) -> Option<Vec<(String, usize)>> {
    let desk = desk.copy();
    let trace = desk.home().join("trace");
    let mut command = desk.command("strace");
    let traced =
        ["-qq", "-e", "signal=none", "-e", &format!("trace={}", CALLS.replace(' ', "")), "-o", trace.to_str()?]
            .map(str::to_owned);
    command.args(traced).args(follow.then_some("-f")).arg("--").arg(program()).args(split(words));
    let output = command.output().ok()?;
    if !output.status.success() {
        return None;
    }
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut points = std::collections::BTreeSet::new();
    for line in std::fs::read_to_string(&trace).ok()?.lines().filter(|it| !it.contains(" resumed>")) {
        let (thread, call) = if follow { line.split_once(' ')? } else { ("", line) };
        let call = call.trim_start();
        let Some((name, rest)) = call.split_once('(') else { continue };
        let count = counts.entry((thread.to_owned(), name.to_owned())).or_default();
        *count += 1;
        let reads =
            name == "openat" && !rest.contains("O_CREAT") && !rest.contains("O_WRONLY") && !rest.contains("O_RDWR");
        let speaks = name == "write" && (rest.starts_with("1,") || rest.starts_with("2,"));
        if !reads && !speaks {
            points.insert((name.to_owned(), *count));
        }
    }
    Some(points.into_iter().collect())
}

pub(super) fn killed_at(desk: &Sandbox, words: &str, follow: bool, (call, count): &(String, usize)) -> Sandbox {
    let desk = desk.copy();
    let mut command = desk.command("sh");
    // Whatever the killed one has started keeps the ninth file open: the end of it is the end of them all.
    let follow = if follow { "-f" } else { "" };
    let script = format!(
        "exec 9>&1; exec strace -qq -e signal=none {follow} -e trace={call} -e inject={call}:signal=KILL:when={count} -o /dev/null -- \"$@\""
    );
    command.args(["-c", &script, "sh", &program()]).args(split(words));
    let output = command.stdin(Stdio::null()).output().unwrap();
    drop(output);
    desk
}

/// Whether system calls can be watched here at all.
pub(super) fn strace() -> bool {
    let desk = Sandbox::new();
    if desk.shell("strace -qq -e trace=openat -o /dev/null true").code == 0 {
        return true;
    }
    skip("there is no `strace`, or it may not look into other processes here");
    false
}

fn sweep(scene: &Scene, follow: bool, most: usize) {
    let points =
        calls(&scene.desk, scene.act.words, follow).unwrap_or_else(|| panic!("{} cannot be traced", scene.act.words));
    assert!(points.len() > 5, "{}: {points:?}", scene.act.words);
    // All of them, or some all over the run.
    let step = points.len().div_ceil(most).max(1);
    for point in points.iter().step_by(step) {
        let desk = killed_at(&scene.desk, scene.act.words, follow, point);
        scene.check(&desk, &format!("{} number {}{}", point.0, point.1, if follow { " of any process" } else { "" }));
    }
}

fn sweep_all(names: &[&str], follow: bool, few: usize) {
    if !strace() {
        return;
    }
    let base = base();
    for act in acts(&base).into_iter().filter(|it| names.contains(&it.name)) {
        sweep(&Scene::of(act), follow, size(few, usize::MAX / 1000));
    }
}

#[test]
fn killed_at_any_call_a_change_is_wholly_there_or_not_at_all() {
    sweep_all(&["set", "init", "init-first"], false, 5);
}

#[test]
fn killed_at_any_call_a_change_of_several_files_or_of_the_work_tree_is_too() {
    sweep_all(&["save", "no-commit", "eject", "edit", "setup-merge", "doctor"], false, 2);
}

#[test]
fn killed_at_any_call_a_change_with_hooks_is_too() {
    sweep_all(&["hooked"], false, 4);
}

#[test]
fn any_process_of_a_change_may_be_killed_at_any_call() {
    sweep_all(&["hooked", "set"], true, 3);
}

#[test]
fn killed_at_any_moment_every_command_leaves_before_or_after() {
    let base = base();
    // Every command where the size is whole, some of them otherwise.
    let step = if size(0, 1) == 0 { 5 } else { 1 };
    let scenes: Vec<Scene> = acts(&base).into_iter().step_by(step).map(Scene::of).collect();
    let mut random = Random(u64::try_from(size(1, 2026)).unwrap());
    for number in 0..size(scenes.len(), 250.max(scenes.len())) {
        let scene = &scenes[number % scenes.len()];
        let desk = scene.desk.copy();
        let mut command = desk.command("sh");
        command.args(["-c", "exec 9>&1; exec \"$@\"", "sh", &program()]).args(split(scene.act.words));
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let longest = u64::try_from(scene.lasts.as_micros()).unwrap() * 6 / 5;
        let after = Duration::from_micros(random.next() % longest);
        let end = Instant::now() + after;
        while Instant::now() < end {
            std::thread::park_timeout(end.saturating_duration_since(Instant::now()));
        }
        child.kill().unwrap();
        drop(child.wait_with_output().unwrap());
        scene.check(&desk, &format!("{after:?} of {:?}", scene.lasts));
    }
}

/// The same numbers in every run (xorshift).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}
