//! Masks of the call on what is answered.
//!
//! The spelling decides where a mask starts: `projection` at the envelope, `fields` at each entity.

use restli_model::model::{ProjectionSpelling, Type};
use restli_wire::Mask;
use serde_json::Value as Json;

use super::{Evaluation, defaults};
use crate::store::Members;

impl Evaluation<'_, '_> {
    /// An entity that is the whole answer: with the mask of the request, or with the default fields.
    pub(super) fn whole(&self, ty: Option<Type>, members: Members, default: Option<&Mask>) -> Json {
        let entity = self.filled(ty, members);
        match self.call.mask.as_ref().map(|(_, mask)| mask).or(default) {
            Some(mask) => self.selector().select(mask, &entity),
            None => entity,
        }
    }

    /// An entity within an envelope, as far as a mask of the envelope does not say more about it.
    pub(super) fn part(&self, ty: Option<Type>, members: Members, default: Option<&Mask>) -> Json {
        let entity = self.filled(ty, members);
        let mask = match &self.call.mask {
            Some((ProjectionSpelling::Fields, mask)) => Some(mask),
            // A mask that goes into entities replaces the default fields.
            Some((ProjectionSpelling::Projection, mask)) => {
                let parts = ["elements", "results"].into_iter();
                let mut parts = parts.filter_map(|name| mask.get(name));
                default.filter(|_| parts.all(|item| item.each.is_none()))
            }
            None => default,
        };
        match mask {
            Some(mask) => self.selector().select(mask, &entity),
            None => entity,
        }
    }

    /// The answer with the mask that starts at its envelope.
    pub(super) fn enveloped(&self, envelope: Json) -> Json {
        match &self.call.mask {
            Some((ProjectionSpelling::Projection, mask)) => self.selector().select(mask, &envelope),
            _ => envelope,
        }
    }

    /// A value with its defaults written out, if the request asks for them.
    pub(super) fn filled(&self, ty: Option<Type>, members: Members) -> Json {
        let mut json = Json::Object(members);
        if let Some(ty) = ty.filter(|_| self.call.fill_defaults) {
            defaults::fill(self.model(), &ty, &mut json);
        }
        json
    }

    /// The record beside the elements, with its own mask.
    pub(super) fn metadata(&self, metadata: Json) -> Json {
        let mut metadata = metadata;
        if let Some(ty) = self.method.metadata.filter(|_| self.call.fill_defaults) {
            defaults::fill(self.model(), &Type::Named(ty), &mut metadata);
        }
        match &self.call.metadata_mask {
            Some(mask) => self.selector().select(mask, &metadata),
            None => metadata,
        }
    }
}
