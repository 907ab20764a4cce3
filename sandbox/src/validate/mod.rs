//! May this request be answered: does it carry the token, is it of a version that is served, and is it a
//! call of the schema?
//!
//! The questions are asked in the order in which the real thing asks them: what stands before all services
//! knows lengths, tokens and versions; only then does a service look at the rest.

mod body;
mod fields;
mod lengths;

use std::borrow::Cow;

use restli_model::interpret::{At, Call, HttpRequest, Mismatch, Rule, receive, undo_tunnel};

pub(crate) use self::body::read_body;
pub(crate) use self::lengths::Limits;
use crate::auth::Bearer;
use crate::calendar::Unserved;
use crate::catalogue::{ACCEPT, Explanation, Refusal, Subject, TOO_MANY_FIELDS};
use crate::world::World;

/// The request without its tunnel and the call that it makes, or the answer that refuses it. Where its body
/// could not be read, `unreadable` says why.
pub(crate) fn validate<'r>(
    world: &World,
    request: &'r HttpRequest,
    unreadable: Option<String>,
) -> Result<(Cow<'r, HttpRequest>, Call, Bearer), Refusal> {
    let catalogue = &world.catalogue;
    let subject = Subject::of(&world.model, request);
    if let Some((situation, explanation)) = world.limits.check(request) {
        return Err(catalogue.refuse_about(situation, Some(&subject), vec![explanation]));
    }
    let bearer = world.auth.identify(catalogue, &subject)?;
    if let Some(accept) = header(request, "accept").filter(|accept| !admits_json(accept)) {
        let explanation = Explanation {
            at: Some("header `Accept`".to_owned()),
            help: Some("write `Accept: application/json`".to_owned()),
            ..Explanation::text(ACCEPT, format!("`{accept}` admits no JSON"))
        };
        return Err(catalogue.refuse_about(ACCEPT, Some(&subject), vec![explanation]));
    }
    served(world, &subject)?;
    if let Some(why) = unreadable {
        return Err(catalogue.misfit(&subject, &[unread(&why)]));
    }
    let request = undo_tunnel(request).map_err(|found| catalogue.misfit(&subject, &[found]))?;
    let subject = match &request {
        Cow::Borrowed(_) => subject,
        Cow::Owned(within) => Subject::of(&world.model, within),
    };
    let call = receive(&world.model, &request)
        .map_err(|mismatches| catalogue.misfit(&subject, &mismatches))?;
    bearer.permit(catalogue, &subject, &call)?;
    few_fields(world, &subject, &call)?;
    Ok((request, call, bearer))
}

/// Refuses a request of a version that is not served.
fn served(world: &World, subject: &Subject<'_>) -> Result<(), Refusal> {
    let Some(resource) = subject.resource else {
        return Ok(());
    };
    let checked = (world.calendar).check(subject.model, resource, subject.request);
    checked.map_err(|unserved| match unserved {
        Unserved::Twice(mismatch) => world.catalogue.misfit(subject, &[mismatch]),
        Unserved::Refused {
            situation,
            message,
            help,
        } => {
            let header = subject.model.api.version.as_ref();
            let explanation = Explanation {
                at: header.map(|version| format!("header `{}`", version.header)),
                help: Some(help),
                declared: Some(resource.place.clone()),
                ..Explanation::text(situation, message)
            };
            let catalogue = &world.catalogue;
            catalogue.refuse_about(situation, Some(subject), vec![explanation])
        }
    })
}

/// Refuses a mask with more names than the resource answers.
fn few_fields(world: &World, subject: &Subject<'_>, call: &Call) -> Result<(), Refusal> {
    let resource = &world.model[call.method.resource];
    let method = &resource.methods[call.method.method];
    let behaviour = world.behaviour.resources.get(&call.method.resource);
    let max = behaviour.and_then(|behaviour| behaviour.max_fields);
    let (Some(max), Some((count, mask))) = (max, fields::asked_for(call, method)) else {
        return Ok(());
    };
    if count <= max {
        return Ok(());
    }
    let message = format!("`{mask}` names {count} fields, more than the {max} that are answered");
    let explanation = Explanation {
        at: Some(format!("mask `{mask}`")),
        help: Some("ask for some of them, and for the others in another request".to_owned()),
        declared: Some(method.place.clone()),
        ..Explanation::text(TOO_MANY_FIELDS, message)
    };
    Err(world
        .catalogue
        .refuse_about(TOO_MANY_FIELDS, Some(subject), vec![explanation]))
}

fn unread(why: &str) -> Mismatch {
    Mismatch {
        rule: Rule::Body,
        at: At::Body(String::new()),
        message: format!("the body cannot be read: {why}"),
        help: None,
        declared: None,
    }
}

/// Whether one of the media types is JSON, or any, and wanted at all.
fn admits_json(accept: &str) -> bool {
    accept.split(',').any(|range| {
        let mut parts = range.split(';').map(str::trim);
        let media_type = parts.next().unwrap_or_default().to_ascii_lowercase();
        let known = ["application/json", "application/*", "*/*", ""];
        let unwanted = parts.any(|part| ["q=0", "q=0.0", "q=0.00", "q=0.000"].contains(&part));
        known.contains(&media_type.as_str()) && !unwanted
    })
}

fn header<'r>(request: &'r HttpRequest, name: &str) -> Option<&'r str> {
    let mut headers = request.headers.iter();
    let (_, value) = headers.find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    Some(value)
}
