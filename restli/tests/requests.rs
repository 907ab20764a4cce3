//! Requests as values, and the bytes that follow from them; nothing is sent here.

mod mini;

use std::collections::BTreeMap;

use mini::*;
use restli::{
    EncodedRequest, ErrorKind, Method, Permissions, Protocol, Request, RetryClass, Spelling,
    ToValue, Urn, Value, Verb,
};

fn client() -> Client {
    Client::new("s3cr3t-t0k3n").unwrap()
}

fn encoded<T>(request: restli::Result<Request<T>>) -> EncodedRequest {
    request.unwrap().encode().unwrap()
}

/// Why a request cannot be built.
fn refused<T>(request: restli::Result<Request<T>>) -> String {
    let error = request.expect_err("the request is built");
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(!error.is_retryable());
    error.to_string()
}

fn headers(request: &EncodedRequest) -> Vec<String> {
    let mut headers: Vec<_> = request
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    headers.sort();
    headers
}

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
fn protocol_1_writes_nothing_that_it_cannot_say() {
    static OLD: restli::MethodSpec = restli::MethodSpec::get("x", "/x/{}").protocol_v1();
    let client = client();
    let call = || restli::Call::<()>::new(client.restli(), &OLD);
    let request = encoded(call().key("a b").param("p", &1).build());
    assert_eq!(request.target, "/x/a%20b?p=1");
    assert_eq!(request.header("x-restli-protocol-version"), Some("1.0.0"));
    assert!(refused(call().key(&ShelfKey::new("r")).build()).contains("protocol 1.0.0"));
    assert!(refused(call().key(&1).param("p", "").build()).contains("protocol 1.0.0"));
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
fn headers_are_checked() {
    let client = client();
    let call = || client.books().find_by_search();
    let request = encoded(
        call()
            .client_ip("198.51.100.7")
            .with_header("X-Extra", "1")
            .build(),
    );
    assert_eq!(request.header("x-forwarded-for"), Some("198.51.100.7"));
    assert_eq!(request.header("x-extra"), Some("1"));
    let twice = encoded(
        call()
            .with_header("X-A", "1")
            .with_header("x-a", "2")
            .build(),
    );
    assert_eq!(
        headers(&twice)[3..],
        ["X-RestLi-Protocol-Version: 2.0.0", "x-a: 2"]
    );
    for value in ["a\r\nX-Evil: 1", "a\n", "a\0", "é"] {
        let reason = refused(call().client_ip(value).build());
        assert!(
            reason.contains("characters that a header cannot hold"),
            "{reason}"
        );
        assert!(!reason.contains('\n'));
    }
    assert!(refused(call().with_header("X Y", "1").build()).contains("not a valid name"));
    for name in [
        "Authorization",
        "host",
        "Content-Length",
        "X-RestLi-Method",
        "X-HTTP-Method-Override",
    ] {
        let reason = refused(call().with_header(name, "x").build());
        assert!(reason.contains("the client sets it itself"), "{reason}");
    }
}

#[test]
fn projections_of_entities() {
    let client = client();
    let get = || client.books().get(1);
    let call = get().project(|book| book.id().author().author_resolved_with(|a| a.id().name()));
    let request = call.clone().build().unwrap();
    let (mask, spelling) = request.mask().unwrap();
    assert_eq!(spelling, Spelling::Projection);
    assert_eq!(
        mask.to_projection().unwrap(),
        "(id,author,author~(id,name))"
    );
    assert_eq!(
        encoded(Ok(request)).target,
        "/v2/books/1?projection=(id,author,author~(id,name))"
    );

    let fields = get().project(|book| {
        book.id()
            .sequel_with(|book| book.title())
            .chapters_with(|c| c.id())
    });
    let fields = fields.project_as(Spelling::Fields);
    assert_eq!(
        encoded(fields.build()).target,
        "/v2/books/1?fields=id,sequel:(title),chapters:($*:(id))"
    );

    let variant = get().project(|book| book.cover_portrait_with(|author| author.all()));
    assert_eq!(
        encoded(variant.build()).target,
        "/v2/books/1?projection=(cover~author:portrait(*))"
    );

    let kinds =
        get().project(|book| book.maker_resolved_with(|m| m.author(|a| a.id()).publisher_all()));
    assert_eq!(
        encoded(kinds.build()).target,
        "/v2/books/1?projection=(maker~author(id)~publisher)"
    );

    let kinds = get().project(|book| book.maker_resolved_with(|maker| maker.all()));
    assert_eq!(
        encoded(kinds.build()).target,
        "/v2/books/1?projection=(maker~(*))"
    );

    assert!(refused(call.project_as(Spelling::Fields).build()).contains("projection"));
}

#[test]
fn projections_of_collections() {
    let client = client();
    let author = || client.books().find_by_author(AuthorUrn::new("x"));
    let query = |request: EncodedRequest| request.target.split_once('?').unwrap().1.to_owned();
    let by_author = "author=urn%3Alib%3Aauthor%3Ax";
    let call = author().project(|book| book.id().author_resolved());
    assert_eq!(
        query(encoded(call.build())),
        format!("{by_author}&projection=(elements*(id,author~),paging)&q=author")
    );
    let call = author().project_collection(|page| page.elements(|book| book.id()).metadata());
    assert_eq!(
        query(encoded(call.build())),
        format!("{by_author}&projection=(elements*(id),metadata)&q=author")
    );
    // `fields` starts at the element: the envelope is left out.
    let call = client
        .books()
        .find_by_search()
        .project(|book| book.id().title());
    assert_eq!(query(encoded(call.build())), "fields=id,title&q=search");
    let call = client
        .books()
        .find_by_search()
        .project_collection(|page| page.paging());
    assert_eq!(query(encoded(call.build())), "q=search");
}

#[test]
fn projections_that_a_method_cannot_take_are_refused() {
    let client = client();
    let decorating = client
        .books()
        .find_by_search()
        .project(|book| book.author_resolved());
    assert_eq!(
        refused(decorating.build()),
        "FINDER search of books: projection: the method cannot resolve URNs (`~`)"
    );
    let nested = client
        .books()
        .find_by_search()
        .project(|b| b.sequel_with(|b| b.author_resolved()));
    assert!(refused(nested.build()).contains("cannot resolve URNs"));
    let spelled = client
        .books()
        .find_by_search()
        .project_as(Spelling::Projection);
    assert!(refused(spelled.project(|book| book.id()).build()).contains("`projection`"));
    static NONE: restli::MethodSpec = restli::MethodSpec::get("x", "/x");
    let call: restli::Call<'_, Book> = restli::Call::new(client.restli(), &NONE);
    let mask = restli::Mask::new().field("id");
    assert!(refused(call.project(mask).build()).contains("does not take one"));
}

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
fn the_total_is_asked_for_without_elements_where_that_is_possible() {
    let client = client();
    let call: restli::Call<'_, restli::Collection<Book>> =
        client.restli().raw(Method::GetAll, "/x").returning();
    assert_eq!(encoded(call.build_total()).target, "/x?projection=(paging)");
}

#[test]
fn what_is_printed_holds_no_token() {
    let client = client();
    let call = client.books().find_by_author(AuthorUrn::new("x"));
    let request = call.clone().build().unwrap();
    let printed = format!(
        "{client:?} {:?} {call:?} {request:?} {:?} {:?} {:#?}",
        client.restli(),
        Client::builder().token("s3cr3t-t0k3n"),
        restli::Token::from("s3cr3t-t0k3n"),
        call.clone().pages(),
    );
    assert!(!printed.contains("s3cr3t"), "{printed}");
    assert!(printed.contains("Token([hidden])") && printed.contains("urn:lib:author:x"));
}

#[test]
fn clients_refuse_what_would_leak_the_token() {
    let build = |url: &str| {
        Client::builder()
            .base_url(url)
            .token("s3cr3t-t0k3n")
            .build()
    };
    for url in [
        "https://api.example.org",
        "https://api.example.org/proxy/",
        "http://localhost:8080",
        "http://127.0.0.1:1",
        "http://[::1]:8080",
    ] {
        assert_eq!(
            build(url).unwrap().restli().base_url(),
            url.trim_end_matches('/')
        );
    }
    for url in [
        "http://api.example.org",
        "http://localhost.example.org",
        "http://128.0.0.1",
        "ftp://api.example.org",
        "https://user:pw@api.example.org",
        "https://api.example.org?x=1",
        "api.example.org",
        "",
    ] {
        let error = build(url).err().unwrap_or_else(|| panic!("{url}"));
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(!format!("{error} {error:?}").contains("s3cr3t"));
    }
    for token in ["", "s3cr3t\n", "s3cr3t\r\nX: y", "s3cr3té"] {
        let error = Client::new(token).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().starts_with("the token"), "{error}");
        assert!(!format!("{error} {error:?}").contains("s3cr3t"));
    }
    assert!(Client::builder().user_agent("a\nb").build().is_err());
}
