//! The bytes of a body as the interpreter reads them.
//!
//! JSON is read here once and strictly: two members of one name, or something behind the end, are mistakes
//! of a client that a lenient reader hides.

use restli_model::interpret::read_json;
use serde_json::Value as Json;

/// JSON where the headers say so, or say nothing; otherwise a text. On failure, why it cannot be read.
pub(crate) fn read_body(
    bytes: &[u8],
    content_type: Option<&str>,
    tunneled: bool,
) -> Result<Option<Json>, String> {
    if bytes.is_empty() {
        return Ok(None);
    }
    let kind = content_type.unwrap_or_default().split(';').next();
    let kind = kind.unwrap_or_default().trim().to_ascii_lowercase();
    let is_json = ["", "application/json"].contains(&kind.as_str());
    if !is_json || tunneled {
        let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
        return Ok(Some(Json::from(text)));
    }
    match read_json(bytes)? {
        // Clients that are not ours send it where there is nothing to send.
        Json::Null => Ok(None),
        json => Ok(Some(json)),
    }
}
