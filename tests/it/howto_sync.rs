//! The cases of the how-to about several people, played, and then looked at.

use crate::howto::play;

#[test]
fn the_portfolio_is_shared() {
    let desk = play("Share the portfolio");
    let text = desk.read("clients/northern-trails.yaml");
    assert!(text.contains("2027-04") && text.contains("Northern Trails Agency"), "{text}");
    assert_eq!(desk.read("../colleague/clients/northern-trails.yaml"), text);
    assert_eq!(desk.git("rev-parse HEAD"), desk.git("-C ../hub.git rev-parse main"));
    desk.assert_clean();
}

#[test]
fn two_people_said_different_things() {
    let desk = play("Two people said different things");
    let text = desk.read("clients/northern-trails.yaml");
    assert!(text.contains("2027-05") && !text.contains("2027-04") && !text.contains("<<<<<<<"), "{text}");
    assert_eq!(desk.git("rev-parse HEAD"), desk.git("-C ../hub.git rev-parse main"));
    assert_eq!(desk.git("status --porcelain"), "");
}
