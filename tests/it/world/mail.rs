//! A mail as the mail server of the tests received it: its envelope, and its content by the names
//! a person would use.

use mail_parser::{Message, MessageParser, MimeHeaders};

/// One accepted message.
#[derive(Debug, Clone)]
pub struct Mail {
    /// The envelope's sender; empty for a notice that must never be answered.
    pub sender: String,
    /// The envelope's recipients, in the order they were named.
    pub recipients: Vec<String>,
    /// The message exactly as it came, dots unstuffed.
    pub raw: Vec<u8>,
    message: Message<'static>,
}

impl Mail {
    /// Reads a message that has arrived.
    ///
    /// # Panics
    /// When the content is no message at all, so that a malformed mail fails its test.
    pub fn new(sender: String, recipients: Vec<String>, raw: Vec<u8>) -> Self {
        let message = MessageParser::default().parse(&raw);
        let message = message.expect("a mail that can be parsed").into_owned();
        Self {
            sender,
            recipients,
            raw,
            message,
        }
    }

    /// Whether the envelope names this address, in any case of letters.
    pub fn is_for(&self, address: &str) -> bool {
        self.recipients
            .iter()
            .any(|recipient| recipient.eq_ignore_ascii_case(address))
    }

    /// The decoded subject; empty when there is none.
    pub fn subject(&self) -> &str {
        self.message.subject().unwrap_or_default()
    }

    /// The `Message-ID` without its angle brackets; empty when there is none.
    pub fn message_id(&self) -> &str {
        self.message.message_id().unwrap_or_default()
    }

    /// A header as it was sent, folded lines joined. None when the mail has no such header.
    pub fn header(&self, name: &str) -> Option<String> {
        let (_, value) = self
            .message
            .headers_raw()
            .find(|(found, _)| found.eq_ignore_ascii_case(name))?;
        Some(value.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The plain part. None when the mail has only an HTML part.
    pub fn text(&self) -> Option<String> {
        let part = self
            .message
            .text_bodies()
            .find(|part| part.is_text() && !part.is_text_html())?;
        part.text_contents().map(|text| text.replace("\r\n", "\n"))
    }

    /// The HTML part. None when the mail has only a plain part.
    pub fn html(&self) -> Option<String> {
        let part = self
            .message
            .html_bodies()
            .find(|part| part.is_text_html())?;
        part.text_contents().map(|text| text.replace("\r\n", "\n"))
    }

    /// The names of the attached files.
    pub fn attachments(&self) -> Vec<&str> {
        self.message
            .attachments()
            .filter_map(MimeHeaders::attachment_name)
            .collect()
    }

    /// Every `http` address in the plain part, in order.
    pub fn links(&self) -> Vec<String> {
        let text = self.text().unwrap_or_default();
        let is_edge = |letter: char| letter.is_whitespace() || matches!(letter, '<' | '>' | '"');
        text.split(is_edge)
            .filter(|word| word.starts_with("http://") || word.starts_with("https://"))
            .map(|word| word.trim_end_matches(['.', ',', ')']).to_owned())
            .collect()
    }

    /// One line that says which mail this is.
    pub fn summary(&self) -> String {
        format!("{} to {}", self.subject(), self.recipients.join(", "))
    }
}
