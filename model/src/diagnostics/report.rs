//! All findings of one run, in their stable order.
//!
//! A report is what commands print and tests compare, so how many of which severity there are is
//! counted here and nowhere else.

use std::fmt;

use crate::diagnostics::{Area, Diagnostic, Severity, github, human, json};

/// How many findings there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Errors, misfits of samples included.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

impl fmt::Display for Counts {
    /// `3 errors, 1 warning`; what there is none of is left out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        let Self { errors, warnings } = *self;
        match (errors, warnings) {
            (0, 0) => f.write_str("no errors"),
            (_, 0) => write!(f, "{errors} error{}", plural(errors)),
            (0, _) => write!(f, "{warnings} warning{}", plural(warnings)),
            _ => write!(
                f,
                "{errors} error{}, {warnings} warning{}",
                plural(errors),
                plural(warnings)
            ),
        }
    }
}

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// As the compiler shows them, with escape codes for a terminal or without.
    Human {
        /// Whether to use escape codes.
        colour: bool,
    },
    /// A JSON object per line.
    Json,
    /// Commands that a GitHub workflow shows beside the lines of a change.
    Github,
}

/// How a report is shown.
#[derive(Clone, Debug)]
pub struct View {
    /// How findings are written.
    pub format: Format,
    /// What stands in front of the paths of files: the schema folder as the reader knows it, such
    /// as `schema`; may be empty.
    pub folder: String,
    /// How many findings are shown; errors come before warnings when some are left out.
    pub limit: Option<usize>,
}

impl View {
    /// Everything for people, with paths as seen from the schema folder.
    pub fn plain() -> Self {
        Self {
            format: Format::Human { colour: false },
            folder: String::new(),
            limit: None,
        }
    }

    /// The path of a file as it is shown.
    pub(super) fn path(&self, path: &str) -> String {
        match self.folder.trim_end_matches('/') {
            "" => path.to_owned(),
            folder => format!("{folder}/{path}"),
        }
    }
}

/// All findings, by file, position and code.
#[derive(Clone, Debug, Default)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// The findings; in their stable order once [`crate::load`] has returned.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// Whether anything is wrong, samples included.
    pub fn has_errors(&self) -> bool {
        self.counts().errors > 0
    }

    /// Whether the schema itself is wrong, so that there is no model. Samples that do not fit are
    /// errors too, but leave the model usable.
    pub fn has_schema_errors(&self) -> bool {
        let mut errors = self.diagnostics.iter();
        errors.any(|d| d.severity == Severity::Error && d.code.area() != Area::Samples)
    }

    /// How many findings there are.
    pub fn counts(&self) -> Counts {
        let errors = self.diagnostics.iter();
        let errors = errors.filter(|d| d.severity == Severity::Error).count();
        Counts {
            errors,
            warnings: self.diagnostics.len() - errors,
        }
    }

    /// All findings for people, one blank line between two.
    pub fn render(&self, colour: bool) -> String {
        self.show(&View {
            format: Format::Human { colour },
            ..View::plain()
        })
    }

    /// The findings, and how many are left out.
    pub fn show(&self, view: &View) -> String {
        let (shown, left) = self.within(view.limit);
        let mut out = String::new();
        for diagnostic in shown {
            match view.format {
                Format::Human { colour } => {
                    if !out.is_empty() {
                        out.push('\n');
                    }
                    out.push_str(&human::render(diagnostic, view, colour));
                }
                Format::Json => out.push_str(&json::render(diagnostic, view)),
                Format::Github => out.push_str(&github::render(diagnostic, view)),
            }
        }
        if let Format::Human { .. } = view.format
            && left != Counts::default()
        {
            out.push_str(&format!("\nand {left} more\n"));
        }
        out
    }

    /// As many findings as a limit allows, in their order, and what it leaves out.
    fn within(&self, limit: Option<usize>) -> (Vec<&Diagnostic>, Counts) {
        let counts = self.counts();
        let limit = limit.unwrap_or(usize::MAX);
        let mut errors = counts.errors.min(limit);
        let mut warnings = counts.warnings.min(limit - errors);
        let left = Counts {
            errors: counts.errors - errors,
            warnings: counts.warnings - warnings,
        };
        let shown = self.diagnostics.iter().filter(|diagnostic| {
            let room = match diagnostic.severity {
                Severity::Error => &mut errors,
                Severity::Warning => &mut warnings,
            };
            let fits = *room > 0;
            *room = room.saturating_sub(1);
            fits
        });
        (shown.collect(), left)
    }

    /// Puts the findings in order and drops what is said twice.
    pub fn finish(&mut self) {
        self.diagnostics
            .sort_by(|a, b| (a.place(), a.code, &a.message).cmp(&(b.place(), b.code, &b.message)));
        self.diagnostics.dedup();
    }
}
