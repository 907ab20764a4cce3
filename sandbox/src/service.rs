//! A schema and its data, read and checked once.
//!
//! Reading is nearly all that a start takes, so a program that starts many sandboxes reads first.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use restli_model::model::Model;
use restli_model::source::SourceSet;

use crate::sandbox::{Builder, StartError};
use crate::seed::{Data, Seeds};

/// What a sandbox serves: a schema, and the data to start with. Any number of sandboxes can start
/// from one, and each has a copy of the data of its own.
///
/// ```no_run
/// # async fn run() -> Result<(), restli_sandbox::StartError> {
/// let service = restli_sandbox::Service::read("schema")?;
/// let (one, other) = (service.sandbox().start().await?, service.sandbox().start().await?);
/// assert_ne!(one.url(), other.url());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Service {
    pub(crate) model: Arc<Model>,
    seeds: Arc<Seeds>,
}

impl Service {
    /// Reads a schema folder, the data in its `sandbox/` folder included.
    ///
    /// # Errors
    /// When the schema cannot be read or has errors. What is wrong with the data is said when a
    /// sandbox starts, because it may start with other data.
    pub fn read(schema: impl AsRef<Path>) -> Result<Self, StartError> {
        let schema = schema.as_ref();
        let sources = SourceSet::read_without_samples(schema).map_err(unread(schema))?;
        let ((model, report), seeds) = rayon::join(
            || restli_model::load(&sources),
            || Seeds::of_schema(&sources),
        );
        let model = match model {
            Some(model) if !report.has_schema_errors() => model,
            _ => return Err(StartError::Schema(report.render(false))),
        };
        Ok(Service {
            model: Arc::new(model),
            seeds: Arc::new(seeds),
        })
    }

    /// A sandbox of it that is still to be started.
    pub fn sandbox(&self) -> Builder {
        Builder::of_service(self.clone())
    }

    /// The same schema with the data of a file.
    pub(crate) fn seeded(mut self, file: &Path) -> Result<Self, StartError> {
        let text = std::fs::read_to_string(file).map_err(unread(file))?;
        self.seeds = Arc::new(Seeds::of_file(file, &text));
        Ok(self)
    }

    /// A copy of the data, with times that count from now.
    pub(crate) fn data(&self) -> Result<Data, StartError> {
        self.seeds.build(&self.model).map_err(StartError::Seed)
    }
}

/// The error of a file that cannot be read.
pub(crate) fn unread(path: &Path) -> impl FnOnce(io::Error) -> StartError {
    let path: PathBuf = path.to_owned();
    move |source| StartError::Read { path, source }
}
