//! What stands in an output folder, read without following links.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::print::MARK;

/// Ends the names of files that are written beside the ones they will replace.
pub(super) const TEMPORARY: &str = ".gen-tmp";

/// Folders below the output folder that hold no generated files.
const SKIPPED: [&str; 2] = ["target", ".git"];

/// A file of the output folder as it is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Existing {
    /// There is none.
    Nothing,
    /// A file with our mark in its first line.
    Generated(String),
    /// Any other file.
    Foreign(String),
}

/// Reads the file at a path of a file set; refuses links on the way to it.
pub(super) fn read(folder: &Path, path: &str) -> io::Result<Existing> {
    let target = resolve(folder, path)?;
    match fs::symlink_metadata(&target) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Existing::Nothing),
        Err(error) => Err(about(&target, error)),
        Ok(found) if found.is_file() => {
            let bytes = fs::read(&target).map_err(|error| about(&target, error))?;
            // A checkout may have turned the line ends round.
            let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
            Ok(match is_marked(&text) {
                true => Existing::Generated(text),
                false => Existing::Foreign(text),
            })
        }
        Ok(_) => Err(refused(&target, "is no regular file")),
    }
}

/// The real path of a file, none of whose folders is a link.
pub(super) fn resolve(folder: &Path, path: &str) -> io::Result<PathBuf> {
    let mut target = folder.to_owned();
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        if part.is_empty() || part == "." || part == ".." || part.contains(['\\', ':', '\0']) {
            return Err(refused(
                Path::new(path),
                "is no path below the output folder",
            ));
        }
        target.push(part);
        match fs::symlink_metadata(&target) {
            Ok(found) if found.is_symlink() => return Err(refused(&target, "is a link")),
            Ok(found) if parts.peek().is_some() && !found.is_dir() => {
                return Err(refused(&target, "is no folder"));
            }
            _ => {}
        }
    }
    Ok(target)
}

/// All generated files below a folder, and temporary ones that a killed run has left.
pub(super) fn generated(folder: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut open = vec![(folder.to_owned(), String::new())];
    while let Some((folder, prefix)) = open.pop() {
        let entries = match fs::read_dir(&folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            entries => entries.map_err(|error| about(&folder, error))?,
        };
        for entry in entries {
            let entry = entry?;
            // A name that is no Unicode is none of ours.
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let kind = entry.file_type()?;
            let path = format!("{prefix}{name}");
            if kind.is_dir() && !SKIPPED.contains(&name.as_str()) {
                open.push((entry.path(), format!("{path}/")));
            } else if kind.is_file() && is_ours(&entry.path(), &name)? {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn is_ours(path: &Path, name: &str) -> io::Result<bool> {
    if name.starts_with('.') && name.ends_with(TEMPORARY) {
        return Ok(true);
    }
    if !name.ends_with(".rs") && !name.ends_with(".toml") {
        return Ok(false);
    }
    let bytes = fs::read(path).map_err(|error| about(path, error))?;
    Ok(is_marked(&String::from_utf8_lossy(&bytes)))
}

fn is_marked(text: &str) -> bool {
    // JSON has no comments, so there the mark is the first member.
    let text = text.strip_prefix("{\n  \"$comment\": \"").unwrap_or(text);
    let first = text.lines().next().unwrap_or_default();
    let first = first.trim_start_matches(['/', '#']);
    first.trim_start().starts_with(MARK)
}

/// An error that names the file it is about.
pub(super) fn about(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

/// A file that must not be touched.
pub(super) fn refused(path: &Path, why: &str) -> io::Error {
    io::Error::new(
        ErrorKind::InvalidInput,
        format!("{}: {why}", path.display()),
    )
}
