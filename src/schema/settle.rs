//! One mistake can break several rules of a schema: leaves the one fault that says what to mend.

use std::collections::{BTreeMap, BTreeSet};

use super::judge::{Found, On};
use crate::document::Path;

pub(super) fn settle(found: Vec<Found>) -> Vec<Found> {
    // A key that was misspelt is not missing as well.
    let meant = |it: &Found| match &it.on {
        On::Key { meant: Some(meant) } => Some(it.path.parent()?.key(meant)),
        On::Key { meant: None } | On::Value | On::Missing => None,
    };
    let meant: BTreeSet<Path> = found.iter().filter_map(meant).collect();
    // A list with an item twice is not too long as well.
    let doubled = found.iter().filter(|it| it.fault.code == "schema/duplicate");
    let doubled: BTreeSet<Path> = doubled.filter_map(|it| it.path.parent()).collect();
    // Of one value, the fault that is the cause of the others.
    let mut kept: BTreeMap<(Path, u8), Found> = BTreeMap::new();
    for it in found {
        let misspelt = it.on == On::Missing && meant.contains(&it.path);
        if misspelt || (it.fault.code == "schema/size" && doubled.contains(&it.path)) {
            continue;
        }
        let place = (it.path.clone(), part(&it.on));
        if kept.get(&place).is_none_or(|other| rank(it.fault.code) < rank(other.fault.code)) {
            kept.insert(place, it);
        }
    }
    kept.into_values().collect()
}

fn part(on: &On) -> u8 {
    match on {
        On::Value => 0,
        On::Key { .. } => 1,
        On::Missing => 2,
    }
}

/// The lower, the nearer to the cause: what is of the wrong kind cannot have the right form.
fn rank(code: &str) -> u8 {
    match code {
        "schema/type" | "schema/forbidden" => 0,
        "schema/unknown-key" => 1,
        "schema/enum" | "schema/const" => 2,
        "schema/length" => 3,
        "schema/format" => 4,
        "schema/pattern" => 5,
        _ => 6,
    }
}
