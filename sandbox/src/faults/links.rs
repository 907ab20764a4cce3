//! `next` links that lead astray.
//!
//! A server that was broken into, or a proxy between, could send a client and its token anywhere by
//! such a link; so a client must follow none of these.

use serde_json::{Value as Json, json};

use super::fault::Astray;

/// What a link may be made of.
pub(super) struct Link<'l> {
    /// The true path and query of the next page.
    pub(super) true_one: &'l str,
    /// Host and port of the sandbox.
    pub(super) own: &'l str,
    /// Host and port of somebody else.
    pub(super) other: &'l str,
}

impl Link<'_> {
    /// The `href` of a link that leads astray in this way.
    pub(super) fn href(&self, form: Astray) -> Json {
        let Link {
            true_one,
            own,
            other,
        } = self;
        let (path, query) = true_one.split_once('?').unwrap_or((true_one, ""));
        let (parent, last) = path.rsplit_once('/').unwrap_or(("", path));
        let base = path.split('/').nth(1).unwrap_or_default();
        let below_base = path.strip_prefix(&format!("/{base}")).unwrap_or(path);
        let host = own.rsplit_once(':').map_or(*own, |(host, _)| host);
        let port = |host: &str| host.rsplit_once(':')?.1.parse::<u16>().ok();
        let next = port(own).map_or(1, |port| port.wrapping_add(1));
        let other_port = port(other).unwrap_or(next);
        json!(match form {
            Astray::Absolute => format!("http://{other}{true_one}"),
            Astray::SchemeRelative => format!("//{other}{true_one}"),
            Astray::Userinfo => format!("http://{own}@{other}{true_one}"),
            Astray::OtherPort => format!("http://{host}:{other_port}{true_one}"),
            Astray::Https => format!("https://{own}{true_one}"),
            Astray::Ftp => format!("ftp://{own}{true_one}"),
            Astray::File => "file:///etc/hostname".to_owned(),
            Astray::Backslash => format!("/\\{other}{true_one}"),
            Astray::Whitespace => format!("\t\nhttp://{other}{true_one}"),
            Astray::OtherBase => format!("/elsewhere{below_base}?{query}"),
            Astray::OtherResource => format!("{parent}/elsewhere?{query}"),
            Astray::DotDot => format!("{path}/../elsewhere?{query}"),
            Astray::EncodedDotDot => format!("{path}/%2e%2e/elsewhere?{query}"),
            Astray::Relative => format!("{last}?{query}"),
            Astray::Empty => String::new(),
            Astray::Null => return Json::Null,
            Astray::NoQuery => path.to_owned(),
            Astray::NegativeStart => with(true_one, "start", "-1"),
            Astray::HugeStart => with(true_one, "start", "99999999999999999999"),
            Astray::HugeCount => with(true_one, "count", "2147483647"),
        })
    }
}

/// A path and query with another value of a parameter, added if there is none.
pub(super) fn with(target: &str, name: &str, value: &str) -> String {
    let mut found = false;
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut pairs: Vec<String> = { query.split('&').filter(|pair| !pair.is_empty()) }
        .map(|pair| match pair.split_once('=') {
            Some((known, _)) if known == name => {
                found = true;
                format!("{name}={value}")
            }
            _ => pair.to_owned(),
        })
        .collect();
    if !found {
        pairs.push(format!("{name}={value}"));
    }
    format!("{path}?{}", pairs.join("&"))
}

/// The value of a parameter, as it stands.
pub(super) fn parameter<'t>(target: &'t str, name: &str) -> Option<&'t str> {
    let (_, query) = target.split_once('?')?;
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::super::kinds::FORMS;
    use super::*;

    #[test]
    fn every_form_leads_elsewhere() {
        let link = Link {
            true_one: "/v2/shelves/7/books?count=10&q=all&start=10",
            own: "127.0.0.1:8080",
            other: "other.invalid",
        };
        let hrefs: Vec<_> = FORMS.iter().map(|(_, form)| link.href(*form)).collect();
        let texts: Vec<_> = hrefs
            .iter()
            .map(|href| href.as_str().unwrap_or("null"))
            .collect();
        assert_eq!(
            texts,
            [
                "http://other.invalid/v2/shelves/7/books?count=10&q=all&start=10",
                "//other.invalid/v2/shelves/7/books?count=10&q=all&start=10",
                "http://127.0.0.1:8080@other.invalid/v2/shelves/7/books?count=10&q=all&start=10",
                "http://127.0.0.1:8081/v2/shelves/7/books?count=10&q=all&start=10",
                "https://127.0.0.1:8080/v2/shelves/7/books?count=10&q=all&start=10",
                "ftp://127.0.0.1:8080/v2/shelves/7/books?count=10&q=all&start=10",
                "file:///etc/hostname",
                "/\\other.invalid/v2/shelves/7/books?count=10&q=all&start=10",
                "\t\nhttp://other.invalid/v2/shelves/7/books?count=10&q=all&start=10",
                "/elsewhere/shelves/7/books?count=10&q=all&start=10",
                "/v2/shelves/7/elsewhere?count=10&q=all&start=10",
                "/v2/shelves/7/books/../elsewhere?count=10&q=all&start=10",
                "/v2/shelves/7/books/%2e%2e/elsewhere?count=10&q=all&start=10",
                "books?count=10&q=all&start=10",
                "",
                "null",
                "/v2/shelves/7/books",
                "/v2/shelves/7/books?count=10&q=all&start=-1",
                "/v2/shelves/7/books?count=10&q=all&start=99999999999999999999",
                "/v2/shelves/7/books?count=2147483647&q=all&start=10",
            ]
        );
    }

    #[test]
    fn parameters_are_found_and_replaced() {
        assert_eq!(parameter("/a?b=1&start=2", "start"), Some("2"));
        assert_eq!(parameter("/a?b=1", "start"), None);
        assert_eq!(with("/a", "start", "3"), "/a?start=3");
        assert_eq!(with("/a?start=1&b", "start", "3"), "/a?start=3&b");
    }
}
