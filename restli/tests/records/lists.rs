//! Decorated lists: whichever shape came is read alike, and written back as it came.

use proptest::prelude::*;
use restli::DecoratedList;
use serde_json::{Map, Value as Json, json};

use crate::mini::*;

#[derive(Clone, Default, PartialEq)]
struct Panel {
    authors: Option<DecoratedList<Author, AuthorUrn>>,
    makers: Option<DecoratedList<MakerEntity, MakerUrn>>,
}

impl restli::Record for Panel {
    const NAME: &'static str = "Panel";

    fn decode<'de, A: restli::MapAccess<'de>>(
        &mut self,
        name: &str,
        value: restli::FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "authors" => value.decorated_list(&mut self.authors),
            "makers" => value.decorated_list(&mut self.makers),
            _ => value.skip(),
        }
    }

    fn encode<M: restli::SerializeMap>(
        &self,
        out: &mut restli::Fields<'_, M>,
    ) -> Result<(), M::Error> {
        out.decorated_list("authors", &self.authors)?;
        out.decorated_list("makers", &self.makers)
    }
}

restli::record!(Panel);

/// Reads a panel, and sees that it is written again as it came.
fn panel(json: &Json) -> Panel {
    let panel: Panel = serde_json::from_str(&json.to_string()).unwrap();
    assert_eq!(serde_json::to_value(&panel).unwrap(), *json);
    panel
}

/// The items as URN, id of the entity and status of the error.
fn items(authors: &DecoratedList<Author, AuthorUrn>) -> Vec<(&str, Option<&str>, Option<u16>)> {
    let items = authors.iter().map(|item| {
        let id = item
            .resolved()
            .map(|author| author.id.as_deref().unwrap_or("?"));
        let status = item.error().and_then(|error| error.status());
        (item.urn().map_or("-", |urn| urn.as_str()), id, status)
    });
    items.collect()
}

const A: &str = "urn:lib:author:a";
const B: &str = "urn:lib:author:b";
const C: &str = "urn:lib:author:c";

#[test]
fn entities_come_in_order_or_by_urn_or_in_place() {
    let failed = json!({"status": 404});
    let urns = json!([A, B, C]);
    let expected = [
        (A, Some("a"), None),
        (B, None, Some(404)),
        (C, Some("?"), None),
    ];
    for json in [
        json!({"authors": urns, "authors~": [{"id": "a"}, null, {}], "authors!": [null, failed, null]}),
        json!({"authors": urns, "authors~": [{"id": "a"}, null, {}], "authors!": {B: failed}}),
        json!({"authors": urns, "authors~": {C: {}, A: {"id": "a"}}, "authors!": {B: failed, C: null}}),
        json!({"authors": urns, "authors~": {C: {}, B: null, A: {"id": "a"}}, "authors!": [null, failed]}),
        json!({"authors": urns, "authors~": {C: {}, A: {"id": "a"}}, "authors!": failed}),
        json!({"authors": [{"$URN": A, "id": "a"}, B, {"$URN": C}], "authors!": failed}),
        json!({"authors": [{"$URN": A, "id": "x"}, B, C], "authors~": [{"id": "a"}, null, {}], "authors!": failed}),
    ] {
        let panel = panel(&json);
        let authors = panel.authors.unwrap();
        assert_eq!(items(&authors), expected, "{json}");
        assert_eq!(authors.len(), 3);
        assert_eq!(
            authors.urns().map(|urn| urn.as_str()).collect::<Vec<_>>(),
            [A, B, C]
        );
        assert_eq!(authors.resolved().count(), 2);
        assert_eq!((&authors).into_iter().count(), 3);
        let item = authors.get(&AuthorUrn::new("b")).unwrap();
        assert_eq!(item.error().unwrap().status(), Some(404));
        assert_eq!(
            authors.error().is_some(),
            json["authors!"].get("status").is_some()
        );
        assert!(authors.get(&AuthorUrn::new("x")).is_none());
        assert_eq!(authors.into_urns().len(), 3);
    }
}

#[test]
fn more_and_less_may_come_than_there_are_urns() {
    let entity = json!({"id": "a"});
    for (json, expected) in [
        (
            json!({"authors": [A, B], "authors~": [entity]}),
            vec![(A, Some("a"), None), (B, None, None)],
        ),
        (
            json!({"authors": [A], "authors~": [entity, entity]}),
            vec![(A, Some("a"), None), ("-", Some("a"), None)],
        ),
        (
            json!({"authors~": [null, entity]}),
            vec![("-", None, None), ("-", Some("a"), None)],
        ),
        (
            json!({"authors~": {A: entity}, "authors!": {B: {"status": 1}}}),
            vec![(A, Some("a"), None), (B, None, Some(1))],
        ),
        (
            json!({"authors": [B], "authors~": {A: entity}}),
            vec![(B, None, None), (A, Some("a"), None)],
        ),
        (
            json!({"authors": [A, B, A], "authors~": {A: entity}}),
            vec![(A, Some("a"), None), (B, None, None), (A, Some("a"), None)],
        ),
        (json!({"authors": [A]}), vec![(A, None, None)]),
        (json!({"authors": [], "authors~": []}), vec![]),
        (json!({"authors!": {"status": 1}}), vec![]),
        (
            json!({"authors!": [{"status": 1}]}),
            vec![("-", None, Some(1))],
        ),
    ] {
        let authors = panel(&json).authors.unwrap();
        assert_eq!(items(&authors), expected, "{json}");
        assert_eq!(authors.is_empty(), expected.is_empty());
    }
    let absent: Panel =
        serde_json::from_str(r#"{"authors":null,"authors~":null,"authors!":null}"#).unwrap();
    assert_eq!(absent, Panel::default());
}

#[test]
fn entities_of_several_kinds_are_told_by_their_urns() {
    let urns = json!(["urn:lib:publisher:7", A, "urn:lib:robot:1"]);
    let (publisher, author, robot) = (
        json!({"title": "P"}),
        json!({"id": "a"}),
        json!({"serial": 1}),
    );
    for json in [
        json!({"makers": urns, "makers~": [publisher, author, robot]}),
        json!({"makers": urns, "makers~": {A: author, "urn:lib:robot:1": robot, "urn:lib:publisher:7": publisher}}),
        json!({"makers": [
            {"title": "P", "$URN": "urn:lib:publisher:7"},
            {"id": "a", "$URN": A},
            {"serial": 1, "$URN": "urn:lib:robot:1"},
        ]}),
    ] {
        // The members of the JSON above stand in the order of their names; here it is the other way round.
        let members: Vec<_> = json.as_object().unwrap().iter().rev().collect();
        let members = members
            .iter()
            .map(|(name, value)| format!("\"{name}\":{value}"));
        let reversed = format!("{{{}}}", members.collect::<Vec<_>>().join(","));
        for panel in [panel(&json), serde_json::from_str(&reversed).unwrap()] {
            assert_eq!(serde_json::to_value(&panel).unwrap(), json);
            let makers = panel.makers.unwrap();
            let resolved: Vec<_> = makers.resolved().collect();
            match resolved.as_slice() {
                [
                    MakerEntity::Publisher(publisher),
                    MakerEntity::Author(author),
                    MakerEntity::Unknown(_),
                ] => {
                    assert_eq!(publisher.title.as_deref(), Some("P"));
                    assert_eq!(author.id.as_deref(), Some("a"));
                }
                other => panic!("{json}: {other:?}"),
            }
        }
    }
}

#[test]
fn what_is_sent_are_urns() {
    let list = DecoratedList::<Author, AuthorUrn>::new([AuthorUrn::new("a")]);
    let sent = Panel {
        authors: Some(list),
        makers: None,
    };
    assert_eq!(
        serde_json::to_string(&sent).unwrap(),
        r#"{"authors":["urn:lib:author:a"]}"#
    );
    assert_eq!(
        format!("{:?}", sent.authors.unwrap()),
        "[Decorated { urn: urn:lib:author:a }]"
    );
}

#[test]
fn other_shapes_are_errors_with_their_path() {
    for (text, path) in [
        (r#"{"authors":"urn:lib:author:a"}"#, "authors"),
        (r#"{"authors":["urn:lib:author:a",7]}"#, "authors[1]"),
        (r#"{"authors~":7}"#, "authors~"),
        (r#"{"authors~":[{"id":"a"},{"id":7}]}"#, "authors~[1].id"),
        (
            r#"{"authors~":{"urn:lib:author:a":{"id":7}}}"#,
            r#"authors~["urn:lib:author:a"].id"#,
        ),
        (
            r#"{"makers":["urn:lib:author:a"],"makers~":[{"id":7}]}"#,
            "makers~[0].id",
        ),
    ] {
        let error = text
            .parse::<restli::Json>()
            .unwrap()
            .deserialize::<Panel>()
            .unwrap_err();
        assert_eq!(error.path(), path, "{text}: {error}");
    }
}

#[test]
fn a_gap_keeps_its_place() {
    let text = r#"{"authors":[null,"urn:lib:author:b"],"authors!":[{"status":404},null]}"#;
    let panel: Panel = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&panel).unwrap(), text);
    let authors = panel.authors.unwrap();
    let second = authors.get(&AuthorUrn::new("b")).unwrap();
    assert!(second.error().is_none());
    assert_eq!(
        authors.iter().next().unwrap().error().unwrap().status(),
        Some(404)
    );
}

/// What may have come of a list of some URNs, in any shape, with gaps and with more than there are URNs.
fn shapes<V>(value: V, urns: Vec<String>) -> impl Strategy<Value = Option<Json>>
where
    V: Strategy<Value = Json> + Clone,
{
    let values = prop::collection::vec(prop::option::weighted(0.7, value), 0..5);
    let pairs = prop::sample::subsequence(urns.clone(), 0..=urns.len());
    (any::<Option<bool>>(), values, pairs).prop_map(|(shape, values, urns)| {
        let values = values.into_iter().map(Json::from);
        Some(match shape? {
            true => Json::Array(values.collect()),
            false => Json::Object(urns.into_iter().zip(values).collect()),
        })
    })
}

fn list(name: &'static str) -> impl Strategy<Value = Vec<(String, Json)>> {
    let urn = prop_oneof![
        "urn:lib:author:[a-c]",
        "urn:lib:publisher:[0-9]",
        "urn:lib:robot:[a-c]"
    ];
    let urns = prop::collection::btree_set(urn, 0..5).prop_map(Vec::from_iter);
    urns.prop_flat_map(move |urns| {
        let entity = prop_oneof![
            Just(json!({})),
            "[a-z]{0,2}".prop_map(|id| json!({ "id": id }))
        ];
        let error = Just(json!({ "status": 404, "more": [] }));
        let plain = prop::option::of(Just(json!(urns)));
        (plain, shapes(entity, urns.clone()), shapes(error, urns)).prop_map(
            move |(plain, resolved, errors)| {
                let members = [
                    (name, plain),
                    (&*format!("{name}~"), resolved),
                    (&*format!("{name}!"), errors),
                ];
                let members = members.into_iter();
                members
                    .filter_map(|(name, value)| Some((name.to_owned(), value?)))
                    .collect()
            },
        )
    })
}

/// Publishers have no id, so that much is dropped of what came for their URN.
fn without_ids_of_publishers(json: &mut Map<String, Json>) {
    let urns = json.get("makers").cloned().unwrap_or_default();
    let publisher = |urn: &Json| urn.as_str().is_some_and(|urn| urn.contains("publisher"));
    match json.get_mut("makers~") {
        Some(Json::Array(entities)) => {
            for (at, entity) in entities.iter_mut().enumerate() {
                if publisher(&urns[at]) && entity.is_object() {
                    *entity = json!({});
                }
            }
        }
        Some(Json::Object(entities)) => {
            for (urn, entity) in entities.iter_mut() {
                if publisher(&json!(urn)) && entity.is_object() {
                    *entity = json!({});
                }
            }
        }
        _ => {}
    }
}

proptest! {
    #[test]
    fn every_shape_in_every_order_is_written_as_it_came(
        members in (list("authors"), list("makers")).prop_map(|(a, b)| [a, b].concat()).prop_shuffle()
    ) {
        let texts = members.iter().map(|(name, value)| format!("\"{name}\":{value}"));
        let text = format!("{{{}}}", texts.collect::<Vec<_>>().join(","));
        let panel: Panel = serde_json::from_str(&text).unwrap();
        let mut expected: Map<_, _> = members.iter().cloned().collect();
        without_ids_of_publishers(&mut expected);
        prop_assert_eq!(serde_json::to_value(&panel).unwrap(), Json::from(expected), "{}", text);
        let authors = panel.authors.unwrap_or_default();
        let plain = members.iter().find(|(name, _)| name == "authors");
        for (at, item) in authors.iter().enumerate() {
            let urn = item.urn().map(|urn| urn.as_str());
            if let Some(own) = plain.and_then(|(_, urns)| urns.get(at)) {
                prop_assert_eq!(urn, own.as_str());
            }
            let beside = members.iter().find(|(name, _)| name == "authors~");
            let entity = beside.and_then(|(_, entities)| match entities {
                Json::Array(entities) => entities.get(at),
                entities => entities.get(urn?),
            });
            prop_assert_eq!(item.resolved().is_some(), entity.is_some_and(Json::is_object));
        }
    }
}
