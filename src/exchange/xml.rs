//! XML as a small tree. Hostile until read: no document type, no entities but the five that XML knows, and an end to size,
//! depth and number.

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::{NsReader, XmlVersion};

use super::spot;
use crate::model::Spot;

/// Metadata of a service provider is flat and short.
const DEEPEST: usize = 32;
const MOST_ELEMENTS: usize = 5_000;
const MOST_ATTRIBUTES: usize = 50;

/// An element with all that is in it.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Its namespace; empty without one.
    pub(super) space: String,
    pub(super) name: String,
    pub(super) attributes: Vec<Attribute>,
    pub(super) children: Vec<Element>,
    pub(super) text: String,
    pub(super) spot: Spot,
}

#[derive(Debug)]
pub(super) struct Attribute {
    pub(super) space: String,
    pub(super) name: String,
    pub(super) value: String,
}

/// What is wrong with a text, and where.
#[derive(Debug)]
pub(super) struct Flaw {
    pub(super) code: &'static str,
    pub(super) key: &'static str,
    pub(super) spot: Spot,
}

type Reader<'a> = NsReader<&'a [u8]>;

/// Reads a document.
pub(super) fn read(text: &str) -> Result<Element, Flaw> {
    let mut reader = NsReader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut open: Vec<Element> = Vec::new();
    let mut elements = 0;
    loop {
        let from = offset(&reader);
        let flaw = |code, key| Flaw { code, key, spot: spot::of(text, from, 1) };
        let malformed = || flaw("exchange/xml", "exchange.not-xml");
        match reader.read_event().map_err(|_| malformed())? {
            Event::Start(start) => {
                elements += 1;
                if open.len() >= DEEPEST || elements > MOST_ELEMENTS {
                    return Err(flaw("exchange/too-deep", "exchange.too-deep"));
                }
                if start.attributes().with_checks(false).nth(MOST_ATTRIBUTES).is_some() {
                    return Err(flaw("exchange/too-deep", "exchange.too-deep"));
                }
                open.push(element(&reader, &start, spot::of(text, from, 1)).ok_or_else(malformed)?);
            }
            Event::End(_) => {
                let done = open.pop().ok_or_else(malformed)?;
                match open.last_mut() {
                    Some(above) => above.children.push(done),
                    None => return rest(reader, text).map(|()| done),
                }
            }
            Event::Text(found) => write(&mut open, &found.xml10_content()).ok_or_else(malformed)?,
            Event::CData(found) => write(&mut open, &found.xml10_content()).ok_or_else(malformed)?,
            Event::GeneralRef(name) => {
                let letter = reference(&name).ok_or_else(|| flaw("exchange/xml", "exchange.entity"))?;
                write(&mut open, &letter.to_string()).ok_or_else(malformed)?;
            }
            Event::DocType(_) => return Err(flaw("exchange/doctype", "exchange.doctype")),
            Event::Decl(declaration) => match declaration.encoding() {
                Some(Ok(name)) if !name.eq_ignore_ascii_case("utf-8") && !name.eq_ignore_ascii_case("us-ascii") => {
                    return Err(flaw("exchange/not-utf8", "exchange.not-utf8"));
                }
                Some(_) | None => {}
            },
            Event::Comment(_) | Event::PI(_) => {}
            Event::Empty(_) | Event::Eof => return Err(malformed()),
        }
    }
}

/// After the document nothing may come but comments.
fn rest(mut reader: Reader<'_>, text: &str) -> Result<(), Flaw> {
    loop {
        let from = offset(&reader);
        match reader.read_event() {
            Ok(Event::Eof) => return Ok(()),
            Ok(Event::Comment(_) | Event::PI(_)) => {}
            Ok(Event::Text(found)) if found.trim().is_empty() => {}
            Ok(_) | Err(_) => {
                let spot = spot::of(text, from, 1);
                return Err(Flaw { code: "exchange/xml", key: "exchange.not-xml", spot });
            }
        }
    }
}

fn offset(reader: &Reader<'_>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// Text outside of all elements must be blank.
fn write(open: &mut [Element], text: &str) -> Option<()> {
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None if text.trim().is_empty() => {}
        None => return None,
    }
    Some(())
}

/// The five entities that XML knows, and characters by number.
fn reference(name: &BytesRef<'_>) -> Option<char> {
    if name.is_char_ref() {
        return name.resolve_char_ref().ok().flatten();
    }
    match &**name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => None,
    }
}

fn element(reader: &Reader<'_>, start: &BytesStart<'_>, spot: Spot) -> Option<Element> {
    let (space, name) = reader.resolver().resolve_element(start.name());
    let mut element = Element { space: bound(&space)?, name: name.as_ref().to_owned(), spot, ..Element::default() };
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        let (space, name) = reader.resolver().resolve_attribute(attribute.key);
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned();
        element.attributes.push(Attribute { space: bound(&space)?, name: name.as_ref().to_owned(), value });
    }
    Some(element)
}

fn bound(space: &ResolveResult<'_>) -> Option<String> {
    match space {
        ResolveResult::Bound(name) => Some(name.as_ref().to_owned()),
        ResolveResult::Unbound => Some(String::new()),
        ResolveResult::Unknown(_) => None,
    }
}

impl Element {
    pub(super) fn is(&self, space: &str, name: &str) -> bool {
        self.space == space && self.name == name
    }

    /// The children of this name, in their order.
    pub(super) fn all<'a>(&'a self, space: &'a str, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |it| it.is(space, name))
    }

    /// The value of an attribute without a namespace, blanks around it left out.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attribute_in("", name)
    }

    pub(super) fn attribute_in(&self, space: &str, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|it| it.space == space && it.name == name);
        found.map(|it| it.value.trim())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_have_namespaces_texts_and_places() {
        let text = "<?xml version='1.0'?>\n<a xmlns='urn:x' xmlns:b='urn:y' b:k=' 1&#x41; '>\n <b:c>x&amp;<![CDATA[<y>]]></b:c><d/></a>\n";
        let root = read(text).unwrap();
        assert!(root.is("urn:x", "a"));
        assert_eq!(root.attribute_in("urn:y", "k"), Some("1A"));
        let names: Vec<_> =
            root.children.iter().map(|it| (it.space.as_str(), it.name.as_str(), it.spot.line)).collect();
        assert_eq!(names, [("urn:y", "c", 3), ("urn:x", "d", 3)]);
        assert_eq!(root.all("urn:y", "c").next().unwrap().text, "x&<y>");
    }

    fn code(text: &str) -> String {
        match read(text) {
            Ok(_) => "sound".to_owned(),
            Err(flaw) => format!("{} {} {}:{}", flaw.code, flaw.key, flaw.spot.line, flaw.spot.column),
        }
    }

    #[test]
    fn what_is_no_plain_xml_is_refused() {
        let many = format!("<a>{}</a>", "<b/>".repeat(MOST_ELEMENTS + 1));
        let wide = format!("<a {}/>", "k='' ".repeat(10_000));
        for (text, expected) in [
            ("", "exchange/xml exchange.not-xml 1:1"),
            ("<a>", "exchange/xml exchange.not-xml 1:4"),
            ("<a></b>", "exchange/xml exchange.not-xml 1:4"),
            ("<a/><b/>", "exchange/xml exchange.not-xml 1:5"),
            ("<a/>x", "exchange/xml exchange.not-xml 1:5"),
            ("x<a/>", "exchange/xml exchange.not-xml 1:1"),
            ("<p:a/>", "exchange/xml exchange.not-xml 1:1"),
            ("<a k='1' k='2'/>", "exchange/xml exchange.not-xml 1:1"),
            ("<a>&x;</a>", "exchange/xml exchange.entity 1:4"),
            ("<a k='&x;'/>", "exchange/xml exchange.not-xml 1:1"),
            (
                "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
                "exchange/doctype exchange.doctype 1:1",
            ),
            ("<?xml version='1.0' encoding='utf-16'?><a/>", "exchange/not-utf8 exchange.not-utf8 1:1"),
            ("<!-- <x> --><a>&lt;</a> <!-- -->\n", "sound"),
        ] {
            assert_eq!(code(text), expected, "{text}");
        }
        assert!(code(&"<a>".repeat(100_000)).starts_with("exchange/too-deep"));
        assert!(code(&many).starts_with("exchange/too-deep"));
        assert!(code(&wide).starts_with("exchange/too-deep"));
    }
}
