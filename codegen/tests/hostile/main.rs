//! Whatever a schema says, it is refused with places or generated; nothing panics, hangs or escapes.

#[path = "../support/mod.rs"]
mod support;

mod bytes;
mod corpus;
mod cycles;
mod disk;
mod limits;
mod measure;
mod names;
mod texts;

use peak_alloc::PeakAlloc;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;
