//! Cases for programs: the queue in deadline order or every case newest first, without counting.

use domain::ids::CaseId;
use uuid::Uuid;

use crate::store::board::{BoardRow, PAGE};
use crate::store::walk::Filter;
use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::list_queue::{self, QueueQuery};
use crate::usecases::read::badge::PersonBadge;
use crate::usecases::read::cases::{CaseLine, CaseRows, CasesPage, PartnerLine};
use crate::usecases::viewer::Viewer;

/// In which order cases are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CaseOrder {
    /// Open cases by deadline: late first, held last.
    #[default]
    Due,
    /// Every case, finished ones too, newest first.
    Newest,
}

impl App {
    /// A page of cases. Partners get their publisher's, newest first, whatever the order and the view.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a page that is not one.
    pub async fn list_cases(
        &self,
        viewer: &Viewer,
        query: &QueueQuery,
    ) -> Result<CasesPage, Error> {
        if viewer.is_partner() {
            return self.list_partner_cases(viewer, query).await;
        }
        let filter = self.filter(viewer, query);
        let (rows, next) = self.ordered_rows(viewer, query, &filter).await?;
        let now = self.now();
        let rows = rows
            .into_iter()
            .map(|row| self.case_line(row, now))
            .collect();
        Ok(CasesPage {
            rows: CaseRows::Staff(rows),
            next,
        })
    }

    async fn list_partner_cases(
        &self,
        viewer: &Viewer,
        query: &QueueQuery,
    ) -> Result<CasesPage, Error> {
        let filter = Filter {
            categories: query.categories.clone(),
            kinds: query.kinds.clone(),
            request_types: query.request_types.clone(),
            ..Filter::default()
        };
        let (after, limit) = (place(query)?, limit(query));
        let page = self
            .store
            .list_cases(&viewer.scope, &filter, viewer.person.id, after, limit)
            .await?;
        let now = self.now();
        let promises = self.promises(&page.rows).await?;
        // A draft is its author's affair until it is sent: a page of the portal, not a case.
        let sent = page.rows.iter().filter(|row| row.submitted_at.is_some());
        let rows = sent.filter_map(|row| {
            Some(PartnerLine {
                row: self.portal_row(row, promises.get(&row.id).copied(), now)?,
                kind: row.kind,
                request_type: row.request_type.clone(),
                submitted_at: row.submitted_at,
                version: row.version,
            })
        });
        Ok(CasesPage {
            rows: CaseRows::Partner(rows.collect()),
            next: page.next.map(|id| id.to_string()),
        })
    }

    fn case_line(&self, row: BoardRow, now: domain::time::Instant) -> CaseLine {
        CaseLine {
            reference: row.reference,
            kind: row.kind,
            request_type: row.request_type,
            definition: self
                .rules
                .workflows
                .get(&row.workflow.key, row.workflow.version),
            title: row.title,
            state: row.state,
            category: row.category,
            priority: row.priority,
            organisation_slug: row.organisation_slug,
            organisation_name: row.organisation_name,
            owner: row.owner.map(|(id, name)| PersonBadge { id, name }),
            clock: row.clock.map(|clock| self.row_clock(clock, now)),
            last_event: row.last_event,
            by_partner: row.by_partner,
            unread: row.unread,
            submitted_at: row.submitted_at,
            state_since: row.state_since,
            resolved_at: row.resolved_at,
            updated_at: row.updated_at,
            version: row.version,
        }
    }
}

fn limit(query: &QueueQuery) -> u32 {
    query.limit.unwrap_or(list_queue::PAGE).clamp(1, PAGE)
}

fn place(query: &QueueQuery) -> Result<Option<CaseId>, Error> {
    let id = |text: &String| {
        Uuid::parse_str(text)
            .map(CaseId::from_uuid)
            .map_err(|_| no_page())
    };
    query.after.as_ref().map(id).transpose()
}

fn no_page() -> Error {
    Error::field("after", "unknown_page")
}
