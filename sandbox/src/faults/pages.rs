//! Pages that do not lead to an end, or not to all there is.
//!
//! Where pages go on beyond what is there, the request is acted upon as one for a page that is, and
//! the answer then speaks of the page that was asked for.

use restli_model::interpret::{Call, HttpRequest};
use restli_model::model::{Model, PagingStyle, RestMethod, Returns};
use serde_json::{Map, Value as Json, json};

use super::chance::Chance;
use super::fault::{Astray, Fault};
use super::kinds::FORMS;
use super::links::{Link, parameter, with};

/// How tokens begin that stand for pages that are none.
const TOKEN: &str = "sandbox-page-";
/// More than anybody could read.
const TOTAL: u64 = 1_000_000_000_000;
const COUNT: u64 = 10;

/// A page that was asked for.
#[derive(Debug)]
pub(super) struct Page {
    style: PagingStyle,
    start: u64,
    count: u64,
    token: Option<String>,
    /// Path and query of the request.
    target: String,
}

impl Page {
    /// The page that a call asks for, if it asks for one.
    pub(super) fn of(model: &Model, call: &Call, request: &HttpRequest) -> Option<Self> {
        let method = &model[call.method.resource].methods[call.method.method];
        let paging = method.paging.as_ref()?;
        let collection = matches!(method.returns, Returns::Collection(_));
        if !collection || method.rest == RestMethod::BatchFinder {
            return None;
        }
        let asked = &call.paging;
        let count = asked
            .count
            .or(asked.page_size)
            .or(paging.default.map(u64::from));
        Some(Page {
            style: paging.style,
            start: asked.start.unwrap_or(0),
            count: count.unwrap_or(COUNT).max(1),
            token: asked.page_token.clone(),
            target: request.path.clone(),
        })
    }

    /// The path and query to act upon instead, if these faults need that.
    pub(super) fn instead<'f>(&self, faults: impl Iterator<Item = &'f Fault>) -> Option<String> {
        let fault = { faults }.find(|fault| {
            matches!(
                fault,
                Fault::PageLoop(_) | Fault::EndlessPages | Fault::EmptyPages
            )
        })?;
        match self.style {
            PagingStyle::Cursor => {
                let token = self.token.as_ref()?;
                token
                    .starts_with(TOKEN)
                    .then(|| without(&self.target, "pageToken"))
            }
            PagingStyle::Offset => {
                let start = match fault {
                    Fault::PageLoop(pages) => self.index() % pages * self.count,
                    _ => 0,
                };
                (start != self.start).then(|| with(&self.target, "start", &start.to_string()))
            }
        }
    }

    /// Changes the answer as the fault says; false if there is nothing to change, or the fault is not
    /// about pages.
    pub(super) fn change(
        &self,
        answer: &mut Json,
        fault: &Fault,
        own: &str,
        chance: &mut Chance,
    ) -> bool {
        let Json::Object(envelope) = answer else {
            return false;
        };
        match fault {
            Fault::NextLink { form, to } => {
                let form = form.unwrap_or_else(|| FORMS[chance.below(FORMS.len())].1);
                self.lead_astray(envelope, form, own, to.as_deref())
            }
            Fault::NoLinks => set(envelope, "links", json!([])),
            Fault::NoTotal => {
                { paging(envelope) }.is_some_and(|paging| paging.remove("total").is_some())
            }
            Fault::Total(total) => set(envelope, "total", json!(total)),
            Fault::ShortPages(count) => shorten(envelope, *count),
            Fault::PageLoop(pages) => self.go_on(envelope, Some(*pages)),
            Fault::EndlessPages => self.go_on(envelope, None),
            Fault::EmptyPages => {
                if let Some(elements) = envelope.get_mut("elements") {
                    *elements = json!([]);
                }
                self.go_on(envelope, None)
            }
            _ => false,
        }
    }

    /// Which page it is, counted from 0.
    fn index(&self) -> u64 {
        match self.style {
            PagingStyle::Offset => self.start / self.count,
            PagingStyle::Cursor => {
                let token = self.token.as_deref().unwrap_or_default();
                let number = token.strip_prefix(TOKEN);
                number.and_then(|number| number.parse().ok()).unwrap_or(0)
            }
        }
    }

    /// Speaks of the page that was asked for, and of one behind it; of the first again after so many.
    fn go_on(&self, envelope: &mut Map<String, Json>, pages: Option<u64>) -> bool {
        let index = self.index();
        if self.style == PagingStyle::Cursor {
            // The first page has no token, so those that come again begin behind it.
            let next = match pages {
                Some(pages) if index >= pages => 1,
                _ => index.saturating_add(1),
            };
            let metadata = envelope.entry("metadata").or_insert_with(|| json!({}));
            if let Json::Object(metadata) = metadata {
                metadata.insert("nextPageToken".to_owned(), json!(format!("{TOKEN}{next}")));
            }
            return true;
        }
        let next = match pages {
            Some(pages) => (index.saturating_add(1) % pages).saturating_mul(self.count),
            None => self.start.saturating_add(self.count),
        };
        set(envelope, "start", json!(self.start));
        if pages.is_none() && { paging(envelope) }
            .is_some_and(|paging| paging.contains_key("total"))
        {
            set(envelope, "total", json!(TOTAL));
        }
        let href = with(&self.target, "start", &next.to_string());
        link(envelope, json!(href))
    }

    fn lead_astray(
        &self,
        envelope: &mut Map<String, Json>,
        form: Astray,
        own: &str,
        to: Option<&str>,
    ) -> bool {
        let next = self.start.saturating_add(self.count).to_string();
        let link = Link {
            true_one: &with(&self.target, "start", &next),
            own,
            other: to.unwrap_or("other.invalid"),
        };
        self::link(envelope, link.href(form))
    }
}

fn paging(envelope: &mut Map<String, Json>) -> Option<&mut Map<String, Json>> {
    envelope.get_mut("paging")?.as_object_mut()
}

fn set(envelope: &mut Map<String, Json>, name: &str, value: Json) -> bool {
    let paging = paging(envelope);
    paging
        .map(|paging| paging.insert(name.to_owned(), value))
        .is_some()
}

/// Replaces the link to the next page, or adds one.
fn link(envelope: &mut Map<String, Json>, href: Json) -> bool {
    let Some(paging) = paging(envelope) else {
        return false;
    };
    let link = json!({ "rel": "next", "href": href, "type": "application/json" });
    if let Json::Array(links) = paging.entry("links").or_insert_with(|| json!([])) {
        links.retain(|link| link["rel"] != "next");
        links.push(link);
    }
    true
}

fn shorten(envelope: &mut Map<String, Json>, count: u64) -> bool {
    let Some(Json::Array(elements)) = envelope.get_mut("elements") else {
        return false;
    };
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    let left = elements.len().saturating_sub(count).max(1);
    let shorter = left < elements.len();
    elements.truncate(left);
    shorter
}

fn without(target: &str, name: &str) -> String {
    match parameter(target, name) {
        None => target.to_owned(),
        Some(value) => {
            let (path, query) = target.split_once('?').unwrap_or((target, ""));
            let pair = format!("{name}={value}");
            let pairs: Vec<_> = query.split('&').filter(|known| *known != pair).collect();
            format!("{path}?{}", pairs.join("&"))
        }
    }
}
