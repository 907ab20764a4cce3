//! `cargo xtask diff`: what a change of the schema breaks, on the wire and for users of the crate.
//!
//! Its exit codes tell a verdict from the lack of one: 1 is what `--deny` found, 2 what cannot be
//! compared, so that a workflow does not take the one for the other.

mod output;
mod sides;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use restli_codegen::{FileSet, Options};
use restli_compat::report::{self, CrateVersion, Report, Side};
use restli_compat::surface::Effect;
use restli_compat::version::{Baselines, Content, Samples, Version};
use restli_compat::{Compared, Comparison, Mode, Refused, Wire, code};
use restli_model::source::SourceSet;

use self::sides::Sides;
use crate::generate::standing_alone;
use crate::{WRONG_USAGE, folder, schema};

const AFTER_HELP: &str = "\
Without a revision, what changed since the branch left `main` is told; on `main`, what is not \
committed yet.

Exit codes: 0 whatever was found; 1 if some of it is denied, or something cannot be written; 2 if a \
version has errors or is not there, or the arguments are wrong.";

/// Says what a change of the schema breaks: on the wire, and for users of the generated crate.
#[derive(Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Diff {
    /// The old version: a revision, or a released version. `A..B` compares two of them.
    #[arg(value_name = "REV")]
    revision: Option<String>,
    /// A folder with the old version, YAML or IDL.
    #[arg(
        long,
        value_name = "DIR",
        requires = "new",
        conflicts_with = "revision"
    )]
    old: Option<PathBuf>,
    /// A folder with the new version.
    #[arg(long, value_name = "DIR", requires = "old")]
    new: Option<PathBuf>,
    /// Compares with the newest released version.
    #[arg(long, conflicts_with_all = ["revision", "old"])]
    baseline: bool,
    /// How the findings are written.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Style,
    /// How typerefs of IDL count.
    #[arg(long, value_name = "MODE", default_value = "schema")]
    mode: Typerefs,
    /// Lets a number of IDL become a wider one.
    #[arg(long)]
    promotion: bool,
    /// Fails on changes that break the wire, Rust code, or either; Rust that cannot be judged fails too.
    #[arg(long, value_name = "WHAT")]
    deny: Vec<Deny>,
    /// Writes the entries of this repository's `CHANGELOG.md`, below *Unreleased*.
    #[arg(long, conflicts_with_all = ["old", "schema"])]
    changelog: bool,
    /// Shows the diff of the generated code too, grouped by what caused it.
    #[arg(long)]
    code: bool,
    /// Prints the table of rules.
    #[arg(long, exclusive = true)]
    rules: bool,
    /// Keeps the schema as that of a released version.
    #[arg(long, value_name = "VERSION", exclusive = true)]
    promote: Option<String>,
    /// The schema, as it is in the work tree.
    #[arg(long, value_name = "DIR", requires = "out", conflicts_with = "old")]
    schema: Option<PathBuf>,
    /// The crate that is generated from it.
    #[arg(long, value_name = "DIR", requires_all = ["schema", "crate_name"])]
    out: Option<PathBuf>,
    /// Name of the crate.
    #[arg(long, value_name = "NAME")]
    crate_name: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Style {
    Human,
    Json,
    Markdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Typerefs {
    /// They must match themselves, as Rest.li compares resources.
    Schema,
    /// They are looked through.
    Data,
    /// They are looked through, and a record may get further required fields.
    Extension,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Deny {
    Breaking,
    Wire,
    Rust,
}

impl Diff {
    pub(crate) fn run(&self) -> Result<ExitCode, Box<dyn Error>> {
        if self.rules {
            output::write(&report::rules())?;
            return Ok(ExitCode::SUCCESS);
        }
        if let Some(version) = &self.promote {
            return self.promote(version);
        }
        if self.code && self.format == Style::Json {
            return Ok(refuse(&"`--code` is for people: `--format human|markdown`"));
        }
        let sides = match self.sides() {
            Ok(sides) => sides,
            Err(error) => return Ok(refuse(&error)),
        };
        let (old, new) = (&sides.old, &sides.new);
        eprintln!("comparing {} with {}", old.label, new.label);
        let options = self.options()?;
        let compared = match restli_compat::compare(old, new, self.typing(), &options) {
            Ok(compared) => compared,
            Err(refused) => {
                if let Refused::Faulty { report, .. } = &refused {
                    schema::print(report);
                }
                return Ok(refuse(&refused));
            }
        };
        let report = Report {
            comparison: &compared.comparison,
            old: Side {
                label: &old.label,
                folder: &sides.folders[0],
            },
            new: Side {
                label: &new.label,
                folder: &sides.folders[1],
            },
            crate_version: self.crate_version(&sides),
        };
        let code = match self.code {
            true => Some(self.code(&report, &sides, &compared, &options)?),
            false => None,
        };
        output::print(&report, code.as_ref(), self.format)?;
        if self.changelog {
            output::write_changelog(&compared.comparison)?;
        }
        Ok(match self.denied(&compared.comparison) {
            true => ExitCode::FAILURE,
            false => ExitCode::SUCCESS,
        })
    }

    fn schema(&self) -> PathBuf {
        folder(self.schema.as_ref(), "schema")
    }

    /// Keeps the schema of the work tree as that of a version.
    fn promote(&self, version: &str) -> Result<ExitCode, Box<dyn Error>> {
        let schema = self.schema();
        let sources = SourceSet::read_without_samples(&schema)?;
        let (model, report) = restli_model::load(&sources);
        if model.is_none() {
            schema::print(&report);
            return Err(format!("nothing written: {}", report.counts()).into());
        }
        match Baselines::of(&schema).promote(version, &sources) {
            Ok(path) => {
                output::write(&format!("{}\n", path.display()))?;
                Ok(ExitCode::SUCCESS)
            }
            Err(error) => Ok(refuse(&error)),
        }
    }

    /// How types of IDL are compared.
    fn typing(&self) -> restli_compat::Options {
        restli_compat::Options {
            mode: match self.mode {
                Typerefs::Schema => Mode::Schema,
                Typerefs::Data => Mode::Data,
                Typerefs::Extension => Mode::Extension,
            },
            promotion: self.promotion,
        }
    }

    fn options(&self) -> Result<Options, Box<dyn Error>> {
        let name = self.crate_name.as_deref().unwrap_or("linkedin");
        Ok(match &self.out {
            Some(out) => standing_alone(name, &self.schema(), out)?,
            None => Options::new(name),
        })
    }

    /// The version that the next one is counted from; another API's crate has one of its own.
    fn crate_version(&self, sides: &Sides) -> Option<CrateVersion> {
        if let Some(released) = &sides.released {
            return released.parse().ok();
        }
        match self.old.is_some() || self.out.is_some() {
            true => None,
            false => env!("CARGO_PKG_VERSION").parse().ok(),
        }
    }

    /// Exchanges are documentation and tests of the generated crate, and nothing else.
    fn samples(&self) -> Samples {
        match self.code {
            true => Samples::Read,
            false => Samples::Skip,
        }
    }

    fn code(
        &self,
        report: &Report<'_>,
        sides: &Sides,
        compared: &Compared,
        options: &Options,
    ) -> Result<code::CodeDiff, Box<dyn Error>> {
        let Some((old, new)) = &compared.generated else {
            return Ok(code::CodeDiff::unknown("Rust is not judged"));
        };
        let checked_in = self.checked_in(sides, old)?;
        let none = SourceSet::default();
        let sources = |version: &'_ Version| match &version.content {
            Content::Schema(sources) => sources.clone(),
            Content::Idl(_) => none.clone(),
        };
        let code = code::Code {
            generated: (old, new),
            crate_name: &options.crate_name,
            sources: (&sources(&sides.old), &sources(&sides.new)),
            checked_in: checked_in.as_ref(),
        };
        Ok(code::compare(report, &code))
    }

    /// What was generated at the old revision.
    fn checked_in(
        &self,
        sides: &Sides,
        generated: &FileSet,
    ) -> Result<Option<FileSet>, Box<dyn Error>> {
        let Some((repository, commit)) = &sides.commit else {
            return Ok(None);
        };
        let out = folder(self.out.as_ref(), "generated-client");
        let Some(out) = repository.below(&out) else {
            return Ok(None);
        };
        let marked = |path: &str, text: &str| {
            let head = text.lines().next().unwrap_or_default();
            head.contains("@generated by `cargo xtask gen`") || generated.get(path).is_some()
        };
        let files = repository.files(commit, &out, |_| true)?;
        let texts = files.into_iter().filter_map(|(path, bytes)| {
            let text = String::from_utf8(bytes).ok()?;
            marked(&path, &text).then_some((path, text))
        });
        Ok(Some(texts.collect()))
    }

    /// Whether what was found is denied. Rust that could not be judged is, because nobody can say
    /// that it does not break.
    fn denied(&self, comparison: &Comparison) -> bool {
        let wire = comparison.wire() == Wire::Incompatible;
        let rust = { comparison.rust() }.is_none_or(|effect| effect == Effect::Breaking);
        if let Some(why) = &comparison.rust_unknown
            && self.deny.iter().any(|deny| *deny != Deny::Wire)
        {
            eprintln!("error: Rust could not be judged: {why}");
        }
        self.deny.iter().any(|deny| match deny {
            Deny::Breaking => wire || rust,
            Deny::Wire => wire,
            Deny::Rust => rust,
        })
    }
}

fn refuse(error: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("error: {error}");
    ExitCode::from(WRONG_USAGE)
}
