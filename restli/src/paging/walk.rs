//! Where the next page is, and whether there is one.
//!
//! `links` are often empty although there are more pages, pages are often short because servers filter after
//! paging, and `total` may be missing. So an end is believed only when something says it, and a walk that
//! goes in circles is an error instead of an endless stream.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use serde::de::MapAccess;
use serde::ser::SerializeMap;

use super::PagingStyle;
use crate::answer::Paging;
use crate::error::{Error, ErrorKind, JsonError, Result};
use crate::record::{FieldValue, Fields, Record};
use crate::request::Draft;
use crate::types::Json;

/// Pages without an element that a cursor may lead over; a server could go on for ever.
const MAX_EMPTY: u32 = 100;

/// What a page says about the walk.
pub(super) struct Page<'a> {
    pub(super) elements: usize,
    pub(super) paging: Option<&'a Paging>,
    pub(super) metadata: Option<&'a Json>,
    /// The text of the whole answer.
    pub(super) body: &'a [u8],
}

/// What follows a page.
pub(super) enum Step {
    /// Another page, by this request.
    Next(Box<Draft>),
    /// Nothing: this page is the last one.
    Last,
    /// Nothing, and this page was only there to tell it.
    End,
}

/// Where the pages behind the next one are, if they are like those before.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    /// From the start of a page to that of the next.
    pub(super) step: u64,
    pub(super) total: u64,
}

pub(super) struct Walk {
    style: PagingStyle,
    plan: Option<Plan>,
    first: bool,
    had_next_link: bool,
    empty: u32,
    starts: HashSet<i64>,
    links: HashSet<String>,
    tokens: HashSet<String>,
    contents: HashSet<u64>,
}

impl Walk {
    pub(super) fn new(style: PagingStyle) -> Self {
        Self {
            style,
            plan: None,
            first: true,
            had_next_link: false,
            empty: 0,
            starts: HashSet::new(),
            links: HashSet::new(),
            tokens: HashSet::new(),
            contents: HashSet::new(),
        }
    }

    /// Where the pages behind the next one probably are. A cursor does not tell, nor does a service that
    /// knows no total.
    pub(super) fn plan(&self) -> Option<Plan> {
        self.plan
    }

    /// Goes on from the page that answered this request.
    pub(super) fn step(&mut self, request: Draft, page: &Page<'_>) -> Result<Step> {
        let first = std::mem::replace(&mut self.first, false);
        match self.style {
            PagingStyle::Cursor => self.cursor(request, page),
            PagingStyle::Offset if page.elements > 0 => self.offset(request, page),
            PagingStyle::Offset if first => Ok(Step::Last),
            PagingStyle::Offset => Ok(Step::End),
        }
    }

    fn offset(&mut self, mut request: Draft, page: &Page<'_>) -> Result<Step> {
        let unknown = Paging::default();
        let paging = page.paging.unwrap_or(&unknown);
        self.check_content(&request, paging, page.body)?;
        if let Some(start) = paging.start {
            if !self.starts.insert(start) {
                return Err(circle(format!("the page from {start} came twice")));
            }
        }
        let positive = |number: Option<i64>| number.and_then(|n| u64::try_from(n).ok());
        let start = request
            .number("start")
            .or(positive(paging.start))
            .unwrap_or(0);
        let count = positive(paging.count).filter(|&count| count > 0);
        let count = count.or(request.number("count").filter(|&count| count > 0));
        let total = positive(paging.total);
        self.plan = count.zip(total).map(|(step, total)| Plan { step, total });
        // Without a count, what came is all that is known of the size of a page.
        let advance = count.unwrap_or(page.elements as u64);
        let Some(next) = start.checked_add(advance) else {
            return Ok(Step::Last);
        };
        if total.is_some_and(|total| next >= total) {
            return Ok(Step::Last);
        }
        match next_link(paging) {
            Some(link) => {
                self.had_next_link = true;
                if !self.links.insert(link.to_owned()) {
                    return Err(circle("a link to the next page came twice"));
                }
            }
            None if self.had_next_link || (total.is_none() && count.is_none()) => {
                return Ok(Step::Last);
            }
            None => {}
        }
        request.parameter("start", Ok(next.into()));
        Ok(Step::Next(Box::new(request)))
    }

    /// A server that ignores `start` sends the same page for ever. One that repeats the start it was asked
    /// for and knows the total cannot do so, and its pages may well be equal under a narrow projection.
    fn check_content(&mut self, request: &Draft, paging: &Paging, body: &[u8]) -> Result<()> {
        let asked = request.number("start").unwrap_or(0);
        let answered = paging.start.and_then(|start| u64::try_from(start).ok());
        if answered == Some(asked) && paging.total.is_some() {
            return Ok(());
        }
        let mut hasher = DefaultHasher::new();
        elements_text(body).hash(&mut hasher);
        match self.contents.insert(hasher.finish()) {
            true => Ok(()),
            false => Err(circle("a page came twice")),
        }
    }

    fn cursor(&mut self, mut request: Draft, page: &Page<'_>) -> Result<Step> {
        self.empty = if page.elements == 0 {
            self.empty + 1
        } else {
            0
        };
        let Some(token) = page.metadata.and_then(next_page_token) else {
            return Ok(Step::Last);
        };
        if self.empty > MAX_EMPTY {
            return Err(circle("the pages go on without an element"));
        }
        if let Some(asked) = request.text("pageToken") {
            self.tokens.insert(asked.to_owned());
        }
        if !self.tokens.insert(token.clone()) {
            return Err(circle("a token of the next page came twice"));
        }
        request.parameter("pageToken", Ok(token.into()));
        Ok(Step::Next(Box::new(request)))
    }
}

fn circle(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Paging, message)
}

fn next_link(paging: &Paging) -> Option<&str> {
    let links = paging.links.as_deref().unwrap_or_default();
    let next = links
        .iter()
        .find(|link| link.rel.as_deref() == Some("next"))?;
    // Only whether it is there counts, and whether it was there before: it is never followed.
    Some(next.href.as_deref().unwrap_or_default())
}

fn next_page_token(metadata: &Json) -> Option<String> {
    let cursor: Cursor = metadata.deserialize().ok()?;
    cursor.next_page_token.filter(|token| !token.is_empty())
}

fn elements_text(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?;
    let page: RawPage = JsonError::read(text).ok()?;
    page.elements.map(|json| json.as_str().to_owned())
}

/// The metadata of a page, as far as cursors go.
#[derive(Default)]
struct Cursor {
    next_page_token: Option<String>,
}

impl Record for Cursor {
    const NAME: &'static str = "Cursor";

    fn decode<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "nextPageToken" => value.read(&mut self.next_page_token),
            _ => value.skip(),
        }
    }

    fn encode<M: SerializeMap>(&self, out: &mut Fields<'_, M>) -> Result<(), M::Error> {
        out.write("nextPageToken", &self.next_page_token)
    }
}

crate::record!(Cursor);

/// A page whose elements are only compared.
#[derive(Default)]
struct RawPage {
    elements: Option<Json>,
}

impl Record for RawPage {
    const NAME: &'static str = "RawPage";

    fn decode<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "elements" => value.read(&mut self.elements),
            _ => value.skip(),
        }
    }

    fn encode<M: SerializeMap>(&self, out: &mut Fields<'_, M>) -> Result<(), M::Error> {
        out.write("elements", &self.elements)
    }
}

crate::record!(RawPage);
