//! Two types where they are referred to: whether one can be read as the other.

use restli_idl::Discriminator;
use restli_idl::ast::{FullName, Primitive, SchemaKind, Type, TypeKind, Union, UnionMember};

use super::lists::{is_evident, matched};
use super::{Check, Mode, Spot, code};
use crate::finding::{Node, Renamed};
use crate::lower::ANY_JSON;
use crate::rule::{self, Rule, Wire};

/// Who cannot read what the other side writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// Old code cannot read what new code writes.
    Old,
    /// New code cannot read what old code writes.
    New,
    /// Neither can read what the other writes.
    Both,
    /// Both read both, with a loss at most.
    None,
}

impl Broken {
    /// The kind that Rest.li's checker gives a finding in a type.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::Old => "TYPE_BREAKS_OLD_READER",
            Self::New => "TYPE_BREAKS_NEW_READER",
            Self::Both => "TYPE_BREAKS_NEW_AND_OLD_READERS",
            Self::None => "TYPE_INFO",
        }
    }
}

/// One difference of two types.
#[derive(Clone, Debug)]
pub(super) struct Difference {
    pub(super) rule: &'static Rule,
    pub(super) broken: Broken,
    /// The steps into the type.
    pub(super) steps: Vec<String>,
    /// The member of a union that it is about.
    pub(super) member: Option<String>,
    /// What became of that member, or what it was.
    pub(super) renamed: Option<Renamed>,
    pub(super) text: String,
}

impl Check<'_> {
    /// A type that stands in a resource: one finding, whatever the difference.
    pub(super) fn type_in_resource(
        &mut self,
        spot: &Spot,
        rule: &'static Rule,
        (old, new): (&Type, &Type),
        what: &str,
    ) {
        let differences = self.differences(old, new);
        let (fatal, harmless): (Vec<_>, Vec<_>) = differences
            .into_iter()
            .partition(|difference| difference.broken != Broken::None);
        let places = (Some(&old.place), Some(&new.place));
        if let Some(first) = fatal.first() {
            let (rule, kind) = match first.rule == &rule::TYPE_UNKNOWN {
                true => (first.rule, "TYPE_UNKNOWN"),
                false => (rule, "TYPE_ERROR"),
            };
            let text = format!("{what}: {}", first.text);
            self.push(rule, kind, spot, places, text);
            return;
        }
        for difference in harmless {
            let text = format!("{what}: {}", difference.text);
            self.push(difference.rule, "TYPE_INFO", spot, places, text);
        }
    }

    /// A type that may be missing, with the rules for changed, added and removed.
    pub(super) fn optional_type(
        &mut self,
        spot: &Spot,
        types: (Option<&Type>, Option<&Type>),
        (changed, added, removed): (&'static Rule, &'static Rule, &'static Rule),
        what: &str,
    ) {
        match types {
            (Some(old), Some(new)) => self.type_in_resource(spot, changed, (old, new), what),
            (None, Some(new)) => {
                let text = format!("{what}: {}, where there was nothing", shown(new));
                let kind = match added.wire {
                    Wire::Compatible => "OPTIONAL_VALUE",
                    _ => "TYPE_MISSING",
                };
                self.push(added, kind, spot, (None, Some(&new.place)), text);
            }
            (Some(old), None) => {
                let text = format!(
                    "no more {}, which was {}",
                    what.trim_start_matches("the "),
                    shown(old)
                );
                self.push(
                    removed,
                    "TYPE_MISSING",
                    spot,
                    (Some(&old.place), None),
                    text,
                );
            }
            (None, None) => {}
        }
    }

    /// What differs between two types; named ones are compared by their names alone, and by what
    /// they are once, elsewhere.
    pub(super) fn differences(&self, old: &Type, new: &Type) -> Vec<Difference> {
        let mut walk = Walk {
            comparison: self,
            steps: Vec::new(),
            found: Vec::new(),
        };
        walk.types(old, new);
        walk.found
    }

    /// The finding for a difference inside a named type.
    pub(super) fn difference(
        &mut self,
        spot: &Spot,
        (old, new): (&Type, &Type),
        difference: Difference,
    ) {
        let mut spot = spot.steps(&difference.steps);
        if let Some(member) = difference.member {
            spot = spot.about(Node::Member(member));
        }
        let kind = match difference.rule == &rule::TYPE_UNKNOWN {
            true => "TYPE_UNKNOWN",
            false => difference.broken.kind(),
        };
        let places = (Some(&old.place), Some(&new.place));
        let finding = self.push(difference.rule, kind, &spot, places, difference.text);
        finding.renamed = difference.renamed;
    }
}

struct Walk<'c> {
    comparison: &'c Check<'c>,
    steps: Vec<String>,
    found: Vec<Difference>,
}

impl Walk<'_> {
    fn found(&mut self, rule: &'static Rule, broken: Broken, text: String) {
        self.found.push(Difference {
            rule,
            broken,
            steps: self.steps.clone(),
            member: None,
            renamed: None,
            text,
        });
    }

    /// Says of the last difference which member of a union it is about.
    fn of_member(&mut self, key: String, renamed: Option<Renamed>) {
        if let Some(last) = self.found.last_mut() {
            last.member = Some(key);
            last.renamed = renamed;
        }
    }

    fn inside(&mut self, steps: &[&str], walk: impl FnOnce(&mut Self)) {
        let before = self.steps.len();
        self.steps
            .extend(steps.iter().map(|step| (*step).to_owned()));
        walk(self);
        self.steps.truncate(before);
    }

    fn types(&mut self, old: &Type, new: &Type) {
        let (mut old, mut new) = (old, new);
        if self.comparison.options.mode != Mode::Schema {
            (old, new) = (
                self.comparison.old.behind(old),
                self.comparison.new.behind(new),
            );
        }
        if let TypeKind::Named(name) = &new.kind
            && self.lost(old, name)
        {
            let text = format!("nothing defines {}", code(name));
            return self.inside(&[name.as_str()], |walk| {
                walk.found(&rule::TYPE_UNKNOWN, Broken::Both, text);
            });
        }
        match (&old.kind, &new.kind) {
            (TypeKind::Named(a), TypeKind::Named(b)) => self.names((old, a), (new, b)),
            (TypeKind::Primitive(a), TypeKind::Primitive(b)) if a == b => {}
            (TypeKind::Primitive(a), TypeKind::Primitive(b)) if self.may_promote(*a, *b) => {
                let text = format!("{} becomes {}, and may lose digits", code(a), code(b));
                self.inside(&[b.name()], |walk| {
                    walk.found(&rule::NUMBER_PROMOTED, Broken::None, text);
                });
            }
            (TypeKind::Array(a), TypeKind::Array(b)) => {
                self.inside(&["array", "items"], |walk| walk.types(a, b));
            }
            (TypeKind::Map(a), TypeKind::Map(b)) => {
                self.inside(&["map", "values"], |walk| walk.types(a, b));
            }
            (TypeKind::Union(a), TypeKind::Union(b)) => {
                self.inside(&["union"], |walk| walk.unions(a, b));
            }
            (TypeKind::Null, TypeKind::Null) => {}
            (TypeKind::Broken, _) | (_, TypeKind::Broken) => {}
            _ => self.changed(old, new),
        }
    }

    /// Whether nothing defines the new name, while the old type was known.
    fn lost(&self, old: &Type, name: &FullName) -> bool {
        !self.comparison.new.schemas.contains_key(name) && !self.comparison.old.is_unknown(old)
    }

    fn changed(&mut self, old: &Type, new: &Type) {
        let text = format!("{} becomes {}", shown(old), shown(new));
        let step = step(new);
        self.inside(&[&step], |walk| {
            walk.found(&rule::TYPE_CHANGED, Broken::Both, text)
        });
    }

    fn names(&mut self, (old, a): (&Type, &FullName), (new, b): (&Type, &FullName)) {
        let comparison = self.comparison;
        if comparison.type_names.is_same(a, b) {
            return;
        }
        let kinds = (comparison.old.schema(old), comparison.new.schema(new));
        let is_any = |name: &FullName| comparison.is_lowered && name.as_str() == ANY_JSON;
        let same_kind = match kinds {
            _ if is_any(a) || is_any(b) => false,
            (Some(a), Some(b)) => {
                std::mem::discriminant(&a.kind) == std::mem::discriminant(&b.kind)
            }
            _ => true,
        };
        let rule = if same_kind {
            &rule::TYPE_NAME_CHANGED
        } else {
            &rule::TYPE_CHANGED
        };
        let text = format!("{} becomes {}", code(a), code(b));
        self.inside(&[b.as_str()], |walk| walk.found(rule, Broken::Both, text));
    }

    fn may_promote(&self, old: Primitive, new: Primitive) -> bool {
        let rank = |primitive| match primitive {
            Primitive::Int => Some(0),
            Primitive::Long => Some(1),
            Primitive::Float => Some(2),
            Primitive::Double => Some(3),
            _ => None,
        };
        let wider = matches!((rank(old), rank(new)), (Some(a), Some(b)) if a < b);
        self.comparison.options.promotion && wider
    }

    fn unions(&mut self, old: &Union, new: &Union) {
        let aliased = |union: &Union| union.members.iter().any(|member| member.alias.is_some());
        let counts = |union: &Union| union.members.iter().any(|m| m.ty.kind != TypeKind::Null);
        if counts(old) && counts(new) && aliased(old) != aliased(new) {
            let text = match aliased(new) {
                true => "the members of the union are named by aliases, and were by their types",
                false => "the members of the union are named by their types, and were by aliases",
            };
            return self.found(&rule::UNION_ALIASES_CHANGED, Broken::Both, text.to_owned());
        }
        let (a, b): (Vec<_>, Vec<_>) = (old.members.iter().collect(), new.members.iter().collect());
        let comparison = self.comparison;
        let key = |member: &UnionMember| {
            let idl = match a.iter().any(|own| std::ptr::eq(*own, member)) {
                true => comparison.old,
                false => comparison.new,
            };
            match idl.discriminator(member) {
                Some(Discriminator::Key(key)) => comparison.type_names.renamed(&key),
                Some(Discriminator::Null) => "null".to_owned(),
                None => String::new(),
            }
        };
        let is_renamed = |old: &UnionMember, new: &UnionMember| {
            let names = (key(old), key(new));
            let docs = (old.doc.as_ref(), new.doc.as_ref());
            old.ty == new.ty && is_evident((&names.0, docs.0), (&names.1, docs.1))
        };
        let pairs = matched(&a, &b, key, is_renamed);
        for (member, to) in pairs.removed {
            let (key, to) = (key(member), to.map(key));
            let text = format!("the union has lost its member {}", code(&key));
            self.found(&rule::UNION_MEMBER_REMOVED, Broken::New, text);
            self.of_member(key, to.map(Renamed::To));
        }
        for (member, from) in pairs.added {
            let (key, from) = (key(member), from.map(key));
            let text = format!("the union has a further member {}", code(&key));
            self.found(&rule::UNION_MEMBER_ADDED, Broken::Old, text);
            self.of_member(key, from.map(Renamed::From));
        }
        for (old, new) in pairs.kept {
            let key = key(old);
            let before = self.found.len();
            self.inside(&[&key], |walk| walk.types(&old.ty, &new.ty));
            for difference in &mut self.found[before..] {
                difference.member.get_or_insert(key.clone());
            }
        }
    }
}

/// The step that stands for a type in a path.
fn step(ty: &Type) -> String {
    match &ty.kind {
        TypeKind::Primitive(primitive) => primitive.name().to_owned(),
        TypeKind::Named(name) => name.to_string(),
        TypeKind::Array(_) => "array".to_owned(),
        TypeKind::Map(_) => "map".to_owned(),
        TypeKind::Union(_) => "union".to_owned(),
        TypeKind::Null => "null".to_owned(),
        TypeKind::Broken => "unknown".to_owned(),
    }
}

/// A type in a sentence.
pub(super) fn shown(ty: &Type) -> String {
    fn spelled(ty: &Type) -> String {
        match &ty.kind {
            TypeKind::Array(items) => format!("[{}]", spelled(items)),
            TypeKind::Map(values) => format!("{{string: {}}}", spelled(values)),
            _ => step(ty),
        }
    }
    code(spelled(ty))
}

/// What a named schema is.
pub(super) fn kind_of(kind: &SchemaKind) -> &'static str {
    match kind {
        SchemaKind::Record(_) => "record",
        SchemaKind::Enum(_) => "enum",
        SchemaKind::Fixed { .. } => "fixed",
        SchemaKind::Typeref(_) => "typeref",
    }
}
