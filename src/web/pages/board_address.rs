//! The board's address: period, team and whether the weeks are a table, so that a board can be shared.

use domain::ids::TeamKey;

use crate::usecases::read::board::{BoardQuery, Period};

/// What the address asks for. An unknown period is read as the usual one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BoardAddress {
    /// Period and team.
    pub query: BoardQuery,
    /// Whether the weeks are a drawing or a table.
    pub weeks: WeeksAs,
    /// Page or file.
    pub format: Format,
}

/// Whether the weeks are shown as a drawing or as a table at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WeeksAs {
    /// A drawing.
    #[default]
    Drawing,
    /// The drawing with its table (`table=weeks`).
    Table,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// The page.
    #[default]
    Page,
    /// What is late or close, as comma-separated values (`format=csv`).
    Cases,
    /// The figures of the period and of the weeks, likewise (`format=csv&table=weeks`).
    Figures,
}

impl BoardAddress {
    /// Reads the query of an address.
    pub fn parse(query: &str) -> Self {
        let mut address = Self::default();
        let mut csv = false;
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "period" => address.query.period = Period::parse(&value).unwrap_or_default(),
                "team" if !value.is_empty() => address.query.team = Some(TeamKey::new(value)),
                "table" if value == "weeks" => address.weeks = WeeksAs::Table,
                "format" => csv = value == "csv",
                _ => {}
            }
        }
        address.format = match (csv, address.weeks) {
            (false, _) => Format::Page,
            (true, WeeksAs::Drawing) => Format::Cases,
            (true, WeeksAs::Table) => Format::Figures,
        };
        address
    }

    /// The address of this board.
    pub fn href(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if self.query.period != Period::default() {
            query.append_pair("period", self.query.period.as_str());
        }
        if let Some(team) = &self.query.team {
            query.append_pair("team", team.as_str());
        }
        let (table, csv) = match self.format {
            Format::Page => (self.weeks == WeeksAs::Table, false),
            Format::Cases => (false, true),
            Format::Figures => (true, true),
        };
        if table {
            query.append_pair("table", "weeks");
        }
        if csv {
            query.append_pair("format", "csv");
        }
        let query = query.finish();
        if query.is_empty() {
            "/team/sla".to_owned()
        } else {
            format!("/team/sla?{query}")
        }
    }

    /// The same board over another period.
    #[must_use]
    pub fn over(&self, period: Period) -> Self {
        let mut other = self.clone();
        other.query.period = period;
        other
    }

    /// The same board of another team, or of all.
    #[must_use]
    pub fn of(&self, team: Option<TeamKey>) -> Self {
        let mut other = self.clone();
        other.query.team = team;
        other
    }

    /// The same board as another kind of answer.
    #[must_use]
    pub fn as_format(&self, format: Format) -> Self {
        let mut other = self.clone();
        other.format = format;
        other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back_as_it_was_written() {
        for text in [
            "/team/sla",
            "/team/sla?period=quarter&team=EMEA",
            "/team/sla?period=today&table=weeks",
            "/team/sla?format=csv",
            "/team/sla?team=FR&table=weeks&format=csv",
        ] {
            let query = text.split_once('?').map_or("", |(_, query)| query);
            assert_eq!(BoardAddress::parse(query).href(), text);
        }
    }
}
