//! Masks as calls of projection builders.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use restli_model::interpret::Call;
use restli_model::model::{
    Decoration, Field, Method, Model, ProjectionSpelling, RestMethod, Returns, TypeId, TypeKind,
};
use restli_wire::{Item, Mask};

use super::resolution::resolving;
use crate::emit::projection::{self, Inside};
use crate::emit::{Scope, argument, method};
use crate::names;

/// The steps of a call that ask for masks.
pub(super) fn masks(scope: &Scope<'_>, method: &Method, call: &Call) -> Option<TokenStream> {
    let model = scope.model;
    let fields = match &call.mask {
        None => quote!(),
        Some((spelling, mask)) => {
            let project = project(scope, method, *spelling, mask)?;
            let default = method.projections.first() == Some(spelling);
            let spelling = method::spelling(*spelling);
            let respelled = (!default).then(|| quote!(.project_as(#spelling)));
            quote!(#project #respelled)
        }
    };
    let metadata = match &call.metadata_mask {
        None => quote!(),
        Some(mask) => {
            let closure = closure(model, method.metadata?, mask)?;
            quote!(.project_metadata(#closure))
        }
    };
    let paging = match &call.paging_mask {
        None => quote!(),
        Some(mask) => {
            let paging = paging(mask)?;
            quote!(.project_paging(#paging))
        }
    };
    Some(quote!(#fields #metadata #paging))
}

/// The step that asks for fields of the answer.
fn project(
    scope: &Scope<'_>,
    method: &Method,
    spelling: ProjectionSpelling,
    mask: &Mask,
) -> Option<TokenStream> {
    let id = method::projected_entity(scope, method)?;
    let enveloped = spelling == ProjectionSpelling::Projection;
    if enveloped && method::is_walked(method) {
        return collection(scope, method, id, mask);
    }
    let mask = match enveloped.then(|| envelope(method)).flatten() {
        Some(member) => mask.get(member)?.each.as_ref()?,
        None => mask,
    };
    let closure = closure(scope.model, id, mask)?;
    Some(quote!(.project(#closure)))
}

/// The member of the envelope that holds the entities, for methods with several of them.
fn envelope(method: &Method) -> Option<&'static str> {
    match (method.rest, &method.returns) {
        (_, Returns::Batch(_)) => Some("results"),
        (RestMethod::BatchFinder, _) => Some("elements"),
        _ => None,
    }
}

/// Of a collection, mostly its elements and the paging are asked for, which has a shorter form.
fn collection(scope: &Scope<'_>, method: &Method, id: TypeId, mask: &Mask) -> Option<TokenStream> {
    let model = scope.model;
    let names: Vec<&str> = mask.items().map(|(name, _)| name).collect();
    let elements = mask.get("elements").and_then(|item| item.each.as_ref());
    let whole_paging = mask.get("paging").is_some_and(|item| item.selected);
    if let (2, Some(elements), true, false) =
        (names.len(), elements, whole_paging, mask.selects_all())
    {
        let closure = closure(model, id, elements)?;
        return Some(quote!(.project(#closure)));
    }
    let steps = mask.items().map(|(name, item)| match (name, &item.each) {
        ("elements", Some(elements)) => {
            let closure = closure(model, id, elements)?;
            Some(quote!(.elements(#closure)))
        }
        ("elements", None) if item.selected => Some(quote!(.elements_all())),
        ("paging", _) if is_within(item) => {
            let paging = paging(item.within.as_ref()?)?;
            Some(quote!(.paging_with(#paging)))
        }
        ("metadata", _) if is_within(item) && method.metadata.is_some() => {
            let metadata = method.metadata?;
            let (builder, fields) = (scope.projection(metadata), item.within.as_ref()?);
            let closure = closure(model, metadata, fields)?;
            Some(quote!(.metadata_with::<#builder>(#closure)))
        }
        _ => member(name, item),
    });
    let steps: Vec<_> = steps.collect::<Option<_>>()?;
    let all = mask.selects_all().then(|| quote!(.all()));
    Some(quote!(.project_collection(|page| page #all #(#steps)*)))
}

/// `|paging| paging.total()`.
fn paging(mask: &Mask) -> Option<TokenStream> {
    let steps = mask.items().map(|(name, item)| member(name, item));
    let steps: Vec<_> = steps.collect::<Option<_>>()?;
    let all = mask.selects_all().then(|| quote!(.all()));
    Some(quote!(|paging| paging #all #(#steps)*))
}

/// A member of an envelope that every collection has.
fn member(name: &str, item: &Item) -> Option<TokenStream> {
    let whole = Item {
        selected: true,
        ..Item::default()
    };
    if *item != whole {
        return as_text(name, item);
    }
    let name = names::ident(name);
    Some(quote!(.#name()))
}

/// `|person| person.id().first_name()`.
pub(super) fn closure(model: &Model, id: TypeId, mask: &Mask) -> Option<TokenStream> {
    if !projection::projected(model, id) {
        return None;
    }
    let parameter = names::closure_param(&model[id].rust_name);
    let all = mask.selects_all().then(|| quote!(.all()));
    let steps = mask.items().map(|(name, item)| {
        // What the builder has no word for is written as it stands on the wire.
        step(model, id, name, item).or_else(|| as_text(name, item))
    });
    let steps: Vec<_> = steps.collect::<Option<_>>()?;
    Some(quote!(|#parameter| #parameter #all #(#steps)*))
}

/// All that is asked of one field.
fn step(model: &Model, id: TypeId, name: &str, item: &Item) -> Option<TokenStream> {
    let part = part(model, id, name)?;
    let parameter = names::closure_param(&model[id].rust_name);
    if item.excluded {
        let plain = names::ident(&part.function);
        return Some(quote!(.without(|#parameter| #parameter.#plain())));
    }
    let chosen = chosen(model, &part, item)?;
    let resolved = match item.resolutions.as_slice() {
        [] => quote!(),
        // The builder of a list resolves each item, that of a single URN the URN.
        resolutions if resolutions.iter().all(|one| one.each == part.list) => {
            resolving(model, &part.function, part.decoration?, resolutions)?
        }
        _ => return None,
    };
    Some(match item.range {
        None => quote!(#chosen #resolved),
        Some((start, count)) => {
            let start = Literal::u64_unsuffixed(start);
            let count = match count.map(Literal::u64_unsuffixed) {
                Some(count) => quote!(#count),
                None => quote!(None),
            };
            quote!(.slice(#start, #count, |#parameter| #parameter #chosen) #resolved)
        }
    })
}

/// A field of a record or a member of a union, as its builder knows it.
struct Part<'m> {
    function: String,
    inside: Option<Inside>,
    decoration: Option<&'m Decoration>,
    /// Whether the value is a list, of which each item is resolved.
    list: bool,
    /// Of a map, the type of its values if they have fields.
    keyed: Option<Option<TypeId>>,
}

fn part<'m>(model: &'m Model, id: TypeId, name: &str) -> Option<Part<'m>> {
    match &model[id].kind {
        TypeKind::Record(record) => {
            let field: &Field = record.fields.iter().find(|field| field.name == name)?;
            Some(Part {
                function: field.rust_name.clone(),
                inside: projection::inside(model, &field.ty),
                decoration: field.decoration.as_ref(),
                list: argument::is_list(model, field),
                keyed: projection::keyed(model, &field.ty),
            })
        }
        TypeKind::Union(union) => {
            let member = union.members.iter().find(|member| member.key == name)?;
            Some(Part {
                function: names::function(&member.rust_name),
                inside: projection::inside(model, &member.ty),
                decoration: None,
                list: false,
                keyed: projection::keyed(model, &member.ty),
            })
        }
        _ => None,
    }
}

/// The whole field, or parts of it.
fn chosen(model: &Model, part: &Part<'_>, item: &Item) -> Option<TokenStream> {
    let plain = names::ident(&part.function);
    let with = names::suffixed(&part.function, "_with");
    let mut whole = item.selected;
    let parts = match (&item.within, &item.each, part.inside) {
        (None, None, _) => None,
        (Some(mask), None, Some(Inside::Within(id))) => {
            let closure = closure(model, id, mask)?;
            Some(quote!(.#with(#closure)))
        }
        // Every element, where elements have no parts.
        (Some(mask), None, _) | (None, Some(mask), None) if is_every(mask) => {
            Some(quote!(.#plain()))
        }
        (keys, each, inside) => {
            let each = each.as_ref().map(|mask| {
                let Inside::Each(id, depth) = inside? else {
                    return None;
                };
                let closure = closure(model, id, innermost(mask, depth)?)?;
                Some(quote!(.#with(#closure)))
            });
            let each = match each {
                Some(each) => Some(each?),
                None => None,
            };
            let keys = match keys {
                Some(mask) => {
                    whole |= mask.selects_all();
                    Some(self::keys(model, part, mask)?)
                }
                None => None,
            };
            Some(quote!(#each #keys))
        }
    };
    // A slice of the whole field needs the field named.
    let is_named = whole || item.range.is_some() && parts.is_none();
    let whole = is_named.then(|| quote!(.#plain()));
    Some(quote!(#whole #parts))
}

/// What is asked of the innermost elements of nested lists and maps, if nothing is asked on the way.
fn innermost(mask: &Mask, depth: usize) -> Option<&Mask> {
    if depth == 1 {
        return Some(mask);
    }
    let mut items = mask.items();
    match (items.next(), items.next(), mask.selects_all()) {
        (Some(("*", item)), None, false) if is_within(item) => {
            innermost(item.within.as_ref()?, depth - 1)
        }
        _ => None,
    }
}

/// Whether fields are all that is asked of an item.
fn is_within(item: &Item) -> bool {
    let only = Item {
        within: item.within.clone(),
        ..Item::default()
    };
    *item == only && item.within.is_some()
}

/// Single keys of a map.
fn keys(model: &Model, part: &Part<'_>, mask: &Mask) -> Option<TokenStream> {
    let value = part.keyed?;
    let steps = mask.items().map(|(key, item)| {
        let whole = Item {
            selected: true,
            ..Item::default()
        };
        if *item == whole && key != "*" {
            let function = names::suffixed(&part.function, "_key");
            return Some(quote!(.#function(#key)));
        }
        let mask = item
            .within
            .as_ref()
            .filter(|_| is_within(item) && key != "*")?;
        let function = names::suffixed(&part.function, "_key_with");
        let closure = closure(model, value?, mask)?;
        Some(quote!(.#function(#key, #closure)))
    });
    let steps: Vec<_> = steps.collect::<Option<_>>()?;
    Some(quote!(#(#steps)*))
}

/// Whether a mask is `*` and no more.
pub(super) fn is_every(mask: &Mask) -> bool {
    mask.selects_all() && mask.items().next().is_none()
}

/// `.and(Mask::parse_fields("labels:(k1:(text))").unwrap())`.
fn as_text(name: &str, item: &Item) -> Option<TokenStream> {
    let mut mask = Mask::new();
    if item.selected {
        mask = mask.field(name);
    }
    if item.excluded {
        mask = mask.exclude(name);
    }
    if let Some(within) = &item.within {
        mask = mask.within(name, within.clone());
    }
    if let Some(each) = &item.each {
        mask = mask.each(name, each.clone());
    }
    if let Some((start, count)) = item.range {
        mask = mask.range(name, start, count);
    }
    for resolution in &item.resolutions {
        mask = mask.resolve(name, resolution.clone());
    }
    let (parse, text) = match (mask.to_fields(), mask.to_projection()) {
        (Ok(text), _) => ("parse_fields", text),
        (Err(_), Ok(text)) => ("parse_projection", text),
        (Err(_), Err(_)) => return None,
    };
    let parse = names::ident(parse);
    Some(quote!(.and(restli::Mask::#parse(#text).unwrap())))
}
