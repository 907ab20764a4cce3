//! Entities that stand where their URN would: they read like those beside it, and are written back as they came.

use proptest::prelude::*;
use restli::Decorated;
use serde_json::{Map, Value as Json, json};

use crate::mini::*;
use crate::{book, lossy};

#[test]
fn a_record_in_place_brings_its_urn_or_does_not() {
    let text =
        r#"{"author":{"id":"x","$URN":"urn:lib:author:x","name":{"en":"N"},"new":[1]},"id":7}"#;
    let read = lossy(text);
    assert_eq!(read.id, Some(7));
    let author = read.author.clone().unwrap();
    assert_eq!(author.urn(), Some(&AuthorUrn::new("x")));
    assert_eq!(author.resolved().unwrap().id.as_deref(), Some("x"));
    assert_eq!(author.error(), None);
    assert_eq!(
        serde_json::to_string(&read).unwrap(),
        r#"{"id":7,"author":{"$URN":"urn:lib:author:x","id":"x","name":{"en":"N"}}}"#
    );
    let author = book(r#"{"author":{"id":"x"}}"#).author.unwrap();
    assert_eq!(author.urn(), None);
    assert_eq!(author.resolved().unwrap().id.as_deref(), Some("x"));
    let author = lossy(r#"{"author":{"$URN":null}}"#).author.unwrap();
    assert_eq!(
        (author.urn(), author.resolved()),
        (None, Some(&Author::default()))
    );
}

#[test]
fn entities_in_place_nest_and_fail() {
    let text = r#"{"author":{"mentor":{"mentor":"urn:lib:author:c","mentor!":{"status":404},
        "$URN":"urn:lib:author:b"},"$URN":"urn:lib:author:a"},"author!":{"message":"late"}}"#;
    let author = book(text).author.unwrap();
    assert_eq!(author.error().unwrap().message(), Some("late"));
    let mentor = author.into_resolved().unwrap().mentor.unwrap();
    assert_eq!(mentor.urn().unwrap(), "urn:lib:author:b");
    let theirs = mentor.into_resolved().unwrap().mentor.unwrap();
    assert_eq!(theirs.error().unwrap().status(), Some(404));
}

#[test]
fn the_entity_beside_the_urn_wins_over_one_in_place() {
    let beside = r#""author~":{"id":"beside"}"#;
    let placed = r#""author":{"id":"placed","$URN":"urn:lib:author:x"}"#;
    for text in [
        format!("{{{beside},{placed}}}"),
        format!("{{{placed},{beside}}}"),
    ] {
        let author = lossy(&text).author.unwrap();
        assert_eq!(author.urn(), Some(&AuthorUrn::new("x")));
        assert_eq!(author.resolved().unwrap().id.as_deref(), Some("beside"));
    }
}

#[test]
fn a_union_in_place_waits_for_the_urn_within_it() {
    for text in [
        r#"{"maker":{"$URN":"urn:lib:publisher:7","title":"P"}}"#,
        r#"{"maker":{"title":"P","$URN":"urn:lib:publisher:7"}}"#,
    ] {
        let maker = book(text).maker.unwrap();
        assert!(matches!(maker.urn(), Some(MakerUrn::Publisher(urn)) if urn.id() == Ok(7)));
        match maker.resolved() {
            Some(MakerEntity::Publisher(publisher)) => {
                assert_eq!(publisher.title.as_deref(), Some("P"));
            }
            other => panic!("{other:?}"),
        }
    }
    // Of another kind, and of none.
    for text in [
        r#"{"maker":{"$URN":"urn:lib:robot:1","serial":1.10}}"#,
        r#"{"maker":{"serial":1.10}}"#,
    ] {
        let maker = book(text).maker.unwrap();
        let unknown = restli::UnionByUrn::as_unknown(maker.resolved().unwrap());
        assert!(
            unknown.unwrap().json().as_str().contains("1.10"),
            "{maker:?}"
        );
    }
}

/// A record with a field `$URN`.
#[derive(Clone, Default, PartialEq)]
struct Place {
    urn: Option<restli::Urn>,
    city: Option<String>,
}

impl restli::Record for Place {
    const NAME: &'static str = "Place";
    const OWN_URN: bool = true;

    fn decode<'de, A: restli::MapAccess<'de>>(
        &mut self,
        name: &str,
        value: restli::FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "$URN" => value.read(&mut self.urn),
            "city" => value.read(&mut self.city),
            _ => value.skip(),
        }
    }

    fn encode<M: restli::SerializeMap>(
        &self,
        out: &mut restli::Fields<'_, M>,
    ) -> Result<(), M::Error> {
        out.write("$URN", &self.urn)?;
        out.write("city", &self.city)
    }
}

restli::record!(Place);

#[derive(Clone, Default, PartialEq)]
struct Shop {
    place: Option<Decorated<Place>>,
}

impl restli::Record for Shop {
    const NAME: &'static str = "Shop";

    fn decode<'de, A: restli::MapAccess<'de>>(
        &mut self,
        name: &str,
        value: restli::FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "place" => value.decorated(&mut self.place),
            _ => value.skip(),
        }
    }

    fn encode<M: restli::SerializeMap>(
        &self,
        out: &mut restli::Fields<'_, M>,
    ) -> Result<(), M::Error> {
        out.decorated("place", &self.place)
    }
}

restli::record!(Shop);

#[test]
fn a_record_with_a_field_for_its_urn_keeps_it_too() {
    for text in [
        r#"{"place":{"$URN":"urn:lib:place:1","city":"C"}}"#,
        r#"{"place":{"city":"C","$URN":"urn:lib:place:1"}}"#,
    ] {
        let shop: Shop = serde_json::from_str(text).unwrap();
        let place = shop.place.as_ref().unwrap();
        assert_eq!(place.urn().unwrap(), "urn:lib:place:1");
        assert_eq!(place.resolved().unwrap().urn, place.urn().cloned());
        let again = serde_json::to_string(&shop).unwrap();
        assert_eq!(again, r#"{"place":{"$URN":"urn:lib:place:1","city":"C"}}"#);
    }
    let shop: Shop = serde_json::from_str(r#"{"place":{"city":"C"}}"#).unwrap();
    assert_eq!(shop.place.as_ref().unwrap().urn(), None);
    assert_eq!(
        serde_json::to_string(&shop).unwrap(),
        r#"{"place":{"city":"C"}}"#
    );
}

#[test]
fn other_values_in_place_are_errors_with_their_path() {
    for (text, path, reason) in [
        (
            r#"{"author":7}"#,
            "author",
            "invalid type: integer `7`, expected a URN, or the entity in its place",
        ),
        (
            r#"{"sequel":{"maker":["urn:lib:author:x"]}}"#,
            "sequel.maker",
            "invalid type: sequence",
        ),
        (r#"{"author":true}"#, "author", "invalid type: boolean"),
        (
            r#"{"author":{"$URN":7}}"#,
            "author.$URN",
            "invalid type: integer",
        ),
        (
            r#"{"author":{"id":7,"$URN":"urn:lib:author:x"}}"#,
            "author.id",
            "invalid type: integer",
        ),
        (
            r#"{"maker":{"$URN":7}}"#,
            "maker.$URN",
            "invalid type: integer",
        ),
        (
            r#"{"maker":{"title":7,"$URN":"urn:lib:publisher:x"}}"#,
            "maker.title",
            "invalid type: integer",
        ),
    ] {
        let error = text.parse::<restli::Json>().unwrap();
        let error = error.deserialize::<Book>().unwrap_err();
        assert_eq!(error.path(), path, "{text}: {error}");
        assert!(error.reason().starts_with(reason), "{text}: {error}");
    }
}

#[test]
fn what_came_is_shown_and_nothing_else() {
    let shown = |text| format!("{:?}", lossy(text).author.unwrap());
    assert_eq!(
        shown(r#"{"author":"urn:lib:author:x","author~":{"id":"x"},"author!":{"status":1}}"#),
        r#"Decorated { urn: urn:lib:author:x, resolved: Author{"id":"x"}, error: DecorationError{"status":1} }"#
    );
    assert_eq!(
        shown(r#"{"author":{"id":"x","$URN":"urn:lib:author:x"}}"#),
        r#"Decorated { urn: urn:lib:author:x, resolved: Author{"id":"x"} }"#
    );
}

const URN: &str = "$URN";

/// The members of a decorated field and what they must read as, in any combination.
fn field(name: &'static str) -> impl Strategy<Value = Vec<(String, Json)>> {
    let urn = prop_oneof![
        "urn:lib:(author|robot):[a-z]{1,3}",
        "urn:lib:publisher:[0-9]{1,3}",
        Just("no urn".to_owned()),
    ];
    let known = prop_oneof![
        Just(json!({})),
        "[a-z]{0,3}".prop_map(|id| json!({ "id": id })),
        "[a-z]{0,3}".prop_map(|title| json!({ "title": title })),
        Just(json!({ "id": "m", "mentor": { "$URN": "urn:lib:author:m", "id": "n" } })),
    ];
    let error = prop::option::of(Just(json!({ "status": 404, "extra": [1] })));
    (urn, any::<(bool, bool)>(), prop::option::of(known), error).prop_map(
        move |(urn, (with_urn, placed), entity, error)| {
            let mut members = Vec::new();
            match (entity, placed) {
                (Some(Json::Object(mut entity)), true) => {
                    if with_urn {
                        entity.insert(URN.to_owned(), urn.into());
                    }
                    members.push((name.to_owned(), entity.into()));
                }
                (entity, _) => {
                    members.extend(with_urn.then(|| (name.to_owned(), urn.into())));
                    members.extend(entity.map(|entity| (format!("{name}~"), entity)));
                }
            }
            members.extend(error.map(|error| (format!("{name}!"), error)));
            members
        },
    )
}

/// What is left of an entity that is read as a record of this kind: unknown members are dropped.
fn kept(field: &str, urn: Option<&str>, entity: &Json) -> Json {
    let fields: &[&str] = match (field, urn.and_then(|urn| urn.split(':').nth(2))) {
        ("author", _) | (_, Some("author")) => &["$URN", "id", "mentor"],
        (_, Some("publisher")) => &["$URN", "title"],
        _ => return entity.clone(),
    };
    let members = entity.as_object().unwrap().iter();
    let members = members.filter(|(name, _)| fields.contains(&name.as_str()));
    Json::Object(
        members
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
    )
}

/// What must be written again of what came.
fn expected(members: &[(String, Json)]) -> Json {
    let named = |name: &str| {
        members
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, value)| value)
    };
    let kept = members.iter().map(|(name, value)| {
        let field = name.trim_end_matches(['~', '!']);
        let plain = named(field);
        let urn = plain.and_then(|plain| plain.as_str().or_else(|| plain.get(URN)?.as_str()));
        let value = match (name.ends_with('!'), value.is_object()) {
            (false, true) => kept(field, urn, value),
            _ => value.clone(),
        };
        (name.clone(), value)
    });
    Json::Object(kept.collect::<Map<_, _>>())
}

proptest! {
    #[test]
    fn every_combination_in_every_order_is_written_as_it_came(
        members in (field("author"), field("maker"), Just(vec![("id".to_owned(), json!(1))]))
            .prop_map(|(author, maker, rest)| [author, maker, rest].concat())
            .prop_shuffle()
    ) {
        let texts: Vec<_> = members
            .iter()
            .map(|(name, value)| format!("{}:{value}", Json::from(name.as_str())))
            .collect();
        let text = format!("{{{}}}", texts.join(","));
        let book = lossy(&text);
        prop_assert_eq!(serde_json::to_value(&book).unwrap(), expected(&members), "{}", text);
        // Where it stood does not change what it is.
        let author = book.author.unwrap_or_default();
        let placed = members.iter().find(|(name, value)| name == "author" && value.is_object());
        let beside = members.iter().find(|(name, _)| name == "author~");
        let entity = placed.or(beside).map(|(_, value)| value);
        prop_assert_eq!(
            author.resolved().map(|author| author.id.as_deref()),
            entity.map(|entity| entity.get("id").and_then(Json::as_str))
        );
    }
}
