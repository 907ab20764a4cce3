//! What applications send by themselves, and how they show who they are.

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::ExposeSecret;
use serde_json::Value as Json;

use super::form::Form;
use super::secret::same;
use super::settings::App;
use super::words::{Failure, NO_FORM, UNKNOWN_CLIENT, WRONG_SECRET};
use super::{Auth, reply};

/// A form that an application has sent.
pub(super) struct Submission<'a> {
    pub(super) auth: &'a Auth,
    head: &'a Parts,
    pub(super) form: Form,
}

/// Whether an application must have shown its secret.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Proof {
    Secret,
    /// The verifier of a code will do, or nothing where it has no secret.
    Other,
}

/// An application, and whether it has shown its secret.
pub(super) struct Client<'a> {
    pub(super) app: &'a App,
    pub(super) proven: bool,
}

/// Reads a form and answers it.
pub(super) async fn answer(
    auth: &Auth,
    head: &Parts,
    body: Body,
    handle: fn(&Submission<'_>) -> Result<Option<Json>, Failure>,
) -> Response {
    if head.method != Method::POST {
        return reply::not_allowed("POST");
    }
    let words = &auth.settings.words;
    let outcome = match Form::of_body(head, body).await {
        Err(why) => Err(words.refuse(&NO_FORM, why)),
        Ok(form) => match form.repeated() {
            Some(name) => Err(words.repeated(name)),
            None => handle(&Submission { auth, head, form }),
        },
    };
    match outcome {
        Ok(Some(json)) => reply::json(200, &json),
        Ok(None) => reply::done(),
        Err(failure) => {
            let mut response = failure.json();
            let basic = head.headers.contains_key(header::AUTHORIZATION);
            if basic && response.status() == StatusCode::UNAUTHORIZED {
                let challenge = HeaderValue::from_static("Basic");
                let headers = response.headers_mut();
                headers.insert(header::WWW_AUTHENTICATE, challenge);
            }
            response
        }
    }
}

impl<'a> Submission<'a> {
    /// A parameter that must be there.
    pub(super) fn required(&self, name: &'static str) -> Result<&str, Failure> {
        self.form.get(name).ok_or_else(|| self.missing(name))
    }

    pub(super) fn missing(&self, name: &'static str) -> Failure {
        let mut failure = self.auth.settings.words.missing(name);
        if Form::of_query(self.head).has(name) {
            failure.explanation =
                format!("`{name}` stands in the query; parameters belong into the body");
        }
        failure
    }

    /// The application that sends it.
    pub(super) fn client(&self, proof: Proof) -> Result<Client<'a>, Failure> {
        let words = &self.auth.settings.words;
        let basic = self.basic()?;
        let (client_id, secret) = match &basic {
            Some((client_id, secret)) => {
                if self.form.has("client_secret") {
                    let mut failure = words.repeated("client_secret");
                    failure.explanation =
                        "the secret stands in the header and in the body; one will do".to_owned();
                    return Err(failure);
                }
                (client_id.as_str(), Some(secret.as_str()))
            }
            None => (self.required("client_id")?, self.form.get("client_secret")),
        };
        if secret.is_none() && proof == Proof::Secret {
            return Err(self.missing("client_secret"));
        }
        let Some(app) = self.auth.settings.app(client_id) else {
            let why = self.auth.no_app(client_id);
            let client_id = Json::from(client_id);
            let values = [("client_id", Some(&client_id))];
            return Err(words.refuse_with(&UNKNOWN_CLIENT, &values, why));
        };
        let proven = match (secret, &app.secret) {
            (Some(given), Some(own)) if same(given, own.expose_secret()) => true,
            (Some(_), Some(_)) => {
                let why = format!("it is not the secret of the app `{}`", app.client_id);
                return Err(words.refuse(&WRONG_SECRET, why));
            }
            (Some(_), None) => {
                let why = format!(
                    "the app `{}` has no secret, so it sends none",
                    app.client_id
                );
                return Err(words.refuse(&WRONG_SECRET, why));
            }
            (None, _) => false,
        };
        Ok(Client { app, proven })
    }

    /// The client id and the secret in the header.
    fn basic(&self) -> Result<Option<(String, String)>, Failure> {
        let Some(value) = self.head.headers.get(header::AUTHORIZATION) else {
            return Ok(None);
        };
        let read = || {
            let (scheme, text) = value.to_str().ok()?.split_once(' ')?;
            let bytes = STANDARD.decode(text.trim()).ok()?;
            let text = String::from_utf8(bytes).ok()?;
            let (client_id, secret) = text.split_once(':')?;
            let basic = scheme.eq_ignore_ascii_case("basic");
            basic.then(|| (decoded(client_id), decoded(secret)))
        };
        match read() {
            Some(both) => Ok(Some(both)),
            None => {
                let why = "the `Authorization` header is not `Basic` with the client id and the secret in base 64";
                Err(self.auth.settings.words.refuse(&WRONG_SECRET, why))
            }
        }
    }
}

/// The standard has both parts encoded as in a form before they are joined.
fn decoded(text: &str) -> String {
    let value = format!("={}", text.replace('&', "%26"));
    let mut pairs = form_urlencoded::parse(value.as_bytes());
    pairs
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}
