//! What failures mean, asked of errors that a real exchange has brought.
//!
//! The rules stand in the schema of an API, so these are the rules of an invented one.

mod mini;

use std::time::{Duration, SystemTime};

use mini::AuthorUrn;
use mini::server::{Server, json, with_headers};
use restli::{
    ApiSpec, Client, ClientBuilder, Error, ErrorKind, ErrorMeaning, ErrorRule, Permissions, Quota,
    QuotaOf, QuotaWindow, RetryPolicy, Token,
};

const DAY: Quota = Quota {
    of: Some(QuotaOf::Application),
    window: Some(QuotaWindow::Day),
};

static RULES: &[ErrorRule] = &[
    ErrorRule::new(ErrorMeaning::Duplicate)
        .status(422)
        .code("DUPLICATE_BOOK"),
    ErrorRule::new(ErrorMeaning::Throttled(DAY))
        .status(429)
        .message("APPLICATION DAY"),
    ErrorRule::new(ErrorMeaning::Throttled(Quota {
        of: None,
        window: Some(QuotaWindow::Short),
    }))
    .status(429)
    .service_error_code(7),
    ErrorRule::new(ErrorMeaning::Reauthorization).code("REVOKED"),
    ErrorRule::new(ErrorMeaning::Expired).status(410),
];

static API: ApiSpec = ApiSpec {
    name: "library",
    base_url: "https://library.example.org",
    version_header: Some("Library-Version"),
    version: Some("202510"),
    id_headers: &[],
    errors: RULES,
    oauth: None,
};

fn client(server: &Server, token: Token) -> Client {
    let builder = ClientBuilder::<Client>::new(&API).base_url(server.url());
    let retry = RetryPolicy::new().backoff(Duration::ZERO, Duration::ZERO);
    builder.token(token).retry(retry).build().unwrap()
}

/// The error of a search that is answered so.
async fn failure(answer: Vec<u8>, token: Token) -> Error {
    let server = Server::always(answer);
    let client = mini::Client::from(client(&server, token));
    client
        .books()
        .find_by_author(AuthorUrn::new("x"))
        .send()
        .await
        .unwrap_err()
}

async fn error(status: u16, body: &str) -> Error {
    failure(json(status, body), Token::new("s3cr3t-t0k3n")).await
}

#[tokio::test]
async fn a_duplicate_names_what_exists() {
    let body = r#"{"code":"DUPLICATE_BOOK","message":"It is a copy of urn:lib:book:7."}"#;
    let error = error(422, body).await;
    assert_eq!(error.duplicate().unwrap().existing, Some("urn:lib:book:7"));
    assert_eq!(
        error.to_string(),
        "FINDER author of books: status 422, code DUPLICATE_BOOK: It is a copy of urn:lib:book:7. \
         (it exists as urn:lib:book:7)"
    );
    let details = r#"{"code":"DUPLICATE_BOOK","errorDetails":{"of":"urn:lib:book:8"}}"#;
    let inner = self::error(422, details).await;
    assert_eq!(inner.duplicate().unwrap().existing, Some("urn:lib:book:8"));
    assert!(
        self::error(422, r#"{"code":"OTHER"}"#)
            .await
            .meaning()
            .is_none()
    );
}

#[tokio::test]
async fn a_days_quota_is_final_and_says_when_it_ends() {
    let body = r#"{"message":"Resource level throttle APPLICATION DAY limit is reached."}"#;
    let answer = with_headers(429, "Retry-After: 0\r\n", body);
    let server = Server::always(answer);
    let client = client(&server, Token::new("s3cr3t-t0k3n"));
    let client = mini::Client::from(client);
    let error = client.books().find_by_search().send().await.unwrap_err();
    assert_eq!(error.throttled().unwrap().quota, DAY);
    assert_eq!(server.requests().len(), 1, "further ones would burn it");
    assert!(
        error
            .hint()
            .unwrap()
            .starts_with("the day's limit of the application is reached")
    );

    let error = self::error(429, body).await;
    let resets = error.throttled().unwrap().resets_at.unwrap();
    let since = resets.duration_since(SystemTime::UNIX_EPOCH).unwrap();
    assert_eq!(since.as_secs() % 86_400, 0, "midnight");
    assert!(resets > SystemTime::now());
    assert!(resets <= SystemTime::now() + Duration::from_secs(86_400));
}

#[tokio::test]
async fn a_short_limit_passes_and_one_of_unknown_length_is_left_alone() {
    let requests = async |status, headers: &str, body: &str| {
        let server = Server::always(with_headers(status, headers, body));
        let client = mini::Client::from(client(&server, Token::new("s3cr3t-t0k3n")));
        let error = client.books().find_by_search().send().await.unwrap_err();
        (
            server.requests().len(),
            error.throttled().unwrap().quota.window,
        )
    };
    let short = Some(QuotaWindow::Short);
    assert_eq!(
        requests(429, "", r#"{"serviceErrorCode":7}"#).await,
        (3, short)
    );
    assert_eq!(requests(429, "Retry-After: 0\r\n", "{}").await, (3, short));
    assert_eq!(requests(429, "", "{}").await, (1, None));
}

#[tokio::test]
async fn a_missing_permission_tells_what_is_needed_and_what_the_token_has() {
    let with = |scopes: &[&str]| Token::new("s3cr3t-t0k3n").with_scopes(scopes.iter().copied());
    let error = failure(json(403, "{}"), with(&["r_shelves"])).await;
    let missing = error.missing_permission().unwrap();
    assert_eq!(missing.needs, Permissions::Any(&["r_books", "r_library"]));
    assert_eq!(missing.has, Some(&["r_shelves".to_owned()][..]));
    assert_eq!(missing.is_granted(), Some(false));
    assert_eq!(
        error.hint(),
        Some("missing permission: needs r_books or r_library; the token has r_shelves")
    );
    let error = failure(json(403, "{}"), with(&["r_library"])).await;
    assert_eq!(error.missing_permission().unwrap().is_granted(), Some(true));
    assert!(error.hint().unwrap().contains("the member may lack a role"));
    let error = failure(json(403, "{}"), Token::new("s3cr3t-t0k3n")).await;
    assert_eq!(error.missing_permission().unwrap().is_granted(), None);
}

#[tokio::test]
async fn the_other_meanings_are_told_apart() {
    let sunset = {
        let server = Server::always(json(426, "{}"));
        let client = mini::Client::from(client(&server, Token::new("s3cr3t-t0k3n")));
        client.books().find_by_search().send().await.unwrap_err()
    };
    assert_eq!(sunset.version_sunset().unwrap().requested, Some("202510"));
    assert!(sunset.throttled().is_none() && sunset.missing_permission().is_none());
    let revoked = error(401, r#"{"code":"REVOKED"}"#).await;
    assert!(revoked.needs_reauthorization());
    assert_eq!(revoked.hint(), Some("a member has to sign in again"));
    assert!(error(422, "{}").await.duplicate().is_none());
    assert!(error(410, "").await.is_expired());
    assert!(!error(404, "").await.is_expired());
}

#[tokio::test]
async fn an_answer_that_is_no_json_says_what_it_is() {
    let page = with_headers(
        200,
        "Content-Type: text/html; charset=utf-8\r\n",
        "<p>Sign in</p>",
    );
    let error = failure(page, Token::new("s3cr3t-t0k3n")).await;
    assert_eq!(error.kind(), ErrorKind::ContentType);
    assert_eq!(error.content_type(), Some("text/html; charset=utf-8"));
    assert_eq!(
        error.to_string(),
        "FINDER author of books: status 200: the answer is text/html; charset=utf-8 and not JSON: the body \
         begins `<p>Sign in</p>`"
    );
    let squeezed = failure(
        with_headers(200, "Content-Encoding: br\r\n", "?"),
        Token::new("s3cr3t-t0k3n"),
    );
    let squeezed = squeezed.await;
    assert_eq!(squeezed.kind(), ErrorKind::ContentType);
    assert!(
        squeezed.to_string().contains("compressed by br"),
        "{squeezed}"
    );

    let error = self::error(200, r#"{"elements":[{"title":"A"},{"title":5}]}"#).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.json_path(), Some("elements[1].title"));
    assert!(error.body().unwrap().starts_with(r#"{"elements""#));
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_counts_its_attempts() {
    let server = Server::start(|number, _| {
        mini::server::Reply::Bytes(match number {
            0 => with_headers(503, "Retry-After: 0\r\n", ""),
            _ => json(200, "["),
        })
    });
    let client = mini::Client::from(client(&server, Token::new("s3cr3t-t0k3n")));
    let error = client.books().find_by_search().send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Decode, 2));
}
