//! How many elements a collection has.
//!
//! Asked for without the elements where the method can be projected, since callers often want only the number.

use restli_wire::Mask;
use serde::de::MapAccess;
use serde::ser::SerializeMap;

use crate::answer::{Collection, Paging};
use crate::error::{Error, ErrorKind, Result};
use crate::record::{FieldValue, Fields, Record};
use crate::request::{Call, Draft, Projected, Request, Spelling};

impl<T, M> Call<'_, Collection<T, M>> {
    /// How many elements there are. Fails when the answer does not say.
    pub async fn total(self) -> Result<u64> {
        let (client, mut draft) = self.into_parts();
        only_paging(&mut draft);
        let (draft, response) = client.exchange(draft).await?;
        let page: Page = client.answer(&draft, &response)?;
        let total = page.paging.and_then(|paging| paging.total);
        total
            .and_then(|total| u64::try_from(total).ok())
            .ok_or_else(|| {
                draft.blame(Error::new(
                    ErrorKind::Paging,
                    "the answer does not tell the total",
                ))
            })
    }

    /// The request of [`total`](Self::total), as a value.
    pub fn build_total(self) -> Result<Request<Collection<T, M>>> {
        let (_, mut draft) = self.into_parts();
        only_paging(&mut draft);
        draft.encode()?;
        Ok(Request::new(draft))
    }
}

/// Only `projection` can leave out the elements; `fields` says what each of them holds.
fn only_paging(draft: &mut Draft) {
    draft.masks.paging = None;
    draft.masks.projected = match draft.spelling() {
        Some(Spelling::Projection) => Some(Projected {
            mask: Mask::new().field("paging"),
            envelope: true,
        }),
        _ => None,
    };
}

/// A page without its elements.
#[derive(Default)]
struct Page {
    paging: Option<Paging>,
}

impl Record for Page {
    const NAME: &'static str = "Collection";

    fn decode<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "paging" => value.read(&mut self.paging),
            _ => value.skip(),
        }
    }

    fn encode<M: SerializeMap>(&self, out: &mut Fields<'_, M>) -> Result<(), M::Error> {
        out.write("paging", &self.paging)
    }
}

crate::record!(Page);
