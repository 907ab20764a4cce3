//! Projection builders: for each field of a record, the ways to ask for it.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use restli_model::model::{
    Decoration, Docs, Field, MapKey, Model, Record, Type, TypeDef, TypeId, TypeKind, Union,
    UnionByUrn, UrnKindId, Variant,
};

use crate::docs::{Text, facts, markdown};
use crate::emit::{Scope, argument, union_by_urn};
use crate::names;

/// How a mask reaches into the value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inside {
    /// `a(b)`: a record or a union.
    Within(TypeId),
    /// `a*(b)`: an array or a map of these, at any depth (`a*(*(b))` at the second).
    Each(TypeId, usize),
}

/// The builder of a record.
pub(super) fn emit(scope: &Scope<'_>, def: &TypeDef, record: &Record) -> TokenStream {
    let functions = record.fields.iter().map(|field| functions(scope, field));
    builder(def, &quote!(restli::Mask), functions, "projection")
}

/// The builder of a union by member key, whose members are names in the mask.
pub(super) fn emit_union(scope: &Scope<'_>, def: &TypeDef, union: &Union) -> TokenStream {
    let functions = union.members.iter().map(|member| {
        let names = Names::new(&names::function(&member.rust_name), &member.key);
        let whole = whole(&names, &member.docs);
        let into = into(scope, &names, &member.docs, &member.ty);
        quote!(#whole #into)
    });
    builder(def, &quote!(restli::Mask), functions, "projection")
}

/// The builder of a union by URN, which resolves each kind on its own.
pub(super) fn emit_kinds(scope: &Scope<'_>, def: &TypeDef, union: &UnionByUrn) -> TokenStream {
    let functions = union.members.iter().map(|member| {
        let wire = &scope.model[member.kind].name;
        let names = Names::new(&names::function(&member.rust_name), wire);
        let (function, with) = (&names.plain, names.suffixed("_with"));
        let entity = scope.projection(member.ty);
        let text = union_by_urn::of_kind(scope, member);
        let docs = Text::new(&format!("{text} With its default fields.")).outer();
        let with_docs = Text::new(&format!("{text} With some fields.")).outer();
        quote! {
            #docs
            pub fn #function(self) -> Self { Self(restli::projection::kind(self.0, #wire)) }
            #with_docs
            pub fn #with(self, fields: impl FnOnce(#entity) -> #entity) -> Self {
                Self(restli::projection::kind_with(self.0, #wire, fields))
            }
        }
    });
    builder(
        def,
        &quote!(restli::projection::Kinds),
        functions,
        "kinds_projection",
    )
}

fn builder(
    def: &TypeDef,
    inner: &TokenStream,
    functions: impl Iterator<Item = TokenStream>,
    register: &str,
) -> TokenStream {
    let name = names::ident(&names::projection(def));
    let record = names::ident(&def.rust_name);
    let docs = Text::new(&format!("Which fields of [`{record}`] to ask for.")).outer();
    let register = match register {
        "projection" => quote!(restli::projection!(#record => #name);),
        _ => quote!(restli::kinds_projection!(#record => #name);),
    };
    quote! {
        #docs
        #[derive(Clone, Debug, Default)]
        pub struct #name(#inner);
        impl #name { #(#functions)* }
        #register
    }
}

/// The functions of one field, and how it is called on the wire.
struct Names<'a> {
    rust: String,
    wire: &'a str,
    plain: Ident,
}

impl<'a> Names<'a> {
    fn new(rust_name: &str, wire: &'a str) -> Self {
        Self {
            rust: rust_name.to_owned(),
            wire,
            plain: names::ident(rust_name),
        }
    }

    fn suffixed(&self, suffix: &str) -> Ident {
        names::suffixed(&self.rust, suffix)
    }
}

fn functions(scope: &Scope<'_>, field: &Field) -> TokenStream {
    let names = Names::new(&field.rust_name, &field.name);
    let whole = whole(&names, &field.docs);
    let more = match &field.decoration {
        Some(decoration) => resolving(scope, &names, field, decoration),
        None => into(scope, &names, &field.docs, &field.ty),
    };
    quote!(#whole #more)
}

/// The functions that reach into a value.
fn into(scope: &Scope<'_>, names: &Names<'_>, docs: &Docs, ty: &Type) -> TokenStream {
    let inside = inside(scope.model, ty).map(|reach| reaching(scope, names, docs, reach));
    let keys = keyed(scope.model, ty).map(|value| keys(scope, names, docs, value));
    quote!(#inside #keys)
}

/// The functions that reach for single keys of a map.
fn keys(scope: &Scope<'_>, names: &Names<'_>, docs: &Docs, value: Option<TypeId>) -> TokenStream {
    let (key, with, wire) = (
        names.suffixed("_key"),
        names.suffixed("_key_with"),
        names.wire,
    );
    let deprecated = facts::deprecated(docs);
    let text = Text::new(&format!(
        "{}: one key.",
        markdown::code(&format!("{wire}(key)"))
    ))
    .outer();
    let with = value.map(|value| {
        let fields = scope.projection(value);
        let spelled = markdown::code(&format!("{wire}(key(…))"));
        let text = Text::new(&format!("{spelled}: some fields of one key.")).outer();
        quote! {
            #text
            #deprecated
            pub fn #with(self, key: impl Into<String>, fields: impl FnOnce(#fields) -> #fields) -> Self {
                Self(restli::projection::key_with(self.0, #wire, key, fields))
            }
        }
    });
    quote! {
        #text
        #deprecated
        pub fn #key(self, key: impl Into<String>) -> Self {
            Self(restli::projection::key(self.0, #wire, key))
        }
        #with
    }
}

fn whole(names: &Names<'_>, docs: &Docs) -> TokenStream {
    let (function, wire) = (&names.plain, names.wire);
    let text = brief(docs, &format!("{}.", markdown::code(wire))).outer();
    let deprecated = facts::deprecated(docs);
    quote! {
        #text
        #deprecated
        pub fn #function(self) -> Self { Self(self.0.field(#wire)) }
    }
}

fn reaching(scope: &Scope<'_>, names: &Names<'_>, docs: &Docs, reach: Inside) -> TokenStream {
    let (function, wire) = (names.suffixed("_with"), names.wire);
    let (helper, target, spelled) = match reach {
        Inside::Within(id) => ("within", id, format!("{wire}(…)")),
        Inside::Each(id, 1) => ("each", id, format!("{wire}*(…)")),
        Inside::Each(id, depth) => {
            let (open, close) = ("*(".repeat(depth), ")".repeat(depth));
            ("each_inner", id, format!("{wire}{open}…{close}"))
        }
    };
    let helper = names::ident(helper);
    let depth = match reach {
        Inside::Each(_, depth) if depth > 1 => {
            let depth = Literal::usize_unsuffixed(depth);
            Some(quote!(#depth,))
        }
        _ => None,
    };
    let fields = scope.projection(target);
    let text = Text::new(&format!("{}: some fields.", markdown::code(&spelled))).outer();
    let deprecated = facts::deprecated(docs);
    quote! {
        #text
        #deprecated
        pub fn #function(self, fields: impl FnOnce(#fields) -> #fields) -> Self {
            Self(restli::projection::#helper(self.0, #wire, #depth fields))
        }
    }
}

fn resolving(
    scope: &Scope<'_>,
    names: &Names<'_>,
    field: &Field,
    decoration: &Decoration,
) -> TokenStream {
    let (resolved, with, wire) = (
        names.suffixed("_resolved"),
        names.suffixed("_resolved_with"),
        names.wire,
    );
    let by_urn = matches!(scope.model[decoration.target].kind, TypeKind::UnionByUrn(_));
    let list = argument::is_list(scope.model, field);
    let helper = names::ident(match (by_urn, list) {
        (false, false) => "resolved_with",
        (true, false) => "resolved_kinds",
        (false, true) => "resolved_each_with",
        (true, true) => "resolved_each_kinds",
    });
    let whole = names::ident(if list { "resolved_each" } else { "resolved" });
    let spelled = spelled(names, list);
    let target = scope.projection(decoration.target);
    let deprecated = facts::deprecated(&field.docs);
    let text = Text::new(&format!("`{spelled}`: resolved, with default fields.")).outer();
    let with_text = Text::new(&format!("`{spelled}(…)`: resolved, with some fields.")).outer();
    let variants = variants(scope.model, decoration);
    let variants =
        variants.map(|(kind, variant)| through(scope, names, field, decoration, kind, variant));
    quote! {
        #text
        #deprecated
        pub fn #resolved(self) -> Self { Self(restli::projection::#whole(self.0, #wire)) }
        #with_text
        #deprecated
        pub fn #with(self, fields: impl FnOnce(#target) -> #target) -> Self {
            Self(restli::projection::#helper(self.0, #wire, fields))
        }
        #(#variants)*
    }
}

/// How the resolution of a field begins in a mask.
fn spelled(names: &Names<'_>, list: bool) -> String {
    let each = if list { "*" } else { "" };
    format!("{}{each}~", names.wire)
}

fn through(
    scope: &Scope<'_>,
    names: &Names<'_>,
    field: &Field,
    decoration: &Decoration,
    kind: UrnKindId,
    variant: &Variant,
) -> TokenStream {
    let wire = names.wire;
    let function = names.suffixed(&format!("_{}", names::bare(&variant.rust_name)));
    let with = names.suffixed(&format!("_{}_with", names::bare(&variant.rust_name)));
    let entity = decoration.kinds.iter().find(|(own, _)| *own == kind);
    let fields = scope.projection(entity.map_or(decoration.target, |(_, entity)| *entity));
    let (urn, through) = (&scope.model[kind].name, &variant.name);
    let list = argument::is_list(scope.model, field);
    let (whole, helper) = match list {
        true => ("variant_each", "variant_each_with"),
        false => ("variant", "variant_with"),
    };
    let (whole, helper) = (names::ident(whole), names::ident(helper));
    let spelled = format!("{}{urn}:{through}", spelled(names, list));
    let code = markdown::code(&spelled);
    let mut text = Text::new(&format!("{code}: resolved, with default fields."));
    if let Some(summary) = &variant.docs.summary {
        text = Text::new(&format!("{code}: {}", markdown::safe_line(summary)));
    }
    let text = text.outer();
    let with_text = Text::new(&format!(
        "{}: some fields of that.",
        markdown::code(&format!("{spelled}(…)"))
    ));
    let with_text = with_text.outer();
    let deprecated = facts::deprecated(&field.docs);
    quote! {
        #text
        #deprecated
        pub fn #function(self) -> Self { Self(restli::projection::#whole(self.0, #wire, #urn, #through)) }
        #with_text
        #deprecated
        pub fn #with(self, fields: impl FnOnce(#fields) -> #fields) -> Self {
            Self(restli::projection::#helper(self.0, #wire, #urn, #through, fields))
        }
    }
}

/// The named ways to resolve a field. A name that two kinds share is one way.
pub(super) fn variants<'m>(
    model: &'m Model,
    decoration: &'m Decoration,
) -> impl Iterator<Item = (UrnKindId, &'m Variant)> {
    let all = |kinds: &'m [(UrnKindId, TypeId)]| {
        kinds
            .iter()
            .flat_map(|(kind, _)| model[*kind].variants.iter().map(|variant| (*kind, variant)))
    };
    all(&decoration.kinds)
        .enumerate()
        .filter_map(move |(index, (kind, variant))| {
            let first = all(&decoration.kinds).position(|(_, other)| other.name == variant.name);
            (first == Some(index)).then_some((kind, variant))
        })
}

/// What a mask finds inside a value of this type, if it can reach into it.
pub(super) fn inside(model: &Model, ty: &Type) -> Option<Inside> {
    let mut depth = 0;
    let mut ty = argument::resolved(model, ty);
    while let Type::Array(item) | Type::Map(_, item) = ty {
        depth += 1;
        ty = argument::resolved(model, item);
    }
    let Type::Named(id) = ty else { return None };
    projected(model, *id).then_some(match depth {
        0 => Inside::Within(*id),
        _ => Inside::Each(*id, depth),
    })
}

/// The type of the values under the keys of a map that a mask can name, if it can reach into them.
///
/// URNs are no names: servers would take their colons for the grammar of the mask.
pub(super) fn keyed(model: &Model, ty: &Type) -> Option<Option<TypeId>> {
    let Type::Map(MapKey::String, value) = argument::resolved(model, ty) else {
        return None;
    };
    Some(match inside(model, value) {
        Some(Inside::Within(id)) => Some(id),
        _ => None,
    })
}

/// Whether a type has a projection builder.
pub(super) fn projected(model: &Model, id: TypeId) -> bool {
    let def = &model[id];
    let kind = match def.kind {
        TypeKind::Record(_) | TypeKind::Union(_) | TypeKind::UnionByUrn(_) => true,
        TypeKind::Enum(_) | TypeKind::Shapes(_) | TypeKind::Typeref(_) | TypeKind::Fixed(_) => {
            false
        }
    };
    kind && def.usage.projected
}

/// The summary alone: the rest stands at the field.
fn brief(docs: &Docs, otherwise: &str) -> Text {
    let summary = Docs {
        summary: docs.summary.clone(),
        ..Docs::default()
    };
    facts::described(&summary, otherwise)
}
