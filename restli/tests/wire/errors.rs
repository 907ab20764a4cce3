//! Answers that fail: every body is survived, and everything is told on one line.

use restli::ErrorKind;

use crate::failure;
use crate::mini::server::{Server, json, with_headers};
use crate::mini::*;

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
async fn cookies_of_an_answer_are_not_printed() {
    let server = Server::always(with_headers(
        200,
        "Set-Cookie: session=c00k1e\r\nX-A: 1\r\n",
        "{}",
    ));
    let client = server.client();
    let raw = client.restli().raw(restli::Method::Get, "/v2/books/1");
    let answer = raw.returning::<restli::Response>().send().await.unwrap();
    let printed = format!("{answer:?}");
    assert!(
        printed.contains(r#""x-a": "1""#) && !printed.contains("c00k1e"),
        "{printed}"
    );
    assert_eq!(answer.header("set-cookie"), Some("session=c00k1e"));
}

#[tokio::test]
async fn redirects_are_refused() {
    let target = Server::always(json(200, "{}"));
    let other_scheme = target.url().replace("http:", "https:");
    let mut refused = 0;
    for status in [301, 302, 303, 307, 308] {
        // Another port of this machine, the same host, another scheme.
        for place in [target.url(), "", &other_scheme] {
            let headers = format!("Location: {place}/v2/books/1\r\n");
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
            refused += 1;
        }
    }
    let followed = target.requests().len();
    println!("figure T11: {refused} redirects: {followed} requests to their targets");
    assert_eq!(followed, 0);
}

#[tokio::test]
async fn every_member_of_an_error_may_be_absent() {
    for (status, body, text) in [
        (404, "", "GET of books: status 404"),
        (404, "{}", "GET of books: status 404"),
        (404, "null", "GET of books: status 404: body `null`"),
        (
            500,
            r#"{"exceptionClass":"x.Y"}"#,
            "GET of books: status 500",
        ),
        (400, r#"{"code":"C"}"#, "GET of books: status 400, code C"),
        (
            409,
            r#"{"status":400,"message":"m"}"#,
            "GET of books: status 409: m",
        ),
    ] {
        let error = failure(with_headers(
            status,
            "X-RestLi-Error-Response: true\r\n",
            body,
        ))
        .await;
        assert_eq!(error.kind(), ErrorKind::Status);
        assert_eq!(
            error.status(),
            Some(status),
            "by the answer and not by its body"
        );
        assert_eq!(error.to_string(), text);
    }
}

#[tokio::test]
async fn stacks_of_servers_are_kept_but_not_printed() {
    let stack = "at org.example.Servlet.service(Servlet.java)\\n".repeat(200);
    let body = format!(r#"{{"message":"m","stackTrace":"{stack}","exceptionClass":"x.Y"}}"#);
    let error = failure(json(500, &body)).await;
    let response = error.response();
    assert_eq!(response.stack_trace.as_ref().unwrap().lines().count(), 200);
    assert_eq!(error.body(), Some(&*body));
    assert_eq!(error.to_string(), "GET of books: status 500: m");
    assert!(format!("{error:?}").len() < 400, "{error:?}");
    assert_eq!(
        format!("{response:?}"),
        r#"ErrorResponse{"message":"m","exceptionClass":"x.Y","stackTrace":"…"}"#
    );
    assert_eq!(response.to_string(), "m");
}
