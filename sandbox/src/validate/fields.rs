//! How many fields an answer may be asked for.

use restli_model::interpret::Call;
use restli_model::model::{Method, ProjectionSpelling, Returns};
use restli_wire::Mask;

/// How many fields of an entity the mask of a call names, and the parameter that it stands in.
pub(super) fn asked_for(call: &Call, method: &Method) -> Option<(usize, &'static str)> {
    let (spelling, mask) = call.mask.as_ref()?;
    let part = match (spelling, &method.returns) {
        (ProjectionSpelling::Projection, Returns::Collection(_)) => Some("elements"),
        (ProjectionSpelling::Projection, Returns::Batch(_)) => Some("results"),
        _ => None,
    };
    let of_entity = match part {
        Some(part) => each(mask, part)?,
        None => mask,
    };
    let name = match spelling {
        ProjectionSpelling::Projection => "projection",
        ProjectionSpelling::Fields => "fields",
    };
    Some((of_entity.items().count(), name))
}

/// What is asked of each element of a part of the envelope.
fn each<'m>(mask: &'m Mask, part: &str) -> Option<&'m Mask> {
    let (_, item) = mask.items().find(|(name, _)| *name == part)?;
    item.each.as_ref().or(item.within.as_ref())
}
