//! Rotas: whose turn it is at an instant, and the shifts of a period. Weeks begin at a handover on the
//! wall clock of the rota's zone, so that a night of daylight saving moves nothing.

use jiff::ToSpan;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;

use crate::ids::{OverrideId, PersonId, RotaKey, TeamKey};
use crate::people::{Person, Role};
use crate::text::Text;
use crate::time::Instant;

/// A weekly rotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rota {
    /// Stable key.
    pub key: RotaKey,
    /// The team it is for.
    pub team: TeamKey,
    /// Name for people.
    pub title: Text,
    /// Where the handover's wall clock hangs.
    pub zone: TimeZone,
    /// The day of the handover.
    pub weekday: Weekday,
    /// The time of day of the handover.
    pub time: Time,
    /// The first turn begins at the first handover from this day on.
    pub anchor: Date,
    /// Who takes turns.
    pub crew: Crew,
}

/// Who takes turns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Crew {
    /// These people, by address, in this order.
    Named(Vec<String>),
    /// Everybody who holds the role in the rota's team, by address in alphabetical order.
    Holding(Role),
}

/// Somebody is on call for a stretch, whoever's turn it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// Identity.
    pub id: OverrideId,
    /// The rota.
    pub rota: RotaKey,
    /// Who.
    pub person: PersonId,
    /// The first moment of it.
    pub from: Instant,
    /// The first moment after it.
    pub until: Instant,
    /// Who entered it.
    pub author: PersonId,
}

/// A stretch in which a person cannot be on call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Away {
    /// Who.
    pub person: PersonId,
    /// The first moment of it.
    pub from: Instant,
    /// The first moment after it.
    pub until: Instant,
}

/// What a rota must know of the people: its members in turn, who is away, who stands in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// The members in turn; `None` for an address nobody has, which keeps its turn.
    pub members: Vec<Option<PersonId>>,
    /// When members and others are away.
    pub away: Vec<Away>,
    /// The rota's own overrides; they do not overlap.
    pub overrides: Vec<Override>,
}

/// Who is on call, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Who is on call; `None` is a gap.
    pub person: Option<PersonId>,
    /// Whose turn it would be by rotation and overrides; `None` when nobody is known.
    pub planned: Option<PersonId>,
    /// Why it is them.
    pub turn: Turn,
}

/// Why somebody is on call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It is their week.
    Rotation,
    /// Whose turn it is is away, and they come next.
    StandIn,
    /// An override says so.
    Override(OverrideId),
    /// Everybody is away: nobody is on call.
    Nobody,
}

/// A stretch in which the duty does not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// The first moment of it.
    pub from: Instant,
    /// The first moment after it.
    pub until: Instant,
    /// Who is on call.
    pub duty: Duty,
}

impl Rota {
    /// The members in turn, found among the staff; people who are not active keep their turn.
    pub fn members<'p>(
        &self,
        people: impl Iterator<Item = &'p Person> + Clone,
    ) -> Vec<Option<PersonId>> {
        match &self.crew {
            Crew::Named(addresses) => addresses
                .iter()
                .map(|address| {
                    people
                        .clone()
                        .find(|person| person.email.eq_ignore_ascii_case(address))
                        .map(|person| person.id)
                })
                .collect(),
            Crew::Holding(role) => {
                let mut held: Vec<&Person> = people
                    .filter(|person| person.active && person.has_role_in(*role, &self.team))
                    .collect();
                held.sort_by(|one, other| one.email.cmp(&other.email));
                held.iter().map(|person| Some(person.id)).collect()
            }
        }
    }

    /// Who is on call at that moment: whom an override names, else whose week it is, else, when that one is
    /// away, the next of the rotation who is there.
    pub fn on_call(&self, roster: &Roster, at: Instant) -> Duty {
        let there = |person: PersonId| !roster.is_away(person, at);
        let named = roster
            .overrides
            .iter()
            .find(|one| one.from <= at && at < one.until);
        if let Some(named) = named.filter(|one| there(one.person)) {
            return Duty {
                person: Some(named.person),
                planned: Some(named.person),
                turn: Turn::Override(named.id),
            };
        }
        let week = usize::try_from(
            self.week_of(at)
                .rem_euclid(i64::try_from(roster.members.len().max(1)).unwrap_or(i64::MAX)),
        )
        .unwrap_or(0);
        let turns = || roster.members.iter().cycle().skip(week);
        let mine = turns().next().copied().flatten();
        let planned = named.map(|one| one.person).or(mine);
        let found = turns()
            .take(roster.members.len())
            .filter_map(|member| *member)
            .find(|person| there(*person));
        let turn = match found {
            None => Turn::Nobody,
            Some(person) if Some(person) == planned => Turn::Rotation,
            Some(_) => Turn::StandIn,
        };
        Duty {
            person: found,
            planned,
            turn,
        }
    }

    /// The shifts from `from` to `until`, without holes, in order; each as long as its duty does not change.
    /// The caller bounds the period.
    pub fn shifts(&self, roster: &Roster, from: Instant, until: Instant) -> Vec<Shift> {
        let inside = |at: &Instant| from < *at && *at < until;
        let mut cuts: Vec<Instant> = vec![from];
        let mut week = self.week_of(from) + 1;
        while let Some(handover) = self.handover(week).filter(|at| *at < until) {
            cuts.push(handover);
            week += 1;
        }
        cuts.extend(
            roster
                .away
                .iter()
                .flat_map(|one| [one.from, one.until])
                .filter(inside),
        );
        cuts.extend(
            roster
                .overrides
                .iter()
                .flat_map(|one| [one.from, one.until])
                .filter(inside),
        );
        cuts.sort_unstable();
        cuts.dedup();
        let ends = cuts.iter().copied().skip(1).chain([until]);
        let mut shifts: Vec<Shift> = Vec::new();
        for (from, until) in cuts.iter().copied().zip(ends) {
            let duty = self.on_call(roster, from);
            match shifts.last_mut().filter(|last| last.duty == duty) {
                Some(last) => last.until = until,
                None if from < until => shifts.push(Shift { from, until, duty }),
                None => {}
            }
        }
        shifts
    }

    /// When week `week` begins, counted from the anchor's; `None` past the calendar's range. A time of day
    /// that does not exist that day is the next that does; one that exists twice is its first.
    pub fn handover(&self, week: i64) -> Option<Instant> {
        let day = self
            .first_day()?
            .checked_add(week.checked_mul(7)?.days())
            .ok()?;
        let zoned = day
            .to_datetime(self.time)
            .to_zoned(self.zone.clone())
            .ok()?;
        Some(Instant::from_millis(zoned.timestamp().as_millisecond()))
    }

    /// The week that a moment lies in, counted from the anchor's; negative before it.
    pub fn week_of(&self, at: Instant) -> i64 {
        let day = at.timestamp().to_zoned(self.zone.clone()).date();
        let days = self
            .first_day()
            .and_then(|first| first.until(day).ok())
            .map_or(0, |span| i64::from(span.get_days()));
        let week = days.div_euclid(7);
        match self.handover(week) {
            Some(handover) if handover > at => week - 1,
            Some(_) | None => week,
        }
    }

    fn first_day(&self) -> Option<Date> {
        if self.anchor.weekday() == self.weekday {
            Some(self.anchor)
        } else {
            self.anchor.nth_weekday(1, self.weekday).ok()
        }
    }
}

impl Roster {
    /// Whether a person is away at that moment.
    pub fn is_away(&self, person: PersonId, at: Instant) -> bool {
        self.away
            .iter()
            .any(|one| one.person == person && one.from <= at && at < one.until)
    }
}

#[cfg(test)]
mod tests;
