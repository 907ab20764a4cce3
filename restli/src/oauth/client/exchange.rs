//! The token endpoint: a code, a refresh token or the application's secret for a grant.
//!
//! What the server leaves out because it has not changed is filled in here, so that a grant is whole.

use std::time::{Instant, SystemTime};

use secrecy::{ExposeSecret, SecretString};

use super::failure::{hinted, reauthorization};
use super::form::Form;
use super::post::Answer;
use super::{Application, Authorization, Grant, scopes};
use crate::error::{Error, Result};

const PLACE: &str = "token endpoint";
const REFUSED: &str = "the token endpoint refuses";

impl Application {
    /// A token for the application itself, without any member (RFC 6749, section 4.4). Without scopes it has all
    /// that the application may have.
    ///
    /// # Errors
    /// When the application has no secret, or the server refuses it.
    pub async fn client_credentials<S: AsRef<str>>(
        &self,
        scopes: impl IntoIterator<Item = S>,
    ) -> Result<Grant> {
        let scopes = scopes::check(self.spec(), scopes)?;
        self.own_grant(&scopes).await
    }

    pub(super) async fn own_grant(&self, scopes: &[String]) -> Result<Grant> {
        if self.own_secret().is_none() {
            return Err(hinted(
                "an application without a secret gets no token of its own",
                "set it: `Application::secret`",
            ));
        }
        let mut form = Form::new().field("grant_type", "client_credentials");
        if !scopes.is_empty() {
            form = form.field("scope", &scopes.join(" "));
        }
        let (grant, asked) = match self.grant(form).await? {
            Granted::Yes(grant) => (grant, (!scopes.is_empty()).then_some(scopes)),
            Granted::No(refusal) => {
                let hint = refusal.application_hint();
                return Err(refusal.into_error(REFUSED, hint));
            }
        };
        Ok(grant.or_scopes(asked))
    }

    /// Another access token in place of an old one (RFC 6749, section 6). Keep the grant that is returned: its
    /// refresh token may be another one as well, and the old one of no use any more.
    ///
    /// A [`Session`](super::Session) does this by itself, and once for all who need it.
    ///
    /// # Errors
    /// When there is no refresh token, or it is of no use any more: then a member has to sign in again.
    pub async fn refresh(&self, grant: &Grant) -> Result<Grant> {
        let Some(refresh_token) = &grant.refresh_token else {
            return Err(reauthorization("there is no refresh token", None));
        };
        let form = Form::new()
            .field("grant_type", "refresh_token")
            .secret("refresh_token", refresh_token.expose_secret());
        match self.grant(form).await? {
            Granted::Yes(new) => Ok(new.succeed(grant)),
            Granted::No(refusal) if refusal.is_end_of_refresh_token() => {
                let reason = "the refresh token is refused";
                Err(reauthorization(reason, Some(refusal)))
            }
            Granted::No(refusal) => {
                let hint = refusal.application_hint();
                Err(refusal.into_error(REFUSED, hint))
            }
        }
    }

    /// A grant for the code that a member has come back with (RFC 6749, section 4.1.3).
    pub(super) async fn exchange(
        &self,
        code: &SecretString,
        authorization: &Authorization,
    ) -> Result<Grant> {
        let mut form = Form::new()
            .field("grant_type", "authorization_code")
            .secret("code", code.expose_secret())
            .field("redirect_uri", authorization.redirect_uri());
        if let Some(verifier) = authorization.verifier() {
            form = form.secret("code_verifier", verifier.expose_secret());
        }
        match self.grant(form).await? {
            Granted::Yes(grant) => Ok(grant.or_scopes(Some(authorization.scopes()))),
            Granted::No(refusal) => {
                let of_choice = authorization.verifier().is_some() && !self.is_native();
                let hint = refusal.code_hint(authorization.redirect_uri(), of_choice);
                Err(refusal.into_error(REFUSED, hint))
            }
        }
    }

    async fn grant(&self, form: Form) -> Result<Granted> {
        let asked = Instant::now();
        match self.post(self.spec().token, PLACE, form).await? {
            Answer::Refused(refusal) => Ok(Granted::No(refusal)),
            Answer::Unreadable(error) => Err(error),
            Answer::Granted(members) => {
                let grant = Grant::read(&members, asked, SystemTime::now())?;
                tracing::debug!(
                    target: "restli",
                    expires_in_s = grant.span.whole.map(|life| life.as_secs()),
                    refreshable = grant.refresh_token.is_some(),
                    "a token was granted",
                );
                Ok(Granted::Yes(grant))
            }
        }
    }

    /// A door that not every server has.
    pub(super) fn door(url: Option<&'static str>, place: &str) -> Result<&'static str> {
        url.ok_or_else(|| Error::auth(format!("the authorization server has no {place}")))
    }
}

enum Granted {
    Yes(Grant),
    No(super::failure::Refusal),
}
