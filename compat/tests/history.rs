//! Three changes of this repository's own schema, as a pull request shows them.

use std::path::Path;
use std::{env, fs};

use restli_codegen::Options;
use restli_compat::report::{self, Report, Side};
use restli_compat::version::{Repository, Samples};

#[test]
fn real_changes_are_told_as_they_were() {
    let crate_root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Ok(repository) = Repository::open(crate_root) else {
        return println!("skipped: this is no clone");
    };
    let mut stale = Vec::new();
    for revision in ["68167a7", "2f5ef96", "8df5544"] {
        if !matches!(repository.commit(&format!("{revision}^")), Ok(Some(_))) {
            println!("skipped: this clone does not reach back to {revision}");
            continue;
        }
        let told = told(&repository, revision);
        let path = crate_root.join(format!("history/{revision}.md"));
        if env::var_os("BLESS").is_some() {
            fs::write(&path, &told).unwrap();
        }
        let written = fs::read_to_string(&path).unwrap_or_default();
        if written.replace("\r\n", "\n") != told {
            stale.push(revision);
        }
    }
    let cure = "`BLESS=1 cargo test -p restli-compat --test history` writes them anew";
    assert!(stale.is_empty(), "{stale:?} read otherwise; {cure}");
}

/// The report of what a commit changed.
fn told(repository: &Repository, revision: &str) -> String {
    let version = |revision: &str| {
        repository
            .version(revision, "schema", Samples::Skip)
            .unwrap()
    };
    let (old, new) = (version(&format!("{revision}^")), version(revision));
    let wire = restli_compat::Options::default();
    let compared = restli_compat::compare(&old, &new, wire, &Options::new("linkedin"));
    let compared = compared.unwrap_or_else(|refused| panic!("{refused}"));
    let side = |label| Side {
        label,
        folder: "schema",
    };
    report::markdown(&Report {
        comparison: &compared.comparison,
        old: side(&old.label),
        new: side(&new.label),
        crate_version: "0.1.0".parse().ok(),
    })
}
