//! Reads a workflow file into a [`Definition`], with the line of everything it says.

use toml::Spanned;

use crate::clocks::calendar::Calendars;
use crate::clocks::clock::{ClockSpec, OnReopen};
use crate::clocks::standard::standard_spec;
use crate::ids::{Metric, StateKey, TransitionKey, WorkflowKey};
use crate::source::{Finding, Source, unknown};
use crate::text::Text;
use crate::workflow::definition::{Approvals, Definition, State, StateTimer, Target, Transition};
use crate::workflow::input::{Choice, Input, InputKind};
use crate::workflow::lines::{Element, Lines};
use crate::workflow::{keys, raw, words};

/// Longest text a person may give when the definition sets no limit, in characters.
const LONGEST: u32 = 20_000;

/// A definition and where it says what; not yet proved sound ([`super::check`]).
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// What the file says.
    pub definition: Definition,
    /// Where it says it.
    pub lines: Lines,
}

/// Reads one workflow file. Lengths of timers are settled by the newest calendar of their name.
///
/// # Errors
/// Every wrong word with its line and the nearest known one; only the first when the file is not
/// well-formed or has an unknown key.
pub fn parse(source: &Source<'_>, calendars: &Calendars) -> Result<Parsed, Vec<Finding>> {
    let file: raw::File = source.parse().map_err(|finding| vec![finding])?;
    let mut reader = Reader {
        source,
        calendars,
        findings: Vec::new(),
        lines: Lines::new(source.file()),
    };
    let definition = reader.file(file);
    match definition {
        Some(definition) if reader.findings.is_empty() => Ok(Parsed {
            definition,
            lines: reader.lines,
        }),
        _ => Err(reader.findings),
    }
}

struct Reader<'a> {
    source: &'a Source<'a>,
    calendars: &'a Calendars,
    findings: Vec<Finding>,
    lines: Lines,
}

impl Reader<'_> {
    fn file(&mut self, file: raw::File) -> Option<Definition> {
        self.mark(Element::Workflow, &file.workflow);
        let head = file.workflow.into_inner();
        let kind = self.word(&head.kind, keys::kind);
        if *head.version.get_ref() == 0 {
            self.wrong(&head.version, "versions count from 1");
        }
        let opening = self.each(&head.opening, Element::Opening, words::effect);
        let states = self.list(file.state, Element::State, Self::state);
        let transitions = self.list(file.transition, Element::Transition, |reader, at, raw| {
            Some(reader.transition(at, raw))
        });
        let timers = self.list(file.timer, Element::Timer, Self::timer);
        let clocks = self.list(file.clock, Element::Clock, Self::clock);
        Some(Definition {
            key: WorkflowKey::new(head.key),
            kind: kind?,
            version: head.version.into_inner(),
            title: head.title,
            initial: StateKey::new(head.initial),
            opening,
            states,
            transitions,
            timers,
            clocks,
        })
    }

    fn state(&mut self, _: usize, state: raw::State) -> Option<State> {
        let category = self.word(&state.category, keys::category);
        let ball = self.word(&state.ball, keys::ball);
        Some(State {
            key: StateKey::new(state.key),
            category: category?,
            ball: ball?,
            title: state.title,
            public_title: state.public_title,
            terminal: state.terminal,
        })
    }

    fn transition(&mut self, at: usize, raw: raw::Transition) -> Transition {
        let to = match raw.to.get_ref().as_str() {
            "@previous" => Target::Previous,
            key if key.starts_with('@') => {
                self.wrong(&raw.to, unknown("target", key, ["@previous"]));
                Target::Previous
            }
            key => Target::State(StateKey::from(key)),
        };
        let trigger = self.words(&raw.trigger, keys::trigger);
        let roles = self.words(&raw.roles, keys::role);
        let calendars = self.calendars;
        let guard = |text: &str| words::guard(text, calendars);
        let visible_if = self.each(&raw.visible_if, |n| Element::VisibleIf(at, n), guard);
        let guards = self.each(&raw.guards, |n| Element::Guard(at, n), guard);
        let effects = self.each(&raw.effects, |n| Element::Effect(at, n), words::effect);
        let inputs = self.list(raw.input, |n| Element::Input(at, n), Self::input);
        let approvals = raw.approvals.map(|approvals| Approvals {
            count: approvals.count,
            roles: self.words(&approvals.roles, keys::role),
            not_actor: approvals.not_actor,
        });
        let shortcut = raw.shortcut.and_then(|key| self.word(&key, keys::shortcut));
        Transition {
            key: TransitionKey::new(raw.key),
            code: raw.code,
            from: raw.from.into_iter().map(StateKey::new).collect(),
            to,
            trigger,
            roles,
            visible_if,
            guards,
            inputs,
            records: raw.records,
            approvals,
            effects,
            title: raw.title,
            public_title: raw.public_title,
            shortcut,
        }
    }

    fn input(&mut self, _: usize, raw: raw::Input) -> Option<Input> {
        let (min, max) = (raw.min.unwrap_or(1), raw.max.unwrap_or(LONGEST));
        let asked = raw.kind.get_ref().as_str();
        let is_message = asked == "message";
        let is_choice = asked == "choice";
        let has_options = !raw.options.is_empty();
        let kind = match asked {
            "message" => {
                let Some(audience) = &raw.audience else {
                    self.wrong(
                        &raw.kind,
                        "a message says its audience: \"public\" or \"internal\"",
                    );
                    return None;
                };
                let audience = self.word(audience, keys::audience)?;
                InputKind::Message { audience, min, max }
            }
            "text" => InputKind::Text { min, max },
            "choice" => InputKind::Choice {
                options: raw.options.into_iter().map(choice).collect(),
            },
            "date" => InputKind::Date,
            "team" => InputKind::Team,
            "person" => InputKind::Person,
            "case" => InputKind::Case,
            "confirm" => InputKind::Confirm,
            "number" => InputKind::Number,
            other => {
                let known = [
                    "message", "text", "choice", "date", "team", "person", "case", "confirm",
                    "number",
                ];
                self.wrong(&raw.kind, unknown("kind of input", other, known));
                return None;
            }
        };
        let is_long = matches!(kind, InputKind::Message { .. } | InputKind::Text { .. });
        if !is_long && (raw.min.is_some() || raw.max.is_some()) {
            self.wrong(
                &raw.kind,
                "min and max are for messages and texts; leave them out",
            );
        }
        if is_long && min > max {
            self.wrong(&raw.kind, "min is more than max; nothing would be accepted");
        }
        if !is_message && let Some(audience) = &raw.audience {
            self.wrong(audience, "an audience is for messages; leave it out");
        }
        if is_choice != has_options {
            self.wrong(
                &raw.kind,
                "a choice, and nothing else, has `options = [{ value, fr, en }]`",
            );
        }
        Some(Input {
            name: raw.name,
            kind,
            required: raw.required,
            label: raw.label,
            hint: raw.hint,
        })
    }

    fn timer(&mut self, _: usize, raw: raw::Timer) -> Option<StateTimer> {
        let calendars = self.calendars;
        let calendar = raw.calendar.get_ref();
        let after = self.word(&raw.after, |length| {
            words::after(length, calendar, calendars)
        });
        let repeat = raw
            .repeat
            .as_ref()
            .map(|repeat| self.word(repeat, |length| words::after(length, calendar, calendars)));
        let fire = self.word(&raw.fire, words::fire);
        let max = *raw.max.get_ref();
        if max == 0 {
            self.wrong(
                &raw.max,
                "a timer fires at least once; write max = 1 or leave it out",
            );
        }
        if max > 1 && raw.repeat.is_none() {
            self.wrong(
                &raw.max,
                "a timer without repeat fires once; add repeat or leave max out",
            );
        }
        Some(StateTimer {
            key: raw.key,
            state: StateKey::new(raw.state),
            after: after?,
            fire: fire?,
            repeat: match repeat {
                Some(repeat) => Some(repeat?.span),
                None => None,
            },
            max,
        })
    }

    fn clock(&mut self, _: usize, raw: raw::Clock) -> Option<ClockSpec> {
        let mut spec = match (raw.kind, raw.start, raw.run, raw.stop) {
            (None, None, None, None) => self.word(&raw.metric, built_in)?,
            (Some(kind), Some(start), Some(run), Some(stop)) => {
                let kind = self.word(&kind, keys::clock_kind);
                let start = self.word(&start, words::start);
                let run = self.word(&run, words::run);
                let stop = self.word(&stop, words::stop);
                ClockSpec {
                    metric: Metric::new(raw.metric.into_inner()),
                    kind: kind?,
                    start: start?,
                    run: run?,
                    stop: stop?,
                    on_reopen: OnReopen::default(),
                }
            }
            _ => {
                let said =
                    "a clock says all of kind, start, run and stop, or none when it is built in";
                self.wrong(&raw.metric, said);
                return None;
            }
        };
        if let Some(answer) = &raw.on_reopen {
            spec.on_reopen = self.word(answer, keys::on_reopen)?;
        }
        Some(spec)
    }

    fn list<R, T>(
        &mut self,
        raws: Vec<Spanned<R>>,
        element: impl Fn(usize) -> Element,
        read: impl Fn(&mut Self, usize, R) -> Option<T>,
    ) -> Vec<T> {
        let mut all = Vec::with_capacity(raws.len());
        for (at, raw) in raws.into_iter().enumerate() {
            self.mark(element(at), &raw);
            all.extend(read(self, at, raw.into_inner()));
        }
        all
    }

    fn each<T>(
        &mut self,
        texts: &[Spanned<String>],
        element: impl Fn(usize) -> Element,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Vec<T> {
        for (at, text) in texts.iter().enumerate() {
            self.mark(element(at), text);
        }
        self.words(texts, read)
    }

    fn words<T>(
        &mut self,
        texts: &[Spanned<String>],
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Vec<T> {
        texts
            .iter()
            .filter_map(|text| self.word(text, &read))
            .collect()
    }

    fn word<T>(
        &mut self,
        text: &Spanned<String>,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        match read(text.get_ref()) {
            Ok(value) => Some(value),
            Err(message) => {
                self.wrong(text, message);
                None
            }
        }
    }

    fn wrong<T>(&mut self, at: &Spanned<T>, message: impl Into<String>) {
        self.findings
            .push(self.source.finding(at.span().start, message));
    }

    fn mark<T>(&mut self, element: Element, at: &Spanned<T>) {
        let line = self.source.line_at(at.span().start);
        self.lines.insert(element, line);
    }
}

fn built_in(metric: &str) -> Result<ClockSpec, String> {
    standard_spec(metric).ok_or_else(|| {
        format!("“{metric}” is not a built-in clock: say its kind, start, run and stop")
    })
}

fn choice(raw: raw::Choice) -> Choice {
    Choice {
        value: raw.value,
        label: Text {
            fr: raw.fr,
            en: raw.en,
        },
    }
}

#[cfg(test)]
mod tests;
