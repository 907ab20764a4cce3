//! What a change of one item does to those who use it.
//!
//! In doubt it breaks them: a change counts as harmless only where it can be said why.

use super::assemble::Surface;
use super::compare::{Effect, Location};
use super::item::{Item, Shape};
use super::signature::Generics;

/// A version, and the item in it.
pub(super) type Side<'a> = (&'a Surface, &'a Item);

/// A change, apart from whose it is.
pub(super) struct Verdict {
    pub(super) effect: Effect,
    pub(super) text: String,
    pub(super) old: Option<Location>,
    pub(super) new: Option<Location>,
}

impl Verdict {
    /// An item that is gone.
    pub(super) fn removed(item: &Item) -> Self {
        Self {
            effect: Effect::Breaking,
            text: "removed".to_owned(),
            old: Some(item.location()),
            new: None,
        }
    }

    /// An item that is new, maybe to what users may have written out in full.
    pub(super) fn added(item: &Item, closed: bool) -> Self {
        let (effect, text) = match closed {
            true => (Effect::Breaking, "added to what is not `#[non_exhaustive]`"),
            false => (Effect::Additive, "added"),
        };
        Self {
            effect,
            text: text.to_owned(),
            old: None,
            new: Some(item.location()),
        }
    }
}

/// All changes of an item.
pub(super) fn changes(old: Side<'_>, new: Side<'_>) -> Vec<Verdict> {
    let mut judge = Judge {
        old,
        new,
        verdicts: Vec::new(),
    };
    let replaced = std::mem::discriminant(&old.1.shape) != std::mem::discriminant(&new.1.shape);
    if replaced {
        let text = format!("{}, was {}", new.1.shape.word(), old.1.shape.word());
        judge.add(Effect::Breaking, text);
    } else {
        judge.shape();
        judge.facets();
    }
    judge.paths();
    judge.gates();
    match (old.1.deprecated, new.1.deprecated) {
        (false, true) => judge.add(Effect::Additive, "deprecated".to_owned()),
        (true, false) => judge.add(Effect::None, "no longer deprecated".to_owned()),
        _ => {}
    }
    judge.verdicts
}

/// Compares an item with what it was.
pub(super) struct Judge<'a> {
    pub(super) old: Side<'a>,
    pub(super) new: Side<'a>,
    pub(super) verdicts: Vec<Verdict>,
}

impl Judge<'_> {
    pub(super) fn add(&mut self, effect: Effect, text: String) {
        self.verdicts.push(Verdict {
            effect,
            text,
            old: Some(self.old.1.location()),
            new: Some(self.new.1.location()),
        });
    }

    /// Whether two texts name the same types.
    pub(super) fn same(&self, old: &str, new: &str) -> bool {
        old == new || self.old.0.expanded(old) == self.new.0.expanded(new)
    }

    fn text(&mut self, old: &str, new: &str) {
        if !self.same(old, new) {
            self.add(Effect::Breaking, was(old, new));
        }
    }

    fn shape(&mut self) {
        if let (Some(old), Some(new)) = (self.old.1.shape.generics(), self.new.1.shape.generics()) {
            self.generics(old, new);
        }
        match (&self.old.1.shape, &self.new.1.shape) {
            (
                Shape::Struct {
                    style: old_style,
                    open: old_open,
                    non_exhaustive: old,
                    ..
                },
                Shape::Struct {
                    style,
                    open,
                    non_exhaustive: new,
                    ..
                },
            ) => {
                self.exhaustive(*old, *new);
                if !old_open && *open && !new {
                    self.add(Effect::Breaking, "has private fields".to_owned());
                }
                if !old_open && old_style != style {
                    self.add(Effect::Breaking, format!("{style}, was {old_style}"));
                }
            }
            (
                Shape::Enum {
                    non_exhaustive: old,
                    ..
                },
                Shape::Enum {
                    non_exhaustive: new,
                    ..
                },
            ) => self.exhaustive(*old, *new),
            (
                Shape::Variant {
                    payload: old,
                    non_exhaustive: was_open,
                },
                Shape::Variant {
                    payload: new,
                    non_exhaustive: is_open,
                },
            ) => {
                let name =
                    |item: &Item| item.path.rsplit("::").next().unwrap_or_default().to_owned();
                let (old_name, new_name) = (name(self.old.1), name(self.new.1));
                if !self.same(old, new) {
                    let text = was(&format!("{old_name}{old}"), &format!("{new_name}{new}"));
                    self.add(Effect::Breaking, text);
                }
                self.exhaustive(*was_open, *is_open);
            }
            (
                Shape::Function {
                    on: old_on,
                    signature: old,
                },
                Shape::Function { on, signature: new },
            ) => {
                self.text(old, new);
                self.on(old_on, on);
            }
            (Shape::Alias { target: old, .. }, Shape::Alias { target: new, .. })
            | (Shape::Constant(old), Shape::Constant(new))
            | (Shape::Field(old), Shape::Field(new))
            | (Shape::Foreign(old), Shape::Foreign(new)) => self.text(old, new),
            (Shape::Other(old), Shape::Other(new)) if old != new => {
                self.add(Effect::Breaking, "changed".to_owned());
            }
            (
                Shape::Feature {
                    default: was_default,
                    enables: old,
                },
                Shape::Feature {
                    default,
                    enables: new,
                },
            ) => self.feature((*was_default, old), (*default, new)),
            _ => {}
        }
    }

    fn exhaustive(&mut self, old: bool, new: bool) {
        match (old, new) {
            (false, true) => self.add(Effect::Breaking, "`#[non_exhaustive]`".to_owned()),
            (true, false) => self.add(Effect::Additive, "no longer `#[non_exhaustive]`".to_owned()),
            _ => {}
        }
    }

    /// More parameters with defaults harm nobody: who names the type need not name them.
    fn generics(&mut self, old: &Generics, new: &Generics) {
        let (common, more) = match new.parameters.split_at_checked(old.parameters.len()) {
            Some(split) => split,
            None => (new.parameters.as_slice(), [].as_slice()),
        };
        let kept = common.len() == old.parameters.len() && self.same(&old.bounds, &new.bounds) && {
            old.parameters.iter().zip(common)
        }
        .all(|(old, new)| self.same(&old.text, &new.text));
        let shown = |generics: &Generics| match generics.shown(true) {
            text if text.is_empty() => "no parameters".to_owned(),
            text => format!("`{}`", shown(&text)),
        };
        let text = format!("{}, was {}", shown(new), shown(old));
        match kept {
            true if more.is_empty() => {}
            true if more.iter().all(|more| more.default.is_some()) => {
                self.add(Effect::Additive, text)
            }
            _ => self.add(Effect::Breaking, text),
        }
    }

    /// Parameters of an `impl`: what is there for any entity is there for the usual one, too.
    fn on(&mut self, old: &str, new: &str) {
        if self.same(old, new) {
            return;
        }
        let named = |on: &str| match on {
            "" => "the usual parameters".to_owned(),
            on => format!("`{}`", shown(on)),
        };
        let text = format!("for {}, was for {}", named(new), named(old));
        let bound = new.contains(':');
        match old.is_empty() && !bound {
            true => self.add(Effect::Additive, text),
            false => self.add(Effect::Breaking, text),
        }
    }

    fn feature(
        &mut self,
        (was_default, old): (bool, &[String]),
        (default, new): (bool, &[String]),
    ) {
        match (was_default, default) {
            (true, false) => self.add(Effect::Breaking, "no longer on by default".to_owned()),
            (false, true) => self.add(Effect::Additive, "on by default".to_owned()),
            _ => {}
        }
        // That a whole feature came or went is told of itself.
        for lost in old.iter().filter(|name| !new.contains(name)) {
            let is_gone = self.old.0.features.has(lost) && !self.new.0.features.has(lost);
            if !is_gone {
                self.add(Effect::Breaking, format!("no longer turns on `{lost}`"));
            }
        }
        for gained in new.iter().filter(|name| !old.contains(name)) {
            let is_new = self.new.0.features.has(gained) && !self.old.0.features.has(gained);
            if !is_new {
                self.add(Effect::Additive, format!("turns on `{gained}`"));
            }
        }
    }
}

/// Both texts, as a change is told.
pub(super) fn was(old: &str, new: &str) -> String {
    format!("`{}`, was `{}`", shown(new), shown(old))
}

/// Types as users know them.
pub(super) fn shown(text: &str) -> String {
    text.replace("crate::", "")
}
