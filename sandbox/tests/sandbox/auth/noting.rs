//! What the journal keeps of signing in, and what is left after a reset.

use restli_sandbox::{Sandbox, TokenRequest};

use super::wire::{PARTNER, TOKEN, code, exchanging, form, read, send, text};
use crate::support::schema;

#[tokio::test]
async fn the_journal_has_the_exchange_and_none_of_its_secrets() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let code = code(&sandbox, PARTNER, "r_liteprofile").await;
    let parameters = exchanging(PARTNER, &code, &[]);
    let granted = form(&sandbox, TOKEN, &parameters).await.json();
    // Names may be escaped as well.
    let escaped = format!("grant%5Ftype=authorization_code&client%5Fsecret=x&c%6Fde={code}");
    let headers = [("Content-Type", "application/x-www-form-urlencoded")];
    let refused = send(&sandbox, "POST", TOKEN, &headers, &escaped).await;
    assert!(refused.status >= 400);

    let journal = sandbox.journal();
    let seen: Vec<_> = journal.iter().map(|one| (one.status, one.valid)).collect();
    assert_eq!(seen, [(302, true), (200, true), (refused.status, false)]);
    let asked = &journal[0].target;
    assert!(asked.contains("scope=r_liteprofile"), "{asked}");
    let exchanged = journal[1].body.as_ref().unwrap().as_str().unwrap();
    for shown in ["client_id=sandbox-partner", "client_secret=[hidden]"] {
        assert!(exchanged.contains(shown), "{exchanged}");
    }
    let answer = journal[1].answer.as_ref().unwrap();
    assert_eq!(answer["expires_in"], 5_184_000);
    let all = serde_json::to_string(&journal).unwrap();
    let secrets = [
        text(&granted, "access_token"),
        text(&granted, "refresh_token"),
    ];
    for secret in secrets.into_iter().chain([code.as_str(), "partner-secret"]) {
        assert!(!all.contains(secret), "{secret} in {all}");
    }
}

#[tokio::test]
async fn a_reset_leaves_the_token_of_the_start_alone() {
    let sandbox = Sandbox::start(schema()).await.unwrap();
    let issued = sandbox.issue(&TokenRequest::new()).unwrap();
    assert_eq!(read(&sandbox, "/v2/me", &issued).await.status, 200);
    sandbox.revoke(sandbox.token());
    assert_eq!(read(&sandbox, "/v2/me", sandbox.token()).await.status, 401);
    sandbox.reset();
    assert_eq!(read(&sandbox, "/v2/me", &issued).await.status, 401);
    assert_eq!(read(&sandbox, "/v2/me", sandbox.token()).await.status, 200);
}
