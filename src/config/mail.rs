//! Settings of outgoing mail.

use secrecy::SecretString;
use serde::Deserialize;

/// Outgoing mail.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailSettings {
    /// How mail leaves.
    pub transport: TransportKind,
    /// `smtp://user:password@host:587?tls=required` and the like; secret, because it may hold a password.
    pub smtp_url: SecretString,
    /// Where the loader read `smtp_url` from; empty when it was given directly.
    pub smtp_url_file: String,
    /// Certificates in PEM to trust besides the public ones; empty for none.
    pub smtp_ca: String,
    /// Where the loader read `smtp_ca` from; empty when it was given directly.
    pub smtp_ca_file: String,
    /// Sender of every mail: `Name <address>`.
    pub from: String,
    /// Longest wait for one SMTP conversation, in seconds.
    pub timeout_secs: u64,
    /// How long a sent mail stays listed, in days.
    pub keep_sent_days: i64,
}

/// How mail leaves the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TransportKind {
    /// Handed to an SMTP server.
    Smtp,
    /// One `.eml` file a message, for development.
    File,
    /// Kept in memory and shown at `/dev/mail`, for tests and the demonstration.
    Memory,
}
