//! Members of an answer that its schema does not have, which readers of Rest.li skip.
//!
//! A member is let through only if no record of the IDL has a field of its name, so that a field
//! that got lost on the way to the model is not excused by its absence there.

use restli_idl::Idl;
use restli_idl::ast::SchemaKind;
use restli_idl::suite::Sample;
use restli_model::interpret::{At, Rule, check_response};
use restli_model::model::Model;

/// Lists unknown members in the samples whose answers have them; tells whether there are any.
pub(super) fn tolerate(model: &Model, idl: &Idl, samples: &mut [Sample]) -> bool {
    let mut found = false;
    for sample in samples {
        let read = model.samples.iter().find(|read| read.id == sample.id);
        let Some((read, call)) = read.and_then(|read| Some((read, read.call.as_ref()?))) else {
            continue;
        };
        let mismatches = check_response(model, call, &read.exchange.response).into_iter();
        let paths = mismatches.filter_map(|mismatch| match mismatch.at {
            At::ResponseBody(path) if mismatch.rule == Rule::UnknownMember => Some(path),
            _ => None,
        });
        let paths: Vec<String> = paths.filter(|path| !is_field(idl, path)).collect();
        for path in &paths {
            println!(
                "`{}`: the schema does not know `{path}` of the answer",
                sample.id
            );
        }
        if !paths.is_empty() {
            sample.tolerate(&paths);
            found = true;
        }
    }
    found
}

/// Whether some record has a field of the name that a path ends in.
fn is_field(idl: &Idl, path: &str) -> bool {
    let name = path
        .rsplit(['.', '"'])
        .find(|part| !matches!(*part, "" | "]"));
    idl.schemas.values().any(|schema| match &schema.kind {
        SchemaKind::Record(record) => {
            let mut fields = record.fields.iter();
            fields.any(|field| Some(field.name.value.as_str()) == name)
        }
        _ => false,
    })
}
