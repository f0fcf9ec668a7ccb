//! What a browser is answered: the file with its kind, or why not.

use super::request::{Request, Wrong};

/// What a page may do, said once more by the server: it can also forbid to be framed, which a page itself cannot.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; \
                      form-action 'self'; frame-ancestors 'none'";

/// An answer.
#[derive(Debug)]
pub(super) struct Answer {
    status: &'static str,
    kind: &'static str,
    body: Vec<u8>,
    head_only: bool,
}

impl Answer {
    pub(super) fn to(request: &Request, find: impl Fn(&str) -> Option<Vec<u8>>) -> Self {
        match find(&request.path) {
            Some(body) => Self { status: "200 OK", kind: kind(&request.path), body, head_only: request.head_only },
            None => Self { head_only: request.head_only, ..Self::no(Wrong::Missing) },
        }
    }

    pub(super) fn no(wrong: Wrong) -> Self {
        let status = match wrong {
            Wrong::Request => "400 Bad Request",
            Wrong::Missing => "404 Not Found",
            Wrong::Method => "405 Method Not Allowed",
            Wrong::Host => "421 Misdirected Request",
        };
        Self { status, kind: "text/plain; charset=utf-8", body: format!("{status}\n").into_bytes(), head_only: false }
    }

    pub(super) fn head(&self) -> Vec<u8> {
        let allow = if self.status.starts_with("405") { "Allow: GET, HEAD\r\n" } else { "" };
        format!(
            "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
             Content-Security-Policy: {POLICY}\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n\
             Cross-Origin-Resource-Policy: same-origin\r\n{allow}Connection: close\r\n\r\n",
            self.status,
            self.kind,
            self.body.len()
        )
        .into_bytes()
    }

    pub(super) fn body(&self) -> &[u8] {
        if self.head_only { &[] } else { &self.body }
    }
}

fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("ics") => "text/calendar; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
