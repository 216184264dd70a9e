//! The commands of the binary `ptp`, as a library for the tests.

pub mod audit;
pub mod cli;
pub mod config;
pub mod demo;
pub mod failure;
pub mod forget;
pub mod migrate;
pub mod openapi;
pub mod serve;
pub mod signing;
pub mod status;
pub mod telemetry;
pub mod token;
mod upkeep;

use mimalloc::MiMalloc;

/// A request is thousands of small allocations on one thread, freed on others: glibc's allocator takes
/// a fifth of the processor time for them, this one half of that.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;
