//! Is a request meant for this machine?
//!
//! A page in a browser can have a name of its own lead to this machine and then call the sandbox as
//! if it were its own server; the `Host` header still tells that name, so only names of this machine
//! are let in. A page that calls the sandbox by its own name tells where it is from in `Origin`.

use std::net::IpAddr;

use axum::http::header::{HOST, ORIGIN};
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::response::Response;
use serde_json::json;

use crate::http;

/// The answer to a request that was meant for another machine, or comes from a page of one; nothing if it
/// may come in.
pub(crate) fn misdirected(head: &Parts) -> Option<Response> {
    if let Some(page) = foreign_page(head) {
        let message = format!("`Origin: {page}` is no page of this machine");
        return Some(http::json(
            403,
            &json!({ "status": 403, "message": message }),
        ));
    }
    let mut hosts = head.headers.get_all(HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok());
    let named = [head.uri.authority().map(Authority::as_str), host];
    let ours = named.iter().flatten().all(|host| is_loopback(host));
    if ours && host.is_some() && hosts.next().is_none() {
        return None;
    }
    let host = host.unwrap_or_default();
    let message = format!(
        "`Host: {host}` is no name of this machine; the sandbox is at 127.0.0.1 or localhost"
    );
    Some(http::json(
        421,
        &json!({ "status": 421, "message": message }),
    ))
}

/// The page in a browser that sends the request, unless it is one of this machine.
fn foreign_page(head: &Parts) -> Option<&str> {
    let origin = head.headers.get(ORIGIN)?.to_str().unwrap_or_default();
    let host = origin.split_once("://").map_or("", |(_, host)| host);
    (!is_loopback(host)).then_some(origin)
}

fn is_loopback(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else {
        return false;
    };
    let name = authority.host();
    let address = name.trim_start_matches('[').trim_end_matches(']');
    let loopback = |address: IpAddr| address.is_loopback();
    !host.contains('@')
        && (name.eq_ignore_ascii_case("localhost") || address.parse().is_ok_and(loopback))
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn names_of_this_machine_are_let_in() {
        for host in ["127.0.0.1:80", "127.0.0.1", "LOCALHOST:1", "[::1]:8080"] {
            assert!(is_loopback(host), "{host}");
        }
    }

    #[test]
    fn names_that_only_look_like_it_are_not() {
        let others = [
            "example.org",
            "127.0.0.1.example.org",
            "localhost.example.org",
            "localhost@example.org",
            "user@127.0.0.1",
            "0x7f.1",
            "10.0.0.1",
            "",
        ];
        for host in others {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
