//! x

mod architecture;
mod store;
