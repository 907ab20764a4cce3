//! What the model says of a schema that is fine: defaults, and what follows from them.

use restli_model::interpret::Datum;
use restli_model::model::{
    Body, Field, Home, KeyType, MapKey, Method, Model, PathPart, Permissions, ProjectionSpelling,
    Resource, RestMethod, Returns, Type, TypeDef, TypeKind, UrnIdType, UrnType,
};
use restli_model::source::SourceSet;

const API: &str = "\
api: shop
host: https://shop.example
bases:
  old: { path: /old, projection: projection, decorates: true }
  new: { path: /new, versioned: true, projection: fields }
version: { header: Shop-Version, default: '1' }
groups:
  goods: { default: true }
  staff: {}
";

const URNS: &str = "\
namespace: shop
kinds:
  item: { id: long, entity: Item }
  shelf: { id: '(item: Urn<item>, row: string)' }
  clerk: { id: string, namespace: staff, wire_name: employee }
sets:
  thing: { kinds: [shelf, item] }
";

const ITEMS: &str = "\
resource: items
base: old
kind: collection
key: { name: id, type: long }
entity: Item
permissions: { any: [read] }
methods:
  get: {}
  batch_get: {}
  get_all: { paging: none, projections: [] }
  create: { returns: entity }
  batch_create: {}
  update: {}
  partial_update: { permissions: { all: [write] } }
  delete: {}
finders:
  similarTo:
    paging: { style: cursor, default: 5, max: 50, total: true }
    metadata: Facts
    projections: [fields, projection]
    params:
      type: { type: '{Urn<item>: [Urn<thing>]}', required: true }
actions:
  burn: { returns: boolean, params: { why: { type: string, default: rain } } }
";

const TYPES: &str = "\
records:
  Base:
    fields:
      id: { type: long, read_only: true }
  Item:
    includes: [Base]
    fields:
      name: { type: string, required: true }
      part: { type: Item }
      parts: { type: '[Item]' }
      content: { type: Content }
      twin: { type: Urn<item>, decorates: Item }
      log: { type: Log, read_only: true }
  Log: { fields: { text: { type: string } } }
  Facts: { fields: { hits: { type: Count } } }
  Unused: { fields: { a: { type: Facts } } }
  Room: { fields: { name: { type: string } } }
  Order: { fields: { note: { type: Note }, stamp: { type: Stamp, read_only: true } } }
  Note: { fields: { text: { type: string } } }
  Stamp: { fields: { day: { type: int } } }
unions:
  Content:
    members:
      item: Item
      org.shop.Log: { type: Log }
typerefs:
  Count: { type: long }
";

const ROOMS: &str = "\
resource: rooms
base: new
kind: simple
path: shops/{shop}/rooms
path_keys:
  shop: { type: Urn<clerk>, rust_name: clerk }
version: '0.9'
entity: Room
methods:
  get: {}
  update: { body: Order }
";

fn shop() -> Model {
    let files = [
        ("api.yaml", API),
        ("urns.yaml", URNS),
        ("scopes.yaml", "scopes: { read: {}, write: {} }\n"),
        ("types/common/item.yaml", TYPES),
        ("resources/goods/items.yaml", ITEMS),
        ("resources/staff/rooms.yaml", ROOMS),
    ];
    let (model, report) = restli_model::load(&SourceSet::from_files(files));
    assert!(report.is_empty(), "{}", report.render(false));
    model.expect("there is a model without errors")
}

fn resource<'m>(model: &'m Model, name: &str) -> &'m Resource {
    let mut resources = model.resources.iter();
    resources.find(|r| r.name == name).expect("it is declared")
}

fn method(model: &Model, rest: RestMethod) -> &Method {
    let mut methods = resource(model, "items").methods.iter();
    methods.find(|m| m.rest == rest).expect("it is declared")
}

fn ty<'m>(model: &'m Model, name: &str) -> &'m TypeDef {
    let mut types = model.types.iter();
    types.find(|t| t.name == name).expect("it is declared")
}

fn fields<'m>(model: &'m Model, name: &str) -> &'m [Field] {
    match &ty(model, name).kind {
        TypeKind::Record(record) => &record.fields,
        kind => panic!("{kind:?}"),
    }
}

#[test]
fn answers_and_bodies_follow_from_the_method() {
    let model = &shop();
    let item = resource(model, "items")
        .entity
        .expect("items have an entity");
    let get = method(model, RestMethod::Get);
    assert_eq!(get.returns, Returns::Value(Type::Named(item)));
    assert_eq!(get.body, Body::None);
    assert_eq!(
        method(model, RestMethod::BatchGet).returns,
        Returns::Batch(item)
    );
    let all = method(model, RestMethod::GetAll);
    assert_eq!(all.returns, Returns::Collection(item));
    let create = method(model, RestMethod::Create);
    assert_eq!(create.returns, Returns::CreatedEntity(item));
    assert_eq!(create.body, Body::Record(item));
    assert_eq!(
        method(model, RestMethod::BatchCreate).returns,
        Returns::Created
    );
    assert_eq!(method(model, RestMethod::Update).body, Body::Record(item));
    assert_eq!(
        method(model, RestMethod::PartialUpdate).body,
        Body::Patch(item)
    );
    let delete = method(model, RestMethod::Delete);
    assert_eq!(
        (&delete.body, &delete.returns),
        (&Body::None, &Returns::Nothing)
    );
    let burn = method(model, RestMethod::Action);
    assert_eq!(
        (&burn.body, &burn.returns),
        (&Body::Params, &Returns::ActionValue(Type::Boolean))
    );
    let default = burn.params[0].default.as_ref().expect("it has one");
    assert_eq!(default.json, "rain");
    assert_eq!(default.value, Datum::String("rain".to_owned()));
}

#[test]
fn projections_follow_from_the_base() {
    let model = &shop();
    let get = method(model, RestMethod::Get);
    assert_eq!(get.projections, [ProjectionSpelling::Projection]);
    assert!(get.decorates);
    let all = method(model, RestMethod::GetAll);
    assert!(all.projections.is_empty() && !all.decorates && all.paging.is_none());
    let finder = method(model, RestMethod::Finder);
    assert_eq!(
        finder.projections,
        [ProjectionSpelling::Fields, ProjectionSpelling::Projection]
    );
    assert!(finder.decorates);
    assert!(method(model, RestMethod::Create).projections.is_empty());
    let room = &resource(model, "rooms").methods[0];
    assert_eq!(room.projections, [ProjectionSpelling::Fields]);
    assert!(!room.decorates);
}

#[test]
fn finders() {
    let model = &shop();
    let finder = method(model, RestMethod::Finder);
    assert_eq!(finder.rust_name, "find_by_similar_to");
    assert_eq!(finder.rust_type, "FindBySimilarTo");
    let paging = finder.paging.as_ref().expect("it is paged");
    assert_eq!(
        (paging.default, paging.max, paging.total),
        (Some(5), Some(50), true)
    );
    assert_eq!(finder.params[0].rust_name, "r#type");
    let Type::Map(MapKey::Urn(UrnType::Kind(kind)), values) = &finder.params[0].ty else {
        panic!("{:?}", finder.params[0].ty);
    };
    assert_eq!(model[*kind].rust_name, "Item");
    assert!(matches!(&**values, Type::Array(item) if matches!(**item, Type::Urn(UrnType::Set(_)))));
}

#[test]
fn permissions_are_inherited() {
    let model = &shop();
    let names = |permissions: &Permissions| match permissions {
        Permissions::Any(scopes) | Permissions::All(scopes) => scopes
            .iter()
            .map(|scope| model[*scope].name.clone())
            .collect(),
        Permissions::Unstated => Vec::new(),
    };
    assert_eq!(names(&method(model, RestMethod::Get).permissions), ["read"]);
    assert_eq!(
        names(&method(model, RestMethod::PartialUpdate).permissions),
        ["write"]
    );
    assert_eq!(
        resource(model, "rooms").methods[0].permissions,
        Permissions::Unstated
    );
}

#[test]
fn paths_and_keys() {
    let model = &shop();
    assert_eq!(
        resource(model, "items").path,
        [PathPart::Segment("items".to_owned())]
    );
    let rooms = resource(model, "rooms");
    let [
        PathPart::Segment(shops),
        PathPart::Key(key),
        PathPart::Segment(last),
    ] = rooms.path.as_slice()
    else {
        panic!("{:?}", rooms.path);
    };
    assert_eq!((shops.as_str(), last.as_str()), ("shops", "rooms"));
    assert_eq!(
        (key.name.as_str(), key.rust_name.as_str()),
        ("shop", "clerk")
    );
    assert!(matches!(
        key.ty,
        KeyType::Simple(Type::Urn(UrnType::Kind(_)))
    ));
    assert_eq!(rooms.version.as_deref(), Some("0.9"));
    assert_eq!(model.api.bases[rooms.base].name, "new");
}

#[test]
fn urns() {
    let model = &shop();
    let names: Vec<_> = model
        .urn_kinds
        .iter()
        .map(|kind| kind.name.as_str())
        .collect();
    assert_eq!(names, ["employee", "item", "shelf"]);
    assert_eq!(model.urn_kinds[0].namespace, "staff");
    assert_eq!(model.urn_kinds[0].rust_name, "Clerk");
    assert_eq!(model.urn_kinds[1].namespace, "shop");
    let UrnIdType::Tuple(parts) = &model.urn_kinds[2].id else {
        panic!("{:?}", model.urn_kinds[2].id);
    };
    assert_eq!(
        parts.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(),
        ["item", "row"]
    );
    let kinds = model.urn_sets[0]
        .kinds
        .iter()
        .map(|kind| model[*kind].name.as_str());
    assert_eq!(kinds.collect::<Vec<_>>(), ["shelf", "item"]);
}

#[test]
fn included_fields_come_first_and_circles_are_boxed() {
    let model = &shop();
    let facts: Vec<_> = fields(model, "Item")
        .iter()
        .map(|f| (f.name.as_str(), f.boxed))
        .collect();
    let expected = [
        ("id", false),
        ("name", false),
        ("part", true),
        ("parts", false),
        ("content", true),
        ("twin", false),
        ("log", false),
    ];
    assert_eq!(facts, expected);
    let twin = fields(model, "Item")[5]
        .decoration
        .as_ref()
        .expect("it resolves");
    assert_eq!(model[twin.target].name, "Item");
    let TypeKind::Union(content) = &ty(model, "Content").kind else {
        panic!("it is a union");
    };
    assert_eq!(content.members[1].rust_name, "Log");
}

#[test]
fn usage_follows_calls() {
    let model = &shop();
    let used = |name: &str| {
        let usage = ty(model, name).usage;
        (usage.input, usage.output, usage.projected, usage.patched)
    };
    assert_eq!(used("Item"), (true, true, true, true));
    assert_eq!(
        used("Log"),
        (true, true, true, true),
        "a member of the union is sent"
    );
    assert_eq!(used("Facts"), (false, true, true, false));
    assert_eq!(used("Count"), (false, true, true, false));
    assert_eq!(used("Room"), (false, true, true, false));
    assert_eq!(used("Order"), (true, false, false, false));
    assert_eq!(used("Note"), (true, false, false, false));
    assert_eq!(
        used("Stamp"),
        (false, true, false, false),
        "it is read only"
    );
    assert_eq!(used("Unused"), (false, false, false, false));
    assert_eq!(
        used("Base"),
        (false, false, false, false),
        "its fields were copied"
    );
    let group = |name: &str| {
        let only = ty(model, name).only_in;
        only.map(|group| model[group].name.clone())
    };
    assert_eq!(group("Item").as_deref(), Some("goods"));
    assert_eq!(group("Room").as_deref(), Some("staff"));
    assert_eq!(group("Unused"), None);
    assert_eq!(
        ty(model, "Item").home,
        Home::Shared(vec!["common".to_owned(), "item".to_owned()])
    );
}
