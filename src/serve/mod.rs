//! A server of files for the one person at this computer: loopback only, `GET` and `HEAD` only, and only for a browser that
//! was sent here by this address (another site could have its name point to us). What there is to serve, a function says.

mod answer;
mod request;

use std::io::{self, Read, Write as _};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use answer::Answer;
use request::Request;

/// More connections than a browser opens.
const MOST: usize = 32;
/// More than the head of any request of a browser.
const LONGEST: usize = 16 * 1024;
/// A connection that says nothing for so long is closed.
const PATIENCE: Duration = Duration::from_secs(5);

/// A server that is bound to its port.
#[derive(Debug)]
pub(crate) struct Server {
    listener: TcpListener,
    address: SocketAddr,
}

impl Server {
    /// On this port of the loopback address; on any free one for 0.
    pub(crate) fn bind(port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let address = listener.local_addr()?;
        Ok(Self { listener, address })
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Answers until the program ends. `find` gives the bytes of a path such as `en/index.html`.
    pub(crate) fn run(&self, find: impl Fn(&str) -> Option<Vec<u8>> + Sync) -> io::Result<()> {
        let open = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for stream in self.listener.incoming() {
                let stream = match stream {
                    Ok(stream) => stream,
                    // The browser went away before we looked.
                    Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => continue,
                    Err(error) => return Err(error),
                };
                if open.load(Ordering::Relaxed) >= MOST {
                    continue;
                }
                open.fetch_add(1, Ordering::Relaxed);
                let (find, open) = (&find, &open);
                scope.spawn(move || {
                    // Whom we cannot answer has gone; there is nobody to tell.
                    drop(self.serve(stream, find));
                    open.fetch_sub(1, Ordering::Relaxed);
                });
            }
            Ok(())
        })
    }

    fn serve(&self, mut stream: TcpStream, find: &(impl Fn(&str) -> Option<Vec<u8>> + Sync)) -> io::Result<()> {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let head = head(&mut stream)?;
        let answer = match Request::read(&head, self.address.port()) {
            Ok(request) => Answer::to(&request, find),
            Err(wrong) => Answer::no(wrong),
        };
        stream.write_all(&answer.head())?;
        stream.write_all(answer.body())?;
        stream.flush()?;
        stream.shutdown(Shutdown::Write)
    }
}

/// The head of a request; what is too long is cut, and cannot be read.
fn head(stream: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut some = [0; 2048];
    while !head.windows(4).any(|it| it == b"\r\n\r\n") && head.len() < LONGEST {
        match stream.read(&mut some)? {
            0 => break,
            count => head.extend(some.get(..count).unwrap_or_default()),
        }
    }
    Ok(head)
}

#[cfg(test)]
mod tests;
