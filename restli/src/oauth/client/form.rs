//! What is sent to the authorization server: a form, of which some fields are secret.
//!
//! The secrets are remembered beside it, so that whatever comes back can be searched for them.

use bytes::Bytes;
use form_urlencoded::{Serializer, byte_serialize};
use secrecy::{ExposeSecret, SecretString};

/// A form that is filled in. It holds secrets and cannot be printed.
pub(super) struct Form {
    text: String,
    secrets: Secrets,
}

impl Form {
    pub(super) fn new() -> Self {
        Self {
            text: String::new(),
            secrets: Secrets::default(),
        }
    }

    pub(super) fn field(mut self, name: &str, value: &str) -> Self {
        // Behind what is there already it begins with `&`.
        let mut fields = Serializer::new(std::mem::take(&mut self.text));
        fields.append_pair(name, value);
        self.text = fields.finish();
        self
    }

    pub(super) fn secret(mut self, name: &str, value: &str) -> Self {
        self.secrets.add(value);
        self.field(name, value)
    }

    pub(super) fn finish(self) -> (Bytes, Secrets) {
        (Bytes::from(self.text), self.secrets)
    }
}

/// Texts that must not be shown.
#[derive(Default)]
pub(super) struct Secrets(Vec<SecretString>);

impl Secrets {
    pub(super) fn add(&mut self, text: &str) {
        // In a form it may look otherwise, and a server may repeat it either way.
        let encoded: String = byte_serialize(text.as_bytes()).collect();
        for text in [text, &encoded] {
            if !text.is_empty() {
                self.0.push(SecretString::from(text));
            }
        }
        // A secret that is a part of another one must not leave the rest of that.
        let length = |text: &SecretString| std::cmp::Reverse(text.expose_secret().len());
        self.0.sort_by_key(length);
    }

    /// A text with the secrets blacked out.
    pub(super) fn hide(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for secret in &self.0 {
            if text.contains(secret.expose_secret()) {
                text = text.replace(secret.expose_secret(), "[hidden]");
            }
        }
        text
    }
}

/// Parameters of a query. A space is `%20`, which every reader takes for one.
pub(super) fn query(pairs: &[(&str, &str)]) -> String {
    let mut query = Serializer::new(String::new());
    query.extend_pairs(pairs);
    query.finish().replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_hidden_as_they_are_and_as_a_form_has_them() {
        let mut secrets = Secrets::default();
        secrets.add("a/b c");
        secrets.add("");
        secrets.add("a/b c and more");
        assert_eq!(secrets.hide("no"), "no");
        assert_eq!(
            secrets.hide("<a/b c> <a%2Fb+c> <a/b c and more>"),
            "<[hidden]> <[hidden]> <[hidden]>"
        );
    }

    #[test]
    fn a_query_has_no_plus_signs_for_spaces() {
        assert_eq!(query(&[("a", "b c+d"), ("e", "f&")]), "a=b%20c%2Bd&e=f%26");
    }
}
