//! A pole as a table row, and the pole built from it.

use chrono::{Datelike, NaiveDate};
use ptp_clock::Clock;
use ptp_domain::area::Area;
use ptp_domain::fault::Invalid;
use ptp_domain::id::Id;
use ptp_domain::identifier::{PoleCode, Province, TaxCode};
use ptp_domain::member::Member;
use ptp_domain::party::ContactRole;
use ptp_domain::pole::{Description, NetworkAgreement, Pole, PoleStatus, Recognition, Stage};
use ptp_domain::policy::Owner;

use super::dates::{Dates, When};
use super::papers::{decree, office};
use super::party::Party;
use super::plan::{ActionRow, plan};

/// A pole.
#[derive(Clone, Copy)]
pub(super) struct PoleRow {
    pub(super) name: &'static str,
    pub(super) text: &'static str,
    pub(super) area: Area,
    pub(super) province: &'static str,
    pub(super) chain: &'static str,
    pub(super) status: PoleStatus,
    /// Days since its recognition, and the number of the decree.
    pub(super) recognised: Option<(u64, &'static str)>,
    pub(super) plan: &'static [ActionRow],
    /// The last day of its plan; the third school year from the current one unless given.
    pub(super) planned_until: Option<When>,
    /// Whether its members have signed an agreement.
    pub(super) agreed: bool,
    /// The member that leads the pole and owns it.
    pub(super) lead: Party,
    pub(super) others: &'static [Party],
}

impl PoleRow {
    /// The year in its code.
    pub(super) fn year(&self, dates: Dates) -> i32 {
        self.recognised_on(dates).unwrap_or(dates.today()).year()
    }

    /// The pole and its members, in order.
    pub(super) fn pole(
        &self,
        code: PoleCode,
        dates: Dates,
        clock: &Clock,
    ) -> Result<(Pole, Vec<Member>), Invalid> {
        let id = Id::new(clock.new_id());
        let signed_on = self.signed_on(dates);
        let member = |party: &Party| party.member(Id::new(clock.new_id()), signed_on, dates);
        let lead = member(&self.lead)?;
        let description = Description {
            name: self.name.to_owned(),
            area: self.area,
            production_chain: Some(self.chain.to_owned()),
            province: Province::parse(self.province)?,
            text: Some(self.text.to_owned()),
            network_agreement: self.agreed.then(|| NetworkAgreement {
                signed_on: Some(signed_on),
                reference: Some(format!("Accordo di rete {code}")),
            }),
            activity_plan: Some(plan(self.plan, self.planned_until, dates)),
            lead_member_id: Some(lead.id),
            contacts: vec![office(
                ContactRole::Information,
                "Segreteria del polo",
                &format!("segreteria@{code}.example"),
            )?],
        };
        let recognition =
            self.recognised.zip(self.recognised_on(dates)).map(|((_, number), recognised_on)| {
                Recognition::without_call(decree(number, recognised_on))
            });
        let owner = Owner::Organisation(TaxCode::parse(self.lead.tax_code)?);
        let others = self.others.iter().map(member);
        let members = std::iter::once(Ok(lead)).chain(others).collect::<Result<_, _>>()?;
        let draft = Pole {
            id,
            code,
            status: PoleStatus::Draft,
            owner,
            recognition: None,
            life: Vec::new(),
            warning: None,
            transfers: Vec::new(),
            successions: Vec::new(),
            description,
        };
        let pole = match recognition {
            None => draft,
            Some(recognition) => self.later(draft.recognised(recognition), dates),
        };
        Ok((pole, members))
    }

    /// Adds the current stage: poles that are no longer recognised ended last month.
    fn later(&self, pole: Pole, dates: Dates) -> Pole {
        if self.status == PoleStatus::Recognised {
            return pole;
        }
        pole.at(Stage::of(self.status, dates.weekday(When::DaysAgo(30))))
    }

    fn recognised_on(&self, dates: Dates) -> Option<NaiveDate> {
        self.recognised.map(|(ago, _)| dates.weekday(When::DaysAgo(ago)))
    }

    /// When the members signed their network agreement: for drafts, before the closed call.
    fn signed_on(&self, dates: Dates) -> NaiveDate {
        let ago = self.recognised.map_or(240, |(ago, _)| ago + 90);
        dates.weekday(When::DaysAgo(ago))
    }
}
