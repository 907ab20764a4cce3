//! The outside of requests: tunnels, the older protocol, headers that do not fit.

use serde_json::{Value as Json, json};

use crate::support::{Reply, Served, library};

/// Sends a request in a tunnel.
async fn tunneled(library: &Served, verb: &str, target: &str, method: &str, body: Json) -> Reply {
    let (path, query) = target.split_once('?').unwrap();
    let form = "application/x-www-form-urlencoded";
    let (kind, sent) = match body {
        Json::Null => (form, query.to_owned()),
        body => (
            "multipart/mixed; boundary=QQ",
            format!(
                "--QQ\r\nContent-Type: {form}\r\n\r\n{query}\r\n\
                 --QQ\r\nContent-Type: application/json\r\n\r\n{body}\r\n--QQ--\r\n"
            ),
        ),
    };
    let mut headers = vec![("X-HTTP-Method-Override", verb), ("Content-Type", kind)];
    headers.push(("X-RestLi-Method", method));
    library.send("POST", path, &headers, &sent).await
}

#[tokio::test]
async fn a_tunneled_request_is_the_one_within() {
    let library = library().await;
    let none = Json::Null;
    let target = "/lib/shelves?fields=name&ids=List(12,99)";
    let batch = tunneled(&library, "GET", target, "batch_get", none.clone()).await;
    assert_eq!(batch.json["results"], json!({"12": {"name": "Oak"}}));
    let body = json!({"entities": {"12": {"name": "T"}}});
    let target = "/lib/shelves?ids=List(12)";
    let reply = tunneled(&library, "PUT", target, "batch_update", body).await;
    assert_eq!(
        reply.json["results"],
        json!({"12": {"status": 204}}),
        "{:#}",
        reply.json
    );
    let patch = json!({"patch": {"$set": {"note": "''"}}});
    let target = "/lib/shelves/A%2F7?altkey=code&reason=''";
    let reply = tunneled(&library, "POST", target, "partial_update", patch).await;
    assert_eq!(reply.status, 204, "{:#}", reply.json);
    let shelf = library.ok("/lib/shelves/12?fields=name,note").await;
    assert_eq!(shelf, json!({"name": "T", "note": "''"}));
    let target = "/lib/shelves?ids=List(13)";
    let reply = tunneled(&library, "DELETE", target, "batch_delete", none.clone()).await;
    assert_eq!(reply.json["results"], json!({"13": {"status": 204}}));
    assert_eq!(
        library.get("/lib/shelves/13").await.status,
        404,
        "deleted, not read"
    );
    let reply = tunneled(&library, "PATCH", target, "batch_delete", none).await;
    assert_eq!(reply.status, 400, "no verb that can be tunneled");
}

#[tokio::test]
async fn a_long_query_fits_into_a_tunnel() {
    let library = library().await;
    let ids: Vec<_> = (1..3000).map(|id| id.to_string()).collect();
    let target = format!("/lib/books?fields=id&ids=List({})", ids.join(","));
    let reply = tunneled(&library, "GET", &target, "batch_get", Json::Null).await;
    assert_eq!(reply.status, 200, "{:#}", reply.json["message"]);
    assert_eq!(reply.json["results"].as_object().unwrap().len(), 4);
}

#[tokio::test]
async fn the_older_protocol_is_spoken_where_it_is_declared() {
    let library = library().await;
    let v1 = [("X-RestLi-Protocol-Version", "1.0.0")];
    let get = async |target: &str| library.send("GET", target, &v1, "").await;
    let found = get("/lib/archives/room=cellar&number=3?fields=title").await;
    assert_eq!(found.json, json!({"title": "Letters"}));
    let found = get("/lib/archives/$params.detail=all&room=a.b%20%5B1%5D~&number=3").await;
    assert_eq!(found.json, json!({"title": "Maps"}), "{:#}", found.json);
    let batch =
        get("/lib/archives?ids[0].room=cellar&ids[0].number=3&ids[1].room=x&ids[1].number=1").await;
    let results = batch.json["results"].as_object().expect("results");
    assert_eq!(results.len(), 1, "{:#}", batch.json);
    let (key, _) = results.iter().next().unwrap();
    assert_eq!(key, "number=3&room=cellar");
    let batch = get("/lib/archives/room=cellar&number=3/papers?ids=p1&ids=none").await;
    assert_eq!(batch.json["results"], json!({"p1": {"title": "To Ida"}}));
    assert_eq!(batch.json["errors"]["none"]["status"], 404);
    let cards = get("/lib/oldLoans/card=A7?q=byCard&fields=title").await;
    assert_eq!(
        cards.json["elements"],
        json!([{"title": "Dracula"}, {"title": "Carmilla"}])
    );
}

#[tokio::test]
async fn the_older_protocol_has_other_headers() {
    let library = library().await;
    let v1 = [
        ("X-RestLi-Protocol-Version", "1.0.0"),
        ("X-RestLi-Method", "create"),
    ];
    let created = library
        .send("POST", "/lib/archives", &v1, r#"{"title": "New"}"#)
        .await;
    assert_eq!(created.status, 201, "{:#}", created.json);
    let id = created.header("x-linkedin-id").expect("the older name");
    assert!(
        id.starts_with("number=") && id.ends_with("&room=new"),
        "{id}"
    );
    assert_eq!(created.header("x-restli-id"), None);
    assert_eq!(created.header("x-restli-protocol-version"), Some("1.0.0"));
    let location = created.header("location").unwrap();
    let read = library.send("GET", location, &v1[..1], "").await;
    assert_eq!(read.json, json!({"title": "New"}), "{location}");
    let missing = library
        .send("GET", "/lib/archives/room=x&number=1", &v1[..1], "")
        .await;
    assert_eq!(missing.status, 404);
    assert_eq!(missing.header("x-linkedin-error-response"), Some("true"));
    assert_eq!(missing.header("x-restli-error-response"), None);
    let newer = [("X-RestLi-Protocol-Version", "2.0.0")];
    let reply = library
        .send("GET", "/lib/archives/room=x&number=1", &newer, "")
        .await;
    assert_eq!(reply.status, 400, "this resource does not speak it");
}

#[tokio::test]
async fn headers_that_cannot_be_served_are_refused() {
    let library = library().await;
    let get = async |name: &str, value: &str| {
        library
            .send("GET", "/lib/shelves/12", &[(name, value)], "")
            .await
            .status
    };
    assert_eq!(get("Accept", "text/html, application/xml;q=0.9").await, 406);
    assert_eq!(get("Accept", "text/html, */*;q=0.1").await, 200);
    assert_eq!(get("Accept", "application/json;q=0").await, 406);
    assert_eq!(get("X-RestLi-Method", "batch_get").await, 400);
    assert_eq!(
        get("X-RestLi-Method", "GET").await,
        200,
        "without regard to case"
    );
    let xml = [("Content-Type", "application/xml")];
    let reply = library.send("POST", "/lib/shelves", &xml, "<a/>").await;
    assert_eq!(reply.status, 415, "{:#}", reply.json);
    let reply = library.send("PATCH", "/lib/shelves/12", &[], "").await;
    assert_eq!(reply.status, 405);
    let reply = library.send("PUT", "/lib/shelves", &[], "{}").await;
    assert_eq!(reply.status, 405);
}
