//! Text from people made safe for headers and bodies: no control characters, no direction tricks.

/// Longest name or value that goes into one line of a mail, in characters.
const LINE_LIMIT: usize = 200;

/// One line: runs of white space and control characters become one space; cut at 200 characters.
pub fn one_line(text: &str) -> String {
    let visible = text.replace(
        |letter: char| letter.is_control() || is_line_break(letter),
        " ",
    );
    let mut out = String::with_capacity(visible.len());
    for word in visible.split(' ').filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().filter(|letter| !is_hidden(*letter)));
    }
    shorten(out, LINE_LIMIT)
}

/// Several lines: line ends become `\n`, other control characters go.
pub fn many_lines(text: &str) -> String {
    let unified = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let kept = |letter: &char| *letter == '\n' || !(letter.is_control() || is_hidden(*letter));
    unified
        .chars()
        .filter(kept)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// At most `limit` characters, with an ellipsis when something was cut.
pub fn shorten(text: String, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text;
    }
    let mut cut: String = text.chars().take(limit.saturating_sub(1)).collect();
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

const fn is_line_break(letter: char) -> bool {
    matches!(letter, '\u{2028}' | '\u{2029}')
}

/// Characters that turn the reading direction or join without being seen.
const fn is_hidden(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_a_line() {
        assert_eq!(
            one_line("Final\r\nBcc: all@example.org"),
            "Final Bcc: all@example.org"
        );
        assert_eq!(one_line("  a \t b\u{0} c\u{2028}d "), "a b c d");
        assert_eq!(one_line("safe\u{202e}gpj.exe"), "safegpj.exe");
        assert_eq!(one_line(&"x".repeat(300)).chars().count(), 200);
        assert_eq!(one_line("14\u{a0}h\u{a0}30"), "14\u{a0}h\u{a0}30");
    }

    #[test]
    fn lines_end_the_same_way_everywhere() {
        assert_eq!(many_lines("a\r\nb\rc\u{2028}d\u{7}\n"), "a\nb\nc\nd");
    }
}
