//! A call: a request bound to the client that will send it.
//!
//! Every generated builder wraps one, so what stands here is what the builders share.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use restli_wire::Mask;
use serde::Serialize;

use super::{Draft, Method, MethodSpec, Projected, Request, Spelling};
use crate::answer::Answer;
use crate::client::Client;
use crate::error::Result;
use crate::types::{Json, strictly};
use crate::value::{self, ToValue};

/// A call whose answer is a `T`.
#[must_use = "a call does nothing until it is sent"]
pub struct Call<'a, T> {
    client: &'a Client,
    draft: Box<Draft>,
    answer: PhantomData<fn() -> T>,
}

impl<'a, T> Call<'a, T> {
    /// A call of a resource.
    pub fn new(client: &'a Client, spec: &MethodSpec) -> Self {
        let mut draft = Draft::new(spec);
        if let Some(protocol) = client.protocol() {
            draft.spec.protocol = protocol;
        }
        Self::from_draft(client, draft)
    }

    pub(crate) fn from_draft(client: &'a Client, draft: Draft) -> Self {
        Self {
            client,
            draft: Box::new(draft),
            answer: PhantomData,
        }
    }

    /// Adds the next key of the path.
    pub fn key<K: ToValue + ?Sized>(mut self, key: &K) -> Self {
        self.draft.key(key.to_value());
        self
    }

    /// Adds a part of a compound key. The parts that are added one after the other are one key of the path.
    pub fn key_part<V: ToValue + ?Sized>(mut self, name: &'static str, part: &V) -> Self {
        self.draft.key_part(name, part.to_value());
        self
    }

    /// Sets a parameter of the query.
    pub fn param<V: ToValue + ?Sized>(
        mut self,
        name: impl Into<std::borrow::Cow<'static, str>>,
        value: &V,
    ) -> Self {
        self.draft.parameter(name, value.to_value());
        self
    }

    /// Sets a parameter of the query to a list.
    pub fn list<V: ToValue>(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        self.draft.parameter(name, value::list(values));
        self
    }

    /// Adds a header of the call.
    pub fn header<V: ToValue + ?Sized>(mut self, name: &'static str, value: &V) -> Self {
        self.draft.header_value(name, value.to_value());
        self
    }

    /// Sets the body.
    pub fn body<B: Serialize + ?Sized>(mut self, body: &B) -> Self {
        self.draft.body(body);
        self
    }

    /// Sets the body to an empty object, for services that want one.
    pub fn empty_body(self) -> Self {
        self.body(&serde_json::Map::new())
    }

    /// Sets a parameter of an action: a member of the body.
    pub fn argument<V: Serialize + ?Sized>(mut self, name: &'static str, value: &V) -> Self {
        self.draft.argument(name, strictly(|| Json::new(value)));
        self
    }

    /// Sets a parameter of an action to a list.
    pub fn argument_list<V: Serialize>(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let values: Vec<V> = values.into_iter().collect();
        self.argument(name, &values)
    }

    /// Sets the projection of a single entity.
    pub fn project(mut self, mask: Mask) -> Self {
        let envelope = false;
        self.draft.masks.projected = Some(Projected { mask, envelope });
        self
    }

    /// Sets the projection of a collection, from the envelope on.
    pub fn project_collection(mut self, mask: Mask) -> Self {
        let envelope = true;
        self.draft.masks.projected = Some(Projected { mask, envelope });
        self
    }

    /// Sets the projection of the elements of a collection. What stands beside them is asked for too.
    pub fn project_elements(self, mask: Mask) -> Self {
        let beside = match self.draft.spec.metadata {
            true => Mask::new().field("paging").field("metadata"),
            false => Mask::new().field("paging"),
        };
        self.project_collection(Mask::new().each("elements", mask).merge(beside))
    }

    /// Sets the projection of the metadata of a collection; it goes with the spelling `fields`.
    pub fn project_metadata(mut self, mask: Mask) -> Self {
        self.draft.masks.metadata = Some(mask);
        self
    }

    /// Sets the projection of the paging of a collection; it goes with the spelling `fields`.
    pub fn project_paging(mut self, mask: Mask) -> Self {
        self.draft.masks.paging = Some(mask);
        self
    }

    /// Says whether the answer is to hold the entity, of a method that can return it.
    pub fn return_entity(mut self, wanted: bool) -> Self {
        match self.draft.spec.returns_entity {
            true => self.draft.parameter("$returnEntity", Ok(wanted.into())),
            false => {
                let reason = "the method does not return one";
                self.draft.problem(format_args!("entity"), reason);
            }
        }
        self
    }

    /// Chooses how the projection is spelled, where the method takes more than one spelling.
    pub fn project_as(mut self, spelling: Spelling) -> Self {
        self.draft.spelling = Some(spelling);
        self
    }

    /// Asks the server to write out the defaults of absent fields.
    pub fn with_filled_defaults(mut self) -> Self {
        match self.draft.spec.method {
            Method::Plain => {
                let reason = "only Rest.li services can fill them in";
                self.draft.problem(format_args!("defaults"), reason);
            }
            _ => self.draft.parameter("$fillInDefaults", Ok(true.into())),
        }
        self
    }

    /// Sets the time the call may take, instead of the client's.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.draft.timeout = Some(timeout);
        self
    }

    /// Sets how many attempts the call has, the first one included, instead of the client's: 1 is one, whatever
    /// happens, unless the token was refused and there is another one.
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.draft.attempts = Some(attempts.max(1));
        self
    }

    /// Sets how many bytes the answer may have, after decompression, instead of the client's limit.
    pub fn with_max_body(mut self, bytes: usize) -> Self {
        self.draft.max_body = Some(bytes);
        self
    }

    /// Names another API version than the client's. It changes the header and nothing else.
    pub fn with_version(mut self, version: impl Into<String>) -> Self {
        self.draft.version = Some(version.into());
        self
    }

    /// Adds a header that the schema does not know.
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.draft.header(name.into(), value.into());
        self
    }

    /// Expects another answer, for calls that the schema does not know.
    pub fn returning<U: Answer>(self) -> Call<'a, U> {
        Call {
            client: self.client,
            draft: self.draft,
            answer: PhantomData,
        }
    }

    pub(super) fn draft(&mut self) -> &mut Draft {
        &mut self.draft
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn client(&self) -> &'a Client {
        self.client
    }

    pub(crate) fn into_parts(mut self) -> (&'a Client, Draft) {
        self.draft.settle(self.client.api(), self.client.version());
        (self.client, *self.draft)
    }

    /// The request as a value, without sending it. Whatever is wrong with it is told now.
    pub fn build(self) -> Result<Request<T>> {
        let (_, draft) = self.into_parts();
        draft.encode()?;
        Ok(Request::new(draft))
    }
}

impl<T: Answer> Call<'_, T> {
    /// Sends the request and reads the answer.
    pub async fn send(self) -> Result<T> {
        let (client, draft) = self.into_parts();
        client.execute(Request::new(draft)).await
    }

    /// Sends the request and reads the answer, on this thread.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Result<T> {
        let (client, draft) = self.into_parts();
        client.execute_blocking(Request::new(draft))
    }
}

impl<T> Clone for Call<'_, T> {
    fn clone(&self) -> Self {
        Self {
            client: self.client,
            draft: self.draft.clone(),
            answer: PhantomData,
        }
    }
}

impl<T> fmt::Debug for Call<'_, T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.draft.fmt(out)
    }
}

/// Adds to a generated builder what every call has: `Clone`, `Debug`, `build`, `send`, `with_timeout`,
/// `with_attempts`, `with_max_body`, `with_version`, `with_header` and `with_filled_defaults`, and `send_blocking` with the feature `blocking`.
///
/// `call!(FindByViewer<T> => Collection<T>)` where the entities of the answer are a parameter.
#[cfg(not(feature = "blocking"))]
#[macro_export]
macro_rules! call {
    ($builder:ident $(<$entity:ident>)? => $answer:ty) => {
        $crate::call_async!($builder $(<$entity>)? => $answer);
    };
}

/// Adds to a generated builder what every call has: `build`, `send`, `send_blocking`, `with_timeout`,
/// `with_attempts`, `with_max_body`, `with_version`, `with_header` and `with_filled_defaults`.
#[cfg(feature = "blocking")]
#[macro_export]
macro_rules! call {
    ($builder:ident $(<$entity:ident>)? => $answer:ty) => {
        $crate::call_async!($builder $(<$entity>)? => $answer);

        impl $(<$entity>)? $builder<'_ $(, $entity)?>
        where
            $answer: $crate::Answer,
        {
            /// Sends the request and reads the answer, on this thread. Within an async runtime this is an
            /// error.
            pub fn send_blocking(self) -> $crate::Result<$answer> {
                self.0.send_blocking()
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! call_async {
    ($builder:ident $(<$entity:ident>)? => $answer:ty) => {
        impl $(<$entity>)? ::core::clone::Clone for $builder<'_ $(, $entity)?> {
            fn clone(&self) -> Self {
                Self(::core::clone::Clone::clone(&self.0))
            }
        }
        impl $(<$entity>)? ::core::fmt::Debug for $builder<'_ $(, $entity)?> {
            fn fmt(&self, out: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.0, out)
            }
        }
        impl $(<$entity>)? $builder<'_ $(, $entity)?> {
            /// Sets the time the call may take, instead of the client's.
            pub fn with_timeout(self, timeout: ::core::time::Duration) -> Self {
                Self(self.0.with_timeout(timeout))
            }

            /// Sets how many attempts the call has, the first one included, instead of the client's: 1 is
            /// one, whatever happens, unless the token was refused and there is another one.
            pub fn with_attempts(self, attempts: u32) -> Self {
                Self(self.0.with_attempts(attempts))
            }

            /// Sets how many bytes the answer may have, after decompression, instead of the client's limit.
            pub fn with_max_body(self, bytes: usize) -> Self {
                Self(self.0.with_max_body(bytes))
            }

            /// Names another API version than the client's. It changes the header and nothing else.
            pub fn with_version(
                self,
                version: impl ::core::convert::Into<::std::string::String>,
            ) -> Self {
                Self(self.0.with_version(version))
            }

            /// Adds a header that the schema does not know.
            pub fn with_header(
                self,
                name: impl ::core::convert::Into<::std::string::String>,
                value: impl ::core::convert::Into<::std::string::String>,
            ) -> Self {
                Self(self.0.with_header(name, value))
            }

            /// Asks the server to write out the defaults of absent fields.
            pub fn with_filled_defaults(self) -> Self {
                Self(self.0.with_filled_defaults())
            }

            /// The request as a value, without sending it. Whatever is wrong with it is told now.
            pub fn build(self) -> $crate::Result<$crate::Request<$answer>> {
                self.0.build()
            }
        }
        impl $(<$entity>)? $builder<'_ $(, $entity)?>
        where
            $answer: $crate::Answer,
        {
            /// Sends the request and reads the answer.
            pub async fn send(self) -> $crate::Result<$answer> {
                self.0.send().await
            }
        }
    };
}
