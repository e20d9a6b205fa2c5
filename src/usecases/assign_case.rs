//! Gives a case to a person of the staff, or to nobody, by the same rules as its workflow's own moves.

use domain::case::{Case, Reference};
use domain::engine::assign::assign;
use domain::engine::step::{Move, definition_of, make};
use domain::engine::world::Snapshot;
use domain::ids::{PersonId, TransitionKey};
use domain::message::Channel;
use domain::workflow::definition::{Definition, Transition};
use domain::workflow::input::Given;
use serde_json::Value;

use crate::usecases::app::{About, App};
use crate::usecases::error::Error;
use crate::usecases::get_case::roles;
use crate::usecases::move_case::check_version;
use crate::usecases::viewer::Viewer;

/// The transition by which somebody takes a case.
const TAKE: &str = "take";
/// The transitions by which a case is given to somebody.
const GIVE: [&str; 2] = ["assign", "reassign"];
/// The input that names to whom.
const ASSIGNEE: &str = "assignee";

impl App {
    /// Gives a case to a person of the staff, or to nobody: by the workflow's `take`, `assign` or
    /// `reassign` where it has one from here, else directly. Giving it to who has it changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] for partners, [`Error::Invalid`] for somebody who is not of the staff or may
    /// not see the case, [`Error::Refused`] when the case is over, the person is away or full, or the
    /// viewer is neither manager nor lead.
    pub async fn assign_case(
        &self,
        viewer: &Viewer,
        reference: Reference,
        to: Option<PersonId>,
        version: Option<i64>,
    ) -> Result<Case, Error> {
        if viewer.is_partner() {
            return Err(Error::NotFound);
        }
        let snapshot = self.snapshot(viewer, reference).await?;
        check_version(&snapshot, version)?;
        if snapshot.case.owner == to {
            return Ok(snapshot.case);
        }
        let around = self
            .surroundings(About::stored(&snapshot.case), Some(&viewer.person))
            .await?;
        if to.is_some_and(|id| !around.facts.may_be_given(id)) {
            return Err(Error::field("owner", "unknown_person"));
        }
        let world = around.world(self);
        let now = self.now();
        let by_workflow = match to {
            Some(to) => {
                let definition = definition_of(&world, &snapshot)?;
                giving(&definition, viewer, &snapshot, to)
            }
            None => None,
        };
        let changes = match by_workflow {
            Some(wanted) => make(&world, snapshot, wanted, Vec::new(), viewer.actor(), now)?,
            None => assign(&world, snapshot, to, viewer.actor(), now)?,
        };
        self.commit_case(changes, None).await
    }
}

/// The workflow's own move that gives the case to the person, if the viewer may make it from here.
fn giving(
    definition: &Definition,
    viewer: &Viewer,
    snapshot: &Snapshot,
    to: PersonId,
) -> Option<Move> {
    let held = roles(&viewer.person, &snapshot.case);
    let possible = |key: &str| {
        let found = definition.transition(&TransitionKey::from(key))?;
        let is_possible = found.from.contains(&snapshot.case.state)
            && found.is_offered()
            && found.roles.iter().any(|role| held.contains(role));
        (is_possible && asks_only_whom(found)).then_some(found)
    };
    let take = possible(TAKE).filter(|_| to == viewer.person.id);
    let (found, given) = if let Some(found) = take {
        (found, Given::new())
    } else {
        let found = GIVE.into_iter().find_map(possible)?;
        let whom = Value::String(to.to_string());
        (found, Given::from([(ASSIGNEE.to_owned(), whom)]))
    };
    Some(Move::asked(found.key.clone(), given, Channel::Desk))
}

fn asks_only_whom(transition: &Transition) -> bool {
    transition
        .inputs
        .iter()
        .all(|input| input.name == ASSIGNEE || !input.required)
}
