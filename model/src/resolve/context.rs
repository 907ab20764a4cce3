//! Looking names up: what every step shares.
//!
//! All look-ups end here, so that a misspelt name is reported in one way wherever it stands.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::diagnostics::{Code, Diagnostic, Edit, Sink, nearest};
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
    ("i32", "int"),
    ("int32", "int"),
    ("i64", "long"),
    ("int64", "long"),
    ("f32", "float"),
    ("f64", "double"),
    ("number", "double"),
    ("str", "string"),
    ("text", "string"),
    ("object", "json"),
    ("any", "json"),
    ("URN", "Urn"),
    ("urn", "Urn"),
];

/// Formats that somebody may take for types, and what they are formats of.
const FORMATS: &[(&str, &str)] = &[
    ("decimal", "string"),
    ("epoch_ms", "long"),
    ("epoch_s", "long"),
    ("timestamp", "long"),
    ("url", "string"),
];

/// A link with what it cannot hold as percent codes.
fn encoded(link: &str) -> String {
    let byte = |byte: u8| match byte {
        b'<' | b'>' => format!("%{byte:02X}"),
        byte if byte.is_ascii_graphic() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    link.trim().bytes().map(byte).collect()
}

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
        if BUILT_IN.iter().any(|(word, ..)| *word == name.value) || name.value == "Urn" {
            let message = format!(
                "`{}` is built in, and here a declared type must stand",
                name.value
            );
            self.report(
                Diagnostic::error(Code::WrongKindOfType, &name.place, message)
                    .help("declare a record below `records:`, and write its name"),
            );
            return None;
        }
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
            .also(&decl.name.place, "declared here")
            .help(format!(
                "declare a record below `records:` that has a field for `{name}`, and write its name"
            )),
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

    /// Whether an expression is a misspelt word of the language rather than a type; reported if so.
    pub(crate) fn is_misspelt_word(&self, expr: &TypeExpr, words: &[&str]) -> bool {
        let TypeExprKind::Name(name) = &expr.kind else {
            return false;
        };
        let types = BUILT_IN.iter().map(|(word, ..)| *word);
        let types: Vec<&str> = types.chain(self.index.types.names()).collect();
        if types.contains(&name.as_str()) || self.may_declare(name) {
            return false;
        }
        let meant = nearest(name, types.into_iter().chain(words.iter().copied()));
        let is_word = meant.is_some_and(|meant| words.contains(&meant));
        if is_word {
            let message = format!("unknown type `{name}`");
            let diagnostic = Diagnostic::error(Code::UnknownType, &expr.place, message);
            self.report(diagnostic.did_you_mean(meant));
        }
        is_word
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
            let help = format!("the schema language calls it `{meant}`");
            return diagnostic.fix(help, place, *meant);
        }
        if let Some((format, ty)) = FORMATS.iter().find(|(word, _)| *word == name) {
            let format = if *format == "timestamp" {
                "epoch_ms"
            } else {
                format
            };
            return diagnostic.help(format!("write `type: {ty}` and `format: {format}`"));
        }
        let is_kind = self.index.kinds.get(name).or(self.index.sets.get(name));
        if is_kind.is_some() {
            let ty = format!("Urn<{name}>");
            return diagnostic.fix(format!("a URN of this kind is `{ty}`"), place, ty);
        }
        let built_in = BUILT_IN.iter().map(|(word, ..)| *word).chain(["Urn"]);
        let meant = nearest(name, built_in.chain(self.index.types.names()));
        diagnostic.did_you_mean_or(meant, || self.index.types.declare())
    }

    fn map_key(&self, key: &TypeExpr) -> Option<MapKey> {
        match &key.kind {
            TypeExprKind::Name(name) if name == "string" => Some(MapKey::String),
            TypeExprKind::Urn(None) => Some(MapKey::Urn(UrnType::Any)),
            TypeExprKind::Urn(Some(kind)) => self.urn(kind).map(MapKey::Urn),
            _ => {
                let message = "the keys of a map are `string` or URNs";
                self.report(
                    Diagnostic::error(Code::TypeExpression, &key.place, message).fix(
                        "write `string`, or `Urn<kind>`",
                        &key.place,
                        "string",
                    ),
                );
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
            .did_you_mean_or(meant, || self.index.kinds.declare())
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
            let message = "a link has only visible ASCII characters";
            let diagnostic = Diagnostic::error(Code::Link, place, message);
            let encoded = encoded(link);
            self.report(match link.is_empty() {
                true => diagnostic.remove("remove `link:`", place),
                false => diagnostic.fix(format!("write `{encoded}`"), place, encoded),
            });
        } else if !absolute && link.starts_with('/') {
            let message =
                "a link is a full URL, or a path below `docs_base` without a slash in front";
            let bare = link.trim_start_matches('/');
            let diagnostic = Diagnostic::error(Code::Link, place, message);
            self.report(match bare.is_empty() {
                true => diagnostic.remove("remove `link:`", place),
                false => diagnostic.fix(format!("write `{bare}`"), place, bare),
            });
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
                let diagnostic = Diagnostic::error(Code::NoIdentifier, &chosen.place, message);
                self.report(match names::identifier(&chosen.value, case) {
                    Some(meant) => {
                        let meant = meant.trim_start_matches("r#");
                        diagnostic.fix(
                            format!("write `{meant}`, in {spelled}"),
                            &chosen.place,
                            meant,
                        )
                    }
                    None => diagnostic.help(format!("write it in {spelled}")),
                });
                chosen.value.clone()
            });
        }
        names::identifier(&name.value, case).unwrap_or_else(|| {
            if !self.has_failed(&name.place) {
                let message = format!("`{}` cannot be made a Rust name", name.value);
                let diagnostic = Diagnostic::error(Code::NoIdentifier, &name.place, message);
                let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { ' ' };
                let plain: String = name.value.chars().map(plain).collect();
                let named = names::identifier(&format!("n{}", plain.trim_start()), case);
                self.report(match named.filter(|named| named.len() > 1) {
                    Some(named) => {
                        let entry = format!("rust_name: {named}");
                        let edit = Edit::below(&name.place, &entry);
                        diagnostic.try_fix(format!("choose one, such as `{entry}`"), edit)
                    }
                    None => diagnostic.help("choose one with `rust_name:`"),
                });
            }
            name.value.clone()
        })
    }

    /// Reports a name that requests, masks or JSON cannot carry.
    pub(crate) fn check_wire_name(&self, name: &Spanned<String>) {
        if let Some(problem) = names::wire_problem(&name.value) {
            let allowed = |c: &char| names::is_wire_character(*c);
            let mended: String = name.value.chars().filter(allowed).collect();
            let diagnostic = Diagnostic::error(Code::InvalidName, &name.place, problem);
            // Other letters cannot be guessed.
            let is_meant = name.value.is_ascii() && names::wire_problem(&mended).is_none();
            self.report(match is_meant {
                true => diagnostic.fix(format!("write `{mended}`"), &name.place, mended),
                false => diagnostic.help(
                    "write it as requests and JSON carry it: with letters, digits, `_`, `-`, `.` and `$`",
                ),
            });
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
