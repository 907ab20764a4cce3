//! What the IDL of each folder becomes, and what is said about it, compared with what a person has
//! approved. `UPDATE_GOLDEN=1 cargo test` writes the files anew, for the diff to be read.

use std::fs;
use std::path::Path;

use restli_idl::Options;

fn check(case: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(case);
    let root = folder.join("idl");
    let mut files = restli_idl::read_files([&root]).expect("readable files");
    let prefix = format!("{}/", root.display());
    for file in &mut files {
        file.path = file.path.replace(&prefix, "");
    }
    let import = restli_idl::import(files, &Options::default());
    let schema: String = import
        .files
        .iter()
        .map(|(path, text)| format!("# {path}\n{text}\n"))
        .collect();
    for (name, found) in [
        ("schema.yaml", schema),
        ("report.txt", import.report.render(false)),
    ] {
        let path = folder.join(name);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&path, &found).expect("a writable file");
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        assert!(found == expected, "{case}/{name} differs; found:\n{found}");
    }
}

macro_rules! cases {
    ($($case:ident),* $(,)?) => {
        $(
            #[test]
            fn $case() {
                check(stringify!($case));
            }
        )*
    };
}

cases!(
    dropped, legacy, mistakes, names, paths, pdl, resources, schemas, unions
);
