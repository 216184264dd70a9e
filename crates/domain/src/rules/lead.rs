//! `lead`: the lead is a member on the day.

use chrono::NaiveDate;

use super::finding::Finding;
use super::matter::Matter;
use super::reason::Reason;
use super::rule::{Outcome, Rule};
use super::ruleset::Leeway;
use super::ruling::Ruling;
use crate::member::Member;
use crate::text::Text;

/// A lead that is no member on the day is for an official, until another is named.
pub(super) fn ruling(matter: &Matter<'_>, day: NaiveDate) -> Ruling {
    let Some(lead) = matter.lead else {
        return Ruling::explained(Rule::Lead, Outcome::NotApplicable, UNNAMED);
    };
    let found = lead.and_then(|lead| finding(matter, lead, day));
    match (lead, found) {
        (Some(_), None) => Ruling::explained(Rule::Lead, Outcome::Satisfied, PRESENT),
        (Some(_), Some(found)) => Ruling::explained(Rule::Lead, found.outcome, ABSENT),
        (None, _) => Ruling::explained(Rule::Lead, Outcome::NeedsReview, ABSENT),
    }
}

/// What is found about the lead; `None` while it is a member, or one is that a reorganisation has put
/// in its place, or it in the place of (DOMAIN 8.2).
pub(super) fn finding(matter: &Matter<'_>, lead: &Member, day: NaiveDate) -> Option<Finding> {
    let stand_ins = matter.stand_ins.iter().copied();
    if stand_ins.chain([lead]).any(|member| member.membership.contains(day)) {
        return None;
    }
    let reason = match lead.membership.until().filter(|until| *until < day) {
        Some(until) => Reason::LeadLeft { until },
        None => Reason::LeadNotYetMember { from: lead.membership.from() },
    };
    let asked = [(Leeway::Review, reason.clone())];
    Some(matter.words.settle(Rule::Lead, lead.id, asked, || reason))
}

const UNNAMED: Text = Text::fixed("nessun capofila è indicato", "no lead is named");
const PRESENT: Text =
    Text::fixed("il capofila è membro del polo", "the lead is a member of the pole");
const ABSENT: Text = Text::fixed(
    "il capofila non è membro del polo in questa data: occorre indicarne un altro",
    "the lead is not a member of the pole on this date: another has to be named",
);
