//! Numbers, dates and money in each language's own form (`domain.md` calls on The Canadian Style and the Guide du
//! rédacteur): ICU chooses plurals, digits and month names.

use std::cell::OnceCell;
use std::str::FromStr as _;

use fixed_decimal::Decimal as IcuDecimal;
use icu_calendar::{Date as IcuDate, Gregorian};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::{YM, YMD};
use icu_decimal::DecimalFormatter;
use icu_decimal::options::DecimalFormatterOptions;
use icu_locale_core::{Locale, locale};
use icu_plurals::{PluralCategory, PluralRules};
use rust_decimal::Decimal;

use crate::model::{Date, Lang};

fn locale_of(lang: Lang) -> Locale {
    match lang {
        Lang::En => locale!("en-CA"),
        Lang::Fr => locale!("fr-CA"),
    }
}

/// What writes the forms of one language. Each is made when it is first needed, once in a thread: making one costs as much as
/// many uses.
#[derive(Default)]
struct Forms {
    plural: OnceCell<Option<PluralRules>>,
    digits: OnceCell<Option<DecimalFormatter>>,
    day: OnceCell<Option<FixedCalendarDateTimeFormatter<Gregorian, YMD>>>,
    month: OnceCell<Option<FixedCalendarDateTimeFormatter<Gregorian, YM>>>,
}

thread_local! {
    static ENGLISH: Forms = Forms::default();
    static FRENCH: Forms = Forms::default();
}

/// What `of` makes with the forms of a language.
fn with<T>(lang: Lang, of: impl FnOnce(&Forms) -> T) -> T {
    match lang {
        Lang::En => ENGLISH.with(of),
        Lang::Fr => FRENCH.with(of),
    }
}

/// The plural category of a number: in French 0 and 1 are singular, in English only 1.
pub(crate) fn plural(number: i64, lang: Lang) -> &'static str {
    let category = with(lang, |forms| {
        let rules = forms.plural.get_or_init(|| PluralRules::try_new_cardinal(locale_of(lang).into()).ok());
        rules.as_ref().map(|it| it.category_for(number))
    });
    match category {
        Some(PluralCategory::One) => "one",
        Some(PluralCategory::Many) => "many",
        Some(PluralCategory::Zero | PluralCategory::Two | PluralCategory::Few | PluralCategory::Other) | None => {
            "other"
        }
    }
}

/// `43,200` and `43 200` (with no-break space).
pub(crate) fn number(number: i64, lang: Lang) -> String {
    digits(&IcuDecimal::from(number), lang)
}

fn digits(decimal: &IcuDecimal, lang: Lang) -> String {
    let make = || DecimalFormatter::try_new(locale_of(lang).into(), DecimalFormatterOptions::default()).ok();
    let written = with(lang, |forms| Some(forms.digits.get_or_init(make).as_ref()?.format(decimal).to_string()));
    written.unwrap_or_else(|| decimal.to_string())
}

/// `$1,234.56` and `1 234,56 $`; always two decimals.
pub(crate) fn money(amount: Decimal, lang: Lang) -> String {
    let plain = format!("{:.2}", amount.abs());
    let written = IcuDecimal::from_str(&plain).map_or(plain, |it| digits(&it, lang));
    let sign = if amount.is_sign_negative() && !amount.is_zero() { "−" } else { "" };
    match lang {
        Lang::En => format!("{sign}${written}"),
        Lang::Fr => format!("{sign}{written}\u{a0}$"),
    }
}

/// `99.8%` and `99,8 %`.
pub(crate) fn percent(value: Decimal, lang: Lang) -> String {
    let plain = value.normalize().to_string();
    let written = IcuDecimal::from_str(&plain).map_or(plain, |it| digits(&it, lang));
    match lang {
        Lang::En => format!("{written}%"),
        Lang::Fr => format!("{written}\u{a0}%"),
    }
}

fn icu_date(date: Date) -> Option<IcuDate<Gregorian>> {
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    IcuDate::try_new_gregorian(i32::from(date.year()), month, day).ok()
}

/// `August 1, 2026` and `1er août 2026`.
pub(crate) fn date(date: Date, lang: Lang) -> String {
    let written = icu_date(date).and_then(|it| {
        let make = || FixedCalendarDateTimeFormatter::try_new(locale_of(lang).into(), YMD::long()).ok();
        with(lang, |forms| Some(forms.day.get_or_init(make).as_ref()?.format(&it).to_string()))
    });
    let written = written.unwrap_or_else(|| date.to_string());
    // The first of a month is an ordinal in French, which CLDR leaves to the writer.
    match (lang, written.strip_prefix("1 ")) {
        (Lang::Fr, Some(rest)) => format!("1er {rest}"),
        (Lang::En | Lang::Fr, _) => written,
    }
}

/// `November 2026` and `novembre 2026`, of any day in that month.
pub(crate) fn month(date: Date, lang: Lang) -> String {
    let written = icu_date(date).and_then(|it| {
        let make = || FixedCalendarDateTimeFormatter::try_new(locale_of(lang).into(), YM::long()).ok();
        with(lang, |forms| Some(forms.month.get_or_init(make).as_ref()?.format(&it).to_string()))
    });
    written.unwrap_or_else(|| date.strftime("%Y-%m").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_writes_dates_numbers_and_money_its_own_way() {
        let first = Date::constant(2026, 8, 1);
        let other = Date::constant(2026, 11, 22);
        assert_eq!(date(first, Lang::En), "August 1, 2026");
        assert_eq!(date(first, Lang::Fr), "1er août 2026");
        assert_eq!(date(other, Lang::Fr), "22 novembre 2026");
        assert_eq!(month(other, Lang::En), "November 2026");
        assert_eq!(month(other, Lang::Fr), "novembre 2026");
        assert_eq!(number(43_200, Lang::En), "43,200");
        assert_eq!(number(43_200, Lang::Fr), "43\u{a0}200");
        let amount = Decimal::from_str("1234.56").expect("a decimal");
        assert_eq!(money(amount, Lang::En), "$1,234.56");
        assert_eq!(money(amount, Lang::Fr), "1\u{a0}234,56\u{a0}$");
        assert_eq!(money(-amount, Lang::Fr), "−1\u{a0}234,56\u{a0}$");
        assert_eq!(percent(Decimal::from_str("99.8").expect("a decimal"), Lang::Fr), "99,8\u{a0}%");
    }

    #[test]
    fn zero_is_singular_in_french_and_plural_in_english() {
        assert_eq!(plural(0, Lang::Fr), "one");
        assert_eq!(plural(0, Lang::En), "other");
        assert_eq!(plural(1, Lang::En), "one");
        assert_eq!(plural(2, Lang::Fr), "other");
    }
}
