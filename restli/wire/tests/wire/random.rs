//! Random values, masks and texts for the long tests, made in a microsecond each.
//!
//! The short tests draw from proptest, which can shrink what fails but takes a hundred times as long.

use restli_wire::{Mask, Resolution, Value};

/// A generator with the same numbers everywhere (xorshift64*).
pub(super) struct Random(u64);

/// What the grammars and their readers stumble over.
const PIECES: &[&str] = &[
    "a",
    "b",
    "k",
    "7",
    "é",
    "🦀",
    " ",
    "''",
    "'",
    "(",
    ")",
    ",",
    ":",
    "%",
    "%28",
    "%C3",
    "%A9",
    "/",
    "?",
    "#",
    "&",
    "=",
    "+",
    ";",
    "List(",
    "List",
    ".",
    "[",
    "]",
    "[0]",
    "~",
    "~2E",
    "$",
    "$*",
    "$start:",
    "*",
    "-",
    "@",
    "\"",
    "\n",
    "\u{0}",
    "\u{FF}",
    "9007199254740993",
    "9223372036854775807",
    "-9223372036854775808",
    "urn:li:a:(b,c)",
    "ids",
    "$params",
];

impl Random {
    pub(super) fn new() -> Self {
        Self(0x9E37_79B9_7F4A_7C15)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() >> 33) as usize % end
    }

    fn pieces(&mut self, most: usize) -> String {
        let count = self.below(most + 1);
        (0..count)
            .map(|_| PIECES[self.below(PIECES.len())])
            .collect()
    }

    pub(super) fn text(&mut self) -> String {
        self.pieces(4)
    }

    /// A text that looks like the grammars.
    pub(super) fn hostile(&mut self) -> String {
        self.pieces(24)
    }

    pub(super) fn bytes(&mut self) -> Vec<u8> {
        let count = self.below(64);
        (0..count).map(|_| self.next() as u8).collect()
    }

    pub(super) fn value(&mut self) -> Value {
        self.nested(4)
    }

    fn nested(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 1 } else { 4 }) {
            0 | 1 => Value::from(self.text()),
            2 => {
                let count = self.below(4);
                Value::List((0..count).map(|_| self.nested(depth - 1)).collect())
            }
            _ => {
                let mut members: Vec<(String, Value)> = Vec::new();
                for _ in 0..self.below(4) {
                    let name = self.text();
                    if members.iter().all(|(known, _)| *known != name) {
                        members.push((name, self.nested(depth - 1)));
                    }
                }
                Value::map(members)
            }
        }
    }

    pub(super) fn values(&mut self) -> Vec<Value> {
        let count = self.below(4);
        (0..count).map(|_| self.value()).collect()
    }

    /// A name that a mask can hold.
    fn name(&mut self) -> String {
        const NAMES: &[&str] = &["a", "b", "c", "d", "$x", "com.ex.Red", "é", "a-b", "k&'%+"];
        NAMES[self.below(NAMES.len())].to_owned()
    }

    /// Wildcards as names of parts are what the builder has to put in order.
    fn part(&mut self) -> String {
        match self.below(7) {
            0 => "*".to_owned(),
            _ => self.name(),
        }
    }

    pub(super) fn projection(&mut self) -> Mask {
        self.mask(3, true)
    }

    pub(super) fn fields(&mut self) -> Mask {
        self.mask(3, false)
    }

    fn mask(&mut self, depth: usize, resolves: bool) -> Mask {
        // `projection` cannot ask for nothing.
        let count = self.below(4) + usize::from(resolves);
        (0..count).fold(Mask::new(), |mask, _| {
            match self.below(if depth == 0 { 4 } else { 8 }) {
                0 => mask.all(),
                1..=3 => mask.field(self.name()),
                4 => mask.within(self.part(), self.mask(depth - 1, resolves)),
                5 => mask.each(self.part(), self.mask(depth - 1, resolves)),
                _ if resolves => mask.resolve(self.part(), self.resolution(depth)),
                6 => mask.exclude(self.name()),
                _ => {
                    let (start, count) =
                        (self.next() >> self.below(64), self.next() >> self.below(64));
                    mask.range(
                        self.name(),
                        start,
                        Some(count).filter(|count| count % 2 == 0),
                    )
                }
            }
        })
    }

    fn resolution(&mut self, depth: usize) -> Resolution {
        Resolution {
            kind: (self.below(2) == 0).then(|| self.name()),
            variant: (self.below(3) == 0).then(|| self.name()),
            mask: (self.below(2) == 0).then(|| self.mask(depth - 1, true)),
            each: self.below(4) == 0,
        }
    }
}
