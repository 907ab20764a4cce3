//! Type expressions: `[T]`, `{string: T}`, `Urn<kind>`, names; and the ids of URN kinds.
//!
//! They are written inside one YAML text and parsed here, so that a type is short to write and
//! each part of it can still be pointed at.

use std::ops::Range;

use serde_json::{Value as Json, json};

use crate::diagnostics::{Code, Diagnostic, Edit, Sink};
use crate::source::Place;
use crate::syntax::describe::Describer;
use crate::syntax::reader::{Read, wrong_shape};
use crate::syntax::tree::{Node, NodeKind, Spanned};

/// Deeper types are refused.
const MAX_DEPTH: usize = 8;

/// A type as written.
#[derive(Clone, Debug)]
pub(crate) struct TypeExpr {
    pub(crate) kind: TypeExprKind,
    pub(crate) place: Place,
}

#[derive(Clone, Debug)]
pub(crate) enum TypeExprKind {
    /// A name: of a primitive, of `json`, or of a declared type.
    Name(String),
    /// `Urn`, or `Urn<kind>`.
    Urn(Option<Spanned<String>>),
    /// `[T]`.
    Array(Box<TypeExpr>),
    /// `{key: T}`.
    Map(Box<TypeExpr>, Box<TypeExpr>),
}

/// What stands behind the kind of a URN, as written.
#[derive(Clone, Debug)]
pub(crate) enum UrnIdExpr {
    /// `string` or `long`.
    Simple(TypeExpr),
    /// `(name: type, …)`.
    Tuple(Vec<(Spanned<String>, TypeExpr)>),
}

impl Read for TypeExpr {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        if let NodeKind::Seq(_) | NodeKind::Map(_) = node.kind {
            let text = node.place.text();
            let message = "a type in brackets must stand in quotes";
            sink.push(
                Diagnostic::error(Code::TypeExpression, &node.place, message)
                    .label("YAML reads this as a list or map of its own")
                    .try_fix(
                        format!("write `\"{text}\"`"),
                        (!text.contains(['\n', '"']))
                            .then(|| Edit::new(&node.place, format!("\"{text}\""))),
                    ),
            );
            return None;
        }
        let text = scalar(node, "a type", sink)?;
        Parser::new(&text).run(sink, |parser| parser.ty(0))
    }

    fn describe(out: &mut Describer) -> Json {
        out.type_expr(json!({
            "type": "string",
            "pattern": format!(r"^\s*{}$", type_pattern(1)),
            "patternErrorMessage":
                "A type is a name, `[T]`, `{string: T}` or `Urn<kind>`; in brackets it stands in quotes.",
        }))
    }
}

impl Read for UrnIdExpr {
    fn read(node: &Node, sink: &Sink) -> Option<Self> {
        let text = scalar(node, "the id of a URN", sink)?;
        Parser::new(&text).run(sink, |parser| {
            if parser.peek() == Some('(') {
                return parser.tuple().map(Self::Tuple);
            }
            parser.ty(0).map(Self::Simple)
        })
    }

    fn describe(_: &mut Describer) -> Json {
        let (name, ty) = (NAME_PATTERN, type_pattern(0));
        let part = format!(r"{name}:\s*{ty}");
        json!({
            "type": "string",
            "pattern": format!(r"^\s*({ty}|\(\s*{part}(,\s*{part})*\)\s*)$"),
            "patternErrorMessage":
                "The id of a URN is `long`, `string` or a tuple, `(name: type, …)`.",
        })
    }
}

/// A name and the spaces behind it, as a regular expression.
const NAME_PATTERN: &str = r"[A-Za-z0-9_.$-]+\s*";

/// What [`Parser::ty`] reads, with the spaces behind it, as a regular expression. Since that cannot
/// count brackets, of what is nested deeper only the outermost pair is looked at.
fn type_pattern(depth: usize) -> String {
    let name = NAME_PATTERN;
    let plain = format!(r"(Urn\s*<\s*{name}>\s*|{name})");
    if depth == 0 {
        return format!(r"({plain}|\[.*\]\s*|\{{.*\}}\s*)");
    }
    let inner = type_pattern(depth - 1);
    format!(r"({plain}|\[\s*{inner}\]\s*|\{{\s*{plain}:\s*{inner}\}}\s*)")
}

fn scalar(node: &Node, expected: &str, sink: &Sink) -> Option<Spanned<String>> {
    match &node.kind {
        NodeKind::Scalar { .. } => Spanned::read(node, sink),
        _ => {
            wrong_shape(node, expected, sink);
            None
        }
    }
}

/// The place of a part of a text, or of the whole text where escapes or folding hide the part.
pub(crate) fn part(text: &Spanned<String>, range: Range<usize>) -> Place {
    let source = text.place.text();
    let quote = usize::from(source.starts_with(['"', '\'']));
    if text.value.is_empty() || source.get(quote..quote + text.value.len()) != Some(&text.value) {
        return text.place.clone();
    }
    let start = text.place.span.start + quote;
    Place::new(&text.place.file, start + range.start..start + range.end)
}

struct Parser<'a> {
    text: &'a Spanned<String>,
    at: usize,
}

/// What is wrong with the text, where, and what to write instead.
struct Mistake {
    range: Range<usize>,
    message: String,
    help: String,
    /// What to write instead of a part of the text.
    instead: Option<(Range<usize>, String)>,
}

impl<'a> Parser<'a> {
    fn new(text: &'a Spanned<String>) -> Self {
        Self { text, at: 0 }
    }

    fn run<T>(
        mut self,
        sink: &Sink,
        parse: impl FnOnce(&mut Self) -> Result<T, Mistake>,
    ) -> Option<T> {
        self.skip_spaces();
        let parsed = parse(&mut self).and_then(|parsed| self.end().map(|()| parsed));
        match parsed {
            Ok(parsed) => Some(parsed),
            Err(mistake) => {
                let place = part(self.text, mistake.range);
                let edit = mistake.instead.and_then(|(range, text)| {
                    let place = part(self.text, range.clone());
                    (place.span.len() == range.len()).then(|| Edit::new(&place, text))
                });
                sink.push(
                    Diagnostic::error(Code::TypeExpression, &place, mistake.message)
                        .try_fix(mistake.help, edit),
                );
                None
            }
        }
    }

    fn ty(&mut self, depth: usize) -> Result<TypeExpr, Mistake> {
        let start = self.at;
        if depth > MAX_DEPTH {
            return Err(self.mistake("a type nested too deeply"));
        }
        let kind = match self.peek() {
            Some('[') => {
                self.eat('[')?;
                let item = self.ty(depth + 1)?;
                self.eat(']')?;
                TypeExprKind::Array(Box::new(item))
            }
            Some('{') => {
                self.eat('{')?;
                let key = self.ty(depth + 1)?;
                self.eat(':')?;
                let value = self.ty(depth + 1)?;
                self.eat('}')?;
                TypeExprKind::Map(Box::new(key), Box::new(value))
            }
            _ => match self.name("a type")?.value {
                name if name == "Urn" => TypeExprKind::Urn(self.urn_kind()?),
                name => TypeExprKind::Name(name),
            },
        };
        let place = part(self.text, start..self.end_of_token(start));
        Ok(TypeExpr { kind, place })
    }

    fn urn_kind(&mut self) -> Result<Option<Spanned<String>>, Mistake> {
        if self.peek() != Some('<') {
            return Ok(None);
        }
        self.eat('<')?;
        let kind = self.name("a URN kind")?;
        if self.peek() == Some(',') {
            return Err(self
                .mistake("`Urn<…>` takes one kind")
                .help("give the kinds a name below `sets:` in urns.yaml"));
        }
        self.eat('>')?;
        Ok(Some(kind))
    }

    fn tuple(&mut self) -> Result<Vec<(Spanned<String>, TypeExpr)>, Mistake> {
        let mut parts = Vec::new();
        self.eat('(')?;
        loop {
            let name = self.name("the name of a part")?;
            self.eat(':')?;
            parts.push((name, self.ty(0)?));
            if self.peek() != Some(',') {
                break;
            }
            self.eat(',')?;
        }
        self.eat(')')?;
        Ok(parts)
    }

    fn name(&mut self, expected: &str) -> Result<Spanned<String>, Mistake> {
        let start = self.at;
        let rest = &self.text.value[start..];
        let is_name = |c: char| c.is_ascii_alphanumeric() || "_-.$".contains(c);
        let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        if end == 0 {
            return Err(self.mistake(&format!("expected {expected}, found {}", self.found())));
        }
        let name = rest[..end].to_owned();
        let range = start..start + end;
        self.at = range.end;
        self.skip_spaces();
        Ok(Spanned::new(name, part(self.text, range)))
    }

    fn eat(&mut self, wanted: char) -> Result<(), Mistake> {
        if self.peek() != Some(wanted) {
            let message = format!("expected `{wanted}`, found {}", self.found());
            let mut mistake = self.mistake(&message);
            if self.peek().is_none() && ")]}>".contains(wanted) {
                let last = mistake.range.clone();
                let closed = format!("{}{wanted}", &self.text.value[last.clone()]);
                mistake = mistake.help(&format!("close it with `{wanted}`"));
                mistake.instead = Some((last, closed));
            }
            return Err(mistake);
        }
        self.at += wanted.len_utf8();
        self.skip_spaces();
        Ok(())
    }

    fn end(&self) -> Result<(), Mistake> {
        match self.peek() {
            None => Ok(()),
            Some('?') => {
                let help = "remove it: every field may be absent; write `required: true` where it must be sent";
                let mut mistake = self.mistake("types have no `?`").help(help);
                mistake.instead = Some((self.at..self.at + 1, String::new()));
                Err(mistake)
            }
            Some(_) => Err(self.mistake(&format!("expected the end, found {}", self.found()))),
        }
    }

    fn mistake(&self, message: &str) -> Mistake {
        // What ends too early ends with its last character.
        let before = self.text.value[..self.at].trim_end();
        let last = before.chars().next_back().map_or(0, char::len_utf8);
        Mistake {
            range: match self.peek() {
                Some(c) => self.at..self.at + c.len_utf8(),
                None => before.len() - last..before.len(),
            },
            message: message.to_owned(),
            help: "write a name, `\"[T]\"`, `\"{string: T}\"` or `Urn<kind>`".to_owned(),
            instead: None,
        }
    }

    fn found(&self) -> String {
        match self.peek() {
            Some(c) => format!("`{}`", c.escape_debug()),
            None => "the end".to_owned(),
        }
    }

    fn peek(&self) -> Option<char> {
        self.text.value[self.at..].chars().next()
    }

    fn skip_spaces(&mut self) {
        let rest = &self.text.value[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Where the last token ended, without the spaces behind it.
    fn end_of_token(&self, start: usize) -> usize {
        start + self.text.value[start..self.at].trim_end().len()
    }
}

impl Mistake {
    fn help(mut self, text: &str) -> Self {
        self.help = text.to_owned();
        self
    }
}
