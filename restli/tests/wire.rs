//! Calls over a real socket: the exact bytes that go out, and whatever a server may do in return.

mod mini;

use std::time::{Duration, Instant};

use mini::server::{Reply, Server, json, with_headers};
use mini::*;
use restli::{Error, ErrorKind, Method, Response};

/// Reads book 1 from a server that answers so, and fails.
async fn failure(response: impl Into<Vec<u8>>) -> Error {
    let server = Server::always(response);
    let error = server.client().books().get(1).send().await.unwrap_err();
    let printed = format!("{error} {error:?}");
    assert!(!printed.contains("s3cr3t"), "{printed}");
    assert!(!error.to_string().contains(['\n', '\r']), "{error}");
    error
}

#[tokio::test]
async fn a_typed_call() {
    let server = Server::always(json(200, r#"{"title":"T"}"#));
    let book = server
        .client()
        .books()
        .get(7)
        .project(|book| book.title().author_resolved_with(|author| author.id()))
        .send()
        .await
        .unwrap();
    assert_eq!(book.title.as_deref(), Some("T"));
    let request = server.request();
    let (first, rest) = request.split_once("\r\n").unwrap();
    assert_eq!(
        first,
        "GET /v2/books/7?projection=(title,author~(id)) HTTP/1.1"
    );
    let mut headers: Vec<_> = rest.trim_end().split("\r\n").collect();
    headers.sort_unstable();
    let host = format!("host: {}", server.url().trim_start_matches("http://"));
    assert_eq!(
        headers,
        [
            "accept: application/json",
            "authorization: Bearer s3cr3t-t0k3n",
            &*host,
            concat!("user-agent: library restli/", env!("CARGO_PKG_VERSION")),
            "x-restli-method: get",
            "x-restli-protocol-version: 2.0.0",
        ]
    );
}

#[tokio::test]
async fn the_grammar_arrives_raw_and_data_escaped() {
    let server = Server::always(json(200, "{}"));
    let client = server.client();
    let books = client.books();
    let _ = books.get_on_shelf("", 1).send().await.unwrap();
    let _ = books
        .get_on_shelf("a/b?c#d\\e'f|g^h`{i}~\"<>", 1)
        .send()
        .await
        .unwrap();
    let authors = [AuthorUrn::new("(a,b)"), AuthorUrn::new("'%'")];
    let call = books
        .find_by_search()
        .keywords("~!$*;@/?|^`{}\\\"<>'\u{7f}")
        .authors(authors);
    let _ = call.project(|book| book.id()).send().await.unwrap();
    assert_eq!(
        server.lines(),
        [
            "GET /v2/shelves/(room:'')/books/1",
            "GET /v2/shelves/(room:a%2Fb%3Fc%23d%5Ce%27f%7Cg%5Eh%60%7Bi%7D~%22%3C%3E)/books/1",
            "GET /rest/books?authors=List(urn%3Alib%3Aauthor%3A%28a%2Cb%29,urn%3Alib%3Aauthor%3A%27%25%27)\
             &fields=id&keywords=~!$*;@/?%7C%5E%60%7B%7D%5C%22%3C%3E%27%7F&q=search",
        ]
    );
}

#[tokio::test]
async fn empty_strings_of_a_query_arrive_as_two_raw_quotes() {
    let server = Server::always(json(200, "{}"));
    let client = server.client();
    let _ = client
        .books()
        .find_by_search()
        .keywords("")
        .send()
        .await
        .unwrap();
    let request = server.request();
    assert!(
        request.starts_with("POST /rest/books HTTP/1.1\r\n"),
        "{request}"
    );
    assert!(
        request.ends_with("\r\n\r\nkeywords=''&q=search"),
        "{request}"
    );
    assert!(request.contains("x-http-method-override: GET\r\n"));
    assert!(request.contains("content-type: application/x-www-form-urlencoded\r\n"));
    assert!(request.contains("content-length: 20\r\n"));
    assert!(request.contains("x-restli-method: finder\r\n"));
}

#[tokio::test]
async fn a_body_goes_out_as_it_was_built() {
    let server = Server::always(with_headers(
        201,
        "X-RestLi-Id: 12\r\nLocation: /v2/books/12\r\n",
        "",
    ));
    let created = server
        .client()
        .books()
        .create(&Book::new("é"))
        .send()
        .await
        .unwrap();
    assert_eq!((created.id, created.status), (12, 201));
    assert_eq!(created.location.as_deref(), Some("/v2/books/12"));
    let request = server.request();
    assert!(request.starts_with("POST /v2/books HTTP/1.1\r\n"));
    assert!(request.contains("content-type: application/json\r\n"));
    assert!(request.ends_with("\r\n\r\n{\"title\":\"é\"}"));
}

#[tokio::test]
async fn ids_come_from_the_headers_of_the_api() {
    let create = |headers: &'static str| async move {
        let server = Server::always(with_headers(201, headers, ""));
        server
            .client()
            .reprints()
            .create()
            .send()
            .await
            .map(|created| created.id)
    };
    assert_eq!(create("x-library-id: a\r\n").await.unwrap(), "a");
    assert_eq!(
        create("X-Library-Id: a\r\nX-RestLi-Id: b\r\n")
            .await
            .unwrap(),
        "b"
    );
    assert_eq!(
        create("X-RestLi-Id: urn%3Alib%3Abook%3A7\r\n")
            .await
            .unwrap(),
        "urn:lib:book:7"
    );
    assert_eq!(create("X-RestLi-Id: 100%25\r\n").await.unwrap(), "100%25");
    let missing = create("X-Other-Id: a\r\n").await.unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::MissingId);
    assert_eq!(
        missing.to_string(),
        "CREATE of reprints: status 201: created, but no header tells the id (looked for x-restli-id, x-library-id)"
    );
    let server = Server::always(with_headers(201, "x-restli-id: abc\r\n", ""));
    let wrong = server
        .client()
        .books()
        .create(&Book::new("T"))
        .send()
        .await
        .unwrap_err();
    assert_eq!(wrong.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn envelopes_of_other_answers() {
    let server = Server::always(with_headers(
        201,
        "x-restli-id: 12\r\n",
        r#"{"title":"T","value":3}"#,
    ));
    let client = server.client();
    let raw = || client.restli().raw(Method::Create, "/x");
    let created: restli::CreatedEntity<i64, Book> = raw().returning().send().await.unwrap();
    assert_eq!((created.id, created.status), (12, 201));
    assert_eq!(created.entity.title.as_deref(), Some("T"));
    let value: restli::ActionValue<i32> = raw().returning().send().await.unwrap();
    assert_eq!(value.value, Some(3));
    let page = Server::always(json(200, r#"{"elements":[],"metadata":{"width":3}}"#));
    let client = page.client();
    let call = client.restli().raw(Method::GetAll, "/x");
    let page: restli::Collection<Book, Picture> = call.returning().send().await.unwrap();
    assert_eq!(page.metadata.unwrap().width, Some(3));
}

#[tokio::test]
async fn answers_without_a_body() {
    let server = Server::always(with_headers(204, "", ""));
    let client = server.client();
    client
        .books()
        .update(1, &Book::new("T"))
        .send()
        .await
        .unwrap();
    client.books().delete(1).send().await.unwrap();
    assert_eq!(server.lines(), ["PUT /v2/books/1", "DELETE /v2/books/1"]);
    let error = client.books().get(1).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().ends_with("the body is empty"), "{error}");
}

#[tokio::test]
async fn errors_say_everything_on_one_line() {
    let body = r#"{"status":403,"serviceErrorCode":100,"code":"ACCESS_DENIED","message":"Not enough\npermissions"}"#;
    let error = failure(with_headers(403, "X-Lib-Request-Id: r-1\r\n", body)).await;
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.status(), Some(403));
    assert_eq!(error.service_error_code(), Some(100));
    assert_eq!(error.code(), Some("ACCESS_DENIED"));
    assert_eq!(error.message(), Some("Not enough\npermissions"));
    assert_eq!(error.request_id(), Some("r-1"));
    assert_eq!(error.body(), Some(body));
    assert!(!error.is_retryable());
    assert_eq!(
        error.to_string(),
        "GET of books: status 403, service error 100, code ACCESS_DENIED: Not enough permissions \
         (missing permission: needs r_books and r_library) [request id r-1]"
    );
}

#[tokio::test]
async fn hints_follow_the_status() {
    let hint = |status| async move {
        let server = Server::always(json(status, "{}"));
        let client = server.client();
        let search = client.books().find_by_search().send().await.unwrap_err();
        let author = client
            .books()
            .find_by_author(AuthorUrn::new("x"))
            .send()
            .await
            .unwrap_err();
        (
            search.hint().map(str::to_owned),
            author.hint().map(str::to_owned),
        )
    };
    let some = |text: &str| Some(text.to_owned());
    let expired = some("the token may have expired or been revoked");
    assert_eq!(hint(401).await, (expired.clone(), expired));
    let needs = some("missing permission: needs r_books or r_library");
    assert_eq!(hint(403).await, (None, needs));
    let version = some("version 202510 is not served; another can be set on the client");
    assert_eq!(hint(426).await, (version, None));
    let limit = some("a rate limit is reached");
    assert_eq!(hint(429).await, (limit.clone(), limit));
    assert_eq!(hint(404).await, (None, None));

    let server = Server::always(json(401, "{}"));
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let error = client.books().get(1).send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET of books: status 401 (the client has no token)"
    );
    assert!(!server.request().contains("authorization"));
}

#[tokio::test]
async fn error_bodies_of_any_kind_survive() {
    let html = "<html>\r\n<body>\u{1}Bad   Gateway</body>\u{2028}</html>";
    let error = failure(with_headers(502, "Content-Type: text/html\r\n", html)).await;
    assert_eq!(error.body(), Some(html));
    assert_eq!(
        error.to_string(),
        "GET of books: status 502: body `<html> <body> Bad Gateway</body> </html>`"
    );
    assert!(error.is_retryable());

    let empty = failure(with_headers(500, "", "")).await;
    assert_eq!(empty.to_string(), "GET of books: status 500");
    assert_eq!((empty.message(), empty.code()), (None, None));

    let odd = failure(json(
        400,
        r#"{"status":"400","message":{"a":1},"code":"X","requestId":"q"}"#,
    ))
    .await;
    assert_eq!(
        (odd.status(), odd.code(), odd.message()),
        (Some(400), Some("X"), None)
    );
    assert_eq!(odd.request_id(), Some("q"));

    let list = failure(json(400, "[1]")).await;
    assert_eq!(list.to_string(), "GET of books: status 400: body `[1]`");

    let details =
        r#"{"errorDetails":{"inputErrors":[{"code":"PARAM_INVALID"}]},"errorDetailType":"t"}"#;
    let error = failure(json(400, details)).await;
    let response = error.response();
    assert!(
        response
            .error_details
            .as_ref()
            .unwrap()
            .as_str()
            .contains("PARAM_INVALID")
    );
    assert_eq!(
        serde_json::to_string(response).unwrap().len(),
        details.len()
    );

    let long = failure(json(
        500,
        &format!(r#"{{"message":"{}"}}"#, "m".repeat(100_000)),
    ))
    .await;
    assert!(long.to_string().len() < 1200);
    let umlauts = failure(with_headers(500, "", &"é".repeat(100_000))).await;
    assert_eq!(umlauts.body().unwrap().len(), 65536);
    let binary = failure(with_headers(500, "", "\u{0}\u{7}")).await;
    assert!(binary.to_string().starts_with("GET of books: status 500"));
}

#[tokio::test]
async fn a_token_that_the_server_repeats_is_not_shown() {
    let message = r#"{"message":"invalid token s3cr3t-t0k3n"}"#;
    let error = failure(with_headers(401, "X-Request-Id: s3cr3t-t0k3n\r\n", message)).await;
    assert_eq!(error.message(), Some("invalid token [token]"));
    assert_eq!(error.request_id(), Some("[token]"));
    assert!(!error.body().unwrap().contains("s3cr3t"));
    let html = failure(with_headers(500, "", "<p>Bearer s3cr3t-t0k3n</p>")).await;
    assert!(html.to_string().contains("Bearer [token]"));
    let decode = failure(json(200, r#"{"id":"s3cr3t-t0k3n"}"#)).await;
    assert!(decode.to_string().contains("[token]"));
    let redirect = with_headers(
        302,
        "Location: https://evil.example.org/s3cr3t-t0k3n\r\n",
        "",
    );
    failure(redirect).await;
}

#[tokio::test]
async fn decode_errors_name_the_path_and_show_the_body() {
    let cases = [
        (
            r#"{"id":1,"author~":{"mentor~":{"id":5}}}"#,
            "at `author~.mentor~.id`: invalid type: integer `5`, expected a string",
        ),
        (
            r#"{"sequel":{"tags":["a",7]}}"#,
            "at `sequel.tags[1]`: invalid type: integer `7`, expected a string",
        ),
        (
            r#"{"cover":{"com.example.Picture":{"width":"x"}}}"#,
            r#"at `cover["com.example.Picture"].width`: invalid type: string "x", expected i32"#,
        ),
        (
            r#"{"maker":"urn:lib:publisher:1","maker~":{"title":1}}"#,
            "at `maker~.title`: invalid type: integer `1`, expected a string",
        ),
        (
            r#"{"sequel":{"maker":"urn:lib:publisher:1","maker~":{"title":[]},"id":1}}"#,
            "at `sequel.maker~.title`: invalid type: sequence, expected a string",
        ),
        (
            r#"{"sequel":{"maker~":{"title":[]},"maker":"urn:lib:publisher:1"}}"#,
            "at `sequel.maker~.title`: invalid type: sequence, expected a string",
        ),
        (
            r#"{"price":{"width":"x"}}"#,
            r#"at `price.width`: invalid type: string "x", expected i32"#,
        ),
        ("[1]", "invalid type: sequence, expected a record Book"),
        (r#"{"id":1"#, "at `id`: EOF while parsing an object"),
        (
            r#"{"id":99999999999999999999}"#,
            "at `id`: invalid type: floating point `1e+20`, expected i64",
        ),
    ];
    for (body, reason) in cases {
        let error = failure(json(200, body)).await;
        assert_eq!(
            (error.kind(), error.status()),
            (ErrorKind::Decode, Some(200))
        );
        assert_eq!(error.body(), Some(body));
        let text = error.to_string();
        let expected = format!("GET of books: status 200: the answer cannot be read: {reason}");
        assert!(text.starts_with(&expected), "{text}\n{expected}");
        assert!(
            text.contains(&format!("the body begins `{body}`")),
            "{text}"
        );
    }
    let html = failure(with_headers(
        200,
        "",
        &format!("<html>{}", "x".repeat(1000)),
    ))
    .await;
    assert!(
        html.to_string().contains("the body begins `<html>xxx"),
        "{html}"
    );
    assert!(html.to_string().len() < 500);
    let mut invalid = json(200, "{\"title\":\"__\"}");
    let place = invalid.len() - 4;
    invalid[place] = 0xFF;
    let text = failure(invalid).await.to_string();
    assert!(text.contains("not UTF-8"), "{text}");
}

#[tokio::test]
async fn redirects_are_refused() {
    let target = Server::always(json(200, "{}"));
    for status in [301, 302, 303, 307, 308] {
        let headers = format!("Location: {}/v2/books/1\r\n", target.url());
        let error = failure(with_headers(status, &headers, "{}")).await;
        assert_eq!(
            (error.kind(), error.status()),
            (ErrorKind::Redirect, Some(status))
        );
        assert!(!error.is_retryable());
        assert_eq!(
            error.to_string(),
            format!("GET of books: status {status}: redirects are not followed")
        );
    }
    assert_eq!(target.requests(), [""; 0]);
}

#[tokio::test]
async fn large_answers_are_refused() {
    let body = format!(r#"{{"title":"{}"}}"#, "x".repeat(2000));
    let chunked = format!(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n",
        body.len()
    );
    for response in [json(200, &body), chunked.into_bytes(), json(500, &body)] {
        let server = Server::always(response.clone());
        let read = |limit| {
            let builder = Client::builder().base_url(server.url()).max_body(limit);
            async move { builder.build().unwrap().books().get(1).send().await }
        };
        let error = read(body.len() - 1).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooLarge);
        assert!(
            error
                .to_string()
                .contains(&format!("larger than {} bytes", body.len() - 1))
        );
        match read(body.len()).await {
            Ok(book) => assert_eq!(book.title.unwrap().len(), 2000),
            Err(error) => assert_eq!(error.status(), Some(500)),
        }
    }
    // An announced size is not believed.
    let boast = "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\n{}";
    assert_eq!(failure(boast).await.kind(), ErrorKind::Transport);
}

#[tokio::test]
async fn silence_ends_at_the_timeout() {
    let headers = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{";
    for sent in ["", headers] {
        let server = Server::start(move |_, _| Reply::Stall(sent.into()));
        let client = server.client();
        let started = Instant::now();
        let call = client
            .books()
            .get(1)
            .with_timeout(Duration::from_millis(300));
        let error = call.send().await.unwrap_err();
        assert!(started.elapsed() < Duration::from_secs(5));
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert!(error.is_retryable());
        assert!(
            error
                .to_string()
                .starts_with("GET of books: no answer in time"),
            "{error}"
        );

        let builder = Client::builder()
            .base_url(server.url())
            .timeout(Duration::from_millis(300));
        let client = builder.build().unwrap();
        let error = client
            .books()
            .create(&Book::new("T"))
            .send()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert!(!error.is_retryable(), "it may have been created");
    }
}

#[tokio::test]
async fn connections_that_break() {
    let cut = failure("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{").await;
    assert_eq!(cut.kind(), ErrorKind::Transport);
    assert!(cut.is_retryable());
    assert_eq!(failure("").await.kind(), ErrorKind::Transport);
    let garbage = failure("SSH-2.0-OpenSSH\r\n\r\n").await;
    assert_eq!(garbage.kind(), ErrorKind::Transport);
    assert!(
        !garbage.to_string().contains("127.0.0.1"),
        "no URL in it: {garbage}"
    );

    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let client = Client::builder()
        .base_url(format!("http://{port}"))
        .build()
        .unwrap();
    let refused = client
        .books()
        .create(&Book::new("T"))
        .send()
        .await
        .unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Connect);
    assert!(refused.is_retryable(), "the service has seen nothing");
    assert!(
        refused
            .to_string()
            .starts_with("CREATE of books: no connection: "),
        "{refused}"
    );
}

#[tokio::test]
async fn what_goes_to_this_machine_takes_no_proxy() {
    const PROXY: &str = "http_proxy";
    if std::env::var_os(PROXY).is_some_and(|proxy| proxy == "http://127.0.0.1:9") {
        // The process that is started below.
        let server = Server::always(json(200, "{}"));
        server.client().books().get(1).send().await.unwrap();
        return;
    }
    let mut test = std::process::Command::new(std::env::current_exe().unwrap());
    test.args(["--exact", "what_goes_to_this_machine_takes_no_proxy"]);
    let output = test.env(PROXY, "http://127.0.0.1:9").output().unwrap();
    assert!(output.status.success(), "{output:?}");
}

#[tokio::test]
async fn nothing_is_repeated() {
    let server = Server::always(json(503, "{}"));
    let error = server.client().books().get(1).send().await.unwrap_err();
    assert!(error.is_retryable());
    assert_eq!(server.requests().len(), 1);
    let create = server
        .client()
        .books()
        .create(&Book::new("T"))
        .send()
        .await
        .unwrap_err();
    assert!(!create.is_retryable());
}

#[tokio::test]
async fn raw_calls() {
    let server = Server::always(json(200, r#"{"elements":[{"x":1}]}"#));
    let client = server.client();
    let raw = || {
        client
            .restli()
            .raw(Method::GetAll, "/v2/odd/{}")
            .key("a b")
            .param("p", &vec![1])
    };
    let json = raw().send().await.unwrap();
    assert_eq!(json.as_str(), r#"{"elements":[{"x":1}]}"#);
    let typed: restli::Collection<restli::Json> = raw().returning().send().await.unwrap();
    assert_eq!(typed.elements.len(), 1);
    let response: Response = raw().returning().send().await.unwrap();
    assert_eq!(
        (response.status(), response.header("content-type")),
        (200, Some("application/json"))
    );
    assert_eq!(response.body(), json.as_str().as_bytes());
    assert_eq!(server.lines(), ["GET /v2/odd/a%20b?p=List(1)"; 3]);
    let request = client.books().get(1).build().unwrap();
    client.restli().execute(request).await.unwrap();
    assert_eq!(server.lines()[3], "GET /v2/books/1");
}

#[test]
fn without_a_runtime_a_call_is_an_error_and_not_a_panic() {
    let client = Client::new("t").unwrap();
    let mut send = Box::pin(client.books().get(1).send());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match send.as_mut().poll(&mut context) {
        std::task::Poll::Ready(Err(error)) => assert_eq!(error.kind(), ErrorKind::Runtime),
        other => panic!("{other:?}"),
    }
}

#[test]
fn calls_and_streams_can_be_moved_to_other_threads() {
    fn is_send<T: Send>(_: T) {}
    fn is_static<T: Send + 'static>(_: T) {}
    let client = Client::new("t").unwrap();
    is_send(client.books().get(1).send());
    is_static(client.books().find_recent().stream());
    is_static(client.books().get(1).build());
    is_static(client.clone());
    is_send(client.reprints().print().wait());
}
