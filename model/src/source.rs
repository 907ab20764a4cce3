//! Schema files, and places in them.
//!
//! A [`Place`] carries its file along, so that whatever is built from a schema can be traced back
//! to the line it came from without a table on the side.

use std::cmp::Ordering;
use std::fmt;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// Larger files are refused: no hand-written schema file comes near it.
const MAX_FILE_BYTES: u64 = 8 << 20;
/// Deeper folders are refused.
const MAX_FOLDERS: usize = 16;

/// All files of a schema, in the order of their paths. Equal sets give equal models and reports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceSet {
    files: Vec<Arc<SourceFile>>,
}

impl SourceSet {
    /// Reads every YAML file of a folder and every JSON file of its `samples`.
    ///
    /// Hidden files and links to folders are left out. A file that is too large or no UTF-8 text is
    /// kept as such, and reported when the schema is loaded.
    pub fn read(folder: &Path) -> io::Result<Self> {
        Self::read_those(folder, is_source)
    }

    /// The same without `samples`, for whoever needs the schema alone: reading exchanges takes longer
    /// than all the rest.
    ///
    /// # Errors
    /// As [`SourceSet::read`].
    pub fn read_without_samples(folder: &Path) -> io::Result<Self> {
        Self::read_those(folder, |path| is_source(path) && path[0] != "samples")
    }

    fn read_those(folder: &Path, wanted: fn(&[String]) -> bool) -> io::Result<Self> {
        let mut files = Vec::new();
        read_folder(folder, wanted, &mut Vec::new(), &mut files)?;
        Ok(Self::sorted(files))
    }

    /// Takes texts that are in memory, each with its path relative to the schema folder.
    pub fn from_files<P, T>(files: impl IntoIterator<Item = (P, T)>) -> Self
    where
        P: Into<String>,
        T: Into<String>,
    {
        Self::sorted(
            files
                .into_iter()
                .map(|(path, text)| SourceFile::new(path.into(), text.into()))
                .collect(),
        )
    }

    /// The files, by path.
    pub fn files(&self) -> &[Arc<SourceFile>] {
        &self.files
    }

    /// The file at a path relative to the schema folder.
    pub fn file(&self, path: &str) -> Option<&Arc<SourceFile>> {
        let at = self
            .files
            .binary_search_by(|file| file.path.as_str().cmp(path));
        at.ok().map(|at| &self.files[at])
    }

    fn sorted(mut files: Vec<SourceFile>) -> Self {
        files.sort_by(|a, b| (&a.path, &a.text).cmp(&(&b.path, &b.text)));
        files.dedup_by(|b, a| a.path == b.path);
        Self {
            files: files.into_iter().map(Arc::new).collect(),
        }
    }
}

fn read_folder(
    folder: &Path,
    wanted: fn(&[String]) -> bool,
    above: &mut Vec<String>,
    files: &mut Vec<SourceFile>,
) -> io::Result<()> {
    if above.len() > MAX_FOLDERS {
        return Err(io::Error::other(format!(
            "`{}` is nested too deeply",
            above.join("/")
        )));
    }
    let entries = fs::read_dir(folder).map_err(|error| about(above, &error))?;
    for entry in entries {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        if name.starts_with('.') {
            continue;
        }
        let kind = entry.file_type()?;
        above.push(name);
        if kind.is_dir() {
            read_folder(&entry.path(), wanted, above, files)?;
        } else if wanted(above) {
            let file = read_file(&entry.path(), above.join("/"));
            files.extend(file.map_err(|error| about(above, &error))?);
        }
        above.pop();
    }
    Ok(())
}

fn is_source(path: &[String]) -> bool {
    let extension = path.last().and_then(|name| name.rsplit_once('.'));
    match extension.map(|(_, extension)| extension) {
        Some("yaml" | "yml") => true,
        Some("json") => path.len() > 1 && path[0] == "samples",
        _ => false,
    }
}

/// An error that names the file or folder it is about.
fn about(path: &[String], error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("`{}`: {error}", path.join("/")))
}

/// A file; nothing if there is something else, such as a pipe, which might never end.
fn read_file(path: &Path, name: String) -> io::Result<Option<SourceFile>> {
    let found = fs::metadata(path)?;
    if !found.is_file() {
        return Ok(None);
    }
    if found.len() > MAX_FILE_BYTES {
        return Ok(Some(SourceFile::unreadable(name, Unreadable::TooLarge)));
    }
    Ok(Some(match String::from_utf8(fs::read(path)?) {
        Ok(text) => SourceFile::new(name, text),
        Err(_) => SourceFile::unreadable(name, Unreadable::NotUtf8),
    }))
}

/// A file of a schema.
pub struct SourceFile {
    path: String,
    text: String,
    unreadable: Option<Unreadable>,
    line_starts: OnceLock<Vec<usize>>,
}

/// Why a file has no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is larger than any schema file may be.
    TooLarge,
    /// It is no UTF-8 text.
    NotUtf8,
}

impl SourceFile {
    /// Takes a text; a byte order mark in front of it is dropped.
    pub fn new(path: String, mut text: String) -> Self {
        if text.len() as u64 > MAX_FILE_BYTES {
            return Self::unreadable(path, Unreadable::TooLarge);
        }
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        Self {
            path,
            text,
            unreadable: None,
            line_starts: OnceLock::new(),
        }
    }

    fn unreadable(path: String, why: Unreadable) -> Self {
        Self {
            path,
            text: String::new(),
            unreadable: Some(why),
            line_starts: OnceLock::new(),
        }
    }

    /// The path relative to the schema folder, with slashes.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The text; empty if the file could not be read.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Why there is no text, if there is none.
    pub fn why_unreadable(&self) -> Option<Unreadable> {
        self.unreadable
    }

    /// Line and column of a byte, both from 1; columns count characters.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let starts = self.line_starts();
        let line = starts.partition_point(|start| *start <= offset);
        let start = starts[line - 1];
        let before = self.text.get(start..offset).unwrap_or_default();
        (line, before.chars().count() + 1)
    }

    /// The bytes of a line, from 1, without its line break; empty behind the last line.
    pub fn line_range(&self, line: usize) -> Range<usize> {
        let starts = self.line_starts();
        let start = starts.get(line - 1).copied().unwrap_or(self.text.len());
        let end = starts.get(line).copied().unwrap_or(self.text.len());
        let text = self.text[start..end].trim_end_matches(['\r', '\n']);
        start..start + text.len()
    }

    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| {
            let breaks = self.text.match_indices('\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(breaks).collect()
        })
    }
}

impl PartialEq for SourceFile {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path && self.text == other.text && self.unreadable == other.unreadable
    }
}

impl Eq for SourceFile {}

impl fmt::Debug for SourceFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SourceFile").field(&self.path).finish()
    }
}

/// A range of bytes in a file.
#[derive(Clone)]
pub struct Place {
    /// The file.
    pub file: Arc<SourceFile>,
    /// The bytes.
    pub span: Range<usize>,
}

impl Place {
    /// A range of a file; it is moved into the text and onto boundaries of characters.
    pub fn new(file: &Arc<SourceFile>, span: Range<usize>) -> Self {
        let start = floor_boundary(&file.text, span.start);
        let end = floor_boundary(&file.text, span.end).max(start);
        Self {
            file: Arc::clone(file),
            span: start..end,
        }
    }

    /// The first byte of a file, for what is wrong with the file as a whole.
    pub fn start_of(file: &Arc<SourceFile>) -> Self {
        Self::new(file, 0..0)
    }

    /// The text there.
    pub fn text(&self) -> &str {
        &self.file.text[self.span.clone()]
    }

    /// Line and column of the first byte, from 1.
    pub fn line_column(&self) -> (usize, usize) {
        self.file.line_column(self.span.start)
    }

    fn key(&self) -> (&str, usize, usize) {
        (&self.file.path, self.span.start, self.span.end)
    }
}

fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Place {}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.line_column();
        write!(f, "{}:{line}:{column}", self.file.path)
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_of_files_is_that_of_paths() {
        let files = [("b.yaml", "2"), ("a.yaml", "1"), ("c.yaml", "3")];
        let forward = SourceSet::from_files(files);
        let backward = SourceSet::from_files(files.into_iter().rev());
        let paths = |set: &SourceSet| -> Vec<String> {
            set.files().iter().map(|f| f.path().to_owned()).collect()
        };
        assert_eq!(paths(&forward), ["a.yaml", "b.yaml", "c.yaml"]);
        assert_eq!(paths(&forward), paths(&backward));
        assert_eq!(forward.file("b.yaml").map(|f| f.text()), Some("2"));
        assert!(forward.file("d.yaml").is_none());
    }

    #[test]
    fn lines_and_columns() {
        let file = SourceFile::new("a".into(), "ab\r\né=x\n".into());
        assert_eq!(file.line_column(0), (1, 1));
        assert_eq!(file.line_column(4), (2, 1));
        assert_eq!(file.line_column(6), (2, 2));
        assert_eq!(file.line_column(99), (3, 1));
        assert_eq!(&file.text()[file.line_range(1)], "ab");
        assert_eq!(&file.text()[file.line_range(2)], "é=x");
        assert_eq!(file.line_range(9), 9..9);
    }

    #[test]
    fn byte_order_mark_is_dropped() {
        let file = SourceFile::new("a".into(), "\u{feff}a: 1".into());
        assert_eq!(file.text(), "a: 1");
    }

    #[test]
    fn places_keep_to_characters() {
        let file = Arc::new(SourceFile::new("a".into(), "é".into()));
        assert_eq!(Place::new(&file, 1..99).text(), "é");
    }
}
