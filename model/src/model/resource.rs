//! Resources of the model: what can be called, and how.
//!
//! A resource lists its methods in one flat list, each with its Rest.li method, because generator,
//! router and reference pages all walk over calls rather than over kinds of calls.

use crate::model::{
    DefaultValue, Docs, GroupId, Permissions, ProjectionSpelling, ResourceId, Type, TypeId,
};
use crate::source::Place;

/// One resource of the API.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Its name in the schema, such as `connections`; unique in the model. With those above it in
    /// front, as in `people/positions`, and its mount behind, as in `positions@member`.
    pub name: String,
    /// Module and accessor in Rust, in snake case.
    pub rust_name: String,
    /// The group (folder) it stands in.
    pub group: GroupId,
    /// Which shape it has.
    pub kind: ResourceKind,
    /// Index into [`crate::model::Api::bases`].
    pub base: usize,
    /// The path below the base, with the keys of parents in it.
    pub path: Vec<PathPart>,
    /// The resource below whose entities it hangs.
    pub parent: Option<ResourceId>,
    /// The resource that this is another mount of: same calls and types, another path.
    pub mount_of: Option<ResourceId>,
    /// The key of an entity; collections and associations have one.
    pub key: Option<Key>,
    /// Other keys that entities can be named by; each keyed call stands in [`Resource::methods`] once more
    /// for each of them.
    pub alternative_keys: Vec<Key>,
    /// The record that the methods speak of unless they say otherwise.
    pub entity: Option<TypeId>,
    /// The API version it is pinned to.
    pub version: Option<String>,
    /// The protocol its requests are written in.
    pub protocol: Protocol,
    /// Whether the vendor's documentation does not know it.
    pub unofficial: bool,
    /// The errors that its calls may answer, for the documentation.
    pub service_errors: Vec<ServiceError>,
    /// The calls, in the order of the file, Rest.li methods before finders before actions.
    pub methods: Vec<Method>,
    /// Jobs that are created, polled and read.
    pub tasks: Vec<Task>,
    /// Documentation.
    pub docs: Docs,
    /// The YAML file, relative to the schema folder.
    pub file: String,
    /// Where it is declared.
    pub place: Place,
}

/// The shape of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResourceKind {
    /// Entities under one key.
    Collection,
    /// A single entity without a key.
    Simple,
    /// Only actions.
    ActionSet,
    /// Entities under a compound key.
    Association,
    /// Not Rest.li: a verb, a path, a query, JSON.
    Plain,
}

/// A part of a resource's path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathPart {
    /// A literal segment.
    Segment(String),
    /// The key of an entity further up.
    Key(Key),
}

/// The key of an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its name, as in `{name}`.
    pub name: String,
    /// Its name in Rust.
    pub rust_name: String,
    /// What it is.
    pub ty: KeyType,
    /// Documentation.
    pub docs: Docs,
}

/// The kinds of keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyType {
    /// A primitive, an enum, a fixed, a URN, or a typeref of one.
    Simple(Type),
    /// A record, with an optional record of `$params`.
    Complex {
        /// The key itself.
        key: TypeId,
        /// Parameters that are no part of the identity.
        params: Option<TypeId>,
    },
    /// Named parts (associations): the record that holds them.
    Compound(TypeId),
}

/// The wire protocol of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// 1.0.0.
    V1,
    /// 2.0.0.
    V2,
}

/// One call.
#[derive(Clone, Debug)]
pub struct Method {
    /// The Rest.li method.
    pub rest: RestMethod,
    /// The name of a finder, batch finder or action; else the method's own (`get`), or the name of a
    /// plain call.
    pub name: String,
    /// The function in Rust: `get`, `find_by_viewer`.
    pub rust_name: String,
    /// The builder in Rust: `Get`, `FindByViewer`.
    pub rust_type: String,
    /// The key it takes, where that is not the resource's. Actions on an entity have one, actions
    /// on the resource have none.
    pub key: Option<Key>,
    /// Index into [`Resource::alternative_keys`] of the kind of key that this call takes, where that is not
    /// the resource's own; then [`Method::key`] is that key.
    pub alternative_key: Option<usize>,
    /// The parts of the compound key that a finder of an association is given as a key segment; empty where
    /// it hangs on the collection.
    pub partial_key: Vec<Param>,
    /// Parameters in the query (actions: in the body), without the reserved ones.
    pub params: Vec<Param>,
    /// Of a batch finder, index into [`Method::params`] of the list of criteria.
    pub criteria: Option<usize>,
    /// How many keys or elements one call of a batch method may have.
    pub max_batch: Option<MaxBatch>,
    /// How many bytes the answer may have, where that is more or less than clients expect; never none.
    pub max_body: Option<u32>,
    /// Codes of the service errors of this call: index into [`Resource::service_errors`].
    pub service_errors: Vec<usize>,
    /// Headers that the caller gives.
    pub headers: Vec<Param>,
    /// What it sends.
    pub body: Body,
    /// What it answers.
    pub returns: Returns,
    /// Paging, for finders and get_all.
    pub paging: Option<Paging>,
    /// The record in the envelope's `metadata`.
    pub metadata: Option<TypeId>,
    /// How a mask may be spelled, the default first; empty when the answer cannot be projected.
    pub projections: Vec<ProjectionSpelling>,
    /// Whether URNs can be decorated.
    pub decorates: bool,
    /// Permissions, its own or the resource's.
    pub permissions: Permissions,
    /// Whether it may be repeated although its Rest.li method may not (or the other way round).
    pub idempotent: Option<bool>,
    /// For plain endpoints, the verb.
    pub verb: Option<Verb>,
    /// Documentation.
    pub docs: Docs,
    /// Where it is declared.
    pub place: Place,
}

/// The Rest.li methods, and `Plain` for what is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RestMethod {
    /// Reads one entity.
    Get,
    /// Reads several entities by key.
    BatchGet,
    /// Reads all entities, in pages.
    GetAll,
    /// Creates an entity.
    Create,
    /// Creates several.
    BatchCreate,
    /// Replaces an entity.
    Update,
    /// Replaces several.
    BatchUpdate,
    /// Changes some fields.
    PartialUpdate,
    /// Changes some fields of several.
    BatchPartialUpdate,
    /// Deletes an entity.
    Delete,
    /// Deletes several.
    BatchDelete,
    /// Searches.
    Finder,
    /// Searches by several criteria at once.
    BatchFinder,
    /// Does something.
    Action,
    /// Not Rest.li.
    Plain,
}

/// HTTP verbs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verb {
    /// GET.
    Get,
    /// POST.
    Post,
    /// PUT.
    Put,
    /// DELETE.
    Delete,
}

/// A parameter of a call.
#[derive(Clone, Debug)]
pub struct Param {
    /// Its name on the wire.
    pub name: String,
    /// Its name in Rust.
    pub rust_name: String,
    /// Its type.
    pub ty: Type,
    /// Whether the caller must give it; never what has a default.
    pub required: bool,
    /// What the server assumes without it.
    pub default: Option<DefaultValue>,
    /// Documentation.
    pub docs: Docs,
    /// Where it is declared.
    pub place: Place,
}

/// What a call sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Nothing.
    None,
    /// An empty object, because the service wants a body.
    Empty,
    /// The entity, or another record.
    Record(TypeId),
    /// A patch of this record.
    Patch(TypeId),
    /// The parameters of an action.
    Params,
}

/// What a call answers, on success.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Returns {
    /// Nothing; of batch methods that write, a status for each key.
    Nothing,
    /// One value in the body, usually the entity.
    Value(Type),
    /// A collection envelope of these.
    Collection(TypeId),
    /// A batch envelope of these, by key.
    Batch(TypeId),
    /// The created key, in a header; of `batch_create`, one for each element.
    Created,
    /// The created key and the entity; of `batch_create`, for each element.
    CreatedEntity(TypeId),
    /// The entity as it is after `partial_update`, unless the caller does without; of
    /// `batch_partial_update`, for each key.
    UpdatedEntity(TypeId),
    /// `{"value": …}`.
    ActionValue(Type),
}

/// How many keys or elements one call may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MaxBatch {
    /// The number.
    pub count: u32,
    /// Whether the server refuses more; otherwise it is advice.
    pub validated: bool,
}

/// An error that a service documents.
#[derive(Clone, Debug)]
pub struct ServiceError {
    /// Its code, as in the member `code` of an error response.
    pub code: String,
    /// The HTTP status it comes with.
    pub status: u16,
    /// The message it comes with.
    pub message: Option<String>,
    /// The record in its `errorDetails`.
    pub details: Option<TypeId>,
    /// Documentation.
    pub docs: Docs,
    /// Where it is declared.
    pub place: Place,
}

/// How a collection is paged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging {
    /// How pages are asked for.
    pub style: PagingStyle,
    /// The page size the server chooses.
    pub default: Option<u32>,
    /// The page size the documentation advises not to exceed.
    pub recommended_max: Option<u32>,
    /// The page size the server refuses to exceed.
    pub max: Option<u32>,
    /// Whether `total` is sent and true.
    pub total: bool,
}

/// How pages are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PagingStyle {
    /// `start` and `count`.
    Offset,
    /// `pageToken` and `pageSize`.
    Cursor,
}

/// A job: create it, poll it until it is done, read its result before that expires.
#[derive(Clone, Debug)]
pub struct Task {
    /// Its name, such as `export`.
    pub name: String,
    /// The function in Rust.
    pub rust_name: String,
    /// The type in Rust.
    pub rust_type: String,
    /// Index of the create method.
    pub create: usize,
    /// Index of the get method.
    pub poll: usize,
    /// The mask that polling asks for, as written: `(id,status,result~)`.
    pub projection: restli_wire::Mask,
    /// Index of the entity's status field; its type is an enum.
    pub status: usize,
    /// Symbols of success.
    pub succeeded: Vec<String>,
    /// Symbols of failure.
    pub failed: Vec<String>,
    /// Index of the entity's field with the result, a decorated one.
    pub result: usize,
    /// Index of the result's field that says when it expires.
    pub expires: Option<usize>,
    /// Documentation.
    pub docs: Docs,
    /// Where it is declared.
    pub place: Place,
}

impl Resource {
    /// Id-free look-up of a call by its Rest.li method and name.
    pub fn method(&self, rest: RestMethod, name: &str) -> Option<&Method> {
        self.methods
            .iter()
            .find(|m| m.rest == rest && m.name == name)
    }
}

/// Names one call of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MethodId {
    /// The resource.
    pub resource: ResourceId,
    /// Index into its [`Resource::methods`].
    pub method: usize,
}
