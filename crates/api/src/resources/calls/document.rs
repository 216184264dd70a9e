//! Calls on the wire.

use std::collections::BTreeSet;
use std::slice;

use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::area::Area;
use ptp_domain::call::{
    self, CallStatus, Notification, Phase, ProcedureFrom, ProcedureTerms, Purpose, RulesetChoice,
    Silence, SilenceTerms, Terms, Window,
};
use ptp_domain::fault::{Fault, Invalid};
use ptp_domain::rules::ruleset::RulesetId;
use ptp_domain::vocabulary::Vocabulary as _;
use ptp_http::wire::{
    Coded, InstantInput, InstantText, Leaf as _, LongText, Read, Reading, ShortText, Unreadable,
    flattened, word,
};
use ptp_store::Stored;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::cases::party::{Act, Contact, LocalizedText, LocalizedTitle};
use crate::cases::stamp::Stamp;
use crate::cases::words::{
    AreaCode, CallStatusCode, CallStepCode, NotificationCode, PhaseCode, ProcedureFromCode,
    PurposeCode, RulesetCode, SilenceCode,
};
use crate::resources::reference::ruleset_document::Derogation;
use crate::resources::reference::ruleset_parameters::RulesetParameters;

/// A call as an official writes it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct CallInput {
    /// What it is for.
    pub purpose: PurposeCode,
    /// Its title.
    pub title: LocalizedTitle,
    /// Its text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<LocalizedText>,
    /// The areas it is restricted to; empty for all.
    #[serde(default)]
    #[schema(max_items = 7)]
    pub areas: Vec<AreaCode>,
    /// First instant at which applications are received.
    pub opens_at: InstantInput,
    /// Last instant at which applications are received, included.
    pub closes_at: InstantInput,
    /// The rules that networks are judged by; the page's own unless given.
    #[serde(default)]
    pub ruleset: RulesetInput,
    /// Whether recognised poles have priority.
    #[serde(default)]
    pub priority_for_poles: bool,
    /// How many days a procedure may take (L. 241/1990, art. 2).
    #[serde(default)]
    #[schema(minimum = 1, maximum = 180, default = 30, example = 30)]
    pub procedure_days: u32,
    /// From when on they are counted. Unless given, as the reference date: from the receipt if that
    /// is the receipt, else from the closing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub procedure_from: Option<ProcedureFromCode>,
    /// Whether a rejection needs a notice first (art. 10-bis); competitive procedures do without.
    #[serde(default)]
    #[schema(default = true)]
    pub rejection_notice: bool,
    /// From when on the applicant's terms run: the day of the act, of its delivery, or of its first
    /// reading on the portal.
    #[serde(default)]
    #[schema(default = "recorded")]
    pub notification: NotificationCode,
    /// What it means if the term passes without a decision.
    #[serde(default)]
    #[schema(default = "nothing")]
    pub silence: SilenceCode,
    /// By what provision silence admits; required then before the call is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silence_basis: Option<ShortText>,
    /// The act that opened it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<Act>,
    /// Whom to ask.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub contacts: Vec<Contact>,
}

/// A ruleset by name, with what is changed in it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RulesetInput {
    /// Which.
    pub id: RulesetCode,
    /// Its version; the current one unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 1000)]
    pub version: Option<u32>,
    /// The parameters that differ from its own.
    #[serde(default)]
    pub parameters: RulesetParameters,
    /// By what right a call asks for less than the page: fewer members or years, a longer grace, or
    /// requirements that bind only those who count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derogation: Option<Derogation>,
}

const NO_SUCH_VERSION: Invalid = Invalid::fixed(
    "ruleset_version",
    "l'insieme di regole non ha questa versione (GET /rulesets)",
    "the ruleset has no such version (GET /rulesets)",
);

impl RulesetInput {
    pub(crate) fn read(reading: &mut Reading<'_>) -> Read<RulesetChoice> {
        let id = reading.required("id", word::<RulesetId>);
        let version = reading.optional("version", u32::read);
        // A version that no ruleset has is refused, even if the ruleset is unknown.
        let meant = id.as_ref().map_or(RulesetId::ALL, slice::from_ref);
        if let Ok(Some(version)) = version
            && meant.iter().all(|id| id.ruleset().version != version)
        {
            reading.refuse("version", NO_SUCH_VERSION);
        }
        let overrides = reading.defaulted("parameters", RulesetParameters::read);
        let derogation = reading.optional("derogation", Derogation::read);
        version?;
        Ok(RulesetChoice { id: id?, overrides: overrides?, derogation: derogation? })
    }

    fn show(choice: &RulesetChoice) -> Self {
        Self {
            id: Coded(choice.id),
            version: Some(choice.id.ruleset().version),
            parameters: RulesetParameters::show(&choice.overrides),
            derogation: choice.derogation.as_ref().map(Derogation::show),
        }
    }
}

impl CallInput {
    /// Reads a call whose ruleset is stated now: below the page only by a derogation.
    pub(crate) fn read(reading: &mut Reading<'_>) -> Read<Terms> {
        Self::read_terms(reading, true)
    }

    /// Reads a call whose ruleset stays as it is, also from before derogations were asked for.
    pub(crate) fn read_again(reading: &mut Reading<'_>) -> Read<Terms> {
        Self::read_terms(reading, false)
    }

    fn read_terms(reading: &mut Reading<'_>, restates: bool) -> Read<Terms> {
        let purpose = reading.required("purpose", word::<Purpose>);
        let title = reading.required("title", LocalizedTitle::read);
        let text = reading.optional("text", LocalizedText::read);
        let areas = reading.defaulted("areas", |areas| areas.items::<_, BTreeSet<_>>(word::<Area>));
        let opens_at = reading.required("opens_at", DateTime::read);
        let closes_at = reading.required("closes_at", DateTime::read);
        let window = match (opens_at, closes_at) {
            (Ok(opens_at), Ok(closes_at)) => {
                reading.take("closes_at", Window::new(opens_at, closes_at))
            }
            _ => Err(Unreadable),
        };
        let ruleset = reading.defaulted("ruleset", RulesetInput::read);
        if let Ok(choice) = ruleset.as_ref().map(RulesetChoice::derogated)
            && restates
        {
            let _ = reading.take("ruleset/derogation", choice);
        }
        let priority_for_poles = reading.defaulted("priority_for_poles", bool::read);
        let procedure = read_procedure(reading, ruleset.as_ref().ok());
        let act = reading.optional("act", Act::read);
        let contacts = reading.each("contacts", Contact::read);
        Ok(Terms {
            purpose: purpose?,
            title: title?,
            text: text?,
            areas: areas?.into_iter().collect(),
            window: window?,
            ruleset: ruleset?,
            priority_for_poles: priority_for_poles?,
            procedure: procedure?,
            act: act?,
            contacts: contacts?,
        })
    }

    /// Shows the terms of a call as a patch finds them: the start of the procedure, unless it was
    /// chosen otherwise, goes on following the reference date.
    #[must_use]
    pub(crate) fn to_patch(terms: &Terms) -> Self {
        let follows = terms.procedure.from == following(&terms.ruleset);
        let shown = Self::show(terms);
        Self { procedure_from: shown.procedure_from.filter(|_| !follows), ..shown }
    }

    /// Shows the terms of a call.
    #[must_use]
    pub(crate) fn show(terms: &Terms) -> Self {
        Self {
            purpose: Coded(terms.purpose),
            title: LocalizedTitle::show(&terms.title),
            text: terms.text.as_ref().map(LocalizedText::show),
            areas: terms.areas.iter().copied().map(Coded).collect(),
            opens_at: terms.window.opens_at().into(),
            closes_at: terms.window.closes_at().into(),
            ruleset: RulesetInput::show(&terms.ruleset),
            priority_for_poles: terms.priority_for_poles,
            procedure_days: terms.procedure.days,
            procedure_from: Some(Coded(terms.procedure.from)),
            rejection_notice: terms.procedure.rejection_notice,
            notification: Coded(terms.procedure.notification),
            silence: Coded(terms.procedure.silence.effect),
            silence_basis: terms.procedure.silence.basis.as_deref().map(Into::into),
            act: terms.act.as_ref().map(Act::show),
            contacts: terms.contacts.iter().map(Contact::show).collect(),
        }
    }
}

fn read_procedure(
    reading: &mut Reading<'_>,
    ruleset: Option<&RulesetChoice>,
) -> Read<ProcedureTerms> {
    let usual = ProcedureTerms {
        from: ruleset.map(following).unwrap_or_default(),
        ..ProcedureTerms::default()
    };
    let days = reading.optional("procedure_days", u32::read);
    let from = reading.optional("procedure_from", word::<ProcedureFrom>);
    let rejection_notice = reading.optional("rejection_notice", bool::read);
    let notification = reading.optional("notification", word::<Notification>);
    let effect = reading.optional("silence", word::<Silence>);
    let basis = reading.optional("silence_basis", String::read);
    Ok(ProcedureTerms {
        days: days?.unwrap_or(usual.days),
        from: from?.unwrap_or(usual.from),
        rejection_notice: rejection_notice?.unwrap_or(usual.rejection_notice),
        notification: notification?.unwrap_or(usual.notification),
        silence: SilenceTerms { effect: effect?.unwrap_or_default(), basis: basis? },
    })
}

/// The acts of a call that have not been adopted by a day: the one that opens it, and the one that
/// allows it to ask for less than the page.
pub(super) fn acts_to_come(terms: &Terms, today: NaiveDate) -> Vec<Fault> {
    let derogation = terms.ruleset.derogation.as_ref();
    let acts = [
        ("/act/date", terms.act.as_ref()),
        ("/ruleset/derogation/act/date", derogation.map(|derogation| &derogation.act)),
    ];
    acts.into_iter().filter_map(|(at, act)| Some(act?.adopted_by(today).err()?.at(at))).collect()
}

/// Where the procedure of a call starts unless it says otherwise.
fn following(ruleset: &RulesetChoice) -> ProcedureFrom {
    ProcedureFrom::following(ruleset.ruleset().parameters.reference_date)
}

/// What a patch of a call may say beside what it changes.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only used for the contract")]
pub(crate) struct RevisionReason {
    /// Why; required once the call is published.
    reason: Option<LongText>,
}

/// The schema of a patch: the call, and the reason.
pub(crate) struct CallRevisionInput;
flattened!(CallRevisionInput as "CallRevisionInput":
    "Changes of a call. Once it is published only title, text, act and contacts, with a reason.",
    [CallInput, RevisionReason]);

/// The part of a call that the service says.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CallHead {
    /// Its identifier.
    id: Uuid,
    /// What people call it by.
    #[schema(
        max_length = 30,
        pattern = "^BANDO-[0-9]{4}-[0-9]{3,10}$",
        example = "BANDO-2027-003"
    )]
    code: String,
    /// Where it stands.
    status: CallStatusCode,
    /// Where the clock is; only once it is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    phase: Option<PhaseCode>,
    /// The acts on it since its publication, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, max_items = 1000)]
    later_acts: Vec<LaterAct>,
}

/// An act on a published call.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LaterAct {
    /// What it did.
    step: CallStepCode,
    /// When that was recorded.
    at: InstantText,
    /// The act.
    act: Act,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<LongText>,
    /// Of a reopening: whether it compares everybody as of the new closing.
    #[serde(skip_serializing_if = "Option::is_none")]
    comparative: Option<bool>,
}

impl LaterAct {
    fn show(later: &call::LaterAct) -> Self {
        Self {
            step: Coded(later.step),
            at: later.at.into(),
            act: Act::show(&later.act),
            reason: later.reason.as_deref().map(Into::into),
            comparative: (later.step == call::Step::Reopen).then_some(later.comparative),
        }
    }
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "only used for the contract: responses are in UTC")]
struct Instants {
    /// First instant at which applications are received.
    opens_at: InstantText,
    /// Last instant at which applications are received, included.
    closes_at: InstantText,
}

/// A call.
#[derive(Debug, Serialize)]
pub(crate) struct CallView {
    #[serde(flatten)]
    head: CallHead,
    #[serde(flatten)]
    terms: CallInput,
    #[serde(flatten)]
    stamp: Stamp,
}
flattened!(CallView as "Call": "A call (bando).", [CallHead, CallInput, Instants, Stamp]);

impl CallView {
    /// Shows a call at an instant.
    #[must_use]
    pub(crate) fn show(stored: &Stored<call::Call>, now: DateTime<Utc>) -> Self {
        let call = &stored.value;
        let phase: Option<Phase> =
            (call.status == CallStatus::Published).then(|| call.terms.window.phase(now));
        Self {
            head: CallHead {
                id: call.id.uuid(),
                code: call.code.to_string(),
                status: Coded(call.status),
                phase: phase.map(Coded),
                later_acts: call.later_acts.iter().map(LaterAct::show).collect(),
            },
            terms: CallInput::show(&call.terms),
            stamp: Stamp::of(stored),
        }
    }
}

/// A page of calls.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CallPage {
    /// The calls.
    #[schema(max_items = 100)]
    pub items: Vec<CallView>,
    /// The cursor of the next page, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    pub next_cursor: Option<String>,
    /// How many there are on all pages, if that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 9_007_199_254_740_991_u64, example = 12)]
    pub total: Option<u64>,
}
