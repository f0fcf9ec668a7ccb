//! The pages as text: what a client says of itself never becomes markup, and a page leads to its twin.

use super::*;
use crate::model::Text;
use crate::report::names_for_tests;

fn view() -> ProcessView {
    ProcessView {
        reference: "sign-in-canada@1".to_owned(),
        id: "sign-in-canada".to_owned(),
        name: Text::new("Sign in", "Connexion"),
        about: None,
        phases: Vec::new(),
    }
}

fn said(template: &str, data: &serde_json::Value, lang: Lang) -> String {
    let (names, view) = (names_for_tests(), view());
    let about = About {
        names: &names,
        process: &view,
        today: Date::constant(2026, 11, 23),
        base: None,
        repository: None,
        closure: None,
    };
    let mut site = Site::new(about).expect("a site");
    let language = site.languages.iter_mut().find(|it| it.lang == lang).expect("the language");
    language.templates.add_template_owned("test.html", template.to_owned()).expect("a template");
    let page = language.page("test.html", data).expect("a page");
    String::from_utf8(page).expect("text").trim_end().to_owned()
}

#[test]
fn text_is_text_in_content_and_in_attributes() {
    let bad = "<script>alert(1)</script> \"' & \u{202e}x\u{1b}[1m";
    let data =
        serde_json::json!({"text": {"en": bad, "fr": bad}, "plain": bad, "why": {"en": "`<b>` is not `x", "fr": "x"}});
    let safe = "&lt;script&gt;alert(1)&lt;/script&gt; &quot;&#39; &amp; \u{fffd}x\u{fffd}[1m";
    assert_eq!(
        said("<p title=\"{{ plain }}\">{{ text }}</p>", &data, Lang::En),
        format!("<p title=\"{safe}\">{safe}</p>")
    );
    assert_eq!(said("{{ t('site.formerly', name=text) }}", &data, Lang::En), format!("formerly {safe}"));
    assert_eq!(said("{{ text | label('no.such') }}", &data, Lang::Fr), safe);
    assert_eq!(said("{{ why | prose }}", &data, Lang::En), "&lt;b&gt; is not x");
}

#[test]
fn what_is_typed_stands_out() {
    let data = serde_json::json!({"why": {"en": "set `a.b` & go", "fr": "x"}});
    assert_eq!(said("{{ why | prose }}", &data, Lang::En), "set <code>a.b</code> &amp; go");
}

#[test]
fn a_page_knows_its_twin_and_the_way_up() {
    let (names, view) = (names_for_tests(), view());
    let about = About {
        names: &names,
        process: &view,
        today: Date::constant(2026, 11, 23),
        base: None,
        repository: None,
        closure: None,
    };
    let frame = serde_json::to_value(frame::frame(&about, Lang::Fr, "client/acme.html", "portfolio")).expect("data");
    let has = |key: &str| frame[key].as_str().expect("text").to_owned();
    assert_eq!([has("up"), has("root"), has("other"), has("region")], ["../../", "../", "en", "fr-CA"]);
}
