//! Says how the checked-in output differs from what would be generated.

use std::io;
use std::path::Path;

use similar::TextDiff;

use crate::FileSet;
use crate::output::Summary;
use crate::output::disk::{self, Existing};
use crate::output::write::{plan, stale};

/// What [`check`] found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Check {
    /// What writing would do.
    pub summary: Summary,
    /// From what is there to what would be, as a unified diff; empty when nothing would change.
    pub diff: String,
}

impl Check {
    /// Whether the folder is as it should be.
    pub fn is_fresh(&self) -> bool {
        self.summary.is_fresh()
    }
}

/// Compares a folder with these files; writes nothing.
pub fn check(files: &FileSet, folder: &Path) -> io::Result<Check> {
    let mut summary = plan(files, folder)?;
    summary.removed = stale(files, folder)?;
    compare(files, folder, summary)
}

/// Compares these files alone with those of a folder; writes nothing.
pub fn check_added(files: &FileSet, folder: &Path) -> io::Result<Check> {
    compare(files, folder, plan(files, folder)?)
}

fn compare(files: &FileSet, folder: &Path, summary: Summary) -> io::Result<Check> {
    let mut changed: Vec<&String> = summary.written.iter().chain(&summary.removed).collect();
    changed.sort();
    let mut diff = String::new();
    for path in changed {
        let old = match disk::read(folder, path)? {
            Existing::Nothing => None,
            Existing::Generated(text) | Existing::Foreign(text) => Some(text),
        };
        diff.push_str(&unified(path, old.as_deref(), files.get(path)));
    }
    Ok(Check { summary, diff })
}

fn unified(path: &str, old: Option<&str>, new: Option<&str>) -> String {
    let name = |side: &str, text: Option<&str>| match text {
        Some(_) => format!("{side}/{path}"),
        None => "/dev/null".to_owned(),
    };
    TextDiff::from_lines(old.unwrap_or_default(), new.unwrap_or_default())
        .unified_diff()
        .header(&name("a", old), &name("b", new))
        .to_string()
}
