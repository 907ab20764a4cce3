//! Where files go: the URLs that actions hand out, which are no resources and take raw bytes.
//!
//! The bytes themselves are of no use here, so only their tag is kept by whoever sent them.

use std::hash::{DefaultHasher, Hash, Hasher};

use axum::body::{Body, to_bytes};
use axum::http::{HeaderValue, Method, header};
use axum::response::Response;

use crate::http::status;
use crate::world::World;

/// What happens to an entity when something was uploaded for it.
pub(crate) const UPLOAD: &str = "upload";

/// No name of a resource begins like this.
const PATH: &str = "/-/uploads/";

/// Larger files are refused.
pub(crate) const MAX_FILE: usize = 64 << 20;

/// Where to upload to.
pub(crate) fn url(base: &str, number: usize) -> String {
    format!("{base}{PATH}{number}")
}

/// The number of the place that a path names, if it is one.
pub(crate) fn number(path: &str) -> Option<usize> {
    path.strip_prefix(PATH)?.parse().ok()
}

/// Takes a file, or a part of one, and tells the entity that waits for it.
pub(crate) async fn answer(world: &World, number: usize, method: &Method, body: Body) -> Response {
    if *method != Method::PUT {
        return status(405);
    }
    let Ok(bytes) = to_bytes(body, MAX_FILE).await else {
        return status(413);
    };
    if bytes.is_empty() {
        return status(400);
    }
    if !world.store().uploaded(number) {
        return status(404);
    }
    let mut response = status(201);
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    if let Ok(tag) = HeaderValue::try_from(format!("\"{:016x}\"", hasher.finish())) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}
