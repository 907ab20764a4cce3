//! What a token is, told to the application that holds it, and the end of one.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value as Json, json};

use super::client::{Proof, Submission};
use super::template::{Values, fill};
use super::tokens::{Scopes, Standing};
use super::words::{Failure, UNKNOWN_TOKEN};

/// Tells the state of a token.
pub(super) fn introspect(asked: &Submission<'_>) -> Result<Option<Json>, Failure> {
    let auth = asked.auth;
    let app = asked.client(Proof::Secret)?.app;
    let secret = asked.required("token")?;
    let state = auth.state();
    let Some(token) = state.tokens.get(secret) else {
        let words = &auth.settings.words;
        // The standard knows no such mistake; some services do.
        return match words.has(&UNKNOWN_TOKEN) {
            true => Err(words.refuse(&UNKNOWN_TOKEN, "this sandbox has not issued it")),
            false => Ok(Some(json!({ "active": false }))),
        };
    };
    if token.holder.app.as_ref() != Some(&app.client_id) {
        return Ok(Some(json!({ "active": false })));
    }
    let standing = token.standing(auth.now());
    let status = match standing {
        Standing::Active => "active",
        Standing::Expired(_) => "expired",
        Standing::Revoked(_) => "revoked",
    };
    let active = json!(standing == Standing::Active);
    let status = json!(status);
    let client_id = json!(app.client_id);
    let scope = match &token.scopes {
        Scopes::These(scopes) => Some(json!(auth.settings.scope_text(&auth.model, scopes))),
        Scopes::Everything => None,
    };
    let subject = token.holder.subject.as_ref().map(|subject| json!(subject));
    let created = seconds(token.created);
    let expires = token.expires.map(seconds);
    let authorized = token.holder.authorized.map(seconds);
    let values: &Values<'_> = &[
        ("active", Some(&active)),
        ("status", Some(&status)),
        ("scope", scope.as_ref()),
        ("client_id", Some(&client_id)),
        ("subject", subject.as_ref()),
        ("created_at", Some(&created)),
        ("expires_at", expires.as_ref()),
        ("authorized_at", authorized.as_ref()),
    ];
    let answers = &auth.settings.answers;
    let template = match token.holder.subject {
        Some(_) => &answers.introspected_member,
        None => &answers.introspected_application,
    };
    Ok(fill(template, values))
}

/// Ends a token. What nobody has is ended already, so that is no mistake.
pub(super) fn revoke(asked: &Submission<'_>) -> Result<Option<Json>, Failure> {
    let auth = asked.auth;
    let app = asked.client(Proof::Secret)?.app;
    let secret = asked.required("token")?;
    let mut state = auth.state();
    let holder = state.tokens.get(secret).map(|token| &token.holder);
    match holder {
        Some(holder) if holder.app.as_ref() != Some(&app.client_id) => {
            let why = "it was given to another application, which alone may end it";
            Err(auth.settings.words.refuse(&UNKNOWN_TOKEN, why))
        }
        _ => {
            state
                .tokens
                .revoke(secret, "its application has revoked it");
            Ok(None)
        }
    }
}

/// Seconds since 1970.
pub(super) fn seconds(time: SystemTime) -> Json {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    json!(since.as_secs())
}
