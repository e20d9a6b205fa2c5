//! The SIRET: the fourteen digits by which France knows an establishment.

/// Why fourteen characters are no SIRET.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSiret {
    /// Not fourteen digits.
    #[error("a SIRET has 14 digits; this has {digits}")]
    Length {
        /// How many digits were given; 0 when something else than digits was.
        digits: usize,
    },
    /// Fourteen digits whose check digit is wrong: almost always a typing mistake.
    #[error("the check digit of this SIRET is wrong")]
    Checksum,
}

/// SIREN of La Poste, whose post offices do not follow Luhn.
const LA_POSTE: &str = "356000000";

/// Reads a SIRET; spaces, dots and dashes between digits are forgiven. Gives the bare fourteen digits.
///
/// # Errors
/// [`InvalidSiret`] when there are not fourteen digits or the check digit is wrong.
pub fn parse(text: &str) -> Result<String, InvalidSiret> {
    let bare: String = text
        .chars()
        .filter(|one| !one.is_whitespace() && !matches!(one, '.' | '-'))
        .collect();
    if bare.len() != 14 || !bare.bytes().all(|byte| byte.is_ascii_digit()) {
        let digits = if bare.bytes().all(|byte| byte.is_ascii_digit()) {
            bare.len()
        } else {
            0
        };
        return Err(InvalidSiret::Length { digits });
    }
    let post_office = bare.starts_with(LA_POSTE) && digit_sum(&bare).is_multiple_of(5);
    let nobody = bare.starts_with("000000000");
    if nobody || !(passes_luhn(&bare) || post_office) {
        return Err(InvalidSiret::Checksum);
    }
    Ok(bare)
}

/// Groups the digits as they are printed: `732 829 320 00074`, with no-break spaces.
pub fn display(siret: &str) -> String {
    siret
        .chars()
        .enumerate()
        .fold(String::new(), |mut shown, (at, digit)| {
            if matches!(at, 3 | 6 | 9) {
                shown.push('\u{a0}');
            }
            shown.push(digit);
            shown
        })
}

fn digits(text: &str) -> impl DoubleEndedIterator<Item = u32> + '_ {
    text.chars().filter_map(|one| one.to_digit(10))
}

fn digit_sum(text: &str) -> u32 {
    digits(text).sum()
}

/// From the right, every second digit is doubled (its own digits added up); the sum ends in 0.
fn passes_luhn(text: &str) -> bool {
    let sum: u32 = digits(text)
        .rev()
        .enumerate()
        .map(|(at, digit)| match (at % 2, digit * 2) {
            (0, _) => digit,
            (_, doubled @ 10..) => doubled - 9,
            (_, doubled) => doubled,
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The Luhn digit that completes thirteen digits, found by trying all ten.
    fn completed(thirteen: &str) -> String {
        let all: Vec<String> = (0..10).map(|digit| format!("{thirteen}{digit}")).collect();
        let right: Vec<&String> = all.iter().filter(|one| parse(one).is_ok()).collect();
        assert_eq!(
            right.len(),
            1,
            "exactly one check digit is right for {thirteen}"
        );
        right[0].clone()
    }

    #[test]
    fn each_establishment_number_has_exactly_one_check_digit() {
        for thirteen in [
            "7328293200007",
            "4025555550001",
            "5521002870004",
            "9999999999999",
        ] {
            let siret = completed(thirteen);
            assert_eq!(parse(&siret), Ok(siret.clone()));
        }
        assert_eq!(completed("7328293200007"), "73282932000074");
    }

    #[test]
    fn spaces_dots_and_dashes_are_forgiven() {
        for typed in [
            "732 829 320 00074",
            " 732.829.320.00074",
            "732829320\u{a0}00074",
            "732829320-00074",
        ] {
            assert_eq!(parse(typed), Ok("73282932000074".to_owned()), "{typed}");
        }
    }

    #[test]
    fn one_wrong_digit_or_two_swapped_are_caught() {
        assert_eq!(parse("73282932000075"), Err(InvalidSiret::Checksum));
        assert_eq!(parse("37282932000074"), Err(InvalidSiret::Checksum));
        assert_eq!(parse("00000000000000"), Err(InvalidSiret::Checksum));
    }

    #[test]
    fn anything_but_fourteen_digits_is_refused_with_the_count() {
        assert_eq!(parse("732829320"), Err(InvalidSiret::Length { digits: 9 }));
        assert_eq!(
            parse("732829320000745"),
            Err(InvalidSiret::Length { digits: 15 })
        );
        assert_eq!(
            parse("7328293200007A"),
            Err(InvalidSiret::Length { digits: 0 })
        );
        assert_eq!(
            parse("７３２８２９３２００００７４"),
            Err(InvalidSiret::Length { digits: 0 })
        );
        assert_eq!(parse(""), Err(InvalidSiret::Length { digits: 0 }));
    }

    #[test]
    fn la_poste_follows_its_own_rule_as_well() {
        assert_eq!(
            parse("356 000 000 00048").as_deref(),
            Ok("35600000000048"),
            "the head office passes Luhn"
        );
        assert_eq!(
            parse("35600000000006").as_deref(),
            Ok("35600000000006"),
            "digits add up to 20"
        );
        assert_eq!(parse("35600000000007"), Err(InvalidSiret::Checksum));
        assert_eq!(
            parse("35700000000005"),
            Err(InvalidSiret::Checksum),
            "another SIREN gets no such favour"
        );
    }

    #[test]
    fn it_is_shown_in_groups() {
        assert_eq!(
            display("73282932000074"),
            "732\u{a0}829\u{a0}320\u{a0}00074"
        );
    }
}
