//! What a client is called, and was: people search by names that have long changed.

use serde::{Deserialize, Serialize};

use super::Client;
use crate::model::Text;

/// Every name that a client, or one of its services, has or had.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Called {
    now: Vec<String>,
    before: Vec<Text>,
}

/// How a search found a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Match {
    Now,
    /// By this former name.
    Before(Text),
}

impl Client {
    pub(crate) fn called(&self) -> Called {
        let mut called = Called::default();
        let organization = &self.organization;
        let texts = std::iter::once(&organization.name).chain(&organization.abbreviation);
        for text in texts.chain(self.services.iter().map(|it| &it.name)) {
            called.now.extend([text.en.clone(), text.fr.clone()]);
        }
        let services = self.services.iter().flat_map(|it| &it.former_names);
        for former in organization.former_names.iter().chain(services) {
            called.before.push(Text::new(&*former.en, &*former.fr));
            called.before.extend(former.abbreviation.clone());
        }
        called
    }
}

impl Called {
    /// Whether a name holds these words; those of today come first.
    pub(crate) fn find(&self, words: &str) -> Option<Match> {
        let words = fold(words);
        self.first(|name| fold(name).contains(&words))
    }

    /// Whether a name is this one, whole.
    pub(crate) fn is(&self, name: &str) -> Option<Match> {
        let name = fold(name);
        self.first(|it| fold(it) == name)
    }

    fn first(&self, fits: impl Fn(&str) -> bool) -> Option<Match> {
        if self.now.iter().any(|it| fits(it)) {
            return Some(Match::Now);
        }
        let before = self.before.iter().find(|it| fits(&it.en) || fits(&it.fr));
        before.map(|it| Match::Before(it.clone()))
    }
}

/// Without case, accents and the different forms of one sign: `Régie de l’énergie` is found by `regie de l'energie`.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for sign in text.trim().chars().flat_map(char::to_lowercase) {
        match sign {
            'à' | 'â' | 'ä' | 'á' => folded.push('a'),
            'ç' => folded.push('c'),
            'è' | 'é' | 'ê' | 'ë' => folded.push('e'),
            'î' | 'ï' | 'í' => folded.push('i'),
            'ô' | 'ö' | 'ó' => folded.push('o'),
            'ù' | 'û' | 'ü' | 'ú' => folded.push('u'),
            'ÿ' => folded.push('y'),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            '’' => folded.push('\''),
            '–' | '—' | '\u{2011}' => folded.push('-'),
            '\u{a0}' | '\u{202f}' => folded.push(' '),
            // A combining accent, written after its letter.
            '\u{300}'..='\u{36f}' => {}
            sign => folded.push(sign),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::super::tests::minimal;
    use super::*;

    fn check(words: &str, expected: Option<&str>) {
        let acme = minimal(
            "services: [{id: s, name: {en: Tide Licences, fr: Licences marémotrices}, \
             former_names: [{en: Tide Permits, fr: Permis marémoteurs}]}]\n",
        );
        let mut acme = acme;
        acme.organization.former_names = serde_json::from_value(serde_json::json!([
            {"en": "Tidal Board", "fr": "Régie de l’énergie marémotrice", "abbreviation": {"en": "TB", "fr": "RÉM"}}
        ]))
        .expect("former names");
        let found = acme.called().find(words).map(|it| match it {
            Match::Now => "now".to_owned(),
            Match::Before(text) => text.en,
        });
        assert_eq!(found.as_deref(), expected, "{words}");
    }

    #[test]
    fn a_client_is_found_by_every_name_it_has_or_had() {
        check("acme", Some("now"));
        check("Acmé", Some("now"));
        check("licences mare", Some("now"));
        check("tidal board", Some("Tidal Board"));
        check("REGIE DE L'ENERGIE", Some("Tidal Board"));
        check("re\u{301}gie", Some("Tidal Board"));
        check("tb", Some("TB"));
        check("permis", Some("Tide Permits"));
        check("beacon", None);
    }

    #[test]
    fn a_whole_name_is_more_than_a_part_of_one() {
        let called = minimal("").called();
        assert_eq!(called.is("Acme"), Some(Match::Now));
        assert_eq!(called.is("Acm"), None);
    }
}
