//! What is wrong with a schema: diagnostics with places, gathered in one report.
//!
//! Nothing stops at the first error, so that one run shows all there is to mend; every diagnostic
//! has a stable code, one or more places, and where possible the words to write instead.

mod code;
mod edit;
mod github;
mod human;
mod json;
mod report;
mod sink;
mod suggest;

pub use self::code::{Area, Code, UnknownCode};
pub use self::edit::Edit;
pub(crate) use self::edit::key_below;
pub use self::report::{Counts, Format, Report, View};
pub(crate) use self::sink::{Allow, Sink};
pub use self::suggest::{nearest, one_of};
use crate::source::Place;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing can be generated.
    Error,
    /// Worth a look.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A place with what is to be said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What; may be empty.
    pub text: String,
    /// Whether this is where the mistake is, rather than what it conflicts with.
    pub primary: bool,
}

/// What to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Help {
    /// In words.
    pub text: String,
    /// The change itself, where only one is meant; all edits are of one file.
    pub edits: Vec<Edit>,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which rule.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// Where; the primary label comes first.
    pub labels: Vec<Label>,
    /// What to write instead.
    pub help: Vec<Help>,
    /// What explains the rule.
    pub notes: Vec<String>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: Code, place: &Place, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, place, message.into())
    }

    /// A warning at a place.
    pub fn warning(code: Code, place: &Place, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, place, message.into())
    }

    fn new(code: Code, severity: Severity, place: &Place, message: String) -> Self {
        Self {
            code,
            severity,
            message,
            labels: vec![Label {
                place: place.clone(),
                text: String::new(),
                primary: true,
            }],
            help: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Says something at the primary place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.labels[0].text = text.into();
        self
    }

    /// Points at a second place.
    #[must_use]
    pub fn also(mut self, place: &Place, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            place: place.clone(),
            text: text.into(),
            primary: false,
        });
        self
    }

    /// Says what to write instead.
    #[must_use]
    pub fn help(self, text: impl Into<String>) -> Self {
        self.help_with(text, Vec::new())
    }

    /// Says what to write instead, if that is known.
    #[must_use]
    pub fn help_if(self, text: Option<impl Into<String>>) -> Self {
        match text {
            Some(text) => self.help(text),
            None => self,
        }
    }

    /// Says what to write instead of the text at a place, within the quotes that stand there; or what to
    /// insert where the place is empty.
    #[must_use]
    pub fn fix(self, text: impl Into<String>, place: &Place, written: impl Into<String>) -> Self {
        let written = written.into();
        let written = match place.text().as_bytes() {
            [quote @ (b'"' | b'\''), .., end]
                if quote == end && !written.starts_with(['"', '{']) =>
            {
                let quote = char::from(*quote);
                format!("{quote}{written}{quote}")
            }
            _ => written,
        };
        self.help_with(text, vec![Edit::new(place, written)])
    }

    /// Says what to write instead, with the change itself where the file is laid out as usual.
    #[must_use]
    pub fn try_fix(self, text: impl Into<String>, edit: Option<Edit>) -> Self {
        self.help_with(text, edit.into_iter().collect())
    }

    /// Proposes to take away the entry, or the item of a list, in which a place lies.
    #[must_use]
    pub fn remove(self, text: impl Into<String>, place: &Place) -> Self {
        self.try_fix(text, Edit::remove(place))
    }

    /// Says what to write instead, as one change in several places of a file.
    #[must_use]
    pub fn help_with(mut self, text: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.help.push(Help {
            text: text.into(),
            edits,
        });
        self
    }

    /// Suggests a word for the one at the primary place, if there is one that was probably meant.
    #[must_use]
    pub fn did_you_mean(self, meant: Option<&str>) -> Self {
        let Some(meant) = meant else {
            return self;
        };
        let text = format!("did you mean `{meant}`?");
        let place = self.place().clone();
        match place.text().is_empty() {
            true => self.help(text),
            false => self.fix(text, &place, meant),
        }
    }

    /// Says what to write instead; a mere suggestion becomes the change of the word at the primary
    /// place, if it is that word which the message calls wrong.
    #[must_use]
    pub(crate) fn help_or_suggestion(self, help: &str) -> Self {
        let meant = help.strip_prefix("did you mean `");
        let meant = meant.and_then(|rest| rest.strip_suffix("`?"));
        let written = self.place().text().trim_matches(['"', '\'']);
        match meant {
            Some(meant) if self.message.contains(&format!("`{written}`")) => {
                self.did_you_mean(Some(meant))
            }
            _ => self.help(help),
        }
    }

    /// Suggests the word that was probably meant, or says what to write where none is near.
    #[must_use]
    pub fn did_you_mean_or(self, meant: Option<&str>, otherwise: impl FnOnce() -> String) -> Self {
        match meant {
            Some(_) => self.did_you_mean(meant),
            None => self.help(otherwise()),
        }
    }

    /// Explains the rule.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Where the mistake is.
    pub fn place(&self) -> &Place {
        &self.labels[0].place
    }
}
