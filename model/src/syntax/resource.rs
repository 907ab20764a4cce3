//! `resources/<group>/<resource>.yaml`: one resource, its key, its path, its own types.

use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::model::{Protocol, ResourceKind};
use crate::source::Place;
use crate::syntax::docs::{DocsSyntax, PermissionsSyntax};
use crate::syntax::method::MethodsSyntax;
use crate::syntax::reader::{Keyword, MapReader, Named, Read};
use crate::syntax::task::TaskSyntax;
use crate::syntax::tree::{Node, Spanned};
use crate::syntax::type_expr::TypeExpr;
use crate::syntax::types::TypesSyntax;

/// The document.
#[derive(Debug)]
pub(crate) struct ResourceSyntax {
    pub(crate) name: Option<Spanned<String>>,
    pub(crate) rust_name: Option<Spanned<String>>,
    pub(crate) base: Option<Spanned<String>>,
    pub(crate) kind: Option<Spanned<ResourceKind>>,
    /// The path below the base, where that is not the resource's name.
    pub(crate) path: Option<Spanned<String>>,
    /// The keys in that path.
    pub(crate) path_keys: Vec<Named<KeySyntax>>,
    pub(crate) key: Option<KeySyntax>,
    pub(crate) entity: Option<Spanned<String>>,
    pub(crate) version: Option<Spanned<String>>,
    pub(crate) protocol: Option<Spanned<Protocol>>,
    pub(crate) unofficial: bool,
    pub(crate) permissions: Option<PermissionsSyntax>,
    pub(crate) docs: DocsSyntax,
    pub(crate) methods: MethodsSyntax,
    pub(crate) tasks: Vec<Named<TaskSyntax>>,
    pub(crate) types: TypesSyntax,
}

impl Keyword for ResourceKind {
    const WORDS: &[(&str, Self)] = &[
        ("collection", Self::Collection),
        ("simple", Self::Simple),
        ("action_set", Self::ActionSet),
        ("association", Self::Association),
        ("plain", Self::Plain),
    ];
}

impl Keyword for Protocol {
    const WORDS: &[(&str, Self)] = &[("1.0.0", Self::V1), ("2.0.0", Self::V2)];
}

impl Read for ResourceSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let mut map = MapReader::open(node, "a resource", sink);
        let resource = Self {
            name: map.required("resource"),
            rust_name: map.optional("rust_name"),
            base: map.required("base"),
            kind: map.required("kind"),
            path: map.optional("path"),
            path_keys: map.named("path_keys"),
            key: map.optional("key"),
            entity: map.optional("entity"),
            version: map.optional("version"),
            protocol: map.optional("protocol"),
            unofficial: map.flag("unofficial"),
            permissions: map.optional("permissions"),
            docs: DocsSyntax::long(&mut map),
            methods: MethodsSyntax::keys(&mut map),
            tasks: map.named("tasks"),
            types: TypesSyntax::keys(&mut map),
        };
        map.finish();
        Some(resource)
    }
}

/// The key of an entity.
#[derive(Clone, Debug)]
pub(crate) struct KeySyntax {
    /// Missing where the key stands below its name already.
    pub(crate) name: Option<Spanned<String>>,
    pub(crate) rust_name: Option<Spanned<String>>,
    pub(crate) ty: Option<KeyTypeSyntax>,
    pub(crate) docs: DocsSyntax,
    pub(crate) place: Place,
}

/// The kinds of keys.
#[derive(Clone, Debug)]
pub(crate) enum KeyTypeSyntax {
    Simple(TypeExpr),
    Complex {
        key: Spanned<String>,
        params: Option<Spanned<String>>,
    },
    Compound(Spanned<String>),
}

impl Read for KeySyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let mut map = MapReader::open(node, "a key", sink);
        let key = Self {
            name: map.optional("name"),
            rust_name: map.optional("rust_name"),
            ty: key_type(&mut map, &node.owner),
            docs: DocsSyntax::short(&mut map),
            place: node.owner.clone(),
        };
        map.finish();
        Some(key)
    }
}

fn key_type(map: &mut MapReader<'_>, owner: &Place) -> Option<KeyTypeSyntax> {
    let simple = map.optional::<TypeExpr>("type");
    let complex = map.optional::<Spanned<String>>("complex");
    let params = map.optional::<Spanned<String>>("params");
    let compound = map.optional::<Spanned<String>>("compound");
    let forms = ["type", "complex", "compound"];
    let mut written = forms.iter().filter_map(|form| map.key_place(form));
    match (written.next(), written.next()) {
        (None, _) => map.sink.push(
            Diagnostic::error(Code::MissingKey, owner, "a key needs `type:`, `complex:` or `compound:`")
                .note("`type:` is a primitive, an enum or a URN; `complex:` a record; `compound:` the record of an association"),
        ),
        (Some(first), Some(second)) => map.sink.push(
            Diagnostic::error(
                Code::KeyConflict,
                second,
                "`type`, `complex` and `compound` exclude each other",
            )
            .also(first, "first"),
        ),
        _ => {}
    }
    if let (Some(params), None) = (&params, &complex) {
        let message = "`params` belongs to a complex key";
        map.sink
            .push(Diagnostic::error(Code::KeyConflict, &params.place, message));
    }
    simple
        .map(KeyTypeSyntax::Simple)
        .or(complex.map(|key| KeyTypeSyntax::Complex { key, params }))
        .or(compound.map(KeyTypeSyntax::Compound))
}
