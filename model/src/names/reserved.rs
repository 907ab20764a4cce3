//! Words that cannot be names, by where they would stand.
//!
//! Each list says what takes the names in the generated client.

/// Words of Rust that need `r#`.
pub(super) const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Words of Rust that have no raw form.
pub(super) const NEVER_RAW: &[&str] = &["self", "Self", "super", "crate"];

/// Files that mean something else to Rust or to an operating system.
pub(super) const FILES: &[&str] = &[
    "mod", "lib", "main", "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5",
    "com6", "com7", "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8",
    "lpt9",
];

/// Types of the client's root, and what Rust's prelude brings into every file.
pub(crate) const ROOT_TYPES: &[&str] = &[
    "Client",
    "ClientBuilder",
    "Error",
    "Projection",
    "Result",
    "Urn",
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
    "BTreeMap",
];

/// Modules of the client's root.
pub(crate) const ROOT_MODULES: &[&str] = &[
    "client", "kind", "types", "urns", "std", "core", "alloc", "restli",
];

/// Features of the client.
pub(crate) const FEATURES: &[&str] = &["blocking", "default", "full", "native_tls", "rustls"];

/// Functions of the client.
pub(crate) const CLIENT_FUNCTIONS: &[&str] = &["builder", "clone", "from", "into", "new", "restli"];

/// Functions of every builder of a call.
pub(crate) const BUILDER_FUNCTIONS: &[&str] = &[
    "build",
    "count",
    "page_size",
    "page_token",
    "pages",
    "project",
    "project_as",
    "project_collection",
    "send",
    "send_blocking",
    "start",
    "stream",
    "total",
];

/// How further functions of every builder begin.
pub(crate) const BUILDER_PREFIX: &str = "with_";

/// Functions of every projection builder.
pub(crate) const PROJECTION_FUNCTIONS: &[&str] = &["all", "from_mask", "into_mask"];

/// Functions of records that can be sent, which have a setter for each field.
pub(crate) const RECORD_FUNCTIONS: &[&str] = &["new", "projection"];

/// Variants of enums, unions and shapes that hold what the schema does not know.
pub(crate) const VARIANTS: &[&str] = &["Unknown"];

/// Variants of sets of URN kinds.
pub(crate) const SET_VARIANTS: &[&str] = &["Other"];
