//! Middleware, one concern per layer. From the outermost: `preflight`, (CORS), `trace`, `headers`,
//! `limit`, `problems`, `bounds`, `head`, `deadline`, (compression), the routes.

mod bounds;
mod deadline;
mod head;
mod headers;
mod limit;
mod preflight;
mod problems;
mod rendering;
#[cfg(test)]
mod tests;
mod trace;
mod trace_id;

pub use bounds::bounds;
pub use deadline::{Deadline, deadline};
pub use head::head;
pub use headers::headers;
pub use limit::limit;
pub use preflight::preflight;
pub use problems::problems;
pub use trace::trace;
