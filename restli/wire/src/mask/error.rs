//! Why a projection cannot be read or written.

use std::borrow::Cow;

use thiserror::Error;

/// A projection cannot be read, or has no text in the spelling that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum MaskError {
    /// The text does not follow the spelling.
    #[error("{message} at byte {offset}")]
    Syntax {
        /// Where the text goes wrong, in bytes from its start.
        offset: usize,
        /// What is wrong there.
        message: Cow<'static, str>,
    },
    /// The projection asks for something that this spelling cannot say.
    #[error("{} cannot be written as `{spelling}`: {message}", place(path))]
    NotExpressible {
        /// The field, with those around it, separated by `/`.
        path: String,
        /// `projection` or `fields`.
        spelling: &'static str,
        /// Why.
        message: &'static str,
    },
}

impl MaskError {
    pub(super) fn syntax(offset: usize, message: impl Into<Cow<'static, str>>) -> Self {
        Self::Syntax {
            offset,
            message: message.into(),
        }
    }

    /// Where a text goes wrong, in bytes from its start; nothing for projections that were not read from text.
    pub fn offset(&self) -> Option<usize> {
        match self {
            Self::Syntax { offset, .. } => Some(*offset),
            Self::NotExpressible { .. } => None,
        }
    }

    /// What is wrong, without the place.
    pub fn message(&self) -> &str {
        match self {
            Self::Syntax { message, .. } => message,
            Self::NotExpressible { message, .. } => message,
        }
    }
}

fn place(path: &str) -> Cow<'static, str> {
    match path {
        "" => Cow::Borrowed("the projection"),
        _ => Cow::Owned(format!("`{path}`")),
    }
}
