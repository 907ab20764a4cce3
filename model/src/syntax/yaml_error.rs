//! Errors of the YAML parser in words that say what to do.
//!
//! The parser names the rule of YAML that is broken; people have forgotten a quote or a space.

use std::sync::Arc;

use granit_parser::{ErrorKind, ScanError};

use crate::diagnostics::{Code, Diagnostic, Edit};
use crate::source::{Place, SourceFile};

/// The diagnostic of an error that ends the reading of a file; `bracket` is the innermost one that
/// is open there.
pub(crate) fn explain(
    file: &Arc<SourceFile>,
    error: &ScanError,
    bracket: Option<&Place>,
) -> Diagnostic {
    let offset = error.marker().byte_offset().unwrap_or_default();
    let spot = Spot::new(file, offset);
    if let Some(bracket) = bracket
        && spot.at_line_start()
        && *error.kind() == ErrorKind::InvalidIndentation
    {
        let message = format!("`{}` is not closed on its line", bracket.text());
        return Diagnostic::error(Code::Yaml, bracket, message)
            .help("close it, and every quote in it");
    }
    match error.kind() {
        ErrorKind::MappingValueNotAllowed if spot.is_first_colon() => {
            spot.indentation("this line is indented more deeply than the keys above it")
        }
        ErrorKind::MappingValueNotAllowed => spot
            .error(Code::Yaml, "a second `: ` in one value")
            .help_with(
                "put the value in quotes",
                spot.quoted().into_iter().collect(),
            ),
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::InvalidIndentation
        | ErrorKind::InvalidBlockScalarIndent
        | ErrorKind::SimpleKeyExpected
            if spot.at_line_start() =>
        {
            spot.indentation("the indentation of this line fits no block above it")
        }
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::ExpectedBlockSequenceEntry => spot
            .error(Code::Yaml, "text behind the end of a value")
            .help("put the whole value in quotes"),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => spot
            .error(Code::Yaml, "a key without `:`")
            .help("write `key: value`"),
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart => spot
            .error(Code::Indentation, "a tab in the indentation")
            .help("indent with spaces"),
        ErrorKind::UnclosedQuotedScalar | ErrorKind::InvalidQuotedScalarIndent => spot
            .error(
                Code::Yaml,
                "a text in quotes is not closed before this line",
            )
            .help("close the quote"),
        ErrorKind::UnclosedFlowCollection { open } => {
            let close = if *open == '{' { '}' } else { ']' };
            spot.error(Code::Yaml, format!("`{open}` is not closed"))
                .help(format!("close it with `{close}`"))
        }
        ErrorKind::RecursionLimitExceeded => spot.error(Code::TooMuch, "nested too deeply").help(
            "the language itself needs about ten levels; see whether a bracket is not closed",
        ),
        ErrorKind::UnexpectedCharacter { character } => spot
            .error(
                Code::Yaml,
                format!("a value cannot begin with `{}`", character.escape_default()),
            )
            .help("put the value in quotes"),
        ErrorKind::DirectiveDisallowed => spot
            .error(Code::Yaml, "directives are not part of the schema language")
            .help("remove the line"),
        ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator => {
            let diagnostic = spot
                .error(Code::Yaml, "expected `,` or the closing bracket")
                .help("put the value in quotes, or add a comma");
            match bracket {
                Some(bracket) => diagnostic.also(bracket, "the bracket"),
                None => diagnostic,
            }
        }
        kind => spot.error(Code::Yaml, format!("not YAML: {kind}")),
    }
}

struct Spot<'a> {
    file: &'a Arc<SourceFile>,
    offset: usize,
    /// The line up to the error.
    before: &'a str,
}

impl<'a> Spot<'a> {
    fn new(file: &'a Arc<SourceFile>, offset: usize) -> Self {
        let offset = Place::new(file, offset..offset).span.start;
        let (line, _) = file.line_column(offset);
        let start = file.line_range(line).start;
        Self {
            file,
            offset,
            before: &file.text()[start..offset],
        }
    }

    fn at_line_start(&self) -> bool {
        self.before.trim().is_empty()
    }

    /// Whether the colon that the parser stumbled over ends the first key of its line.
    fn is_first_colon(&self) -> bool {
        let key = self.before.trim_start();
        !key.contains(": ") && !key.starts_with(['"', '\'', '{', '['])
    }

    /// Quotes around the value behind the first colon of the line, if it is plain text up to its end.
    fn quoted(&self) -> Option<Edit> {
        let (line, _) = self.file.line_column(self.offset);
        let range = self.file.line_range(line);
        let (key, value) = self.file.text()[range.clone()].split_once(": ")?;
        let start = range.end - value.len();
        let value = value.trim_end();
        let is_plain = !value.contains(['"', '\\', '#', '{', '}']) && !key.contains(['{', '[']);
        let place = Place::new(self.file, start..start + value.len());
        is_plain.then(|| Edit::new(&place, format!("\"{value}\"")))
    }

    fn error(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        let place = Place::new(self.file, self.offset..self.offset + 1);
        Diagnostic::error(code, &place, message)
    }

    fn indentation(&self, message: &str) -> Diagnostic {
        let (line, _) = self.file.line_column(self.offset);
        let range = self.file.line_range(line);
        let text = &self.file.text()[range.clone()];
        let spaces = text.len() - text.trim_start().len();
        let place = Place::new(self.file, range.start + spaces..range.end);
        Diagnostic::error(Code::Indentation, &place, message)
            .label(match spaces {
                0 => "not indented".to_owned(),
                1 => "indented by 1 space".to_owned(),
                _ => format!("indented by {spaces} spaces"),
            })
            .note("the keys of one block begin in the same column")
            .try_fix(
                "let it begin where the keys beside it do",
                self.open_column(range.start, spaces).map(|column| {
                    let blank = Place::new(self.file, range.start..range.start + spaces);
                    Edit::new(&blank, " ".repeat(column))
                }),
            )
    }

    /// The nearest column of a block that is open above a line.
    fn open_column(&self, line: usize, spaces: usize) -> Option<usize> {
        let mut open: Vec<usize> = Vec::new();
        let above = self.file.text()[..line].lines().rev();
        for text in above.filter(|text| !text.trim().is_empty()) {
            let column = text.len() - text.trim_start().len();
            if open.last().is_none_or(|last| column < *last) {
                open.push(column);
            }
        }
        open.into_iter()
            .min_by_key(|column| column.abs_diff(spaces))
    }
}
