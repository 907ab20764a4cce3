//! Randomness, and what is made of it: states, verifiers and their challenges.
//!
//! Comparing is here too, because a comparison that ends early tells a stranger how far it came.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::SecretString;
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

/// 256 random bits as 43 letters, which is what RFC 7636 (section 4.1) wants of a verifier.
pub(super) fn secret() -> Result<SecretString> {
    let mut bytes = [0; 32];
    fill(&mut bytes)?;
    Ok(SecretString::from(URL_SAFE_NO_PAD.encode(bytes)))
}

/// A name that nobody else gives to a file; no secret.
pub(super) fn suffix() -> Result<String> {
    let mut bytes = [0; 9];
    fill(&mut bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

fn fill(bytes: &mut [u8]) -> Result<()> {
    getrandom::fill(bytes).map_err(|error| {
        Error::auth("the system gives no random numbers").with_cause(error.to_string())
    })
}

/// The challenge of a verifier by the method `S256` (RFC 7636, section 4.2).
pub(super) fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

/// Whether two texts are the same, in a time that depends on their lengths only.
pub(super) fn same(one: &str, other: &str) -> bool {
    let pairs = one.bytes().zip(other.bytes());
    let differ = pairs.fold(0, |differ, (a, b)| std::hint::black_box(differ | (a ^ b)));
    one.len() == other.len() && differ == 0
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn the_challenge_is_that_of_the_standards_example() {
        // RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let expected = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert_eq!(challenge(verifier), expected);
    }

    #[test]
    fn secrets_are_long_and_differ() {
        let (one, other) = (secret().unwrap(), secret().unwrap());
        assert_eq!(one.expose_secret().len(), 43);
        assert!(!same(one.expose_secret(), other.expose_secret()));
        assert!(same(one.expose_secret(), one.clone().expose_secret()));
    }

    #[test]
    fn a_beginning_is_not_the_same() {
        for (one, other) in [("abc", "ab"), ("", "a"), ("abc", "abd")] {
            assert!(!same(one, other) && !same(other, one), "{one} {other}");
        }
        assert!(same("", ""));
    }
}
