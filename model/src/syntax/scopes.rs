//! `scopes.yaml`: the permissions that methods may ask for.

use crate::syntax::docs::DocsSyntax;
use crate::syntax::map_reader::MapReader;
use crate::syntax::reader::{Keyed, Named};
use crate::syntax::tree::Spanned;

/// The document.
#[derive(Debug, Default)]
pub(crate) struct ScopesSyntax {
    pub(crate) scopes: Vec<Named<ScopeSyntax>>,
}

/// A permission.
#[derive(Debug)]
pub(crate) struct ScopeSyntax {
    pub(crate) rust_name: Option<Spanned<String>>,
    pub(crate) product: Option<String>,
    pub(crate) docs: DocsSyntax,
}

impl Keyed for ScopesSyntax {
    const WHAT: &'static str = "`scopes.yaml`";

    fn keys(map: &mut MapReader<'_>) -> Self {
        map.allow();
        Self {
            scopes: map.named(
                "scopes",
                "The permissions that methods may ask for, by their names on the wire.",
            ),
        }
    }
}

impl Keyed for ScopeSyntax {
    const WHAT: &'static str = "a permission";

    fn keys(map: &mut MapReader<'_>) -> Self {
        Self {
            rust_name: map.rust_name(),
            product: map.optional("product", "The product that grants it, for people to read."),
            docs: DocsSyntax::long(map),
        }
    }
}
