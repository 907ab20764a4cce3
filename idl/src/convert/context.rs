//! What every part of the conversion needs: the IDL, the names, and where losses are noted.

use std::cell::RefCell;
use std::collections::BTreeMap;

use restli_model::names::wire_problem;

use crate::ast::{FullName, Property, Spanned, Type, TypeKind};
use crate::convert::names::TypeNames;
use crate::diagnostics::{Code, Diagnostic, Place, Sink};
use crate::resolve::Idl;
use crate::yaml::Map;

/// Type expressions of our language may have so many levels.
const MAX_LEVELS: usize = 8;

/// Members of one file that only inform: how often each stands there, and where first.
type Informative = BTreeMap<String, (usize, Place)>;

/// The state of a conversion.
pub(crate) struct Context<'a> {
    pub(crate) idl: &'a Idl,
    pub(crate) sink: &'a Sink,
    pub(crate) names: TypeNames,
    /// The names in Rust of the fields of records that others include.
    pub(crate) field_names: BTreeMap<FullName, Vec<String>>,
    informative: RefCell<BTreeMap<String, Informative>>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(idl: &'a Idl, sink: &'a Sink) -> Self {
        Self {
            idl,
            sink,
            names: TypeNames::new(idl, sink),
            field_names: BTreeMap::new(),
            informative: RefCell::default(),
        }
    }

    /// Notes a member that tells Java something and a client nothing.
    pub(crate) fn inform(&self, member: &str, place: &Place) {
        let mut files = self.informative.borrow_mut();
        let members = files.entry(place.file.path().to_owned()).or_default();
        let entry = members.entry(member.to_owned());
        let (count, first) = entry.or_insert_with(|| (0, place.clone()));
        *count += 1;
        if *place < *first {
            *first = place.clone();
        }
    }

    /// The same for a member that may be absent.
    pub(crate) fn inform_text(&self, member: &str, text: Option<&Spanned<String>>) {
        if let Some(text) = text {
            self.inform(member, &text.place);
        }
    }

    /// Warns of a member without a counterpart.
    pub(crate) fn drop(&self, place: &Place, member: &str, owner: &str) {
        let member = member.escape_debug();
        let message = format!("`{member}` of {owner} has no counterpart in the schema language");
        self.sink.dropped(place, message);
    }

    /// Warns of further members, each by itself.
    pub(crate) fn drop_properties(&self, properties: &[Property], owner: &str) {
        for Property { name, .. } in properties {
            match name.value.as_str() {
                "java" => self.inform("java", &name.place),
                _ => self.drop(&name.place, &name.value, owner),
            }
        }
    }

    /// Warns of annotations, each by itself.
    pub(crate) fn drop_annotations(&self, annotations: &[Property], owner: &str) {
        for Property { name, .. } in annotations {
            let text = name.value.escape_debug();
            let message = format!(
                "the annotation `{text}` of {owner} has no counterpart in the schema language"
            );
            self.sink.dropped(&name.place, message);
        }
    }

    /// One line per file about what only informs.
    pub(crate) fn finish(self) {
        for members in self.informative.into_inner().into_values() {
            let first = members.values().map(|(_, place)| place).min().cloned();
            let Some(first) = first else {
                continue;
            };
            let list: Vec<String> = members
                .iter()
                .map(|(name, (count, _))| format!("`{name}` ({count})"))
                .collect();
            let message = format!(
                "left out, because clients have no use for it: {}",
                list.join(", ")
            );
            self.sink
                .push(Diagnostic::warning(Code::Informative, &first, message));
        }
    }

    /// A type as our language writes it. Unions without a name get one and are put into `unions`.
    pub(crate) fn ty(&mut self, ty: &Type, place: &mut Invented<'_>) -> String {
        let text = self.ty_inner(ty, place);
        let levels = text.matches(['[', '{']).count();
        if levels > MAX_LEVELS {
            let message = format!("a type of more than {MAX_LEVELS} levels");
            self.sink.push(
                Diagnostic::error(Code::IdlTooMuch, &ty.place, message)
                    .help("give the inner part a name by a typeref"),
            );
        }
        text
    }

    fn ty_inner(&mut self, ty: &Type, place: &mut Invented<'_>) -> String {
        self.drop_properties(&ty.properties, "a type");
        match &ty.kind {
            TypeKind::Primitive(primitive) => primitive.name().to_owned(),
            TypeKind::Named(name) => self.names.get(name).name,
            TypeKind::Array(items) => format!("[{}]", self.ty_inner(items, place)),
            TypeKind::Map(values) => {
                format!("{{string: {}}}", self.ty_inner(values, place))
            }
            TypeKind::Union(union) => {
                let name = self.names.invent(&place.wanted, "Union");
                let mut inside = Invented {
                    wanted: name.name.clone(),
                    unions: &mut *place.unions,
                };
                let map = self.union(union, name.rust_name.as_deref(), &mut inside);
                place.unions.insert(name.name.as_str(), map);
                name.name
            }
            TypeKind::Null => {
                let message = "`null` is a type of unions only; `json` stands in its place";
                self.sink.dropped(&ty.place, message);
                "json".to_owned()
            }
            TypeKind::Broken => "json".to_owned(),
        }
    }

    /// Reports a name that requests and JSON of our language cannot carry.
    pub(crate) fn check_name(&self, name: &Spanned<String>, what: &str) -> bool {
        let text = name.value.as_str();
        let problem = wire_problem(text);
        let fits = problem.is_none();
        if let Some(problem) = problem {
            let shown: String = text.chars().take(60).collect();
            let message = format!("`{}` cannot be the name of {what}", shown.escape_debug());
            let diagnostic = Diagnostic::error(Code::IdlName, &name.place, message);
            self.sink.push(diagnostic.note(problem));
        }
        fits
    }

    /// Reports what stands twice where our language has a map.
    pub(crate) fn twice(&self, name: &Spanned<String>, what: &str) {
        let message = format!("{what} `{}` stands twice", name.value.escape_debug());
        let diagnostic = Diagnostic::error(Code::IdlTwice, &name.place, message);
        self.sink.push(diagnostic.label("left out"));
    }
}

/// Where unions without a name go, and what the next one is called if that is free.
pub(crate) struct Invented<'u> {
    pub(crate) wanted: String,
    pub(crate) unions: &'u mut Map,
}
