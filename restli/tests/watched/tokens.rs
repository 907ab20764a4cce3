//! Tokens from elsewhere: asked for each attempt, renewed once when the service refuses one.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use restli::{Error, ErrorKind, RetryPolicy, Token, TokenFuture, TokenSource};

use crate::mini::{Book, Client};
use crate::transport::{Scripted, answer};

/// Numbers its tokens.
#[derive(Default)]
struct Numbered {
    current: AtomicUsize,
    renewals: AtomicUsize,
    /// Whether there is another one.
    exhausted: bool,
}

impl Numbered {
    fn current(&self) -> Token {
        Token::new(format!(
            "token-number-{}",
            self.current.load(Ordering::SeqCst)
        ))
    }
}

impl TokenSource for Numbered {
    fn token(&self) -> TokenFuture<'_, Token> {
        Box::pin(async { Ok(self.current()) })
    }

    fn renew<'a>(&'a self, _: &'a Token) -> TokenFuture<'a, Option<Token>> {
        Box::pin(async {
            self.renewals.fetch_add(1, Ordering::SeqCst);
            if self.exhausted {
                return Ok(None);
            }
            self.current.fetch_add(1, Ordering::SeqCst);
            Ok(Some(self.current()))
        })
    }
}

fn client(transport: &Scripted, source: impl TokenSource) -> Client {
    let builder = Client::builder().transport(transport.clone());
    builder.token_source(source).build().unwrap()
}

#[tokio::test]
async fn a_refused_token_is_renewed_and_the_call_made_again() {
    let transport = Scripted::new(|number| Ok(answer([401, 200][number], "{}")));
    let source = Arc::<Numbered>::default();
    let client = client(&transport, Arc::clone(&source));
    // A creation too: what was refused has not been done.
    let created = client.books().create(&Book::new("T")).send().await;
    assert_eq!(created.unwrap_err().kind(), ErrorKind::MissingId);
    let sent = transport.sent.lock().unwrap();
    let tokens = sent
        .iter()
        .map(|(_, request)| &request.headers()["authorization"]);
    assert!(tokens.eq(["Bearer token-number-0", "Bearer token-number-1"]));
}

#[tokio::test]
async fn a_service_that_refuses_every_token_is_asked_twice() {
    for (exhausted, requests) in [(false, 2), (true, 1)] {
        let transport = Scripted::new(|_| Ok(answer(401, "{}")));
        let source = Numbered {
            exhausted,
            ..Numbered::default()
        };
        let source = Arc::new(source);
        let client = client(&transport, Arc::clone(&source));
        let error = client.books().get(1).send().await.unwrap_err();
        assert_eq!((error.status(), error.attempts()), (Some(401), requests));
        assert_eq!(transport.requests(), requests as usize);
        assert_eq!(source.renewals.load(Ordering::SeqCst), 1);
    }
}

#[tokio::test]
async fn a_renewed_token_takes_nothing_from_the_attempts() {
    let transport = Scripted::new(|number| Ok(answer([401, 503, 200][number], "{}")));
    let builder = Client::builder().transport(transport.clone());
    let zero = std::time::Duration::ZERO;
    let retry = RetryPolicy::new().attempts(2).backoff(zero, zero);
    let client = builder
        .token_source(Numbered::default())
        .retry(retry)
        .build()
        .unwrap();
    client.books().get(1).send().await.unwrap();
    assert_eq!(transport.requests(), 3);
}

/// Has no token.
struct Broken;

impl TokenSource for Broken {
    fn token(&self) -> TokenFuture<'_, Token> {
        Box::pin(async { Err(Error::auth("the vault is shut")) })
    }
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let transport = Scripted::new(|_| Ok(answer(200, "{}")));
    let error = client(&transport, Broken)
        .books()
        .get(1)
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_eq!(error.to_string(), "GET of books: the vault is shut");
    assert!(!error.may_have_acted());
    // One that a header cannot hold is found out when it is needed.
    struct Torn;
    impl TokenSource for Torn {
        fn token(&self) -> TokenFuture<'_, Token> {
            Box::pin(async { Ok(Token::new("s3cr3t\r\nX-Evil: 1")) })
        }
    }
    let error = client(&transport, Torn)
        .books()
        .get(1)
        .send()
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("the token has characters"),
        "{error}"
    );
    assert!(!format!("{error:?}").contains("s3cr3t"));
    assert_eq!(transport.requests(), 0);
}
