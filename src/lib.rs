//! `onboard`: onboarding as code. One git-tracked file per client, a declared process, gates with places, and a history
//! that can be proved.

mod client;
mod document;
mod model;
mod process;
mod render;
mod report;
mod schema;
mod store;
mod words;
