//! The files of an import: named one by one, or gathered from folders.
//!
//! A file that cannot be read as text is still a file of the import, so that it is reported with
//! all others instead of ending the run.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Deeper folders are refused.
const MAX_FOLDERS: usize = 32;
/// The extensions that are taken from folders; `.json` covers restspecs, snapshots, and schema
/// files that were given this name.
const EXTENSIONS: &[&str] = &["pdl", "pdsc", "json"];

/// A file with its text, or why it has none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct IdlFile {
    /// The path that findings name.
    pub path: String,
    /// Its text.
    pub text: Result<String, NoText>,
}

/// Why a file has no text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoText {
    /// It is no UTF-8.
    NotUtf8,
    /// The operating system refused; what it said.
    Refused(String),
}

impl std::fmt::Display for NoText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotUtf8 => f.write_str("the file is no UTF-8 text"),
            Self::Refused(why) => write!(f, "the file cannot be read: {why}"),
        }
    }
}

impl<P: Into<String>, T: Into<String>> From<(P, T)> for IdlFile {
    fn from((path, text): (P, T)) -> Self {
        Self {
            path: path.into(),
            text: Ok(text.into()),
        }
    }
}

/// Reads files, and every `.pdl`, `.pdsc` and `.json` file below folders.
///
/// Hidden files and links to folders are left out. A path that does not exist is an error.
pub fn read_files<P: AsRef<Path>>(paths: impl IntoIterator<Item = P>) -> io::Result<Vec<IdlFile>> {
    let mut files = Vec::new();
    for path in paths {
        let path = path.as_ref();
        let kind = fs::metadata(path).map_err(|error| {
            io::Error::new(error.kind(), format!("{}: {error}", path.display()))
        })?;
        if kind.is_dir() {
            read_folder(path, 0, &mut files)?;
        } else {
            files.push(read_file(path));
        }
    }
    files.sort();
    files.dedup();
    Ok(files)
}

fn read_folder(folder: &Path, depth: usize, files: &mut Vec<IdlFile>) -> io::Result<()> {
    if depth > MAX_FOLDERS {
        let message = format!("`{}` is nested too deeply", folder.display());
        return Err(io::Error::other(message));
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            read_folder(&path, depth + 1, files)?;
        } else if is_idl(&path) && fs::metadata(&path).map_or(true, |found| found.is_file()) {
            files.push(read_file(&path));
        }
    }
    Ok(())
}

fn is_idl(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| EXTENSIONS.contains(&extension))
}

fn read_file(path: &Path) -> IdlFile {
    let text = match fs::read(path) {
        Ok(bytes) => String::from_utf8(bytes).map_err(|_| NoText::NotUtf8),
        Err(error) => Err(NoText::Refused(error.to_string())),
    };
    IdlFile {
        path: slashed(path),
        text,
    }
}

/// The path with slashes, whatever the operating system writes.
fn slashed(path: &Path) -> String {
    let path: PathBuf = path.components().collect();
    path.to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/")
}
