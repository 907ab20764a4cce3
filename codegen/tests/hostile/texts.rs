//! Text for people changes documentation and literals, and no token besides.

use std::collections::BTreeMap;

use proc_macro2::{TokenStream, TokenTree};

use crate::support;
use crate::support::template::Template;
use crate::support::words::TEXTS;

/// The code of every file, without what a text may change.
fn code(text: &str) -> BTreeMap<String, String> {
    let template = Template::read();
    let slots = template.slots().into_iter();
    let words: Vec<_> = slots
        .filter(|slot| slot.starts_with('~'))
        .map(|slot| (slot, text))
        .collect();
    let files = support::generated(template.with(&words));
    let code = files.iter().filter(|(path, _)| path.ends_with(".rs"));
    let code = code.map(|(path, text)| {
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        (path.to_owned(), without_texts(quote::quote!(#file)))
    });
    code.collect()
}

#[test]
fn a_text_changes_documentation_and_literals_alone() {
    let plain = code("text");
    assert!(
        plain
            .values()
            .any(|code| code.contains("fn find_by_search"))
    );
    for text in TEXTS {
        for (path, code) in code(text) {
            assert_eq!(code, plain[&path], "{text:?}: {path}");
        }
    }
}

/// The tokens outside of documentation and deprecation notes; texts are left blank.
fn without_texts(tokens: TokenStream) -> String {
    let mut text = String::new();
    for tree in tokens {
        match tree {
            TokenTree::Group(group) => {
                let inner = without_texts(group.stream());
                if !inner.starts_with("doc ") && !inner.starts_with("deprecated ") {
                    text.push_str(&format!("{:?}{inner};", group.delimiter()));
                }
            }
            // What is left of an attribute without its brackets.
            TokenTree::Punct(punct) if matches!(punct.as_char(), '#' | '!') => {}
            TokenTree::Literal(literal) if literal.to_string().contains('"') => {
                text.push_str("\"\" ")
            }
            tree => text.push_str(&format!("{tree} ")),
        }
    }
    text
}
