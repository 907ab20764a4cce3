//! Answers that succeed, however a server puts them.

use restli::{ErrorKind, Method};

use crate::failure;
use crate::mini::server::{Server, json, with_headers};
use crate::mini::*;

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
    // A server may tell it by the location alone.
    let located = create("Location: /v2/reprints/a%20b?x=1\r\n").await;
    assert_eq!(located.unwrap(), "a b");
    for other in ["/v2/reprints", "/v2/others/a", "reprints", "/"] {
        let server = Server::always(with_headers(201, &format!("Location: {other}\r\n"), ""));
        let created = server.client().reprints().create().send().await;
        assert_eq!(created.unwrap_err().kind(), ErrorKind::MissingId, "{other}");
    }
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
    assert_eq!((created.id, created.status), (Some(12), 201));
    assert_eq!(created.entity.as_ref().unwrap().title.as_deref(), Some("T"));
    let value: restli::ActionValue<i32> = raw().returning().send().await.unwrap();
    assert_eq!(value.value, Some(3));
    let null = Server::always(json(200, r#"{"value":null}"#));
    let client = null.client();
    let raw = || client.restli().raw(Method::Action, "/x");
    let value: restli::ActionValue<Holder> = raw().returning().send().await.unwrap();
    assert_eq!(value.value, Some(Holder::Null));
    let value: restli::ActionValue<Book> = raw().returning().send().await.unwrap();
    assert_eq!(value.value, None);
    for nothing in [with_headers(200, "", ""), json(200, "{}")] {
        let server = Server::always(nothing);
        let client = server.client();
        let call = client.restli().raw(Method::Action, "/x").returning();
        let value: restli::ActionValue<i32> = call.send().await.unwrap();
        assert_eq!(value.value, None);
    }
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
