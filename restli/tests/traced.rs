//! What is traced: a span per call and an event per attempt, with few different values.
//!
//! In a program of its own: what other tests trace at the same time would be found in the same places.

mod mini;

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use mini::Client;
use mini::server::{Reply, Server, json};
use restli::RetryPolicy;
use tracing_subscriber::fmt::format::FmtSpan;

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_call_is_a_span_and_an_attempt_an_event() {
    let lines = Lines::default();
    let into = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::CLOSE)
        .with_ansi(false)
        .without_time()
        .with_writer(move || into.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let server = Server::start(|number, _| Reply::Bytes(json([503, 200][number], "{}")));
    let retry = RetryPolicy::new().backoff(Duration::ZERO, Duration::ZERO);
    let builder = Client::builder()
        .base_url(server.url())
        .token("s3cr3t-t0k3n");
    let client = builder.retry(retry).build().unwrap();
    let call = client.books().find_by_search().keywords("a secret wish");
    call.send().await.unwrap();
    drop(guard);
    let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    let call = "call{api=\"library\" method=\"FINDER\" resource=\"books\" name=\"search\"";
    for parts in [
        [
            &*format!("DEBUG {call}}}: restli: attempt"),
            "attempt=1 status=503 failure=Status",
        ],
        [
            &format!("INFO {call}}}: restli: retry"),
            "attempt=1 status=503 failure=Status pause_ms=0",
        ],
        [
            &format!("DEBUG {call}}}: restli: attempt"),
            "attempt=2 status=200 elapsed_ms=",
        ],
        [
            &format!("INFO {call} attempts=2 status=200}}: restli: close"),
            "",
        ],
    ] {
        let holds = |line: &str| parts.iter().all(|part| line.contains(part));
        assert!(text.lines().any(holds), "{parts:?}\nin\n{text}");
    }
    assert!(!text.contains("s3cr3t") && !text.contains("wish"), "{text}");
}
