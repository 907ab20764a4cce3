//! Keys as expressions.

use proc_macro2::TokenStream;
use quote::quote;
use restli_model::interpret::Datum;
use restli_model::model::{Key, KeyType, Type};

use crate::emit::argument;

use super::value::Values;

impl Values<'_, '_> {
    /// An expression for a parameter that takes the key.
    pub(super) fn key(&self, key: &Key, datum: &Datum) -> Option<TokenStream> {
        match (&key.ty, datum) {
            (KeyType::Simple(ty), _) => self.argument(ty, datum),
            (
                KeyType::Complex { .. },
                Datum::Key {
                    key: name,
                    params: None,
                },
            ) => self.owned(&named(&key.ty)?, name),
            (KeyType::Complex { .. }, Datum::Key { .. }) => self.listed_key(key, datum),
            (KeyType::Complex { .. } | KeyType::Compound(_), _) => {
                self.argument(&named(&key.ty)?, datum)
            }
        }
    }

    /// An expression for a key in a list: all of them are of one type.
    pub(super) fn listed_key(&self, key: &Key, datum: &Datum) -> Option<TokenStream> {
        match (&key.ty, datum) {
            (KeyType::Simple(ty), _) => match argument::resolved(self.scope.model, ty) {
                Type::String => self.argument(ty, datum),
                _ => self.owned(ty, datum),
            },
            (KeyType::Complex { params: ty, .. }, Datum::Key { key: name, params }) => {
                let name = self.owned(&named(&key.ty)?, name)?;
                let params = match (ty, params) {
                    (Some(ty), Some(params)) => {
                        let params = self.owned(&Type::Named(*ty), params)?;
                        Some(quote!(.params(#params)))
                    }
                    _ => None,
                };
                Some(quote!(restli::ComplexKey::new(#name) #params))
            }
            (KeyType::Complex { .. } | KeyType::Compound(_), _) => {
                self.owned(&named(&key.ty)?, datum)
            }
        }
    }
}

/// The record of a key that has parts.
fn named(ty: &KeyType) -> Option<Type> {
    match ty {
        KeyType::Simple(_) => None,
        KeyType::Complex { key, .. } | KeyType::Compound(key) => Some(Type::Named(*key)),
    }
}
