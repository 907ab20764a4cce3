//! Reads the `fields` spelling: `id,address:(city),tags:($*:(label),$start:10)`.
//!
//! It is Rest.li's own (protocol 2.0.0, projections): names that begin with `$` are special, and a name that
//! really begins with one doubles it.

use super::scan::Scanner;
use super::{Item, Mask, MaskError, WILDCARD};

const STOPS: [char; 4] = ['(', ')', ',', ':'];

pub(super) fn parse(text: &str) -> Result<Mask, MaskError> {
    let mut scanner = Scanner::new(text)?;
    let mut mask = Mask::new();
    if scanner.peek().is_none() {
        return Ok(mask);
    }
    loop {
        item(&mut scanner, &mut mask, None)?;
        if !scanner.eat(',') {
            break;
        }
    }
    scanner.finish()?;
    Ok(mask)
}

#[derive(Default)]
struct Range {
    start: Option<u64>,
    count: Option<u64>,
}

/// The sub-mask of a field, with the range that it may hold.
fn parenthesis(scanner: &mut Scanner) -> Result<Item, MaskError> {
    let mut mask = Mask::new();
    let mut range = Range::default();
    scanner.open()?;
    if !scanner.close() {
        loop {
            item(scanner, &mut mask, Some(&mut range))?;
            if !scanner.separator()? {
                break;
            }
        }
    }
    let mut item = Item::default();
    if range.start.is_some() || range.count.is_some() {
        item.range = Some((range.start.unwrap_or(0), range.count));
    }
    if item.range.is_none() || !mask.is_empty() {
        item.attach_within(mask);
    }
    Ok(item)
}

/// Reads one item into the mask, or into the range of the field that the mask belongs to.
fn item(
    scanner: &mut Scanner,
    mask: &mut Mask,
    range: Option<&mut Range>,
) -> Result<(), MaskError> {
    let excluded = scanner.eat('-');
    let offset = scanner.offset();
    let name = scanner.until(&STOPS);
    if name.is_empty() {
        return Err(scanner.unexpected("the name of a field"));
    }
    if let "$start" | "$count" = name.as_str() {
        let Some(range) = range.filter(|_| !excluded) else {
            let message = format!("`{name}` belongs into the parentheses of an array field");
            return Err(MaskError::syntax(offset, message));
        };
        let number = number(scanner)?;
        let slot = if name == "$start" {
            &mut range.start
        } else {
            &mut range.count
        };
        if slot.replace(number).is_some() {
            return Err(MaskError::syntax(offset, format!("`{name}` stands twice")));
        }
        return Ok(());
    }
    let name = unescape(name, offset)?;
    let mut found = Item::default();
    if excluded {
        found.excluded = true;
    } else if scanner.eat(':') {
        found = parenthesis(scanner)?;
    } else {
        found.selected = true;
    }
    mask.change(name, |own| own.absorb(found));
    Ok(())
}

fn number(scanner: &mut Scanner) -> Result<u64, MaskError> {
    if !scanner.eat(':') {
        return Err(scanner.unexpected("`:`"));
    }
    let offset = scanner.offset();
    let digits = scanner.until(&STOPS);
    // `parse` alone would take a plus sign.
    if !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(MaskError::syntax(offset, "a number is expected"));
    }
    digits
        .parse()
        .map_err(|_| MaskError::syntax(offset, "a number is expected"))
}

fn unescape(name: String, offset: usize) -> Result<String, MaskError> {
    if name == "$*" {
        return Ok(WILDCARD.to_owned());
    }
    if name == WILDCARD {
        return Err(MaskError::syntax(
            offset,
            "every element is written `$*` here",
        ));
    }
    if let Some(at) = name.find('~') {
        // Blanks and escapes before it move the place a little; the name is still the right one.
        let message = "`~` belongs to the `projection` spelling; `fields` cannot resolve URNs";
        return Err(MaskError::syntax(offset + at, message));
    }
    match name.strip_prefix('$') {
        Some(rest) if rest.starts_with('$') => Ok(rest.to_owned()),
        Some(_) => Err(MaskError::syntax(
            offset,
            format!("`{name}` is not a special name (a field with `$` first is written `${name}`)"),
        )),
        None => Ok(name),
    }
}
