//! One struct per section of the configuration; the fields are documented in `config/default.toml`.

use serde::Deserialize;

use crate::config::mail::MailSettings;

/// All settings.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The public listener.
    pub server: Server,
    /// The database.
    pub database: Database,
    /// Files on disk.
    pub data: Data,
    /// Outgoing mail.
    pub mail: MailSettings,
    /// How often one may ask.
    pub limits: Limits,
    /// Definitions.
    pub config: Definitions,
    /// The metrics listener.
    pub metrics: Metrics,
    /// Secrets and lifetimes.
    pub security: Security,
    /// Background work.
    pub jobs: Jobs,
    /// Logging.
    pub log: Log,
}

/// The public listener.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// Address and port.
    pub bind: String,
    /// The address people use, without a trailing slash; empty for that of `bind`.
    pub public_url: String,
    /// Worker threads; 0 takes one per core.
    pub workers: usize,
    /// Longest body that is not an upload, in bytes.
    pub body_limit_bytes: usize,
    /// Longest time a body may take, in seconds.
    pub body_deadline_secs: u64,
    /// Longest drain, in seconds.
    pub drain_secs: u64,
    /// Addresses and networks whose X-Forwarded-For is believed, separated by commas; empty for none.
    pub trusted_proxies: String,
}

/// How often one may ask; 0 is without a limit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Requests a minute from one address by who is not signed in.
    pub address_per_minute: u32,
    /// Requests a minute by one person.
    pub account_per_minute: u32,
    /// Sign-in links asked for from one address in an hour.
    pub sign_in_address_per_hour: u32,
    /// Sign-in links asked for one mail address in an hour.
    pub sign_in_email_per_hour: u32,
}

/// The database.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// Address; empty for the embedded file.
    pub url: String,
    /// File that holds the address; already resolved into `url` by the loader.
    pub url_file: String,
    /// Most connections.
    pub connections: u32,
}

/// Files on disk.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// Folder.
    pub dir: String,
}

/// Where definitions come from.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definitions {
    /// Folder; empty for the shipped ones.
    pub dir: String,
}

/// The metrics listener.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metrics {
    /// Address and port; empty for none.
    pub bind: String,
}

/// Secrets and lifetimes.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Security {
    /// Signing key; empty until boot made one.
    pub secret: String,
    /// File that holds it; already resolved into `secret` by the loader.
    pub secret_file: String,
    /// Idle life of a session, in hours.
    pub session_idle_hours: i64,
    /// Whole life of a session, in hours.
    pub session_hours: i64,
    /// Life of a sign-in link, in minutes.
    pub sign_in_minutes: i64,
    /// Life of a signed link to one case, in days.
    pub case_link_days: i64,
}

impl std::fmt::Debug for Security {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Security")
            .field("session_idle_hours", &self.session_idle_hours)
            .field("session_hours", &self.session_hours)
            .finish_non_exhaustive()
    }
}

/// Background work.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jobs {
    /// Timers or mails per round.
    pub batch: u32,
    /// Life of a claim, in seconds.
    pub lease_secs: i64,
    /// Longest sleep, in seconds.
    pub poll_secs: u64,
}

/// Logging.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// Filter.
    pub level: String,
    /// `text` or `json`.
    pub format: String,
}
