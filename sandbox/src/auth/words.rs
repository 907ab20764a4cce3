//! What the OAuth server says when it refuses: a status, an error and a description for each
//! situation.
//!
//! Services have their own words for the same mistakes, sometimes one word for several of them; so
//! the words come from the schema's folder, those here are the standard's, and which mistake it
//! was is told beside them.

use std::collections::BTreeMap;

use restli_model::diagnostics::nearest;
use serde::Deserialize;
use serde_json::Value as Json;

use super::template::{Values, fill_text, strangers};

/// A reason to refuse, and how the standard words it.
pub(super) struct Situation {
    name: &'static str,
    status: u16,
    error: &'static str,
    description: &'static str,
}

macro_rules! situations {
    ($($(#[$doc:meta])* $id:ident = $name:literal, $status:literal, $error:literal, $description:literal;)*) => {
        $($(#[$doc])* pub(super) const $id: Situation = Situation {
            name: $name, status: $status, error: $error, description: $description,
        };)*
        const ALL: &[Situation] = &[$($id),*];
    };
}

situations! {
    /// Not what a form is sent as.
    NO_FORM = "no-form", 400, "invalid_request", "The body is no form";
    /// A parameter that must be there.
    MISSING_PARAMETER = "missing-parameter", 400, "invalid_request", "The parameter `{parameter}` is missing";
    /// A parameter given more than once.
    REPEATED_PARAMETER = "repeated-parameter", 400, "invalid_request", "The parameter `{parameter}` is given more than once";
    /// A way to get a token that there is not.
    GRANT_TYPE = "grant-type", 400, "unsupported_grant_type", "The grant type is not supported";
    /// An application that nobody has registered.
    UNKNOWN_CLIENT = "unknown-client", 401, "invalid_client", "The client is not known";
    /// Not the application's secret.
    WRONG_SECRET = "wrong-secret", 401, "invalid_client", "The client has not shown who it is";
    /// A code that nobody was given, or that is used up.
    UNKNOWN_CODE = "unknown-code", 400, "invalid_grant", "The code is not known";
    /// A code that was given for something else, or is too old.
    CODE_MISMATCH = "code-mismatch", 400, "invalid_grant", "The code was issued for another client, redirect URI or verifier, or has expired";
    /// A refresh token that brings nothing.
    REFRESH_TOKEN = "refresh-token", 400, "invalid_grant", "The refresh token is not valid";
    /// An application that gets no tokens of its own.
    NO_APPLICATION_TOKENS = "no-application-tokens", 400, "unauthorized_client", "The client gets no tokens of its own";
    /// A token that nobody was given.
    UNKNOWN_TOKEN = "unknown-token", 400, "invalid_request", "The token is not known";
    /// A redirect URI that is not the application's.
    REDIRECT_URI = "redirect-uri", 400, "invalid_request", "The redirect URI is not registered";
    /// Not an answer that can be given.
    RESPONSE_TYPE = "response-type", 400, "unsupported_response_type", "The response type is not supported";
    /// A scope that there is not, that the application may not ask for, or that goes not with another.
    SCOPE = "scope", 400, "invalid_scope", "The scope `{scope}` is not available";
    /// No challenge where one must be, or one that cannot be checked.
    CHALLENGE = "challenge", 400, "invalid_request", "The code challenge is missing or not supported";
    /// The member has not let the application in.
    DENIED = "denied", 400, "access_denied", "The member has refused";
    /// The member has not signed in.
    SIGN_IN_CANCELLED = "sign-in-cancelled", 400, "access_denied", "The member has not signed in";
    /// A consent that cannot be taken.
    CONSENT = "consent", 400, "invalid_request", "The consent cannot be taken";
    /// Nobody may be asked, and nobody is signed in.
    SIGN_IN_NEEDED = "sign-in-needed", 400, "login_required", "Nobody is signed in";
    /// Nobody may be asked, and the scopes are not granted yet.
    CONSENT_NEEDED = "consent-needed", 400, "consent_required", "The scopes are not granted";
}

/// The placeholders of descriptions.
const PLACEHOLDERS: [&str; 3] = ["parameter", "scope", "client_id"];

/// What to say in one situation; what is left out is the standard's.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wording {
    status: Option<u16>,
    error: Option<String>,
    description: Option<String>,
}

/// The words for all situations.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words(BTreeMap<String, Wording>);

/// A request that is refused.
#[derive(Debug, PartialEq)]
pub(super) struct Failure {
    pub(super) status: u16,
    pub(super) error: String,
    pub(super) description: String,
    /// Which situation it is, for a reader who wonders.
    pub(super) rule: &'static str,
    /// What exactly is wrong, and what would do.
    pub(super) explanation: String,
}

impl Words {
    /// Takes the words of the folder, and says what is wrong with them.
    pub(super) fn read(words: BTreeMap<String, Wording>) -> (Self, Vec<String>) {
        let mut wrong = Vec::new();
        for (name, wording) in &words {
            if ALL.iter().all(|situation| situation.name != name) {
                let near = nearest(name, ALL.iter().map(|situation| situation.name));
                let near = near.map(|near| format!("; did you mean `{near}`?"));
                wrong.push(format!(
                    "errors: the OAuth server refuses nothing as `{name}`{}",
                    near.unwrap_or_default()
                ));
            }
            let refuses = |status: &u16| (400..500).contains(status);
            if wording.status.is_some_and(|status| !refuses(&status)) {
                wrong.push(format!(
                    "errors: the status of `{name}` is none from 400 to 499"
                ));
            }
            let description = Json::from(wording.description.as_deref().unwrap_or_default());
            for stranger in strangers(&description, &PLACEHOLDERS) {
                wrong.push(format!(
                    "errors: `{name}` speaks of `{{{stranger}}}`; there are {{{}}}",
                    PLACEHOLDERS.join("}, {")
                ));
            }
        }
        (Words(words), wrong)
    }

    /// A refusal; the explanation is the sandbox's own.
    pub(super) fn refuse(&self, situation: &Situation, explanation: impl Into<String>) -> Failure {
        self.refuse_with(situation, &[], explanation)
    }

    /// A refusal whose description speaks of something.
    pub(super) fn refuse_with(
        &self,
        situation: &Situation,
        values: &Values<'_>,
        explanation: impl Into<String>,
    ) -> Failure {
        let words = self.0.get(situation.name);
        let word = |pick: fn(&Wording) -> &Option<String>, otherwise: &'static str| {
            let own = words.and_then(|words| pick(words).as_deref());
            own.unwrap_or(otherwise)
        };
        let description = word(|words| &words.description, situation.description);
        Failure {
            status: words
                .and_then(|words| words.status)
                .unwrap_or(situation.status),
            error: word(|words| &words.error, situation.error).to_owned(),
            description: fill_text(description, values),
            rule: situation.name,
            explanation: explanation.into(),
        }
    }

    /// A parameter that must be there and is not.
    pub(super) fn missing(&self, parameter: &'static str) -> Failure {
        self.of_parameter(
            &MISSING_PARAMETER,
            parameter,
            format!("`{parameter}` is not among the parameters, or empty"),
        )
    }

    /// A parameter that is given more than once.
    pub(super) fn repeated(&self, parameter: &str) -> Failure {
        self.of_parameter(
            &REPEATED_PARAMETER,
            parameter,
            format!("no parameter may be given twice, and `{parameter}` is"),
        )
    }

    fn of_parameter(&self, situation: &Situation, parameter: &str, why: String) -> Failure {
        let parameter = Json::from(parameter);
        self.refuse_with(situation, &[("parameter", Some(&parameter))], why)
    }

    /// Whether the folder has words of its own for this.
    pub(super) fn has(&self, situation: &Situation) -> bool {
        self.0.contains_key(situation.name)
    }
}
