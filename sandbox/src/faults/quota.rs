//! How many requests there may be, until the time comes when there may be as many again.
//!
//! Windows begin at full multiples of their length since 1970, so a day begins at 00:00 UTC, and a
//! restarted client meets the same windows as the one before.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::rule::Facts;
use super::units::{duration, write_duration};

/// So many requests in so long a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    #[serde(serialize_with = "write_window", deserialize_with = "read_window")]
    per: Duration,
    limit: u64,
    #[serde(default)]
    by: By,
}

/// What shares a quota.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum By {
    /// All requests together, as those of one application.
    #[default]
    #[serde(rename = "all")]
    All,
    /// The requests with one token, as those of one member.
    #[serde(rename = "token")]
    Token,
    /// The requests to one resource.
    #[serde(rename = "resource")]
    Resource,
    /// The requests with one token to one resource.
    #[serde(rename = "token+resource")]
    TokenAndResource,
}

impl Quota {
    /// So many requests per time, which counts in whole seconds.
    pub fn new(limit: u64, per: Duration) -> Self {
        Quota {
            per,
            limit,
            by: By::All,
        }
    }

    /// So many requests per day of UTC.
    pub fn per_day(limit: u64) -> Self {
        Self::new(limit, DAY)
    }

    /// Of what each has a quota of its own.
    #[must_use]
    pub fn by(mut self, by: By) -> Self {
        self.by = by;
        self
    }

    /// How long the window lasts on that a time lies in.
    pub(super) fn left(&self, now: SystemTime) -> Duration {
        let end = (self.window(now) + 1).saturating_mul(self.seconds());
        let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        Duration::from_secs(end).saturating_sub(now)
    }

    fn window(&self, now: SystemTime) -> u64 {
        let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        since.as_secs() / self.seconds()
    }

    fn seconds(&self) -> u64 {
        self.per.as_secs().max(1)
    }
}

/// How much of a quota is used.
#[derive(Debug, Default)]
pub(super) struct Usage {
    window: u64,
    used: BTreeMap<(String, String), u64>,
}

impl Usage {
    /// Counts a request; false if there are too many.
    pub(super) fn take(&mut self, quota: &Quota, now: SystemTime, request: &Facts<'_>) -> bool {
        let window = quota.window(now);
        if window != self.window {
            self.window = window;
            self.used.clear();
        }
        let token = request.token.unwrap_or_default();
        let resource = request.call.as_ref().map_or("", |call| call.resource);
        let (token, resource) = match quota.by {
            By::All => ("", ""),
            By::Token => (token, ""),
            By::Resource => ("", resource),
            By::TokenAndResource => (token, resource),
        };
        let key = (token.to_owned(), resource.to_owned());
        let used = self.used.entry(key).or_default();
        *used += 1;
        *used <= quota.limit
    }
}

const DAY: Duration = Duration::from_secs(86_400);

const WINDOWS: &[(&str, Duration)] = &[
    ("day", DAY),
    ("hour", Duration::from_secs(3_600)),
    ("minute", Duration::from_secs(60)),
];

fn read_window<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let text = String::deserialize(deserializer)?;
    let named = WINDOWS.iter().find(|(name, _)| *name == text);
    let whole = |window: &Duration| window.subsec_nanos() == 0 && !window.is_zero();
    { named.map(|(_, window)| *window) }
        .or_else(|| duration(&text).filter(whole))
        .ok_or_else(|| {
            D::Error::custom(format!(
                "`per: {text}` is neither day, hour or minute nor a number of seconds such as `10s`"
            ))
        })
}

fn write_window<S: Serializer>(window: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    match WINDOWS.iter().find(|(_, known)| known == window) {
        Some((name, _)) => serializer.serialize_str(name),
        None => serializer.serialize_str(&write_duration(*window)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::rule::CallFacts;
    use super::*;

    fn facts<'r>(token: &'r str, resource: &'r str) -> Facts<'r> {
        Facts {
            verb: "GET",
            path: "/",
            token: Some(token),
            call: Some(CallFacts {
                resource,
                method: "get",
                name: "get",
            }),
        }
    }

    #[test]
    fn a_day_ends_at_midnight() {
        let quota = Quota::per_day(2);
        let mut usage = Usage::default();
        let noon = UNIX_EPOCH + DAY * 20_000 + DAY / 2;
        let one = facts("a", "me");
        assert!(usage.take(&quota, noon, &one) && usage.take(&quota, noon, &one));
        assert!(!usage.take(&quota, noon, &one));
        let midnight = UNIX_EPOCH + DAY * 20_001;
        assert_eq!(quota.left(noon), DAY / 2);
        assert!(!usage.take(&quota, midnight - Duration::from_secs(1), &one));
        assert!(usage.take(&quota, midnight, &one));
    }

    #[test]
    fn what_shares_a_quota() {
        for (by, expected) in [
            (By::All, [true, false, false, false]),
            (By::Token, [true, true, false, false]),
            (By::Resource, [true, false, true, false]),
            (By::TokenAndResource, [true, true, true, false]),
        ] {
            let quota = Quota::per_day(1).by(by);
            let mut usage = Usage::default();
            let requests = [("a", "me"), ("b", "me"), ("a", "people"), ("a", "me")];
            let taken = requests
                .map(|(token, resource)| usage.take(&quota, UNIX_EPOCH, &facts(token, resource)));
            assert_eq!(taken, expected, "{by:?}");
        }
    }

    #[test]
    fn windows_are_read_and_written() {
        for window in ["day", "hour", "minute", "10s", "2h"] {
            let json = format!(r#"{{"per":"{window}","limit":3,"by":"token+resource"}}"#);
            let quota: Quota = serde_json::from_str(&json).unwrap();
            assert_eq!(serde_json::to_string(&quota).unwrap(), json);
        }
        for window in ["", "week", "0s", "100ms"] {
            let json = format!(r#"{{"per":"{window}","limit":3}}"#);
            let why = serde_json::from_str::<Quota>(&json).unwrap_err();
            assert!(why.to_string().contains("such as `10s`"), "{why}");
        }
    }
}
