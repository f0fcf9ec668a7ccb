//! The stylesheet of the house, whole and in the pieces that others need.

/// Everything that is shown looks like this.
const HOUSE: &str = include_str!("house.css");

/// The line above what goes into pictures.
const PICTURES: &str = "/* pictures */";

/// The paper that a page is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Paper {
    A4,
    Letter,
}

pub(in crate::render) fn style() -> &'static str {
    HOUSE
}

/// The rest of the style of a page: its paper.
pub(super) fn page_style(paper: Paper) -> &'static str {
    match paper {
        Paper::A4 => "@page { size: A4; }",
        Paper::Letter => "@page { size: letter; }",
    }
}

/// What a picture needs that stands alone: the colours, and the part for pictures.
pub(in crate::render) fn picture_style() -> String {
    let colours = HOUSE.find("*, *::before").and_then(|end| HOUSE.get(..end)).unwrap_or_default();
    let pictures = HOUSE.find(PICTURES).and_then(|start| HOUSE.get(start..)).unwrap_or_default();
    format!("{colours}{pictures}").replace(":root", "svg")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_that_stands_alone_has_the_colours_and_the_look_of_the_house() {
        let style = picture_style();
        assert!(style.contains("--bar:") && style.contains(".picture .bar"), "{style}");
        assert!(!style.contains("article"), "only what pictures need:\n{style}");
    }

    #[test]
    fn the_style_asks_nothing_of_anywhere() {
        for word in ["url(", "@import", "http", "</"] {
            assert!(!HOUSE.contains(word), "{word}");
        }
    }
}
