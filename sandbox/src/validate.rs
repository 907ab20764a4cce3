//! May this request be answered: does it carry the token, and is it a call of the schema?

use std::borrow::Cow;

use restli_model::interpret::{Call, HttpRequest, route, undo_tunnel};
use restli_model::model::Model;

use crate::catalogue::{ACCEPT, Catalogue, NO_TOKEN, Refusal, WRONG_TOKEN};

/// The request without its tunnel and the call that it makes, or the answer that refuses it.
pub(crate) fn validate<'r>(
    model: &Model,
    catalogue: &Catalogue,
    token: &str,
    request: &'r HttpRequest,
) -> Result<(Cow<'r, HttpRequest>, Call), Refusal> {
    match bearer(request) {
        None => return Err(catalogue.refuse(NO_TOKEN, None)),
        Some(given) if given != token => {
            let explanation = "each sandbox accepts the one token that it printed".to_owned();
            return Err(catalogue.refuse(WRONG_TOKEN, Some(explanation)));
        }
        Some(_) => {}
    }
    if let Some(accept) = header(request, "accept").filter(|accept| !admits_json(accept)) {
        return Err(catalogue.refuse(ACCEPT, Some(format!("`{accept}` admits no JSON"))));
    }
    let request = undo_tunnel(request).map_err(|mismatch| catalogue.misfit(&[mismatch]))?;
    let call = route(model, &request).map_err(|mismatches| catalogue.misfit(&mismatches))?;
    Ok((request, call))
}

/// Whether one of the media types is JSON, or any.
fn admits_json(accept: &str) -> bool {
    accept.split(',').any(|range| {
        let media_type = range.split(';').next().unwrap_or_default().trim();
        let known = ["application/json", "application/*", "*/*", ""];
        known
            .iter()
            .any(|known| known.eq_ignore_ascii_case(media_type))
    })
}

fn header<'r>(request: &'r HttpRequest, name: &str) -> Option<&'r str> {
    let mut headers = request.headers.iter();
    let (_, value) = headers.find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    Some(value)
}

fn bearer(request: &HttpRequest) -> Option<&str> {
    let (scheme, token) = header(request, "authorization")?.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}
