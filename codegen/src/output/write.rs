//! Writes what has changed, removes what is stale.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::FileSet;
use crate::output::Summary;
use crate::output::disk::{self, Existing, TEMPORARY};

/// Makes a folder hold exactly these generated files, and all else that it held before.
///
/// New texts are written beside the old files first and moved over them when all are there, so a
/// run that fails or is killed before leaves the old output as it was; one that is killed between two
/// moves leaves whole files, some of them new, and the next run does the rest. Stale generated files
/// go last. A file in the way that was not generated is an error, before anything is written.
pub fn write(files: &FileSet, folder: &Path) -> io::Result<Summary> {
    let mut summary = add(files, folder)?;
    summary.removed = stale(files, folder)?;
    for path in disk::generated(folder)? {
        if files.get(&path).is_none() {
            remove(folder, &path)?;
        }
    }
    Ok(summary)
}

/// Writes these files as [`write()`] does, and lets all else stay as it is.
pub fn add(files: &FileSet, folder: &Path) -> io::Result<Summary> {
    let summary = plan(files, folder)?;
    let mut moves = Vec::new();
    for path in &summary.written {
        let text = files.get(path).unwrap_or_default();
        match stage(folder, path, text) {
            Ok(staged) => moves.push(staged),
            Err(error) => {
                discard(&moves);
                return Err(error);
            }
        }
    }
    for (temporary, target) in &moves {
        if let Err(error) = fs::rename(temporary, target) {
            discard(&moves);
            return Err(disk::about(target, error));
        }
    }
    Ok(summary)
}

/// Which files must be written, without doing it.
pub(super) fn plan(files: &FileSet, folder: &Path) -> io::Result<Summary> {
    let mut summary = Summary::default();
    for (path, text) in files.iter() {
        match disk::read(folder, path)? {
            Existing::Generated(old) if old == text => summary.unchanged.push(path.to_owned()),
            Existing::Generated(_) | Existing::Nothing => summary.written.push(path.to_owned()),
            Existing::Foreign(_) => {
                let why = "is in the way and was not generated; move it away first";
                return Err(disk::refused(&folder.join(path), why));
            }
        }
    }
    Ok(summary)
}

/// The generated files of a folder that are none of these.
pub(super) fn stale(files: &FileSet, folder: &Path) -> io::Result<Vec<String>> {
    let stale = disk::generated(folder)?.into_iter();
    let stale = stale.filter(|path| files.get(path).is_none() && !path.ends_with(TEMPORARY));
    Ok(stale.collect())
}

/// Writes a text beside the file it is for.
fn stage(folder: &Path, path: &str, text: &str) -> io::Result<(PathBuf, PathBuf)> {
    let target = disk::resolve(folder, path)?;
    let (Some(parent), Some(name)) = (target.parent(), target.file_name()) else {
        return Err(disk::refused(&target, "has no folder"));
    };
    fs::create_dir_all(parent).map_err(|error| disk::about(parent, error))?;
    let temporary = parent.join(format!(".{}{TEMPORARY}", name.to_string_lossy()));
    // What a killed run has left; a new file then, so that nothing is written through a link.
    let _ = fs::remove_file(&temporary);
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&temporary)
        .and_then(|mut file| file.write_all(text.as_bytes()));
    match written {
        Ok(()) => Ok((temporary, target)),
        Err(error) => {
            let _ = fs::remove_file(&temporary);
            Err(disk::about(&temporary, error))
        }
    }
}

/// Removes temporary files; those that have been moved are not there any more.
fn discard(moves: &[(PathBuf, PathBuf)]) {
    for (temporary, _) in moves {
        let _ = fs::remove_file(temporary);
    }
}

/// Removes a stale file, and the folders that held nothing else.
fn remove(folder: &Path, path: &str) -> io::Result<()> {
    let target = disk::resolve(folder, path)?;
    fs::remove_file(&target).map_err(|error| disk::about(&target, error))?;
    let mut parent = target.parent();
    while let Some(empty) = parent
        && empty != folder
        && fs::remove_dir(empty).is_ok()
    {
        parent = empty.parent();
    }
    Ok(())
}
