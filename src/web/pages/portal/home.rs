//! A partner's requests: whose turn it is, and the next promised time.

use askama::Template;
use domain::time::Instant;

use crate::i18n::Words;
use crate::i18n::dates::Dates;
use crate::usecases::read::portal::{HomePart, PortalHome, PortalRow};
use crate::usecases::read::queue::Capped;
use crate::web::pages::portal::address;
use crate::web::pages::portal::stub::first_name;
use crate::web::pages::shell::{ChromeFacts, Page, Place, capped};

/// `/portal`: your turn, with us, drafts, finished.
#[derive(Debug, Template)]
#[template(path = "portal/home.html")]
pub struct HomePage {
    page: Page,
    over: String,
    /// Whether this is a further page of one group.
    further: bool,
    groups: Vec<Group>,
}

#[derive(Debug)]
struct Group {
    id: &'static str,
    title: String,
    icon: &'static str,
    tone: &'static str,
    rows: Vec<RowView>,
    /// Where its next page is.
    next: Option<String>,
}

#[derive(Debug)]
struct RowView {
    href: String,
    reference: String,
    title: String,
    type_title: String,
    state: String,
    when: String,
    at: String,
    late: bool,
}

#[derive(Clone, Copy)]
enum Part {
    YourTurn,
    WithUs,
    Drafts,
    Finished,
}

impl HomePage {
    /// The page, ready to be rendered.
    pub fn new(chrome: &ChromeFacts, home: &PortalHome) -> Self {
        let page = Page::portal(chrome, Place::Requests, String::new());
        let words = page.words;
        let whole = |rows: &[PortalRow]| Capped {
            n: u32::try_from(rows.len()).unwrap_or(u32::MAX),
            more: false,
        };
        let (turn, with_us) = (&home.your_turn, &home.with_us);
        let parts = [
            (Part::YourTurn, &turn.rows, turn.total, turn.next.as_deref()),
            (
                Part::WithUs,
                &with_us.rows,
                with_us.total,
                with_us.next.as_deref(),
            ),
            (Part::Drafts, &home.drafts, whole(&home.drafts), None),
            (Part::Finished, &home.finished, whole(&home.finished), None),
        ];
        let groups = parts.into_iter().filter(|(_, rows, ..)| !rows.is_empty());
        let over = home.manager.as_deref().map(|manager| {
            words.with(
                "portal-home-over",
                &[
                    ("organisation", (&home.organisation).into()),
                    ("name", first_name(manager).into()),
                ],
            )
        });
        Self {
            over: over.unwrap_or_else(|| home.organisation.clone()),
            further: home.part != HomePart::Everything,
            groups: groups
                .map(|(part, rows, total, next)| Group {
                    next: next.map(|after| part.next(after)),
                    ..group(words, part, (rows, total), home.now)
                })
                .collect(),
            page: Page {
                title: words.get("portal-nav-requests").into_owned(),
                ..page
            },
        }
    }
}

impl Part {
    /// Where the page after `after` is.
    fn next(self, after: &str) -> String {
        let name = match self {
            Self::YourTurn => "turn",
            Self::WithUs | Self::Drafts | Self::Finished => "after",
        };
        format!("/portal?{name}={after}")
    }
}

fn group(words: Words, part: Part, (rows, total): (&[PortalRow], Capped), now: Instant) -> Group {
    let (id, key, icon, tone) = match part {
        Part::YourTurn => ("your-turn", "portal-group-your-turn", "s-new", "st--mine"),
        Part::WithUs => ("with-us", "portal-group-with-us", "s-work", ""),
        Part::Drafts => ("drafts", "portal-group-drafts", "s-open", ""),
        Part::Finished => ("finished", "portal-group-finished", "s-done", "st--ok"),
    };
    Group {
        id,
        title: words.with(key, &[("n", capped(words, total).into())]),
        icon,
        tone,
        rows: rows
            .iter()
            .map(|row| row_view(words, part, row, now))
            .collect(),
        next: None,
    }
}

fn row_view(words: Words, part: Part, row: &PortalRow, now: Instant) -> RowView {
    let language = words.language();
    let at = match part {
        Part::YourTurn | Part::WithUs => row.promised_at,
        Part::Drafts | Part::Finished => Some(row.updated_at),
    };
    let key = match (part, row.late) {
        (Part::YourTurn, false) => "portal-when-your-turn",
        (Part::YourTurn, true) => "portal-when-your-turn-late",
        (Part::WithUs, false) => "portal-when-with-us",
        (Part::WithUs, true) => "portal-when-with-us-late",
        (Part::Drafts, _) => "portal-when-draft",
        (Part::Finished, _) => "portal-when-finished",
    };
    let say = |at: Instant| words.with(key, &[("at", Dates::paris(language).at(at, now).into())]);
    let title = match row.title.as_str() {
        "" => words.get("portal-untitled").into_owned(),
        title => title.to_owned(),
    };
    RowView {
        href: address::request(row.reference),
        reference: row.reference.to_string(),
        title,
        type_title: row.type_title.get(language).to_owned(),
        state: row.state.get(language).to_owned(),
        when: at.map_or_else(String::new, say),
        at: at.map_or_else(String::new, Instant::to_rfc3339),
        late: row.late && matches!(part, Part::WithUs | Part::YourTurn),
    }
}
