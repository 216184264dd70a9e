//! Forgets a person: docs/adr/0007-a-person-can-be-forgotten.md.

mod bearers;
mod person;
mod said;
