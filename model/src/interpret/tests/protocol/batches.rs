//! Batch methods: the keys in the query, the entities in the body, and that they are the same.

use serde_json::json;

use super::{fits, method, misfits, model, shown};
use crate::interpret::{Datum, to_json};
use crate::model::RestMethod;

#[test]
fn every_method_is_told_by_its_request() {
    let model = model();
    let book = || Some(json!({"name": "A"}));
    let patch = || Some(json!({"patch": {}}));
    for (head, body, rest) in [
        ("GET /books/7", None, RestMethod::Get),
        ("GET /books?ids=List(7)", None, RestMethod::BatchGet),
        ("GET /books?start=1&count=2", None, RestMethod::GetAll),
        ("GET /books?q=search", None, RestMethod::Finder),
        ("GET /books?q=search&bq=high", None, RestMethod::Finder),
        (
            "GET /books?bq=searches&criteria=List()",
            None,
            RestMethod::BatchFinder,
        ),
        ("POST /books", book(), RestMethod::Create),
        (
            "POST /books\nX-RestLi-Method: batch_create",
            Some(json!({"elements": [{"name": "A"}]})),
            RestMethod::BatchCreate,
        ),
        ("PUT /books/7", book(), RestMethod::Update),
        (
            "PUT /books?ids=List(7)",
            Some(json!({"entities": {"7": {"name": "A"}}})),
            RestMethod::BatchUpdate,
        ),
        (
            "POST /books/7\nx-restli-method: PARTIAL_UPDATE",
            patch(),
            RestMethod::PartialUpdate,
        ),
        (
            "POST /books?ids=List(7)\nX-RestLi-Method: batch_partial_update",
            Some(json!({"entities": {"7": {"patch": {}}}})),
            RestMethod::BatchPartialUpdate,
        ),
        ("DELETE /books/7", None, RestMethod::Delete),
        ("DELETE /books?ids=List(7)", None, RestMethod::BatchDelete),
        ("POST /books?action=reindex", None, RestMethod::Action),
        (
            "POST /books/7?action=lock",
            Some(json!({})),
            RestMethod::Action,
        ),
    ] {
        let call = fits(&model, head, body);
        assert_eq!(method(&model, &call).rest, rest, "{head}");
    }
}

#[test]
fn ids_are_a_set() {
    let model = model();
    let ids = fits(&model, "GET /books?ids=List(8,7,8,07)", None).ids;
    assert_eq!(ids, [Datum::Long(8), Datum::Long(7)]);
    let ids = fits(
        &model,
        "GET /loans?ids=List((reader:a%2Cb,book:7),(book:7,reader:a%2Cb))",
        None,
    )
    .ids;
    assert_eq!(shown(&model, &ids), "List((book:7,reader:a%2Cb))");
    assert_eq!(
        misfits(&model, "GET /books?ids=List(1,2,3,4)", None),
        ["batch | parameter `ids`: has 4 of at most 3 keys or elements of a batch"]
    );
    assert_eq!(
        misfits(&model, "GET /books?ids=List(1,x)", None),
        ["key | parameter `ids`: `booksId` is `x`, not a long"]
    );
    assert!(misfits(&model, "GET /books?ids=1", None)[0].starts_with("key | parameter `ids`"));
}

#[test]
fn entities_stand_under_the_keys_of_the_query() {
    let model = model();
    let head = "PUT /maps?ids=List(($params:(detail:a%2Cb),x:3,y:4),(x:5,y:6))";
    let body = json!({"entities": {
        "(x:5,y:6)": {"city": "Bern"},
        "($params:(detail:a%2Cb),x:3,y:4)": {"city": "Basel"},
    }});
    let call = fits(&model, head, Some(body));
    let basel = call.entities.iter().find(|(key, _)| *key == call.ids[0]);
    let (_, basel) = basel.expect("an entity under the first of the ids");
    assert_eq!(to_json(&model, basel), json!({"city": "Basel"}));
    assert_eq!(
        shown(&model, &call.ids),
        "List(($params:(detail:a%2Cb),x:3,y:4),(x:5,y:6))"
    );

    let city = || json!({"city": "Bern"});
    for (entities, wrong) in [
        (
            json!({"(x:3,y:4)": city()}),
            "batch | request body, `entities`: `entities` has 1 entities for 2 `ids`",
        ),
        (
            json!({"(x:3,y:4)": city(), "(x:9,y:9)": city()}),
            "batch | request body, `entities[\"(x:9,y:9)\"]`: `entities[\"(x:9,y:9)\"]` stands under a key that is not among the `ids`",
        ),
        (
            json!({"(x:3,y:4)": city(), "(x:5": city()}),
            "key | request body, `entities[\"(x:5\"]`: `entities[\"(x:5\"]` does not stand under a key of the resource: `(x:5` is no key: the text ends where `,` or `)` is expected at byte 4",
        ),
        (
            json!({"(x:3,y:4)": city(), "(x:5,y:6)": {}}),
            "missing-member | request body, `entities[\"(x:5,y:6)\"].city`: `entities[\"(x:5,y:6)\"]` lacks the required member `city`",
        ),
        (
            json!([]),
            "type | request body, `entities`: `entities` is a list, not an object by key",
        ),
    ] {
        let body = json!({"entities": entities});
        assert_eq!(misfits(&model, head, Some(body)), [wrong]);
    }
    let wrong = ["missing-member | request body: the body lacks the member `entities`"];
    assert_eq!(misfits(&model, head, Some(json!({}))), wrong);
}

#[test]
fn elements_of_a_batch_create_keep_their_order() {
    let model = model();
    let head = "POST /books?$returnEntity=false\nX-RestLi-Method: BATCH_CREATE";
    let call = fits(
        &model,
        head,
        Some(json!({"elements": [{"name": "B"}, {"name": "A"}]})),
    );
    assert_eq!(call.return_entity, Some(false));
    assert_eq!(to_json(&model, &call.elements[0]), json!({"name": "B"}));
    assert_eq!(call.elements.len(), 2);
    assert_eq!(
        misfits(
            &model,
            head,
            Some(json!({"elements": [{"name": "B"}, {"nam": "A"}]}))
        ),
        [
            "unknown-member | request body, `elements[1].nam`: `elements[1].nam` is a member that the schema does not know",
            "missing-member | request body, `elements[1].name`: `elements[1]` lacks the required member `name`",
        ]
    );
}

#[test]
fn criteria_of_a_batch_finder_are_a_parameter() {
    let model = model();
    let call = fits(
        &model,
        "GET /books?bq=searches&criteria=List((lang:de,year:1999),(lang:fr))&start=0&count=2",
        None,
    );
    let criteria = method(&model, &call).criteria.unwrap();
    let (_, Datum::Array(given)) = &call.params[0] else {
        panic!("{call:?}");
    };
    assert_eq!((call.params[0].0, given.len()), (criteria, 2));
    assert_eq!(call.paging.count, Some(2));
    let missing = misfits(&model, "GET /books?bq=searches", None);
    assert!(
        missing[0].starts_with("missing-parameter | parameter `criteria`"),
        "{missing:?}"
    );
}

#[test]
fn flags_are_booleans_where_they_have_a_meaning() {
    let model = model();
    let book = || Some(json!({"name": "A"}));
    let call = fits(
        &model,
        "POST /books?$returnEntity=true&$fillInDefaults=true",
        book(),
    );
    assert_eq!((call.return_entity, call.fill_defaults), (Some(true), true));
    assert_eq!(fits(&model, "POST /books", book()).return_entity, None);
    let wrong = misfits(&model, "POST /books?$returnEntity=yes", book());
    assert_eq!(
        wrong,
        ["parameter | parameter `$returnEntity`: `$returnEntity` is `yes`, not a boolean"]
    );
    let wrong = misfits(&model, "PUT /books/7?$returnEntity=true", book());
    assert!(
        wrong[0].starts_with("unknown-parameter | parameter `$returnEntity`"),
        "{wrong:?}"
    );
    assert!(
        misfits(&model, "DELETE /books/7?$fillInDefaults=true", None)[0]
            .starts_with("unknown-parameter")
    );
}

#[test]
fn parameters_of_actions_may_be_left_out() {
    let model = model();
    assert_eq!(fits(&model, "POST /books?action=reindex", None).params, []);
    assert_eq!(
        fits(&model, "POST /books?action=reindex", Some(json!({}))).params,
        []
    );
    let call = fits(
        &model,
        "POST /books?action=reindex",
        Some(json!({"deep": false, "owner": null})),
    );
    assert!(matches!(
        &*call.params,
        [(0, Datum::Boolean(false)), (1, Datum::Null(_))]
    ));
    assert_eq!(
        misfits(
            &model,
            "POST /books?action=reindex",
            Some(json!({"deep": null}))
        ),
        ["type | request body, `deep`: `deep` is null, not a boolean"]
    );
    assert_eq!(
        misfits(&model, "POST /books/7?action=reindex", None),
        [
            "method | path: the action `reindex` of `books` is one of the resource, which takes no key"
        ]
    );
    assert_eq!(
        misfits(&model, "POST /books?action=lock", None),
        ["method | path: the action `lock` of `books` is one of an entity, whose key is missing"]
    );
}

#[test]
fn a_tunneled_batch_is_the_one_within() {
    let model = model();
    let head = "POST /books\nX-HTTP-Method-Override: PUT\nX-RestLi-Method: batch_update\nContent-Type: multipart/mixed; boundary=QQ";
    let body = "--QQ\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nids=List(12)\r\n\
        --QQ\r\nContent-Type: application/json\r\n\r\n{\"entities\":{\"12\":{\"name\":\"A2\"}}}\r\n--QQ--\r\n";
    let call = fits(&model, head, Some(json!(body)));
    assert_eq!(call.ids, [Datum::Long(12)]);
    assert_eq!(to_json(&model, &call.entities[0].1), json!({"name": "A2"}));
    let head = "POST /books\nX-HTTP-Method-Override: DELETE\nContent-Type: application/x-www-form-urlencoded";
    let call = fits(&model, head, Some(json!("ids=List(12,13)")));
    assert_eq!(
        (method(&model, &call).rest, call.ids.len()),
        (RestMethod::BatchDelete, 2)
    );
}
