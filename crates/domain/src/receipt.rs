//! Receipts of what an applicant presents (L. 241/1990, arts. 8 and 18-bis).

use chrono::{DateTime, NaiveDate, Utc};

use crate::application::{Application, Officer, Procedure, Step};
use crate::call::Silence;
use crate::change_request::ChangeRequest;
use crate::communication::Communication;
use crate::id::Id;
use crate::pole::Pole;
use crate::sentence::{application_under, of_matter, of_network};
use crate::text::Text;
use crate::vocabulary::vocabulary;

/// Who issues receipts.
pub const ADMINISTRATION: &str = "Regione Lombardia";

vocabulary! {
    /// What an applicant presents and gets a receipt for.
    pub enum ReceiptAct: "receipt_act", from fixed(
        "L. 241/1990, artt. 8 e 18-bis; decisione di progetto",
        "L. 241/1990, arts. 8 and 18-bis; project decision"
    ) {
        /// An application.
        Application = "application", "candidatura", "application";
        /// What the office had asked for.
        Integration = "integration", "integrazione", "integration";
        /// Observations on a notice, or a statement at any time.
        Observations = "observations", "osservazioni o memoria", "observations or statement";
        /// An application or a request is withdrawn.
        Withdrawal = "withdrawal", "ritiro o rinuncia", "withdrawal";
        /// The acts of the office have been read.
        Acknowledgement = "acknowledgement", "dichiarazione di lettura degli atti",
            "statement that the acts have been read";
        /// A request to change a recognised network.
        ChangeRequest = "change_request", "richiesta di variazione", "change request";
        /// A fact about a recognised network.
        Communication = "communication", "comunicazione", "communication";
    }
}

impl ReceiptAct {
    /// The act of the applicant that a step of a procedure is, if it is one.
    #[must_use]
    pub const fn of(step: Step) -> Option<Self> {
        match step {
            Step::Integrate => Some(Self::Integration),
            Step::Observe => Some(Self::Observations),
            Step::Withdraw => Some(Self::Withdrawal),
            Step::Acknowledge => Some(Self::Acknowledgement),
            Step::Review
            | Step::RequestIntegration
            | Step::NotifyRejection
            | Step::Admit
            | Step::Reject
            | Step::Annul
            | Step::Assent
            | Step::Deliver
            | Step::Lapse => None,
        }
    }
}

/// What an act belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter {
    /// An application.
    Application(Id<Application>),
    /// A request to change a network.
    ChangeRequest(Id<ChangeRequest>),
    /// A communication.
    Communication(Id<Communication>),
}

impl Matter {
    /// The object of an act: `protocol` is the number of the matter, `pole` and `call` what people
    /// call them by.
    #[must_use]
    pub fn object(&self, act: ReceiptAct, protocol: &str, pole: &str, call: Option<&str>) -> Text {
        match (self, act, call) {
            (Self::Application(_), ReceiptAct::Application, Some(call)) => {
                application_under(pole, call)
            }
            (Self::ChangeRequest(_), ReceiptAct::ChangeRequest, _) => of_network(&REQUEST, pole),
            (Self::Communication(_), ..) => of_network(&COMMUNICATION, pole),
            (Self::Application(_), act, _) => of_matter(&on_application(act), protocol, pole),
            (Self::ChangeRequest(_), act, _) => of_matter(&on_request(act), protocol, pole),
        }
    }
}

const fn on_application(act: ReceiptAct) -> Text {
    match act {
        ReceiptAct::Integration => {
            Text::fixed("integrazione della candidatura", "integration of the application")
        }
        ReceiptAct::Observations => Text::fixed(
            "osservazioni o memoria sulla candidatura",
            "observations or statement on the application",
        ),
        ReceiptAct::Withdrawal => {
            Text::fixed("ritiro della candidatura", "withdrawal of the application")
        }
        ReceiptAct::Acknowledgement => Text::fixed(
            "dichiarazione di lettura degli atti sulla candidatura",
            "statement that the acts have been read on the application",
        ),
        ReceiptAct::Application | ReceiptAct::ChangeRequest | ReceiptAct::Communication => {
            Text::fixed("candidatura", "application")
        }
    }
}

const fn on_request(act: ReceiptAct) -> Text {
    match act {
        ReceiptAct::Integration => Text::fixed(
            "integrazione della richiesta di variazione",
            "integration of the change request",
        ),
        ReceiptAct::Observations => Text::fixed(
            "osservazioni o memoria sulla richiesta di variazione",
            "observations or statement on the change request",
        ),
        ReceiptAct::Withdrawal => {
            Text::fixed("rinuncia alla richiesta di variazione", "withdrawal of the change request")
        }
        ReceiptAct::Application
        | ReceiptAct::Acknowledgement
        | ReceiptAct::ChangeRequest
        | ReceiptAct::Communication => Text::fixed("richiesta di variazione", "change request"),
    }
}

const REQUEST: Text = Text::fixed(
    "richiesta di variazione della rete del polo",
    "request to change the network of the pole",
);
const COMMUNICATION: Text = Text::fixed(
    "comunicazione di un fatto che riguarda la rete del polo",
    "communication of a fact about the network of the pole",
);

/// What the applicant may expect after an act, and what to do if it does not come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prospect {
    /// The last day to decide, if a decision is awaited.
    pub due_on: Option<NaiveDate>,
    /// What silence of the office means, as a clause.
    pub on_silence: Text,
    /// The remedies, as a clause.
    pub remedy: Text,
}

impl Prospect {
    /// After an act in a procedure. `substitute_power` is whom to turn to, if the procedure does not
    /// say it itself.
    #[must_use]
    pub fn of_procedure(
        procedure: &Procedure,
        is_pending: bool,
        (reference_date, today): (NaiveDate, NaiveDate),
        substitute_power: Option<String>,
    ) -> Self {
        if !is_pending {
            return Self { due_on: None, on_silence: CONCLUDED, remedy: APPEAL };
        }
        let known = procedure.substitute_power.clone();
        let procedure =
            Procedure { substitute_power: known.or(substitute_power), ..procedure.clone() };
        let admits = procedure.silence.effect == Silence::Assent;
        Self {
            due_on: Some(procedure.clock(today).due_on),
            on_silence: procedure.on_silence(reference_date, today),
            remedy: if admits { ATTESTATION } else { INERTIA },
        }
    }

    /// After a communication, which waits for the office only if it is not in effect by itself.
    #[must_use]
    pub const fn of_communication(in_effect: bool) -> Self {
        let on_silence = if in_effect { IN_EFFECT } else { NOT_IN_EFFECT };
        Self { due_on: None, on_silence, remedy: APPEAL }
    }
}

/// How the file is seen (L. 241/1990, arts. 8 c. 2 lett. d, 10 and 22).
pub const ACCESS: Text = Text::fixed(
    "gli atti si consultano in questo servizio, all'indirizzo indicato e con le proprie credenziali, \
     oppure presso l'ufficio con una richiesta di accesso (artt. 10 e 22 L. 241/1990)",
    "the file is seen in this service, under the address given and with one's own credentials, or at \
     the office on request (L. 241/1990, arts. 10 and 22)",
);
const CONCLUDED: Text = Text::fixed(
    "il procedimento è concluso: non è attesa alcuna decisione",
    "the procedure is over: no decision is awaited",
);
const IN_EFFECT: Text = Text::fixed(
    "la comunicazione ha effetto da sé: l'ufficio ne prende atto o la contesta, e il suo silenzio non \
     toglie l'effetto",
    "the communication has effect by itself: the office takes note of it or contests it, and its silence \
     does not take the effect away",
);
const NOT_IN_EFFECT: Text = Text::fixed(
    "la comunicazione ha effetto quando l'ufficio ne prende atto: il silenzio non equivale a presa d'atto",
    "the communication takes effect once the office takes note of it: silence does not stand for that",
);
const INERTIA: Text = Text::fixed(
    "scaduto il termine senza una decisione, si può ricorrere al TAR contro il silenzio finché dura \
     l'inadempimento e non oltre un anno dalla scadenza (artt. 31 e 117 D.Lgs. 104/2010)",
    "once the term has passed without a decision, the silence can be appealed against before the TAR as \
     long as it lasts, for a year after the end of the term (D.Lgs. 104/2010, arts. 31 and 117)",
);
const ATTESTATION: Text = Text::fixed(
    "scaduto il termine senza una decisione, dell'assenso si può avere l'attestazione (art. 20 c. 2-bis \
     L. 241/1990)",
    "once the term has passed without a decision, an attestation of the assent can be had (L. 241/1990, \
     art. 20 c. 2-bis)",
);
const APPEAL: Text = Text::fixed(
    "contro gli atti dell'ufficio si può ricorrere al TAR entro sessanta giorni (art. 29 D.Lgs. \
     104/2010) o al Presidente della Repubblica entro centoventi (art. 9 DPR 1199/1971)",
    "acts of the office can be appealed against before the TAR within sixty days (D.Lgs. 104/2010, art. \
     29), or to the President of the Republic within a hundred and twenty (DPR 1199/1971, art. 9)",
);

/// A receipt as it was issued.
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Its identifier: that of the application, request or communication that it begins with, or
    /// one of its own.
    pub id: Id<Receipt>,
    /// What was presented.
    pub act: ReceiptAct,
    /// What that belongs to.
    pub matter: Matter,
    /// The pole.
    pub pole: Id<Pole>,
    /// When it was presented (UTC, microseconds).
    pub presented_at: DateTime<Utc>,
    /// The receipt itself, signed (JWS, compact form).
    pub jws: String,
    /// What the digest of the content begins with: without it nobody can guess the content. `None`
    /// if there is no such digest, or the key was erased.
    pub salt: Option<[u8; 32]>,
    /// Whom it names as the person responsible, who may ask to be forgotten.
    pub officer: Option<(Officer, Option<String>)>,
}

// The key is not to be logged, nor who is responsible.
impl std::fmt::Debug for Receipt {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Receipt")
            .field("id", &self.id)
            .field("act", &self.act)
            .finish_non_exhaustive()
    }
}
