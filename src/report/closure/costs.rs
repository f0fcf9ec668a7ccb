//! The costs by fiscal year and kind, exactly.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::client::{Client, Cost};

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Costs {
    /// The earliest first.
    pub(crate) years: Vec<CostYear>,
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
    pub(crate) total: Decimal,
}

pub(super) fn costs(client: &Client) -> Costs {
    let of_year = |year: &str| client.agreement.costs.iter().filter(|it| it.fiscal_year == year).cloned().collect();
    let years = client.costs_by_year().into_iter().map(|(year, total)| CostYear {
        fiscal_year: year.to_owned(),
        lines: of_year(year),
        total,
    });
    let total = client.total_cost();
    let ceiling = client.agreement.ceiling_cad;
    let remaining = ceiling.map(|it| it - total);
    let above_ceiling = remaining.is_some_and(|it| it < Decimal::ZERO);
    Costs { years: years.collect(), total, ceiling, remaining, above_ceiling }
}
