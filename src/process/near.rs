//! Did you mean … ?

use crate::model::Message;
use crate::schema::near;

pub(crate) fn help<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<Message> {
    near(name, known).map(|it| Message::new("process.did-you-mean").with("name", it))
}
