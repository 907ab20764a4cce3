//! The same seed and the same requests meet the same faults, whatever happens between them.

use restli_sandbox::faults::Rule;

use super::raw::{Raw, get, request};
use crate::support::{Served, library};

const SCENARIO: &str = "
seed: 7
rules:
  - { rate: 0.3, fault: status=503 }
  - { rate: 0.2, fault: unknown-field, method: get }
  - { every: 5, fault: garbage=40 }
  - { rate: 0.1, fault: reset-on-accept }
";

async fn run(served: &Served) -> Vec<String> {
    let mut replies = Vec::new();
    for target in ["/lib/books/7", "/lib/books?q=newest", "/lib/shelves/12"]
        .iter()
        .cycle()
        .take(60)
    {
        let mut raw = Raw::to(served).await;
        let request =
            request(served, "GET", target, "", "").replace("Host", "Connection: close\r\nHost");
        let (reply, end) = raw.ask(&request).await;
        let lines = reply.lines().filter(|line| !line.starts_with("date: "));
        replies.push(format!("{end:?} {}", lines.collect::<Vec<_>>().join("\n")));
    }
    replies
}

#[tokio::test]
async fn two_sandboxes_with_the_same_seed_do_the_same() {
    let (one, two) = (library().await, library().await);
    for sandbox in [&one.sandbox, &two.sandbox] {
        sandbox.faults().load("s.yaml", SCENARIO).unwrap();
    }
    let first = run(&one).await;
    assert_eq!(first, run(&two).await);
    for part in ["503", "newField", "\u{fffd}", "Reset"] {
        assert!(first.iter().any(|reply| reply.contains(part)), "{part}");
    }
    // Once more from the beginning, and with another seed.
    one.sandbox.faults().clear();
    assert_eq!(one.sandbox.faults().seed(), 7, "the seed stays");
    one.sandbox.faults().load("s.yaml", SCENARIO).unwrap();
    assert_eq!(first, run(&one).await);
    two.sandbox.faults().clear();
    two.sandbox
        .faults()
        .load("s.yaml", &SCENARIO.replace("seed: 7", "seed: 8"))
        .unwrap();
    assert_ne!(first, run(&two).await);
}

#[tokio::test]
async fn other_requests_change_nothing() {
    let library = library().await;
    let faults = library.sandbox.faults();
    let outcomes = async |between: bool| {
        faults.clear();
        faults
            .add(
                Rule::parse("status=503")
                    .unwrap()
                    .path("/lib/books/7")
                    .rate(0.5),
            )
            .unwrap();
        faults
            .add(
                Rule::parse("latency=1ms")
                    .unwrap()
                    .path("/lib/shelves*")
                    .rate(0.5),
            )
            .unwrap();
        let mut outcomes = String::new();
        for _ in 0..20 {
            if between {
                get(&library, "/lib/shelves/12", "").await;
            }
            let (reply, _) = get(&library, "/lib/books/7", "").await;
            outcomes.push(if reply.contains(" 503 ") { 'x' } else { '.' });
        }
        outcomes
    };
    let alone = outcomes(false).await;
    assert!(alone.contains('x') && alone.contains('.'), "{alone}");
    assert_eq!(outcomes(true).await, alone);
}
