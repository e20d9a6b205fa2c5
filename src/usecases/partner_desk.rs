//! Who answers a publisher, and when they are there: told beside the partner's forms and on the help page.

use domain::clocks::hours::Slot;
use domain::ids::{OrganisationId, TeamKey};

use crate::usecases::app::App;
use crate::usecases::error::Error;

/// Who answers, and the hours of their team.
#[derive(Clone, Debug, Default)]
pub struct PartnerDesk {
    /// Name of who looks after the publisher; `None` while nobody does.
    pub manager: Option<String>,
    /// Open slots of Monday to Sunday.
    pub week: [Vec<Slot>; 7],
}

impl App {
    /// The desk of a publisher; of the house's first team for somebody who is not signed in.
    ///
    /// # Errors
    /// [`Error::Unavailable`] or [`Error::Internal`] from the store.
    pub async fn partner_desk(
        &self,
        organisation: Option<OrganisationId>,
    ) -> Result<PartnerDesk, Error> {
        let owner = match organisation {
            Some(id) => self
                .store
                .find_organisation(id)
                .await?
                .and_then(|found| found.portfolio_owner),
            None => None,
        };
        let person = match owner {
            Some(id) => self.store.find_person(id, self.now()).await?,
            None => None,
        };
        let person = person.filter(|person| person.active);
        let team = person
            .as_ref()
            .and_then(|person| person.teams().into_iter().next());
        Ok(PartnerDesk {
            manager: person.map(|person| person.name),
            week: self.week_of(team.as_ref()),
        })
    }

    fn week_of(&self, team: Option<&TeamKey>) -> [Vec<Slot>; 7] {
        let named = team.and_then(|key| self.rules.team(key));
        let calendar = named
            .or_else(|| self.rules.teams.first())
            .and_then(|team| self.rules.calendars.newest(&team.calendar));
        calendar
            .map(|calendar| calendar.definition().week.clone())
            .unwrap_or_default()
    }
}
