//! What a network is judged by that does not change from day to day.

use chrono::NaiveDate;

use super::ruleset::Parameters;
use crate::activity_plan::ActivityPlan;
use crate::area::Area;

/// What does not change from day to day, and little from remedy to remedy.
#[derive(Clone, Copy)]
pub(super) struct Matter<'a> {
    pub(super) area: Area,
    pub(super) plan: Option<&'a ActivityPlan>,
    pub(super) recognised_on: Option<NaiveDate>,
    pub(super) parameters: &'a Parameters,
    /// How many codes are shared by two members or more.
    pub(super) codes: usize,
    /// How many founders of an ITS are members too.
    pub(super) founders: usize,
}
