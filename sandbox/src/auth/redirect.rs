//! Redirect URIs: whether one is an application's own, and what is added to it.

use form_urlencoded::byte_serialize;

use super::settings::App;

/// Where an application is sent back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Redirect {
    /// As the application wrote it, and must write it again when it exchanges the code.
    pub(super) written: String,
    /// Where it really goes.
    pub(super) target: String,
}

impl Redirect {
    /// The redirect URI, if it is one of the application's.
    pub(super) fn of(app: &App, native: bool, written: &str, ignores_query: bool) -> Option<Self> {
        let target = if native {
            let bare = without_port(written)?;
            let mut own = app.native_redirect_uris.iter();
            own.any(|own| *own == bare).then(|| written.to_owned())?
        } else {
            let bare = match written.split_once('?') {
                Some((bare, _)) if ignores_query => bare,
                _ => written,
            };
            let mut own = app.redirect_uris.iter();
            own.find(|own| *own == bare)?.clone()
        };
        Some(Redirect {
            written: written.to_owned(),
            target,
        })
    }

    /// The URL with parameters more.
    pub(super) fn with(&self, parameters: &[(&str, &str)]) -> String {
        let mut url = self.target.clone();
        for (name, value) in parameters {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str(name);
            url.push('=');
            url.push_str(&escaped(value));
        }
        url
    }

    /// What a content security policy calls its place.
    pub(super) fn source(&self) -> String {
        match self.target.split_once("://") {
            Some((scheme @ ("http" | "https"), rest)) => {
                let authority = rest.split(['/', '?']).next().unwrap_or_default();
                format!("{scheme}://{authority}")
            }
            Some((scheme, _)) => format!("{scheme}:"),
            None => String::new(),
        }
    }
}

/// A value of a query; a space is `%20`, which every reader takes for one.
fn escaped(value: &str) -> String {
    byte_serialize(value.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}

/// Whether this can be the redirect URI of an application; otherwise, why not.
pub(super) fn check(uri: &str) -> Result<(), &'static str> {
    let Some((scheme, rest)) = uri.split_once("://") else {
        return Err("is not absolute");
    };
    let letters = |text: &str| {
        text.chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    };
    if !letters(scheme) || rest.is_empty() || !uri.chars().all(|c| c.is_ascii_graphic()) {
        return Err("is no URI of visible ASCII characters");
    }
    if uri.contains('#') {
        return Err("has a fragment, which a redirect URI must not have");
    }
    let host = rest.split(['/', '?', ':']).next().unwrap_or_default();
    let loopback = ["localhost", "127.0.0.1"].contains(&host) || rest.starts_with("[::1]");
    if scheme == "http" && !loopback {
        return Err("is not HTTPS, as all must be that leave the machine");
    }
    Ok(())
}

/// A URI of a loopback address without its port; nothing if it is none.
pub(super) fn without_port(uri: &str) -> Option<String> {
    check(uri).ok()?;
    let (scheme, rest) = uri.split_once("://")?;
    if !["http", "https"].contains(&scheme) {
        return None;
    }
    let host = ["127.0.0.1", "[::1]"]
        .into_iter()
        .find(|host| rest.starts_with(host))?;
    let rest = &rest[host.len()..];
    let path = match rest.strip_prefix(':') {
        Some(rest) => {
            let path = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            let port = &rest[..rest.len() - path.len()];
            port.parse::<u16>().ok()?;
            path
        }
        None => rest,
    };
    let ends = path.is_empty() || path.starts_with(['/', '?']);
    ends.then(|| format!("{scheme}://{host}{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_of_loopback_addresses_do_not_count() {
        for (uri, bare) in [
            ("http://127.0.0.1:53817", "http://127.0.0.1"),
            ("https://[::1]:1/back?x=1", "https://[::1]/back?x=1"),
            ("http://127.0.0.1/back", "http://127.0.0.1/back"),
        ] {
            assert_eq!(without_port(uri).as_deref(), Some(bare), "{uri}");
        }
        for uri in [
            "http://127.0.0.1.example.org/",
            "http://127.0.0.1:80@example.org/",
            "http://127.0.0.1:99999/",
            "http://127.0.0.1:/",
            "http://127.0.0.1@example.org",
            "http://localhost:80/",
            "ftp://127.0.0.1/",
            "http://127.0.0.1/#x",
            "127.0.0.1",
        ] {
            assert_eq!(without_port(uri), None, "{uri}");
        }
    }

    #[test]
    fn what_cannot_be_a_redirect_uri_is_told() {
        for uri in [
            "https://app.example.org/back?a=b",
            "http://localhost:8080/back",
            "org.example.app://back",
        ] {
            assert_eq!(check(uri), Ok(()), "{uri}");
        }
        for (uri, why) in [
            ("/back", "absolute"),
            ("https://app.example.org/#top", "fragment"),
            ("http://app.example.org/", "HTTPS"),
            ("http://localhost.example.org/", "HTTPS"),
            ("https://app.example.org/a b", "visible"),
            ("https://", "URI"),
        ] {
            assert!(check(uri).unwrap_err().contains(why), "{uri}");
        }
    }

    #[test]
    fn parameters_are_added_to_those_that_are_there() {
        let redirect = |target: &str| Redirect {
            written: String::new(),
            target: target.to_owned(),
        };
        let url = redirect("https://a.example/b?c=d").with(&[("state", "x y&z=%+é")]);
        assert_eq!(
            url,
            "https://a.example/b?c=d&state=x%20y%26z%3D%25%2B%C3%A9"
        );
        assert_eq!(
            redirect("org.example:// back").with(&[("a", "1"), ("b", "2")]),
            "org.example:// back?a=1&b=2"
        );
        assert_eq!(
            redirect("https://a.example:8443/b").source(),
            "https://a.example:8443"
        );
        assert_eq!(redirect("org.example.app://b").source(), "org.example.app:");
    }
}
