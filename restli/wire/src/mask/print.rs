//! Writes projections, in both spellings.
//!
//! The text goes into a query as it is, so names are escaped here; those that the reader could not tell from the
//! grammar are refused, because escapes do not hide them from servers.

use super::{Item, Mask, MaskError, Resolution, WILDCARD};
use crate::escape::{self, Place};

const PROJECTION: &str = "projection";
const FIELDS: &str = "fields";

pub(super) fn projection(mask: &Mask) -> Result<String, MaskError> {
    let mut writer = Writer::new(PROJECTION);
    writer.projection_mask(mask)?;
    Ok(writer.out)
}

pub(super) fn fields(mask: &Mask) -> Result<String, MaskError> {
    let mut writer = Writer::new(FIELDS);
    writer.fields_items(mask)?;
    Ok(writer.out)
}

struct Writer<'a> {
    out: String,
    path: Vec<&'a str>,
    spelling: &'static str,
}

impl<'a> Writer<'a> {
    fn new(spelling: &'static str) -> Self {
        Self {
            out: String::new(),
            path: Vec::new(),
            spelling,
        }
    }

    fn refuse(&self, message: &'static str) -> MaskError {
        MaskError::NotExpressible {
            path: self.path.join("/"),
            spelling: self.spelling,
            message,
        }
    }

    /// Begins the next item of the parenthesis that was opened last.
    fn next(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('(') {
            self.out.push(',');
        }
    }

    fn name(&mut self, name: &str) -> Result<(), MaskError> {
        let grammar = |c: char| matches!(c, '(' | ')' | ',' | ':' | '~' | '*') || c.is_whitespace();
        if name.is_empty() {
            return Err(self.refuse("the name is empty"));
        }
        if name.contains(grammar) {
            return Err(self.refuse("the name has a blank or a character of the grammar"));
        }
        escape::write(name, Place::Query, &mut self.out);
        Ok(())
    }

    fn projection_mask(&mut self, mask: &'a Mask) -> Result<(), MaskError> {
        if mask.is_empty() {
            return Err(self.refuse("it asks for no field"));
        }
        self.out.push('(');
        if mask.all {
            self.out.push_str(WILDCARD);
        }
        for (name, item) in &mask.items {
            self.path.push(name);
            self.projection_item(name, item)?;
            self.path.pop();
        }
        self.out.push(')');
        Ok(())
    }

    fn projection_item(&mut self, name: &'a str, item: &'a Item) -> Result<(), MaskError> {
        if item.excluded {
            return Err(self.refuse("this spelling cannot leave out a field"));
        }
        if item.range.is_some() {
            return Err(self.refuse("this spelling has no ranges"));
        }
        if item.selected {
            self.next();
            self.projection_name(name)?;
        }
        if let Some(within) = &item.within {
            self.next();
            self.projection_name(name)?;
            self.projection_mask(within)?;
        }
        if let Some(each) = &item.each {
            self.next();
            self.projection_name(name)?;
            self.out.push_str(WILDCARD);
            self.projection_mask(each)?;
        }
        let mut previous: Vec<&Resolution> = Vec::new();
        for resolution in &item.resolutions {
            // One field can name several kinds in a row; anything else is an item of its own.
            let chained = resolution.kind.is_some()
                && !previous.is_empty()
                && previous.iter().all(|before| {
                    before.each == resolution.each
                        && before.kind.is_some()
                        && before.kind != resolution.kind
                });
            if !chained {
                previous.clear();
                self.next();
                self.projection_name(name)?;
                if resolution.each {
                    self.out.push_str(WILDCARD);
                }
            }
            previous.push(resolution);
            self.resolution(resolution)?;
        }
        Ok(())
    }

    fn projection_name(&mut self, name: &str) -> Result<(), MaskError> {
        if name == WILDCARD {
            self.out.push_str(WILDCARD);
            return Ok(());
        }
        self.name(name)
    }

    fn resolution(&mut self, resolution: &'a Resolution) -> Result<(), MaskError> {
        self.out.push('~');
        if let Some(kind) = &resolution.kind {
            self.name(kind)?;
        }
        if let Some(variant) = &resolution.variant {
            self.out.push(':');
            self.name(variant)?;
        }
        match &resolution.mask {
            Some(mask) => self.projection_mask(mask),
            None => Ok(()),
        }
    }

    fn fields_items(&mut self, mask: &'a Mask) -> Result<(), MaskError> {
        if mask.all {
            self.next();
            self.out.push_str("$*");
        }
        for (name, item) in &mask.items {
            self.path.push(name);
            self.fields_item(name, item)?;
            self.path.pop();
        }
        Ok(())
    }

    fn fields_item(&mut self, name: &'a str, item: &'a Item) -> Result<(), MaskError> {
        if !item.resolutions.is_empty() {
            return Err(self.refuse("this spelling cannot resolve URNs"));
        }
        self.next();
        if item.excluded {
            self.out.push('-');
        }
        self.fields_name(name)?;
        if item.excluded || (item.selected && item.range.is_none()) {
            return Ok(());
        }
        self.out.push_str(":(");
        if let Some(each) = &item.each {
            self.out.push_str("$*:(");
            self.fields_items(each)?;
            self.out.push(')');
        }
        if let Some(within) = &item.within {
            self.fields_items(within)?;
        }
        if let Some((start, count)) = item.range {
            // A range speaks of elements, so these are asked for in so many words.
            if item.within.is_none() && item.each.is_none() {
                self.out.push_str("$*");
            }
            self.next();
            self.out.push_str(&format!("$start:{start}"));
            if let Some(count) = count {
                self.out.push_str(&format!(",$count:{count}"));
            }
        }
        self.out.push(')');
        Ok(())
    }

    fn fields_name(&mut self, name: &str) -> Result<(), MaskError> {
        if name == WILDCARD {
            self.out.push_str("$*");
            return Ok(());
        }
        if name.starts_with('-') {
            return Err(self.refuse("a name that begins with `-` would leave out the field"));
        }
        if name.starts_with('$') {
            self.out.push('$');
        }
        self.name(name)
    }
}
