//! Resources: what a restspec says of a root resource and of those below it.

use crate::ast::{Deprecated, Property, Spanned, Type};
use crate::json::Json;

/// A resource with its sub-resources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// The last segment of its path.
    pub name: Spanned<String>,
    /// Namespace of generated clients.
    pub namespace: Option<Spanned<String>>,
    /// Name for routing.
    pub d2_service_name: Option<Spanned<String>>,
    /// Template of its path.
    pub path: Spanned<String>,
    /// The record that it serves.
    pub schema: Option<Type>,
    /// What its bodies are.
    pub entity_type: Option<Spanned<EntityType>>,
    /// Documentation.
    pub doc: Option<String>,
    /// The Java class that serves it.
    pub resource_class: Option<Spanned<String>>,
    /// Whether it is deprecated.
    pub deprecated: Option<Deprecated>,
    /// Paths of fields that clients may not send.
    pub read_only: Vec<Spanned<String>>,
    /// Paths of fields that clients may send on creation only.
    pub create_only: Vec<Spanned<String>>,
    /// Further annotations.
    pub annotations: Vec<Property>,
    /// Its kind, and what only that kind has.
    pub kind: Spanned<ResourceKind>,
    /// Further keys of an entity.
    pub alternative_keys: Vec<AlternativeKey>,
    /// Names of the methods that it supports.
    pub supports: Vec<Spanned<RestMethod>>,
    /// Methods, finders, batch finders and actions, in the order of the file.
    pub methods: Vec<Method>,
    /// What stands below an entity.
    pub entity: Option<Entity>,
    /// Errors that every method can answer.
    pub service_errors: Vec<ServiceError>,
    /// Further members.
    pub properties: Vec<Property>,
}

/// What the bodies of a resource are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntityType {
    /// Records.
    Structured,
    /// Raw bytes.
    Unstructured,
}

/// The kind of a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResourceKind {
    /// Entities by one key.
    Collection {
        /// Name of the key.
        name: Spanned<String>,
        /// Type of the key.
        ty: Type,
        /// Parameters of a complex key.
        params: Option<Type>,
    },
    /// Entities by a key of several parts.
    Association {
        /// Name of the key.
        identifier: Option<Spanned<String>>,
        /// The parts.
        parts: Vec<KeyPart>,
    },
    /// One entity without a key.
    Simple,
    /// Actions without an entity.
    ActionSet,
}

/// A part of a compound key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPart {
    /// Its name.
    pub name: Spanned<String>,
    /// Its type.
    pub ty: Type,
    /// Further members.
    pub properties: Vec<Property>,
}

/// A further key of an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlternativeKey {
    /// Its name.
    pub name: Spanned<String>,
    /// Documentation.
    pub doc: Option<String>,
    /// Its type.
    pub ty: Type,
    /// The Java class that converts it.
    pub key_coercer: Option<Spanned<String>>,
    /// Further members.
    pub properties: Vec<Property>,
}

/// What stands below an entity: its actions are among the methods of the resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Template of its path.
    pub path: Option<Spanned<String>>,
    /// Resources below it.
    pub subresources: Vec<Resource>,
    /// Further members.
    pub properties: Vec<Property>,
}

/// The methods of the protocol that need no name of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RestMethod {
    /// Reads one.
    Get,
    /// Reads several by their keys.
    BatchGet,
    /// Reads all.
    GetAll,
    /// Creates one.
    Create,
    /// Creates several.
    BatchCreate,
    /// Replaces one.
    Update,
    /// Replaces several.
    BatchUpdate,
    /// Patches one.
    PartialUpdate,
    /// Patches several.
    BatchPartialUpdate,
    /// Deletes one.
    Delete,
    /// Deletes several.
    BatchDelete,
}

impl RestMethod {
    /// All of them, in the order of the schema language.
    pub const ALL: &[Self] = &[
        Self::Get,
        Self::BatchGet,
        Self::GetAll,
        Self::Create,
        Self::BatchCreate,
        Self::Update,
        Self::BatchUpdate,
        Self::PartialUpdate,
        Self::BatchPartialUpdate,
        Self::Delete,
        Self::BatchDelete,
    ];

    /// Its name in the IDL and in the schema language.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::BatchGet => "batch_get",
            Self::GetAll => "get_all",
            Self::Create => "create",
            Self::BatchCreate => "batch_create",
            Self::Update => "update",
            Self::BatchUpdate => "batch_update",
            Self::PartialUpdate => "partial_update",
            Self::BatchPartialUpdate => "batch_partial_update",
            Self::Delete => "delete",
            Self::BatchDelete => "batch_delete",
        }
    }
}

/// Which kind of method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MethodKind {
    /// One of the methods without a name of their own.
    Rest(RestMethod),
    /// A finder.
    Finder,
    /// A batch finder.
    BatchFinder,
    /// An action of the resource.
    Action,
    /// An action of an entity.
    EntityAction,
}

/// A method, finder, batch finder or action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    /// Its kind; the place is that of the whole entry.
    pub kind: Spanned<MethodKind>,
    /// Its name; absent for methods of the protocol and for a default finder.
    pub name: Option<Spanned<String>>,
    /// Name of the Java method.
    pub java_method_name: Option<Spanned<String>>,
    /// Documentation.
    pub doc: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: Option<Deprecated>,
    /// Whether it answers the entity that it made or changed.
    pub returns_entity: Option<Spanned<()>>,
    /// Parameters, in the order of the file.
    pub parameters: Vec<Parameter>,
    /// Record of metadata beside the entities.
    pub metadata: Option<Type>,
    /// Whether it has pages.
    pub paging: Option<Spanned<bool>>,
    /// Parts of the key that stand in the path.
    pub assoc_keys: Vec<Spanned<String>>,
    /// Whether that is a single part in the old spelling, `assocKey`.
    pub assoc_key_alone: bool,
    /// The batch finder that does the same for several criteria.
    pub linked_batch_finder: Option<Spanned<String>>,
    /// The parameter that holds the criteria.
    pub batch_param: Option<Spanned<String>>,
    /// How many at once.
    pub max_batch: Option<Spanned<MaxBatch>>,
    /// Whether an action changes nothing.
    pub read_only: Option<Spanned<bool>>,
    /// What an action answers.
    pub returns: Option<Type>,
    /// Java exceptions.
    pub throws: Vec<Spanned<String>>,
    /// Errors that it can answer.
    pub service_errors: Vec<ServiceError>,
    /// Statuses of success.
    pub success: Option<Spanned<Vec<u32>>>,
    /// Further annotations.
    pub annotations: Vec<Property>,
    /// Further members.
    pub properties: Vec<Property>,
}

impl Method {
    /// A method of which nothing is said but what it is called.
    pub fn new(kind: Spanned<MethodKind>, name: Option<Spanned<String>>) -> Self {
        Self {
            kind,
            name,
            java_method_name: None,
            doc: None,
            deprecated: None,
            returns_entity: None,
            parameters: Vec::new(),
            metadata: None,
            paging: None,
            assoc_keys: Vec::new(),
            assoc_key_alone: false,
            linked_batch_finder: None,
            batch_param: None,
            max_batch: None,
            read_only: None,
            returns: None,
            throws: Vec::new(),
            service_errors: Vec::new(),
            success: None,
            annotations: Vec::new(),
            properties: Vec::new(),
        }
    }
}

/// How many items a batch may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MaxBatch {
    /// The number.
    pub value: u32,
    /// Whether the server refuses more.
    pub validated: bool,
}

/// A parameter of a method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: Spanned<String>,
    /// Its type.
    pub ty: Type,
    /// Whether its list is spelled in the old way, with `items` beside the type.
    pub by_items: bool,
    /// Whether it is marked as optional.
    pub optional: bool,
    /// What the server takes if it is absent: text of the IDL, or a value where the file has one.
    pub default: Option<Json>,
    /// Documentation.
    pub doc: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: Option<Deprecated>,
    /// Further annotations.
    pub annotations: Vec<Property>,
    /// Further members.
    pub properties: Vec<Property>,
}

/// An error that a method can answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceError {
    /// Its code.
    pub code: Spanned<String>,
    /// The HTTP status.
    pub status: u32,
    /// What it says.
    pub message: Option<String>,
    /// The record of its details.
    pub detail: Option<Type>,
    /// Parameters of the method that it is about.
    pub parameters: Vec<Spanned<String>>,
    /// Further members.
    pub properties: Vec<Property>,
}

impl Resource {
    /// Calls `visit` for every type that stands in the resource itself, to change them.
    pub fn each_type_mut(&mut self, visit: &mut impl FnMut(&mut Type)) {
        fn errors(errors: &mut [ServiceError]) -> impl Iterator<Item = &mut Type> {
            errors.iter_mut().filter_map(|error| error.detail.as_mut())
        }
        let mut types: Vec<&mut Type> = self.schema.iter_mut().collect();
        match &mut self.kind.value {
            ResourceKind::Collection { ty, params, .. } => {
                types.push(ty);
                types.extend(params);
            }
            ResourceKind::Association { parts, .. } => {
                types.extend(parts.iter_mut().map(|part| &mut part.ty));
            }
            ResourceKind::Simple | ResourceKind::ActionSet => {}
        }
        types.extend(self.alternative_keys.iter_mut().map(|key| &mut key.ty));
        types.extend(errors(&mut self.service_errors));
        for method in &mut self.methods {
            types.extend(
                method
                    .parameters
                    .iter_mut()
                    .map(|parameter| &mut parameter.ty),
            );
            types.extend(&mut method.metadata);
            types.extend(&mut method.returns);
            types.extend(errors(&mut method.service_errors));
        }
        for ty in types {
            ty.each_mut(visit);
        }
    }

    /// The types that it names, as they are written.
    pub fn types(&self) -> Vec<&Type> {
        fn errors(errors: &[ServiceError]) -> impl Iterator<Item = &Type> {
            errors.iter().filter_map(|error| error.detail.as_ref())
        }
        let mut types: Vec<&Type> = self.schema.iter().collect();
        match &self.kind.value {
            ResourceKind::Collection { ty, params, .. } => {
                types.push(ty);
                types.extend(params);
            }
            ResourceKind::Association { parts, .. } => {
                types.extend(parts.iter().map(|part| &part.ty));
            }
            ResourceKind::Simple | ResourceKind::ActionSet => {}
        }
        types.extend(self.alternative_keys.iter().map(|key| &key.ty));
        types.extend(errors(&self.service_errors));
        for method in &self.methods {
            types.extend(method.parameters.iter().map(|parameter| &parameter.ty));
            types.extend(&method.metadata);
            types.extend(&method.returns);
            types.extend(errors(&method.service_errors));
        }
        types
    }

    /// Calls `visit` for every type that stands in the resource itself.
    pub fn each_type(&self, visit: &mut impl FnMut(&Type)) {
        for ty in self.types() {
            ty.each(visit);
        }
    }

    /// The resources directly below.
    pub fn subresources(&self) -> &[Self] {
        self.entity
            .as_ref()
            .map_or(&[], |entity| &entity.subresources)
    }
}
