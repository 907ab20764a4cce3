//! Pieces of a diff: lines that change together.
//!
//! Lines that merely stand together may have several causes, so what only came or only went is cut
//! where its items end.

use std::ops::Range;

use similar::{DiffTag, TextDiff};

/// Pieces this close to each other are shown as one, with the lines between them.
const CLOSE: usize = 3;

/// Lines of one file that change together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    /// The file, below the generated crate.
    pub file: String,
    /// The lines that were, from 1; empty where something is only added.
    pub old: Range<usize>,
    /// The lines that are.
    pub new: Range<usize>,
    /// The lines with their signs, as a unified diff has them.
    pub lines: Vec<(char, String)>,
}

impl Hunk {
    /// Whether another piece, behind this one, is shown together with it.
    pub(super) fn is_close(&self, next: &Self) -> bool {
        self.file == next.file
            && next.old.start >= self.old.end
            && next.old.start - self.old.end <= CLOSE
            && next.new.start >= self.new.end
            && next.new.start - self.new.end == next.old.start - self.old.end
    }

    /// Takes in a piece that is close, with what stands between in the old text.
    pub(super) fn join(&mut self, next: Self, old: &str) {
        let between = next.old.start - self.old.end;
        let between = old.lines().skip(self.old.end - 1).take(between);
        self.lines
            .extend(between.map(|line| (' ', line.to_owned())));
        self.lines.extend(next.lines);
        self.old.end = next.old.end;
        self.new.end = next.new.end;
    }

    /// The lines that came or went.
    pub(super) fn changed(&self) -> impl Iterator<Item = &str> {
        let changed = self.lines.iter().filter(|(sign, _)| *sign != ' ');
        changed.map(|(_, line)| line.as_str())
    }

    /// Its lines as they are wherever they stand: without indentation and signs of documentation.
    pub(super) fn stripped(&self) -> Vec<(char, String)> {
        let bare = |line: &str| {
            line.trim_start()
                .trim_start_matches(['/', '!'])
                .trim()
                .to_owned()
        };
        let lines = self.lines.iter();
        lines.map(|(sign, line)| (*sign, bare(line))).collect()
    }

    /// `@@ -10,2 +10,3 @@`.
    pub fn header(&self) -> String {
        let range = |lines: &Range<usize>| match lines.len() {
            // Diffs name the line in front of nothing.
            0 => format!("{},0", lines.start - 1),
            1 => lines.start.to_string(),
            length => format!("{},{length}", lines.start),
        };
        format!("@@ -{} +{} @@", range(&self.old), range(&self.new))
    }
}

/// The pieces in which two texts differ. What only came or went is cut where `owner` changes, which
/// is asked with the side, 0 or 1, and the line.
pub(super) fn pieces(
    file: &str,
    old: Option<&str>,
    new: Option<&str>,
    owner: impl Fn(usize, usize) -> Option<usize>,
) -> Vec<Hunk> {
    let texts = [old, new].map(|text| text.unwrap_or_default());
    let lines = texts.map(|text| text.lines().collect::<Vec<&str>>());
    let diff = TextDiff::from_lines(texts[0], texts[1]);
    let piece = |old: Range<usize>, new: Range<usize>| {
        let of = |side: usize, sign: char, range: &Range<usize>| -> Vec<(char, String)> {
            let lines = lines[side].get(range.start - 1..range.end - 1);
            let lines = lines.unwrap_or_default().iter();
            lines.map(|line| (sign, (*line).to_owned())).collect()
        };
        let mut both = of(0, '-', &old);
        both.extend(of(1, '+', &new));
        Hunk {
            file: file.to_owned(),
            old,
            new,
            lines: both,
        }
    };
    let from_one = |range: Range<usize>| range.start + 1..range.end + 1;
    let mut pieces = Vec::new();
    for op in diff.ops() {
        let (old, new) = (from_one(op.old_range()), from_one(op.new_range()));
        match op.tag() {
            DiffTag::Equal => {}
            DiffTag::Replace => pieces.push(piece(old, new)),
            DiffTag::Delete => {
                for part in runs(old, |line| owner(0, line)) {
                    pieces.push(piece(part, new.clone()));
                }
            }
            DiffTag::Insert => {
                for part in runs(new, |line| owner(1, line)) {
                    pieces.push(piece(old.clone(), part));
                }
            }
        }
    }
    pieces
}

/// Cuts a range where the owner changes; lines without one stay with those above them.
fn runs(range: Range<usize>, owner: impl Fn(usize) -> Option<usize>) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let (mut start, mut current) = (range.start, None);
    for line in range.clone() {
        let Some(own) = owner(line) else { continue };
        if current.is_some_and(|current| current != own) {
            runs.push(start..line);
            start = line;
        }
        current = Some(own);
    }
    runs.push(start..range.end);
    runs
}
