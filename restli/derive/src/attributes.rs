//! `#[projection(…)]`, as it stands in front of a type, a field or a variant.
//!
//! Mistakes of different fields are reported in one go: who writes three fields wrong wants to see three
//! errors.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::meta::ParseNestedMeta;
use syn::parse::Parser;
use syn::{Attribute, LitStr, Path, Result};

/// What stands in front of the type.
#[derive(Default)]
pub(crate) struct TypeAttributes {
    pub(crate) of: Option<Path>,
    pub(crate) krate: Option<Path>,
}

/// What stands in front of a field.
#[derive(Default)]
pub(crate) struct FieldAttributes {
    pub(crate) rename: Option<Ident>,
    pub(crate) resolves: Option<Ident>,
    pub(crate) variant: Option<Ident>,
    pub(crate) whole: Option<Span>,
}

/// What stands in front of a variant.
#[derive(Default)]
pub(crate) struct VariantAttributes {
    pub(crate) rename: Option<Ident>,
    pub(crate) other: Option<Span>,
    pub(crate) whole: Option<Span>,
}

impl TypeAttributes {
    pub(crate) fn read(attributes: &[Attribute]) -> Result<Self> {
        let mut read = Self::default();
        each(attributes, |meta| {
            if meta.path.is_ident("of") {
                set(&meta, &mut read.of, |meta| meta.value()?.parse())
            } else if meta.path.is_ident("crate") {
                set(&meta, &mut read.krate, |meta| meta.value()?.parse())
            } else {
                Err(unknown(&meta, "`of` and `crate`"))
            }
        })?;
        Ok(read)
    }
}

impl FieldAttributes {
    pub(crate) fn read(attributes: &[Attribute]) -> Result<Self> {
        let mut read = Self::default();
        each(attributes, |meta| {
            let value = if meta.path.is_ident("rename") {
                &mut read.rename
            } else if meta.path.is_ident("resolves") {
                &mut read.resolves
            } else if meta.path.is_ident("variant") {
                &mut read.variant
            } else if meta.path.is_ident("whole") {
                let span = meta.path.segments[0].ident.span();
                return set(&meta, &mut read.whole, |_| Ok(span));
            } else {
                let known = "`rename`, `resolves`, `variant` and `whole`";
                return Err(unknown(&meta, known));
            };
            set(&meta, value, name)
        })?;
        if let (Some(rename), Some(_)) = (&read.rename, &read.resolves) {
            let message = "`resolves` names the entity's field already; leave out `rename`";
            return Err(syn::Error::new(rename.span(), message));
        }
        if let (Some(whole), Some(_)) = (read.whole, &read.resolves) {
            let message = "what a URN is resolved to is a type of the schema; leave out `whole`";
            return Err(syn::Error::new(whole, message));
        }
        if let (Some(variant), None) = (&read.variant, &read.resolves) {
            let message = "`variant` says how a URN is resolved; it goes with `resolves = \"…\"`";
            return Err(syn::Error::new(variant.span(), message));
        }
        Ok(read)
    }
}

impl VariantAttributes {
    pub(crate) fn read(attributes: &[Attribute]) -> Result<Self> {
        let mut read = Self::default();
        each(attributes, |meta| {
            if meta.path.is_ident("rename") {
                set(&meta, &mut read.rename, name)
            } else if meta.path.is_ident("other") {
                let span = meta.path.segments[0].ident.span();
                set(&meta, &mut read.other, |_| Ok(span))
            } else if meta.path.is_ident("whole") {
                let span = meta.path.segments[0].ident.span();
                set(&meta, &mut read.whole, |_| Ok(span))
            } else {
                Err(unknown(&meta, "`rename`, `whole` and `other`"))
            }
        })?;
        Ok(read)
    }
}

/// Everything within `#[projection(…)]`.
fn each(
    attributes: &[Attribute],
    mut read: impl FnMut(ParseNestedMeta<'_>) -> Result<()>,
) -> Result<()> {
    let own = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("projection"));
    for attribute in own {
        attribute.parse_nested_meta(&mut read)?;
    }
    Ok(())
}

fn set<T>(
    meta: &ParseNestedMeta<'_>,
    value: &mut Option<T>,
    read: impl FnOnce(&ParseNestedMeta<'_>) -> Result<T>,
) -> Result<()> {
    let new = read(meta)?;
    match value.replace(new) {
        None => Ok(()),
        Some(_) => Err(meta.error("this is said twice")),
    }
}

/// A name in quotes: `"to"`, as serde has them; raw if it is a keyword.
fn name(meta: &ParseNestedMeta<'_>) -> Result<Ident> {
    let text: LitStr = meta.value()?.parse()?;
    let value = text.value();
    let bare = value.strip_prefix("r#").unwrap_or(&value);
    if let Ok(mut name) = syn::parse_str::<Ident>(bare) {
        name.set_span(text.span());
        return Ok(name);
    }
    match Ident::parse_any.parse_str(bare) {
        Ok(_) => Ok(Ident::new_raw(bare, text.span())),
        Err(_) => {
            let message = format!("`{value}` is not the name of a field");
            Err(syn::Error::new(text.span(), message))
        }
    }
}

fn unknown(meta: &ParseNestedMeta<'_>, known: &str) -> syn::Error {
    let name = meta.path.get_ident().map(Ident::to_string);
    let name = name.unwrap_or_default();
    meta.error(format!("`{name}` is not known here; there are {known}"))
}
