//! The exact bytes that go out.

use restli::{Method, Response};

use crate::mini::server::{Server, json, with_headers};
use crate::mini::*;

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
    let headers = rest.trim_end().split("\r\n");
    // With the feature `gzip`, which is not this test's.
    let mut headers: Vec<_> = headers
        .filter(|header| *header != "accept-encoding: gzip")
        .collect();
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

#[tokio::test]
async fn a_walk_over_pages_needs_the_whole_paging() {
    use futures_util::StreamExt;
    let server = Server::always(json(200, r#"{"elements":[]}"#));
    let client = server.client();
    let call = client.loans().find_by_reader(AuthorUrn::new("x"));
    let call = call.project_paging(|paging| paging.total());
    assert_eq!(call.pages().count().await, 1);
    assert_eq!(
        server.lines(),
        ["GET /v2/loans/(reader:urn%3Alib%3Aauthor%3Ax)?q=reader"]
    );
}
