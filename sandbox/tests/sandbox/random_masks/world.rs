//! A schema that has everything a mask can reach, and random entities of it.

use std::fs;

use serde_json::{Map, Value as Json, json};
use tempfile::TempDir;

use crate::random::Random;

const API: &str = r#"
api: web
docs: { summary: Nodes. }
host: https://api.example.org
bases:
  v1: { path: /v1, projection: projection, decorates: true }
id_headers: [X-RestLi-Id]
groups:
  graph: { docs: { summary: Nodes. }, default: true }
"#;

const URNS: &str = r#"
namespace: ex
kinds:
  node: { id: long, entity: Node, resource: nodes, docs: { summary: A node. } }
  leaf: { id: long, entity: Leaf, docs: { summary: A leaf. } }
sets:
  either: { kinds: [node, leaf], docs: { summary: A node or a leaf. } }
"#;

const NODES: &str = r#"
resource: nodes
base: v1
kind: collection
key: { name: id, type: long }
entity: Node
docs: { summary: Nodes. }
methods:
  get: { projections: [projection, fields], docs: { summary: Reads one. } }
  batch_get: { projections: [projection, fields], docs: { summary: Reads some. } }
  get_all: { projections: [projection, fields], paging: { style: offset, default: 100 }, docs: { summary: Reads all. } }
records:
  Node:
    docs: { summary: A node. }
    fields:
      id: { type: long, doc: A. }
      name: { type: string, doc: A. }
      info: { type: Info, doc: A. }
      list: { type: "[Info]", doc: A. }
      grid: { type: "[[Info]]", doc: A. }
      words: { type: "[string]", doc: A. }
      map: { type: "{string: Info}", doc: A. }
      lists: { type: "{string: [Info]}", doc: A. }
      counts: { type: "{string: int}", doc: A. }
      choice: { type: Choice, doc: A. }
      choices: { type: "[Choice]", doc: A. }
      next: { type: Urn<node>, decorates: Node, doc: A. }
      leaf: { type: Urn<leaf>, decorates: Leaf, doc: A. }
      any: { type: Urn<either>, decorates: Either, doc: A. }
      nexts: { type: "[Urn<node>]", decorates: Node, doc: A. }
      anys: { type: "[Urn<either>]", decorates: Either, doc: A. }
  Info:
    docs: { summary: Some facts. }
    fields:
      a: { type: int, doc: A. }
      b: { type: string, doc: A. }
      deep: { type: Info, doc: A. }
      spots: { type: "{string: Info}", doc: A. }
      see: { type: Urn<leaf>, decorates: Leaf, doc: A. }
  Leaf:
    docs: { summary: A leaf. }
    fields:
      name: { type: string, doc: A. }
      info: { type: Info, doc: A. }
      of: { type: Urn<node>, decorates: Node, doc: A. }
unions:
  Choice:
    docs: { summary: A number or facts. }
    members: { int: { type: int, doc: A. }, facts: { type: Info, doc: A. } }
  Either:
    docs: { summary: A node or a leaf. }
    by_urn: { node: Node, leaf: Leaf }
"#;

pub(super) const NODE_COUNT: usize = 6;
const LEAF_COUNT: usize = 3;
/// The keys that maps have, and one that none has.
pub(super) const KEYS: [&str; 4] = ["k1", "k2", "k3", "none"];

/// The entities, by their number.
pub(super) struct World {
    pub(super) nodes: Vec<Json>,
    pub(super) leaves: Vec<Json>,
}

impl World {
    pub(super) fn random(seed: u64) -> Self {
        let mut random = Random::new(seed ^ 0xF00D);
        World {
            nodes: (1..=NODE_COUNT).map(|id| node(&mut random, id)).collect(),
            leaves: (0..LEAF_COUNT).map(|_| leaf(&mut random)).collect(),
        }
    }

    /// The schema and the entities as files.
    pub(super) fn write(&self) -> TempDir {
        let keyed = |key: Json, entity: &Json| {
            let mut entity = entity.clone();
            entity["$key"] = key;
            entity
        };
        let nodes = self.nodes.iter().enumerate();
        let nodes: Vec<_> = nodes.map(|(at, node)| keyed(json!(at + 1), node)).collect();
        let leaves = self.leaves.iter().enumerate();
        let leaves: Vec<_> = leaves
            .map(|(at, leaf)| keyed(json!(format!("urn:ex:leaf:{}", at + 1)), leaf))
            .collect();
        // JSON is YAML.
        let seed = json!({
            "resources": { "nodes": { "decorated": "(id,name)", "entities": nodes } },
            "urns": { "leaf": { "entities": leaves } },
        });
        let folder = TempDir::new().expect("a folder");
        for (path, text) in [
            ("api.yaml", API),
            ("urns.yaml", URNS),
            ("resources/graph/nodes.yaml", NODES),
            ("sandbox/seed.yaml", &seed.to_string()),
        ] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        folder
    }
}

fn node(random: &mut Random, id: usize) -> Json {
    let mut node = Map::new();
    node.insert("id".to_owned(), json!(id));
    type Make = fn(&mut Random) -> Json;
    let fields: [(&str, Make); 15] = [
        ("name", word),
        ("info", |random| info(random, 2)),
        ("list", |random| list(random, |random| info(random, 1))),
        ("grid", |random| {
            list(random, |random| list(random, |random| info(random, 0)))
        }),
        ("words", |random| list(random, word)),
        ("map", |random| map(random, |random| info(random, 1))),
        ("lists", |random| {
            map(random, |random| list(random, |random| info(random, 0)))
        }),
        ("counts", |random| {
            map(random, |random| json!(random.below(9)))
        }),
        ("choice", choice),
        ("choices", |random| list(random, choice)),
        ("next", |random| urn(random, "node")),
        ("leaf", |random| urn(random, "leaf")),
        ("any", |random| either(random)),
        ("nexts", |random| urns(random, |random| urn(random, "node"))),
        ("anys", |random| urns(random, either)),
    ];
    for (name, make) in fields {
        if !random.one_in(5) {
            node.insert(name.to_owned(), make(random));
        }
    }
    node.into()
}

fn leaf(random: &mut Random) -> Json {
    json!({ "name": word(random), "info": info(random, 1), "of": urn(random, "node") })
}

fn info(random: &mut Random, depth: usize) -> Json {
    let mut info = Map::new();
    if !random.one_in(4) {
        info.insert("a".to_owned(), json!(random.below(100)));
    }
    if !random.one_in(4) {
        info.insert("b".to_owned(), word(random));
    }
    if depth > 0 && !random.one_in(4) {
        info.insert("deep".to_owned(), self::info(random, depth - 1));
    }
    if depth > 0 && random.one_in(2) {
        info.insert(
            "spots".to_owned(),
            map(random, |random| self::info(random, 0)),
        );
    }
    if random.one_in(3) {
        info.insert("see".to_owned(), urn(random, "leaf"));
    }
    info.into()
}

fn choice(random: &mut Random) -> Json {
    match random.one_in(2) {
        true => json!({ "int": random.below(9) }),
        false => json!({ "facts": info(random, 1) }),
    }
}

fn word(random: &mut Random) -> Json {
    json!(["x", "yes", "", "a b"][random.below(4)])
}

fn list(random: &mut Random, mut item: impl FnMut(&mut Random) -> Json) -> Json {
    (0..random.below(4)).map(|_| item(random)).collect()
}

fn map(random: &mut Random, mut value: impl FnMut(&mut Random) -> Json) -> Json {
    let keys: Vec<_> = KEYS[..3].iter().filter(|_| !random.one_in(3)).collect();
    Json::Object(
        keys.into_iter()
            .map(|key| ((*key).to_owned(), value(random)))
            .collect(),
    )
}

/// One of the entities, or one more: that leads nowhere.
fn urn(random: &mut Random, kind: &str) -> Json {
    let count = if kind == "node" {
        NODE_COUNT
    } else {
        LEAF_COUNT
    };
    json!(format!("urn:ex:{kind}:{}", 1 + random.below(count + 1)))
}

fn either(random: &mut Random) -> Json {
    let kind = if random.one_in(2) { "node" } else { "leaf" };
    urn(random, kind)
}

/// A list without the same URN twice: an answer by URN would have it once.
fn urns(random: &mut Random, urn: fn(&mut Random) -> Json) -> Json {
    let mut urns: Vec<Json> = Vec::new();
    for _ in 0..random.below(4) {
        let urn = urn(random);
        if !urns.contains(&urn) {
            urns.push(urn);
        }
    }
    urns.into()
}
