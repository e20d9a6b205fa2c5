//! Absences: when a person of the staff is away. Nobody is asked why.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::{AbsenceId, PersonId};
use crate::people::{Person, Role};
use crate::refusal::InputError;
use crate::time::{Instant, Span};

/// The longest absence that can be entered, and how far ahead it may begin.
const LONGEST: Span = Span::days(400);
/// How long ago an absence may have begun when it is entered.
const LATEST_ENTRY: Span = Span::days(31);

/// A stretch of time in which a person is away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    /// Identity.
    pub id: AbsenceId,
    /// Who is away.
    pub person: PersonId,
    /// The first moment of it.
    pub from: Instant,
    /// The first moment after it.
    pub until: Instant,
    /// Who entered it.
    pub recorded_by: PersonId,
    /// When.
    pub recorded_at: Instant,
}

impl Absence {
    /// Whether the person is away at that moment.
    pub fn covers(&self, at: Instant) -> bool {
        self.from <= at && at < self.until
    }
}

/// Whether somebody may enter and end absences of a person: the person, a lead of one of their teams, an
/// administrator.
pub fn may_record(who: &Person, whose: &Person) -> bool {
    who.active
        && !who.is_partner()
        && !whose.is_partner()
        && (who.id == whose.id
            || who.has_role(Role::Admin)
            || whose
                .teams()
                .iter()
                .any(|team| who.has_role_in(Role::Lead, team)))
}

/// Whether the stretch can be entered now.
///
/// # Errors
/// The field that is wrong, `from` or `until`, with a code and its values.
pub fn check_stretch(from: Instant, until: Instant, now: Instant) -> Result<(), InputError> {
    let wrong = |field: &str, code: &str| InputError {
        field: field.to_owned(),
        code: code.to_owned(),
        params: BTreeMap::new(),
    };
    if until <= from {
        return Err(wrong("until", "ends_before_it_begins"));
    }
    if until <= now {
        return Err(wrong("until", "over_already"));
    }
    if from < now.minus(LATEST_ENTRY) {
        return Err(wrong("from", "begun_too_long_ago"));
    }
    if from > now.plus(LONGEST) || until.since(from) > LONGEST {
        return Err(wrong("until", "too_far_ahead"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant::from_millis(1_789_974_000_000);

    #[test]
    fn a_stretch_that_makes_no_sense_names_its_field() {
        let code = |from, until| check_stretch(from, until, NOW).map_err(|error| error.code);
        let day = Span::days(1);
        assert_eq!(code(NOW, NOW.plus(day)), Ok(()));
        assert_eq!(
            code(NOW.plus(day), NOW),
            Err("ends_before_it_begins".to_owned())
        );
        assert_eq!(
            code(NOW.minus(Span::days(2)), NOW),
            Err("over_already".to_owned())
        );
        assert_eq!(
            code(NOW.minus(Span::days(32)), NOW.plus(day)),
            Err("begun_too_long_ago".to_owned())
        );
        assert_eq!(
            code(NOW, NOW.plus(Span::days(401))),
            Err("too_far_ahead".to_owned())
        );
    }
}
