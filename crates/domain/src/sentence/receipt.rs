//! Sentences on what a receipt is for.

use crate::text::Text;

/// An application under a call.
#[must_use]
pub fn application_under(pole: &str, call: &str) -> Text {
    Text::new(
        format!("candidatura del polo {pole} al bando {call}"),
        format!("application of the pole {pole} under the call {call}"),
    )
}

/// What is asked or said of the network of a pole, up to the code of the pole.
#[must_use]
pub fn of_network(what: &Text, pole: &str) -> Text {
    what.clone().and(&format!(" {pole}"), &format!(" {pole}"))
}

/// An act on something that has a number already.
#[must_use]
pub fn of_matter(act: &Text, protocol: &str, pole: &str) -> Text {
    act.clone()
        .and(&format!(" {protocol} del polo {pole}"), &format!(" {protocol} of the pole {pole}"))
}
