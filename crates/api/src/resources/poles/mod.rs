//! Poles.

pub(crate) mod change;
pub(crate) mod court_orders;
pub(crate) mod create;
pub(crate) mod creation;
pub(crate) mod determinations;
pub(crate) mod document;
pub(crate) mod life;
mod life_input;
pub(crate) mod list;
pub(crate) mod list_actions;
pub(crate) mod read;
pub(crate) mod register;
pub(crate) mod remove;
pub(crate) mod replace_members;
mod replacement;
mod restriction;
pub(crate) mod stage_view;
pub(crate) mod suspension;
pub(crate) mod view;
