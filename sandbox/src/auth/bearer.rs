//! Who makes a request of the API: the token it carries, and whether that is still good.
//!
//! No explanation repeats what was sent, because it may be a secret, and answers end up in logs.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use restli_model::model::ScopeId;

use super::Auth;
use super::form::Form;
use super::tokens::{Kind, Scopes, Standing, of_a_sandbox};
use crate::catalogue::{
    Catalogue, EXPIRED_TOKEN, Explanation, MALFORMED_TOKEN, NO_TOKEN, REVOKED_TOKEN, Refusal,
    Subject, TOKEN_IN_QUERY, WRONG_TOKEN,
};

/// Whoever makes a request.
#[derive(Clone, Debug)]
pub(crate) struct Bearer {
    pub(super) scopes: Scopes,
    /// Scopes that the token has and that do not count yet, and how long that will be so.
    pub(super) waiting: BTreeMap<ScopeId, Duration>,
    /// Whether the application acts for itself.
    pub(super) application: bool,
}

impl Bearer {
    /// Whether a scope counts.
    pub(super) fn has(&self, scope: ScopeId) -> bool {
        match &self.scopes {
            Scopes::Everything => true,
            Scopes::These(scopes) => scopes.contains(&scope) && !self.waiting.contains_key(&scope),
        }
    }
}

impl Auth {
    /// Who makes a request, or the answer that refuses it.
    pub(crate) fn identify(
        &self,
        catalogue: &Catalogue,
        subject: &Subject<'_>,
    ) -> Result<Bearer, Refusal> {
        let request = subject.request;
        let refuse = |situation, why: &str| refusal(catalogue, subject, situation, why.to_owned());
        if let Some(name) = self.in_query(&request.path) {
            let why = format!(
                "`{name}` in the query is a secret in every log: send it as `Authorization: Bearer …`"
            );
            return Err(refuse(TOKEN_IN_QUERY, &why));
        }
        let mut headers = request.headers.iter();
        let mut values = headers
            .by_ref()
            .filter(|(name, _)| name.eq_ignore_ascii_case("authorization"))
            .map(|(_, value)| value.trim());
        let Some(value) = values.next() else {
            return Err(refuse(
                NO_TOKEN,
                "there is no `Authorization` header; send `Authorization: Bearer …`",
            ));
        };
        if values.next().is_some() {
            return Err(refuse(
                MALFORMED_TOKEN,
                "there is more than one `Authorization` header",
            ));
        }
        let (scheme, token) = value.split_once(' ').unwrap_or((value, ""));
        let token = token.trim();
        if !scheme.eq_ignore_ascii_case("bearer") {
            let why = match token.is_empty() {
                true => "the `Authorization` header has no scheme: write `Bearer` before the token",
                false => "the scheme of the `Authorization` header is not `Bearer`",
            };
            return Err(refuse(NO_TOKEN, why));
        }
        if token.is_empty() {
            return Err(refuse(NO_TOKEN, "there is no token behind `Bearer`"));
        }
        if !is_token(token) {
            return Err(refuse(
                MALFORMED_TOKEN,
                "a token has only letters, digits and `-._~+/`, with `=` at its end at most; perhaps it is quoted or came with another word",
            ));
        }
        self.look_up(catalogue, subject, token)
    }

    fn look_up(
        &self,
        catalogue: &Catalogue,
        subject: &Subject<'_>,
        text: &str,
    ) -> Result<Bearer, Refusal> {
        let now = self.now();
        let state = self.state();
        let refuse = |situation, why| Err(refusal(catalogue, subject, situation, why));
        let Some(token) = state.tokens.get(text) else {
            return refuse(
                WRONG_TOKEN,
                match of_a_sandbox(text) {
                    true => "it is of another sandbox, or of this one before it was started anew",
                    false => "each sandbox accepts only the token that it printed and those that it issued",
                }
                .to_owned(),
            );
        };
        if token.kind == Kind::Refresh {
            let why = "it is a refresh token: exchange it for an access token";
            return refuse(WRONG_TOKEN, why.to_owned());
        }
        match token.standing(now) {
            Standing::Active => {}
            Standing::Expired(at) => {
                let ago = now.duration_since(at).unwrap_or_default().as_secs();
                return refuse(EXPIRED_TOKEN, format!("it expired {ago} seconds ago"));
            }
            Standing::Revoked(why) => return refuse(REVOKED_TOKEN, why.to_owned()),
        }
        let left = |counts: &SystemTime| counts.duration_since(now).ok().filter(|d| !d.is_zero());
        let waiting = token.waiting.iter();
        Ok(Bearer {
            scopes: token.scopes.clone(),
            waiting: waiting
                .filter_map(|(scope, counts)| Some((*scope, left(counts)?)))
                .collect(),
            application: token.holder.app.is_some() && token.holder.subject.is_none(),
        })
    }

    /// The parameter of the query that holds a token, if one does.
    fn in_query(&self, target: &str) -> Option<&str> {
        let (_, query) = target.split_once('?')?;
        let form = Form::parse(query.as_bytes());
        let mut names = self.settings.query_parameters.iter();
        let name = names.find(|name| form.has(name))?;
        Some(name)
    }
}

fn refusal(
    catalogue: &Catalogue,
    subject: &Subject<'_>,
    situation: &'static str,
    why: String,
) -> Refusal {
    let explanation = Explanation {
        at: Some("header `Authorization`".to_owned()),
        ..Explanation::text(situation, why)
    };
    catalogue.refuse_about(situation, Some(subject), vec![explanation])
}

/// Whether a text can be sent as a token at all.
pub(super) fn is_token(text: &str) -> bool {
    let bare = text.trim_end_matches('=');
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~+/".contains(c);
    !bare.is_empty() && bare.chars().all(allowed)
}
