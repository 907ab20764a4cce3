//! What the sandbox refuses, in which words, and what it keeps apart.

use serde_json::json;

use crate::support::{schema, send, served};

#[tokio::test]
async fn calls_without_the_token_are_refused() {
    let served = served().await;
    let url = served.sandbox.url();
    for headers in [
        vec![],
        vec![("Authorization", "Bearer")],
        vec![("Authorization", "Basic abc")],
    ] {
        let mut reply = send(url, "GET", "/v2/me", &headers, "").await;
        assert_eq!(reply.status, 401);
        let explanation = reply.json.as_object_mut().unwrap().remove("explanation");
        assert!(explanation.unwrap()[0]["message"].is_string());
        assert_eq!(
            reply.json,
            json!({"status": 401, "serviceErrorCode": 401, "message": "Empty oauth2_access_token"})
        );
    }
    let reply = send(
        url,
        "GET",
        "/v2/me",
        &[("Authorization", "Bearer other")],
        "",
    )
    .await;
    assert_eq!(
        (reply.status, &reply.json["serviceErrorCode"]),
        (401, &json!(65600))
    );
    assert_eq!(reply.header("x-restli-error-response"), Some("true"));
}

#[tokio::test]
async fn refusals_name_the_culprit_and_the_line_of_the_schema() {
    let served = served().await;
    for (target, status, rule, culprit, help) in [
        (
            "/v2/conections?q=viewer",
            404,
            "resource",
            "/v2/conections",
            "did you mean `/v2/connections`?",
        ),
        (
            "/v2/connections?q=veiwer",
            400,
            "method",
            "veiwer",
            "did you mean `viewer`?",
        ),
        (
            "/v2/connections?q=viewer&cuont=5",
            403,
            "unknown-parameter",
            "cuont",
            "did you mean `count`?",
        ),
        (
            "/v2/connections?q=viewer&count=many",
            400,
            "paging",
            "many",
            "",
        ),
        (
            "/v2/connections/urn%3Ali%3Acompany%3A7",
            400,
            "key",
            "company",
            "write `urn:li:person:{id}`",
        ),
        (
            "/v2/me?projection=(id,fristName)",
            400,
            "unknown-field",
            "fristName",
            "did you mean `firstName`?",
        ),
        (
            "/v2/me?projection=(firstName~)",
            400,
            "decoration",
            "firstName",
            "",
        ),
        (
            "/v2/clientAwareMemberHandles?q=members&members=List(x)",
            400,
            "parameter",
            "members[0]",
            "write `urn:li:person:{id}`",
        ),
        (
            "/v2/clientAwareMemberHandles?q=handleString&handleString=a",
            400,
            "missing-header",
            "X-Forwarded-For",
            "",
        ),
    ] {
        let reply = served.get(target).await;
        assert_eq!(reply.status, status, "{target}: {:#}", reply.json);
        assert_eq!(reply.json["status"], status);
        let why = &reply.json["explanation"][0];
        assert!(
            why["message"].as_str().unwrap().contains(culprit),
            "{:#}",
            reply.json
        );
        assert_eq!(why["rule"], rule, "{:#}", reply.json);
        assert!(
            why["help"].as_str().unwrap_or_default().contains(help),
            "{:#}",
            reply.json
        );
        if rule != "resource" {
            let declared = why["declared"].as_str().unwrap();
            let (file, line) = declared.split_once(':').unwrap();
            assert!(
                schema().join(file).exists() && line.parse::<u32>().is_ok(),
                "{declared}"
            );
        }
    }
    let reply = served.send("DELETE", "/v2/me", &[], "").await;
    assert_eq!(reply.status, 405);
    let reply = served
        .send("POST", "/v2/contactExporterTasks", &[], "{\"x\": 1")
        .await;
    assert_eq!(
        (reply.status, &reply.json["explanation"][0]["rule"]),
        (400, &json!("body"))
    );
    let reply = served
        .send("POST", "/v2/contactExporterTasks", &[], "{\"x\": 1}")
        .await;
    assert_eq!(
        (reply.status, &reply.json["explanation"][0]["rule"]),
        (422, &json!("unknown-member"))
    );
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let served = served().await;
    let reply = served.get("/v2/people/(id:nobody)").await;
    assert_eq!((reply.status, &reply.json["status"]), (404, &json!(404)));
    assert!(
        reply.json["explanation"][0]["message"]
            .as_str()
            .unwrap()
            .contains("(id:nobody)")
    );
    let reply = served.get("/v2/people/(id:hJ7-closed)").await;
    assert_eq!(
        (reply.status, &reply.json["message"]),
        (403, &json!("Member data is not available"))
    );
}

#[tokio::test]
async fn the_protocol_is_echoed_and_tunnels_are_undone() {
    let served = served().await;
    let reply = served
        .send(
            "GET",
            "/v2/me",
            &[("X-RestLi-Protocol-Version", "2.0.0")],
            "",
        )
        .await;
    assert_eq!(reply.header("X-RestLi-Protocol-Version"), Some("2.0.0"));
    let form = [
        ("X-HTTP-Method-Override", "GET"),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ];
    let reply = served
        .send(
            "POST",
            "/v2/connections",
            &form,
            "q=viewer&count=2&projection=(elements*(to))",
        )
        .await;
    assert_eq!(
        reply.json["elements"].as_array().unwrap().len(),
        2,
        "{:#}",
        reply.json
    );
}

#[tokio::test]
async fn each_sandbox_has_a_store_and_a_token_of_its_own() {
    let (one, other) = (served().await, served().await);
    assert_ne!(one.sandbox.token(), other.sandbox.token());
    let created = one
        .send("POST", "/v2/contactExporterTasks", &[], "{}")
        .await;
    let path = created.header("location").unwrap().to_owned();
    assert_eq!(one.get(&path).await.status, 200);
    assert_eq!(other.get(&path).await.status, 404);
}

#[tokio::test]
async fn it_is_gone_when_dropped() {
    let served = served().await;
    let address = served
        .sandbox
        .url()
        .strip_prefix("http://")
        .unwrap()
        .to_owned();
    assert!(address.starts_with("127.0.0.1:"));
    assert!(std::net::TcpStream::connect(&address).is_ok());
    drop(served);
    assert!(std::net::TcpStream::connect(&address).is_err());
}

#[tokio::test]
async fn what_stands_before_all_services_is_asked_first() {
    let served = served().await;
    let url = served.sandbox.url().to_owned();
    let (json, wrong) = (("Content-Type", "application/json"), "{\"a\": 1, \"a\": 2}");
    let target = "/rest/adAccounts";
    let rule = |reply: &crate::support::Reply| reply.json["explanation"][0]["rule"].clone();
    // Each request has one mistake less than the one before.
    let long = format!("{target}?q={}", "x".repeat(5000));
    let reply = send(&url, "POST", &long, &[json], wrong).await;
    assert_eq!((reply.status, rule(&reply)), (414, json!("too-long")));
    let reply = send(&url, "POST", target, &[json], wrong).await;
    assert_eq!(reply.status, 401);
    let reply = served.send_as_is("POST", target, &[json], wrong).await;
    assert_eq!((reply.status, rule(&reply)), (400, json!("no-version")));
    let version = [json, ("LinkedIn-Version", "202609")];
    let reply = served.send_as_is("POST", target, &version, wrong).await;
    assert_eq!((reply.status, rule(&reply)), (400, json!("body")));
    let message = reply.json["message"].as_str().unwrap();
    assert!(
        message.contains("the member `a` is there twice at line 1"),
        "{message}"
    );
    let reply = served
        .send_as_is("POST", target, &version, "{\"a\": 1}")
        .await;
    assert_eq!(rule(&reply), "unknown-member");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_not_read() {
    let served = served().await;
    let body = " ".repeat((8 << 20) + 1);
    let reply = served
        .send("POST", "/v2/contactExporterTasks", &[], &body)
        .await;
    assert_eq!(reply.status, 413, "{:#}", reply.json);
    assert_eq!(reply.json["explanation"][0]["rule"], "too-large");
}

#[tokio::test]
async fn without_a_protocol_a_request_is_of_the_older_one() {
    let served = served().await;
    let get = async |target: &str| served.send_as_is("GET", target, &[], "").await;
    let members = "/v2/clientAwareMemberHandles?q=members&members=";
    let reply = get(&format!("{members}List(urn%3Ali%3Aperson%3Ab3Kp-Wq0a)")).await;
    let why = &reply.json["explanation"][0];
    assert_eq!((reply.status, &why["rule"]), (400, &json!("protocol")));
    assert_eq!(why["help"], "write `X-RestLi-Protocol-Version: 2.0.0`");
    let reply = get(&format!("{members}urn:li:person:b3Kp-Wq0a")).await;
    assert_eq!(reply.status, 200, "a list of one: {:#}", reply.json);
    // Documentation writes such keys without naming a protocol.
    assert_eq!(get("/v2/people/(id:b3Kp-Wq0a)").await.status, 200);
    assert_eq!(get("/v2/people/id=b3Kp-Wq0a").await.status, 200);
}
