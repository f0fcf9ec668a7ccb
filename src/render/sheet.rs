//! The portfolio as a workbook: dates are dates, amounts are numbers with a currency, and every text is a text, whatever it
//! begins with.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::plain::plain;
use super::report::Languages;
use crate::model::{Date, Due, Lang, Message};
use crate::report::dates::DateRow;
use crate::report::portfolio::Portfolio;
use crate::words::say;

/// The longest text that a cell may hold.
const LONGEST: usize = 32_767;

/// The workbook: a sheet for each table of the report; in both languages, the sheets of one after those of the other.
pub(crate) fn workbook(report: &Portfolio, languages: Languages) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let title = say(&Message::new("sheet.title"), languages.first());
    let mut properties = DocProperties::new().set_title(title).set_author("").set_company("");
    // The day of the report and not of the clock: the same input gives the same bytes.
    if let Ok(day) = excel(report.produced.on) {
        properties = properties.set_creation_datetime(&day);
    }
    book.set_properties(&properties);
    for lang in languages.each() {
        let desk = Desk { lang, many: languages == Languages::Both, report };
        desk.clients(book.add_worksheet())?;
        desk.left(book.add_worksheet())?;
        desk.paces(book.add_worksheet())?;
        desk.go_lives(book.add_worksheet())?;
        desk.expiring(book.add_worksheet())?;
        desk.costs(book.add_worksheet())?;
    }
    book.save_to_buffer()
}

struct Desk<'a> {
    lang: Lang,
    /// There are sheets of another language, too.
    many: bool,
    report: &'a Portfolio,
}

/// What a cell holds.
enum Cell {
    Text(String),
    Number(i64),
    Money(Decimal),
    Day(Date),
    Month(Date),
    Share(Decimal),
    Empty,
}

impl Desk<'_> {
    fn clients(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let columns = [
            ("sheet.client", 30.0),
            ("sheet.id", 20.0),
            ("sheet.status", 12.0),
            ("sheet.phase", 34.0),
            ("sheet.since", 12.0),
            ("sheet.days", 9.0),
            ("sheet.median", 9.0),
            ("sheet.days-on-hold", 12.0),
            ("sheet.unmet", 12.0),
            ("sheet.overdue", 10.0),
            ("sheet.next-due", 14.0),
            ("sheet.next-what", 34.0),
            ("sheet.target", 14.0),
            ("sheet.costs", 16.0),
            ("sheet.hold-reason", 40.0),
        ];
        let names = &self.report.names;
        let rows = self.report.clients.iter().map(|it| {
            let held = self.report.on_hold.iter().find(|held| held.id == it.id);
            vec![
                text(Some(it.name.get(self.lang))),
                text(Some(it.id.as_str())),
                text(Some(names.status(it.status).get(self.lang))),
                self.phase(it.phase.as_str(), it.phase_number.as_deref()),
                day(it.since),
                number(it.days),
                number(it.median),
                Cell::Number(it.days_on_hold),
                count(it.unmet),
                count(it.overdue),
                due(it.next.as_ref().map(|it| it.due)),
                it.next.as_ref().map_or(Cell::Empty, |it| self.what(it)),
                due(it.target_go_live),
                Cell::Money(it.cost_cad),
                text(held.and_then(|it| it.reason.as_ref()).map(|it| it.get(self.lang))),
            ]
        });
        self.table(sheet, "sheet.clients", &columns, rows.collect())
    }

    fn left(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let columns = [
            ("sheet.client", 30.0),
            ("sheet.id", 20.0),
            ("sheet.status", 12.0),
            ("sheet.began", 12.0),
            ("sheet.ended", 12.0),
            ("sheet.days", 9.0),
            ("sheet.reason", 40.0),
        ];
        let rows = self.report.left.iter().map(|it| {
            vec![
                text(Some(it.name.get(self.lang))),
                text(Some(it.id.as_str())),
                text(Some(self.report.names.status(it.status).get(self.lang))),
                day(it.began),
                day(it.left_on),
                number(it.days),
                text(it.reason.as_ref().map(|it| it.get(self.lang))),
            ]
        });
        self.table(sheet, "sheet.left", &columns, rows.collect())
    }

    fn paces(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let columns = [
            ("sheet.phase", 40.0),
            ("sheet.in-it", 12.0),
            ("sheet.finished", 12.0),
            ("sheet.shortest", 12.0),
            ("sheet.median", 12.0),
            ("sheet.longest", 12.0),
        ];
        let rows = self.report.phases.iter().map(|it| {
            vec![
                self.phase(it.phase.as_str(), it.number.as_deref()),
                count(it.clients.len()),
                count(it.pace.finished),
                number(it.pace.shortest),
                number(it.pace.median),
                number(it.pace.longest),
            ]
        });
        self.table(sheet, "sheet.paces", &columns, rows.collect())
    }

    fn go_lives(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let columns = [("sheet.date", 14.0), ("sheet.client", 34.0), ("sheet.service", 34.0), ("sheet.share", 12.0)];
        let rows = self.report.go_lives.iter().map(|it| {
            vec![
                due(Some(it.date)),
                text(Some(it.name.get(self.lang))),
                text(it.service.as_ref().map(|it| it.get(self.lang))),
                it.percent.as_deref().and_then(|it| it.parse().ok()).map_or(Cell::Empty, Cell::Share),
            ]
        });
        self.table(sheet, "sheet.go-lives", &columns, rows.collect())
    }

    fn expiring(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let columns =
            [("sheet.last-day", 14.0), ("sheet.client", 34.0), ("sheet.what", 44.0), ("sheet.days-left", 12.0)];
        let rows = self.report.expiring.iter().map(|it| {
            vec![
                due(Some(it.what.due)),
                text(Some(it.name.get(self.lang))),
                self.what(&it.what),
                Cell::Number(it.what.days),
            ]
        });
        self.table(sheet, "sheet.expiring", &columns, rows.collect())
    }

    fn costs(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let costs = &self.report.costs;
        let state = |it: &Option<String>| {
            let word = it.as_deref().map(|it| self.report.names.label("agreement.costs.state", it));
            word.map_or_else(|| "—".to_owned(), |it| it.get(self.lang).to_owned())
        };
        let mut headings = vec![self.say("sheet.fiscal-year"), self.say("sheet.number-of-clients")];
        headings.extend(costs.states.iter().map(state));
        headings.push(self.say("sheet.total"));
        let columns: Vec<(String, f64)> = headings.into_iter().map(|it| (it, 18.0)).collect();
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        for year in &costs.years {
            let mut row = vec![text(Some(&year.fiscal_year)), count(year.clients)];
            row.extend(year.by_state.iter().map(|it| Cell::Money(*it)));
            row.push(Cell::Money(year.total));
            rows.push(row);
        }
        let mut total = vec![Cell::Text(self.say("sheet.total")), Cell::Empty];
        total.extend(costs.by_state.iter().map(|it| Cell::Money(*it)));
        total.push(Cell::Money(costs.total));
        rows.push(total);
        self.filled(sheet, "sheet.costs-by-year", &columns, rows)
    }

    fn say(&self, key: &'static str) -> String {
        say(&Message::new(key), self.lang)
    }

    fn phase(&self, id: &str, number: Option<&str>) -> Cell {
        let name = self.report.names.phase_short(id);
        let name = name.get(self.lang);
        text(Some(&number.map_or_else(|| name.to_owned(), |number| format!("{number} {name}"))))
    }

    fn what(&self, it: &DateRow) -> Cell {
        let name = it.name.get(self.lang);
        let colon = Message::new("report.colon").with("name", it.name.clone());
        let said = it.title.as_ref().map(|title| say(&colon.with("text", title.clone()), self.lang));
        text(Some(&said.unwrap_or_else(|| name.to_owned())))
    }

    fn table(
        &self,
        sheet: &mut Worksheet,
        name: &'static str,
        columns: &[(&'static str, f64)],
        rows: Vec<Vec<Cell>>,
    ) -> Result<(), XlsxError> {
        let columns: Vec<(String, f64)> = columns.iter().map(|(key, width)| (self.say(key), *width)).collect();
        self.filled(sheet, name, &columns, rows)
    }

    fn filled(
        &self,
        sheet: &mut Worksheet,
        name: &'static str,
        columns: &[(String, f64)],
        rows: Vec<Vec<Cell>>,
    ) -> Result<(), XlsxError> {
        let suffix = if self.many { format!(" ({})", self.lang.as_str()) } else { String::new() };
        sheet.set_name(format!("{}{suffix}", self.say(name)))?;
        let heading = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_border_bottom(FormatBorder::Medium);
        for (column, (said, width)) in (0_u16..).zip(columns) {
            sheet.set_column_width(column, *width)?;
            sheet.write_string_with_format(0, column, said, &heading)?;
        }
        let last = (0_u32..).zip(&rows).last().map_or(0, |it| it.0 + 1);
        for (row, cells) in (1_u32..).zip(rows) {
            for (column, cell) in (0_u16..).zip(cells) {
                self.write(sheet, (row, column), cell)?;
            }
        }
        sheet.set_freeze_panes(1, 1)?;
        sheet.set_repeat_rows(0, 0)?;
        sheet.set_landscape().set_print_fit_to_pages(1, 0);
        if let Some(columns) = u16::try_from(columns.len()).ok().and_then(|it| it.checked_sub(1)) {
            sheet.autofilter(0, 0, last, columns)?;
        }
        Ok(())
    }

    fn write(&self, sheet: &mut Worksheet, (row, column): (u32, u16), cell: Cell) -> Result<(), XlsxError> {
        let top = || Format::new().set_align(FormatAlign::Top);
        match cell {
            Cell::Empty => {}
            Cell::Text(text) => {
                sheet.write_string_with_format(row, column, text, &top().set_text_wrap())?;
            }
            Cell::Number(number) => {
                // Days and counts are far below where a float is not exact.
                let number = f64::from(i32::try_from(number).unwrap_or(i32::MAX));
                sheet.write_number_with_format(row, column, number, &top().set_num_format("#,##0"))?;
            }
            Cell::Money(amount) => {
                let format = match self.lang {
                    Lang::En => "\"$\"#,##0.00",
                    Lang::Fr => "#,##0.00\\ \"$\"",
                };
                let amount = amount.to_f64().unwrap_or_default();
                sheet.write_number_with_format(row, column, amount, &top().set_num_format(format))?;
            }
            Cell::Share(share) => {
                let share = (share / Decimal::ONE_HUNDRED).to_f64().unwrap_or_default();
                sheet.write_number_with_format(row, column, share, &top().set_num_format("0.##%"))?;
            }
            Cell::Day(day) => {
                sheet.write_datetime_with_format(row, column, excel(day)?, &top().set_num_format("yyyy-mm-dd"))?;
            }
            Cell::Month(first) => {
                sheet.write_datetime_with_format(row, column, excel(first)?, &top().set_num_format("yyyy-mm"))?;
            }
        }
        Ok(())
    }
}

fn text(text: Option<&str>) -> Cell {
    text.map_or(Cell::Empty, |it| Cell::Text(plain(it).chars().take(LONGEST).collect()))
}

fn number(number: Option<i64>) -> Cell {
    number.map_or(Cell::Empty, Cell::Number)
}

fn count(number: usize) -> Cell {
    Cell::Number(i64::try_from(number).unwrap_or(i64::MAX))
}

fn day(day: Option<Date>) -> Cell {
    day.map_or(Cell::Empty, Cell::Day)
}

/// What is known to the month only shows as a month.
fn due(due: Option<Due>) -> Cell {
    match due {
        None => Cell::Empty,
        Some(Due::Day(day)) => Cell::Day(day),
        Some(Due::Month(first)) => Cell::Month(first),
    }
}

fn excel(day: Date) -> Result<ExcelDateTime, XlsxError> {
    let parts = (u16::try_from(day.year()), u8::try_from(day.month()), u8::try_from(day.day()));
    match parts {
        (Ok(year), Ok(month), Ok(day)) => ExcelDateTime::from_ymd(year, month, day),
        _ => ExcelDateTime::from_ymd(0, 0, 0),
    }
}
