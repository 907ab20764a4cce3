//! Tasks as written: a job that is created, polled and read.

use crate::syntax::docs::DocsSyntax;
use crate::syntax::map_reader::MapReader;
use crate::syntax::reader::Keyed;
use crate::syntax::tree::Spanned;

/// A task.
#[derive(Debug)]
pub(crate) struct TaskSyntax {
    pub(crate) rust_name: Option<Spanned<String>>,
    pub(crate) create: Option<Spanned<String>>,
    pub(crate) poll: Option<Spanned<String>>,
    pub(crate) projection: Option<Spanned<String>>,
    pub(crate) status: Option<StatusSyntax>,
    pub(crate) result: Option<Spanned<String>>,
    pub(crate) expires: Option<Spanned<String>>,
    pub(crate) docs: DocsSyntax,
}

/// How the status of a task is told.
#[derive(Debug)]
pub(crate) struct StatusSyntax {
    pub(crate) field: Option<Spanned<String>>,
    pub(crate) succeeded: Vec<Spanned<String>>,
    pub(crate) failed: Vec<Spanned<String>>,
}

impl Keyed for TaskSyntax {
    const WHAT: &'static str = "a task";

    fn keys(map: &mut MapReader<'_>) -> Self {
        Self {
            rust_name: map.rust_name(),
            create: map.required(
                "create",
                "The method that starts a job; its key names the job.",
            ),
            poll: map.required("poll", "The method that reads the job."),
            projection: map.required(
                "projection",
                "What polling asks for, as a mask: `(id,status,result~)`.",
            ),
            status: map.required("status", "How the job tells that it is done."),
            result: map.required("result", "The field whose resolved value is the result."),
            expires: map.optional(
                "expires",
                "The field of the result that says when it vanishes.",
            ),
            docs: DocsSyntax::long(map),
        }
    }
}

impl Keyed for StatusSyntax {
    const WHAT: &'static str = "`status`";

    fn keys(map: &mut MapReader<'_>) -> Self {
        Self {
            field: map.required("field", "The field that tells."),
            succeeded: map.some("succeeded", "symbol", "The symbols that mean success."),
            failed: map
                .optional("failed", "The symbols that mean failure.")
                .unwrap_or_default(),
        }
    }
}
