//! Which versions of the API are served, and which are not any more or not yet.
//!
//! Services keep a version for some months and refuse it afterwards, on a day that no client sees coming;
//! so the sandbox has a month of its own, which can be turned on.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use restli_model::Month;
use restli_model::interpret::{HttpRequest, Mismatch, single_header};
use restli_model::model::{ApiVersion, Model, Resource};
use serde::Deserialize;

use crate::catalogue::{NO_VERSION, SUNSET_VERSION, UNKNOWN_VERSION};

/// How long versions live, as the seed says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Versions {
    /// For how many months after its own a version is served; for ever when absent.
    live_for: Option<u32>,
    /// The same, for the resources of some groups.
    groups: BTreeMap<String, u32>,
    /// Whether a month may have revisions, such as `202510.03`.
    revisions: bool,
}

/// The versions of a running sandbox.
#[derive(Debug, Default)]
pub(crate) struct Calendar {
    versions: Versions,
    month: Mutex<Option<Month>>,
}

/// Why a version is not served.
#[derive(Debug)]
pub(crate) enum Unserved {
    /// The header is given twice.
    Twice(Mismatch),
    /// It is missing, too old or not known.
    Refused {
        situation: &'static str,
        message: String,
        help: String,
    },
}

impl Versions {
    /// Names of groups that the model does not have.
    pub(crate) fn unknown_groups<'v>(&'v self, model: &Model) -> Vec<&'v str> {
        let known = |name: &&String| model.groups.iter().all(|group| group.name != **name);
        self.groups
            .keys()
            .filter(known)
            .map(String::as_str)
            .collect()
    }

    fn live_for(&self, model: &Model, resource: &Resource) -> Option<u32> {
        let group = &model[resource.group].name;
        self.groups.get(group).copied().or(self.live_for)
    }
}

impl Calendar {
    /// A calendar that shows the month of the schema.
    pub(crate) fn new(versions: Versions) -> Self {
        Calendar {
            versions,
            month: Mutex::default(),
        }
    }

    /// Turns to a month; or, without one, back to that of the schema.
    pub(crate) fn turn_to(&self, month: Option<Month>) {
        *self.month.lock().unwrap_or_else(PoisonError::into_inner) = month;
    }

    /// The month that it is, where one is set.
    fn month(&self) -> Option<Month> {
        *self.month.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Refuses a request whose version is not served.
    pub(crate) fn check(
        &self,
        model: &Model,
        resource: &Resource,
        request: &HttpRequest,
    ) -> Result<(), Unserved> {
        let Some(version) = &model.api.version else {
            return Ok(());
        };
        if !model.api.bases[resource.base].versioned {
            return Ok(());
        }
        let header = &version.header;
        let given = single_header(&request.headers, header).map_err(Unserved::Twice)?;
        let declared = resource.version.as_deref().unwrap_or(&version.default);
        let newest = [declared, &version.default].into_iter();
        let now = { self.month() }.or_else(|| newest.filter_map(Month::of_version).max());
        let kept = self.versions.live_for(model, resource);
        let unserved = |given: &str| {
            // What the schema was written by is served as long as the schema says so.
            let pinned = given == declared && resource.version.is_some();
            let (Some(month), Some(now)) = (self.month_of(given, declared), now) else {
                let message = format!("there is no version `{given}` of `{}`", resource.name);
                return (given != declared).then_some((UNKNOWN_VERSION, message));
            };
            if month > now {
                let message = format!("version `{given}` is yet to come: it is {now} here");
                return Some((UNKNOWN_VERSION, message));
            }
            let months = kept.filter(|months| now.since(month) > *months && !pinned)?;
            let message =
                format!("version `{given}` was served for {months} months, and it is {now} here");
            Some((SUNSET_VERSION, message))
        };
        let given = given.map(str::trim).filter(|given| !given.is_empty());
        let refused = match given {
            Some(given) => unserved(given),
            None => {
                let message = format!("`{}` needs the header `{header}`", resource.name);
                Some((NO_VERSION, message))
            }
        };
        let Some((situation, message)) = refused else {
            return Ok(());
        };
        let write = match (unserved(declared), now) {
            (Some(_), Some(now)) => now.to_string(),
            _ => declared.to_owned(),
        };
        Err(Unserved::Refused {
            situation,
            message,
            help: format!("write `{header}: {write}`"),
        })
    }

    /// The month of a version, if it is one that can be asked for.
    fn month_of(&self, given: &str, declared: &str) -> Option<Month> {
        let revised = given.len() > "YYYYMM".len();
        if revised && !self.versions.revisions && given != declared {
            return None;
        }
        Month::of_version(given).filter(|_| !revised || is_revision(&given[6..]))
    }
}

/// The version that a request names, for words about it.
pub(crate) fn named<'r>(version: Option<&ApiVersion>, request: &'r HttpRequest) -> &'r str {
    let header = version.map(|version| version.header.as_str());
    let given = header.and_then(|header| single_header(&request.headers, header).ok().flatten());
    given.unwrap_or_default()
}

/// `.03`, behind a month.
fn is_revision(text: &str) -> bool {
    let digits = text.strip_prefix('.').unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}
