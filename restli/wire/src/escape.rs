//! Percent-escapes of one token, for each place a token can stand in.
//!
//! One table answers for all places, so that encoders copy whole runs of harmless characters and
//! both escaping steps of the protocol happen in one pass.

use crate::error::{ParseError, ParseErrorKind};

/// Where a text of the grammar stands; decides which characters are raw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A segment of the path.
    Path,
    /// A name or a value of the query.
    Query,
    /// A JSON string or a header.
    Body,
    /// A key of several parts in protocol 1.0.0, wherever it stands: its own delimiters are escaped too.
    KeyV1,
}

impl Place {
    const fn bit(self) -> u8 {
        match self {
            Self::Path => 1,
            Self::Query => 2,
            Self::Body => 4,
            Self::KeyV1 => 8,
        }
    }

    /// Characters that would have ended the component before the grammar saw them, and blanks. Others that an
    /// encoder escapes are read as they stand, because servers do so too.
    pub(crate) fn must_be_escaped(self, character: char) -> bool {
        match self {
            Self::Path => matches!(character, '/' | '?' | '#' | ' ') || character.is_control(),
            Self::Query => matches!(character, '&' | '#' | ' ') || character.is_control(),
            Self::Body | Self::KeyV1 => false,
        }
    }
}

/// For every byte the places where it is raw as data.
///
/// Rest.li protocol 2.0.0, URI encoding: `% ( ) , : '` are escaped everywhere because the grammar uses
/// them; URIs then need more escapes, which differ between path and query. Bodies need none.
const RAW: [u8; 256] = raw_table();

const fn raw_table() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        if b.is_ascii_alphanumeric() {
            table[byte] = Place::Path.bit() | Place::Query.bit() | Place::KeyV1.bit();
        }
        if !matches!(b, b'%' | b'(' | b')' | b',' | b':' | b'\'') {
            table[byte] |= Place::Body.bit();
        }
        byte += 1;
    }
    table = add(table, b"-._~!$&*+=@", Place::Path.bit());
    table = add(table, b"-._~!$*;@/?", Place::Query.bit());
    add(table, b"-._~!$*@", Place::KeyV1.bit())
}

const fn add(mut table: [u8; 256], bytes: &[u8], bit: u8) -> [u8; 256] {
    let mut index = 0;
    while index < bytes.len() {
        table[bytes[index] as usize] |= bit;
        index += 1;
    }
    table
}

/// Writes a text as data, escaped for its place. The empty text stays empty.
pub(crate) fn write(text: &str, place: Place, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let bit = place.bit();
    let mut copied = 0;
    for (index, &byte) in text.as_bytes().iter().enumerate() {
        if RAW[usize::from(byte)] & bit == 0 {
            if copied < index {
                out.push_str(&text[copied..index]);
            }
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
            copied = index + 1;
        }
    }
    out.push_str(&text[copied..]);
}

/// Reads a text with escapes; each maximal run of them is UTF-8 of its own.
///
/// `base` is where the text starts in what the caller was given, for the offset of an error.
pub(crate) fn decode(text: &str, base: usize) -> Result<String, ParseError> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(percent) = rest.find('%') {
        out.push_str(&rest[..percent]);
        let offset = base + (text.len() - rest.len()) + percent;
        let (decoded, after) = decode_run(&rest[percent..], offset)?;
        out.push_str(&decoded);
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// Reads the run of escapes that the text starts with, and returns what follows it.
pub(crate) fn decode_run(text: &str, offset: usize) -> Result<(String, &str), ParseError> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::new();
    let mut at = 0;
    while bytes.get(at) == Some(&b'%') {
        let pair = bytes.get(at + 1).zip(bytes.get(at + 2));
        let byte = pair.and_then(|(&high, &low)| Some((hex(high)? << 4) | hex(low)?));
        let Some(byte) = byte else {
            return Err(ParseError::new(offset + at, ParseErrorKind::BadEscape));
        };
        decoded.push(byte);
        at += 3;
    }
    let decoded = String::from_utf8(decoded).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        ParseError::new(offset + 3 * valid, ParseErrorKind::NotUtf8)
    })?;
    Ok((decoded, &text[at..]))
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}
