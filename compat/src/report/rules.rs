//! The table of rules, as `--rules` prints it.

use std::fmt::Write;

use crate::rule;

/// Renders all rules, one a line: its name, its level on the wire, and what it says.
pub fn rules() -> String {
    let mut text = String::new();
    for rule in rule::ALL {
        let (id, wire) = (rule.id, rule.wire.word());
        let _ = writeln!(text, "{id:33} {wire:15} {}", rule.summary);
    }
    text
}
