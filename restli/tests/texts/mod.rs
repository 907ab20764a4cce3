//! Texts that want to be more than text: what paths, queries and headers stumble over.
//!
//! Random ones are put together from pieces and start from a seed, so that a failure can be repeated.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses a part of it"
)]

/// Texts that mean something somewhere.
pub fn special() -> Vec<String> {
    let mut texts: Vec<String> = SPECIAL.iter().map(|text| (*text).to_owned()).collect();
    texts.push("/".repeat(1 << 16));
    texts.push("a%2F&b=\u{e9}\r\n".repeat(1 << 13));
    texts
}

const SPECIAL: [&str; 44] = [
    "..",
    ".",
    "...",
    "%2e%2e",
    "%2E",
    "../..",
    "..%2f..",
    "a/b",
    "/a",
    "a/",
    "//",
    "\\",
    "..\\..",
    "a?x=1",
    "?",
    "a#f",
    "#",
    "a&q=b",
    "&",
    "a=b",
    "a;b",
    "a,b",
    "(x:y)",
    "List(a)",
    "List()",
    "()",
    "(",
    "''",
    "'",
    "",
    " ",
    "+",
    "%",
    "%25",
    "%00",
    "%0d%0a",
    "\u{1f980}\u{1f469}\u{200d}\u{1f4bb}",
    "\u{202e}\u{5d0}\u{5d1}\u{627}",
    "\r\nX-Evil: 1",
    "\n",
    "\0",
    "a\r\n\r\nGET /evil HTTP/1.1\r\n",
    "\u{10a}\u{10d}\u{100}",
    "urn:li:person:(a,b)",
];

/// Pieces of random texts.
const PIECES: [&str; 36] = [
    "a",
    "B",
    "7",
    "e\u{301}",
    "\u{e9}",
    "\u{1f980}",
    "\u{202e}",
    "\u{10a}",
    " ",
    "\t",
    "\r",
    "\n",
    "\0",
    "\u{7f}",
    "/",
    "\\",
    "?",
    "#",
    "&",
    "=",
    ";",
    "+",
    ",",
    ":",
    "(",
    ")",
    "List(",
    "'",
    "%",
    "%2F",
    "%2e",
    ".",
    "..",
    "~",
    "[0]",
    "@",
];

/// A small generator (splitmix64): neighbouring seeds have nothing in common.
pub struct Random(pub u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    /// A text of up to twelve pieces, one of four with a character from anywhere.
    pub fn text(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..self.below(13) {
            text.push_str(PIECES[self.below(PIECES.len())]);
        }
        if self.below(4) == 0 {
            let any = u32::try_from(self.below(0x11_0000)).unwrap();
            text.extend(char::from_u32(any));
        }
        text
    }
}
