//! Laying out YAML: what fits stands on one line, the rest becomes a block.

use crate::yaml::scalar::{self, Context};
use crate::yaml::{Layout, Map, Yaml};

/// Longer lines are broken where they can be.
const WIDTH: usize = 100;
/// Lists and maps with more levels inside become blocks.
const MAX_FLOW_DEPTH: usize = 3;

/// A whole file.
pub(crate) fn document(yaml: &Yaml) -> String {
    let mut out = String::new();
    match yaml {
        Yaml::Map(map) if !map.is_empty() => block_map(&mut out, map, 0),
        Yaml::List(items) if !items.is_empty() => block_list(&mut out, items, 0),
        other => {
            out.push_str(&flow(other));
            out.push('\n');
        }
    }
    out
}

fn block_map(out: &mut String, map: &Map, indent: usize) {
    for (key, value) in &map.entries {
        pad(out, indent);
        let start = out.len();
        out.push_str(&scalar::inline(key, Context::Flow));
        out.push(':');
        let used = indent + out[start..].chars().count() + 1;
        value_behind(out, value, used, indent + 2);
    }
}

fn block_list(out: &mut String, items: &[Yaml], indent: usize) {
    for item in items {
        pad(out, indent);
        out.push('-');
        value_behind(out, item, indent + 2, indent + 2);
    }
}

/// A value behind its key or dash: on the same line if it is short, else below.
fn value_behind(out: &mut String, value: &Yaml, used: usize, indent: usize) {
    match value {
        Yaml::Map(map) if is_block(map, value, used) => {
            out.push('\n');
            block_map(out, map, indent);
        }
        Yaml::List(items) if !items.is_empty() && !fits(value, used) => {
            out.push('\n');
            block_list(out, items, indent);
        }
        Yaml::Text(text) if scalar::is_lines(text) => lines(out, text, indent),
        Yaml::Text(text) => {
            out.push(' ');
            out.push_str(&scalar::inline(text, Context::Block));
            out.push('\n');
        }
        other => {
            out.push(' ');
            out.push_str(&flow(other));
            out.push('\n');
        }
    }
}

fn is_block(map: &Map, value: &Yaml, used: usize) -> bool {
    !map.is_empty() && (map.layout == Layout::Block || !fits(value, used))
}

/// A text over several lines, as it is.
fn lines(out: &mut String, text: &str, indent: usize) {
    out.push_str(" |-\n");
    for line in text.split('\n') {
        if !line.is_empty() {
            pad(out, indent);
            out.push_str(line);
        }
        out.push('\n');
    }
}

/// Whether a value can stand on the rest of a line.
fn fits(value: &Yaml, used: usize) -> bool {
    is_flat(value, 0) && used + flow(value).chars().count() <= WIDTH
}

/// Whether nothing in a value asks for lines of its own.
fn is_flat(value: &Yaml, depth: usize) -> bool {
    match value {
        Yaml::Text(text) => !scalar::is_lines(text),
        Yaml::Word(_) => true,
        Yaml::List(items) => {
            items.is_empty()
                || (depth < MAX_FLOW_DEPTH && items.iter().all(|item| is_flat(item, depth + 1)))
        }
        Yaml::Map(map) => {
            let mut values = map.entries.iter().map(|(_, value)| value);
            map.is_empty()
                || (map.layout == Layout::Short
                    && depth < MAX_FLOW_DEPTH
                    && values.all(|value| is_flat(value, depth + 1)))
        }
    }
}

/// A value on one line.
fn flow(value: &Yaml) -> String {
    match value {
        Yaml::Text(text) => scalar::inline(text, Context::Flow),
        Yaml::Word(word) => word.clone(),
        Yaml::List(items) => {
            let items: Vec<String> = items.iter().map(flow).collect();
            format!("[{}]", items.join(", "))
        }
        Yaml::Map(map) if map.is_empty() => "{}".to_owned(),
        Yaml::Map(map) => {
            let entry = |(key, value): &(String, Yaml)| {
                format!("{}: {}", scalar::inline(key, Context::Flow), flow(value))
            };
            let entries: Vec<String> = map.entries.iter().map(entry).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}

fn pad(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n(' ', indent));
}
