use super::*;
use crate::clocks::calendar;
use crate::clocks::clock::{ClockChange, ClockKind};
use crate::clocks::hours::CalendarDefinition;
use crate::clocks::meter::Beginning;
use crate::clocks::policy;
use crate::ids::{CaseId, ClockId, Metric, PersonId};
use crate::published::Origin;
use crate::source::Source;
use uuid::Uuid;

/// Monday 21 September 2026, 09:00 in Paris.
const MONDAY: &str = "2026-09-21T07:00:00Z";

struct Desk {
    calendars: Calendars,
    targets: Policies,
    events: Events,
}

impl Desk {
    fn shipped() -> Self {
        let calendars = calendar::shipped();
        Self {
            targets: policy::shipped(&calendars),
            calendars,
            events: Events::default(),
        }
    }

    /// The matrix with another text in one place.
    fn with_matrix(from: &str, to: &str) -> Self {
        let mut desk = Self::shipped();
        let text = include_str!("../../../../config/policies/targets.toml");
        let at = text.find("[[policy]]\nkey = \"partner-matrix\"").unwrap();
        let text = text[at..].replace("version = 1", "version = 2");
        assert!(text.contains(from), "{from}");
        let text = text.replace(from, to);
        let source = Source::new("policy", &text);
        desk.targets
            .add(&source, &desk.calendars, Origin::Edited)
            .unwrap();
        desk
    }

    /// `fr-bureau` with further lines.
    fn with_bureau(day: &str, lines: &str) -> Self {
        let mut desk = Self::shipped();
        let text = format!(
            "[[calendar]]\nkey = \"fr-bureau\"\nversion = 2\nzone = \"Europe/Paris\"\n\
             title = {{ fr = \"B\", en = \"B\" }}\nbusiness_day = \"{day}\"\n\
             slots = {{ weekdays = [\"09:00-12:30\", \"13:30-18:00\"] }}\n\
             holidays = [\"fr-national\"]\n{lines}\n"
        );
        for read in CalendarDefinition::parse_all(&Source::new("calendar", &text)).unwrap() {
            desk.calendars.add(read, Origin::Edited);
        }
        let text = include_str!("../../../../config/policies/targets.toml");
        desk.targets = Policies::parse(&Source::new("t", text), &desk.calendars).unwrap();
        desk
    }

    fn promises(&self) -> Promises<'_> {
        Promises {
            calendars: &self.calendars,
            targets: &self.targets,
            events: &self.events,
        }
    }

    fn clock(&self, metric: &str, subject: &Subject, at: Instant) -> Clock {
        let facts = subject.facts(subject.priority, &subject.desk, Occasion::Ordinary);
        let metric = Metric::from(metric);
        let target = self.targets.target(&metric, &facts).unwrap();
        let calendar = self.calendars.get(&target.calendar).unwrap();
        let beginning = Beginning {
            team: crate::ids::TeamKey::from("FR"),
            id: ClockId::from_uuid(Uuid::from_u128(1)),
            case: CaseId::from_uuid(Uuid::from_u128(2)),
            metric,
            kind: ClockKind::Sla,
            cycle: 1,
            target: &target,
        };
        Meter::new(calendar, at, "transition:submit")
            .start(beginning)
            .clock
    }

    fn meter<'a>(&'a self, clock: &Clock, now: Instant) -> Meter<'a> {
        Meter::new(self.calendars.get(&clock.calendar).unwrap(), now, "test")
    }
}

fn p3() -> Subject {
    Subject {
        kind: Kind::Request,
        request_type: None,
        priority: Priority::P3,
        team: TeamKey::from("FR"),
        desk: TeamKey::from("FR"),
        tier: String::new(),
        slug: "arenes-tv".to_owned(),
    }
}

fn at(text: &str) -> Instant {
    Instant::parse_rfc3339(text).unwrap()
}

fn redraw(
    desks: (&Desk, &Desk),
    edited: &Edited,
    clock: &Clock,
    reach: Reach,
    now: &str,
) -> Option<Outcome> {
    let redrawing = Redrawing {
        before: desks.0.promises(),
        after: desks.1.promises(),
        edited,
        past: PAST,
        reason: "edit:test@2",
        now: at(now),
    };
    redrawing
        .redraw(clock, &p3(), reach, clock.started_at)
        .unwrap()
}

fn matrix() -> Edited {
    Edited::Policy(PolicyKey::from("partner-matrix"))
}

fn bureau() -> Edited {
    Edited::Calendar(CalendarKey::from("fr-bureau"))
}

#[test]
fn a_longer_target_moves_the_deadline_of_a_clock_that_runs() {
    let (old, new) = (
        Desk::shipped(),
        Desk::with_matrix(
            "first_response = \"4h\", next",
            "first_response = \"6h\", next",
        ),
    );
    let clock = old.clock("first_response", &p3(), at(MONDAY));
    let both = [Reach::OpenCases, Reach::Restate].map(|reach| {
        redraw(
            (&old, &new),
            &matrix(),
            &clock,
            reach,
            "2026-09-21T09:00:00Z",
        )
        .unwrap()
        .clock
    });
    assert_eq!(both[0], both[1], "while nothing was missed the two are one");
    assert_eq!(both[0].due_at, Some(at("2026-09-21T14:00:00Z")));
    assert_eq!(both[0].original_due, clock.original_due);
    assert_eq!(both[0].policy.version, 2);
    let moved = Tally {
        moved: 1,
        ..Tally::default()
    };
    assert_eq!(Tally::of(&clock, &both[0]), moved);
}

#[test]
fn what_was_missed_stays_missed_for_open_cases_and_is_unbreached_by_restating() {
    let (old, new) = (
        Desk::shipped(),
        Desk::with_matrix(
            "first_response = \"4h\", next",
            "first_response = \"8h\", next",
        ),
    );
    let clock = old.clock("first_response", &p3(), at(MONDAY));
    let now = "2026-09-21T14:00:00Z";
    let late = old
        .meter(&clock, at(now))
        .tick(clock, &[50, 75, 90, 100])
        .clock;
    assert_eq!(late.stage, Stage::BreachedOpen);
    let open = redraw((&old, &new), &matrix(), &late, Reach::OpenCases, now)
        .unwrap()
        .clock;
    assert_eq!(
        (open.stage, open.due_at),
        (Stage::BreachedOpen, late.due_at)
    );
    let restated = redraw((&old, &new), &matrix(), &late, Reach::Restate, now).unwrap();
    assert_eq!(restated.clock.stage, Stage::Running);
    assert_eq!(restated.clock.breached_at, None);
    assert_eq!(restated.clock.due_at, Some(at("2026-09-21T16:00:00Z")));
    assert_eq!(restated.events.len(), 1);
    let tally = Tally::of(&late, &restated.clock);
    assert_eq!((tally.moved, tally.unbreached), (1, 1));
}

#[test]
fn a_shorter_target_breaches_at_its_own_due_instant_and_says_so_once() {
    let (old, new) = (
        Desk::shipped(),
        Desk::with_matrix(
            "first_response = \"4h\", next",
            "first_response = \"1h\", next",
        ),
    );
    let clock = old.clock("first_response", &p3(), at(MONDAY));
    let now = "2026-09-21T10:00:00Z";
    for reach in [Reach::OpenCases, Reach::Restate] {
        let outcome = redraw((&old, &new), &matrix(), &clock, reach, now).unwrap();
        assert_eq!(outcome.clock.breached_at, Some(at("2026-09-21T08:00:00Z")));
        let breaches = outcome.events.iter();
        let breaches = breaches.filter(|line| matches!(line.what, ClockChange::Breach { .. }));
        assert_eq!(breaches.count(), 1);
        assert_eq!(Tally::of(&clock, &outcome.clock).newly_breached, 1);
    }
}

#[test]
fn the_past_is_restated_and_left_alone_for_open_cases() {
    let (old, new) = (
        Desk::shipped(),
        Desk::with_matrix(
            "first_response = \"4h\", next",
            "first_response = \"1h\", next",
        ),
    );
    let clock = old.clock("first_response", &p3(), at(MONDAY));
    let met = old
        .meter(&clock, at("2026-09-21T09:00:00Z"))
        .stop(clock)
        .clock;
    assert_eq!(met.stage, Stage::Met);
    let now = "2026-10-01T09:00:00Z";
    assert_eq!(
        redraw((&old, &new), &matrix(), &met, Reach::OpenCases, now),
        None
    );
    let restated = redraw((&old, &new), &matrix(), &met, Reach::Restate, now).unwrap();
    assert_eq!(restated.clock.stage, Stage::BreachedDone);
    assert_eq!(restated.clock.breached_at, Some(at("2026-09-21T08:00:00Z")));
    assert_eq!(restated.clock.stopped_at, met.stopped_at);
    assert_eq!(
        restated.events.len(),
        1,
        "a breach of the past is told to nobody"
    );
    let back = redraw(
        (&new, &old),
        &matrix(),
        &restated.clock,
        Reach::Restate,
        now,
    )
    .unwrap();
    assert_eq!(
        (back.clock.stage, back.clock.breached_at),
        (Stage::Met, None)
    );
    let much_later = "2027-01-01T09:00:00Z";
    assert_eq!(
        redraw((&old, &new), &matrix(), &met, Reach::Restate, much_later),
        None
    );
}

#[test]
fn a_closure_moves_what_counts_in_that_calendar_and_nothing_else() {
    let (old, new) = (
        Desk::shipped(),
        Desk::with_bureau("8h", "closures = [\"2026-09-22\"]"),
    );
    let now = "2026-09-21T08:00:00Z";
    let resolution = old.clock("resolution", &p3(), at(MONDAY));
    let moved = redraw((&old, &new), &bureau(), &resolution, Reach::Restate, now).unwrap();
    assert_eq!(resolution.due_at, Some(at("2026-09-25T16:00:00Z")));
    assert_eq!(moved.clock.due_at, Some(at("2026-09-28T16:00:00Z")));
    assert_eq!(
        (moved.clock.calendar.version, moved.clock.policy.version),
        (2, 1)
    );
    let again = redraw((&new, &new), &bureau(), &moved.clock, Reach::Restate, now);
    assert_eq!(again, None, "applied twice it changes nothing more");
    let critical = Subject {
        priority: Priority::P1,
        ..p3()
    };
    let live = old.clock("resolution", &critical, at(MONDAY));
    assert_eq!(
        redraw((&old, &new), &bureau(), &live, Reach::Restate, now),
        None
    );
}

#[test]
fn a_longer_business_day_makes_promises_in_business_days_longer() {
    let old = Desk::shipped();
    let new = Desk::with_bureau("9h", "");
    let subject = Subject {
        kind: Kind::Onboarding,
        ..p3()
    };
    let clock = old.clock("kickoff", &subject, at(MONDAY));
    let redrawing = Redrawing {
        before: old.promises(),
        after: new.promises(),
        edited: &bureau(),
        past: PAST,
        reason: "edit:calendar/fr-bureau@2",
        now: at(MONDAY),
    };
    let drawn = redrawing.redraw(&clock, &subject, Reach::Restate, clock.started_at);
    let longer = drawn.unwrap().unwrap().clock;
    assert_eq!(
        (clock.target, longer.target),
        (Span::hours(80), Span::hours(90))
    );
}

#[test]
fn pauses_are_credited_and_a_paused_clock_stays_paused() {
    let (old, new) = (
        Desk::shipped(),
        Desk::with_matrix(
            "update_due = \"24h\", resolution = \"40h\"",
            "update_due = \"24h\", resolution = \"3h\"",
        ),
    );
    let clock = old.clock("resolution", &p3(), at(MONDAY));
    let paused = old
        .meter(&clock, at("2026-09-21T08:00:00Z"))
        .pause(clock)
        .clock;
    let now = "2026-09-23T08:00:00Z";
    for reach in [Reach::OpenCases, Reach::Restate] {
        let drawn = redraw((&old, &new), &matrix(), &paused, reach, now)
            .unwrap()
            .clock;
        assert_eq!((drawn.stage, drawn.due_at), (Stage::Paused, None));
        assert_eq!(Tally::of(&paused, &drawn).moved, 1, "less is left");
        let resumed = new.meter(&drawn, at(now)).resume(drawn).clock;
        assert_eq!(resumed.due_at, Some(at("2026-09-23T10:00:00Z")));
    }
}

#[test]
fn a_due_date_set_by_hand_is_not_moved() {
    let (old, new) = (
        Desk::shipped(),
        Desk::with_matrix(
            "first_response = \"4h\", next",
            "first_response = \"1h\", next",
        ),
    );
    let clock = old.clock("first_response", &p3(), at(MONDAY));
    let by = PersonId::from_uuid(Uuid::from_u128(3));
    let due = at("2026-09-25T08:00:00Z");
    let set = old
        .meter(&clock, at(MONDAY))
        .set_due(clock, due, by, "Accord".to_owned())
        .clock;
    let now = "2026-09-21T10:00:00Z";
    assert_eq!(
        redraw((&old, &new), &matrix(), &set, Reach::Restate, now),
        None
    );
}

#[test]
fn a_promise_that_is_taken_back_leaves_no_clock_behind() {
    let (old, new) = (
        Desk::shipped(),
        Desk::with_matrix(
            "next_response = \"8h\", update_due = \"24h\", ",
            "next_response = \"8h\", ",
        ),
    );
    let clock = old.clock("update_due", &p3(), at(MONDAY));
    let now = "2026-09-21T10:00:00Z";
    let gone = redraw((&old, &new), &matrix(), &clock, Reach::OpenCases, now)
        .unwrap()
        .clock;
    assert_eq!(gone.stage, Stage::Cancelled);
    assert_eq!(
        Tally::of(&clock, &gone),
        Tally {
            gone: 1,
            ..Tally::default()
        }
    );
}

#[test]
fn a_clock_that_stopped_under_another_priority_keeps_to_that_priority() {
    let (old, new) = (
        Desk::shipped(),
        Desk::with_matrix(
            "first_response = \"2h\", next",
            "first_response = \"1h\", next",
        ),
    );
    let p2 = Subject {
        priority: Priority::P2,
        ..p3()
    };
    let clock = old.clock("first_response", &p2, at(MONDAY));
    let met = old
        .meter(&clock, at("2026-09-21T08:30:00Z"))
        .stop(clock)
        .clock;
    // The case was made a P3 since.
    let drawn = redraw(
        (&old, &new),
        &matrix(),
        &met,
        Reach::Restate,
        "2026-09-22T08:00:00Z",
    );
    assert_eq!(drawn.unwrap().clock.target, Span::hours(1));
}
