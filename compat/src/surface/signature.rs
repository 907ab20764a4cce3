//! Types and functions as text.
//!
//! Two are the same if their texts are: without names of arguments, without what only formatting
//! adds, and with the items of the crate written as `crate::path`.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit_mut::VisitMut;
use syn::{Fields, FnArg, GenericParam, ReceiverKind, ReturnType, Signature};

use super::scope::Resolver;

/// The parameters of a type or of an `impl`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Generics {
    /// The parameters, lifetimes first.
    pub(super) parameters: Vec<Parameter>,
    /// What `where` says.
    pub(super) bounds: String,
}

/// One parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parameter {
    /// Its name, bounds and default as written.
    pub(super) text: String,
    /// Its name.
    pub(super) name: String,
    /// What it is where nobody says.
    pub(super) default: Option<String>,
}

impl Generics {
    /// Reads what stands behind the name of a type.
    pub(super) fn read(resolver: &mut Resolver<'_>, generics: &syn::Generics) -> Self {
        let mut generics = generics.clone();
        resolver.visit_generics_mut(&mut generics);
        let parameters = generics.params.iter().map(|parameter| Parameter {
            text: text(parameter),
            name: match parameter {
                GenericParam::Lifetime(lifetime) => text(&lifetime.lifetime),
                GenericParam::Type(parameter) => parameter.ident.to_string(),
                GenericParam::Const(parameter) => parameter.ident.to_string(),
            },
            default: match parameter {
                GenericParam::Type(parameter) => parameter.default.as_ref().map(|(_, ty)| text(ty)),
                _ => None,
            },
        });
        Self {
            parameters: parameters.collect(),
            bounds: text(&generics.where_clause),
        }
    }

    /// All texts in which types are named.
    pub(super) fn texts(&mut self) -> Vec<&mut String> {
        let parameters = self.parameters.iter_mut();
        let texts = parameters.flat_map(|parameter| {
            std::iter::once(&mut parameter.text).chain(&mut parameter.default)
        });
        texts.chain([&mut self.bounds]).collect()
    }

    /// As one writes them, lifetimes left out unless they are asked for.
    pub(super) fn shown(&self, lifetimes: bool) -> String {
        let parameters = { self.parameters.iter() }
            .filter(|parameter| lifetimes || !parameter.name.starts_with('\''))
            .map(|parameter| parameter.text.as_str());
        let parameters: Vec<_> = parameters.collect();
        let space = if self.bounds.is_empty() { "" } else { " " };
        match parameters.is_empty() {
            true => format!("{space}{}", self.bounds),
            false => format!("<{}>{space}{}", parameters.join(", "), self.bounds),
        }
    }
}

/// A function: `fn(self, impl Into<String>) -> Self`.
pub(super) fn function(resolver: &mut Resolver<'_>, function: &Signature) -> String {
    let mut function = function.clone();
    resolver.visit_signature_mut(&mut function);
    let arguments: Vec<_> = function.inputs.iter().map(argument).collect();
    let mut out = String::new();
    for (word, there) in [
        ("const ", function.constness.is_some()),
        ("async ", function.asyncness.is_some()),
    ] {
        out.push_str(if there { word } else { "" });
    }
    let parameters = { function.generics.params.iter() }.map(text);
    let parameters: Vec<_> = parameters.collect();
    out.push_str("fn");
    if !parameters.is_empty() {
        out.push_str(&format!("<{}>", parameters.join(", ")));
    }
    out.push_str(&format!("({})", arguments.join(", ")));
    if let ReturnType::Type(_, ty) = &function.output {
        out.push_str(&format!(" -> {}", text(ty)));
    }
    if let Some(bounds) = &function.generics.where_clause {
        out.push_str(&format!(" {}", text(bounds)));
    }
    out
}

fn argument(argument: &FnArg) -> String {
    match argument {
        FnArg::Typed(typed) => text(&typed.ty),
        FnArg::Receiver(receiver) => match &receiver.kind {
            ReceiverKind::Typed(_, ty) => format!("self: {}", text(ty)),
            // `mut self` is the function's own business.
            ReceiverKind::Value => "self".to_owned(),
            _ => text(receiver),
        },
    }
}

/// What a variant holds: nothing, `(String)`, or `{ id: i64 }`.
pub(super) fn payload(resolver: &mut Resolver<'_>, fields: &Fields) -> String {
    let fields_text = { fields.iter() }.map(|field| {
        let ty = resolver.ty(&field.ty);
        match &field.ident {
            Some(name) => format!("{name}: {ty}"),
            None => ty,
        }
    });
    let list: Vec<_> = fields_text.collect();
    match fields {
        Fields::Unit => String::new(),
        Fields::Unnamed(_) => format!("({})", list.join(", ")),
        Fields::Named(_) => format!(" {{ {} }}", list.join(", ")),
    }
}

/// Tokens as people write them, on one line.
pub(super) fn text(tokens: impl ToTokens) -> String {
    let mut out = String::new();
    write(tokens.to_token_stream(), &mut out);
    out
}

fn write(tokens: TokenStream, out: &mut String) {
    // Between two words there must be a space, and after some signs there is one.
    let mut joined = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{ ", " }"),
                    Delimiter::None => ("", ""),
                };
                if group.delimiter() == Delimiter::Brace && !out.ends_with(' ') {
                    out.push(' ');
                }
                let tuple = open == "(" && !word_before(out);
                out.push_str(open);
                let start = out.len();
                write(group.stream(), out);
                without_comma(out);
                // A tuple of one needs its comma.
                if tuple && commas(group.stream()) == 1 && !out[start..].contains(", ") {
                    out.push(',');
                }
                out.push_str(close);
            }
            TokenTree::Punct(sign) => {
                match sign.as_char() {
                    '>' if !out.ends_with('-') && !out.ends_with('=') => without_comma(out),
                    '=' | '+' if !joined && !out.ends_with(' ') => out.push(' '),
                    '-' if !out.ends_with(' ') => out.push(' '),
                    _ => {}
                }
                if sign.as_char() == '\'' && word_before(out) {
                    out.push(' ');
                }
                out.push(sign.as_char());
                let arrow = out.ends_with("->") || out.ends_with("=>");
                let alone = sign.spacing() == Spacing::Alone;
                if arrow || (alone && matches!(sign.as_char(), ',' | '=' | '+')) {
                    out.push(' ');
                }
                if alone && sign.as_char() == ':' && !out.ends_with("::") {
                    out.push(' ');
                }
                joined = !alone;
                continue;
            }
            word => {
                if word_before(out) {
                    out.push(' ');
                }
                out.push_str(&word.to_string());
            }
        }
        joined = false;
    }
}

fn word_before(out: &str) -> bool {
    out.ends_with(|last: char| last.is_alphanumeric() || matches!(last, '_' | '"' | ')' | '>'))
}

fn commas(tokens: TokenStream) -> usize {
    let comma =
        |token: &TokenTree| matches!(token, TokenTree::Punct(sign) if sign.as_char() == ',');
    tokens.into_iter().filter(comma).count()
}

fn without_comma(out: &mut String) {
    let length = out.trim_end_matches([',', ' ']).len();
    if out[length..].contains(',') {
        out.truncate(length);
    }
}
