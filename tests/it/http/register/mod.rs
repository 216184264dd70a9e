//! The register of recognised poles.

mod change_faults;
mod change_readers;
mod changes;
mod communications;
mod confirmations;
mod courts;
mod cures;
mod determinations;
mod direct_writes;
mod feed;
mod histories;
mod life;
mod measures;
mod memberships;
mod overtaken;
mod queries;
mod recognitions;
mod rights;
mod successors;
mod suspensions;
mod transfers;
mod views;
mod warnings;

use super::{fresh, on_both_databases};
