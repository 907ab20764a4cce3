//! The IDL of a suite: imported in one way, and in two ways that must agree.

use std::collections::BTreeMap;
use std::io;

use restli_idl::suite::{Source, Suite};
use restli_idl::{Import, import_idl};

use crate::conformance::options;
use crate::schema;

/// Imports what the client is made of; nothing if there are errors, which are printed.
pub(super) fn import(suite: &Suite, source: Source) -> io::Result<Option<Import>> {
    let import = restli_idl::import(suite.idl(source, true)?, &options());
    schema::print(&import.report);
    println!("{} and schemas: {}", word(source), import.counts);
    Ok((!import.report.has_errors()).then_some(import))
}

/// Whether snapshots alone give the same schema as restspecs with the schemas they reach.
pub(super) fn compare(suite: &Suite, restspecs: &Import) -> io::Result<bool> {
    let snapshots = restli_idl::import(suite.idl(Source::Snapshots, false)?, &options());
    schema::print(&snapshots.report);
    let restspecs = import_idl(restspecs.idl.reached(), &options());
    println!("restspecs, with what they reach: {}", restspecs.counts);
    println!("snapshots alone: {}", snapshots.counts);
    let files =
        |import: &Import| -> BTreeMap<String, String> { import.files.iter().cloned().collect() };
    let (ours, theirs) = (files(&restspecs), files(&snapshots));
    let mut paths: Vec<&String> = ours.keys().chain(theirs.keys()).collect();
    paths.sort();
    paths.dedup();
    paths.retain(|path| ours.get(*path) != theirs.get(*path));
    for path in &paths {
        eprintln!("error: `{path}` differs between restspecs and snapshots");
    }
    let same = paths.is_empty() && !snapshots.report.has_errors();
    if same {
        println!("both are the same schema, in {} equal files", ours.len());
    }
    Ok(same)
}

fn word(source: Source) -> &'static str {
    match source {
        Source::Restspecs => "restspecs",
        Source::Snapshots => "snapshots",
    }
}
