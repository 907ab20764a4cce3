//! A recorded exchange, read from its file.
//!
//! The body of the answer is served as its text stands in the file, since the order of its members is part
//! of what a reader must cope with.

use std::collections::BTreeMap;
use std::path::Path;

use super::Server;
use crate::error::JsonResult;
use crate::request::Protocol;
use crate::types::Json;

/// The environment variable that names another schema folder for [`Sample::read`].
const DIRECTORY: &str = "RESTLI_SAMPLES_DIR";

/// The environment variable that names a folder with other answers for [`Sample::read`].
const ANSWERS: &str = "RESTLI_ANSWERS_DIR";

/// A recorded exchange.
#[derive(Clone, Debug)]
pub struct Sample {
    pub(super) name: String,
    pub(super) request: SampleRequest,
    pub(super) response: SampleResponse,
    /// What is answered instead, to see the difference noticed.
    pub(super) served: Option<SampleResponse>,
    /// Paths of the answer's members that the schema does not know.
    pub(super) unknown: Vec<String>,
    /// Whether the service keeps the id of what was created to itself.
    pub(super) without_id: bool,
    /// Whether the resource has no versions, whatever the exchange says.
    pub(super) unversioned: bool,
    /// The protocol that it is written in, where that is not the one of the schema.
    pub(super) protocol: Option<Protocol>,
}

#[derive(Clone, Debug)]
pub(super) struct SampleRequest {
    pub(super) method: String,
    /// Path and query.
    pub(super) target: String,
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: Option<Json>,
}

#[derive(Clone, Debug)]
pub(super) struct SampleResponse {
    pub(super) status: u16,
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: Option<Json>,
}

pub(super) type Members = BTreeMap<String, Json>;

/// The text of the file whose answer or document is to be read instead.
pub(super) fn other_text(file: &str) -> Option<String> {
    let folder = std::env::var(ANSWERS).ok()?;
    std::fs::read_to_string(Path::new(&folder).join(file)).ok()
}

/// The text of a file below a schema folder, or below the folder that replaces it.
#[track_caller]
pub(super) fn text(directory: &str, file: &str) -> String {
    let directory = std::env::var(DIRECTORY).unwrap_or_else(|_| directory.to_owned());
    let path = Path::new(&directory).join(file);
    match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => panic!("{}: {error}", path.display()),
    }
}

impl Sample {
    /// Reads a sample below a schema folder. The environment variable `RESTLI_SAMPLES_DIR` replaces the
    /// folder, so that other samples can be tried without building anything. Where `RESTLI_ANSWERS_DIR` has
    /// a file of this name, its answer is served, while the comparison stays with this sample.
    ///
    /// # Panics
    ///
    /// When there is no such file, or it is not a sample.
    #[track_caller]
    pub fn read(directory: &str, file: &str) -> Self {
        let sample = Self::parse(file, &text(directory, file));
        match other_text(file) {
            Some(text) => sample.answered_by(Self::parse(file, &text)),
            None => sample,
        }
    }

    /// Serves the answer of another sample, while the comparison stays with this one: a test of the
    /// comparison itself.
    #[must_use]
    pub fn answered_by(mut self, other: Sample) -> Self {
        self.served = Some(other.response);
        self
    }

    /// Says that the service keeps the id of what was created to itself, so that a client that complains
    /// of the missing id is right.
    #[must_use]
    pub fn without_id(mut self) -> Self {
        self.without_id = true;
        self
    }

    /// Says that the resource has no versions: a recorded version header was sent in vain, and is not
    /// compared.
    #[must_use]
    pub fn unversioned(mut self) -> Self {
        self.unversioned = true;
        self
    }

    /// Says that the exchange is written in another protocol than the schema has its resource speak: the
    /// same call is compared in that one.
    #[must_use]
    pub fn in_protocol(mut self, protocol: Protocol) -> Self {
        self.protocol = Some(protocol);
        self
    }

    /// The sample, if its answer has the status that the test was written for.
    ///
    /// # Panics
    ///
    /// When the status differs.
    #[track_caller]
    #[must_use]
    pub fn of_status(self, status: u16) -> Self {
        let recorded = self.response.status;
        if recorded != status {
            let name = &self.name;
            panic!(
                "the status of {name} differs: {recorded}, and its test was written for {status}"
            );
        }
        self
    }

    /// Reads a sample from its text. The name stands in messages.
    ///
    /// # Panics
    ///
    /// When the text is not a sample.
    #[track_caller]
    pub fn parse(name: &str, text: &str) -> Self {
        match Self::from_text(name, text) {
            Ok(sample) => sample,
            Err(reason) => panic!("{name} is not a sample: {reason}"),
        }
    }

    fn from_text(name: &str, text: &str) -> Result<Self, String> {
        let file: Members = read(text.parse())?;
        let request: Members = member(&file, "request")?.ok_or("`request` is missing")?;
        let response: Members = member(&file, "response")?.ok_or("`response` is missing")?;
        Ok(Self {
            name: name.to_owned(),
            request: SampleRequest {
                method: member(&request, "method")?.ok_or("`request.method` is missing")?,
                target: member(&request, "path")?.ok_or("`request.path` is missing")?,
                headers: member(&request, "headers")?.unwrap_or_default(),
                body: member(&request, "body")?,
            },
            response: SampleResponse {
                status: member(&response, "status")?.ok_or("`response.status` is missing")?,
                headers: member(&response, "headers")?.unwrap_or_default(),
                body: member(&response, "body")?,
            },
            served: None,
            unknown: member(&file, "unknown")?.unwrap_or_default(),
            without_id: false,
            unversioned: false,
            protocol: None,
        })
    }

    /// Starts a server on this machine that answers as recorded.
    ///
    /// # Panics
    ///
    /// When no port can be opened.
    pub async fn serve(self) -> Server {
        Server::start(self).await
    }
}

pub(super) fn read<T: serde::de::DeserializeOwned>(json: JsonResult<Json>) -> Result<T, String> {
    json.and_then(|json| json.deserialize())
        .map_err(|error| error.to_string())
}

pub(super) fn member<T: serde::de::DeserializeOwned>(
    members: &Members,
    name: &str,
) -> Result<Option<T>, String> {
    let Some(json) = members.get(name) else {
        return Ok(None);
    };
    // `null` and absence are the same in a sample.
    json.deserialize::<Option<T>>()
        .map_err(|error| format!("`{name}`: {error}"))
}
