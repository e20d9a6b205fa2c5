//! What one case brings about in another: the steps that follow-up timers make.

use crate::case::{Case, Kind};
use crate::changes::{Changes, FiredTimer, PurgeFiles};
use crate::clocks::drive::Happened;
use crate::engine::build::Build;
use crate::engine::notify::{MESSAGE, NOTE, Params};
use crate::engine::step::{Move, definition_of};
use crate::engine::world::{Snapshot, World};
use crate::event::EventBody;
use crate::ids::{CaseId, PersonId, TemplateKey, TransitionKey};
use crate::message::{Attachment, Audience, Channel, Message};
use crate::people::Actor;
use crate::refusal::Refusal;
use crate::time::Instant;
use crate::timer::Said;
use crate::workflow::decide::{Cause, on_child};
use crate::workflow::effect::Recipient;

/// A case that was joined into another, with what moves over.
#[derive(Clone, Debug)]
pub struct Merged {
    /// The case.
    pub case: Case,
    /// Its public messages, oldest first.
    pub messages: Vec<Message>,
    /// Its public files.
    pub files: Vec<Attachment>,
    /// Who followed it.
    pub watchers: Vec<PersonId>,
    /// Who joined the two; they need not be told.
    pub by: Option<PersonId>,
}

/// Makes the transition that the end of a case this one waits for sets off. `None` without one.
///
/// # Errors
/// The [`Refusal`] that says why not.
pub fn child_over(
    world: &World<'_>,
    snapshot: Snapshot,
    fired: FiredTimer,
    now: Instant,
) -> Result<Option<Changes>, Refusal> {
    let definition = definition_of(world, &snapshot)?;
    let mut build = begin(world, snapshot, "child_over", fired, now);
    let next = on_child(&definition, &build.case, world.facts, now).map(|next| next.key.clone());
    let Some(transition) = next else {
        return Ok(None);
    };
    build.make(&definition, Move::caused(transition, Cause::Rule))?;
    build.settle(&definition)?;
    Ok(Some(build.finish()))
}

/// Makes a transition as the desk itself because another case asked for it. `None` when it is not
/// possible from where this case stands: the other one is not held up by that.
///
/// # Errors
/// [`Refusal::Broken`] when a definition names what is not there.
pub fn follow(
    world: &World<'_>,
    snapshot: Snapshot,
    transition: TransitionKey,
    fired: FiredTimer,
    now: Instant,
) -> Result<Option<Changes>, Refusal> {
    let definition = definition_of(world, &snapshot)?;
    let mut build = begin(world, snapshot, "told_by_child", fired, now);
    match build.make(&definition, Move::caused(transition, Cause::Rule)) {
        Ok(()) => {}
        Err(broken @ (Refusal::Broken(_) | Refusal::TooManySteps(_))) => return Err(broken),
        Err(
            Refusal::UnknownTransition(_)
            | Refusal::WrongState { .. }
            | Refusal::WrongRole { .. }
            | Refusal::Guard { .. }
            | Refusal::Input(_),
        ) => return Ok(None),
    }
    build.settle(&definition)?;
    Ok(Some(build.finish()))
}

/// Records that a case asked for was not opened, as this one had ended in the meantime.
pub fn child_not_opened(
    world: &World<'_>,
    snapshot: Snapshot,
    kind: Kind,
    fired: FiredTimer,
    now: Instant,
) -> Changes {
    let mut build = begin(world, snapshot, "open_child", fired, now);
    build.emit(EventBody::ChildNotOpened { kind });
    build.finish()
}

/// Tells the owner of a case, and the team that holds it, that the case it was opened from is over.
/// `None` when this one is over as well.
pub fn parent_over(
    world: &World<'_>,
    snapshot: Snapshot,
    parent: CaseId,
    fired: FiredTimer,
    now: Instant,
) -> Option<Changes> {
    if snapshot.case.category.is_over() {
        return None;
    }
    let mut build = begin(world, snapshot, "parent_over", fired, now);
    build.linked_with(parent, "parent_over");
    build.notify(&[Recipient::Owner, Recipient::Team], &Params::new());
    Some(build.finish())
}

/// Joins another case into this one: its public words and files are told here, its people follow. The
/// owner hears of it, or the lead when this case is finished.
///
/// # Errors
/// [`Refusal::Broken`] when the pinned workflow is not there.
pub fn absorb(
    world: &World<'_>,
    snapshot: Snapshot,
    merged: Merged,
    fired: FiredTimer,
    now: Instant,
) -> Result<Changes, Refusal> {
    let definition = definition_of(world, &snapshot)?;
    let mut build = begin(world, snapshot, "merge", fired, now);
    build.linked_with(merged.case.id, "merged_from");
    build.take_over(merged.messages, merged.files);
    build.let_follow(merged.case.requester.into_iter().chain(merged.watchers));
    build.told.extend(merged.by);
    let to = if build.case.category.is_over() {
        Recipient::Lead
    } else {
        Recipient::Owner
    };
    build.notify(&[to], &Params::new());
    build.settle(&definition)?;
    Ok(build.finish())
}

/// Tells the lead of a case that was to be joined into another that the other had ended: somebody must
/// look after its partner.
pub fn merge_failed(
    world: &World<'_>,
    snapshot: Snapshot,
    target: CaseId,
    fired: FiredTimer,
    now: Instant,
) -> Changes {
    let mut build = begin(world, snapshot, "merge", fired, now);
    build.linked_with(target, "merge_failed");
    build.notify(&[Recipient::Lead], &Params::new());
    build.finish()
}

/// Lets an escalation serve one more case; what was said there stands here as a note.
pub fn serve(
    world: &World<'_>,
    snapshot: Snapshot,
    request: CaseId,
    note: Option<Said>,
    fired: FiredTimer,
    now: Instant,
) -> Changes {
    let mut build = begin(world, snapshot, "join", fired, now);
    build.linked_with(request, "serves");
    let mut params = Params::new();
    if let Some(note) = note {
        build.told.extend(note.author.person());
        params.insert(NOTE.to_owned(), note.body.clone());
        build.repeat_words(Audience::Internal, note, Channel::System);
    }
    build.notify(&[Recipient::Owner], &params);
    build.finish()
}

/// Tells the partner of a case what another, which serves it, told its own. `None` when this case is over.
///
/// # Errors
/// [`Refusal::Broken`] when a definition names what is not there.
pub fn tell_served(
    world: &World<'_>,
    snapshot: Snapshot,
    template: &TemplateKey,
    words: Option<Said>,
    fired: FiredTimer,
    now: Instant,
) -> Result<Option<Changes>, Refusal> {
    if snapshot.case.category.is_over() {
        return Ok(None);
    }
    let definition = definition_of(world, &snapshot)?;
    let mut build = begin(world, snapshot, "linked_case", fired, now);
    let mut params = Params::new();
    if let Some(words) = words {
        params.insert(MESSAGE.to_owned(), words.body.clone());
        // It is an answer of the staff, with the clocks that wait for one.
        build.actor = words.author.clone();
        build.repeat_words(Audience::Public, words, Channel::Desk);
        build.happened.push(Happened::StaffMessage);
    }
    let key = format!("timer:{}", fired.id);
    build.drive_clocks(&definition, "linked_case")?;
    build.mail(template, Recipient::Partner, &key, &params);
    build.settle(&definition)?;
    Ok(Some(build.finish()))
}

/// Removes the files of this case's form, as a case opened from it had them removed. `None` when the two
/// did not come by the same form.
pub fn purge_form(
    world: &World<'_>,
    snapshot: Snapshot,
    child: &Case,
    fired: FiredTimer,
    now: Instant,
) -> Option<Changes> {
    if snapshot.case.request_type.is_none() || snapshot.case.request_type != child.request_type {
        return None;
    }
    let mut build = begin(world, snapshot, "purge_form", fired, now);
    build.purge_files(PurgeFiles::OfForm);
    Some(build.finish())
}

fn begin<'w>(
    world: &'w World<'w>,
    snapshot: Snapshot,
    rule: &str,
    fired: FiredTimer,
    now: Instant,
) -> Build<'w> {
    let actor = Actor::System {
        rule: rule.to_owned(),
    };
    let mut build = Build::over(world, snapshot, actor, now);
    build.cause(fired);
    build
}

impl Build<'_> {
    fn linked_with(&mut self, other: CaseId, relation: &str) {
        self.emit(EventBody::Linked {
            other,
            relation: relation.to_owned(),
        });
    }

    fn notify(&mut self, to: &[Recipient], params: &Params) {
        let key = format!("event:{}", self.latest_event());
        for recipient in to {
            self.mail(
                &TemplateKey::from("owner.notified"),
                *recipient,
                &key,
                params,
            );
        }
    }
}
