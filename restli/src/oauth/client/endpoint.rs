//! Where the authorization server's doors are, once a sandbox or a proxy is taken into account.
//!
//! Secrets go there, so a place without TLS is refused unless it is on this machine.

use reqwest::Url;

use super::failure::hinted;
use crate::client::is_loopback;
use crate::error::{Error, Result};

/// The URL of an endpoint, at another base if there is one.
pub(super) fn place(url: &str, base: Option<&str>) -> Result<String> {
    let mut url = parse(url)?;
    if let Some(base) = base {
        let base = parse(base)?;
        if base.query().is_some() || base.fragment().is_some() {
            return Err(Error::auth(
                "the base URL of the authorization server must not have a query or a fragment",
            ));
        }
        let path = format!("{}{}", base.path().trim_end_matches('/'), url.path());
        let mut moved = base.clone();
        moved.set_path(&path);
        moved.set_query(url.query());
        url = moved;
    }
    Ok(url.into())
}

/// Whether a URL is on this machine and has no TLS, so that no proxy must see it.
pub(super) fn is_plain(url: &str) -> bool {
    url.starts_with("http:")
}

fn parse(text: &str) -> Result<Url> {
    let url = Url::parse(text).map_err(|error| {
        Error::auth("the URL of the authorization server cannot be read")
            .with_cause(error.to_string())
    })?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Error::auth(
            "the URL of the authorization server must not hold a password",
        ));
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        _ => Err(hinted(
            "the authorization server must be asked by https, except on this machine",
            "secrets would travel in the clear",
        )),
    }
}

/// Why a text cannot be a redirect URI (RFC 6749, section 3.1.2; RFC 8252, section 7).
pub(super) fn check_redirect_uri(text: &str) -> Result<()> {
    let url = Url::parse(text).map_err(|error| {
        Error::auth("the redirect URI is not absolute").with_cause(error.to_string())
    })?;
    if url.fragment().is_some() {
        return Err(Error::auth("the redirect URI must not have a fragment"));
    }
    match url.scheme() {
        "http" if !is_loopback(&url) => Err(hinted(
            "the redirect URI must be https, except on this machine",
            "the code would travel in the clear",
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_base_keeps_the_path_and_the_query() {
        let url = "https://www.example.org/oauth/token?a=b";
        for (base, expected) in [
            (None, url),
            (
                Some("http://127.0.0.1:8001"),
                "http://127.0.0.1:8001/oauth/token?a=b",
            ),
            (
                Some("http://127.0.0.1:8001/"),
                "http://127.0.0.1:8001/oauth/token?a=b",
            ),
            (
                Some("https://proxy.example.org/x/"),
                "https://proxy.example.org/x/oauth/token?a=b",
            ),
        ] {
            assert_eq!(place(url, base).unwrap(), expected);
        }
    }

    #[test]
    fn places_without_tls_are_refused_except_on_this_machine() {
        for (url, ok) in [
            ("https://a.example", true),
            ("http://localhost:1", true),
            ("http://[::1]:1", true),
            ("http://a.example", false),
            ("http://127.0.0.1.example", false),
            ("ftp://127.0.0.1", false),
            ("https://me:pass@a.example", false),
            ("nowhere", false),
        ] {
            assert_eq!(place(url, None).is_ok(), ok, "{url}");
            assert_eq!(place("https://b.example/c", Some(url)).is_ok(), ok, "{url}");
        }
    }

    #[test]
    fn redirect_uris_may_be_those_of_apps() {
        for (url, ok) in [
            ("https://a.example/back", true),
            ("http://localhost:1/back", true),
            ("org.example.app:/back", true),
            ("http://a.example/back", false),
            ("https://a.example/#top", false),
            ("/back", false),
        ] {
            assert_eq!(check_redirect_uri(url).is_ok(), ok, "{url}");
        }
    }
}
