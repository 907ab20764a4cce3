//! The `sandbox/` folder of a schema: what is there at the start, and how the sandbox behaves.
//!
//! `schema/sandbox/README.md` tells the format to those who write it. All of it is checked against
//! the model before anything is served, because a seed that does not fit would make clients look
//! wrong.

mod behaviour;
mod build;
mod calls;
mod check;
mod create;
mod entities;
mod expand;
mod file;
mod refuse;
mod when;

use restli_model::model::Model;
use restli_model::source::SourceSet;

pub(crate) use self::behaviour::{Action, Behaviour, Filter, Finder, ResourceBehaviour, Test};
use self::build::Builder;
pub(crate) use self::build::path_keys;
pub(crate) use self::create::{Additions, Create, State};
pub(crate) use self::entities::own_key;
pub(crate) use self::when::When;
use crate::catalogue::Catalogue;
use crate::store::Store;

/// What the folder says.
#[derive(Debug, Default)]
pub(crate) struct Data {
    pub(crate) store: Store,
    pub(crate) behaviour: Behaviour,
    pub(crate) catalogue: Catalogue,
}

/// The files of the folder: path and text.
pub(crate) fn files(sources: &SourceSet) -> Vec<(String, String)> {
    let files = sources
        .files()
        .iter()
        .filter(|file| file.path().starts_with("sandbox/"));
    files
        .map(|file| (file.path().to_owned(), file.text().to_owned()))
        .collect()
}

/// Reads the files; on failure, tells all that does not fit.
pub(crate) fn read(model: &Model, files: &[(String, String)]) -> Result<Data, Vec<String>> {
    let mut builder = Builder::new(model);
    for (path, text) in files {
        builder.file(path, text);
    }
    builder.finish()
}
