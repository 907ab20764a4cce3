//! Tasks: created, polled, read, and read too late.

mod mini;

use std::time::{Duration, SystemTime};

use mini::server::{Reply, Server, json, with_headers};
use mini::*;
use restli::{ErrorKind, Task, TaskProgress};

const FAST: Duration = Duration::from_millis(2);

/// A library that accepts a reprint and then tells its state in this order, the last one for ever.
fn library(states: &'static [&'static str]) -> Server {
    let polls = std::sync::atomic::AtomicUsize::new(0);
    Server::start(move |_, request| {
        Reply::Bytes(if request.starts_with("POST") {
            polls.store(0, std::sync::atomic::Ordering::SeqCst);
            with_headers(201, "X-Library-Id: task 1\r\n", "")
        } else {
            let poll = polls.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            json(200, states[poll.min(states.len() - 1)])
        })
    })
}

const RUNNING: &str = r#"{"status":"RUNNING"}"#;
const DONE: &str = r#"{"status":"DONE","result~":{"copies":3},"result":"urn:lib:reprint:(x)"}"#;

fn print(client: &Client) -> Task<'_, Print> {
    client.reprints().print().with_poll_interval(FAST)
}

#[tokio::test]
async fn a_task_is_created_polled_and_read() {
    let server = library(&[RUNNING, r#"{"status":"SOMETHING_NEW"}"#, "{}", DONE]);
    let client = server.client();
    let result = print(&client).wait().await.unwrap();
    assert_eq!(result.get().unwrap().copies, Some(3));
    assert_eq!((result.expires_at(), result.is_expired()), (None, false));
    let poll = "GET /v2/reprints/task%201?projection=(status,result~)";
    assert_eq!(
        server.lines(),
        ["POST /v2/reprints", poll, poll, poll, poll]
    );
    assert!(server.requests()[0].ends_with("\r\n\r\n{}"));
    assert_eq!(result.into_inner().copies, Some(3));
}

#[tokio::test]
async fn who_waits_can_see_how_it_goes() {
    let server = library(&[RUNNING, RUNNING, RUNNING, DONE]);
    let client = server.client();
    let deadline = Duration::from_secs(5);
    let mut seen = Vec::new();
    let task = print(&client).with_deadline(deadline);
    let result = task.wait_with(|waiting| seen.push(waiting)).await.unwrap();
    assert_eq!(result.get().unwrap().copies, Some(3));
    let polls: Vec<_> = seen.iter().map(|waiting| waiting.polls).collect();
    assert_eq!(polls, [1, 2, 3]);
    assert!(seen.windows(2).all(|two| {
        two[0].deadline == deadline && two[0].elapsed + two[0].pause <= two[1].elapsed
    }));
}

#[cfg(feature = "blocking")]
#[test]
fn who_waits_on_this_thread_can_see_how_it_goes() {
    let server = library(&[RUNNING, DONE]);
    let client = server.client();
    let mut polls = Vec::new();
    let waited = print(&client).wait_with_blocking(|waiting| polls.push(waiting.polls));
    assert_eq!(waited.unwrap().get().unwrap().copies, Some(3));
    assert_eq!(polls, [1]);
}

#[tokio::test]
async fn a_task_can_be_resumed_by_its_id() {
    let server = library(&[RUNNING, DONE]);
    let client = server.client();
    let running = print(&client).start().await.unwrap();
    assert_eq!(running.id(), "task 1");
    assert!(format!("{running:?}").contains("task 1"));
    assert!(matches!(
        running.poll().await.unwrap(),
        TaskProgress::Running
    ));
    let resumed = print(&client).resume(running.id().clone());
    match resumed.poll().await.unwrap() {
        TaskProgress::Done(result) => assert_eq!(result.get().unwrap().copies, Some(3)),
        TaskProgress::Running => panic!("it is done"),
    }
    assert_eq!(
        server
            .lines()
            .iter()
            .filter(|line| line.starts_with("POST"))
            .count(),
        1
    );
    running.wait().await.unwrap();
}

#[tokio::test]
async fn a_task_that_fails_is_an_error() {
    let server = library(&[RUNNING, r#"{"status":"FAILED"}"#]);
    let error = print(&server.client()).wait().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TaskFailed);
    assert_eq!(error.to_string(), "the task `task 1` has failed");

    let refused = r#"{"status":"DONE","result":"urn:lib:reprint:(x)","result!":{"status":403,"message":"no"}}"#;
    let error = print(&library(Box::leak(Box::new([refused]))).client())
        .wait()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decoration);
    assert_eq!(
        error.to_string(),
        "the result of the task `task 1` was refused: status 403: no"
    );

    let error = print(&library(&[r#"{"status":"DONE"}"#]).client())
        .wait()
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the task `task 1` has succeeded without a result"
    );
}

#[tokio::test]
async fn waiting_ends_at_the_deadline() {
    let server = library(&[RUNNING]);
    let client = server.client();
    let task = print(&client).with_deadline(Duration::from_millis(50));
    let error = task.wait().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(
        error.to_string(),
        "the task `task 1` is not done after 50ms (it can be resumed by its id)"
    );
    assert!(!error.is_retryable());
    let polls = server.requests().len() - 1;
    assert!((2..30).contains(&polls), "{polls} polls");
}

#[tokio::test]
async fn a_result_that_has_expired_is_refused_and_can_be_made_again() {
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap();
    let now = i64::try_from(now.as_millis()).unwrap();
    let expiring = |at: i64| -> Server {
        let done = format!(r#"{{"status":"DONE","result~":{{"copies":3,"expiresAt":{at}}}}}"#);
        library(Box::leak(Box::new([&*done.leak()])))
    };
    let fresh = print(&expiring(now + 60_000).client())
        .wait()
        .await
        .unwrap();
    assert!(fresh.get().is_ok());
    assert!(fresh.expires_at().unwrap() > SystemTime::now());

    for at in [now - 1, 0, -1, i64::MIN] {
        let server = expiring(at);
        let client = server.client();
        let old = print(&client).wait().await.unwrap();
        drop(client);
        assert!(old.is_expired());
        let error = old.get().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Expired);
        assert_eq!(
            error.to_string(),
            "the result of the task has expired (`regenerate` makes a new one)"
        );
        assert!(
            !format!("{old:?}").contains("copies"),
            "results stay out of logs"
        );
        let again = old.regenerate().await.unwrap();
        assert_eq!(server.requests().len(), 4, "created and polled again");
        assert_eq!(again.into_inner().copies, Some(3), "expired or not");
    }
}

#[tokio::test]
async fn the_id_must_be_told() {
    let server = Server::always(with_headers(201, "", ""));
    let error = print(&server.client()).wait().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MissingId);
    assert_eq!(server.requests().len(), 1);
}
