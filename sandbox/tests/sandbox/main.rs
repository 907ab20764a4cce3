//! The sandbox from outside: over HTTP, on the project's schema and on another one.

mod acting;
mod batches;
mod damaged;
mod filtering;
mod finding;
mod foreign;
mod general;
mod generated;
mod journal;
mod keyed;
mod masking;
mod paging;
mod patching;
mod program;
mod protocol;
mod random;
mod random_masks;
mod refusing;
mod seeded;
mod serving;
mod support;
mod unique;
mod walk;
mod whole;
mod writing;
