//! What LinkedIn pushes: believed only with its signature, and read into types.
#![cfg(feature = "webhooks")]

use hmac::{Hmac, KeyInit as _, Mac as _};
use linkedin_flows::webhook::{LeadChange, Push, PushError, Webhook};
use serde_json::Value;
use sha2::Sha256;

const SECRET: &str = "client-secret";

/// The signature as LinkedIn documents it, computed apart from the code under test.
fn sign(body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(&[b"hmacsha256=", body].concat());
    let bytes = mac.finalize().into_bytes();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The body of the recorded push.
fn recorded() -> Vec<u8> {
    let sample: Value = serde_json::from_str(include_str!("pushes/webhook.push.1.json")).unwrap();
    serde_json::to_vec(&sample["request"]["body"]).unwrap()
}

#[test]
fn a_challenge_is_answered_with_the_hmac_of_its_code() {
    // HMAC-SHA256 of RFC 4231, test case 2.
    let answer = Webhook::new("Jefe").answer("what do ya want for nothing?");
    assert_eq!(
        serde_json::to_value(&answer).unwrap(),
        serde_json::json!({
            "challengeCode": "what do ya want for nothing?",
            "challengeResponse": "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        })
    );
}

#[test]
fn the_recorded_push_is_read() {
    let body = recorded();
    let push = Webhook::new(SECRET).receive(&sign(&body), &body).unwrap();
    let Push::OrganizationSocialActions(notifications) = push else {
        panic!("{push:?}");
    };
    let [notification] = &*notifications else {
        panic!("{notifications:?}");
    };
    assert_eq!(notification.notification_id, Some(6_603_453_399));
    assert_eq!(
        notification.action,
        Some(linkedin::OrganizationSocialAction::Comment)
    );
    let text = notification.decorated_source_post.as_ref();
    assert_eq!(
        text.and_then(|post| post.text.as_deref()),
        Some("New frame sizes are in.")
    );
}

#[test]
fn a_lead_is_read() {
    let body = br#"{"type":"LEAD_ACTION","leadGenFormResponse":"urn:li:leadGenFormResponse:1a2b-3","leadGenForm":"urn:li:versionedLeadGenForm:(urn:li:leadGenForm:52,1)","owner":{"sponsoredAccount":"urn:li:sponsoredAccount:5"},"leadType":"SPONSORED","leadAction":"CREATED","occurredAt":1757183251857}"#;
    let webhook = Webhook::new(SECRET);
    let Push::Lead(lead) = webhook.receive(&sign(body), body).unwrap() else {
        panic!("no lead");
    };
    assert_eq!(lead.lead_action, LeadChange::Created);
    assert_eq!(
        lead.lead_gen_form_response.to_string(),
        "urn:li:leadGenFormResponse:1a2b-3"
    );
    assert!(matches!(
        lead.owner,
        Some(linkedin::LeadOwner::SponsoredAccount(_))
    ));
    let other = br#"{"type":"SOMETHING_NEW","x":1}"#;
    assert!(matches!(
        webhook.receive(&sign(other), other).unwrap(),
        Push::Other(_)
    ));
}

#[test]
fn nothing_is_believed_without_its_signature() {
    let (webhook, body) = (Webhook::new(SECRET), recorded());
    let right = sign(&body);
    for signature in [
        right.clone(),
        right.to_uppercase(),
        format!("hmacsha256={right}"),
        format!(" {right} "),
    ] {
        webhook.verify(&signature, &body).unwrap();
    }
    let mut changed = body.clone();
    *changed.last_mut().unwrap() = b' ';
    for (signature, body) in [
        (right.as_str(), changed.as_slice()),
        ("", &body),
        (&right[1..], &body),
        (&right[..62], &body),
        ("zz", &body),
        (&format!("{right}00"), &body),
        ("hmacsha256=", &body),
        (&sign(b""), &body),
    ] {
        let refused = webhook.receive(signature, body);
        assert!(matches!(refused, Err(PushError::Signature)), "{signature}");
    }
    let other = Webhook::new("another-secret");
    assert!(other.verify(&right, &body).is_err());
    assert!(!format!("{webhook:?}").contains(SECRET));
}

#[test]
fn a_signed_body_that_is_no_push_says_why() {
    let webhook = Webhook::new(SECRET);
    for body in [
        &b"no json"[..],
        br#"{"type":"LEAD_ACTION"}"#,
        br#"{"type":"ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS"}"#,
    ] {
        let refused = webhook.receive(&sign(body), body);
        assert!(matches!(refused, Err(PushError::Body(_))), "{refused:?}");
    }
}
