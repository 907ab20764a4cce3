//! The Rest.li methods, the verbs they travel by, and whether they may be repeated.
//!
//! Repetition follows the Rest.li method, since the verb says too little: a POST may be a search in disguise.

use std::fmt;

/// The Rest.li methods, and [`Plain`](Method::Plain) for calls that are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
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
    /// Not Rest.li: a verb, a path, a query, JSON.
    Plain,
}

impl Method {
    /// The name in upper case, as people write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::BatchGet => "BATCH_GET",
            Self::GetAll => "GET_ALL",
            Self::Create => "CREATE",
            Self::BatchCreate => "BATCH_CREATE",
            Self::Update => "UPDATE",
            Self::BatchUpdate => "BATCH_UPDATE",
            Self::PartialUpdate => "PARTIAL_UPDATE",
            Self::BatchPartialUpdate => "BATCH_PARTIAL_UPDATE",
            Self::Delete => "DELETE",
            Self::BatchDelete => "BATCH_DELETE",
            Self::Finder => "FINDER",
            Self::BatchFinder => "BATCH_FINDER",
            Self::Action => "ACTION",
            Self::Plain => "PLAIN",
        }
    }

    /// The value of the header `X-RestLi-Method`; plain calls have none.
    pub const fn header(self) -> Option<&'static str> {
        Some(match self {
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
            Self::Finder => "finder",
            Self::BatchFinder => "batch_finder",
            Self::Action => "action",
            Self::Plain => return None,
        })
    }

    /// The verb it travels by. Plain calls choose theirs.
    pub const fn verb(self) -> Verb {
        match self {
            Self::Get
            | Self::BatchGet
            | Self::GetAll
            | Self::Finder
            | Self::BatchFinder
            | Self::Plain => Verb::Get,
            Self::Create
            | Self::BatchCreate
            | Self::PartialUpdate
            | Self::BatchPartialUpdate
            | Self::Action => Verb::Post,
            Self::Update | Self::BatchUpdate => Verb::Put,
            Self::Delete | Self::BatchDelete => Verb::Delete,
        }
    }

    /// Whether it is about many entities, each of which has an outcome of its own.
    pub(crate) const fn has_chunks(self) -> bool {
        matches!(
            self,
            Self::BatchGet
                | Self::BatchCreate
                | Self::BatchUpdate
                | Self::BatchPartialUpdate
                | Self::BatchDelete
        )
    }

    /// The reserved query parameter that carries the name of a finder or an action.
    pub(crate) const fn name_parameter(self) -> Option<&'static str> {
        match self {
            Self::Finder => Some("q"),
            Self::BatchFinder => Some("bq"),
            Self::Action => Some("action"),
            _ => None,
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.as_str())
    }
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

impl Verb {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.as_str())
    }
}

/// Whether a request may be made again when nobody knows what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RetryClass {
    /// Making it twice does no more than making it once.
    Repeatable,
    /// Making it twice may do something twice.
    Once,
}

impl RetryClass {
    /// The class of a method; plain calls go by their verb, having nothing else.
    pub(crate) const fn of(method: Method, verb: Verb) -> Self {
        match method {
            Method::Create
            | Method::BatchCreate
            | Method::PartialUpdate
            | Method::BatchPartialUpdate
            | Method::Action => Self::Once,
            Method::Plain => match verb {
                Verb::Post => Self::Once,
                _ => Self::Repeatable,
            },
            _ => Self::Repeatable,
        }
    }
}
