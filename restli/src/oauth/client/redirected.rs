//! What a browser comes back with: a code, or why there is none.
//!
//! Anybody can send a browser to a redirect URI, so nothing is believed without the state.

use std::borrow::Cow;

use secrecy::{ExposeSecret, SecretString};

use super::failure::{Refusal, hinted};
use super::form::Secrets;
use super::random::same;
use crate::error::{Error, Result};

/// An answer to this sign-in (RFC 6749, section 4.1.2).
pub(super) enum Redirected {
    Code(SecretString),
    Refused(Error),
}

/// Reads a URL or its query. An error means that it is no answer to this sign-in.
pub(super) fn read(redirected: &str, state: &SecretString) -> Result<Redirected> {
    let whole = redirected.trim();
    let whole = whole.split('#').next().unwrap_or_default();
    let query = whole.split_once('?').map_or(whole, |(_, query)| query);
    let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
    let only = |name: &str| -> Result<Option<&Cow<'_, str>>> {
        let mut found = { pairs.iter() }.filter(|(known, _)| known == name);
        let first = found.next().map(|(_, value)| value);
        match found.next() {
            Some(_) => Err(Error::auth(format!(
                "`{name}` stands more than once in what the browser came back with"
            ))),
            None => Ok(first.filter(|value| !value.is_empty())),
        }
    };
    match only("state")? {
        Some(own) if same(own, state.expose_secret()) => {}
        Some(_) => {
            return Err(hinted(
                "the browser came back with the answer to another sign-in: the state differs",
                "it is an older one of the same member, or somebody else's: begin again",
            ));
        }
        None => {
            return Err(hinted(
                "the browser came back without the state",
                "what is needed is the whole URL that it was sent to, or its query",
            ));
        }
    }
    let mut secrets = Secrets::default();
    secrets.add(state.expose_secret());
    let code = only("code")?;
    if let Some(code) = code {
        secrets.add(code);
    }
    match (only("error")?, code) {
        (Some(error), _) => {
            let description = only("error_description")?.map_or("", |text| text);
            let refusal = Refusal::new(error, description, &secrets);
            let hint = refusal.redirect_hint();
            let error = refusal.into_error("no permission was granted", hint);
            Ok(Redirected::Refused(error))
        }
        (None, Some(code)) => Ok(Redirected::Code(SecretString::from(&**code))),
        (None, None) => Err(Error::auth(
            "the browser came back with neither a code nor an error",
        )),
    }
}
