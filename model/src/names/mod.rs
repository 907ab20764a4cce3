//! Names: what the schema writes, turned into Rust identifiers.
//!
//! This is the only place that converts case, so that a name is spelled alike wherever it is
//! generated, shown or compared.

mod reserved;
mod scope;

use heck::{ToSnakeCase, ToUpperCamelCase};

pub use self::reserved::*;
pub(crate) use self::scope::{Scope, Taken};

/// Longer names are refused.
const MAX_LENGTH: usize = 100;
/// The same for names on the wire, which may be full names of types.
const MAX_WIRE_LENGTH: usize = 300;

/// How a Rust identifier is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// Fields, functions, parameters, modules.
    Snake,
    /// Types and variants.
    Camel,
}

/// The identifier for a name; nothing if there is none in plain ASCII.
///
/// Keywords become raw identifiers, and get a `_` where Rust knows no raw form.
pub fn identifier(name: &str, case: Case) -> Option<String> {
    if name.len() > MAX_LENGTH || !name.chars().all(|c| c == ' ' || c.is_ascii_graphic()) {
        return None;
    }
    let converted = match case {
        Case::Snake => name.to_snake_case(),
        Case::Camel => name.to_upper_camel_case(),
    };
    is_plain(&converted).then(|| escape(converted))
}

/// Checks an identifier that the schema chose by `rust_name:`, and makes it raw if need be.
pub fn chosen(name: &str, case: Case) -> Option<String> {
    let bare = name.strip_prefix("r#").unwrap_or(name);
    let converted = identifier(bare, case)?;
    let same = converted.strip_prefix("r#").unwrap_or(&converted) == bare;
    same.then_some(converted)
}

/// The last part of a full type name, which alone stands in Rust.
pub fn last_part(full: &str) -> &str {
    full.rsplit('.').next().unwrap_or(full)
}

/// The Rust type of an identifier in snake case: `find_by_viewer` -> `FindByViewer`.
pub fn type_of(snake: &str) -> String {
    escape(snake.trim_start_matches("r#").to_upper_camel_case())
}

/// The Rust function of an identifier in camel case: `EmailAddress` -> `email_address`.
pub fn function_of(camel: &str) -> String {
    escape(camel.to_snake_case())
}

/// Whether a file of that name would mean something else.
pub fn is_taken_file(rust_name: &str) -> bool {
    FILES.contains(&rust_name.trim_start_matches("r#"))
}

/// Puts words behind an identifier: `to` and `resolved` make `to_resolved`.
pub fn joined(first: &str, rest: &str) -> String {
    let bare = |name: &str| {
        name.trim_start_matches("r#")
            .trim_end_matches('_')
            .to_owned()
    };
    format!("{}_{}", bare(first), bare(rest))
}

/// The function of a finder: `find_by_viewer` for `viewer`, and for `byViewer` too.
pub fn finder(prefix: &str, name: &str) -> String {
    let bare = name.trim_start_matches("r#");
    let rest = bare.strip_prefix("find_by_").or(bare.strip_prefix("by_"));
    joined(prefix, rest.filter(|rest| !rest.is_empty()).unwrap_or(bare))
}

/// Whether a file or folder of the schema may be a Rust module of the same name.
pub fn is_module_name(name: &str) -> bool {
    chosen(name, Case::Snake).is_some_and(|chosen| chosen == name) && !FILES.contains(&name)
}

/// Why a name cannot be used in requests, masks and JSON, if so.
pub fn wire_problem(name: &str) -> Option<String> {
    if name.is_empty() {
        return Some("a name cannot be empty".to_owned());
    }
    if name.len() > MAX_WIRE_LENGTH {
        return Some(format!(
            "a name cannot be longer than {MAX_WIRE_LENGTH} characters"
        ));
    }
    let other = name.chars().find(|c| !is_wire_character(*c))?;
    Some(format!(
        "a name cannot contain `{}`",
        other.escape_default()
    ))
}

/// Whether requests, masks and JSON can carry a character in a name.
pub(crate) fn is_wire_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_-.$".contains(c)
}

/// Whether a text is a path of identifiers, such as `linkedin_types::localized`.
pub(crate) fn is_path(text: &str) -> bool {
    let parts: Vec<&str> = text.split("::").collect();
    let plain = |part: &&str| is_plain(part) && escape((*part).to_owned()) == **part;
    text.len() <= MAX_LENGTH && parts.len() > 1 && parts.iter().all(plain)
}

fn is_plain(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn escape(name: String) -> String {
    if NEVER_RAW.contains(&name.as_str()) {
        return name + "_";
    }
    if KEYWORDS.contains(&name.as_str()) {
        return format!("r#{name}");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snake_case() {
        for (name, expected) in [
            ("firstName", Some("first_name")),
            ("id", Some("id")),
            ("type", Some("r#type")),
            ("async", Some("r#async")),
            ("gen", Some("r#gen")),
            ("self", Some("self_")),
            ("Self", Some("self_")),
            ("super", Some("super_")),
            ("crate", Some("crate_")),
            ("X-Forwarded-For", Some("x_forwarded_for")),
            ("handleString", Some("handle_string")),
            ("given_name", Some("given_name")),
            ("$URN", Some("urn")),
            ("firstDegreeSize", Some("first_degree_size")),
            ("HTMLPage", Some("html_page")),
            ("r#type", Some("r_type")),
            ("_", None),
            ("", None),
            ("2fast", None),
            ("grüße", None),
            ("名前", None),
            ("a\u{202e}b", None),
        ] {
            assert_eq!(identifier(name, Case::Snake).as_deref(), expected, "{name}");
        }
        assert_eq!(identifier(&"a".repeat(10_000), Case::Snake), None);
    }

    #[test]
    fn camel_case() {
        for (name, expected) in [
            ("IN_PROGRESS", Some("InProgress")),
            ("EMAIL", Some("Email")),
            ("economicEmpowerment", Some("EconomicEmpowerment")),
            ("MultiLocaleString", Some("MultiLocaleString")),
            ("digitalmediaAsset", Some("DigitalmediaAsset")),
            ("type", Some("Type")),
            ("self", Some("Self_")),
            ("image/jpeg", Some("ImageJpeg")),
            ("100_PERCENT", None),
            ("***", None),
        ] {
            assert_eq!(identifier(name, Case::Camel).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn chosen_names_are_kept() {
        for (name, case, expected) in [
            ("client_ip", Case::Snake, Some("client_ip")),
            ("type", Case::Snake, Some("r#type")),
            ("r#type", Case::Snake, Some("r#type")),
            ("clientIp", Case::Snake, None),
            ("2d", Case::Snake, None),
            ("Image", Case::Camel, Some("Image")),
            ("image", Case::Camel, None),
        ] {
            assert_eq!(chosen(name, case).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn parts_and_paths() {
        assert_eq!(last_part("com.linkedin.identity.Image"), "Image");
        assert_eq!(last_part("string"), "string");
        assert_eq!(type_of("find_by_viewer"), "FindByViewer");
        assert_eq!(type_of("r#type"), "Type");
        assert_eq!(function_of("EmailAddress"), "email_address");
        assert_eq!(function_of("Type"), "r#type");
        assert!(is_taken_file("r#mod") && is_taken_file("aux") && !is_taken_file("r#type"));
        assert_eq!(joined("r#type", "resolved"), "type_resolved");
        for name in ["viewer", "by_viewer", "find_by_viewer"] {
            assert_eq!(finder("find_by", name), "find_by_viewer");
        }
        assert_eq!(finder("batch_find_by", "by"), "batch_find_by_by");
        assert_eq!(finder("find_by", "r#type"), "find_by_type");
        assert!(is_path("linkedin_types::localized"));
        assert!(!is_path("localized"));
        assert!(!is_path("a::b!()"));
        assert!(!is_path("a::fn"));
    }

    #[test]
    fn modules() {
        for name in ["identity", "rich_media", "v2"] {
            assert!(is_module_name(name), "{name}");
        }
        for name in [
            "../x", "CON", "con", "mod", "type", "A", "a-b", "", "a.b", "_a", "a\\b",
        ] {
            assert!(!is_module_name(name), "{name}");
        }
    }

    #[test]
    fn wire_names() {
        for name in [
            "firstName",
            "$URN",
            "X-Forwarded-For",
            "com.linkedin.Image",
            "2d",
        ] {
            assert_eq!(wire_problem(name), None, "{name}");
        }
        for name in ["", "a b", "a,b", "a~", "ü", "a\nb", "a(b)"] {
            assert!(wire_problem(name).is_some(), "{name}");
        }
    }
}
