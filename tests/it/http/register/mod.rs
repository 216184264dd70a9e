//! The register of recognised poles.

mod changes;
mod communications;
mod confirmations;
mod courts;
mod determinations;
mod feed;
mod histories;
mod life;
mod measures;
mod memberships;
mod queries;
mod recognitions;
mod rights;
mod suspensions;
mod transfers;
mod views;
mod warnings;

use super::{fresh, on_both_databases};
