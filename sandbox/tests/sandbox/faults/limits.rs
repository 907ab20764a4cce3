//! What the sandbox bears of its clients.

use std::time::Duration;

use restli_sandbox::Sandbox;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::support::features;

#[tokio::test]
async fn connections_beyond_the_most_wait_for_one_to_end() {
    let sandbox = Sandbox::builder(features())
        .max_connections(2)
        .start()
        .await
        .unwrap();
    let address = sandbox.url().strip_prefix("http://").unwrap();
    let ask = async || {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("GET /lib/books/7 HTTP/1.1\r\nHost: {address}\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        stream
    };
    let answered = async |stream: &mut TcpStream| {
        let read = timeout(Duration::from_millis(300), stream.read(&mut [0; 64])).await;
        matches!(read, Ok(Ok(1..)))
    };
    let (mut first, mut second, mut third) = (ask().await, ask().await, ask().await);
    assert!(answered(&mut first).await && answered(&mut second).await);
    assert!(!answered(&mut third).await);
    drop(first);
    assert!(answered(&mut third).await);
    let mut fourth = ask().await;
    assert!(!answered(&mut fourth).await);
    drop((second, third));
    assert!(answered(&mut fourth).await);
}
