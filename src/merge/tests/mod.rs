//! What a merge makes of three versions.

mod cases;
mod random;
