//! A member is asked to grant something: where the browser goes, and what it comes back with.
//!
//! What must be the same when it comes back (state, verifier, redirect URI) stays together in one value, because
//! most troubles with OAuth 2.0 are one of these being another one's.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use super::failure::hinted;
use super::redirected::{self, Redirected};
use super::{Application, Grant, endpoint, form, random, scopes};
use crate::error::{Error, Result};

/// Where a native application listens, if nothing else is registered.
const LOOPBACK: &str = "http://127.0.0.1";

/// A sign-in that has begun (RFC 6749, section 4.1): open its [`url`](Self::url) in the member's browser, and
/// [`finish`](Self::finish) with what that is sent back to.
///
/// An application on the member's own machine [`listen`](Self::listen)s instead. A web server that serves two
/// requests keeps it from one to the other by [`save`](Self::save) and [`Application::resume`].
pub struct Authorization {
    application: Application,
    scopes: Vec<String>,
    redirect_uri: String,
    state: SecretString,
    verifier: Option<SecretString>,
    url: String,
}

impl Application {
    /// Begins to ask a member for permissions.
    ///
    /// # Errors
    /// When there is no redirect URI, scopes do not go together, or the server knows no such way.
    pub fn authorize<S: AsRef<str>>(
        &self,
        scopes: impl IntoIterator<Item = S>,
    ) -> Result<Authorization> {
        let scopes = scopes::check_some(self.spec(), scopes)?;
        let redirect_uri = match (self.own_redirect_uri(), self.is_native()) {
            (Some(uri), _) => uri,
            (None, true) => LOOPBACK,
            (None, false) => {
                return Err(hinted(
                    "the application has no redirect URI",
                    "set the one that is registered: `Application::redirect_uri`",
                ));
            }
        };
        let verifier = match self.uses_pkce() {
            true => Some(random::secret()?),
            false => None,
        };
        let state = random::secret()?;
        self.authorization(scopes, redirect_uri.to_owned(), state, verifier)
    }

    /// Goes on with a sign-in that was kept by [`Authorization::save`].
    ///
    /// # Errors
    /// When the text is not what was kept, or another application's.
    pub fn resume(&self, saved: impl Into<SecretString>) -> Result<Authorization> {
        let saved = saved.into();
        let pairs = form_urlencoded::parse(saved.expose_secret().as_bytes());
        let pairs: Vec<_> = pairs.into_owned().collect();
        let part = |name: &str| {
            let mut found = pairs.iter().filter(|(known, _)| known == name);
            let first = found.next().map(|(_, value)| value.as_str());
            first.filter(|value| !value.is_empty())
        };
        let unfit = || {
            hinted(
                "the sign-in that was kept cannot be read",
                "it is the text of `Authorization::save`, whole and unchanged",
            )
        };
        let required = |name| part(name).ok_or_else(unfit);
        if required("client_id")? != self.client_id() {
            return Err(Error::auth(
                "the sign-in that was kept is one of another application",
            ));
        }
        let scopes = scopes::check_some(self.spec(), required("scope")?.split(' '));
        self.authorization(
            scopes.map_err(|_| unfit())?,
            required("redirect_uri")?.to_owned(),
            SecretString::from(required("state")?),
            part("verifier").map(SecretString::from),
        )
    }

    fn authorization(
        &self,
        scopes: Vec<String>,
        redirect_uri: String,
        state: SecretString,
        verifier: Option<SecretString>,
    ) -> Result<Authorization> {
        endpoint::check_redirect_uri(&redirect_uri)?;
        let mut authorization = Authorization {
            application: self.clone(),
            scopes,
            redirect_uri,
            state,
            verifier,
            url: String::new(),
        };
        authorization.url = authorization.write_url()?;
        Ok(authorization)
    }
}

impl Authorization {
    fn write_url(&self) -> Result<String> {
        let spec = self.application.spec();
        let native = spec.native_authorization;
        let door = match self.application.is_native() {
            true => native.or(spec.authorization),
            false => spec.authorization,
        };
        let door = Application::door(door, "authorization endpoint")?;
        let mut url = self.application.place(door)?;
        let scope = self.scopes.join(" ");
        let mut query = vec![
            ("response_type", "code"),
            ("client_id", self.application.client_id()),
            ("redirect_uri", &self.redirect_uri),
            ("state", self.state.expose_secret()),
            ("scope", &scope),
        ];
        let challenge =
            { self.verifier.as_ref() }.map(|verifier| random::challenge(verifier.expose_secret()));
        if let Some(challenge) = &challenge {
            query.push(("code_challenge", challenge));
            query.push(("code_challenge_method", "S256"));
        }
        url.push(if url.contains('?') { '&' } else { '?' });
        url.push_str(&form::query(&query));
        Ok(url)
    }

    /// What to open in the member's browser. It holds the state, so it belongs into no log.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What comes back with the member, and tells this sign-in from others.
    pub fn state(&self) -> &SecretString {
        &self.state
    }

    /// What is asked for.
    pub fn scopes(&self) -> &[String] {
        &self.scopes
    }

    /// Where the member is sent back to.
    pub fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    /// The same sign-in, with the redirect URI at a port that was free.
    pub(super) fn at(mut self, redirect_uri: String) -> Result<Self> {
        self.redirect_uri = redirect_uri;
        self.url = self.write_url()?;
        Ok(self)
    }

    pub(super) fn verifier(&self) -> Option<&SecretString> {
        self.verifier.as_ref()
    }

    pub(super) fn application(&self) -> &Application {
        &self.application
    }

    /// The sign-in as a text, for a web server that keeps it until the member comes back: in its session, or in
    /// a cookie that is encrypted. It is bound to that browser so; whoever has the text can finish the sign-in.
    pub fn save(&self) -> SecretString {
        let scope = self.scopes.join(" ");
        let verifier = self.verifier.as_ref().map(ExposeSecret::expose_secret);
        SecretString::from(form::query(&[
            ("client_id", self.application.client_id()),
            ("redirect_uri", &self.redirect_uri),
            ("scope", &scope),
            ("state", self.state.expose_secret()),
            ("verifier", verifier.unwrap_or_default()),
        ]))
    }

    /// Takes what the browser was sent back to, as a URL or as its query, and asks for the tokens.
    ///
    /// # Errors
    /// When it is the answer to another sign-in, or the member has not agreed: then
    /// [`code`](Error::code) is the server's word for it, such as `access_denied`. Or when the server does not
    /// take the code.
    pub async fn finish(&self, redirected: &str) -> Result<Grant> {
        match redirected::read(redirected, &self.state)? {
            Redirected::Code(code) => self.application.exchange(&code, self).await,
            Redirected::Refused(error) => Err(error),
        }
    }
}

impl fmt::Debug for Authorization {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Authorization")
            .field("application", &self.application)
            .field("scopes", &self.scopes)
            .field("redirect_uri", &self.redirect_uri)
            .field("pkce", &self.verifier.is_some())
            .finish_non_exhaustive()
    }
}
