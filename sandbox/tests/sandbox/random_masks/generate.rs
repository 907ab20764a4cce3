//! Random masks: mostly of names that the schema has, in every form of both spellings.

use std::fmt::Write as _;

use serde_json::Value as Json;

use super::parameter;
use super::world::{KEYS, NODE_COUNT};
use crate::random::Random;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    Projection,
    Fields,
}

/// A mask as it is written, with what stands twice standing twice.
#[derive(Debug)]
pub(super) struct Ast(pub(super) Vec<Entry>);

#[derive(Debug)]
pub(super) enum Entry {
    /// `*`
    All,
    /// `a`
    Whole(&'static str),
    /// `-a`
    Without(&'static str),
    /// `a(…)`, perhaps with a range.
    Part(&'static str, Ast, Option<Range>),
    /// `*(…)`
    Every(Ast),
    /// `a~…`, `a*~…`
    Resolved(&'static str, bool, Vec<(Option<&'static str>, Option<Ast>)>),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    pub(super) start: Option<u64>,
    pub(super) count: Option<u64>,
}

/// What a mask can reach into.
enum Shape {
    Plain,
    Record(&'static str),
    List(&'static Shape),
    Map(&'static Shape),
    Urn(&'static [&'static str]),
    Urns(&'static [&'static str]),
}

const NODE: &[(&str, Shape)] = &[
    ("id", Shape::Plain),
    ("name", Shape::Plain),
    ("info", Shape::Record("Info")),
    ("list", Shape::List(&Shape::Record("Info"))),
    ("grid", Shape::List(&Shape::List(&Shape::Record("Info")))),
    ("words", Shape::List(&Shape::Plain)),
    ("map", Shape::Map(&Shape::Record("Info"))),
    ("lists", Shape::Map(&Shape::List(&Shape::Record("Info")))),
    ("counts", Shape::Map(&Shape::Plain)),
    ("choice", Shape::Record("Choice")),
    ("choices", Shape::List(&Shape::Record("Choice"))),
    ("next", Shape::Urn(&["node"])),
    ("leaf", Shape::Urn(&["leaf"])),
    ("any", Shape::Urn(&["node", "leaf"])),
    ("nexts", Shape::Urns(&["node"])),
    ("anys", Shape::Urns(&["node", "leaf"])),
];
const INFO: &[(&str, Shape)] = &[
    ("a", Shape::Plain),
    ("b", Shape::Plain),
    ("deep", Shape::Record("Info")),
    ("spots", Shape::Map(&Shape::Record("Info"))),
    ("see", Shape::Urn(&["leaf"])),
];
const LEAF: &[(&str, Shape)] = &[
    ("name", Shape::Plain),
    ("info", Shape::Record("Info")),
    ("of", Shape::Urn(&["node"])),
];
const CHOICE: &[(&str, Shape)] = &[("int", Shape::Plain), ("facts", Shape::Record("Info"))];

fn members(record: &str) -> &'static [(&'static str, Shape)] {
    match record {
        "Node" | "node" => NODE,
        "Info" => INFO,
        "Leaf" | "leaf" => LEAF,
        _ => CHOICE,
    }
}

/// Which call carries the mask.
#[derive(Clone, Copy, Debug)]
pub(super) enum Call {
    Get(usize),
    BatchGet(usize, usize),
    GetAll,
}

/// A call with a mask.
pub(super) struct Case {
    pub(super) call: Call,
    pub(super) spelling: Spelling,
    /// The mask of the entities.
    pub(super) mask: Ast,
    misfit: bool,
    /// The mask of the entities as it is written.
    own: String,
    /// The mask of the whole answer.
    text: String,
}

impl Case {
    pub(super) fn target(&self) -> String {
        let (parameter, text) = (parameter(self.spelling), &self.text);
        match self.call {
            Call::Get(id) => format!("/v1/nodes/{id}?{parameter}={text}"),
            Call::BatchGet(one, other) => {
                format!("/v1/nodes?ids=List({one},{other})&{parameter}={text}")
            }
            Call::GetAll => format!("/v1/nodes?{parameter}={text}"),
        }
    }

    pub(super) fn mask_text(&self) -> &str {
        &self.own
    }

    pub(super) fn is_misfit(&self) -> bool {
        self.misfit
    }

    pub(super) fn about(&self) -> &'static str {
        match (self.misfit, self.spelling, self.call) {
            (true, ..) => "misfit",
            (_, Spelling::Projection, Call::Get(_)) => "projection of one",
            (_, Spelling::Projection, _) => "projection of several",
            (_, Spelling::Fields, Call::Get(_)) => "fields of one",
            (_, Spelling::Fields, _) => "fields of several",
        }
    }

    /// The entities in an answer.
    pub(super) fn entities(&self, answer: &Json) -> Json {
        match self.call {
            Call::Get(_) => answer.clone(),
            Call::BatchGet(..) => answer["results"].clone(),
            Call::GetAll => answer["elements"].clone(),
        }
    }
}

pub(super) struct Generator {
    random: Random,
    spelling: Spelling,
    /// How many members may still be reached into.
    budget: usize,
}

impl Generator {
    pub(super) fn new(seed: u64) -> Self {
        Generator {
            random: Random::new(seed),
            spelling: Spelling::Fields,
            budget: 0,
        }
    }

    pub(super) fn case(&mut self) -> Case {
        self.spelling = match self.random.one_in(2) {
            true => Spelling::Fields,
            false => Spelling::Projection,
        };
        self.budget = 40;
        let mut mask = self.mask(NODE, 3);
        // At the top, where no exclusion can hide it.
        let misfit = self.random.one_in(50);
        mask.0.extend(misfit.then_some(Entry::Whole("misfit")));
        let id = |random: &mut Random| 1 + random.below(NODE_COUNT);
        let call = match self.random.below(4) {
            0 => Call::GetAll,
            1 => {
                let one = id(&mut self.random);
                Call::BatchGet(one, 1 + one % NODE_COUNT)
            }
            _ => Call::Get(id(&mut self.random)),
        };
        let mut text = String::new();
        self.write(&mask, &mut text);
        let own = match self.spelling {
            Spelling::Fields => text.clone(),
            Spelling::Projection => format!("({text})"),
        };
        let text = match (self.spelling, call) {
            (Spelling::Fields, _) | (_, Call::Get(_)) => own.clone(),
            (_, Call::BatchGet(..)) => format!("({})", self.each("results", &text)),
            (_, Call::GetAll) => format!("({},paging)", self.each("elements", &text)),
        };
        Case {
            call,
            spelling: self.spelling,
            mask,
            misfit,
            own,
            text,
        }
    }

    fn mask(&mut self, members: &'static [(&'static str, Shape)], depth: usize) -> Ast {
        let mut entries = Vec::new();
        if self.random.one_in(6) {
            entries.push(Entry::All);
        }
        for _ in 0..1 + self.random.below(4) {
            let (name, shape) = &members[self.random.below(members.len())];
            entries.extend(self.member(name, shape, depth));
        }
        Ast(entries)
    }

    /// What is asked of a member, in one entry or two.
    fn member(&mut self, name: &'static str, shape: &Shape, depth: usize) -> Vec<Entry> {
        let fields = self.spelling == Spelling::Fields;
        if fields && self.random.one_in(8) {
            return vec![Entry::Without(name)];
        }
        self.budget = self.budget.saturating_sub(1);
        if depth == 0 || self.budget == 0 || self.random.one_in(3) {
            return vec![Entry::Whole(name)];
        }
        match shape {
            Shape::Plain => vec![Entry::Whole(name)],
            Shape::Record(record) => {
                vec![Entry::Part(
                    name,
                    self.mask(members(record), depth - 1),
                    None,
                )]
            }
            Shape::Urn(kinds) if !fields => vec![self.resolved(name, false, kinds, depth)],
            Shape::Urns(kinds) if !fields => {
                let each = !self.random.one_in(3);
                vec![self.resolved(name, each, kinds, depth)]
            }
            Shape::Urn(_) => vec![Entry::Whole(name)],
            Shape::Urns(_) | Shape::List(_) | Shape::Map(_) => {
                let range = self.range(shape);
                let inside = self.inside(shape, depth - 1);
                vec![Entry::Part(name, inside, range)]
            }
        }
    }

    fn range(&mut self, shape: &Shape) -> Option<Range> {
        let is_list = matches!(shape, Shape::List(_) | Shape::Urns(_));
        if !is_list || self.spelling == Spelling::Projection || self.random.one_in(2) {
            return None;
        }
        let start = (!self.random.one_in(3)).then(|| self.random.below(4) as u64);
        let count =
            (start.is_none() || !self.random.one_in(3)).then(|| self.random.below(4) as u64);
        Some(Range { start, count })
    }

    /// What is asked of what a list or map holds.
    fn inside(&mut self, shape: &Shape, depth: usize) -> Ast {
        let (Shape::List(item) | Shape::Map(item)) = shape else {
            return Ast(vec![Entry::All]);
        };
        let mut entries = Vec::new();
        if let Shape::Map(value) = shape {
            for _ in 0..self.random.below(3) {
                let key = KEYS[self.random.below(KEYS.len())];
                match value {
                    Shape::Record(_) => entries.extend(self.member(key, value, depth)),
                    _ => entries.push(Entry::Whole(key)),
                }
            }
        }
        if entries.is_empty() || self.random.one_in(2) {
            entries.push(match item {
                Shape::Record(record) if depth > 0 => {
                    Entry::Every(self.mask(members(record), depth))
                }
                Shape::List(_) if depth > 0 => Entry::Every(self.inside(item, depth - 1)),
                _ => Entry::All,
            });
        }
        if self.random.one_in(8) {
            entries.push(Entry::All);
        }
        Ast(entries)
    }

    fn resolved(
        &mut self,
        name: &'static str,
        each: bool,
        kinds: &[&'static str],
        depth: usize,
    ) -> Entry {
        let mut ways = Vec::new();
        for kind in kinds {
            if kinds.len() > 1 && self.random.one_in(3) {
                continue;
            }
            let mask = (!self.random.one_in(3)).then(|| self.mask(members(kind), depth - 1));
            let kind = (kinds.len() > 1 || self.random.one_in(3)).then_some(*kind);
            ways.push((kind, mask));
        }
        if ways.is_empty() {
            ways.push((None, None));
        }
        Entry::Resolved(name, each, ways)
    }

    fn each(&mut self, name: &str, inside: &str) -> String {
        match self.random.one_in(3) {
            true => format!("{name}(*({inside}))"),
            false => format!("{name}*({inside})"),
        }
    }

    fn write(&mut self, mask: &Ast, out: &mut String) {
        for (at, entry) in mask.0.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            self.entry(entry, out);
        }
    }

    fn entry(&mut self, entry: &Entry, out: &mut String) {
        let fields = self.spelling == Spelling::Fields;
        let (star, open) = if fields { ("$*", ":(") } else { ("*", "(") };
        let written = match entry {
            Entry::All => write!(out, "{star}"),
            Entry::Whole(name) => write!(out, "{name}"),
            Entry::Without(name) => write!(out, "-{name}"),
            Entry::Every(mask) => {
                out.push_str(&format!("{star}{open}"));
                self.write(mask, out);
                write!(out, ")")
            }
            Entry::Part(name, mask, range) => match mask.0.as_slice() {
                // The shorter way to speak of every element.
                [Entry::Every(mask)] if !fields && self.random.one_in(2) => {
                    out.push_str(&format!("{name}*("));
                    self.write(mask, out);
                    write!(out, ")")
                }
                _ => {
                    out.push_str(&format!("{name}{open}"));
                    self.write(mask, out);
                    if let Some(start) = range.and_then(|range| range.start) {
                        out.push_str(&format!(",$start:{start}"));
                    }
                    if let Some(count) = range.and_then(|range| range.count) {
                        out.push_str(&format!(",$count:{count}"));
                    }
                    write!(out, ")")
                }
            },
            Entry::Resolved(name, each, ways) => {
                let apart = *each && self.random.one_in(3);
                out.push_str(name);
                out.push_str(match (each, apart) {
                    (true, true) => "(*",
                    (true, false) => "*",
                    (false, _) => "",
                });
                for (kind, mask) in ways {
                    out.push_str(&format!("~{}", kind.unwrap_or_default()));
                    if let Some(mask) = mask {
                        out.push('(');
                        self.write(mask, out);
                        out.push(')');
                    }
                }
                write!(out, "{}", if apart { ")" } else { "" })
            }
        };
        written.expect("a text takes all");
    }
}
