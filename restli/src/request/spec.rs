//! What a schema says about one call, as a constant.
//!
//! Generated methods hold no logic; they name a spec, and everything that follows from it happens here.

use super::{Method, RetryClass, Verb};
use crate::error::ErrorRule;
use crate::oauth::OAuthSpec;

/// A call of a resource, as its schema declares it. Built by a chain of `const` setters.
#[derive(Clone, Copy, Debug)]
pub struct MethodSpec {
    pub(crate) method: Method,
    pub(crate) resource: &'static str,
    /// Of a finder, an action or a plain call; else empty.
    pub(crate) name: &'static str,
    /// The path, with `{}` for each key.
    pub(crate) path: &'static str,
    pub(crate) verb: Verb,
    pub(crate) spellings: &'static [Spelling],
    pub(crate) decorates: bool,
    pub(crate) permissions: Permissions,
    pub(crate) version: VersionUse,
    pub(crate) protocol: Protocol,
    pub(crate) idempotent: Option<bool>,
    /// The name of the alternative key that the keys are of.
    pub(crate) alternative_key: Option<&'static str>,
    /// Whether keys in `ids` are compound ones; only protocol 1.0.0 writes these apart from complex ones.
    pub(crate) compound_key: bool,
    /// How many keys or elements the service takes at once.
    pub(crate) max_batch: Option<u32>,
    /// How many bytes the answer may have, where that is more or less than others may.
    pub(crate) max_body: Option<usize>,
    /// How many keys or elements are advised.
    pub(crate) advised_batch: Option<u32>,
    /// Whether something stands beside the elements of the answer.
    pub(crate) metadata: bool,
    /// Whether the answer holds the entity unless the caller does without.
    pub(crate) returns_entity: bool,
}

/// How a projection is spelled in the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Spelling {
    /// `projection=(a,b~(c),elements*(d))`, from the envelope of a collection on.
    Projection,
    /// `fields=a,b:(c)`, from the element of a collection on; it cannot decorate.
    Fields,
}

impl Spelling {
    /// The query parameter.
    pub const fn parameter(self) -> &'static str {
        match self {
            Self::Projection => "projection",
            Self::Fields => "fields",
        }
    }
}

/// What a token must be allowed to do for a call to succeed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Permissions {
    /// The schema does not say.
    #[default]
    Unstated,
    /// One of these.
    Any(&'static [&'static str]),
    /// Every one of these.
    All(&'static [&'static str]),
}

/// The version of the Rest.li protocol that a request is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// 1.0.0, which older services still speak.
    V1,
    /// 2.0.0.
    #[default]
    V2,
}

impl Protocol {
    /// The value of the header `X-RestLi-Protocol-Version`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V1 => "1.0.0",
            Self::V2 => "2.0.0",
        }
    }
}

/// Which API version a call names in the API's version header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VersionUse {
    /// None: the base is not versioned.
    Unversioned,
    /// That of the client.
    Client,
    /// This one, whatever the client uses.
    Pinned(&'static str),
}

macro_rules! methods {
    ($($(#[$doc:meta])* $function:ident => $method:ident;)+) => {$(
        $(#[$doc])*
        pub const fn $function(resource: &'static str, path: &'static str) -> Self {
            Self::new(Method::$method, resource, "", path)
        }
    )+};
}

macro_rules! named {
    ($($(#[$doc:meta])* $function:ident => $method:ident;)+) => {$(
        $(#[$doc])*
        pub const fn $function(
            resource: &'static str,
            name: &'static str,
            path: &'static str,
        ) -> Self {
            Self::new(Method::$method, resource, name, path)
        }
    )+};
}

impl MethodSpec {
    pub(crate) const fn new(
        method: Method,
        resource: &'static str,
        name: &'static str,
        path: &'static str,
    ) -> Self {
        Self {
            method,
            resource,
            name,
            path,
            verb: method.verb(),
            spellings: &[],
            decorates: false,
            permissions: Permissions::Unstated,
            version: VersionUse::Unversioned,
            protocol: Protocol::V2,
            idempotent: None,
            alternative_key: None,
            compound_key: false,
            max_batch: None,
            max_body: None,
            advised_batch: None,
            metadata: false,
            returns_entity: false,
        }
    }

    methods! {
        /// GET: reads one entity.
        get => Get;
        /// BATCH_GET: reads several entities.
        batch_get => BatchGet;
        /// GET_ALL: reads all entities, in pages.
        get_all => GetAll;
        /// CREATE: creates an entity.
        create => Create;
        /// BATCH_CREATE: creates several.
        batch_create => BatchCreate;
        /// UPDATE: replaces an entity.
        update => Update;
        /// BATCH_UPDATE: replaces several.
        batch_update => BatchUpdate;
        /// PARTIAL_UPDATE: changes some fields.
        partial_update => PartialUpdate;
        /// BATCH_PARTIAL_UPDATE: changes some fields of several.
        batch_partial_update => BatchPartialUpdate;
        /// DELETE: deletes an entity.
        delete => Delete;
        /// BATCH_DELETE: deletes several.
        batch_delete => BatchDelete;
    }

    named! {
        /// FINDER: searches; the name is sent as `q`.
        finder => Finder;
        /// BATCH_FINDER: searches by several criteria; the name is sent as `bq`.
        batch_finder => BatchFinder;
        /// ACTION: does something; the name is sent as `action`.
        action => Action;
    }

    /// A call that is not Rest.li: no protocol headers, and a plain query.
    pub const fn plain(
        resource: &'static str,
        name: &'static str,
        verb: Verb,
        path: &'static str,
    ) -> Self {
        let mut spec = Self::new(Method::Plain, resource, name, path);
        spec.verb = verb;
        spec
    }

    /// How a projection may be spelled, the default first.
    pub const fn projections(mut self, spellings: &'static [Spelling]) -> Self {
        self.spellings = spellings;
        self
    }

    /// Projections may resolve URNs.
    pub const fn decorates(mut self) -> Self {
        self.decorates = true;
        self
    }

    /// What a token must be allowed to do.
    pub const fn permissions(mut self, permissions: Permissions) -> Self {
        self.permissions = permissions;
        self
    }

    /// The call sends the API's version header.
    pub const fn versioned(mut self) -> Self {
        self.version = VersionUse::Client;
        self
    }

    /// The call sends the API's version header with this version, whatever the client uses.
    pub const fn version(mut self, version: &'static str) -> Self {
        self.version = VersionUse::Pinned(version);
        self
    }

    /// The service speaks protocol 1.0.0.
    pub const fn protocol_v1(mut self) -> Self {
        self.protocol = Protocol::V1;
        self
    }

    /// Whether the call may be repeated, where that differs from its method.
    pub const fn idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = Some(idempotent);
        self
    }

    /// Entities are named by the alternative key of this name.
    pub const fn alternative_key(mut self, name: &'static str) -> Self {
        self.alternative_key = Some(name);
        self
    }

    /// Keys have named parts, as those of an association.
    pub const fn compound_key(mut self) -> Self {
        self.compound_key = true;
        self
    }

    /// How many keys or elements the service takes at once. More of them are refused when the request is
    /// built, and can be sent in chunks: [`Chunks`](crate::Chunks).
    pub const fn max_batch(mut self, count: u32) -> Self {
        self.max_batch = Some(count);
        self
    }

    /// How many bytes the answer may have, after decompression, instead of what the client accepts elsewhere.
    pub const fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = Some(bytes);
        self
    }

    /// How many keys or elements at once are advised. More of them are sent nevertheless; chunks have as many.
    pub const fn advised_batch(mut self, count: u32) -> Self {
        self.advised_batch = Some(count);
        self
    }

    /// Something stands beside the elements of the answer, which projections of the elements keep.
    pub const fn metadata(mut self) -> Self {
        self.metadata = true;
        self
    }

    /// The answer holds the entity, unless the caller does without.
    pub const fn returns_entity(mut self) -> Self {
        self.returns_entity = true;
        self
    }

    pub(crate) fn retry_class(&self) -> RetryClass {
        match self.idempotent {
            None => RetryClass::of(self.method, self.verb),
            Some(true) => RetryClass::Repeatable,
            Some(false) => RetryClass::Once,
        }
    }
}

/// An API: where it is and what its headers are called.
#[derive(Clone, Copy, Debug)]
pub struct ApiSpec {
    /// Short name, such as `linkedin`; part of the user agent.
    pub name: &'static str,
    /// Scheme and authority, without a path.
    pub base_url: &'static str,
    /// The header that names the API version, on versioned bases.
    pub version_header: Option<&'static str>,
    /// The version that is sent when nothing else is said.
    pub version: Option<&'static str>,
    /// Response headers that may carry the id of a created entity; the first one that is there counts.
    pub id_headers: &'static [&'static str],
    /// What its errors mean; of several rules the first one that fits counts.
    pub errors: &'static [ErrorRule],
    /// Where its tokens come from.
    pub oauth: Option<&'static OAuthSpec>,
}
