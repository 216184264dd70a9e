//! The register: the life of poles, what is asked of it, and what is told of it.

mod fixtures;
mod life;
mod memberships;
mod queries;
mod rights;
mod transfers;
mod warnings;

use super::{fresh, on_both_databases};
