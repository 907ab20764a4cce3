//! Actions at every level: they answer a value, echo a parameter, change their entity.

use serde_json::{Value as Json, json};

use crate::support::{Reply, Served, library};

async fn act(library: &Served, target: &str, params: Json) -> Reply {
    library.call("POST", target, "action", params).await
}

#[tokio::test]
async fn values_of_every_shape_come_back() {
    let library = library().await;
    for (action, params, value) in [
        (
            "add",
            json!({"numbers": [1]}),
            json!(9_007_199_254_740_992_i64),
        ),
        ("mean", json!({"numbers": []}), json!(2.5)),
        ("isOpen", json!({}), json!(true)),
        ("words", json!({}), json!(["dragon", "drake"])),
        ("tally", json!({"counts": {}}), json!({"a": 3, "b": 0})),
        ("cover", json!({"book": 1}), Json::Null),
        ("paint", json!({}), json!("GREEN")),
        ("repeat", json!({"text": "said"}), json!("said")),
        (
            "pass",
            json!({"owner": {"club": "A"}}),
            json!({"club": "A"}),
        ),
    ] {
        let reply = act(&library, &format!("/lib/tools?action={action}"), params).await;
        assert_eq!(
            (reply.status, reply.json),
            (200, json!({ "value": value })),
            "{action}"
        );
    }
}

#[tokio::test]
async fn an_action_without_a_value_has_an_empty_answer() {
    let library = library().await;
    for target in [
        "/lib/tools?action=ping",
        "/lib/shelves?action=audit",
        "/lib/settings?action=reset",
    ] {
        let reply = act(&library, target, json!({})).await;
        assert_eq!((reply.status, &reply.json), (200, &Json::Null), "{target}");
        assert_eq!(reply.header("content-type"), None);
    }
    assert_eq!(
        library.ok("/lib/settings?fields=days").await,
        json!({"days": 14}),
        "it did something"
    );
}

#[tokio::test]
async fn actions_of_an_entity_change_it() {
    let library = library().await;
    assert_eq!(
        act(&library, "/lib/shelves/12?action=lock", json!({}))
            .await
            .status,
        200
    );
    assert_eq!(
        library.ok("/lib/shelves/12?fields=note").await,
        json!({"note": "locked"})
    );
    let moved = act(
        &library,
        "/lib/shelves/12?action=move",
        json!({"room": "CELLAR"}),
    )
    .await;
    assert_eq!(
        moved.json["value"]["room"], "CELLAR",
        "the entity as it is then"
    );
    assert_eq!(
        library.ok("/lib/shelves/12?fields=room").await,
        json!({"room": "CELLAR"})
    );
    let by_code = act(
        &library,
        "/lib/shelves/E1?action=lock&altkey=code",
        json!({}),
    )
    .await;
    assert_eq!(by_code.status, 200);
    assert_eq!(
        library.ok("/lib/shelves/15?fields=note").await,
        json!({"note": "locked"})
    );
    let loan = "/lib/loans/(book:7,kind:HOME,reader:urn%3Alib%3Areader%3A3)";
    let renewed = act(&library, &format!("{loan}?action=renew"), json!({})).await;
    assert_eq!(
        renewed.json["value"]["renewed"], 14,
        "the default of the parameter"
    );
    let label = "/lib/shelves/12/rows/1/slots/left/label?action=print";
    assert_eq!(
        act(&library, label, json!({})).await.json,
        json!({"value": true})
    );
}

#[tokio::test]
async fn actions_are_refused_as_the_schema_or_the_data_says() {
    let library = library().await;
    for (target, params, status) in [
        ("/lib/shelves?action=lock", json!({}), 400),
        ("/lib/shelves/12?action=reindex", json!({}), 400),
        ("/lib/shelves?action=dance", json!({}), 400),
        ("/lib/shelves/99?action=lock", json!({}), 404),
        ("/lib/shelves/14?action=lock", json!({}), 423),
        ("/lib/tools?action=repeat", json!({}), 400),
        ("/lib/tools?action=repeat", json!({"text": 7}), 422),
        (
            "/lib/tools?action=repeat",
            json!({"text": "a", "txet": "b"}),
            422,
        ),
        (
            "/lib/tools?action=repeat",
            json!({"text": "a", "times": 0}),
            500,
        ),
    ] {
        let reply = act(&library, target, params.clone()).await;
        assert_eq!(reply.status, status, "{target} {params}: {:#}", reply.json);
    }
    let closed = act(
        &library,
        "/lib/shelves?action=reindex",
        json!({"deep": false}),
    )
    .await;
    assert_eq!(
        (closed.status, closed.json),
        (
            423,
            json!({"status": 423, "code": "CLOSED", "message": "The room is closed"})
        ),
        "a service error by its code"
    );
}
