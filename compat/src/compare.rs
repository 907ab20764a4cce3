//! Comparing two versions: on the wire, in the facts of the YAML, and in Rust.

use std::collections::{BTreeMap, BTreeSet};

use restli_codegen::{FileSet, Options};
use restli_idl::Idl;
use restli_model::diagnostics::{Diagnostic, Report, Severity};
use restli_model::model::Model;
use restli_model::source::SourceSet;

use crate::cause;
use crate::comparison::{Comparison, Judged};
use crate::finding::{About, Finding};
use crate::rule;
use crate::surface::{self, Surface};
use crate::wire::{self, Spot, TypeNames};
use crate::{language, locate, lower};

/// A comparison, and the crates that it was judged by.
#[derive(Clone, Debug, Default)]
pub struct Compared {
    /// What was found.
    pub comparison: Comparison,
    /// The generated crates of the old and the new version, where there are any.
    pub generated: Option<(FileSet, FileSet)>,
}

/// A schema, read and understood.
#[derive(Clone, Copy, Debug)]
pub struct Schema<'a> {
    /// Its files.
    pub sources: &'a SourceSet,
    /// What they say.
    pub model: &'a Model,
}

/// Compares two schemas, and the crates that are generated from them.
pub fn compare_schemas(old: Schema<'_>, new: Schema<'_>, options: &Options) -> Compared {
    let sources = (old.sources, new.sources);
    let (old, new) = (old.model, new.model);
    let names = &BTreeMap::new();
    let (mut findings, generated) = rayon::join(
        || {
            let mut findings = found_in_models(old, new);
            locate::fill(&mut findings, sources.0, sources.1);
            findings
        },
        || {
            rayon::join(
                || restli_codegen::emit(old, options),
                || restli_codegen::emit(new, options),
            )
        },
    );
    if findings.is_empty() && differs_besides_samples(sources.0, sources.1) {
        // Whatever no rule looks at is in the documentation or the order of things alone, or the
        // compiler would know.
        findings.extend(reads_otherwise(&generated.0, &generated.1));
    }
    judged(findings, generated, [(old, names), (new, names)], options)
}

/// Whether a file differs that is no recorded exchange: these make tests and examples.
fn differs_besides_samples(old: &SourceSet, new: &SourceSet) -> bool {
    let files = |sources: &SourceSet| {
        let files = sources.files().iter().map(|file| file.path().to_owned());
        files
            .filter(|path| !path.starts_with("samples/"))
            .collect::<BTreeSet<_>>()
    };
    let mut all = files(old).into_iter().chain(files(new));
    all.any(|path| old.file(&path) != new.file(&path))
}

/// Generated code differs, and no rule says why.
fn reads_otherwise(old: &FileSet, new: &FileSet) -> Option<Finding> {
    let files = new
        .iter()
        .filter(|(path, text)| old.get(path) != Some(text));
    let names: Vec<String> = files.map(|(path, _)| format!("`{path}`")).collect();
    let (first, others) = names.split_first()?;
    let more = match others.len() {
        0 => String::new(),
        1 => " and another file".to_owned(),
        number => format!(" and {number} more files"),
    };
    let text = format!("the order or the documentation of things in {first}{more}");
    let spot = Spot::api();
    Some(Finding::new(
        &rule::DOCS_CHANGED,
        "",
        &spot,
        (None, None),
        text,
    ))
}

fn found_in_models(old: &Model, new: &Model) -> Vec<Finding> {
    let (before, after) = rayon::join(|| lower::lower(old), || lower::lower(new));
    let names = TypeNames::between(&before, &after);
    let mut findings = wire::compare_lowered(&before, &after, &names);
    findings.extend(language::compare(old, new, &names));
    findings
}

/// Compares two versions of IDL by Rest.li's rules, and the crates of the schemas that they are
/// imported as. Where one cannot be imported, Rust is not judged.
pub fn compare_imported(old: Idl, new: Idl, options: wire::Options, codegen: &Options) -> Compared {
    let findings = wire::compare(&old, &new, options);
    let (old, new) = rayon::join(|| imported(old, "old"), || imported(new, "new"));
    match (old, new) {
        (Ok((old, old_names)), Ok((new, new_names))) => {
            let generated = rayon::join(
                || restli_codegen::emit(&old, codegen),
                || restli_codegen::emit(&new, codegen),
            );
            judged(
                findings,
                generated,
                [(&old, &old_names), (&new, &new_names)],
                codegen,
            )
        }
        (old, new) => {
            let whys: Vec<String> = [old.err(), new.err()].into_iter().flatten().collect();
            Compared {
                comparison: Comparison {
                    findings: ordered(findings.into_iter().map(Judged::without_items).collect()),
                    rust_unknown: Some(whys.join("; ")),
                    unexplained: Vec::new(),
                },
                generated: None,
            }
        }
    }
}

/// The model that the IDL of one side is imported as, and the names of its types.
fn imported(idl: Idl, side: &str) -> Result<(Model, BTreeMap<String, String>), String> {
    let import = restli_idl::import_idl(idl, &restli_idl::Options::default());
    let first = |report: &Report| {
        let is_error = |diagnostic: &&Diagnostic| diagnostic.severity == Severity::Error;
        let errors = report.diagnostics().iter().filter(is_error);
        errors.map(|error| error.message.clone()).next()
    };
    if let Some(error) = first(&import.report) {
        return Err(format!("the {side} IDL cannot be imported: {error}"));
    }
    let (model, report) = restli_model::load(&SourceSet::from_files(import.files));
    match model {
        Some(model) => Ok((model, import.names)),
        None => {
            let error = first(&report).unwrap_or_default();
            Err(format!(
                "what the {side} IDL is imported as is no schema: {error}"
            ))
        }
    }
}

fn judged(
    findings: Vec<Finding>,
    (before, after): (FileSet, FileSet),
    models: [(&Model, &BTreeMap<String, String>); 2],
    options: &Options,
) -> Compared {
    let (old, new) = Surface::read_both(&before, &after, &options.crate_name);
    let changes = surface::compare(&old, &new);
    let (findings, unexplained) = cause::assign(findings, changes, models);
    Compared {
        comparison: Comparison {
            findings: ordered(findings),
            rust_unknown: None,
            unexplained,
        },
        generated: Some((before, after)),
    }
}

/// By subject: the API as a whole, resources, types. What is said of one subject stays in the
/// order in which it was found, which is that of the files.
fn ordered(mut findings: Vec<Judged>) -> Vec<Judged> {
    findings.sort_by(|a, b| {
        let key = |judged: &Judged| match &judged.finding.about {
            About::Api(_) => (0, String::new()),
            About::Resource(name, _) => (1, name.clone()),
            About::Type(name, _) => (2, name.clone()),
        };
        key(a).cmp(&key(b))
    });
    findings
}
