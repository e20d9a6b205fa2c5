//! The promises of the document: whole, routed, and nothing dangling.

use std::collections::BTreeSet;

use actix_web::http::Method;
use actix_web::test::{TestRequest, call_service, init_service};
use serde_json::Value;

use super::value;
use crate::web::routes;

fn operations(document: &Value) -> Vec<(String, String, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().unwrap();
            methods
                .iter()
                .map(move |(method, operation)| (path.clone(), method.clone(), operation))
        })
        .collect()
}

fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::String(target)) = fields.get("$ref") {
                found.insert(target.clone());
            }
            fields.values().for_each(|field| references(field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn it_is_openapi_3_1_and_every_reference_leads_somewhere() {
    let document = value();
    assert_eq!(document["openapi"], "3.1.0");
    let mut found = BTreeSet::new();
    references(document, &mut found);
    assert!(found.contains("#/components/schemas/Problem"), "{found:?}");
    for target in found {
        let pointer = target.strip_prefix('#').unwrap();
        assert!(
            document.pointer(pointer).is_some(),
            "{target} leads nowhere"
        );
    }
}

#[test]
fn every_operation_says_who_it_is_and_how_it_refuses() {
    let document = value();
    let mut ids = BTreeSet::new();
    for (path, method, operation) in operations(document) {
        let id = operation["operationId"].as_str().unwrap().to_owned();
        assert!(ids.insert(id.clone()), "{id} twice");
        assert!(
            operation["summary"]
                .as_str()
                .is_some_and(|text| !text.is_empty()),
            "{method} {path}"
        );
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let told = [
                &parameter["description"],
                &parameter["schema"]["description"],
            ];
            assert!(
                told.iter().any(|text| text.is_string()),
                "{method} {path}: {parameter}"
            );
        }
        let answers = operation["responses"].as_object().unwrap();
        for status in ["401", "403", "503"] {
            assert!(answers.contains_key(status), "{method} {path} {status}");
        }
        assert_eq!(
            answers.contains_key("404"),
            path.contains('{'),
            "{method} {path}"
        );
        assert_eq!(
            answers.contains_key("409"),
            method != "get",
            "{method} {path}"
        );
    }
    let make = &document["paths"]["/api/v1/cases/{ref}/transitions"]["post"]["responses"];
    assert_eq!(
        make["428"]["$ref"],
        "#/components/responses/VersionRequired"
    );
}

#[test]
fn bodies_take_no_unknown_field() {
    let document = value();
    for shape in ["NewCase", "NewTransition", "NewMessage", "CaseChange"] {
        assert_eq!(
            document["components"]["schemas"][shape]["additionalProperties"], false,
            "{shape}"
        );
    }
}

#[actix_web::test]
async fn every_documented_operation_is_routed() {
    let service = init_service(actix_web::App::new().configure(routes::configure)).await;
    let document = value();
    for (path, method, _) in operations(document) {
        let address = path.replace("{ref}", "REQ-1").replace(['{', '}'], "");
        let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
        let request = TestRequest::default()
            .method(method.clone())
            .uri(&address)
            .to_request();
        let status = call_service(&service, request).await.status().as_u16();
        // Without an application nothing can be answered, but what is not routed is told apart.
        assert!(status != 404 && status != 405, "{method} {path}: {status}");
    }
}
