//! Requests that come to an end without a decision: with their pole, or overtaken.

use chrono::SubsecRound;
use ptp_clock::Clock;
use ptp_domain::application::{Particulars, Step, Taken};
use ptp_domain::change_request::{RequestStatus, Topic};
use ptp_domain::event::{Event, EventKind};
use ptp_domain::identifier::TaxCode;
use ptp_domain::pole::Pole;
use ptp_domain::policy::Actor;
use ptp_domain::text::Text;
use ptp_store::{Stored, Tx, Write};

use super::problems::ApiError;
use super::state::Service;

/// Lets pending requests of a pole lapse, in the transaction that ends or changes it.
pub(crate) struct Ending {
    clock: Clock,
    actor: Actor,
    why: Text,
}

impl Ending {
    /// By whose act, and why.
    pub(crate) fn of(service: &Service, actor: &Actor, why: Text) -> Self {
        Self { clock: service.clock.clone(), actor: actor.clone(), why }
    }

    /// Lets the requests of a pole that was just written lapse: all, or those about these
    /// organisations.
    ///
    /// # Errors
    ///
    /// [`ApiError::Aborted`] if one of them has changed.
    pub(crate) async fn lapse(
        &self,
        tx: &Tx<Write>,
        pole: (&Stored<Pole>, i64),
        about: Option<&[TaxCode]>,
    ) -> Result<(), ApiError> {
        let (read, version) = pole;
        let is_meant = |topic: &Topic| match (topic, about) {
            (_, None) => true,
            (Topic::Member(code), Some(about)) => about.contains(code),
            (Topic::Pole, Some(_)) => false,
        };
        for mut request in tx.pending_changes_of(read.value.id).await? {
            if !request.value.topics.iter().any(is_meant) {
                continue;
            }
            let reason = Some(self.why.it.clone().into_owned());
            let event = Event {
                id: self.clock.new_id(),
                kind: EventKind::ChangeEnded,
                at: self.clock.now(),
                actor: self.actor.clone(),
                reason: reason.clone(),
                note: None,
                member: None,
                changed: vec!["status".to_owned(), "steps".to_owned()],
            };
            request.value.status = RequestStatus::Lapsed;
            request.value.procedure.taken.push(Taken {
                step: Step::Lapse,
                at: event.at.trunc_subsecs(6),
                ends_on: None,
                actor: None,
                particulars: Particulars { reason, ..Particulars::default() },
            });
            tx.save_change_request(request, version, &event).await?;
        }
        Ok(())
    }
}
