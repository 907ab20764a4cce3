//! May this request be answered: does it carry the token, and is it a call of the schema?

use restli_model::interpret::{Call, HttpRequest, route};
use restli_model::model::Model;

use crate::catalogue::{Catalogue, NO_TOKEN, Refusal, WRONG_TOKEN};

/// The call that a request makes, or the answer that refuses it.
pub(crate) fn validate(
    model: &Model,
    catalogue: &Catalogue,
    token: &str,
    request: &HttpRequest,
) -> Result<Call, Refusal> {
    match bearer(request) {
        None => return Err(catalogue.refuse(NO_TOKEN, None)),
        Some(given) if given != token => {
            let explanation = "each sandbox accepts the one token that it printed".to_owned();
            return Err(catalogue.refuse(WRONG_TOKEN, Some(explanation)));
        }
        Some(_) => {}
    }
    route(model, request).map_err(|mismatches| catalogue.misfit(&mismatches))
}

fn bearer(request: &HttpRequest) -> Option<&str> {
    let (_, value) = request
        .headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("authorization"))?;
    let (scheme, token) = value.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}
