//! Giving a case to a person, or to nobody, where its workflow has no move for that.

use crate::changes::Changes;
use crate::engine::build::Build;
use crate::engine::notify::Params;
use crate::engine::step::definition_of;
use crate::engine::world::{Snapshot, World};
use crate::ids::{PersonId, TemplateKey};
use crate::people::{Actor, Role};
use crate::refusal::Refusal;
use crate::time::Instant;
use crate::workflow::decide::may_have;

/// Gives a case to a person, or to nobody, without a move of its workflow. Giving it to who has it
/// already changes nothing.
///
/// # Errors
/// [`Refusal::WrongState`] for a draft and a finished case, [`Refusal::WrongRole`] unless a manager or a
/// lead gives it (or somebody who works there takes it), [`Refusal::Guard`] when the person is away or full.
pub fn assign(
    world: &World<'_>,
    snapshot: Snapshot,
    to: Option<PersonId>,
    actor: Actor,
    now: Instant,
) -> Result<Changes, Refusal> {
    let definition = definition_of(world, &snapshot)?;
    let mut build = Build::over(world, snapshot, actor, now);
    may_assign(&build, to)?;
    if build.case.owner == to {
        return Ok(build.finish());
    }
    build.own(to);
    if let Some(person) = to.and_then(|id| world.directory.find(id))
        && build.actor.person() != to
    {
        let key = format!("assigned:{}:{}", build.case.id, build.now.millis());
        build.mail_person(
            person,
            &TemplateKey::from("owner.notified"),
            &key,
            Params::new(),
        );
    }
    build.settle(&definition)?;
    Ok(build.finish())
}

fn may_assign(build: &Build<'_>, to: Option<PersonId>) -> Result<(), Refusal> {
    let case = &build.case;
    if case.is_draft() || case.category.is_over() {
        return Err(Refusal::WrongState {
            transition: "assign".to_owned(),
            state: case.state.to_string(),
        });
    }
    let roles = build.roles();
    let gives = [Role::Manager, Role::Lead];
    let works = [Role::Reviewer, Role::Specialist];
    let takes = to.is_some() && to == build.actor.person();
    let may = roles
        .iter()
        .any(|role| gives.contains(role) || takes && works.contains(role));
    if !may {
        return Err(Refusal::WrongRole {
            transition: "assign".to_owned(),
            roles: gives.map(Role::as_str).join(", "),
        });
    }
    match to {
        Some(to) => may_have(case, to, &build.actor, &roles, build.world.facts, build.now),
        None => Ok(()),
    }
}
