//! What a browser asks for, as far as we answer it.

use percent_encoding::percent_decode_str;

/// More header lines than browsers send.
const LINES: usize = 64;

/// A sound question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    /// Without the first slash: `en/index.html`. A folder is asked for as its `index.html`.
    pub(super) path: String,
    /// Only the head of the answer is wanted.
    pub(super) head_only: bool,
}

/// Why a question gets no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrong {
    /// It cannot be read.
    Request,
    /// It wants to change something.
    Method,
    /// It was sent to another name than ours.
    Host,
    /// There is no such file.
    Missing,
}

impl Request {
    /// Reads the head of a request that was sent to `port`.
    pub(super) fn read(head: &[u8], port: u16) -> Result<Self, Wrong> {
        let mut lines = [httparse::EMPTY_HEADER; LINES];
        let mut request = httparse::Request::new(&mut lines);
        match request.parse(head) {
            Ok(httparse::Status::Complete(_)) => {}
            Ok(httparse::Status::Partial) | Err(_) => return Err(Wrong::Request),
        }
        let hosts: Vec<&[u8]> =
            request.headers.iter().filter(|it| it.name.eq_ignore_ascii_case("host")).map(|it| it.value).collect();
        match hosts.as_slice() {
            [one] if is_ours(one, port) => {}
            _ => return Err(Wrong::Host),
        }
        let head_only = match request.method {
            Some("GET") => false,
            Some("HEAD") => true,
            _ => return Err(Wrong::Method),
        };
        let path = path(request.path.unwrap_or_default()).ok_or(Wrong::Request)?;
        Ok(Self { path, head_only })
    }
}

fn is_ours(host: &[u8], port: u16) -> bool {
    let names = ["127.0.0.1", "localhost"];
    names.iter().any(|name| host.eq_ignore_ascii_case(format!("{name}:{port}").as_bytes()))
}

/// The path of a target, without its query and decoded.
fn path(target: &str) -> Option<String> {
    let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
    let path = percent_decode_str(path).decode_utf8().ok()?;
    Some(if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.into_owned() })
}
