//! Lowering of named types, each by itself.
//!
//! Fields of included records, decorations and usage are filled in by later steps, which need all
//! types to be there.

use crate::diagnostics::{Code, Diagnostic, Edit, key_below};
use crate::model::{
    Alternative, Enum, Field, Fixed, Member, Permissions, Record, Shapes, Symbol, Type, TypeDef,
    TypeId, TypeKind, Typeref, Union, UnionByUrn, UrnKindId, UrnMember, Usage,
};
use crate::names::{self, Case};
use crate::resolve::context::Context;
use crate::resolve::index::{Item, TypeDecl, TypeDeclKind};
use crate::syntax::{
    EnumSyntax, FieldSyntax, FixedSyntax, KeyPartSyntax, KeyPartsSyntax, MemberSyntax, Members,
    Named, RecordSyntax, ShapesSyntax, Spanned, SymbolSyntax, TyperefSyntax, UrnMemberSyntax,
};

/// The types, with the fields that stand in each record itself.
pub(crate) fn lower(cx: &Context<'_>) -> Vec<TypeDef> {
    let items = cx.index.types.items().iter();
    items.map(|item| type_def(cx, item)).collect()
}

fn type_def(cx: &Context<'_>, item: &Item<'_, TypeDecl<'_>>) -> TypeDef {
    let (name, decl) = (item.name, &item.value);
    check_name(cx, name);
    let wire_name = decl.facts.wire_name.as_ref();
    if let Some(wire_name) = wire_name {
        cx.check_wire_name(wire_name);
    }
    let mut extension = None;
    let kind = match decl.kind {
        TypeDeclKind::Record(syntax) => {
            extension = path(cx, syntax.extension.as_ref());
            TypeKind::Record(record(cx, syntax))
        }
        TypeDeclKind::Enum(syntax) => TypeKind::Enum(enumeration(cx, syntax)),
        TypeDeclKind::Union(syntax) => match &syntax.members {
            Members::Keys { members, nullable } => TypeKind::Union(union(cx, members, *nullable)),
            Members::ByUrn(members) => TypeKind::UnionByUrn(by_urn(cx, members)),
        },
        TypeDeclKind::Shapes(syntax) => TypeKind::Shapes(shapes(cx, syntax)),
        TypeDeclKind::Typeref(syntax) => TypeKind::Typeref(typeref(cx, name, syntax)),
        TypeDeclKind::Fixed(syntax) => TypeKind::Fixed(fixed(cx, syntax)),
        TypeDeclKind::Key(syntax) => TypeKind::Record(key_record(cx, syntax)),
    };
    TypeDef {
        name: name.value.clone(),
        wire_name: wire_name.unwrap_or(name).value.clone(),
        rust_name: cx.rust_name(name, decl.facts.rust_name.as_ref(), Case::Camel),
        home: decl.home.clone(),
        kind,
        docs: cx.docs(&decl.facts.docs),
        usage: Usage::default(),
        only_in: None,
        extension,
        place: name.place.clone(),
    }
}

/// Words that mean something where a type could stand.
const WORDS: &[&str] = &[
    "boolean", "bytes", "created", "double", "empty", "entity", "float", "int", "json", "long",
    "none", "nothing", "string", "Urn",
];

fn check_name(cx: &Context<'_>, name: &Spanned<String>) {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let problem = names::wire_problem(&name.value).or_else(|| {
        let text = &name.value;
        if WORDS.contains(&text.as_str()) {
            return Some(format!("`{text}` is a word of the language"));
        }
        let fits = text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(plain);
        (!fits).then(|| {
            "the name of a type begins with a letter and has letters, digits and `_`".to_owned()
        })
    });
    if let Some(problem) = problem {
        let diagnostic = Diagnostic::error(Code::InvalidName, &name.place, problem);
        let short = names::identifier(names::last_part(&name.value), Case::Camel);
        let short = short.filter(|short| !WORDS.contains(&short.as_str()));
        let help = "a full name on the wire goes into `wire_name:`";
        cx.report(match short {
            Some(short) => diagnostic.help(format!("write `{short}`; {help}")),
            None => diagnostic.help(help),
        });
        cx.mark_failed(&name.place);
    }
}

fn path(cx: &Context<'_>, path: Option<&Spanned<String>>) -> Option<String> {
    let path = path?;
    if !names::is_path(&path.value) {
        let message = "expected a path into a crate, such as `my_types::Text`";
        let diagnostic = Diagnostic::error(Code::WrongValue, &path.place, message);
        let parts = path
            .value
            .split(['.', ':', '/'])
            .filter(|part| !part.is_empty());
        let meant = parts.collect::<Vec<_>>().join("::");
        cx.report(match names::is_path(&meant) {
            true => diagnostic.fix(format!("write `{meant}`"), &path.place, meant),
            false => diagnostic.help("write the crate, `::` and the name of the type"),
        });
    }
    Some(path.value.clone())
}

fn record(cx: &Context<'_>, syntax: &RecordSyntax) -> Record {
    Record {
        fields: syntax.fields.iter().map(|named| field(cx, named)).collect(),
    }
}

fn field(cx: &Context<'_>, named: &Named<FieldSyntax>) -> Field {
    let (name, syntax) = (&named.name, &named.value);
    cx.check_wire_name(name);
    if syntax.read_only && (syntax.required || syntax.create_only) {
        let other = if syntax.required {
            "required"
        } else {
            "create_only"
        };
        let message = format!("`{}` is `read_only` and `{other}`", name.value);
        let mut diagnostic = Diagnostic::error(Code::FieldFlags, &name.place, message)
            .note("what is read only is never sent");
        for flag in ["read_only", other] {
            if let Some(place) = key_below(&name.place, flag) {
                diagnostic = diagnostic.also(&place, format!("`{flag}`"));
            }
        }
        let edit = key_below(&name.place, other).and_then(|place| Edit::remove(&place));
        cx.report(diagnostic.try_fix(format!("remove `{other}:`, or `read_only:`"), edit));
    }
    let permissions = syntax.permissions.as_ref();
    Field {
        name: name.value.clone(),
        rust_name: cx.rust_name(name, syntax.rust_name.as_ref(), Case::Snake),
        ty: cx.ty_at(&name.place, syntax.ty.as_ref()),
        // What has a default may be left out, even where the IDL calls it required.
        required: syntax.required && syntax.default.is_none(),
        default: None,
        read_only: syntax.read_only,
        create_only: syntax.create_only,
        decoration: None,
        accepts_array: syntax.accepts.is_some(),
        format: syntax.format.as_ref().map(|format| format.value),
        permissions: permissions.map_or(Permissions::Unstated, |p| cx.permissions(p)),
        boxed: false,
        docs: cx.docs(&syntax.docs),
        place: name.place.clone(),
    }
}

fn enumeration(cx: &Context<'_>, syntax: &EnumSyntax) -> Enum {
    Enum {
        symbols: syntax
            .symbols
            .iter()
            .map(|named| symbol(cx, named))
            .collect(),
    }
}

fn symbol(cx: &Context<'_>, named: &Named<SymbolSyntax>) -> Symbol {
    Symbol {
        name: named.name.value.clone(),
        rust_name: cx.rust_name(&named.name, named.value.rust_name.as_ref(), Case::Camel),
        docs: cx.docs(&named.value.docs),
    }
}

fn union(cx: &Context<'_>, members: &[Named<MemberSyntax>], nullable: bool) -> Union {
    Union {
        members: members.iter().map(|named| member(cx, named)).collect(),
        nullable,
    }
}

fn member(cx: &Context<'_>, named: &Named<MemberSyntax>) -> Member {
    let (key, syntax) = (&named.name, &named.value);
    cx.check_wire_name(key);
    let short = Spanned::new(names::last_part(&key.value).to_owned(), key.place.clone());
    Member {
        key: key.value.clone(),
        rust_name: cx.rust_name(&short, syntax.rust_name.as_ref(), Case::Camel),
        ty: cx.ty_at(&key.place, syntax.ty.as_ref()),
        docs: cx.docs(&syntax.docs),
    }
}

fn by_urn(cx: &Context<'_>, members: &[Named<UrnMemberSyntax>]) -> UnionByUrn {
    let members = members.iter().filter_map(|named| {
        let kind = cx.find(&cx.index.kinds, Code::UnknownKind, &named.name);
        let record = named.value.ty.as_ref();
        let record = record.and_then(|ty| cx.record(ty, "what a URN resolves to"));
        Some(UrnMember {
            kind: UrnKindId(kind?),
            rust_name: cx.rust_name(&named.name, named.value.rust_name.as_ref(), Case::Camel),
            ty: record?,
        })
    });
    UnionByUrn {
        members: members.collect(),
    }
}

fn shapes(cx: &Context<'_>, syntax: &ShapesSyntax) -> Shapes {
    let alternatives = syntax.alternatives.iter().map(|named| Alternative {
        rust_name: cx.rust_name(&named.name, Some(&named.name), Case::Camel),
        ty: cx.ty_at(&named.name.place, Some(&named.value)),
    });
    Shapes {
        alternatives: alternatives.collect(),
    }
}

fn typeref(cx: &Context<'_>, name: &Spanned<String>, syntax: &TyperefSyntax) -> Typeref {
    Typeref {
        ty: cx.ty_at(&name.place, syntax.ty.as_ref()),
        rust_type: path(cx, syntax.rust_type.as_ref()),
    }
}

/// Longer ones would fill the stack of whoever holds a few of them.
const MAX_FIXED: u32 = 1 << 16;

fn fixed(cx: &Context<'_>, syntax: &FixedSyntax) -> Fixed {
    let size = syntax.size.as_ref();
    if let Some(size) = size
        && size.value > MAX_FIXED
    {
        let message = format!("a fixed has {MAX_FIXED} bytes, not more");
        cx.report(
            Diagnostic::error(Code::WrongValue, &size.place, message).help(format!(
                "write `{MAX_FIXED}` or less, or use `bytes` as type instead"
            )),
        );
    }
    Fixed {
        size: size.map_or(0, |size| size.value),
    }
}

/// The parts of a compound key, which are all there when the key is.
fn key_record(cx: &Context<'_>, syntax: &KeyPartsSyntax) -> Record {
    Record {
        fields: syntax.parts.iter().map(|named| part(cx, named)).collect(),
    }
}

fn part(cx: &Context<'_>, named: &Named<KeyPartSyntax>) -> Field {
    let (name, syntax) = (&named.name, &named.value);
    cx.check_wire_name(name);
    Field {
        name: name.value.clone(),
        rust_name: cx.rust_name(name, syntax.rust_name.as_ref(), Case::Snake),
        ty: cx.ty_at(&name.place, syntax.ty.as_ref()),
        required: true,
        default: None,
        read_only: false,
        create_only: false,
        decoration: None,
        accepts_array: false,
        format: None,
        permissions: Permissions::Unstated,
        boxed: false,
        docs: cx.docs(&syntax.docs),
        place: name.place.clone(),
    }
}

/// The type behind typerefs, which may be several deep.
pub(crate) fn behind_typerefs<'t>(types: &'t [TypeDef], ty: &'t Type) -> &'t Type {
    behind(types, ty, |_| true)
}

/// The type behind typerefs that are no more than another name for it.
pub(crate) fn behind_aliases<'t>(types: &'t [TypeDef], ty: &'t Type) -> &'t Type {
    behind(types, ty, |typeref| typeref.rust_type.is_none())
}

fn behind<'t>(types: &'t [TypeDef], ty: &'t Type, goes_on: fn(&Typeref) -> bool) -> &'t Type {
    let mut ty = ty;
    // Typerefs that go round in circles are reported elsewhere; here they only must not hang.
    for _ in 0..types.len() {
        match ty {
            Type::Named(TypeId(id)) => match &types[*id as usize].kind {
                TypeKind::Typeref(typeref) if goes_on(typeref) => ty = &typeref.ty,
                _ => return ty,
            },
            _ => return ty,
        }
    }
    ty
}
