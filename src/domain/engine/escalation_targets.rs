//! Whom a level of an escalation tells, found out when it fires; and the telling.

use crate::case::Priority;
use crate::engine::build::Build;
use crate::engine::notify::Params;
use crate::engine::world::Directory;
use crate::escalation::{Channel, Level, LevelTarget, Run};
use crate::event::EventBody;
use crate::ids::{PersonId, TeamKey, TemplateKey};
use crate::people::Person;
use crate::rota::Rota;
use crate::time::Instant;

impl<'w> Build<'w> {
    /// Everybody a level stands for who is there, each once.
    pub fn people_at(&self, level: &Level) -> Vec<&'w Person> {
        let around = Around {
            directory: self.world.directory,
            rotas: &self.world.rules.rotas,
            team: &self.case.team,
            owner: self.case.owner,
            now: self.now,
        };
        around.people(&level.targets)
    }

    /// Records a level and tells its people, each with a link to take it on.
    pub fn tell_level(&mut self, level: &Level, run: &Run, people: &[&'w Person]) {
        let told: Vec<PersonId> = people.iter().map(|person| person.id).collect();
        let event = self.emit(EventBody::Escalated {
            run: run.id,
            level: run.level,
            told,
        });
        if !level.channels.contains(&Channel::Mail) {
            return;
        }
        let template = match self.case.priority {
            Priority::P1 => TemplateKey::from("escalation.page"),
            Priority::P2 | Priority::P3 | Priority::P4 => TemplateKey::from("sla.escalated"),
        };
        for person in people {
            if self.told.insert(person.id) {
                let params = Params::from([
                    ("level".to_owned(), run.level.to_string()),
                    ("run".to_owned(), run.id.to_string()),
                ]);
                self.mail_person(person, &template, &format!("event:{event}"), params);
            }
        }
    }
}

/// What decides whom a level's targets stand for.
#[derive(Clone, Copy)]
pub struct Around<'d, 'c> {
    /// The people, and who stands in for rotas now.
    pub directory: &'d Directory,
    /// The rotas.
    pub rotas: &'d [Rota],
    /// The team that answers for the case.
    pub team: &'c TeamKey,
    /// Who has the case.
    pub owner: Option<PersonId>,
    /// The moment, which is now: absences are read as of now.
    pub now: Instant,
}

impl<'d> Around<'d, '_> {
    /// Everybody whom targets stand for who is there, each once.
    pub fn people(&self, targets: &[LevelTarget]) -> Vec<&'d Person> {
        let mut people: Vec<&'d Person> = Vec::new();
        for target in targets {
            for person in self.standing_for(target) {
                if !people.iter().any(|one| one.id == person.id) {
                    people.push(person);
                }
            }
        }
        people
    }

    fn standing_for(&self, target: &LevelTarget) -> Vec<&'d Person> {
        let directory = self.directory;
        let owner = self.owner.and_then(|id| directory.find(id));
        let there = |person: &&'d Person| person.is_available();
        match target {
            LevelTarget::Owner => owner.into_iter().filter(there).collect(),
            LevelTarget::Backup => {
                let stand_in = owner.and_then(|one| directory.stand_in(one));
                stand_in.into_iter().collect()
            }
            LevelTarget::ManagerOfAssignee => {
                let Some(owner) = owner else {
                    return Vec::new();
                };
                owner
                    .teams()
                    .iter()
                    .flat_map(|team| directory.leads(team))
                    .filter(|lead| lead.id != owner.id)
                    .collect()
            }
            LevelTarget::Lead => directory.leads(self.team),
            LevelTarget::LeadOf(team) => directory.leads(team),
            LevelTarget::Team(team) => directory
                .iter()
                .filter(there)
                .filter(|one| one.teams().contains(team))
                .collect(),
            LevelTarget::User(address) => directory
                .iter()
                .filter(there)
                .filter(|one| !one.is_partner() && one.email.eq_ignore_ascii_case(address))
                .collect(),
            LevelTarget::Rota(key) => {
                let rota = self.rotas.iter().find(|one| one.key == *key);
                let on_call = rota.and_then(|rota| directory.on_call(rota, self.now));
                on_call.into_iter().collect()
            }
        }
    }
}
