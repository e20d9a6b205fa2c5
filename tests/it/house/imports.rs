//! Who may name whom (docs/architecture.md). Only what is listed is allowed; a folder without a
//! rule is a finding.

use super::rust::{self, Path};
use super::tree::{File, Tree};

/// What one part of the house may name.
struct Rule {
    /// A folder (ending with `/`) or a file.
    part: &'static str,
    /// Modules of its own crate, or `*`.
    ours: &'static [&'static str],
    /// Other crates of ours.
    crates: &'static [&'static str],
    /// Crates of others, among those that belong to one part of the house, that it may name.
    outside: &'static [&'static str],
}

/// The crates of this workspace.
const OURS: [&str; 4] = ["domain", "entity", "migration", "guichet"];

/// The crates of others that have one home each.
const HOUSED: [&str; 14] = [
    "actix_multipart",
    "actix_web",
    "anyhow",
    "askama",
    "clap",
    "lettre",
    "reqwest",
    "sea_orm",
    "sea_orm_migration",
    "sqlx",
    "tokio",
    "tokio_util",
    "tracing",
    "utoipa",
];

/// Parts of the standard library that the rules of the trade never need.
const IMPURE: [&str; 5] = [
    "std::env",
    "std::fs",
    "std::net",
    "std::process",
    "std::thread",
];

const ANY: &[&str] = &["*"];

const RULES: [Rule; 15] = [
    Rule {
        part: "src/domain/",
        ours: ANY,
        crates: &[],
        outside: &[],
    },
    Rule {
        part: "entity/src/",
        ours: ANY,
        crates: &[],
        outside: &["sea_orm"],
    },
    Rule {
        part: "migration/src/",
        ours: ANY,
        crates: &[],
        outside: &["sea_orm_migration"],
    },
    Rule {
        part: "src/store/",
        ours: &["store", "config::sections::Database"],
        crates: &["domain", "entity", "migration"],
        outside: &["sea_orm", "tokio", "tokio_util", "tracing"],
    },
    Rule {
        part: "src/usecases/",
        ours: &["usecases", "store"],
        crates: &["domain"],
        outside: &["tokio", "tracing"],
    },
    Rule {
        part: "src/mail/",
        ours: &["mail", "i18n", "config::mail"],
        crates: &["domain"],
        outside: &["askama", "lettre", "tokio", "tracing"],
    },
    Rule {
        part: "src/jobs/",
        ours: &[
            "jobs",
            "usecases",
            "store::lease",
            "store::outbox",
            // What those two answer with, and the bell that a commit rings.
            "store::error",
            "store::signals",
            "mail",
            "config::sections::Jobs",
        ],
        crates: &["domain"],
        outside: &["tokio", "tokio_util", "tracing"],
    },
    Rule {
        part: "src/web/",
        ours: &[
            "web",
            "usecases",
            "i18n",
            "config::sections::Server",
            "config::sections::Security",
        ],
        crates: &["domain"],
        outside: &[
            "actix_multipart",
            "actix_web",
            "askama",
            "tokio",
            "tokio_util",
            "tracing",
            "utoipa",
        ],
    },
    Rule {
        part: "src/config/",
        ours: &["config"],
        crates: &[],
        outside: &[],
    },
    Rule {
        part: "src/i18n/",
        ours: &["i18n"],
        crates: &["domain"],
        outside: &[],
    },
    Rule {
        part: "src/cli/",
        ours: ANY,
        crates: &OURS,
        outside: &HOUSED,
    },
    Rule {
        part: "src/boot",
        ours: ANY,
        crates: &OURS,
        outside: &HOUSED,
    },
    Rule {
        part: "src/lifecycle.rs",
        ours: &["lifecycle"],
        crates: &[],
        outside: &["actix_web", "anyhow", "tokio", "tokio_util", "tracing"],
    },
    Rule {
        part: "src/lib.rs",
        ours: ANY,
        crates: &[],
        outside: &[],
    },
    Rule {
        part: "src/main.rs",
        ours: &["cli"],
        crates: &["guichet"],
        outside: &["tokio", "actix_web"],
    },
];

/// Every path that names what its part may not, as `file:line: what`.
pub fn findings(tree: &Tree) -> Vec<String> {
    tree.product().flat_map(in_file).collect()
}

fn in_file(file: &File) -> Vec<String> {
    let Some(rule) = RULES.iter().find(|rule| file.path.starts_with(rule.part)) else {
        return vec![format!(
            "{}: no rule says what this part may import",
            file.path
        )];
    };
    let code = rust::product(&rust::code(&file.text));
    let paths = rust::paths(&code).into_iter();
    let is_refused =
        |path: &Path| refusal(rule, file, path).map(|why| (path.line, path.parts.join("::"), why));
    paths
        .filter_map(|path| is_refused(&path))
        .map(|(line, path, why)| format!("{}:{line}: {path}: {why}", file.path))
        .collect()
}

fn refusal(rule: &Rule, file: &File, path: &Path) -> Option<String> {
    if path.parts.last().is_some_and(|part| part == "*") {
        return Some("a glob import hides where names come from".to_owned());
    }
    let parts = from_root(file, &path.parts);
    let (head, rest) = parts.split_first()?;
    let named = parts.join("::");
    match head.as_str() {
        "crate" => {
            let rest = rest.join("::");
            let is_allowed = rule
                .ours
                .iter()
                .any(|ours| *ours == "*" || begins(&rest, ours));
            (!is_allowed).then(|| format!("{} may use {:?} of ours", rule.part, rule.ours))
        }
        _ if rule.part == "src/domain/" && IMPURE.iter().any(|impure| begins(&named, impure)) => {
            Some("the domain does no input and no output".to_owned())
        }
        name if OURS.contains(&name) => (!rule.crates.contains(&name))
            .then(|| format!("{} may use the crates {:?}", rule.part, rule.crates)),
        name if HOUSED.contains(&name) => (!rule.outside.contains(&name))
            .then(|| format!("{} may use {:?}", rule.part, rule.outside)),
        _ => None,
    }
}

fn begins(path: &str, with: &str) -> bool {
    path.strip_prefix(with)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// `super::super::x` as `crate::x` when that is where it leads; other paths as they are.
fn from_root(file: &File, parts: &[String]) -> Vec<String> {
    let ups = parts.iter().take_while(|part| *part == "super").count();
    if ups == 0 {
        return parts.to_vec();
    }
    let inside = file
        .path
        .trim_start_matches("src/")
        .trim_start_matches("domain/");
    let inside = inside.trim_end_matches(".rs").trim_end_matches("/mod");
    let folders: Vec<_> = inside.split('/').map(str::to_owned).collect();
    let kept = folders.len().saturating_sub(ups);
    let mut whole = vec!["crate".to_owned()];
    whole.extend(folders.into_iter().take(kept));
    whole.extend(parts.iter().skip(ups).cloned());
    whole
}

#[cfg(test)]
mod tests {
    use super::findings;
    use crate::house::tree::Tree;

    fn finding(path: &str, text: &str) -> Vec<String> {
        findings(&Tree::sample(&[(path, text)]))
    }

    #[test]
    fn each_forbidden_direction_is_found() {
        let forbidden = [
            ("src/domain/case.rs", "use tokio::sync::Mutex;"),
            ("src/domain/case.rs", "fn f() { std::fs::read(path) }"),
            ("src/domain/case.rs", "use entity::cases::Model;"),
            ("entity/src/cases.rs", "use domain::case::Case;"),
            ("migration/src/lib.rs", "use entity::cases;"),
            (
                "src/store/commit.rs",
                "use crate::{store::cases, usecases::error::Error};",
            ),
            ("src/usecases/submit.rs", "use sea_orm::EntityTrait;"),
            ("src/usecases/submit.rs", "use super::super::mail::message;"),
            ("src/mail/message.rs", "use crate::store::outbox;"),
            (
                "src/jobs/deliver_mail.rs",
                "use crate::store::commit::Door;",
            ),
            (
                "src/web/pages/queue.rs",
                "let rows = crate::store::board::list();",
            ),
            ("src/web/pages/queue.rs", "use lettre::Message;"),
            ("src/web/pages/queue.rs", "use domain::access::*;"),
            ("src/config/mod.rs", "use domain::time::Span;"),
            ("src/novelty/mod.rs", ""),
        ];
        for (path, text) in forbidden {
            assert_eq!(finding(path, text).len(), 1, "{path}: {text}");
        }
        assert_eq!(
            finding("src/web/mod.rs", "\nuse super::store::Store;"),
            [
                "src/web/mod.rs:2: super::store::Store: src/web/ may use [\"web\", \"usecases\", \
              \"i18n\", \"config::sections::Server\", \"config::sections::Security\"] of ours"
            ]
        );
    }

    #[test]
    fn the_allowed_directions_are_silent() {
        let allowed = [
            (
                "src/domain/case.rs",
                "use crate::time::Instant; use super::time::Span;",
            ),
            (
                "src/store/commit.rs",
                "use sea_orm::{ConnectionTrait as _, Value}; use domain::case::Case;",
            ),
            (
                "src/jobs/deliver_mail.rs",
                "use crate::store::{lease, outbox::Row};",
            ),
            (
                "src/web/pages/queue.rs",
                "use super::super::extract::Viewer; use actix_web::web;",
            ),
            (
                "src/cli/serve.rs",
                "use crate::store::Store; use domain::time::Instant;",
            ),
            (
                "src/web/pages/queue.rs",
                "#[cfg(test)]\nmod tests { use super::*; use crate::store::Store; }",
            ),
            (
                "src/web/pages/queue.rs",
                "// crate::store\nlet text = \"crate::store::x\"; entity.domain();",
            ),
        ];
        for (path, text) in allowed {
            assert_eq!(finding(path, text), [""; 0], "{path}: {text}");
        }
    }
}
