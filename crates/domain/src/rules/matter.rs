//! The date-independent input of an evaluation.

use chrono::NaiveDate;

use super::determination::Words;
use super::ruleset::Parameters;
use crate::activity_plan::ActivityPlan;
use crate::area::Area;
use crate::member::Member;
use crate::network_agreement::NetworkAgreement;

/// The member named as the lead; `None` if it is not among those evaluated.
pub(super) type Lead<'a> = Option<&'a Member>;

/// The input that is the same on every day, and varies little from remedy to remedy.
#[derive(Clone, Copy)]
pub(super) struct Matter<'a> {
    pub(super) area: Area,
    pub(super) plan: Option<&'a ActivityPlan>,
    pub(super) recognised_on: Option<NaiveDate>,
    pub(super) agreement: Option<&'a NetworkAgreement>,
    /// Who leads it, as far as it is listed.
    pub(super) lead: Option<Lead<'a>>,
    pub(super) parameters: &'a Parameters,
    pub(super) words: &'a Words<'a>,
    /// The number of codes shared by two or more members.
    pub(super) codes: usize,
    /// The number of REA numbers under several tax codes.
    pub(super) reas: usize,
    /// The number of ITS founders that are members.
    pub(super) founders: usize,
}
