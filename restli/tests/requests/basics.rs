//! What a request is made of: verb, path, headers, body, and whether it may be repeated.

use restli::{EncodedRequest, Method, Permissions, Protocol, RetryClass, Value, Verb};

use crate::mini::*;
use crate::{client, encoded, headers, refused};

#[test]
fn a_get() {
    let client = client();
    let request = client.books().get(7).build().unwrap();
    assert_eq!(request.method(), Method::Get);
    assert_eq!((request.resource(), request.name()), ("books", None));
    assert_eq!(request.keys(), [Value::token("7")]);
    assert_eq!(request.retry_class(), RetryClass::Repeatable);
    assert_eq!(
        request.permissions(),
        Permissions::All(&["r_books", "r_library"])
    );
    assert_eq!(request.protocol(), Protocol::V2);
    assert_eq!((request.body(), request.timeout()), (None, None));
    let encoded = encoded(Ok(request));
    assert_eq!((encoded.verb, &*encoded.target), (Verb::Get, "/v2/books/7"));
    assert_eq!(encoded.body, None);
    assert_eq!(
        headers(&encoded),
        [
            "Accept: application/json",
            "X-RestLi-Method: get",
            "X-RestLi-Protocol-Version: 2.0.0",
        ]
    );
}

#[test]
fn bodies() {
    let client = client();
    let book = Book::new("T").author(AuthorUrn::new("x"));
    let request = client.books().create(&book).build().unwrap();
    assert_eq!(request.retry_class(), RetryClass::Once);
    let encoded = encoded(Ok(request));
    assert_eq!((encoded.verb, &*encoded.target), (Verb::Post, "/v2/books"));
    assert_eq!(
        encoded.body.as_deref(),
        Some(&br#"{"title":"T","author":"urn:lib:author:x"}"#[..])
    );
    assert_eq!(encoded.header("content-type"), Some("application/json"));
    assert_eq!(encoded.header("x-restli-method"), Some("create"));

    let empty = client
        .reprints()
        .create()
        .build()
        .unwrap()
        .encode()
        .unwrap();
    assert_eq!(empty.body.as_deref(), Some(&b"{}"[..]));
}

#[test]
fn verbs_and_retry_classes_follow_the_method() {
    let expected = [
        (Method::Get, "get", Verb::Get, RetryClass::Repeatable),
        (
            Method::BatchGet,
            "batch_get",
            Verb::Get,
            RetryClass::Repeatable,
        ),
        (Method::GetAll, "get_all", Verb::Get, RetryClass::Repeatable),
        (Method::Create, "create", Verb::Post, RetryClass::Once),
        (
            Method::BatchCreate,
            "batch_create",
            Verb::Post,
            RetryClass::Once,
        ),
        (Method::Update, "update", Verb::Put, RetryClass::Repeatable),
        (
            Method::BatchUpdate,
            "batch_update",
            Verb::Put,
            RetryClass::Repeatable,
        ),
        (
            Method::PartialUpdate,
            "partial_update",
            Verb::Post,
            RetryClass::Once,
        ),
        (
            Method::BatchPartialUpdate,
            "batch_partial_update",
            Verb::Post,
            RetryClass::Once,
        ),
        (
            Method::Delete,
            "delete",
            Verb::Delete,
            RetryClass::Repeatable,
        ),
        (
            Method::BatchDelete,
            "batch_delete",
            Verb::Delete,
            RetryClass::Repeatable,
        ),
        (Method::Finder, "finder", Verb::Get, RetryClass::Repeatable),
        (
            Method::BatchFinder,
            "batch_finder",
            Verb::Get,
            RetryClass::Repeatable,
        ),
        (Method::Action, "action", Verb::Post, RetryClass::Once),
    ];
    let client = client();
    for (method, header, verb, class) in expected {
        let request = client
            .restli()
            .raw(method, "/x")
            .named("n")
            .build()
            .unwrap();
        assert_eq!(request.retry_class(), class, "{method}");
        let encoded = request.encode().unwrap();
        assert_eq!(encoded.verb, verb, "{method}");
        assert_eq!(encoded.header("X-RestLi-Method"), Some(header));
        let query = match method {
            Method::Finder => "?q=n",
            Method::BatchFinder => "?bq=n",
            Method::Action => "?action=n",
            _ => "",
        };
        assert_eq!(encoded.target, format!("/x{query}"));
    }
}

#[test]
fn a_schema_can_say_otherwise_about_repeating() {
    static AGAIN: restli::MethodSpec = restli::MethodSpec::create("x", "/x").idempotent(true);
    static NEVER: restli::MethodSpec = restli::MethodSpec::get("x", "/x").idempotent(false);
    let client = client();
    let class = |spec| {
        let call: restli::Call<'_, ()> = restli::Call::new(client.restli(), spec);
        call.build().unwrap().retry_class()
    };
    assert_eq!(class(&AGAIN), RetryClass::Repeatable);
    assert_eq!(class(&NEVER), RetryClass::Once);
}

#[test]
fn versions() {
    let client = client();
    let version = |request: EncodedRequest| request.header("library-version").map(str::to_owned);
    let books = client.books();
    assert_eq!(version(encoded(books.get(1).build())), None);
    assert_eq!(
        version(encoded(books.find_by_search().build())).as_deref(),
        Some("202510")
    );
    assert_eq!(
        version(encoded(books.find_recent().build())).as_deref(),
        Some("202312.02")
    );
    let other = encoded(books.find_recent().with_version("202601").build());
    assert_eq!(version(other).as_deref(), Some("202601"));
    let newer = Client::builder().version("202511").build().unwrap();
    let request = newer.books().find_by_search().build().unwrap();
    assert_eq!(
        request.headers().collect::<Vec<_>>(),
        [("Library-Version", "202511")]
    );
    assert_eq!(
        version(request.encode().unwrap()).as_deref(),
        Some("202511")
    );
    let pinned = encoded(newer.books().find_recent().build());
    assert_eq!(version(pinned).as_deref(), Some("202312.02"));
}

#[test]
fn plain_calls_are_not_restli() {
    let client = client();
    let request = encoded(client.books().opening_hours("a b&c'(é)").build());
    assert_eq!(request.target, "/v2/hours?day=a%20b%26c%27%28%C3%A9%29");
    assert_eq!(headers(&request), ["Accept: application/json"]);
    let empty = encoded(client.books().opening_hours("").build());
    assert_eq!((empty.verb, &*empty.target), (Verb::Get, "/v2/hours?day="));
    let list = client
        .restli()
        .raw(Method::Plain, "/x")
        .param("p", &vec![1])
        .build();
    assert!(refused(list).contains("a plain query holds texts only"));
    let post = client
        .restli()
        .raw(Method::Plain, "/x")
        .verb(Verb::Post)
        .build()
        .unwrap();
    assert_eq!(
        (post.verb(), post.retry_class()),
        (Verb::Post, RetryClass::Once)
    );
    assert!(
        refused(
            client
                .restli()
                .raw(Method::Get, "/x")
                .verb(Verb::Post)
                .build()
        )
        .contains("verb")
    );
}

#[test]
fn raw_calls_take_values_and_nothing_encoded() {
    let client = client();
    let call = client
        .restli()
        .raw(Method::Finder, "v2/shelves/{}/books")
        .named("a b");
    let call = call.key("urn:lib:author:x").param("p%20&q", &vec!["a,b"]);
    assert_eq!(
        encoded(call.build()).target,
        "/v2/shelves/urn%3Alib%3Aauthor%3Ax/books?p%2520%26q=List(a%2Cb)&q=a%20b"
    );
    let path = client.restli().raw(Method::Get, "/v2/a?b=c%20d");
    assert_eq!(encoded(path.build()).target, "/v2/a%3Fb=c%2520d");
    assert!(refused(client.restli().raw(Method::Get, "/a//b").build()).contains("path"));
    assert!(refused(client.restli().raw(Method::Get, "/../x").build()).contains("path"));
}

#[test]
fn the_parameters_of_an_action_are_its_body() {
    static LEND: restli::MethodSpec = restli::MethodSpec::action("books", "lend", "/v2/books/{}");
    let client = client();
    let call = || {
        let call = restli::Call::<restli::ActionValue<i64>>::new(client.restli(), &LEND);
        call.key(&7_i64).empty_body()
    };
    let none = encoded(call().build());
    assert_eq!(none.target, "/v2/books/7?action=lend");
    assert_eq!(none.body.as_deref(), Some(&b"{}"[..]));
    let call = call().argument("days", &3).argument("days", &4);
    let call = call.argument_list("to", [AuthorUrn::new("x")]);
    assert_eq!(
        encoded(call.clone().build()).body.as_deref(),
        Some(&br#"{"days":4,"to":["urn:lib:author:x"]}"#[..])
    );
    let wrong: AuthorUrn = serde_json::from_str(r#""urn:lib:publisher:1""#).unwrap();
    assert!(refused(call.argument("to", &wrong).build()).contains("argument `to`"));
}

#[test]
fn a_server_can_be_asked_for_its_defaults() {
    let client = client();
    let call = client.books().get(7).with_filled_defaults();
    assert_eq!(
        encoded(call.build()).target,
        "/v2/books/7?$fillInDefaults=true"
    );
    let plain = client
        .books()
        .opening_hours("monday")
        .with_filled_defaults();
    assert!(refused(plain.build()).contains("only Rest.li services"));
}
