//! A partner's list: what waits for them, what is with us, what they have not sent, what is over. However
//! old a request is, while it is open it is found.

use domain::case::Category;
use domain::time::Span;

use crate::store::board::{BoardRow, Cursor};
use crate::store::walk::{Filter, View};
use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::read::portal::{HomePart, PortalHome, PortalRow, PortalRows};
use crate::usecases::read::queue::Capped;
use crate::usecases::viewer::Viewer;

/// Most cases of each group on one page.
const ROWS: u32 = 50;
/// Most drafts shown.
const DRAFTS: u32 = 50;
/// Most finished cases shown.
const FINISHED_ROWS: u32 = 20;
/// How long finished cases stay in the list.
const FINISHED: Span = Span::days(30);

impl App {
    /// A partner's list: all of it, or the next page of one of its groups.
    ///
    /// # Errors
    /// [`Error::NotFound`] for staff, [`Error::Invalid`] for a page that is not one.
    pub async fn my_requests(&self, viewer: &Viewer, part: &HomePart) -> Result<PortalHome, Error> {
        let organisation = viewer.person.organisation.ok_or(Error::NotFound)?;
        let now = self.now();
        let found = self
            .store
            .find_organisation(organisation)
            .await?
            .ok_or(Error::NotFound)?;
        let manager = match found.portfolio_owner {
            Some(person) => self.name_of(person).await?,
            None => None,
        };
        let mut home = PortalHome {
            now,
            organisation: found.name,
            manager,
            part: part.clone(),
            your_turn: PortalRows::default(),
            with_us: PortalRows::default(),
            drafts: Vec::new(),
            finished: Vec::new(),
        };
        let (turn, with_us) = match part {
            HomePart::Everything => (Some(None), Some(None)),
            HomePart::YourTurn { after } => (Some(Some(place(after)?)), None),
            HomePart::WithUs { after } => (None, Some(Some(place(after)?))),
        };
        if let Some(after) = turn {
            let theirs = vec![Category::WaitingPartner];
            home.your_turn = self.open_requests(viewer, theirs, after).await?;
        }
        if let Some(after) = with_us {
            let ours = |one: &Category| !one.is_over() && *one != Category::WaitingPartner;
            let ours = Category::ALL.into_iter().filter(ours).collect();
            home.with_us = self.open_requests(viewer, ours, after).await?;
        }
        if *part == HomePart::Everything {
            home.drafts = self.own_drafts(viewer).await?;
            let (scope, me) = (&viewer.scope, viewer.person.id);
            let since = now.minus(FINISHED);
            let rows = self
                .store
                .list_finished(scope, me, since, FINISHED_ROWS)
                .await?;
            home.finished = self.portal_rows(rows).await?;
        }
        Ok(home)
    }

    /// Open requests of the viewer's publisher in deadline order.
    async fn open_requests(
        &self,
        viewer: &Viewer,
        categories: Vec<Category>,
        after: Option<Cursor>,
    ) -> Result<PortalRows, Error> {
        let filter = Filter {
            categories,
            ..Filter::default()
        };
        let (scope, me) = (&viewer.scope, viewer.person.id);
        let page = self
            .store
            .list_board(scope, &filter, me, after, ROWS)
            .await?;
        let next = page.next.map(|cursor| cursor.to_string());
        let rows = self.portal_rows(page.rows).await?;
        let total = if after.is_none() && next.is_none() {
            Capped {
                n: u32::try_from(rows.len()).unwrap_or(u32::MAX),
                more: false,
            }
        } else {
            self.count(viewer, &filter).await?
        };
        Ok(PortalRows { rows, total, next })
    }

    /// What the viewer began to write, the last touched first.
    async fn own_drafts(&self, viewer: &Viewer) -> Result<Vec<PortalRow>, Error> {
        let me = viewer.person.id;
        let filter = Filter {
            view: View::Drafts(me),
            ..Filter::default()
        };
        let page = self
            .store
            .list_cases(&viewer.scope, &filter, me, None, DRAFTS)
            .await?;
        let mut drafts = self.portal_rows(page.rows).await?;
        drafts.sort_by_key(|row| std::cmp::Reverse(row.updated_at));
        Ok(drafts)
    }

    async fn portal_rows(&self, rows: Vec<BoardRow>) -> Result<Vec<PortalRow>, Error> {
        let now = self.now();
        let promises = self.promises(&rows).await?;
        let shown = |row: BoardRow| self.portal_row(&row, promises.get(&row.id).copied(), now);
        Ok(rows.into_iter().filter_map(shown).collect())
    }
}

fn place(text: &str) -> Result<Cursor, Error> {
    Cursor::parse(text).ok_or_else(|| Error::field("after", "unknown_page"))
}
