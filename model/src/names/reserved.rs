//! Words that cannot be names, by where they would stand.
//!
//! Each list says what takes the names in the generated client.

/// Words of Rust that need `r#`.
pub const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Words of Rust that have no raw form.
pub const NEVER_RAW: &[&str] = &["self", "Self", "super", "crate"];

/// Files that mean something else to Rust or to an operating system.
pub const FILES: &[&str] = &[
    "mod", "lib", "main", "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5",
    "com6", "com7", "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8",
    "lpt9",
];

/// Types of the client's root, what Rust's prelude brings into every file, and `T`, by which builders call
/// the entity of their answer.
pub const ROOT_TYPES: &[&str] = &[
    "Client",
    "ClientBuilder",
    "Decorated",
    "Error",
    "Projection",
    "Result",
    "T",
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

/// The type of permissions, which a client has if its schema declares some.
pub const SCOPE: &str = "Scope";

/// Modules of the client's root.
pub const ROOT_MODULES: &[&str] = &[
    "client", "kind", "scopes", "types", "urns", "std", "core", "alloc", "restli",
];

/// Features of the client.
pub const FEATURES: &[&str] = &[
    "blocking",
    "default",
    "full",
    "gzip",
    "http2",
    "jiff",
    "native_tls",
    "oauth",
    "rust_decimal",
    "rustls",
    "system_proxy",
];

/// Functions of the client.
pub const CLIENT_FUNCTIONS: &[&str] =
    &["builder", "clone", "from", "into", "new", "oauth", "restli"];

/// Functions of every builder of a call.
pub const BUILDER_FUNCTIONS: &[&str] = &[
    "build",
    "in_chunks",
    "project",
    "project_as",
    "project_collection",
    "project_metadata",
    "project_paging",
    "select",
    "send",
    "send_blocking",
    "without_entity",
];

/// Further functions of builders of paged calls.
pub const PAGED_FUNCTIONS: &[&str] = &[
    "count",
    "page_size",
    "page_token",
    "pages",
    "start",
    "stream",
    "total",
    "total_blocking",
];

/// How further functions of every builder begin.
pub const BUILDER_PREFIX: &str = "with_";

/// Functions of every projection builder.
pub const PROJECTION_FUNCTIONS: &[&str] =
    &["all", "and", "from_mask", "into_mask", "slice", "without"];

/// Functions of records that can be sent, which have a setter for each field.
pub const RECORD_FUNCTIONS: &[&str] = &["new", "projection"];

/// Variants of enums, unions and shapes that hold what the schema does not know.
pub const VARIANTS: &[&str] = &["Unknown"];

/// The variant of unions that may be null.
pub const NULL_VARIANTS: &[&str] = &["Null"];

/// Variants of sets of URN kinds.
pub const SET_VARIANTS: &[&str] = &["Other"];
