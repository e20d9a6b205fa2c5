//! What happened to a case. The case is a fold of these; they are never changed or removed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::case::{Case, Category, Kind, Priority, Reference, WorkflowRef};
use crate::clocks::preview::{Reach, Tally};
use crate::ids::{
    CaseId, ClockId, EventId, MessageId, Metric, OrganisationId, PersonId, RequestTypeKey, RunId,
    StateKey, TeamKey, TransitionKey,
};
use crate::message::Audience;
use crate::people::Actor;
use crate::routing::RouteWhy;
use crate::text::Language;
use crate::time::Instant;

/// One entry of a case's history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Identity.
    pub id: EventId,
    /// The case.
    pub case: CaseId,
    /// Place in the case's history, from 1, without gaps.
    pub seq: i64,
    /// When.
    pub at: Instant,
    /// Who.
    pub actor: Actor,
    /// What.
    pub body: EventBody,
}

/// Everything that can happen to a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum EventBody {
    /// The case was begun.
    Opened {
        /// Which of the four kinds.
        kind: Kind,
        /// The pinned workflow.
        workflow: WorkflowRef,
        /// The initial state.
        state: StateKey,
        /// Its category.
        category: Category,
        /// The form, if it came by one.
        request_type: Option<RequestTypeKey>,
        /// One line.
        title: String,
        /// Language of the thread.
        language: Language,
        /// The publisher.
        organisation: OrganisationId,
        /// The contact who asks.
        requester: Option<PersonId>,
        /// The team that answers for it.
        team: TeamKey,
        /// How much it matters.
        priority: Priority,
        /// Proposed impact.
        impact: u8,
        /// Proposed urgency.
        urgency: u8,
        /// Hidden from the requester's colleagues.
        confidential: bool,
        /// The case it was opened from.
        parent: Option<CaseId>,
        /// Answers of the form.
        answers: BTreeMap<String, Value>,
        /// What was recorded with the move of another case that asked for this one.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        facts: BTreeMap<String, Value>,
        /// Whether it counts from now on; a draft is submitted later.
        submitted: bool,
    },
    /// The partner changed a draft.
    DraftChanged {
        /// One line.
        title: String,
        /// Language of the thread.
        language: Language,
        /// How much it matters, as proposed.
        priority: Priority,
        /// Proposed impact.
        impact: u8,
        /// Proposed urgency.
        urgency: u8,
        /// Hidden from the requester's colleagues.
        confidential: bool,
        /// All answers so far.
        answers: BTreeMap<String, Value>,
    },
    /// A transition was made.
    Moved {
        /// Which.
        transition: TransitionKey,
        /// From where.
        from: StateKey,
        /// To where.
        to: StateKey,
        /// Category of the new state.
        category: Category,
        /// Whether this is the submission, which starts the clocks.
        submits: bool,
        /// What the person gave with it, by input name; texts of messages are not repeated here.
        input: BTreeMap<String, Value>,
    },
    /// A team became answerable.
    Routed {
        /// Which team.
        team: TeamKey,
        /// How much it matters.
        priority: Priority,
        /// The decision with its inputs: “why me?”.
        why: RouteWhy,
    },
    /// Another team holds the case now.
    DeskChanged {
        /// From which.
        from: TeamKey,
        /// To which.
        to: TeamKey,
        /// Who of them was proposed and why, when the case was passed on to them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<RouteWhy>,
    },
    /// A person has the case, or nobody any more.
    OwnerChanged {
        /// Before.
        from: Option<PersonId>,
        /// After.
        to: Option<PersonId>,
    },
    /// It matters more or less.
    PriorityChanged {
        /// Before.
        from: Priority,
        /// After.
        to: Priority,
        /// Why, in the words of the person who did it.
        reason: String,
    },
    /// A person set the due date of a clock by hand.
    DueDateSet {
        /// Which clock.
        clock: ClockId,
        /// What it measures.
        metric: Metric,
        /// When it was due before; `None` while it stood still.
        from: Option<Instant>,
        /// When it is due from now on.
        to: Instant,
        /// Why, in the words of the person who did it.
        reason: String,
    },
    /// Another version of a calendar or policy was applied to the case's clocks.
    RulesApplied {
        /// What was changed, such as `policy/partner-matrix`.
        definition: String,
        /// To which version.
        version: u32,
        /// To which clocks.
        reach: Reach,
        /// How many clocks of the case changed.
        clocks: u32,
        /// What became of them.
        #[serde(default)]
        tally: Tally,
        /// Why, in the words of the administrator.
        reason: String,
    },
    /// A counter went up by one.
    Counted {
        /// Which: `reopened`, `attempt`, `reminded`.
        counter: String,
    },
    /// A message or note was added; its text is in the thread.
    MessageAdded {
        /// Which.
        message: MessageId,
        /// Who may read it.
        audience: Audience,
    },
    /// Files were added.
    FilesAdded {
        /// How many.
        count: u32,
        /// Who may read them.
        audience: Audience,
    },
    /// All files were removed, as the workflow asks.
    FilesPurged,
    /// An escalation level was reached.
    Escalated {
        /// The run.
        run: RunId,
        /// Level, from 1.
        level: u32,
        /// Who was told; never empty since gaps are events of their own.
        told: Vec<PersonId>,
    },
    /// An escalation level found nobody and fell through.
    CoverageGap {
        /// The run.
        run: RunId,
        /// Level, from 1.
        level: u32,
        /// Whom it looked for, as the policy writes it: `rota:emea-oncall`.
        wanted: Vec<String>,
    },
    /// An escalation level was passed over, as its policy says, because its people are not at work.
    LevelSkipped {
        /// The run.
        run: RunId,
        /// Level, from 1.
        level: u32,
    },
    /// One more clock was breached while an escalation climbed.
    EscalationJoined {
        /// The run.
        run: RunId,
        /// The clock.
        clock: ClockId,
        /// What it measures.
        metric: Metric,
    },
    /// An escalation goes on as another run.
    EscalationRestarted {
        /// The run that ended.
        before: RunId,
        /// The run that goes on.
        run: RunId,
        /// Why.
        why: Restart,
    },
    /// Somebody took the escalation on.
    Acknowledged {
        /// The run.
        run: RunId,
    },
    /// A case was opened from this one.
    ChildOpened {
        /// The new case.
        child: CaseId,
        /// Its kind.
        kind: Kind,
    },
    /// A case was to be opened from this one, which had ended in the meantime.
    ChildNotOpened {
        /// Its kind.
        kind: Kind,
    },
    /// Another case was joined into this one, or this one into another; or one of them ended.
    Linked {
        /// The other case.
        other: CaseId,
        /// How: `merged_into`, `merged_from`, `merge_failed`, `serves`, `served_by`, `parent_over`.
        relation: String,
    },
}

/// Why an escalation goes on as another run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Restart {
    /// Nobody took it on: the chain is repeated.
    Repeat,
    /// Somebody took it on, and nothing happened since.
    Silence,
    /// The version of the policy that it pinned is no longer there.
    PolicyGone,
}

impl EventBody {
    /// The event's key as serialised, such as `moved`.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "opened",
            Self::DraftChanged { .. } => "draft_changed",
            Self::Moved { .. } => "moved",
            Self::Routed { .. } => "routed",
            Self::DeskChanged { .. } => "desk_changed",
            Self::OwnerChanged { .. } => "owner_changed",
            Self::PriorityChanged { .. } => "priority_changed",
            Self::DueDateSet { .. } => "due_date_set",
            Self::RulesApplied { .. } => "rules_applied",
            Self::Counted { .. } => "counted",
            Self::MessageAdded { .. } => "message_added",
            Self::FilesAdded { .. } => "files_added",
            Self::FilesPurged => "files_purged",
            Self::Escalated { .. } => "escalated",
            Self::CoverageGap { .. } => "coverage_gap",
            Self::LevelSkipped { .. } => "level_skipped",
            Self::EscalationJoined { .. } => "escalation_joined",
            Self::EscalationRestarted { .. } => "escalation_restarted",
            Self::Acknowledged { .. } => "acknowledged",
            Self::ChildOpened { .. } => "child_opened",
            Self::ChildNotOpened { .. } => "child_not_opened",
            Self::Linked { .. } => "linked",
        }
    }
}

/// The case after `event`. `None` stands for “not begun”; only `Opened` begins one.
///
/// Version and reference are the write door's: version follows the commits, not the events.
pub fn evolve(case: Option<Case>, event: &Event) -> Option<Case> {
    let Some(mut case) = case else {
        return open(event);
    };
    // Nobody has to read the case again because its deadlines were reckoned anew.
    if !matches!(event.body, EventBody::RulesApplied { .. }) {
        case.updated_at = event.at;
    }
    match &event.body {
        EventBody::Opened { .. }
        | EventBody::RulesApplied { .. }
        | EventBody::DueDateSet { .. }
        | EventBody::MessageAdded { .. }
        | EventBody::FilesAdded { .. }
        | EventBody::FilesPurged
        | EventBody::Escalated { .. }
        | EventBody::CoverageGap { .. }
        | EventBody::LevelSkipped { .. }
        | EventBody::EscalationJoined { .. }
        | EventBody::EscalationRestarted { .. }
        | EventBody::Acknowledged { .. }
        | EventBody::ChildOpened { .. }
        | EventBody::ChildNotOpened { .. }
        | EventBody::Linked { .. } => {}
        EventBody::DraftChanged {
            title,
            language,
            priority,
            impact,
            urgency,
            confidential,
            answers,
        } => {
            case.title.clone_from(title);
            case.language = *language;
            case.priority = *priority;
            case.impact = *impact;
            case.urgency = *urgency;
            case.confidential = *confidential;
            case.answers.clone_from(answers);
        }
        EventBody::Moved {
            from,
            to,
            category,
            submits,
            input,
            transition: _,
        } => {
            case.previous_state = Some(from.clone());
            case.state = to.clone();
            case.state_since = event.at;
            if *submits {
                case.submitted_at = Some(event.at);
            }
            if *category == Category::Done && case.category != Category::Done {
                case.resolved_at = Some(event.at);
            }
            case.category = *category;
            for (name, value) in input {
                case.facts.insert(name.clone(), value.clone());
            }
        }
        EventBody::Routed {
            team,
            priority,
            why: _,
        } => {
            case.team = team.clone();
            case.desk = team.clone();
            case.priority = *priority;
        }
        EventBody::DeskChanged {
            to,
            from: _,
            why: _,
        } => case.desk = to.clone(),
        EventBody::OwnerChanged { to, from: _ } => case.owner = *to,
        EventBody::PriorityChanged {
            to,
            from: _,
            reason: _,
        } => case.priority = *to,
        EventBody::Counted { counter } => {
            *case.counters.entry(counter.clone()).or_insert(0) += 1;
        }
    }
    Some(case)
}

fn open(event: &Event) -> Option<Case> {
    let EventBody::Opened {
        kind,
        workflow,
        state,
        category,
        request_type,
        title,
        language,
        organisation,
        requester,
        team,
        priority,
        impact,
        urgency,
        confidential,
        parent,
        answers,
        facts,
        submitted,
    } = &event.body
    else {
        return None;
    };
    Some(Case {
        id: event.case,
        reference: Reference::pending(*kind),
        kind: *kind,
        workflow: workflow.clone(),
        state: state.clone(),
        category: *category,
        previous_state: None,
        request_type: request_type.clone(),
        title: title.clone(),
        language: *language,
        organisation: *organisation,
        requester: *requester,
        team: team.clone(),
        desk: team.clone(),
        owner: None,
        priority: *priority,
        impact: *impact,
        urgency: *urgency,
        confidential: *confidential,
        parent: *parent,
        answers: answers.clone(),
        facts: facts.clone(),
        counters: BTreeMap::new(),
        created_at: event.at,
        submitted_at: submitted.then_some(event.at),
        state_since: event.at,
        resolved_at: None,
        updated_at: event.at,
        version: 0,
        revision: 0,
    })
}
