//! How much the members of a pole may say.

use ptp_domain::member::{MOST_MEMBERS, Member};
use ptp_domain::party::{Contact, ContactRole};
use ptp_domain::pole::list_faults;

use super::members::{Vary, company, tax_code};

/// Companies with so many characters of contacts each.
fn talkative(size: usize, characters: usize) -> Vec<Member> {
    let contact = |name: String| Contact {
        role: ContactRole::Information,
        office: None,
        name: Some(name),
        email: None,
        phone: None,
    };
    let member = |number: usize| {
        company(&format!("M{number}"), "28.41").varied(|member| {
            member.tax_code = tax_code(u32::try_from(number).expect("a small number") + 1);
            member.contacts = vec![contact("x".repeat(characters))];
        })
    };
    (0..size).map(member).collect()
}

fn codes(members: &[Member]) -> Vec<&'static str> {
    let faults = list_faults(&members.iter().collect::<Vec<_>>());
    faults.into_iter().map(|fault| fault.code).collect()
}

#[test]
fn the_members_of_a_pole_say_a_mebibyte_together_and_no_more() {
    assert_eq!(codes(&talkative(MOST_MEMBERS, 1_900)), [""; 0]);
    assert_eq!(codes(&talkative(MOST_MEMBERS, 2_000)), ["members_too_large"]);
}
