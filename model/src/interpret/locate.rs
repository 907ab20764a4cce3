//! The path of a request: which resource it is of, and the texts of its keys.
//!
//! Resources are matched whole, literal segments before keys, so that a sub-resource wins over an
//! entity of its parent.

use restli_wire::parse_path_segment;

use super::describe;
use super::{At, Mismatch, Rule};
use crate::diagnostics::nearest;
use crate::model::{Key, Model, PathPart, Resource, ResourceId};

/// A resource, found by its path.
#[derive(Debug)]
pub(super) struct Located<'m, 'p> {
    pub(super) id: ResourceId,
    pub(super) resource: &'m Resource,
    /// The keys of parents, in path order.
    pub(super) parents: Vec<(&'m Key, Segment<'p>)>,
    /// How many segments the resource's own path has.
    pub(super) length: usize,
    /// The segment behind the resource's own path: the key of an entity, or parts of one.
    pub(super) entity: Option<Segment<'p>>,
}

/// A segment of the path, still escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segment<'p> {
    pub(super) index: usize,
    pub(super) text: &'p str,
}

/// Finds the resource of a path. Where an unofficial one stands at the path of another, it comes second.
pub(super) fn locate<'m, 'p>(
    model: &'m Model,
    path: &'p str,
) -> Result<Vec<Located<'m, 'p>>, Mismatch> {
    let Some(inner) = path.strip_prefix('/') else {
        return Err(Mismatch {
            rule: Rule::Resource,
            at: At::Path(0),
            message: format!("`{path}` does not begin with a slash"),
            help: Some("give the path alone, without scheme and host".to_owned()),
            declared: None,
        });
    };
    let segments: Vec<_> = inner.split('/').collect();
    match find(model, &segments) {
        found if found.is_empty() => Err(unknown(model, &segments)),
        found => Ok(found),
    }
}

fn find<'m, 'p>(model: &'m Model, segments: &[&'p str]) -> Vec<Located<'m, 'p>> {
    let (mut most, mut best) = (0, Vec::new());
    for (index, resource) in model.resources.iter().enumerate() {
        let Some(Match {
            length,
            literals,
            parents,
        }) = matches(model, resource, segments)
        else {
            continue;
        };
        let entity = match &segments[length..] {
            [] => None,
            [text] if takes_key(resource) => Some(Segment {
                index: length,
                text,
            }),
            _ => continue,
        };
        if literals > most {
            best.clear();
            most = literals;
        }
        if literals == most {
            best.push(Located {
                id: ResourceId(index as u32),
                resource,
                parents,
                length,
                entity,
            });
        }
    }
    // Of several paths that match alike, such as keys at different places, the first one declared counts.
    best.sort_by_key(|located| located.resource.unofficial);
    best.dedup_by_key(|located| located.resource.unofficial);
    best
}

/// The path of a resource as templates write it: `/v2/people/{id}/positions`.
pub fn path_of(model: &Model, resource: &Resource) -> String {
    let parts = template(model, resource).map(|part| match part {
        Part::Literal(text) => format!("/{text}"),
        Part::Key(key) => format!("/{{{}}}", key.name),
    });
    parts.collect()
}

/// The resource that a path, without its query, is of. Nothing where there is none.
pub fn resource_at(model: &Model, path: &str) -> Option<ResourceId> {
    let segments: Vec<_> = path.strip_prefix('/')?.split('/').collect();
    find(model, &segments).first().map(|located| located.id)
}

#[derive(Clone, Copy)]
enum Part<'m> {
    Literal(&'m str),
    Key(&'m Key),
}

fn template<'m>(model: &'m Model, resource: &'m Resource) -> impl Iterator<Item = Part<'m>> {
    let base = model.api.bases[resource.base]
        .path
        .split('/')
        .filter(|part| !part.is_empty());
    let own = resource.path.iter().map(|part| match part {
        PathPart::Segment(text) => Part::Literal(text),
        PathPart::Key(key) => Part::Key(key),
    });
    base.map(Part::Literal).chain(own)
}

fn takes_key(resource: &Resource) -> bool {
    resource.key.is_some() || resource.methods.iter().any(|method| method.key.is_some())
}

/// How the beginning of a path is that of a resource.
struct Match<'m, 'p> {
    /// How many segments it has.
    length: usize,
    /// How many of them are no keys.
    literals: usize,
    /// The others.
    parents: Vec<(&'m Key, Segment<'p>)>,
}

/// Nothing where the path begins otherwise.
fn matches<'m, 'p>(
    model: &'m Model,
    resource: &'m Resource,
    segments: &[&'p str],
) -> Option<Match<'m, 'p>> {
    let (mut length, mut parents) = (0, Vec::new());
    for part in template(model, resource) {
        let text = segments.get(length)?;
        match part {
            Part::Literal(literal) if is_literal(text, literal) => {}
            Part::Literal(_) => return None,
            Part::Key(key) => parents.push((
                key,
                Segment {
                    index: length,
                    text,
                },
            )),
        }
        length += 1;
    }
    Some(Match {
        length,
        literals: length - parents.len(),
        parents,
    })
}

fn is_literal(text: &str, literal: &str) -> bool {
    text == literal
        || text.contains('%')
            && parse_path_segment(text).is_ok_and(|value| value.as_token() == Some(literal))
}

fn unknown(model: &Model, segments: &[&str]) -> Mismatch {
    let path = format!("/{}", segments.join("/"));
    let below = model.resources.iter().filter_map(|resource| {
        matches(model, resource, segments).map(|found| (found.length, resource))
    });
    if let Some((length, resource)) =
        below.max_by_key(|(length, below)| (*length, !below.unofficial))
    {
        let name = &resource.name;
        let message = match takes_key(resource) {
            false => format!("`{name}` has no key, so `{path}` is nothing of it"),
            true => {
                format!("`{name}` has nothing below its entities, so `{path}` is nothing of it")
            }
        };
        return Mismatch {
            rule: Rule::Resource,
            at: At::Path(length + usize::from(takes_key(resource))),
            message,
            help: Some(format!(
                "the path of `{name}` is `{}`",
                path_of(model, resource)
            )),
            declared: Some(resource.place.clone()),
        };
    }
    let lengths = model.resources.iter();
    let lengths = lengths.map(|resource| template(model, resource).count());
    let longest = lengths.max().unwrap_or_default().min(segments.len());
    let near = (1..=longest)
        .rev()
        .find_map(|length| near_path(model, segments, length));
    let differs = near.as_ref().and_then(|near| {
        let near: Vec<_> = near.split('/').skip(1).collect();
        (0..near.len()).find(|index| near.get(*index) != segments.get(*index))
    });
    let help = match near {
        Some(near) => Some(format!("did you mean `{near}`?")),
        None => {
            let paths: Vec<_> = model
                .resources
                .iter()
                .map(|resource| path_of(model, resource))
                .collect();
            describe::instead("", paths.iter().map(String::as_str))
        }
    };
    Mismatch {
        rule: Rule::Resource,
        at: At::Path(differs.unwrap_or(segments.len().saturating_sub(1))),
        message: format!("no resource has the path `{path}`"),
        help,
        declared: None,
    }
}

/// The path nearest to the first segments, of those with as many; keys stay as they are.
fn near_path(model: &Model, segments: &[&str], length: usize) -> Option<String> {
    let candidates: Vec<String> = model
        .resources
        .iter()
        .filter(|resource| template(model, resource).count() == length)
        .map(|resource| {
            let parts = template(model, resource)
                .zip(segments)
                .map(|(part, text)| match part {
                    Part::Literal(literal) => format!("/{literal}"),
                    Part::Key(_) => format!("/{text}"),
                });
            parts.collect()
        })
        .collect();
    let written = format!("/{}", segments[..length].join("/"));
    nearest(&written, candidates.iter().map(String::as_str)).map(str::to_owned)
}
