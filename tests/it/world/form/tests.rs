//! Forms are read as a browser reads them.

use reqwest::{Method, Url};

use super::{File, Form};

const PAGE: &str = r#"
<!-- <form action="/commented"></form> -->
<input name="outside" value="not in a form">
<form method="post" action="/portal/new/tech_support/1?lang=fr" novalidate>
  <input type="hidden" name="csrf" value="a&amp;b&#34;c&#x27;d">
  <input name='title' value = 'Flux "coupé"'/>
  <input type=checkbox name=live checked>
  <input type="checkbox" name="tag" value="one"><input type="checkbox" name="tag" value="two" checked>
  <input type="radio" name="kind" value="channel"> <input type="radio" name="kind" value="show">
  <input name="locked" value="never sent" disabled>
  <select name="zone"><option value="fr" >France</option><option selected>Bénin &amp; Togo</option></select>
  <select name="first"><option>Un</option><option>Deux</option></select>
  <textarea name="details">
Deux
lignes &lt;ici&gt;</textarea>
  <input type="file" name="proof">
  <button name="do" value="save">Plus tard</button><button>Continuer</button>
</form>
<form action="search"><input name="q"></form>
"#;

fn forms() -> Vec<Form> {
    let page = Url::parse("http://127.0.0.1:8080/portal/").expect("an address");
    Form::all(&page, PAGE)
}

#[test]
fn a_form_is_filled_in_as_the_server_filled_it() {
    let forms = forms();
    let [request, search] = forms.as_slice() else {
        panic!("two forms, not {}", forms.len())
    };

    assert_eq!(request.action().path(), "/portal/new/tech_support/1");
    assert_eq!(request.method(), Method::POST);
    let fields: Vec<_> = request
        .fields()
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let expected = [
        ("csrf", "a&b\"c'd"),
        ("title", "Flux \"coupé\""),
        ("live", "on"),
        ("tag", "two"),
        ("zone", "Bénin & Togo"),
        ("first", "Un"),
        ("details", "Deux\nlignes <ici>"),
    ];
    assert_eq!(fields, expected);
    assert_eq!(search.action().path(), "/portal/search");
    assert_eq!(search.method(), Method::GET);
    assert_eq!(search.value("q"), Some(""));
}

#[test]
fn filling_ticking_and_pressing_change_what_is_sent() {
    let form = forms().remove(0);
    let file = File {
        field: "proof".to_owned(),
        name: "rib.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        content: b"%PDF".to_vec(),
    };
    let form = form
        .fill("title", "Nouveau")
        .fill("kind", "show")
        .tick("tag", "one");
    let form = form
        .press("do", "save")
        .without("csrf")
        .forge("role", "admin")
        .attach(file);

    assert_eq!(form.value("title"), Some("Nouveau"));
    assert_eq!(form.value("kind"), Some("show"));
    assert_eq!(
        form.fields()
            .iter()
            .filter(|(name, _)| name == "tag")
            .count(),
        2
    );
    assert_eq!(form.value("do"), Some("save"));
    assert_eq!(form.value("csrf"), None);
    assert_eq!(form.value("role"), Some("admin"));
    assert_eq!(form.files().len(), 1);
}

#[test]
#[should_panic(expected = "the form has no field nonsense")]
fn a_field_that_the_page_does_not_offer_cannot_be_filled() {
    let _ = forms().remove(0).fill("nonsense", "x");
}
