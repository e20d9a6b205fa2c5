//! What people write in the demonstration: subjects of requests, and phrases by situation.

use std::collections::BTreeMap;

use anyhow::Context as _;
use domain::text::Language;
use serde::Deserialize;
use serde_json::Value;

/// One matter that a publisher brings, with everything said about it. Texts may hold `{placeholders}`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// One line.
    pub title: String,
    /// Language of the thread.
    #[serde(default)]
    pub language: Language,
    /// The trade it fits; any when absent.
    pub vertical: Option<String>,
    /// The first answer of the desk.
    #[serde(default)]
    pub reply: String,
    /// What the desk asks back.
    #[serde(default)]
    pub ask: String,
    /// What the partner answers to that.
    #[serde(default)]
    pub answer: String,
    /// The conclusion.
    #[serde(default)]
    pub summary: String,
    /// An internal note.
    #[serde(default)]
    pub note: String,
    /// Answers of the form that differ from the usual ones.
    #[serde(default)]
    pub answers: BTreeMap<String, Value>,
    /// What a technical escalation says.
    pub trouble: Option<Trouble>,
}

/// The technical side of a subject that can be escalated.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trouble {
    /// What is broken.
    pub component: String,
    /// What the publisher loses, in one sentence.
    pub impact: String,
    /// What was tried before.
    pub tried: String,
    /// What helps meanwhile, in French, then in English.
    pub workaround: String,
}

/// All subjects and phrases.
#[derive(Clone, Debug)]
pub struct Library {
    subjects: BTreeMap<&'static str, Vec<Subject>>,
    phrases: BTreeMap<String, BTreeMap<Language, Vec<String>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shelf {
    subject: Vec<Subject>,
}

/// The onboarding titles are kept beside the forms' subjects under this name.
pub const ONBOARDING: &str = "onboarding";

const SHELVES: [(&str, &str); 5] = [
    ("data_analysis", include_str!("texts/data_analysis.toml")),
    ("content_reco", include_str!("texts/content_reco.toml")),
    ("tech_support", include_str!("texts/tech_support.toml")),
    (
        "account_verification",
        include_str!("texts/account_verification.toml"),
    ),
    (ONBOARDING, include_str!("texts/onboarding.toml")),
];

impl Library {
    /// Reads the compiled-in texts.
    ///
    /// # Errors
    /// When one of the files has a mistake.
    pub fn read() -> anyhow::Result<Self> {
        let mut subjects = BTreeMap::new();
        for (name, text) in SHELVES {
            let shelf: Shelf = toml::from_str(text).with_context(|| format!("texts of {name}"))?;
            subjects.insert(name, shelf.subject);
        }
        let phrases = toml::from_str(include_str!("texts/phrases.toml")).context("phrases")?;
        Ok(Self { subjects, phrases })
    }

    /// The subjects of a form.
    pub fn subjects(&self, form: &str) -> &[Subject] {
        self.subjects.get(form).map_or(&[], Vec::as_slice)
    }

    /// The `n`th phrase of a situation, counted round; in the other language where there
    /// is none, as between colleagues abroad.
    ///
    /// # Errors
    /// When there is no such situation.
    pub fn phrase(&self, situation: &str, language: Language, n: usize) -> anyhow::Result<&str> {
        let of = self
            .phrases
            .get(situation)
            .with_context(|| format!("no phrases for {situation}"))?;
        let list = of
            .get(&language)
            .or_else(|| of.values().next())
            .filter(|list| !list.is_empty())
            .with_context(|| format!("no phrases for {situation}"))?;
        list.get(n % list.len())
            .map(String::as_str)
            .context("a phrase")
    }
}

/// French typography: no-break spaces before high punctuation and inside quotation marks, curved apostrophes.
pub fn typeset(text: &str, language: Language) -> String {
    match language {
        Language::En => text.replace('\'', "’"),
        Language::Fr => text
            .replace('\'', "’")
            .replace(" ?", "\u{202f}?")
            .replace(" !", "\u{202f}!")
            .replace(" ;", "\u{202f};")
            .replace(" :", "\u{a0}:")
            .replace(" %", "\u{202f}%")
            .replace("« ", "«\u{a0}")
            .replace(" »", "\u{a0}»"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn there_are_sixty_distinct_titles_and_no_subject_is_half_written() {
        let library = Library::read().unwrap();
        let mut titles = BTreeSet::new();
        for (form, _) in SHELVES {
            for subject in library.subjects(form) {
                assert!(titles.insert(subject.title.clone()), "{}", subject.title);
                let enough = |text: &str| text.chars().count() >= 20;
                if form != ONBOARDING {
                    let all = [
                        &subject.reply,
                        &subject.ask,
                        &subject.answer,
                        &subject.summary,
                        &subject.note,
                    ];
                    assert!(
                        all.into_iter().all(|text| enough(text)),
                        "{}",
                        subject.title
                    );
                }
            }
        }
        assert!(titles.len() >= 60, "{}", titles.len());
    }

    #[test]
    fn french_is_set_as_french() {
        assert_eq!(
            typeset("L'essai : « oui » ?", Language::Fr),
            "L’essai\u{a0}: «\u{a0}oui\u{a0}»\u{202f}?"
        );
        assert_eq!(typeset("It's: yes?", Language::En), "It’s: yes?");
    }
}
