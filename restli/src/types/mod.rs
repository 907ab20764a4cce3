//! What can stand in the field of a record, besides text, numbers, lists and maps.
//!
//! All of it is lenient when it is read and written back as it came: servers are newer than schemas.

mod by_id;
mod bytes;
mod decimal;
mod defaults;
mod fixed;
mod instant;
mod json;
pub mod shapes;
mod strict;
pub mod symbols;
pub mod union;
pub mod union_by_urn;
mod urn;

pub use by_id::ById;
pub use bytes::Bytes;
pub use decimal::{Decimal, DecimalError};
pub use defaults::{Defaults, fill_defaults};
pub use fixed::Fixed;
pub use instant::{EpochMillis, EpochSeconds, InstantError};
pub use json::{Json, RawEntity};
pub use shapes::{Shape, Shapes};
pub(crate) use strict::{Unexpected, is_lenient, leniently, noting, strictly};
pub use symbols::{Symbols, UnknownSymbol};
pub use union::{MemberValue, Union, UnknownMember};
pub use union_by_urn::{UnionByUrn, UnknownEntity};
pub use urn::set;
pub use urn::{AnyKind, Urn, UrnError, UrnExpectation, UrnId, UrnIdPart, UrnKind, UrnSet};
