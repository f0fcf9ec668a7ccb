//! See `src/fuzz.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| onboard::fuzz::merge(data));
