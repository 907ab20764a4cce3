//! Sizes and depths: an error with a place, quickly.

use restli_model::diagnostics::Code;

use crate::corpus::{check, replaced, with_file, with_types};

/// Each line has ten times the items of the one before.
fn bomb() -> String {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for n in 1..9 {
        let before = format!("*a{}, ", n - 1).repeat(9);
        text.push_str(&format!("a{n}: &a{n} [{before}*a{}]\n", n - 1));
    }
    text
}

#[test]
fn an_alias_bomb_is_cheap() {
    check(
        "alias bomb",
        vec![("alias bomb", with_types(bomb()), Some(Code::Anchor))],
    );
}

#[test]
fn depth_is_bounded() {
    let deep = 100_000;
    let typed = |text: String| with_types(format!("typerefs:\n  Deep: {{ type: \"{text}\" }}\n"));
    let block = (0..2_000).map(|n| format!("{}a:\n", " ".repeat(n)));
    let id = "(a: ".repeat(deep);
    let mask = format!("({}", "out~(".repeat(deep));
    let sample = |text: String| with_file("samples/any/deep.json", text);
    check(
        "depth",
        vec![
            ("lists", with_types("[".repeat(deep)), Some(Code::TooMuch)),
            ("maps", with_types("{a: ".repeat(deep)), Some(Code::TooMuch)),
            (
                "blocks",
                with_types(block.collect::<String>()),
                Some(Code::TooMuch),
            ),
            ("items", with_types("- ".repeat(deep)), Some(Code::TooMuch)),
            (
                "questions",
                with_types("? ".repeat(deep / 10)),
                Some(Code::TooMuch),
            ),
            (
                "list types",
                typed("[".repeat(deep)),
                Some(Code::TypeExpression),
            ),
            (
                "map types",
                typed("{string: ".repeat(deep)),
                Some(Code::TypeExpression),
            ),
            (
                "URN types",
                typed("Urn<".repeat(deep)),
                Some(Code::TypeExpression),
            ),
            (
                "ids of URNs",
                replaced("(part: long, name: string)", &id),
                Some(Code::TypeExpression),
            ),
            (
                "masks",
                replaced("(state,out~)", &mask),
                Some(Code::TaskMask),
            ),
            ("JSON lists", sample("[".repeat(deep)), None),
            ("JSON objects", sample("{\"a\":".repeat(deep)), None),
            (
                "a query",
                replaced("words=a", &format!("words={}", "List(".repeat(deep))),
                None,
            ),
        ],
    );
}

#[test]
fn size_is_bounded() {
    let long = "x".repeat(7 << 20);
    let summary = |text: &str| replaced("~record details", text);
    let keys = |count: usize| (0..count).map(|n| format!("{n:x}:\n")).collect::<String>();
    let symbols = |count: usize| {
        let symbols = (0..count).map(|n| format!("      S{n}: {{ doc: A. }}\n"));
        let symbols: String = symbols.collect();
        let text =
            format!("enums:\n  Many:\n    docs: {{ summary: Many. }}\n    symbols:\n{symbols}");
        let mut files = with_types(text);
        let used = "fields:\n      colour: { type: \"Many\", doc: Its colour. }";
        for (_, text) in &mut files {
            *text = text.replace(
                "fields:\n      colour: { type: \"Colour\", doc: Its colour. }",
                used,
            );
        }
        files
    };
    check(
        "size",
        vec![
            ("a long text", summary(&long), None),
            ("many words", summary(&"a b ".repeat(50_000)), None),
            ("many lines", summary(&"\\n\\na".repeat(10_000)), None),
            (
                "a long type",
                replaced("type: \"Md5\"", &format!("type: {}", &long[..1 << 20])),
                Some(Code::UnknownType),
            ),
            (
                "a long key",
                with_types(format!("\"{}\": 1\n", &long[..1 << 20])),
                Some(Code::Yaml),
            ),
            (
                "a long line of a sample",
                replaced("~received", &long),
                None,
            ),
            (
                "many keys",
                with_types(keys(1_000_000)),
                Some(Code::TooMuch),
            ),
            (
                "some keys",
                with_types(keys(10_000)),
                Some(Code::UnknownKey),
            ),
            (
                "many comments",
                with_types("# \n".repeat(4 << 20)),
                Some(Code::FileUnreadable),
            ),
            (
                "many blank lines",
                with_types("\n".repeat(8 << 20)),
                Some(Code::WrongShape),
            ),
            ("many symbols", symbols(3_000), None),
        ],
    );
}
