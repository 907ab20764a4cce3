//! `select` on every kind of call that answers entities, against the sandbox of the generator's golden service.

use futures_util::TryStreamExt;
use library::{Edition, EditionPatch, Isbn, Room, ShelfCriteria};
use restli_sandbox::Sandbox;

const SCHEMA: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../codegen/tests/features/schema"
);

async fn library() -> (library::Client, Sandbox) {
    let sandbox = Sandbox::start(SCHEMA).await.expect("the sandbox starts");
    let client = library::Client::builder()
        .base_url(sandbox.url())
        .token(sandbox.token())
        .build()
        .expect("a client");
    (client, sandbox)
}

#[derive(Debug, PartialEq, library::Projection)]
#[projection(of = library::Shelf)]
struct Name {
    name: String,
    room: Option<Room>,
}

#[derive(Debug, PartialEq, library::Projection)]
#[projection(of = library::Edition)]
struct Year {
    isbn: Isbn,
    year: i32,
}

#[tokio::test]
async fn all_entities_keep_what_stands_beside_them() {
    let (library, _sandbox) = library().await;
    let call = library.shelves().get_all().count(2).select::<Name>();
    let request = call.clone().build().unwrap();
    let (mask, _) = request.mask().unwrap();
    assert_eq!(
        mask.to_projection().unwrap(),
        "(elements*(name,room),paging,metadata)"
    );
    let page = call.clone().send().await.unwrap();
    assert_eq!(page.elements.len(), 2);
    assert_eq!(page.elements[0].name, "Oak");
    let all: Vec<Name> = call.stream().try_collect().await.unwrap();
    assert!(all.len() > 2);
}

#[tokio::test]
async fn batches_and_batch_finders_are_selected_for_each_key_and_criterion() {
    let (library, _sandbox) = library().await;
    let batch = library.shelves().batch_get([12, 14, 99]).select::<Name>();
    let batch = batch.send().await.unwrap();
    assert_eq!(batch.get(&12).unwrap().unwrap().name, "Oak");
    assert!(batch.get(&14).unwrap().is_err());

    let criteria = [
        ShelfCriteria::new().room(Room::Attic),
        ShelfCriteria::new().min_capacity(1000),
    ];
    let found = library.shelves().batch_find_by_search(criteria);
    let found = found.select::<Name>().send().await.unwrap();
    assert_eq!(found.get(0).unwrap().unwrap().elements[0].name, "Pine");
    assert_eq!(found.get(1).unwrap().unwrap_err().status, Some(404));
}

#[tokio::test]
async fn what_was_written_is_answered_as_the_projection() {
    let (library, _sandbox) = library().await;
    let editions = library.editions();
    let created = editions
        .create(Edition::new("978-9-1").year(2001))
        .select::<Year>()
        .send()
        .await
        .unwrap();
    let one = created.id.unwrap();
    assert_eq!(created.entity.unwrap().year, 2001);
    let several = editions
        .batch_create([Edition::new("978-9-2").year(2002)])
        .select::<Year>()
        .send()
        .await
        .unwrap();
    let other = several.elements[0].id.clone().unwrap();
    assert_eq!(several.elements[0].entity.as_ref().unwrap().year, 2002);
    let changed = editions
        .partial_update(one, EditionPatch::new().set_year(1901))
        .select::<Year>()
        .send()
        .await
        .unwrap();
    assert_eq!(changed.entity.unwrap().year, 1901);
    let batch = editions
        .batch_partial_update([(other.clone(), EditionPatch::new().set_year(1902))])
        .select::<Year>()
        .send()
        .await
        .unwrap();
    let updated = batch.get(&other).unwrap().unwrap();
    let year = updated.entity.as_ref().unwrap();
    assert_eq!((year.isbn.as_str(), year.year), (other.as_str(), 1902));
}

#[tokio::test]
async fn what_a_returned_entity_lacks_has_its_path() {
    let (library, _sandbox) = library().await;
    let created = library.editions().create(Edition::new("978-9-3"));
    let error = created.select::<Year>().send().await.unwrap_err();
    let error = error.to_string();
    assert!(
        error.contains("at `year`: it is absent, and `Year` demands it"),
        "{error}"
    );
}
