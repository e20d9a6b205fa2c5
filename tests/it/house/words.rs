//! What is said twice must agree: every text in both languages, every address in the documents.

use std::collections::{BTreeMap, BTreeSet};

use super::rust;
use super::tree::Tree;

/// Where the texts are, one folder a language.
const LANGUAGES: [&str; 2] = ["src/i18n/fr/", "src/i18n/en/"];

/// Every address of the program on one page.
const ROUTES: &str = "src/web/routes.rs";

/// Texts that one language has and the other has not, or with other variables in it.
pub fn languages(tree: &Tree) -> Vec<String> {
    let [french, english] = LANGUAGES.map(|folder| texts(tree, folder));
    if french.is_empty() || english.is_empty() {
        return vec![format!("no text in {LANGUAGES:?}")];
    }
    let mut findings = Vec::new();
    for ((here, other), languages) in [
        ((&french, &english), LANGUAGES),
        ((&english, &french), [LANGUAGES[1], LANGUAGES[0]]),
    ] {
        let [home, away] = languages;
        for (key, text) in here {
            match other.get(key) {
                None => findings.push(format!("{home}{}: {} is missing in {away}", key.0, key.1)),
                Some(same) if same.variables != text.variables => findings.push(format!(
                    "{home}{}: {} has the variables {:?}, not {:?} as in {away}",
                    key.0, key.1, text.variables, same.variables
                )),
                Some(_) if text.is_empty => {
                    findings.push(format!("{home}{}: {} is empty", key.0, key.1));
                }
                Some(_) => {}
            }
        }
    }
    findings
}

/// Addresses that are routed and nowhere documented. From the day there are pages, the page of
/// routes must exist and name some.
pub fn routes(tree: &Tree) -> Vec<String> {
    if tree.under("src/web/", ".rs").next().is_none() {
        return Vec::new();
    }
    let Some(file) = tree.file(ROUTES) else {
        return vec![format!("{ROUTES} does not exist")];
    };
    let addresses = addresses(&file.text);
    if addresses.is_empty() {
        return vec![format!("{ROUTES} names no address")];
    }
    let mut documents = String::new();
    for file in tree.under("docs/", ".md").chain(tree.file("README.md")) {
        documents.push_str(&file.text);
        documents.push('\n');
    }
    let is_undocumented = |address: &&String| !is_named(address, &documents);
    addresses
        .iter()
        .filter(is_undocumented)
        .map(|address| format!("{ROUTES}: {address} is in no document under docs/"))
        .collect()
}

struct Text {
    variables: BTreeSet<String>,
    is_empty: bool,
}

/// By the file and the key, which names an attribute as `key.attribute`.
fn texts(tree: &Tree, folder: &str) -> BTreeMap<(String, String), Text> {
    let mut texts = BTreeMap::new();
    for file in tree.under(folder, ".ftl") {
        let name = file.path.trim_start_matches(folder);
        let mut message = String::new();
        let mut key = String::new();
        let mut body = String::new();
        for line in file.text.lines().chain(["end ="]) {
            let begun = if line.starts_with(['#', ' ', '}']) || line.is_empty() {
                line.trim_start()
                    .strip_prefix('.')
                    .and_then(|line| line.split_once('='))
            } else {
                line.split_once('=')
            };
            let Some((begun, rest)) = begun.filter(|(begun, _)| is_key(begun.trim())) else {
                if !line.starts_with('#') {
                    body.push_str(line);
                }
                continue;
            };
            if !key.is_empty() {
                texts.insert((name.to_owned(), key), text(&body));
            }
            let begun = begun.trim();
            key = if line.starts_with(' ') {
                format!("{message}.{begun}")
            } else {
                begun.clone_into(&mut message);
                begun.to_owned()
            };
            rest.clone_into(&mut body);
        }
    }
    texts
}

fn is_key(word: &str) -> bool {
    !word.is_empty()
        && word
            .chars()
            .all(|letter| rust::is_word(letter) || letter == '-')
}

fn text(body: &str) -> Text {
    let after = body.split('$').skip(1);
    let variables = after
        .map(|rest| {
            rest.chars()
                .take_while(|&c| is_key(&c.to_string()))
                .collect()
        })
        .collect();
    Text {
        variables,
        is_empty: body.trim().is_empty(),
    }
}

/// The literals of the code that are addresses.
fn addresses(text: &str) -> BTreeSet<String> {
    let code = rust::code(text);
    let mut addresses = BTreeSet::new();
    let mut start = None;
    // A literal is where the text has quotation marks and the code has blanks.
    for ((at, letter), kept) in text.char_indices().zip(code.chars()) {
        match (letter, kept, start) {
            ('"', ' ', None) if is_literal_start(text, at) => start = Some(at + 1),
            ('"', ' ', Some(begun)) => {
                let literal = &text[begun..at];
                if literal.starts_with('/') && literal.len() > 1 {
                    addresses.insert(literal.to_owned());
                }
                start = None;
            }
            _ => {}
        }
    }
    addresses
}

/// A quotation mark in a comment starts nothing.
fn is_literal_start(text: &str, at: usize) -> bool {
    let line = text[..at].rsplit('\n').next().unwrap_or_default();
    !line.contains("//")
}

/// Whether the documents name this address, and not only a longer one.
fn is_named(address: &str, documents: &str) -> bool {
    documents.match_indices(address).any(|(at, _)| {
        let after = documents[at + address.len()..].chars().next();
        after.is_none_or(|letter| !(rust::is_word(letter) || "-{/".contains(letter)))
    })
}

#[cfg(test)]
mod tests {
    use super::{languages, routes};
    use crate::house::tree::Tree;

    const FRENCH: &str = "# Titre\nhello = Bonjour { $name }\n    .title = Accueil\n\
        left = { $count ->\n    [one] un\n   *[other] { $count }\n}\n";

    fn both(french: &str, english: &str) -> Vec<String> {
        languages(&Tree::sample(&[
            ("src/i18n/fr/a.ftl", french),
            ("src/i18n/en/a.ftl", english),
        ]))
    }

    #[test]
    fn a_text_that_one_language_lacks_is_found() {
        assert_eq!(both(FRENCH, FRENCH), [""; 0]);
        let without = FRENCH.replace("    .title = Accueil\n", "");
        assert_eq!(
            both(FRENCH, &without),
            ["src/i18n/fr/a.ftl: hello.title is missing in src/i18n/en/"]
        );
        assert_eq!(both(&without, FRENCH).len(), 1);
        assert_eq!(both(FRENCH, &format!("{FRENCH}more = More\n")).len(), 1);
        assert_eq!(languages(&Tree::sample(&[])).len(), 1);
    }

    #[test]
    fn other_variables_or_an_empty_text_are_found() {
        assert_eq!(both(FRENCH, &FRENCH.replace("$name", "$person")).len(), 2);
        assert_eq!(
            both(&FRENCH.replace(" Accueil", ""), FRENCH),
            ["src/i18n/fr/a.ftl: hello.title is empty"]
        );
    }

    #[test]
    fn an_address_that_is_not_documented_is_found() {
        let web = ("src/web/mod.rs", "");
        let routed = (
            "src/web/routes.rs",
            "// \"/old\"\n.route(\"/queue\", get()).route(\"/cases/{ref}\", get())",
        );
        let documents = |text| routes(&Tree::sample(&[web, routed, ("docs/http.md", text)]));
        assert_eq!(documents("`/queue` and `/cases/{ref}`."), [""; 0]);
        assert_eq!(documents("`/queue`, `/cases/{ref}/do/{action}`").len(), 1);
        assert_eq!(documents("").len(), 2);
    }

    #[test]
    fn pages_without_a_page_of_routes_are_found() {
        assert!(routes(&Tree::sample(&[("src/lib.rs", "")])).is_empty());
        assert_eq!(routes(&Tree::sample(&[("src/web/mod.rs", "")])).len(), 1);
        let empty = [
            ("src/web/mod.rs", ""),
            ("src/web/routes.rs", "fn routes() {}"),
        ];
        assert_eq!(routes(&Tree::sample(&empty)).len(), 1);
    }
}
