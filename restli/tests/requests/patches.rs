//! Patches, as the bytes that a server gets.

use restli::{Json, Method, Patch};

use crate::mini::*;
use crate::{client, encoded, refused};

/// The body of a partial update with a patch.
fn body(patch: impl Into<LoanPatch>) -> String {
    let client = client();
    let call = client
        .loans()
        .partial_update(LoansKey::new(7, AuthorUrn::new("x")), patch);
    let request = encoded(call.build());
    assert_eq!(request.header("x-restli-method"), Some("partial_update"));
    String::from_utf8(request.body.unwrap()).unwrap()
}

/// Why a patch cannot be sent.
fn problem(patch: impl Into<LoanPatch>) -> String {
    let client = client();
    let key = LoansKey::new(7, AuthorUrn::new("x"));
    let reason = refused(client.loans().partial_update(key, patch).build());
    let (_, reason) = reason.split_once("patch: ").unwrap();
    reason.to_owned()
}

#[test]
fn a_patch_mirrors_the_entity() {
    let patch = LoanPatch::new()
        .set_days(21)
        .set_holder(Holder::Int(3))
        .delete_note()
        .within_place(|place| place.set_city("Bern").delete_zip())
        .reorder_stops(2, 0);
    assert_eq!(
        body(patch),
        r#"{"patch":{"$set":{"days":21,"holder":{"int":3}},"$delete":["note"],"place":{"$set":{"city":"Bern"},"$delete":["zip"]},"stops":{"$reorder":[{"$fromIndex":2,"$toIndex":0}]}}}"#
    );
}

#[test]
fn maps_and_unions_are_patched_like_records() {
    let patch = LoanPatch::new()
        .within_labels(|labels| labels.set("k", "v").set("l", "w").delete("old"))
        .within_branches(|branches| {
            branches
                .set("north", Place::new("Kiel"))
                .within("south", |place| place.set_zip("8"))
        })
        .within_holder(|holder| holder.within_place(|place| place.delete_zip()));
    assert_eq!(
        body(patch),
        r#"{"patch":{"labels":{"$set":{"k":"v","l":"w"},"$delete":["old"]},"branches":{"$set":{"north":{"city":"Kiel"}},"south":{"$set":{"zip":"8"}}},"holder":{"com.example.Place":{"$delete":["zip"]}}}}"#
    );
}

#[test]
fn null_is_a_value_of_a_union_that_has_it() {
    let patch = LoanPatch::new().set_holder(Holder::Null);
    assert_eq!(body(patch), r#"{"patch":{"$set":{"holder":null}}}"#);
}

#[test]
fn an_empty_patch_is_legal() {
    assert!(LoanPatch::new().is_empty());
    assert!(!LoanPatch::new().delete_note().is_empty());
    assert_eq!(body(LoanPatch::new()), r#"{"patch":{}}"#);
}

#[test]
fn a_field_may_be_changed_once() {
    for patch in [
        LoanPatch::new().set_note("a").set_note("b"),
        LoanPatch::new().set_note("a").delete_note(),
        LoanPatch::new().delete_note().delete_note(),
    ] {
        assert_eq!(problem(patch), "`note` is changed twice");
    }
    let both = LoanPatch::new()
        .set_place(Place::new("Bern"))
        .within_place(|place| place.set_zip("1"));
    assert_eq!(problem(both), "`place` is changed twice");
    let inner = LoanPatch::new().within_place(|place| place.set_zip("1").delete_zip());
    assert_eq!(problem(inner), "`place`: `zip` is changed twice");
    let key = LoanPatch::new().within_labels(|labels| labels.set("k", "v").delete("k"));
    assert_eq!(problem(key), "`labels`: `k` is changed twice");
}

#[test]
fn commands_are_no_branches() {
    let branch = LoanPatch::new()
        .within_branches(|branches| branches.within("$set", |place| place.set_zip("1")));
    assert!(problem(branch).contains("begins with `$`"));
    // As a value it is a name like any other.
    let value = LoanPatch::new().within_labels(|labels| labels.set("$set", "v"));
    assert_eq!(body(value), r#"{"patch":{"labels":{"$set":{"$set":"v"}}}}"#);
}

#[test]
fn wrong_urns_are_refused_in_patches_too() {
    let wrong: AuthorUrn = serde_json::from_str(r#""urn:lib:publisher:1""#).unwrap();
    let patch = LoanPatch::from(Patch::new().set("reader", &wrong));
    assert!(problem(patch).contains("`reader`: `urn:lib:publisher:1` is not a URN of the form"));
}

#[test]
fn a_patch_can_be_written_by_hand() {
    let json: Json = r#"{"$set": {"new": 1}}"#.parse().unwrap();
    let patch = LoanPatch::from_json(json);
    assert!(!patch.is_empty());
    assert_eq!(body(patch.clone()), r#"{"patch":{"$set": {"new": 1}}}"#);
    assert!(problem(patch.set_days(1)).contains("written already"));
    let list: Json = "[1]".parse().unwrap();
    assert_eq!(problem(LoanPatch::from_json(list)), "a patch is an object");
    let nothing: Json = "{}".parse().unwrap();
    assert!(LoanPatch::from_json(nothing).is_empty());
}

#[test]
fn a_batch_has_one_patch_per_key() {
    let client = client();
    let patches = [
        (
            LoansKey::new(7, AuthorUrn::new("x")),
            LoanPatch::new().set_days(3),
        ),
        (
            LoansKey::new(8, AuthorUrn::new("x")),
            LoanPatch::new().delete_note(),
        ),
    ];
    let request = encoded(client.loans().batch_partial_update(patches).build());
    assert_eq!(
        request.header("x-restli-method"),
        Some("batch_partial_update")
    );
    assert_eq!(
        String::from_utf8(request.body.unwrap()).unwrap(),
        r#"{"entities":{"(book:7,reader:urn%3Alib%3Aauthor%3Ax)":{"patch":{"$set":{"days":3}}},"(book:8,reader:urn%3Alib%3Aauthor%3Ax)":{"patch":{"$delete":["note"]}}}}"#
    );
    let wrong = [(
        LoansKey::new(7, AuthorUrn::new("x")),
        LoanPatch::new().set_days(3).set_days(4),
    )];
    let reason = refused(client.loans().batch_partial_update(wrong).build());
    assert!(
        reason.contains("patch: `days` is changed twice"),
        "{reason}"
    );
}

#[test]
fn raw_calls_take_patches() {
    let client = client();
    let raw = client.restli().raw(Method::PartialUpdate, "/v2/books/7");
    let call = raw.patch(&Patch::new().delete("note"));
    assert_eq!(
        encoded(call.build()).body.as_deref(),
        Some(&br#"{"patch":{"$delete":["note"]}}"#[..])
    );
}

/// The body of the patch between two loans.
fn difference(old: &str, new: &str) -> String {
    body(between(old, new))
}

fn between(old: &str, new: &str) -> LoanPatch {
    let read = |json| serde_json::from_str::<Loan>(json).unwrap();
    LoanPatch::between(&read(old), &read(new))
}

#[test]
fn a_difference_says_what_is_new_gone_or_changed_and_nothing_else() {
    let cases = [
        (
            r#"{"days":1}"#,
            r#"{"days":2,"note":"n"}"#,
            r#"{"$set":{"days":2,"note":"n"}}"#,
        ),
        (
            r#"{"days":1,"note":"n"}"#,
            r#"{"days":1}"#,
            r#"{"$delete":["note"]}"#,
        ),
        // `digest` and `holders` are none of the builder's.
        (r#"{"digest":"ab"}"#, r#"{"holders":[]}"#, "{}"),
        (
            r#"{"place":{"city":"Kiel","zip":"8","floor":1}}"#,
            r#"{"place":{"city":"Bern","floor":2}}"#,
            r#"{"place":{"$set":{"city":"Bern"},"$delete":["zip"]}}"#,
        ),
        (
            r#"{"place":{"city":"K","floor":1}}"#,
            r#"{"place":{"city":"K","floor":2}}"#,
            "{}",
        ),
        (
            r#"{}"#,
            r#"{"place":{"city":"K"}}"#,
            r#"{"$set":{"place":{"city":"K"}}}"#,
        ),
        (
            r#"{"labels":{"a":"1","b":"2"},"branches":{"n":{"city":"A"},"o":{"city":"O"}}}"#,
            r#"{"labels":{"b":"3","c":"4"},"branches":{"n":{"city":"B"},"s":{"city":"S"},"o":{"city":"O"}}}"#,
            r#"{"labels":{"$set":{"b":"3","c":"4"},"$delete":["a"]},"branches":{"$set":{"s":{"city":"S"}},"n":{"$set":{"city":"B"}}}}"#,
        ),
        // What is called like a command cannot be patched within.
        (
            r#"{"branches":{"$set":{"city":"A"}}}"#,
            r#"{"branches":{"$set":{"city":"B"}}}"#,
            r#"{"branches":{"$set":{"$set":{"city":"B"}}}}"#,
        ),
        (
            r#"{"stops":[{"city":"A"}]}"#,
            r#"{"stops":[]}"#,
            r#"{"$set":{"stops":[]}}"#,
        ),
        (
            r#"{"holder":{"com.example.Place":{"city":"A","zip":"1"}}}"#,
            r#"{"holder":{"com.example.Place":{"city":"A"}}}"#,
            r#"{"holder":{"com.example.Place":{"$delete":["zip"]}}}"#,
        ),
        (
            r#"{"holder":{"int":3}}"#,
            r#"{"holder":{"int":4}}"#,
            r#"{"$set":{"holder":{"int":4}}}"#,
        ),
        (
            r#"{"holder":{"int":3}}"#,
            r#"{"holder":null}"#,
            r#"{"$set":{"holder":null}}"#,
        ),
        (r#"{"holder":null}"#, r#"{}"#, r#"{"$delete":["holder"]}"#),
    ];
    for (old, new, patch) in cases {
        assert_eq!(
            difference(old, new),
            format!(r#"{{"patch":{patch}}}"#),
            "{old} {new}"
        );
        for same in [old, new] {
            assert!(between(same, same).is_empty(), "{same}");
        }
    }
}

#[test]
fn a_difference_that_no_patch_can_say_is_refused() {
    let gone = between(r#"{"days":1}"#, r#"{}"#);
    assert!(!gone.is_empty());
    assert_eq!(problem(gone), "`days` is required and cannot be deleted");
    let inside = between(r#"{"place":{"city":"K"}}"#, r#"{"place":{"zip":"1"}}"#);
    assert_eq!(
        problem(inside),
        "`place`: `city` is required and cannot be deleted"
    );

    let holder = |json| serde_json::from_str::<Holder>(json).unwrap();
    let (number, place) = (
        holder(r#"{"int":3}"#),
        holder(r#"{"com.example.Place":{"city":"K"}}"#),
    );
    let moved = holder(r#"{"com.example.Place":{"city":"L"}}"#);
    assert_eq!(
        HolderPatch::between(&place, &moved),
        HolderPatch::new().within_place(|place| place.set_city("L"))
    );
    let patch = LoanPatch::new().within_holder(|_| HolderPatch::between(&number, &place));
    assert_eq!(
        problem(patch),
        "`holder`: another member of the union is no part of it; set the field that holds the union"
    );
}
