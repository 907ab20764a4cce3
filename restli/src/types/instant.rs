//! Points in time, counted from the beginning of 1970 UTC.
//!
//! A bare number has no unit, and services of one API count in milliseconds here and in seconds there. The
//! unit is part of these types, and no number becomes one of them without its unit being named.

use std::fmt;
use std::time::{Duration, SystemTime};

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

/// A point in time in milliseconds since 1970.
///
/// ```
/// use restli::EpochMillis;
///
/// let due = EpochMillis::from_millis(1_753_000_000_123);
/// assert_eq!(due.to_string(), "2025-07-20T08:26:40.123Z");
/// assert!(due < EpochMillis::now());
/// ```
///
/// It converts from [`SystemTime`] and, with the feature `jiff`, from `jiff::Timestamp`; back by `try_from`,
/// because those do not reach as far. It is a JSON number.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EpochMillis(i64);

/// A point in time in seconds since 1970.
///
/// Everything else is as of [`EpochMillis`].
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EpochSeconds(i64);

impl EpochMillis {
    const PER_SECOND: i64 = 1000;

    /// So many milliseconds since 1970; before that they are negative.
    pub const fn from_millis(milliseconds: i64) -> Self {
        Self(milliseconds)
    }

    /// Milliseconds since 1970.
    pub const fn as_millis(self) -> i64 {
        self.0
    }
}

impl EpochSeconds {
    const PER_SECOND: i64 = 1;

    /// So many seconds since 1970; before that they are negative.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Seconds since 1970.
    pub const fn as_seconds(self) -> i64 {
        self.0
    }
}

/// A point in time is beyond what another type can hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstantError(String);

impl fmt::Display for InstantError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} is out of range", self.0)
    }
}

impl std::error::Error for InstantError {}

macro_rules! instant {
    ($instant:ident) => {
        impl $instant {
            /// The present, by the clock of this computer.
            pub fn now() -> Self {
                SystemTime::now().into()
            }
        }

        /// What is finer than the unit is cut off, towards the past; what is beyond 64 bits becomes the
        /// farthest there is.
        impl From<SystemTime> for $instant {
            fn from(time: SystemTime) -> Self {
                let nanoseconds = match time.duration_since(SystemTime::UNIX_EPOCH) {
                    Ok(since) => i128::try_from(since.as_nanos()),
                    Err(before) => i128::try_from(before.duration().as_nanos()).map(|n| -n),
                };
                Self(count(nanoseconds.unwrap_or(i128::MAX), Self::PER_SECOND))
            }
        }

        impl TryFrom<$instant> for SystemTime {
            type Error = InstantError;

            fn try_from(instant: $instant) -> Result<Self, InstantError> {
                let second = instant.0.div_euclid($instant::PER_SECOND);
                let rest = instant.0.rem_euclid($instant::PER_SECOND);
                let distance = Duration::from_secs(second.unsigned_abs());
                let whole = match second {
                    0.. => SystemTime::UNIX_EPOCH.checked_add(distance),
                    _ => SystemTime::UNIX_EPOCH.checked_sub(distance),
                };
                let rest = Duration::from_millis(rest.unsigned_abs());
                whole
                    .and_then(|time| time.checked_add(rest))
                    .ok_or_else(|| InstantError(instant.to_string()))
            }
        }

        /// What is finer than the unit is cut off, towards the past.
        #[cfg(feature = "jiff")]
        impl From<jiff::Timestamp> for $instant {
            fn from(time: jiff::Timestamp) -> Self {
                Self(count(time.as_nanosecond(), Self::PER_SECOND))
            }
        }

        #[cfg(feature = "jiff")]
        impl TryFrom<$instant> for jiff::Timestamp {
            type Error = InstantError;

            fn try_from(instant: $instant) -> Result<Self, InstantError> {
                let milliseconds = instant.0.checked_mul(1000 / $instant::PER_SECOND);
                let time = milliseconds.and_then(|n| jiff::Timestamp::from_millisecond(n).ok());
                time.ok_or_else(|| InstantError(instant.to_string()))
            }
        }

        /// In UTC, as RFC 3339 writes it; years beyond 9999 and before 0 with their sign.
        impl fmt::Display for $instant {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                let second = self.0.div_euclid(Self::PER_SECOND);
                let rest = self.0.rem_euclid(Self::PER_SECOND);
                let fraction = match Self::PER_SECOND {
                    1 => String::new(),
                    _ => format!(".{rest:03}"),
                };
                out.pad(&format!("{}{fraction}Z", date_time(second)))
            }
        }

        impl fmt::Debug for $instant {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, out)
            }
        }

        impl Serialize for $instant {
            fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.serialize_i64(self.0)
            }
        }

        impl<'de> Deserialize<'de> for $instant {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                i64::deserialize(input).map(Self)
            }
        }
    };
}

instant!(EpochMillis);
instant!(EpochSeconds);

/// Nanoseconds in a coarser unit.
fn count(nanoseconds: i128, per_second: i64) -> i64 {
    let units = nanoseconds.div_euclid(1_000_000_000 / i128::from(per_second));
    let farthest = if units < 0 { i64::MIN } else { i64::MAX };
    i64::try_from(units).unwrap_or(farthest)
}

/// Date and time of a second since 1970, in UTC.
fn date_time(second: i64) -> String {
    const DAY: i64 = 24 * 60 * 60;
    let (year, month, day) = date(second.div_euclid(DAY));
    let second = second.rem_euclid(DAY);
    let year = match year {
        0..=9999 => format!("{year:04}"),
        _ => format!("{year:+05}"),
    };
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
}

/// Year, month and day of a day since 1970, in the calendar of today.
///
/// Years are counted from March, so that the day that comes and goes is the last one.
fn date(day: i64) -> (i64, i64, i64) {
    const ERA: i64 = 400 * 365 + 97;
    let since_march_0 = day + 719_468;
    let era = since_march_0.div_euclid(ERA);
    let day = since_march_0.rem_euclid(ERA);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next_year) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    (era * 400 + year + next_year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_shown_as_dates() {
        let cases = [
            (0, "1970-01-01T00:00:00"),
            (-1, "1969-12-31T23:59:59"),
            (951_782_400, "2000-02-29T00:00:00"),
            (4_107_542_399, "2100-02-28T23:59:59"),
            (4_107_542_400, "2100-03-01T00:00:00"),
            (253_402_300_799, "9999-12-31T23:59:59"),
            (253_402_300_800, "+10000-01-01T00:00:00"),
            (-62_167_219_201, "-0001-12-31T23:59:59"),
        ];
        for (second, text) in cases {
            assert_eq!(date_time(second), text, "{second}");
        }
        assert_eq!(EpochMillis(-1).to_string(), "1969-12-31T23:59:59.999Z");
        assert_eq!(format!("{:?}", EpochSeconds(1)), "1970-01-01T00:00:01Z");
    }

    #[test]
    fn the_farthest_instants_are_shown_and_converted_without_a_panic() {
        for instant in [i64::MIN, i64::MAX] {
            assert!(EpochMillis(instant).to_string().ends_with('Z'));
            assert!(EpochSeconds(instant).to_string().ends_with('Z'));
            let _ = SystemTime::try_from(EpochMillis(instant));
            let _ = SystemTime::try_from(EpochSeconds(instant));
        }
    }

    #[test]
    fn what_is_finer_than_the_unit_is_cut_off_towards_the_past() {
        let before = SystemTime::UNIX_EPOCH - Duration::from_micros(1);
        assert_eq!(EpochMillis::from(before), EpochMillis(-1));
        assert_eq!(EpochSeconds::from(before), EpochSeconds(-1));
        let after = SystemTime::UNIX_EPOCH + Duration::from_micros(1999);
        assert_eq!(EpochMillis::from(after), EpochMillis(1));
        for milliseconds in [-1500, -1, 0, 1, 1500] {
            let time = SystemTime::try_from(EpochMillis(milliseconds)).unwrap();
            assert_eq!(EpochMillis::from(time), EpochMillis(milliseconds));
        }
    }
}
