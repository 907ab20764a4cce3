//! What is asked for: scopes that can be written, and that go together.
//!
//! A server tells of such a mistake on a page that the member sees, so it is found before anybody is sent there.

use super::OAuthSpec;
use super::failure::hinted;
use crate::error::{Error, Result};

/// Scopes without repetitions.
pub(super) fn check<S: AsRef<str>>(
    spec: &OAuthSpec,
    scopes: impl IntoIterator<Item = S>,
) -> Result<Vec<String>> {
    let mut checked: Vec<String> = Vec::new();
    for scope in scopes {
        let scope = scope.as_ref();
        // RFC 6749, section 3.3; commas are left out because some servers separate by them.
        let fits = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '\\' | ',');
        if scope.is_empty() || !scope.chars().all(fits) {
            let message = format!("`{}` is no scope", scope.escape_debug());
            return Err(hinted(message, "each scope is an item of its own"));
        }
        if checked.iter().all(|known| known != scope) {
            checked.push(scope.to_owned());
        }
    }
    for exclusive in spec.exclusive_scopes {
        let mut both = { checked.iter() }.filter(|scope| exclusive.contains(&scope.as_str()));
        if let (Some(one), Some(other)) = (both.next(), both.next()) {
            let message = format!("`{one}` and `{other}` cannot be granted together");
            return Err(hinted(message, "ask for one of them"));
        }
    }
    Ok(checked)
}

/// The same, where at least one is needed.
pub(super) fn check_some<S: AsRef<str>>(
    spec: &OAuthSpec,
    scopes: impl IntoIterator<Item = S>,
) -> Result<Vec<String>> {
    let checked = check(spec, scopes)?;
    match checked.is_empty() {
        true => Err(Error::auth("no scope is asked for")),
        false => Ok(checked),
    }
}
