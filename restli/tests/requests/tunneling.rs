//! Queries that travel in a body, and what stays as it was.

use restli::{Method, RetryClass, Verb};

use crate::mini::*;
use crate::{client, encoded, headers};

#[test]
fn long_queries_are_tunneled() {
    let client = client();
    let call = |length: usize| {
        let keywords = "k".repeat(length - "keywords=&q=search".len());
        encoded(client.books().find_by_search().keywords(keywords).build())
    };
    let short = call(4000);
    assert_eq!((short.verb, short.body), (Verb::Get, None));
    assert_eq!(short.target.len(), "/rest/books?".len() + 4000);
    assert_eq!(call(3999).target.len(), "/rest/books?".len() + 3999);
    println!("figure T24: queries of 3999 and 4000 characters stay, one of 4001 is tunneled whole");

    let long = call(4001);
    assert_eq!((long.verb, &*long.target), (Verb::Post, "/rest/books"));
    let body = String::from_utf8(long.body.clone().unwrap()).unwrap();
    assert_eq!(body.len(), 4001);
    assert!(body.starts_with("keywords=kkk") && body.ends_with("&q=search"));
    assert_eq!(
        headers(&long),
        [
            "Accept: application/json",
            "Content-Type: application/x-www-form-urlencoded",
            "Library-Version: 202510",
            "X-HTTP-Method-Override: GET",
            "X-RestLi-Method: finder",
            "X-RestLi-Protocol-Version: 2.0.0",
        ]
    );
}

#[test]
fn empty_strings_in_a_query_are_tunneled() {
    let client = client();
    let request = encoded(client.books().find_by_search().keywords("").build());
    assert_eq!(
        (request.verb, &*request.target),
        (Verb::Post, "/rest/books")
    );
    assert_eq!(request.body.as_deref(), Some(&b"keywords=''&q=search"[..]));
    assert_eq!(request.header("x-http-method-override"), Some("GET"));
    let nested = encoded(client.books().find_by_search().shelf("").build());
    assert_eq!(
        nested.body.as_deref(),
        Some(&b"q=search&shelf=(room:'')"[..])
    );
    // Quotes of data are escaped and need no tunnel.
    let quotes = encoded(client.books().find_by_search().keywords("''").build());
    assert_eq!(quotes.target, "/rest/books?keywords=%27%27&q=search");
}

#[test]
fn tunneling_keeps_the_verb_and_the_body() {
    let client = client();
    let raw = |method| client.restli().raw(method, "/v2/books").param("p", "");
    let delete = encoded(raw(Method::BatchDelete).build());
    assert_eq!(delete.verb, Verb::Post);
    assert_eq!(delete.header("x-http-method-override"), Some("DELETE"));
    assert_eq!(delete.header("x-restli-method"), Some("batch_delete"));
    assert_eq!(
        raw(Method::BatchDelete).build().unwrap().verb(),
        Verb::Delete
    );

    let body = serde_json::json!({"a": "restli-part-0"});
    let update = encoded(raw(Method::BatchUpdate).body(&body).build());
    assert_eq!(update.header("x-http-method-override"), Some("PUT"));
    assert_eq!(
        update.header("content-type"),
        Some("multipart/mixed; boundary=restli-part-1")
    );
    assert_eq!(
        String::from_utf8(update.body.unwrap()).unwrap(),
        "--restli-part-1\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\np=''\r\n\
         --restli-part-1\r\nContent-Type: application/json\r\n\r\n{\"a\":\"restli-part-0\"}\r\n\
         --restli-part-1--\r\n"
    );
}

#[test]
fn a_long_batch_keeps_its_method_and_its_retry_class() {
    let client = client();
    let keys = (0..400).map(|x| MapKey::new(x, 1_000_000));
    let entities = keys.clone().map(|key| (key, Loan::new(1)));
    let update = client.maps().batch_update(entities).build().unwrap();
    assert_eq!(
        (update.method(), update.verb()),
        (Method::BatchUpdate, Verb::Put)
    );
    assert_eq!(update.retry_class(), RetryClass::Repeatable);
    let request = update.encode().unwrap();
    assert_eq!((request.verb, &*request.target), (Verb::Post, "/v2/maps"));
    assert_eq!(request.header("x-http-method-override"), Some("PUT"));
    assert_eq!(request.header("x-restli-method"), Some("batch_update"));
    let body = String::from_utf8(request.body.unwrap()).unwrap();
    let (query, rest) = body.split_once("x-www-form-urlencoded\r\n\r\n").unwrap();
    assert!(query.starts_with("--restli-part-0\r\n"));
    assert!(rest.starts_with("ids=List((x:0,y:1000000),(x:1,y:1000000),"));
    assert!(rest.contains("\r\n\r\n{\"entities\":{\"(x:0,y:1000000)\":{\"days\":1},"));

    // A partial update is a POST already, and may not be repeated, tunneled or not.
    let loans = (0..400).map(|book| LoansKey::new(book, AuthorUrn::new("x")));
    let patches = loans.map(|key| (key, LoanPatch::new().delete_note()));
    let patch = client
        .loans()
        .batch_partial_update(patches)
        .build()
        .unwrap();
    assert_eq!(patch.retry_class(), RetryClass::Once);
    let request = patch.encode().unwrap();
    assert_eq!(request.header("x-http-method-override"), Some("POST"));

    let delete = client
        .restli()
        .raw(Method::BatchDelete, "/x")
        .ids(0..2000_i64);
    let request = encoded(delete.build());
    assert_eq!(request.header("x-http-method-override"), Some("DELETE"));
    assert_eq!(
        request.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert!(request.body.unwrap().starts_with(b"ids=List(0,1,2,"));
}
