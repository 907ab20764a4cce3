//! Looking names up: what every step shares.
//!
//! All look-ups end here, so that a misspelt name is reported in one way wherever it stands.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnostic, Sink, nearest};
use crate::model::{
    Docs, MapKey, Permissions, ScopeId, Type, TypeDef, TypeId, UrnKindId, UrnSetId, UrnType,
};
use crate::names::{self, Case};
use crate::resolve::index::{Index, Table, TypeDeclKind};
use crate::source::Place;
use crate::syntax::{
    DocsSyntax, Documents, Members, Named, PermissionsSyntax, Spanned, TypeExpr, TypeExprKind,
};

/// What the steps read from and report to.
pub(crate) struct Context<'a> {
    pub(crate) documents: &'a Documents,
    pub(crate) index: Index<'a>,
    pub(crate) sink: &'a Sink,
    /// Where something is declared that is wrong already.
    failed: RefCell<BTreeSet<Place>>,
}

/// The types that need no declaration, and what they are, for people to read.
pub(crate) const BUILT_IN: &[(&str, Type, &str)] = &[
    ("boolean", Type::Boolean, "`true` or `false`."),
    ("int", Type::Int, "A whole number of 32 bits."),
    ("long", Type::Long, "A whole number of 64 bits."),
    ("float", Type::Float, "A floating-point number of 32 bits."),
    (
        "double",
        Type::Double,
        "A floating-point number of 64 bits.",
    ),
    ("string", Type::String, "A text."),
    (
        "bytes",
        Type::Bytes,
        "Bytes, on the wire as characters U+0000 to U+00FF.",
    ),
    ("json", Type::Json, "Any JSON: what the API leaves open."),
];

/// What other languages call them.
const FOREIGN: &[(&str, &str)] = &[
    ("bool", "boolean"),
    ("integer", "int"),
    ("number", "double"),
    ("str", "string"),
    ("text", "string"),
    ("object", "json"),
    ("any", "json"),
    ("URN", "Urn"),
    ("urn", "Urn"),
];

impl<'a> Context<'a> {
    pub(crate) fn new(documents: &'a Documents, sink: &'a Sink) -> Self {
        Self {
            documents,
            index: Index::new(documents, sink),
            sink,
            failed: RefCell::default(),
        }
    }

    /// A type expression; where it cannot be read, a stand-in that no check minds.
    pub(crate) fn ty_at(&self, place: &Place, expr: Option<&TypeExpr>) -> Type {
        expr.and_then(|expr| self.ty(expr)).unwrap_or_else(|| {
            self.mark_failed(place);
            Type::Json
        })
    }

    /// Remembers that something is wrong with what is declared at a place.
    pub(crate) fn mark_failed(&self, place: &Place) {
        self.failed.borrow_mut().insert(place.clone());
    }

    /// Whether something is wrong with what is declared there, so that nothing more is said.
    pub(crate) fn has_failed(&self, place: &Place) -> bool {
        self.failed.borrow().contains(place)
    }

    pub(crate) fn report(&self, diagnostic: Diagnostic) {
        self.sink.push(diagnostic);
    }

    pub(crate) fn error(&self, code: Code, place: &Place, message: impl Into<String>) {
        self.report(Diagnostic::error(code, place, message));
    }

    /// Whether the name may be declared by what could not be read; then nobody can say that it is
    /// unknown.
    pub(crate) fn may_declare(&self, name: &str) -> bool {
        self.documents.may_declare(name) || self.sink.may_have_lost(name)
    }

    /// The id of a name; reported if there is none.
    pub(crate) fn find<T>(
        &self,
        table: &Table<'a, T>,
        code: Code,
        name: &Spanned<String>,
    ) -> Option<u32> {
        let found = table.get(&name.value);
        if found.is_none() && !self.may_declare(&name.value) {
            self.report(table.unknown(code, name));
        }
        found
    }

    /// A type by its name alone, where only declared types make sense.
    pub(crate) fn named(&self, name: &Spanned<String>) -> Option<TypeId> {
        let id = self.find(&self.index.types, Code::UnknownType, name)?;
        Some(TypeId(id))
    }

    /// A record by its name.
    pub(crate) fn record(&self, name: &Spanned<String>, role: &str) -> Option<TypeId> {
        let id = self.named(name)?;
        self.expect_record(id, &name.place, role)
    }

    /// Whether a type is a record; reported if not.
    pub(crate) fn expect_record(&self, id: TypeId, place: &Place, role: &str) -> Option<TypeId> {
        let decl = self.index.types.item(id.0);
        if let TypeDeclKind::Record(_) | TypeDeclKind::Key(_) = decl.value.kind {
            return Some(id);
        }
        let (name, what) = (&decl.name.value, decl.value.kind.what());
        self.report(
            Diagnostic::error(
                Code::WrongKindOfType,
                place,
                format!("{role} must be a record, and `{name}` is {what}"),
            )
            .also(&decl.name.place, "declared here"),
        );
        None
    }

    /// A type expression.
    pub(crate) fn ty(&self, expr: &TypeExpr) -> Option<Type> {
        match &expr.kind {
            TypeExprKind::Name(name) => self.type_name(name, &expr.place),
            TypeExprKind::Urn(None) => Some(Type::Urn(UrnType::Any)),
            TypeExprKind::Urn(Some(kind)) => self.urn(kind).map(Type::Urn),
            TypeExprKind::Array(item) => Some(Type::Array(Box::new(self.ty(item)?))),
            TypeExprKind::Map(key, value) => {
                let (key, value) = (self.map_key(key), self.ty(value));
                Some(Type::Map(key?, Box::new(value?)))
            }
        }
    }

    fn type_name(&self, name: &str, place: &Place) -> Option<Type> {
        if let Some((_, ty, _)) = BUILT_IN.iter().find(|(word, ..)| *word == name) {
            return Some(ty.clone());
        }
        let Some(id) = self.index.types.get(name) else {
            if !self.may_declare(name) {
                self.report(self.unknown_type(name, place));
            }
            return None;
        };
        let decl = self.index.types.item(id);
        if let TypeDeclKind::Union(union) = decl.value.kind
            && union.is_by_urn()
        {
            let message = format!("`{name}` is a union by URN, which no value can be by itself");
            self.report(
                Diagnostic::error(Code::ByUrnMisplaced, place, message)
                    .also(&decl.name.place, "declared here")
                    .help(format!(
                        "give the field a URN as type, and `decorates: {name}`"
                    )),
            );
            return None;
        }
        Some(Type::Named(TypeId(id)))
    }

    fn unknown_type(&self, name: &str, place: &Place) -> Diagnostic {
        let diagnostic =
            Diagnostic::error(Code::UnknownType, place, format!("unknown type `{name}`"));
        if let Some((_, meant)) = FOREIGN.iter().find(|(word, _)| *word == name) {
            return diagnostic.help(format!("the schema language calls it `{meant}`"));
        }
        let is_kind = self.index.kinds.get(name).or(self.index.sets.get(name));
        if is_kind.is_some() {
            return diagnostic.help(format!("a URN of this kind is `Urn<{name}>`"));
        }
        let built_in = BUILT_IN.iter().map(|(word, ..)| *word);
        let meant = nearest(name, built_in.chain(self.index.types.names()));
        diagnostic.did_you_mean(meant)
    }

    fn map_key(&self, key: &TypeExpr) -> Option<MapKey> {
        match &key.kind {
            TypeExprKind::Name(name) if name == "string" => Some(MapKey::String),
            TypeExprKind::Urn(None) => Some(MapKey::Urn(UrnType::Any)),
            TypeExprKind::Urn(Some(kind)) => self.urn(kind).map(MapKey::Urn),
            _ => {
                let message = "the keys of a map are `string` or URNs";
                self.error(Code::TypeExpression, &key.place, message);
                None
            }
        }
    }

    /// A kind of URN, or a set of them.
    pub(crate) fn urn(&self, name: &Spanned<String>) -> Option<UrnType> {
        if let Some(id) = self.index.kinds.get(&name.value) {
            return Some(UrnType::Kind(UrnKindId(id)));
        }
        if let Some(id) = self.index.sets.get(&name.value) {
            return Some(UrnType::Set(UrnSetId(id)));
        }
        if self.may_declare(&name.value) {
            return None;
        }
        let names = self.index.kinds.names().chain(self.index.sets.names());
        let meant = nearest(&name.value, names);
        self.report(
            Diagnostic::error(
                Code::UnknownKind,
                &name.place,
                format!("unknown URN kind `{}`", name.value),
            )
            .did_you_mean(meant)
            .note("kinds and sets of kinds are declared in `urns.yaml`"),
        );
        None
    }

    pub(crate) fn permissions(&self, permissions: &PermissionsSyntax) -> Permissions {
        let scopes = |names: &[Spanned<String>]| -> Vec<ScopeId> {
            let ids = names
                .iter()
                .filter_map(|name| self.find(&self.index.scopes, Code::UnknownScope, name));
            ids.map(ScopeId).collect()
        };
        match permissions {
            PermissionsSyntax { any, .. } if !any.is_empty() => Permissions::Any(scopes(any)),
            PermissionsSyntax { all, .. } => Permissions::All(scopes(all)),
        }
    }

    pub(crate) fn docs(&self, docs: &DocsSyntax) -> Docs {
        if let (Some(link), Some(place)) = (&docs.docs.link, &docs.link) {
            self.check_link(link, place);
        }
        docs.docs.clone()
    }

    fn check_link(&self, link: &str, place: &Place) {
        let absolute = link.starts_with("https://") || link.starts_with("http://");
        let printable = link.chars().all(|c| c.is_ascii_graphic()) && !link.contains(['<', '>']);
        if !printable || link.is_empty() {
            self.error(
                Code::Link,
                place,
                "a link has only visible ASCII characters",
            );
        } else if !absolute && link.starts_with('/') {
            let message =
                "a link is a full URL, or a path below `docs_base` without a slash in front";
            self.error(Code::Link, place, message);
        } else if !absolute && !self.has_docs_base() {
            self.report(
                Diagnostic::error(Code::Link, place, "a relative link needs a `docs_base`")
                    .help("write a full URL, or `docs_base:` in `api.yaml`"),
            );
        }
    }

    fn has_docs_base(&self) -> bool {
        match &self.documents.api {
            Some(api) => api.syntax.docs_base.is_some(),
            None => true,
        }
    }

    /// The Rust name of an item: what the schema chose, or what follows from its name.
    pub(crate) fn rust_name(
        &self,
        name: &Spanned<String>,
        chosen: Option<&Spanned<String>>,
        case: Case,
    ) -> String {
        if let Some(chosen) = chosen {
            return names::chosen(&chosen.value, case).unwrap_or_else(|| {
                let spelled = match case {
                    Case::Snake => "lower case with `_`, such as `first_name`",
                    Case::Camel => "capitals, such as `FirstName`",
                };
                let message = format!("`{}` cannot be a Rust name here", chosen.value);
                self.report(
                    Diagnostic::error(Code::NoIdentifier, &chosen.place, message)
                        .help(format!("write it in {spelled}")),
                );
                chosen.value.clone()
            });
        }
        names::identifier(&name.value, case).unwrap_or_else(|| {
            if !self.has_failed(&name.place) {
                let message = format!("`{}` cannot be made a Rust name", name.value);
                self.report(
                    Diagnostic::error(Code::NoIdentifier, &name.place, message)
                        .help("choose one with `rust_name:`"),
                );
            }
            name.value.clone()
        })
    }

    /// Reports a name that requests, masks or JSON cannot carry.
    pub(crate) fn check_wire_name(&self, name: &Spanned<String>) {
        if let Some(problem) = names::wire_problem(&name.value) {
            self.error(Code::InvalidName, &name.place, problem);
            self.mark_failed(&name.place);
        }
    }

    /// The names that stand in an enum, a union or a choice of shapes, in the order of the file.
    pub(crate) fn parts_of(&self, def: &TypeDef) -> Vec<&'a Spanned<String>> {
        fn names<T>(named: &[Named<T>]) -> Vec<&Spanned<String>> {
            named.iter().map(|named| &named.name).collect()
        }
        let Some(id) = self.index.types.get(&def.name) else {
            return Vec::new();
        };
        match self.index.types.item(id).value.kind {
            TypeDeclKind::Enum(syntax) => names(&syntax.symbols),
            TypeDeclKind::Shapes(syntax) => names(&syntax.alternatives),
            TypeDeclKind::Union(syntax) => match &syntax.members {
                Members::Keys { members, .. } => names(members),
                Members::ByUrn(members) => names(members),
            },
            TypeDeclKind::Record(_)
            | TypeDeclKind::Typeref(_)
            | TypeDeclKind::Fixed(_)
            | TypeDeclKind::Key(_) => Vec::new(),
        }
    }
}
