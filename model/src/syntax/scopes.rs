//! `scopes.yaml`: the permissions that methods may ask for.

use crate::diagnostics::Sink;
use crate::syntax::docs::DocsSyntax;
use crate::syntax::reader::{MapReader, Named, Read};
use crate::syntax::tree::Node;

/// The document.
#[derive(Debug, Default)]
pub(crate) struct ScopesSyntax {
    pub(crate) scopes: Vec<Named<ScopeSyntax>>,
}

/// A permission.
#[derive(Debug)]
pub(crate) struct ScopeSyntax {
    pub(crate) product: Option<String>,
    pub(crate) docs: DocsSyntax,
}

impl Read for ScopesSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let mut map = MapReader::open(node, "`scopes.yaml`", sink);
        map.allow();
        let scopes = map.named("scopes");
        map.finish();
        Some(Self { scopes })
    }
}

impl Read for ScopeSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let mut map = MapReader::open(node, "a permission", sink);
        let scope = Self {
            product: map.optional("product"),
            docs: DocsSyntax::long(&mut map),
        };
        map.finish();
        Some(scope)
    }
}
