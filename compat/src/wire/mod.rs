//! What changed on the wire, by Rest.li's own rules.
//!
//! Both versions are looked at as IDL, because that is what the rules are about: IDL as it was
//! read, and YAML as [`lower`](crate::lower) writes it. So each rule stands here once.

mod batches;
mod difference;
mod keys;
mod lists;
mod method_lists;
mod methods;
mod notes;
mod parameters;
mod renames;
mod resources;
mod schemas;
mod spot;
mod write_rules;

use std::collections::BTreeSet;

use restli_idl::Idl;
use restli_idl::ast::{FullName, Resource};
use restli_model::source::Place;

use crate::finding::{Finding, Renamed};
use crate::rule::{Rule, Wire};

pub(crate) use lists::{is_evident, matched};
pub(crate) use notes::deprecation;
pub(crate) use renames::TypeNames;
pub(crate) use spot::Spot;

/// How types are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether typerefs count.
    pub mode: Mode,
    /// Whether a number may become a wider one.
    pub promotion: bool,
}

/// What counts as the same type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Typerefs must match themselves, as Rest.li compares resources.
    #[default]
    Schema,
    /// Typerefs are looked through.
    Data,
    /// As [`Mode::Data`], and a record may be given further required fields.
    Extension,
}

/// Compares two versions of IDL: findings by resource, then by type.
pub fn compare(old: &Idl, new: &Idl, options: Options) -> Vec<Finding> {
    let wire = Check::new(old, new, options, TypeNames::default(), false);
    wire.finish()
}

/// Compares two versions of YAML as IDL: their types go by names that are not on the wire, so that
/// some are merely renamed, and the order of what is required is that of arguments.
pub(crate) fn compare_lowered(old: &Idl, new: &Idl, names: &TypeNames) -> Vec<Finding> {
    Check::new(old, new, Options::default(), names.clone(), true).finish()
}

/// A comparison under way: what is compared, and what was found so far.
pub(crate) struct Check<'a> {
    old: &'a Idl,
    new: &'a Idl,
    options: Options,
    type_names: TypeNames,
    /// Whether both are YAML, of which also matters what Rest.li does not judge: the order of
    /// arguments, and the documentation of types.
    is_lowered: bool,
    /// The types that Rest.li's checker comes to by their names.
    named_only: BTreeSet<FullName>,
    findings: Vec<Finding>,
}

impl<'a> Check<'a> {
    fn new(
        old: &'a Idl,
        new: &'a Idl,
        options: Options,
        type_names: TypeNames,
        is_lowered: bool,
    ) -> Self {
        Self {
            old,
            new,
            options,
            type_names,
            is_lowered,
            named_only: reached_by_name(old),
            findings: Vec::new(),
        }
    }

    fn finish(mut self) -> Vec<Finding> {
        self.resources(&self.old.resources, &self.new.resources);
        self.schemas();
        self.findings
    }

    fn push(
        &mut self,
        rule: &'static Rule,
        kind: &'static str,
        spot: &Spot,
        places: (Option<&Place>, Option<&Place>),
        text: String,
    ) -> &mut Finding {
        self.findings
            .push(Finding::new(rule, kind, spot, places, text));
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }
}

impl Finding {
    fn renamed_to(&mut self, name: Option<&String>) {
        self.renamed = name.cloned().map(Renamed::To);
    }

    fn renamed_from(&mut self, name: Option<&String>) {
        self.renamed = name.cloned().map(Renamed::From);
    }

    fn overlooked(&mut self) {
        self.reference = Some(Wire::Compatible);
    }
}

/// The types that resources name outright, and those that these name in turn.
///
/// Rest.li's checker compares a type that is written out in a resource (a list of something) as
/// text, and does not see there that an enum inside has grown.
fn reached_by_name(idl: &Idl) -> BTreeSet<FullName> {
    let mut open: Vec<FullName> = Vec::new();
    let mut resources: Vec<&Resource> = idl.resources.iter().collect();
    if resources.is_empty() {
        return idl.schemas.keys().cloned().collect();
    }
    while let Some(resource) = resources.pop() {
        open.extend(
            resource
                .types()
                .iter()
                .filter_map(|ty| ty.as_name().cloned()),
        );
        resources.extend(resource.subresources());
    }
    let mut reached = BTreeSet::new();
    while let Some(name) = open.pop() {
        if let Some(schema) = idl.schemas.get(&name)
            && reached.insert(name)
        {
            schema.each_type(&mut |ty| open.extend(ty.as_name().cloned()));
        }
    }
    reached
}

/// A name in a sentence.
fn code(name: impl std::fmt::Display) -> String {
    format!("`{name}`")
}
