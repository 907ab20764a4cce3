//! One side of a comparison: a folder, a revision, or a released version.
//!
//! Whatever a version is read from, it is texts with their paths afterwards; so a revision is
//! compared without being checked out, and the work tree is never touched.

mod git;
mod released;

use std::fmt;
use std::path::Path;

use restli_idl::IdlFile;
use restli_model::source::SourceSet;

pub use git::{Base, Repository};
pub use released::{Baselines, RELEASED};

/// One side of a comparison.
#[derive(Clone, Debug)]
pub struct Version {
    /// What reports call it.
    pub label: String,
    /// What it says.
    pub content: Content,
}

/// What a version consists of.
#[derive(Clone, Debug)]
pub enum Content {
    /// A schema in the project's YAML.
    Schema(SourceSet),
    /// Rest.li's own IDL.
    Idl(Vec<IdlFile>),
}

/// Whether recorded exchanges are read with the schema: they say nothing about compatibility and
/// take longer than all the rest, but the generated crate has them as tests and examples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Samples {
    /// They are read.
    Read,
    /// They are left out.
    Skip,
}

/// Why there is no such version, and what would help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionError {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl VersionError {
    fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: None,
        }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for VersionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) => write!(f, "\nhelp: {help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for VersionError {}

impl Version {
    /// Reads a folder: a schema if it has an `api.yaml`, else the IDL files below it.
    ///
    /// # Errors
    /// When it cannot be read, or has neither.
    pub fn from_folder(folder: &Path, samples: Samples) -> Result<Self, VersionError> {
        let shown = folder.display();
        let failed = |error| VersionError::new(format!("`{shown}` cannot be read: {error}"));
        if !folder.is_dir() {
            return Err(VersionError::new(format!("there is no folder `{shown}`")));
        }
        let content = if folder.join("api.yaml").is_file() {
            Content::Schema(match samples {
                Samples::Read => SourceSet::read(folder).map_err(failed)?,
                Samples::Skip => SourceSet::read_without_samples(folder).map_err(failed)?,
            })
        } else if has_yaml(folder) {
            let message =
                format!("`{shown}` has YAML, but no `api.yaml`, with which a schema begins");
            return Err(VersionError::new(message));
        } else {
            let files = restli_idl::read_files([folder]).map_err(failed)?;
            if files.is_empty() {
                let message = format!("`{shown}` has neither an `api.yaml` nor IDL");
                return Err(VersionError::new(message).help(
                    "name a schema folder, or one with `.restspec.json`, `.snapshot.json`, \
                     `.pdsc` or `.pdl` files",
                ));
            }
            Content::Idl(files)
        };
        Ok(Self {
            label: shown.to_string(),
            content,
        })
    }

    /// Whether it is IDL.
    pub fn is_idl(&self) -> bool {
        matches!(self.content, Content::Idl(_))
    }

    /// The same version under another name.
    #[must_use]
    pub fn labelled(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }
}

/// Whether a folder has YAML at its top, as IDL never does.
fn has_yaml(folder: &Path) -> bool {
    let is_yaml =
        |entry: std::fs::DirEntry| entry.path().extension().is_some_and(|end| end == "yaml");
    let entries = std::fs::read_dir(folder);
    entries.is_ok_and(|mut entries| entries.any(|entry| entry.is_ok_and(is_yaml)))
}

/// Whether a file is one of a schema, by its path below the schema folder: the same files that are
/// read from a folder.
fn is_schema_file(path: &str, samples: Samples) -> bool {
    if path.split('/').any(|part| part.starts_with('.')) {
        return false;
    }
    let below_samples = path.starts_with("samples/");
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("yaml" | "yml") => !below_samples || samples == Samples::Read,
        Some("json") => below_samples && samples == Samples::Read,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_folder_is_a_schema_or_idl() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let folder = folder.path();
        let error = Version::from_folder(folder, Samples::Skip).expect_err("it is empty");
        assert!(error.message.ends_with("has neither an `api.yaml` nor IDL"));
        assert!(error.to_string().contains("\nhelp: name a schema folder"));

        fs::write(folder.join("urns.yaml"), "kinds: {}").expect("it can be written");
        let error = Version::from_folder(folder, Samples::Skip).expect_err("it has no API");
        assert!(error.message.contains("has YAML, but no `api.yaml`"));
        fs::remove_file(folder.join("urns.yaml")).expect("it can be removed");

        fs::write(folder.join("Book.pdl"), "record Book {}").expect("it can be written");
        let version = Version::from_folder(folder, Samples::Skip).expect("it has IDL");
        assert!(matches!(version.content, Content::Idl(files) if files.len() == 1));

        fs::write(folder.join("api.yaml"), "api: x\n").expect("it can be written");
        fs::create_dir(folder.join("samples")).expect("it can be made");
        fs::write(folder.join("samples/a.json"), "{}").expect("it can be written");
        for (samples, expected) in [(Samples::Skip, 1), (Samples::Read, 2)] {
            let version = Version::from_folder(folder, samples).expect("it has a schema");
            assert!(matches!(version.content, Content::Schema(s) if s.files().len() == expected));
        }

        let error = Version::from_folder(&folder.join("no"), Samples::Skip).expect_err("none");
        assert!(error.message.starts_with("there is no folder `"));
    }

    #[test]
    fn files_of_a_schema_are_known_by_their_path() {
        for (path, read, skipped) in [
            ("api.yaml", true, true),
            ("resources/a/b.yml", true, true),
            ("samples/a/b.json", true, false),
            ("samples/a/b.yaml", true, false),
            ("schema.json", false, false),
            ("released/0.1.0.json.gz", false, false),
            (".hidden/a.yaml", false, false),
            ("README.md", false, false),
        ] {
            assert_eq!(is_schema_file(path, Samples::Read), read, "{path}");
            assert_eq!(is_schema_file(path, Samples::Skip), skipped, "{path}");
        }
    }
}
