//! The errors of signing in: what is said, and what could be done about it.
//!
//! Authorization servers have one word for several mistakes, so what helps is a list of the causes, the likely
//! ones first.

use serde_json::json;

use super::form::Secrets;
use crate::error::{Error, ErrorKind, ErrorMeaning};
use crate::transport::TransportError;

/// How much of a server's words an error shows.
const MOST: usize = 300;

/// A member has to sign in again: there is nothing to refresh with, or it is refused. All such errors are made
/// here; where a server has refused something, with its words.
pub(super) fn reauthorization(reason: &str, refusal: Option<Refusal>) -> Error {
    let hint = Some("have the member sign in again: `Application::authorize`".to_owned());
    let message = format!("reauthorization needed: {reason}");
    let error = match refusal {
        Some(refusal) => refusal.into_error(&message, hint),
        None => Error::auth(message).with_hint(hint),
    };
    error.with_meaning(Some(ErrorMeaning::Reauthorization))
}

/// An error that something could be done about.
pub(super) fn hinted(message: impl Into<String>, hint: &str) -> Error {
    Error::auth(message).with_hint(Some(hint.to_owned()))
}

/// The words of a server that refuses something (RFC 6749, sections 4.1.2.1 and 5.2).
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    /// A word for machines, such as `invalid_grant`.
    pub(super) error: String,
    /// A sentence for people, if there is one.
    pub(super) description: String,
}

impl Refusal {
    /// Takes a server's words without any secret in them.
    pub(super) fn new(error: &str, description: &str, secrets: &Secrets) -> Self {
        let clean = |text: &str| secrets.hide(text).chars().take(MOST).collect();
        Self {
            error: clean(error),
            description: clean(description),
        }
    }

    /// The error that says so. Its [`code`](Error::code) is the server's word.
    pub(super) fn into_error(self, what: &str, hint: Option<String>) -> Error {
        let message = match self.description.is_empty() {
            true => what.to_owned(),
            false => format!("{what}: {}", self.description),
        };
        let body = json!({ "code": self.error, "message": message });
        Error::new(ErrorKind::Auth, "")
            .with_body(body.to_string())
            .with_hint(hint)
    }

    /// Whether the words speak of something.
    pub(super) fn mentions(&self, parts: &[&str]) -> bool {
        let words = format!("{} {}", self.error, self.description).to_lowercase();
        parts.iter().any(|part| words.contains(part))
    }

    /// Whether it is the refresh token that is of no use any more. `invalid_grant` is the standard's word for it
    /// (RFC 6749, section 5.2), and not every server's.
    pub(super) fn is_end_of_refresh_token(&self) -> bool {
        self.error == "invalid_grant"
            || (self.error == "invalid_request" && self.mentions(&["refresh token"]))
    }

    /// Whether it is the application that is refused, whatever it asks for.
    fn is_about_the_application(&self) -> bool {
        self.error.starts_with("invalid_client") || self.error == "unauthorized_client"
    }

    /// What could be done about a redirect that brings no code.
    pub(super) fn redirect_hint(&self) -> Option<String> {
        let hint = if self.error == "access_denied" || self.mentions(&["cancel"]) {
            "the member has not agreed; nothing is wrong with the application"
        } else if self.mentions(&["scope"]) {
            "the application may not ask for one of the scopes: see which of them its products grant"
        } else if self.mentions(&["redirect"]) {
            "the redirect URI must be registered letter by letter, a `/` at its end included"
        } else if matches!(
            &*self.error,
            "login_required" | "consent_required" | "interaction_required"
        ) {
            "the member must be asked"
        } else if matches!(&*self.error, "server_error" | "temporarily_unavailable") {
            "the service has a trouble of its own; begin again later"
        } else {
            return None;
        };
        Some(hint.to_owned())
    }

    /// What could be done about a code that brings no token, the likely causes first.
    pub(super) fn code_hint(&self, redirect_uri: &str, pkce_of_choice: bool) -> Option<String> {
        if self.is_about_the_application() {
            return self.application_hint();
        }
        if !self.mentions(&["invalid_grant", "code", "redirect", "verifier"]) {
            return None;
        }
        let mut causes = vec![
            "the code was used before, as by a page that was loaded twice".to_owned(),
            "it is too old: codes live for minutes".to_owned(),
            format!(
                "the redirect URI is not, letter by letter, the one that the member was sent with (`{redirect_uri}`)"
            ),
            "another client id was used to ask the member".to_owned(),
            "the verifier belongs to another sign-in of the same member".to_owned(),
        ];
        if pkce_of_choice {
            let cause = "this server knows no PKCE here: leave `Application::pkce` out";
            causes.insert(0, cause.to_owned());
        }
        Some(format!(
            "likely causes, the first ones most: {}; begin again with `Application::authorize`",
            causes.join("; ")
        ))
    }

    /// What could be done about an application that is refused.
    pub(super) fn application_hint(&self) -> Option<String> {
        let hint = if self.is_about_the_application() {
            "client id or secret are wrong or not of the same application, or it may not do this"
        } else if self.mentions(&["scope"]) {
            "the application may not ask for one of the scopes"
        } else if self.mentions(&["client_id", "client_secret", "not allowed"]) {
            "see whether the application may do this, and shows its secret"
        } else {
            return None;
        };
        Some(hint.to_owned())
    }
}

/// An exchange with the server that did not come to an end.
pub(super) fn of_transport(place: &str, error: &TransportError, secrets: &Secrets) -> Error {
    use crate::transport::Failed;
    let hint = "the server could not be asked; try again";
    let failure = hinted(format!("no answer of the {place}"), hint)
        .with_cause(secrets.hide(&error.to_string()));
    match error.failed {
        Failed::Connect | Failed::ConnectTime => failure.unsent(),
        Failed::Time | Failed::Broken | Failed::Undecodable => failure,
    }
}
