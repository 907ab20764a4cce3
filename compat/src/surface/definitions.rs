//! The items of a module, with their fields, variants and functions.
//!
//! Only what users can rely on is kept: types, but neither bodies nor values.

use syn::spanned::Spanned;
use syn::{Fields, ImplItem, Item, ItemImpl, Variant, Visibility};

use super::attributes::{derives, has, is_hidden, lines, public};
use super::gate::Gate;
use super::item::{Shape, Space, What};
use super::read::{Definition, Reader, name};
use super::scope::{Resolver, plain};
use super::signature::{self, Generics};

impl Reader<'_> {
    /// An item other than a module, an `impl` or a macro.
    pub(super) fn definition(&mut self, item: &Item) {
        let Some(name) = name(item) else { return };
        let mut parts = Vec::new();
        let (attrs, vis, start, end, space, shape) = match item {
            Item::Struct(item) => {
                let mut resolver = self.scope.resolver(&[&item.generics]);
                let non_exhaustive = has(&item.attrs, "non_exhaustive");
                let shape = Shape::Struct {
                    generics: Generics::read(&mut resolver, &item.generics),
                    style: style(&item.fields),
                    open: non_exhaustive || item.fields.iter().any(|field| !public(&field.vis)),
                    non_exhaustive,
                };
                parts = fields(&mut resolver, &item.fields);
                let end = match (&item.fields, item.semi_token) {
                    (_, Some(semi)) => semi.span,
                    (Fields::Named(fields), None) => fields.brace_token.span.close(),
                    _ => item.ident.span(),
                };
                (
                    &item.attrs,
                    &item.vis,
                    item.struct_token.span,
                    end,
                    Space::Type,
                    shape,
                )
            }
            Item::Enum(item) => {
                let mut resolver = self.scope.resolver(&[&item.generics]);
                let shape = Shape::Enum {
                    generics: Generics::read(&mut resolver, &item.generics),
                    non_exhaustive: has(&item.attrs, "non_exhaustive"),
                };
                parts = item
                    .variants
                    .iter()
                    .map(|part| variant(&mut resolver, part))
                    .collect();
                let end = item.brace_token.span.close();
                (
                    &item.attrs,
                    &item.vis,
                    item.enum_token.span,
                    end,
                    Space::Type,
                    shape,
                )
            }
            Item::Type(item) => {
                let mut resolver = self.scope.resolver(&[&item.generics]);
                let shape = Shape::Alias {
                    generics: Generics::read(&mut resolver, &item.generics),
                    target: resolver.ty(&item.ty),
                };
                (
                    &item.attrs,
                    &item.vis,
                    item.type_token.span,
                    item.semi_token.span,
                    Space::Type,
                    shape,
                )
            }
            Item::Fn(item) => {
                let shape = Shape::Function {
                    on: String::new(),
                    signature: signature::function(
                        &mut self.scope.resolver(&[&item.sig.generics]),
                        &item.sig,
                    ),
                };
                let end = item.block.brace_token.span.close();
                (
                    &item.attrs,
                    &item.vis,
                    item.sig.fn_token.span,
                    end,
                    Space::Value,
                    shape,
                )
            }
            Item::Const(item) => {
                let shape = Shape::Constant(self.scope.resolver(&[]).ty(&item.ty));
                (
                    &item.attrs,
                    &item.vis,
                    item.const_token.span,
                    item.semi_token.span,
                    Space::Value,
                    shape,
                )
            }
            Item::Static(item) => {
                let shape = Shape::Constant(self.scope.resolver(&[]).ty(&item.ty));
                (
                    &item.attrs,
                    &item.vis,
                    item.static_token.span,
                    item.semi_token.span,
                    Space::Value,
                    shape,
                )
            }
            Item::Trait(item) => {
                let shape = Shape::Other(signature::text(item));
                let end = item.brace_token.span.close();
                (
                    &item.attrs,
                    &item.vis,
                    item.trait_token.span,
                    end,
                    Space::Type,
                    shape,
                )
            }
            Item::Union(item) => {
                let shape = Shape::Other(signature::text(item));
                let end = item.fields.brace_token.span.close();
                (
                    &item.attrs,
                    &item.vis,
                    item.union_token.span,
                    end,
                    Space::Type,
                    shape,
                )
            }
            _ => return,
        };
        let lines = lines(attrs, vis, start, end);
        let gate = Gate::read(attrs);
        let on = self.scope.inner(&name).join("::");
        for derived in derives(attrs) {
            let name = self.scope.resolver(&[]).path(&derived);
            let what = What::Trait {
                associated: String::new(),
            };
            self.facet(on.clone(), name, what, Gate::default(), lines.clone());
        }
        self.module.definitions.push(Definition {
            name,
            space,
            public: public(vis) && !is_hidden(attrs),
            gate,
            deprecated: has(attrs, "deprecated"),
            lines,
            shape,
            parts,
        });
    }

    /// An `impl`, of a trait or of a type's own functions.
    pub(super) fn implementation(&mut self, item: &ItemImpl) {
        let mut resolver = self.scope.resolver(&[&item.generics]);
        let of = resolver.ty(&item.self_ty);
        let head = of.split('<').next().unwrap_or_default().to_owned();
        let gate = Gate::read(&item.attrs);
        let generics = Generics::read(&mut resolver, &item.generics).shown(false);
        let lines = lines(
            &item.attrs,
            &Visibility::Inherited,
            item.impl_token.span,
            item.brace_token.span.close(),
        );
        let Some((of_trait, _)) = &item.trait_ else {
            let gates = (generics, gate);
            self.methods(&head, item, &gates);
            self.module.private.push((head, lines));
            return;
        };
        let name = resolver.path(of_trait);
        let foreign = !head.starts_with("crate::");
        let on = match foreign {
            false => head.clone(),
            true => name.find("crate::").map_or(head.clone(), |at| {
                name[at..]
                    .split(['<', '>', ',', ' ', ')'])
                    .next()
                    .unwrap_or_default()
                    .to_owned()
            }),
        };
        let associated = item.items.iter().filter_map(|part| match part {
            ImplItem::Type(part) => Some(format!("{} = {}", part.ident, resolver.ty(&part.ty))),
            _ => None,
        });
        let associated: Vec<_> = associated.collect();
        let space = if generics.is_empty() { "" } else { " " };
        let name = match foreign {
            true => format!("{generics}{space}{name} for {of}"),
            false => format!("{generics}{space}{name}"),
        };
        let what = What::Trait {
            associated: associated.join(", "),
        };
        self.facet(on, name, what, gate, lines);
    }

    fn methods(&mut self, head: &str, item: &ItemImpl, (on, gate): &(String, Gate)) {
        for part in &item.items {
            let (attrs, vis, name, start, end, shape) = match part {
                ImplItem::Fn(part) => {
                    let mut resolver = self.scope.resolver(&[&item.generics, &part.sig.generics]);
                    let shape = Shape::Function {
                        on: on.clone(),
                        signature: signature::function(&mut resolver, &part.sig),
                    };
                    let (start, end) =
                        (part.sig.fn_token.span, part.block.brace_token.span.close());
                    (&part.attrs, &part.vis, &part.sig.ident, start, end, shape)
                }
                ImplItem::Const(part) => {
                    let shape =
                        Shape::Constant(self.scope.resolver(&[&item.generics]).ty(&part.ty));
                    let (start, end) = (part.const_token.span, part.semi_token.span);
                    (&part.attrs, &part.vis, &part.ident, start, end, shape)
                }
                _ => continue,
            };
            let definition = Definition {
                name: plain(name),
                space: Space::Value,
                public: public(vis) && !is_hidden(attrs),
                gate: gate.and(&Gate::read(attrs)),
                deprecated: has(attrs, "deprecated"),
                lines: lines(attrs, vis, start, end),
                shape,
                parts: Vec::new(),
            };
            self.module.methods.push((head.to_owned(), definition));
        }
    }
}

fn style(fields: &Fields) -> &'static str {
    match fields {
        Fields::Named(_) => "struct with named fields",
        Fields::Unnamed(_) => "struct with numbered fields",
        Fields::Unit => "struct without fields",
    }
}

fn fields(resolver: &mut Resolver<'_>, fields: &Fields) -> Vec<Definition> {
    let fields = fields.iter().enumerate().map(|(index, field)| {
        let start = field
            .ident
            .as_ref()
            .map_or(field.ty.span(), |name| name.span());
        Definition {
            name: { field.ident.as_ref() }.map_or_else(|| index.to_string(), plain),
            space: Space::Field,
            public: public(&field.vis) && !is_hidden(&field.attrs),
            gate: Gate::read(&field.attrs),
            deprecated: has(&field.attrs, "deprecated"),
            lines: lines(&field.attrs, &field.vis, start, field.ty.span()),
            shape: Shape::Field(resolver.ty(&field.ty)),
            parts: Vec::new(),
        }
    });
    fields.collect()
}

fn variant(resolver: &mut Resolver<'_>, variant: &Variant) -> Definition {
    let start = variant.ident.span();
    let end = match &variant.fields {
        Fields::Named(fields) => fields.brace_token.span.close(),
        Fields::Unnamed(fields) => fields.paren_token.span.close(),
        Fields::Unit => start,
    };
    Definition {
        name: plain(&variant.ident),
        space: Space::Type,
        public: !is_hidden(&variant.attrs),
        gate: Gate::read(&variant.attrs),
        deprecated: has(&variant.attrs, "deprecated"),
        lines: lines(&variant.attrs, &Visibility::Inherited, start, end),
        shape: Shape::Variant {
            payload: signature::payload(resolver, &variant.fields),
            non_exhaustive: has(&variant.attrs, "non_exhaustive"),
        },
        parts: Vec::new(),
    }
}
