//! Error bodies: that of a failed call, and that of a field that could not be resolved.
//!
//! Servers send any subset of the members, so all are optional, and one of an odd type spoils only itself.

use std::fmt;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::display::write_message as write_line;
use crate::record::{self, FieldValue, Fields, Record};
use crate::types::Json;

/// Rest.li's `ErrorResponse`.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ErrorResponse {
    /// The HTTP status.
    pub status: Option<i64>,
    /// A code for machines, such as `QUOTA_EXCEEDED`.
    pub code: Option<String>,
    /// The numeric predecessor of the code.
    pub service_error_code: Option<i64>,
    /// A message for people.
    pub message: Option<String>,
    /// Where the error is documented.
    pub doc_url: Option<String>,
    /// The id of the request.
    pub request_id: Option<String>,
    /// The class of the server's exception.
    pub exception_class: Option<String>,
    /// The server's stack.
    pub stack_trace: Option<String>,
    /// The full name of the type of `error_details`.
    pub error_detail_type: Option<String>,
    /// Details; what is in them depends on the error.
    pub error_details: Option<Json>,
}

impl Record for ErrorResponse {
    const NAME: &'static str = "ErrorResponse";

    fn decode<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "status" => lenient(value, &mut self.status),
            "code" => lenient(value, &mut self.code),
            "serviceErrorCode" => lenient(value, &mut self.service_error_code),
            "message" => lenient(value, &mut self.message),
            "docUrl" => lenient(value, &mut self.doc_url),
            "requestId" => lenient(value, &mut self.request_id),
            "exceptionClass" => lenient(value, &mut self.exception_class),
            "stackTrace" => lenient(value, &mut self.stack_trace),
            "errorDetailType" => lenient(value, &mut self.error_detail_type),
            "errorDetails" => value.read(&mut self.error_details),
            _ => value.skip(),
        }
    }

    fn encode<M: SerializeMap>(&self, out: &mut Fields<'_, M>) -> Result<(), M::Error> {
        out.write("status", &self.status)?;
        out.write("code", &self.code)?;
        out.write("serviceErrorCode", &self.service_error_code)?;
        out.write("message", &self.message)?;
        out.write("docUrl", &self.doc_url)?;
        out.write("requestId", &self.request_id)?;
        out.write("exceptionClass", &self.exception_class)?;
        out.write("stackTrace", &self.stack_trace)?;
        out.write("errorDetailType", &self.error_detail_type)?;
        out.write("errorDetails", &self.error_details)
    }
}

impl Serialize for ErrorResponse {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        record::serialize(self, out)
    }
}

impl<'de> Deserialize<'de> for ErrorResponse {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        record::deserialize(input)
    }
}

impl ErrorResponse {
    /// Whether it says nothing that could be shown.
    fn is_silent(&self) -> bool {
        self.facts().is_empty() && self.message.is_none()
    }

    /// What machines are told.
    fn facts(&self) -> String {
        let status = self.status.map(|status| format!("status {status}"));
        let service = self
            .service_error_code
            .map(|code| format!("service error {code}"));
        let code = self.code.as_ref().map(|code| format!("code {code}"));
        let facts: Vec<_> = [status, service, code].into_iter().flatten().collect();
        facts.join(", ")
    }
}

/// One line: the status, the codes and the message.
impl fmt::Display for ErrorResponse {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts = self.facts();
        let message = self.message.as_deref().unwrap_or_default();
        match (facts.is_empty(), message.is_empty()) {
            (true, true) => out.write_str("an error that says nothing"),
            (true, false) => write_line(out, message),
            (false, true) => write_line(out, &facts),
            (false, false) => {
                write_line(out, &facts)?;
                out.write_str(": ")?;
                write_line(out, message)
            }
        }
    }
}

/// The JSON of it, except for the server's stack: that is pages long and tells a caller nothing.
impl fmt::Debug for ErrorResponse {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = self.clone();
        shown.stack_trace = self.stack_trace.as_ref().map(|_| "…".to_owned());
        record::debug(Self::NAME, &shown, out)
    }
}

impl std::error::Error for ErrorResponse {}

/// Reads a field that must not spoil the others when it has an odd type.
fn lenient<'de, A: MapAccess<'de>, T: DeserializeOwned>(
    value: FieldValue<'_, A>,
    field: &mut Option<T>,
) -> Result<(), A::Error> {
    let mut json = None;
    value.read::<Json>(&mut json)?;
    *field = json.and_then(|json| json.deserialize().ok());
    Ok(())
}

/// Why a decorated field could not be resolved: what stood under `field!`.
#[derive(Clone, PartialEq)]
pub struct DecorationError {
    json: Json,
    response: ErrorResponse,
}

impl DecorationError {
    /// The status that the resolution had; that of the call itself is another.
    pub fn status(&self) -> Option<u16> {
        self.response
            .status
            .and_then(|status| status.try_into().ok())
    }

    /// The numeric code.
    pub fn service_error_code(&self) -> Option<i64> {
        self.response.service_error_code
    }

    /// The code for machines.
    pub fn code(&self) -> Option<&str> {
        self.response.code.as_deref()
    }

    /// The message for people.
    pub fn message(&self) -> Option<&str> {
        self.response.message.as_deref()
    }

    /// All of it.
    pub fn response(&self) -> &ErrorResponse {
        &self.response
    }
}

impl fmt::Display for DecorationError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.response.is_silent() {
            true => out.write_str("the field could not be resolved"),
            false => self.response.fmt(out),
        }
    }
}

impl fmt::Debug for DecorationError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "DecorationError{}", self.json)
    }
}

impl std::error::Error for DecorationError {}

/// Writes what came, members included that [`ErrorResponse`] does not know.
impl Serialize for DecorationError {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        self.json.serialize(out)
    }
}

impl<'de> Deserialize<'de> for DecorationError {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let json: Json = Deserialize::deserialize(input)?;
        let response = json.deserialize().unwrap_or_default();
        Ok(Self { json, response })
    }
}
