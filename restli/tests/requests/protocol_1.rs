//! The older protocol, for services that still speak it.

use restli::{ComplexKey, Method, MethodSpec};

use crate::mini::*;
use crate::{client, encoded, headers, refused};

fn loan(book: i64, reader: &str) -> LoansKey {
    LoansKey::new(book, AuthorUrn::new(reader))
}

#[test]
fn a_compound_key_is_a_query_of_its_own() {
    let client = client();
    let request = encoded(client.archive().get_loan(loan(7, "x")).build());
    assert_eq!(
        request.target,
        "/v2/archive/loans/book=7&reader=urn%3Alib%3Aauthor%3Ax"
    );
    assert_eq!(
        headers(&request),
        [
            "Accept: application/json",
            "X-RestLi-Method: get",
            "X-RestLi-Protocol-Version: 1.0.0",
        ]
    );
}

#[test]
fn ids_repeat() {
    static OLD: MethodSpec = MethodSpec::batch_get("x", "/x").protocol_v1();
    let client = client();
    let call = restli::Call::<()>::new(client.restli(), &OLD);
    let call = call.param("z", &1).ids([2_i64, 1, 2]);
    assert_eq!(encoded(call.build()).target, "/x?ids=2&ids=1&z=1");
    let loans = client
        .archive()
        .batch_get_loans([loan(7, "x"), loan(8, "y")]);
    assert_eq!(
        encoded(loans.build()).target,
        "/v2/archive/loans?ids=book%3D7%26reader%3Durn%253Alib%253Aauthor%253Ax\
         &ids=book%3D8%26reader%3Durn%253Alib%253Aauthor%253Ay"
    );
}

#[test]
fn complex_keys_are_numbered() {
    let client = client();
    let key = ComplexKey::new(MapKey::new(3, 4)).params(MapParams::new("1"));
    let entities = [
        (key, Loan::new(1)),
        (MapKey::new(5, 6).into(), Loan::new(2)),
    ];
    let request = encoded(client.archive().batch_update_maps(entities).build());
    assert_eq!(
        request.target,
        "/v2/archive/maps?ids%5B0%5D.$params.detail=1&ids%5B0%5D.x=3&ids%5B0%5D.y=4\
         &ids%5B1%5D.x=5&ids%5B1%5D.y=6"
    );
    assert_eq!(
        request.body.as_deref(),
        Some(&br#"{"entities":{"$params.detail=1&x=3&y=4":{"days":1},"x=5&y=6":{"days":2}}}"#[..])
    );
}

#[test]
fn lists_and_records_are_taken_apart() {
    let client = client();
    let call = client.archive().find_by_numbers([5, 6]);
    let call = call.place(MapKey::new(1, 2)).text("a b&c");
    assert_eq!(
        encoded(call.build()).target,
        "/v2/archive/loans?numbers%5B0%5D=5&numbers%5B1%5D=6&place.x=1&place.y=2&q=numbers&text=a%20b%26c"
    );
    let empty = client.archive().find_by_numbers([1]).text("");
    assert_eq!(
        encoded(empty.build()).target,
        "/v2/archive/loans?numbers%5B0%5D=1&q=numbers&text="
    );
}

#[test]
fn what_this_protocol_cannot_say_is_refused() {
    let client = client();
    let none = client.archive().find_by_numbers([]);
    assert!(refused(none.build()).contains("no form for an empty list or map"));
    static OLD: MethodSpec = MethodSpec::get("x", "/x/{}").protocol_v1();
    let call = restli::Call::<()>::new(client.restli(), &OLD);
    assert!(refused(call.key("").build()).contains("key"));
    let call = restli::Call::<()>::new(client.restli(), &OLD);
    assert!(refused(call.key("..").build()).contains("key"));
}

#[test]
fn raw_calls_say_which_one_they_speak() {
    let client = client();
    let call = client
        .restli()
        .raw(Method::Get, "/x/{}")
        .key(&MapKey::new(1, 2));
    assert_eq!(encoded(call.clone().build()).target, "/x/(x:1,y:2)");
    let older = encoded(call.protocol(restli::Protocol::V1).build());
    assert_eq!(older.target, "/x/x=1&y=2");
    assert_eq!(older.header("x-restli-protocol-version"), Some("1.0.0"));
}
