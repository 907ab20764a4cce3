//! What the sandbox remembers of requests, and what tests can ask it about them.

use restli_sandbox::{Exchange, Expected};
use serde_json::{Value as Json, json};

use crate::support::{Served, library, send};

/// The exchanges that there were.
fn exchanges(library: &Served) -> Vec<Exchange> {
    library.sandbox.journal()
}

async fn control(library: &Served, verb: &str, place: &str, body: Json) -> (u16, Json) {
    let target = format!("/_sandbox{place}");
    let body = Some(body).filter(|body| !body.is_null());
    let body = body.map(|body| body.to_string()).unwrap_or_default();
    let reply = send(library.sandbox.url(), verb, &target, &[], &body).await;
    (reply.status, reply.json)
}

#[tokio::test]
async fn an_exchange_tells_what_was_understood() {
    let library = library().await;
    library.ok("/lib/shelves/12?fields=note,name").await;
    library
        .ok("/lib/shelves?q=byRoom&room=HALL&start=0&count=1")
        .await;
    library.get("/lib/shelves/12?feilds=name").await;
    let [read, found, wrong] = &exchanges(&library)[..] else {
        panic!("three requests were sent");
    };
    let call = read.call.as_ref().unwrap();
    assert_eq!((&*call.resource, &*call.method), ("shelves", "get"));
    assert_eq!(json!(call.keys), json!({ "shelfId": 12 }));
    assert_eq!(call.fields.as_deref(), Some("(note,name)"));
    assert_eq!((read.status, read.valid, read.number), (200, true, 1));
    assert_eq!(read.answer.as_ref().unwrap()["name"], "Oak");
    let call = found.call.as_ref().unwrap();
    assert_eq!((&*call.method, &*call.name), ("finder", "byRoom"));
    assert_eq!(json!(call.params), json!({ "room": "HALL" }));
    assert_eq!(json!(call.paging), json!({ "start": 0, "count": 1 }));
    assert!(!wrong.valid && wrong.call.is_none());
    assert_eq!(
        wrong.answer.as_ref().unwrap()["explanation"][0]["rule"],
        "unknown-parameter"
    );
}

#[tokio::test]
async fn secrets_do_not_reach_the_journal() {
    let library = library().await;
    let url = library.sandbox.url();
    let headers = [("Authorization", "Bearer canary"), ("Cookie", "canary")];
    send(
        url,
        "GET",
        "/lib/shelves/12?access_token=canary",
        &headers,
        "",
    )
    .await;
    library.ok("/lib/shelves/12").await;
    let (status, journal) = control(&library, "GET", "/journal", Json::Null).await;
    assert_eq!((status, journal.as_array().unwrap().len()), (200, 2));
    let written = format!("{journal} {:?}", exchanges(&library));
    assert!(!written.contains("canary"), "{written}");
    assert!(!written.contains(library.sandbox.token()));
}

#[tokio::test]
async fn the_same_request_again_after_a_failure_is_one_more_attempt() {
    let library = library().await;
    let url = library.sandbox.url();
    send(url, "GET", "/lib/shelves/12", &[], "").await;
    library.ok("/lib/shelves/13").await;
    library.ok("/lib/shelves/12").await;
    library.ok("/lib/shelves/12").await;
    let attempts: Vec<_> = exchanges(&library)
        .iter()
        .map(|exchange| (exchange.status, exchange.first_attempt, exchange.attempt))
        .collect();
    assert_eq!(
        attempts,
        [(401, 1, 1), (200, 2, 1), (200, 1, 2), (200, 4, 1)]
    );
}

#[tokio::test]
async fn old_exchanges_are_forgotten_and_numbers_go_on() {
    let sandbox = restli_sandbox::Sandbox::builder(crate::support::features());
    let sandbox = sandbox.journal(2).start().await.unwrap();
    for _ in 0..5 {
        send(sandbox.url(), "GET", "/lib/shelves/12", &[], "").await;
    }
    let numbers: Vec<_> = sandbox.journal().iter().map(|kept| kept.number).collect();
    assert_eq!(numbers, [4, 5]);
    sandbox.clear_journal();
    assert!(sandbox.journal().is_empty());
}

#[tokio::test]
async fn expected_calls_are_verified() {
    let library = library().await;
    library.ok("/lib/shelves/12?fields=name,note").await;
    library.ok("/lib/shelves/12").await;
    let sandbox = &library.sandbox;
    let get = || Expected::call("shelves", "get");
    let masked = get().with("fields", json!("(note,name)"));
    let keyed = get().with("keys", json!({ "shelfId": 12 })).times(2..);
    sandbox.verify(&[masked.clone(), keyed]).unwrap();
    sandbox.verify(&[get().status(404).times(0..=0)]).unwrap();
    sandbox.verify_only(&[get().times(2..=2)]).unwrap();

    let unexpected = sandbox.verify_only(&[masked]).unwrap_err();
    assert_eq!(
        unexpected.to_string(),
        "not expected: GET /lib/shelves/12, answered 200"
    );
    let twice = sandbox.verify(&[get().times(3..=4)]).unwrap_err();
    assert!(
        { twice.to_string() }.starts_with("expected 3 to 4 times, found 2: `get` of `shelves`"),
        "{twice}"
    );
}

#[tokio::test]
async fn what_was_expected_and_not_made_is_shown_beside_what_comes_nearest() {
    let library = library().await;
    library.ok("/lib/shelves/13").await;
    library.ok("/lib/shelves/12?fields=name").await;
    let expected = Expected::call("shelves", "get").with("keys", json!({ "shelfId": 13 }));
    let unmet = { library.sandbox }
        .verify(&[expected.with("fields", json!("(name)"))])
        .unwrap_err();
    let text = unmet.to_string();
    let text = text.lines().map(str::trim_end).collect::<Vec<_>>();
    insta::assert_snapshot!(text.join("\n"), @r#"
    expected once, found 0: `get` of `shelves`
    exchange 1 comes nearest (- expected, + made):
    @@ -1,4 +1,3 @@
     {
    -  "fields": "(name)",
       "keys": {
         "shelfId": 13
    "#);
}

#[tokio::test]
async fn another_program_asks_over_http() {
    let library = library().await;
    library.ok("/lib/shelves/12").await;
    let expected = json!({ "resource": "shelves", "method": "get", "status": 200 });
    let body = json!({ "expected": [expected], "only": true });
    assert_eq!(control(&library, "POST", "/verify", body).await.0, 204);
    let expected = json!({ "resource": "shelves", "method": "delete", "times": { "min": 1 } });
    let (status, answer) = control(
        &library,
        "POST",
        "/verify",
        json!({ "expected": [expected] }),
    )
    .await;
    assert_eq!(status, 409);
    let message = answer["message"].as_str().unwrap();
    assert!(
        message.starts_with("expected once or more, found 0: `delete`"),
        "{message}"
    );
    let (status, journal) = control(&library, "GET", "/journal?last=1", Json::Null).await;
    assert_eq!(
        (status, &journal[0]["call"]["resource"]),
        (200, &json!("shelves"))
    );
    assert_eq!(
        control(&library, "GET", "/journal?lsat=1", Json::Null)
            .await
            .0,
        400
    );
    assert_eq!(
        control(&library, "DELETE", "/journal", Json::Null).await.0,
        204
    );
    assert!(exchanges(&library).is_empty());
}

#[tokio::test]
async fn data_is_reset_kept_and_put_back() {
    let library = library().await;
    let name = async || library.ok("/lib/shelves/12?fields=name").await["name"].clone();
    let start = control(&library, "GET", "/data", Json::Null).await.1;
    assert_eq!(start["resources"]["shelves"][0]["keys"], json!([12]));
    library
        .call("DELETE", "/lib/shelves/13", "delete", Json::Null)
        .await;
    assert_eq!(
        control(&library, "PUT", "/snapshots/without-13", Json::Null)
            .await
            .0,
        204
    );
    let patch = json!({ "patch": { "$set": { "name": "T" } } });
    library
        .call("POST", "/lib/shelves/12", "partial_update", patch)
        .await;
    assert_eq!(name().await, "T");
    assert_eq!(
        control(&library, "POST", "/snapshots/without-13", Json::Null)
            .await
            .0,
        204
    );
    assert_eq!(name().await, "Oak");
    assert_eq!(library.get("/lib/shelves/13").await.status, 404);
    assert_eq!(
        control(&library, "POST", "/snapshots/other", Json::Null)
            .await
            .0,
        404
    );

    let kept = library.sandbox.snapshot();
    assert_eq!(control(&library, "POST", "/reset", Json::Null).await.0, 204);
    assert_eq!(control(&library, "GET", "/data", Json::Null).await.1, start);
    assert!(exchanges(&library).is_empty());
    library.sandbox.restore(&kept);
    assert_eq!(library.get("/lib/shelves/13").await.status, 404);
}

#[tokio::test]
async fn places_that_are_not_there_name_those_that_are() {
    let library = library().await;
    let (_, index) = control(&library, "GET", "/", Json::Null).await;
    assert_eq!(index["api"], "library");
    for place in index["places"].as_array().unwrap() {
        assert!(
            place["path"].as_str().unwrap().starts_with("/_sandbox/"),
            "{place}"
        );
    }
    assert_eq!(control(&library, "GET", "/jurnal", Json::Null).await.0, 404);
    let (status, answer) = control(&library, "GET", "/reset", Json::Null).await;
    assert_eq!(
        (status, &answer["message"]),
        (405, &json!("`/reset` takes POST, not GET"))
    );
}

#[tokio::test]
async fn requests_for_another_host_are_refused() {
    let library = library().await;
    let url = library.sandbox.url().replace("127.0.0.1", "localhost");
    assert_eq!(send(&url, "GET", "/_sandbox/", &[], "").await.status, 200);
    let evil = [("Host", "rebound.example.org")];
    let reply = send(library.sandbox.url(), "GET", "/_sandbox/", &evil, "").await;
    assert_eq!(reply.status, 421, "{reply:?}");
    for (page, status) in [("https://example.org", 403), ("null", 403), (&*url, 200)] {
        let origin = [("Origin", page)];
        let reply = send(&url, "GET", "/_sandbox/", &origin, "").await;
        assert_eq!(reply.status, status, "{page}");
    }
}

#[tokio::test]
async fn what_went_wrong_on_purpose_is_noted() {
    let library = library().await;
    let fault = [("X-Sandbox-Fault", "status=503")];
    library.send("GET", "/lib/shelves/12", &fault, "").await;
    let fault = [("X-Sandbox-Fault", "missing-field=name")];
    library.send("GET", "/lib/shelves/12", &fault, "").await;
    let [instead, spoilt] = &exchanges(&library)[..] else {
        panic!("two requests were sent");
    };
    assert_eq!((instead.status, &instead.call), (503, &None));
    assert_eq!(
        instead.fault.as_deref(),
        Some("`status=503` of the request")
    );
    assert_eq!((spoilt.status, spoilt.attempt), (200, 2));
    assert!(spoilt.call.is_some() && spoilt.fault.is_some());
}
