//! Errors and redirects in place of the true reply.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::json;

use super::raw::{get, header, json, parts, status};
use crate::support::{library, served};

const BOOK: &str = "/lib/books/7";

#[tokio::test]
async fn every_status_can_be_had() {
    let library = library().await;
    for wanted in [
        400, 401, 403, 404, 408, 409, 412, 422, 426, 429, 451, 500, 502, 503, 504, 599,
    ] {
        let (reply, _) = get(&library, BOOK, &format!("status={wanted}")).await;
        assert_eq!(status(&reply), wanted);
        assert_eq!(json(&reply)["status"], wanted);
        assert!(json(&reply)["message"].is_string(), "{reply}");
        assert_eq!(header(&reply, "x-restli-error-response"), ["true"]);
        assert_eq!(header(&reply, "retry-after"), [""; 0]);
    }
}

#[tokio::test]
async fn an_error_says_what_it_is_told() {
    let library = library().await;
    let fault = "status=401; code=REVOKED; service-error-code=65601; message=\"Gone, sorry\"";
    let (reply, _) = get(&library, BOOK, fault).await;
    let mut error = json(&reply);
    let explanation = error
        .as_object_mut()
        .unwrap()
        .remove("explanation")
        .unwrap();
    assert_eq!(
        error,
        json!({ "status": 401, "code": "REVOKED", "serviceErrorCode": 65601, "message": "Gone, sorry" })
    );
    assert_eq!(explanation[0]["rule"], "fault");
    let message = explanation[0]["message"].as_str().unwrap();
    assert_eq!(
        message,
        format!("the fault `{fault}`, which the request asks for")
    );
    let (reply, _) = get(&library, BOOK, "status=500; empty").await;
    assert_eq!((status(&reply), parts(&reply).1), (500, ""));
}

#[tokio::test]
async fn too_many_requests_are_told_in_the_words_of_the_service() {
    let served = served().await;
    let (reply, _) = get(&served, "/v2/me", "status=429").await;
    let mut error = json(&reply);
    error.as_object_mut().unwrap().remove("explanation");
    assert_eq!(
        error,
        json!({
            "status": 429, "serviceErrorCode": 101,
            "message": "Resource level throttle limit for calls to this resource is reached."
        })
    );
    assert_eq!(header(&reply, "retry-after"), [""; 0]);
}

#[tokio::test]
async fn retry_after_in_all_its_forms() {
    let library = library().await;
    let retry_after = async |value: &str| {
        let (reply, _) = get(&library, BOOK, &format!("status=429; retry-after={value}")).await;
        assert_eq!(status(&reply), 429);
        let values = header(&reply, "retry-after");
        assert_eq!(values.len(), 1, "{reply}");
        values[0].to_owned()
    };
    for text in [
        "0",
        "3",
        "-5",
        "1000000000",
        "99999999999999999999",
        "1.5",
        "soon",
        "3 s",
    ] {
        assert_eq!(retry_after(text).await, text);
    }
    assert_eq!(retry_after("\"\"").await, "");
    let comma = retry_after("\"Wed, 21 Oct 2015 07:28:00 GMT\"").await;
    assert_eq!(comma, "Wed, 21 Oct 2015 07:28:00 GMT");
    for form in ["date", "rfc850", "asctime"] {
        for (sign, ahead) in [('+', true), ('-', false)] {
            let date = retry_after(&format!("{form}{sign}90s")).await;
            let date = httpdate::parse_http_date(&date).unwrap();
            let off = match ahead {
                true => date.duration_since(SystemTime::now()).unwrap(),
                false => SystemTime::now().duration_since(date).unwrap(),
            };
            let seconds = off.as_secs();
            assert!((88..=92).contains(&seconds), "{form}{sign}: {seconds}");
        }
    }
    let far = retry_after("date+999999d").await;
    assert!(httpdate::parse_http_date(&far).unwrap() > UNIX_EPOCH + Duration::from_secs(1 << 34));
    let (reply, _) = get(
        &library,
        BOOK,
        "status=503; retry-after=1, header=Retry-After: 9",
    )
    .await;
    assert_eq!(header(&reply, "retry-after"), ["1", "9"]);
}

#[tokio::test]
async fn redirects_lead_anywhere() {
    let library = library().await;
    let url = library.sandbox.url();
    for code in [301, 302, 303, 307, 308] {
        let own = format!("{url}{BOOK}?fields=id");
        for (to, location) in [
            ("", own.as_str()),
            ("; to=:8081", "http://127.0.0.1:8081/lib/books/7?fields=id"),
            ("; to=https://other.invalid/x", "https://other.invalid/x"),
            ("; to=//other.invalid/x", "//other.invalid/x"),
            ("; to=/lib/books/8", "/lib/books/8"),
        ] {
            let target = format!("{BOOK}?fields=id");
            let (reply, _) = get(&library, &target, &format!("redirect={code}{to}")).await;
            assert_eq!(status(&reply), code);
            assert_eq!(header(&reply, "location"), [location]);
        }
    }
}
