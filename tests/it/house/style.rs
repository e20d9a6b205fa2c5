//! What the style sheets promise: colours that can be read in both themes, and sheets that stay
//! small.

use std::collections::BTreeMap;

use super::tree::Tree;

/// Bytes of one area's style sheet at most, comments and spare spaces removed.
const SHEET_BYTES: usize = 30 * 1024;

/// What text must reach against what is behind it, and what a shape or the edge of a field must.
const TEXT: f64 = 4.5;
const SHAPE: f64 = 3.0;

/// What pages are painted on, rows included.
const GROUNDS: &[&str] = &["paper", "surface", "sunken", "raised", "hover", "selected"];

/// Where text and shapes may stand: names in front, names behind, lowest contrast.
const PAIRS: [(&[&str], &[&str], f64); 9] = [
    (
        &["ink", "ink-2", "ink-3", "accent", "red", "amber", "green"],
        GROUNDS,
        TEXT,
    ),
    (&["ink", "ink-2", "accent"], &["tint"], TEXT),
    (&["ink", "ink-2", "red"], &["red-tint"], TEXT),
    (&["ink", "ink-2", "amber"], &["amber-tint"], TEXT),
    (&["ink", "ink-2", "green"], &["green-tint"], TEXT),
    (&["ink", "ink-2", "ink-3", "accent"], &["note"], TEXT),
    (&["on-solid"], &["solid", "solid-2"], TEXT),
    (
        &["field", "solid", "red-solid", "amber-solid", "green-solid"],
        GROUNDS,
        SHAPE,
    ),
    // The bar of a clock stands on rows and panels, never on what floats.
    (
        &["gauge"],
        &["paper", "surface", "sunken", "hover", "selected"],
        SHAPE,
    ),
];

/// Colours that carry nothing a person has to see.
const DECORATIVE: [&str; 4] = ["line", "line-2", "track", "note-line"];

/// A colour in each theme.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Pair {
    light: Colour,
    dark: Colour,
}

/// Red, green and blue.
type Colour = [u8; 3];

/// Colours that cannot be read, have no role, or differ in the sheet for older browsers.
pub fn contrast(css: &str) -> Vec<String> {
    let css = without_comments(css);
    let (modern, fallback) = css
        .split_once("@supports not")
        .unwrap_or((css.as_str(), ""));
    let tokens = tokens(modern);
    let mut findings = unknown_roles(&tokens);
    for (fronts, behinds, least) in PAIRS {
        for (front, behind) in fronts
            .iter()
            .flat_map(|f| behinds.iter().map(move |b| (*f, *b)))
        {
            match (tokens.get(front), tokens.get(behind)) {
                (Some(ink), Some(ground)) => {
                    findings.extend(too_close(front, *ink, behind, *ground, least));
                }
                (None, _) => findings.push(format!("--{front} is missing")),
                (_, None) => findings.push(format!("--{behind} is missing")),
            }
        }
    }
    for (name, old) in self::tokens(fallback) {
        if tokens.get(&name).is_some_and(|new| new.light != old.light) {
            findings.push(format!(
                "--{name} is another colour in browsers without light-dark()"
            ));
        }
    }
    findings.sort();
    findings.dedup();
    findings
}

/// The areas whose joined sheets are too large. Areas are read from the `sheet(&[…])` calls that
/// join them, so that what is measured is what is served.
pub fn sizes(tree: &Tree) -> Vec<String> {
    let Some(joiner) = tree.file("src/web/assets.rs") else {
        return vec!["src/web/assets.rs does not exist, so no style sheet is served".to_owned()];
    };
    let areas = areas(&joiner.text);
    if areas.is_empty() {
        return vec!["src/web/assets.rs joins no style sheet".to_owned()];
    }
    let mut findings = Vec::new();
    for names in areas {
        let mut bytes = 0;
        for name in &names {
            match tree.file(&format!("src/web/assets/{name}")) {
                Some(file) => bytes += minified(&file.text).len(),
                None => findings.push(format!("src/web/assets/{name} does not exist")),
            }
        }
        if bytes > SHEET_BYTES {
            findings.push(format!("{names:?}: {bytes} bytes, more than {SHEET_BYTES}"));
        }
    }
    findings
}

fn areas(joiner: &str) -> Vec<Vec<String>> {
    let calls = joiner.split("sheet(&[").skip(1);
    calls
        .map(|call| call.split(']').next().unwrap_or_default())
        .map(|list| {
            list.split('"')
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .filter(|names| !names.is_empty())
        .collect()
}

fn without_comments(css: &str) -> String {
    let mut rest = css;
    let mut kept = String::with_capacity(css.len());
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    kept + rest
}

/// Spaces joined, and dropped around punctuation: what a simple minifier leaves.
fn minified(css: &str) -> String {
    let words = without_comments(css)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let mut small = String::with_capacity(words.len());
    for letter in words.chars() {
        if "{};,".contains(letter) && small.ends_with(' ') {
            small.pop();
        }
        if letter == '}' && small.ends_with(';') {
            small.pop();
        }
        if !(letter == ' ' && small.ends_with(['{', '}', ';', ',', ':'])) {
            small.push(letter);
        }
    }
    small
}

/// The custom properties that hold one colour.
fn tokens(css: &str) -> BTreeMap<String, Pair> {
    let declarations = css
        .split(['{', ';', '}'])
        .filter_map(|part| part.trim().strip_prefix("--"));
    declarations
        .filter_map(|declaration| {
            let (name, value) = declaration.split_once(':')?;
            Some((name.trim().to_owned(), pair(value.trim())?))
        })
        .collect()
}

/// Reads `light-dark(#…, #…)`, or one colour for both themes.
fn pair(value: &str) -> Option<Pair> {
    let Some(inside) = value.strip_prefix("light-dark(") else {
        let both = colour(value)?;
        return Some(Pair {
            light: both,
            dark: both,
        });
    };
    let (light, dark) = inside.strip_suffix(')')?.split_once(',')?;
    Some(Pair {
        light: colour(light.trim())?,
        dark: colour(dark.trim())?,
    })
}

/// Reads `#rgb` or `#rrggbb`; a colour one can see through has no contrast of its own.
fn colour(value: &str) -> Option<Colour> {
    let digits = value.strip_prefix('#')?;
    let digits = match digits.len() {
        3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
        6 => digits.to_owned(),
        _ => return None,
    };
    let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

fn unknown_roles(tokens: &BTreeMap<String, Pair>) -> Vec<String> {
    let is_known = |name: &str| {
        let is_paired = |names: &[&str]| names.contains(&name);
        let mut pairs = PAIRS.iter();
        DECORATIVE.contains(&name)
            || pairs.any(|(front, behind, _)| is_paired(front) || is_paired(behind))
    };
    let unknown = tokens.keys().filter(|name| !is_known(name));
    unknown
        .map(|name| format!("--{name} has no role, so nothing says what it must reach"))
        .collect()
}

fn too_close(front: &str, ink: Pair, behind: &str, ground: Pair, least: f64) -> Vec<String> {
    let themes = [
        ("light", ink.light, ground.light),
        ("dark", ink.dark, ground.dark),
    ];
    let ratios = themes.map(|(theme, ink, ground)| (theme, ratio(ink, ground)));
    ratios
        .into_iter()
        .filter(|(_, ratio)| *ratio < least)
        .map(|(theme, ratio)| {
            format!("{theme}: --{front} on --{behind} is {ratio:.2}, not {least}")
        })
        .collect()
}

/// The contrast of WCAG 2: from 1 (the same) to 21 (black on white).
fn ratio(one: Colour, other: Colour) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: Colour) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::{contrast, minified, ratio, sizes};
    use crate::house::tree::Tree;

    const GOOD: &str = "/* --ink: #fff; */ :root { \
        --paper: #fff; --surface: #fff; --sunken: #fff; --raised: #fff; --hover: #fff; \
        --selected: #fff; --tint: #fff; --red-tint: #fff; --amber-tint: #fff; --green-tint: #fff; \
        --note: #fff; --ink: #000; --ink-2: #000; --ink-3: #000; --accent: #000; --red: #000; \
        --amber: #000; --green: #000; --on-solid: #fff; --solid: #000; --solid-2: #000; \
        --field: #000; --red-solid: #000; --amber-solid: #000; --green-solid: #000; \
        --gauge: #000; --line: light-dark(#eee, #111); --shadow: 0 1px light-dark(#0001, #0002); }";

    #[test]
    fn black_on_white_is_twenty_one() {
        assert!((ratio([0, 0, 0], [255, 255, 255]) - 21.0).abs() < 0.001);
        assert!((ratio([0x76, 0x76, 0x76], [255, 255, 255]) - 4.54).abs() < 0.01);
    }

    #[test]
    fn a_colour_that_cannot_be_read_in_one_theme_is_found() {
        assert_eq!(contrast(GOOD), [""; 0]);
        let faint = GOOD.replace("--ink-3: #000", "--ink-3: light-dark(#000, #808080)");
        assert_eq!(
            contrast(&faint)[0],
            "dark: --ink-3 on --hover is 3.95, not 4.5"
        );
        let faint = GOOD.replace("--gauge: #000", "--gauge: #999");
        assert!(contrast(&faint)[0].contains("--gauge on --hover is 2.85, not 3"));
    }

    #[test]
    fn a_colour_without_a_role_or_a_missing_one_is_found() {
        assert_eq!(contrast(&GOOD.replace("--line:", "--purple:")).len(), 1);
        assert!(
            contrast(&GOOD.replace("--field: #000;", ""))
                .contains(&"--field is missing".to_owned())
        );
    }

    #[test]
    fn older_browsers_see_the_light_theme() {
        let same = format!("{GOOD} @supports not (color: x) {{ :root {{ --ink: #000; }} }}");
        assert_eq!(contrast(&same), [""; 0]);
        assert_eq!(
            contrast(&same.replace("{ --ink: #000; }", "{ --ink: #111; }")).len(),
            1
        );
    }

    #[test]
    fn a_sheet_over_its_size_is_found() {
        let rule = "a { color: red; } /* why */\n";
        assert_eq!(minified(rule), "a{color:red}");
        let joiner = "let x = sheet(&[\"tokens.css\", \"portal.css\"]);";
        let area = |times: usize| {
            let text = rule.repeat(times);
            let files = [
                ("src/web/assets.rs", joiner),
                ("src/web/assets/tokens.css", &text),
                ("src/web/assets/portal.css", rule),
            ];
            sizes(&Tree::sample(&files)).len()
        };
        assert_eq!(area(2000), 0);
        assert_eq!(area(3000), 1);
        assert_eq!(
            sizes(&Tree::sample(&[("src/web/assets.rs", joiner)])).len(),
            2
        );
        assert_eq!(sizes(&Tree::sample(&[])).len(), 1);
    }
}
