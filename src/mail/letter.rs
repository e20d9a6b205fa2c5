//! The words of one mail: subject, text and HTML, written from a template in the reader's language.

use std::collections::BTreeMap;

use askama::Template as _;
use domain::text::Language;
use url::Url;

use crate::i18n::{Unsaid, Words};
use crate::mail::clean::{many_lines, one_line, shorten};
use crate::mail::templates::{About, Holder, Template};
use crate::mail::values::{Values, first_name};

/// Longest subject, in characters.
const SUBJECT_LIMIT: usize = 180;

/// One mail in words, before any header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// One line, the reference first when it is about a case.
    pub subject: String,
    /// Complete without the HTML.
    pub text: String,
    /// The same words with one button.
    pub html: String,
}

/// Whether an answer to the mail reaches the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// The mail has a reply address that joins the case.
    Joined,
    /// Nobody reads the sender's address.
    Unread,
}

/// Why a letter cannot be written. It is a defect of the notice, so trying again does not help.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LetterError {
    /// No template has this key.
    #[error("there is no mail template “{0}”")]
    UnknownTemplate(String),
    /// The template needs a value that the notice does not have.
    #[error("the mail template “{template}” needs the value “{name}”")]
    Missing {
        /// The template.
        template: &'static str,
        /// The value.
        name: String,
    },
    /// A value is not what its name promises.
    #[error("“{value}” cannot be read as “{name}”")]
    Unreadable {
        /// The value's name.
        name: String,
        /// What was given.
        value: String,
    },
    /// The page layout failed.
    #[error("the mail could not be laid out: {0}")]
    Layout(String),
}

/// Writes a letter.
///
/// # Errors
/// [`LetterError`] naming the template and the value at fault; there is never a half-empty letter.
pub fn write(
    template: &'static Template,
    language: Language,
    recipient: &str,
    params: &BTreeMap<String, String>,
    answers: Answers,
) -> Result<Letter, LetterError> {
    for name in template.needs() {
        if params.get(name).is_none_or(|value| value.trim().is_empty()) {
            return Err(LetterError::Missing {
                template: template.key,
                name: name.to_owned(),
            });
        }
    }
    let mut values = Values::read(language, params)?;
    values.put("recipient_first_name", first_name(&one_line(recipient)));
    let writer = Writer {
        words: Words::new(language),
        template,
        values,
    };
    let subject = writer.subject()?;
    let layout = Layout {
        language: language.as_str(),
        subject: &subject,
        greeting: writer.common("greeting")?,
        happened: writer.sentence("happened")?,
        quote: writer.quote(params)?,
        needed: writer.sentence("needed")?,
        when: writer.sentence("when")?,
        button: writer.sentence("button")?,
        link: link(params)?,
        holder: writer.holder()?,
        closing: writer.common("closing")?,
        signature: writer.common("signature")?,
        about: writer.about()?,
        answers: writer.answers(answers)?,
    };
    let text = layout.text();
    let html = layout
        .render()
        .map_err(|error| LetterError::Layout(error.to_string()))?;
    Ok(Letter {
        subject,
        text,
        html,
    })
}

/// Words of somebody, and the line that says whose.
struct Quote {
    intro: String,
    body: String,
}

/// The parts of a letter, in reading order. The HTML escapes every one of them.
#[derive(askama::Template)]
#[template(path = "letter.html")]
struct Layout<'a> {
    language: &'static str,
    subject: &'a str,
    greeting: String,
    happened: String,
    quote: Option<Quote>,
    needed: String,
    when: String,
    button: String,
    link: String,
    holder: Option<String>,
    closing: String,
    signature: String,
    about: Option<String>,
    answers: Option<String>,
}

impl Layout<'_> {
    fn text(&self) -> String {
        let mut parts = vec![self.greeting.clone(), self.happened.clone()];
        if let Some(quote) = &self.quote {
            let quoted: Vec<String> = quote
                .body
                .lines()
                .map(|line| format!("> {line}").trim_end().to_owned())
                .collect();
            parts.push(format!("{}\n{}", quote.intro, quoted.join("\n")));
        }
        parts.push(self.needed.clone());
        parts.push(self.when.clone());
        parts.push(format!("{}\n{}", self.button, self.link));
        parts.extend(self.holder.clone());
        parts.push(format!("{}\n{}", self.closing, self.signature));
        let foot: Vec<String> = self.about.iter().chain(&self.answers).cloned().collect();
        if !foot.is_empty() {
            parts.push(format!("-- \n{}", foot.join("\n")));
        }
        let mut text = parts.join("\n\n");
        text.push('\n');
        text
    }
}

struct Writer {
    words: Words,
    template: &'static Template,
    values: Values,
}

impl Writer {
    fn subject(&self) -> Result<String, LetterError> {
        let subject = self.sentence("subject")?;
        let subject = match self.template.about {
            About::Reader => subject,
            About::Case => {
                let mut pairs = self.values.pairs();
                pairs.push(("subject", subject.into()));
                self.words
                    .whole("mail-subject", &pairs)
                    .map_err(|unsaid| self.missing(unsaid))?
            }
        };
        Ok(shorten(one_line(&subject), SUBJECT_LIMIT))
    }

    /// One sentence of the template, or its open form when an optional value is absent.
    fn sentence(&self, part: &str) -> Result<String, LetterError> {
        let name = self.template.key.replace(['.', '_'], "-");
        self.say(&format!("mail-{name}-{part}"))
    }

    fn common(&self, part: &str) -> Result<String, LetterError> {
        self.say(&format!("mail-{part}"))
    }

    fn say(&self, key: &str) -> Result<String, LetterError> {
        let pairs = self.values.pairs();
        let lacking = match self.words.whole(key, &pairs) {
            Ok(text) => return Ok(text),
            Err(unsaid) => unsaid,
        };
        match self.words.whole(&format!("{key}-open"), &pairs) {
            Ok(text) => Ok(text),
            // Without an open form, what the exact form lacks is the news.
            Err(Unsaid::NoSuchText(_)) => Err(self.missing(lacking)),
            Err(unsaid @ Unsaid::NoValue(_)) => Err(self.missing(unsaid)),
        }
    }

    fn missing(&self, unsaid: Unsaid) -> LetterError {
        let name = match unsaid {
            Unsaid::NoSuchText(key) => key,
            Unsaid::NoValue(name) => name,
        };
        LetterError::Missing {
            template: self.template.key,
            name,
        }
    }

    fn quote(&self, params: &BTreeMap<String, String>) -> Result<Option<Quote>, LetterError> {
        let body = params
            .get("message")
            .map(|body| many_lines(body))
            .unwrap_or_default();
        if body.is_empty() {
            return Ok(None);
        }
        Ok(Some(Quote {
            intro: self.common("quote")?,
            body,
        }))
    }

    fn holder(&self) -> Result<Option<String>, LetterError> {
        let key = match self.template.holder {
            Holder::Owner => "holder-owner",
            Holder::Team => "holder-team",
            Holder::Recipient => "holder-recipient",
            Holder::Staff => "holder-staff",
            Holder::Desk => "holder-desk",
            Holder::Settled => "holder-settled",
            Holder::Nobody => "holder-nobody",
            Holder::Unsaid => return Ok(None),
        };
        self.common(key).map(Some)
    }

    fn about(&self) -> Result<Option<String>, LetterError> {
        match self.template.about {
            About::Case => self.common("about").map(Some),
            About::Reader => Ok(None),
        }
    }

    fn answers(&self, answers: Answers) -> Result<Option<String>, LetterError> {
        match (self.template.about, answers) {
            (About::Case, Answers::Joined) => self.common("reply-here").map(Some),
            (About::Case, Answers::Unread) => self.common("reply-there").map(Some),
            (About::Reader, Answers::Joined | Answers::Unread) => Ok(None),
        }
    }
}

/// The address behind the button: absolute, over HTTP, nothing that could end a quoted attribute.
fn link(params: &BTreeMap<String, String>) -> Result<String, LetterError> {
    let given = params.get("link").map(String::as_str).unwrap_or_default();
    Url::parse(given)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .map(String::from)
        .ok_or_else(|| LetterError::Unreadable {
            name: "link".to_owned(),
            value: one_line(given),
        })
}

#[cfg(test)]
mod tests;
