//! OpenID Connect: the description of the server, and id tokens that can be checked.

use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use restli_sandbox::Sandbox;
use serde_json::{Value as Json, json};

use super::wire::{
    ALLOW, AUTHORIZATION, PARTNER, TOKEN, asking, browse, exchanging, form, send, text, tokens,
};
use crate::support::schema;

fn decoded(part: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(part).expect("base 64")
}

/// The claims of an id token whose signature is right.
async fn claims(sandbox: &Sandbox, id_token: &str) -> Json {
    let keys = send(sandbox, "GET", "/oauth/openid/jwks", &[], "")
        .await
        .json();
    let key = &keys["keys"][0];
    let (message, signature) = id_token.rsplit_once('.').expect("three parts");
    let (header, payload) = message.split_once('.').expect("three parts");
    let header: Json = serde_json::from_slice(&decoded(header)).unwrap();
    assert_eq!(
        header,
        json!({"alg": "RS256", "typ": "JWT", "kid": key["kid"]})
    );
    let public = RsaPublicKeyComponents {
        n: decoded(text(key, "n")),
        e: decoded(text(key, "e")),
    };
    let check = |message: &str| {
        let signature = decoded(signature);
        public.verify(&RSA_PKCS1_2048_8192_SHA256, message.as_bytes(), &signature)
    };
    check(message).expect("the signature is right");
    check(&format!("{message}x")).expect_err("it is of this message only");
    serde_json::from_slice(&decoded(payload)).unwrap()
}

#[tokio::test]
async fn an_id_token_says_what_the_scopes_show_of_the_member() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let member = [ALLOW, ("X-Sandbox-Member", "urn:li:person:b3Kp-Wq0a")];
    for (scope, shown) in [
        ("openid", vec!["sub"]),
        ("openid email", vec!["email", "email_verified", "sub"]),
        (
            "openid profile",
            vec!["family_name", "given_name", "locale", "name", "sub"],
        ),
    ] {
        let parameters = asking(PARTNER, scope, &[("nonce", "n-1")]);
        let back = browse(&sandbox, AUTHORIZATION, &member, &parameters).await;
        let code = back.parameter("code");
        let granted = form(&sandbox, TOKEN, &exchanging(PARTNER, &code, &[]))
            .await
            .json();
        let mut claims = claims(&sandbox, text(&granted, "id_token")).await;
        assert_eq!(claims["sub"], "b3Kp-Wq0a");
        assert_eq!(claims["aud"], "sandbox-partner");
        assert_eq!(claims["iss"], format!("{}/oauth", sandbox.url()));
        let (from, to) = (
            claims["iat"].as_u64().unwrap(),
            claims["exp"].as_u64().unwrap(),
        );
        assert_eq!(to - from, 3600);
        let claims = claims.as_object_mut().unwrap();
        for name in ["aud", "iss", "iat", "exp"] {
            claims.remove(name);
        }
        let mut names: Vec<_> = claims.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, shown);
    }
    let without = tokens(&sandbox, PARTNER, "r_liteprofile").await;
    assert_eq!(without.get("id_token"), None);
}

#[tokio::test]
async fn what_the_description_names_is_there() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let path = "/oauth/.well-known/openid-configuration";
    let document = send(&sandbox, "GET", path, &[], "").await.json();
    for (name, status) in [
        ("authorization_endpoint", 400),
        ("token_endpoint", 405),
        ("userinfo_endpoint", 401),
        ("jwks_uri", 200),
    ] {
        let path = text(&document, name)
            .strip_prefix(sandbox.url())
            .expect("its own");
        assert_eq!(
            send(&sandbox, "GET", path, &[], "").await.status,
            status,
            "{name}"
        );
    }
}
