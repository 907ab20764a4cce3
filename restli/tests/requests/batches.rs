//! Calls about many entities: the keys in the query, and the content under the same keys in the body.

use restli::{ComplexKey, Method, Value};

use crate::mini::*;
use crate::{client, encoded, refused};

fn loan(book: i64, reader: &str) -> LoansKey {
    LoansKey::new(book, AuthorUrn::new(reader))
}

fn body<T>(request: restli::Result<restli::Request<T>>) -> String {
    String::from_utf8(encoded(request).body.unwrap()).unwrap()
}

#[test]
fn ids_are_one_list() {
    let client = client();
    let request = client.loans().batch_get([loan(7, "x"), loan(8, "a,b")]);
    let request = request.build().unwrap();
    assert_eq!(request.ids().len(), 2);
    assert_eq!(
        encoded(Ok(request)).target,
        "/v2/loans?ids=List((book:7,reader:urn%3Alib%3Aauthor%3Ax),\
         (book:8,reader:urn%3Alib%3Aauthor%3Aa%2Cb))"
    );
    let simple = client
        .restli()
        .raw(Method::BatchGet, "/v2/books")
        .ids(["1", "a b", ""]);
    // The empty text is `''`, which no URL library leaves alone: the query goes in the body.
    assert_eq!(body(simple.build()), "ids=List(1,a%20b,'')");
}

#[test]
fn a_key_that_comes_twice_counts_once() {
    let client = client();
    let call = client
        .restli()
        .raw(Method::BatchDelete, "/v2/books")
        .ids([7_i64, 8, 7, 7]);
    assert_eq!(encoded(call.build()).target, "/v2/books?ids=List(7,8)");
    let again = client.restli().raw(Method::BatchGet, "/v2/books");
    let again = again.ids([1_i64, 2]).ids([3_i64, 3]);
    assert_eq!(encoded(again.build()).target, "/v2/books?ids=List(3)");
    let call = client
        .loans()
        .batch_update([(loan(7, "x"), Loan::new(3)), (loan(7, "x"), Loan::new(3))]);
    assert_eq!(
        body(call.build()),
        r#"{"entities":{"(book:7,reader:urn%3Alib%3Aauthor%3Ax)":{"days":3}}}"#
    );
}

#[test]
fn what_contradicts_itself_is_refused() {
    let client = client();
    let twice = client
        .loans()
        .batch_update([(loan(7, "x"), Loan::new(3)), (loan(7, "x"), Loan::new(4))]);
    assert_eq!(
        refused(twice.build()),
        "BATCH_UPDATE of loans: entity `(book:7,reader:urn%3Alib%3Aauthor%3Ax)`: \
         the key is given twice, with different content"
    );
    let params = |detail| ComplexKey::new(MapKey::new(1, 2)).params(MapParams::new(detail));
    let twice = client.maps().batch_get([params("a"), params("b")]);
    assert!(refused(twice.build()).contains("twice, with different parameters"));
}

#[test]
fn an_empty_batch_is_refused() {
    let client = client();
    let none: [LoansKey; 0] = [];
    assert_eq!(
        refused(client.loans().batch_delete(none).build()),
        "BATCH_DELETE of loans: ids: a batch must not be empty"
    );
    let none: [(LoansKey, Loan); 0] = [];
    assert!(refused(client.loans().batch_update(none).build()).contains("must not be empty"));
    let none: [Loan; 0] = [];
    assert!(refused(client.maps().batch_create(none).build()).contains("must not be empty"));
    let none: [MapKey; 0] = [];
    let finder = client.maps().batch_find_by_area(none);
    assert!(refused(finder.build()).contains("must not be empty"));
}

#[test]
fn a_batch_that_the_service_would_refuse_for_its_size_is_refused_here() {
    let client = client();
    let call = |count| {
        let keys = (0..count).map(|x| MapKey::new(x, 0));
        client.maps().batch_get(keys).build()
    };
    assert!(call(3).is_ok());
    assert_eq!(
        refused(call(4)),
        "BATCH_GET of maps: ids: 4 in one batch, where the service takes 3 \
         (`in_chunks()` sends them in several)"
    );
}

#[test]
fn parameters_of_a_complex_key_go_into_query_and_body() {
    let client = client();
    let key = ComplexKey::new(MapKey::new(3, 4)).params(MapParams::new("high & low"));
    let call = client.maps().batch_update([(key.clone(), Loan::new(1))]);
    let request = encoded(call.build());
    assert_eq!(
        request.target,
        "/v2/maps?ids=List(($params:(detail:high%20%26%20low),x:3,y:4))"
    );
    assert_eq!(
        request.body.as_deref(),
        Some(&br#"{"entities":{"($params:(detail:high & low),x:3,y:4)":{"days":1}}}"#[..])
    );
    let get = client.maps().get(key).build().unwrap();
    assert!(get.keys()[0].get("$params").is_some());
    assert_eq!(
        encoded(Ok(get)).target,
        "/v2/maps/($params:(detail:high%20&%20low),x:3,y:4)"
    );
    let plain = client.maps().get(MapKey::new(3, 4));
    assert_eq!(encoded(plain.build()).target, "/v2/maps/(x:3,y:4)");
}

#[test]
fn keys_of_a_body_are_escaped_less_than_those_of_a_query() {
    let client = client();
    let raw = client.restli().raw(Method::BatchUpdate, "/v2/books");
    let call = raw.entities([("urn:lib:book:7", 1), ("a b/&%", 2)]);
    let request = encoded(call.build());
    assert_eq!(
        request.target,
        "/v2/books?ids=List(urn%3Alib%3Abook%3A7,a%20b/%26%25)"
    );
    assert_eq!(
        request.body.as_deref(),
        Some(&br#"{"entities":{"urn:lib:book:7":1,"a b/&%":2}}"#[..])
    );
}

#[test]
fn creates_have_no_keys_yet() {
    let client = client();
    let call = client.maps().batch_create([Loan::new(1), Loan::new(2)]);
    let request = encoded(call.build());
    assert_eq!(request.target, "/v2/maps");
    assert_eq!(request.header("x-restli-method"), Some("batch_create"));
    assert_eq!(
        request.body.as_deref(),
        Some(&br#"{"elements":[{"days":1},{"days":2}]}"#[..])
    );
}

#[test]
fn criteria_of_a_batch_finder_are_a_list() {
    let client = client();
    let call = client
        .maps()
        .batch_find_by_area([MapKey::new(1, 2), MapKey::new(3, 4)]);
    assert_eq!(
        encoded(call.count(2).build()).target,
        "/v2/maps?areas=List((x:1,y:2),(x:3,y:4))&bq=area&count=2"
    );
}

#[test]
fn alternative_keys_say_what_they_are() {
    let client = client();
    let maps = client.maps();
    assert_eq!(
        encoded(maps.get_by_sheet("978-3").build()).target,
        "/v2/maps/978-3?altkey=sheet"
    );
    assert_eq!(
        encoded(maps.batch_get_by_sheet(["978-3", "978-4"]).build()).target,
        "/v2/maps?altkey=sheet&ids=List(978-3,978-4)"
    );
}

#[test]
fn the_parts_of_a_key_that_a_finder_is_given_are_one_segment() {
    let client = client();
    let call = client.loans().find_by_reader(AuthorUrn::new("x"));
    let request = call.build().unwrap();
    assert_eq!(
        request.keys(),
        [Value::map([("reader", "urn:lib:author:x")])]
    );
    assert_eq!(
        encoded(Ok(request)).target,
        "/v2/loans/(reader:urn%3Alib%3Aauthor%3Ax)?q=reader"
    );
    let raw = client
        .restli()
        .raw(Method::Finder, "/v2/{}/loans/{}")
        .named("n")
        .key(&ComplexKey::<_, MapParams>::new(MapKey::new(1, 2)))
        .key_part("book", &7_i64)
        .key_part("reader", "x");
    assert_eq!(
        encoded(raw.build()).target,
        "/v2/(x:1,y:2)/loans/(book:7,reader:x)?q=n"
    );
}

#[test]
fn wrong_urns_in_keys_are_refused() {
    let client = client();
    let wrong: AuthorUrn = serde_json::from_str(r#""urn:lib:publisher:1""#).unwrap();
    let right = LoansKey::new(1, AuthorUrn::new("x"));
    let keys = [right.clone(), right, LoansKey::new(1, wrong)];
    let reason = refused(client.loans().batch_get(keys).build());
    assert!(reason.contains("key 3: `urn:lib:publisher:1`"), "{reason}");
}

#[test]
fn entities_can_be_done_without() {
    let client = client();
    let create = client.maps().create(Loan::new(1)).without_entity();
    assert_eq!(
        encoded(create.build()).target,
        "/v2/maps?$returnEntity=false"
    );
    let create = client.maps().create(Loan::new(1)).with_entity();
    assert_eq!(
        encoded(create.build()).target,
        "/v2/maps?$returnEntity=true"
    );
    static PLAIN: restli::MethodSpec = restli::MethodSpec::create("maps", "/v2/maps");
    let plain = restli::Call::<()>::new(client.restli(), &PLAIN);
    assert!(refused(plain.return_entity(false).build()).contains("does not return one"));
}
