//! x

mod identifiers;
