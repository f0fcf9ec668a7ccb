//! One client on one screen: where it stands, how far it has come, what comes next, services, money, requests, people.

use crate::model::{Deadline, Message, Status};
use crate::report::closure::{CostYear, KindTotal};
use crate::report::show::{ShowView, StepStanding};
use crate::words;

use super::list::{overdue, status_hue};
use super::services::services;
use crate::render::plain::{pad, plain, width, wrap};
use crate::render::style::{Hue, Style};

/// The screen of one client.
pub(crate) fn show(view: &ShowView, style: Style) -> String {
    let screen = Screen { view, style };
    let mut out = screen.title();
    out.push_str("\n\n");
    out.push_str(&screen.progress());
    out.push_str("\n\n");
    out.push_str(&screen.facts());
    if let Some(table) = services(&view.services, style) {
        out.push_str("\n\n");
        out.push_str(&table);
    }
    out
}

struct Screen<'a> {
    view: &'a ShowView,
    style: Style,
}

/// A name and what belongs to it: one line or several.
type Fact = (&'static str, Vec<String>);

impl Screen<'_> {
    fn title(&self) -> String {
        let organization = &self.view.client.organization;
        let name = plain(organization.name.get(self.style.lang)).into_owned();
        let short = organization.abbreviation.as_ref().map(|it| plain(it.get(self.style.lang)).into_owned());
        let text = match short {
            Some(short) => format!("{name} ({short})"),
            None => name,
        };
        let mut lines = vec![self.style.paint(Hue::Strong, &wrap(&text, self.style.width).join("\n"))];
        lines.extend(organization.former_names.iter().rev().map(|it| self.former(it)));
        lines.join("\n")
    }

    /// `formerly Crop Heritage Bureau, until June 30, 2026`.
    fn former(&self, former: &crate::client::FormerName) -> String {
        let name = crate::model::Text::new(&*former.en, &*former.fr);
        let message = match former.until {
            Some(day) => Message::new("rename.was-until").with("date", words::date(day, self.style.lang)),
            None => Message::new("rename.was"),
        };
        let said = plain(&self.style.say(&message.with("name", name))).into_owned();
        wrap(&said, self.style.width).iter().map(|it| self.style.paint(Hue::Quiet, it)).collect::<Vec<_>>().join("\n")
    }

    /// `✓✓✓●······  4 of 10: CATE Technical Configuration`, then status and time.
    fn progress(&self) -> String {
        let row = &self.view.row;
        let bar: String = self.view.steps.iter().map(|it| self.step(it.standing)).collect();
        let (at, of) = row.progress.map_or((0, self.view.steps.len()), |it| (it.at, it.of));
        let phase =
            Message::new("label.phase-of").with("n", at).with("total", of).with("phase", row.phase_name.clone());
        let phase = self.style.say(&phase);
        let gap = if self.view.steps.len() + 2 + width(&phase) <= self.style.width { "  " } else { "\n" };
        let mut lines = vec![format!("{bar}{gap}{}", plain(&phase)), self.standing()];
        lines.extend(self.hold());
        lines.join("\n")
    }

    fn step(&self, standing: StepStanding) -> String {
        match standing {
            StepStanding::Done => self.style.paint(Hue::Good, "✓"),
            StepStanding::Skipped => self.style.paint(Hue::Quiet, "–"),
            StepStanding::Current => self.style.paint(Hue::Strong, "●"),
            StepStanding::Ahead => self.style.paint(Hue::Quiet, "·"),
        }
    }

    fn standing(&self) -> String {
        let row = &self.view.row;
        let status = plain(row.status_name.get(self.style.lang)).into_owned();
        let painted = self.style.paint(status_hue(row.status), &status);
        let (Some(since), Some(days)) = (row.since, row.days) else { return painted };
        let held: i64 = self.view.timeline.in_phase(&row.phase).map(|it| it.days_on_hold).sum();
        let key = if held > 0 { "label.in-phase-since-held" } else { "label.in-phase-since" };
        let said = Message::new(key)
            .with("date", words::date(since, self.style.lang))
            .with("days", Message::new("label.n-days").with("n", days))
            .with("held", Message::new("label.n-days").with("n", held));
        let text = wrap(&format!("{status} · {}", self.style.say(&said)), self.style.width).join("\n");
        text.strip_prefix(&status).map_or_else(|| text.clone(), |rest| format!("{painted}{rest}"))
    }

    /// Why the client does not move, or what moved it back.
    fn hold(&self) -> Vec<String> {
        let client = &self.view.client;
        let mut said = Vec::new();
        match client.status {
            Status::OnHold => said.extend(self.held()),
            Status::Withdrawn => said.extend(client.withdrawn.as_ref().and_then(|left| {
                let message = Message::new("label.withdrawn-on").with("date", self.day(left.date?));
                Some(message.with("reason", left.reason.clone()?))
            })),
            Status::Prospect | Status::Active | Status::Closed => {}
        }
        said.extend(client.came_back().and_then(|entry| {
            let phase = self.view.names.phase_short(entry.from.as_ref()?.as_str());
            let message = Message::new("label.came-back").with("phase", phase).with("date", self.day(entry.date));
            Some(message.with("reason", entry.reason.clone()?))
        }));
        let waiting = client.to_confirm();
        if waiting > 0 && !matches!(client.status, Status::Withdrawn | Status::Closed) {
            said.push(Message::new("label.to-confirm").with("n", waiting).with("client", client.id.as_str()));
        }
        said.iter().map(|it| wrap(&plain(&self.style.say(it)), self.style.width).join("\n")).collect()
    }

    fn held(&self) -> Vec<Message> {
        let Some(hold) = &self.view.client.hold else { return Vec::new() };
        let mut said = Vec::new();
        if let (Some(since), Some(reason)) = (hold.since, &hold.reason) {
            let message = match &self.view.row.pause {
                Some(pause) => Message::new("label.held-since-for")
                    .with("days", Message::new("label.n-days").with("n", pause.days)),
                None => Message::new("label.held-since"),
            };
            said.push(message.with("date", self.day(since)).with("reason", reason.clone()));
        }
        said.extend(hold.review_on.map(|it| Message::new("label.held-review").with("date", self.due(it))));
        said
    }

    fn day(&self, day: crate::model::Date) -> String {
        words::date(day, self.style.lang)
    }

    fn facts(&self) -> String {
        let facts = [
            ("label.overdue", self.past_due()),
            ("label.dates", self.dates()),
            ("label.services", self.services()),
            ("label.money", self.money()),
            ("label.requests", self.requests()),
            ("label.roles", self.people()),
            ("label.file", self.file()),
        ];
        let facts: Vec<Fact> = facts.into_iter().filter(|(_, lines)| !lines.is_empty()).collect();
        let widest = facts.iter().map(|(key, _)| width(&self.style.word(key))).max().unwrap_or(0);
        facts.iter().map(|it| self.fact(it, widest)).collect::<Vec<_>>().join("\n")
    }

    /// The name on the left, the lines on the right; below each other where the screen is narrow.
    fn fact(&self, (key, lines): &Fact, widest: usize) -> String {
        let narrow = self.style.width < 60;
        let column = if narrow { 2 } else { widest + 2 };
        let room = self.style.width.saturating_sub(column);
        let mut out = Vec::new();
        for line in lines {
            // A line that goes on is set in, so that it does not look like the next thing.
            let parts = wrap(&plain(line), room);
            let (first, rest) = parts.split_first().map_or(("", [].as_slice()), |(first, rest)| (first.as_str(), rest));
            out.push(first.to_owned());
            let more = wrap(&rest.join(" "), room.saturating_sub(2));
            out.extend(more.into_iter().map(|it| format!("  {it}")));
        }
        let name = self.style.word(key);
        let hue = if *key == "label.overdue" { Hue::Bad } else { Hue::Quiet };
        let mut name = Some(self.style.paint(hue, &if narrow { name } else { pad(&name, column) }));
        let margin = " ".repeat(column);
        let lines = out.iter().map(|line| match name.take() {
            Some(name) if narrow => format!("{name}\n{margin}{line}"),
            Some(name) => format!("{name}{line}"),
            None => format!("{margin}{line}"),
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    fn past_due(&self) -> Vec<String> {
        self.view.row.overdue.iter().map(|it| self.past(it)).collect()
    }

    fn past(&self, it: &Deadline) -> String {
        let said = self.style.say(&overdue(it));
        match &it.title {
            Some(name) => {
                let name = format!("{} ({})", name.get(self.style.lang), it.due);
                self.pair(&said, name)
            }
            None => format!("{said} ({})", it.due),
        }
    }

    fn dates(&self) -> Vec<String> {
        let client = &self.view.client;
        let day = |date| words::date(date, self.style.lang);
        let mut lines = Vec::new();
        let mut add = |key, args: Option<Message>| {
            lines.extend(args.map(|it| self.style.say(&Message::new(key).with("it", it))));
        };
        let plainly = |text: String| Message::verbatim(text);
        add("label.agreement-signed", client.agreement.signed_on.map(day).map(plainly));
        add("label.agreement-ends", client.agreement.last_day().map(day).map(plainly));
        add("label.target-go-live", client.schedule.target_go_live.map(|it| plainly(self.due(it))));
        let next = client.next_milestone().filter(|_| client.status != Status::OnHold);
        add(
            "label.next-is",
            next.and_then(|it| Some(plainly(format!("{}, {}", it.name.get(self.style.lang), self.due(it.due?))))),
        );
        let closed = client.closing.closed_on.filter(|_| client.status == Status::Closed);
        add("label.closed-on", closed.map(day).map(plainly));
        lines
    }

    /// `name: value`, with the spacing of the language.
    fn pair(&self, name: &str, value: String) -> String {
        self.style.say(&Message::new("label.pair").with("name", name).with("value", value))
    }

    fn due(&self, due: crate::client::Due) -> String {
        match due {
            crate::client::Due::Day(day) => words::date(day, self.style.lang),
            crate::client::Due::Month(first) => words::month(first, self.style.lang),
        }
    }

    /// In a line each; several have a table of their own.
    fn services(&self) -> Vec<String> {
        if self.view.services.len() > 1 {
            return Vec::new();
        }
        let service = |it: &crate::client::Service| {
            let name = it.name.get(self.style.lang).to_owned();
            let state = it.state.as_ref().map(|state| self.view.names.label("services.state", state));
            let state = state.map_or_else(String::new, |it| format!(" – {}", it.get(self.style.lang)));
            let live = it.live_on.map_or_else(String::new, |it| format!(" ({it})"));
            format!("{name}{state}{live}")
        };
        self.view.client.services.iter().map(service).collect()
    }

    /// The sum against the ceiling, then each fiscal year with its kinds.
    fn money(&self) -> Vec<String> {
        let costs = &self.view.costs;
        if costs.years.is_empty() {
            return Vec::new();
        }
        let money = |it| words::money(it, self.style.lang);
        let total = money(costs.total);
        let all = match (costs.ceiling, costs.remaining) {
            (Some(ceiling), _) if costs.above_ceiling => {
                Message::new("label.money-above").with("ceiling", money(ceiling)).with("total", total)
            }
            (Some(ceiling), Some(left)) => Message::new("label.money-of")
                .with("ceiling", money(ceiling))
                .with("total", total)
                .with("left", money(left)),
            (Some(_) | None, _) => Message::verbatim(total),
        };
        let years = costs.years.iter().map(|it| self.year(it));
        std::iter::once(self.style.say(&all)).chain(years).collect()
    }

    /// `2026-2027: $31,250.00 (Onboarding)`, or with the amount of each kind where there are several.
    fn year(&self, year: &CostYear) -> String {
        let word = |it: &Option<String>| {
            let word = it.as_ref().map(|it| self.view.names.label("agreement.costs.kind", it));
            word.map_or_else(|| "–".to_owned(), |it| it.get(self.style.lang).to_owned())
        };
        let kinds: Vec<String> = match year.kinds.as_slice() {
            [one] => vec![word(&one.kind)],
            all => {
                let kind = |it: &KindTotal| self.pair(&word(&it.kind), words::money(it.total, self.style.lang));
                all.iter().map(kind).collect()
            }
        };
        let total = words::money(year.total, self.style.lang);
        self.pair(&year.fiscal_year, format!("{total} ({})", kinds.join(", ")))
    }

    fn requests(&self) -> Vec<String> {
        let count = &self.view.requests;
        if count.total == 0 {
            return Vec::new();
        }
        let state = |it: &crate::client::StateCount| {
            let name = self.view.names.label("environments.requests.state", &it.state);
            self.pair(
                name.get(self.style.lang),
                words::number(i64::try_from(it.count).unwrap_or(i64::MAX), self.style.lang),
            )
        };
        let mut parts: Vec<String> = count.by_state.iter().map(state).collect();
        if count.resubmitted > 0 {
            parts.push(self.style.say(&Message::new("label.resubmitted").with("n", count.resubmitted)));
        }
        vec![parts.join(", ")]
    }

    fn people(&self) -> Vec<String> {
        let names = &self.view.names;
        let person = |it: &crate::client::Contact| {
            let role = names.label("contacts.role", &it.role).get(self.style.lang).to_owned();
            let party = it.organization.as_ref().map(|party| names.label("contacts.organization", party));
            let party = party.map_or_else(String::new, |it| format!(" ({})", it.get(self.style.lang)));
            let reach = match it.vacant_since {
                Some(since) => {
                    Some(self.style.say(&Message::new("label.vacant-since").with("date", since.to_string())))
                }
                None => it.mailbox.clone(),
            };
            let reach: Vec<String> = reach.into_iter().chain(it.phone.clone()).collect();
            let who = format!("{role}{party}");
            if reach.is_empty() { who } else { self.pair(&who, reach.join(", ")) }
        };
        self.view.client.contacts.iter().map(person).collect()
    }

    fn file(&self) -> Vec<String> {
        let changed = self.view.last_change.as_ref().map(|it| {
            let message = Message::new("label.last-change").with("date", it.day()).with("commit", it.short());
            self.style.say(&message)
        });
        let process = format!("{}, {}", self.view.file, self.view.client.process);
        vec![changed.map_or(process.clone(), |it| format!("{process}, {it}"))]
    }
}
