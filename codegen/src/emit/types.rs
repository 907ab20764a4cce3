//! Files of shared types, and what every named type consists of.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use restli_model::model::{TypeId, TypeKind};

use crate::docs::{Text, facts};
use crate::emit::{
    Context, Scope, enums, group, patch, projection, record, shapes, union, union_by_urn,
};
use crate::layout::{self, FileKey};
use crate::names;
use crate::print::RustFile;

/// Everything of a type: itself, its codec, and the builders that its use asks for.
pub(super) fn emit_type(cx: &Context<'_>, scope: &Scope<'_>, id: TypeId) -> TokenStream {
    let def = &cx.model[id];
    let received = def.usage.input || def.usage.output;
    let definition = received.then(|| match &def.kind {
        TypeKind::Record(record) => record::emit(cx, scope, id, record),
        TypeKind::Enum(symbols) => enums::emit(scope, id, symbols),
        TypeKind::Union(union) => union::emit(cx, scope, id, union),
        TypeKind::UnionByUrn(union) => union_by_urn::emit(cx, scope, id, union),
        TypeKind::Shapes(shapes) => shapes::emit(scope, id, shapes),
        TypeKind::Typeref(typeref) if typeref.rust_type.is_some() => quote!(),
        TypeKind::Typeref(typeref) => alias(cx, id, &scope.ty(&typeref.ty)),
        TypeKind::Fixed(fixed) => {
            let size = Literal::u32_unsuffixed(fixed.size);
            alias(cx, id, &quote!(restli::Fixed<#size>))
        }
    });
    let builder = projection::projected(cx.model, id).then(|| match &def.kind {
        TypeKind::Record(record) => projection::emit(scope, def, record),
        TypeKind::Union(union) => projection::emit_union(scope, def, union),
        TypeKind::UnionByUrn(union) => projection::emit_kinds(scope, def, union),
        TypeKind::Enum(_) | TypeKind::Shapes(_) | TypeKind::Typeref(_) | TypeKind::Fixed(_) => {
            quote!()
        }
    });
    let patch = patch::patched(cx.model, id).then(|| match &def.kind {
        TypeKind::Record(record) => patch::emit(scope, def, record),
        TypeKind::Union(union) => patch::emit_union(scope, def, union),
        _ => quote!(),
    });
    quote!(#definition #builder #patch)
}

/// Another name for a Rust type.
fn alias(cx: &Context<'_>, id: TypeId, ty: &TokenStream) -> TokenStream {
    let def = &cx.model[id];
    let name = names::ident(&def.rust_name);
    let docs = facts::named_type(cx.model, id).outer();
    let deprecated = facts::deprecated(&def.docs);
    quote!(#docs #deprecated pub type #name = #ty;)
}

/// The names that a type brings into the crate.
pub(super) fn exports(cx: &Context<'_>, id: TypeId) -> Vec<String> {
    let def = &cx.model[id];
    let mut names = Vec::new();
    let elsewhere = matches!(&def.kind, TypeKind::Typeref(typeref) if typeref.rust_type.is_some());
    if (def.usage.input || def.usage.output) && !elsewhere {
        names.push(def.rust_name.clone());
    }
    if projection::projected(cx.model, id) {
        names.push(names::projection(def));
    }
    if patch::patched(cx.model, id) {
        names.push(names::patch(def));
    }
    names
}

/// A file of shared types.
pub(super) fn emit_file(cx: &Context<'_>, file: &FileKey) -> String {
    let scope = Scope::new(cx.model, file.clone());
    let ids = cx
        .layout
        .types
        .get(file)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let items: Vec<_> = ids.iter().map(|id| emit_type(cx, &scope, *id)).collect();
    let uses = scope.uses();
    RustFile {
        source: cx.options.source(&source(file)),
        docs: Text::new("Types that several resources may share."),
        inner: quote!(),
        items: quote!(#uses #(#items)*),
    }
    .print()
}

/// The folders below `src/types`, the top one first.
pub(super) fn folders(cx: &Context<'_>) -> BTreeSet<Vec<String>> {
    let mut folders = BTreeSet::new();
    for file in cx.layout.types.keys() {
        if let FileKey::Types(path) = file {
            let modules = layout::types_modules(path);
            folders.extend((0..modules.len()).map(|depth| modules[..depth].to_vec()));
        }
    }
    folders
}

/// The `mod.rs` of a folder of types, which shows everything one level up.
pub(super) fn emit_folder(cx: &Context<'_>, folder: &[String]) -> String {
    let mut children: BTreeMap<String, Vec<&FileKey>> = BTreeMap::new();
    for file in cx.layout.types.keys() {
        if let FileKey::Types(path) = file {
            let modules = layout::types_modules(path);
            if modules.len() > folder.len() && modules.starts_with(folder) {
                children
                    .entry(modules[folder.len()].clone())
                    .or_default()
                    .push(file);
            }
        }
    }
    let (mods, uses): (Vec<_>, Vec<_>) = children
        .iter()
        .map(|(child, files)| {
            let module = names::ident(child);
            let cfg = common_gate(cx, files);
            (quote!(#cfg mod #module;), quote!(#cfg pub use #module::*;))
        })
        .unzip();
    let (path, docs) = match folder {
        [] => (
            "types".to_owned(),
            "Types that several resources share.".to_owned(),
        ),
        names => {
            let path = format!(
                "types/{}",
                names
                    .iter()
                    .map(|n| names::bare(n))
                    .collect::<Vec<_>>()
                    .join("/")
            );
            let docs = format!("Types declared below `{path}`.");
            (path, docs)
        }
    };
    RustFile {
        source: cx.options.source(&path),
        docs: Text::new(&docs),
        inner: quote!(),
        items: quote!(#(#mods)* #(#uses)*),
    }
    .print()
}

/// The condition of a module: that of its files, if all have one.
fn common_gate(cx: &Context<'_>, files: &[&FileKey]) -> TokenStream {
    let gates: Vec<BTreeSet<_>> = files
        .iter()
        .map(|file| cx.layout.gate(file).collect())
        .collect();
    if gates.iter().any(BTreeSet::is_empty) {
        return quote!();
    }
    group::cfg(cx, gates.into_iter().flatten().collect())
}

/// The path of a folder's `mod.rs`.
pub(super) fn folder_path(folder: &[String]) -> String {
    let mut path = "src/types/".to_owned();
    for module in folder {
        path.push_str(names::bare(module));
        path.push('/');
    }
    path + "mod.rs"
}

/// The path of a file of types.
pub(super) fn file_path(file: &FileKey) -> String {
    let FileKey::Types(path) = file else {
        return String::new();
    };
    let modules = layout::types_modules(path);
    let modules: Vec<&str> = modules.iter().map(|module| names::bare(module)).collect();
    format!("src/types/{}.rs", modules.join("/"))
}

fn source(file: &FileKey) -> String {
    match file {
        FileKey::Types(path) => format!("types/{}.yaml", path.join("/")),
        _ => String::new(),
    }
}
