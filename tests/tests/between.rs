//! The patch between two books, applied by the book: it must lead from one to the other.

use library::{Author, AuthorPatch, Book, BookPatch, restli};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Fields that a patch of a book cannot change.
const FIXED: [&str; 6] = ["createdAt", "createdBy", "id", "isbn", "version", "etag"];

/// Applies a patch as Rest.li defines it.
fn apply(target: &mut Value, patch: &Value) {
    let target = target.as_object_mut().expect("only objects are patched");
    for (name, change) in patch.as_object().expect("a patch is an object") {
        match name.as_str() {
            "$set" => target.extend(change.as_object().expect("$set names fields").clone()),
            "$delete" => {
                for name in change.as_array().expect("$delete lists fields") {
                    let gone = target.remove(name.as_str().expect("a name"));
                    assert!(gone.is_some(), "{name} is deleted, and was not there");
                }
            }
            name => apply(
                target.get_mut(name).expect("what is patched is there"),
                change,
            ),
        }
    }
}

/// The new book, with what cannot be changed as it was in the old one.
fn expected(old: &Value, new: &Value) -> Value {
    let mut expected = new.clone();
    for name in FIXED {
        match old.get(name) {
            Some(value) => expected[name] = value.clone(),
            None => drop(expected.as_object_mut().unwrap().remove(name)),
        }
    }
    if let (Some(old), Some(new)) = (old.get("sequel"), new.get("sequel")) {
        expected["sequel"] = self::expected(old, new);
    }
    expected
}

/// An object of required members and some of the others.
fn object(
    required: Vec<(&'static str, BoxedStrategy<Value>)>,
    optional: Vec<(&'static str, BoxedStrategy<Value>)>,
) -> BoxedStrategy<Value> {
    let member = |(name, value): (&'static str, BoxedStrategy<Value>), always| {
        let value = match always {
            true => value.prop_map(Some).boxed(),
            false => prop::option::of(value).boxed(),
        };
        value.prop_map(move |value| (name, value)).boxed()
    };
    let required = required.into_iter().map(|entry| member(entry, true));
    let members: Vec<_> = required
        .chain(optional.into_iter().map(|entry| member(entry, false)))
        .collect();
    let object = members.prop_map(|members| {
        let members = members.into_iter();
        let members = members.filter_map(|(name, value)| Some((name.to_owned(), value?)));
        Value::Object(members.collect())
    });
    object.boxed()
}

fn some<T: Into<Value> + Clone + std::fmt::Debug + 'static>(values: &[T]) -> BoxedStrategy<Value> {
    prop::sample::select(values.to_vec())
        .prop_map(Into::into)
        .boxed()
}

fn map(names: &'static [&'static str], value: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    let map = prop::collection::btree_map(prop::sample::select(names), value, 0..3);
    map.prop_map(|map| {
        let entries = map
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value));
        Value::Object(entries.collect::<Map<_, _>>())
    })
    .boxed()
}

/// Few values for each field, so that some of two books are equal.
fn book() -> BoxedStrategy<Value> {
    let leaf = fields(Vec::new());
    leaf.prop_recursive(2, 8, 1, |sequel| fields(vec![("sequel", sequel.boxed())]))
        .boxed()
}

fn fields(more: Vec<(&'static str, BoxedStrategy<Value>)>) -> BoxedStrategy<Value> {
    let label = object(
        vec![("text", some(&["a", "b"]))],
        vec![("colour", some(&["RED", "MAUVE"]))],
    );
    let sheet = object(
        vec![],
        vec![("height", some(&[1.5, 2.0])), ("width", some(&[1.5]))],
    );
    let size = object(vec![], vec![("pages", some(&[1, 2])), ("format", sheet)]);
    let person = object(
        vec![("name", some(&["I", "J"]))],
        vec![("since", some(&[1, 2]))],
    );
    let owner = prop_oneof![
        person.prop_map(|person| json!({ "person": person })),
        some(&["a", "b"]).prop_map(|club| json!({ "club": club })),
        Just(json!({"unheard": [1]})),
    ];
    let cover = prop_oneof![
        Just(Value::Null),
        some(&[1, 2]).prop_map(|number| json!({ "int": number })),
        some(&["u", "v"]).prop_map(|url| json!({"lib.catalog.Picture": {"url": url, "shade": 3}})),
    ];
    let tags = prop::collection::vec(some(&["x", "y"]), 0..3).prop_map(|words| {
        let tags = words.into_iter().map(|word| json!({ "label": word }));
        Value::Array(tags.collect())
    });
    let mut optional = vec![
        ("createdAt", some(&[1, 2])),
        ("createdBy", some(&["urn:lib:reader:1", "urn:lib:reader:2"])),
        ("id", some(&[1, 2])),
        ("isbn", some(&["1", "2"])),
        ("version", some(&[1, 2])),
        ("etag", some(&["a", "b"])),
        ("subtitle", some(&["a", ""])),
        ("language", some(&["DE", "XX"])),
        ("authors", some(&[json!(["urn:lib:author:a"]), json!([])])),
        ("tags", tags.boxed()),
        ("labels", map(&["front", "back", "$top"], label)),
        (
            "visits",
            map(&["urn:lib:branch:a", "urn:lib:branch:b"], some(&[1, 2])),
        ),
        ("size", size),
        ("price", some(&[1.0, 1.5])),
        ("worth", some(&["1.5", "1.50", "2"])),
        ("rates", map(&["home", "club"], some(&["1", "1.0"]))),
        ("printed", some(&[-1, 1])),
        ("bought", some(&[-1, 1])),
        ("readings", some(&[json!([1]), json!([1, 2])])),
        ("thumbnail", some(&["\u{ff}", ""])),
        ("owner", owner.boxed()),
        ("cover", cover.boxed()),
    ];
    optional.extend(more);
    object(vec![("title", some(&["a", "b"]))], optional)
}

/// A patch as it is sent.
fn sent(patch: impl Into<restli::Patch>) -> Value {
    serde_json::to_value(patch.into()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_patch_between_two_books_leads_from_one_to_the_other(old in book(), new in book()) {
        let read = |book: &Value| serde_json::from_value::<Book>(book.clone()).unwrap();
        let patch = sent(BookPatch::between(&read(&old), &read(&new)));
        let mut patched = old.clone();
        apply(&mut patched, &patch);
        prop_assert_eq!(&patched, &expected(&old, &new), "{}", patch);
        // Nothing that is equal is named.
        prop_assert!(BookPatch::between(&read(&new), &read(&new)).is_empty());
        prop_assert!(BookPatch::between(&read(&patched), &read(&new)).is_empty(), "{}", patch);
    }
}

#[test]
fn of_a_decorated_field_its_urn_is_compared_and_set() {
    let read = |author: Value| serde_json::from_value::<Author>(author).unwrap();
    let old =
        read(json!({"name": "A", "publisher": "urn:lib:publisher:1", "publisher~": {"name": "P"}}));
    let same =
        read(json!({"name": "A", "publisher": "urn:lib:publisher:1", "publisher~": {"name": "Q"}}));
    assert!(AuthorPatch::between(&old, &same).is_empty());
    let other =
        read(json!({"name": "A", "publisher": "urn:lib:publisher:2", "publisher~": {"name": "Q"}}));
    let patch = sent(AuthorPatch::between(&old, &other));
    assert_eq!(patch, json!({"$set": {"publisher": "urn:lib:publisher:2"}}));
}

/// Servers send such URNs, and they may stay where they are.
#[test]
fn a_urn_of_another_kind_is_refused_where_it_is_new() {
    let read = |author: Value| serde_json::from_value::<Author>(author).unwrap();
    let old = read(json!({"name": "A", "publisher": "urn:lib:unknown:0"}));
    let renamed = read(json!({"name": "B", "publisher": "urn:lib:unknown:0"}));
    let patch = AuthorPatch::between(&old, &renamed);
    assert_eq!(patch, AuthorPatch::new().set_name("B"));
    let patch = AuthorPatch::between(&read(json!({"name": "A"})), &old);
    let client = library::Client::new("token").unwrap();
    let call = client.authors().batch_partial_update([(
        "urn:lib:author:a".parse::<library::AuthorUrn>().unwrap(),
        patch,
    )]);
    let error = call.build().unwrap_err().to_string();
    assert!(
        error.contains("`publisher`") && error.contains("urn:lib:unknown:0"),
        "{error}"
    );
}
