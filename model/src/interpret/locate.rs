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
    let (mut most, mut best) = (0, Vec::new());
    for (index, resource) in model.resources.iter().enumerate() {
        let template = template(model, resource);
        let Some((literals, parents)) = matches(&template, &segments) else {
            continue;
        };
        let entity = match &segments[template.len()..] {
            [] => None,
            [text] if takes_key(resource) => Some(Segment {
                index: template.len(),
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
                length: template.len(),
                entity,
            });
        }
    }
    // Of several paths that match alike, such as keys at different places, the first one declared counts.
    best.sort_by_key(|located| located.resource.unofficial);
    best.dedup_by_key(|located| located.resource.unofficial);
    match best.is_empty() {
        true => Err(unknown(model, &segments)),
        false => Ok(best),
    }
}

/// The path of a resource as templates write it: `/v2/people/{id}/positions`.
pub fn path_of(model: &Model, resource: &Resource) -> String {
    let parts = template(model, resource)
        .into_iter()
        .map(|part| match part {
            Part::Literal(text) => format!("/{text}"),
            Part::Key(key) => format!("/{{{}}}", key.name),
        });
    parts.collect()
}

#[derive(Clone, Copy)]
enum Part<'m> {
    Literal(&'m str),
    Key(&'m Key),
}

fn template<'m>(model: &'m Model, resource: &'m Resource) -> Vec<Part<'m>> {
    let base = model.api.bases[resource.base]
        .path
        .split('/')
        .filter(|part| !part.is_empty());
    let own = resource.path.iter().map(|part| match part {
        PathPart::Segment(text) => Part::Literal(text),
        PathPart::Key(key) => Part::Key(key),
    });
    base.map(Part::Literal).chain(own).collect()
}

fn takes_key(resource: &Resource) -> bool {
    resource.key.is_some() || resource.methods.iter().any(|method| method.key.is_some())
}

type Match<'m, 'p> = (usize, Vec<(&'m Key, Segment<'p>)>);

/// The number of literal segments and the keys, if the path begins as the template says.
fn matches<'m, 'p>(template: &[Part<'m>], segments: &[&'p str]) -> Option<Match<'m, 'p>> {
    if segments.len() < template.len() {
        return None;
    }
    let mut literals = 0;
    let mut keys = Vec::new();
    for (index, (part, text)) in template.iter().zip(segments).enumerate() {
        match part {
            Part::Literal(literal) if is_literal(text, literal) => literals += 1,
            Part::Literal(_) => return None,
            Part::Key(key) => keys.push((*key, Segment { index, text })),
        }
    }
    Some((literals, keys))
}

fn is_literal(text: &str, literal: &str) -> bool {
    text == literal
        || text.contains('%')
            && parse_path_segment(text).is_ok_and(|value| value.as_token() == Some(literal))
}

fn unknown(model: &Model, segments: &[&str]) -> Mismatch {
    let path = format!("/{}", segments.join("/"));
    let below = model.resources.iter().filter_map(|resource| {
        let template = template(model, resource);
        matches(&template, segments).map(|_| (template.len(), resource))
    });
    if let Some((length, resource)) = below.max_by_key(|(length, _)| *length) {
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
    let near = (1..=segments.len())
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
        .map(|resource| template(model, resource))
        .filter(|template| template.len() == length)
        .map(|template| {
            let parts = template
                .iter()
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
