//! Which cargo features a thing needs.
//!
//! Compared by what they imply rather than as written: what needed `a` and now needs `a` or `b` has
//! lost nobody.

use std::collections::BTreeSet;
use std::fmt;

use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, Token};

use super::features::Features;
use super::signature;

/// All of these, and of each any one; nothing where a thing is always there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Gate(BTreeSet<BTreeSet<String>>);

impl Gate {
    /// What the `#[cfg(…)]` of a thing say.
    pub(super) fn read(attributes: &[Attribute]) -> Self {
        let cfgs = { attributes.iter() }.filter(|attribute| attribute.path().is_ident("cfg"));
        cfgs.filter_map(|attribute| attribute.parse_args::<Meta>().ok())
            .fold(Self::default(), |gate, meta| gate.and(&Self::of(&meta)))
    }

    fn of(meta: &Meta) -> Self {
        let parts = || match meta {
            Meta::List(list) => list
                .parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
                .ok(),
            _ => None,
        };
        if meta.path().is_ident("all")
            && let Some(parts) = parts()
        {
            return { parts.iter() }.fold(Self::default(), |gate, part| gate.and(&Self::of(part)));
        }
        if meta.path().is_ident("any")
            && let Some(parts) = parts()
            && let Some(gate) = { parts.iter().map(Self::of) }.reduce(|gate, part| gate.or(&part))
        {
            return gate;
        }
        let name = match meta {
            Meta::NameValue(pair) if pair.path.is_ident("feature") => text(&pair.value),
            _ => None,
        };
        let name = name.unwrap_or_else(|| signature::text(meta));
        Self(BTreeSet::from([BTreeSet::from([name])]))
    }

    /// Both.
    pub(super) fn and(&self, other: &Self) -> Self {
        Self(self.0.union(&other.0).cloned().collect())
    }

    /// Either.
    pub(super) fn or(&self, other: &Self) -> Self {
        let pairs = { self.0.iter() }.flat_map(|one| other.0.iter().map(move |two| one | two));
        Self(pairs.collect())
    }

    /// Whether whoever has this has the other, too.
    pub(super) fn implies(&self, other: &Self, features: &Features) -> bool {
        let enabled = |names: &BTreeSet<String>, wanted: &BTreeSet<String>| {
            let mut closures = names.iter().map(|name| features.closure(name));
            closures.all(|closure| !closure.is_disjoint(wanted))
        };
        let mut wanted = other.0.iter();
        wanted.all(|wanted| self.0.iter().any(|names| enabled(names, wanted)))
    }
}

impl fmt::Display for Gate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return out.write_str("no feature");
        }
        for (index, names) in self.0.iter().enumerate() {
            out.write_str(if index > 0 { " and " } else { "" })?;
            let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
            out.write_str(&names.join(" or "))?;
        }
        Ok(())
    }
}

fn text(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => Some(text.value()),
        _ => None,
    }
}
