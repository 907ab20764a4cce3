//! A request with the faults that hit it.
//!
//! The order is always the same: a reply in place of the true one, or else the request is acted upon;
//! then its data, its head and its bytes are spoilt; and then the time passes that it is late by. No
//! lock is held while that goes on.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, header};
use axum::response::Response;
use restli_model::interpret::{Call, HttpRequest, route, undo_tunnel};
use serde_json::Value as Json;
use tokio::time::error::Elapsed;

use super::canned::Setting;
use super::data;
use super::fault::{Canned, Fault};
use super::pages::Page;
use super::read;
use super::reply::{Content, Reply};
use super::rule::{CallFacts, Facts};
use super::rules::Hit;
use super::sites;
use super::{end, refused};
use crate::connection::Wire;
use crate::world::World;
use crate::{http, upload};

/// The header in which a request asks for faults itself.
pub(crate) const HEADER: &str = "x-sandbox-fault";

/// How long a request may take to come in and be acted upon.
const LIMIT: Duration = Duration::from_secs(60);

/// Which faults hit a request, as text: an extension of its reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Applied(pub(crate) String);

/// Whether anything may go wrong with a request.
pub(crate) fn may_hit(world: &World, head: &Parts) -> bool {
    !world.faults.is_empty() || head.headers.contains_key(HEADER)
}

/// Answers a request by `act`, with what goes wrong.
pub(crate) async fn around(
    world: &World,
    wire: &Wire,
    head: Parts,
    body: Body,
    act: impl AsyncFnOnce(Parts, Body) -> Response,
) -> Response {
    let _busy = wire.begin();
    let asked = match asked(&head) {
        Ok(asked) => asked,
        Err(why) => return refused(400, &format!("the header `{HEADER}` cannot be read: {why}")),
    };
    if asked.is_empty() && world.faults.is_empty() {
        return in_time(act(head, body)).await.unwrap_or_else(slow);
    }
    let most = upload::MAX_FILE;
    let body = match in_time(to_bytes(body, most)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return refused(413, &format!("the body is larger than {most} bytes")),
        Err(late) => return slow(late),
    };
    let (sent, _) = http::read(&head, Body::from(body.clone())).await;
    let request = undo_tunnel(&sent).map_or_else(|_| sent.clone(), |request| request.into_owned());
    let call = route(&world.model, &request).ok();
    let hits = world
        .faults
        .decide(&facts(world, &request, call.as_ref()), asked);
    let exchange = Exchange {
        world,
        wire,
        request,
        call,
        closing: is_closing(&head),
        applied: Vec::new(),
    };
    exchange.answer(Hits::of(hits), head, body, act).await
}

/// A request that something may go wrong with.
struct Exchange<'w> {
    world: &'w World,
    wire: &'w Wire,
    /// Without its tunnel.
    request: HttpRequest,
    call: Option<Call>,
    /// Whether the client closes the connection afterwards.
    closing: bool,
    /// What has gone wrong.
    applied: Vec<String>,
}

/// What hits a request, in the order in which it does.
#[derive(Default)]
struct Hits {
    /// There is one reply, so there can be no second one in its place.
    instead: Option<Hit>,
    data: Vec<Hit>,
    written: Vec<Hit>,
    late: Vec<Hit>,
}

impl Hits {
    fn of(hits: Vec<Hit>) -> Self {
        let mut sorted = Hits::default();
        for hit in hits {
            match &hit.fault {
                Fault::OnAccept(_) => {}
                Fault::BeforeActing(_) | Fault::AfterActing(_) | Fault::Instead { .. } => {
                    sorted.instead.get_or_insert(hit);
                }
                Fault::Latency(_) => sorted.late.push(hit),
                fault if fault.is_of_data() => sorted.data.push(hit),
                _ => sorted.written.push(hit),
            }
        }
        sorted
    }

    /// Whether the request is acted upon.
    fn let_act(&self) -> bool {
        self.instead.as_ref().is_none_or(|hit| match &hit.fault {
            Fault::Instead { acted, .. } => *acted,
            fault => matches!(fault, Fault::AfterActing(_)),
        })
    }
}

impl Exchange<'_> {
    async fn answer(
        mut self,
        mut hits: Hits,
        mut head: Parts,
        mut body: Bytes,
        act: impl AsyncFnOnce(Parts, Body) -> Response,
    ) -> Response {
        let asked = head.clone();
        let page = { self.call.as_ref() }
            .and_then(|call| Page::of(&self.world.model, call, &self.request));
        let response = match hits.let_act() {
            true => {
                let faults = hits.data.iter().map(|hit| &hit.fault);
                if let Some(target) = page.as_ref().and_then(|page| page.instead(faults)) {
                    redirect(&mut head, &mut body, &target);
                }
                { in_time(act(head, Body::from(body))).await }.unwrap_or_else(slow)
            }
            // In its place stands another one.
            false => http::status(200),
        };
        let mut reply = match &mut hits.instead {
            None => Reply::of(response).await,
            Some(hit) => {
                self.note(hit, "");
                match hit.fault.clone() {
                    Fault::BeforeActing(ending) | Fault::AfterActing(ending) => {
                        self.wait(hits.late).await;
                        let status = response.status().as_u16();
                        return self.said(self.wire.play(status, end(ending)));
                    }
                    Fault::Instead { reply, .. } => self.canned(&asked, &reply, hit).await,
                    _ => Reply::of(response).await,
                }
            }
        };
        self.spoil(&mut reply, page.as_ref(), hits.data);
        for hit in &hits.written {
            self.note(hit, "");
            match &hit.fault {
                Fault::CloseIdle(after) => self.wire.close_idle(*after),
                fault => reply.apply(fault),
            }
        }
        self.wait(hits.late).await;
        let response = match reply.is_raw() {
            true => {
                let status = reply.status;
                self.wire.play(status, reply.into_script(self.closing))
            }
            false => reply.into_response(),
        };
        self.said(response)
    }

    /// Changes the data of a reply.
    fn spoil(&mut self, reply: &mut Reply, page: Option<&Page>, hits: Vec<Hit>) {
        // Errors are not described by the schema, and what is made while it is sent is no true reply.
        let mut json = match &reply.body {
            Content::Whole(body) if (200..300).contains(&reply.status) && !hits.is_empty() => {
                serde_json::from_slice::<Json>(body).ok()
            }
            _ => None,
        };
        let own = self.world.url().trim_start_matches("http://");
        for mut hit in hits {
            let changed = match (&hit.fault, &mut json, &self.call, page) {
                (Fault::Data { change, name, all }, Some(json), Some(call), _) => {
                    let sites = sites::find(&self.world.model, call, json);
                    let name = name.as_deref();
                    data::change(json, &sites, *change, name, *all, &mut hit.chance)
                }
                (fault, Some(json), _, Some(page)) => {
                    page.change(json, fault, own, &mut hit.chance)
                }
                _ => false,
            };
            self.note(
                &hit,
                if changed {
                    ""
                } else {
                    ", which found nothing to change"
                },
            );
        }
        if let Some(json) = json {
            reply.body = Content::Whole(Bytes::from(json.to_string()));
        }
    }

    /// Waits for as long as the faults say together.
    async fn wait(&mut self, late: Vec<Hit>) {
        let mut whole = Duration::ZERO;
        for mut hit in late {
            if let Fault::Latency(latency) = &hit.fault {
                whole += hit.chance.wait(latency);
                self.note(&hit, "");
            }
        }
        if !whole.is_zero() {
            tokio::time::sleep(whole).await;
        }
    }

    async fn canned(&self, head: &Parts, canned: &Canned, hit: &mut Hit) -> Reply {
        let setting = Setting {
            head,
            catalogue: &self.world.catalogue,
            url: self.world.url(),
        };
        let reply = setting.reply(canned, hit).await;
        match head.headers.get(http::PROTOCOL) {
            Some(version) => reply.with(http::PROTOCOL, version.as_bytes()),
            None => reply,
        }
    }

    fn note(&mut self, hit: &Hit, but: &str) {
        let by = hit.by.as_deref().unwrap_or("the request");
        self.applied.push(format!("`{}` of {by}{but}", hit.fault));
    }

    /// The reply with a note of what went wrong.
    fn said(&self, mut response: Response) -> Response {
        if !self.applied.is_empty() {
            let applied = Applied(self.applied.join(", "));
            response.extensions_mut().insert(applied);
        }
        response
    }
}

/// The faults that a request asks for.
fn asked(head: &Parts) -> Result<Vec<Fault>, String> {
    let mut asked = Vec::new();
    for value in head.headers.get_all(HEADER) {
        let text = { value.to_str() }.map_err(|_| "it has other than ASCII characters")?;
        asked.extend(read::list(text).map_err(|error| error.to_string())?);
    }
    match asked.iter().find(|fault| fault.is_of_connection()) {
        Some(fault) => Err(format!(
            "`{fault}` happens before there is a request; write a rule for it"
        )),
        None => Ok(asked),
    }
}

fn facts<'r>(world: &'r World, request: &'r HttpRequest, call: Option<&Call>) -> Facts<'r> {
    let authorization = { request.headers.iter() }.find(|(name, _)| name == "authorization");
    let token = authorization.and_then(|(_, value)| Some(value.split_once(' ')?.1.trim()));
    let path = request.path.split('?').next().unwrap_or_default();
    let call = call.map(|call| {
        let resource = &world.model[call.method.resource];
        let method = &resource.methods[call.method.method];
        CallFacts {
            resource: &resource.name,
            method: method.rest.wire_name(),
            name: &method.name,
        }
    });
    Facts {
        verb: &request.method,
        path,
        token,
        call,
    }
}

/// Has the request ask for something else, in plain words.
fn redirect(head: &mut Parts, body: &mut Bytes, target: &str) {
    let Ok(target) = target.parse() else {
        return;
    };
    head.uri = target;
    if head.method != Method::GET {
        // It was tunneled; what is left of that would be refused.
        head.method = Method::GET;
        head.headers.remove("x-http-method-override");
        head.headers.remove(header::CONTENT_TYPE);
        head.headers.remove(header::CONTENT_LENGTH);
        *body = Bytes::new();
    }
}

fn is_closing(head: &Parts) -> bool {
    let says = |value: &HeaderValue| value.as_bytes().eq_ignore_ascii_case(b"close");
    head.headers.get(header::CONNECTION).is_some_and(says)
}

/// Whatever comes of it, if it comes in time.
async fn in_time<T>(work: impl Future<Output = T>) -> Result<T, Elapsed> {
    tokio::time::timeout(LIMIT, work).await
}

fn slow(_: Elapsed) -> Response {
    let seconds = LIMIT.as_secs();
    refused(
        408,
        &format!("the request took more than {seconds} seconds"),
    )
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use axum::http::Request;
    use serde_json::json;

    use super::*;
    use crate::auth::OwnToken;
    use crate::faults::Rule;
    use crate::seed::Data;
    use crate::service::Service;

    fn world() -> World {
        let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen/tests/features/schema");
        let service = Service::read(schema).unwrap();
        let url = "http://127.0.0.1:1".to_owned();
        World::new(service, Data::default(), 0, &OwnToken::default(), url).unwrap()
    }

    async fn applied(world: &World, fault: &str) -> Option<String> {
        let request = Request::get("/lib/books/7").header(HEADER, fault);
        let (head, ()) = request.body(()).unwrap().into_parts();
        let wire = Wire::default();
        let act = async |_, _| http::json(200, &json!({ "title": "Dracula" }));
        let reply = around(world, &wire, head, Body::empty(), act).await;
        let applied = reply.extensions().get::<Applied>();
        applied.map(|applied| applied.0.clone())
    }

    #[tokio::test]
    async fn a_reply_tells_what_hit_its_request() {
        let world = world();
        let rule = Rule::parse("latency=1ms, total=3").unwrap().named("slow");
        world.faults.add(rule.path("/lib/*")).unwrap();
        world
            .faults
            .add(Rule::parse("reset-after-request").unwrap().nth(2))
            .unwrap();
        assert_eq!(
            applied(&world, "missing-field=title,status=503")
                .await
                .unwrap(),
            "`status=503` of the request, `missing-field=title` of the request, which found nothing to change, \
             `total=3` of rule 1 (slow), which found nothing to change, `latency=1ms` of rule 1 (slow)"
        );
        assert_eq!(
            applied(&world, "cut-after=3").await.unwrap(),
            "`reset-after-request` of rule 2, `latency=1ms` of rule 1 (slow)",
            "what cannot happen any more is not told"
        );
        world.faults.clear();
        assert_eq!(
            applied(&world, "missing-field=title,cut-after=3")
                .await
                .unwrap(),
            "`missing-field=title` of the request, `cut-after=3` of the request"
        );
        world
            .faults
            .add(Rule::parse("html").unwrap().path("/nowhere"))
            .unwrap();
        assert_eq!(
            applied(&world, "no-links").await.unwrap(),
            "`no-links` of the request, which found nothing to change"
        );
    }
    #[tokio::test(start_paused = true)]
    async fn a_request_that_takes_for_ever_ends_after_a_minute() {
        let world = world();
        for header in ["x-other", HEADER] {
            let request = Request::get("/lib/books/7").header(header, "no-links");
            let (head, ()) = request.body(()).unwrap().into_parts();
            let start = tokio::time::Instant::now();
            let act = async |_, _| std::future::pending().await;
            let reply = around(&world, &Wire::default(), head, Body::empty(), act).await;
            assert_eq!(
                (reply.status().as_u16(), start.elapsed().as_secs()),
                (408, 60)
            );
        }
    }
}
