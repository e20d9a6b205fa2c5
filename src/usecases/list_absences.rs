//! Who of the staff is away, now and later.

use std::collections::BTreeMap;

use domain::absence::{Absence, may_record};
use domain::ids::{AbsenceId, PersonId};
use domain::time::Instant;

use crate::store::absences::AbsencePlace;
use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::viewer::Viewer;

/// Most absences of one page.
pub const PAGE: u32 = 200;

/// A page of absences.
#[derive(Clone, Debug)]
pub struct AbsencePage {
    /// By when they begin.
    pub absences: Vec<AbsenceLine>,
    /// Where the next page begins, as it is given back as `after`; `None` on the last.
    pub next: Option<String>,
}

/// One absence, for people to read.
#[derive(Clone, Debug)]
pub struct AbsenceLine {
    /// The absence.
    pub absence: Absence,
    /// Name of who is away.
    pub name: String,
    /// Name of who entered it.
    pub recorded_by: String,
    /// Whether the viewer may end it.
    pub may_end: bool,
}

impl App {
    /// Absences that are not over and begin before `until`, by when they begin, at most `limit` (≤ 200).
    ///
    /// # Errors
    /// [`Error::NotFound`] for partners; [`Error::Invalid`] when `after` is no place of ours.
    pub async fn list_absences(
        &self,
        viewer: &Viewer,
        person: Option<PersonId>,
        until: Instant,
        after: Option<&str>,
        limit: u32,
    ) -> Result<AbsencePage, Error> {
        if viewer.is_partner() {
            return Err(Error::NotFound);
        }
        let limit = limit.clamp(1, PAGE);
        let after = after.map(read_place).transpose()?;
        let mut found = self
            .store
            .list_absences(person, self.now(), until, after, limit + 1)
            .await?;
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = found.len() > wanted;
        found.truncate(wanted);
        let next = found.last().filter(|_| more).map(write_place);
        let ids = found.iter().flat_map(|one| [one.person, one.recorded_by]);
        let names = self.store.names_any(ids.collect::<Vec<_>>()).await?;
        let staff = self.staff().await?;
        let name = |names: &BTreeMap<PersonId, String>, id: PersonId| {
            names.get(&id).cloned().unwrap_or_default()
        };
        let absences = found
            .into_iter()
            .map(|absence| AbsenceLine {
                name: name(&names, absence.person),
                recorded_by: name(&names, absence.recorded_by),
                may_end: staff
                    .iter()
                    .find(|one| one.id == absence.person)
                    .is_some_and(|whose| may_record(&viewer.person, whose)),
                absence,
            })
            .collect();
        Ok(AbsencePage { absences, next })
    }
}

fn write_place(last: &Absence) -> String {
    format!("{}.{}", last.from.millis(), last.id)
}

fn read_place(text: &str) -> Result<AbsencePlace, Error> {
    let read = || {
        let (from, id) = text.split_once('.')?;
        Some(AbsencePlace {
            from: Instant::from_millis(from.parse().ok()?),
            id: AbsenceId::from_uuid(id.parse().ok()?),
        })
    };
    read().ok_or_else(|| Error::field("after", "unknown_page"))
}
