//! Documentation, which counts as lines of an item and for nothing else.
//!
//! It is half of a generated file, and the parser makes tokens of it. As plain comments it costs
//! nothing, and all lines stay where they are.

use std::ops::Range;

use super::read::{Definition, Module};

/// For each line, counted from 1, where the documentation right above it begins.
pub(super) struct Docs(Vec<usize>);

impl Docs {
    /// The code of a file with its documentation as plain comments, and where that was.
    pub(super) fn apart(text: &str) -> (String, Self) {
        let mut code = String::with_capacity(text.len());
        let mut starts = vec![0, 1];
        for (line, text) in (1..).zip(text.lines()) {
            let start = text.trim_start();
            let is_docs = start.starts_with("///");
            if is_docs || start.starts_with("//!") {
                code.push_str("//");
            } else {
                code.push_str(text);
            }
            code.push('\n');
            starts.push(if is_docs { starts[line] } else { line + 1 });
        }
        (code, Self(starts))
    }

    /// Lets all items of a module begin with their documentation.
    pub(super) fn extend(&self, module: &mut Module) {
        for definition in &mut module.definitions {
            self.definition(definition);
        }
        for (_, method) in &mut module.methods {
            self.definition(method);
        }
        let modules = module.modules.iter_mut().map(|inner| &mut inner.lines);
        let facets = module
            .facets
            .iter_mut()
            .map(|(_, _, facet)| &mut facet.lines);
        let private = module.private.iter_mut().map(|(_, lines)| lines);
        for lines in modules.chain(facets).chain(private) {
            self.lines(lines);
        }
        self.lines(&mut module.lines);
    }

    fn definition(&self, definition: &mut Definition) {
        self.lines(&mut definition.lines);
        for part in &mut definition.parts {
            self.definition(part);
        }
    }

    fn lines(&self, lines: &mut Range<usize>) {
        lines.start = self.0.get(lines.start).copied().unwrap_or(lines.start);
    }
}
