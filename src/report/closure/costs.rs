//! The costs by fiscal year and kind, exactly, against the ceiling of the agreement.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::client::{Client, Cost};

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Costs {
    /// The earliest first.
    pub(crate) years: Vec<CostYear>,
    /// In the order in which the kinds first appear.
    pub(crate) kinds: Vec<CostKind>,
    pub(crate) total: Decimal,
    pub(crate) ceiling: Option<Decimal>,
    /// What the ceiling leaves; negative when the costs are above it.
    pub(crate) remaining: Option<Decimal>,
    pub(crate) above_ceiling: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct CostYear {
    pub(crate) fiscal_year: String,
    /// In the order of the file.
    pub(crate) lines: Vec<Cost>,
    /// What each kind comes to in this year; kinds without a cost are left out.
    pub(crate) kinds: Vec<KindTotal>,
    pub(crate) total: Decimal,
}

/// What one kind comes to in one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct KindTotal {
    pub(crate) kind: Option<String>,
    pub(crate) total: Decimal,
}

/// What one kind comes to in each year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct CostKind {
    pub(crate) kind: Option<String>,
    /// As many as there are years, in their order.
    pub(crate) years: Vec<Decimal>,
    pub(crate) total: Decimal,
}

pub(crate) fn costs(client: &Client) -> Costs {
    let all = &client.agreement.costs;
    let mut kinds: Vec<Option<&str>> = Vec::new();
    for cost in all {
        if !kinds.contains(&cost.kind.as_deref()) {
            kinds.push(cost.kind.as_deref());
        }
    }
    let sum = |year: Option<&str>, kind: Option<&str>| -> Decimal {
        let of_kind = all.iter().filter(|it| it.kind.as_deref() == kind);
        of_kind.filter(|it| year.is_none_or(|year| it.fiscal_year == year)).map(|it| it.amount_cad).sum()
    };
    let sums = client.costs_by_year();
    let years = sums.iter().map(|(year, total)| {
        let lines: Vec<Cost> = all.iter().filter(|it| it.fiscal_year == *year).cloned().collect();
        let here = kinds.iter().filter(|kind| lines.iter().any(|it| it.kind.as_deref() == **kind));
        let kinds = here.map(|kind| KindTotal { kind: kind.map(str::to_owned), total: sum(Some(year), *kind) });
        CostYear { fiscal_year: (*year).to_owned(), kinds: kinds.collect(), lines, total: *total }
    });
    let by_kind = kinds.iter().map(|kind| CostKind {
        kind: kind.map(str::to_owned),
        years: sums.keys().map(|year| sum(Some(year), *kind)).collect(),
        total: sum(None, *kind),
    });
    let total = client.total_cost();
    let ceiling = client.agreement.ceiling_cad;
    let remaining = ceiling.map(|it| it - total);
    let above_ceiling = remaining.is_some_and(|it| it < Decimal::ZERO);
    Costs { years: years.collect(), kinds: by_kind.collect(), total, ceiling, remaining, above_ceiling }
}

#[cfg(test)]
mod tests {
    use crate::client::tests::minimal;

    use super::*;

    #[test]
    fn every_amount_is_in_one_kind_and_one_year_and_both_add_up_to_the_total() {
        let acme = minimal(
            "agreement:\n  ceiling_cad: \"100.00\"\n  costs:\n    \
             - {id: c1, fiscal_year: 2027-2028, amount_cad: \"0.10\", kind: usage}\n    \
             - {id: c2, fiscal_year: 2026-2027, amount_cad: \"60.25\", kind: onboarding}\n    \
             - {id: c3, fiscal_year: 2027-2028, amount_cad: \"0.20\", kind: usage}\n    \
             - {id: c4, fiscal_year: 2027-2028, amount_cad: \"40.00\", kind: support}\n",
        );
        let costs = costs(&acme);
        let year = |it: &CostYear| {
            let kinds: Vec<String> =
                it.kinds.iter().map(|it| format!("{} {}", it.kind.as_deref().unwrap_or("-"), it.total)).collect();
            format!("{} {}: {}", it.fiscal_year, it.total, kinds.join(", "))
        };
        assert_eq!(
            costs.years.iter().map(year).collect::<Vec<_>>(),
            ["2026-2027 60.25: onboarding 60.25", "2027-2028 40.30: usage 0.30, support 40.00"]
        );
        let kind = |it: &CostKind| {
            let years: Vec<String> = it.years.iter().map(ToString::to_string).collect();
            format!("{} {} = {}", it.kind.as_deref().unwrap_or("-"), years.join(" + "), it.total)
        };
        assert_eq!(
            costs.kinds.iter().map(kind).collect::<Vec<_>>(),
            ["usage 0 + 0.30 = 0.30", "onboarding 60.25 + 0 = 60.25", "support 0 + 40.00 = 40.00"]
        );
        assert_eq!(costs.kinds.iter().map(|it| it.total).sum::<Decimal>(), costs.total);
        assert_eq!(costs.remaining.map(|it| it.to_string()), Some("-0.55".to_owned()));
        assert!(costs.above_ceiling);
    }
}
