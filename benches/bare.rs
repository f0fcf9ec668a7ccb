//! Reads and parses every file of a folder, on all processors, and does nothing else: what any command that looks at all
//! clients must take at least.
//!
//!     cargo bench --features bench --bench bare -- FOLDER
#![allow(clippy::disallowed_macros, clippy::print_stdout, reason = "what it counted is all that it says")]

fn main() {
    let folder = std::env::args().skip(1).find(|it| !it.starts_with("--"));
    let Some(folder) = folder else { return };
    let (files, bytes) = onboard::bench::bare(folder.as_ref());
    println!("{files} files, {bytes} bytes");
}
