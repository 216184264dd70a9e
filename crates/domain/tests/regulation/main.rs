//! The regulation of the Poli Tecnici Professionali, in sentences.

mod bodies;
mod broken_alone;
mod calendar;
mod catalogue;
mod chance;
mod companies;
mod composition;
mod determinations;
mod identifiers;
mod its;
mod members;
mod network;
mod parameters;
mod properties;
mod remedies;
mod seniority;
mod states;
mod tables;
mod vocabularies;
mod worked_cases;
