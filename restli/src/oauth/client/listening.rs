//! A sign-in on the member's own machine: the browser comes back to a port that is open for this only
//! (RFC 8252, section 7.3).
//!
//! Any page and any program can reach that port, so what does not have the state is sent away and waited on.

use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use std::{fmt, io};

use reqwest::Url;
use secrecy::SecretString;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::failure::hinted;
use super::redirected::{self, Redirected};
use super::{Authorization, Grant};
use crate::client::is_loopback;
use crate::error::{Error, ErrorKind, Result};

/// How long a member may take.
const PATIENCE: Duration = Duration::from_secs(5 * 60);
/// How long a connection may take to say what it wants. Browsers open some in advance.
const REQUEST: Duration = Duration::from_secs(10);
/// Larger requests are no redirects.
const MOST: usize = 16 << 10;
/// More connections at a time are no browser's.
const CONNECTIONS: usize = 32;

/// A sign-in that listens for the browser. Open [`url`](Self::url), and wait for the [`grant`](Self::grant).
///
/// The port is closed when it is dropped.
pub struct Listening {
    authorization: Authorization,
    listener: TcpListener,
    expected: Arc<Expected>,
    timeout: Duration,
}

struct Expected {
    path: String,
    state: SecretString,
}

impl Authorization {
    /// Opens a port on this machine, to which the member's browser is sent back. A native application gets a
    /// free one unless its redirect URI names one.
    ///
    /// # Errors
    /// When the redirect URI is not on this machine, or its port is taken.
    pub async fn listen(self) -> Result<Listening> {
        if tokio::runtime::Handle::try_current().is_err() {
            let message = "listening needs a Tokio runtime";
            return Err(Error::new(ErrorKind::Runtime, message));
        }
        let unfit = || {
            hinted(
                "nothing on this machine is sent what goes to the redirect URI",
                "listening takes one like `http://127.0.0.1:8080/callback`",
            )
        };
        let url = Url::parse(self.redirect_uri()).map_err(|_| unfit())?;
        if url.scheme() != "http" || !is_loopback(&url) {
            return Err(unfit());
        }
        let host = url.host_str().unwrap_or("127.0.0.1");
        let port = match url.port() {
            Some(port) => port,
            None if self.application().is_native() => 0,
            None => 80,
        };
        // Not the name, which may stand for whatever the system's files say.
        let address = match host {
            "localhost" => format!("127.0.0.1:{port}"),
            host => format!("{host}:{port}"),
        };
        let listener = TcpListener::bind(&address).await.map_err(|error| {
            Error::auth(format!("{address} cannot be listened at")).with_cause(error.to_string())
        })?;
        let authorization = match port {
            0 => {
                let port = listener.local_addr().map_err(|error| {
                    Error::auth("the port is not known").with_cause(error.to_string())
                })?;
                let redirect_uri = with_port(self.redirect_uri(), port.port());
                self.at(redirect_uri)?
            }
            _ => self,
        };
        let expected = Arc::new(Expected {
            path: url.path().to_owned(),
            state: authorization.state().clone(),
        });
        Ok(Listening {
            authorization,
            listener,
            expected,
            timeout: PATIENCE,
        })
    }
}

/// A redirect URI at a port. The rest of it stays letter by letter.
fn with_port(uri: &str, port: u16) -> String {
    let (scheme, rest) = uri.split_once("://").unwrap_or(("http", uri));
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at(end);
    let host = match authority.rsplit_once(':') {
        // Of `[::1]`, the last colon is within the brackets.
        Some((host, port)) if !port.ends_with(']') => host,
        _ => authority,
    };
    format!("{scheme}://{host}:{port}{rest}")
}

impl Listening {
    /// What to open in the member's browser. It holds the state, so it belongs into no log.
    pub fn url(&self) -> &str {
        self.authorization.url()
    }

    /// Where the browser is sent back to.
    pub fn redirect_uri(&self) -> &str {
        self.authorization.redirect_uri()
    }

    /// How long the member may take. Five minutes unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Waits for the browser, shows a page there, and asks for the tokens.
    ///
    /// # Errors
    /// When nobody comes back in time, and like [`Authorization::finish`].
    pub async fn grant(self) -> Result<Grant> {
        let Self {
            authorization,
            listener,
            expected,
            timeout,
        } = self;
        let redirected = redirected(&listener, &expected);
        let redirected = match tokio::time::timeout(timeout, redirected).await {
            Ok(redirected) => redirected,
            Err(_) => {
                return Err(hinted(
                    format!("nobody has come back from signing in within {timeout:?}"),
                    "begin again, or wait longer: `Listening::timeout`",
                ));
            }
        };
        match redirected {
            Redirected::Refused(error) => Err(error),
            Redirected::Code(code) => {
                let application = authorization.application();
                application.exchange(&code, &authorization).await
            }
        }
    }
}

impl fmt::Debug for Listening {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Listening")
            .field("authorization", &self.authorization)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// What happens while the browser is away.
enum Event {
    Accepted(io::Result<TcpStream>),
    Served(Option<Redirected>),
}

/// The first answer to the sign-in. A connection that says nothing does not hold up another.
async fn redirected(listener: &TcpListener, expected: &Arc<Expected>) -> Redirected {
    let mut connections = JoinSet::new();
    loop {
        let event = std::future::poll_fn(|context| {
            if let Poll::Ready(Some(served)) = connections.poll_join_next(context) {
                return Poll::Ready(Event::Served(served.ok().flatten()));
            }
            if connections.len() >= CONNECTIONS {
                return Poll::Pending;
            }
            let accepted = listener.poll_accept(context);
            accepted.map(|accepted| Event::Accepted(accepted.map(|(stream, _)| stream)))
        });
        match event.await {
            Event::Served(Some(redirected)) => return redirected,
            Event::Served(None) => {}
            Event::Accepted(Ok(stream)) => {
                let served = serve(stream, Arc::clone(expected));
                let served = tokio::time::timeout(REQUEST, served);
                connections.spawn(async { served.await.ok().flatten() });
            }
            // A connection that is gone already is no reason to give up.
            Event::Accepted(Err(_)) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

/// Answers one connection; something if it was the answer to the sign-in.
async fn serve(mut stream: TcpStream, expected: Arc<Expected>) -> Option<Redirected> {
    let head = read_head(&mut stream).await?;
    let (page, redirected) = answer(&head, &expected);
    let _ = stream.write_all(page.as_bytes()).await;
    let _ = stream.shutdown().await;
    redirected
}

async fn read_head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    let mut piece = [0; 2048];
    while head.len() < MOST {
        let length = stream.read(&mut piece).await.ok()?;
        if length == 0 {
            return None;
        }
        head.extend_from_slice(&piece[..length]);
        if head.windows(4).any(|end| end == b"\r\n\r\n") {
            return String::from_utf8(head).ok();
        }
    }
    None
}

fn answer(head: &str, expected: &Expected) -> (String, Option<Redirected>) {
    let line = head.lines().next().unwrap_or_default();
    let mut words = line.split(' ');
    let (Some("GET"), Some(target), Some("HTTP/1.1" | "HTTP/1.0")) =
        (words.next(), words.next(), words.next())
    else {
        return (page("405 Method Not Allowed", "This is no sign-in."), None);
    };
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    if path != expected.path {
        return (page("404 Not Found", "There is nothing here."), None);
    }
    match redirected::read(query, &expected.state) {
        Ok(Redirected::Code(code)) => {
            let text = "Back to the application: you can close this page.";
            (page("200 OK", text), Some(Redirected::Code(code)))
        }
        Ok(Redirected::Refused(error)) => {
            let text = "No permission was granted. You can close this page.";
            (page("200 OK", text), Some(Redirected::Refused(error)))
        }
        Err(_) => {
            let text = "This is not the answer to the sign-in that was begun on this machine.";
            (page("400 Bad Request", text), None)
        }
    }
}

/// A page that holds nothing of what was sent, keeps nothing and loads nothing.
fn page(status: &str, text: &str) -> String {
    let body = format!(
        "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Signing in</title>\
         <p>{text}</p></html>\n"
    );
    let allow = match status.starts_with("405") {
        true => "Allow: GET\r\n",
        false => "",
    };
    format!(
        "HTTP/1.1 {status}\r\n{allow}Content-Type: text/html; charset=utf-8\r\n\
         Content-Length: {}\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n\
         Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n\
         X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n{body}",
        body.len(),
    )
}

#[cfg(test)]
mod tests {
    use super::with_port;

    #[test]
    fn a_port_is_put_where_it_belongs() {
        for (uri, expected) in [
            ("http://127.0.0.1", "http://127.0.0.1:5"),
            ("http://127.0.0.1/", "http://127.0.0.1:5/"),
            ("http://127.0.0.1:0/a", "http://127.0.0.1:5/a"),
            ("http://[::1]/a?b=c:d", "http://[::1]:5/a?b=c:d"),
            ("http://[::1]:0?b", "http://[::1]:5?b"),
            ("http://localhost", "http://localhost:5"),
        ] {
            assert_eq!(with_port(uri, 5), expected);
        }
    }
}
