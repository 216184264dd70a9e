//! What a reorganisation comes to: every pole that it touches, read, changed and judged.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use ptp_domain::calendar::civil_date;
use ptp_domain::call::Purpose;
use ptp_domain::fault::{Fault, Invalid};
use ptp_domain::id::Id;
use ptp_domain::identifier::TaxCode;
use ptp_domain::member::Member;
use ptp_domain::pole::{Effects, Pole, Reorganised, faults_of_change, reorganised};
use ptp_domain::policy::{Owner, Scope};
use ptp_domain::reorganisation::{MOST_POLES, Pair, Reorganisation, faults, nowhere};
use ptp_domain::rules::ruleset::Ruleset;
use ptp_domain::rules::{Determination, Verdict, timeline};
use ptp_store::{PastReorganisation, Read, Stored, StoredPole, Tx};

use crate::cases::foresight::Foresight;
use crate::cases::judging::{check_whole, determinations, judged, network_by, ruleset_of};
use crate::cases::problems::ApiError;
use crate::cases::state::Service;

/// A reorganisation that may be recorded.
pub(super) struct Plan {
    pub(super) past: PastReorganisation,
    pub(super) poles: Vec<PlannedPole>,
}

/// A pole that it touches.
pub(super) struct PlannedPole {
    pub(super) read: StoredPole,
    pub(super) next: (Pole, Vec<Member>),
    pub(super) effects: Effects,
    pub(super) foresight: Foresight,
}

impl Plan {
    /// Reads all poles that the act concerns, and judges what becomes of them.
    ///
    /// # Errors
    ///
    /// Every fault of the act, by itself and beside what the poles record.
    pub(super) async fn of(
        tx: &Tx<Read>,
        scope: &Scope,
        service: &Service,
        reorganisation: &Reorganisation,
        now: DateTime<Utc>,
    ) -> Result<Self, ApiError> {
        let today = civil_date(now);
        let mut found = faults(reorganisation, today);
        let (is_sound, mut recorded) = (found.is_empty(), Vec::new());
        let ids = concerned(tx, reorganisation).await?;
        let (mut poles, mut known) = (Vec::new(), BTreeSet::new());
        let mut handed = BTreeMap::<_, BTreeSet<_>>::new();
        for id in ids {
            // Deleted since.
            let Some(read) = tx.find_pole(scope, id).await? else { continue };
            check_whole(read.is_whole())?;
            // It has ended by itself since its last write.
            if read.pole.value.status_on(today).is_over() {
                continue;
            }
            known.extend(named(&read, reorganisation.effective_on));
            let words = determinations(tx, id).await?;
            let members: Vec<_> = read.members.iter().map(|member| &member.value).collect();
            let subject = (&read.pole.value, &members[..]);
            let new_id = || Id::new(service.clock.new_id());
            match reorganised(subject, reorganisation, (&words[..], today), new_id) {
                Err(others) => recorded.extend(others),
                Ok(None) => {}
                Ok(Some(next)) => {
                    // Of what cannot be by itself, the lists would say the same once more.
                    recorded
                        .extend(faults_of_list(&members, &next).into_iter().filter(|_| is_sound));
                    for (index, tracks) in &next.handed {
                        handed.entry(*index).or_default().extend(tracks.iter().cloned());
                    }
                    poles.push((read.clone(), next, words));
                }
            }
        }
        if recorded.is_empty() {
            recorded = nowhere(reorganisation, &handed, &known);
        }
        found.extend(recorded);
        if !found.is_empty() {
            found.sort_by(|one, other| (&one.pointer, one.code).cmp(&(&other.pointer, other.code)));
            found.dedup();
            return Err(ApiError::InvalidBody(found));
        }
        let mut planned = Vec::with_capacity(poles.len());
        for (read, next, words) in poles {
            let on = reorganisation.effective_on;
            planned.push(PlannedPole::of(tx, read, next, &words, (on, now)).await?);
        }
        let past = PastReorganisation {
            id: reorganisation.id,
            act: reorganisation.act.clone(),
            effective_on: reorganisation.effective_on,
            reason: reorganisation.reason.clone(),
            pairs: reorganisation.handovers.iter().map(Pair::from).collect(),
            recorded_at: now,
            effects: planned
                .iter()
                .map(|one| (one.read.pole.value.id, one.effects.clone()))
                .collect(),
        };
        Ok(Self { past, poles: planned })
    }
}

impl PlannedPole {
    async fn of(
        tx: &Tx<Read>,
        read: StoredPole,
        next: Reorganised,
        words: &[Determination],
        (effective_on, now): (NaiveDate, DateTime<Utc>),
    ) -> Result<Self, ApiError> {
        let after = stored(&read, &next, now);
        let question = Question::of(tx, &read.pole.value, effective_on).await?;
        let verdicts =
            (question.verdict(&read, words).await?, question.verdict(&after, words).await?);
        let members: Vec<_> = read.members.iter().map(|member| &member.value).collect();
        let effects = next.effects((&read.pole.value, &members[..]), question.on, verdicts);
        let foresight = Foresight::given(&read.pole, &after, words, civil_date(now)).await?;
        let next = (next.pole, next.members);
        Ok(Self { read, next, effects, foresight })
    }
}

/// The poles that the act may concern.
async fn concerned(
    tx: &Tx<Read>,
    reorganisation: &Reorganisation,
) -> Result<Vec<Id<Pole>>, ApiError> {
    let all = reorganisation.handovers.iter();
    let members: Vec<_> = all.clone().map(|one| &one.predecessor.tax_code).collect();
    let owners: Vec<_> =
        all.filter(|one| one.is_whole()).map(|one| &one.predecessor.tax_code).collect();
    let most = MOST_POLES.saturating_add(1);
    let ids = tx.poles_of(&members, &owners, reorganisation.effective_on, most).await?;
    if u64::try_from(ids.len()).is_ok_and(|found| found > MOST_POLES) {
        return Err(ApiError::InvalidBody(vec![TOO_MANY_POLES.at("/transfers")]));
    }
    Ok(ids)
}

/// Who is a member of a pole on a day or later, and who answers for it.
fn named(pole: &StoredPole, on: NaiveDate) -> impl Iterator<Item = TaxCode> {
    let members = pole.members.iter().map(|member| &member.value);
    let members = members.filter(move |one| one.membership.lasts_to(on));
    let owner = match &pole.pole.value.owner {
        Owner::Organisation(code) => Some(code),
        Owner::Subject { .. } => None,
    };
    members.map(|member| &member.tax_code).chain(owner).cloned()
}

/// The faults of the members of a pole as a whole, at the first handover that concerns it.
fn faults_of_list(before: &[&Member], next: &Reorganised) -> Vec<Fault> {
    let after: Vec<_> = next.members.iter().collect();
    let first = next.handed.keys().next().copied().unwrap_or_default();
    let faults = faults_of_change(before, &after).into_iter();
    faults.map(|fault| Fault { pointer: format!("/transfers/{first}"), ..fault }).collect()
}

/// The pole as it will be, to be judged.
fn stored(read: &StoredPole, next: &Reorganised, now: DateTime<Utc>) -> StoredPole {
    let mut pole = read.pole.clone();
    pole.value = next.pole.clone();
    let members = next.members.iter().map(|member| {
        match read.members.iter().find(|old| old.value.id == member.id) {
            Some(old) => {
                let mut stored = old.clone();
                stored.value = member.clone();
                stored
            }
            None => Stored::new(member.clone(), 1, now, now),
        }
    });
    StoredPole { pole, members: members.collect() }
}

/// By which rules a pole is judged, on which day: under a pending application by those of its call.
struct Question {
    ruleset: Ruleset,
    joined_by: Option<NaiveDate>,
    on: NaiveDate,
}

impl Question {
    async fn of(tx: &Tx<Read>, pole: &Pole, effective_on: NaiveDate) -> Result<Self, ApiError> {
        let pending = tx.pending_of_pole(pole.id).await?;
        let candidacy = pending.into_iter().find(|one| one.value.purpose == Purpose::Constitution);
        let Some(application) = candidacy else {
            return Ok(Self { ruleset: ruleset_of(pole), joined_by: None, on: effective_on });
        };
        let call = tx.call_as_it_is(application.value.call).await?;
        let call =
            call.ok_or_else(|| ApiError::Internal("an application without its call".to_owned()))?;
        let (terms, on) = (&call.value.terms, application.value.reference_date);
        Ok(Self { ruleset: terms.ruleset(), joined_by: terms.joined_by(on), on })
    }

    async fn verdict(
        &self,
        pole: &StoredPole,
        words: &[Determination],
    ) -> Result<Verdict, ApiError> {
        let (joined_by, on) = (self.joined_by, self.on);
        judged((pole, &self.ruleset, words), move |(pole, ruleset, words), budget| {
            let network = network_by(pole, joined_by);
            timeline(&network, ruleset, on, on, words, budget).map(|(verdict, _)| verdict)
        })
        .await
    }
}

const TOO_MANY_POLES: Invalid = Invalid::fixed(
    "too_many_poles",
    "il dimensionamento riguarda più di 100 poli: registrarlo in più parti",
    "the reorganisation concerns more than 100 poles: record it in several parts",
);
