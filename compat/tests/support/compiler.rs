//! Generated crates and their users, checked by the compiler itself.
//!
//! The same text is compiled once, however many pairs have it: most pairs share their old version.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, OnceLock};

use restli_codegen::{FileSet, Options, output};
use restli_model::source::SourceSet;

use super::cargo::Dependencies;

/// A compiler with what generated crates need.
pub(crate) struct Compiler {
    dependencies: Dependencies,
    folder: tempfile::TempDir,
    clients: Mutex<HashMap<String, Compiled>>,
    documentation: Mutex<HashMap<String, Compiled>>,
}

/// The metadata of a client, or why there is none; whoever needs it first makes it.
type Compiled = Arc<OnceLock<Result<PathBuf, String>>>;

/// The client of one version of a schema.
pub(crate) struct Client {
    files: FileSet,
    features: BTreeSet<String>,
    /// A feature that was asked for and that the crate does not have.
    lacks: Option<String>,
}

/// What the compiler says of a user of a client: nothing, or its errors.
pub(crate) type Judgement = Result<(), String>;

impl Compiler {
    pub(crate) fn new() -> Self {
        Self {
            dependencies: Dependencies::build(),
            folder: tempfile::tempdir().unwrap(),
            clients: Mutex::default(),
            documentation: Mutex::default(),
        }
    }

    /// Whether this code compiles as a crate that depends on the client. The client itself must.
    pub(crate) fn judge(&self, client: &Client, consumer: &str) -> Result<Judgement, String> {
        let metadata = self.metadata(client)?;
        if let Some(feature) = &client.lacks {
            return Ok(Err(format!("error: the client has no feature `{feature}`")));
        }
        let folder = tempfile::tempdir_in(&self.folder).unwrap();
        let file = folder.path().join("lib.rs");
        std::fs::write(&file, consumer).unwrap();
        let mut rustc = self.rustc("consumer", &file, folder.path());
        rustc.arg("--extern");
        rustc.arg(format!("client={}", metadata.display()));
        Ok(run(rustc))
    }

    /// The metadata of a client, which is to compile by itself.
    fn metadata(&self, client: &Client) -> Result<PathBuf, String> {
        once(&self.clients, client)
            .get_or_init(|| {
                let folder = tempfile::tempdir_in(&self.folder).unwrap().keep();
                output::write(&client.files, &folder).unwrap();
                let mut rustc = self.rustc("client", &folder.join("src/lib.rs"), &folder);
                for feature in &client.features {
                    rustc.args(["--cfg", &format!("feature={feature:?}")]);
                }
                match run(rustc) {
                    Ok(()) => Ok(folder.join("libclient.rmeta")),
                    Err(errors) => Err(format!("the client itself does not compile:\n{errors}")),
                }
            })
            .clone()
    }

    /// The documentation of a client as JSON, which tools compare; in a folder that is kept as long
    /// as the compiler is.
    pub(crate) fn documentation(&self, client: &Client) -> Result<PathBuf, String> {
        once(&self.documentation, client)
            .get_or_init(|| {
                let folder = tempfile::tempdir_in(&self.folder).unwrap().keep();
                output::write(&client.files, &folder).unwrap();
                let tool = std::env::var_os("RUSTDOC").unwrap_or("rustdoc".into());
                let mut rustdoc = self.tool(tool, "client", &folder.join("src/lib.rs"), &folder);
                // The format is not stable yet, and the tools say which compilers they know.
                rustdoc.env("RUSTC_BOOTSTRAP", "1");
                rustdoc.args(["-Z", "unstable-options", "--output-format", "json"]);
                rustdoc.args(["--cap-lints", "allow"]);
                for feature in &client.features {
                    rustdoc.args(["--cfg", &format!("feature={feature:?}")]);
                }
                run(rustdoc)?;
                Ok(folder.join("client.json"))
            })
            .clone()
    }

    fn rustc(&self, name: &str, file: &Path, out: &Path) -> Command {
        let tool = std::env::var_os("RUSTC").unwrap_or("rustc".into());
        let mut rustc = self.tool(tool, name, file, out);
        rustc.args(["--emit", "metadata", "--cap-lints", "allow"]);
        rustc
    }

    fn tool(&self, tool: OsString, name: &str, file: &Path, out: &Path) -> Command {
        let mut rustc = Command::new(tool);
        rustc
            .args(["--edition", "2024", "--crate-type", "lib"])
            .args(["--crate-name", name])
            .arg(file)
            .arg("--out-dir")
            .arg(out)
            .arg("-L")
            .arg(format!("dependency={}", self.dependencies.folder.display()))
            .env("CARGO_PKG_NAME", name)
            .env("CARGO_PKG_VERSION", "0.0.0");
        for (dependency, metadata) in &self.dependencies.crates {
            let metadata = format!("{dependency}={}", metadata.display());
            rustc.args(["--extern", &metadata]);
        }
        rustc
    }
}

impl Client {
    /// The client of a schema with these features: names, `default`, or all groups if none is
    /// named.
    pub(crate) fn generate(
        schema: &[(String, String)],
        features: Option<&str>,
    ) -> Result<Self, String> {
        let sources = SourceSet::from_files(schema.iter().cloned());
        let (model, report) = restli_model::load(&sources);
        let model = model.ok_or_else(|| report.render(false))?;
        let files = restli_codegen::emit(&model, &Options::new("client"));
        let declared = declared(files.get("Cargo.toml").unwrap());
        let mut waiting: Vec<String> = match features {
            None => vec!["default".to_owned(), "full".to_owned()],
            Some(names) => names.split_whitespace().map(str::to_owned).collect(),
        };
        let mut lacks = None;
        let mut features = BTreeSet::new();
        while let Some(feature) = waiting.pop() {
            match declared.get(&feature) {
                Some(implied) => waiting.extend(implied.iter().cloned()),
                None => lacks = Some(feature.clone()),
            }
            features.insert(feature);
        }
        Ok(Self {
            files,
            features,
            lacks,
        })
    }

    /// Whether users see no difference to another version of the client.
    pub(crate) fn is_same_as(&self, other: &Self) -> bool {
        self.lacks == other.lacks && self.key() == other.key()
    }

    /// The text that is compiled, and how.
    fn key(&self) -> String {
        let sources = self
            .files
            .iter()
            .filter(|(path, _)| path.starts_with("src/"));
        let texts: Vec<_> = sources.collect();
        format!("{:?} {texts:?}", self.features)
    }
}

/// The features of a manifest, with the features of the same crate that each implies.
fn declared(manifest: &str) -> BTreeMap<String, Vec<String>> {
    let lines = manifest.lines().skip_while(|line| *line != "[features]");
    let lines = lines.skip(1).take_while(|line| !line.starts_with('['));
    let features = lines.filter_map(|line| line.split_once(" = "));
    features
        .map(|(name, implied)| {
            let implied: Vec<String> = serde_json::from_str(implied).unwrap();
            let own = implied.into_iter().filter(|name| !name.contains('/'));
            (name.to_owned(), own.collect())
        })
        .collect()
}

/// The place of what is made of a client once.
fn once(made: &Mutex<HashMap<String, Compiled>>, client: &Client) -> Compiled {
    let mut made = made.lock().unwrap();
    Arc::clone(made.entry(client.key()).or_default())
}

fn run(mut rustc: Command) -> Judgement {
    let output = rustc.output().unwrap();
    match output.status.success() {
        true => Ok(()),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}
