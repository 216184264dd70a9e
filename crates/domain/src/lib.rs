//! The regulation of the *Poli Tecnici Professionali* as types and pure functions, without I/O.
//!
//! This crate alone implements the law and the regional page; the others rely on it.
#![warn(clippy::panic, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

pub mod accreditation;
pub mod activity_plan;
pub mod application;
pub mod area;
pub mod calendar;
pub mod call;
pub mod change_request;
pub mod communication;
pub mod continuation;
pub mod correspondence;
pub mod court;
pub mod delivery;
mod disjoint;
pub mod event;
pub mod fault;
pub mod id;
pub mod identifier;
pub mod istat;
pub mod language;
pub mod member;
mod member_kind;
mod network_agreement;
pub mod page;
pub mod party;
pub mod pole;
pub mod policy;
pub mod receipt;
pub mod reference;
pub mod reorganisation;
pub mod rules;
pub mod sentence;
pub mod study_track;
pub mod text;
pub mod vocabulary;
