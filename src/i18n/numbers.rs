//! How each language writes numbers.

use domain::text::Language;

use crate::i18n::Words;

impl Words {
    /// A whole number with its thousands set apart: `12 345` (narrow no-break space), `12,345`.
    pub fn number(self, value: i64) -> String {
        group(self.language(), &value.to_string())
    }

    /// A number with one decimal, given in tenths: `decimal(25)` is `2,5` or `2.5`.
    pub fn decimal(self, tenths: i64) -> String {
        let sign = if tenths < 0 { "-" } else { "" };
        let tenths = tenths.unsigned_abs();
        group(
            self.language(),
            &format!("{sign}{}.{}", tenths / 10, tenths % 10),
        )
    }

    /// A share: `75 %` (no-break space), `75%`.
    pub fn percent(self, value: i64) -> String {
        let space = match self.language() {
            Language::Fr => "\u{a0}",
            Language::En => "",
        };
        format!("{}{space}%", self.number(value))
    }

    /// The size of a file in decimal units: `820 ko`, `1,4 Mo`; `820 kB`, `1.4 MB`.
    pub fn file_size(self, bytes: i64) -> String {
        let unit = match self.language() {
            Language::Fr => "o",
            Language::En => "B",
        };
        if bytes < 1_000 {
            return format!("{}\u{a0}{unit}", self.number(bytes));
        }
        if bytes < 1_000_000 {
            return format!("{}\u{a0}k{unit}", self.number(bytes / 1_000));
        }
        let tenths = bytes / 100_000;
        let amount = if tenths % 10 == 0 {
            self.number(tenths / 10)
        } else {
            self.decimal(tenths)
        };
        format!("{amount}\u{a0}M{unit}")
    }
}

/// Groups the digits of a number written in plain figures (`-1234.5`).
pub(super) fn group(language: Language, plain: &str) -> String {
    let (separator, point) = match language {
        Language::Fr => ('\u{202f}', ','),
        Language::En => (',', '.'),
    };
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(digits) => ("\u{2212}", digits),
        None => ("", plain),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let mut out = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push(point);
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_and_decimals_are_those_of_the_language() {
        assert_eq!(
            Words::new(Language::Fr).number(1_234_567),
            "1\u{202f}234\u{202f}567"
        );
        assert_eq!(Words::new(Language::En).number(1_234_567), "1,234,567");
        assert_eq!(Words::new(Language::En).number(999), "999");
        assert_eq!(
            Words::new(Language::Fr).number(-1_000),
            "\u{2212}1\u{202f}000"
        );
        assert_eq!(Words::new(Language::Fr).decimal(25), "2,5");
        assert_eq!(Words::new(Language::En).decimal(-12_345), "\u{2212}1,234.5");
        assert_eq!(Words::new(Language::Fr).percent(75), "75\u{a0}%");
        assert_eq!(Words::new(Language::En).percent(75), "75%");
    }

    #[test]
    fn file_sizes_are_in_decimal_units() {
        assert_eq!(Words::new(Language::Fr).file_size(10_000_000), "10\u{a0}Mo");
        assert_eq!(Words::new(Language::En).file_size(1_450_000), "1.4\u{a0}MB");
        assert_eq!(Words::new(Language::Fr).file_size(1_450_000), "1,4\u{a0}Mo");
        assert_eq!(Words::new(Language::Fr).file_size(820_400), "820\u{a0}ko");
        assert_eq!(Words::new(Language::En).file_size(12), "12\u{a0}B");
    }
}
