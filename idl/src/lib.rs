//! Rest.li's own IDL, read and turned into the YAML of the schema language.
//!
//! Restspecs, snapshots, `.pdsc` and `.pdl` are read into one [`ast`], names are looked up across
//! all files, and what comes out is written as a person would write it; whatever of the IDL has no
//! counterpart is in the [`Report`], so that nothing gets lost unseen.

pub mod ast;
mod convert;
mod counts;
mod diagnostics;
mod input;
pub mod json;
pub mod output;
mod pdl;
mod read;
mod resolve;
pub mod suite;
mod yaml;

use std::collections::BTreeMap;

pub use crate::counts::Counts;
use crate::diagnostics::{Report, Sink};
pub use crate::input::{IdlFile, NoText, read_files};
pub use crate::resolve::{Discriminator, Idl};

/// What the IDL does not say of an API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Its name.
    pub api: String,
    /// Where it is served.
    pub host: String,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            api: "imported".to_owned(),
            host: "https://api.example.org".to_owned(),
        }
    }
}

/// A schema that was made of IDL.
#[derive(Clone, Debug)]
pub struct Import {
    /// Its files, by path. With errors in the report they are what could be made of the rest.
    pub files: Vec<(String, String)>,
    /// What there is to say about the IDL.
    pub report: Report,
    /// How much there is of everything.
    pub counts: Counts,
    /// The names of types in the schema, by their full names in the IDL.
    pub names: BTreeMap<String, String>,
    /// The IDL that it was made of.
    pub idl: Idl,
}

/// Imports IDL files. The same files give the same bytes in whatever order they come.
pub fn import<F: Into<IdlFile>>(files: impl IntoIterator<Item = F>, options: &Options) -> Import {
    let sink = Sink::default();
    let idl = load_into(files, &sink);
    finish(idl, options, sink)
}

/// The same for IDL that is read already, and has been reported on.
pub fn import_idl(idl: Idl, options: &Options) -> Import {
    finish(idl, options, Sink::default())
}

fn finish(idl: Idl, options: &Options, sink: Sink) -> Import {
    let (files, names) = convert::convert(&idl, options, &sink);
    Import {
        files,
        report: sink.into_report(),
        counts: Counts::of(&idl),
        names,
        idl,
    }
}

/// Reads IDL files without turning them into YAML, for whoever compares or inspects them.
pub fn load<F: Into<IdlFile>>(files: impl IntoIterator<Item = F>) -> (Idl, Report) {
    let sink = Sink::default();
    let idl = load_into(files, &sink);
    (idl, sink.into_report())
}

fn load_into<F: Into<IdlFile>>(files: impl IntoIterator<Item = F>, sink: &Sink) -> Idl {
    let files = files.into_iter().map(Into::into).collect();
    resolve::resolve(read::read(files, sink), sink)
}
