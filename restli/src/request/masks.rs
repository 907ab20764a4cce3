//! Masks of a request: what is asked of the answer, in the spelling that the method takes.
//!
//! A builder speaks of entities; where these stand in the envelope depends on the method and the spelling.

use restli_wire::{Mask, MaskError};

use super::{Draft, Method, Spelling};
use crate::error::Result;

/// What a caller asks of the answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Masks {
    pub(crate) projected: Option<Projected>,
    /// What to ask of the metadata of a collection.
    pub(super) metadata: Option<Mask>,
    /// What to ask of the paging of a collection.
    pub(crate) paging: Option<Mask>,
}

/// A projection of the answer.
#[derive(Clone, Debug)]
pub(crate) struct Projected {
    pub(crate) mask: Mask,
    /// Whether the mask starts at the envelope of a collection.
    pub(crate) envelope: bool,
}

impl Draft {
    /// The parameters that hold masks, by name.
    pub(super) fn masks(&self) -> Result<Vec<(&'static str, String)>> {
        let mut masks = Vec::new();
        if let Some(projected) = &self.masks.projected {
            let spelling = self.spelling_of("projection", &projected.mask)?;
            let text = match (spelling, projected.envelope) {
                (Spelling::Projection, true) => Some(projected.mask.to_projection()),
                (Spelling::Projection, false) => {
                    Some(enveloped(self.spec.method, &projected.mask).to_projection())
                }
                (Spelling::Fields, false) => Some(projected.mask.to_fields()),
                (Spelling::Fields, true) => element_mask(&projected.mask).map(Mask::to_fields),
            };
            if let Some(text) = text {
                masks.push((spelling.parameter(), self.mask_text("projection", text)?));
            }
        }
        let beside = [
            ("metadataFields", &self.masks.metadata),
            ("pagingFields", &self.masks.paging),
        ];
        for (parameter, mask) in beside {
            let Some(mask) = mask else { continue };
            if self.spelling_of(parameter, mask)? != Spelling::Fields {
                return Err(self.refused(format_args!(
                    "`{parameter}` goes with the parameter `fields`, not with `projection`"
                )));
            }
            masks.push((parameter, self.mask_text(parameter, mask.to_fields())?));
        }
        Ok(masks)
    }

    fn mask_text(&self, place: &str, text: Result<String, MaskError>) -> Result<String> {
        text.map_err(|error| self.refused(format_args!("{place}: {error}")))
    }

    /// The spelling, if the method takes it and the mask.
    fn spelling_of(&self, place: &str, mask: &Mask) -> Result<Spelling> {
        let Some(spelling) = self.spelling() else {
            return Err(self.refused(format_args!("{place}: the method does not take one")));
        };
        if !self.spec.spellings.contains(&spelling) {
            let parameter = spelling.parameter();
            return Err(self.refused(format_args!(
                "{place}: the method does not take the parameter `{parameter}`"
            )));
        }
        if !self.spec.decorates && has_decoration(mask) {
            return Err(self.refused(format_args!(
                "{place}: the method cannot resolve URNs (`~`)"
            )));
        }
        Ok(spelling)
    }
}

/// The mask of an envelope whose entities have this mask. What stands beside them is needed to tell success
/// from failure; only of `batch_get` the results stand alone, as documentation shows it.
fn enveloped(method: Method, entity: &Mask) -> Mask {
    let beside = |names: &[&str]| {
        names
            .iter()
            .fold(Mask::new(), |mask, name| mask.field(*name))
    };
    let entity = entity.clone();
    match method {
        Method::BatchGet => Mask::new().each("results", entity),
        Method::BatchUpdate | Method::BatchPartialUpdate => {
            let result = beside(&["status"]).within("entity", entity);
            Mask::new().each("results", result).field("errors")
        }
        Method::BatchCreate => {
            let element = beside(&["status", "id", "location", "error"]);
            Mask::new().each("elements", element.within("entity", entity))
        }
        Method::BatchFinder => {
            let page = beside(&["paging", "metadata", "error", "isError"]);
            Mask::new().each("elements", page.each("elements", entity))
        }
        _ => entity,
    }
}

/// The `fields` spelling knows no envelope: it says what each element holds. Nothing when the mask does not
/// restrict the elements.
fn element_mask(envelope: &Mask) -> Option<&Mask> {
    let (_, elements) = envelope.items().find(|(name, _)| *name == "elements")?;
    elements.each.as_ref()
}

fn has_decoration(mask: &Mask) -> bool {
    mask.items().any(|(_, item)| {
        let inner = [&item.within, &item.each];
        !item.resolutions.is_empty() || inner.into_iter().flatten().any(has_decoration)
    })
}
