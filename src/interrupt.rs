//! Ctrl-C and the like, while something is half done. Usually such a signal ends the program at once, as it ends any other. As
//! long as somebody is `careful`, it is only noted, and what runs on our behalf and could take long (a hook, a signer) is asked
//! to stop; who is careful looks at `pending`, puts everything back, and then the program ends.

/// The signal that wants the program to end, if there was one while somebody was careful.
pub(crate) use system::pending;
/// From here until the guard is dropped, a signal is noted and does not end the program.
pub(crate) use system::{Careful, careful};
/// What could take long, and is to be stopped by a signal.
pub(crate) use system::{Stoppable, stoppable};

/// The exit code of a program that a signal ended, as a shell tells it.
pub(crate) fn exit_code(signal: i32) -> u8 {
    u8::try_from(signal.saturating_add(128)).unwrap_or(u8::MAX)
}

#[cfg(unix)]
mod system {
    use std::io::{self, Read as _};
    use std::os::unix::net::UnixStream;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    use std::sync::{Arc, Mutex, OnceLock};

    use rustix::process::{Pid, Signal, kill_process};
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::{flag, low_level};

    /// How many are careful at this moment.
    static SECTIONS: Mutex<usize> = Mutex::new(0);
    /// Made by the first of them: a program that is never careful does not pay for it.
    static STATE: OnceLock<State> = OnceLock::new();
    /// The programs that could take long.
    static RUNNING: Mutex<Vec<u32>> = Mutex::new(Vec::new());

    struct State {
        /// Whether a signal may end the program at once.
        at_ease: Arc<AtomicBool>,
        caught: Arc<AtomicUsize>,
    }

    impl State {
        fn begin() -> Self {
            let state = Self { at_ease: Arc::new(AtomicBool::new(true)), caught: Arc::new(AtomicUsize::new(0)) };
            // Where signals cannot be met, they end the program as ever, and the next command puts things back.
            state.meet().ok();
            state
        }

        fn meet(&self) -> io::Result<()> {
            let (mut told, tell) = UnixStream::pair()?;
            let ignored = ignored();
            for signal in [SIGHUP, SIGINT, SIGTERM].into_iter().filter(|it| ignored >> (it - 1) & 1 == 0) {
                flag::register_conditional_default(signal, Arc::clone(&self.at_ease))?;
                flag::register_usize(signal, Arc::clone(&self.caught), usize::try_from(signal).unwrap_or_default())?;
                low_level::pipe::register(signal, tell.try_clone()?)?;
            }
            std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
                let mut how = Signal::TERM;
                while told.read_exact(&mut [0]).is_ok() {
                    stop_all(how);
                    // Who does not mind being asked is not asked a second time.
                    how = Signal::KILL;
                }
            })?;
            Ok(())
        }
    }

    /// The signals that whoever started us wants to be ignored (`nohup`, a script's `&`), one bit each.
    #[expect(clippy::disallowed_methods, reason = "there is no other way to ask without changing it")]
    fn ignored() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|it| it.strip_prefix("SigIgn:"));
        mask.and_then(|it| u64::from_str_radix(it.trim(), 16).ok()).unwrap_or_default()
    }

    fn stop_all(signal: Signal) {
        let Ok(running) = RUNNING.lock() else { return };
        running.iter().for_each(|it| stop(*it, signal));
    }

    fn stop(process: u32, signal: Signal) {
        if let Some(process) = i32::try_from(process).ok().and_then(Pid::from_raw) {
            // One that has just ended needs no signal.
            kill_process(process, signal).ok();
        }
    }

    pub(crate) fn pending() -> Option<i32> {
        let caught = STATE.get()?.caught.load(Ordering::SeqCst);
        i32::try_from(caught).ok().filter(|it| *it != 0)
    }

    #[derive(Debug)]
    #[must_use = "signals end the program again as soon as it is dropped"]
    pub(crate) struct Careful(());

    pub(crate) fn careful() -> Careful {
        if let Ok(mut sections) = SECTIONS.lock() {
            *sections += 1;
            STATE.get_or_init(State::begin).at_ease.store(false, Ordering::SeqCst);
        }
        Careful(())
    }

    impl Drop for Careful {
        fn drop(&mut self) {
            if let Ok(mut sections) = SECTIONS.lock() {
                *sections = sections.saturating_sub(1);
                STATE.get_or_init(State::begin).at_ease.store(*sections == 0, Ordering::SeqCst);
            }
        }
    }

    #[derive(Debug)]
    #[must_use = "a signal stops it only until this is dropped"]
    pub(crate) struct Stoppable(u32);

    pub(crate) fn stoppable(process: u32) -> Stoppable {
        if let Ok(mut running) = RUNNING.lock() {
            running.push(process);
        }
        if pending().is_some() {
            stop(process, Signal::TERM);
        }
        Stoppable(process)
    }

    impl Drop for Stoppable {
        fn drop(&mut self) {
            if let Ok(mut running) = RUNNING.lock() {
                running.retain(|it| *it != self.0);
            }
        }
    }
}

/// Elsewhere a signal ends the program as ever, and the next command puts things back.
#[cfg(not(unix))]
mod system {
    #[derive(Debug)]
    pub(crate) struct Careful(());

    #[derive(Debug)]
    pub(crate) struct Stoppable(());

    pub(crate) fn careful() -> Careful {
        Careful(())
    }

    pub(crate) fn stoppable(_: u32) -> Stoppable {
        Stoppable(())
    }

    pub(crate) fn pending() -> Option<i32> {
        None
    }
}
