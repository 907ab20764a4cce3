//! Calls that no schema knows.
//!
//! They go through the same encoders and the same client as generated ones, so an endpoint that is not
//! described yet is no reason to leave the client.

use std::borrow::Cow;

use super::{Call, Draft, Method, MethodSpec, Protocol, Spelling, Verb};
use crate::client::Client;
use crate::types::Json;

impl Client {
    /// A call that the schema does not know. `path` has `{}` for each key, such as `/v2/shelves/{}/books`.
    ///
    /// Keys and parameters are given as values; nothing is taken that is encoded already. The answer is
    /// JSON unless [`Call::returning`] says otherwise.
    ///
    /// ```no_run
    /// # async fn example(client: &restli::Client) -> restli::Result<()> {
    /// use restli::Method;
    ///
    /// let books = client
    ///     .raw(Method::Finder, "/v2/shelves/{}/books")
    ///     .named("author")
    ///     .key("my shelf")
    ///     .param("author", "urn:li:person:abc")
    ///     .send()
    ///     .await?;
    /// println!("{books}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn raw(&self, method: Method, path: impl Into<String>) -> Call<'_, Json> {
        const SPEC: MethodSpec = MethodSpec::new(Method::Plain, "", "", "")
            .projections(&[Spelling::Projection, Spelling::Fields])
            .decorates()
            .returns_entity();
        let path = path.into();
        let mut draft = Draft::new(&MethodSpec {
            method,
            verb: method.verb(),
            ..SPEC
        });
        draft.resource = Cow::Owned(path.trim_start_matches('/').to_owned());
        draft.path = Cow::Owned(path);
        Call::from_draft(self, draft)
    }
}

impl Call<'_, Json> {
    /// The name of the finder, batch finder or action.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.draft().name = Cow::Owned(name.into());
        self
    }

    /// The version of the Rest.li protocol that the service speaks, 2.0.0 unless set.
    pub fn protocol(mut self, protocol: Protocol) -> Self {
        self.draft().spec.protocol = protocol;
        self
    }

    /// The verb of a plain call; other methods have theirs.
    pub fn verb(mut self, verb: Verb) -> Self {
        let draft = self.draft();
        match draft.spec.method {
            Method::Plain => draft.spec.verb = verb,
            method => draft.problem(format_args!("verb"), format_args!("{method} has its own")),
        }
        self
    }
}
