//! The texts of one language, parsed once: plain messages ready to borrow, the rest left to Fluent.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::{LazyLock, Mutex, PoisonError};

use domain::text::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::resolver::ResolverError;
use fluent_bundle::resolver::errors::ReferenceKind;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use fluent_syntax::ast::Entry;
use rust_embed::RustEmbed;
use unic_langid::LanguageIdentifier;

use crate::i18n::Unsaid;
use crate::i18n::numbers::group;

/// How many unknown keys are remembered; they come from code, so a handful is already a defect.
const REMEMBERED_GAPS: usize = 100;

static FRENCH: LazyLock<Catalogue> =
    LazyLock::new(|| Catalogue::load(Language::Fr, files::<FrenchFiles>()));
static ENGLISH: LazyLock<Catalogue> =
    LazyLock::new(|| Catalogue::load(Language::En, files::<EnglishFiles>()));
static GAPS: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

#[derive(RustEmbed)]
#[folder = "src/i18n/fr"]
struct FrenchFiles;

#[derive(RustEmbed)]
#[folder = "src/i18n/en"]
struct EnglishFiles;

/// All texts of one language.
pub(super) struct Catalogue {
    plain: HashMap<String, String>,
    bundle: FluentBundle<FluentResource>,
    keys: BTreeSet<String>,
    problems: Vec<String>,
}

impl Catalogue {
    /// The catalogue of a language, parsed at the first call.
    pub(super) fn of(language: Language) -> &'static Self {
        match language {
            Language::Fr => &FRENCH,
            Language::En => &ENGLISH,
        }
    }

    /// Every message id, sorted.
    pub(super) const fn keys(&self) -> &BTreeSet<String> {
        &self.keys
    }

    /// What is wrong with the files: syntax errors and ids given twice.
    pub(super) fn problems(&self) -> &[String] {
        &self.problems
    }

    /// A message that needs no value; borrowed when it has none.
    pub(super) fn plain(&'static self, key: &str) -> Cow<'static, str> {
        match self.plain.get(key) {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(self.format(key, &FluentArgs::new())),
        }
    }

    /// A message with its values. An unknown key is shown as itself and remembered as a gap.
    pub(super) fn format(&self, key: &str, values: &FluentArgs) -> String {
        let Some((text, errors)) = self.render(key, values) else {
            remember_gap(key);
            return key.to_owned();
        };
        if !errors.is_empty() {
            remember_gap(key);
        }
        text
    }

    /// A message with its values, or what keeps it from being said.
    pub(super) fn attempt(&self, key: &str, values: &FluentArgs) -> Result<String, Unsaid> {
        let Some((text, errors)) = self.render(key, values) else {
            return Err(Unsaid::NoSuchText(key.to_owned()));
        };
        match errors.into_iter().next() {
            None => Ok(text),
            Some(FluentError::ResolverError(ResolverError::Reference(
                ReferenceKind::Variable { id },
            ))) => Err(Unsaid::NoValue(id)),
            Some(_) => Err(Unsaid::NoSuchText(key.to_owned())),
        }
    }

    fn render(&self, key: &str, values: &FluentArgs) -> Option<(String, Vec<FluentError>)> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(values), &mut errors)
            .into_owned();
        Some((text, errors))
    }

    fn load(language: Language, files: Vec<(String, String)>) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![identifier(language)]);
        bundle.set_use_isolating(false);
        match language {
            Language::Fr => {
                bundle.set_transform(Some(french_typography));
                bundle.set_formatter(Some(french_number));
            }
            Language::En => {
                bundle.set_transform(Some(curl_apostrophes));
                bundle.set_formatter(Some(english_number));
            }
        }
        let mut keys = BTreeSet::new();
        let mut problems = Vec::new();
        for (name, source) in files {
            let resource = match FluentResource::try_new(source) {
                Ok(resource) => resource,
                Err((resource, errors)) => {
                    problems.extend(
                        errors
                            .iter()
                            .map(|error| format!("{}/{name}: {error}", language.as_str())),
                    );
                    resource
                }
            };
            keys.extend(resource.entries().filter_map(|entry| match entry {
                Entry::Message(message) if message.value.is_some() => {
                    Some(message.id.name.to_owned())
                }
                _ => None,
            }));
            if let Err(errors) = bundle.add_resource(resource) {
                problems.extend(
                    errors
                        .iter()
                        .map(|error| format!("{}/{name}: {error}", language.as_str())),
                );
            }
        }
        let plain = keys
            .iter()
            .filter_map(|key| Some((key.clone(), plain_text(&bundle, key)?)))
            .collect();
        Self {
            plain,
            bundle,
            keys,
            problems,
        }
    }
}

/// Keys that were asked for and do not exist, or lacked a value, since the process started.
pub(super) fn gaps() -> Vec<String> {
    GAPS.lock()
        .unwrap_or_else(PoisonError::into_inner)
        .iter()
        .cloned()
        .collect()
}

fn remember_gap(key: &str) {
    let mut gaps = GAPS.lock().unwrap_or_else(PoisonError::into_inner);
    if gaps.len() < REMEMBERED_GAPS {
        gaps.insert(key.to_owned());
    }
}

fn files<F: RustEmbed>() -> Vec<(String, String)> {
    F::iter()
        .filter(|name| name.ends_with(".ftl"))
        .filter_map(|name| {
            let file = F::get(&name)?;
            Some((
                name.into_owned(),
                String::from_utf8_lossy(&file.data).into_owned(),
            ))
        })
        .collect()
}

fn identifier(language: Language) -> LanguageIdentifier {
    language.as_str().parse().unwrap_or_default()
}

/// The message as it always reads, or `None` when it depends on values.
fn plain_text(bundle: &FluentBundle<FluentResource>, key: &str) -> Option<String> {
    let message = bundle.get_message(key)?;
    let mut errors = Vec::new();
    let text = bundle
        .format_pattern(message.value()?, None, &mut errors)
        .into_owned();
    errors.is_empty().then_some(text)
}

fn french_number<M>(value: &FluentValue, _memoizer: &M) -> Option<String> {
    number_in(Language::Fr, value)
}

fn english_number<M>(value: &FluentValue, _memoizer: &M) -> Option<String> {
    number_in(Language::En, value)
}

fn number_in(language: Language, value: &FluentValue) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(group(language, &number.as_string())),
        _ => None,
    }
}

fn french_typography(text: &str) -> Cow<'_, str> {
    if !text.contains([' ', '\'']) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        whole_hours(text)
            .replace('\'', "’")
            .replace(" :", "\u{a0}:")
            .replace(" %", "\u{a0}%")
            .replace(" ;", "\u{202f};")
            .replace(" !", "\u{202f}!")
            .replace(" ?", "\u{202f}?")
            .replace("« ", "«\u{a0}")
            .replace(" »", "\u{a0}»"),
    )
}

/// `9 h` and `12 h 30` are never broken.
fn whole_hours(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(at) = rest.find(" h") {
        let (before, after) = rest.split_at(at);
        let after = after.strip_prefix(" h").unwrap_or_default();
        out.push_str(before);
        let is_hour = before.ends_with(|one: char| one.is_ascii_digit())
            && !after.starts_with(char::is_alphanumeric);
        out.push_str(if is_hour { "\u{a0}h" } else { " h" });
        rest = after;
        let minutes = after.strip_prefix(' ');
        if let Some(minutes) =
            minutes.filter(|one| is_hour && one.starts_with(|one: char| one.is_ascii_digit()))
        {
            out.push('\u{a0}');
            rest = minutes;
        }
    }
    out.push_str(rest);
    out
}

fn curl_apostrophes(text: &str) -> Cow<'_, str> {
    if text.contains('\'') {
        Cow::Owned(text.replace('\'', "’"))
    } else {
        Cow::Borrowed(text)
    }
}
