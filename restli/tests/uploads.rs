//! Uploads: whole files and parts, to URLs that the service has handed out.

mod mini;

use std::sync::Mutex;
use std::time::Duration;

use mini::server::{Reply, Server, json, with_headers};
use restli::{ErrorKind, Pace, UploadPart, UploadProgress};

fn part(server: &Server, first: u64, last: u64) -> UploadPart {
    UploadPart {
        url: format!("{}/part?first={first}", server.url()),
        first,
        last,
    }
}

#[tokio::test]
async fn a_file_goes_up_as_it_is_and_without_the_token() {
    let server = Server::always(with_headers(201, "ETag: \"abc\"\r\n", ""));
    let client = server.client();
    let upload = client.restli().upload(format!("{}/up?sig=s", server.url()));
    assert!(!format!("{upload:?}").contains("sig=s"), "{upload:?}");
    let uploaded = upload
        .header("media-type-family", "STILLIMAGE")
        .send(&b"a\0\n{}"[..])
        .await
        .unwrap();
    assert_eq!(
        (uploaded.status, uploaded.etag.as_deref()),
        (201, Some("\"abc\""))
    );
    let request = server.request().to_lowercase();
    assert!(request.starts_with("put /up?sig=s http/1.1"), "{request}");
    assert!(request.contains("\r\nmedia-type-family: stillimage\r\n"));
    assert!(request.contains("\r\ncontent-type: application/octet-stream\r\n"));
    assert!(request.ends_with("\r\n\r\na\0\n{}"), "{request}");
    assert!(!request.contains("authorization"), "{request}");
}

#[tokio::test]
async fn the_token_goes_to_trusted_hosts_alone() {
    let server = Server::always(with_headers(201, "", ""));
    let (own, other) = (server.client(), Server::always(with_headers(201, "", "")));
    let upload = own.restli().upload(server.url());
    upload
        .authorized_for(["files.example"])
        .send("x")
        .await
        .unwrap();
    assert!(
        server
            .request()
            .contains("authorization: Bearer s3cr3t-t0k3n")
    );

    // Another port of this machine is another place, and texts that look like a trusted host are none.
    let port = other.url().rsplit(':').next().unwrap().to_owned();
    for url in [
        other.url().to_owned(),
        format!("http://127.0.0.1:{port}\\.files.example/x"),
        format!("http:127.0.0.1:{port}/://files.example"),
        format!("http://files.example@127.0.0.1:{port}/x"),
        format!("http://127.0.0.1:{port}/?files.example"),
        format!("http://127.0.0.1:{port}#.files.example"),
    ] {
        let upload = own.restli().upload(&url);
        upload
            .authorized_for(["files.example"])
            .send("x")
            .await
            .unwrap();
    }
    let upload = own.restli().upload(other.url());
    upload
        .authorized_for(["127.0.0.1.example", "27.0.0.1"])
        .send("x")
        .await
        .unwrap();
    let seen = other.requests();
    assert_eq!(seen.len(), 7);
    let leaked = seen.iter().any(|request| request.contains("s3cr3t-t0k3n"));
    assert!(!leaked, "{seen:#?}");
    let upload = own.restli().upload(other.url());
    upload
        .authorized_for(["127.0.0.1"])
        .send("x")
        .await
        .unwrap();
    assert!(other.requests()[7].contains("authorization: Bearer s3cr3t-t0k3n"));
}

#[tokio::test]
async fn parts_go_up_in_order_and_are_known_by_their_tags() {
    let server = Server::start(|number, _| {
        Reply::Bytes(with_headers(200, &format!("ETag: tag-{number}\r\n"), ""))
    });
    let parts = [
        part(&server, 0, 3),
        part(&server, 4, 4),
        part(&server, 5, 9),
    ];
    let client = server.client();
    let file = "0123456789".into();
    let answers = client.restli().upload_parts(&parts, file).await.unwrap();
    let tags: Vec<_> = answers.iter().map(|a| a.etag.as_deref().unwrap()).collect();
    assert_eq!(tags, ["tag-0", "tag-1", "tag-2"]);
    let sent = server.requests();
    let bodies = sent.iter().map(|r| r.rsplit("\r\n\r\n").next().unwrap());
    assert_eq!(bodies.collect::<Vec<_>>(), ["0123", "4", "56789"]);
}

#[tokio::test]
async fn an_upload_tells_what_the_service_has_taken() {
    let server = Server::start(|number, _| {
        Reply::Bytes(with_headers(if number == 6 { 403 } else { 200 }, "", ""))
    });
    let parts = [
        part(&server, 0, 3),
        part(&server, 4, 4),
        part(&server, 5, 9),
    ];
    let client = server.client();
    let seen = Mutex::new(Vec::new());
    let tell = |progress: UploadProgress| {
        let mut seen = seen.lock().unwrap();
        seen.push((progress.sent, progress.total));
    };
    let take = || std::mem::take(&mut *seen.lock().unwrap());
    let upload = |file: &'static str| client.restli().upload_parts(&parts, file.into());
    upload("0123456789").on_progress(tell).await.unwrap();
    assert_eq!(take(), [(0, 10), (4, 10), (5, 10), (10, 10)]);
    let whole = client.restli().upload(server.url()).on_progress(tell);
    whole.send("0123456789").await.unwrap();
    assert_eq!(take(), [(0, 10), (10, 10)]);
    // What was not taken was not sent, and what cannot be sent does not begin.
    let failed = upload("0123456789").on_progress(tell).send().await;
    assert_eq!(failed.unwrap_err().status(), Some(403));
    assert_eq!(take(), [(0, 10), (4, 10), (5, 10)]);
    assert!(upload("012345678").on_progress(tell).await.is_err());
    assert_eq!(take(), []);
}

#[tokio::test]
async fn parts_that_are_not_the_whole_file_are_refused_before_anything_is_sent() {
    let server = Server::always(with_headers(200, "", ""));
    let client = server.client();
    for (parts, said) in [
        (
            vec![part(&server, 0, 3)],
            "the parts end at byte 4, and the file has 10",
        ),
        (
            vec![part(&server, 1, 9)],
            "the part from byte 1 to 9 does not fit: byte 0 of 10 is next",
        ),
        (
            vec![part(&server, 0, 10)],
            "the part from byte 0 to 10 does not fit",
        ),
        (
            vec![part(&server, 0, 5), part(&server, 5, 9)],
            "byte 6 of 10 is next",
        ),
        (vec![part(&server, 0, u64::MAX)], "does not fit"),
        (Vec::new(), "the parts end at byte 0"),
    ] {
        let file = "0123456789".into();
        let error = client
            .restli()
            .upload_parts(&parts, file)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert!(error.to_string().contains(said), "{error}");
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn what_is_not_safe_is_refused() {
    let server = Server::always("HTTP/1.1 307 Moved\r\nlocation: https://other.example/\r\n\r\n");
    let client = server.client();
    let restli = client.restli();
    let error = restli
        .upload("http://files.example/x")
        .send("x")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(error.to_string().contains("must be https"), "{error}");
    let error = restli.upload("not a url").send("x").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    let error = restli
        .upload(server.url())
        .header("a b", "c")
        .send("x")
        .await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Request);
    let error = restli.upload(server.url()).send("x").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Redirect, Some(307))
    );
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_refused_upload_says_what_the_service_said() {
    let body = r#"{"message":"expired, s3cr3t-t0k3n","status":403}"#;
    let server = Server::always(json(403, body));
    let error = {
        server
            .client()
            .restli()
            .upload(server.url())
            .authorized_for(["127.0.0.1"])
            .send("x")
            .await
    }
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "status 403: expired, [token] (it was an upload)"
    );
    let server = Server::start(|_, _| Reply::Stall(Vec::new()));
    let client = server.client();
    let upload = client.restli().upload(server.url());
    let error = { upload.timeout(Duration::from_millis(30)).send("x").await }.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

#[cfg(feature = "blocking")]
#[test]
fn uploads_can_block() {
    let server = Server::always(with_headers(201, "", ""));
    let client = server.client();
    let uploaded = client
        .restli()
        .upload(server.url())
        .send_blocking("x")
        .unwrap();
    assert_eq!(uploaded.status, 201);
}

#[tokio::test]
async fn asking_ends_with_an_answer_an_error_or_the_deadline() {
    let pace = Pace::new()
        .with_interval(Duration::from_millis(1))
        .with_deadline(Duration::from_millis(40));
    let error = pace
        .until("the tide", || async { Ok(None::<()>) })
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.to_string(), "the tide is not done after 40ms");
    let server = Server::always(json(500, "{}"));
    let client = server.client();
    let asked = pace.until("the tide", || async {
        client
            .restli()
            .upload(server.url())
            .send("x")
            .await
            .map(Some)
    });
    assert_eq!(asked.await.unwrap_err().status(), Some(500));
}
