//! JSON documents of a named type: what a client must read and write again.
//!
//! They test types without a call, such as what a suite of another implementation ships.

use std::sync::Arc;

use super::super::{At, JsonReader, Mismatch, describe};
use super::file::{DocumentFile, place};
use super::{diagnostic, excused, misfit, report_idle, span};
use crate::diagnostics::{Code, Diagnostic, Report};
use crate::model::{Model, Type, TypeId};
use crate::source::{Place, SourceFile};

/// A JSON document of the schema's samples; its test reads it as its type and writes it again.
#[derive(Clone, Debug)]
pub struct DocumentSample {
    /// The file, relative to the schema folder.
    pub file: String,
    /// `defaults.1`.
    pub id: String,
    /// Its type; nothing for JSON that is printed as it was parsed.
    pub ty: Option<TypeId>,
    /// Whether the file also holds the document with its defaults written out.
    pub filled: bool,
    /// What does not fit, if anything: the sample's test is then emitted as failing.
    pub misfit: Option<String>,
    /// Where the file is.
    pub place: Place,
}

/// Holds a document against its type.
pub(super) fn measure(
    model: &Model,
    file: &Arc<SourceFile>,
    sample: DocumentFile,
    report: &mut Report,
) -> DocumentSample {
    let mut measured = DocumentSample {
        file: file.path().to_owned(),
        id: sample.id.clone(),
        ty: None,
        filled: sample.filled.is_some(),
        misfit: None,
        place: Place::start_of(file),
    };
    let Some(name) = &sample.ty else {
        return measured;
    };
    measured.ty = type_named(model, name);
    let Some(ty) = measured.ty else {
        let known = model.types.iter().map(|ty| ty.name.as_str());
        let message = format!("sample `{}`: no type is called `{name}`", sample.id);
        let diagnostic = Diagnostic::error(Code::SampleFile, &place(file, &["type"]), &message)
            .help_if(describe::instead(name, known));
        report.push(diagnostic);
        measured.misfit = Some(message);
        return measured;
    };
    let mut used = vec![false; sample.unknown.len()];
    let mut found = Vec::new();
    let parts = [
        ("document", Some(&sample.document)),
        ("filled", sample.filled.as_ref()),
    ];
    for (part, json) in parts {
        let Some(json) = json else { continue };
        let mut reader = JsonReader::of_document(model, &model[ty].place);
        reader.value(json, &Type::Named(ty));
        let misfits = { reader.found.into_iter() }
            .filter(|mismatch| !excused(mismatch, &sample.unknown, &mut used));
        for mismatch in misfits {
            let at = Place::new(file, in_part(file, part, &mismatch));
            report.push(diagnostic(&at, &sample.id, Code::SampleResponse, &mismatch));
            found.push(mismatch);
        }
    }
    report_idle(file, &sample.id, &sample.unknown, &used, report);
    measured.misfit = misfit(&found);
    measured
}

fn type_named(model: &Model, name: &str) -> Option<TypeId> {
    let index = model.types.iter().position(|ty| ty.name == name)?;
    Some(TypeId(index as u32))
}

fn in_part(file: &Arc<SourceFile>, part: &str, mismatch: &Mismatch) -> std::ops::Range<usize> {
    let inner = match &mismatch.at {
        At::ResponseBody(path) => path.as_str(),
        _ => "",
    };
    span::within(file, &[part], inner, mismatch.rule)
}
