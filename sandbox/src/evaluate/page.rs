//! Pages: which elements, and what `paging` says about them.

use std::ops::Range;

use restli_model::interpret::{At, Call, HttpRequest, Mismatch, Rule};
use restli_model::model::{Method, PagingStyle};
use serde_json::{Map, Value as Json, json};

use super::{Evaluation, cursor};
use crate::catalogue::{Refusal, Subject};

/// The page size of a service that names none.
const COUNT: usize = 10;

/// Where a page token leads, and what tokens of the same search are made of.
pub(super) struct Token {
    search: String,
    index: Option<usize>,
}

impl Token {
    /// The token of a call with these parameters; one that no page of the same search has is refused.
    pub(super) fn of(
        evaluation: &Evaluation<'_, '_>,
        params: &Map<String, Json>,
    ) -> Result<Self, Refusal> {
        let params = Json::Object(params.clone());
        let name = &evaluation.method.name;
        let search = format!("{}?{name}&{params}", evaluation.path());
        let index = match &evaluation.call.paging.page_token {
            None => None,
            Some(token) => match cursor::read(&search, token) {
                Some(index) => Some(index),
                None => {
                    let subject = Subject::of(evaluation.model(), evaluation.request);
                    let misfit = foreign(token, evaluation.method);
                    return Err(evaluation.world.catalogue.misfit(&subject, &[misfit]));
                }
            },
        };
        Ok(Token { search, index })
    }
}

fn foreign(token: &str, method: &Method) -> Mismatch {
    Mismatch {
        rule: Rule::Paging,
        at: At::Query("pageToken".to_owned()),
        message: format!("`pageToken` is `{token}`, which no page of this search has given out"),
        help: Some("take it from `metadata.nextPageToken` of the page before, and leave the other parameters as they are".to_owned()),
        declared: Some(method.place.clone()),
    }
}

/// The page that a call asks for, cut to what is there.
pub(super) struct Page<'t> {
    style: Option<PagingStyle>,
    token: &'t Token,
    start: usize,
    count: usize,
    found: usize,
}

impl<'t> Page<'t> {
    pub(super) fn of(call: &Call, method: &Method, token: &'t Token, found: usize) -> Self {
        let Some(paging) = &method.paging else {
            return Page {
                style: None,
                token,
                start: 0,
                count: found,
                found,
            };
        };
        let size = |size: Option<u64>| size.and_then(|size| usize::try_from(size).ok());
        let args = &call.paging;
        let default = paging.default.map_or(COUNT, |default| default as usize);
        Page {
            style: Some(paging.style),
            token,
            start: token.index.or(size(args.start)).unwrap_or(0),
            count: size(args.count).or(size(args.page_size)).unwrap_or(default),
            found,
        }
    }

    /// The elements of the page.
    pub(super) fn range(&self) -> Range<usize> {
        let start = self.start.min(self.found);
        start..self.end()
    }

    /// The record beside the elements, with the cursor of the next page in it if there is one.
    pub(super) fn cursor(&self, metadata: Option<Json>) -> Option<Json> {
        if self.style != Some(PagingStyle::Cursor) || self.end() >= self.found {
            return metadata;
        }
        let mut metadata = match metadata {
            Some(Json::Object(members)) => members,
            _ => Map::new(),
        };
        let token = cursor::write(&self.token.search, self.end());
        metadata.insert("nextPageToken".to_owned(), Json::from(token));
        Some(Json::Object(metadata))
    }

    /// What the envelope says about the page.
    pub(super) fn describe(&self, method: &Method, request: &HttpRequest) -> Option<Json> {
        if self.style != Some(PagingStyle::Offset) {
            return None;
        }
        let total = method.paging.as_ref().is_some_and(|paging| paging.total);
        let mut paging = Map::new();
        paging.insert("start".to_owned(), json!(self.start));
        paging.insert("count".to_owned(), json!(self.count));
        if total {
            paging.insert("total".to_owned(), json!(self.found));
        }
        paging.insert("links".to_owned(), Json::Array(self.links(total, request)));
        Some(Json::Object(paging))
    }

    fn links(&self, total: bool, request: &HttpRequest) -> Vec<Json> {
        let link = |rel: &str, start: usize| {
            let href = href(request, start, self.count);
            json!({ "rel": rel, "href": href, "type": "application/json" })
        };
        let mut links = Vec::new();
        // A page of nothing is next to itself.
        if self.count == 0 {
            return links;
        }
        if self.start > 0 {
            links.push(link("prev", self.start.saturating_sub(self.count)));
        }
        let returned = self.range().len();
        // Without a total a service cannot know that a full page was the last one.
        let more = if total {
            self.start + returned < self.found
        } else {
            returned == self.count && returned > 0
        };
        if more {
            links.push(link("next", self.start + self.count));
        }
        links
    }

    fn end(&self) -> usize {
        self.start
            .saturating_add(self.count)
            .min(self.found)
            .max(self.start.min(self.found))
    }
}

/// The path and query of the request (within its tunnel) with another page in it, the parameters by name.
fn href(request: &HttpRequest, start: usize, count: usize) -> String {
    let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    let others = query.split('&').filter(|pair| {
        !pair.is_empty() && !pair.starts_with("start=") && !pair.starts_with("count=")
    });
    let mut pairs: Vec<String> = others.map(str::to_owned).collect();
    pairs.push(format!("count={count}"));
    pairs.push(format!("start={start}"));
    pairs.sort();
    format!("{path}?{}", pairs.join("&"))
}
