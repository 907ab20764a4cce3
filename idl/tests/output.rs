//! An import on disk: written where it may be, and nowhere else.

use std::fs;

use restli_idl::output::{Summary, write};
use restli_idl::{Options, import};

fn files(idl: &[(&str, &str)]) -> Vec<(String, String)> {
    import(idl.iter().copied(), &Options::default()).files
}

const TWO: &[(&str, &str)] = &[
    ("A.pdl", "namespace a record A {}"),
    ("B.pdl", "namespace b record B {}"),
];

#[test]
fn only_what_changed_is_written_and_what_is_gone_is_removed() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("schema");
    let first = write(&files(TWO), &out, false).expect("a new folder");
    assert_eq!(
        first.written,
        ["api.yaml", "types/a/a.yaml", "types/b/b.yaml"]
    );
    fs::write(out.join("types/b/mine.yaml"), "mine").expect("a file");
    let again = write(&files(TWO), &out, false).expect("the same folder");
    assert_eq!(
        again,
        Summary {
            unchanged: first.written,
            ..Summary::default()
        }
    );
    let fewer = write(&files(&TWO[..1]), &out, false).expect("the same folder");
    assert_eq!(fewer.removed, ["types/b/b.yaml"]);
    assert!(out.join("types/b/mine.yaml").exists());
}

#[test]
fn what_others_wrote_is_not_touched_unless_told_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path();
    fs::write(out.join("notes.txt"), "mine").expect("a file");
    let refused = write(&files(TWO), out, false).expect_err("a folder of something else");
    assert!(
        refused.to_string().contains("holds other things"),
        "{refused}"
    );
    assert!(!out.join("api.yaml").exists());

    write(&files(&TWO[..1]), out, true).expect("forced");
    fs::create_dir(out.join("types/b")).expect("a folder");
    fs::write(out.join("types/b/b.yaml"), "records: {}").expect("a file");
    let refused = write(&files(TWO), out, false).expect_err("a file in the way");
    assert!(
        refused.to_string().contains("was not imported"),
        "{refused}"
    );
    write(&files(TWO), out, true).expect("forced");
}
