//! The costs of all clients by fiscal year, exactly.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use super::Brief;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct PortfolioCosts {
    /// In the order in which the clients' files first name them.
    pub(crate) states: Vec<Option<String>>,
    /// The earliest first.
    pub(crate) years: Vec<PortfolioYear>,
    /// As many as there are states.
    pub(crate) by_state: Vec<Decimal>,
    pub(crate) total: Decimal,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct PortfolioYear {
    pub(crate) fiscal_year: String,
    /// How many clients have costs in that year.
    pub(crate) clients: usize,
    /// As many as there are states.
    pub(crate) by_state: Vec<Decimal>,
    pub(crate) total: Decimal,
}

pub(super) fn costs(briefs: &[Brief]) -> PortfolioCosts {
    let mut states: Vec<Option<String>> = Vec::new();
    let mut sums: BTreeMap<&str, BTreeMap<Option<&str>, Decimal>> = BTreeMap::new();
    for cost in briefs.iter().flat_map(|it| &it.costs) {
        if !states.contains(&cost.state) {
            states.push(cost.state.clone());
        }
        let year = sums.entry(cost.year.as_str()).or_default();
        *year.entry(cost.state.as_deref()).or_default() += cost.amount;
    }
    let of_year = |(year, by): (&&str, &BTreeMap<Option<&str>, Decimal>)| PortfolioYear {
        fiscal_year: (*year).to_owned(),
        clients: briefs.iter().filter(|it| it.costs.iter().any(|it| it.year == **year)).count(),
        by_state: states.iter().map(|it| by.get(&it.as_deref()).copied().unwrap_or_default()).collect(),
        total: by.values().sum(),
    };
    let years: Vec<PortfolioYear> = sums.iter().map(of_year).collect();
    let by_state =
        states.iter().map(|it| sums.values().filter_map(|year| year.get(&it.as_deref())).sum::<Decimal>()).collect();
    let total = years.iter().map(|it| it.total).sum();
    PortfolioCosts { states, years, by_state, total }
}
