//! The site on this computer: served from its folder, and made anew when something changes that it is made from.

use std::sync::RwLock;
use std::time::Duration;

use super::build;
use crate::cli::DashboardArgs;
use crate::command::Desk;
use crate::command::failure;
use crate::command::office::Office;
use crate::error::{Failure, FailureKind, Outcome};
use crate::model::Message;
use crate::serve::Server;
use crate::store::{OutputFolder, RelPath};
use crate::ui::Ui;
use crate::words::say;

/// How long until we look again.
const PAUSE: Duration = Duration::from_millis(400);

pub(super) fn run(desk: &Desk, args: &DashboardArgs, mut folder: OutputFolder) -> Result<Outcome, Failure> {
    let server = Server::bind(args.port).map_err(|error| {
        let message = Message::new("dashboard.no-port").with("port", args.port.to_string());
        Failure::new(FailureKind::Io, message.with("why", error.to_string()))
            .help(Message::new("dashboard.no-port-help"))
    })?;
    let office = Office::open(desk)?;
    let mut pulse = office.ws.pulse();
    told(desk, build::build(desk, &office, &mut folder, None)?.ends);
    let said = Message::new("dashboard.serving").with("url", server.url());
    Ui::out(&say(&said, desk.ui.lang)).map_err(failure::output)?;
    let folder = RwLock::new(folder);
    std::thread::scope(|scope| {
        let answering = scope.spawn(|| {
            server.run(|path| {
                let path = RelPath::new(path).ok()?;
                folder.read().ok()?.read(&path)
            })
        });
        while !answering.is_finished() {
            std::thread::sleep(PAUSE);
            let now = office.ws.pulse();
            if now != pulse {
                pulse = now;
                again(desk, &folder);
            }
        }
        match answering.join() {
            Ok(Ok(())) => Ok(Outcome::Done),
            Ok(Err(error)) => Err(failure::output(error)),
            Err(_) => Err(failure::output(std::io::ErrorKind::Other.into())),
        }
    })
}

/// Makes the site anew. What is wrong is said, and the last good pages stay: the person is in the middle of a change.
fn again(desk: &Desk, folder: &RwLock<OutputFolder>) {
    let Ok(mut folder) = folder.write() else { return };
    match Office::open(desk).and_then(|office| build::build(desk, &office, &mut folder, None)) {
        Ok(built) => {
            desk.ui.note(&Message::new("dashboard.rebuilt").with("n", built.written));
            told(desk, built.ends);
        }
        Err(failure) => failure::tell(desk.ui, &failure),
    }
}

/// Says that files could not be read; the site tells of them, too.
fn told(desk: &Desk, ends: Result<Outcome, Failure>) {
    if let Err(failure) = ends {
        failure::tell(desk.ui, &failure);
    }
}
