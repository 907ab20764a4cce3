//! Answers that do not fit the schema.

use serde_json::{Value as Json, json};

use super::chance::Chance;
use super::fault::Change;
use super::sites::{Site, Step, What};

/// Changes an answer at one of the sites that fit, which chance decides, or at all of them. False if
/// there are none.
pub(super) fn change(
    answer: &mut Json,
    sites: &[Site],
    change: Change,
    name: Option<&str>,
    all: bool,
    chance: &mut Chance,
) -> bool {
    let fitting = fitting(sites, change, name);
    let chosen = match all {
        true => fitting,
        false => {
            { fitting.get(chance.below(fitting.len())) }.map_or(Vec::new(), |site| vec![*site])
        }
    };
    for site in &chosen {
        alter(answer, site, change, name);
    }
    !chosen.is_empty()
}

fn fitting<'s>(sites: &'s [Site], change: Change, name: Option<&str>) -> Vec<&'s Site> {
    let of = |wanted: fn(&Site) -> bool| sites.iter().filter(move |site| wanted(site)).collect();
    match change {
        Change::UnknownEnum => of(|site| site.what == What::Symbol),
        Change::UnknownUnion => of(|site| site.what == What::Union),
        Change::UnknownField => of(|site| site.what == What::Record),
        Change::MissingField | Change::NullField | Change::WrongType => {
            let fields: Vec<&Site> = of(|site| matches!(site.what, What::Field { .. }));
            if let Some(name) = name {
                let named = |site: &&Site| matches!(site.at.last(), Some(Step::Member(last)) if last == name);
                return fields.into_iter().filter(named).collect();
            }
            let required: Vec<_> = { fields.iter().copied() }
                .filter(|site| site.what == What::Field { required: true })
                .collect();
            match change == Change::MissingField && !required.is_empty() {
                true => required,
                false => fields,
            }
        }
    }
}

fn alter(answer: &mut Json, site: &Site, change: Change, name: Option<&str>) {
    let name = |otherwise: &str| name.unwrap_or(otherwise).to_owned();
    let (Some(last), above) = (site.at.last(), site.at.len().saturating_sub(1)) else {
        // The whole answer is a record: nothing else of it can be changed.
        if change == Change::UnknownField {
            unknown(answer, name("newField"));
        }
        return;
    };
    let Some(place) = follow(answer, &site.at[..above]) else {
        return;
    };
    if let (Change::MissingField, Step::Member(field), Json::Object(members)) =
        (change, last, &mut *place)
    {
        members.remove(field);
        return;
    }
    let Some(place) = follow(place, std::slice::from_ref(last)) else {
        return;
    };
    match change {
        Change::UnknownEnum => *place = Json::from(name("__NEW__")),
        Change::UnknownUnion => *place = json!({ name("newMember"): { "value": 1 } }),
        Change::UnknownField => unknown(place, name("newField")),
        Change::MissingField => {}
        Change::NullField => *place = Json::Null,
        Change::WrongType => {
            *place = match place {
                Json::String(_) => json!(12_345),
                Json::Object(_) => json!(["unexpected"]),
                Json::Array(_) => json!({ "unexpected": true }),
                Json::Number(_) | Json::Bool(_) | Json::Null => json!("unexpected"),
            }
        }
    }
}

fn unknown(record: &mut Json, name: String) {
    if let Json::Object(members) = record {
        members.insert(
            name,
            json!({ "some": [1, "two", null], "more": { "deep": true } }),
        );
    }
}

fn follow<'j>(json: &'j mut Json, steps: &[Step]) -> Option<&'j mut Json> {
    steps.iter().try_fold(json, |json, step| match step {
        Step::Member(name) => json.get_mut(name),
        Step::Element(index) => json.get_mut(index),
    })
}
