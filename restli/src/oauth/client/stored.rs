//! A grant as JSON, as storages keep it.
//!
//! It is read member by member, because a message of a JSON library may repeat what it could not read.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value as Json, json};

use super::grant::Span;
use super::{Grant, answer};
use crate::error::{Error, Result};

impl Grant {
    /// The grant as JSON, with all its secrets, for a storage. Times are seconds since 1970 by the wall clock.
    pub fn to_json(&self) -> SecretString {
        let mut members = Map::new();
        let mut put = |name: &str, value: Option<Json>| {
            if let Some(value) = value {
                members.insert(name.to_owned(), value);
            }
        };
        let secret = |secret: &SecretString| json!(secret.expose_secret());
        let time = |time: SystemTime| {
            let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
            json!(since.as_secs())
        };
        put("access_token", Some(secret(&self.access_token)));
        put("granted_at", Some(time(self.granted_at)));
        put("expires_at", self.expires_at.map(time));
        put("refresh_token", self.refresh_token.as_ref().map(secret));
        put(
            "refresh_token_expires_at",
            self.refresh_expires_at.map(time),
        );
        put("id_token", self.id_token.as_ref().map(secret));
        put("scopes", self.scopes.as_ref().map(|scopes| json!(scopes)));
        SecretString::from(Json::Object(members).to_string())
    }

    /// The grant that [`to_json`](Self::to_json) has written.
    ///
    /// # Errors
    /// When it is no JSON, or holds no access token. The error shows nothing of it.
    pub fn from_json(text: &str) -> Result<Self> {
        Self::from_json_at(text, SystemTime::now())
    }

    fn from_json_at(text: &str, now: SystemTime) -> Result<Self> {
        let members = match serde_json::from_str(text) {
            Ok(Json::Object(members)) => members,
            Ok(_) => return Err(Error::auth("the stored grant is no JSON object")),
            Err(error) => {
                // Not the message, which may quote the text.
                let (line, column) = (error.line(), error.column());
                let message = format!("the stored grant is no JSON (line {line}, column {column})");
                return Err(Error::auth(message));
            }
        };
        let Some(access_token) = answer::text(&members, "access_token") else {
            return Err(Error::auth("the stored grant has no access token"));
        };
        let secret = |name| answer::text(&members, name).map(SecretString::from);
        let mut grant = Self::new(access_token);
        if let Some(scopes) = answer::scopes(&members, "scopes") {
            grant = grant.with_scopes(scopes);
        }
        grant.refresh_token = secret("refresh_token");
        grant.id_token = secret("id_token");
        grant.granted_at = answer::instant(&members, "granted_at").unwrap_or(UNIX_EPOCH);
        grant.expires_at = answer::instant(&members, "expires_at");
        grant.refresh_expires_at = answer::instant(&members, "refresh_token_expires_at");
        grant.span = span(grant.granted_at, grant.expires_at, now);
        Ok(grant)
    }
}

/// What is left of a life. From here on the wall clock is not asked any more.
fn span(granted_at: SystemTime, expires_at: Option<SystemTime>, now: SystemTime) -> Span {
    let left = expires_at.map(|end| end.duration_since(now).unwrap_or_default());
    let whole = expires_at
        .and_then(|end| end.duration_since(granted_at).ok())
        .filter(|whole| *whole > Duration::ZERO && granted_at > UNIX_EPOCH);
    // A clock that was set back makes no life longer than it was.
    let left = left.map(|left| whole.map_or(left, |whole| left.min(whole)));
    Span {
        since: Instant::now(),
        left,
        whole: whole.or(left),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    fn stored(now: SystemTime) -> Span {
        let mut grant = Grant::new("a").with_expiry(SystemTime::now() + HOUR);
        grant.granted_at = SystemTime::now();
        Grant::from_json_at(grant.to_json().expose_secret(), now)
            .unwrap()
            .span
    }

    #[test]
    fn what_is_left_is_told_by_the_wall_clock_and_is_never_more_than_there_was() {
        let now = SystemTime::now();
        let half = stored(now + HOUR / 2).left.unwrap();
        assert!(half <= HOUR / 2 && half > HOUR / 3, "{half:?}");
        assert_eq!(stored(now + 2 * HOUR).left, Some(Duration::ZERO));
        let back = stored(now - 1000 * HOUR).left.unwrap();
        assert!(back <= HOUR + Duration::from_secs(1), "{back:?}");
    }

    #[test]
    fn a_grant_survives_being_written() {
        let end = UNIX_EPOCH + Duration::from_secs(4_000_000_000);
        let grant = Grant::new("access-1")
            .with_refresh_token("refresh-1", Some(end))
            .with_scopes(["a", "b"])
            .with_expiry(end);
        let read = Grant::from_json(grant.to_json().expose_secret()).unwrap();
        assert_eq!(read.access_token().expose_secret(), "access-1");
        assert_eq!(read.refresh_token().unwrap().expose_secret(), "refresh-1");
        assert_eq!(read.refresh_token_expires_at(), Some(end));
        assert_eq!(read.expires_at(), Some(end));
        assert_eq!(read.scopes().unwrap(), ["a", "b"]);
        assert_eq!(read.token().scopes().unwrap(), ["a", "b"]);
    }

    #[test]
    fn what_cannot_be_read_is_not_shown() {
        for text in [
            "{\"access_token\": \"s3cr3t",
            "\"s3cr3t\"",
            "{\"access_token\": [\"s3cr3t\"]}",
            "s3cr3t",
        ] {
            let error = Grant::from_json(text).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("s3cr3t"), "{error}");
        }
    }
}
