//! Whatever is typed, reading it never fails otherwise than by an error, and what is stored stays good.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_assert_eq, prop_oneof, proptest};

use super::super::catalogue::Catalogue;
use super::super::definition::RequestType;
use super::super::display::{raw_values, summary};
use super::super::reading::{Input, Part};
use super::super::validate::{Scope, validate};
use super::{catalogue, facts};
use crate::text::Language;

static SHIPPED: LazyLock<Catalogue> = LazyLock::new(catalogue);

/// Things people type, and things nobody would.
fn typed() -> impl Strategy<Value = String> {
    let plausible = [
        "yes",
        "non",
        "app",
        "live",
        "other",
        "peers",
        "event",
        "fr",
        "BE",
        "1",
        "02",
        "2026",
        "mars",
        "2026-09-21",
        "14 h 30",
        "24:00",
        "2026-03-29T02:30",
        "@Arenes.TV",
        "lea@arenes.tv",
        "arenes.tv",
        "https://youtu.be/1",
        "732 829 320 00074",
        "Une phrase assez longue pour passer",
    ];
    prop_oneof![
        (0..plausible.len()).prop_map(move |at| plausible[at].to_owned()),
        any::<String>(),
        Just(String::new()),
        "[0-9.:h ]{0,6}",
    ]
}

fn control_names(form: &RequestType) -> Vec<String> {
    let parts = [Part::Day, Part::Month, Part::Year, Part::Time];
    let names = form.fields.iter().map(|field| field.name.as_str());
    names
        .flat_map(|name| {
            let boxes = parts.map(|part| part.control_name(name));
            boxes.into_iter().chain([name.to_owned()])
        })
        .collect()
}

proptest! {
    #[test]
    fn what_is_stored_is_read_again_as_the_same(texts in vec(vec(typed(), 0..3), 200)) {
        let facts = facts();
        for form in SHIPPED.all() {
            let controls: BTreeMap<String, Vec<String>> =
                control_names(form).into_iter().zip(texts.iter().cloned()).collect();
            let first = validate(form, Input::Form(&controls), Scope::Whole, &facts).answers;
            let again = validate(form, Input::Stored(&first), Scope::Whole, &facts).answers;
            prop_assert_eq!(&first, &again);
            let raw = raw_values(form, &first, &facts.zone);
            let back = validate(form, Input::Form(&raw), Scope::Whole, &facts).answers;
            prop_assert_eq!(&first, &back);
            for language in Language::ALL {
                let rows = summary(form, &first, language, &facts);
                let answered = rows.iter().filter(|row| !row.values.is_empty()).count();
                prop_assert_eq!(answered, first.len());
            }
        }
    }
}
