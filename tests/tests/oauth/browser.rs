//! A browser whose member decides at once, by the sandbox's header for that.

use std::io::{Read, Write};
use std::net::TcpStream;

/// What is answered to a GET.
pub(crate) async fn get(url: &str, headers: &str) -> String {
    let url = url.to_owned();
    let headers = headers.to_owned();
    let got = tokio::task::spawn_blocking(move || {
        let rest = url.strip_prefix("http://").unwrap();
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (host, target) = rest.split_at(end);
        let slash = if target.starts_with('/') { "" } else { "/" };
        let mut stream = TcpStream::connect(host).unwrap();
        let request = format!(
            "GET {slash}{target} HTTP/1.1\r\nHost: {host}\r\n{headers}Connection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    });
    got.await.unwrap()
}

/// Where the browser is sent when the member decides so: `allow`, `deny` or `leave`.
pub(crate) async fn decide(url: &str, decision: &str) -> String {
    let answer = get(url, &format!("X-Sandbox-Consent: {decision}\r\n")).await;
    let mut lines = answer.lines();
    let location = lines.find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("location").then_some(value)
    });
    location.unwrap_or_else(|| panic!("{answer}")).to_owned()
}
