//! What `cargo check` pays per record: the generated crate against the same records with serde derive.
//!
//! `cargo bench -p linkedin-tests --bench check_time [records]`
//!
//! Five crates are written below the target folder from one made-up schema: the records with serde
//! derive, the generated client whose answers cannot be projected, the one whose answers can, and that
//! one with projections of a user beside it, for 40 records and for all of them. Their dependencies are
//! built first, then each is checked in turns, without incremental state.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use restli_codegen::{Dependencies, Options, emit, output};
use restli_model::model::{MapKey, Model, Type, TypeKind};
use restli_model::source::SourceSet;

const ROUNDS: usize = 5;
const CRATES: [(&str, &str); 5] = [
    ("by-derive", "serde derive"),
    ("generated", "generated records"),
    ("projected", "with projection builders"),
    ("selected-some", "with 40 derived projections"),
    ("selected-all", "with a derived projection each"),
];

/// How many records some are.
const SOME: usize = 40;

fn main() {
    let records = std::env::args()
        .skip(1)
        .find_map(|arg| arg.parse().ok())
        .unwrap_or(150);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("check-time");
    write_workspace(&folder, records);
    for (name, _) in CRATES {
        check(&folder, name);
    }
    let mut times: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
    for _ in 0..ROUNDS {
        for (name, _) in CRATES {
            let lib = folder.join(name).join("src/lib.rs");
            let text = fs::read_to_string(&lib).unwrap();
            fs::write(&lib, text).unwrap();
            times.entry(name).or_default().push(check(&folder, name));
        }
    }
    let median = |name| {
        let mut times = times[name].clone();
        times.sort();
        times[times.len() / 2]
    };
    let base = median("by-derive").as_secs_f64();
    println!("cargo check of {records} records of 10 fields, median of {ROUNDS} rounds in turns");
    for (name, what) in CRATES {
        let time = median(name).as_secs_f64();
        println!(
            "{what:34} {time:6.2} s  {:5.1} ms per record  ratio {:.2}",
            time * 1e3 / records as f64,
            time / base
        );
    }
}

/// Checks one crate of the workspace and says how long it took.
fn check(folder: &Path, name: &str) -> Duration {
    let start = Instant::now();
    let status = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--package", name])
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .current_dir(folder)
        .status()
        .unwrap();
    assert!(status.success(), "{name} does not compile");
    start.elapsed()
}

fn write_workspace(folder: &Path, records: usize) {
    let names = CRATES.map(|(name, _)| format!("\"{name}\"")).join(", ");
    put(
        &folder.join("Cargo.toml"),
        &format!("[workspace]\nresolver = \"3\"\nmembers = [{names}]\n"),
    );
    let lock = repository().join("Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).unwrap();
    for (name, _) in &CRATES[1..] {
        let projections = match *name {
            "generated" => "[]",
            _ => "[projection]",
        };
        let model = model(records, projections);
        let mut options = Options::new(*name);
        let runtime = repository().join("restli").display().to_string();
        options.dependencies = Dependencies::Paths([("restli".to_owned(), runtime)].into());
        output::write(&emit(&model, &options), &folder.join(name)).unwrap();
        let _ = fs::remove_dir_all(folder.join(name).join("tests"));
        match *name {
            "selected-some" => select(&folder.join(name), "selected_some", records.min(SOME)),
            "selected-all" => select(&folder.join(name), "selected_all", records),
            _ => {}
        }
    }
    put(&folder.join("by-derive/Cargo.toml"), &manifest());
    put(
        &folder.join("by-derive/src/lib.rs"),
        &by_derive(&model(records, "[]")),
    );
}

/// Adds projections of the first records to a generated crate, as its user would write them.
fn select(folder: &Path, name: &str, records: usize) {
    let mut text = String::from("//! Projections of a user.\n");
    for index in 0..records {
        let left = match 2 * index + 1 {
            left if left < records => format!("Part{left}"),
            // The innermost ones take a text in its place.
            _ => "String".to_owned(),
        };
        write!(
            text,
            "\n/// A part of a record.\n#[derive({name}::Projection)]\n\
             #[projection(of = {name}::Record{index})]\npub struct Part{index} {{\n    \
             /// A field.\n    pub id: i64,\n    /// A field.\n    pub title: Option<String>,\n    \
             /// A field.\n    pub labels: Vec<String>,\n    \
             /// A field.\n    pub status: Option<{name}::Status>,\n    \
             /// A field.\n    #[projection(rename = \"{source}\")]\n    pub inner: Option<{left}>,\n}}\n",
            source = if left == "String" { "name" } else { "left" },
        )
        .unwrap();
    }
    put(&folder.join("src/parts.rs"), &text);
    let lib = folder.join("src/lib.rs");
    let own = fs::read_to_string(&lib).unwrap();
    put(
        &lib,
        &format!("{own}\nextern crate self as {name};\npub mod parts;\n"),
    );
}

fn repository() -> PathBuf {
    Path::new(linkedin_tests::SCHEMA)
        .parent()
        .unwrap()
        .canonicalize()
        .unwrap()
}

fn put(file: &Path, text: &str) {
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

fn manifest() -> String {
    "[package]\nname = \"by-derive\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
     serde = { version = \"1\", features = [\"derive\"] }\n"
        .to_owned()
}

/// A resource whose entity reaches every record; each record has texts, numbers, a list, a map, an
/// enum and two records.
fn model(records: usize, projections: &str) -> Model {
    let mut types = String::from("records:\n");
    for index in 0..records {
        // A tree, so that every record is reached and none reaches itself.
        let child = |at: usize| match at < records {
            true => format!("Record{at}"),
            false => "string".to_owned(),
        };
        let (left, right) = (child(2 * index + 1), child(2 * index + 2));
        write!(
            types,
            "  Record{index}:\n    docs: {{ summary: A record. }}\n    fields:\n      \
             id: {{ type: long, doc: Its id. }}\n      \
             name: {{ type: string, doc: Its name. }}\n      \
             title: {{ type: string, doc: Its title. }}\n      \
             active: {{ type: boolean, doc: Whether it is active. }}\n      \
             createdAt: {{ type: long, format: epoch_ms, doc: When it was made. }}\n      \
             labels: {{ type: \"[string]\", doc: Its labels. }}\n      \
             names: {{ type: \"{{string: string}}\", doc: Its names by locale. }}\n      \
             status: {{ type: Status, doc: Its status. }}\n      \
             left: {{ type: {left}, doc: A record. }}\n      \
             right: {{ type: \"[{right}]\", doc: Records. }}\n"
        )
        .unwrap();
    }
    types.push_str(
        "enums:\n  Status:\n    docs: { summary: A status. }\n    symbols:\n      \
         OPEN: { doc: Open. }\n      CLOSED: { doc: Closed. }\n",
    );
    let api = "api: bench\ndocs: { summary: A made-up API. }\nhost: https://api.example.org\nbases:\n  \
               v2: { path: /v2, projection: projection, decorates: true }\ngroups:\n  \
               all: { docs: { summary: Everything. }, default: true }\n";
    let resource = format!(
        "resource: records\nbase: v2\nkind: collection\nkey: {{ name: id, type: long }}\nentity: Record0\n\
         docs: {{ summary: Records. }}\nmethods:\n  get: {{ projections: {projections}, docs: {{ summary: Reads one. }} }}\n"
    );
    let sources = SourceSet::from_files([
        ("api.yaml", api.to_owned()),
        ("types/all/records.yaml", types),
        ("resources/all/records.yaml", resource),
    ]);
    let (model, report) = restli_model::load(&sources);
    model.unwrap_or_else(|| panic!("{}", report.render(false)))
}

/// The same records and enums as somebody would write them with serde derive.
fn by_derive(model: &Model) -> String {
    let mut text = String::from(
        "//! Records by derive.\n\nuse std::collections::BTreeMap;\nuse serde::{Deserialize, Serialize};\n",
    );
    for def in &model.types {
        match &def.kind {
            TypeKind::Record(record) => {
                let derives = "Clone, Debug, Default, PartialEq, Serialize, Deserialize";
                writeln!(
                    text,
                    "\n/// A record.\n#[derive({derives})]\npub struct {} {{",
                    def.rust_name
                )
                .unwrap();
                for field in &record.fields {
                    let ty = rust_type(model, &field.ty);
                    let ty = if field.boxed {
                        format!("Box<{ty}>")
                    } else {
                        ty
                    };
                    writeln!(
                        text,
                        "    /// A field.\n    #[serde(rename = \"{}\", default, skip_serializing_if = \"Option::is_none\")]\n    pub {}: Option<{ty}>,",
                        field.name, field.rust_name
                    )
                    .unwrap();
                }
                text.push_str("}\n");
            }
            TypeKind::Enum(symbols) => {
                let derives = "Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize";
                writeln!(
                    text,
                    "\n/// An enum.\n#[derive({derives})]\npub enum {} {{",
                    def.rust_name
                )
                .unwrap();
                for symbol in &symbols.symbols {
                    writeln!(
                        text,
                        "    /// A symbol.\n    #[serde(rename = \"{}\")]\n    {},",
                        symbol.name, symbol.rust_name
                    )
                    .unwrap();
                }
                text.push_str(
                    "    /// Any other.\n    #[serde(untagged)]\n    Unknown(String),\n}\n",
                );
            }
            _ => {}
        }
    }
    text
}

fn rust_type(model: &Model, ty: &Type) -> String {
    match ty {
        Type::Boolean => "bool".to_owned(),
        Type::Long => "i64".to_owned(),
        Type::Array(item) => format!("Vec<{}>", rust_type(model, item)),
        Type::Map(MapKey::String, value) => {
            format!("BTreeMap<String, {}>", rust_type(model, value))
        }
        Type::Named(id) => model[*id].rust_name.clone(),
        _ => "String".to_owned(),
    }
}
