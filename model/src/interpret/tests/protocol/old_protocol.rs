//! Protocol 1.0.0: requests of services that still speak it, and old spellings in documentation.

use serde_json::json;

use super::{answer, fits, method, misfits, model, shown};
use crate::interpret::{Datum, Spelling};
use crate::model::RestMethod;

const NONE: [&str; 0] = [];

#[test]
fn keys_of_a_path_are_queries_of_their_own() {
    let model = model();
    let call = fits(&model, "GET /v2/archive/x=3&y=4&$params.detail=a%20b", None);
    assert_eq!(call.spelling, Spelling::V1);
    let keys: Vec<_> = call.keys.iter().map(|(_, key)| key.clone()).collect();
    assert_eq!(
        shown(&model, &keys),
        "List(($params:(detail:a%20b),x:3,y:4))"
    );
    let call = fits(
        &model,
        "GET /v2/archive/x=3&y=4&layers[0]=a&owner.com~2Eex~2EAddress.city=Bern",
        None,
    );
    let keys: Vec<_> = call.keys.iter().map(|(_, key)| key.clone()).collect();
    assert_eq!(
        shown(&model, &keys),
        "List((layers:List(a),owner:(com.ex.Address:(city:Bern)),x:3,y:4))"
    );
    let call = fits(&model, "GET /v2/oldLoans/reader=a%26b&book=7", None);
    assert_eq!(
        shown(&model, &[call.keys[0].1.clone()]),
        "List((book:7,reader:a%26b))"
    );
    let call = fits(&model, "GET /v2/oldLoans/reader=3?q=byReader", None);
    assert_eq!(call.partial_key, [(0, Datum::String("3".to_owned()))]);
    let found = misfits(&model, "GET /v2/archive/x=3&y=b&z=1", None);
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn parameters_have_structure_in_their_names() {
    let model = model();
    let params = |query: &str| {
        let call = fits(
            &model,
            &format!("GET /v2/archive?q=search&start=0&{query}"),
            None,
        );
        assert_eq!(call.spelling, Spelling::V1);
        let data: Vec<_> = call.params.iter().map(|(_, datum)| datum.clone()).collect();
        shown(&model, &data)
    };
    assert_eq!(params("tags[0]=x&tags[1]=y"), "List(List(x,y))");
    assert_eq!(params("tags=x&tags=y"), "List(List(x,y))");
    assert_eq!(params("tags=x"), "List(List(x))", "one value of a list");
    assert_eq!(
        params("filter.lang=de&filter.year=1999"),
        "List((lang:de,year:1999))"
    );
    assert_eq!(
        params("all%5B1%5D.lang=fr&all%5B0%5D.lang=de"),
        "List(List((lang:de),(lang:fr)))"
    );
    assert_eq!(params("marks.a~2Eb=1"), "List((a.b:1))");
    assert_eq!(params("owner.int=3"), "List((int:3))");
    assert_eq!(params("text=a+b:(c)"), "List(a%20b%3A%28c%29)");
    assert_eq!(params("text="), "List('')");
    for wrong in [
        "filter.year=x",
        "filter.years=1",
        "tagz=x",
        "tags[x]=1",
        "start=1",
        "filter=1&filter.lang=de",
    ] {
        misfits(
            &model,
            &format!("GET /v2/archive?q=search&start=0&{wrong}"),
            None,
        );
    }
}

#[test]
fn ids_repeat() {
    let model = model();
    let call = fits(
        &model,
        "GET /v2/archive?ids[0].x=3&ids[0].y=4&ids[1].x=5&ids[1].y=6&ids[1].$params.detail=d",
        None,
    );
    assert_eq!(method(&model, &call).rest, RestMethod::BatchGet);
    assert_eq!(
        shown(&model, &call.ids),
        "List((x:3,y:4),($params:(detail:d),x:5,y:6))"
    );
    let call = fits(
        &model,
        "DELETE /v2/oldLoans?ids=book%3D7%26reader%3Da%2526b&ids=book%3D8%26reader%3Dc",
        None,
    );
    assert_eq!(
        shown(&model, &call.ids),
        "List((book:7,reader:a%26b),(book:8,reader:c))"
    );
    let call = fits(&model, "GET /v2/oldLoans?ids=book%3D7%26reader%3Da", None);
    assert_eq!(call.ids.len(), 1);
    assert_eq!(
        misfits(&model, "GET /v2/oldLoans?ids=7", None),
        [
            "key | parameter `ids`: `ids` holds no key: a compound or complex key is `name=text`, joined by `&`, in protocol 1.0.0 at byte 0"
        ]
    );
}

#[test]
fn keys_of_bodies_are_spelled_like_those_of_paths() {
    let model = model();
    let head = "PUT /v2/archive?ids[0].x=3&ids[0].y=4";
    let body = json!({"entities": {"x=3&y=4&$params.detail=a%20b": {"name": "A"}}});
    let call = fits(&model, head, Some(body));
    assert_eq!(
        shown(&model, &[call.entities[0].0.clone()]),
        "List(($params:(detail:a%20b),x:3,y:4))"
    );
    let answered = json!({"results": {"y=4&x=3": {"status": 204}}, "errors": {}});
    let body = json!({"entities": {"x=3&y=4": {"name": "A"}}});
    assert_eq!(answer(&model, head, Some(body), 200, answered), NONE);
    let loans = "GET /v2/oldLoans?ids=book%3D7%26reader%3Da";
    assert_eq!(
        answer(
            &model,
            loans,
            None,
            200,
            json!({"results": {"book=7&reader=a": {"city": "Bern"}}})
        ),
        NONE
    );
    assert!(
        !answer(
            &model,
            loans,
            None,
            200,
            json!({"results": {"(book:7,reader:a)": {}}})
        )
        .is_empty()
    );
}

#[test]
fn old_spellings_of_new_services_are_read_where_the_request_leaves_it_open() {
    let model = model();
    let call = fits(&model, "GET /maps/x=3&y=4", None);
    assert_eq!(
        (call.spelling, shown(&model, &[call.keys[0].1.clone()])),
        (Spelling::V1, "List((x:3,y:4))".to_owned())
    );
    let call = fits(&model, "GET /books?q=search&filter.lang=de&tags[0]=x", None);
    assert_eq!((call.spelling, call.params.len()), (Spelling::V1, 2));
    let call = fits(&model, "GET /maps?ids[0].x=3&ids[0].y=4", None);
    assert_eq!((call.spelling, call.ids.len()), (Spelling::V1, 1));
    for head in [
        "GET /maps/x=3&y=4",
        "GET /books?q=search&filter.lang=de",
        "GET /maps?ids[0].x=3&ids[0].y=4",
    ] {
        misfits(
            &model,
            &format!("{head}\nX-RestLi-Protocol-Version: 2.0.0"),
            None,
        );
    }
    let found = misfits(
        &model,
        "GET /v2/oldLoans/book=7&reader=a\nX-RestLi-Protocol-Version: 2.0.0",
        None,
    );
    assert!(found[0].starts_with("key | "), "{found:?}");
    // A request that names a protocol is read in it, whatever its resource is generated for.
    let new = "/v2/oldLoans/(book:7,reader:a)\nX-RestLi-Protocol-Version: 2.0.0";
    let call = fits(&model, &format!("GET {new}"), None);
    assert_eq!(call.spelling, Spelling::V2);
}
