//! Runtime of generated Rest.li clients: records, requests, transport, paging, errors.
//!
//! Everything a generated client does happens here, so that generated code stays a list of names and types
//! that can be reviewed. It knows no resource and no vendor.
//!
//! - Records are plain structs with [`Record`] and [`record!`]; unknown members are skipped, and a field is
//!   absent rather than wrong. [`Decorated`] fields hold a URN, the entity behind it, or the error;
//!   [`DecoratedList`] holds many.
//! - A call ([`Call`], wrapped by generated builders) becomes a [`Request`], which is a value; a [`Client`]
//!   sends it and reads the [`Answer`].
//! - Keys are [`Key`]s: texts, numbers, URNs, enums, and records of parts. A [`Batch`] holds what became of
//!   each of them, and a [`Patch`] what is to change of an entity.
//! - [`Pages`] and [`Elements`] walk over collections, several pages at once if told so; [`Chunks`] send a
//!   batch of any size; both tell their [`Progress`].
//! - [`Task`]s wait for jobs of the service, a [`Pace`]
//!   for anything else, and an [`Upload`] brings bytes to where the service wants them.
//! - Every failure is an [`Error`] that tells on one line what happened, and can be asked what it means:
//!   [`Error::missing_permission`], [`Error::throttled`], [`Error::duplicate`] and more.
//! - A [`TokenSource`] hands out access tokens ([`oauth`] gets and refreshes them), a [`RetryPolicy`] says what is
//!   made again, [`middleware`] looks on, and a [`transport`] is what all goes through.
//!
//! # Features
//!
//! `oauth` (default) signs in by OAuth 2.0 and keeps tokens fresh ([`oauth`]); `rustls` (default) or
//! `native-tls` choose the TLS library; `gzip`, `http2` and `system-proxy` are those of the HTTP client;
//! `blocking` adds calls without an async
//! runtime; `testing` makes tests of recorded exchanges; `jiff` and `rust_decimal` convert instants and
//! decimals from and into the types of those crates.

pub mod middleware;
pub mod oauth;
pub mod patch;
pub mod projection;
pub mod transport;

mod answer;
mod auth;
mod client;
mod error;
mod key;
mod paging;
mod progress;
mod record;
mod request;
mod retry;
mod select;
mod task;
#[cfg(feature = "testing")]
pub mod testing;
mod types;
mod value;

pub use answer::{
    ActionValue, Answer, Batch, BatchAnswer, BatchCollection, BatchCreated, BatchCreatedEntity,
    BatchItem, Collection, Created, CreatedElement, CreatedEntity, Found, Link, Paging,
    RecordedAnswer, Response, Updated, UpdatedEntity,
};
pub use auth::{Token, TokenFuture, TokenSource};
pub use client::{
    Client, ClientBuilder, Upload, UploadPart, UploadParts, UploadProgress, Uploaded,
};
pub use error::{
    DecorationError, Duplicate, Error, ErrorKind, ErrorMeaning, ErrorResponse, ErrorRule,
    JsonError, JsonResult, MissingPermission, Quota, QuotaOf, QuotaWindow, Result, Throttled,
    VersionSunset,
};
pub use key::{ComplexKey, Key};
#[cfg(feature = "blocking")]
pub use paging::Blocking;
pub use paging::{Elements, Pages, PagingStyle};
pub use patch::{MapPatch, Patch};
pub use progress::Progress;
pub use projection::{CollectionProjection, KindsBuilder, PagingProjection, ProjectionBuilder};
pub use record::{Decorated, DecoratedItem, DecoratedList, FieldValue, Fields, Record, Resolve};
pub use request::{
    ApiSpec, Call, Chunks, EncodedRequest, Method, MethodSpec, Permissions, Protocol, Request,
    RetryClass, Spelling, Verb,
};
pub use restli_derive::Projection;
pub use restli_wire::{Mask, Resolution, Value};
pub use retry::RetryPolicy;
pub use select::{Leaf, Projectable, Projection, Resolvable, Selected, SelectedFrom, Undecorated};
pub use task::{Pace, RunningTask, Task, TaskProgress, TaskResult, TaskSpec, TaskState, Waiting};
pub use types::{
    AnyKind, ById, Bytes, Decimal, DecimalError, Defaults, EpochMillis, EpochSeconds, Fixed,
    InstantError, Json, MemberValue, RawEntity, Shape, Shapes, Symbols, Union, UnionByUrn,
    UnknownEntity, UnknownMember, UnknownSymbol, Urn, UrnError, UrnExpectation, UrnId, UrnIdPart,
    UrnKind, UrnSet, fill_defaults,
};
pub use value::{Serialized, ToValue, ValueError};

pub use serde::de::{Deserialize, Deserializer, MapAccess};
pub use serde::ser::{Serialize, SerializeMap, Serializer};

/// What the macros expand to. No part of the public interface.
#[doc(hidden)]
pub mod private {
    /// For [`key!`](crate::key!) and its like.
    pub mod key {
        pub use crate::key::{from_value, urn};
    }

    /// For what derives of [`Projection`](crate::Projection) expand to.
    pub mod select {
        pub use crate::select::{
            Ask, Asked, Beside, Branch, Branches, Item, Member, MemberSource, Members,
            RecordProjection, Resolving, ResolvingEach, UnionProjection, UrnField, Whole, behind,
            by_kind, deserialize, deserialize_resolved, deserialize_union, item, of_kind,
            read_union,
        };
    }

    pub use crate::types::set as urn_set;
    pub use crate::types::shapes::{self, entity};
    pub use crate::types::{symbols, union, union_by_urn};
    pub use crate::value::{from_serialize as serialize_value, from_urn as urn_value};

    /// For [`record!`](crate::record!) and its like.
    pub mod record {
        pub use crate::record::{InPlace, debug, deserialize, read_in_place, serialize};
    }

    /// A token of the URI grammar.
    pub fn token(text: &str) -> crate::Value {
        crate::Value::token(text.to_owned())
    }
}
