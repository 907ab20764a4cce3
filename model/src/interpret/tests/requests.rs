//! Requests: routing, reserved parameters, headers, bodies.

use serde_json::json;

use super::schema::{fits, get, misfits, model, post, with};
use crate::interpret::Datum;
use crate::model::RestMethod;

#[track_caller]
fn rest(request: &crate::interpret::HttpRequest) -> (RestMethod, String) {
    let call = fits(request);
    let model = model();
    let method = &model[call.method.resource].methods[call.method.method];
    (method.rest, method.name.clone())
}

#[test]
fn methods_follow_from_verb_level_and_reserved_parameters() {
    assert_eq!(rest(&get("/v1/books/7")).0, RestMethod::Get);
    assert_eq!(
        rest(&get("/v1/books?ids=List(7,8)")).0,
        RestMethod::BatchGet
    );
    assert_eq!(
        rest(&get("/v1/books?q=search")),
        (RestMethod::Finder, "search".to_owned())
    );
    assert_eq!(
        rest(&post("/v1/books", json!({"title": "A"}))).0,
        RestMethod::Create
    );
    assert_eq!(
        rest(&post("/v1/books?action=lend", json!({"days": 3}))),
        (RestMethod::Action, "lend".to_owned())
    );
    assert_eq!(
        rest(&get("/v1/status")),
        (RestMethod::Plain, "get".to_owned())
    );
    assert_eq!(
        rest(&with(
            get("/v1/books?q=search"),
            "x-restli-method",
            "FINDER"
        ))
        .0,
        RestMethod::Finder
    );
}

#[test]
fn unknown_paths_suggest_the_nearest() {
    assert_eq!(
        misfits(&get("/v1/boks/7")),
        ["resource | path | no resource has the path `/v1/boks/7` | did you mean `/v1/books`?"]
    );
    assert_eq!(
        misfits(&get("/v2/books")),
        ["resource | path | no resource has the path `/v2/books` | did you mean `/v1/books`?"]
    );
    assert_eq!(
        misfits(&get("/rest/shelves/a%2Fb/plces/(x:1,y:2)")),
        [
            "resource | path | no resource has the path `/rest/shelves/a%2Fb/plces/(x:1,y:2)` | did you mean `/rest/shelves/a%2Fb/places`?"
        ]
    );
    assert_eq!(
        fits(&get("/v1/books?q=search&count=%31%30")).paging.count,
        Some(10)
    );
    assert_eq!(
        misfits(&get("/v1/status/7")),
        [
            "resource | path | `status` has no key, so `/v1/status/7` is nothing of it | the path of `status` is `/v1/status`"
        ]
    );
    assert_eq!(
        misfits(&get("/v1/books/7/pages")),
        [
            "resource | path | `books` has nothing below its entities, so `/v1/books/7/pages` is nothing of it | the path of `books` is `/v1/books`"
        ]
    );
}

#[test]
fn a_path_is_a_path() {
    let found = misfits(&get("https://api.example.org/v1/books/7"));
    assert!(
        found[0].starts_with("resource | path |") && found[0].ends_with("without scheme and host"),
        "{found:?}"
    );
    assert!(misfits(&get("")).len() == 1);
}

#[test]
fn methods_that_a_resource_lacks_are_named() {
    let offers =
        "`books` has: get, batch_get, create, finder `search`, finder `byOwner`, action `lend`";
    assert_eq!(
        misfits(&get("/v1/books")),
        [format!(
            "method | verb | `books` has no get_all, which this request is | {offers}"
        )]
    );
    let mut request = get("/v1/books/7");
    request.method = "DELETE".to_owned();
    assert_eq!(
        misfits(&request),
        [format!(
            "method | verb | `books` has no delete, which this request is | {offers}"
        )]
    );
    request.method = "PATCH".to_owned();
    assert_eq!(
        misfits(&request),
        [format!(
            "method | verb | no Rest.li method is a PATCH of `/v1/books` | {offers}"
        )]
    );
    assert_eq!(
        misfits(&get("/v1/books?q=serch")),
        ["method | parameter `q` | `books` has no finder `serch` | did you mean `search`?"]
    );
    assert_eq!(
        misfits(&post("/v1/books?action=lent", json!({}))),
        ["method | parameter `action` | `books` has no action `lent` | did you mean `lend`?"]
    );
    assert_eq!(
        misfits(&post("/v1/status", json!({}))),
        ["method | verb | `/v1/status` answers no POST at this path | send `GET`"]
    );
}

#[test]
fn a_header_that_names_another_method() {
    let help = |request, named: &str| {
        let request = with(request, "X-RestLi-Method", named);
        let found = misfits(&request);
        let [found] = &found[..] else {
            panic!("{found:?}");
        };
        let rule = format!(
            "method | header `X-RestLi-Method` | `X-RestLi-Method` says `{named}`, but the request is a "
        );
        found.strip_prefix(&rule).expect(found).to_owned()
    };
    assert_eq!(
        help(get("/v1/books/7"), "finder"),
        "get | write `X-RestLi-Method: get`, or send `GET /v1/books?q=…` (`X-HTTP-Method-Override: GET` in a tunnel)"
    );
    // The key is missing, or the path has one too many.
    assert!(help(get("/v1/books"), "GET").contains("or send `GET /v1/books/{key}` ("));
    assert!(help(get("/v1/books/7"), "get_all").contains("or send `GET /v1/books` ("));
    assert_eq!(
        help(get("/v1/books/7"), "fetch"),
        "get | write `X-RestLi-Method: get`"
    );
    // Some clients tunnel all that has no body as a GET.
    let mut tunneled = post("/v1/books", json!("ids=List(7)"));
    for (name, value) in [
        ("X-HTTP-Method-Override", "GET"),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ] {
        tunneled = with(tunneled, name, value);
    }
    assert_eq!(
        help(tunneled, "batch_delete"),
        "batch_get | write `X-RestLi-Method: batch_get`, or send `DELETE /v1/books?ids=List(…)` (`X-HTTP-Method-Override: DELETE` in a tunnel)"
    );
}

#[test]
fn unknown_missing_and_repeated_parameters() {
    assert_eq!(
        misfits(&get("/v1/books?q=search&titel=a")),
        [
            "unknown-parameter | parameter `titel` | `titel` is no parameter of the finder `search` of `books` | did you mean `title`?"
        ]
    );
    let found = misfits(&with(get("/v1/books?q=byOwner"), "X-Reason", "tests"));
    assert_eq!(
        found,
        [
            "missing-parameter | parameter `owner` | the finder `byOwner` of `books` needs the parameter `owner` | it is a URN of `author`"
        ]
    );
    let empty = with(
        get("/v1/books?q=search&title="),
        "X-RestLi-Protocol-Version",
        "2.0.0",
    );
    assert!(
        misfits(&empty)[0].ends_with("| leave it out, or write `''` for the empty text"),
        "{:?}",
        misfits(&empty)
    );
    // What is repeated is a list of protocol 1.0.0, unless the request is of 2.0.0.
    let repeated = get("/v1/books?q=search&title=a&title=b");
    let found = misfits(&repeated);
    assert!(
        found[0].starts_with("parameter | parameter `title` | `title` is a list"),
        "{found:?}"
    );
    let found = misfits(&with(repeated, "X-RestLi-Protocol-Version", "2.0.0"));
    assert!(
        found[0].starts_with("grammar | parameter `title` |"),
        "{found:?}"
    );
    let found = misfits(&get("/v1/books/7?start=1"));
    assert!(
        found[0].starts_with("unknown-parameter | parameter `start` |")
            && found[0].contains("no pages"),
        "{found:?}"
    );
    assert_eq!(
        misfits(&get("/v1/books?q=search&titel=a&strat=1&years=x")).len(),
        3,
        "all at once"
    );
}

#[test]
fn pages() {
    let paging = fits(&get("/v1/books?q=search&start=20&count=50")).paging;
    assert_eq!((paging.start, paging.count), (Some(20), Some(50)));
    let owner = "/v1/books?q=byOwner&owner=urn%3Alib%3Aauthor%3Ax";
    let paging = fits(&with(
        get(&format!("{owner}&pageSize=5&pageToken=a%3Ab")),
        "x-reason",
        "r",
    ))
    .paging;
    assert_eq!(
        (paging.page_size, paging.page_token),
        (Some(5), Some("a:b".to_owned()))
    );
    assert_eq!(
        misfits(&get("/v1/books?q=search&count=51")),
        [
            "paging | parameter `count` | `count` is 51, more than the 50 that this method serves | write `count=50`"
        ]
    );
    for query in ["start=-1", "start=a", "count=1.5"] {
        assert!(
            misfits(&get(&format!("/v1/books?q=search&{query}")))[0].starts_with("paging | "),
            "{query}"
        );
    }
    assert!(misfits(&get("/v1/books?q=search&pageSize=5"))[0].starts_with("unknown-parameter | "));
}

#[test]
fn headers() {
    let owner = "/v1/books?q=byOwner&owner=urn%3Alib%3Aauthor%3Ax";
    let call = fits(&with(
        with(get(owner), "x-reason", "a (b), c:d"),
        "X-Level",
        "3",
    ));
    assert_eq!(
        call.headers,
        [
            (0, Datum::String("a (b), c:d".to_owned())),
            (1, Datum::Int(3))
        ]
    );
    assert_eq!(
        misfits(&with(get(owner), "X-Reson", "a")),
        [
            "missing-header | header `X-Reason` | the finder `byOwner` of `books` needs the header `X-Reason` | `X-Reson` is probably meant for it"
        ]
    );
    let found = misfits(&with(with(get(owner), "x-reason", "a"), "X-Level", "high"));
    assert_eq!(
        found,
        ["header | header `X-Level` | `X-Level` is `high`, not an int | -"]
    );
    let found = misfits(&with(
        get("/v1/books/7"),
        "X-RestLi-Protocol-Version",
        "3.0.0",
    ));
    assert!(
        found[0].starts_with("protocol | header `X-RestLi-Protocol-Version` |"),
        "{found:?}"
    );
}

#[test]
fn bodies_that_are_sent_are_read_strictly() {
    let call = fits(&post(
        "/v1/books",
        json!({"title": "A", "genre": "ESSAY", "author": "urn:lib:author:x", "price": {"int": 3}, "size": [1],
               "shelf": {"a": {"city": "Bern"}}, "digest": "\u{c8}", "weight": 1, "open": {"x": null}}),
    ));
    assert!(matches!(call.body, Some(Datum::Record(_, fields)) if fields.len() == 9));
    for (body, wrong) in [
        (
            json!({"title": 7}),
            "type | request body, `title` | `title` is a number, not a string | -",
        ),
        (
            json!({}),
            "missing-member | request body, `title` | the body lacks the required member `title` | -",
        ),
        (
            json!({"title": "A", "titel": "B"}),
            "unknown-member | request body, `titel` | `titel` is a member that the schema does not know | did you mean `title`?",
        ),
        (
            json!({"title": "A", "id": 7}),
            "read-only | request body, `id` | `id` is read-only and cannot be sent | leave it out",
        ),
        (
            json!({"title": "A", "author~": {}}),
            "unknown-member | request body, `author~` | `author~` is a member that the schema does not know | did you mean `author`?",
        ),
        (
            json!({"title": "A", "genre": "NOVL"}),
            "type | request body, `genre` | `genre` is `NOVL`, which is no symbol of `Genre` | did you mean `NOVEL`?",
        ),
        (
            json!({"title": "A", "pages": 5_000_000_000_i64}),
            "type | request body, `pages` | `pages` is 5000000000, too large for an int | -",
        ),
        (
            json!({"title": "A", "worth": 12.5}),
            "type | request body, `worth` | `worth` is a fraction, not a decimal number as a string | -",
        ),
        (
            json!({"title": "A", "pages": 1.5}),
            "type | request body, `pages` | `pages` is a fraction, not an int | -",
        ),
        (
            json!({"title": "A", "places": [{"city": "Bern"}, {"zip": "1"}]}),
            "missing-member | request body, `places[1].city` | `places[1]` lacks the required member `city` | -",
        ),
        (
            json!({"title": "A", "marks": {"urn:lib:book:7": 1}}),
            "type | request body, `marks[\"urn:lib:book:7\"]` | `marks[\"urn:lib:book:7\"]` has a key that is a URN of `book`, not a URN of `author` | write `urn:lib:author:{id}`",
        ),
        (
            json!({"title": "A", "price": {"int": 1, "x": 2}}),
            "type | request body, `price` | `price` has 2 members, while a union has exactly one | write `int` or `com.example.Address`",
        ),
        (
            json!({"title": "A", "size": true}),
            "type | request body, `size` | `size` is a boolean, not a value of `Size` | -",
        ),
        (
            json!({"title": "A", "isbn": null}),
            "type | request body, `isbn` | `isbn` is null, not a string | -",
        ),
        (
            json!([]),
            "type | request body | the body is a list, not the record `Book` | -",
        ),
    ] {
        assert_eq!(misfits(&post("/v1/books", body.clone())), [wrong], "{body}");
    }
    let mut request = post("/v1/books", json!({}));
    request.body = None;
    assert_eq!(
        misfits(&request),
        ["body | request body | the body is missing, though the method takes one | -"]
    );
    let mut request = get("/v1/books/7");
    request.body = Some(json!({}));
    assert_eq!(
        misfits(&request),
        ["body | request body | the body is there, though the method takes none | leave it out"]
    );
    let text = with(
        post("/v1/books", json!("title=A")),
        "content-type",
        "text/plain",
    );
    assert!(misfits(&text)[0].starts_with("header | header `Content-Type` |"));
}

#[test]
fn parameters_of_actions_stand_in_the_body() {
    let call = fits(&post(
        "/v1/books?action=lend",
        json!({"note": "n", "days": 3}),
    ));
    assert_eq!(call.params.len(), 2);
    assert!(call.params.contains(&(0, Datum::Int(3))));
    assert_eq!(
        misfits(&post("/v1/books?action=lend", json!({"day": 3}))),
        [
            "unknown-member | request body, `day` | `day` is a member that the schema does not know | did you mean `days`?",
            "missing-parameter | request body, `days` | the body lacks the required parameter `days` | -",
        ]
    );
    assert!(
        misfits(&post("/v1/books?action=lend&days=3", json!({"days": 3})))[0]
            .starts_with("unknown-parameter")
    );
}

#[test]
fn tunneled_requests_are_those_within() {
    let mut request = post("/v1/books", json!("q=search&title=a%26b"));
    request = with(request, "X-HTTP-Method-Override", "GET");
    request = with(request, "Content-Type", "application/x-www-form-urlencoded");
    assert_eq!(
        fits(&request).params,
        [(0, Datum::String("a&b".to_owned()))]
    );
}
