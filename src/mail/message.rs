//! A notice as a message: addresses, headers and two bodies, nothing in them that could end a line.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, UNIX_EPOCH};

use domain::ids::{CaseId, NoticeId};
use domain::notices::{Addressee, Notice};
use domain::time::Instant;
use lettre::address::Envelope;
use lettre::message::header::{
    ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue,
};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

use crate::mail::clean::one_line;
use crate::mail::letter::{Answers, Letter, LetterError, write};
use crate::mail::templates::Template;

/// Makes messages in the name of one sender.
#[derive(Clone, Debug)]
pub struct Composer {
    from: Mailbox,
}

/// A message ready to be handed to a transport, with its words beside it for people who test.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The notice it tells.
    pub notice: NoticeId,
    /// Stable for the notice, with angle brackets: a repeated sending can be recognised.
    pub message_id: String,
    /// Address of the recipient.
    pub to: String,
    /// When the notice was asked for.
    pub at: Instant,
    /// Subject, text and HTML.
    pub letter: Letter,
    message: Message,
}

/// Why a notice cannot be made a message. Trying again does not help.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// The words cannot be written.
    #[error(transparent)]
    Letter(#[from] LetterError),
    /// An address is none: the sender's of the settings, the recipient's, or a reply address.
    #[error("“{0}” is not a mail address")]
    Address(String),
    /// The message cannot be built from its parts.
    #[error("the message cannot be built: {0}")]
    Build(String),
}

impl Composer {
    /// A composer that sends from `Name <address>`. The address's domain ends every Message-ID.
    ///
    /// # Errors
    /// [`ComposeError::Address`] when the sender is no mail address.
    pub fn new(from: &str) -> Result<Self, ComposeError> {
        let from = from
            .parse()
            .map_err(|_| ComposeError::Address(one_line(from)))?;
        Ok(Self { from })
    }

    /// The message of a notice whose answers nobody reads.
    ///
    /// # Errors
    /// [`ComposeError`] naming what is wrong with the notice.
    pub fn compose(&self, notice: &Notice) -> Result<Mail, ComposeError> {
        self.build(notice, None)
    }

    /// The message of a notice whose answers go to a signed address that joins them to the case.
    ///
    /// # Errors
    /// [`ComposeError`] naming what is wrong with the notice.
    pub fn compose_answerable(
        &self,
        notice: &Notice,
        answers_to: &str,
    ) -> Result<Mail, ComposeError> {
        let address = parse_address(answers_to)?;
        self.build(notice, Some(Mailbox::new(self.from.name.clone(), address)))
    }

    fn build(&self, notice: &Notice, answers_to: Option<Mailbox>) -> Result<Mail, ComposeError> {
        let template = Template::find(notice.template.as_str())
            .ok_or_else(|| LetterError::UnknownTemplate(notice.template.as_str().to_owned()))?;
        let answers = if answers_to.is_some() {
            Answers::Joined
        } else {
            Answers::Unread
        };
        let Addressee { name, language, .. } = &notice.to;
        let letter = write(template, *language, name, &notice.params, answers)?;
        // The library in use may panic on odd header values; that must cost this one message only.
        let built = catch_unwind(AssertUnwindSafe(|| {
            self.message(notice, &letter, answers_to)
        }));
        let message =
            built.map_err(|_| ComposeError::Build("a header cannot be encoded".to_owned()))??;
        Ok(Mail {
            notice: notice.id,
            message_id: self.message_id(notice.id),
            to: notice.to.email.clone(),
            at: notice.at,
            letter,
            message,
        })
    }

    fn message(
        &self,
        notice: &Notice,
        letter: &Letter,
        answers_to: Option<Mailbox>,
    ) -> Result<Message, ComposeError> {
        let name = one_line(&notice.to.name);
        let address = parse_address(&notice.to.email)?;
        let to = Mailbox::new((!name.is_empty()).then_some(name), address.clone());
        // Automatic mail has no return path, so that no answering machine writes back (RFC 3834).
        let envelope = Envelope::new(None, vec![address]).map_err(|error| build_error(&error))?;
        let mut builder = Message::builder()
            .envelope(envelope)
            .from(self.from.clone())
            .to(to)
            .date(
                UNIX_EPOCH + Duration::from_millis(u64::try_from(notice.at.millis()).unwrap_or(0)),
            )
            .message_id(Some(self.message_id(notice.id)))
            .subject(letter.subject.clone())
            .header(AutoSubmitted)
            .header(ContentLanguage(notice.to.language.as_str()));
        if let Some(case) = notice.case {
            let root = self.thread_root(case);
            builder = builder.in_reply_to(root.clone()).references(root);
        }
        if let Some(answers_to) = answers_to {
            builder = builder.reply_to(answers_to);
        }
        let bodies = MultiPart::alternative()
            .boundary(format!("=_{}", notice.id.uuid().simple()))
            .singlepart(body(ContentType::TEXT_PLAIN, &letter.text))
            .singlepart(body(ContentType::TEXT_HTML, &letter.html));
        builder
            .multipart(bodies)
            .map_err(|error| build_error(&error))
    }

    fn message_id(&self, notice: NoticeId) -> String {
        format!("<{notice}@{}>", self.from.email.domain())
    }

    /// Every mail of a case refers to this identifier, so that mail programs show one thread.
    fn thread_root(&self, case: CaseId) -> String {
        format!("<case.{case}@{}>", self.from.email.domain())
    }
}

impl Mail {
    /// The message as it goes over the wire.
    pub fn bytes(&self) -> Vec<u8> {
        self.message.formatted()
    }

    /// Sender and recipients as SMTP is told them.
    pub fn envelope(&self) -> &Envelope {
        self.message.envelope()
    }
}

/// Quoted-printable, so that no byte of a body can be taken for a line end or a command.
fn body(content_type: ContentType, words: &str) -> SinglePart {
    SinglePart::builder()
        .header(content_type)
        .header(ContentTransferEncoding::QuotedPrintable)
        .body(words.to_owned())
}

fn parse_address(text: &str) -> Result<Address, ComposeError> {
    let wrong = || ComposeError::Address(one_line(text));
    if text
        .chars()
        .any(|letter| letter.is_control() || letter.is_whitespace())
    {
        return Err(wrong());
    }
    text.parse().map_err(|_| wrong())
}

fn build_error(error: &lettre::error::Error) -> ComposeError {
    ComposeError::Build(error.to_string())
}

/// RFC 3834: no program should answer this message.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_value: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The language of both bodies.
#[derive(Clone)]
struct ContentLanguage(&'static str);

impl Header for ContentLanguage {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Language")
    }

    fn parse(value: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        domain::text::Language::parse(value)
            .map(|language| Self(language.as_str()))
            .ok_or_else(|| "not a language of ours".into())
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.to_owned())
    }
}

#[cfg(test)]
pub(super) mod tests;
