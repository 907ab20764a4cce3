//! What generated crates depend on, built once by cargo.
//!
//! A run of cargo per crate takes seconds, one of the compiler a fraction of that; so cargo only
//! says where the dependencies are.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value as Json;

/// Crates that both generated code and its users name.
const CRATES: [&str; 2] = ["restli", "linkedin_types"];

/// The checked dependencies of generated crates.
pub(crate) struct Dependencies {
    /// Crates by name, with the metadata of each.
    pub(crate) crates: Vec<(&'static str, PathBuf)>,
    /// The folder with what these depend on.
    pub(crate) folder: PathBuf,
}

impl Dependencies {
    /// Lets cargo check them; without TLS, which takes longer than all the rest.
    pub(crate) fn build() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let output = Command::new(env!("CARGO"))
            .args(["check", "--locked", "--message-format=json"])
            .args(["-p", "restli", "-p", "linkedin-types"])
            .args(["--no-default-features", "--features", "restli/oauth"])
            .current_dir(root)
            .stderr(Stdio::inherit())
            .output()
            .unwrap();
        assert!(output.status.success(), "the dependencies do not compile");
        let text = String::from_utf8(output.stdout).unwrap();
        let artifacts: Vec<Json> = text
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect();
        let crates = CRATES.map(|name| (name, metadata(&artifacts, name)));
        let folder = crates[0].1.parent().unwrap().to_owned();
        Self {
            crates: crates.to_vec(),
            folder,
        }
    }
}

fn metadata(artifacts: &[Json], name: &str) -> PathBuf {
    let of_crate = artifacts
        .iter()
        .filter(|artifact| artifact["target"]["name"] == name);
    let files = of_crate.filter_map(|artifact| artifact["filenames"].as_array());
    let mut paths = files.flatten().filter_map(Json::as_str);
    let path = paths.find(|path| path.ends_with(".rmeta"));
    PathBuf::from(path.unwrap_or_else(|| panic!("cargo does not say where `{name}` is")))
}
