//! What the pairs of schemas in YAML share: hosts, groups, permissions, kinds of URN.
//!
//! A pair holds what it is about; a file of its own stands in place of the one of that path here.

use std::fs;
use std::path::Path;

use super::pair::Pair;

/// All pairs of schemas in YAML, by name, with what they share.
pub(crate) fn pairs() -> Vec<Pair> {
    let mut base = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/yaml/base");
    collect(&folder, "", &mut base);
    let mut pairs = Pair::all("yaml");
    for pair in &mut pairs {
        complete(&mut pair.old, &base);
        complete(&mut pair.new, &base);
    }
    pairs
}

fn complete(files: &mut Vec<(String, String)>, base: &[(String, String)]) {
    for (path, text) in base {
        if !files.iter().any(|(own, _)| own == path) {
            files.push((path.clone(), text.clone()));
        }
    }
}

fn collect(folder: &Path, prefix: &str, found: &mut Vec<(String, String)>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    for entry in entries {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_string_lossy());
        match path.is_dir() {
            true => collect(&path, &format!("{name}/"), found),
            false => found.push((name, fs::read_to_string(&path).unwrap())),
        }
    }
}
