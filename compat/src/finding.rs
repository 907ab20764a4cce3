//! A finding: one change, with its rule, its places, and what it is about.

use restli_model::source::Place;

use crate::rule::{Rule, Wire};
use crate::wire::Spot;

/// One change between two versions of an API.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The kind of change.
    pub rule: &'static Rule,
    /// The kind that Rest.li's checker gives it, such as `PARAMETER_NEW_REQUIRED`; empty for what that
    /// checker does not look at.
    pub kind: &'static str,
    /// Where it is, as Rest.li's checker writes it: `/collection/finders/byTag/parameters/lang`
    /// within a resource, `com.ex.Book/lang` within a type.
    pub path: String,
    /// What it is about.
    pub about: About,
    /// Its place in the old version; of what is new, that of what it was added to, if there is one.
    pub old: Option<Place>,
    /// Its place in the new version; of what is gone, that of what it was taken from.
    pub new: Option<Place>,
    /// What happened, in a sentence without its full stop.
    pub text: String,
    /// What Rest.li's own checker says, where it overlooks the change.
    pub reference: Option<Wire>,
    /// The other half, where a removal and an addition are one renaming.
    pub renamed: Option<Renamed>,
}

impl Finding {
    /// A finding at a place of the comparison.
    pub(crate) fn new(
        rule: &'static Rule,
        kind: &'static str,
        spot: &Spot,
        (old, new): (Option<&Place>, Option<&Place>),
        text: String,
    ) -> Self {
        Self {
            rule,
            kind,
            path: spot.path(),
            about: spot.about.clone(),
            old: old.cloned(),
            new: new.cloned(),
            text,
            reference: None,
            renamed: None,
        }
    }

    /// What happened, and to what of its subject, where the text alone does not tell.
    pub fn sentence(&self) -> String {
        match self.label() {
            Some(label) => format!("{label}: {}", self.text),
            None => self.text.clone(),
        }
    }

    /// What of its subject it is about, where the text alone does not tell: `` finder `search` ``.
    pub(crate) fn label(&self) -> Option<String> {
        let (About::Api(node) | About::Resource(_, node) | About::Type(_, node)) = &self.about;
        let lacks = |name: &str| !self.text.contains(&format!("`{name}`"));
        let called = |kind: &str, name: &str| match name == kind {
            true => format!("`{name}`"),
            false => format!("{} `{name}`", kind.replace('_', " ")),
        };
        match node {
            Node::Whole | Node::Key => None,
            Node::Member(name) => lacks(name).then(|| format!("`{name}`")),
            Node::Method { kind, name } => lacks(name).then(|| called(kind, name)),
            Node::Parameter { kind, method, name } => match lacks(name) {
                true => Some(format!("`{name}` of {}", called(kind, method))),
                false => lacks(method).then(|| called(kind, method)),
            },
        }
    }
}

/// The other half of a renaming.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Renamed {
    /// What is removed lives on under this name.
    To(String),
    /// What is added was known by this name.
    From(String),
}

/// What a finding is about: a resource, a type, or the API as a whole, and what of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// The API as a whole: hosts, versions, permissions, kinds of URN.
    Api(Node),
    /// A resource, by its name; below others with their names in front.
    Resource(String, Node),
    /// A type, by the full name that IDL or YAML has for it.
    Type(String, Node),
}

/// What of its subject a finding is about; names are those of the wire.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// All of it.
    Whole,
    /// The key of a resource, or one of its alternative keys.
    Key,
    /// A method: its kind as the IDL has it (`finder`, `action`, `get`), and its name.
    Method {
        /// `finder`, `batch_finder`, `action`, or the Rest.li method.
        kind: &'static str,
        /// The name; that of the method itself where it has none.
        name: String,
    },
    /// A parameter, header or key part of a method.
    Parameter {
        /// The kind of its method.
        kind: &'static str,
        /// The name of its method.
        method: String,
        /// Its own name.
        name: String,
    },
    /// A field, symbol or member of a type; a scope, URN kind or group of an API.
    Member(String),
}
