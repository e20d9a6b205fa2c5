//! How texts, dates and times are set for people, in French and in English.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::text::Language;
use crate::time::Instant;

const NO_BREAK: char = '\u{a0}';
const NARROW_NO_BREAK: char = '\u{202f}';

/// Sets a French text typed with ordinary spaces and straight apostrophes: no-break spaces before
/// `: ; ! ? % »`, after `«` and between a number and its word, curly apostrophes. A text already set stays as it is.
pub fn french(text: &str) -> String {
    let mut set = String::with_capacity(text.len() + 8);
    let mut letters = text.chars().peekable();
    let mut before = ' ';
    while let Some(letter) = letters.next() {
        let after = letters.peek().copied();
        let put = match (letter, after) {
            (' ', Some(':' | '»' | '%')) => NO_BREAK,
            (' ', Some(';' | '!' | '?')) => NARROW_NO_BREAK,
            (' ', Some(next))
                if before == '«' || (before.is_ascii_digit() && next.is_alphanumeric()) =>
            {
                NO_BREAK
            }
            ('\'', Some(next)) if before.is_alphabetic() && next.is_alphabetic() => '’',
            _ => letter,
        };
        set.push(put);
        before = letter;
    }
    set
}

/// Sets an English text typed with straight apostrophes: curly ones between letters.
pub fn english(text: &str) -> String {
    let mut set = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut before = ' ';
    while let Some(letter) = letters.next() {
        let between =
            before.is_alphabetic() && letters.peek().is_some_and(|next| next.is_alphabetic());
        set.push(if letter == '\'' && between {
            '’'
        } else {
            letter
        });
        before = letter;
    }
    set
}

/// `21 septembre 2026`, `21 September 2026`; the first of a month is `1er` in French.
pub fn date(date: Date, language: Language) -> String {
    let month = month_name(date.month(), language);
    let day = match (language, date.day()) {
        (Language::Fr, 1) => "1er".to_owned(),
        (_, day) => day.to_string(),
    };
    format!("{day}{NO_BREAK}{month}{NO_BREAK}{}", date.year())
}

/// `21 septembre 2026 à 14 h 30 (heure de Paris)`, `21 September 2026, 14:30 (Paris time)`.
pub fn instant(at: Instant, zone: &TimeZone, language: Language) -> String {
    let local = zone.to_datetime(at.timestamp());
    let day = date(local.date(), language);
    match language {
        Language::Fr => format!(
            "{day} à {} ({})",
            french_time(local),
            zone_name(zone, language)
        ),
        Language::En => {
            format!(
                "{day}, {:02}:{:02} ({})",
                local.hour(),
                local.minute(),
                zone_name(zone, language)
            )
        }
    }
}

/// The month of a French or English name, in any case, with or without accents; 1 to 12.
pub fn month_number(name: &str) -> Option<i8> {
    let wanted = fold(name);
    (1..=12).find(|month| {
        Language::ALL
            .into_iter()
            .any(|language| fold(month_name(*month, language)) == wanted)
    })
}

/// The numbers of a list as a sentence has them: `a, b et c`, `a, b and c`.
pub fn list(items: &[String], language: Language) -> String {
    let and = match language {
        Language::Fr => " et ",
        Language::En => " and ",
    };
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{}{and}{last}", first.join(", ")),
    }
}

/// A whole number with its thousands set apart: `2 000`, `2,000`.
pub fn number(number: i64, language: Language) -> String {
    let separator = match language {
        Language::Fr => NARROW_NO_BREAK,
        Language::En => ',',
    };
    let digits = number.unsigned_abs().to_string();
    let mut set = String::new();
    if number < 0 {
        set.push('−');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            set.push(separator);
        }
        set.push(digit);
    }
    set
}

fn french_time(local: DateTime) -> String {
    match local.minute() {
        0 => format!("{}{NO_BREAK}h", local.hour()),
        minute => format!("{}{NO_BREAK}h{NO_BREAK}{minute:02}", local.hour()),
    }
}

/// Paris is named as people say it; any other zone by its own name, which is never wrong.
fn zone_name(zone: &TimeZone, language: Language) -> &str {
    match (zone.iana_name(), language) {
        (Some("Europe/Paris"), Language::Fr) => "heure de Paris",
        (Some("Europe/Paris"), Language::En) => "Paris time",
        (Some(name), Language::Fr | Language::En) => name,
        (None, Language::Fr | Language::En) => "UTC",
    }
}

fn fold(name: &str) -> String {
    name.trim()
        .to_lowercase()
        .replace(['é', 'è'], "e")
        .replace('û', "u")
}

const fn month_name(month: i8, language: Language) -> &'static str {
    match language {
        Language::Fr => match month {
            1 => "janvier",
            2 => "février",
            3 => "mars",
            4 => "avril",
            5 => "mai",
            6 => "juin",
            7 => "juillet",
            8 => "août",
            9 => "septembre",
            10 => "octobre",
            11 => "novembre",
            _ => "décembre",
        },
        Language::En => match month {
            1 => "January",
            2 => "February",
            3 => "March",
            4 => "April",
            5 => "May",
            6 => "June",
            7 => "July",
            8 => "August",
            9 => "September",
            10 => "October",
            11 => "November",
            _ => "December",
        },
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil;

    use super::*;

    #[test]
    fn french_spaces_do_not_break_before_double_signs() {
        assert_eq!(
            french("Quel compte faut-il vérifier ?"),
            "Quel compte faut-il vérifier\u{202f}?"
        );
        assert_eq!(
            french("Format : « 10 Mo »"),
            "Format\u{a0}: «\u{a0}10\u{a0}Mo\u{a0}»"
        );
        assert_eq!(french("l'adresse d'envoi"), "l’adresse d’envoi");
        assert_eq!(french("https://a.fr/b?c=1"), "https://a.fr/b?c=1");
    }

    #[test]
    fn setting_a_text_twice_changes_nothing() {
        let once = french("Une date d'antenne approche ? Oui : « 14 03 2026 » !");
        assert_eq!(french(&once), once);
    }

    #[test]
    fn dates_are_written_in_full() {
        let day = civil::date(2026, 9, 21);
        assert_eq!(date(day, Language::Fr), "21\u{a0}septembre\u{a0}2026");
        assert_eq!(date(day, Language::En), "21\u{a0}September\u{a0}2026");
        assert_eq!(
            date(civil::date(2026, 5, 1), Language::Fr),
            "1er\u{a0}mai\u{a0}2026"
        );
    }

    #[test]
    fn instants_name_their_zone() {
        let paris = TimeZone::get("Europe/Paris").unwrap();
        let at = Instant::parse_rfc3339("2026-09-21T12:30:00Z").unwrap();
        assert_eq!(
            instant(at, &paris, Language::Fr),
            "21\u{a0}septembre\u{a0}2026 à 14\u{a0}h\u{a0}30 (heure de Paris)"
        );
        assert_eq!(
            instant(at, &paris, Language::En),
            "21\u{a0}September\u{a0}2026, 14:30 (Paris time)"
        );
        let on_the_hour = Instant::parse_rfc3339("2026-01-05T08:00:00Z").unwrap();
        assert_eq!(
            instant(
                on_the_hour,
                &TimeZone::get("Indian/Reunion").unwrap(),
                Language::Fr
            ),
            "5\u{a0}janvier\u{a0}2026 à 12\u{a0}h (Indian/Reunion)"
        );
    }

    #[test]
    fn month_names_are_read_in_both_languages() {
        assert_eq!(month_number("Février"), Some(2));
        assert_eq!(month_number("aout"), Some(8));
        assert_eq!(month_number("DECEMBER"), Some(12));
        assert_eq!(month_number("brumaire"), None);
    }

    #[test]
    fn lists_and_numbers_follow_the_language() {
        let items: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
        assert_eq!(list(&items, Language::Fr), "a, b et c");
        assert_eq!(list(&items, Language::En), "a, b and c");
        assert_eq!(number(2_000, Language::Fr), "2\u{202f}000");
        assert_eq!(number(-1_234_567, Language::En), "−1,234,567");
        assert_eq!(number(999, Language::En), "999");
    }
}
