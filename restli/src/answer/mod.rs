//! What calls answer.
//!
//! An answer is read from the whole response, because some of it stands in headers: the id of what was
//! created, for example.

mod action;
mod batch;
mod batch_collection;
mod batch_created;
mod chunked;
mod collection;
mod created;
mod failure;
mod response;

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use action::ActionValue;
pub use batch::{Batch, BatchItem, Updated, UpdatedEntity};
pub use batch_collection::{BatchCollection, Found};
pub use batch_created::{BatchCreated, BatchCreatedEntity, CreatedElement};
pub use chunked::BatchAnswer;
pub use collection::{Collection, Link, Paging};
pub use created::{Created, CreatedEntity};
pub(crate) use failure::Failure;
pub(crate) use response::Asked;
#[cfg(feature = "testing")]
pub(crate) use response::ID_HEADERS;
pub use response::Response;

use crate::error::{JsonResult, Result};
use crate::record::Record;
use crate::request::Protocol;
use crate::types::{Decimal, EpochMillis, EpochSeconds, Json, Urn, UrnExpectation};

/// A type that the answer of a call can be read as.
pub trait Answer: Sized {
    /// Reads a successful response.
    fn read(response: &Response) -> Result<Self>;
}

/// An answer that holds all of what it was read from, so that it can be compared with a recorded one.
/// Answers of entities are, those of projections are not.
pub trait RecordedAnswer: Answer {
    /// The members of the body that hold keys.
    #[doc(hidden)]
    const KEYED: &'static [&'static str] = &[];

    /// The body that it was read from, written again; nothing where there was none.
    fn to_body(&self) -> JsonResult<Option<Json>>;

    /// A key of the answer, read and written again.
    #[doc(hidden)]
    fn respelled_key(_text: &str, _protocol: Protocol) -> Option<String> {
        None
    }

    /// What was created, where headers tell: the id as in a body, and the location.
    #[doc(hidden)]
    fn created(&self) -> Option<(Option<String>, Option<&str>)> {
        None
    }
}

impl<T: Record + DeserializeOwned> Answer for T {
    fn read(response: &Response) -> Result<Self> {
        response.json()
    }
}

impl<T: Record + Serialize + DeserializeOwned> RecordedAnswer for T {
    fn to_body(&self) -> JsonResult<Option<Json>> {
        Json::new(self).map(Some)
    }
}

/// Nothing, or nothing of interest.
impl Answer for () {
    fn read(_: &Response) -> Result<Self> {
        Ok(())
    }
}

impl RecordedAnswer for () {
    fn to_body(&self) -> JsonResult<Option<Json>> {
        Ok(None)
    }
}

impl<T: DeserializeOwned> Answer for Vec<T> {
    fn read(response: &Response) -> Result<Self> {
        response.json()
    }
}

impl<T: Serialize + DeserializeOwned> RecordedAnswer for Vec<T> {
    fn to_body(&self) -> JsonResult<Option<Json>> {
        Json::new(self).map(Some)
    }
}

impl<T: DeserializeOwned> Answer for BTreeMap<String, T> {
    fn read(response: &Response) -> Result<Self> {
        response.json()
    }
}

impl<T: Serialize + DeserializeOwned> RecordedAnswer for BTreeMap<String, T> {
    fn to_body(&self) -> JsonResult<Option<Json>> {
        Json::new(self).map(Some)
    }
}

impl<K: UrnExpectation> Answer for Urn<K> {
    fn read(response: &Response) -> Result<Self> {
        response.json()
    }
}

impl<K: UrnExpectation> RecordedAnswer for Urn<K> {
    fn to_body(&self) -> JsonResult<Option<Json>> {
        Json::new(self).map(Some)
    }
}

/// Lets a type whose body is its JSON be an answer.
#[doc(hidden)]
#[macro_export]
macro_rules! json_answer {
    ($answer:ty) => {
        impl $crate::Answer for $answer {
            fn read(response: &$crate::Response) -> $crate::Result<Self> {
                response.json()
            }
        }
        impl $crate::RecordedAnswer for $answer {
            fn to_body(&self) -> $crate::JsonResult<::core::option::Option<$crate::Json>> {
                $crate::Json::new(self).map(::core::option::Option::Some)
            }
        }
    };
}

json_answer!(Json);
json_answer!(String);
json_answer!(bool);
json_answer!(i32);
json_answer!(i64);
json_answer!(f32);
json_answer!(f64);
json_answer!(Decimal);
json_answer!(EpochMillis);
json_answer!(EpochSeconds);
