//! Nobody decides on what their own body has asked for.

use ptp_domain::fault::Invalid;
use ptp_domain::policy::{Action, Actor, Grant, Owner, Role, grant};

/// Why an official may not act: the token also acts for the body whose matter it is (L. 241/1990,
/// art. 6-bis).
pub(crate) fn interest(action: Action, owner: &Owner, actor: &Actor) -> Option<Invalid> {
    let Actor::Bearer(bearer) = actor else { return None };
    let decides = bearer.roles.contains(&Role::Official)
        && grant(Role::Official, action) != Grant::Nothing
        && grant(Role::Applicant, action) == Grant::Nothing;
    (decides && bearer.owner() == *owner).then_some(OWN_MATTER)
}

const OWN_MATTER: Invalid = Invalid::fixed(
    "own_matter",
    "l'operazione riguarda il soggetto per cui si agisce: spetta a un altro funzionario regionale",
    "this is a matter of the body that the token acts for: it is for another official",
);
