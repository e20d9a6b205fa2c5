//! Answers against the OpenAPI document: each must fit the shape that it documents.

use serde_json::Value;

use crate::world::http::{Answer, Visitor};

/// The OpenAPI document of a running server.
pub struct Document(Value);

impl Document {
    /// Fetches it.
    pub async fn of(visitor: &Visitor) -> Self {
        Self(
            visitor
                .get_json("/openapi.json")
                .await
                .expect_status(200)
                .json(),
        )
    }

    /// Fails unless the answer is documented for this operation and its body fits.
    pub fn check(&self, method: &str, path: &str, answer: &Answer) {
        let operation = &self.0["paths"][path][method];
        assert!(operation.is_object(), "{method} {path} is not documented");
        let status = answer.status.as_u16().to_string();
        let response = self.resolved(&operation["responses"][status.as_str()]);
        assert!(
            response.is_object(),
            "{method} {path} may not answer {status}: {}",
            answer.text()
        );
        let media = answer.header("content-type").expect("a type");
        let schema = &response["content"][media]["schema"];
        assert!(
            schema.is_object(),
            "{method} {path} {status} documents no {media}"
        );
        if let Err(why) = self.fits(schema, &answer.json(), "$") {
            panic!("{method} {path} {status}: {why} in {}", answer.text());
        }
    }

    fn resolved<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let target = schema["$ref"]
            .as_str()
            .and_then(|target| target.strip_prefix('#'));
        target.map_or(schema, |pointer| self.0.pointer(pointer).expect("a target"))
    }

    fn fits(&self, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
        let schema = self.resolved(schema);
        if let Some(options) = schema["oneOf"].as_array() {
            let misses: Vec<String> = options
                .iter()
                .filter_map(|option| self.fits(option, value, at).err())
                .collect();
            return if misses.len() < options.len() {
                Ok(())
            } else {
                Err(misses.join("; "))
            };
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.fits(part, value, at)?;
        }
        if let Some(known) = schema["enum"]
            .as_array()
            .filter(|known| !known.contains(value))
        {
            return Err(format!("{at}: {value} is none of {known:?}"));
        }
        let types: Vec<&str> = match &schema["type"] {
            Value::String(one) => vec![one],
            Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        if !types.is_empty() && !types.iter().any(|one| is_of(one, value)) {
            return Err(format!("{at}: {value} is not {types:?}"));
        }
        for name in schema["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
        {
            if value.get(name).is_none() {
                return Err(format!("{at}: {name} is missing"));
            }
        }
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            if let Some(inner) = value.get(name) {
                self.fits(field, inner, &format!("{at}.{name}"))?;
            }
        }
        if let (Some(items), Some(list)) = (schema.get("items"), value.as_array()) {
            for (number, item) in list.iter().enumerate() {
                self.fits(items, item, &format!("{at}[{number}]"))?;
            }
        }
        Ok(())
    }
}

fn is_of(kind: &str, value: &Value) -> bool {
    match kind {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{other} is no type of JSON"),
    }
}

#[test]
fn an_answer_that_does_not_fit_is_found() {
    let document = Document(serde_json::json!({ "shapes": { "Row": {
        "type": "object",
        "required": ["reference", "owner"],
        "properties": {
            "reference": { "type": "string" },
            "owner": { "oneOf": [{ "type": "null" }, { "type": "string" }] },
            "stage": { "type": "string", "enum": ["running", "paused"] },
        },
    } } }));
    let list = serde_json::json!({ "type": "array", "items": { "$ref": "#/shapes/Row" } });
    let fits = |value: Value| {
        document
            .fits(&list, &serde_json::json!([value]), "$")
            .is_ok()
    };
    assert!(fits(
        serde_json::json!({ "reference": "REQ-1", "owner": null, "stage": "paused" })
    ));
    assert!(
        !fits(serde_json::json!({ "reference": "REQ-1" })),
        "a field is missing"
    );
    assert!(
        !fits(serde_json::json!({ "reference": 1, "owner": null })),
        "of another type"
    );
    assert!(
        !fits(serde_json::json!({ "reference": "REQ-1", "owner": 7 })),
        "neither of two"
    );
    assert!(
        !fits(serde_json::json!({ "reference": "x", "owner": null, "stage": "late" })),
        "unknown"
    );
}
