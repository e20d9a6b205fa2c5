//! The moves of a case as buttons: what can be done now, and what cannot and why.

use std::borrow::Cow;
use std::collections::BTreeMap;

use domain::case::Category;
use domain::ids::StateKey;
use domain::refusal::Refusal;
use domain::text::Language;
use domain::workflow::definition::{Definition, Target, Transition};

use crate::i18n::{Value, Words};
use crate::usecases::read::case::CaseView;
use crate::web::pages::diagram::main_path;
use crate::web::pages::shell::role_key;

/// One button.
#[derive(Clone, Debug)]
pub struct Action {
    /// Its name; ends with an ellipsis when the move asks for something first.
    pub title: String,
    /// Where the page or the form leads.
    pub href: String,
    /// Whether it is made at once or asks first.
    pub way: Way,
    /// Class after `btn`, with its leading blank.
    pub class: &'static str,
}

/// How a move is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// At once, by a form of one button.
    AtOnce,
    /// On a page of its own.
    OnPage,
}

impl Action {
    /// Whether the button posts.
    pub fn posts(&self) -> bool {
        self.way == Way::AtOnce
    }
}

/// A move that is not possible now.
#[derive(Clone, Debug)]
pub struct Blocked {
    /// Its name.
    pub title: String,
    /// Why, in a sentence.
    pub why: String,
}

/// The buttons of a case, the most likely first, and what is not possible.
pub fn actions(view: &CaseView, language: Language) -> (Vec<Action>, Vec<Blocked>) {
    let words = Words::new(language);
    let happy = main_path(&view.definition);
    let mut possible: Vec<(Rank, Action)> = Vec::new();
    let mut blocked = Vec::new();
    for offer in &view.offers {
        let transition = &offer.transition;
        if let Some(refusal) = &offer.refusal {
            blocked.push(Blocked {
                title: transition.title.get(language).to_owned(),
                why: refusal_sentence(words, &view.definition, refusal),
            });
        } else {
            let rank = rank(view, transition, &happy);
            possible.push((rank, action(view, transition, rank, language)));
        }
    }
    possible.sort_by_key(|(rank, _)| *rank);
    if let Some((_, first)) = possible
        .first_mut()
        .filter(|(rank, _)| *rank == Rank::Forward)
    {
        first.class = " btn--go";
    }
    (
        possible.into_iter().map(|(_, action)| action).collect(),
        blocked,
    )
}

/// Why a step is not possible, in a sentence.
pub fn refusal_sentence(words: Words, definition: &Definition, refusal: &Refusal) -> String {
    match with_titles(words, definition, refusal.clone()) {
        Refusal::Guard { code, params } => {
            words.with(&code.replace('.', "-"), &sentence_values(&params))
        }
        Refusal::WrongRole { roles, transition } => words.with(
            "refusal-wrong_role",
            &[("transition", transition.into()), ("roles", roles.into())],
        ),
        Refusal::WrongState { state, transition } => words.with(
            "refusal-wrong_state",
            &[("transition", transition.into()), ("state", state.into())],
        ),
        Refusal::UnknownTransition(_) => words.get("refusal-unknown_transition").into_owned(),
        Refusal::Input(_) => words.get("refusal-invalid_input").into_owned(),
        Refusal::TooManySteps(_) => words.get("refusal-too_many_steps").into_owned(),
        Refusal::Broken(_) => words.get("refusal-broken_definition").into_owned(),
    }
}

/// The refusal with the titles of transition, state and roles in place of their keys.
pub fn with_titles(words: Words, definition: &Definition, refusal: Refusal) -> Refusal {
    let language = words.language();
    let titled = |key: String| {
        let known = definition
            .transitions
            .iter()
            .find(|one| one.key.as_str() == key);
        known.map_or(key, |one| one.title.get(language).to_owned())
    };
    match refusal {
        Refusal::WrongRole { roles, transition } => Refusal::WrongRole {
            transition: titled(transition),
            roles: role_names(words, &roles),
        },
        Refusal::WrongState { state, transition } => {
            let known = definition
                .states
                .iter()
                .find(|one| one.key.as_str() == state);
            Refusal::WrongState {
                state: known.map_or(state, |one| one.title.get(language).to_owned()),
                transition: titled(transition),
            }
        }
        refusal @ (Refusal::Guard { .. }
        | Refusal::UnknownTransition(_)
        | Refusal::Input(_)
        | Refusal::TooManySteps(_)
        | Refusal::Broken(_)) => refusal,
    }
}

/// Values of a sentence; whole numbers choose its plural.
pub fn sentence_values(params: &BTreeMap<String, String>) -> Vec<(&str, Value<'_>)> {
    params
        .iter()
        .map(|(name, value)| {
            let value = value
                .parse::<i64>()
                .map_or_else(|_| Value::from(value), Value::from);
            (name.as_str(), value)
        })
        .collect()
}

/// How likely a move is to be the next, the order of the buttons; among equals that of the definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// On along the happy path.
    Forward,
    /// Elsewhere.
    Aside,
    /// The case stays where it is.
    Stays,
    /// The case ends and the partner did not get what was asked: never under the hand.
    EndsWithout,
}

fn action(view: &CaseView, transition: &Transition, rank: Rank, language: Language) -> Action {
    let ends = rank == Rank::EndsWithout;
    let way = if transition.inputs.is_empty() && !ends {
        Way::AtOnce
    } else {
        Way::OnPage
    };
    let mut title = transition.title.get(language).to_owned();
    if way == Way::OnPage {
        title.push('…');
    }
    Action {
        title,
        href: format!("/cases/{}/do/{}", view.case.reference, transition.key),
        way,
        class: if ends { " btn--quiet" } else { "" },
    }
}

fn rank(view: &CaseView, transition: &Transition, happy: &[&StateKey]) -> Rank {
    let Target::State(to) = &transition.to else {
        return Rank::Aside;
    };
    if *to == view.case.state {
        return Rank::Stays;
    }
    let place = |key: &StateKey| happy.iter().position(|one| *one == key);
    let Some(state) = view.definition.state(to) else {
        return Rank::Aside;
    };
    match state.category {
        Category::Void => Rank::EndsWithout,
        Category::Done if place(to).is_none() => Rank::EndsWithout,
        Category::Done
        | Category::New
        | Category::Open
        | Category::WaitingPartner
        | Category::WaitingInternal
        | Category::WaitingThirdParty => {
            // From a side track, any return to the path is progress.
            match (place(&view.case.state), place(to)) {
                (Some(here), Some(there)) if there > here => Rank::Forward,
                (None, Some(_)) => Rank::Forward,
                (Some(_) | None, _) => Rank::Aside,
            }
        }
    }
}

fn role_names(words: Words, roles: &str) -> String {
    let names: Vec<Cow<'static, str>> = roles
        .split(',')
        .map(str::trim)
        .filter_map(domain::people::Role::parse)
        .map(|role| words.get(role_key(role)))
        .collect();
    names.join(", ")
}
