//! What a verdict means for the number of a version.
//!
//! Cargo takes the first number that is not 0 as the one that breaks, so below 1.0 a breaking
//! change raises the second and everything else the third.

use std::fmt;
use std::str::FromStr;

use crate::Bump;

/// The version of a crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CrateVersion(pub [u64; 3]);

impl CrateVersion {
    /// The version that follows.
    #[must_use]
    pub fn after(self, bump: Bump) -> Self {
        let [major, minor, patch] = self.0;
        Self(match (bump, major) {
            (Bump::None, _) => self.0,
            (Bump::Major, 0) => [0, minor + 1, 0],
            (Bump::Minor | Bump::Patch, 0) => [0, minor, patch + 1],
            (Bump::Major, _) => [major + 1, 0, 0],
            (Bump::Minor, _) => [major, minor + 1, 0],
            (Bump::Patch, _) => [major, minor, patch + 1],
        })
    }
}

impl FromStr for CrateVersion {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut numbers = [0; 3];
        let mut parts = text.splitn(3, '.');
        for number in &mut numbers {
            *number = parts.next().unwrap_or_default().parse()?;
        }
        Ok(Self(numbers))
    }
}

impl fmt::Display for CrateVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.0;
        write!(f, "{major}.{minor}.{patch}")
    }
}

/// `major`, `none`.
pub(super) fn word(bump: Bump) -> &'static str {
    match bump {
        Bump::None => "none",
        Bump::Patch => "patch",
        Bump::Minor => "minor",
        Bump::Major => "major",
    }
}

/// `major (0.1.0 -> 0.2.0 while below 1.0)`.
pub(super) fn sentence(bump: Bump, version: Option<CrateVersion>) -> String {
    let word = word(bump);
    match version {
        Some(version) if bump != Bump::None => {
            let below = match version.0[0] {
                0 => " while below 1.0",
                _ => "",
            };
            format!("{word} ({version} -> {}{below})", version.after(bump))
        }
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_one_the_second_number_breaks() {
        for (version, bump, expected) in [
            (
                "0.1.0",
                Bump::Major,
                "major (0.1.0 -> 0.2.0 while below 1.0)",
            ),
            (
                "0.1.3",
                Bump::Minor,
                "minor (0.1.3 -> 0.1.4 while below 1.0)",
            ),
            (
                "0.1.3",
                Bump::Patch,
                "patch (0.1.3 -> 0.1.4 while below 1.0)",
            ),
            ("1.2.3", Bump::Major, "major (1.2.3 -> 2.0.0)"),
            ("1.2.3", Bump::Minor, "minor (1.2.3 -> 1.3.0)"),
            ("1.2.3", Bump::Patch, "patch (1.2.3 -> 1.2.4)"),
            ("1.2.3", Bump::None, "none"),
        ] {
            let version = version.parse().expect("it is a version");
            assert_eq!(sentence(bump, Some(version)), expected);
        }
        assert_eq!(sentence(Bump::Major, None), "major");
        assert!("0.1".parse::<CrateVersion>().is_err());
    }
}
