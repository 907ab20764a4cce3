//! The report for people, in the manner of the compiler's diagnostics but without its snippets: a
//! change has two places, and what counts is the sentence.

use std::fmt::Write;

use super::entry::{Entry, Group, effect_word, groups};
use super::fold::gravest;
use super::{Report, count, plain, semver};
use crate::surface::{Change, Effect};
use crate::{Bump, Judged, Wire};

/// More places of documentation than these are only counted.
const MAX_PLACES: usize = 3;

/// Renders the report for a terminal.
pub fn human(report: &Report<'_>, colour: bool) -> String {
    let mut text = Text {
        out: String::new(),
        colour,
    };
    let (old, new) = (plain(report.old.label), plain(report.new.label));
    text.line(&format!("schema: {old} -> {new}"));
    for group in groups(report.comparison) {
        text.group(report, &group);
    }
    let unexplained = &report.comparison.unexplained;
    if !unexplained.is_empty() {
        text.line("");
        text.line(&text.bold("Rust items that no change of the schema explains"));
        text.items(unexplained);
    }
    text.line("");
    for line in summary(report) {
        text.line(&line);
    }
    text.out
}

/// The last lines: counts, and the version that is asked for.
pub(super) fn summary(report: &Report<'_>) -> Vec<String> {
    let comparison = report.comparison;
    let at_least = match comparison.rust_unknown.is_some() && comparison.bump() < Bump::Major {
        true => "at least ",
        false => "",
    };
    let bump = format!(
        "semver: {at_least}{}",
        semver::sentence(comparison.bump(), report.crate_version)
    );
    if comparison.bump() == Bump::None {
        return vec!["no change of the schema".to_owned()];
    }
    let mut lines = Vec::new();
    if comparison.is_docs_only() {
        let findings = count(comparison.findings.len(), "change");
        lines.push(format!("documentation only: {findings}"));
    } else {
        lines.push(counts(
            &comparison.findings,
            comparison.rust_unknown.is_none(),
        ));
    }
    if let Some(why) = &comparison.rust_unknown {
        lines.push(format!("Rust is not judged: {}", plain(why)));
    }
    lines.push(bump);
    lines
}

/// `3 findings: 1 incompatible, 2 compatible; Rust: 1 breaking, 2 none`.
fn counts(findings: &[Judged], rust: bool) -> String {
    let mut text = count(findings.len(), "finding");
    let levels = [
        (Wire::Incompatible, "incompatible"),
        (Wire::WireCompatible, "wire-compatible"),
        (Wire::Compatible, "compatible"),
        (Wire::None, "unseen on the wire"),
    ];
    let wire = levels.iter().map(|(level, word)| {
        let those = findings.iter().filter(|j| j.finding.rule.wire == *level);
        (those.count(), *word)
    });
    text.push_str(&listed(": ", wire));
    if rust {
        let effects = [Effect::Breaking, Effect::Additive, Effect::None].map(Some);
        let effects = effects.iter().chain([&None]).map(|effect| {
            let those = findings.iter().filter(|judged| judged.rust == *effect);
            (those.count(), effect_word(*effect))
        });
        text.push_str(&listed("; Rust: ", effects));
    }
    text
}

fn listed(before: &str, counts: impl Iterator<Item = (usize, &'static str)>) -> String {
    let counts = counts.filter(|(number, _)| *number > 0);
    let counts: Vec<String> = counts.map(|(n, word)| format!("{n} {word}")).collect();
    match counts.is_empty() {
        true => String::new(),
        false => format!("{before}{}", counts.join(", ")),
    }
}

struct Text {
    out: String,
    colour: bool,
}

impl Text {
    fn line(&mut self, line: &str) {
        let _ = writeln!(self.out, "{line}");
    }

    fn group(&mut self, report: &Report<'_>, group: &Group<'_>) {
        self.line("");
        self.line(&self.bold(&group.subject.title()));
        for entry in &group.entries {
            self.entry(report, entry);
        }
        if !group.docs.is_empty() {
            self.docs(report, &group.docs);
        }
    }

    fn entry(&mut self, report: &Report<'_>, entry: &Entry<'_>) {
        let head = format!("{}[{}]", entry.wire_word(), entry.rule_ids());
        let head = match (entry.breaks(), entry.is_harmless()) {
            (true, _) => self.paint("1;31", &head),
            (_, true) => self.paint("32", &head),
            _ => self.paint("33", &head),
        };
        self.line(&format!("{head}: {}", plain(&entry.sentence())));
        for (sign, side, places) in [("-", report.old, &entry.old), ("+", report.new, &entry.new)] {
            if let Some((place, more)) = side.first_place(places) {
                self.line(&format!("  {sign} {}{more}", plain(&place)));
            }
        }
        if let Some(reference) = entry.reference {
            self.line(&format!("  = Rest.li's own checker says: {reference}"));
        }
        if let Some(effect) = entry.rust {
            self.line(&format!("  = Rust: {}", effect_word(Some(effect))));
        }
        self.items(entry.items.iter().copied());
    }

    fn items<'c>(&mut self, items: impl IntoIterator<Item = &'c Change>) {
        let (items, more) = gravest(items);
        for change in items {
            self.line(&format!(
                "    {}: {}",
                plain(&change.item),
                plain(&change.text)
            ));
        }
        if more > 0 {
            self.line(&format!("    and {more} more"));
        }
    }

    fn docs(&mut self, report: &Report<'_>, docs: &[&Judged]) {
        let places = docs.iter().filter_map(|judged| {
            let finding = &judged.finding;
            let new = finding.new.as_ref().map(|place| report.new.place(place));
            new.or_else(|| finding.old.as_ref().map(|place| report.old.place(place)))
        });
        let mut places: Vec<String> = places.map(|place| plain(&place)).collect();
        places.dedup();
        let more = places.len().saturating_sub(MAX_PLACES);
        places.truncate(MAX_PLACES);
        if more > 0 {
            places.push(format!("and {more} more"));
        }
        let head = self.paint("32", "docs only");
        let changes = count(docs.len(), "change");
        self.line(&match places.is_empty() {
            true => format!("{head}: {changes}"),
            false => format!("{head}: {changes} at {}", places.join(", ")),
        });
    }

    fn bold(&self, text: &str) -> String {
        self.paint("1", text)
    }

    fn paint(&self, style: &str, text: &str) -> String {
        match self.colour {
            true => format!("\x1b[{style}m{text}\x1b[0m"),
            false => text.to_owned(),
        }
    }
}
