//! The generator's golden crate, which has all that it emits.

use std::path::Path;

use restli_codegen::FileSet;

use crate::surface::{Surface, compare};

fn fixture() -> FileSet {
    fn read(folder: &Path, below: &str, files: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            if path.is_dir() {
                read(&path, &format!("{below}{name}/"), files);
            } else {
                let text = std::fs::read_to_string(&path).expect("a text");
                files.push((format!("{below}{name}"), text));
            }
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen/tests/features/client");
    let mut files = Vec::new();
    read(&folder, "", &mut files);
    files.into_iter().collect()
}

#[test]
fn the_golden_crate_is_read() {
    let files = fixture();
    let surface = Surface::read(&files, "library");
    let paths: Vec<_> = surface.items().map(|item| item.path.as_str()).collect();
    for path in [
        "feature \"lending\"",
        "library::AuthorUrn",
        "library::Client::loans",
        "library::Client::oauth",
        "library::Error",
        "library::Loan",
        "library::LoanKind::Home",
        "library::MakerUrn::Author",
        "library::Scope::as_str",
        "library::kind::Author",
        "library::loans::FindByReader",
        "library::loans::FindByReader::overdue",
        "library::loans::Loans::find_by_reader",
        "library::restli",
    ] {
        assert!(paths.contains(&path), "{path} in {paths:#?}");
    }
    assert_eq!(compare(&surface, &Surface::read(&files, "library")), []);
}

#[test]
fn private_lines_belong_to_what_they_serve() {
    let files = fixture();
    let surface = Surface::read(&files, "library");
    let at = |file: &str, text: &str| {
        let lines = files.get(file).expect("a file").lines();
        let line = { (1..).zip(lines) }.find(|(_, line)| line.contains(text));
        let (line, _) = line.unwrap_or_else(|| panic!("{text} in {file}"));
        surface
            .item_at(file, line)
            .map_or("", |item| item.path.as_str())
    };
    let loans = "src/lending/loans.rs";
    assert_eq!(
        at(loans, "static FIND_BY_READER:"),
        "library::loans::FindByReader"
    );
    assert_eq!(
        at(loans, "select!(FindByReader"),
        "library::loans::FindByReader"
    );
    assert_eq!(at(loans, "Record for Loan {"), "library::Loan");
    assert_eq!(
        at(loans, "pub fn get_by_ticket"),
        "library::loans::Loans::get_by_ticket"
    );
    assert_eq!(at(loans, "#[must_use"), "library::loans::Get");
    assert_eq!(at("src/client.rs", "static API"), "library::Client");
    assert_eq!(at("src/lending/mod.rs", "pub mod loans;"), "library::loans");
    assert_eq!(at("Cargo.toml", "# Who reads what."), "feature \"lending\"");
}
