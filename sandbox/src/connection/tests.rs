//! Connections under limits that are short enough for tests.

use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::ConnectInfo;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, sleep, timeout};

use super::*;

const SHORT: Duration = Duration::from_millis(150);
const LONG: Duration = Duration::from_secs(20);

fn limits() -> Limits {
    Limits {
        connections: 8,
        head: LONG,
        idle: LONG,
        unread: LONG,
    }
}

/// More than the system takes before it is read.
const LARGE: usize = 16 << 20;

/// Answers `/slow` late, `/endless` without end, `/large` at length and `/played` by a script.
async fn handle(ConnectInfo(wire): ConnectInfo<Wire>, uri: Uri) -> Response {
    let _busy = wire.begin();
    match uri.path() {
        "/slow" => sleep(3 * SHORT).await,
        "/endless" => {
            let bytes = Bytes::from(vec![b'x'; 64 << 10]);
            return wire.play(200, Box::new(std::iter::repeat(Step::Write(bytes))));
        }
        "/large" => return vec![b'y'; LARGE].into_response(),
        "/played" => {
            let bytes = Bytes::from_static(b"played");
            return wire.play(200, Box::new([Step::Write(bytes), Step::Close].into_iter()));
        }
        _ => {}
    }
    "done".into_response()
}

async fn client(limits: Limits) -> TcpStream {
    let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    let listener = Listener::new(socket, limits, || None);
    let service = Router::new()
        .fallback(handle)
        .into_make_service_with_connect_info::<Wire>();
    tokio::spawn(async { axum::serve(listener, service).await });
    TcpStream::connect(address).await.unwrap()
}

async fn ask(stream: &mut TcpStream, path: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut piece = [0; 1024];
    let length = stream.read(&mut piece).await.unwrap();
    String::from_utf8_lossy(&piece[..length]).into_owned()
}

/// How long it takes until the connection ends.
async fn ended(stream: &mut TcpStream) -> Duration {
    let start = Instant::now();
    let mut piece = [0; 64 << 10];
    let end = async { while let Ok(1..) = stream.read(&mut piece).await {} };
    timeout(Duration::from_secs(5), end).await.expect("it ends");
    start.elapsed()
}

fn around(time: Duration) -> bool {
    (SHORT - Duration::from_millis(10)..3 * SHORT).contains(&time)
}

#[tokio::test]
async fn a_client_that_says_nothing_is_let_go() {
    let idle = Limits {
        idle: SHORT,
        ..limits()
    };
    let time = ended(&mut client(idle).await).await;
    assert!(around(time), "{time:?}");
    let mut used = client(idle).await;
    for _ in 0..3 {
        sleep(SHORT / 2).await;
        assert!(ask(&mut used, "/").await.ends_with("done"));
    }
    let time = ended(&mut used).await;
    assert!(around(time), "{time:?}");
}

#[tokio::test]
async fn a_client_that_waits_for_its_answer_is_not() {
    let short = Limits {
        idle: SHORT,
        head: SHORT,
        ..limits()
    };
    let mut waiting = client(short).await;
    for _ in 0..2 {
        assert!(ask(&mut waiting, "/slow").await.ends_with("done"));
    }
}

#[tokio::test]
async fn a_head_must_be_there_in_time_however_it_dribbles() {
    let mut slow = client(Limits {
        head: SHORT,
        ..limits()
    })
    .await;
    assert!(ask(&mut slow, "/").await.ends_with("done"));
    let (mut read, mut write) = slow.into_split();
    let dribble = async {
        loop {
            if write.write_all(b"G").await.is_err() {
                return;
            }
            sleep(Duration::from_millis(10)).await;
        }
    };
    let start = Instant::now();
    let end = async {
        let mut piece = [0; 1024];
        while let Ok(1..) = read.read(&mut piece).await {}
    };
    tokio::select! {
        () = dribble => {}
        () = end => {}
        () = sleep(Duration::from_secs(5)) => panic!("it goes on"),
    }
    let time = start.elapsed();
    assert!(around(time), "{time:?}");
}

#[tokio::test]
async fn a_client_that_does_not_read_is_let_go() {
    let mut deaf = client(Limits {
        unread: SHORT,
        ..limits()
    })
    .await;
    assert!(ask(&mut deaf, "/endless").await.starts_with('x'));
    sleep(4 * SHORT).await;
    // What the system holds for it still comes, but nothing new.
    let time = ended(&mut deaf).await;
    assert!(time < SHORT * 4, "{time:?}");
}

#[tokio::test]
async fn a_script_waits_for_what_was_written_before_it() {
    let mut late = client(limits()).await;
    let requests = "GET /large HTTP/1.1\r\nhost: x\r\n\r\nGET /played HTTP/1.1\r\nhost: x\r\n\r\n";
    late.write_all(requests.as_bytes()).await.unwrap();
    sleep(SHORT).await;
    let mut all = Vec::new();
    let read = timeout(LONG, late.read_to_end(&mut all)).await;
    read.unwrap().unwrap();
    let split = all.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
    assert_eq!(all.len() - split, LARGE + "played".len());
    assert!(all[split..][..LARGE].iter().all(|byte| *byte == b'y'));
    assert_eq!(&all[split + LARGE..], b"played");
}
