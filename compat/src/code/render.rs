//! The grouped diff as text, and as part of a pull request's comment.

use std::fmt::Write;

use super::{CodeDiff, Hunk, Section};
use crate::report::markdown::{code, escaped};
use crate::report::{count, plain};

/// More lines of a piece than these are only counted: a new module is read as a file.
const MAX_LINES: usize = 40;

const GENERATOR: &str = "changes of the generator: what it writes otherwise for the old schema";

impl CodeDiff {
    /// Whether no generated code changed.
    pub fn is_empty(&self) -> bool {
        self.causes.is_empty() && self.generator.is_empty() && self.unknown.is_none()
    }

    /// Renders the diff for a terminal.
    pub fn human(&self, colour: bool) -> String {
        let paint = |style: &str, text: &str| match colour {
            true => format!("\x1b[{style}m{text}\x1b[0m"),
            false => text.to_owned(),
        };
        if let Some(why) = &self.unknown {
            return format!("generated code: not compared ({})\n", plain(why));
        }
        if self.is_empty() {
            return "generated code: no change\n".to_owned();
        }
        let mut out = String::new();
        let hunks = |out: &mut String, hunks: &[Hunk]| {
            let mut file = "";
            for hunk in hunks {
                if hunk.file != file {
                    file = &hunk.file;
                    let _ = writeln!(out, "  {}", paint("1", &plain(file)));
                }
                let _ = writeln!(out, "  {}", paint("36", &hunk.header()));
                for (sign, line) in shown(hunk) {
                    let style = match sign {
                        '-' => "31",
                        '+' => "32",
                        _ => "0",
                    };
                    let _ = writeln!(
                        out,
                        "  {}",
                        paint(style, &format!("{sign}{}", plain(&line)))
                    );
                }
            }
        };
        for section in &self.causes {
            let _ = writeln!(out, "{}", paint("1", &section.title));
            if !section.verdict.is_empty() {
                let _ = writeln!(out, "  = {}", section.verdict);
            }
            for place in &section.places {
                let _ = writeln!(out, "  {place}");
            }
            hunks(&mut out, &section.hunks);
            out.push('\n');
        }
        if !self.generator.is_empty() {
            let _ = writeln!(out, "{}", paint("1", GENERATOR));
            hunks(&mut out, &self.generator);
            out.push('\n');
        }
        let _ = writeln!(out, "{}", self.summary());
        out
    }

    /// Renders the diff as Markdown of at most so many characters.
    pub fn markdown(&self, most: usize) -> String {
        if let Some(why) = &self.unknown {
            return format!(
                "\n## Generated code: not compared ({})\n",
                escaped(&plain(why))
            );
        }
        let mut out = format!("\n## Generated code: {}\n", self.summary());
        let mut left = most.saturating_sub(out.chars().count() + 200);
        let mut left_out = 0;
        let generator = (!self.generator.is_empty()).then(|| Section {
            title: GENERATOR.to_owned(),
            verdict: String::new(),
            places: Vec::new(),
            hunks: self.generator.clone(),
        });
        for section in self.causes.iter().chain(&generator) {
            let part = details(section);
            let length = part.chars().count();
            if length <= left {
                out.push_str(&part);
                left -= length;
            } else {
                left_out += 1;
            }
        }
        if left_out > 0 {
            let _ = writeln!(
                out,
                "\n{} left out for want of room; `cargo xtask diff --code` shows all.",
                count(left_out, "cause")
            );
        }
        out
    }

    fn summary(&self) -> String {
        let hunks = |sections: &[Section]| sections.iter().map(|s| s.hunks.len()).sum::<usize>();
        let mut text = format!(
            "{} by {}",
            count(hunks(&self.causes), "piece"),
            count(self.causes.len(), "cause")
        );
        if !self.generator.is_empty() {
            let pieces = count(self.generator.len(), "piece");
            let _ = write!(text, ", {pieces} by the generator");
        }
        text
    }
}

fn details(section: &Section) -> String {
    let mut out = format!(
        "\n<details><summary>{}</summary>\n\n",
        escaped(&section.title)
    );
    if !section.verdict.is_empty() {
        let _ = writeln!(out, "{}\n", code(&section.verdict));
    }
    for place in &section.places {
        let _ = writeln!(out, "{}\n", code(place));
    }
    let mut diff = String::new();
    let mut file = "";
    for hunk in &section.hunks {
        if hunk.file != file {
            file = &hunk.file;
            let _ = writeln!(diff, "--- {0}\n+++ {0}", plain(file));
        }
        let _ = writeln!(diff, "{}", hunk.header());
        for (sign, line) in shown(hunk) {
            let _ = writeln!(diff, "{sign}{}", plain(&line));
        }
    }
    // Documentation may have fences of its own.
    let mut fence = "```".to_owned();
    while diff.contains(&fence) {
        fence.push('`');
    }
    let _ = write!(out, "{fence}diff\n{diff}{fence}\n\n</details>\n");
    out
}

/// The lines of a piece, the last one a count if there are many.
fn shown(hunk: &Hunk) -> Vec<(char, String)> {
    let mut lines: Vec<(char, String)> = hunk.lines.iter().take(MAX_LINES).cloned().collect();
    let more = hunk.lines.len() - lines.len();
    if more > 0 {
        lines.push((' ', format!("… and {}", count(more, "more line"))));
    }
    lines
}
