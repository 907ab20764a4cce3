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
mod creating;
mod entities;
mod expand;
mod file;
mod finding;
mod refuse;
mod sort;
mod unique;
mod when;

use std::path::Path;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use restli_model::model::Model;
use restli_model::source::SourceSet;

pub(crate) use self::behaviour::{Action, Behaviour, Filter, Finder, ResourceBehaviour, Test};
use self::build::Builder;
pub(crate) use self::build::path_keys;
pub(crate) use self::create::{Additions, Create, State};
pub(crate) use self::entities::own_key;
pub(crate) use self::expand::{Names, value as fill_in};
use self::file::SeedFile;
pub(crate) use self::unique::Unique;
pub(crate) use self::when::When;
use crate::auth::Settings;
use crate::calendar::Versions;
use crate::catalogue::Catalogue;
use crate::store::Store;
use crate::validate::Limits;

/// What the folder says.
#[derive(Debug, Default)]
pub(crate) struct Data {
    pub(crate) store: Store,
    pub(crate) behaviour: Behaviour,
    pub(crate) catalogue: Catalogue,
    pub(crate) versions: Versions,
    pub(crate) limits: Limits,
    pub(crate) auth: Settings,
}

/// The files, read but not yet measured against a schema.
#[derive(Debug)]
pub(crate) struct Seeds(Vec<(String, Result<SeedFile, String>)>);

impl Seeds {
    /// Reads the `sandbox/` folder of a schema.
    pub(crate) fn of_schema(sources: &SourceSet) -> Self {
        let files = sources.files().par_iter();
        let files = files.filter(|file| file.path().starts_with("sandbox/"));
        Seeds(files.map(|file| read(file.path(), file.text())).collect())
    }

    /// Reads one file.
    pub(crate) fn of_file(path: &Path, text: &str) -> Self {
        Seeds(vec![read(&path.display().to_string(), text)])
    }

    /// What they say of a schema, with times that count from now; on failure, all that does not fit.
    pub(crate) fn build(&self, model: &Model) -> Result<Data, Vec<String>> {
        let mut builder = Builder::new(model);
        for (path, file) in &self.0 {
            builder.file(path, file);
        }
        builder.finish()
    }
}

fn read(path: &str, text: &str) -> (String, Result<SeedFile, String>) {
    let file: Result<Option<SeedFile>, _> = serde_saphyr::from_str(text);
    // A file of comments alone is no mistake.
    let file = file.map(Option::unwrap_or_default);
    (path.to_owned(), file.map_err(|error| error.to_string()))
}
