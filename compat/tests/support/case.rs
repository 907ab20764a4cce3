//! Pairs that say what the compiler is to find: of schemas in YAML, and of IDL that is imported.
//!
//! What IDL breaks in Rust is asked of the crates of the schemas that it is imported as, just as
//! who imports it gets them.

use restli_compat::{Comparison, Refused};
use restli_idl::Options;

use super::base;
use super::compiler::Client;
use super::judged;
use super::pair::Pair;

/// A pair that the compiler can judge.
pub(crate) struct Case {
    /// The folder of the pair, and its name.
    pub(crate) name: String,
    /// The pair.
    pub(crate) pair: Pair,
    sort: Sort,
}

/// What the files of a pair are.
#[derive(Clone, Copy)]
enum Sort {
    Schema,
    Idl,
}

impl Case {
    /// All of them: every pair of `yaml`, and those of `idl` that expect something.
    pub(crate) fn all() -> Vec<Self> {
        let case = |folder: &str, pair: Pair, sort| Self {
            name: format!("{folder}/{}", pair.name),
            pair,
            sort,
        };
        let mut idl = Pair::all("idl");
        idl.retain(|pair| pair.sections.contains_key("expect"));
        let schemas = base::pairs().into_iter();
        let schemas = schemas.map(|pair| case("yaml", pair, Sort::Schema));
        let idl = idl.into_iter().map(|pair| case("idl", pair, Sort::Idl));
        schemas.chain(idl).collect()
    }

    /// The code that uses what changed; nothing if a version has no client.
    pub(crate) fn consumer(&self) -> Option<&str> {
        self.pair.sections.get("consumer").map(String::as_str)
    }

    /// What is expected of it, in a word.
    pub(crate) fn expects(&self) -> &str {
        self.pair.section("expect").trim()
    }

    /// The clients of both versions.
    pub(crate) fn clients(&self) -> (Result<Client, String>, Result<Client, String>) {
        let features = self.pair.sections.get("features").map(String::as_str);
        let client = |files: &[(String, String)]| match self.sort {
            Sort::Schema => Client::generate(files, features),
            Sort::Idl => Client::generate(&imported(files)?, features),
        };
        (client(&self.pair.old), client(&self.pair.new))
    }

    /// What the comparison says.
    pub(crate) fn compare(&self) -> Result<Comparison, Refused> {
        let (old, new) = (&self.pair.old, &self.pair.new);
        match self.sort {
            Sort::Schema => Ok(judged::compare(old, new)),
            Sort::Idl => judged::compare_idl(old, new),
        }
    }
}

/// The schema that IDL is imported as.
fn imported(idl: &[(String, String)]) -> Result<Vec<(String, String)>, String> {
    let import = restli_idl::import(idl.iter().cloned(), &Options::default());
    match import.report.has_errors() {
        true => Err(import.report.render(false)),
        false => Ok(import.files),
    }
}
