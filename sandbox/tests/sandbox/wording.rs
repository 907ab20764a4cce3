//! The words of refusals: those of the service, as they were recorded, and the sandbox's own beside them.

use std::fs;

use restli_sandbox::{Sandbox, StartError};
use serde_json::{Value as Json, json};

use crate::general::{SEED, library};
use crate::support::{samples, schema, send, served};

/// The body without what the sandbox adds.
fn words(json: &Json) -> Json {
    let mut words = json.clone();
    words
        .as_object_mut()
        .expect("an error object")
        .remove("explanation");
    words
}

#[tokio::test]
async fn recorded_refusals_are_answered_in_the_recorded_words() {
    let served = served().await;
    let (mut same, mut other) = (Vec::new(), Vec::new());
    for sample in samples(&schema()) {
        let (request, recorded) = (&sample["request"], &sample["response"]);
        if recorded["status"].as_u64() < Some(400) {
            continue;
        }
        let id = sample["id"].as_str().unwrap();
        let reply = match id {
            // It was sent without a token.
            "error.401.1" => send(served.sandbox.url(), "GET", "/v2/me", &[], "").await,
            _ => served.replay(request).await,
        };
        match recorded["status"] == reply.status && words(&reply.json) == recorded["body"] {
            true => same.push(id.to_owned()),
            false => other.push(id.to_owned()),
        }
    }
    assert_eq!(
        same,
        [
            "adLibrary.criteria.3",
            "error.400.1",
            "error.401.1",
            "error.426.1",
            "memberChangeLogs.memberAndApplication.4"
        ]
    );
    // They are about what is there or how often it was asked for, not about the request.
    assert_eq!(
        other,
        [
            "error.400.3",
            "error.401.2",
            "error.429.1",
            "error.429.2",
            "memberSnapshotData.criteria.3",
            "people.partial_update.4"
        ]
    );
}

#[tokio::test]
async fn each_base_has_words_of_its_own() {
    let served = served().await;
    let reply = served
        .get("/v2/connections?q=viewer&projecton=(elements)")
        .await;
    assert_eq!(
        words(&reply.json),
        json!({
            "status": 403, "serviceErrorCode": 100,
            "message": "Unpermitted fields present in PARAMETER: Data Processing Exception while processing fields [/projecton]",
        })
    );
    let reply = served
        .get("/rest/adAccounts?q=search&pageSise=2&search=(status:(values:List(ACTIVE)))")
        .await;
    assert_eq!(reply.status, 400);
    let input = &reply.json["errorDetails"]["inputErrors"][0];
    assert_eq!(input["code"], "QUERY_PARAM_NOT_ALLOWED");
    assert_eq!(input["input"]["inputPath"]["fieldPath"], "pageSise");
    let patch = json!({"patch": {"$set": {"totalBudget": {"amount": 12}}}});
    let target = "/rest/adAccounts/507300881/adCampaigns/600100501";
    let reply = served.call("POST", target, "partial_update", patch).await;
    let input = &reply.json["errorDetails"]["inputErrors"][0];
    let field = &input["input"]["inputPath"]["fieldPath"];
    assert_eq!(field, "/totalBudget/amount", "{:#}", reply.json);
    let patch = json!({"patch": {"$set": {"ims": [{"provider": "SKYPE"}]}}});
    let target = "/v2/people/(id:qV3-mBx7Lw)";
    let reply = served.call("POST", target, "partial_update", patch).await;
    assert_eq!(
        words(&reply.json),
        json!({"status": 422, "message": "Field id is mandatory"})
    );
    let reply = served.send("POST", "/v2/nowhere", &[], "{}").await;
    assert_eq!(reply.json["message"], "Resource not found");
    let reply = served.send("POST", "/rest/nowhere", &[], "{}").await;
    assert_eq!(reply.json["code"], "RESOURCE_NOT_FOUND");
}

#[tokio::test]
async fn a_refusal_has_one_line_for_clients_that_throw_its_body_away() {
    let served = served().await;
    let reply = served.get("/v2/me?projection=(id,fristName)").await;
    let line = reply.header("x-sandbox-explain").unwrap();
    let told = "unknown-field: `fristName` is no field of `Person`; did you mean `firstName`? \
                [resources/identity/me.yaml:";
    assert!(line.starts_with(told), "{line}");
    let evidence = &reply.json["explanation"][0]["words"];
    assert!(evidence["assumed"].is_string(), "{:#}", reply.json);
    let reply = served.get("/v2/people/(id:nobody)").await;
    let line = reply.header("x-sandbox-explain").unwrap();
    assert!(
        line.starts_with("not-found: `people` holds nothing"),
        "{line}"
    );
    let reply = served.get("/v2/me").await;
    assert_eq!(reply.header("x-sandbox-explain"), None);
}

#[tokio::test]
async fn words_that_cannot_be_said_are_told_at_the_start() {
    let wrong = SEED.to_owned()
        + r#"
errors:
  unknown-parametr: {}
  parameter: { status: 200, message: "{parametr} is wrong" }
  type: { bases: { v2: {} } }
  key: { bases: { v1: { status: 99, bases: { rest: {} } } } }
versions: { groups: { catalogue: 3 } }
"#;
    let folder = library(&wrong);
    let Err(StartError::Seed(found)) = Sandbox::start(folder.path()).await else {
        panic!("it starts")
    };
    let expected = [
        "the error `key`: the words for `v1` have bases of their own",
        "the error `key`: its status is none from 400 to 599",
        "the error `parameter`: its status is none from 400 to 599",
        "the error `parameter`: `{parametr}` names nothing",
        "the error `type`: the schema has no base `v2`; did you mean `v1`?",
        "the sandbox refuses nothing as `unknown-parametr`; did you mean `unknown-parameter`?",
        "the schema has no group `catalogue`; did you mean `catalog`?",
    ];
    let found: Vec<_> = { found.iter() }
        .map(|line| line.trim_start_matches("sandbox/all.yaml: "))
        .collect();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn every_word_of_the_project_has_its_evidence() {
    let text = fs::read_to_string(schema().join("sandbox/errors.yaml")).unwrap();
    let errors: Json = serde_saphyr::from_str(&text).unwrap();
    for (name, words) in errors["errors"].as_object().unwrap() {
        let bases = words["bases"].as_object().into_iter().flatten();
        for words in bases.map(|(_, words)| words).chain([words]) {
            let evidence = words["evidence"].as_object().map(|one| one.len());
            assert_eq!(evidence, Some(1), "{name}");
            let sample = words["evidence"]["documented"].as_str();
            for path in sample.into_iter().flat_map(|text| text.split(" and ")) {
                assert!(schema().join(path).exists(), "{name}: {path}");
            }
        }
    }
}
