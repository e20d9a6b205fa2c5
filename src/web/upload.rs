//! Forms that may carry files: the fields as for any form, each file streamed to the disk as it arrives.

use std::time::Duration;

use actix_multipart::{Field, Multipart};
use actix_web::HttpRequest;
use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use futures_util::StreamExt as _;

use crate::usecases::app::App;
use crate::usecases::error::Error;
use crate::usecases::files::{MAX_FILE_BYTES, MAX_FILES, Received};
use crate::web::body::{BodyLimits, FormBody, limits, read};
use crate::web::fail::{Fail, Trouble};
use crate::web::identity::Visit;

/// An upload may take this many times as long as another body.
const PATIENCE: u64 = 10;
/// Most parts of a form.
const MAX_PARTS: usize = 500;

/// A form that came, with its files.
#[derive(Debug, Default)]
pub struct Sent {
    /// Its fields; those with files are left out.
    pub form: FormBody,
    /// Its files, in order; at most ten.
    pub files: Vec<SentFile>,
    /// Whether there were more than ten.
    pub more: More,
}

/// Whether more files came than are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum More {
    /// All were taken.
    #[default]
    None,
    /// So many were left out.
    LeftOut(usize),
}

/// One file that came.
#[derive(Debug)]
pub struct SentFile {
    /// Name of the control.
    pub field: String,
    /// Its name where it came from.
    pub name: String,
    /// What became of it.
    pub arrival: Arrival,
}

/// What became of a file on its way in.
#[derive(Debug)]
pub enum Arrival {
    /// It waits aside, not yet part of a case.
    Kept(Received),
    /// It has no bytes.
    Empty,
    /// It is larger than a file may be.
    TooLarge,
    /// Its bytes are of a type that is not accepted.
    Refused,
}

/// What a form must show before a file of it is written.
#[derive(Clone, Copy)]
pub enum Gate<'a> {
    /// The form token of a signed-in person, before the first file.
    Token(&'a Visit),
    /// Nothing more: the link in the address was checked.
    Link,
}

/// Reads a form, with files or without.
///
/// # Errors
/// [`Trouble::Csrf`] without the token, [`Trouble::TooLarge`], [`Trouble::TooSlow`], [`Trouble::Malformed`];
/// the disk's troubles.
pub async fn receive(
    request: &HttpRequest,
    payload: Payload,
    app: &App,
    gate: Gate<'_>,
) -> Result<Sent, Fail> {
    let limits = limits(request);
    if !is_multipart(request) {
        let form = FormBody::parse(&read(payload, limits).await?)?;
        form.keep_for(request);
        if let Gate::Token(visit) = gate {
            visit.check_form(form.text("csrf"))?;
        }
        return Ok(Sent {
            form,
            ..Sent::default()
        });
    }
    let parts = Multipart::new(request.headers(), payload);
    let secs = limits.secs.saturating_mul(PATIENCE);
    let (sent, refused) = tokio::time::timeout(
        Duration::from_secs(secs),
        Reading::new(app, limits, gate).whole(parts),
    )
    .await
    .unwrap_or(Err(Fail(Trouble::TooSlow(secs))))?;
    sent.form.keep_for(request);
    refused.map_or(Ok(sent), Err)
}

/// A form being read, part by part.
struct Reading<'a> {
    app: &'a App,
    limits: BodyLimits,
    gate: Option<&'a Visit>,
    /// Why it will be refused at its end: its texts are given back then, its files are not written.
    refused: Option<Fail>,
    pairs: Vec<(String, String)>,
    text_bytes: usize,
    file_bytes: u64,
    sent: Sent,
}

impl<'a> Reading<'a> {
    fn new(app: &'a App, limits: BodyLimits, gate: Gate<'a>) -> Self {
        let gate = match gate {
            Gate::Token(visit) => Some(visit),
            Gate::Link => None,
        };
        Self {
            app,
            limits,
            gate,
            refused: None,
            pairs: Vec::new(),
            text_bytes: 0,
            file_bytes: 0,
            sent: Sent::default(),
        }
    }

    async fn whole(mut self, mut parts: Multipart) -> Result<(Sent, Option<Fail>), Fail> {
        let mut count = 0_usize;
        while let Some(part) = parts.next().await {
            let mut part = part.map_err(malformed)?;
            count += 1;
            if count > MAX_PARTS {
                return Err(Fail(Trouble::TooLarge(self.limits.bytes)));
            }
            let disposition = part.content_disposition();
            let control = part.name().unwrap_or_default().to_owned();
            match disposition
                .and_then(|given| given.get_filename())
                .map(str::to_owned)
            {
                Some(name) => self.file(&mut part, control, name).await?,
                None => self.text(&mut part, control).await?,
            }
        }
        if self.gate.is_some() {
            return Err(Fail(Trouble::Csrf));
        }
        self.sent.form = FormBody::from_pairs(self.pairs);
        Ok((self.sent, self.refused))
    }

    async fn text(&mut self, part: &mut Field, name: String) -> Result<(), Fail> {
        let mut bytes = Vec::new();
        while let Some(chunk) = part.next().await {
            let chunk = chunk.map_err(malformed)?;
            self.text_bytes = self.text_bytes.saturating_add(chunk.len());
            if self.text_bytes > self.limits.bytes {
                return Err(Fail(Trouble::TooLarge(self.limits.bytes)));
            }
            bytes.extend_from_slice(&chunk);
        }
        let text = String::from_utf8(bytes)
            .map_err(|_| Fail(Trouble::Malformed("the form is not UTF-8".to_owned())))?;
        if name == "csrf"
            && let Some(visit) = self.gate.take()
        {
            self.refused = visit.check_form(text.trim()).err();
        }
        self.pairs.push((name, text));
        Ok(())
    }

    async fn file(&mut self, part: &mut Field, field: String, name: String) -> Result<(), Fail> {
        if self.gate.is_some() {
            return Err(Fail(Trouble::Csrf));
        }
        if name.is_empty() || self.refused.is_some() {
            // A file control that nothing was chosen for, or a form that is refused anyway.
            return self.pass_over(part).await;
        }
        if self.sent.files.len() >= MAX_FILES {
            self.sent.more = match self.sent.more {
                More::None => More::LeftOut(1),
                More::LeftOut(before) => More::LeftOut(before.saturating_add(1)),
            };
            return self.pass_over(part).await;
        }
        let mut incoming = self.app.begin_file(&name).await?;
        while let Some(chunk) = part.next().await {
            let chunk = chunk.map_err(malformed)?;
            self.count(chunk.len())?;
            match incoming.write(&chunk).await {
                Ok(()) => {}
                Err(Error::TooLarge { .. }) => {
                    drop(incoming);
                    self.pass_over(part).await?;
                    self.arrived(field, name, Arrival::TooLarge);
                    return Ok(());
                }
                Err(error) => return Err(error.into()),
            }
        }
        if incoming.is_empty() {
            self.arrived(field, name, Arrival::Empty);
            return Ok(());
        }
        let arrival = match self.app.end_file(incoming).await {
            Ok(received) => Arrival::Kept(received),
            Err(Error::UnsupportedMedia(_)) => Arrival::Refused,
            Err(error) => return Err(error.into()),
        };
        self.arrived(field, name, arrival);
        Ok(())
    }

    fn arrived(&mut self, field: String, name: String, arrival: Arrival) {
        self.sent.files.push(SentFile {
            field,
            name,
            arrival,
        });
    }

    /// Reads on without keeping, so that the browser is answered instead of cut off.
    async fn pass_over(&mut self, part: &mut Field) -> Result<(), Fail> {
        while let Some(chunk) = part.next().await {
            let chunk = chunk.map_err(malformed)?;
            self.count(chunk.len())?;
        }
        Ok(())
    }

    /// All files together may be as large as ten of the largest, and one more to say that it is too many.
    fn count(&mut self, more: usize) -> Result<(), Fail> {
        let limit = MAX_FILE_BYTES.saturating_mul(u64::try_from(MAX_FILES + 1).unwrap_or(u64::MAX));
        self.file_bytes = self
            .file_bytes
            .saturating_add(u64::try_from(more).unwrap_or(u64::MAX));
        if self.file_bytes > limit {
            return Err(Fail(Trouble::Use(Error::TooLarge { limit_bytes: limit })));
        }
        Ok(())
    }
}

impl Sent {
    /// The files that came by one control.
    pub fn of<'a>(&'a self, control: &'a str) -> impl Iterator<Item = &'a SentFile> {
        self.files.iter().filter(move |file| file.field == control)
    }
}

fn is_multipart(request: &HttpRequest) -> bool {
    let media = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    media.is_some_and(|media| {
        media
            .trim_start()
            .to_ascii_lowercase()
            .starts_with("multipart/form-data")
    })
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that map_err wants"
)]
fn malformed(error: actix_multipart::MultipartError) -> Fail {
    Fail(Trouble::Malformed(error.to_string()))
}
