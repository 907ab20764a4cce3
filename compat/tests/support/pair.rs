//! Pairs: two versions of an API in one text file, and what is expected of them.
//!
//! A change is told by little: a sentence, the files that differ, the files that do not, and what
//! comes out. In one file of a few lines that can be reviewed as a whole.
//!
//! ```text
//! A finder needs a further parameter.
//!
//! === old/books.restspec.json
//! { … }
//! === new/books.restspec.json
//! { … }
//! === both/com/ex/Book.pdl
//! …
//! === findings
//! …
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use similar::TextDiff;

/// What begins the line above a file or section.
const MARK: &str = "=== ";

/// Two versions of an API, and what is expected of them.
pub(crate) struct Pair {
    /// The name of its file, without the extension.
    pub(crate) name: String,
    /// What it shows, in a sentence.
    pub(crate) about: String,
    /// The files of the old version, by path, with their texts.
    pub(crate) old: Vec<(String, String)>,
    /// The files of the new version.
    pub(crate) new: Vec<(String, String)>,
    /// What else it holds, by title.
    pub(crate) sections: BTreeMap<String, String>,
    path: PathBuf,
}

impl Pair {
    /// All pairs of a folder below `tests`, by name.
    pub(crate) fn all(folder: &str) -> Vec<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests")
            .join(folder);
        let entries = fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("entry").path()).collect();
        paths.retain(|path| {
            path.extension()
                .is_some_and(|extension| extension == "pair")
        });
        paths.sort();
        assert!(!paths.is_empty(), "no pairs in {}", folder.display());
        paths.iter().map(|path| Self::read(path)).collect()
    }

    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let mut parts = parts(&text).into_iter();
        let about = parts.next().map_or("", |(_, about)| about);
        let mut pair = Self {
            name: path.file_stem().expect("a name").to_string_lossy().into(),
            about: about.trim().to_owned(),
            old: Vec::new(),
            new: Vec::new(),
            sections: BTreeMap::new(),
            path: path.to_owned(),
        };
        for (title, body) in parts {
            let file = |path: &str| (path.to_owned(), body.to_owned());
            match title.split_once('/') {
                Some(("old", path)) => pair.old.push(file(path)),
                Some(("new", path)) => pair.new.push(file(path)),
                Some(("both", path)) => {
                    pair.old.push(file(path));
                    pair.new.push(file(path));
                }
                _ => {
                    let twice = pair.sections.insert(title.to_owned(), body.to_owned());
                    assert!(twice.is_none(), "{}: `{title}` twice", pair.name);
                }
            }
        }
        pair
    }

    /// The rule that it is named after.
    pub(crate) fn rule(&self) -> &str {
        self.name
            .split_once('.')
            .map_or(self.name.as_str(), |(rule, _)| rule)
    }

    /// The text of a section.
    pub(crate) fn section(&self, title: &str) -> &str {
        let section = self.sections.get(title);
        section.unwrap_or_else(|| panic!("{}: no section `{title}`", self.name))
    }

    /// How what was found differs from a section, to be read under the pair's name; with `BLESS=1`
    /// it is written down instead.
    pub(crate) fn differs(&self, title: &str, found: &str) -> Option<String> {
        let expected = self.section(title);
        if found == expected {
            return None;
        }
        if std::env::var_os("BLESS").is_some() {
            self.rewrite(title, found);
            return None;
        }
        let diff = TextDiff::from_lines(expected, found);
        let diff = diff.unified_diff().context_radius(10).to_string();
        let hunks = diff.lines().filter(|line| !line.starts_with("@@"));
        let hunks: Vec<_> = hunks.map(|line| format!("    {line}")).collect();
        let (name, about) = (&self.name, &self.about);
        Some(format!("{name}: {about}\n{}", hunks.join("\n")))
    }

    fn rewrite(&self, title: &str, body: &str) {
        let old = fs::read_to_string(&self.path).expect("a pair that was read");
        let mut new = String::new();
        for (of, text) in parts(&old) {
            if !of.is_empty() {
                new += &format!("{MARK}{of}\n");
            }
            new += if of == title { body } else { text };
        }
        fs::write(&self.path, new).expect("a pair that can be written");
    }
}

/// The title and text of each part; what stands above the first mark has none.
fn parts(text: &str) -> Vec<(&str, &str)> {
    let mut parts = Vec::new();
    let (mut title, mut from, mut at) = ("", 0, 0);
    for line in text.split_inclusive('\n') {
        if let Some(next) = line.strip_prefix(MARK) {
            parts.push((title, &text[from..at]));
            title = next.trim();
            from = at + line.len();
        }
        at += line.len();
    }
    parts.push((title, &text[from..]));
    parts
}
