//! Decorations in a mask: `field~kind:variant(…)`.
//!
//! Which fields can be decorated, and by which kinds, is declared field by field.

use restli_wire::Resolution;

use super::MaskReader;
use super::fields::Part;
use crate::diagnostics::one_of;
use crate::interpret::{Rule, describe};
use crate::model::{Type, TypeId, UrnKindId};

impl<'m> MaskReader<'m, '_> {
    pub(super) fn resolution(
        &mut self,
        name: &str,
        resolution: &Resolution,
        list: bool,
        parts: &[Part<'m>],
        at: usize,
    ) {
        if !self.method.decorates {
            let message = format!("`{name}~` decorates, which this method does not");
            self.push(
                Rule::Decoration,
                at,
                message,
                Some(format!("ask for `{name}`")),
            );
            return;
        }
        let fields = parts.iter().filter_map(|part| part.field);
        let decorated: Vec<_> = fields
            .clone()
            .filter_map(|(field, _)| field.decoration.as_ref())
            .collect();
        if decorated.is_empty() {
            let siblings = fields.flat_map(|(_, record)| &record.fields);
            let siblings = siblings.filter(|field| field.decoration.is_some());
            let names: Vec<_> = siblings.map(|field| format!("{}~", field.name)).collect();
            let help = describe::instead(&format!("{name}~"), names.iter().map(String::as_str));
            self.push(
                Rule::Decoration,
                at,
                format!("`{name}` cannot be decorated"),
                help,
            );
            return;
        }
        if resolution.each && !list {
            let message = format!("`{name}` is one URN, not a list");
            self.push(
                Rule::Decoration,
                at,
                message,
                Some(format!("write `{name}~`")),
            );
        }
        let kinds = decorated
            .iter()
            .flat_map(|decoration| &decoration.kinds)
            .copied();
        let kinds = self.kinds(resolution, kinds.collect(), at);
        self.variant(resolution, &kinds, at);
        if let Some(mask) = resolution.mask.as_ref().filter(|_| !kinds.is_empty()) {
            let targets: Vec<_> = kinds.iter().map(|(_, ty)| Type::Named(*ty)).collect();
            self.fields(mask, &targets, at);
        }
    }

    /// The kinds that a resolution can mean, of those that can be resolved, each with its entity.
    fn kinds(
        &mut self,
        resolution: &Resolution,
        declared: Vec<(UrnKindId, TypeId)>,
        at: usize,
    ) -> Vec<(UrnKindId, TypeId)> {
        let Some(wanted) = &resolution.kind else {
            return declared;
        };
        let model = self.model;
        let fitting: Vec<_> = declared
            .iter()
            .filter(|(kind, _)| model[*kind].name == *wanted)
            .copied()
            .collect();
        if fitting.is_empty() {
            let known = declared.iter().map(|(kind, _)| model[*kind].name.as_str());
            let help = describe::instead(wanted, known);
            let at = self.find(wanted, at);
            let message = format!("`{wanted}` is no kind that this field resolves");
            self.push(Rule::Decoration, at, message, help);
        }
        fitting
    }

    fn variant(&mut self, resolution: &Resolution, kinds: &[(UrnKindId, TypeId)], at: usize) {
        let Some(variant) = resolution.variant.as_deref().filter(|_| !kinds.is_empty()) else {
            return;
        };
        let model = self.model;
        let known = kinds.iter().flat_map(|(kind, _)| &model[*kind].variants);
        let known: Vec<_> = known.map(|known| known.name.as_str()).collect();
        if !known.contains(&variant) {
            let kinds = one_of(kinds.iter().map(|(kind, _)| model[*kind].name.as_str()));
            let at = self.find(variant, at);
            let message = format!("`{variant}` is no variant of {kinds}");
            self.push(
                Rule::Decoration,
                at,
                message,
                describe::instead(variant, known),
            );
        }
    }
}
