//! The server as a browser, and as somebody who means no good, finds it.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use super::Server;

/// Sends a request to a server with one file, and gives what comes back. `PORT` stands for its port.
fn ask(request: &str) -> String {
    let server = Server::bind(0).expect("a port");
    let address = server.address;
    // The thread ends with the tests.
    std::thread::spawn(move || {
        server.run(|path| (path == "en/index.html" || path == "index.html").then(|| b"<p>here</p>".to_vec()))
    });
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.write_all(request.replace("PORT", &address.port().to_string()).as_bytes()).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

fn check(request: &str, status: &str, body: &str) {
    let answer = ask(request);
    let (head, said) = answer.split_once("\r\n\r\n").expect("a head and a body");
    assert!(head.starts_with(&format!("HTTP/1.1 {status}")), "{request}\n{answer}");
    assert_eq!(said, body, "{request}");
}

#[test]
fn a_file_is_served_with_its_kind_and_folders_have_an_index() {
    check("GET /en/index.html?q=a HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", "200", "<p>here</p>");
    check("GET /en/ HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", "200", "<p>here</p>");
    check("GET / HTTP/1.1\r\nhost: LOCALHOST:PORT\r\n\r\n", "200", "<p>here</p>");
    check("HEAD / HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", "200", "");
    let answer = ask("GET / HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n");
    for line in ["Content-Type: text/html", "Content-Length: 11\r\n", "frame-ancestors 'none'", "nosniff"] {
        assert!(answer.contains(line), "{line}\n{answer}");
    }
}

#[test]
fn another_name_that_leads_here_gets_nothing() {
    for host in ["evil.example", "evil.example:PORT", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:PORT"] {
        check(&format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n"), "421", "421 Misdirected Request\n");
    }
    check("GET / HTTP/1.1\r\n\r\n", "421", "421 Misdirected Request\n");
    check("GET / HTTP/1.1\r\nHost: localhost:PORT\r\nHost: localhost:PORT\r\n\r\n", "421", "421 Misdirected Request\n");
}

#[test]
fn nothing_is_changed_and_nothing_that_cannot_be_read_is_answered() {
    check("POST / HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", "405", "405 Method Not Allowed\n");
    check("GET /../onboard.yaml HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", "404", "404 Not Found\n");
    check("GET /%2e%2e/onboard.yaml HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", "404", "404 Not Found\n");
    check("GET http://evil.example/ HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", "400", "400 Bad Request\n");
    check("GET /%ff HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", "400", "400 Bad Request\n");
    check("nonsense\r\n\r\n", "400", "400 Bad Request\n");
}
