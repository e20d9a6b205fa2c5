//! Reads Rust source just far enough to judge it: code without comments and literals, product
//! without tests, and the paths a file names. Lines keep their numbers throughout.

use std::ops::Range;

/// The text with every comment and every literal's content blanked out.
pub fn code(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        let rest = &letters[at..];
        let is_word_going_on = at > 0 && is_word(letters[at - 1]);
        let length = match rest {
            ['/', '/', ..] => rest.iter().position(|&c| c == '\n').unwrap_or(rest.len()),
            ['/', '*', ..] => block_comment(rest),
            ['"', ..] => quoted(rest),
            ['r', '"' | '#', ..] if !is_word_going_on => raw_string(rest),
            ['b' | 'c', 'r', '"' | '#', ..] if !is_word_going_on => raw_string(&rest[1..]) + 1,
            ['\'', '\\', ..] => {
                3 + rest[3..]
                    .iter()
                    .position(|&c| c == '\'')
                    .map_or(0, |n| n + 1)
            }
            ['\'', _, '\'', ..] => 3,
            _ => 0,
        };
        if length == 0 {
            code.push(letter);
            at += 1;
        } else {
            let blanked = &letters[at..(at + length).min(letters.len())];
            code.extend(blanked.iter().map(|&c| if c == '\n' { '\n' } else { ' ' }));
            at += length;
        }
    }
    code
}

/// Code without the items under `#[cfg(test)]`. Takes what `code` gives.
pub fn product(code: &str) -> String {
    let mut product = code.to_owned();
    for item in test_items(code) {
        let blank: String = product[item.clone()]
            .chars()
            .map(|c| if c == '\n' { '\n' } else { ' ' })
            .collect();
        // Blanking shrinks letters of several bytes: those behind this item have moved up.
        product.replace_range(item, &blank);
    }
    product
}

/// How many lines of a file are tests beside the code. Takes what `code` gives.
pub fn test_lines(code: &str) -> usize {
    test_items(code)
        .into_iter()
        .map(|item| code[item].lines().count())
        .sum()
}

/// The modules that a file declares under `#[cfg(test)]`. Takes what `code` gives.
pub fn test_modules(code: &str) -> Vec<String> {
    let items = test_items(code)
        .into_iter()
        .map(|item| code[item].to_owned());
    items
        .filter_map(|item| {
            let (_, declared) = item.split_once("mod ")?;
            let name = declared.strip_suffix(';')?.trim();
            name.chars().all(is_word).then(|| name.to_owned())
        })
        .collect()
}

/// One path as a file names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// Where it stands, from 1.
    pub line: usize,
    /// Its parts: `crate`, `store`, `lease`. A glob ends with `*`.
    pub parts: Vec<String>,
}

/// Every path of two parts or more, groups taken apart, and every whole crate in a `use`.
pub fn paths(code: &str) -> Vec<Path> {
    let tokens = tokens(code);
    let mut paths = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let before = |steps: usize| {
            at.checked_sub(steps)
                .map_or("", |at| tokens[at].text.as_str())
        };
        let goes_on = before(1) == "::" && before(2).chars().all(|c| is_word(c) || c == '>');
        let is_head = token.is_word() && before(1) != "." && (!goes_on || before(2).is_empty());
        let next = tokens.get(at + 1).map_or("", |token| token.text.as_str());
        if is_head && (next == "::" || before(1) == "use") {
            let line = token.line;
            let mut found = Vec::new();
            at = tree(&tokens, at, &[], &mut found);
            paths.extend(found.into_iter().map(|parts| Path { line, parts }));
        } else {
            at += 1;
        }
    }
    paths
}

/// Whether this letter can be part of a name.
pub fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn block_comment(rest: &[char]) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        match &rest[at..] {
            ['/', '*', ..] => {
                depth += 1;
                at += 2;
            }
            ['*', '/', ..] => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    rest.len()
}

fn quoted(rest: &[char]) -> usize {
    let mut at = 1;
    while let Some(letter) = rest.get(at) {
        match letter {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// Zero when it is no raw string but a raw name such as `r#type`.
fn raw_string(rest: &[char]) -> usize {
    let hashes = rest[1..].iter().take_while(|&&c| c == '#').count();
    if rest.get(1 + hashes) != Some(&'"') {
        return 0;
    }
    let mut end = vec!['"'];
    end.extend(std::iter::repeat_n('#', hashes));
    let body = &rest[hashes + 2..];
    let length = body.windows(end.len()).position(|window| window == end);
    length.map_or(rest.len(), |length| hashes + 2 + length + end.len())
}

/// Where the items under `#[cfg(test)]` are, last first.
fn test_items(code: &str) -> Vec<Range<usize>> {
    const MARK: &str = "#[cfg(test)]";
    let mut items: Vec<Range<usize>> = Vec::new();
    for (start, _) in code.match_indices(MARK) {
        if items.last().is_some_and(|item| item.contains(&start)) {
            continue;
        }
        let mut depth = 0_usize;
        let mut end = code.len();
        for (at, letter) in code[start + MARK.len()..].char_indices() {
            match letter {
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 && matches!(letter, ';' | '}') {
                end = start + MARK.len() + at + 1;
                break;
            }
        }
        items.push(start..end);
    }
    items.reverse();
    items
}

struct Token {
    line: usize,
    text: String,
}

impl Token {
    fn is_word(&self) -> bool {
        self.text.chars().all(is_word)
    }
}

/// Words, `::`, and single other letters.
fn tokens(code: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut line = 1;
    let mut before = ' ';
    for letter in code.chars() {
        if letter == '\n' {
            line += 1;
        } else if is_word(letter) && is_word(before) || letter == ':' && before == ':' {
            if let Some(token) = tokens.last_mut() {
                token.text.push(letter);
            }
        } else if !letter.is_whitespace() {
            tokens.push(Token {
                line,
                text: letter.to_string(),
            });
        }
        before = letter;
    }
    tokens
}

/// Reads one path or group from here on, and says where it ends.
fn tree(tokens: &[Token], start: usize, prefix: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let mut parts = prefix.to_vec();
    let mut at = start;
    loop {
        match tokens.get(at).map(|token| token.text.as_str()) {
            Some("{") => {
                at += 1;
                while let Some(token) = tokens.get(at) {
                    match token.text.as_str() {
                        "}" => return at + 1,
                        "," => at += 1,
                        "as" => at += 2,
                        _ => at = tree(tokens, at, &parts, found).max(at + 1),
                    }
                }
                return at;
            }
            Some(word) if word == "*" || tokens[at].is_word() => parts.push(word.to_owned()),
            _ => break,
        }
        at += 1;
        if tokens.get(at).is_none_or(|token| token.text != "::") {
            break;
        }
        at += 1;
    }
    found.push(parts);
    at
}

#[cfg(test)]
mod tests {
    use super::{code, paths, product, test_lines, test_modules};

    fn named(text: &str) -> Vec<String> {
        paths(&code(text))
            .iter()
            .map(|path| path.parts.join("::"))
            .collect()
    }

    #[test]
    fn comments_and_literals_are_no_code() {
        let text = "a(\"x\\\" // y\"); // b()\n/* c /* d */ e */ f('\\'', '\"', r#\"g\"h\"#); 'life: loop {}";
        let words: Vec<_> = code(text).split_whitespace().map(str::to_owned).collect();
        assert_eq!(words.join(" "), "a( ); f( , , ); 'life: loop {}");
        assert_eq!(code(text).lines().count(), 2);
    }

    #[test]
    fn tests_are_no_product() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n  fn é() { b() }\n}\nfn c() {}\n#[cfg(test)]\nmod more;\n";
        let code = code(text);
        assert!(!product(&code).contains("b()") && product(&code).contains("fn c()"));
        assert_eq!(test_lines(&code), 6);
        assert_eq!(test_modules(&code), ["more"]);
    }

    #[test]
    fn groups_are_taken_apart() {
        let text = "use crate::{store::{lease, outbox::*}, mail};\nuse sea_orm;\nfn f() { x.y::<Z>(crate::web::A::new()) }";
        let expected = [
            "crate::store::lease",
            "crate::store::outbox::*",
            "crate::mail",
            "sea_orm",
            "crate::web::A::new",
        ];
        assert_eq!(named(text), expected);
        assert_eq!(paths(text)[3].line, 2);
    }
}
