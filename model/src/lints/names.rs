//! Names that read badly: symbols that repeat their enum, one name spelled in two ways.

use std::collections::BTreeMap;

use heck::{ToShoutySnakeCase, ToUpperCamelCase};

use crate::diagnostics::{Code, Diagnostic, Edit};
use crate::model::{Model, TypeKind};
use crate::source::Place;
use crate::syntax::{Documents, EnumSyntax, Named, SymbolSyntax};

/// Symbols such as `COLOR_RED` of `Color`, which would be `Color::ColorRed`.
pub(super) fn prefixed_symbols(documents: &Documents, found: &mut Vec<Diagnostic>) {
    let enums = documents.all_types().flat_map(|types| &types.enums);
    for Named { name, value } in enums {
        let prefix = format!("{}_", name.value.to_shouty_snake_case());
        let prefixed = prefixed(value, &prefix);
        let Some((first, _)) = prefixed.first() else {
            continue;
        };
        let message = format!("symbols of `{}` begin with its name", name.value);
        let twice = format!("{}::{}", name.value, first.name.value.to_upper_camel_case());
        let edits = prefixed.iter().map(|(symbol, short)| rename(symbol, short));
        let mut diagnostic = Diagnostic::warning(Code::PrefixedSymbol, &name.place, message)
            .help_with("give them shorter names in Rust", edits.collect())
            .also(&first.name.place, format!("this one is `{twice}` in Rust"));
        diagnostic.labels[0].text = format!("{} of {}", prefixed.len(), value.symbols.len());
        found.push(diagnostic);
    }
}

/// The symbols that begin with the prefix and have no other name in Rust, with what is left of them.
fn prefixed<'a>(syntax: &'a EnumSyntax, prefix: &str) -> Vec<(&'a Named<SymbolSyntax>, String)> {
    let symbols = syntax.symbols.iter();
    let symbols = symbols.filter(|symbol| symbol.value.rust_name.is_none());
    symbols
        .filter_map(|symbol| {
            let short = symbol.name.value.strip_prefix(prefix)?;
            let usable = short.starts_with(|c: char| c.is_ascii_alphabetic());
            usable.then(|| (symbol, short.to_upper_camel_case()))
        })
        .collect()
}

/// Writes `rust_name` into what stands behind the name of a symbol.
fn rename(symbol: &Named<SymbolSyntax>, short: &str) -> Edit {
    let place = &symbol.name.place;
    let behind = &place.file.text()[place.span.end..];
    let insert = |at: usize, text: String| Edit {
        place: Place::new(&place.file, place.span.end + at..place.span.end + at),
        text,
    };
    match behind.find('{') {
        Some(at) if behind[..at].trim() == ":" => insert(at + 1, format!(" rust_name: {short},")),
        _ => insert(1, format!(" {{ rust_name: {short} }}")),
    }
}

/// Names of fields and parameters that differ only by case or `_`; what is rarer is probably wrong.
pub(super) fn two_spellings(model: &Model, found: &mut Vec<Diagnostic>) {
    let mut spellings: BTreeMap<String, BTreeMap<&str, Vec<&Place>>> = BTreeMap::new();
    for (name, place) in names(model) {
        let folded = name.replace('_', "").to_lowercase();
        let spelled = spellings.entry(folded).or_default();
        let places = spelled.entry(name).or_default();
        if !places.contains(&place) {
            places.push(place);
        }
    }
    for spelled in spellings.values().filter(|spelled| spelled.len() > 1) {
        let usual = spelled.iter().max_by_key(|(_, places)| places.len());
        let Some((usual, places)) = usual else {
            continue;
        };
        for (name, rare) in spelled.iter().filter(|(name, _)| *name != usual) {
            let message = format!("`{name}` is called `{usual}` elsewhere");
            found.push(
                Diagnostic::warning(Code::TwoSpellings, rare[0], message)
                    .also(places[0], format!("`{usual}`, as in {} of {}", places.len(), places.len() + rare.len()))
                    .help(format!("if the wire has it so, give it `rust_name:` and say why it is allowed; else write `{usual}`")),
            );
        }
    }
}

fn names(model: &Model) -> impl Iterator<Item = (&str, &Place)> {
    let fields = model.types.iter().filter_map(|def| match &def.kind {
        TypeKind::Record(record) => Some(&record.fields),
        _ => None,
    });
    let fields = fields
        .flatten()
        .map(|field| (field.name.as_str(), &field.place));
    let methods = model
        .resources
        .iter()
        .flat_map(|resource| &resource.methods);
    let params = methods.flat_map(|method| &method.params);
    let params = params.map(|param| (param.name.as_str(), &param.place));
    fields.chain(params)
}
