//! What a request and a signed link show alike: steps, messages, files, answers, and the box to write in.

use domain::forms::kind::FileType;
use domain::time::Instant;
use domain::workflow::definition::Ball;

use crate::i18n::Words;
use crate::i18n::dates::Dates;
use crate::usecases::read::case::AnswerView;
use crate::usecases::read::portal::{PortalCase, PortalFile, PortalMessage, PortalStep, StepPlace};
use crate::web::pages::portal::field::accepted;
use crate::web::pages::portal::stub::first_name;
use crate::web::pages::shell::initial;

/// The thread of a request, ready to be shown by `portal/thread.html`.
#[derive(Clone, Debug)]
pub struct Thread {
    /// Reference.
    pub reference: String,
    /// One line, in the partner's words.
    pub title: String,
    /// The form's name.
    pub type_title: String,
    /// The plain steps of its life.
    pub steps: Vec<StepView>,
    /// What the partner must know first.
    pub standing: Standing,
    /// Where the box sends to; the thread's own address.
    pub action: String,
    /// Version, for forms.
    pub version: i64,
    /// Messages, oldest first.
    pub messages: Vec<MessageView>,
    /// Files, oldest first.
    pub files: Vec<FileView>,
    /// Answers of the form.
    pub answers: Vec<AnswerLine>,
    /// The box to write in; `None` when nothing may be written.
    pub composer: Option<Composer>,
}

/// What stands on top of the thread.
#[derive(Clone, Debug)]
pub enum Standing {
    /// The partner must answer.
    YourTurn {
        /// The question, in paragraphs; may be empty.
        question: Vec<String>,
        /// By when; may be empty.
        by: String,
    },
    /// We owe something.
    WithUs {
        /// By when; may be empty.
        by: String,
    },
    /// We owe something and are late.
    Late {
        /// What we owed, and who has been told.
        sentence: String,
    },
    /// Over.
    Finished {
        /// Since when.
        since: String,
    },
}

/// One plain step.
#[derive(Clone, Debug)]
pub struct StepView {
    /// Name in the partner's words.
    pub title: String,
    /// Class: `past`, `now` or `ahead`.
    pub class: &'static str,
    /// The same for screen readers.
    pub place: String,
    /// Whether it is the present one.
    pub present: bool,
}

/// One message.
#[derive(Clone, Debug)]
pub struct MessageView {
    /// First letter of the author's name.
    pub initial: String,
    /// Who wrote it.
    pub author: String,
    /// On whose side.
    pub side: String,
    /// When, as in a sentence.
    pub when: String,
    /// When, for machines.
    pub at: String,
    /// The words, in paragraphs.
    pub paragraphs: Vec<String>,
}

/// One file.
#[derive(Clone, Debug)]
pub struct FileView {
    /// Where it is downloaded.
    pub href: String,
    /// Name as uploaded.
    pub name: String,
    /// Size in words.
    pub size: String,
}

/// One answer of the form.
#[derive(Clone, Debug)]
pub struct AnswerLine {
    /// The question.
    pub label: String,
    /// The answer.
    pub value: String,
}

/// The box to write in.
#[derive(Clone, Debug)]
pub struct Composer {
    /// What it already holds: text kept after an error.
    pub body: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// Words of its label.
    pub label: String,
    /// Words of its button.
    pub send: String,
    /// What files the browser offers.
    pub accept: String,
}

/// A message that was sent and refused; kept so that nothing is typed twice.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unsent<'a> {
    /// What was typed.
    pub body: &'a str,
    /// Why it was not taken; `None` on a first visit.
    pub problem: Option<MessageProblem>,
}

/// What may be wrong with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageProblem {
    /// Neither words nor files.
    Empty,
    /// Too many characters.
    TooLong,
    /// A file above the limit.
    FileTooLarge,
    /// A file of a type that is not accepted.
    FileType,
    /// Too many files.
    TooManyFiles,
}

impl MessageProblem {
    const fn key(self) -> &'static str {
        match self {
            Self::Empty => "portal-body-empty",
            Self::TooLong => "portal-body-long",
            Self::FileTooLarge => "portal-body-file-large",
            Self::FileType => "portal-body-file-type",
            Self::TooManyFiles => "portal-body-file-many",
        }
    }
}

impl Thread {
    /// The thread at `action`, the page's own address; files are under it.
    pub fn new(words: Words, case: &PortalCase, action: String, unsent: Unsent<'_>) -> Self {
        let language = words.language();
        let dates = Dates::paris(language);
        Self {
            reference: case.row.reference.to_string(),
            title: case.row.title.clone(),
            type_title: case.row.type_title.get(language).to_owned(),
            steps: case
                .steps
                .iter()
                .map(|step| step_view(words, step))
                .collect(),
            standing: standing(words, &dates, case),
            version: case.version,
            messages: case
                .messages
                .iter()
                .map(|message| message_view(words, &dates, message, case.now))
                .collect(),
            files: case
                .files
                .iter()
                .map(|file| file_view(words, file, &action))
                .collect(),
            answers: case
                .answers
                .iter()
                .map(|answer| answer_line(words, answer))
                .collect(),
            composer: case
                .may_write
                .then(|| composer(words, case.row.ball, unsent)),
            action,
        }
    }

    /// Whether the partner must answer: the box then stands on top.
    pub const fn is_your_turn(&self) -> bool {
        matches!(self.standing, Standing::YourTurn { .. })
    }

    /// Who reads what is wrong first.
    pub fn composer_error(&self) -> Option<&str> {
        self.composer
            .as_ref()
            .and_then(|composer| composer.error.as_deref())
    }
}

/// Plain text in paragraphs; single line ends stay within them.
pub fn paragraphs(text: &str) -> Vec<String> {
    let parts = text
        .split("\n\n")
        .map(str::trim)
        .filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

fn standing(words: Words, dates: &Dates, case: &PortalCase) -> Standing {
    let row = &case.row;
    let by = |key: &str| {
        row.promised_at.map_or_else(String::new, |at| {
            words.with(key, &[("at", dates.at(at, case.now).into())])
        })
    };
    match row.ball {
        Ball::Partner => Standing::YourTurn {
            question: case.question.as_deref().map(paragraphs).unwrap_or_default(),
            by: by(if row.late {
                "portal-by-your-turn-late"
            } else {
                "portal-by-your-turn"
            }),
        },
        Ball::Us | Ball::Team | Ball::ThirdParty if row.late && row.promised_at.is_some() => {
            let owed = by("portal-by-late");
            let told = case
                .told
                .as_deref()
                .map(|name| words.with("portal-late-told", &[("name", first_name(name).into())]));
            Standing::Late {
                sentence: told.map_or_else(|| owed.clone(), |told| format!("{owed} {told}")),
            }
        }
        Ball::Us | Ball::Team | Ball::ThirdParty => Standing::WithUs {
            by: by("portal-by-with-us"),
        },
        Ball::None => Standing::Finished {
            since: words.with(
                "portal-finished-since",
                &[("at", dates.at(row.updated_at, case.now).into())],
            ),
        },
    }
}

fn step_view(words: Words, step: &PortalStep) -> StepView {
    let (class, key) = match step.place {
        StepPlace::Behind => ("past", "portal-step-past"),
        StepPlace::Present => ("now", "portal-step-now"),
        StepPlace::Ahead => ("ahead", "portal-step-ahead"),
    };
    StepView {
        title: step.title.get(words.language()).to_owned(),
        class,
        place: words.get(key).into_owned(),
        present: step.place == StepPlace::Present,
    }
}

fn message_view(words: Words, dates: &Dates, message: &PortalMessage, now: Instant) -> MessageView {
    let side = if message.ours {
        "portal-side-yours"
    } else {
        "portal-side-ours"
    };
    MessageView {
        initial: initial(&message.author),
        author: message.author.clone(),
        side: words.get(side).into_owned(),
        when: dates.at(message.at, now),
        at: message.at.to_rfc3339(),
        paragraphs: paragraphs(&message.body),
    }
}

fn file_view(words: Words, file: &PortalFile, base: &str) -> FileView {
    FileView {
        href: format!("{base}/files/{}", file.id),
        name: file.file_name.clone(),
        size: words.file_size(file.size_bytes),
    }
}

fn answer_line(words: Words, answer: &AnswerView) -> AnswerLine {
    let language = words.language();
    AnswerLine {
        label: answer.label.get(language).to_owned(),
        value: answer.display.get(language).to_owned(),
    }
}

fn composer(words: Words, ball: Ball, unsent: Unsent<'_>) -> Composer {
    let (label, send) = match ball {
        Ball::Partner => ("portal-answer-label", "portal-answer-send"),
        Ball::Us | Ball::Team | Ball::ThirdParty | Ball::None => {
            ("portal-write-label", "portal-write-send")
        }
    };
    Composer {
        body: unsent.body.to_owned(),
        error: unsent
            .problem
            .map(|problem| words.get(problem.key()).into_owned()),
        label: words.get(label).into_owned(),
        send: words.get(send).into_owned(),
        accept: accepted(&FileType::ALL),
    }
}
