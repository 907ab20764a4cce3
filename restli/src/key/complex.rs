//! Complex keys with parameters.
//!
//! The parameters travel with the key in requests only: answers speak of the key alone, and two keys that
//! differ in nothing but their parameters name the same entity.

use std::borrow::Cow;

use restli_wire::Value;

use crate::value::{ToValue, ValueError};

/// The reserved member that holds the parameters.
const PARAMS: &str = "$params";

/// A complex key and, perhaps, parameters that are no part of the identity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ComplexKey<K, P> {
    /// The key.
    pub key: K,
    /// Its parameters, sent as `$params`.
    pub params: Option<P>,
}

impl<K, P> ComplexKey<K, P> {
    /// A key without parameters.
    pub fn new(key: K) -> Self {
        Self { key, params: None }
    }

    /// Sets the parameters.
    #[must_use]
    pub fn params(mut self, params: P) -> Self {
        self.params = Some(params);
        self
    }
}

impl<K, P> From<K> for ComplexKey<K, P> {
    fn from(key: K) -> Self {
        Self { key, params: None }
    }
}

impl<K: ToValue, P: ToValue> ToValue for ComplexKey<K, P> {
    fn to_value(&self) -> Result<Value, ValueError> {
        let key = self.key.to_value()?;
        let Some(params) = &self.params else {
            return Ok(key);
        };
        match key {
            Value::Map(mut members) => {
                members.push((Cow::Borrowed(PARAMS), params.to_value()?));
                Ok(Value::Map(members))
            }
            _ => Err(ValueError::new("only complex keys have parameters")),
        }
    }
}

/// What identifies the entity: the key without its parameters.
pub(crate) fn without_params(key: &Value) -> Value {
    match key {
        Value::Map(members) => {
            let own = members.iter().filter(|(name, _)| name != PARAMS);
            Value::Map(own.cloned().collect())
        }
        other => other.clone(),
    }
}
