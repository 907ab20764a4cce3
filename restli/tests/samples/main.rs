//! The comparison with recorded exchanges: it must pass what is right, and notice every kind of change.
#![cfg(feature = "testing")]

#[path = "../mini/mod.rs"]
mod mini;

mod batches;
mod documents;
mod older;

use mini::*;
use restli::testing::{Difference, Sample};

/// A finder whose answer has its entities before their URNs.
const SAMPLE: &str = r#"{
    "id": "books.author.1",
    "source": "a test",
    "note": "notes are ignored",
    "request": {
        "method": "GET",
        "path": "/v2/books?q=author&author=urn:lib:author:x&projection=(paging,elements(*(author~author(id),id)))&start=310&count=10",
        "headers": {"X-RestLi-Protocol-Version": "2.0.0", "x-restli-method": "FINDER"},
        "body": null
    },
    "response": {
        "status": 200,
        "headers": {"x-lib-request-id": "r"},
        "body": {
            "elements": [
                {"author~": {"id": "x"}, "author": "urn:lib:author:x", "id": 1, "title": null},
                {"author": "urn:lib:author:y", "author!": {"status": 403, "message": "no"}, "id": 2}
            ],
            "paging": {"total": 318, "count": 10, "start": 310, "links": []}
        }
    }
}"#;

const UPDATE: &str = r#"{
    "request": {
        "method": "PUT",
        "path": "/v2/books/7",
        "headers": {"Content-Type": "application/json; charset=utf-8"},
        "body": {"title": "T", "author": "urn:lib:author:x"}
    },
    "response": {"status": 204, "headers": {}, "body": null}
}"#;

const REFUSED: &str = r#"{
    "request": {"method": "GET", "path": "/v2/books/7", "headers": {}},
    "response": {
        "status": 403,
        "headers": {},
        "body": {"status": 403, "serviceErrorCode": 100, "code": "DENIED", "message": "no"}
    }
}"#;

fn of_author(client: &Client) -> FindByAuthor<'_> {
    let call = client.books().find_by_author(AuthorUrn::new("x"));
    call.start(310)
        .count(10)
        .project(|book| book.id().author_resolved_with(|a| a.id()))
}

/// The differences that a call shows, as `place`s.
async fn differences<T: restli::RecordedAnswer>(
    sample: &str,
    call: impl AsyncFnOnce(Client) -> restli::Result<T>,
) -> Vec<Difference> {
    let server = Sample::parse("sample.json", sample).serve().await;
    let client = server.client(Client::builder());
    let answer = call(client).await;
    server.differences(&answer)
}

async fn found(sample: &str) -> Vec<Difference> {
    differences(sample, async |client| of_author(&client).send().await).await
}

async fn updated(sample: &str) -> Vec<Difference> {
    differences(sample, async |client| {
        let book = Book::new("T").author(AuthorUrn::new("x"));
        client.books().update(7, &book).send().await
    })
    .await
}

async fn read(sample: &str) -> Vec<Difference> {
    differences(sample, async |client| client.books().get(7).send().await).await
}

#[tokio::test]
async fn what_is_right_passes() {
    assert_eq!(found(SAMPLE).await, []);
    assert_eq!(updated(UPDATE).await, []);
    assert_eq!(read(REFUSED).await, []);
    let server = Sample::parse("s", SAMPLE).serve().await;
    let client = server.client(Client::builder());
    let answer = of_author(&client).send().await;
    server.verify(answer);
}

#[tokio::test]
async fn every_change_of_a_request_is_noticed() {
    let changes = [
        ("\"GET\"", "\"POST\"", "request method"),
        ("/v2/books?", "/v2/books/?", "request path"),
        ("/v2/books?", "/v2/book?", "request path"),
        ("q=author&", "q=title&", "request parameter `q`"),
        (
            "&author=urn:lib:author:x",
            "&author=urn:lib:author:z",
            "request parameter `author`",
        ),
        ("&author=urn:lib:author:x", "", "request parameter `author`"),
        ("&count=10", "", "request parameter `count`"),
        ("&count=10", "&count=11", "request parameter `count`"),
        ("&count=10", "&count=10&more=1", "request parameter `more`"),
        (
            "author~author(id),id",
            "author~author(id)",
            "request parameter `projection`",
        ),
        (
            "author~author(id),id",
            "author~:portrait(id),id",
            "request parameter `projection`",
        ),
        ("(paging,", "(", "request parameter `projection`"),
        (
            "2.0.0",
            "1.0.0",
            "request header `x-restli-protocol-version`",
        ),
        ("FINDER", "GET", "request header `x-restli-method`"),
        ("x-restli-method", "x-other", "request header `x-other`"),
        ("\"body\": null\n", "\"body\": {}\n", "request body"),
    ];
    for (from, to, place) in changes {
        assert!(SAMPLE.contains(from), "{from}");
        let differences = found(&SAMPLE.replacen(from, to, 1)).await;
        let places: Vec<_> = differences.iter().map(|d| d.place.as_str()).collect();
        assert_eq!(places, [place], "{from} -> {to}");
    }
    for (from, to, place) in [
        ("\"T\"", "\"U\"", "request body at `title`"),
        ("\"title\": \"T\", ", "", "request body at `title`"),
        ("\"T\"", "\"T\", \"id\": 7", "request body at `id`"),
        (
            "application/json",
            "text/plain",
            "request header `content-type`",
        ),
        ("books/7", "books/8", "request path"),
        (
            "\"body\": {\"title\": \"T\", \"author\": \"urn:lib:author:x\"}",
            "\"body\": null",
            "request body",
        ),
    ] {
        assert!(UPDATE.contains(from), "{from}");
        let differences = updated(&UPDATE.replacen(from, to, 1)).await;
        let places: Vec<_> = differences.iter().map(|d| d.place.as_str()).collect();
        assert_eq!(places, [place], "{from} -> {to}");
    }
}

#[tokio::test]
async fn every_loss_of_an_answer_is_noticed() {
    let changes = [
        // What the records do not know, wherever it stands.
        (
            "\"id\": 2",
            "\"id\": 2, \"new\": {\"a\": 1}",
            "response body at `elements[1].new`",
        ),
        (
            "{\"id\": \"x\"}",
            "{\"id\": \"x\", \"age\": 3}",
            "response body at `elements[0].author~.age`",
        ),
        (
            "\"paging\": {",
            "\"facets\": [], \"paging\": {",
            "response body at `facets`",
        ),
        (
            "\"count\": 10,",
            "\"count\": 10, \"page\": 1,",
            "response body at `paging.page`",
        ),
        // A decoration of a field that is not decorated.
        (
            "\"id\": 2",
            "\"id\": 2, \"id~\": {}",
            "response body at `elements[1].id~`",
        ),
    ];
    for (from, to, place) in changes {
        assert!(SAMPLE.contains(from), "{from}");
        let sample = SAMPLE.replacen(from, to, 1);
        let differences = found(&sample).await;
        let places: Vec<_> = differences.iter().map(|d| d.place.as_str()).collect();
        assert_eq!(places, [place], "{from} -> {to}");
        // Unless the sample says that the schema does not know it.
        let path = place
            .trim_start_matches("response body at `")
            .trim_end_matches('`');
        let path = path.replace("[1]", "[*]");
        let excused = sample.replacen(
            "\"note\"",
            &format!("\"unknown\": [\"{path}\"], \"note\""),
            1,
        );
        assert_eq!(found(&excused).await, []);
    }
    // Members of an error are not lost, but the schema should know them too.
    let more = SAMPLE.replacen("\"message\": \"no\"", "\"message\": \"no\", \"more\": 1", 1);
    let places: Vec<_> = found(&more).await.into_iter().map(|d| d.place).collect();
    assert_eq!(places, ["response body at `elements[1].author!.more`"]);
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_is_a_difference() {
    let broken = SAMPLE.replacen("\"id\": 1", "\"id\": \"1\"", 1);
    let differences = found(&broken).await;
    assert_eq!(differences.len(), 1);
    let text = differences[0].to_string();
    assert!(text.contains("expected: a success of status 200"), "{text}");
    assert!(text.contains("at `elements[0].id`: invalid type"), "{text}");

    let unread = UPDATE.replacen(
        "\"status\": 204, \"headers\": {}, \"body\": null",
        "\"status\": 200, \"body\": {\"value\": 1}",
        1,
    );
    let differences = updated(&unread).await;
    assert_eq!(differences.len(), 1);
    assert_eq!(differences[0].expected.as_deref(), Some("{\"value\":1}"));
    let empty = unread.replacen("{\"value\": 1}", "{}", 1);
    assert!(updated(&empty).await.is_empty(), "`{{}}` says nothing");
}

#[tokio::test]
async fn errors_are_compared() {
    for (from, to, place) in [
        ("\"code\": \"DENIED\"", "\"docUrl\": \"u\"", None),
        ("\"message\": \"no\"", "\"requestId\": \"r\"", None),
        ("403,", "404,", None),
        (
            "\"code\": \"DENIED\"",
            "\"x\": 1",
            Some("response body at `x`"),
        ),
    ] {
        // The server answers as the sample says, so whatever is read back agrees.
        let differences = read(&REFUSED.replacen(from, to, 1)).await;
        let places: Vec<_> = differences.iter().map(|d| d.place.as_str()).collect();
        assert_eq!(places.first().copied(), place);
    }
    // But the wrong error, or none, does not.
    let other = differences(REFUSED, async |client| {
        let _ = client.books().get(7).send().await;
        Client::builder()
            .base_url("http://example.org")
            .build()
            .map(|_| Book::default())
    });
    let places: Vec<_> = other.await.into_iter().map(|d| d.place).collect();
    assert_eq!(places, ["response status"]);
    let success = differences(REFUSED, async |client| {
        let _ = client.books().get(7).send().await;
        Ok(Book::default())
    });
    let success = success.await;
    assert_eq!(success[0].actual.as_deref(), Some("a success"));
    // An error that carries another body.
    let message = differences(REFUSED, async |client| {
        let _ = client.books().get(7).send().await;
        let body = REFUSED
            .replacen("\"no\"", "\"yes\"", 1)
            .replacen("100", "101", 1)
            .replacen("DENIED", "D", 1);
        let server = Sample::parse("s", &body).serve().await;
        server.client(Client::builder()).books().get(7).send().await
    });
    let places: Vec<_> = message.await.into_iter().map(|d| d.place).collect();
    assert_eq!(
        places,
        [
            "response body at `code`",
            "response body at `message`",
            "response body at `serviceErrorCode`"
        ]
    );
    // Errors without a Rest.li body.
    let html = REFUSED.split("\"body\"").next().unwrap().to_owned() + "\"body\": \"<html>\"}}";
    assert_eq!(read(&html).await, []);
    let empty = html.replacen("\"<html>\"", "null", 1);
    assert_eq!(read(&empty).await, []);
}

#[tokio::test]
async fn an_exchange_may_be_recorded_in_an_older_version() {
    let older = r#"{
        "request": {"method": "GET", "path": "/rest/books?keywords=a&q=search", "headers": {"library-version": "202301"}},
        "response": {"status": 200, "body": {"elements": []}}
    }"#;
    let search = async |client: Client| client.books().find_by_search().keywords("a").send().await;
    assert_eq!(differences(older, search).await, []);
    assert_eq!(
        differences(&older.replace("202301", "202301.02"), search).await,
        []
    );
    let no_version = older.replace("202301", "falsified");
    assert_eq!(differences(&no_version, search).await.len(), 1);
    // A call that sends no version is another call.
    let other = older.replacen("library-version", "other-version", 1);
    assert_eq!(differences(&other, search).await.len(), 1);
}

#[tokio::test]
async fn a_tunneled_request_is_compared_by_what_it_says() {
    let empty = r#"{
        "request": {"method": "GET", "path": "/rest/books?keywords=''&q=search", "headers": {"Library-Version": "202510"}},
        "response": {"status": 200, "body": {"elements": []}}
    }"#;
    let search = async |client: Client| client.books().find_by_search().keywords("").send().await;
    assert_eq!(differences(empty, search).await, []);
    // The quotes must be raw.
    let escaped = empty.replacen("''", "%27%27", 1);
    assert_eq!(differences(&escaped, search).await.len(), 1);

    let body = r#"{\"title\":\"T\"}"#;
    let part = "Content-Type: application";
    let multipart = format!(
        r#"{{
        "request": {{
            "method": "POST",
            "path": "/v2/books",
            "headers": {{"X-HTTP-Method-Override": "PUT", "Content-Type": "multipart/mixed; boundary=QQ"}},
            "body": "--QQ\r\n{part}/x-www-form-urlencoded\r\n\r\nids=''\r\n--QQ\r\n{part}/json\r\n\r\n{body}\r\n--QQ--"
        }},
        "response": {{"status": 200, "body": {{}}}}
    }}"#
    );
    let update = async |client: Client| {
        let raw = client
            .restli()
            .raw(restli::Method::BatchUpdate, "/v2/books");
        raw.param("ids", "").body(&Book::new("T")).send().await
    };
    assert_eq!(differences(&multipart, update).await, []);
    let other = multipart.replacen("ids=''", "ids=1", 1);
    assert_eq!(differences(&other, update).await.len(), 1);
    let other = multipart.replacen(r#"\"T\""#, r#"\"U\""#, 1);
    assert_eq!(differences(&other, update).await.len(), 1);
}

#[tokio::test]
async fn the_request_must_come_once() {
    let never = differences(SAMPLE, async |_| Ok(())).await;
    assert_eq!(never[0].place, "request");
    let twice = differences(REFUSED, async |client: Client| {
        let _ = client.books().get(7).send().await;
        client.books().get(7).send().await
    });
    assert_eq!(
        twice.await[0].actual.as_deref(),
        Some("/v2/books/7, /v2/books/7")
    );
}

#[tokio::test]
#[should_panic(expected = "the exchange is not as recorded in sample.json\n  \
    request parameter `count`\n    expected: 11\n    actual:   10\n  \
    response body at `elements[1].new`\n    expected: 5\n    actual:   (nothing)\n")]
async fn differences_are_told_readably() {
    let sample = SAMPLE.replacen("&count=10", "&count=11", 1).replacen(
        "\"id\": 2",
        "\"id\": 2, \"new\": 5",
        1,
    );
    let server = Sample::parse("sample.json", &sample).serve().await;
    let client = server.client(Client::builder());
    let answer = of_author(&client).send().await;
    server.verify(answer);
}

#[tokio::test]
async fn the_raw_bytes_can_be_looked_at() {
    let server = Sample::parse("s", REFUSED).serve().await;
    let client: Client = server.client(Client::builder());
    let _ = client.books().get(7).send().await;
    let received = server.received();
    assert!(received[0].raw.starts_with(b"GET /v2/books/7 HTTP/1.1\r\n"));
    assert_eq!(
        received[0].header("Authorization"),
        Some("Bearer token-of-a-test")
    );
}

#[test]
fn the_environment_can_name_another_folder() {
    const FOLDER: &str = "RESTLI_SAMPLES_DIR";
    let folder = std::env::temp_dir().join(format!("restli-other-{}", std::process::id()));
    if std::env::var_os(FOLDER).is_some() {
        // The process that is started below.
        Sample::read("/no/such/folder", "a.json");
        return;
    }
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("a.json"), SAMPLE).unwrap();
    let read = |folder: &std::path::Path| {
        let mut test = std::process::Command::new(std::env::current_exe().unwrap());
        test.args(["--exact", "the_environment_can_name_another_folder"]);
        test.env(FOLDER, folder).output().unwrap().status.success()
    };
    assert!(read(&folder));
    assert!(!read(std::path::Path::new("/no/such/folder/either")));
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn samples_are_read_from_files_below_a_folder() {
    let folder = std::env::temp_dir().join(format!("restli-samples-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("samples")).unwrap();
    std::fs::write(folder.join("samples/a.json"), SAMPLE).unwrap();
    std::fs::write(folder.join("samples/b.json"), "{}").unwrap();
    let directory = folder.to_str().unwrap().to_owned();
    Sample::read(&directory, "samples/a.json");
    let failure = |file: &'static str| {
        let directory = directory.clone();
        let panic = std::panic::catch_unwind(move || Sample::read(&directory, file)).unwrap_err();
        panic.downcast_ref::<String>().unwrap().clone()
    };
    assert_eq!(
        failure("samples/b.json"),
        "samples/b.json is not a sample: `request` is missing"
    );
    assert!(failure("samples/c.json").contains("c.json"));
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_creation_without_an_id_has_to_be_said() {
    let text = UPDATE
        .replace("PUT", "POST")
        .replace("/v2/books/7", "/v2/books")
        .replace("204", "201");
    for expected in [true, false] {
        let mut sample = Sample::parse("created", &text);
        if expected {
            sample = sample.without_id();
        }
        let server = sample.serve().await;
        let client: Client = server.client(Client::builder());
        let book = Book::new("T").author(AuthorUrn::new("x"));
        let answer = client.books().create(&book).send().await;
        assert_eq!(server.differences(&answer).is_empty(), expected);
    }
}
