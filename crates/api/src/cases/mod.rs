//! Use cases shared by several resources: authorisation, state checks, evaluation, idempotent
//! writes. Independent of any one resource.

pub(crate) mod application_steps;
pub(crate) mod base;
pub(crate) mod caller;
pub(crate) mod case;
pub mod catalogue;
pub(crate) mod codes;
pub(crate) mod day_seen;
pub(crate) mod delivery;
pub(crate) mod ending;
pub(crate) mod foresight;
pub(crate) mod horizon;
pub(crate) mod idempotent;
pub(crate) mod interest;
pub(crate) mod judging;
pub(crate) mod known;
pub(crate) mod network;
pub(crate) mod offers;
pub(crate) mod party;
pub(crate) mod precondition;
pub(crate) mod prepared;
pub(crate) mod problems;
pub(crate) mod procedure;
pub(crate) mod provisional;
pub(crate) mod recognising;
pub(crate) mod reference;
pub(crate) mod running;
pub(crate) mod sentences;
pub(crate) mod silence;
pub(crate) mod stamp;
pub(crate) mod standing;
pub(crate) mod state;
pub(crate) mod transition;
pub(crate) mod turns;
pub(crate) mod visibility;
pub(crate) mod words;
