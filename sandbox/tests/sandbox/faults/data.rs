//! Answers with what no schema has, where the schema says that there is an enum, a union, a field.

use serde_json::{Value as Json, json};

use super::raw::{get, json, status};
use crate::support::{Served, library};

const BOOK: &str = "/lib/books/7";

async fn read(served: &Served, target: &str, fault: &str) -> Json {
    let (reply, _) = get(served, target, fault).await;
    assert_eq!(status(&reply), 200, "{reply}");
    json(&reply)
}

/// The paths at which two documents differ.
fn differences(left: &Json, right: &Json, at: &str, found: &mut Vec<String>) {
    match (left, right) {
        (Json::Object(left), Json::Object(right)) => {
            for name in left
                .keys()
                .chain(right.keys().filter(|name| !left.contains_key(*name)))
            {
                let at = format!("{at}.{name}");
                match (left.get(name), right.get(name)) {
                    (Some(left), Some(right)) => differences(left, right, &at, found),
                    _ => found.push(at),
                }
            }
        }
        (Json::Array(left), Json::Array(right)) if left.len() == right.len() => {
            for (index, (left, right)) in left.iter().zip(right).enumerate() {
                differences(left, right, &format!("{at}[{index}]"), found);
            }
        }
        _ if left == right => {}
        _ => found.push(at.to_owned()),
    }
}

async fn changed(served: &Served, target: &str, fault: &str) -> Vec<String> {
    let mut found = Vec::new();
    let before = read(served, target, "").await;
    differences(&before, &read(served, target, fault).await, "", &mut found);
    found.sort();
    found
}

#[tokio::test]
async fn unknown_symbols_stand_where_enums_are() {
    let library = library().await;
    let all = changed(&library, BOOK, "unknown-enum; all").await;
    assert_eq!(all, [".labels.front.colour", ".language"]);
    let book = read(&library, BOOK, "unknown-enum=KLINGON; all").await;
    assert_eq!(
        (&book["language"], &book["labels"]["front"]["colour"]),
        (&json!("KLINGON"), &json!("KLINGON"))
    );
    let one = changed(&library, BOOK, "unknown-enum").await;
    assert!(one.len() == 1 && all.contains(&one[0]), "{one:?}");
    let book = read(&library, BOOK, "unknown-enum; all").await;
    assert_eq!(book["language"], "__NEW__");
}

#[tokio::test]
async fn unknown_members_stand_where_unions_are() {
    let library = library().await;
    let all = changed(&library, BOOK, "unknown-union; all").await;
    let members = [
        ".cover.lib.catalog.Picture",
        ".cover.newMember",
        ".owner.newMember",
        ".owner.reader",
    ];
    assert_eq!(all, members);
    let book = read(&library, BOOK, "unknown-union=club2; all").await;
    assert_eq!(book["owner"], json!({ "club2": { "value": 1 } }));
}

#[tokio::test]
async fn unknown_fields_stand_in_every_record() {
    let library = library().await;
    let all = changed(&library, BOOK, "unknown-field; all").await;
    for record in [
        "",
        ".size",
        ".size.format",
        ".tags[0]",
        ".tags[1]",
        ".labels.front",
        ".sequel",
        ".cover.lib.catalog.Picture",
    ] {
        assert!(
            all.contains(&format!("{record}.newField")),
            "{record}: {all:?}"
        );
    }
    assert!(
        all.iter().all(|path| path.ends_with(".newField")),
        "{all:?}"
    );
    let one = changed(&library, BOOK, "unknown-field=extra").await;
    assert!(one.len() == 1 && one[0].ends_with(".extra"), "{one:?}");
}

#[tokio::test]
async fn fields_are_missing_null_or_of_another_type() {
    let library = library().await;
    assert_eq!(
        changed(&library, BOOK, "missing-field=title").await,
        [".sequel.title", ".title"][1..]
            .iter()
            .map(|path| path.to_string())
            .collect::<Vec<_>>()
    );
    let all = changed(&library, BOOK, "missing-field=title; all").await;
    assert_eq!(all, [".sequel.title", ".title"]);
    let book = read(&library, BOOK, "null-field=title; all").await;
    assert_eq!(
        (&book["title"], &book["sequel"]["title"]),
        (&Json::Null, &Json::Null)
    );
    let book = read(
        &library,
        BOOK,
        "wrong-type=title, wrong-type=edition, wrong-type=tags, wrong-type=size",
    )
    .await;
    assert_eq!(
        (&book["edition"], &book["tags"], &book["size"]),
        (
            &json!("unexpected"),
            &json!({ "unexpected": true }),
            &json!(["unexpected"])
        )
    );
    let book = read(&library, BOOK, "wrong-type=title; all").await;
    assert_eq!(
        (&book["title"], &book["sequel"]["title"]),
        (&json!(12_345), &json!(12_345))
    );
    assert_eq!(
        changed(&library, BOOK, "missing-field=nothing").await,
        [""; 0]
    );
}

#[tokio::test]
async fn of_fields_the_required_ones_are_missed_first() {
    let library = library().await;
    // Of a shelf, only its name, and of its address only the city, must be sent.
    let model = crate::support::features();
    let model = restli_model::source::SourceSet::read(&model).unwrap();
    let (model, _) = restli_model::load(&model);
    let model = model.unwrap();
    let required = |path: &str| {
        let name = path.rsplit('.').next().unwrap();
        model.types.iter().any(|ty| match &ty.kind {
            restli_model::model::TypeKind::Record(record) => record
                .fields
                .iter()
                .any(|field| field.name == name && field.required),
            _ => false,
        })
    };
    for _ in 0..20 {
        let one = changed(&library, "/lib/shelves/12", "missing-field").await;
        assert!(one.len() == 1 && required(&one[0]), "{one:?}");
    }
}

#[tokio::test]
async fn faults_reach_into_pages_batches_and_what_is_decorated() {
    let library = library().await;
    let all = changed(
        &library,
        "/lib/books?q=search&title=Dracula",
        "unknown-enum; all",
    )
    .await;
    assert!(all.contains(&".elements[0].language".to_owned()), "{all:?}");
    let all = changed(&library, "/lib/books?ids=List(7,9)", "unknown-enum; all").await;
    assert!(all.contains(&".results.9.language".to_owned()), "{all:?}");
    let target = "/web/readers/3?projection=(id,last~(name))";
    let all = changed(&library, target, "unknown-field; all").await;
    assert_eq!(all, [".last~.newField", ".newField"], "of several kinds");
    let target = "/web/readers/3?projection=(id,favourite~(name),likes*~(name))";
    let all = changed(&library, target, "wrong-type=name; all").await;
    assert!(all.contains(&".favourite~.name".to_owned()), "{all:?}");
    assert!(
        all.iter()
            .any(|path| path.starts_with(".likes*~") || path.starts_with(".likes~")),
        "{all:?}"
    );
    let all = changed(
        &library,
        "/lib/books?bq=byAuthor&authors=List(urn%3Alib%3Aauthor%3Astoker)",
        "unknown-enum; all",
    )
    .await;
    assert!(
        all.contains(&".elements[0].elements[0].language".to_owned()),
        "{all:?}"
    );
}

#[tokio::test]
async fn errors_are_left_alone() {
    let library = library().await;
    let (with, _) = get(&library, "/lib/books/77", "unknown-field; all").await;
    let (without, _) = get(&library, "/lib/books/77", "").await;
    assert_eq!((status(&with), json(&with)), (404, json(&without)));
}

#[tokio::test]
async fn the_seed_decides_where() {
    let library = library().await;
    let draw = async |seed: u64| {
        library.sandbox.faults().clear();
        library.sandbox.faults().set_seed(seed);
        let mut found = Vec::new();
        for _ in 0..8 {
            found.extend(changed(&library, BOOK, "wrong-type").await);
        }
        found
    };
    let one = draw(1).await;
    assert_eq!(draw(1).await, one);
    assert_ne!(draw(2).await, one);
}
