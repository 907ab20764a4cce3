//! Findings as reports tell them: grouped by subject, a renaming as one, and as one what several
//! parts of a subject have in common.
//!
//! A renaming is found as a removal and an addition, because that is what it is on the wire; who
//! reads of it wants one sentence.

use restli_model::source::Place;

use super::{fold, plain};
use crate::surface::{Change, Effect};
use crate::{About, Comparison, Finding, Judged, Node, Renamed, Rule, Wire, rule};

/// All entries of one subject.
pub(crate) struct Group<'c> {
    pub(crate) subject: Subject<'c>,
    pub(crate) entries: Vec<Entry<'c>>,
    /// What changed in documentation alone.
    pub(crate) docs: Vec<&'c Judged>,
}

/// The API, or a resource or type of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Subject<'c> {
    pub(crate) sort: &'static str,
    pub(crate) name: Option<&'c str>,
}

/// One finding, the two halves of a renaming, or findings that differ in their parts alone.
pub(crate) struct Entry<'c> {
    pub(crate) rules: Vec<&'static Rule>,
    pub(crate) wire: Wire,
    pub(crate) rust: Option<Effect>,
    /// What of its subject it is about, where the text does not tell.
    pub(crate) parts: Vec<String>,
    /// What happened to them.
    pub(crate) text: String,
    pub(crate) old: Vec<&'c Place>,
    pub(crate) new: Vec<&'c Place>,
    pub(crate) items: Vec<&'c Change>,
    pub(crate) reference: Option<Wire>,
    pub(crate) findings: Vec<&'c Finding>,
}

impl Entry<'_> {
    /// What happened, and to what: of many parts the first ones.
    pub(crate) fn sentence(&self) -> String {
        self.said_of(&fold::some_of(&self.parts))
    }

    /// What happened, and to what: all parts.
    pub(crate) fn whole_sentence(&self) -> String {
        self.said_of(&fold::all_of(&self.parts))
    }

    fn said_of(&self, parts: &str) -> String {
        match parts {
            "" => self.text.clone(),
            parts => format!("{parts}: {}", self.text),
        }
    }

    /// Whether somebody has to do something about it.
    pub(crate) fn breaks(&self) -> bool {
        self.wire == Wire::Incompatible || self.rust == Some(Effect::Breaking)
    }

    /// Whether nobody notices it who does not look for it.
    pub(crate) fn is_harmless(&self) -> bool {
        self.wire <= Wire::Compatible && self.rust != Some(Effect::Breaking)
    }

    /// `parameter_removed + parameter_added`.
    pub(crate) fn rule_ids(&self) -> String {
        let ids: Vec<&str> = self.rules.iter().map(|rule| rule.id).collect();
        ids.join(" + ")
    }

    /// `incompatible`, or what a change does that the wire does not know.
    pub(crate) fn wire_word(&self) -> &'static str {
        match self.wire {
            Wire::None => "unseen on the wire",
            wire => wire.word(),
        }
    }
}

/// `breaking`; where that could not be judged, `unknown`.
pub(crate) fn effect_word(effect: Option<Effect>) -> &'static str {
    match effect {
        Some(Effect::None) => "none",
        Some(Effect::Additive) => "additive",
        Some(Effect::Breaking) => "breaking",
        None => "unknown",
    }
}

impl<'c> Subject<'c> {
    pub(crate) fn of(finding: &'c Finding) -> Self {
        let (sort, name) = match &finding.about {
            About::Api(_) => ("api", None),
            About::Resource(name, _) => ("resource", Some(name.as_str())),
            About::Type(name, _) => ("type", Some(name.as_str())),
        };
        Self { sort, name }
    }

    /// `` resource `posts` ``, on one line.
    pub(crate) fn title(self) -> String {
        match self.name {
            Some(name) => format!("{} `{}`", self.sort, plain(name)),
            None => "the API".to_owned(),
        }
    }
}

/// The groups of a comparison, in its order.
pub(crate) fn groups(comparison: &Comparison) -> Vec<Group<'_>> {
    let findings = &comparison.findings;
    let mut halves = vec![None; findings.len()];
    for (index, judged) in findings.iter().enumerate() {
        let other = (0..findings.len()).find(|other| {
            halves[*other].is_none() && are_halves(&judged.finding, &findings[*other].finding)
        });
        if let Some(other) = other {
            halves[index] = Some(other);
            halves[other] = Some(index);
        }
    }
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (index, judged) in findings.iter().enumerate() {
        let half = halves[index].map(|half| &findings[half]);
        // The half that is gone tells of both.
        if half.is_some() && matches!(judged.finding.renamed, Some(Renamed::From(_))) {
            continue;
        }
        let subject = Subject::of(&judged.finding);
        let at = groups.iter().rposition(|group| group.subject == subject);
        let at = at.unwrap_or_else(|| {
            groups.push(Group {
                subject,
                entries: Vec::new(),
                docs: Vec::new(),
            });
            groups.len() - 1
        });
        let group = &mut groups[at];
        match half {
            None if is_docs(judged) => group.docs.push(judged),
            half => group.entries.push(entry(judged, half)),
        }
    }
    for group in &mut groups {
        group.entries = fold::alike(std::mem::take(&mut group.entries));
    }
    groups
}

/// Whether nothing but documentation changed.
fn is_docs(judged: &Judged) -> bool {
    judged.finding.rule == &rule::DOCS_CHANGED && judged.rust.is_none_or(|r| r == Effect::None)
}

fn entry<'c>(judged: &'c Judged, half: Option<&'c Judged>) -> Entry<'c> {
    let finding = &judged.finding;
    let Some(half) = half else {
        return Entry {
            rules: vec![finding.rule],
            wire: finding.rule.wire,
            rust: judged.rust,
            parts: finding.label().into_iter().collect(),
            text: finding.text.clone(),
            old: finding.old.iter().collect(),
            new: finding.new.iter().collect(),
            items: judged.items.iter().collect(),
            reference: finding.reference,
            findings: vec![finding],
        };
    };
    let to = &half.finding;
    Entry {
        rules: vec![finding.rule, to.rule],
        wire: finding.rule.wire.max(to.rule.wire),
        rust: judged.rust.max(half.rust),
        parts: Vec::new(),
        text: renaming(&finding.about, &to.about),
        old: finding.old.iter().collect(),
        new: to.new.iter().collect(),
        items: judged.items.iter().chain(&half.items).collect(),
        reference: finding.reference.max(to.reference),
        findings: vec![finding, to],
    }
}

/// `` `count` of the finder `viewer` is now called `limit` ``.
fn renaming(from: &About, to: &About) -> String {
    let (old, new) = (name(from), name(to));
    let what = match node(from) {
        Node::Whole | Node::Key | Node::Member(_) => format!("`{old}`"),
        Node::Method { kind, .. } => format!("the {} `{old}`", kind.replace('_', " ")),
        Node::Parameter { kind, method, .. } => {
            format!("`{old}` of the {} `{method}`", kind.replace('_', " "))
        }
    };
    format!("{what} is now called `{new}`")
}

/// Whether one finding is what is gone and the other what it became, which each says of the other.
fn are_halves(gone: &Finding, come: &Finding) -> bool {
    let (Some(Renamed::To(to)), Some(Renamed::From(from))) = (&gone.renamed, &come.renamed) else {
        return false;
    };
    let is = |about: &About, said: &str| {
        // A type is said by its own name, and stands below its full one.
        let name = name(about);
        name == said || name.ends_with(&format!(".{said}")) || name.ends_with(&format!("/{said}"))
    };
    is(&come.about, to)
        && is(&gone.about, from)
        && std::mem::discriminant(&gone.about) == std::mem::discriminant(&come.about)
        && match (node(&gone.about), node(&come.about)) {
            (Node::Whole, Node::Whole) => true,
            (Node::Method { kind: a, .. }, Node::Method { kind: b, .. }) => {
                a == b && Subject::of(gone) == Subject::of(come)
            }
            (
                Node::Parameter {
                    kind: a, method: x, ..
                },
                Node::Parameter {
                    kind: b, method: y, ..
                },
            ) => (a, x) == (b, y) && Subject::of(gone) == Subject::of(come),
            (Node::Member(_), Node::Member(_)) => Subject::of(gone) == Subject::of(come),
            _ => false,
        }
}

fn node(about: &About) -> &Node {
    match about {
        About::Api(node) | About::Resource(_, node) | About::Type(_, node) => node,
    }
}

fn name(about: &About) -> &str {
    match node(about) {
        Node::Method { name, .. } | Node::Parameter { name, .. } | Node::Member(name) => name,
        Node::Whole | Node::Key => match about {
            About::Api(_) => "",
            About::Resource(name, _) | About::Type(name, _) => name,
        },
    }
}
