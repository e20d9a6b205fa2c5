//! The reference for people who write programs: `/docs` from the OpenAPI document, `/docs/problems` from
//! the list of codes.

use askama::Template;
use domain::workflow::words::GUARD_FORMS;
use serde_json::Value;

use crate::i18n::Words;
use crate::web::api::problems::CODES;
use crate::web::pages::shell::{ChromeFacts, Page, Place};

/// `/docs`.
#[derive(Debug, Template)]
#[template(path = "docs/reference.html")]
pub struct ReferencePage<'a> {
    page: Page,
    groups: Vec<Group<'a>>,
    shapes: Vec<Shape<'a>>,
}

/// `/docs/problems`.
#[derive(Debug, Template)]
#[template(path = "docs/problems.html")]
pub struct ProblemsPage {
    page: Page,
    problems: Vec<Problem>,
    guards: Vec<Guard>,
}

#[derive(Debug)]
struct Group<'a> {
    title: String,
    operations: Vec<Operation<'a>>,
}

#[derive(Debug)]
struct Operation<'a> {
    id: &'a str,
    title: String,
    method: String,
    path: &'a str,
    about: Vec<Piece<'a>>,
    parameters: Vec<Row<'a>>,
    body: Option<Kind>,
    answers: Vec<Answer<'a>>,
}

#[derive(Debug)]
struct Shape<'a> {
    name: &'a str,
    about: Vec<Piece<'a>>,
    choices: Vec<Kind>,
    rows: Vec<Row<'a>>,
    example: Option<String>,
}

#[derive(Debug)]
struct Row<'a> {
    name: &'a str,
    kind: Kind,
    required: bool,
    about: Vec<Piece<'a>>,
}

#[derive(Debug)]
struct Answer<'a> {
    status: &'a str,
    about: Vec<Piece<'a>>,
    kind: Option<Kind>,
}

/// A type in words, and the shape it leads to.
#[derive(Debug, Default, PartialEq, Eq)]
struct Kind {
    text: String,
    shape: Option<String>,
}

/// A stretch of a description: words, or a name from the interface.
#[derive(Debug, PartialEq, Eq)]
struct Piece<'a> {
    text: &'a str,
    is_code: bool,
}

#[derive(Debug)]
struct Problem {
    anchor: &'static str,
    status: u16,
    text: String,
}

#[derive(Debug)]
struct Guard {
    anchor: String,
    form: &'static str,
}

impl<'a> ReferencePage<'a> {
    /// The page, ready to be rendered, from the document.
    pub fn new(chrome: &ChromeFacts, document: &'a Value) -> Self {
        let page = Page::portal(chrome, Place::Elsewhere, String::new());
        let words = page.words;
        let operations = operations(words, document);
        let groups = list(document, "/tags").map(|tag| {
            let key = text(tag, "/name");
            Group {
                title: words.get(&format!("docs-tag-{key}")).into_owned(),
                operations: operations(key),
            }
        });
        let shapes = fields(document, "/components/schemas").map(|(name, schema)| Shape {
            name,
            about: pieces(text(schema, "/description")),
            choices: list(schema, "/oneOf").map(kind).collect(),
            rows: rows(document, schema),
            example: schema
                .get("example")
                .and_then(|example| serde_json::to_string_pretty(example).ok()),
        });
        Self {
            groups: groups.collect(),
            shapes: shapes.collect(),
            page: Page {
                title: words.get("docs-title").into_owned(),
                ..page
            },
        }
    }
}

impl Kind {
    /// Alternatives one by one, so that a line may end between them.
    fn parts(&self) -> impl Iterator<Item = &str> {
        self.text.split(" | ")
    }

    /// The shape that an alternative leads to.
    fn shape_of(&self, part: &str) -> Option<&str> {
        let name = part.trim_matches(['[', ']']);
        self.shape.as_deref().filter(|shape| *shape == name)
    }
}

impl ProblemsPage {
    /// The page, ready to be rendered.
    pub fn new(chrome: &ChromeFacts) -> Self {
        let page = Page::portal(chrome, Place::Elsewhere, String::new());
        let words = page.words;
        let problems = CODES.iter().map(|known| Problem {
            anchor: known.code,
            status: known.status,
            text: words
                .get(&format!("docs-problem-{}", known.code))
                .into_owned(),
        });
        let guards = GUARD_FORMS
            .iter()
            .copied()
            .chain(["approvals"])
            .map(|form| Guard {
                anchor: format!("guard-{}", form.split(' ').next().unwrap_or(form)),
                form,
            });
        Self {
            problems: problems.collect(),
            guards: guards.collect(),
            page: Page {
                title: words.get("docs-problems").into_owned(),
                ..page
            },
        }
    }
}

/// Gives the operations of a tag, in the order of the document.
fn operations<'a>(words: Words, document: &'a Value) -> impl Fn(&str) -> Vec<Operation<'a>> {
    move |tag| {
        let paths = fields(document, "/paths");
        let all = paths.flat_map(|(path, item)| {
            fields(item, "").map(move |(method, operation)| (path, method, operation))
        });
        all.filter(|(_, _, operation)| list(operation, "/tags").any(|one| one == tag))
            .map(|(path, method, operation)| shown(words, document, path, method, operation))
            .collect()
    }
}

fn shown<'a>(
    words: Words,
    document: &'a Value,
    path: &'a str,
    method: &str,
    operation: &'a Value,
) -> Operation<'a> {
    let id = text(operation, "/operationId");
    let body = operation
        .pointer("/requestBody/content")
        .and_then(first_schema);
    let answers = fields(operation, "/responses").map(|(status, answer)| {
        let answer = resolved(document, answer);
        Answer {
            status,
            about: pieces(text(answer, "/description")),
            kind: answer.get("content").and_then(first_schema).map(kind),
        }
    });
    Operation {
        id,
        title: words.get(&format!("docs-do-{id}")).into_owned(),
        method: method.to_uppercase(),
        path,
        about: pieces(text(operation, "/description")),
        parameters: list(operation, "/parameters")
            .map(|parameter| Row {
                name: text(parameter, "/name"),
                kind: parameter.get("schema").map(kind).unwrap_or_default(),
                required: parameter.get("required") == Some(&Value::Bool(true)),
                about: pieces(described(parameter)),
            })
            .collect(),
        body: body.map(kind),
        answers: answers.collect(),
    }
}

/// The fields of a shape, those of the shapes it takes up included.
fn rows<'a>(document: &'a Value, schema: &'a Value) -> Vec<Row<'a>> {
    let required: Vec<&str> = list(schema, "/required")
        .filter_map(Value::as_str)
        .collect();
    let own = fields(schema, "/properties").map(|(name, field)| Row {
        name,
        kind: kind(field),
        required: required.contains(&name),
        about: pieces(text(field, "/description")),
    });
    let taken = list(schema, "/allOf").flat_map(|part| rows(document, resolved(document, part)));
    taken.chain(own).collect()
}

/// A schema in the short words of programs: `string`, `[Shape]`, `Moment | null`.
fn kind(schema: &Value) -> Kind {
    if let Some(name) = text(schema, "/$ref")
        .rsplit('/')
        .next()
        .filter(|name| !name.is_empty())
    {
        return Kind {
            text: name.to_owned(),
            shape: Some(name.to_owned()),
        };
    }
    let options: Vec<&Value> = list(schema, "/oneOf").collect();
    if !options.is_empty() {
        let kinds: Vec<Kind> = options.into_iter().map(kind).collect();
        return joined(kinds, " | ");
    }
    let values: Vec<&str> = list(schema, "/enum").filter_map(Value::as_str).collect();
    if !values.is_empty() {
        return Kind {
            text: values.join(" | "),
            shape: None,
        };
    }
    if let Some(items) = schema.get("items") {
        let Kind { text, shape } = kind(items);
        return Kind {
            text: format!("[{text}]"),
            shape,
        };
    }
    match schema.get("type") {
        Some(Value::String(name)) => Kind {
            text: name.clone(),
            shape: None,
        },
        Some(Value::Array(names)) => {
            let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
            Kind {
                text: names.join(" | "),
                shape: None,
            }
        }
        Some(_) | None => Kind {
            text: "any".to_owned(),
            shape: None,
        },
    }
}

fn joined(kinds: Vec<Kind>, with: &str) -> Kind {
    let shape = kinds.iter().find_map(|one| one.shape.clone());
    let texts: Vec<String> = kinds.into_iter().map(|one| one.text).collect();
    Kind {
        text: texts.join(with),
        shape,
    }
}

fn first_schema(content: &Value) -> Option<&Value> {
    fields(content, "")
        .next()
        .and_then(|(_, media)| media.get("schema"))
}

/// What a reference within the document leads to; the value itself when it is none.
fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let target = text(value, "/$ref").strip_prefix('#');
    target
        .and_then(|pointer| document.pointer(pointer))
        .unwrap_or(value)
}

/// What a parameter says of itself, else what its schema says.
fn described(parameter: &Value) -> &str {
    let own = text(parameter, "/description");
    if own.is_empty() {
        text(parameter, "/schema/description")
    } else {
        own
    }
}

/// The words of a description; what stands between backticks is a name from the interface.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let pieces = text.split('`').enumerate().map(|(at, text)| Piece {
        text,
        is_code: at % 2 == 1,
    });
    pieces.filter(|piece| !piece.text.is_empty()).collect()
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn list<'a>(value: &'a Value, pointer: &str) -> impl Iterator<Item = &'a Value> {
    value
        .pointer(pointer)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn fields<'a>(value: &'a Value, pointer: &str) -> impl Iterator<Item = (&'a str, &'a Value)> {
    let found = value
        .pointer(pointer)
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    found.map(|(name, field)| (name.as_str(), field))
}

#[cfg(test)]
mod tests {
    use domain::text::Language;
    use serde_json::json;

    use super::*;
    use crate::web::openapi;
    use crate::web::pages::shell::Theme;

    fn chrome(language: Language) -> ChromeFacts {
        ChromeFacts {
            language,
            theme: Theme::System,
            csrf: String::new(),
            path: "/docs".to_owned(),
            person: None,
            flash: None,
        }
    }

    #[test]
    fn every_operation_is_on_the_page_with_a_title_in_both_languages() {
        let document = openapi::value();
        for language in Language::ALL {
            let page = ReferencePage::new(&chrome(language), document);
            let count: usize = page.groups.iter().map(|group| group.operations.len()).sum();
            let paths = fields(document, "/paths").map(|(_, item)| fields(item, "").count());
            assert_eq!(count, paths.sum::<usize>());
            for operation in page.groups.iter().flat_map(|group| &group.operations) {
                assert!(!operation.title.starts_with("docs-"), "{}", operation.title);
            }
            for group in &page.groups {
                assert!(!group.title.starts_with("docs-"), "{}", group.title);
            }
            let html = page.render().unwrap();
            assert!(html.contains("/api/v1/cases/{ref}/transitions"));
            assert!(!html.contains("<script"));
        }
    }

    #[test]
    fn every_code_has_its_anchor() {
        let html = ProblemsPage::new(&chrome(Language::En)).render().unwrap();
        for anchor in ["version_conflict", "guard-children_over", "guard-approvals"] {
            assert!(html.contains(&format!("id=\"{anchor}\"")), "{anchor}");
        }
    }

    #[test]
    fn types_are_said_shortly() {
        let said = |schema: Value| kind(&schema).text;
        assert_eq!(said(json!({ "type": ["string", "null"] })), "string | null");
        assert_eq!(
            said(json!({ "type": "array", "items": { "$ref": "#/components/schemas/Row" } })),
            "[Row]"
        );
        let optional =
            json!({ "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Moment" }] });
        assert_eq!(kind(&optional).shape.as_deref(), Some("Moment"));
        assert_eq!(
            pieces("a `b` c")
                .iter()
                .filter(|piece| piece.is_code)
                .count(),
            1
        );
    }
}
