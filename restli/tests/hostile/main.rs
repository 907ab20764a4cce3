//! Services that lie, stall and vanish, and what it costs the client: time, memory, connections.
//!
//! What a client left running for months must survive; each test prints the figure that it is about.

#[path = "../mini/mod.rs"]
mod mini;

mod bodies;
mod certificates;
mod connections;
mod deadlines;
mod drops;

/// Counts what is allocated, so that tests can say how much memory a body has taken.
#[global_allocator]
static HEAP: peak_alloc::PeakAlloc = peak_alloc::PeakAlloc;
