//! The generator's golden client, called against the sandbox: every kind of call and key of Rest.li,
//! through the types that a user would write.

use futures_util::TryStreamExt;
use library::restli::{ComplexKey, ErrorKind};
use library::{
    ArchiveBoxPatch, AuthorUrn, Edition, EditionPatch, FloorMap, HouseSettings, HouseSettingsPatch,
    Loan, LoanKind, LoanPatch, LoanState, LoansKey, Maker, MapDetail, MapKey, MapParams, Note,
    ReaderPatch, ReaderUrn, Room, Shelf, ShelfCriteria, ShelfPatch, Spot,
};
use restli_sandbox::Sandbox;

const SCHEMA: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../codegen/tests/features/schema"
);

/// A client and the sandbox it talks to.
async fn library() -> (library::Client, Sandbox) {
    let sandbox = Sandbox::start(SCHEMA).await.expect("the sandbox starts");
    let client = library::Client::builder()
        .base_url(sandbox.url())
        .token(sandbox.token())
        .build()
        .expect("a client");
    (client, sandbox)
}

#[tokio::test]
async fn a_batch_keeps_successes_failures_and_missing_ones_apart() {
    let (library, _sandbox) = library().await;
    let shelves = library
        .shelves()
        .batch_get([12, 13, 14, 99])
        .send()
        .await
        .unwrap();
    assert_eq!(
        shelves.get(&12).unwrap().unwrap().name.as_deref(),
        Some("Oak")
    );
    let refused = shelves.get(&14).unwrap().unwrap_err();
    assert_eq!(refused.code.as_deref(), Some("CLOSED"));
    let found: Vec<_> = shelves.successes().map(|(key, _)| *key).collect();
    assert_eq!(found, [12, 13]);
    let answered = shelves.get(&99).is_some_and(|shelf| shelf.is_err());
    assert!(
        answered || shelves.missing().any(|key| *key == 99),
        "99 is neither refused nor missing"
    );
}

#[tokio::test]
async fn what_is_created_can_be_read_changed_and_deleted() {
    let (library, _sandbox) = library().await;
    let shelves = library.shelves();
    let created = shelves
        .create(Shelf::new("Ash").room(Room::Hall).steps(["a", "b", "c"]))
        .send()
        .await
        .unwrap();
    let patch = ShelfPatch::new()
        .set_note("new")
        .delete_room()
        .reorder_steps(2, 0)
        .within_labels(|labels| labels.set("front", "Ashes"));
    shelves
        .partial_update(created.id, patch)
        .send()
        .await
        .unwrap();
    let shelf = shelves.get(created.id).send().await.unwrap();
    assert_eq!(shelf.name.as_deref(), Some("Ash"));
    assert_eq!(shelf.note.as_deref(), Some("new"));
    assert_eq!(shelf.room, None);
    assert_eq!(shelf.steps.unwrap(), ["c", "a", "b"]);
    assert_eq!(shelf.labels.unwrap()["front"], "Ashes");

    shelves
        .update(created.id, Shelf::new("Beech"))
        .send()
        .await
        .unwrap();
    let shelf = shelves.get(created.id).send().await.unwrap();
    assert_eq!(shelf.name.as_deref(), Some("Beech"));
    assert_eq!(shelf.note, None, "an update replaces the whole entity");

    shelves.delete(created.id).send().await.unwrap();
    let gone = shelves.get(created.id).send().await.unwrap_err();
    assert_eq!(gone.status(), Some(404));
}

#[tokio::test]
async fn several_are_written_at_once_each_with_its_own_result() {
    let (library, _sandbox) = library().await;
    let shelves = library.shelves();
    let created = shelves
        .batch_create([Shelf::new("Ash"), Shelf::new("Taken")])
        .send()
        .await
        .unwrap();
    assert!(created.elements[0].id.is_some());
    assert_eq!(created.elements[1].status(), 422);

    let id = created.elements[0].id.unwrap();
    let patched = shelves
        .batch_partial_update([
            (id, ShelfPatch::new().set_capacity(5)),
            (4711, ShelfPatch::new().set_capacity(5)),
        ])
        .send()
        .await
        .unwrap();
    assert!(patched.get(&id).unwrap().is_ok());
    assert_eq!(patched.get(&4711).unwrap().unwrap_err().status, Some(404));
    assert_eq!(
        shelves.get(id).send().await.unwrap().capacity,
        Some(5),
        "the patch arrived"
    );

    let deleted = shelves.batch_delete([id, 4711]).send().await.unwrap();
    assert!(deleted.get(&id).unwrap().is_ok());
    assert!(deleted.get(&4711).unwrap().is_err());
}

#[tokio::test]
async fn more_than_a_batch_may_hold_is_refused_before_it_is_sent() {
    let (library, _sandbox) = library().await;
    let too_many = (0..21).map(|number| Shelf::new(number.to_string()));
    let error = library
        .shelves()
        .batch_create(too_many)
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(error.to_string().contains("20"), "{error}");
}

#[tokio::test]
async fn an_alternative_key_names_the_same_entity() {
    let (library, _sandbox) = library().await;
    let shelves = library.shelves();
    let shelf = shelves.get_by_code("A/7").send().await.unwrap();
    assert_eq!(shelf.id, Some(12));
    let several = shelves
        .batch_get_by_code(["A/7", "B, (new)"])
        .send()
        .await
        .unwrap();
    let name = |code: &str| several.get(&code.to_owned()).unwrap().unwrap().name.clone();
    assert_eq!(name("B, (new)").as_deref(), Some("Pine"));
}

#[tokio::test]
async fn a_complex_key_is_found_again_without_its_parameters() {
    let (library, _sandbox) = library().await;
    let cellar = MapKey::new("Main", -1, Spot::Door(7));
    let desk = MapKey::new("Main, old (1)", 0, Spot::Name("Desk: 1".to_owned()));
    let drawn = ComplexKey::new(cellar.clone()).params(MapParams::new().detail(MapDetail::High));
    let maps = library
        .maps()
        .batch_get([drawn, desk.clone().into()])
        .send()
        .await
        .unwrap();
    let title = |key: &MapKey| maps.get(key).unwrap().unwrap().title.clone();
    assert_eq!(title(&cellar).as_deref(), Some("Cellar"));
    assert_eq!(title(&desk).as_deref(), Some("Desk"));

    let created = library
        .maps()
        .create(FloorMap::new("New"))
        .send()
        .await
        .unwrap();
    let read = library.maps().get(created.id).send().await.unwrap();
    assert_eq!(read.title.as_deref(), Some("New"));
}

#[tokio::test]
async fn an_association_is_asked_by_a_part_of_its_key() {
    let (library, _sandbox) = library().await;
    let loans = library.loans();
    let of_reader = loans
        .find_by_reader(ReaderUrn::new(3))
        .send()
        .await
        .unwrap();
    let mut tickets: Vec<_> = of_reader.elements.iter().map(|loan| loan.ticket).collect();
    tickets.sort();
    assert_eq!(tickets, [Some(501), Some(502)]);

    let key = LoansKey::new(7, ReaderUrn::new(3), LoanKind::Home);
    let loan = loans.get(key.clone()).send().await.unwrap();
    assert_eq!(loan.state, Some(LoanState::Out));
    loans
        .partial_update(key.clone(), LoanPatch::new().set_state(LoanState::Back))
        .send()
        .await
        .unwrap();
    let both = loans
        .batch_get([
            key.clone(),
            LoansKey::new(8, ReaderUrn::new(3), LoanKind::Home),
        ])
        .send()
        .await
        .unwrap();
    let state = |key: &LoansKey| both.get(key).unwrap().unwrap().state.clone();
    assert_eq!(state(&key), Some(LoanState::Back));
}

#[tokio::test]
async fn defaults_are_filled_in_where_the_reader_asks_for_them() {
    use library::restli::Defaults;

    let (library, _sandbox) = library().await;
    let key = LoansKey::new(8, ReaderUrn::new(3), LoanKind::Home);
    let loan: Loan = library.loans().get(key).send().await.unwrap();
    assert_eq!(loan.renewed, None);
    assert_eq!(loan.with_defaults().renewed, Some(0));
}

#[tokio::test]
async fn a_book_is_changed_by_what_differs() {
    use library::{BookPatch, Owner};

    let (library, _sandbox) = library().await;
    let books = library.books();
    let read = books.get(7).send().await.unwrap();
    let mut changed = read.clone();
    changed.subtitle = Some("A novel".to_owned());
    changed.price = None;
    changed.owner = Some(Owner::Club("Night readers".to_owned()));
    let labels = changed.labels.as_mut().unwrap();
    labels.get_mut("front").unwrap().text = Some("Old".to_owned());
    labels.remove("back");
    changed.size.as_mut().unwrap().pages = None;
    // What only the server sets is left alone.
    changed.version = Some(99);
    let patch = BookPatch::between(&read, &changed);
    books.partial_update(7, patch).send().await.unwrap();
    let now = books.get(7).send().await.unwrap();
    assert_eq!(now.version, read.version);
    changed.version = read.version;
    assert_eq!(now, changed);
}

#[tokio::test]
async fn decimals_and_instants_are_sent_and_read_as_such() {
    use library::restli::{Decimal, EpochMillis, EpochSeconds};
    use library::{Book, BookPatch};

    let (library, _sandbox) = library().await;
    let books = library.books();
    let bought = EpochMillis::from(jiff_time());
    let book = Book::new("Nacht")
        .worth(Decimal::new(1250, 2))
        .rates([("home", 1)])
        .printed(EpochSeconds::from_seconds(-1))
        .bought(jiff_time())
        .readings([bought]);
    let created = books.create(book).send().await.unwrap();
    let patch = BookPatch::new()
        .set_worth(exact("13.10"))
        .within_rates(|rates| rates.set("club", Decimal::new(5, 1)));
    books
        .partial_update(created.id, patch)
        .send()
        .await
        .unwrap();
    let book = books.get(created.id).send().await.unwrap();
    assert_eq!(book.worth.as_ref().unwrap().as_str(), "13.10");
    assert_eq!(book.worth.unwrap().to_decimal(), Ok(exact("13.1")));
    assert_eq!(book.rates.unwrap()["club"], "0.50".parse().unwrap());
    assert_eq!(book.printed, Some(EpochSeconds::from_seconds(-1)));
    assert_eq!(
        (book.bought, book.readings),
        (Some(bought), Some(vec![bought]))
    );

    let refused = books
        .partial_update(
            created.id,
            BookPatch::from_json(serde_json::json!({"$set": {"worth": "a lot"}})),
        )
        .send()
        .await
        .unwrap_err();
    assert!(
        refused.to_string().contains("which is no decimal number"),
        "{refused}"
    );
    let converted = library
        .tools()
        .convert(12)
        .at(EpochSeconds::from_seconds(0))
        .send();
    assert_eq!(converted.await.unwrap().value, Some(Decimal::new(1250, 2)));
}

fn jiff_time() -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(1_700_000_000_123).unwrap()
}

fn exact(text: &str) -> rust_decimal::Decimal {
    text.parse().unwrap()
}

#[tokio::test]
async fn a_creation_can_answer_the_entity() {
    let (library, _sandbox) = library().await;
    let editions = library.editions();
    let created = editions
        .create(Edition::new("978-9-1").year(2001))
        .send()
        .await
        .unwrap();
    assert_eq!(created.entity.unwrap().year, Some(2001));
    let silent = editions
        .create(Edition::new("978-9-2"))
        .without_entity()
        .send()
        .await
        .unwrap();
    assert_eq!(silent.entity, None);
    let changed = editions
        .partial_update("978-3-20", EditionPatch::new().set_year(1901))
        .send()
        .await
        .unwrap();
    assert_eq!(changed.entity.unwrap().year, Some(1901));
}

#[tokio::test]
async fn each_criterion_of_a_batch_finder_has_its_answer() {
    let (library, _sandbox) = library().await;
    let found = library
        .shelves()
        .batch_find_by_search([
            ShelfCriteria::new().room(Room::Attic),
            ShelfCriteria::new().min_capacity(1000),
        ])
        .send()
        .await
        .unwrap();
    let hits = found.get(0).unwrap().unwrap();
    assert_eq!(hits.elements[0].name.as_deref(), Some("Pine"));
    assert_eq!(found.get(1).unwrap().unwrap_err().status, Some(404));
}

#[tokio::test]
async fn actions_stand_on_every_level() {
    let (library, _sandbox) = library().await;
    let counted = library.shelves().reindex().send().await.unwrap();
    assert_eq!(counted.value, Some(42));
    library.shelves().lock(12).send().await.unwrap();
    let locked = library.shelves().get(12).send().await.unwrap();
    assert_eq!(locked.note.as_deref(), Some("locked"));
    library.settings().reset().send().await.unwrap();
    assert_eq!(
        library.settings().get().send().await.unwrap().days,
        Some(14)
    );
    let repeated = library.tools().repeat("again").send().await.unwrap();
    assert_eq!(repeated.value.as_deref(), Some("again"));
    let nothing = library.tools().cover_of(8).send().await.unwrap();
    assert_eq!(nothing.value, Some(library::Cover::Null));
}

#[tokio::test]
async fn a_simple_resource_is_replaced_patched_and_deleted() {
    let (library, _sandbox) = library().await;
    let settings = library.settings();
    settings
        .partial_update(HouseSettingsPatch::new().set_open(false))
        .send()
        .await
        .unwrap();
    let now = settings.get().send().await.unwrap();
    assert_eq!((now.open, now.days), (Some(false), Some(21)));
    settings
        .update(HouseSettings::new().days(7))
        .send()
        .await
        .unwrap();
    let now = settings.get().send().await.unwrap();
    assert_eq!((now.open, now.days), (None, Some(7)));
    settings.delete().send().await.unwrap();
    assert_eq!(settings.get().send().await.unwrap_err().status(), Some(404));
}

#[tokio::test]
async fn sub_resources_take_the_keys_above_them() {
    let (library, _sandbox) = library().await;
    let slots = library.shelves_rows_slots();
    let slot = slots.get(12, 1, "a/b (1), 50%").send().await.unwrap();
    assert_eq!(slot.book, Some(8));
    let empty = slots.get(12, 1, "").send().await.unwrap();
    assert_eq!(empty.width, Some(0.5));
    let label = library
        .shelves_rows_slots_label()
        .get(12, 1, "left")
        .send()
        .await
        .unwrap();
    assert_eq!(label.text.as_deref(), Some("Poetry"));
    let pin = library
        .maps_pins()
        .get(MapKey::new("Main", -1, Spot::Door(7)), 4)
        .send()
        .await
        .unwrap();
    assert_eq!(pin.text.as_deref(), Some("Here"));
}

#[tokio::test]
async fn one_resource_is_mounted_at_several_places() {
    let (library, _sandbox) = library().await;
    let all = library.notes().get_all().send().await.unwrap();
    assert_eq!(all.elements.len(), 2);
    let of_shelf = library.notes_of_shelf().get_all(12).send().await.unwrap();
    let texts: Vec<_> = of_shelf.elements.iter().map(|note| &note.text).collect();
    assert_eq!(texts, [&Some("Watch the step".to_owned())]);
    let created = library
        .notes_of_shelf()
        .create(12, Note::new("Dust"))
        .send()
        .await
        .unwrap();
    let read = library.notes().get(created.id).send().await.unwrap();
    assert_eq!(read.text.as_deref(), Some("Dust"));
}

#[tokio::test]
async fn an_older_service_is_spoken_to_in_protocol_1() {
    let (library, _sandbox) = library().await;
    let key = library::BoxKey::new("cellar", 3);
    let archives = library.archives();
    archives
        .partial_update(key.clone(), ArchiveBoxPatch::new().set_papers(13))
        .send()
        .await
        .unwrap();
    let boxes = archives
        .batch_get([key.clone(), library::BoxKey::new("a.b [1]~", 3)])
        .send()
        .await
        .unwrap();
    assert_eq!(boxes.get(&key).unwrap().unwrap().papers, Some(13));
    assert_eq!(boxes.len(), 2);
}

#[tokio::test]
async fn masks_choose_exclude_and_slice() {
    let (library, _sandbox) = library().await;
    let shelf = library
        .shelves()
        .get(12)
        .project(|shelf| {
            shelf
                .name()
                .slice(1, 1, |shelf| shelf.steps())
                .address_with(|address| address.without(|address| address.zip()))
        })
        .send()
        .await
        .unwrap();
    assert_eq!(shelf.steps.unwrap(), ["dust"]);
    let address = shelf.address.unwrap();
    assert_eq!((address.city.as_deref(), address.zip), (Some("Bern"), None));
    assert_eq!(shelf.note, None);

    let page = library
        .shelves()
        .get_all()
        .project_metadata(|facets| facets.books())
        .project_paging(|paging| paging.total())
        .send()
        .await
        .unwrap();
    let facets = page.metadata.unwrap();
    assert_eq!((facets.books, facets.rooms), (Some(9007199254740993), None));
    let paging = page.paging.unwrap();
    assert_eq!((paging.total.is_some(), paging.start), (true, None));
}

#[tokio::test]
async fn pages_are_walked_to_their_end() {
    let (library, _sandbox) = library().await;
    let shelves: Vec<Shelf> = library
        .shelves()
        .get_all()
        .count(2)
        .stream()
        .try_collect()
        .await
        .unwrap();
    let names: Vec<_> = shelves.into_iter().filter_map(|shelf| shelf.name).collect();
    assert_eq!(names, ["Oak", "Pine", "Elm"]);
}

#[tokio::test]
async fn a_batch_too_long_for_a_url_is_tunneled() {
    let (library, _sandbox) = library().await;
    let call = library.shelves().batch_get(12..2000);
    let request = call.clone().build().unwrap();
    let encoded = request.encode().unwrap();
    assert_eq!(encoded.header("x-http-method-override"), Some("GET"));
    let shelves = call.send().await.unwrap();
    assert!(shelves.get(&12).unwrap().is_ok());
}

#[tokio::test]
async fn a_list_of_urns_is_resolved_item_by_item() {
    let (library, _sandbox) = library().await;
    let reader = library
        .readers()
        .get(3)
        .project(|reader| {
            reader
                .likes_resolved_with(|author| author.name().publisher_resolved())
                .follows_resolved_with(|maker| {
                    maker
                        .author_with(|author| author.name())
                        .publisher_with(|publisher| publisher.city())
                })
        })
        .send()
        .await
        .unwrap();
    let likes = reader.likes.unwrap();
    let named: Vec<_> = likes
        .iter()
        .map(|item| item.resolved().and_then(|author| author.name.as_deref()))
        .collect();
    assert_eq!(named, [Some("Sheridan Le Fanu"), None, Some("Bram Stoker")]);
    let nobody = likes.get(&AuthorUrn::new("nobody")).unwrap();
    assert_eq!(nobody.error().unwrap().status(), Some(404));
    let follows = reader.follows.unwrap();
    let kinds: Vec<_> = follows
        .iter()
        .map(|item| match item.resolved() {
            Some(Maker::Author(author)) => author.name.as_deref(),
            Some(Maker::Publisher(publisher)) => publisher.city.as_deref(),
            _ => None,
        })
        .collect();
    assert_eq!(kinds, [Some("London"), Some("Bram Stoker"), None, None]);
    assert_eq!(
        follows.iter().filter(|item| item.error().is_some()).count(),
        1
    );

    // What is set are the URNs, and they are what comes when nothing is resolved.
    let likes = [AuthorUrn::new("stoker")];
    library
        .readers()
        .partial_update(3, ReaderPatch::new().set_likes(likes.clone()))
        .send()
        .await
        .unwrap();
    let reader = library.readers().get(3).send().await.unwrap();
    assert_eq!(reader.likes.unwrap().into_urns(), likes);
}
