//! Patches: what each level may say, and that it is read to the bottom.

use serde_json::{Value as Json, json};

use super::{fits, misfits, model};
use crate::interpret::{Change, Datum, Move, Part, Patch, to_json};

const HEAD: &str = "POST /books/7\nX-RestLi-Method: partial_update";

fn patch(patch: &Json) -> Patch {
    let call = fits(&model(), HEAD, Some(json!({"patch": patch})));
    match call.body {
        Some(Datum::Patch(patch)) => *patch,
        other => panic!("{other:?}"),
    }
}

#[test]
fn patches_are_read_to_the_bottom_and_written_back() {
    for json in [
        json!({}),
        json!({"$set": {"name": "E", "tags": ["a", "b"]}}),
        json!({"$delete": ["note", "edition"]}),
        json!({
            "$set": {"name": "E"},
            "$delete": ["note"],
            "address": {"$set": {"city": "Bern"}, "$delete": ["zip"], "geo": {"$set": {"lat": 46.9}}},
            "steps": {"$reorder": [{"$fromIndex": 2, "$toIndex": 0}]},
        }),
        json!({"labels": {"$set": {"k": {"city": "Bern"}, "$x": {"city": "Chur"}}, "$delete": ["l"], "m": {"$delete": ["zip"]}}}),
        json!({"owner": {"com.ex.Address": {"$set": {"zip": "1"}}}}),
        json!({"owner": {"$set": {"int": 3}}}),
        json!({"$set": {"owner": null}}),
        json!({"open": {"$set": {"a": [1]}, "b": {"$delete": ["c"]}}}),
        json!({"steps": {"$reorder": []}}),
    ] {
        let read = patch(&json);
        assert_eq!(to_json(&model(), &Datum::Patch(Box::new(read))), json);
    }
}

#[test]
fn parts_are_told_by_index_member_or_key() {
    let changes = patch(&json!({
        "$set": {"note": "n"},
        "steps": {"$reorder": [{"$fromIndex": 2, "$toIndex": 0}]},
    }))
    .changes;
    assert_eq!(
        changes,
        [
            (Part::Field(3), Change::Set(Datum::String("n".to_owned()))),
            (
                Part::Field(11),
                Change::Reorder(Some(Move { from: 2, to: 0 }))
            ),
        ]
    );
    let labels = patch(&json!({"labels": {"$delete": ["k"]}})).changes;
    let [(Part::Field(12), Change::Within(within))] = &*labels else {
        panic!("{labels:?}");
    };
    assert_eq!(
        within.changes,
        [(Part::Key("k".to_owned()), Change::Delete)]
    );
}

#[test]
fn what_a_patch_cannot_say_is_named_by_path() {
    let model = model();
    for (patch, wrong) in [
        (
            json!({"$set": {"nam": "E"}}),
            "unknown-member | request body, `patch.$set.nam`",
        ),
        (
            json!({"$set": {"name": 7}}),
            "type | request body, `patch.$set.name`",
        ),
        (
            json!({"$set": {"name": null}}),
            "type | request body, `patch.$set.name`",
        ),
        (
            json!({"$set": {"address": {"zip": "1"}}}),
            "missing-member | request body, `patch.$set.address.city`",
        ),
        (
            json!({"$set": {"id": 7}}),
            "read-only | request body, `patch.$set.id`",
        ),
        (
            json!({"$set": {"isbn": "9"}}),
            "read-only | request body, `patch.$set.isbn`",
        ),
        (json!({"$set": []}), "patch | request body, `patch.$set`"),
        (
            json!({"$delete": ["name"]}),
            "missing-member | request body, `patch.$delete[0]`",
        ),
        (
            json!({"$delete": ["note", "nothing"]}),
            "unknown-member | request body, `patch.$delete[1].nothing`",
        ),
        (
            json!({"$delete": "note"}),
            "patch | request body, `patch.$delete`",
        ),
        (
            json!({"$delete": [1]}),
            "patch | request body, `patch.$delete[0]`",
        ),
        (
            json!({"$remove": ["note"]}),
            "patch | request body, `patch.$remove`",
        ),
        (
            json!({"note": {"$set": {}}}),
            "patch | request body, `patch.note`",
        ),
        (json!({"note": "n"}), "patch | request body, `patch.note`"),
        (
            json!({"address": "Bern"}),
            "patch | request body, `patch.address`",
        ),
        (
            json!({"address": {"$delete": ["city"]}}),
            "missing-member | request body, `patch.address.$delete[0]`",
        ),
        (
            json!({"address": {"$reorder": []}}),
            "patch | request body, `patch.address.$reorder`",
        ),
        (
            json!({"tags": {"$set": {"0": "a"}}}),
            "patch | request body, `patch.tags`",
        ),
        (
            json!({"tags": {"$reorder": [{"$fromIndex": -1, "$toIndex": 0}]}}),
            "patch | request body, `patch.tags[\"$reorder\"]",
        ),
        (
            json!({"tags": {"$reorder": [{"$fromIndex": 1}]}}),
            "patch | request body, `patch.tags",
        ),
        (
            json!({"tags": {"$reorder": [{"$fromIndex": 1, "$toIndex": 0}, {"$fromIndex": 1, "$toIndex": 0}]}}),
            "patch | request body, `patch.tags",
        ),
        (
            json!({"owner": {"$delete": ["int"]}}),
            "patch | request body, `patch.owner.$delete[0]`",
        ),
        (
            json!({"owner": {"long": {}}}),
            "unknown-member | request body, `patch.owner.long`",
        ),
        (
            json!({"$set": {"note": "n"}, "$delete": ["note"]}),
            "patch | request body, `patch`",
        ),
        (
            json!({"$delete": ["note", "note"]}),
            "patch | request body, `patch`",
        ),
        (
            json!({"$delete": ["address"], "address": {}}),
            "patch | request body, `patch`",
        ),
    ] {
        let found = misfits(&model, HEAD, Some(json!({"patch": patch})));
        assert_eq!(found.len(), 1, "{patch}: {found:?}");
        let wrong = wrong.replace("[\"$reorder\"]", ".$reorder");
        assert!(found[0].starts_with(&wrong), "{patch}: {found:?}");
    }
    for body in [
        json!({}),
        json!({"patch": []}),
        json!({"patch": {}, "more": 1}),
        json!([]),
    ] {
        assert_eq!(misfits(&model, HEAD, Some(body)).len(), 1);
    }
}

#[test]
fn patches_of_a_batch_stand_by_key() {
    let model = model();
    let head = "POST /maps?ids=List((x:3,y:4))\nX-RestLi-Method: batch_partial_update";
    let entities = json!({"entities": {"($params:(detail:a),x:3,y:4)": {"patch": {"$set": {"city": "Bern"}}}}});
    let call = fits(&model, head, Some(entities));
    let (key, patch) = &call.entities[0];
    assert!(matches!(
        key,
        Datum::Key {
            params: Some(_),
            ..
        }
    ));
    assert_eq!(to_json(&model, patch), json!({"$set": {"city": "Bern"}}));
    let bare = json!({"entities": {"(x:3,y:4)": {"$set": {"city": "Bern"}}}});
    let found = misfits(&model, head, Some(bare));
    assert!(
        found[0].starts_with("unknown-member | request body, `entities[\"(x:3,y:4)\"].$set`"),
        "{found:?}"
    );
}
