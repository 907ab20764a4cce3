//! Responses: envelopes, entities, decorations, errors, created keys.

use serde_json::{Value as Json, json};

use super::schema::{answer_misfits, get, post};

fn entity(body: Json) -> Vec<String> {
    answer_misfits(&get("/v1/books/7"), 200, &[], body)
}

fn search(body: Json) -> Vec<String> {
    answer_misfits(&get("/v1/books?q=search"), 200, &[], body)
}

#[test]
fn answers_that_fit() {
    let none: [&str; 0] = [];
    assert_eq!(entity(json!({})), none, "anything may be absent");
    assert_eq!(
        entity(json!({
            "id": 7, "title": null, "genre": "A_NEW_ONE", "weight": 2, "open": [null],
            "author~": {"name": "N"}, "author": "urn:lib:author:x",
            "maker": "urn:lib:publisher:p", "maker~": {"title": "T"},
            "cover": "urn:lib:cover:(urn:lib:book:7,small)", "cover!": {"status": 403, "message": "no"},
            "others": ["urn:lib:author:x"], "others~": {"urn:lib:author:x": {"name": "N"}},
            "shelf": [{"city": "Bern"}], "size": "thick", "price": {"com.example.Address": {}},
        })),
        none
    );
    assert_eq!(
        entity(json!({
            "author": {"name": "N", "$URN": "urn:lib:author:x", "friend": {"title": "P", "$URN": "urn:lib:publisher:p"}},
            "maker": {"title": "T", "$URN": "urn:lib:publisher:p"},
            "cover": {}, "cover!": {"status": 403},
            "others": [{"$URN": "urn:lib:author:x", "name": "N"}, "urn:lib:author:y", {"name": "M"}],
            "others~": [null, {"name": "O"}, {}], "others!": [{"status": 403}, null],
        })),
        none,
        "entities stand in place of their URNs"
    );
    for others in [
        json!({"others~": {"urn:lib:author:x": null}, "others!": {"urn:lib:author:x": {"status": 403}}}),
        json!({"others!": {"status": 403}}),
        json!({"maker": {"x": 1}}),
        json!({"maker": {"x": 1, "$URN": "urn:lib:robot:1"}}),
        json!({"author": {"name": "N", "$URN": null}}),
    ] {
        assert_eq!(entity(others), none);
    }
    assert_eq!(
        entity(json!({"author": "urn:lib:unknown:0", "author~": {}})),
        none,
        "any kind may come"
    );
    assert_eq!(
        entity(json!({"maker": "urn:lib:robot:1", "maker~": {"x": 1}})),
        none,
        "open for other kinds"
    );
    assert_eq!(
        search(json!({
            "elements": [{"id": 7}], "metadata": {"spelled": "x"},
            "paging": {"start": 0, "count": 10, "total": 1, "links": [{"rel": "next", "href": "/", "type": "x"}]},
        })),
        none
    );
    assert_eq!(search(json!({"paging": {"links": []}})), none);
    let batch = json!({"results": {"7": {"id": 7}}, "statuses": {"7": 200}, "errors": {"8": {"status": 404}}});
    assert_eq!(
        answer_misfits(&get("/v1/books?ids=List(7,8)"), 200, &[], batch),
        none
    );
    assert_eq!(
        answer_misfits(
            &post("/v1/books?action=lend", json!({"days": 1})),
            200,
            &[],
            json!({"value": 3})
        ),
        none
    );
    assert_eq!(
        answer_misfits(&get("/v1/status"), 200, &[], json!({"any": 1})),
        none
    );
}

#[test]
fn members_of_a_wrong_type_are_named_by_path() {
    let type_of = |path: &str, message: &str| {
        [format!(
            "type | response body, `{path}` | `{path}` {message} | -"
        )]
    };
    assert_eq!(
        entity(json!({"id": "7"})),
        type_of("id", "is a string, not a long")
    );
    assert_eq!(
        entity(json!({"title": 7})),
        type_of("title", "is a number, not a string")
    );
    assert_eq!(
        entity(json!({"genre": 7})),
        type_of("genre", "is a number, not a symbol of `Genre`")
    );
    assert_eq!(
        entity(json!({"worth": "12,50"})),
        type_of("worth", "is `12,50`, which is no decimal number")
    );
    assert_eq!(
        entity(json!({"worth": true})),
        type_of("worth", "is a boolean, not a decimal number as a string")
    );
    // Readers take it.
    assert!(entity(json!({"worth": 12.5})).is_empty());
    assert_eq!(
        entity(json!({"sold": [1, "2"]})),
        type_of(
            "sold[1]",
            "is a string, not a long of milliseconds since 1970"
        )
    );
    assert_eq!(
        entity(json!({"author~": 7})),
        type_of("author~", "is a number, not the record `Author`")
    );
    assert_eq!(
        entity(json!({"author~": {"home": {"zip": 1}}})),
        type_of("author~.home.zip", "is a number, not a string")
    );
    assert_eq!(
        entity(json!({"maker": "urn:lib:author:x", "maker~": {"title": "T"}})),
        [
            "unknown-member | response body, `maker~.title` | `maker~.title` is a member that the schema does not know | add `title` to the schema, or `maker~.title` to the sample's `unknown`"
        ]
    );
    assert_eq!(
        entity(json!({"author": 7})),
        type_of("author", "is a number, not a URN of `author`")
    );
    assert_eq!(
        entity(json!({"author": {"name": 7}})),
        type_of("author.name", "is a number, not a string")
    );
    assert_eq!(
        entity(json!({"author": {"$URN": 7}})),
        type_of("author.$URN", "is a number, not a URN")
    );
    assert_eq!(
        entity(json!({"maker": {"$URN": "urn:lib:author:x", "title": "T"}})),
        [
            "unknown-member | response body, `maker.title` | `maker.title` is a member that the schema does not know | add `title` to the schema, or `maker.title` to the sample's `unknown`"
        ]
    );
    assert_eq!(
        entity(json!({"others": ["urn:lib:author:x", {"name": 7}], "others~": [{"name": 8}]})),
        [
            type_of("others[1].name", "is a number, not a string"),
            type_of("others~[0].name", "is a number, not a string")
        ]
        .concat()
    );
    assert_eq!(
        entity(json!({"others~": 7})),
        type_of(
            "others~",
            "is a number, neither an object from URN to entity nor a list of entities"
        )
    );
    assert_eq!(
        entity(json!({"others!": [null, {"status": "x"}]})),
        type_of("others![1].status", "is a string, not an int")
    );
    assert_eq!(
        entity(json!({"others!": {"urn:lib:author:x": {"status": "x"}}})),
        type_of(
            "others![\"urn:lib:author:x\"].status",
            "is a string, not an int"
        )
    );
    assert_eq!(
        entity(json!({"author!": {"status": "x"}})),
        type_of("author!.status", "is a string, not an int")
    );
    assert_eq!(
        entity(
            json!({"others": ["urn:lib:author:x"], "others~": {"urn:lib:author:x": {"name": 7}}})
        ),
        type_of(
            "others~[\"urn:lib:author:x\"].name",
            "is a number, not a string"
        )
    );
    assert_eq!(
        entity(json!({"shelf": [{"zip": 1}]})),
        type_of("shelf[0].zip", "is a number, not a string")
    );
    assert_eq!(
        entity(json!({"price": {"int": "3"}})),
        type_of("price.int", "is a string, not an int")
    );
    assert_eq!(
        entity(json!({"places": [null]})),
        type_of("places[0]", "is null, not the record `Address`")
    );
    assert_eq!(
        search(json!({"elements": {}})),
        type_of("elements", "is an object, not a list")
    );
    assert_eq!(
        search(json!({"elements": [7]})),
        type_of("elements[0]", "is a number, not the record `Book`")
    );
    assert_eq!(
        search(json!({"paging": {"total": "3"}})),
        type_of("paging.total", "is a string, not an int")
    );
    assert_eq!(
        search(json!({"paging": {"links": [{"href": 1}]}})),
        type_of("paging.links[0].href", "is a number, not a string")
    );
    let found = entity(json!({"author": "x"}));
    assert_eq!(
        found,
        [
            "type | response body, `author` | `author` is `x`, which is no URN | write `urn:lib:author:{id}`"
        ]
    );
    let found = entity(json!({"cover": "urn:lib:cover:7"}));
    assert!(found[0].contains("whose id is no tuple"), "{found:?}");
}

#[test]
fn unknown_members_are_named_by_path() {
    let found = search(json!({"elements": [{"titel": "A"}], "pagin": {}}));
    assert_eq!(
        found,
        [
            "unknown-member | response body, `elements[0].titel` | `elements[0].titel` is a member that the schema does not know | did you mean `title`?",
            "unknown-member | response body, `pagin` | `pagin` is a member that the schema does not know | did you mean `paging`?",
        ]
    );
    assert!(
        entity(json!({"title~": {}}))[0].starts_with("unknown-member | response body, `title~`")
    );
    assert!(
        entity(json!({"price": {"ont": 1}}))[0]
            .starts_with("unknown-member | response body, `price.ont`")
    );
}

#[test]
fn created_keys_stand_in_a_header() {
    let create = post("/v1/books", json!({"title": "A"}));
    let none: [&str; 0] = [];
    assert_eq!(
        answer_misfits(&create, 201, &[("x-restli-id", "7")], Json::Null),
        none
    );
    assert_eq!(
        answer_misfits(&create, 201, &[("Location", "/v1/books")], Json::Null),
        none,
        "a server may have no key to tell"
    );
    assert_eq!(
        answer_misfits(&create, 201, &[("x-restli-ids", "7")], Json::Null),
        [
            "created-key | response header `x-restli-ids` | no header tells the key of what was created | it stands in `X-RestLi-Id`"
        ]
    );
    assert_eq!(
        answer_misfits(&create, 201, &[("x-restli-id", "b")], Json::Null),
        [
            "created-key | response header `X-RestLi-Id` | the header `X-RestLi-Id` tells no key of the resource: `id` is `b`, not a long | -"
        ]
    );
    let found = answer_misfits(&create, 201, &[("x-restli-id", "7")], json!({"id": 7}));
    assert!(
        found[0].starts_with("body | response body | the body is there"),
        "{found:?}"
    );
}

#[test]
fn errors_have_their_own_shape() {
    let error = |status: u16, body: Json| answer_misfits(&get("/v1/books/7"), status, &[], body);
    let none: [&str; 0] = [];
    assert_eq!(
        error(
            404,
            json!({"status": 404, "code": "X", "serviceErrorCode": 1, "message": "m", "errorDetails": {"a": 1}})
        ),
        none
    );
    assert_eq!(error(404, json!({})), none);
    assert_eq!(error(502, json!("<html>")), none);
    assert_eq!(error(404, Json::Null), none);
    assert_eq!(error(404, json!({"serviceErrorCode": "1"})).len(), 1);
    assert!(error(404, json!({"mesage": "m"}))[0].contains("did you mean `message`?"));
    assert!(error(404, json!([]))[0].contains("not an error object"));
    assert_eq!(
        answer_misfits(
            &get("/v1/status"),
            401,
            &[],
            json!({"error": "invalid_token"})
        ),
        none
    );
    assert!(error(302, Json::Null)[0].starts_with("status | status | the status is 302"));
}

#[test]
fn a_body_must_be_there_where_one_is_answered() {
    assert_eq!(
        entity(Json::Null),
        ["body | response body | the body is missing, though the method answers one | -"]
    );
    let batch = json!({"results": {"x": {}}});
    let found = answer_misfits(&get("/v1/books?ids=List(7)"), 200, &[], batch);
    assert!(
        found[0].starts_with("key | response body, `results.x` |"),
        "{found:?}"
    );
}
