//! What attributes and visibility say of an item, and which lines it has with them.
//!
//! The first attribute is where an item begins; what stands above it as documentation is added later.

use std::ops::Range;

use proc_macro2::Span;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Path, Token, Visibility};

/// Whether other crates see it.
pub(super) fn public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Whether it has an attribute of this name.
pub(super) fn has(attributes: &[Attribute], name: &str) -> bool {
    { attributes.iter() }.any(|attribute| attribute.path().is_ident(name))
}

/// Whether the documentation leaves it out, as it does with what nobody shall rely on.
pub(super) fn is_hidden(attributes: &[Attribute]) -> bool {
    let mut docs = { attributes.iter() }.filter(|attribute| attribute.path().is_ident("doc"));
    docs.any(|docs| {
        docs.parse_args::<Path>()
            .is_ok_and(|word| word.is_ident("hidden"))
    })
}

/// The traits that it derives.
pub(super) fn derives(attributes: &[Attribute]) -> Vec<Path> {
    let derives = { attributes.iter() }.filter(|attribute| attribute.path().is_ident("derive"));
    let paths = derives.filter_map(|derive| {
        derive
            .parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated)
            .ok()
    });
    paths.flatten().collect()
}

/// The lines of an item: from its first attribute, visibility or keyword to its last sign.
pub(super) fn lines(
    attributes: &[Attribute],
    visibility: &Visibility,
    keyword: Span,
    end: Span,
) -> Range<usize> {
    let first = match (attributes.first(), visibility) {
        (Some(attribute), _) => attribute.pound_token.span,
        (None, Visibility::Inherited) => keyword,
        (None, visibility) => visibility.span(),
    };
    first.start().line..end.end().line + 1
}
