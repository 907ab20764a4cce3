//! Tasks as written: a job that is created, polled and read.

use crate::diagnostics::Sink;
use crate::syntax::docs::DocsSyntax;
use crate::syntax::reader::{MapReader, Read};
use crate::syntax::tree::{Node, Spanned};

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

impl Read for TaskSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let mut map = MapReader::open(node, "a task", sink);
        let task = Self {
            rust_name: map.optional("rust_name"),
            create: map.required("create"),
            poll: map.required("poll"),
            projection: map.required("projection"),
            status: map.required("status"),
            result: map.required("result"),
            expires: map.optional("expires"),
            docs: DocsSyntax::long(&mut map),
        };
        map.finish();
        Some(task)
    }
}

impl Read for StatusSyntax {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let mut map = MapReader::open(node, "`status`", sink);
        let status = Self {
            field: map.required("field"),
            succeeded: map.some("succeeded", "symbol"),
            failed: map.optional("failed").unwrap_or_default(),
        };
        map.finish();
        Some(status)
    }
}
