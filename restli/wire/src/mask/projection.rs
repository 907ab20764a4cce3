//! Reads the `projection` spelling: `(id,author~(name),elements*(to~))`.
//!
//! It is LinkedIn's extension of Rest.li: parentheses follow the field directly, and `~` resolves URNs.

use super::scan::Scanner;
use super::{Item, Mask, MaskError, Resolution, WILDCARD};

const STOPS: [char; 6] = ['(', ')', ',', ':', '~', '*'];

pub(super) fn parse(text: &str) -> Result<Mask, MaskError> {
    let mut scanner = Scanner::new(text)?;
    let mask = parenthesis(&mut scanner)?;
    scanner.finish()?;
    Ok(mask)
}

fn parenthesis(scanner: &mut Scanner) -> Result<Mask, MaskError> {
    let mut mask = Mask::new();
    scanner.open()?;
    loop {
        let (name, item) = item(scanner)?;
        mask.change(name, |own| own.absorb(item));
        if !scanner.separator()? {
            return Ok(mask);
        }
    }
}

fn item(scanner: &mut Scanner) -> Result<(String, Item), MaskError> {
    let name = if scanner.eat('*') {
        WILDCARD.to_owned()
    } else {
        name(scanner, "the name of a field")?
    };
    let each = scanner.eat('*');
    let mut item = Item::default();
    match scanner.peek() {
        Some('~') => {
            while scanner.peek() == Some('~') {
                item.attach_resolution(resolution(scanner, each)?);
            }
        }
        Some('(') => {
            let mask = parenthesis(scanner)?;
            if each {
                item.attach_each(mask);
            } else {
                item.attach_within(mask);
            }
        }
        Some(':') => {
            let hint = "`:` has no place here (`a(b)`; `a:(b)` belongs to the `fields` spelling)";
            return Err(scanner.error(hint));
        }
        _ if each => item.attach_each(Mask::new().all()),
        _ => item.selected = true,
    }
    Ok((name, item))
}

fn resolution(scanner: &mut Scanner, each: bool) -> Result<Resolution, MaskError> {
    let mut resolution = Resolution {
        each,
        ..Resolution::default()
    };
    scanner.eat('~');
    let kind = scanner.until(&STOPS);
    if !kind.is_empty() {
        resolution.kind = Some(kind);
    }
    if scanner.eat(':') {
        resolution.variant = Some(name(scanner, "the name of a variant")?);
    }
    if scanner.peek() == Some('(') {
        resolution.mask = Some(parenthesis(scanner)?);
    }
    Ok(resolution)
}

fn name(scanner: &mut Scanner, expected: &str) -> Result<String, MaskError> {
    let name = scanner.until(&STOPS);
    if name.is_empty() {
        return Err(scanner.unexpected(expected));
    }
    Ok(name)
}
