//! The three ways a message leaves: handed to an SMTP server, written to a folder, kept in memory.

use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use domain::time::Span;
use futures_util::FutureExt;

use crate::config::mail::{MailSettings, TransportKind};
use crate::mail::message::Mail;
use crate::mail::smtp::{Smtp, SmtpSetupError};

/// How many messages the memory transport keeps; the oldest go first.
const KEPT_IN_MEMORY: usize = 2_000;

/// Where messages go.
#[derive(Debug)]
pub enum Transport {
    /// To an SMTP server, over kept connections.
    Smtp(Smtp),
    /// One `.eml` file a message into this folder.
    File(PathBuf),
    /// Into a list that can be read.
    Memory(Captured),
}

/// The messages kept by the memory transport; clones share the list.
#[derive(Clone, Debug, Default)]
pub struct Captured(Arc<Mutex<VecDeque<Arc<Mail>>>>);

/// The message is somebody else's responsibility now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// What the receiver said, for the record.
    pub reply: String,
}

/// The message was not accepted. The text is for an administrator and may name addresses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Trying later may help: the server is away, slow, busy, or we are set up wrongly.
    #[error("{0}")]
    Temporary(String),
    /// The server refused this message for good, or it cannot be sent at all.
    #[error("{0}")]
    Permanent(String),
}

impl Transport {
    /// The transport that the settings ask for; files go to `folder`.
    ///
    /// # Errors
    /// [`SmtpSetupError`] when the server's address or certificates cannot be used.
    pub fn open(settings: &MailSettings, folder: &Path) -> Result<Self, SmtpSetupError> {
        Ok(match settings.transport {
            TransportKind::Smtp => Self::Smtp(Smtp::open(settings)?),
            TransportKind::File => Self::File(folder.to_owned()),
            TransportKind::Memory => Self::Memory(Captured::default()),
        })
    }

    /// Hands one message over. A message that makes the code panic counts as refused for good, so
    /// that it blocks no other.
    ///
    /// # Errors
    /// [`SendError`], telling whether another try may help.
    pub async fn send(&self, mail: &Mail) -> Result<Accepted, SendError> {
        let sending = async {
            match self {
                Self::Smtp(smtp) => smtp.send(mail).await,
                Self::File(folder) => write_file(folder, mail).await,
                Self::Memory(captured) => Ok(captured.keep(mail)),
            }
        };
        AssertUnwindSafe(sending)
            .catch_unwind()
            .await
            .unwrap_or_else(|_| {
                Err(SendError::Permanent(
                    "the message cannot be encoded".to_owned(),
                ))
            })
    }

    /// The longest that handing one message over may take.
    pub fn patience(&self) -> Span {
        match self {
            Self::Smtp(smtp) => smtp.patience(),
            Self::File(_) | Self::Memory(_) => Span::ZERO,
        }
    }

    /// Says goodbye to the server, if there is one. Sending afterwards opens a new connection.
    pub async fn close(&self) {
        match self {
            Self::Smtp(smtp) => smtp.close().await,
            Self::File(_) | Self::Memory(_) => {}
        }
    }
}

impl Captured {
    /// The messages, oldest first.
    pub fn list(&self) -> Vec<Arc<Mail>> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .cloned()
            .collect()
    }

    fn keep(&self, mail: &Mail) -> Accepted {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_IN_MEMORY {
            kept.pop_front();
        }
        kept.push_back(Arc::new(mail.clone()));
        Accepted {
            reply: "kept in memory".to_owned(),
        }
    }
}

/// Writes beside, then renames: a reader never sees half a message, a repeated sending replaces it.
async fn write_file(folder: &Path, mail: &Mail) -> Result<Accepted, SendError> {
    let path = folder.join(format!("{}.eml", mail.notice));
    let draft = folder.join(format!(".{}.part", mail.notice));
    let written = async {
        tokio::fs::create_dir_all(folder).await?;
        tokio::fs::write(&draft, mail.bytes()).await?;
        tokio::fs::rename(&draft, &path).await
    };
    match written.await {
        Ok(()) => Ok(Accepted {
            reply: path.display().to_string(),
        }),
        Err(error) => Err(SendError::Temporary(format!("{}: {error}", path.display()))),
    }
}

#[cfg(test)]
mod tests;
