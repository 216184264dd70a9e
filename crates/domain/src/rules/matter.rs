//! The date-independent input of an evaluation.

use chrono::NaiveDate;

use super::ruleset::Parameters;
use crate::activity_plan::ActivityPlan;
use crate::area::Area;
use crate::identifier::Province;

/// The input that is the same on every day, and varies little from remedy to remedy.
#[derive(Clone, Copy)]
pub(super) struct Matter<'a> {
    pub(super) area: Area,
    pub(super) seat: Province,
    pub(super) plan: Option<&'a ActivityPlan>,
    pub(super) recognised_on: Option<NaiveDate>,
    pub(super) parameters: &'a Parameters,
    /// The number of codes shared by two or more members.
    pub(super) codes: usize,
    /// The number of ITS founders that are members.
    pub(super) founders: usize,
}
