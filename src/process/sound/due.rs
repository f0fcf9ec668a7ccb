//! What falls due: the fields that hold the days, and what is said of them.

use super::Check;
use crate::document::Path;
use crate::model::Message;
use crate::process::cel::Purpose;
use crate::process::due::is_open;
use crate::process::due_kind::DueKind;
use crate::schema::{Kind, Shape};

impl Check<'_> {
    pub(super) fn due(&mut self) {
        for (index, kind) in self.definition.due.iter().enumerate() {
            self.due_kind(&Path::root().key("due").index(index), kind);
        }
    }

    fn due_kind(&mut self, at: &Path, kind: &DueKind) {
        let mut this = self.items(&at.key("each"), kind.each.as_ref());
        if kind.each.is_some() && this.is_none() {
            return;
        }
        if is_open(this) {
            this = this.and_then(Shape::extra);
        }
        let from = this.unwrap_or(self.shapes.client);
        if let Some(when) = &kind.when {
            self.condition(&at.key("when"), when, this);
        }
        if let Some(on) = &kind.on {
            self.expression((&at.key("on"), 0), on, this, Purpose::Command);
        }
        if let Some(title) = &kind.title {
            self.sentence(&at.key("title"), title, this);
        }
        for (key, path) in [("at", Some(&kind.at)), ("unmet", kind.unmet.as_ref())] {
            let Some(path) = path else { continue };
            self.leads(&at.key(key), path, from);
            // A day that is reckoned may stand at any field.
            let holds_text = path.shape(from).is_ok_and(|it| it.kinds().is_empty() || it.kind() == Kind::Text);
            if !holds_text && path.shape(from).is_ok() && (key == "unmet" || kind.on.is_none()) {
                let message = Message::new("process.due-no-text").with("name", key);
                self.find(&at.key(key), "process/type", message, None);
            }
        }
        if let Some(status) = kind.late.iter().find(|it| !kind.listed.contains(it)).filter(|_| states(self, at, "late"))
        {
            let message = Message::new("process.late-unlisted").with("status", status.as_str());
            self.find(&at.key("late"), "process/pointless", message, None);
        }
    }
}

/// Whether the file itself says it; a default is nobody's slip.
fn states(check: &Check<'_>, at: &Path, key: &str) -> bool {
    at.key(key).find(check.document.value()).is_some()
}
