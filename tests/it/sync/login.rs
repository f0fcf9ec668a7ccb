//! A remote that asks who is there: at a terminal the person answers, elsewhere nobody waits.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::sandbox::Sandbox;
use crate::terminal::at_terminal;

/// A web server that believes nobody, and what was said to it.
fn doorkeeper() -> (u16, Arc<Mutex<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Arc::new(Mutex::new(String::new()));
    let ear = Arc::clone(&heard);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let mut bytes = [0; 4096];
            let n = stream.read(&mut bytes).unwrap_or_default();
            ear.lock().unwrap().push_str(&String::from_utf8_lossy(&bytes[..n]));
            let answer = "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            // One that hung up does not want to hear it.
            stream.write_all(answer.as_bytes()).ok();
        }
    });
    (port, heard)
}

fn desk(port: u16) -> Sandbox {
    let desk = Sandbox::new();
    desk.ok("init acme --name-en Acme --name-fr Acme --language en");
    desk.git(&format!("remote add origin http://127.0.0.1:{port}/hub.git"));
    desk
}

#[test]
fn without_a_terminal_nobody_is_asked_and_nothing_hangs() {
    let (port, _) = doorkeeper();
    let desk = desk(port);
    let begun = Instant::now();
    let run = desk.run("sync");
    assert!(begun.elapsed() < Duration::from_secs(60));
    assert_eq!(run.code, 75, "{run}");
    assert!(run.stderr.contains("terminal prompts disabled"), "{run}");
    assert!(run.stderr.contains("1 commit is here and not there yet (acme)"), "{run}");
}

#[test]
fn at_a_terminal_the_person_is_asked_and_answers() {
    let (port, heard) = doorkeeper();
    let desk = desk(port);
    let steps = [("Username for", "ada\r"), ("Password for", "secret\r"), ("cannot be reached", "")];
    let Some(run) = at_terminal(&desk, "sync", &steps) else { return };
    assert_eq!(run.code, 75, "{run}");
    // ada:secret
    assert!(heard.lock().unwrap().contains("Authorization: Basic YWRhOnNlY3JldA=="), "{run}");
    assert!(!run.to_string().contains("secret"), "{run}");
}
