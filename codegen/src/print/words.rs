//! Prints the few items that the printer of everything else does not print well.
//!
//! It cannot know what the words of a macro call mean and writes `Collection < Connection >`, and it
//! breaks the arguments at the head of a long chain. Ours hold names, types, literals and arrows
//! only, so spacing is a small table.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Expr, ItemMacro, ItemStatic};

/// Columns of a line.
const WIDTH: usize = 100;

/// A macro call, on one line.
pub(super) fn item_macro(item: &ItemMacro) -> String {
    let path = line(item.mac.path.to_token_stream());
    let body = line(item.mac.tokens.clone());
    format!("{path}!({body});\n")
}

/// A constant that is made by a chain of calls, one call on a line. Nothing if it is anything else.
pub(super) fn chained_static(item: &ItemStatic) -> Option<String> {
    if !item.attrs.is_empty() || !matches!(item.vis, syn::Visibility::Inherited) {
        return None;
    }
    let mut links = Vec::new();
    let mut head = item.expr.as_ref();
    while let Expr::MethodCall(call) = head {
        let (method, arguments) = (&call.method, &call.args);
        links.push(fitted(quote!(.#method(#arguments)), 8));
        head = &call.receiver;
    }
    if !matches!(head, Expr::Call(_)) {
        return None;
    }
    let ty = line(item.ty.to_token_stream());
    let start = format!("static {}: {ty} =", item.ident);
    let short = format!("{start} {};\n", line(head.to_token_stream()));
    if links.is_empty() && short.len() <= WIDTH {
        return Some(short);
    }
    let links: String = links
        .iter()
        .rev()
        .map(|link| format!("\n        {link}"))
        .collect();
    Some(format!(
        "{start}\n    {}{links};\n",
        fitted(head.to_token_stream(), 4)
    ))
}

/// Tokens on one line; if that is too long, the innermost list has a line for each of its items.
fn fitted(stream: TokenStream, indent: usize) -> String {
    let short = line(stream.clone());
    if indent + short.len() < WIDTH {
        return short;
    }
    let mut text = String::new();
    broken(stream, indent, &mut text);
    text
}

fn broken(stream: TokenStream, indent: usize, text: &mut String) {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let last_group = trees
        .iter()
        .rposition(|tree| matches!(tree, TokenTree::Group(_)));
    let Some((at, TokenTree::Group(list))) = last_group.map(|at| (at, &trees[at])) else {
        return tokens(trees.into_iter().collect(), text);
    };
    tokens(trees[..at].iter().cloned().collect(), text);
    let is_inner = list
        .stream()
        .into_iter()
        .any(|tree| matches!(tree, TokenTree::Group(_)));
    let (open, close) = delimiters(list.delimiter());
    text.push_str(open.trim());
    if is_inner {
        broken(list.stream(), indent, text);
    } else {
        let trees: Vec<TokenTree> = list.stream().into_iter().collect();
        let comma = |tree: &TokenTree| matches!(tree, TokenTree::Punct(p) if p.as_char() == ',');
        for item in trees.split(comma).filter(|item| !item.is_empty()) {
            let item = line(item.iter().cloned().collect());
            text.push_str(&format!("\n{}{item},", " ".repeat(indent + 4)));
        }
        text.push_str(&format!("\n{}", " ".repeat(indent)));
    }
    text.push_str(close.trim());
    tokens(trees[at + 1..].iter().cloned().collect(), text);
}

/// Tokens on one line.
fn line(stream: TokenStream) -> String {
    let mut text = String::new();
    tokens(stream, &mut text);
    text
}

fn tokens(stream: TokenStream, text: &mut String) {
    let mut joint = true;
    let mut last = Last::Open;
    for tree in stream {
        let (before, now) = space_before(&tree, last);
        if before && !joint {
            text.push(' ');
        }
        joint = matches!(&tree, TokenTree::Punct(punct) if punct.spacing() == Spacing::Joint);
        match tree {
            TokenTree::Group(group) => self::group(group.delimiter(), group.stream(), text),
            tree => text.push_str(&tree.to_string()),
        }
        last = now;
    }
}

/// What stood before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    /// The start, or something that clings to what follows: `::`, `<`, `&`.
    Open,
    /// A word, a group, or `>`.
    Word,
    /// `,`, `:` or an arrow, which want a space.
    Punct,
}

fn space_before(tree: &TokenTree, last: Last) -> (bool, Last) {
    let spaced = last != Last::Open;
    match tree {
        TokenTree::Punct(punct) => match punct.as_char() {
            ',' | ';' => (false, Last::Punct),
            // The first colon of a path is joint, the one after the name of a field is not.
            ':' if punct.spacing() == Spacing::Joint || last == Last::Open => (false, Last::Open),
            ':' => (false, Last::Punct),
            '<' => (false, Last::Open),
            '>' if last == Last::Punct => (false, Last::Punct),
            '>' => (false, Last::Word),
            '=' | '+' => (spaced, Last::Punct),
            _ => (spaced, Last::Open),
        },
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => (spaced, Last::Word),
        TokenTree::Group(_) => (last == Last::Punct, Last::Word),
        TokenTree::Ident(_) | TokenTree::Literal(_) => (spaced, Last::Word),
    }
}

fn group(delimiter: Delimiter, stream: TokenStream, text: &mut String) {
    let (open, close) = delimiters(delimiter);
    text.push_str(open);
    tokens(stream, text);
    text.push_str(close);
}

fn delimiters(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::Brace => ("{ ", " }"),
        Delimiter::None => ("", ""),
    }
}

#[cfg(test)]
mod tests {
    use syn::Item;

    #[test]
    fn items_are_spaced_as_people_space_them() {
        for text in [
            "restli::call!(Get => restli::Collection<Connection>);\n",
            "restli::call!(Get => restli::Created<(String, i64)>);\n",
            "restli::project!(FindByViewer => elements ConnectionProjection);\n",
            "a::localized!(Name { localized: BTreeMap<String, Vec<Text>>, preferred_locale: Locale });\n",
            "static A: restli::Spec = restli::Spec::get(\"a\", \"/a/{}\");\n",
            "static A: restli::Spec =\n    restli::Spec::get(\"a\", \"/a\")\n        \
             .known(&[restli::B::C, restli::B::D])\n        .flag()\n        .some(a::Any(&[\"x\", \"y\"]));\n",
            "static A: restli::Spec =\n    restli::Spec::get(\"a\", \"/a\")\n        .some(a::Any(&[\n            \
             \"a_long_name_of_a_permission\",\n            \"another, long name of a permission\",\n            \
             \"a_third_long_name\",\n        ]));\n",
            "static A: restli::Spec =\n    restli::Spec::finder(\n        \"aResourceWithALongName\",\n        \
             \"aFinderWithALongName\",\n        \"/withALongPath/aResourceWithALongName\",\n    )\n        \
             .flag();\n",
        ] {
            let file = syn::parse_file(text).unwrap();
            let printed = match &file.items[0] {
                Item::Macro(item) => super::item_macro(item),
                Item::Static(item) => super::chained_static(item).unwrap(),
                _ => panic!("neither"),
            };
            assert_eq!(printed, text);
        }
    }
}
