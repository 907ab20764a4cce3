//! What the tests of signing in have in common: an application, a grant, and what a server answers.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use restli::oauth::{Application, Grant, OAuthSpec, Session};
use restli::transport::{Body, Transport, TransportFuture};

use crate::mini::server::{Reply, Server, json};

pub(crate) static SPEC: OAuthSpec = OAuthSpec {
    authorization: Some("https://www.example.org/oauth/authorize"),
    native_authorization: Some("https://www.example.org/oauth/native"),
    token: "https://www.example.org/oauth/token",
    introspection: Some("https://www.example.org/oauth/introspect"),
    revocation: Some("https://www.example.org/oauth/revoke"),
    exclusive_scopes: &[&["r_mail", "r_contact"]],
};

/// What must never be seen.
pub(crate) const SECRET: &str = "canary-secret";

pub(crate) const HOUR: Duration = Duration::from_secs(3600);

/// An application that has everything.
pub(crate) fn application(url: &str) -> Application {
    Application::new(&SPEC, "client-1")
        .secret(SECRET)
        .redirect_uri("https://app.example.org/back")
        .base_url(url)
}

/// An application that has no server.
pub(crate) fn offline() -> Application {
    Application::new(&SPEC, "client-1")
        .secret(SECRET)
        .redirect_uri("https://app.example.org/back")
}

/// A grant whose access token has expired, with a refresh token.
pub(crate) fn expired() -> Grant {
    Grant::new("old-access")
        .with_expiry(SystemTime::now() - HOUR)
        .with_refresh_token("canary-refresh-0", Some(SystemTime::now() + 1000 * HOUR))
}

/// The answer with the token of a number.
pub(crate) fn granted(number: usize) -> Vec<u8> {
    json(200, &granted_body(number))
}

pub(crate) fn granted_body(number: usize) -> String {
    format!(
        r#"{{"access_token": "canary-access-{number}", "expires_in": 3600, "refresh_token": "canary-refresh-{number}"}}"#
    )
}

/// A server whose answers bring a further token each, after a while.
pub(crate) fn granting_after(pause: Duration) -> Server {
    Server::start(move |number, _| {
        std::thread::sleep(pause);
        Reply::Bytes(granted(number + 1))
    })
}

/// A session with an expired token at a server.
pub(crate) fn session(server: &Server) -> Session {
    Session::new(application(server.url()), expired())
}

/// The header that a token becomes; a client shows it to its transport and to nobody else.
pub(crate) fn shown(token: &restli::Token) -> String {
    let seen = Arc::new(std::sync::Mutex::new(String::new()));
    let transport = Reading(Arc::clone(&seen));
    let client = crate::mini::Client::builder()
        .transport(transport)
        .token(token.clone());
    let client = client.build().unwrap();
    now(async { client.books().get(1).with_attempts(1).send().await.ok() });
    let seen = seen.lock().unwrap();
    seen.clone()
}

struct Reading(Arc<std::sync::Mutex<String>>);

impl Transport for Reading {
    fn send(&self, request: http::Request<bytes::Bytes>) -> TransportFuture<'_> {
        let header = &request.headers()["authorization"];
        *self.0.lock().unwrap() = header.to_str().unwrap().to_owned();
        Box::pin(async { Ok(http::Response::new(Body::from("{}"))) })
    }
}

/// Waits in a runtime of its own.
pub(crate) fn now<F: Future + Send>(future: F) -> F::Output
where
    F::Output: Send,
{
    std::thread::scope(|scope| {
        let thread = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread();
            let runtime = { runtime }.enable_all().build().unwrap();
            runtime.block_on(future)
        });
        thread.join().unwrap()
    })
}

type Script = dyn Fn(usize, &[u8]) -> (u16, Vec<u8>) + Send + Sync;

/// A transport without a network, whose answers are numbered.
#[derive(Clone)]
pub(crate) struct Scripted {
    pub(crate) asked: Arc<AtomicUsize>,
    reply: Arc<Script>,
}

impl Scripted {
    /// The function gets the number of the request, from 0, and its body.
    pub(crate) fn new(
        reply: impl Fn(usize, &[u8]) -> (u16, Vec<u8>) + Send + Sync + 'static,
    ) -> Self {
        Self {
            asked: Arc::default(),
            reply: Arc::new(reply),
        }
    }

    pub(crate) fn always(status: u16, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        Self::new(move |_, _| (status, body.clone()))
    }

    pub(crate) fn granting() -> Self {
        Self::new(|number, _| (200, granted_body(number + 1).into()))
    }

    pub(crate) fn requests(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl Transport for Scripted {
    fn send(&self, request: http::Request<bytes::Bytes>) -> TransportFuture<'_> {
        let number = self.asked.fetch_add(1, Ordering::SeqCst);
        let (status, body) = (self.reply)(number, request.body());
        let mut response = http::Response::new(Body::from(body));
        *response.status_mut() = status.try_into().unwrap();
        Box::pin(async { Ok(response) })
    }
}
