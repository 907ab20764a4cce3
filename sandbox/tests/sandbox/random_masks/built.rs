//! The masks of the requests as builders would make them: step by step, and then written and read.

use restli_wire::{Mask, Resolution};

use super::generate::{Ast, Case, Entry, Spelling};

/// Sees that building, reading and writing a mask agree on what it means.
pub(super) fn check(case: &Case) {
    let (text, built) = (case.mask_text(), build(&case.mask));
    let (read, written, again): (_, _, fn(&str) -> _) = match case.spelling {
        Spelling::Fields => (
            Mask::parse_fields(text),
            built.to_fields(),
            Mask::parse_fields,
        ),
        Spelling::Projection => (
            Mask::parse_projection(text),
            built.to_projection(),
            Mask::parse_projection,
        ),
    };
    let read = read.expect(text);
    assert!(
        built.equivalent(&read),
        "{text}\nis built as {built:?}\nand read as {read:?}"
    );
    let written = written.unwrap_or_else(|error| panic!("{text}: {error}"));
    let again = again(&written).expect(&written);
    assert_eq!(built, again, "{text}, written as {written}");
}

fn build(mask: &Ast) -> Mask {
    mask.0.iter().fold(Mask::new(), |built, entry| match entry {
        Entry::All => built.all(),
        Entry::Whole(name) => built.field(*name),
        Entry::Without(name) => built.exclude(*name),
        Entry::Every(mask) => built.within("*", build(mask)),
        Entry::Part(name, mask, range) => {
            let part = Mask::new().within(*name, build(mask));
            built.merge(match range {
                Some(range) => part.range(*name, range.start.unwrap_or(0), range.count),
                None => part,
            })
        }
        Entry::Resolved(name, each, ways) => ways.iter().fold(built, |built, (kind, mask)| {
            let resolution = Resolution {
                kind: kind.map(str::to_owned),
                variant: None,
                mask: mask.as_ref().map(build),
                each: *each,
            };
            built.resolve(*name, resolution)
        }),
    })
}
