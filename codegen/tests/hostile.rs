//! Whatever names and texts a schema has, it is refused or generated; nothing panics.

mod support;

use restli_model::source::SourceSet;

const NAMES: &[&str] = &[
    "type",
    "async",
    "gen",
    "move",
    "self",
    "Self",
    "super",
    "crate",
    "_",
    "r#x",
    "2d",
    "",
    "a-b",
    "a_b",
    "aB",
    "AB",
    "send",
    "build",
    "start",
    "count",
    "project",
    "all",
    "new",
    "projection",
    "with",
    "resolved",
    "Unknown",
    "Option",
    "Vec",
    "String",
    "Result",
    "Client",
    "Mod",
    "mod",
    "kind",
    "restli",
    "std",
    "url",
    "client",
    "ünï",
    "\u{202E}x",
    "a.b",
    "com.example.Type",
    "$x",
    "macro_rules",
    "union",
    "static",
    "dyn",
    "name",
    "value",
    "out",
    "element",
    "Self_",
    "value_",
];

const TEXTS: &[&str] = &[
    "*/ /* //",
    "\"# \\u{41} \\",
    "``` let x",
    "#![deny(x)]",
    "[`Missing`]",
    "<script>",
    "{} {0} %s",
    "`",
    "~~~",
    "    let x = 1;",
    "\u{202E}\u{0}\u{7}",
    "http://x.org/[a]",
    "| a | b |",
    "\r\n\r",
    "&lt; &#0;",
    "# heading",
    "- a\n  - b",
    "[a]: <b>",
    "\u{FEFF}",
    "'\"'",
];

/// A schema with a name and a text in every place that takes one.
fn schema(name: &str, text: &str) -> Vec<(String, String)> {
    let (name, text) = (quoted(name), quoted(text));
    let resource = format!(
        "resource: books\nbase: v2\nkind: collection\nkey: {{ name: {name}, type: long }}\nentity: Book\n\
         docs: {{ summary: {text}, details: {text}, deprecated: {text} }}\n\
         alternative_keys: {{ other: {{ type: string, doc: {text} }} }}\n\
         methods:\n  get: {{ docs: {{ summary: {text} }} }}\n  create: {{}}\n  partial_update: {{}}\n  \
         batch_update: {{ max_batch: 5 }}\n\
         finders:\n  {name}: {{ paging: none, params: {{ {name}: {{ type: string, doc: {text} }} }} }}\n\
         records:\n  Book:\n    docs: {{ summary: {text} }}\n    fields:\n      {name}: {{ type: Genre, doc: {text}, deprecated: {text} }}\n\
         enums:\n  Genre:\n    symbols: {{ {name}: {{ doc: {text} }} }}\n"
    );
    vec![
        ("resources/shelf/books.yaml".to_owned(), resource),
        ("api.yaml".to_owned(), support::API.to_owned()),
    ]
}

/// A text as a double-quoted scalar of YAML.
fn quoted(text: &str) -> String {
    let escaped = text.chars().map(|c| match c {
        '"' | '\\' => format!("\\{c}"),
        c if c.is_control() || !c.is_ascii() => format!("\\U{:08X}", c as u32),
        c => c.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

#[test]
fn every_schema_is_refused_or_gives_rust() {
    let mut accepted = 0;
    let names = NAMES.iter().map(|name| (*name, "text"));
    let texts = TEXTS.iter().map(|text| ("title", *text));
    for (name, text) in names.chain(texts) {
        let sources = SourceSet::from_files(schema(name, text));
        let (Some(model), _) = restli_model::load(&sources) else {
            continue;
        };
        accepted += 1;
        let files = restli_codegen::emit(&model, &support::options());
        for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".rs")) {
            if let Err(error) = syn::parse_file(text) {
                panic!("{name:?}: {path}: {error}\n{text}");
            }
        }
    }
    assert!(
        accepted > TEXTS.len(),
        "only {accepted} schemas were accepted"
    );
}

#[test]
fn a_text_changes_documentation_and_nothing_else() {
    let code = |text: &str| {
        let files = support::generated(schema("title", text));
        let code = files
            .iter()
            .filter(|(path, _)| path.ends_with(".rs"))
            .map(|(path, text)| {
                let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
                (path.to_owned(), without_docs(quote::quote!(#file)))
            });
        code.collect::<Vec<_>>()
    };
    let plain = code("text");
    assert!(
        plain
            .iter()
            .any(|(_, code)| code.contains("fn find_by_title"))
    );
    for text in TEXTS {
        assert_eq!(code(text), plain, "{text:?}");
    }
}

/// The tokens outside of documentation and deprecation notes.
fn without_docs(tokens: proc_macro2::TokenStream) -> String {
    use proc_macro2::TokenTree;
    let mut text = String::new();
    for tree in tokens {
        match tree {
            TokenTree::Group(group) => {
                let inner = without_docs(group.stream());
                if !inner.starts_with("doc ") && !inner.starts_with("deprecated ") {
                    text.push_str(&format!("{:?}{inner};", group.delimiter()));
                }
            }
            // What is left of an attribute without its brackets.
            TokenTree::Punct(punct) if matches!(punct.as_char(), '#' | '!') => {}
            tree => text.push_str(&format!("{tree} ")),
        }
    }
    text
}
