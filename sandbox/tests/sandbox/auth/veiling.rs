//! Fields that take a scope of their own are left out wherever they stand, on a schema made for it.

use std::fs;

use restli_sandbox::{Sandbox, TokenRequest};
use serde_json::Value as Json;
use tempfile::TempDir;

use super::wire::send;

const API: &str = "
api: gallery
docs: { summary: A gallery. }
host: https://api.example.org
bases:
  v1: { path: /v1, projection: projection, decorates: true }
  v2: { path: /v2, projection: fields }
id_headers: [X-RestLi-Id]
groups:
  hall: { docs: { summary: Pictures. }, default: true }
";

const SCOPES: &str = "
scopes:
  look: { docs: { summary: Looking at pictures. } }
  trade: { product: Dealing, docs: { summary: Dealing in pictures. } }
";

const URNS: &str = "
namespace: art
kinds:
  painter: { id: string, entity: Painter, docs: { summary: Somebody who paints. } }
";

const PICTURES: &str = "
resource: pictures
base: v1
kind: collection
key: { name: id, type: long }
entity: Picture
docs: { summary: Pictures. }
permissions: { any: [look] }
methods:
  get: { docs: { summary: Reads a picture. } }
  batch_get: { docs: { summary: Reads pictures. } }
  get_all: { paging: none, docs: { summary: Reads all pictures. } }
finders:
  titled: { paging: none, params: { title: { type: string, required: true, doc: The title. } }, docs: { summary: Finds pictures. } }
batch_finders:
  like:
    batch_param: criteria
    params: { criteria: { type: '[Like]', doc: What to find. } }
    paging: none
    docs: { summary: Finds pictures several times. }
actions:
  best: { returns: Picture, docs: { summary: The best one. } }
mounts:
  plain: { base: v2, path: pictures }
records:
  Like:
    docs: { summary: What to find. }
    fields: { title: { type: string, doc: The title. } }
  Picture:
    docs: { summary: A picture. }
    fields:
      title: { type: string, doc: The title. }
      price: { type: long, permissions: { any: [trade] }, doc: What it costs. }
      frames: { type: '[Frame]', doc: Frames. }
      copies: { type: '{string: Frame}', doc: Frames of copies. }
      listed: { type: '{string: Frame}', accepts: array, doc: Frames that arrive as a list. }
      owner: { type: Owner, doc: Whose it is. }
      note: { type: Note, doc: A note. }
      other: { type: FrameAgain, doc: Another frame. }
      painter: { type: Urn<painter>, decorates: Painter, doc: Who painted it. }
      restorers: { type: '[Urn<painter>]', decorates: Painter, doc: Who mended it. }
      buyer: { type: Urn<painter>, decorates: Painter, permissions: { all: [look, trade] }, doc: Who bought it. }
  Frame:
    docs: { summary: A frame. }
    fields:
      wood: { type: string, doc: The wood. }
      cost: { type: long, permissions: { any: [trade] }, doc: What it costs. }
  Painter:
    docs: { summary: A painter. }
    fields:
      name: { type: string, doc: The name. }
      phone: { type: string, permissions: { any: [trade] }, doc: How to call them. }
unions:
  Owner:
    docs: { summary: Whose it is. }
    members: { frame: { type: Frame, doc: Whoever has the frame. }, int: { type: int, doc: A number. } }
shapes:
  Note:
    docs: { summary: A note. }
    alternatives: { Plain: string, Frame: Frame }
typerefs:
  FrameAgain: { type: Frame, docs: { summary: A frame. } }
";

const SALES: &str = "
resource: sales
base: v2
kind: collection
key: { name: id, type: long }
entity: Sale
docs: { summary: Sales. }
permissions: { any: [look] }
methods:
  create: { returns: entity, docs: { summary: Sells. } }
  batch_create: { returns: entity, docs: { summary: Sells more. } }
  partial_update: { returns: entity, docs: { summary: Changes a sale. } }
  batch_partial_update: { returns: entity, docs: { summary: Changes sales. } }
records:
  Sale:
    docs: { summary: A sale. }
    fields:
      what: { type: string, doc: What is sold. }
      price: { type: long, permissions: { any: [trade] }, doc: What it costs. }
";

const SEED: &str = "
resources:
  pictures:
    entities:
      - $key: 1
        title: Dunes
        price: 9
        frames: [{ wood: oak, cost: 1 }, { wood: elm, cost: 2 }]
        copies: { a: { wood: ash, cost: 3 } }
        listed: [{ wood: fir, cost: 6 }]
        owner: { frame: { wood: box, cost: 4 } }
        note: { wood: yew, cost: 5 }
        other: { wood: bay, cost: 7 }
        painter: urn:art:painter:a
        restorers: [urn:art:painter:b, urn:art:painter:a]
        buyer: urn:art:painter:b
      - { $key: 2, title: Sea, price: 8, note: wet, owner: { int: 3 } }
    finders: { titled: { where: { title: title } } }
    batch_finders: { like: { where: { criteria.title: title } } }
    actions: { best: { returns: { title: Dunes, price: 9, frames: [{ wood: oak, cost: 1 }] } } }
urns:
  painter:
    entities: [{ $key: urn:art:painter:a, name: A, phone: '1' }, { $key: urn:art:painter:b, name: B, phone: '2' }]
";

async fn gallery() -> (TempDir, Sandbox) {
    let folder = TempDir::new().unwrap();
    for (path, text) in [
        ("api.yaml", API),
        ("scopes.yaml", SCOPES),
        ("urns.yaml", URNS),
        ("resources/hall/pictures.yaml", PICTURES),
        ("resources/hall/sales.yaml", SALES),
        ("sandbox/all.yaml", SEED),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let sandbox = match Sandbox::start(folder.path()).await {
        Ok(sandbox) => sandbox,
        Err(error) => panic!("{error}"),
    };
    (folder, sandbox)
}

/// How many fields of these names stand anywhere in a value.
fn count(json: &Json, names: &[&str]) -> usize {
    match json {
        Json::Object(members) => {
            let own = members.keys().filter(|name| names.contains(&name.as_str()));
            own.count()
                + members
                    .values()
                    .map(|json| count(json, names))
                    .sum::<usize>()
        }
        Json::Array(items) => items.iter().map(|json| count(json, names)).sum(),
        _ => 0,
    }
}

#[tokio::test]
async fn no_answer_shows_what_takes_another_scope() {
    let (_folder, sandbox) = gallery().await;
    let one = "/v1/pictures/1?projection=";
    let several = "(title,price,painter~,restorers~,buyer~)";
    let like = "/v1/pictures?bq=like&criteria=List((title:Sea),(title:Dunes))";
    let sales = "/v2/sales";
    // How many fields of an answer only dealers see, and how many there are beside them.
    for (method, target, body, dealt, seen) in [
        ("", "/v1/pictures/1".to_owned(), "", 9, 8),
        (
            "",
            "/v2/pictures/1?fields=price,frames".to_owned(),
            "",
            3,
            2,
        ),
        ("", format!("{one}{several}"), "", 7, 4),
        ("", format!("{one}(restorers*~)"), "", 2, 2),
        ("", "/v1/pictures?ids=List(1,2)".to_owned(), "", 10, 9),
        ("", "/v1/pictures".to_owned(), "", 10, 9),
        ("", "/v1/pictures?q=titled&title=Sea".to_owned(), "", 1, 1),
        ("", like.to_owned(), "", 10, 9),
        ("action", "/v1/pictures?action=best".to_owned(), "{}", 2, 2),
        (
            "create",
            sales.to_owned(),
            r#"{"what":"a","price":1}"#,
            1,
            1,
        ),
        (
            "batch_create",
            sales.to_owned(),
            r#"{"elements":[{"what":"b","price":2}]}"#,
            1,
            1,
        ),
        (
            "partial_update",
            format!("{sales}/1"),
            r#"{"patch":{"$set":{"what":"c"}}}"#,
            1,
            1,
        ),
        (
            "batch_partial_update",
            format!("{sales}?ids=List(1)"),
            r#"{"entities":{"1":{"patch":{"$set":{"what":"d"}}}}}"#,
            1,
            1,
        ),
    ] {
        for (scopes, dealt) in [(&["look"][..], 0), (&["look", "trade"], dealt)] {
            let token = sandbox.issue(&TokenRequest::new().scopes(scopes.iter().copied()));
            let bearer = format!("Bearer {}", token.unwrap());
            let mut headers = vec![
                ("Authorization", bearer.as_str()),
                ("X-RestLi-Protocol-Version", "2.0.0"),
            ];
            let mut verb = "GET";
            if !body.is_empty() {
                verb = "POST";
                headers.push(("Content-Type", "application/json"));
                headers.push(("X-RestLi-Method", method));
            }
            let answer = send(&sandbox, verb, &target, &headers, body).await;
            assert!(answer.status < 300, "{target} {answer:?}");
            let json = answer.json();
            let hidden = count(&json, &["price", "cost", "phone", "buyer", "buyer~"]);
            assert_eq!(hidden, dealt, "{method} {target} {scopes:?} {json:#}");
            if dealt == 0 {
                let common = count(&json, &["title", "wood", "name", "what"]);
                assert_eq!(common, seen, "{method} {target} {json:#}");
            }
        }
    }
}
