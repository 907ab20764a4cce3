//! Brings an imported schema to disk.
//!
//! The folder may hold what people have put beside the import, such as samples; so files are
//! recognised by their first line, and nothing else is overwritten or removed.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

/// The first line of every imported file.
pub(crate) const HEADER: &str =
    "# Imported from Rest.li IDL by `cargo xtask import`, which overwrites this file.";

/// How the first line of an imported file begins.
const MARK: &str = "# Imported from Rest.li IDL";

/// What a run did. Paths are relative to the folder, with `/`, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that are new or have changed.
    pub written: Vec<String>,
    /// Files that were as they should be, and have not been touched.
    pub unchanged: Vec<String>,
    /// Imported files that no import makes any more.
    pub removed: Vec<String>,
}

/// Makes a folder hold these files. A folder that holds other things than an import, and a file in
/// the way that is none of an import, are errors before anything is written, unless `force` is set.
pub fn write(files: &[(String, String)], folder: &Path, force: bool) -> io::Result<Summary> {
    if !force {
        check(files, folder)?;
    }
    let mut summary = Summary::default();
    for (path, text) in files {
        let target = folder.join(path);
        if fs::read(&target).is_ok_and(|old| old == text.as_bytes()) {
            summary.unchanged.push(path.clone());
            continue;
        }
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(|error| about(parent, &error))?;
        }
        fs::write(&target, text).map_err(|error| about(&target, &error))?;
        summary.written.push(path.clone());
    }
    for path in imported(folder)? {
        if !files.iter().any(|(made, _)| *made == path) {
            remove(folder, &path)?;
            summary.removed.push(path);
        }
    }
    Ok(summary)
}

/// Refuses a folder of something else, and files in the way.
fn check(files: &[(String, String)], folder: &Path) -> io::Result<()> {
    let mut entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(|error| about(folder, &error))?,
    };
    if entries.next().is_some() && !is_imported(&folder.join("api.yaml")) {
        let why = "holds other things than an import; choose another folder, or say `--force`";
        return Err(refused(folder, why));
    }
    for (path, _) in files {
        let target = folder.join(path);
        if fs::symlink_metadata(&target).is_ok() && !is_imported(&target) {
            let why = "is in the way and was not imported; move it away, or say `--force`";
            return Err(refused(&target, why));
        }
    }
    Ok(())
}

/// All imported files below a folder.
fn imported(folder: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut open = vec![(folder.to_owned(), String::new())];
    while let Some((folder, prefix)) = open.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| about(&folder, &error))? {
            let entry = entry?;
            // A name that is no Unicode is none of ours.
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let path = format!("{prefix}{name}");
            if entry.file_type()?.is_dir() {
                open.push((entry.path(), format!("{path}/")));
            } else if name.ends_with(".yaml") && is_imported(&entry.path()) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a regular file has our mark.
fn is_imported(path: &Path) -> bool {
    let regular = fs::symlink_metadata(path).is_ok_and(|found| found.is_file());
    regular && fs::read(path).is_ok_and(|bytes| bytes.starts_with(MARK.as_bytes()))
}

/// Removes a file, and the folders that held nothing else.
fn remove(folder: &Path, path: &str) -> io::Result<()> {
    let target = folder.join(path);
    fs::remove_file(&target).map_err(|error| about(&target, &error))?;
    let mut parent = target.parent();
    while let Some(empty) = parent
        && empty != folder
        && fs::remove_dir(empty).is_ok()
    {
        parent = empty.parent();
    }
    Ok(())
}

fn about(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

fn refused(path: &Path, why: &str) -> io::Error {
    io::Error::new(
        ErrorKind::InvalidInput,
        format!("{}: {why}", path.display()),
    )
}
