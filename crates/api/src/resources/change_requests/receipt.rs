//! The receipts of a request, and of what the lead does in its procedure.

use actix_web::web::Bytes;
use chrono::{DateTime, Utc};
use ptp_domain::application::Procedure;
use ptp_domain::calendar::civil_date;
use ptp_domain::call::Call;
use ptp_domain::change_request::ChangeRequest;
use ptp_domain::id::Id;
use ptp_domain::identifier::Protocol;
use ptp_domain::party::substitute_power;
use ptp_domain::pole::Pole;
use ptp_domain::receipt::{Matter, Prospect, ReceiptAct};
use uuid::Uuid;

use crate::cases::base::Base;
use crate::cases::problems::ApiError;
use crate::cases::state::Service;
use crate::resources::receipts::issue::{Draft, Presented};

/// What the lead of a pole presents about a request.
pub(super) struct OfRequest<'a> {
    pub(super) service: &'a Service,
    pub(super) base: &'a Base,
    pub(super) body: &'a Bytes,
    pub(super) act: ReceiptAct,
    pub(super) request: Id<ChangeRequest>,
    /// Its number, once it has one.
    pub(super) protocol: Option<Protocol>,
    pub(super) pole: &'a Pole,
    /// The call that recognised the pole, if it is known.
    pub(super) call: Option<&'a Call>,
    /// As the act leaves it.
    pub(super) procedure: &'a Procedure,
    pub(super) is_pending: bool,
    pub(super) at: DateTime<Utc>,
}

impl OfRequest<'_> {
    /// Composes the receipt, with an identifier.
    ///
    /// # Errors
    ///
    /// The system has no randomness.
    pub(super) fn draft(self, id: Uuid) -> Result<Draft, ApiError> {
        let Self { service, base, body, act, request, protocol, pole, call, .. } = self;
        let of_call = call.and_then(|call| call.terms.substitute_power());
        let substitute = of_call.or_else(|| substitute_power(&service.settings.contacts));
        // Silence decides nothing here, on whatever day.
        let days = (civil_date(self.at), civil_date(self.at));
        let prospect = Prospect::of_procedure(self.procedure, self.is_pending, days, substitute);
        let presented = Presented {
            service,
            base,
            act,
            matter: Matter::ChangeRequest(request),
            protocol,
            pole,
            call,
            assignment: None,
            at: self.at,
            prospect,
            body: Some(body),
        };
        presented.draft(id)
    }
}
