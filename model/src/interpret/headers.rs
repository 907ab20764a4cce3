//! The headers of a request: those that a method declares, and which protocol it is written in.
//!
//! Who reads a header reads it here, because one that is given twice means a different thing to each server.

use super::query::{Reader, call};
use super::{At, Datum, HttpRequest, Mismatch, Rule, describe, values};
use crate::diagnostics::nearest;
use crate::model::ResourceKind;
use restli_wire::Value;

/// Names the protocol that a request is written in.
pub(super) const PROTOCOL_HEADER: &str = "X-RestLi-Protocol-Version";

/// The value of a header, which must be the same wherever it is given.
///
/// # Errors
/// When it is given with two values.
pub fn single<'h>(
    headers: &'h [(String, String)],
    name: &str,
) -> Result<Option<&'h str>, Mismatch> {
    let mut values = { headers.iter() }
        .filter(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str());
    let first = values.next();
    match values.find(|other| Some(*other) != first) {
        None => Ok(first),
        Some(other) => Err(Mismatch {
            rule: Rule::Header,
            at: At::Header(name.to_owned()),
            message: format!(
                "`{name}` is given twice, as `{}` and as `{other}`",
                first.unwrap_or_default()
            ),
            help: Some("give one of them".to_owned()),
            declared: None,
        }),
    }
}

impl Reader<'_> {
    /// Services of Rest.li understand both protocols, whichever of them a client is generated for.
    pub(super) fn protocol_header(&mut self, version: Option<&str>) {
        if self.resource.kind == ResourceKind::Plain {
            return;
        }
        let known = |version: &&str| ["1.0.0", "2.0.0"].contains(version);
        if let Some(version) = version.filter(|version| !known(version)) {
            self.found.push(Mismatch {
                rule: Rule::Protocol,
                at: At::Header(PROTOCOL_HEADER.to_owned()),
                message: format!("there is no protocol `{version}`"),
                help: Some(format!("write `{PROTOCOL_HEADER}: 2.0.0` or `1.0.0`")),
                declared: Some(self.resource.place.clone()),
            });
        }
    }

    /// The text that looks like a list or record of protocol 2.0.0, in a request that names no protocol.
    pub(super) fn unspoken_text<'v>(&self, value: &'v Value) -> Option<&'v str> {
        let text = value.as_token().filter(|_| self.unstated)?;
        (text.starts_with("List(") || text.starts_with('(')).then_some(text)
    }

    /// Reports such a text.
    pub(super) fn unspoken<T>(&mut self, name: &str, text: &str) -> Option<T> {
        self.found.push(Mismatch {
            rule: Rule::Protocol,
            at: At::Header(PROTOCOL_HEADER.to_owned()),
            message: format!(
                "`{name}` is `{text}`, a mere text in protocol 1.0.0, which a request without \
                 `{PROTOCOL_HEADER}` is of"
            ),
            help: Some(format!("write `{PROTOCOL_HEADER}: 2.0.0`")),
            declared: Some(self.method.place.clone()),
        });
        None
    }

    /// Reads the headers that the method declares.
    pub(super) fn headers(&mut self, request: &HttpRequest) -> Vec<(usize, Datum)> {
        let mut headers = Vec::new();
        for (index, param) in self.method.headers.iter().enumerate() {
            let at = At::Header(param.name.clone());
            let text = match single(&request.headers, &param.name) {
                Ok(Some(text)) => text,
                Ok(None) => {
                    if param.required {
                        self.missing_header(request, index);
                    }
                    continue;
                }
                Err(mismatch) => {
                    let declared = Some(param.place.clone());
                    self.found.push(Mismatch {
                        declared,
                        ..mismatch
                    });
                    continue;
                }
            };
            let value = Value::from(text.to_owned());
            match values::read(self.model, &param.name, &value, &param.ty) {
                Ok(datum) => headers.push((index, datum)),
                Err(misfits) => {
                    self.misfits::<()>(Rule::Header, at, misfits, &param.place);
                }
            }
        }
        headers
    }

    fn missing_header(&mut self, request: &HttpRequest, index: usize) {
        let param = &self.method.headers[index];
        let present = request.headers.iter().map(|(name, _)| name.as_str());
        let help = match nearest(&param.name, present) {
            Some(near) => format!("`{near}` is probably meant for it"),
            None => format!("it is {}", describe::of_type(self.model, &param.ty)),
        };
        self.found.push(Mismatch {
            rule: Rule::MissingHeader,
            at: At::Header(param.name.clone()),
            message: format!(
                "{} needs the header `{}`",
                call(self.resource, self.method),
                param.name
            ),
            help: Some(help),
            declared: Some(param.place.clone()),
        });
    }
}
