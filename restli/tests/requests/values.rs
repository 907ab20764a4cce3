//! Keys and parameters of every type, escaped for the place where they stand.

use std::collections::BTreeMap;

use restli::{Method, ToValue, Urn, Value};

use crate::mini::*;
use crate::{client, encoded, refused};

#[test]
fn keys_are_escaped_for_paths() {
    let client = client();
    let books = client.books();
    let target = |author: &str| encoded(books.get_of_author(AuthorUrn::new(author)).build()).target;
    assert_eq!(target("x"), "/v2/authors/urn%3Alib%3Aauthor%3Ax/favourite");
    assert_eq!(
        target("(a,b)/?&=+ é'%"),
        "/v2/authors/urn%3Alib%3Aauthor%3A%28a%2Cb%29%2F%3F&=+%20%C3%A9%27%25/favourite"
    );
    let target = |shelf: ShelfKey| encoded(books.get_on_shelf(shelf, 3).build()).target;
    assert_eq!(
        target("blue room".into()),
        "/v2/shelves/(room:blue%20room)/books/3"
    );
    assert_eq!(target("".into()), "/v2/shelves/(room:'')/books/3");
    assert_eq!(
        target(ShelfKey::new("r").owner(AuthorUrn::new("x"))),
        "/v2/shelves/(owner:urn%3Alib%3Aauthor%3Ax,room:r)/books/3"
    );
}

#[test]
fn parameters_are_escaped_for_queries_and_sorted() {
    let client = client();
    let call = client
        .books()
        .find_by_search()
        .keywords("x&y=z+1 (a,b:c) 100% é/?@");
    let call = call
        .authors([AuthorUrn::new("a"), AuthorUrn::new("b")])
        .shelf("r")
        .start(20)
        .count(10);
    let request = call.build().unwrap();
    assert_eq!(request.name(), Some("search"));
    assert_eq!(request.parameter("start"), Some(&Value::token("20")));
    assert_eq!(
        encoded(Ok(request)).target,
        "/rest/books?authors=List(urn%3Alib%3Aauthor%3Aa,urn%3Alib%3Aauthor%3Ab)&count=10\
         &keywords=x%26y%3Dz%2B1%20%28a%2Cb%3Ac%29%20100%25%20%C3%A9/?@&q=search&shelf=(room:r)&start=20"
    );
    let none: [AuthorUrn; 0] = [];
    let empty = encoded(client.books().find_by_search().authors(none).build());
    assert_eq!(empty.target, "/rest/books?authors=List()&q=search");
}

#[test]
fn the_last_value_of_a_parameter_counts() {
    let client = client();
    let call = client.books().find_by_search().start(1).start(2);
    assert_eq!(encoded(call.build()).target, "/rest/books?q=search&start=2");
}

#[test]
fn values_of_every_kind() {
    let text = |value: &dyn ToValue| {
        let client = client();
        let request = client
            .restli()
            .raw(Method::Get, "/x")
            .param("p", &value.to_value().unwrap());
        encoded(request.build()).target["/x?p=".len()..].to_owned()
    };
    assert_eq!(text(&true), "true");
    assert_eq!(text(&i64::MIN), "-9223372036854775808");
    assert_eq!(text(&1.5_f64), "1.5");
    assert_eq!(text(&"a b"), "a%20b");
    assert_eq!(text(&restli::Bytes(vec![0xFF])), "%C3%BF");
    assert_eq!(text(&Binding::Hard), "HARD");
    assert_eq!(text(&vec![vec![1], vec![]]), "List(List(1),List())");
    assert_eq!(text(&BTreeMap::from([("b", 1), ("a", 2)])), "(a:2,b:1)");
    assert_eq!(text(&Cover::Text("x".to_owned())), "(string:x)");
    assert_eq!(text(&Price::Number(2.0)), "2.0");
    let json = restli::Json::new(&serde_json::json!({"a": [1, "x", null], "b": {"c": null}}));
    assert_eq!(text(&json.unwrap()), "(a:List(1,x),b:())");
    for number in [f64::NAN, f64::INFINITY] {
        assert!(number.to_value().is_err());
    }
    assert!(
        ToValue::to_value(&restli::Json::default()).is_err(),
        "there is no null"
    );
}

#[test]
fn urns_of_the_wrong_kind_are_refused_wherever_they_are_sent() {
    let client = client();
    let wrong: AuthorUrn = serde_json::from_str(r#""urn:lib:publisher:1""#).unwrap();
    let reason = "`urn:lib:publisher:1` is not a URN of the form `urn:lib:author:…`";
    let books = client.books();
    assert_eq!(
        refused(books.get_of_author(wrong.clone()).build()),
        format!("GET of authors/books: key 1: {reason}")
    );
    assert_eq!(
        refused(books.find_by_author(wrong.clone()).build()),
        format!("FINDER author of books: parameter `author`: {reason}")
    );
    assert_eq!(
        refused(books.find_by_search().authors([wrong.clone()]).build()),
        format!("FINDER search of books: parameter `authors`: {reason}")
    );
    assert_eq!(
        refused(
            books
                .get_on_shelf(ShelfKey::new("r").owner(wrong.clone()), 1)
                .build()
        ),
        format!("GET of shelves/books: key 1: {reason}")
    );
    assert_eq!(
        refused(books.create(&Book::new("T").author(wrong.clone())).build()),
        format!("CREATE of books: body: {reason}")
    );
    let robot: Urn = "urn:lib:robot:1".parse().unwrap();
    assert!(MakerUrn::from(robot).to_value().is_err());
    let broken: Urn = serde_json::from_str(r#""no urn""#).unwrap();
    assert!(broken.to_value().is_err());
    // Showing and comparing such a value is another matter.
    assert_eq!(
        serde_json::to_string(&wrong).unwrap(),
        r#""urn:lib:publisher:1""#
    );
}

#[test]
fn dots_are_no_path_keys() {
    let client = client();
    for key in [".", ".."] {
        let request = client
            .restli()
            .raw(Method::Get, "/v2/books/{}")
            .key(key)
            .build();
        assert!(refused(request).contains("cannot be a path segment"));
    }
}

#[test]
fn the_number_of_keys_is_checked() {
    let client = client();
    let raw = || client.restli().raw(Method::Get, "/a/{}/b");
    assert!(refused(raw().build()).contains("more keys than were given"));
    assert!(refused(raw().key(&1).key(&2).build()).contains("more keys were given"));
    assert_eq!(encoded(raw().key(&1).build()).target, "/a/1/b");
}
