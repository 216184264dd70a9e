//! Things to do: what, about whom, by whom.

use super::rule::{Rule, Slot};
use crate::activity_plan::ActionKind;
use crate::id::Id;
use crate::member::Member;
use crate::policy::Role;
use crate::text::Text;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// What has to be done so that a rule is met.
    pub enum Task: "task", from fixed("decisione di progetto", "project decision") {
        /// The pole refers to another area, or applies to another call.
        ChangeArea = "change_area", "cambiare area o bando", "change the area or the call";
        /// The pole gets another seat.
        ChangeSeat = "change_seat", "spostare la sede", "move the seat";
        /// Members that fill a slot join.
        FillSlot = "fill_slot", "coprire un posto", "fill a slot";
        /// A member's data are completed or corrected, or it leaves.
        CorrectMember = "correct_member", "completare o correggere i dati di un membro",
            "complete or correct a member's data";
        /// A member that an official refused leaves.
        RemoveMember = "remove_member", "proseguire senza un membro", "go on without a member";
        /// All but one of those that are the same organisation leave.
        RemoveRepeated = "remove_repeated", "togliere le ripetizioni", "remove repetitions";
        /// A company commits itself.
        SignCommitment = "sign_commitment", "acquisire l'impegno", "obtain the commitment";
        /// A company states that it is in the register of companies.
        StateRegistration = "state_registration", "dichiarare l'iscrizione",
            "state the registration";
        /// A member confirms its membership itself.
        ConfirmMembership = "confirm_membership", "confermare l'adesione",
            "confirm the membership";
        /// Actions are added to the plan.
        ExtendPlan = "extend_plan", "completare il piano", "complete the plan";
        /// A plan whose period is over is replaced.
        RenewPlan = "renew_plan", "presentare un nuovo piano", "present a new plan";
        /// A member is named as the lead.
        NameLead = "name_lead", "indicare il capofila", "name the lead";
        /// The members sign the agreement of the network, or its date is stated.
        SignAgreement = "sign_agreement", "sottoscrivere l'accordo di rete",
            "sign the agreement of the network";
        /// An official assesses what the rules leave open.
        Assess = "assess", "valutazione dell'ufficio", "assessment by the office";
    }
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToDo {
    /// The rule that is not met.
    pub rule: Rule,
    /// What has to be done.
    pub task: Task,
    /// Who can do it: an applicant (the pole's, or the member as one), or an official where only
    /// an official's word is left.
    pub by: Role,
    /// The slot concerned.
    pub slot: Option<Slot>,
    /// The kind of action that the plan lacks.
    pub action: Option<ActionKind>,
    /// The members concerned; of [`Task::FillSlot`], those that would fill it if they were in order.
    pub members: Vec<Id<Member>>,
    /// How many: members to join, to leave or to be assessed; actions.
    pub count: u32,
    /// What to do, in a sentence.
    pub message: Text,
}
