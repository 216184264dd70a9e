//! The state machine of poles.

use chrono::NaiveDate;

use crate::fault::Invalid;
use crate::rules::ruleset::NetworkChanges;
use crate::sentence::{cannot, warning_running};
use crate::text::Text;
use crate::vocabulary::{Vocabulary, vocabulary};

vocabulary! {
    /// The status of a pole.
    pub enum PoleStatus: "pole_status", from fixed("decisione di progetto", "project decision") {
        /// In preparation by its owner.
        Draft = "draft", "in bozza", "draft";
        /// An application is pending.
        Candidate = "candidate", "candidatura pendente", "application pending";
        /// Recognised by the Region.
        Recognised = "recognised", "riconosciuto", "recognised";
        /// Recognised, but suspended.
        Suspended = "suspended", "riconoscimento sospeso", "recognition suspended";
        /// Recognition was revoked.
        Revoked = "revoked", "riconoscimento revocato", "recognition revoked";
        /// Dissolved by its owner.
        Dissolved = "dissolved", "sciolto", "dissolved";
    }
}

impl PoleStatus {
    /// The status as a clause, to give as a reason.
    #[must_use]
    pub const fn clause(self) -> Text {
        match self {
            Self::Draft => Text::fixed("il polo è in bozza", "the pole is a draft"),
            Self::Candidate => Text::fixed(
                "il polo ha una candidatura pendente",
                "the pole has an application pending",
            ),
            Self::Recognised => Text::fixed("il polo è riconosciuto", "the pole is recognised"),
            Self::Suspended => Text::fixed(
                "il riconoscimento del polo è sospeso",
                "the recognition of the pole is suspended",
            ),
            Self::Revoked => Text::fixed(
                "il riconoscimento del polo è revocato",
                "the recognition of the pole was revoked",
            ),
            Self::Dissolved => Text::fixed("il polo è sciolto", "the pole was dissolved"),
        }
    }
}

vocabulary! {
    /// A step in the life of a pole.
    pub enum Step: "pole_step", from fixed("decisione di progetto", "project decision") {
        /// The owner changes the description.
        Change = "change", "modificare il polo", "change the pole";
        /// The owner adds, changes or ends the membership of a member.
        ChangeMembers = "change_members", "modificare i membri", "change members";
        /// The owner changes a network directly: who belongs to it, what it plans, who leads it.
        ChangeNetwork = "change_network",
            "modificare la rete senza una richiesta o una comunicazione",
            "change the network without a request or a communication";
        /// The owner deletes a member, as if it had never been one.
        StrikeMember = "strike_member", "eliminare un membro", "delete a member";
        /// The owner changes the area, or the identity or start of a member.
        Redefine = "redefine", "modificare l'area del polo, oppure l'identità o la data di adesione di un membro",
            "change the area, or who a member is and since when";
        /// The owner deletes the pole.
        Delete = "delete", "eliminare il polo", "delete the pole";
        /// A constitution application is submitted, or its rejection is annulled.
        Submit = "submit", "candidare il polo", "submit the pole";
        /// The application is rejected, withdrawn or lapses.
        Return = "return", "riportare il polo in bozza", "return the pole to draft";
        /// The application is admitted.
        Recognise = "recognise", "riconoscere il polo", "recognise the pole";
        /// The admission is annulled.
        Annul = "annul", "annullare il riconoscimento", "annul the recognition";
        /// An official suspends it.
        Suspend = "suspend", "sospendere il riconoscimento", "suspend the recognition";
        /// An official puts off the end of a suspension, once.
        ExtendSuspension = "extend_suspension", "prorogare la sospensione del riconoscimento",
            "extend the suspension";
        /// An official reinstates it.
        Reinstate = "reinstate", "ripristinare l'efficacia del riconoscimento",
            "reinstate the recognition";
        /// An official gives a formal warning, before a revocation for lost requirements.
        Warn = "warn", "diffidare il capofila del polo", "warn the lead of the pole";
        /// An official revokes it.
        Revoke = "revoke", "revocare il riconoscimento", "revoke the recognition";
        /// An official records what a court decided of an act.
        RecordOrder = "record_order", "registrare un provvedimento del giudice su un atto del polo",
            "record a court's decision on an act";
        /// An official records that an act reached its addressee, or did not.
        Deliver = "deliver", "registrare la consegna di un atto del polo",
            "record the delivery of an act";
        /// The owner dissolves it.
        Dissolve = "dissolve", "sciogliere il polo", "dissolve the pole";
        /// An official transfers it to another owner (school mergers).
        Transfer = "transfer", "trasferire il polo ad altro soggetto",
            "transfer the pole to another owner";
        /// A member confirms its own membership.
        Confirm = "confirm", "confermare l'adesione di un membro", "confirm a membership";
        /// The owner asks for a change of the network.
        RequestChange = "request_change", "presentare una richiesta di variazione",
            "request a change of the network";
        /// The owner, or a member, communicates a fact of law or of a public register.
        Communicate = "communicate", "comunicare un fatto che riguarda la rete",
            "communicate a fact about the network";
        /// An official records what the Region's own registers say.
        Record = "record", "registrare un atto d'ufficio", "record an act of office";
    }
}

/// The facts, besides the status, that decide whether a step is possible.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact by itself")]
pub struct Facts {
    /// Whether an integration was requested: the pole may change meanwhile.
    pub integration_open: bool,
    /// The last day to comply with a formal warning, if there is one.
    pub warning_due_on: Option<NaiveDate>,
    /// The civil date in Rome; without it, the term of a warning is never over.
    pub today: Option<NaiveDate>,
    /// Whether today's report is `non_compliant`.
    pub fails: bool,
    /// Of a suspended pole: whether its suspension can be extended.
    pub extending: Extending,
    /// The act that has yet to take effect, if there is one.
    pub ahead: Option<Ahead>,
    /// Whether there is an act after the recognition, which a court may decide on.
    pub contestable: bool,
    /// How the network changes once it is recognised.
    pub network_changes: NetworkChanges,
    /// Whether a request that would restore the requirements, received within the term of the
    /// warning, waits for a decision.
    pub cure_pending: bool,
    /// Of a pole that has ended: whether the admission that constituted it stands.
    pub admission: Admission,
}

/// Whether the admission that constituted a pole stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Admission {
    /// It does.
    #[default]
    Stands,
    /// It has been annulled.
    Annulled,
}

/// Whether a suspension can be extended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extending {
    /// It can be.
    #[default]
    Possible,
    /// It has been.
    Done,
    /// It is a court's.
    ByCourt,
}

/// Why an act that was taken has no effect yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ahead {
    /// It has not been delivered.
    Undelivered,
    /// It takes effect on a later day.
    Later,
}

impl Facts {
    /// The last day of a warning's running term.
    fn warning_running(self) -> Option<NaiveDate> {
        let runs = |due_on: &NaiveDate| self.today.is_none_or(|today| today <= *due_on);
        self.warning_due_on.filter(runs)
    }
}

/// The status after a step.
///
/// # Errors
///
/// The obstacle: `wrong_state`, `frozen`, `application_pending`, `warning_running`,
/// `warning_required`, `cure_pending`, `request_needed`, `act_undelivered`, `act_ahead`,
/// `suspension_extended`, `suspension_by_court`, `no_contestable_act`, `admission_annulled`,
/// `nothing_to_deliver`.
pub fn attempt(from: PoleStatus, step: Step, facts: Facts) -> Result<PoleStatus, Invalid> {
    use PoleStatus::{Candidate, Dissolved, Draft, Recognised, Revoked, Suspended};
    match (from, step) {
        (Candidate, Step::Change | Step::ChangeMembers | Step::ChangeNetwork)
            if !facts.integration_open =>
        {
            Err(FROZEN)
        }
        (Recognised | Suspended, Step::ChangeNetwork)
            if facts.network_changes == NetworkChanges::Requested =>
        {
            Err(REQUEST_NEEDED)
        }
        // Also where changes are recorded: who a member is and which there were is not.
        (Recognised | Suspended, Step::StrikeMember | Step::Redefine) => Err(REQUEST_NEEDED),
        (Candidate, Step::Transfer) => Err(APPLICATION_PENDING),
        (Recognised, Step::Suspend) | (Recognised | Suspended, Step::Revoke)
            if facts.ahead.is_some() =>
        {
            Err(facts.ahead.map_or(ACT_AHEAD, Ahead::obstacle))
        }
        (Recognised | Suspended, Step::Revoke) => revoke(facts),
        (Suspended, Step::ExtendSuspension) => facts.extending.check().map(|()| from),
        // The status then follows from the acts that are left in force.
        (Recognised | Suspended | Revoked | Dissolved, Step::RecordOrder) if !facts.contestable => {
            Err(NO_CONTESTABLE_ACT)
        }
        (Revoked | Dissolved, Step::RecordOrder) if facts.admission == Admission::Annulled => {
            Err(ADMISSION_ANNULLED)
        }
        (Recognised | Suspended, Step::Deliver) if facts.ahead != Some(Ahead::Undelivered) => {
            Err(NOTHING_TO_DELIVER)
        }
        (
            Draft | Candidate | Recognised | Suspended,
            Step::Change | Step::ChangeMembers | Step::ChangeNetwork | Step::Confirm,
        )
        | (Draft, Step::StrikeMember | Step::Redefine | Step::Delete)
        | (
            Recognised | Suspended,
            Step::Warn | Step::Deliver | Step::RequestChange | Step::Communicate | Step::Record,
        )
        | (Recognised | Suspended | Revoked | Dissolved, Step::RecordOrder)
        | (Draft | Recognised | Suspended, Step::Transfer) => Ok(from),
        (Draft, Step::Submit) | (Recognised | Suspended, Step::Annul) => Ok(Candidate),
        (Candidate, Step::Return) => Ok(Draft),
        (Candidate, Step::Recognise) | (Suspended, Step::Reinstate) => Ok(Recognised),
        (Recognised, Step::Suspend) => Ok(Suspended),
        (Recognised | Suspended, Step::Dissolve) => Ok(Dissolved),
        (
            Draft | Candidate | Recognised | Suspended | Revoked | Dissolved,
            Step::Change
            | Step::ChangeMembers
            | Step::ChangeNetwork
            | Step::StrikeMember
            | Step::Redefine
            | Step::Delete
            | Step::Submit
            | Step::Return
            | Step::Recognise
            | Step::Annul
            | Step::Suspend
            | Step::ExtendSuspension
            | Step::Reinstate
            | Step::Warn
            | Step::Revoke
            | Step::RecordOrder
            | Step::Deliver
            | Step::Dissolve
            | Step::Transfer
            | Step::Confirm
            | Step::RequestChange
            | Step::Communicate
            | Step::Record,
        ) => Err(wrong_state(from, step)),
    }
}

impl Ahead {
    /// Why no other act of its kind can be taken meanwhile.
    const fn obstacle(self) -> Invalid {
        match self {
            Self::Undelivered => ACT_UNDELIVERED,
            Self::Later => ACT_AHEAD,
        }
    }
}

impl Extending {
    const fn check(self) -> Result<(), Invalid> {
        match self {
            Self::Possible => Ok(()),
            Self::Done => Err(SUSPENSION_EXTENDED),
            Self::ByCourt => Err(SUSPENSION_BY_COURT),
        }
    }
}

/// If the pole lost its requirements, a warning with a term comes first; for other reasons, an
/// official act is enough.
fn revoke(facts: Facts) -> Result<PoleStatus, Invalid> {
    match facts.warning_running() {
        Some(due_on) => Err(still_running(due_on)),
        None if facts.fails && facts.warning_due_on.is_none() => Err(WARNING_REQUIRED),
        None if facts.fails && facts.cure_pending => Err(CURE_PENDING),
        None => Ok(PoleStatus::Revoked),
    }
}

const FROZEN: Invalid = Invalid::fixed(
    "frozen",
    "una candidatura è pendente: il polo può essere modificato soltanto se è stata richiesta \
     un'integrazione",
    "an application is pending: the pole can be changed only while an integration is requested",
);

/// What only a request or a communication changes in a recognised network.
pub const REQUEST_NEEDED: Invalid = Invalid::fixed(
    "request_needed",
    "la rete di un polo riconosciuto cambia con una richiesta di variazione (ingressi, sostituzioni, \
     capofila, piano) o con una comunicazione (fatti di legge o di pubblici registri, uscite): \
     direttamente si modificano soltanto contatti, descrizione, filiera e la data di uscita, da oggi \
     in poi",
    "the network of a recognised pole changes by a request (joining, replacing, another lead or plan) \
     or by a communication (facts of law or of public registers, leaving): directly only contacts, \
     description, production chain and the last day of a member can be changed, from today on",
);
const CURE_PENDING: Invalid = Invalid::fixed(
    "cure_pending",
    "una richiesta di variazione che ripristinerebbe i requisiti, pervenuta entro il termine della \
     diffida, attende la decisione: prima occorre definirla",
    "a request that would restore the requirements, received within the term of the warning, waits \
     for a decision: decide it first",
);
const APPLICATION_PENDING: Invalid = Invalid::fixed(
    "application_pending",
    "una candidatura è pendente: il polo può essere trasferito dopo la decisione o il ritiro",
    "an application is pending: the pole can be transferred once it is decided or withdrawn",
);
const WARNING_REQUIRED: Invalid = Invalid::fixed(
    "warning_required",
    "la decadenza dal riconoscimento per perdita dei requisiti deve essere preceduta da una diffida \
     al capofila, con un termine per adempiere",
    "a revocation for lost requirements must be preceded by a formal warning with a term to comply",
);

const ACT_UNDELIVERED: Invalid = Invalid::fixed(
    "act_undelivered",
    "un atto sul polo è già adottato e attende la consegna: fino ad allora non se ne adotta un altro",
    "an act on the pole has been taken and awaits its delivery: no other is taken until then",
);
const ACT_AHEAD: Invalid = Invalid::fixed(
    "act_ahead",
    "un atto sul polo è già adottato e avrà effetto in seguito: fino ad allora non se ne adotta un altro",
    "an act on the pole has been taken and takes effect later: no other is taken until then",
);
const SUSPENSION_EXTENDED: Invalid = Invalid::fixed(
    "suspension_extended",
    "la sospensione è già stata prorogata: la proroga è ammessa una sola volta (art. 21-quater L. \
     241/1990)",
    "the suspension has been extended already: it can be extended once (art. 21-quater L. 241/1990)",
);
const SUSPENSION_BY_COURT: Invalid = Invalid::fixed(
    "suspension_by_court",
    "la sospensione è disposta dal giudice e dura finché il suo provvedimento non cessa di avere effetto",
    "the suspension is a court's and lasts until its order falls",
);
const NO_CONTESTABLE_ACT: Invalid = Invalid::fixed(
    "no_contestable_act",
    "dopo il riconoscimento non risultano atti sul polo di cui il giudice possa avere deciso",
    "there is no act on the pole after its recognition that a court may have decided on",
);
const ADMISSION_ANNULLED: Invalid = Invalid::fixed(
    "admission_annulled",
    "l'ammissione della candidatura è stata annullata: nessun provvedimento del giudice su un atto \
     successivo fa rivivere il riconoscimento",
    "the admission of the application was annulled: no decision of a court on a later act revives the \
     recognition",
);
const NOTHING_TO_DELIVER: Invalid = Invalid::fixed(
    "nothing_to_deliver",
    "nessun atto sul polo attende la consegna",
    "no act on the pole awaits its delivery",
);

fn still_running(due_on: NaiveDate) -> Invalid {
    Invalid { code: "warning_running", message: warning_running(due_on) }
}

fn wrong_state(from: PoleStatus, step: Step) -> Invalid {
    Invalid { code: "wrong_state", message: cannot(&step.label(), &from.clause()) }
}
