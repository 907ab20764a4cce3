//! Batch answers: success, failure and silence for each key, however the server spells the key.

use restli::{Batch, ErrorKind, Json, Method, Updated};

use crate::mini::server::{Server, json};
use crate::mini::*;

fn loan(book: i64, reader: &str) -> LoansKey {
    LoansKey::new(book, AuthorUrn::new(reader))
}

/// Deletes books with these keys from a server that answers so.
async fn delete(ids: &[i64], answer: &str) -> Batch<i64, Updated> {
    let server = Server::always(json(200, answer));
    let client = server.client();
    let raw = client.restli().raw(Method::BatchDelete, "/v2/books");
    raw.ids(ids).returning().send().await.unwrap()
}

#[tokio::test]
async fn success_failure_and_silence_are_kept_apart() {
    let answer = r#"{
        "results": {"(book:7,reader:urn%3Alib%3Aauthor%3Ax)": {"days": 3}},
        "statuses": {"(book:7,reader:urn%3Alib%3Aauthor%3Ax)": 200},
        "errors": {"(book:8,reader:urn%3Alib%3Aauthor%3Ax)": {"status": 403, "message": "not yours"}}
    }"#;
    let server = Server::always(json(200, answer));
    let client = server.client();
    let asked = [loan(9, "x"), loan(8, "x"), loan(7, "x")];
    let loans = client.loans().batch_get(asked).send().await.unwrap();

    assert_eq!(loans.get(&loan(7, "x")).unwrap().unwrap().days, Some(3));
    let error = loans.get(&loan(8, "x")).unwrap().unwrap_err();
    assert_eq!(error.message.as_deref(), Some("not yours"));
    assert_eq!(error.to_string(), "status 403: not yours");
    assert!(loans.get(&loan(9, "x")).is_none());
    assert!(loans.missing().eq([&loan(9, "x")]));

    assert_eq!(
        (loans.len(), loans.is_empty(), loans.is_success()),
        (2, false, false)
    );
    assert_eq!(loans.status(&loan(7, "x")), Some(200));
    assert_eq!(loans.status(&loan(8, "x")), Some(403));
    assert_eq!(loans.status(&loan(9, "x")), None);
    let keys: Vec<_> = loans.iter().map(|(key, _)| key.book).collect();
    assert_eq!(keys, [Some(8), Some(7)], "in the order of the request");
    assert_eq!(loans.successes().count(), 1);
    assert_eq!(loans.failures().count(), 1);
    let owned: Vec<_> = loans
        .into_iter()
        .map(|(key, loan)| (key.book, loan.is_ok()))
        .collect();
    assert_eq!(owned, [(Some(8), false), (Some(7), true)]);
}

#[tokio::test]
async fn a_failing_status_among_the_results_is_a_failure() {
    let answer =
        r#"{"results": {"1": {"status": 204}, "2": {"status": 404}, "3": {}}, "errors": {}}"#;
    let books = delete(&[1, 2, 3], answer).await;
    assert_eq!(books.get(&1).unwrap().unwrap().status(), 204);
    let error = books.get(&2).unwrap().unwrap_err();
    assert_eq!((error.status, error.message.as_deref()), (Some(404), None));
    assert_eq!(books.status(&2), Some(404));
    assert_eq!(books.get(&3).unwrap().unwrap().status(), 200);
    assert_eq!(books.missing().count(), 0);
    assert!(!books.is_success());
}

#[tokio::test]
async fn errors_beat_results() {
    let answer = r#"{"results": {"1": {"status": 500}}, "errors": {"1": {"message": "why"}}}"#;
    let books = delete(&[1], answer).await;
    let error = books.get(&1).unwrap().unwrap_err();
    assert_eq!(error.message.as_deref(), Some("why"));
    let inside = r#"{"results": {"1": {"error": {"message": "why"}}}}"#;
    let books = delete(&[1], inside).await;
    assert_eq!(books.failures().count(), 1);
}

#[tokio::test]
async fn any_member_of_the_envelope_may_be_absent() {
    for answer in [
        "{}",
        r#"{"results":{},"errors":null}"#,
        r#"{"results":{"1":null}}"#,
    ] {
        let books = delete(&[2, 1], answer).await;
        assert!(books.is_empty());
        assert!(books.missing().eq(&[2, 1]), "{answer}");
    }
    let statuses = delete(&[1, 2], r#"{"statuses":{"1":404,"2":200}}"#).await;
    assert_eq!(statuses.failures().count(), 1);
    assert!(statuses.missing().eq(&[2]));
    assert_eq!(statuses.status(&2), Some(200));
}

#[tokio::test]
async fn keys_are_found_by_what_they_mean() {
    let spellings = [
        "(book:7,reader:urn%3Alib%3Aauthor%3Aa%2Cb)",
        "(reader:urn%3Alib%3Aauthor%3Aa%2Cb,book:7)",
        "(book:07,reader:urn%3alib%3aauthor%3a%61%2cb)",
        "(book:7,new:1,reader:urn%3Alib%3Aauthor%3Aa%2Cb)",
    ];
    for spelling in spellings {
        let answer = format!(r#"{{"results":{{"{spelling}":{{"days":3}}}}}}"#);
        let server = Server::always(json(200, &answer));
        let client = server.client();
        let call = client.loans().batch_get([loan(7, "a,b")]);
        let loans = call.send().await.unwrap();
        assert!(loans.get(&loan(7, "a,b")).unwrap().is_ok(), "{spelling}");
        assert!(loans.is_success(), "{spelling}");
    }
}

#[tokio::test]
async fn simple_keys_may_be_escaped() {
    let urns = ["urn:lib:author:x", "urn%3Alib%3Aauthor%3Ax"];
    for text in urns {
        let server = Server::always(json(200, &format!(r#"{{"results":{{"{text}":{{}}}}}}"#)));
        let client = server.client();
        let raw = client.restli().raw(Method::BatchGet, "/v2/authors");
        let key = AuthorUrn::new("x");
        let authors: Batch<AuthorUrn, Author> = raw.ids([&key]).returning().send().await.unwrap();
        assert!(authors.get(&key).unwrap().is_ok(), "{text}");
    }
}

#[tokio::test]
async fn a_key_that_looks_escaped_is_found_as_it_was_asked_for() {
    let server = Server::always(json(200, r#"{"results":{"a%3Ab":{}}}"#));
    let client = server.client();
    let raw = client.restli().raw(Method::BatchGet, "/v2/books");
    let books: Batch<String, Book> = raw.ids(["a%3Ab"]).returning().send().await.unwrap();
    assert!(books.get(&"a%3Ab".to_owned()).unwrap().is_ok());
    assert!(books.is_success());
}

#[tokio::test]
async fn parameters_of_complex_keys_are_lost_in_answers() {
    let answer = r#"{"results":{"(x:3,y:4)":{"status":204}},"errors":{}}"#;
    let server = Server::always(json(200, answer));
    let client = server.client();
    let key = restli::ComplexKey::new(MapKey::new(3, 4)).params(MapParams::new("high"));
    let call = client.maps().batch_update([(key.clone(), Loan::new(1))]);
    let maps = call.send().await.unwrap();
    assert_eq!(maps.get(&key.key).unwrap().unwrap().status(), 204);
    assert_eq!(maps.missing().count(), 0);
    assert!(
        server
            .request()
            .ends_with("\r\n\r\n{\"entities\":{\"($params:(detail:high),x:3,y:4)\":{\"days\":1}}}")
    );
}

#[tokio::test]
async fn keys_that_cannot_be_read_are_told() {
    let server = Server::always(json(200, r#"{"results":{"(x:3":{}}}"#));
    let client = server.client();
    let error = client
        .maps()
        .batch_get([MapKey::new(3, 4)])
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let text = error.to_string();
    assert!(
        text.contains("at `results`: the key `(x:3` cannot be read"),
        "{text}"
    );
    let server = Server::always(json(200, r#"{"results":{"(x:3,y:4)":{"days":"x"}}}"#));
    let error = server
        .client()
        .maps()
        .batch_get([MapKey::new(3, 4)])
        .send()
        .await
        .unwrap_err();
    let text = error.to_string();
    assert!(text.contains(r#"at `results["(x:3,y:4)"].days`"#), "{text}");
}

#[tokio::test]
async fn keys_that_this_client_would_not_send_can_be_read() {
    let answer = r#"{"results":{"urn:lib:robot:1":{}},"errors":{"urn:lib:publisher:1":{}}}"#;
    let server = Server::always(json(200, answer));
    let client = server.client();
    let raw = client.restli().raw(Method::BatchGet, "/v2/makers");
    let ids = [MakerUrn::from(AuthorUrn::new("x"))];
    let makers: Batch<MakerUrn, Author> = raw.ids(ids).returning().send().await.unwrap();
    assert_eq!((makers.len(), makers.missing().count()), (2, 1));
    let error = makers.failures().next().unwrap().1;
    assert_eq!(error.to_string(), "an error that says nothing");
}

#[tokio::test]
async fn patches_may_return_entities() {
    let answer = r#"{"results":{"(book:7,reader:urn%3Alib%3Aauthor%3Ax)":{"status":200,"entity":{"days":4}}}}"#;
    let server = Server::always(json(200, answer));
    let client = server.client();
    let patches = [(loan(7, "x"), LoanPatch::new().set_days(4))];
    let call = client.loans().batch_partial_update(patches);
    let loans = call.clone().send().await.unwrap();
    let updated = loans.get(&loan(7, "x")).unwrap().unwrap();
    assert_eq!(
        (updated.status(), updated.entity.as_ref().unwrap().days),
        (200, Some(4))
    );
    let _ = call.without_entity().send().await.unwrap();
    assert!(server.lines()[1].contains("?$returnEntity=false&ids="));

    let one = Server::always(json(200, r#"{"days":4}"#));
    let client = one.client();
    let updated = client
        .maps()
        .partial_update(MapKey::new(1, 2), LoanPatch::new().set_days(4));
    let updated = updated.send().await.unwrap();
    assert_eq!(
        (updated.status(), updated.entity.unwrap().days),
        (200, Some(4))
    );
    let none = Server::always(crate::mini::server::with_headers(204, "", ""));
    let call = none.client();
    let call = call
        .maps()
        .partial_update(MapKey::new(1, 2), LoanPatch::new());
    let updated = call.without_entity().send().await.unwrap();
    assert_eq!((updated.status(), updated.entity), (204, None));
}

#[tokio::test]
async fn creates_answer_in_the_order_of_the_request() {
    let answer = r#"{"elements":[
        {"status":201,"id":"(x:1,y:2)","location":"/v2/maps/(x:1,y:2)","entity":{"days":3}},
        {"status":422,"error":{"status":422,"message":"taken"}},
        {"error":{}},
        {"status":409},
        {}
    ]}"#;
    let server = Server::always(json(200, answer));
    let client = server.client();
    let call = client.maps().batch_create((0..5).map(Loan::new));
    let created = call.send().await.unwrap();
    let first = &created.elements[0];
    assert_eq!(first.id, Some(MapKey::new(1, 2)));
    assert_eq!(first.location.as_deref(), Some("/v2/maps/(x:1,y:2)"));
    assert_eq!(first.entity.as_ref().unwrap().days, Some(3));
    let statuses: Vec<_> = created
        .elements
        .iter()
        .map(|e| (e.status(), e.error().is_some()))
        .collect();
    assert_eq!(
        statuses,
        [
            (201, false),
            (422, true),
            (500, true),
            (409, true),
            (201, false)
        ]
    );
    let failures: Vec<_> = created.failures().map(|(index, _)| index).collect();
    assert_eq!(failures, [1, 2, 3]);
    assert!(!created.is_success());
    let error = created.elements[1].clone().into_result().unwrap_err();
    assert_eq!(error.message.as_deref(), Some("taken"));

    let numbers = Server::always(json(200, r#"{"elements":[{"id":"12"},{"id":13}]}"#));
    let client = numbers.client();
    let raw = client.restli().raw(Method::BatchCreate, "/v2/books");
    let created: restli::BatchCreated<i64> = raw.elements([1, 2]).returning().send().await.unwrap();
    let ids: Vec<_> = created.elements.iter().map(|e| e.id).collect();
    assert_eq!(ids, [Some(12), Some(13)]);

    let wrong = Server::always(json(200, r#"{"elements":[{},{"id":"x"}]}"#));
    let client = wrong.client();
    let error = client
        .maps()
        .batch_create([Loan::new(1)])
        .send()
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("at `elements[1].id`: the key `x` cannot be read")
    );
}

#[tokio::test]
async fn a_batch_finder_answers_each_criterion() {
    let answer = r#"{"elements":[
        {"elements":[{"days":4}],"paging":{"start":0,"count":2,"total":1},"metadata":{"city":"Bern"}},
        {"isError":true,"elements":[],"error":{"status":404,"message":"no such area"}},
        {"isError":true},
        {"elements":[]}
    ]}"#;
    let server = Server::always(json(200, answer));
    let client = server.client();
    let areas = [MapKey::new(1, 2), MapKey::new(3, 4)];
    let found = client
        .maps()
        .batch_find_by_area(areas)
        .send()
        .await
        .unwrap();
    let first = found.get(0).unwrap().unwrap();
    assert_eq!(first.elements[0].days, Some(4));
    assert_eq!(
        first.metadata.as_ref().unwrap().city.as_deref(),
        Some("Bern")
    );
    assert_eq!(first.paging.as_ref().unwrap().total, Some(1));
    assert_eq!(
        found.get(1).unwrap().unwrap_err().to_string(),
        "status 404: no such area"
    );
    let outcomes: Vec<_> = found.iter().map(|outcome| outcome.is_ok()).collect();
    assert_eq!(outcomes, [true, false, false, true]);
    assert!(found.get(4).is_none());
    let last = found.elements.into_iter().last().unwrap().into_result();
    assert!(last.unwrap().elements.is_empty());
}

#[tokio::test]
async fn long_batches_travel_in_the_body() {
    let server = Server::always(json(200, "{}"));
    let client = server.client();
    let keys = (0..300).map(|book| loan(book, "somebody with a long name"));
    let call = client.loans().batch_get(keys.clone());
    let request = call.clone().build().unwrap();
    assert_eq!(request.verb(), restli::Verb::Get);
    assert_eq!(request.retry_class(), restli::RetryClass::Repeatable);
    let answer = call.send().await.unwrap();
    assert_eq!(answer.missing().count(), 300);
    let text = server.request();
    assert!(text.starts_with("POST /v2/loans HTTP/1.1\r\n"), "{text}");
    assert!(text.contains("x-http-method-override: GET\r\n"));
    assert!(text.contains("x-restli-method: batch_get\r\n"));
    assert!(text.contains("\r\n\r\nids=List((book:0,reader:"));

    let raw = client.restli().raw(Method::BatchGet, "/v2/books");
    let json: Json = raw.ids([1]).send().await.unwrap();
    assert_eq!(json.as_str(), "{}");
}

#[tokio::test]
async fn the_older_protocol_spells_keys_as_queries() {
    let answer = r#"{"results":{"reader=urn%3Alib%3Aauthor%3Ax&book=7":{"days":3}},"errors":{"book=8&reader=urn%3Alib%3Aauthor%3Ax":{}}}"#;
    let server = Server::always(json(200, answer));
    let client = server.client();
    let call = client
        .archive()
        .batch_get_loans([loan(7, "x"), loan(8, "x"), loan(9, "x")]);
    let loans = call.send().await.unwrap();
    assert!(loans.get(&loan(7, "x")).unwrap().is_ok());
    assert!(loans.get(&loan(8, "x")).unwrap().is_err());
    assert!(loans.missing().eq([&loan(9, "x")]));

    let headers = "X-LinkedIn-Id: y=4&x=3\r\n";
    let server = Server::always(crate::mini::server::with_headers(201, headers, ""));
    let client = server.client();
    let created = client
        .archive()
        .create_map(Loan::new(1))
        .send()
        .await
        .unwrap();
    assert_eq!(created.id, MapKey::new(3, 4));
}

#[tokio::test]
async fn each_of_seven_keys_is_told_apart() {
    let answer = r#"{
        "results": {"1": {"title": "A"}, "3": {"title": "C"}, "2": {"title": "B"}, "77": {"title": "unasked"}},
        "statuses": {"1": 200, "2": 200, "3": 200, "77": 200},
        "errors": {
            "5": {"status": 403, "message": "not yours", "serviceErrorCode": 7},
            "4": {"status": 404, "new": [{"x": 1}]}
        }
    }"#;
    let server = Server::always(json(200, answer));
    let client = server.client();
    let raw = client.restli().raw(Method::BatchGet, "/v2/books");
    let asked = [6, 5, 4, 3, 2, 1];
    let books: Batch<i64, Book> = raw.ids(asked).returning().send().await.unwrap();
    for (id, title) in [(1, "A"), (2, "B"), (3, "C")] {
        let book = books.get(&id).unwrap().unwrap();
        assert_eq!(book.title.as_deref(), Some(title));
    }
    let error = |id| books.get(&id).unwrap().unwrap_err();
    assert_eq!((error(4).status, error(5).status), (Some(404), Some(403)));
    assert_eq!(error(5).message.as_deref(), Some("not yours"));
    assert!(
        books.get(&6).is_none(),
        "nothing is made up for a key without an answer"
    );
    assert!(books.missing().eq(&[6]));
    let unasked = books.get(&77).unwrap().unwrap();
    assert_eq!(unasked.title.as_deref(), Some("unasked"));
    let keys: Vec<_> = books.iter().map(|(key, _)| *key).collect();
    assert_eq!(
        keys,
        [5, 4, 3, 2, 1, 77],
        "as they were asked for, then what came beside"
    );
    assert!(!books.is_success());
    println!(
        "figure T28: of 6 keys, {} entities, {} typed errors and {} missing told apart; 1 unasked entity kept, behind the others",
        books
            .successes()
            .filter(|(key, _)| asked.contains(key))
            .count(),
        books.failures().count(),
        books.missing().count()
    );
}
