//! Durations and sizes as people write them: `200ms`, `1d`, `64KB`.

use std::time::Duration;

const TIMES: &[(&str, u64)] = &[
    ("d", 86_400_000),
    ("h", 3_600_000),
    ("m", 60_000),
    ("s", 1_000),
    ("ms", 1),
];

const SIZES: &[(&str, u64)] = &[("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10), ("", 1)];

/// Reads `200ms`, `3s`, `5m`, `1h` or `1d`.
pub(super) fn duration(text: &str) -> Option<Duration> {
    read(text, TIMES).map(Duration::from_millis)
}

/// Writes a duration so that it can be read again.
pub(super) fn write_duration(duration: Duration) -> String {
    let milliseconds = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    write(milliseconds, TIMES, "ms")
}

/// Reads `500`, `64KB` (of 1,024 bytes each), `100MB` or `1GB`.
pub(super) fn size(text: &str) -> Option<u64> {
    read(text, SIZES)
}

/// Writes a size so that it can be read again.
pub(super) fn write_size(bytes: u64) -> String {
    write(bytes, SIZES, "")
}

fn read(text: &str, units: &[(&str, u64)]) -> Option<u64> {
    let end = text.find(|letter: char| !letter.is_ascii_digit());
    let (number, unit) = text.split_at(end.unwrap_or(text.len()));
    let (_, factor) = units.iter().find(|(name, _)| *name == unit)?;
    number.parse::<u64>().ok()?.checked_mul(*factor)
}

fn write(value: u64, units: &[(&str, u64)], least: &str) -> String {
    let whole = |(_, factor): &&(&str, u64)| value > 0 && value.is_multiple_of(*factor);
    match units.iter().find(whole) {
        Some((name, factor)) => format!("{}{name}", value / factor),
        None => format!("{value}{least}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_read() {
        for text in ["0ms", "200ms", "3s", "90s", "5m", "1h", "2d", "1500ms"] {
            assert_eq!(write_duration(duration(text).unwrap()), text);
        }
        for text in ["0", "1", "120", "64KB", "100MB", "1GB", "1025"] {
            assert_eq!(write_size(size(text).unwrap()), text);
        }
        for text in [
            "",
            "s",
            "3",
            "3 s",
            "-3s",
            "1.5s",
            "99999999999999999999s",
            "9999999999999999d",
        ] {
            assert_eq!(duration(text), None, "{text}");
        }
        assert_eq!(size("1kb"), None);
    }
}
