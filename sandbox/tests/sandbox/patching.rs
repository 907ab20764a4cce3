//! Patches, as chapter 7 of the protocol tells them: sent by POST, read back by GET.

use serde_json::{Value as Json, json};

use crate::support::{Served, library};

/// Patches a shelf and reads it.
async fn patched(library: &Served, patch: Json) -> Json {
    let body = json!({ "patch": patch });
    let reply = library
        .call("POST", "/lib/shelves/12", "partial_update", body)
        .await;
    assert_eq!(
        (reply.status, &reply.json),
        (204, &Json::Null),
        "{:#}",
        reply.json
    );
    library.ok("/lib/shelves/12").await
}

/// What a patch is refused with, after which nothing may have changed.
async fn refused(library: &Served, target: &str, patch: Json) -> u16 {
    let before = library.ok(target).await;
    let body = json!({ "patch": patch });
    let reply = library.call("POST", target, "partial_update", body).await;
    assert!(
        reply.json["message"].is_string(),
        "{patch}: {:#}",
        reply.json
    );
    assert_eq!(
        library.ok(target).await,
        before,
        "{patch} changed something"
    );
    reply.status
}

#[tokio::test]
async fn every_command_at_once() {
    let library = library().await;
    let before = library.ok("/lib/shelves/12").await;
    let after = patched(
        &library,
        json!({
            "$set": {"name": "E", "capacity": 7},
            "$delete": ["note"],
            "address": {"$set": {"city": "Basel"}, "$delete": ["zip"], "geo": {"$set": {"lat": 47.5}}},
            "steps": {"$reorder": [{"$fromIndex": 2, "$toIndex": 0}]},
            "labels": {"$set": {"side": "Plays"}, "$delete": ["back"]},
        }),
    )
    .await;
    assert_eq!(after["name"], "E");
    assert_eq!(after["capacity"], 7);
    assert!(after.get("note").is_none());
    assert_eq!(
        after["address"],
        json!({"city": "Basel", "geo": {"lat": 47.5, "lon": 7.4474}})
    );
    assert_eq!(after["steps"], json!(["fill", "empty", "dust"]));
    assert_eq!(after["labels"], json!({"front": "Poetry", "side": "Plays"}));
    for untouched in ["id", "code", "room", "owner", "type", "createdAt"] {
        assert_eq!(after[untouched], before[untouched], "{untouched}");
    }
}

#[tokio::test]
async fn an_empty_patch_changes_nothing() {
    let library = library().await;
    let before = library.ok("/lib/shelves/12").await;
    assert_eq!(patched(&library, json!({})).await, before);
    let nothing = json!({"steps": {"$reorder": []}, "address": {"$set": {}}});
    assert_eq!(patched(&library, nothing).await, before);
}

#[tokio::test]
async fn a_branch_creates_what_is_absent_unless_it_only_deletes() {
    let library = library().await;
    let body = json!({"patch": {
        "address": {"geo": {"$set": {"lat": 1.5}}},
        "labels": {"$delete": ["front"]},
    }});
    let reply = library
        .call("POST", "/lib/shelves/13", "partial_update", body)
        .await;
    assert_eq!(reply.status, 204);
    let shelf = library.ok("/lib/shelves/13").await;
    assert_eq!(shelf["address"], json!({"geo": {"lat": 1.5}}));
    assert!(shelf.get("labels").is_none());
}

#[tokio::test]
async fn lists_are_replaced_whole_and_one_item_moves_at_a_time() {
    let library = library().await;
    let after = patched(&library, json!({"$set": {"steps": ["a", "b", "c", "d"]}})).await;
    assert_eq!(after["steps"], json!(["a", "b", "c", "d"]));
    let after = patched(
        &library,
        json!({"steps": {"$reorder": [{"$fromIndex": 0, "$toIndex": 2}]}}),
    )
    .await;
    assert_eq!(
        after["steps"],
        json!(["b", "c", "a", "d"]),
        "items between shift by one"
    );
    for (from, to) in [(4, 0), (0, 4)] {
        let patch = json!({"steps": {"$reorder": [{"$fromIndex": from, "$toIndex": to}]}});
        assert_eq!(refused(&library, "/lib/shelves/12", patch).await, 422);
    }
}

#[tokio::test]
async fn a_union_changes_its_member_only_as_a_whole() {
    let library = library().await;
    let after = patched(
        &library,
        json!({"owner": {"$set": {"club": "Early birds"}}}),
    )
    .await;
    assert_eq!(after["owner"], json!({"club": "Early birds"}));
    let patch = json!({"owner": {"$set": {"school": "North"}}});
    assert_eq!(
        refused(&library, "/lib/shelves/12", patch).await,
        422,
        "two members at once"
    );
    let after = patched(&library, json!({"$set": {"owner": {"school": "North"}}})).await;
    assert_eq!(after["owner"], json!({"school": "North"}));
}

#[tokio::test]
async fn what_a_patch_must_not_say() {
    let library = library().await;
    for patch in [
        json!({"$set": {"note": "A"}, "$delete": ["note"]}),
        json!({"$delete": ["note", "note"]}),
        json!({"$set": {"address": {}}, "address": {"$set": {"city": "B"}}}),
        json!({"name": {"$set": {"x": 1}}}),
        json!({"name": "B"}),
        json!({"$put": {"name": "B"}}),
        json!({"steps": {"$set": {"0": "x"}}}),
        json!({"name": {"$reorder": [{"$fromIndex": 0, "$toIndex": 0}]}}),
        json!({"steps": {"$reorder": [{"$fromIndex": 0, "$toIndex": 1}, {"$fromIndex": 0, "$toIndex": 1}]}}),
    ] {
        let status = refused(&library, "/lib/shelves/12", patch.clone()).await;
        assert!([400, 422].contains(&status), "{patch}: {status}");
    }
    let twice = json!({"$set": {"note": "A"}, "$delete": ["note"]});
    assert_eq!(refused(&library, "/lib/shelves/12", twice).await, 400);
    for patch in [
        json!({"$set": {"nmae": "B"}}),
        json!({"$set": {"name": 7}}),
        json!({"$delete": ["name"]}),
        json!({"$set": {"address": {"street": "A"}}}),
    ] {
        let status = refused(&library, "/lib/shelves/12", patch.clone()).await;
        assert_eq!(status, 422, "{patch}");
    }
    let bare = library
        .call(
            "POST",
            "/lib/shelves/12",
            "partial_update",
            json!({"$set": {"name": "B"}}),
        )
        .await;
    assert!(
        [400, 422].contains(&bare.status),
        "without `patch` around it"
    );
}

#[tokio::test]
async fn the_patched_entity_comes_back_where_the_method_returns_it() {
    let library = library().await;
    let body = json!({"patch": {"$set": {"year": 1898}, "print": {"$set": {"copies": 4000}}}});
    let target = "/lib/editions/978-3-20";
    let masked = format!("{target}?fields=year,print:(copies)");
    let reply = library
        .call("POST", &masked, "partial_update", body.clone())
        .await;
    assert_eq!(
        (reply.status, reply.json),
        (200, json!({"year": 1898, "print": {"copies": 4000}}))
    );
    let without = format!("{target}?$returnEntity=false");
    let reply = library.call("POST", &without, "partial_update", body).await;
    assert_eq!((reply.status, reply.json), (204, Json::Null));
}
