//! The case of the how-to about what guards a workspace, played, and then looked at.

use crate::howto::play;

#[test]
fn somebody_edits_a_file_by_hand() {
    let desk = play("Somebody edits a file by hand");
    let text = desk.read("clients/acme.yaml");
    assert!(text.contains("language: fr") && text.contains("phase: engagement"), "{text}");
    assert!(desk.path(".github/workflows/onboard.yml").exists());
    assert_eq!(desk.commits(), 3);
    desk.assert_clean();
}
