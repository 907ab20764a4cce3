//! The result of a comparison: every finding with what it does to Rust, and the verdict of all.

use crate::finding::Finding;
use crate::rule::{self, Wire};
use crate::surface::{Change, Effect};

/// The result of comparing two versions.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// All findings: the API as a whole, then resources, then types, each by name.
    pub findings: Vec<Judged>,
    /// Why Rust could not be judged, where a version gives no crate.
    pub rust_unknown: Option<String>,
    /// Changes of items that no finding explains.
    pub unexplained: Vec<Change>,
}

/// A finding, and what it does to Rust.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The finding.
    pub finding: Finding,
    /// What it does to those who depend on the crate; nothing where that could not be judged.
    pub rust: Option<Effect>,
    /// The items that it changes.
    pub items: Vec<Change>,
}

/// The step of a semantic version that a comparison asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// Nothing changed.
    None,
    /// Code that compiled still does, and has nothing new to use.
    Patch,
    /// Code that compiled still does, and has something new to use.
    Minor,
    /// Code that compiled may not compile any more.
    Major,
}

impl Judged {
    /// A finding whose effect on Rust is not known yet.
    pub(crate) fn without_items(finding: Finding) -> Self {
        Self {
            finding,
            rust: None,
            items: Vec::new(),
        }
    }
}

impl Comparison {
    /// The gravest verdict on the wire.
    pub fn wire(&self) -> Wire {
        let verdicts = self.findings.iter().map(|judged| judged.finding.rule.wire);
        verdicts.max().unwrap_or(Wire::None)
    }

    /// The gravest effect on Rust; nothing where that could not be judged.
    pub fn rust(&self) -> Option<Effect> {
        if self.rust_unknown.is_some() {
            return None;
        }
        let findings = self.findings.iter().flat_map(|judged| &judged.items);
        let effects = findings
            .chain(&self.unexplained)
            .map(|change| change.effect);
        Some(effects.max().unwrap_or(Effect::None))
    }

    /// The step of the version that this asks for. Where Rust could not be judged, what the wire
    /// says counts. Arguments that change places break what the compiler still takes.
    pub fn bump(&self) -> Bump {
        let swaps = [&rule::FIELDS_REORDERED, &rule::PARAMETERS_REORDERED];
        let mut rules = self.findings.iter().map(|judged| judged.finding.rule);
        if rules.any(|rule| swaps.contains(&rule)) {
            return Bump::Major;
        }
        match (self.rust(), self.wire()) {
            (Some(Effect::Breaking), _) | (None, Wire::Incompatible) => Bump::Major,
            (Some(Effect::Additive), _) | (None, Wire::WireCompatible | Wire::Compatible) => {
                Bump::Minor
            }
            _ if self.findings.is_empty() => Bump::None,
            _ => Bump::Patch,
        }
    }

    /// Whether nothing changed but what is said about things.
    pub fn is_docs_only(&self) -> bool {
        let is_docs = |judged: &Judged| judged.finding.rule == &rule::DOCS_CHANGED;
        !self.findings.is_empty()
            && self.findings.iter().all(is_docs)
            && self.rust().is_none_or(|effect| effect == Effect::None)
    }
}
