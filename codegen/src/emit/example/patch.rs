//! Patches as chains of their builders.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use restli_model::interpret::{self, Change, Datum, Part, Patch};
use restli_model::model::{Field, Type, TypeId, TypeKind};

use crate::emit::{argument, patch};
use crate::names;

use super::value::Values;

impl Values<'_, '_> {
    /// An expression for a patch; as JSON where the builder cannot say it.
    pub(super) fn patch(&self, id: TypeId, datum: &Datum) -> Option<TokenStream> {
        let Datum::Patch(patch) = datum else {
            return None;
        };
        let builder = self.scope.patch(id);
        Some(match self.changes(id, patch) {
            Some(changes) => quote!(#builder::new() #(#changes)*),
            None => {
                let json = interpret::to_json(self.scope.model, datum).to_string();
                quote!(#builder::from_json(#json.parse::<restli::Json>().unwrap()))
            }
        })
    }

    /// The steps of a builder.
    fn changes(&self, id: TypeId, patch: &Patch) -> Option<Vec<TokenStream>> {
        let model = self.scope.model;
        let steps =
            patch
                .changes
                .iter()
                .map(|(part, change)| match (&model[id].kind, part, change) {
                    (TypeKind::Record(record), Part::Field(index), change) => {
                        self.change(record.fields.get(*index)?, change)
                    }
                    (TypeKind::Union(union), Part::Member(index), Change::Within(inner)) => {
                        let member = union.members.get(*index)?;
                        let name = names::function(&member.rust_name);
                        self.within(&name, &member.ty, inner)
                    }
                    _ => None,
                });
        steps.collect()
    }

    fn change(&self, field: &Field, change: &Change) -> Option<TokenStream> {
        if !patch::is_patched(field) {
            return None;
        }
        let named = |operation: &str| names::prefixed(operation, &field.rust_name);
        Some(match change {
            Change::Set(value) => {
                let (set, value) = (named("set"), self.argument(&field.ty, value)?);
                quote!(.#set(#value))
            }
            Change::Delete if field.required => return None,
            Change::Delete => {
                let delete = named("delete");
                quote!(.#delete())
            }
            Change::Reorder(step) => {
                let step = (*step)?;
                let reorder = named("reorder");
                let (from, to) = (
                    Literal::u32_unsuffixed(step.from),
                    Literal::u32_unsuffixed(step.to),
                );
                quote!(.#reorder(#from, #to))
            }
            Change::Within(inner) => self.within(&field.rust_name, &field.ty, inner)?,
        })
    }

    /// `.within_address(|address| address.set_city("Bern"))`.
    fn within(&self, name: &str, ty: &Type, inner: &Patch) -> Option<TokenStream> {
        let within = names::prefixed("within", name);
        let closure = match patch::inside(self.scope.model, ty)? {
            patch::Inside::Builder(id) => self.closure(id, inner)?,
            patch::Inside::Map(value) => {
                let entries = names::closure_param(names::bare(name));
                let steps = self.entries_of(&value, inner)?;
                quote!(|#entries| #entries #(#steps)*)
            }
        };
        Some(quote!(.#within(#closure)))
    }

    fn closure(&self, id: TypeId, inner: &Patch) -> Option<TokenStream> {
        let parameter: Ident = names::closure_param(&self.scope.model[id].rust_name);
        let steps = self.changes(id, inner)?;
        Some(quote!(|#parameter| #parameter #(#steps)*))
    }

    /// The steps for the entries of a map.
    fn entries_of(&self, value: &Type, patch: &Patch) -> Option<Vec<TokenStream>> {
        let steps = patch.changes.iter().map(|(part, change)| {
            let Part::Key(key) = part else { return None };
            match change {
                Change::Set(datum) => {
                    let value = self.entry(value, datum)?;
                    Some(quote!(.set(#key, #value)))
                }
                Change::Delete => Some(quote!(.delete(#key))),
                Change::Within(inner) => match patch::inside(self.scope.model, value)? {
                    patch::Inside::Builder(id) => {
                        let closure = self.closure(id, inner)?;
                        Some(quote!(.within(#key, #closure)))
                    }
                    patch::Inside::Map(_) => None,
                },
                Change::Reorder(_) => None,
            }
        });
        steps.collect()
    }

    /// A value that is taken by `Into`, whatever its type.
    fn entry(&self, ty: &Type, datum: &Datum) -> Option<TokenStream> {
        match (argument::resolved(self.scope.model, ty), datum) {
            // A bare number would be taken for a double.
            (Type::Float, Datum::Float(float)) => {
                let float = Literal::f32_suffixed(float.abs());
                Some(match datum {
                    Datum::Float(number) if number.is_sign_negative() => quote!(-#float),
                    _ => quote!(#float),
                })
            }
            (Type::String, _) => self.argument(ty, datum),
            _ => self.owned(ty, datum),
        }
    }
}
