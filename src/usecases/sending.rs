//! What the sending of a request needs besides the step: its answers judged whole, and the colleagues
//! whom it names as to follow it.

use domain::case::Case;
use domain::forms::definition::{Answers, RequestType};
use domain::forms::kind::FieldKind;
use domain::forms::reading::Input;
use domain::forms::validate::{Scope, validate};
use domain::ids::OrganisationId;
use domain::people::Person;
use serde_json::Value;

use crate::usecases::app::{App, Surroundings};
use crate::usecases::error::Error;
use crate::usecases::viewer::Viewer;

impl App {
    /// Judges the answers of a draft and gathers who is to follow it, whichever door it is sent by.
    ///
    /// # Errors
    /// [`Error::Form`] when an answer is missing or no longer good.
    pub(crate) async fn ready_to_send(
        &self,
        viewer: &Viewer,
        draft: &Case,
        around: &mut Surroundings,
    ) -> Result<(), Error> {
        let key = draft.request_type.as_ref().ok_or(Error::NotFound)?;
        let form = self.form(key)?;
        let facts = self
            .form_facts(Some(&viewer.person), draft.organisation, Some(draft.id))
            .await?;
        let outcome = validate(form, Input::Stored(&draft.answers), Scope::Whole, &facts);
        outcome.into_result().map_err(|errors| Error::Form {
            form: form.key.clone(),
            errors,
        })?;
        around.invite(
            self.colleagues_named(form, draft.organisation, &draft.answers)
                .await?,
        );
        Ok(())
    }

    /// The contacts of the publisher whose addresses the answers name as to follow the request; nobody
    /// follows a confidential one.
    pub(crate) async fn colleagues_named(
        &self,
        form: &RequestType,
        organisation: OrganisationId,
        answers: &Answers,
    ) -> Result<Vec<Person>, Error> {
        let named: Vec<&str> = form
            .fields
            .iter()
            .filter(|field| matches!(field.kind, FieldKind::ColleagueList { .. }))
            .filter_map(|field| answers.get(&field.name).and_then(Value::as_array))
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        if named.is_empty() || form.heading(answers).confidential {
            return Ok(Vec::new());
        }
        let contacts = self.store.list_contacts(organisation, self.now()).await?;
        Ok(contacts
            .into_iter()
            .filter(|contact| contact.active)
            .filter(|contact| {
                named
                    .iter()
                    .any(|one| one.eq_ignore_ascii_case(&contact.email))
            })
            .collect())
    }
}
