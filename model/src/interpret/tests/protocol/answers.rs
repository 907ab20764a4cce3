//! Answers of batch methods, of methods that return entities, and errors.

use serde_json::{Value as Json, json};

use super::{answer, model};

const NONE: [&str; 0] = [];

#[test]
fn batches_by_key() {
    let model = model();
    let get = |body| answer(&model, "GET /books?ids=List(1,2,3)", None, 200, body);
    let whole = json!({
        "results": {"1": {"name": "A", "owner": null}},
        "statuses": {"1": 200, "2": 404},
        "errors": {"2": {"status": 404}},
    });
    assert_eq!(get(whole), NONE);
    assert_eq!(get(json!({})), NONE, "every part may be absent");
    assert_eq!(
        get(json!({"results": {}, "errors": {"2": {}}})),
        NONE,
        "and every member of an error"
    );
    for (body, wrong) in [
        (
            json!({"results": {"x": {}}}),
            "key | response body, `results.x`",
        ),
        (
            json!({"errors": {"x": {}}}),
            "key | response body, `errors.x`",
        ),
        (
            json!({"results": {"1": {"nam": "A"}}}),
            "unknown-member | response body, `results[\"1\"].nam`",
        ),
        (json!({"results": []}), "type | response body, `results`"),
        (
            json!({"statuses": {"1": "200"}}),
            "type | response body, `statuses[\"1\"]`",
        ),
        (
            json!({"errors": {"1": {"status": "404"}}}),
            "type | response body, `errors[\"1\"].status`",
        ),
        (
            json!({"result": {}}),
            "unknown-member | response body, `result`",
        ),
    ] {
        let found = get(body.clone());
        let wrong = wrong.replace("[\"1\"]", ".1");
        assert!(
            found.len() == 1 && found[0].starts_with(&wrong),
            "{body}: {found:?}"
        );
    }
}

#[test]
fn keys_in_answers_are_of_the_kind_that_was_asked_with() {
    let model = model();
    let maps = "GET /maps?ids=List(($params:(detail:a),x:3,y:4))";
    assert_eq!(
        answer(
            &model,
            maps,
            None,
            200,
            json!({"results": {"(y:4,x:3)": {"city": "Bern"}}})
        ),
        NONE
    );
    assert!(!answer(&model, maps, None, 200, json!({"results": {"(x:3)": {}}})).is_empty());
    let by_isbn = "GET /books?altkey=isbn&ids=List(978-3)";
    assert_eq!(
        answer(
            &model,
            by_isbn,
            None,
            200,
            json!({"results": {"978-3": {}}})
        ),
        NONE
    );
}

#[test]
fn writes_of_a_batch_have_a_status_each() {
    let model = model();
    let delete = |status, body| answer(&model, "DELETE /books?ids=List(1,3)", None, status, body);
    assert_eq!(
        delete(
            200,
            json!({"results": {"1": {"status": 204}, "3": {"status": 404}}, "errors": {}})
        ),
        NONE
    );
    assert_eq!(delete(204, Json::Null), NONE);
    assert!(!delete(200, Json::Null).is_empty());
    let found = delete(
        200,
        json!({"results": {"1": {"status": 204, "entity": {}}}}),
    );
    assert!(found[0].starts_with("unknown-member"), "{found:?}");

    let head = "POST /books?ids=List(1)\nX-RestLi-Method: batch_partial_update";
    let sent = || Some(json!({"entities": {"1": {"patch": {}}}}));
    let update = |body| answer(&model, head, sent(), 200, body);
    assert_eq!(
        update(json!({"results": {"1": {"status": 200, "entity": {"name": "A"}}}, "errors": {}})),
        NONE
    );
    let found = update(json!({"results": {"1": {"status": 200, "entity": {"nam": "A"}}}}));
    assert!(
        found[0].contains("results") && found[0].contains("entity.nam"),
        "{found:?}"
    );
}

#[test]
fn created_elements_answer_in_order() {
    let model = model();
    let head = "POST /books\nX-RestLi-Method: batch_create";
    let sent = || Some(json!({"elements": [{"name": "A"}, {"name": "B"}]}));
    let create = |elements: Json| answer(&model, head, sent(), 200, json!({"elements": elements}));
    let fits = json!([
        {"status": 201, "id": "12", "location": "/books/12", "entity": {"id": 12, "name": "A"}},
        {"status": 422, "error": {"status": 422, "message": "name is taken"}},
    ]);
    assert_eq!(create(fits), NONE);
    for (elements, wrong) in [
        (
            json!([{"status": 201}]),
            "batch | response body, `elements`",
        ),
        (
            json!([{"status": 201, "id": "x"}, {}]),
            "key | response body, `elements[0].id`",
        ),
        (
            json!([{"status": 201, "id": 12}, {}]),
            "type | response body, `elements[0].id`",
        ),
        (
            json!([{"state": 201}, {}]),
            "unknown-member | response body, `elements[0].state`",
        ),
        (
            json!([{"entity": {"nam": "A"}}, {}]),
            "unknown-member | response body, `elements[0].entity.nam`",
        ),
    ] {
        let found = create(elements.clone());
        assert!(
            found.len() == 1 && found[0].starts_with(wrong),
            "{elements}: {found:?}"
        );
    }
}

#[test]
fn entities_come_back_from_writes_unless_the_caller_does_without() {
    let model = model();
    let book = || Some(json!({"name": "A"}));
    let create =
        |query: &str, body| answer(&model, &format!("POST /books{query}"), book(), 201, body);
    assert_eq!(create("", json!({"id": 12, "name": "A"})), NONE);
    assert_eq!(create("?$returnEntity=false", Json::Null), NONE);
    assert!(!create("", Json::Null).is_empty());
    assert!(!create("?$returnEntity=false", json!({"id": 12})).is_empty());

    let patch = || Some(json!({"patch": {"$delete": ["note"]}}));
    let update = |status, body| answer(&model, "POST /books/7", patch(), status, body);
    assert_eq!(update(200, json!({"id": 7})), NONE);
    assert_eq!(update(204, Json::Null), NONE);
    assert!(!update(200, json!({"idd": 7})).is_empty());
}

#[test]
fn batch_finders_answer_each_criterion() {
    let model = model();
    let head = "GET /books?bq=searches&criteria=List((lang:de),(lang:fr))";
    let found = |elements: Json| answer(&model, head, None, 200, json!({"elements": elements}));
    let fits = json!([
        {"elements": [{"id": 4}], "paging": {"start": 0, "count": 2, "total": 1, "links": []}, "metadata": {"spelled": "x"}},
        {"isError": true, "elements": [], "error": {"status": 404, "message": "no such language"}},
    ]);
    assert_eq!(found(fits), NONE);
    for (elements, wrong) in [
        (json!([{}]), "batch | response body, `elements`"),
        (json!([{}, {}, {}]), "batch | response body, `elements`"),
        (
            json!([{"elements": [{"idd": 4}]}, {}]),
            "unknown-member | response body, `elements[0].elements[0].idd`",
        ),
        (
            json!([{"isError": 1}, {}]),
            "type | response body, `elements[0].isError`",
        ),
        (
            json!([{"error": {"status": "x"}}, {}]),
            "type | response body, `elements[0].error.status`",
        ),
        (
            json!([{"metadata": {"spelt": "x"}}, {}]),
            "unknown-member | response body, `elements[0].metadata.spelt`",
        ),
    ] {
        let found = found(elements.clone());
        assert!(
            found.len() == 1 && found[0].starts_with(wrong),
            "{elements}: {found:?}"
        );
    }
}

#[test]
fn links_of_a_page_are_read() {
    let model = model();
    let page = |links: Json| {
        let body = json!({"elements": [], "paging": {"start": 0, "count": 10, "links": links}});
        answer(&model, "GET /books", None, 200, body)
    };
    assert_eq!(
        page(json!([{"rel": "next", "href": "/books?start=10", "type": "application/json"}])),
        NONE
    );
    assert!(
        page(json!([{"rel": 1}]))[0].starts_with("type | response body, `paging.links[0].rel`")
    );
    assert!(page(json!([{"url": "/"}]))[0].starts_with("unknown-member"));
}

#[test]
fn every_member_of_an_error_is_optional() {
    let model = model();
    let error = |body| answer(&model, "GET /books/7", None, 429, body);
    for body in [
        Json::Null,
        json!({}),
        json!("<html>Bad Gateway</html>"),
        json!({"status": 429}),
        json!({"message": "slow down", "serviceErrorCode": 101, "code": "OTHER", "errorDetails": {"free": [1]}}),
        json!({"code": "QUOTA", "errorDetailType": "Criteria", "errorDetails": {"lang": "de"}}),
    ] {
        assert_eq!(error(body.clone()), NONE, "{body}");
    }
    let wrong = error(json!({"code": "QUOTA", "errorDetails": {"lang": 7}}));
    assert!(
        wrong[0].starts_with("type | response body, `errorDetails.lang`"),
        "{wrong:?}"
    );
    assert!(!error(json!({"status": "429"})).is_empty());
}
