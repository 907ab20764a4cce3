//! Keys of every kind, in paths and in `ids`.

use super::{fits, method, misfits, model, shown};
use crate::interpret::Datum;
use crate::model::RestMethod;

#[test]
fn sub_resources_have_the_keys_of_all_above() {
    let model = model();
    let call = fits(&model, "GET /books/7/chapters/a%2Fb", None);
    assert_eq!(
        call.keys,
        [(0, Datum::Long(7)), (1, Datum::String("a/b".to_owned()))]
    );
    let call = fits(&model, "GET /books/7/chapters/c/marks", None);
    assert_eq!(
        call.keys,
        [(0, Datum::Long(7)), (1, Datum::String("c".to_owned()))]
    );
    assert_eq!(method(&model, &call).rest, RestMethod::Get);
    let call = fits(&model, "POST /books/7/chapters/c/marks?action=reset", None);
    assert_eq!(method(&model, &call).name, "reset");
    assert_eq!(
        misfits(&model, "GET /books/x/chapters/c", None),
        ["key | path: `booksId` is `x`, not a long"]
    );
}

#[test]
fn a_mount_is_the_same_resource_elsewhere() {
    let model = model();
    let call = fits(&model, "GET /shelves/s1/maps/(x:3,y:4)", None);
    let resource = &model[call.method.resource];
    let first = resource.mount_of.expect("a mount");
    assert_eq!(model[first].name, "maps");
    let keys: Vec<_> = call.keys.iter().map(|(_, key)| key.clone()).collect();
    assert_eq!(shown(&model, &keys), "List(s1,(x:3,y:4))");
}

#[test]
fn parameters_of_a_complex_key_are_no_part_of_it() {
    let model = model();
    let key = |path: &str| {
        let call = fits(&model, &format!("GET /maps/{path}"), None);
        call.keys[0].1.clone()
    };
    let with = key("($params:(detail:high),x:3,y:4)");
    let Datum::Key { key: named, params } = &with else {
        panic!("{with:?}");
    };
    assert_eq!(shown(&model, &[(**named).clone()]), "List((x:3,y:4))");
    assert_eq!(
        shown(&model, &[*params.clone().unwrap()]),
        "List((detail:high))"
    );
    let without = key("(y:4,x:3)");
    assert!(matches!(&without, Datum::Key { params: None, .. }));
    assert_ne!(with, without);
    assert_eq!(with.identity(), without.identity());
    let inside = key("(layers:List(a,''),owner:(com.ex.Address:(city:Bern)),x:3,y:4)");
    assert_eq!(
        shown(&model, &[inside]),
        "List((layers:List(a,''),owner:(com.ex.Address:(city:Bern)),x:3,y:4))"
    );
    assert_eq!(
        misfits(&model, "GET /maps/($params:(detial:high),x:a,y:4)", None),
        [
            "key | path: `mapsId.x` is `a`, not an int",
            "key | path: `$params` has no member `detial`",
        ]
    );
}

#[test]
fn alternative_keys_stand_in_place_of_the_own_one() {
    let model = model();
    let call = fits(&model, "GET /books/978-3?altkey=isbn", None);
    assert_eq!(call.keys, [(0, Datum::String("978-3".to_owned()))]);
    assert_eq!(method(&model, &call).alternative_key, Some(0));
    let call = fits(&model, "GET /books?altkey=isbn&ids=List(978-3,978-4)", None);
    assert_eq!(shown(&model, &call.ids), "List(978-3,978-4)");
    let call = fits(&model, "POST /books/978-3?action=lock&altkey=isbn", None);
    assert_eq!(
        (
            method(&model, &call).name.as_str(),
            method(&model, &call).alternative_key
        ),
        ("lock", Some(0))
    );
    assert_eq!(
        misfits(&model, "GET /books/978-3?altkey=isnb", None),
        ["method | parameter `altkey`: `books` has no alternative key `isnb`"]
    );
    assert_eq!(
        misfits(&model, "GET /books?q=search&altkey=isbn", None),
        [
            "method | parameter `altkey`: the finder `search` of `books` does not take the alternative key `isbn`"
        ]
    );
    assert_eq!(
        misfits(&model, "GET /loans/(book:1,reader:a)?altkey=isbn", None),
        ["method | parameter `altkey`: `loans` has no alternative key `isbn`"]
    );
}

#[test]
fn a_finder_may_take_some_parts_of_a_key() {
    let model = model();
    let call = fits(&model, "GET /loans/(reader:a%20b)?q=byReader", None);
    assert_eq!(call.keys, []);
    assert_eq!(call.partial_key, [(0, Datum::String("a b".to_owned()))]);
    let call = fits(&model, "GET /loans/(book:7,reader:a)", None);
    assert_eq!(
        (method(&model, &call).rest, call.keys.len()),
        (RestMethod::Get, 1)
    );
    assert_eq!(
        misfits(&model, "GET /loans?q=byReader", None),
        ["method | path: the finder `byReader` of `loans` needs the key's `reader` in the path"]
    );
    assert_eq!(
        misfits(&model, "GET /loans/(reader:a)?q=all", None),
        ["method | path: the finder `all` of `loans` is one of the resource, which takes no key"]
    );
    assert_eq!(
        misfits(&model, "GET /loans/(book:7)?q=byReader", None),
        [
            "key | path: `loansId` lacks the part `reader`",
            "key | path: `book` is no part of the key that this call takes",
        ]
    );
    assert_eq!(
        misfits(&model, "GET /loans/(reader:a)", None),
        ["key | path: `loansId` lacks the required member `book`"]
    );
}

#[test]
fn values_that_the_suite_leaves_out() {
    let model = model();
    let params = |query: &str| {
        let call = fits(&model, &format!("GET /books?q=search&{query}"), None);
        call.params[0].1.clone()
    };
    assert_eq!(params("digest=%C3%BFa"), Datum::Bytes(vec![255, b'a']));
    assert_eq!(params("cover=%C3%88"), Datum::Bytes(vec![200]));
    assert_eq!(params("weight=1.0E10"), Datum::Float(1e10));
    assert_eq!(params("lent=true"), Datum::Boolean(true));
    assert_eq!(params("text=''"), Datum::String(String::new()));
    assert_eq!(params("text=%27%27"), Datum::String("''".to_owned()));
    assert_eq!(params("text=List"), Datum::String("List".to_owned()));
    assert_eq!(params("tags=List()"), Datum::Array(Vec::new()));
    assert_eq!(params("marks=()"), Datum::Map(Vec::new()));
    assert_eq!(
        params("tags=List('',%25)"),
        Datum::Array(vec![
            Datum::String(String::new()),
            Datum::String("%".to_owned()),
        ])
    );
    for wrong in [
        "digest=a",
        "digest=abc",
        "cover=%E2%82%AC",
        "weight=NaN",
        "lent=1",
        "lang=IT",
        "tags=a",
        "text=",
    ] {
        misfits(&model, &format!("GET /books?q=search&{wrong}"), None);
    }
}
