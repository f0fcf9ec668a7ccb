//! How far long work has come: a bar on the terminal, from the second second on, and nothing anywhere else. While it is under
//! way a signal is only noted: who works looks whether to go on, ends, and the program says that it was interrupted.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::Ui;
use crate::env::Env;
use crate::interrupt::{self, Careful};
use crate::model::Message;
use crate::words::say;

/// Work that is done sooner is not spoken of.
const SILENCE: Duration = Duration::from_secs(1);
const REDRAW: Duration = Duration::from_millis(100);
/// How wide the bar itself is.
const CELLS: usize = 24;

/// Work under way, in so many steps.
#[derive(Debug)]
#[must_use = "the bar goes when it is dropped; `end` says whether the work was interrupted"]
pub(crate) struct Progress {
    state: Arc<State>,
    drawing: Option<JoinHandle<()>>,
    _careful: Careful,
}

#[derive(Debug)]
struct State {
    done: AtomicUsize,
    over: AtomicBool,
}

/// The signal that work was interrupted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Interrupted(pub(crate) i32);

/// To the line above.
const UP: &str = "\u{1b}[1A";

/// A line on the terminal while somebody else is waited for, who may ask for a password there: so it is written once, and what is
/// asked stands below it.
#[derive(Debug)]
#[must_use = "the line goes when it is dropped"]
pub(crate) struct Waiting {
    is_shown: bool,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if self.is_shown {
            put(UP);
        }
    }
}

impl Ui {
    fn draws(&self) -> bool {
        self.is_watched() && Env::variable("TERM").is_some_and(|it| it != "dumb")
    }

    /// Says for whom is waited.
    pub(crate) fn waiting(&self, what: &Message) -> Waiting {
        let is_shown = self.draws();
        if is_shown {
            let line: String = say(what, self.lang).chars().take(self.width.saturating_sub(1)).collect();
            put(&format!("{line}\n"));
        }
        Waiting { is_shown }
    }

    /// Begins work in so many steps. `what` is said of them, with `done` and `n`.
    pub(crate) fn progress(&self, what: &'static str, total: usize) -> Progress {
        let state = Arc::new(State { done: AtomicUsize::new(0), over: AtomicBool::new(false) });
        let drawing = (total > 1 && self.draws()).then(|| {
            let (ui, state) = (self.clone(), Arc::clone(&state));
            std::thread::spawn(move || draw(&ui, &state, what, total))
        });
        Progress { state, drawing, _careful: interrupt::careful() }
    }
}

impl Progress {
    /// Counts a step. Whether to go on.
    pub(crate) fn step(&self) -> bool {
        self.state.done.fetch_add(1, Ordering::Relaxed);
        interrupt::pending().is_none()
    }

    /// The work is over; or it was interrupted, and what came of it is not whole.
    pub(crate) fn end(self) -> Result<(), Interrupted> {
        // The line goes before anything else is said.
        drop(self);
        interrupt::pending().map_or(Ok(()), |signal| Err(Interrupted(signal)))
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.state.over.store(true, Ordering::Relaxed);
        if let Some(drawing) = self.drawing.take() {
            drawing.thread().unpark();
            drawing.join().ok();
        }
    }
}

/// Draws until the work is over, and leaves the line as it was found.
fn draw(ui: &Ui, state: &State, what: &'static str, total: usize) {
    let begun = Instant::now();
    let mut drawn = false;
    while !state.over.load(Ordering::Relaxed) {
        let wait = if drawn { REDRAW } else { SILENCE.saturating_sub(begun.elapsed()) };
        if !wait.is_zero() {
            std::thread::park_timeout(wait);
        }
        if begun.elapsed() >= SILENCE && !state.over.load(Ordering::Relaxed) {
            put(&line(ui, what, state.done.load(Ordering::Relaxed).min(total), total));
            drawn = true;
        }
    }
    if drawn {
        put("");
    }
}

fn line(ui: &Ui, what: &'static str, done: usize, total: usize) -> String {
    let full = CELLS * done / total.max(1);
    let said = say(&Message::new(what).with("done", done).with("n", total), ui.lang);
    let bar = format!("{}{}  {said}", "█".repeat(full), "░".repeat(CELLS - full));
    bar.chars().take(ui.width.saturating_sub(1)).collect()
}

/// In the place of the line that is there. When even that fails there is nobody who would see it.
fn put(line: &str) {
    let mut err = std::io::stderr().lock();
    drop(write!(err, "\r{line}\u{1b}[K").and_then(|()| err.flush()));
}
