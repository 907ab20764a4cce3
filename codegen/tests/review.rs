//! What a reviewer sees of a small change of the schema.

mod support;

use restli_codegen::FileSet;
use similar::{ChangeTag, TextDiff};

const PERSON: &str = "types/identity/person.yaml";
/// After this field a new one is put.
const BEFORE: &str = "      headline: {";

/// The shipped output before and after putting a field into `Person`.
fn with_field(field: &str) -> (FileSet, FileSet) {
    let mut files = support::shipped();
    let before = support::generated(files.clone());
    let (_, person) = files.iter_mut().find(|(path, _)| path == PERSON).unwrap();
    assert!(person.contains(BEFORE));
    *person = person.replacen(BEFORE, &format!("      {field}\n{BEFORE}"), 1);
    (before, support::generated(files))
}

/// The files that differ, with the lines that went and those that came.
fn changes(before: &FileSet, after: &FileSet) -> Vec<(String, Vec<String>, Vec<String>)> {
    let paths: Vec<&str> = after.iter().map(|(path, _)| path).collect();
    assert_eq!(
        paths,
        before.iter().map(|(path, _)| path).collect::<Vec<_>>()
    );
    let mut changes = Vec::new();
    for path in paths {
        let (old, new) = (before.get(path).unwrap(), after.get(path).unwrap());
        let diff = TextDiff::from_lines(old, new);
        let lines = |tag: ChangeTag| {
            let changes = diff.iter_all_changes().filter(|change| change.tag() == tag);
            changes
                .map(|change| change.value().to_owned())
                .collect::<Vec<_>>()
        };
        if old != new {
            changes.push((
                path.to_owned(),
                lines(ChangeTag::Delete),
                lines(ChangeTag::Insert),
            ));
        }
    }
    changes
}

#[test]
fn a_new_field_adds_about_twenty_lines_to_one_file_and_one_to_a_test_and_touches_no_other_line() {
    for field in [
        "nick: { type: string, doc: A short name. }",
        "nick: { type: string, permissions: { any: [r_fullprofile] }, read_only: true, doc: A short name. }",
    ] {
        assert_only_adds(field, 20);
    }
    // What stands in it can be chosen and patched as well, each by a function of four lines.
    assert_only_adds("nick: { type: MultiLocaleString, doc: A short name. }", 21);
}

#[test]
fn a_new_list_or_map_of_records_touches_no_other_line_either() {
    // What stands in it can be chosen and patched as well.
    let list = "nicks: { type: \"[MultiLocaleString]\", doc: Short names. }";
    assert_only_adds(list, 25);
    // Its single keys can be chosen too, and four of its signatures are too long for a line.
    let map = "volunteeringAwards: { type: \"{string: VolunteeringExperience}\", accepts: array }";
    assert_only_adds(map, 70);
}

#[test]
fn a_new_decorated_field_touches_no_other_line_either() {
    let decorated = "sponsor: { type: Urn<person>, decorates: Person, doc: Who pays. }";
    assert_only_adds(decorated, 22);
    let with_variant =
        "banner: { type: Urn<digitalmediaAsset>, decorates: MediaArtifactCollection }";
    // One more pair of functions for each variant of the kind.
    assert_only_adds(with_variant, 80);
}

#[track_caller]
fn assert_only_adds(field: &str, lines: usize) {
    let (before, after) = with_field(field);
    let changes = changes(&before, &after);
    let [(path, removed, added), (test, untested, tested)] = changes.as_slice() else {
        panic!("{field}: {changes:?}");
    };
    assert_eq!(test, "tests/open_world.rs");
    assert!(
        untested.is_empty() && tested.len() == 1,
        "{field}: {tested:?}"
    );
    assert_eq!(path, "src/types/identity/person.rs");
    assert!(removed.is_empty(), "{field}: {removed:?}");
    assert!(
        added.len() <= lines,
        "{field}: {} lines: {added:#?}",
        added.len()
    );
}

#[test]
fn a_new_sample_is_a_new_test_and_nothing_else() {
    let mut files = support::shipped();
    let before = support::generated(files.clone());
    let (_, text) = files
        .iter()
        .find(|(path, _)| path.ends_with("/me.get.3.json"))
        .unwrap();
    let text = text
        .replace("me.get.3", "me.get.99")
        .replace("(id)", "(id,vanityName)");
    files.push(("samples/network/me.get.99.json".to_owned(), text));
    let changes = changes(&before, &support::generated(files));
    let [(path, removed, added)] = changes.as_slice() else {
        panic!("{changes:?}");
    };
    assert_eq!(path, "tests/samples/identity.rs");
    assert!(removed.is_empty(), "{removed:?}");
    assert!(
        added
            .iter()
            .any(|line| line.contains("person.id().vanity_name()")),
        "{added:?}"
    );
}
