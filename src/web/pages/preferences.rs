//! Language and colours, for whoever looks: kept with the person when signed in, in cookies otherwise.

use askama::Template;
use domain::text::Language;

use crate::web::pages::shell::{ChromeFacts, Page, Place, Theme};

/// `/preferences`.
#[derive(Debug, Template)]
#[template(path = "portal/preferences.html")]
pub struct PreferencesPage {
    page: Page,
    languages: Vec<OptionLine>,
    themes: Vec<OptionLine>,
}

#[derive(Debug)]
struct OptionLine {
    value: &'static str,
    label: String,
    lang: &'static str,
    chosen: bool,
}

impl PreferencesPage {
    /// The page, ready to be rendered. Its form posts `language` (`fr`, `en`) and `theme` (`system`,
    /// `light`, `dark`) to `/preferences`.
    pub fn new(chrome: &ChromeFacts) -> Self {
        let page = Page::portal(chrome, Place::Elsewhere, String::new());
        let words = page.words;
        let languages = Language::ALL.into_iter().map(|language| OptionLine {
            value: language.as_str(),
            label: own_name(language).to_owned(),
            lang: language.as_str(),
            chosen: language == chrome.language,
        });
        let themes = [
            (Theme::System, "prefs-theme-system"),
            (Theme::Light, "prefs-theme-light"),
            (Theme::Dark, "prefs-theme-dark"),
        ];
        let themes = themes.into_iter().map(|(theme, key)| OptionLine {
            value: theme.as_str(),
            label: words.get(key).into_owned(),
            lang: page.lang,
            chosen: theme == chrome.theme,
        });
        Self {
            languages: languages.collect(),
            themes: themes.collect(),
            page: Page {
                title: words.get("foot-preferences").into_owned(),
                ..page
            },
        }
    }
}

/// A language is named in itself, so that whoever needs it can read it.
const fn own_name(language: Language) -> &'static str {
    match language {
        Language::Fr => "Français",
        Language::En => "English",
    }
}
