//! OpenID Connect: what describes the server, and the tokens that tell an application who a member
//! is.

use std::collections::{BTreeMap, BTreeSet};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use axum::http::Method;
use axum::http::request::Parts;
use axum::response::Response;
use restli_model::model::ScopeId;
use serde_json::{Value as Json, json};

use super::bearer::Bearer;
use super::inspect::seconds;
use super::secret::{base64url, challenge};
use super::settings::App;
use super::template::{fill, fill_text};
use super::tokens::Scopes;
use super::veil::{read_type, seen};
use super::{Auth, reply};

/// A key that signs, made when the first signature is wanted, since that takes a while.
pub(super) struct Signer {
    key: KeyPair,
    /// The public key as JSON.
    public: Json,
    id: String,
}

/// The document that describes the server.
pub(super) fn discovery(auth: &Auth, head: &Parts) -> Response {
    if head.method != Method::GET {
        return reply::not_allowed("GET");
    }
    let url = json!(auth.url);
    let document = fill(&auth.settings.discovery, &[("url", Some(&url))]);
    reply::json(200, &document.unwrap_or(Json::Null))
}

/// The keys that id tokens are checked with.
pub(super) fn keys(auth: &Auth, head: &Parts) -> Response {
    if head.method != Method::GET {
        return reply::not_allowed("GET");
    }
    let signer = auth.signer.get_or_init(Signer::new);
    reply::json(200, &json!({ "keys": [signer.public] }))
}

/// Tells an application who the member is, if it has the scope for that.
pub(super) fn id_token(
    auth: &Auth,
    app: &App,
    subject: &str,
    scopes: &BTreeSet<ScopeId>,
    nonce: Option<&str>,
) -> Option<String> {
    let settings = auth.settings.id_token.as_ref()?;
    let member = auth.settings.member(subject)?;
    if !scopes.contains(&settings.scope) {
        return None;
    }
    let bearer = Bearer {
        scopes: Scopes::These(scopes.clone()),
        waiting: BTreeMap::new(),
        application: false,
    };
    let ty = read_type(&auth.model[settings.claims])?;
    let mut claims = seen(&auth.model, &bearer, ty, &member.claims);
    let url = json!(auth.url);
    let issuer = fill_text(&settings.issuer, &[("url", Some(&url))]);
    let now = auth.now();
    claims.insert("iss".to_owned(), json!(issuer));
    claims.insert("aud".to_owned(), json!(app.client_id));
    claims.insert("iat".to_owned(), seconds(now));
    claims.insert("exp".to_owned(), seconds(now + settings.lifetime));
    if let Some(nonce) = nonce.filter(|_| settings.nonce) {
        claims.insert("nonce".to_owned(), json!(nonce));
    }
    let signer = auth.signer.get_or_init(Signer::new);
    Some(signer.sign(&Json::Object(claims)))
}

impl Signer {
    fn new() -> Self {
        let key = KeyPair::generate(KeySize::Rsa2048).expect("a key of a usual size can be made");
        let public = key.public_key();
        let part = |number: &[u8]| base64url(number);
        let n = part(public.modulus().big_endian_without_leading_zero());
        let e = part(public.exponent().big_endian_without_leading_zero());
        let id = challenge(&n);
        let public =
            json!({ "kty": "RSA", "use": "sig", "alg": "RS256", "kid": id, "n": n, "e": e });
        Signer { key, public, id }
    }

    fn sign(&self, claims: &Json) -> String {
        let header = json!({ "alg": "RS256", "kid": self.id, "typ": "JWT" });
        let part = |json: &Json| base64url(json.to_string());
        let text = format!("{}.{}", part(&header), part(claims));
        let mut signature = vec![0; self.key.public_modulus_len()];
        let random = SystemRandom::new();
        { &self.key }
            .sign(&RSA_PKCS1_SHA256, &random, text.as_bytes(), &mut signature)
            .expect("a key signs whatever it is given");
        format!("{text}.{}", base64url(signature))
    }
}
