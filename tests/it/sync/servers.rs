//! Real servers on the loopback address, and what stands between them and the copies: a proxy that cuts connections.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::dice::Dice;

/// A server that ends with the test.
pub(super) struct Server {
    child: Child,
    pub(super) port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn started(mut command: Command, port: u16) -> Server {
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let server = Server { child, port };
    let deadline = Instant::now() + Duration::from_secs(20);
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(Instant::now() < deadline, "the server does not answer");
        std::thread::sleep(Duration::from_millis(20));
    }
    server
}

/// The folder with the programs of git.
fn core() -> PathBuf {
    let output = Command::new("git").arg("--exec-path").output().unwrap();
    PathBuf::from(String::from_utf8(output.stdout).unwrap().trim())
}

/// `git daemon`, which takes pushes from everybody.
pub(super) fn daemon(home: &Path) -> Server {
    let port = free_port();
    // Itself: `git daemon` would leave it behind.
    let mut command = Command::new(core().join("git-daemon"));
    command.env("HOME", home).env("GIT_CONFIG_NOSYSTEM", "1");
    command.args([
        "--reuseaddr",
        "--listen=127.0.0.1",
        "--export-all",
        "--enable=receive-pack",
        "--informative-errors",
    ]);
    command.arg(format!("--port={port}")).arg(format!("--base-path={}", home.display())).arg(home);
    started(command, port)
}

/// `git http-backend` behind lighttpd; `None` where that is not installed.
pub(super) fn web(home: &Path) -> Option<Server> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
    let program = folders.map(|it| it.join("lighttpd")).find(|it| it.is_file())?;
    let port = free_port();
    let config = home.join("web.conf");
    let text = format!(
        "server.document-root = \"{home}\"\nserver.bind = \"127.0.0.1\"\nserver.port = {port}\n\
         server.modules = (\"mod_alias\", \"mod_setenv\", \"mod_cgi\")\nalias.url = (\"/git\" => \"{core}/git-http-backend\")\n\
         $HTTP[\"url\"] =~ \"^/git/\" {{\n  cgi.assign = (\"\" => \"\")\n  setenv.set-environment = (\n    \
         \"GIT_PROJECT_ROOT\" => \"{home}\", \"GIT_HTTP_EXPORT_ALL\" => \"1\", \"REMOTE_USER\" => \"team\", \"HOME\" => \"{home}\"\n  )\n}}\n",
        home = home.display(),
        core = core().display(),
    );
    std::fs::write(&config, text).unwrap();
    let mut command = Command::new(program);
    command.args(["-D", "-f"]).arg(&config);
    Some(started(command, port))
}

/// Hands on what is said to a server, and cuts some of the connections after a while.
pub(super) struct Proxy {
    pub(super) port: u16,
    cuts: Arc<AtomicBool>,
    cut: Arc<AtomicUsize>,
}

impl Proxy {
    /// One connection in `one_in` is cut.
    pub(super) fn to(server: u16, one_in: u32) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let cuts = Arc::new(AtomicBool::new(true));
        let cut = Arc::new(AtomicUsize::new(0));
        let (cutting, counted) = (Arc::clone(&cuts), Arc::clone(&cut));
        // Ends with the test program: it waits for the next one until then.
        std::thread::spawn(move || {
            let mut dice = Dice::new(77);
            for near in listener.incoming() {
                let (Ok(near), Ok(far)) = (near, TcpStream::connect(("127.0.0.1", server))) else { continue };
                let is_cut = dice.upto(one_in) == 0 && cutting.load(Ordering::SeqCst);
                let (mut there, mut back) = (usize::MAX, usize::MAX);
                if is_cut {
                    counted.fetch_add(1, Ordering::SeqCst);
                    *if dice.upto(2) == 0 { &mut there } else { &mut back } = dice.upto(500) as usize;
                }
                let (near_too, far_too) = (near.try_clone().unwrap(), far.try_clone().unwrap());
                std::thread::spawn(move || hand_on(near, far, there));
                std::thread::spawn(move || hand_on(far_too, near_too, back));
            }
        });
        Self { port, cuts, cut }
    }

    /// From now on it is a good one. How many connections were to be cut so far.
    pub(super) fn heal(&self) -> usize {
        self.cuts.store(false, Ordering::SeqCst);
        self.cut.load(Ordering::SeqCst)
    }
}

/// Hands on so many bytes. Then, at the latest, both ends are closed if that was a cut.
fn hand_on(mut from: TcpStream, mut to: TcpStream, mut left: usize) {
    let mut bytes = [0; 4096];
    while let Ok(n) = from.read(&mut bytes) {
        let some = n.min(left);
        if n == 0 || to.write_all(&bytes[..some]).is_err() {
            break;
        }
        left = left.saturating_sub(some);
        if left == 0 {
            from.shutdown(Shutdown::Both).ok();
            to.shutdown(Shutdown::Both).ok();
            return;
        }
    }
    // What the other end still has to say comes by the other way.
    to.shutdown(Shutdown::Write).ok();
}
