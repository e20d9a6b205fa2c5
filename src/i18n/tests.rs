//! The promises of the catalogue: same keys, no gaps, plurals.

use super::*;

#[test]
fn both_languages_say_the_same_things() {
    assert_eq!(problems(Language::Fr).concat(), "");
    assert_eq!(problems(Language::En).concat(), "");
    let french: Vec<_> = keys(Language::Fr).difference(keys(Language::En)).collect();
    let english: Vec<_> = keys(Language::En).difference(keys(Language::Fr)).collect();
    assert!(french.is_empty(), "only in French: {french:?}");
    assert!(english.is_empty(), "only in English: {english:?}");
    assert!(keys(Language::Fr).contains("dates-month-1"));
}

#[test]
fn every_text_file_of_a_folder_is_embedded() {
    for language in Language::ALL {
        let folder = format!(
            "{}/src/i18n/{}",
            env!("CARGO_MANIFEST_DIR"),
            language.as_str()
        );
        for entry in std::fs::read_dir(folder).unwrap() {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            let first = text
                .lines()
                .find_map(|line| Some(line.split_once(" =")?.0.to_owned()))
                .unwrap();
            assert!(
                keys(language).contains(&first),
                "{first} is in a file added after the last build"
            );
        }
    }
}

#[test]
fn a_plain_text_is_borrowed_and_a_missing_one_shows_its_key() {
    let words = Words::new(Language::Fr);
    assert!(matches!(
        words.get("dates-month-1"),
        Cow::Borrowed("janvier")
    ));
    assert_eq!(words.get("no-such-text"), "no-such-text");
    assert_eq!(gaps(), ["no-such-text"]);
    assert_eq!(words.find("neither-this"), None);
}

#[test]
fn french_typography_is_put_in_by_the_catalogue() {
    let words = Words::new(Language::Fr);
    assert_eq!(words.get("dates-just-now"), "à l’instant");
    assert_eq!(
        words.named("mail-about-title", "title", "Ligue 1"),
        "«\u{a0}Ligue 1\u{a0}»"
    );
    let holder = words.named("mail-holder-owner-open", "team", "France");
    assert_eq!(holder, "Qui a la main\u{a0}: l’équipe France.");
    let hours = words.get("calendar-fr-bureau");
    assert!(
        hours.contains("9\u{a0}h–12\u{a0}h\u{a0}30 et 13\u{a0}h\u{a0}30–18\u{a0}h"),
        "an hour is never broken: {hours}"
    );
}

#[test]
fn a_text_that_must_be_whole_names_what_it_lacks() {
    let words = Words::new(Language::En);
    let lacking = words.whole("dates-day-at", &[("day", "Monday".into())]);
    assert_eq!(lacking, Err(Unsaid::NoValue("time".to_owned())));
    assert_eq!(
        words.whole("nothing", &[]),
        Err(Unsaid::NoSuchText("nothing".to_owned()))
    );
    assert_eq!(gaps().concat(), "");
}

#[test]
fn plurals_follow_the_language() {
    let say = |language, n: i64| Words::new(language).count("durations-days", n);
    assert_eq!(say(Language::Fr, 0), "0 jour");
    assert_eq!(say(Language::Fr, 1), "1 jour");
    assert_eq!(say(Language::Fr, 2), "2 jours");
    assert_eq!(say(Language::En, 0), "0 days");
    assert_eq!(say(Language::En, 1), "1 day");
    assert_eq!(say(Language::Fr, 12_345), "12\u{202f}345 jours");
    assert_eq!(say(Language::En, 12_345), "12,345 days");
}
