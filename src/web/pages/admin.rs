//! Administration: the landing page and the mails on their way, with Retry for those given up.

use std::borrow::Cow;

use askama::Template;

use crate::i18n::{Value, Words};
use crate::usecases::read::mail::{MailQueue, MailRow, MailShown};
use crate::usecases::read::queue::Capped;
use crate::web::pages::moments::Moments;
use crate::web::pages::shell::{ChromeFacts, Page, Place, capped, query_encoded};

/// The landing page, ready to be shown.
#[derive(Template)]
#[template(path = "desk/admin.html")]
pub struct AdminPage {
    page: Page,
    mail: String,
    late: bool,
}

/// The mails on their way, ready to be shown.
#[derive(Template)]
#[template(path = "desk/mail.html")]
pub struct MailPage<'a> {
    page: Page,
    as_of: String,
    here: String,
    tabs: Vec<MailTab>,
    rows: Vec<MailLine<'a>>,
    empty: Cow<'static, str>,
    parked: bool,
    next: Option<String>,
}

/// Builds the landing page; `parked` is how many mails are given up.
pub fn admin_page(chrome: &ChromeFacts, parked: Capped) -> AdminPage {
    let words = Words::new(chrome.language);
    AdminPage {
        page: Page::figures(chrome, Place::Admin, words.get("nav-settings").into_owned()),
        mail: if parked.n == 0 {
            words.get("admin-mail-fine").into_owned()
        } else {
            words.with("admin-mail-parked", &[("n", Value::from(parked.n))])
        },
        late: parked.n > 0,
    }
}

/// Builds the page of the outbox.
pub fn mail_page<'a>(chrome: &ChromeFacts, queue: &'a MailQueue) -> MailPage<'a> {
    let words = Words::new(chrome.language);
    let moments = Moments::new(chrome.language, queue.now);
    let tab = |shown: MailShown, count: Option<Capped>| MailTab {
        title: words.get(shown_key(shown)),
        count: count.map(|count| capped(words, count)).unwrap_or_default(),
        href: href(shown, None),
        current: shown == queue.shown,
    };
    MailPage {
        page: Page::figures(chrome, Place::Mail, words.get("nav-mail").into_owned()),
        as_of: words.named("queue-as-of", "time", moments.time(queue.now)),
        here: href(queue.shown, None),
        tabs: vec![
            tab(MailShown::Parked, Some(queue.parked)),
            tab(MailShown::Queued, Some(queue.queued)),
            tab(MailShown::Sent, None),
        ],
        rows: queue
            .rows
            .iter()
            .map(|row| line(words, row, queue.shown, &moments))
            .collect(),
        empty: words.get(match queue.shown {
            MailShown::Parked => "mail-none-parked",
            MailShown::Queued => "mail-none-queued",
            MailShown::Sent => "mail-none-sent",
        }),
        parked: queue.shown == MailShown::Parked,
        next: queue
            .next
            .as_deref()
            .map(|cursor| href(queue.shown, Some(cursor))),
    }
}

/// The value of `status` in the address; anything else is what somebody must look at.
pub fn parse_shown(text: &str) -> MailShown {
    match text {
        "queued" => MailShown::Queued,
        "sent" => MailShown::Sent,
        _ => MailShown::Parked,
    }
}

struct MailTab {
    title: Cow<'static, str>,
    count: String,
    href: String,
    current: bool,
}

struct MailLine<'a> {
    retry: String,
    reference: Option<String>,
    template: &'a str,
    name: &'a str,
    email: &'a str,
    asked: String,
    iso: String,
    attempts: String,
    stands: String,
    error: Option<&'a str>,
}

fn line<'a>(words: Words, row: &'a MailRow, shown: MailShown, moments: &Moments) -> MailLine<'a> {
    MailLine {
        retry: format!("/admin/mail/{}/retry", row.id),
        reference: row.reference.map(|reference| reference.to_string()),
        template: row.template.as_str(),
        name: &row.name,
        email: &row.email,
        asked: moments.short(row.at),
        iso: row.at.to_rfc3339(),
        attempts: words.number(i64::from(row.attempts)),
        stands: match shown {
            MailShown::Parked => words.get("mail-stands-parked").into_owned(),
            MailShown::Queued => {
                words.named("mail-stands-queued", "when", moments.short(row.next_at))
            }
            MailShown::Sent => {
                let when = row.sent_at.map(|at| moments.short(at)).unwrap_or_default();
                words.named("mail-stands-sent", "when", when)
            }
        },
        error: row.last_error.as_deref(),
    }
}

const fn shown_key(shown: MailShown) -> &'static str {
    match shown {
        MailShown::Parked => "mail-parked",
        MailShown::Queued => "mail-queued",
        MailShown::Sent => "mail-sent",
    }
}

fn href(shown: MailShown, after: Option<&str>) -> String {
    let status = match shown {
        MailShown::Parked => "parked",
        MailShown::Queued => "queued",
        MailShown::Sent => "sent",
    };
    match after {
        Some(cursor) => format!(
            "/admin/mail?status={status}&after={}",
            query_encoded(cursor)
        ),
        None => format!("/admin/mail?status={status}"),
    }
}
