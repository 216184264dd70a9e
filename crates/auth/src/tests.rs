//! Tokens that are accepted, and one for each reason to refuse.

mod accepted;
mod file;
mod forge;
mod keys;
mod refused;
mod remote;
mod seen;
