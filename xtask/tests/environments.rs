//! `gen` gives the same bytes wherever, whenever and by whomever it is run.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// All files below a folder.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).expect("it can be read") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("it is below").to_owned();
                found.insert(name, fs::read(&path).expect("it can be read"));
            }
        }
    }
    found
}

#[test]
fn twenty_environments_give_the_same_bytes() {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen/tests/features/schema");
    let schema = files(&schema);
    let zones = ["UTC", "Asia/Kathmandu", "America/St_Johns", "No/Where", ""];
    let locales = ["C", "de_DE.UTF-8", "tr_TR.UTF-8", "ja_JP.SJIS", "nonsense"];
    let mut outputs = BTreeSet::new();
    for round in 0..20_usize {
        let folder = tempfile::tempdir().expect("a folder can be made");
        // Written in another order each time, which is the order of many file systems.
        let mut order: Vec<_> = schema.iter().collect();
        order.rotate_left(round * 7 % schema.len());
        for (path, bytes) in order {
            let path = folder.path().join("schema").join(path);
            fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
            fs::write(path, bytes).expect("it can be written");
        }
        let cwd = match round % 2 {
            0 => folder.path().to_owned(),
            _ => std::env::temp_dir(),
        };
        let out = folder.path().join("client");
        let run = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["gen", "--crate-name", "library", "--schema"])
            .arg(folder.path().join("schema"))
            .arg("--out")
            .arg(&out)
            .current_dir(cwd)
            .env("TZ", zones[round % 5])
            .env("LANG", locales[round / 4])
            .env("LC_ALL", locales[(round + 1) % 5])
            .env("HOME", folder.path().join(format!("home{round}")))
            .env("USER", format!("user{round}"))
            .env("RAYON_NUM_THREADS", (1 + round % 8).to_string())
            .env("SOURCE_DATE_EPOCH", round.to_string())
            .output()
            .expect("it can be run");
        assert!(
            run.status.success(),
            "{}",
            String::from_utf8_lossy(&run.stderr)
        );
        outputs.insert(files(&out));
    }
    assert_eq!(outputs.len(), 1);
    assert!(outputs.iter().all(|files| files.len() > 20));
}
