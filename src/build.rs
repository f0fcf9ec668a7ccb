//! Turns the embedded process and the catalogs of sentences into JSON: read ten times as fast, each time the program starts. The
//! YAML stays the source.
//! And tells the program what it is made of, so that it never trusts what another one has found.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a build script is all environment and files"
)]

use std::collections::BTreeMap;
use std::error::Error;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::{env, fs};

const PROCESS: &str = "schemas/process/sign-in-canada.yaml";
const CATALOGS: &str = "src/words";
/// Everything that the program is made of.
const SOURCES: [&str; 4] = ["src", "schemas", "Cargo.toml", "Cargo.lock"];

fn main() -> Result<(), Box<dyn Error>> {
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
    }
    let folder = PathBuf::from(env::var("OUT_DIR")?);
    to_json(Path::new(PROCESS), &folder.join("process.json"))?;
    let words = folder.join("words");
    fs::create_dir_all(&words)?;
    for entry in fs::read_dir(CATALOGS)? {
        let catalog = entry?.path();
        if catalog.extension().is_some_and(|it| it == "yaml") {
            let name = catalog.with_extension("json");
            to_json(&catalog, &words.join(name.file_name().ok_or("a file without a name")?))?;
        }
    }
    println!("cargo::rustc-env=ONBOARD_MADE_OF={}", made_of()?);
    Ok(())
}

fn to_json(yaml: &Path, json: &Path) -> Result<(), Box<dyn Error>> {
    let value: serde_json::Value = serde_yaml::from_str(&fs::read_to_string(yaml)?)?;
    Ok(fs::write(json, value.to_string())?)
}

/// A number for the sources, the compiler and what it compiles for.
fn made_of() -> Result<String, Box<dyn Error>> {
    let mut files = BTreeMap::new();
    let mut open: Vec<PathBuf> = SOURCES.iter().map(PathBuf::from).collect();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            for entry in fs::read_dir(&path)? {
                open.push(entry?.path());
            }
        } else {
            let bytes = fs::read(&path)?;
            files.insert(path, bytes);
        }
    }
    let mut hasher = DefaultHasher::new();
    files.hash(&mut hasher);
    for name in ["TARGET", "PROFILE", "RUSTC"] {
        env::var_os(name).hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}
