//! PDL, the schema language of newer Rest.li: one file, one schema, others defined inside it.

mod doc;
mod json;
mod lexer;
mod parser;
mod properties;
mod schema;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::diagnostics::SourceFile;
use crate::pdl::parser::Parser;
use crate::read::SchemaReader;

/// Reads a file into the reader's schemas; false if it could not be read to its end.
pub(crate) fn read(file: &Arc<SourceFile>, reader: &mut SchemaReader<'_>) -> bool {
    match lexer::tokens(file, reader.sink) {
        Some(tokens) => Parser::new(file, tokens, reader).document().is_ok(),
        None => false,
    }
}
