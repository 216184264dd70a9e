//! `list_determinations`, `settle_finding`

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::SubsecRound;
use ptp_domain::calendar::civil_date;
use ptp_domain::call::Purpose;
use ptp_domain::event::EventKind;
use ptp_domain::fault::Invalid;
use ptp_domain::id::Id;
use ptp_domain::pole::Pole;
use ptp_domain::policy::{Action, Actor, Role, Scope};
use ptp_domain::rules::{Determination, Outcome, Report, Rule, Settlement};
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::body::Body;
use ptp_http::etag::tag;
use ptp_http::parameters::PathIds;
use ptp_http::precondition::IfMatch;
use ptp_http::show::{CachePolicy, digested};
use ptp_http::wire::{self, Coded, InstantText, Leaf as _, LongText, Reading, word};
use ptp_store::{Read, Settled, StoredPole, Subject, Tx};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::cases::caller::{Caller, op};
use crate::cases::case::Case;
use crate::cases::foresight::Foresight;
use crate::cases::idempotent::{IdempotencyKey, Written, idempotent_prepared};
use crate::cases::interest::interest;
use crate::cases::judging::report_of;
use crate::cases::precondition::check_precondition;
use crate::cases::problems::ApiError;
use crate::cases::standing::Standing;
use crate::cases::state::Service;
use crate::cases::words::{RoleCode, RuleCode};

/// What an official says of a finding.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeterminationInput {
    /// The rule of the finding.
    #[schema(value_type = RuleCode)]
    pub rule: Rule,
    /// The member that it is about; every member that needs it unless given.
    #[serde(default)]
    pub member_id: Option<Uuid>,
    /// Whether it is accepted.
    pub accepted: bool,
    /// Why: in the report, which everybody may read once the pole is recognised.
    pub reason: LongText,
    /// What only officials may read, in the history of the pole.
    #[serde(default)]
    pub note: Option<LongText>,
}

impl DeterminationInput {
    fn read(reading: &mut Reading<'_>) -> wire::Read<Self> {
        let rule = reading.required("rule", word::<Rule>);
        let member_id = reading.optional("member_id", Uuid::read);
        let accepted = reading.required("accepted", bool::read);
        let reason = reading.required("reason", LongText::read);
        let note = reading.optional("note", LongText::read);
        Ok(Self {
            rule: rule?,
            member_id: member_id?,
            accepted: accepted?,
            reason: reason?,
            note: note?,
        })
    }
}

/// What an official settled. It lapses when the fact changes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Determination)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeterminationView {
    /// Its identifier.
    id: Uuid,
    /// The rule of the finding.
    rule: RuleCode,
    /// The member that it is about.
    member_id: Uuid,
    /// What had been found, for programs.
    #[schema(
        max_length = 1000,
        pattern = r"^[^\u0000-\u001F]+$",
        example = "track_secondary:IT-MME@2019-09-01"
    )]
    fact: String,
    /// Whether it is accepted.
    accepted: bool,
    /// Why.
    reason: LongText,
    /// When it was settled.
    decided_at: InstantText,
    /// Who settled it.
    decided_by: Decider,
}

/// Who settled a finding.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Decider {
    /// The role in which it was done.
    role: RoleCode,
    /// Whom the token named; shown to officials only, until it is erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 255, pattern = r"^[^\u0000-\u001F]+$", example = "0b8f6c2e")]
    subject: Option<String>,
}

/// What officials settled about a pole.
#[derive(Debug, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeterminationList {
    /// In the order of time; of the same finding the last one counts.
    #[schema(max_items = 10_000)]
    items: Vec<DeterminationView>,
}

impl DeterminationList {
    fn show(settled: &[Settled], scope: &Scope) -> Self {
        let items = settled
            .iter()
            .map(|settled| DeterminationView {
                id: settled.id,
                rule: Coded(settled.determination.rule),
                member_id: settled.determination.member.uuid(),
                fact: settled.determination.fact.clone(),
                accepted: settled.determination.accepted,
                reason: settled.determination.reason.as_str().into(),
                decided_at: settled.at.into(),
                decided_by: Decider {
                    // Nobody else may.
                    role: Coded(Role::Official),
                    subject: Some(settled.subject.clone())
                        .filter(|subject| scope.is_everything() && !subject.is_empty()),
                },
            })
            .collect();
        Self { items }
    }
}

/// What was settled about a pole
///
/// Each finding that an official settled: how, why, when, and by whom.
#[utoipa::path(
    operation_id = Action::ListDeterminations.code(),
    tag = "compliance",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole.")),
    responses((status = 200, description = "What was settled.", body = DeterminationList)),
)]
#[get("/poles/{pole_id}/determinations")]
pub(crate) async fn list(
    caller: Caller<op::ListDeterminations>,
    service: Data<Service>,
    ids: PathIds<1>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let tx = service.store.read().await?;
    let stored = tx.find_pole(&caller.scope, ids.first()).await?.ok_or(ApiError::NotFound)?;
    let pole = &stored.pole.value;
    if !caller.scope.shows_personal_data_of(&pole.owner) {
        return Err(ApiError::NotFound);
    }
    let settled = tx.determinations_of(pole.id).await?;
    Ok(digested(&request, CachePolicy::NoStore, &DeterminationList::show(&settled, &caller.scope))?)
}

/// Settle a finding
///
/// What the report leaves to an official (`needs_review`): accepted, or refused. Under a pending
/// application it is the report of its call that is settled, else the one of today.
#[utoipa::path(
    operation_id = Action::SettleFinding.code(),
    tag = "procedure",
    params(("pole_id" = Uuid, Path, description = "The identifier of the pole.")),
    request_body(content = DeterminationInput, description = "Which finding, and how."),
    responses((status = 200, description = "What was settled, this included.", body = DeterminationList)),
)]
#[post("/poles/{pole_id}/determinations")]
pub(crate) async fn settle(
    caller: Caller<op::SettleFinding>,
    service: Data<Service>,
    ids: PathIds<1>,
    key: IdempotencyKey,
    version: IfMatch,
    body: Body<DeterminationInput>,
) -> Result<HttpResponse, ApiError> {
    let (input, bytes) = body.read(DeterminationInput::read)?;
    let Actor::Bearer(bearer) = &caller.actor else { return Err(ApiError::Unauthenticated) };
    let id = ids.first();
    let settlement = async |tx: &Tx<Read>| {
        let (stored, report) = judged(tx, &service, &caller, id).await?;
        check_precondition(tx, Subject::Pole(id), &stored.pole, &version).await?;
        if let Some(reason) =
            interest(Action::SettleFinding, &stored.pole.value.owner, &caller.actor)
        {
            let standing = Standing::of(tx, &stored, service.clock.now()).await?;
            return Err(standing.blocked(reason, &caller.actor).await);
        }
        let today = civil_date(service.clock.now());
        let word = Settlement {
            accepted: input.accepted,
            reason: input.reason.0.clone(),
            decided_on: today,
        };
        let found = to_settle(&report, input.rule, input.member_id.map(Id::new), &word);
        if found.is_empty() {
            return Err(ApiError::InvalidBody(vec![NOTHING_TO_SETTLE.at("/rule")]));
        }
        let before = tx.determinations_of(id).await?;
        let mut settled = Vec::with_capacity(found.len());
        for determination in found {
            let mut event = service.event(&caller.actor, EventKind::FindingSettled);
            event.member = Some(determination.member.uuid());
            event.reason = Some(input.reason.0.clone());
            event.note = input.note.as_ref().map(|note| note.0.clone());
            event.changed = vec![format!("determinations/{}", determination.rule.code())];
            let word = Settled {
                id: service.clock.new_id(),
                determination,
                at: event.at.trunc_subsecs(6),
                issuer: bearer.issuer.clone(),
                subject: bearer.subject.clone(),
            };
            settled.push((word, event));
        }
        let after: Vec<_> =
            before.into_iter().chain(settled.iter().map(|(word, _)| word.clone())).collect();
        let determinations: Vec<_> = after.iter().map(|one| one.determination.clone()).collect();
        let foresight = Foresight::given(&stored.pole, &stored, &determinations, today).await?;
        Ok((stored.pole, settled, after, foresight))
    };
    idempotent_prepared(
        &service,
        &caller.actor,
        key,
        (id.uuid(), &bytes),
        settlement,
        async |tx, (pole, settled, after, foresight)| {
            let added = tx.add_determinations(pole, settled.clone());
            let stored = foresight.written(tx, added).await?;
            let tag = tag(stored.version, &["full"]);
            Written::changed(tag, &DeterminationList::show(after, &caller.scope))
        },
    )
    .await
}

/// The pole, and the report that is settled: of the call under which it waits for a decision, else
/// of today.
async fn judged(
    tx: &Tx<Read>,
    service: &Service,
    caller: &Caller<op::SettleFinding>,
    id: Id<Pole>,
) -> Result<(StoredPole, Report), ApiError> {
    let found = tx.pending_of_pole(id).await?;
    let constitution = found.into_iter().find(|one| one.value.purpose == Purpose::Constitution);
    if let Some(application) = constitution {
        let case = Case::find(tx, &caller.scope, application.value.id).await?;
        let report = case.report(tx).await?;
        return Ok((case.pole, report));
    }
    let stored = tx.find_pole(&caller.scope, id).await?.ok_or(ApiError::NotFound)?;
    let report = report_of(tx, &stored, civil_date(service.clock.now())).await?;
    Ok((stored, report))
}

/// What needs an official's word under a rule, or had one that may be changed.
fn to_settle(
    report: &Report,
    rule: Rule,
    member: Option<Id<ptp_domain::member::Member>>,
    word: &Settlement,
) -> Vec<Determination> {
    let asked = report.members.iter().filter(|one| member.is_none_or(|id| one.member == id));
    asked
        .flat_map(|one| one.findings.iter().map(|finding| (one.member, finding)))
        .filter(|(_, finding)| finding.rule == rule)
        .filter(|(_, finding)| {
            finding.outcome == Outcome::NeedsReview
                || (member.is_some() && finding.settled.is_some())
        })
        .map(|(member, finding)| Determination {
            rule,
            member,
            fact: finding.reason.fact(),
            accepted: word.accepted,
            reason: word.reason.clone(),
            decided_on: word.decided_on,
        })
        .collect()
}

const NOTHING_TO_SETTLE: Invalid = Invalid::fixed(
    "nothing_to_settle",
    "nel rapporto non vi sono rilievi da valutare di questa regola per questo membro",
    "the report has no finding to be assessed under this rule for this member",
);
