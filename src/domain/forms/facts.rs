//! What validation needs to know besides the answers: the moment, the place, what belongs to the partner.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::ids::AttachmentId;
use crate::text::Language;
use crate::time::Instant;

/// Gathered by the caller; the forms look nothing up themselves.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The present moment.
    pub now: Instant,
    /// The partner's time zone: the meaning of "today" and of typed times.
    pub zone: TimeZone,
    /// The partner's language, proposed for the thread.
    pub language: Language,
    /// Accounts of the partner's organisation, without `@`, in lower case; empty while none is known.
    pub handles: Vec<String>,
    /// Mail addresses, in lower case, of the other active contacts of the organisation.
    pub colleagues: Vec<String>,
    /// Events announced with the organisation; empty while there is none.
    pub events: Vec<KnownEvent>,
    /// Files uploaded for this request so far.
    pub files: Vec<UploadedFile>,
}

/// An event both sides know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownEvent {
    /// What is stored.
    pub key: String,
    /// What people read.
    pub name: String,
}

/// A file uploaded in answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadedFile {
    /// The stored file.
    pub id: AttachmentId,
    /// The question it answers.
    pub field: String,
    /// Its name as uploaded.
    pub name: String,
    /// Its size.
    pub size_bytes: i64,
    /// Its type, sniffed from the bytes.
    pub media_type: String,
}

/// No such time zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not an IANA time zone such as Europe/Paris")]
pub struct UnknownZone(String);

impl Facts {
    /// The moment, the zone and the language; nothing known of the organisation yet.
    ///
    /// # Errors
    /// [`UnknownZone`] when the zone is not in the time zone database.
    pub fn new(now: Instant, zone_name: &str, language: Language) -> Result<Self, UnknownZone> {
        let zone = TimeZone::get(zone_name).map_err(|_| UnknownZone(zone_name.to_owned()))?;
        Ok(Self {
            now,
            zone,
            language,
            handles: Vec::new(),
            colleagues: Vec::new(),
            events: Vec::new(),
            files: Vec::new(),
        })
    }

    /// The present day where the partner is.
    pub fn today(&self) -> Date {
        self.zone.to_datetime(self.now.timestamp()).date()
    }
}
