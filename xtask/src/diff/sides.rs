//! Which two versions are meant.

use std::path::{Path, PathBuf};

use restli_compat::version::{Baselines, Repository, Samples, Version, VersionError};

use super::Diff;

/// Two versions, and what is known of where they come from.
pub(super) struct Sides {
    pub(super) old: Version,
    pub(super) new: Version,
    /// What stands in front of their paths.
    pub(super) folders: [String; 2],
    /// The commit of the old one, if it is in a repository.
    pub(super) commit: Option<(Repository, String)>,
    /// The number of the old one, if it was released.
    pub(super) released: Option<String>,
}

/// A version that was found by a name.
struct Found {
    version: Version,
    commit: Option<(Repository, String)>,
    released: Option<String>,
}

/// Where names are looked up.
struct Origin {
    schema: PathBuf,
    samples: Samples,
    repository: Result<Repository, VersionError>,
    baselines: Baselines,
}

impl Diff {
    /// The two versions that the arguments ask for.
    pub(super) fn sides(&self) -> Result<Sides, VersionError> {
        if let (Some(old), Some(new)) = (&self.old, &self.new) {
            return folders(old, new, self.samples());
        }
        if let Some((old, new)) = self.revision.as_deref().and_then(|r| r.split_once("...")) {
            return Err(VersionError {
                message: format!("`{old}...{new}` has three dots"),
                help: Some(format!("`{old}..{new}` compares two versions")),
            });
        }
        let schema = self.schema();
        let origin = Origin {
            samples: self.samples(),
            repository: Repository::open(&schema),
            baselines: Baselines::of(&schema),
            schema,
        };
        let range = self.revision.as_deref().map(|name| {
            let range = name.split_once("..");
            range.map_or((name, None), |(old, new)| (old, Some(new)))
        });
        let old = match range {
            _ if self.baseline => origin.released(&origin.baselines.newest()?)?,
            Some((old, _)) => origin.find(old)?,
            None => origin.base()?,
        };
        let new = match range {
            Some((_, Some(new))) => origin.find(new)?.version,
            _ => Version::from_folder(&origin.schema, origin.samples)?.labelled("the work tree"),
        };
        let shown = origin.schema.strip_prefix(crate::root());
        let shown = shown.unwrap_or(&origin.schema).to_string_lossy();
        let shown = shown.replace('\\', "/");
        Ok(Sides {
            old: old.version,
            new,
            folders: [shown.clone(), shown],
            commit: old.commit,
            released: old.released,
        })
    }
}

fn folders(old: &Path, new: &Path, samples: Samples) -> Result<Sides, VersionError> {
    let old = Version::from_folder(old, samples)?;
    let new = Version::from_folder(new, samples)?;
    // Paths of IDL are whole.
    let folder = |version: &Version| match version.is_idl() {
        true => String::new(),
        false => version.label.clone(),
    };
    Ok(Sides {
        folders: [folder(&old), folder(&new)],
        old,
        new,
        commit: None,
        released: None,
    })
}

impl Origin {
    /// The version that a name means: a revision, or else a released version, which needs no history.
    fn find(&self, name: &str) -> Result<Found, VersionError> {
        let name = if name.is_empty() { "HEAD" } else { name };
        let known = match &self.repository {
            Ok(repository) => repository.commit(name)?,
            Err(_) => None,
        };
        match known {
            None if self.baselines.has(name) => self.released(name),
            _ => self.revision(name),
        }
    }

    fn released(&self, name: &str) -> Result<Found, VersionError> {
        Ok(Found {
            version: self.baselines.version(name)?,
            commit: None,
            released: Some(name.to_owned()),
        })
    }

    fn revision(&self, name: &str) -> Result<Found, VersionError> {
        let repository = self.repository.as_ref().map_err(Clone::clone)?;
        let folder = repository.below(&self.schema).unwrap_or_default();
        let version = repository.version(name, &folder, self.samples)?;
        let commit = repository.commit(name)?;
        Ok(Found {
            version,
            commit: commit.map(|commit| (repository.clone(), commit)),
            released: None,
        })
    }

    fn base(&self) -> Result<Found, VersionError> {
        let base = self.repository.as_ref().map_err(Clone::clone)?.base()?;
        let mut found = self.revision(&base.commit)?;
        found.version.label = base.label;
        Ok(found)
    }
}
