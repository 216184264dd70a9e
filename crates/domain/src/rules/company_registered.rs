//! `company_registered`: companies are entered in the (national) register of companies.

use super::finding::Finding;
use super::ground::Ground;
use super::reason::Reason;
use super::rule::{Outcome, Rule};
use super::ruleset::Leeway;
use crate::member::Member;

/// As stated by the company; a REA number alone proves nothing.
pub(super) fn finding(ground: &Ground<'_>, member: &Member) -> Option<Finding> {
    let company = member.company().filter(|_| ground.parameters.require_company_registration)?;
    let rule = Rule::CompanyRegistered;
    Some(match company.registered {
        Some(true) => {
            Finding { rule, outcome: Outcome::Satisfied, reason: Reason::Registered, settled: None }
        }
        Some(false) => Finding {
            rule,
            outcome: Outcome::Violated,
            reason: Reason::NotRegistered,
            settled: None,
        },
        None => {
            ground.settle(rule, member, [(Leeway::Review, Reason::RegistrationUnstated)], || {
                Reason::NotRegistered
            })
        }
    })
}
