//! Secrets: making them, recognising them, and never telling by time how near a guess was.

use aws_lc_rs::{constant_time, digest, rand};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

/// What is kept of a secret: enough to know it again, and nothing to print.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Digest([u8; 32]);

impl Digest {
    pub(super) fn of(secret: &str) -> Self {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(sha256(secret).as_ref());
        Digest(bytes)
    }
}

fn sha256(text: &str) -> digest::Digest {
    digest::digest(&digest::SHA256, text.as_bytes())
}

/// Whether two texts are the same; how long it takes tells nothing about them.
pub(super) fn same(left: &str, right: &str) -> bool {
    let (left, right) = (sha256(left), sha256(right));
    constant_time::verify_slices_are_equal(left.as_ref(), right.as_ref()).is_ok()
}

/// So many letters, digits, `-` and `_` that nobody can guess.
pub(super) fn random(length: usize) -> String {
    let mut bytes = vec![0; length];
    rand::fill(&mut bytes).expect("every system has random bytes");
    let mut text = URL_SAFE_NO_PAD.encode(bytes);
    text.truncate(length);
    text
}

/// The text in the URL-safe alphabet, without padding.
pub(super) fn base64url(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The digest of a text as security policies write it.
pub(super) fn policy_digest(text: &str) -> String {
    STANDARD.encode(sha256(text))
}

/// What a client shows of its verifier when it asks for a code.
pub(super) fn challenge(verifier: &str) -> String {
    base64url(sha256(verifier))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_the_one_of_the_standard() {
        // The example of RFC 7636, appendix B.
        assert_eq!(
            challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn random_texts_have_their_length_and_differ() {
        let texts: Vec<_> = [43, 350, 350].into_iter().map(random).collect();
        assert_eq!(texts[0].len(), 43);
        assert_eq!(texts[1].len(), 350);
        assert_ne!(texts[1], texts[2]);
        let allowed = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
        assert!(texts.concat().chars().all(allowed));
    }

    #[test]
    fn only_equal_texts_are_the_same() {
        assert!(same("a secret", "a secret"));
        assert!(!same("a secret", "a secres"));
        assert!(!same("a secret", "a secret "));
    }
}
