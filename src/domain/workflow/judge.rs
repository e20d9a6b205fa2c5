//! The answer of each guard: it holds, or why not.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::Value;
use uuid::Uuid;

use crate::case::{Case, Priority};
use crate::ids::{CalendarKey, PersonId};
use crate::people::{Actor, Role};
use crate::refusal::Refusal;
use crate::time::{Instant, Span};
use crate::workflow::decide::{Completeness, Facts, Fitness, OtherCase, Standing};
use crate::workflow::definition::Transition;
use crate::workflow::guard::Guard;
use crate::workflow::input::Given;

/// Everything a guard may look at, except what was given.
pub(super) struct Judge<'a> {
    /// The case.
    pub(super) case: &'a Case,
    /// The world around it.
    pub(super) facts: &'a Facts,
    /// Who acts.
    pub(super) actor: &'a Actor,
    /// In which roles.
    pub(super) roles: &'a [Role],
    /// When.
    pub(super) now: Instant,
}

impl Judge<'_> {
    /// Whether all hold; the first that does not is explained.
    pub(super) fn all(&self, guards: &[Guard], given: &Given) -> Result<(), Refusal> {
        guards.iter().try_for_each(|guard| self.holds(guard, given))
    }

    /// Whether all guards hold that can be judged before anything is given.
    pub(super) fn all_known(&self, transition: &Transition) -> Result<(), Refusal> {
        let nothing = Given::new();
        transition
            .guards
            .iter()
            .filter(|guard| transition.inputs.is_empty() || !guard.depends_on_input())
            .try_for_each(|guard| self.holds(guard, &nothing))
    }

    fn holds(&self, guard: &Guard, given: &Given) -> Result<(), Refusal> {
        let case = self.case;
        match guard {
            Guard::FormValid => self.facts.form.clone().map_err(Refusal::Input),
            Guard::AssigneeAvailable => self.assignee_available(guard, given),
            Guard::WithinCapacityUnless { role } => self.has_room(guard, *role, given),
            Guard::AssigneeNot { fact } => {
                let earlier = self.person_in(fact);
                let same = earlier.is_some() && earlier == self.assignee(given);
                unless(same, guard, [("fact", fact.as_str())])
            }
            Guard::NoOwner => when(case.owner.is_none(), guard, []),
            Guard::HasOwner => when(case.owner.is_some(), guard, []),
            Guard::ActorIsOwner => {
                let actor = self.actor.person();
                when(actor.is_some() && actor == case.owner, guard, [])
            }
            Guard::OwnerGone => {
                let standing = case.owner.and_then(|owner| self.facts.staff.get(&owner));
                when(standing == Some(&Standing::Gone), guard, [])
            }
            Guard::NotPortfolioOwner => {
                let actor = self.actor.person();
                unless(
                    actor.is_some() && actor == self.facts.portfolio_owner,
                    guard,
                    [],
                )
            }
            Guard::RequestTypeIs { request_type } => {
                let holds = case.request_type.as_ref() == Some(request_type);
                when(holds, guard, [("request_type", request_type.as_str())])
            }
            Guard::TargetMergeable => self.target(guard, given, |other| other.merging),
            Guard::TargetJoinable => self.target(guard, given, |other| other.joining),
            Guard::OtherTeam => {
                let team = given.get("team").and_then(Value::as_str);
                unless(
                    team == Some(case.desk.as_str()),
                    guard,
                    [("team", case.desk.as_str())],
                )
            }
            Guard::ChildrenOver => {
                let open = self.facts.children_open;
                when(open == 0, guard, [("count", &open.to_string())])
            }
            Guard::ChildOver => {
                let open = self.facts.children_open;
                let holds = open == 0 && self.facts.children_over > 0;
                when(holds, guard, [("count", &open.to_string())])
            }
            Guard::CounterAtLeast { counter, count } => when(
                case.counter(counter) >= *count,
                guard,
                counted(counter, &count.to_string()),
            ),
            Guard::CounterBelow { counter, count } => when(
                case.counter(counter) < *count,
                guard,
                counted(counter, &count.to_string()),
            ),
            Guard::CounterBelowUnless {
                counter,
                count,
                role,
            } => when(
                case.counter(counter) < *count || self.roles.contains(role),
                guard,
                [
                    ("counter", counter.as_str()),
                    ("count", &count.to_string()),
                    ("role", role.as_str()),
                ],
            ),
            Guard::WithinSinceResolved { span, calendar } => {
                self.within_since_resolved(guard, *span, calendar)
            }
            Guard::NotActorOf { fact } => {
                let earlier = self.person_in(fact);
                let same = earlier.is_some() && earlier == self.actor.person();
                unless(same, guard, [("fact", fact.as_str())])
            }
            Guard::FactPresent { fact } => when(
                case.facts.contains_key(fact),
                guard,
                [("fact", fact.as_str())],
            ),
            Guard::FactIs { fact, value } => {
                let recorded = case.facts.get(fact).map(plain);
                let holds = recorded.as_deref() == Some(value);
                when(holds, guard, [("fact", fact.as_str()), ("value", value)])
            }
            Guard::DateReached { fact } => self.date_reached(guard, fact),
            Guard::ChecklistDone => when(is_complete(self.facts.checklist), guard, []),
            Guard::DocumentsComplete => when(is_complete(self.facts.documents), guard, []),
            Guard::HasLink => when(self.facts.links > 0 || case.parent.is_some(), guard, []),
            Guard::NoOtherLink => {
                let links = self.facts.links;
                when(links == 0, guard, [("count", &links.to_string())])
            }
            Guard::PriorityIs { priority } => when(
                case.priority == *priority,
                guard,
                [("priority", priority.as_str())],
            ),
            Guard::PriorityIsOrCounter {
                priority,
                counter,
                count,
            } => when(
                case.priority == *priority || case.counter(counter) >= *count,
                guard,
                ranked(*priority, counter, &count.to_string()),
            ),
            Guard::NotPriorityAndCounterBelow {
                priority,
                counter,
                count,
            } => when(
                case.priority != *priority && case.counter(counter) < *count,
                guard,
                ranked(*priority, counter, &count.to_string()),
            ),
        }
    }

    fn assignee_available(&self, guard: &Guard, given: &Given) -> Result<(), Refusal> {
        match self.standing_of_assignee(given)? {
            Standing::Available | Standing::OverCapacity => Ok(()),
            Standing::Absent => no(guard, [("why", "absent")]),
            Standing::Gone => no(guard, [("why", "gone")]),
            Standing::Outside => no(guard, [("why", "unknown")]),
        }
    }

    fn has_room(&self, guard: &Guard, role: Role, given: &Given) -> Result<(), Refusal> {
        match self.standing_of_assignee(given)? {
            Standing::OverCapacity if !self.roles.contains(&role) => {
                no(guard, [("role", role.as_str())])
            }
            Standing::OverCapacity
            | Standing::Available
            | Standing::Absent
            | Standing::Gone
            | Standing::Outside => Ok(()),
        }
    }

    fn date_reached(&self, guard: &Guard, fact: &str) -> Result<(), Refusal> {
        let day = self.case.facts.get(fact).and_then(Value::as_str);
        let day = day.and_then(|text| text.parse::<Date>().ok());
        let shown = day.map(|day| day.to_string()).unwrap_or_default();
        let holds = day.is_some_and(|day| day <= self.facts.today);
        when(holds, guard, [("fact", fact), ("date", &shown)])
    }

    /// Who is to have the case: the person named, else the acting one.
    fn assignee(&self, given: &Given) -> Option<PersonId> {
        given
            .get("assignee")
            .and_then(person)
            .or_else(|| self.actor.person())
    }

    fn standing_of_assignee(&self, given: &Given) -> Result<Standing, Refusal> {
        let assignee = self.assignee(given);
        assignee
            .and_then(|id| self.facts.staff.get(&id).copied())
            .ok_or_else(|| refusal(&Guard::AssigneeAvailable, [("why", "unknown")]))
    }

    fn person_in(&self, fact: &str) -> Option<PersonId> {
        self.case.facts.get(fact).and_then(person)
    }

    /// Whether the case named in the input is fit for what the guard asks.
    fn target(
        &self,
        guard: &Guard,
        given: &Given,
        fitness: fn(&OtherCase) -> Fitness,
    ) -> Result<(), Refusal> {
        let id = given.get("target").and_then(Value::as_str);
        let target = self
            .facts
            .targets
            .values()
            .find(|target| id == Some(target.id.to_string().as_str()));
        let why = match target {
            None => "unknown",
            Some(target) if target.id == self.case.id => "itself",
            Some(target) => match fitness(target) {
                Fitness::Fit => return Ok(()),
                Fitness::OtherKind => "other_kind",
                Fitness::OtherPublisher => "other_publisher",
                Fitness::Confidential => "confidential",
                Fitness::Over => "over",
                Fitness::Cycle => "cycle",
            },
        };
        no(guard, [("why", why)])
    }

    fn within_since_resolved(
        &self,
        guard: &Guard,
        span: Span,
        calendar: &CalendarKey,
    ) -> Result<(), Refusal> {
        let hours = self
            .facts
            .calendars
            .newest(calendar)
            .ok_or_else(|| Refusal::Broken(calendar.to_string()))?;
        let Some(resolved_at) = self.case.resolved_at else {
            return no(guard, [("days", "0"), ("of", "none")]);
        };
        let (day, of) = match hours.business_day() {
            Some(day) if !hours.never_closes() => (day, "business"),
            Some(_) | None => (Span::days(1), "calendar"),
        };
        let days = span.as_millis() / day.as_millis().max(1);
        let passed = hours.between(resolved_at, self.now);
        when(
            passed <= span,
            guard,
            [("days", &days.to_string()), ("of", of)],
        )
    }
}

fn when<const N: usize>(
    holds: bool,
    guard: &Guard,
    params: [(&str, &str); N],
) -> Result<(), Refusal> {
    if holds { Ok(()) } else { no(guard, params) }
}

fn unless<const N: usize>(
    fails: bool,
    guard: &Guard,
    params: [(&str, &str); N],
) -> Result<(), Refusal> {
    when(!fails, guard, params)
}

fn no<const N: usize>(guard: &Guard, params: [(&str, &str); N]) -> Result<(), Refusal> {
    Err(refusal(guard, params))
}

fn refusal<const N: usize>(guard: &Guard, params: [(&str, &str); N]) -> Refusal {
    let params: BTreeMap<String, String> = params
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    Refusal::Guard {
        code: guard.code(),
        params,
    }
}

fn counted<'a>(counter: &'a str, count: &'a str) -> [(&'static str, &'a str); 2] {
    [("counter", counter), ("count", count)]
}

fn ranked<'a>(
    priority: Priority,
    counter: &'a str,
    count: &'a str,
) -> [(&'static str, &'a str); 3] {
    [
        ("priority", priority.as_str()),
        ("counter", counter),
        ("count", count),
    ]
}

fn is_complete(what: Completeness) -> bool {
    what == Completeness::Complete
}

fn person(value: &Value) -> Option<PersonId> {
    let id = value.as_str().and_then(|text| Uuid::parse_str(text).ok());
    id.map(PersonId::from_uuid)
}

/// A recorded value as the definition would write it.
fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
