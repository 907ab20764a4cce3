//! What `cargo xtask explain` says of IDL is true: the examples are imported.

#[path = "../../model/tests/explain/mod.rs"]
mod explain;

use restli_idl::Options;
use restli_model::diagnostics::{Area, Code};

use explain::problems;

/// What no small block shows: files that are no text or nested very deeply, and whole suites.
const WITHOUT_EXAMPLES: &[Code] = &[
    Code::IdlUnreadable,
    Code::IdlTooMuch,
    Code::SuiteFile,
    Code::SuiteExchange,
];

#[test]
fn examples_show_what_they_say() {
    let codes = Code::ALL.iter();
    let codes = codes.filter(|code| code.area() == Area::Import);
    let problems = problems(codes, WITHOUT_EXAMPLES, |example| {
        restli_idl::import(example.files.clone(), &Options::default()).report
    });
    assert!(problems.is_empty(), "{problems}");
}
