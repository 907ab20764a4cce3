//! Baselines: what the schema was when a version was released.
//!
//! A tag would do as well, until somebody has the files without the history; so a release leaves
//! its schema in one small file, the same bytes for the same schema. Exchanges and data of the
//! sandbox are no part of a contract and are left out.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use flate2::{Compression, GzBuilder};
use restli_model::source::SourceSet;
use serde::{Deserialize, Serialize};

use super::{Content, Version, VersionError};

/// The folder of baselines, below the schema folder.
pub const RELEASED: &str = "released";
const SUFFIX: &str = ".json.gz";
/// More is no schema but a file that unpacks without end.
const MAX_BYTES: u64 = 256 << 20;

/// The baselines of a schema folder.
#[derive(Clone, Debug)]
pub struct Baselines {
    folder: PathBuf,
}

/// A baseline as it is written.
#[derive(Serialize, Deserialize)]
struct Baseline {
    version: String,
    files: BTreeMap<String, String>,
}

impl Baselines {
    /// Those of a schema folder, which need not have any.
    pub fn of(schema: &Path) -> Self {
        Self {
            folder: schema.join(RELEASED),
        }
    }

    /// The released versions, oldest first.
    ///
    /// # Errors
    /// When the folder is there and cannot be read.
    pub fn versions(&self) -> io::Result<Vec<String>> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut versions = Vec::new();
        for entry in entries {
            let name = entry?.file_name();
            let version = name.to_str().and_then(|name| name.strip_suffix(SUFFIX));
            versions.extend(version.filter(|v| numbers(v).is_some()).map(str::to_owned));
        }
        versions.sort_by_key(|version| numbers(version));
        Ok(versions)
    }

    /// Whether there is one of this number.
    pub fn has(&self, version: &str) -> bool {
        self.path(version).is_ok_and(|path| path.is_file())
    }

    /// The newest released version.
    ///
    /// # Errors
    /// When there is none yet, or the folder cannot be read.
    pub fn newest(&self) -> Result<String, VersionError> {
        let versions = self.versions().map_err(|error| {
            VersionError::new(format!(
                "`{}` cannot be read: {error}",
                self.folder.display()
            ))
        })?;
        versions.into_iter().next_back().ok_or_else(|| {
            VersionError::new("no version was released yet")
                .help("`cargo xtask diff --promote 0.1.0` keeps the schema as that of a version")
        })
    }

    /// The schema of a released version.
    ///
    /// # Errors
    /// When there is none of this number, or its file is damaged.
    pub fn version(&self, version: &str) -> Result<Version, VersionError> {
        let path = self.path(version)?;
        let failed = |error: &dyn std::fmt::Display| {
            VersionError::new(format!("`{}` cannot be read: {error}", path.display()))
        };
        let bytes = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let known = self.versions().unwrap_or_default();
                let error = VersionError::new(format!("no version `{version}` was released"));
                return Err(match known.is_empty() {
                    true => error,
                    false => error.help(format!("released are {}", known.join(", "))),
                });
            }
            bytes => bytes.map_err(|error| failed(&error))?,
        };
        let mut text = String::new();
        let mut unpacked = GzDecoder::new(bytes.as_slice()).take(MAX_BYTES);
        unpacked
            .read_to_string(&mut text)
            .map_err(|error| failed(&error))?;
        let baseline: Baseline = serde_json::from_str(&text).map_err(|error| failed(&error))?;
        Ok(Version {
            label: format!("released {}", baseline.version),
            content: Content::Schema(SourceSet::from_files(baseline.files)),
        })
    }

    /// Writes the baseline of a version, and tells where.
    ///
    /// # Errors
    /// When there is one already, the version is no number, or the file cannot be written.
    pub fn promote(&self, version: &str, sources: &SourceSet) -> Result<PathBuf, VersionError> {
        let path = self.path(version)?;
        if path.exists() {
            let message = format!("`{}` is there already", path.display());
            return Err(VersionError::new(message)
                .help("what was released does not change; release another version"));
        }
        let written = pack(version, sources).and_then(|bytes| {
            fs::create_dir_all(&self.folder)?;
            // Beside and then moved, so that nobody finds half of it.
            let beside = self.folder.join(format!(".{version}.new"));
            fs::write(&beside, bytes)?;
            fs::rename(&beside, &path)
        });
        match written {
            Ok(()) => Ok(path),
            Err(error) => {
                let message = format!("`{}` cannot be written: {error}", path.display());
                Err(VersionError::new(message))
            }
        }
    }

    fn path(&self, version: &str) -> Result<PathBuf, VersionError> {
        if numbers(version).is_none() {
            let message = format!("`{version}` is no version");
            return Err(VersionError::new(message).help("a version is three numbers: `0.1.0`"));
        }
        Ok(self.folder.join(format!("{version}{SUFFIX}")))
    }
}

/// The file of a baseline; neither a time nor a name of a machine gets into it.
fn pack(version: &str, sources: &SourceSet) -> io::Result<Vec<u8>> {
    let contract = |path: &str| !path.starts_with("samples/") && !path.starts_with("sandbox/");
    let files = sources.files().iter().filter(|file| contract(file.path()));
    let files = files.map(|file| (file.path().to_owned(), file.text().to_owned()));
    let baseline = Baseline {
        version: version.to_owned(),
        files: files.collect(),
    };
    let mut gzip = GzBuilder::new()
        .mtime(0)
        .operating_system(255)
        .write(Vec::new(), Compression::best());
    gzip.write_all(&serde_json::to_vec(&baseline)?)?;
    gzip.finish()
}

/// The three numbers of a version, each written in one way only.
fn numbers(version: &str) -> Option<[u64; 3]> {
    let plain = |part: &str| {
        let is_padded = part.len() > 1 && part.starts_with('0');
        !is_padded && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let parts = version.split('.').map(|part| match plain(part) {
        true => part.parse().ok(),
        false => None,
    });
    parts.collect::<Option<Vec<u64>>>()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema() -> SourceSet {
        SourceSet::from_files([
            ("api.yaml", "api: library\n"),
            ("types/a.yaml", "A: {}\n"),
            ("samples/a.json", "{}"),
            ("sandbox/seeds.yaml", "a: b\n"),
        ])
    }

    #[test]
    fn what_is_promoted_comes_back_without_samples() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let baselines = Baselines::of(folder.path());
        assert_eq!(baselines.versions().expect("none"), Vec::<String>::new());
        assert!(baselines.newest().is_err());
        for version in ["0.10.0", "0.9.0"] {
            baselines.promote(version, &schema()).expect("it is new");
        }
        assert_eq!(baselines.versions().expect("two"), ["0.9.0", "0.10.0"]);
        assert_eq!(baselines.newest().as_deref(), Ok("0.10.0"));
        assert!(baselines.has("0.9.0") && !baselines.has("0.1.0") && !baselines.has("HEAD"));
        let version = baselines.version("0.9.0").expect("it is there");
        assert_eq!(version.label, "released 0.9.0");
        let Content::Schema(sources) = version.content else {
            panic!("it is a schema");
        };
        let paths: Vec<&str> = sources.files().iter().map(|file| file.path()).collect();
        assert_eq!(paths, ["api.yaml", "types/a.yaml"]);
        assert_eq!(
            sources.file("api.yaml").map(|f| f.text()),
            Some("api: library\n")
        );
    }

    #[test]
    fn a_baseline_has_the_same_bytes_each_time() {
        let pack = || pack("0.1.0", &schema()).expect("it fits");
        assert_eq!(pack(), pack());
        // Neither a time nor a file name, and an unknown system.
        assert_eq!(&pack()[..10], &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]);
    }

    #[test]
    fn what_cannot_be_says_why() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let baselines = Baselines::of(folder.path());
        baselines.promote("0.1.0", &schema()).expect("it is new");
        let again = baselines
            .promote("0.1.0", &schema())
            .expect_err("it is there");
        assert!(again.message.ends_with("is there already"));
        for wrong in [
            "../0.1.0", "1", "0.1.0-rc", "0.+1.0", "00.1.0", "0.1.00", "",
        ] {
            let error = baselines.promote(wrong, &schema()).expect_err(wrong);
            assert_eq!(error.message, format!("`{wrong}` is no version"));
        }
        let error = baselines.version("0.2.0").expect_err("not released");
        assert_eq!(
            error.to_string(),
            "no version `0.2.0` was released\nhelp: released are 0.1.0"
        );
        let path = folder.path().join("released/0.3.0.json.gz");
        fs::write(path, "no gzip").expect("it can be written");
        let error = baselines.version("0.3.0").expect_err("it is damaged");
        assert!(error.message.contains("0.3.0.json.gz` cannot be read"));
    }
}
