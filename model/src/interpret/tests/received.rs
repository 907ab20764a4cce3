//! What a service makes of a request that a reader of documentation would understand.

use super::schema::{get, line, model, post, with};
use crate::interpret::{At, HttpRequest, Rule, receive, undo_tunnel};
use serde_json::json;

const PROTOCOL: &str = "X-RestLi-Protocol-Version";

fn refused(request: &HttpRequest) -> Vec<String> {
    match receive(&model(), request) {
        Ok(call) => panic!("{} is a call: {call:?}", request.path),
        Err(found) => found.iter().map(line).collect(),
    }
}

#[test]
fn without_a_protocol_lists_and_records_are_texts() {
    let model = model();
    for path in [
        "/v1/books?ids=List(7,8)",
        "/v1/books?q=search&years=(min:1)",
        "/rest/shelves/a/places/(x:1,y:2)",
    ] {
        let found = refused(&get(path));
        let help = "| write `X-RestLi-Protocol-Version: 2.0.0`";
        assert!(
            found.len() == 1
                && found[0].starts_with("protocol | header `X-RestLi-Protocol-Version` |")
                && found[0].ends_with(help),
            "{path}: {found:?}"
        );
        assert!(
            receive(&model, &with(get(path), PROTOCOL, "2.0.0")).is_ok(),
            "{path}"
        );
    }
    // What is the same in both protocols, or is of the older one, needs no header.
    for path in [
        "/v1/books/7",
        "/v1/books?q=search&title=(a)",
        "/v1/books?q=search&years.min=1",
        "/v1/books?ids=7&ids=8",
        "/v1/books/7?projection=(title,author~(name))",
        "/v1/status",
    ] {
        let found = receive(&model, &get(path));
        assert!(found.is_ok(), "{path}: {found:?}");
    }
}

#[test]
fn a_header_has_one_value() {
    let model = model();
    let create = post("/v1/books", json!({"title": "A"}));
    let search = get("/v1/books?q=byOwner&owner=urn%3Alib%3Aauthor%3Ax");
    let search = with(search, "X-Reason", "r");
    for (request, name, values) in [
        (&create, PROTOCOL, ["1.0.0", "2.0.0"]),
        (&create, "X-RestLi-Method", ["create", "batch_create"]),
        (&create, "Content-Type", ["application/json", "text/plain"]),
        (&search, "X-Level", ["1", "2"]),
    ] {
        let request = with(request.clone(), &name.to_lowercase(), values[0]);
        let twice = with(request.clone(), name, values[0]);
        assert!(receive(&model, &twice).is_ok(), "{name}");
        let found = refused(&with(request, name, values[1]));
        let expected = format!(
            "header | header `{name}` | `{name}` is given twice, as `{}` and as `{}` | give one of them",
            values[0], values[1]
        );
        assert_eq!(found, [expected]);
    }
    let tunneled = with(
        post("/v1/books", json!("q=search")),
        "X-HTTP-Method-Override",
        "GET",
    );
    let tunneled = with(tunneled, "X-HTTP-Method-Override", "PUT");
    assert_eq!(undo_tunnel(&tunneled).unwrap_err().rule, Rule::Header);
}

#[test]
fn the_body_in_a_tunnel_is_json_that_says_each_thing_once() {
    let tunneled = |body: &str| {
        let body = format!(
            "--Q\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n\r\n\
             --Q\r\nContent-Type: application/json; charset=utf-8\r\n\r\n{body}\r\n--Q--\r\n"
        );
        let request = with(
            post("/v1/books", json!(body)),
            "Content-Type",
            "multipart/mixed; boundary=Q",
        );
        with(request, "X-HTTP-Method-Override", "POST")
    };
    assert!(receive(&model(), &tunneled(r#"{"title": "A"}"#)).is_ok());
    for body in [r#"{"title": "A", "title": "B"}"#, r#"{"title": "A"}}"#, "{"] {
        let tunneled = tunneled(body);
        let found = undo_tunnel(&tunneled).unwrap_err();
        assert_eq!(
            (found.rule, &found.at),
            (Rule::Body, &At::Body(String::new()))
        );
        assert!(
            found
                .message
                .starts_with("the body in the tunnel cannot be read: ")
        );
    }
}
