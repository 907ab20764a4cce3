//! Two versions that were read, compared: what each of them needs first is done here.

use std::fmt;

use restli_codegen::Options;
use restli_model::diagnostics::{Code, Diagnostic, Report, Severity};
use restli_model::model::Model;
use restli_model::source::SourceSet;

use crate::compare::{Compared, Schema, compare_imported, compare_schemas};
use crate::version::{Content, Version};
use crate::wire;

/// Why two versions cannot be compared.
#[derive(Clone, Debug)]
pub enum Refused {
    /// A version has errors.
    Faulty {
        /// What it is called.
        label: String,
        /// Its errors.
        report: Report,
    },
    /// A version cannot be generated as it is.
    Unsupported {
        /// What it is called.
        label: String,
        /// Why.
        why: String,
    },
    /// One is YAML and the other IDL.
    Sorts {
        /// The one that is YAML.
        schema: String,
        /// The one that is IDL.
        idl: String,
    },
    /// It was said how IDL is compared, and both are YAML.
    NoIdl {
        /// What one of them is called.
        label: String,
    },
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Faulty { label, report } => {
                write!(f, "{label} cannot be compared: {}", report.counts())
            }
            Self::Unsupported { label, why } => write!(f, "{label} cannot be compared: {why}"),
            Self::Sorts { schema, idl } => write!(
                f,
                "{schema} is a schema in YAML, and {idl} is IDL\n\
                 help: `cargo xtask import {idl} --out DIR` makes YAML of it"
            ),
            Self::NoIdl { label } => write!(
                f,
                "{label} is a schema in YAML; `--mode` and `--promotion` are about IDL"
            ),
        }
    }
}

impl std::error::Error for Refused {}

/// Compares two versions, and the crates that are generated from them.
///
/// How types of IDL are compared may be said; YAML is always compared by its own names.
///
/// # Errors
/// When one has errors, they are of different sorts, or how IDL is compared was said of YAML.
pub fn compare(
    old: &Version,
    new: &Version,
    mode: wire::Options,
    options: &Options,
) -> Result<Compared, Refused> {
    match (&old.content, &new.content) {
        (Content::Schema(_), Content::Schema(_)) if mode != wire::Options::default() => {
            let label = old.label.clone();
            Err(Refused::NoIdl { label })
        }
        (Content::Schema(before), Content::Schema(after)) => {
            let (first, second) = rayon::join(|| model(old, before), || model(new, after));
            let (first, second) = (first?, second?);
            let schema = |sources, model| Schema { sources, model };
            Ok(compare_schemas(
                schema(before, &first),
                schema(after, &second),
                options,
            ))
        }
        (Content::Idl(before), Content::Idl(after)) => {
            let idl = |version: &Version, files: &[restli_idl::IdlFile]| {
                let (idl, report) = restli_idl::load(files.iter().cloned());
                match report.diagnostics().iter().any(is_fatal) {
                    true => Err(faulty(version, report)),
                    false => Ok(idl),
                }
            };
            let (before, after) = (idl(old, before)?, idl(new, after)?);
            Ok(compare_imported(before, after, mode, options))
        }
        (Content::Schema(_), Content::Idl(_)) => Err(Refused::Sorts {
            schema: old.label.clone(),
            idl: new.label.clone(),
        }),
        (Content::Idl(_), Content::Schema(_)) => Err(Refused::Sorts {
            schema: new.label.clone(),
            idl: old.label.clone(),
        }),
    }
}

/// Whether a version with this finding says less than its files do. What nothing defines is not:
/// restspecs are often kept without their schemas, and a name is compared as a name.
fn is_fatal(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error && diagnostic.code != Code::IdlUnknownName
}

fn faulty(version: &Version, report: Report) -> Refused {
    Refused::Faulty {
        label: version.label.clone(),
        report,
    }
}

fn model(version: &Version, sources: &SourceSet) -> Result<Model, Refused> {
    let (model, report) = restli_model::load(sources);
    let Some(model) = model else {
        return Err(faulty(version, report));
    };
    match restli_codegen::unsupported(&model).first() {
        Some(first) => Err(Refused::Unsupported {
            label: version.label.clone(),
            why: first.to_string(),
        }),
        None => Ok(model),
    }
}
