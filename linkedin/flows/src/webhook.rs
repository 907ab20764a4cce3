//! What LinkedIn pushes: the validation of the URL, the signature, and the typed content.
//!
//! A webhook that believes an unsigned body can be told anything by anybody, so the content is only handed out
//! after the signature was checked, on the bytes as they came.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use linkedin::restli::{EpochMillis, Json};
use linkedin::{
    LeadAssociatedEntity, LeadGenFormResponseUrn, LeadOwner, LeadType,
    OrganizationSocialActionNotification, VersionedLeadGenFormUrn,
};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use thiserror::Error;

/// The header that holds the signature of what is pushed.
pub const SIGNATURE_HEADER: &str = "X-LI-Signature";

/// What is in front of a body when it is signed, and may be in front of a signature.
const PREFIX: &str = "hmacsha256=";

/// A webhook of an application: knows its client secret, and never shows it.
#[derive(Clone)]
pub struct Webhook(Hmac<Sha256>);

/// The answer to a challenge, as JSON with the status 200.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChallengeAnswer {
    /// The code that was sent.
    pub challenge_code: String,
    /// Proof that the client secret is known: the code's HMAC-SHA256, in hexadecimal digits.
    pub challenge_response: String,
}

/// Why a push is not believed.
#[derive(Clone, Debug, Error)]
#[non_exhaustive]
pub enum PushError {
    /// The signature is not that of the body and the client secret: the push is not LinkedIn's.
    #[error("the signature of the push is wrong")]
    Signature,
    /// The signature is right, but the body cannot be read.
    #[error("the push cannot be read: {0}")]
    Body(String),
}

/// What LinkedIn has pushed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Push {
    /// Things that were done with the posts of Pages. Deliveries may repeat: know them by `notification_id`.
    OrganizationSocialActions(Vec<OrganizationSocialActionNotification>),
    /// A lead was made or deleted. Deliveries may repeat.
    Lead(Box<LeadAction>),
    /// Something else, which may be of a newer kind.
    Other(Json),
}

/// A lead was made or deleted.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LeadAction {
    /// The response to the form.
    pub lead_gen_form_response: LeadGenFormResponseUrn,
    /// The form, in the version that was responded to.
    pub lead_gen_form: Option<VersionedLeadGenFormUrn>,
    /// Who owns the lead.
    pub owner: Option<LeadOwner>,
    /// What the lead came from.
    pub associated_entity: Option<LeadAssociatedEntity>,
    /// The kind of lead.
    pub lead_type: Option<LeadType>,
    /// `CREATED` or `DELETED`.
    pub lead_action: LeadChange,
    /// When.
    pub occurred_at: Option<EpochMillis>,
}

/// What happened to a lead.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
#[non_exhaustive]
pub enum LeadChange {
    /// It was made.
    Created,
    /// It was deleted, and has to be deleted by whoever keeps it.
    Deleted,
    /// Something newer than this crate.
    Other(String),
}

impl From<String> for LeadChange {
    fn from(text: String) -> Self {
        match text.as_str() {
            "CREATED" => Self::Created,
            "DELETED" => Self::Deleted,
            _ => Self::Other(text),
        }
    }
}

#[derive(Deserialize)]
struct Kind {
    #[serde(rename = "type")]
    kind: Option<String>,
}

#[derive(Deserialize)]
struct Notifications {
    notifications: Vec<OrganizationSocialActionNotification>,
}

impl Webhook {
    /// A webhook of the application with this client secret.
    pub fn new(client_secret: &str) -> Self {
        let key = Hmac::new_from_slice(client_secret.as_bytes());
        // Keys of HMAC may have any length.
        Self(key.unwrap_or_else(|_| Hmac::new(&Default::default())))
    }

    /// The answer to `GET {url}?challengeCode=…`, to be given within three seconds. LinkedIn asks when the URL
    /// is registered and every two hours; three failures block it.
    pub fn answer(&self, challenge_code: &str) -> ChallengeAnswer {
        let code = self.0.clone().chain_update(challenge_code);
        let bytes = code.finalize().into_bytes();
        ChallengeAnswer {
            challenge_code: challenge_code.to_owned(),
            challenge_response: bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        }
    }

    /// The content of a push: `signature` is the header [`SIGNATURE_HEADER`], `body` the bytes as they came.
    /// Any status from 200 to 299 tells LinkedIn that it has arrived.
    ///
    /// # Errors
    /// [`PushError::Signature`] when it is not LinkedIn's; answer 401 then. [`PushError::Body`] when it is, and
    /// cannot be read.
    pub fn receive(&self, signature: &str, body: &[u8]) -> Result<Push, PushError> {
        self.verify(signature, body)?;
        let read = |error: serde_json::Error| PushError::Body(error.to_string());
        let kind: Kind = serde_json::from_slice(body).map_err(read)?;
        Ok(match kind.kind.as_deref() {
            Some("ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS") => {
                let found: Notifications = serde_json::from_slice(body).map_err(read)?;
                Push::OrganizationSocialActions(found.notifications)
            }
            Some("LEAD_ACTION") => {
                Push::Lead(Box::new(serde_json::from_slice(body).map_err(read)?))
            }
            _ => Push::Other(serde_json::from_slice(body).map_err(read)?),
        })
    }

    /// Checks the signature alone, in constant time.
    ///
    /// # Errors
    /// [`PushError::Signature`] when it is not that of the body.
    pub fn verify(&self, signature: &str, body: &[u8]) -> Result<(), PushError> {
        let signature = signature.trim();
        let digits = signature.strip_prefix(PREFIX).unwrap_or(signature);
        let bytes = bytes(digits).ok_or(PushError::Signature)?;
        let signed = self.0.clone().chain_update(PREFIX).chain_update(body);
        signed
            .verify_slice(&bytes)
            .map_err(|_| PushError::Signature)
    }
}

/// The bytes of hexadecimal digits.
fn bytes(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    let byte = |pair: &[u8]| -> Option<u8> {
        let digit = |at: usize| char::from(*pair.get(at)?).to_digit(16);
        u8::try_from(digit(0)? << 4 | digit(1)?).ok()
    };
    pairs.map(byte).collect()
}

/// Without the secret.
impl fmt::Debug for Webhook {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Webhook([hidden])")
    }
}
