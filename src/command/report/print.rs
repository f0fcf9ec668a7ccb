//! A page as PDF, printed by a browser of the machine: tagged, with an outline, a title, its language and page numbers, as the
//! page itself says. The browser reads one file and may ask nothing of anywhere.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::env::Env;
use crate::error::{Failure, FailureKind};
use crate::model::Message;
use crate::store::Scratch;

/// Names of the browsers that can print: those of the Chromium family.
const BROWSERS: [&str; 9] = [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "microsoft-edge-stable",
    "microsoft-edge",
    "brave-browser",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];

/// A report of hundreds of pages is printed in a tenth of it.
const PATIENCE: Duration = Duration::from_secs(120);

/// Between two looks at whether it is done.
const MOMENT: Duration = Duration::from_millis(40);

/// What a browser said when it would not run as root inside its sandbox, or found none.
const NO_SANDBOX: [&str; 2] = ["no-sandbox", "No usable sandbox"];

/// Prints a page.
pub(super) fn pdf(html: &str) -> Result<Vec<u8>, Failure> {
    let scratch = Scratch::new()?;
    let (page, paper) = (scratch.path("page.html"), scratch.path("page.pdf"));
    scratch.write("page.html", html.as_bytes())?;
    let own = Env::variable("ONBOARD_BROWSER");
    let known: Vec<&str> = own.as_deref().map_or_else(|| BROWSERS.to_vec(), |it| vec![it]);
    for browser in known {
        let mut command = command(browser, &scratch, &page, &paper);
        match command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(scratch.log("browser.log")?).spawn() {
            Ok(child) => {
                let ended = wait(child);
                let log = String::from_utf8_lossy(&scratch.read("browser.log")).into_owned();
                return printed(browser, &ended, scratch.read("page.pdf"), &log);
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && own.is_none() => {}
            Err(error) => return Err(failed(browser, &error.to_string())),
        }
    }
    Err(Failure::new(FailureKind::Missing, Message::new("print.no-browser"))
        .help(Message::new("print.no-browser-help"))
        .help(Message::new("print.html-instead")))
}

fn command(browser: &str, scratch: &Scratch, page: &Path, paper: &Path) -> Command {
    let mut command = Command::new(browser);
    command.args([
        "--headless",
        "--disable-gpu",
        "--no-first-run",
        "--no-default-browser-check",
        "--disable-extensions",
        "--disable-sync",
        "--disable-component-update",
        "--disable-background-networking",
        // Whatever the page may say, no name leads anywhere.
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--no-pdf-header-footer",
        "--generate-pdf-document-outline",
    ]);
    // Only whoever asks for it goes without the sandbox.
    if Env::variable("ONBOARD_BROWSER_SANDBOX").as_deref() == Some("off") {
        command.arg("--no-sandbox");
    }
    command.arg(format!("--user-data-dir={}", scratch.path("profile").display()));
    command.arg(format!("--print-to-pdf={}", paper.display()));
    command.arg(address(page));
    command
}

/// How the browser ended.
enum Ended {
    Well,
    Badly(String),
    /// It was stopped.
    TooLate,
}

fn wait(mut child: Child) -> Ended {
    let looks = PATIENCE.as_millis() / MOMENT.as_millis();
    for _ in 0..looks {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ended::Well,
            Ok(Some(status)) => return Ended::Badly(status.to_string()),
            Ok(None) => std::thread::sleep(MOMENT),
            Err(error) => return Ended::Badly(error.to_string()),
        }
    }
    // What cannot be stopped any more has stopped by itself.
    drop(child.kill());
    drop(child.wait());
    Ended::TooLate
}

/// What it printed; that it ended well is not enough.
fn printed(browser: &str, ended: &Ended, pdf: Vec<u8>, log: &str) -> Result<Vec<u8>, Failure> {
    if NO_SANDBOX.iter().any(|it| log.contains(it)) && !matches!(ended, Ended::Well) {
        return Err(failed(browser, "no sandbox").help(Message::new("print.sandbox-help")));
    }
    match ended {
        Ended::TooLate => Err(failed(browser, &format!("> {} s", PATIENCE.as_secs()))),
        Ended::Badly(how) => {
            let last = log.lines().rev().find(|it| !it.trim().is_empty()).unwrap_or_default();
            Err(failed(browser, &format!("{how}; {}", crate::render::plain(last))))
        }
        Ended::Well if pdf.starts_with(b"%PDF-") => Ok(pdf),
        Ended::Well => Err(failed(browser, "no PDF")),
    }
}

fn failed(browser: &str, detail: &str) -> Failure {
    let message = Message::new("print.failed").with("browser", browser).with("detail", detail);
    Failure::new(FailureKind::Io, message).help(Message::new("print.html-instead"))
}

/// Everything but what may stand in the path of an address.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

fn address(path: &Path) -> String {
    let path = path.display().to_string().replace('\\', "/");
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("file://{slash}{}", utf8_percent_encode(&path, PATH))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_blanks_and_signs_is_an_address() {
        assert_eq!(address(Path::new("/tmp/a b/é#?.html")), "file:///tmp/a%20b/%C3%A9%23%3F.html");
    }

    #[test]
    fn a_browser_without_a_sandbox_gets_a_way_out_and_a_silent_one_is_no_success() {
        let log = "[1:1:ERROR] Running as root without --no-sandbox is not supported.";
        let failure = printed("chromium", &Ended::Badly("exit status: 1".to_owned()), Vec::new(), log);
        let failure = failure.expect_err("a failure");
        assert!(failure.help.iter().any(|it| it.is("print.sandbox-help")), "{failure:?}");
        assert!(printed("chromium", &Ended::Well, Vec::new(), "").is_err());
    }
}
