//! Rules: which requests they hit, over HTTP, from a file, and what is said to mistakes.

use restli_sandbox::faults::{Fault, Rule};
use restli_sandbox::{Sandbox, StartError};
use serde_json::{Value as Json, json};

use super::raw::{get, json, status};
use crate::support::{Reply, Served, features, library, send};

async fn statuses(served: &Served, target: &str, count: usize) -> Vec<u16> {
    let mut statuses = Vec::new();
    for _ in 0..count {
        statuses.push(status(&get(served, target, "").await.0));
    }
    statuses
}

#[tokio::test]
async fn a_rule_hits_calls_of_the_schema() {
    let library = library().await;
    let faults = library.sandbox.faults();
    let book = || {
        Rule::new(Fault::status(503))
            .resource("books")
            .method("get")
    };
    faults.add(book().nth(2).named("second")).unwrap();
    faults
        .add(
            Rule::new(Fault::status(500))
                .method("finder")
                .call("newest"),
        )
        .unwrap();
    assert_eq!(statuses(&library, "/lib/books/8", 1).await, [200]);
    assert_eq!(statuses(&library, "/lib/shelves/12", 2).await, [200, 200]);
    assert_eq!(statuses(&library, "/lib/books?q=newest", 1).await, [500]);
    assert_eq!(
        statuses(&library, "/lib/books?q=search&title=Nacht", 1).await,
        [200]
    );
    assert_eq!(statuses(&library, "/lib/books/7", 3).await, [503, 200, 200]);
    let rules = faults.rules();
    assert_eq!((rules[0].number, rules[0].seen, rules[0].hit), (1, 4, 1));
    assert_eq!((rules[1].number, rules[1].seen, rules[1].hit), (2, 1, 1));
    assert!(faults.remove(2) && !faults.remove(2));
    assert_eq!(statuses(&library, "/lib/books?q=newest", 1).await, [200]);
    faults.clear();
    assert_eq!(faults.rules(), []);
}

#[tokio::test]
async fn an_attempt_fails_in_one_way_and_the_next_in_another() {
    let library = library().await;
    let faults = library.sandbox.faults();
    for (number, fault) in [
        (1, "status=503; retry-after=0"),
        (2, "close-after-request"),
        (3, "html=502"),
    ] {
        faults.add(Rule::parse(fault).unwrap().nth(number)).unwrap();
    }
    let mut seen = Vec::new();
    for _ in 0..4 {
        let (reply, _) = get(&library, "/lib/books/7", "").await;
        seen.push(if reply.is_empty() { 0 } else { status(&reply) });
    }
    assert_eq!(seen, [503, 0, 502, 200]);
}

async fn control(served: &Served, verb: &str, path: &str, media_type: &str, body: &str) -> Reply {
    let path = format!("/_sandbox/faults{path}");
    let headers = [("Content-Type", media_type)];
    send(served.sandbox.url(), verb, &path, &headers, body).await
}

const JSON: &str = "application/json";

#[tokio::test]
async fn rules_are_ruled_over_http() {
    let library = library().await;
    let rule =
        r#"{ "method": "get", "first": 1, "fault": "latency=1ms, status=503; retry-after=3" }"#;
    let added = control(&library, "POST", "", JSON, rule).await;
    assert_eq!((added.status, added.json), (201, json!({ "numbers": [1] })));
    let scenario =
        "seed: 9\nrules:\n- { fault: status=500, path: /x }\n- { fault: status=501, path: /y }\n";
    let added = control(&library, "POST", "", "application/yaml", scenario).await;
    assert_eq!(
        (added.status, added.json),
        (201, json!({ "numbers": [2, 3] }))
    );
    let one = "# the last one\nname: third\nquota:\n  per: day\n  limit: 9\n";
    let added = control(&library, "POST", "", "application/yaml", one).await;
    assert_eq!((added.status, added.json), (201, json!({ "numbers": [4] })));
    assert_eq!(statuses(&library, "/lib/books/7", 2).await, [503, 200]);
    let state = control(&library, "GET", "", JSON, "").await;
    assert_eq!((state.status, &state.json["seed"]), (200, &json!(9)));
    assert_eq!(
        state.json["rules"][0],
        json!({ "number": 1, "seen": 2, "hit": 1, "rule": {
            "method": "get", "first": 1, "fault": "latency=1ms, status=503; retry-after=3" } })
    );
    assert_eq!(
        state.json["rules"][3]["rule"]["quota"],
        json!({ "per": "day", "limit": 9, "by": "all" })
    );
    assert_eq!(
        control(&library, "DELETE", "/2", JSON, "").await.status,
        204
    );
    assert_eq!(
        control(&library, "DELETE", "/2", JSON, "").await.status,
        404
    );
    assert_eq!(library.sandbox.faults().rules().len(), 3);
    assert_eq!(control(&library, "DELETE", "", JSON, "").await.status, 204);
    assert_eq!(library.sandbox.faults().rules().len(), 0);
}

#[tokio::test]
async fn the_kinds_of_faults_are_listed() {
    let library = library().await;
    let kinds = control(&library, "GET", "/kinds", JSON, "").await;
    let kinds = kinds.json["kinds"].as_array().unwrap().clone();
    assert!(kinds.len() > 40, "{}", kinds.len());
    let cut = kinds
        .iter()
        .find(|kind| kind["name"] == "cut-after")
        .unwrap();
    assert_eq!(cut["form"], "cut-after=BYTES|headers[; by=close|reset]");
    assert_eq!(cut["acts"], "bytes");
    assert_eq!(
        cut["examples"],
        json!([
            "cut-after=120",
            "cut-after=headers",
            "cut-after=1KB; by=reset"
        ])
    );
}

#[tokio::test]
async fn mistakes_over_http_are_told() {
    let library = library().await;
    for (body, message) in [
        (
            r#"{ "fault": "cut-afer=3" }"#,
            "there is no fault `cut-afer`; did you mean `cut-after`?",
        ),
        (
            r#"{ "fault": "status=503", "method": "gte" }"#,
            "request body:1: there is no method `gte`; did you mean `get`?",
        ),
        (
            r#"{ "fault": "status=503", "resource": "boks" }"#,
            "request body:1: there is no resource `boks`; did you mean `books`?",
        ),
        (
            r#"{ "fault": "status=503", "rate": 2 }"#,
            "request body:1: `rate` is none from 0 to 1; write `rate: 0.1` for a tenth",
        ),
        (
            r#"{ "fault": "status=503", "nth": 0 }"#,
            "request body:1: `nth: 0` hits nothing; count from 1",
        ),
        (
            r#"{ "fault": "reset-on-accept", "method": "get" }"#,
            "leave out `method`, `resource`, `call`, `verb`, `path` and `quota`",
        ),
        (
            r#"{ "fault": "reset-on-accept, no-total" }"#,
            "give them a rule of their own",
        ),
        (
            r#"{ "fault": "status=429; retry-after=reset" }"#,
            "`retry-after=reset` speaks of a quota, and the rule has none; write `quota`, or a number of seconds",
        ),
        (
            r#"{ "fault": "status=429", "path": "lib/books" }"#,
            "the path `lib/books` does not begin with a slash; write `/lib/books`",
        ),
        (
            r#"{ "rules": [ { "name": "x" } ] }"#,
            "it has no fault; write one such as `fault: status=503`",
        ),
        (
            r#"{ "ruels": [] }"#,
            "unknown field `ruels`, expected one of seed, rules",
        ),
        ("{", "request body:"),
    ] {
        let refused = control(&library, "POST", "", JSON, body).await;
        assert_eq!(refused.status, 400, "{body}");
        let told = refused.json["message"].as_str().unwrap();
        assert!(told.contains(message), "{body}: {told}");
    }
    assert_eq!(library.sandbox.faults().rules(), []);
    let form = "application/x-www-form-urlencoded";
    let refused = control(&library, "POST", "", form, r#"{ "fault": "status=503" }"#).await;
    assert_eq!(refused.status, 415, "a page in a browser may not");
    assert_eq!(control(&library, "PUT", "", JSON, "{}").await.status, 405);
    assert_eq!(
        control(&library, "GET", "/nothing", JSON, "").await.status,
        404
    );
}

#[tokio::test]
async fn a_scenario_stands_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bad-day.yaml");
    std::fs::write(
        &file,
        "# Everything is bad.\nrules:\n  - fault: status=503\n    resource: books\n",
    )
    .unwrap();
    let sandbox = Sandbox::builder(features())
        .scenario(&file)
        .start()
        .await
        .unwrap();
    let reply = send(sandbox.url(), "GET", "/lib/books/7", &[], "").await;
    assert_eq!(reply.status, 503);
    assert_ne!(reply.json["explanation"], Json::Null);

    let text = "rules:\n  - fault: status=503\n    resource: books\n  - fault: status=500\n    method: gte\n    resource: boks\n";
    std::fs::write(&file, text).unwrap();
    let error = Sandbox::builder(features())
        .scenario(&file)
        .start()
        .await
        .unwrap_err();
    assert!(matches!(error, StartError::Scenario(_)));
    let name = file.display();
    assert_eq!(
        error.to_string(),
        format!(
            "the scenario has errors\n{name}:4: there is no method `gte`; did you mean `get`?\n{name}:4: there is no resource `boks`; did you mean `books`?"
        )
    );
    std::fs::write(
        &file,
        "rules:\n  - fault: status=503\n  - fault: staus=500\n",
    )
    .unwrap();
    let error = Sandbox::builder(features())
        .scenario(&file)
        .start()
        .await
        .unwrap_err()
        .to_string();
    assert!(error.contains(&format!("{name}:3: ")), "{error}");
    assert!(
        error.contains("there is no fault `staus`; did you mean `status`?"),
        "{error}"
    );
    let missing = Sandbox::builder(features())
        .scenario("no/such/file")
        .start()
        .await;
    assert!(matches!(missing.unwrap_err(), StartError::Read { .. }));
}

#[tokio::test]
async fn the_scenario_of_the_page_is_one() {
    let library = library().await;
    let page = include_str!("../../../README.md");
    let (_, scenario) = page.split_once("```yaml\n").unwrap();
    let (scenario, _) = scenario.split_once("```").unwrap();
    let numbers = library.sandbox.faults().load("README.md", scenario);
    assert_eq!(numbers, Ok((1..=9).collect()));
    assert_eq!(library.sandbox.faults().seed(), 7);
}

#[tokio::test]
async fn a_page_of_a_browser_cannot_reach_the_rules_by_another_name() {
    let library = library().await;
    let address = library.sandbox.url().strip_prefix("http://").unwrap();
    let request = "GET /_sandbox/faults HTTP/1.1\r\nHost: example.org\r\n\r\n";
    let mut raw = super::raw::Raw::to(&library).await;
    assert_eq!(status(&raw.ask(request).await.0), 421, "{address}");
    let (reply, _) = get(&library, "/_sandbox/faults", "status=503").await;
    assert_eq!(
        (status(&reply), json(&reply)["seed"].as_u64()),
        (200, Some(0)),
        "rules do not hit themselves"
    );
}
