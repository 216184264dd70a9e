//! An application that takes the place of an earlier one, while the window is open.

use chrono::SubsecRound;
use ptp_domain::application::{Application, ApplicationStatus, Particulars, Step, Taken};
use ptp_domain::event::EventKind;
use ptp_domain::fault::Invalid;
use ptp_domain::id::Id;
use ptp_domain::policy::Scope;
use ptp_domain::sentence::{complete, replaced_by};
use ptp_store::{Read, Stored, Tx, Write};

use super::instant::Submitted;
use crate::cases::problems::ApiError;

/// The application that is to be replaced: of the same pole under the same call, and not decided.
pub(super) async fn earlier(
    tx: &Tx<Read>,
    scope: &Scope,
    submitted: &Submitted<'_>,
    id: Option<Id<Application>>,
) -> Result<Option<Stored<Application>>, ApiError> {
    let Some(id) = id else { return Ok(None) };
    let found = tx.find_application(scope, id).await?;
    let is_its_own = |earlier: &Application| {
        (earlier.pole, earlier.call) == (submitted.pole, submitted.call)
            && earlier.status.is_pending()
    };
    let earlier = found.filter(|earlier| is_its_own(&earlier.value));
    let not_there = || ApiError::InvalidBody(vec![NOT_REPLACEABLE.at("/replaces")]);
    earlier.map(Some).ok_or_else(not_there)
}

/// Withdraws the earlier application in favour of a new one: the pole stays as it is.
pub(super) async fn withdraw(
    tx: &Tx<Write>,
    submitted: &Submitted<'_>,
    earlier: &Stored<Application>,
    by: &Application,
) -> Result<(), ApiError> {
    let service = submitted.service;
    let reason = complete(&replaced_by(&by.protocol.to_string())).it.into_owned();
    let mut earlier = earlier.clone();
    earlier.value.status = ApplicationStatus::Withdrawn;
    earlier.value.procedure.taken.push(Taken {
        step: Step::Withdraw,
        at: service.clock.now().trunc_subsecs(6),
        ends_on: None,
        actor: submitted.actor.bearer().cloned(),
        particulars: Particulars { reason: Some(reason.clone()), ..Particulars::default() },
    });
    let mut event = service.event(submitted.actor, EventKind::ApplicationWithdrawn);
    event.reason = Some(reason);
    event.changed = vec!["steps".to_owned(), "status".to_owned()];
    tx.save_application(earlier, &event).await?;
    Ok(())
}

const NOT_REPLACEABLE: Invalid = Invalid::fixed(
    "not_replaceable",
    "la candidatura da sostituire non esiste, è già decisa o ritirata, oppure riguarda un altro polo o \
     un altro bando",
    "the application to be replaced does not exist, is decided or withdrawn, or is of another pole or \
     call",
);
