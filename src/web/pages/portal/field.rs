//! One question as it is shown: label, hint, error and control. From the definition of a form.

use std::collections::BTreeMap;

use domain::forms::controls::{Offer, Widget};
use domain::forms::definition::{Field, RequestType};
use domain::forms::error::FieldError;
use domain::forms::facts::Facts;
use domain::forms::kind::{FieldKind, FileType};
use domain::forms::reading::Part;
use domain::forms::typography;

use crate::i18n::Words;
use crate::web::pages::portal::control::{
    Area, BoxView, Control, Line, OptionView, Options, UploadedView, Uploads,
};
use crate::web::pages::portal::error_summary::{ErrorLink, sentence};

/// What the controls of a page hold, by control name, as `domain::forms` gives and reads them.
pub type Controls = BTreeMap<String, Vec<String>>;

/// Lines of at most this many characters get a short box.
const SHORT_LINE: usize = 40;
/// Rows of a box for several lines.
const ROWS: u8 = 5;

/// A question, ready to be shown by `portal/field.html`.
#[derive(Clone, Debug)]
pub struct FieldView {
    /// Id of the first control: the error summary leads there.
    pub id: String,
    /// Name of the control, or of the group.
    pub name: String,
    /// The question.
    pub label: String,
    /// Whether it may be left out.
    pub optional: bool,
    /// Help under the label.
    pub hint: Option<String>,
    /// What is wrong with the answer.
    pub error: Option<String>,
    /// Ids of hint, error and count, for `aria-describedby`; empty when there is none.
    pub described_by: String,
    /// What it is answered with.
    pub control: Control,
}

/// What the questions of a page need besides themselves.
#[derive(Clone, Copy, Debug)]
pub struct FieldFacts<'a> {
    /// The form they belong to.
    pub form: &'a RequestType,
    /// What the controls hold.
    pub controls: &'a Controls,
    /// What is wrong with what was sent.
    pub errors: &'a [FieldError],
    /// Accounts, colleagues, events and files of the partner.
    pub facts: &'a Facts,
}

impl FieldView {
    /// The question with what its controls hold.
    pub fn new(words: Words, field: &Field, given: FieldFacts<'_>) -> Self {
        let language = words.language();
        let id = control_id(&field.name);
        let wrong = given.errors.iter().find(|error| error.field == field.name);
        let mut view = Self {
            name: field.name.clone(),
            label: field.label.get(language).to_owned(),
            optional: !field.required,
            hint: hint(words, field, given.facts),
            error: wrong.map(|error| sentence(words, given.form, error)),
            described_by: String::new(),
            control: control(words, field, &id, given),
            id,
        };
        view.described_by = view.descriptions();
        view
    }

    /// Its line in the error summary.
    pub fn error_link(&self) -> Option<ErrorLink> {
        let sentence = self.error.clone()?;
        Some(ErrorLink {
            target: self.id.clone(),
            sentence,
        })
    }

    /// Whether it is a group of controls under one legend.
    pub const fn is_group(&self) -> bool {
        matches!(self.control, Control::Options(_) | Control::Boxes(_))
    }

    fn descriptions(&self) -> String {
        let counted = matches!(&self.control, Control::Area(area) if !area.count.is_empty());
        let parts = [
            (self.hint.is_some(), "h"),
            (self.error.is_some(), "e"),
            (counted, "c"),
        ];
        let ids: Vec<String> = parts
            .into_iter()
            .filter(|(there, _)| *there)
            .map(|(_, part)| format!("{}-{part}", self.id))
            .collect();
        ids.join(" ")
    }
}

/// Whether the question can be answered at all: colleagues cannot be named while none is known.
pub fn is_answerable(field: &Field, facts: &Facts) -> bool {
    !matches!(field.kind, FieldKind::ColleagueList { .. }) || !facts.colleagues.is_empty()
}

fn control_id(name: &str) -> String {
    format!("f-{name}")
}

fn hint(words: Words, field: &Field, facts: &Facts) -> Option<String> {
    let own = field
        .hint
        .as_ref()
        .map(|hint| hint.get(words.language()).to_owned());
    if let FieldKind::Files { accept, .. } = &field.kind {
        return Some(own.unwrap_or_else(|| files_hint(words, accept)));
    }
    if !matches!(field.widget(facts), Widget::Items) {
        return own;
    }
    // A box for several has no place for the sign in front of each.
    let lines = match field.prefix.as_deref().filter(|prefix| !prefix.is_empty()) {
        Some(prefix) => words.named("portal-items-prefix", "prefix", prefix),
        None => words.get("portal-items").into_owned(),
    };
    Some(own.map_or_else(|| lines.clone(), |own| format!("{own}. {lines}")))
}

fn files_hint(words: Words, accept: &[FileType]) -> String {
    let language = words.language();
    let types: Vec<String> = accept
        .iter()
        .map(|one| one.label(language).to_owned())
        .collect();
    words.with(
        "portal-files-hint",
        &[("types", typography::list(&types, language).into())],
    )
}

fn control(words: Words, field: &Field, id: &str, given: FieldFacts<'_>) -> Control {
    let values = given
        .controls
        .get(&field.name)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let first = || values.first().cloned().unwrap_or_default();
    let offered = || {
        let offers = field.offers(given.facts, words.language());
        offers
            .into_iter()
            .enumerate()
            .map(|(at, offer)| option(id, at, offer, values))
            .collect()
    };
    match field.widget(given.facts) {
        Widget::Line => Control::Line(line(field, first(), "text", "")),
        Widget::EmailLine => Control::Line(line(field, first(), "email", "email")),
        Widget::UrlLine => Control::Line(line(field, first(), "url", "url")),
        Widget::DigitsLine => Control::Line(line(field, first(), "text", "numeric")),
        Widget::Paragraph => {
            let value = first();
            let count = count(words, field, &value);
            Control::Area(Area {
                value,
                rows: ROWS,
                count,
                prose: true,
            })
        }
        Widget::Items => Control::Area(Area {
            value: values.join("\n"),
            rows: ROWS,
            count: String::new(),
            prose: false,
        }),
        Widget::Radios => Control::Options(Options {
            input_type: "radio",
            offered: with_way_back(words, field, id, offered()),
        }),
        Widget::Checkboxes => Control::Options(Options {
            input_type: "checkbox",
            offered: offered(),
        }),
        Widget::Select => Control::Select(offered()),
        Widget::DateBoxes => Control::Boxes(boxes(words, field, id, given.controls, &DAY_PARTS)),
        Widget::MomentBoxes => {
            Control::Boxes(boxes(words, field, id, given.controls, &MOMENT_PARTS))
        }
        Widget::Upload => Control::Files(uploads(words, field, given.facts)),
    }
}

fn line(field: &Field, value: String, input_type: &'static str, inputmode: &'static str) -> Line {
    let prose = matches!(field.kind, FieldKind::Text { .. } | FieldKind::Event);
    let few_letters = matches!(field.kind, FieldKind::Text { max, .. } if max <= SHORT_LINE);
    let short = few_letters
        || matches!(
            field.kind,
            FieldKind::Integer { .. } | FieldKind::Siret | FieldKind::Handles { .. }
        );
    Line {
        value,
        input_type,
        inputmode,
        autocomplete: field
            .autocomplete
            .clone()
            .unwrap_or_else(|| "off".to_owned()),
        prefix: field.prefix.clone().unwrap_or_default(),
        suffix: field.suffix.clone().unwrap_or_default(),
        short,
        prose,
    }
}

/// How much may still be written: the limit while nothing is, then what is left of it.
fn count(words: Words, field: &Field, value: &str) -> String {
    let FieldKind::LongText { max, .. } = field.kind else {
        return String::new();
    };
    let written = value.chars().count();
    match max.checked_sub(written) {
        Some(_) if written == 0 => words.with("portal-count-most", &[("n", max.into())]),
        Some(left) => words.with("portal-count-left", &[("n", left.into())]),
        None => words.with("portal-count-over", &[("n", (written - max).into())]),
    }
}

fn option(id: &str, at: usize, offer: Offer, values: &[String]) -> OptionView {
    OptionView {
        id: if at == 0 {
            id.to_owned()
        } else {
            format!("{id}-{at}")
        },
        chosen: values.contains(&offer.value),
        value: offer.value,
        label: offer.label,
        hint: offer.hint.unwrap_or_default(),
    }
}

/// A radio once chosen cannot be cleared, so an optional question also offers none of its options.
fn with_way_back(
    words: Words,
    field: &Field,
    id: &str,
    mut offered: Vec<OptionView>,
) -> Vec<OptionView> {
    if !field.required && !matches!(field.kind, FieldKind::Boolean) {
        offered.push(OptionView {
            id: format!("{id}-none"),
            value: String::new(),
            label: words.get("portal-choice-none").into_owned(),
            hint: String::new(),
            chosen: false,
        });
    }
    offered
}

const DAY_PARTS: [Part; 3] = [Part::Day, Part::Month, Part::Year];
const MOMENT_PARTS: [Part; 4] = [Part::Day, Part::Month, Part::Year, Part::Time];

fn boxes(
    words: Words,
    field: &Field,
    id: &str,
    controls: &Controls,
    parts: &[Part],
) -> Vec<BoxView> {
    parts
        .iter()
        .map(|part| {
            let name = part.control_name(&field.name);
            let (key, width, inputmode) = match part {
                Part::Day => ("portal-box-day", "", "numeric"),
                Part::Month => ("portal-box-month", "", "numeric"),
                Part::Year => ("portal-box-year", " in--y", "numeric"),
                Part::Time => ("portal-box-time", " in--y", "text"),
            };
            BoxView {
                id: if *part == Part::Day {
                    id.to_owned()
                } else {
                    control_id(&name)
                },
                label: words.get(key).into_owned(),
                value: controls
                    .get(&name)
                    .and_then(|texts| texts.first())
                    .cloned()
                    .unwrap_or_default(),
                name,
                width,
                inputmode,
            }
        })
        .collect()
}

fn uploads(words: Words, field: &Field, facts: &Facts) -> Uploads {
    let (accept, several) = if let FieldKind::Files { accept, max, .. } = &field.kind {
        (accept.as_slice(), *max > 1)
    } else {
        (FileType::ALL.as_slice(), true)
    };
    Uploads {
        accept: accepted(accept),
        several,
        uploaded: facts
            .files
            .iter()
            .filter(|file| file.field == field.name)
            .map(|file| UploadedView {
                id: file.id.to_string(),
                name: file.name.clone(),
                size: words.file_size(file.size_bytes),
            })
            .collect(),
    }
}

/// The list for the `accept` attribute; CSV and log files have no media type that every browser knows.
pub fn accepted(types: &[FileType]) -> String {
    let mut parts: Vec<&str> = types
        .iter()
        .flat_map(|one| one.media_types().iter().copied())
        .collect();
    if types.contains(&FileType::Text) {
        parts.extend([".csv", ".log", ".txt"]);
    }
    parts.join(",")
}
