//! A smaller pole with the same difference.

use ptp_domain::member::Member;
use ptp_domain::rules::ruleset::Overrides;

use super::super::network::Pole;

/// Simplifies the pole as long as the same remains true of it.
pub(super) fn smallest(mut pole: Pole, is_so: impl Fn(&Pole) -> bool) -> Pole {
    while let Some(smaller) = simpler(&pole).into_iter().find(&is_so) {
        pole = smaller;
    }
    pole
}

fn simpler(pole: &Pole) -> Vec<Pole> {
    let mut all = vec![];
    let mut add = |change: &dyn Fn(&mut Pole)| {
        let mut simpler = pole.clone();
        change(&mut simpler);
        if format!("{simpler:?}") != format!("{pole:?}") {
            all.push(simpler);
        }
    };
    for index in 0..pole.members.len() {
        add(&|pole| drop(pole.members.remove(index)));
    }
    for index in 0..pole.determinations.len() {
        add(&|pole| drop(pole.determinations.remove(index)));
    }
    add(&|pole| pole.ruleset = pole.ruleset.id.ruleset());
    add(&|pole| {
        let page = pole.ruleset.id.ruleset().with(&Overrides::default()).parameters;
        pole.ruleset.parameters.its_grace_until = page.its_grace_until;
        pole.ruleset.parameters.min_its = page.min_its;
        pole.ruleset.parameters.plan_actions = page.plan_actions;
    });
    add(&|pole| (pole.lead, pole.applicant, pole.recognised_on) = (None, None, None));
    for (index, member) in pole.members.iter().enumerate() {
        let mut change =
            |change: &dyn Fn(&mut Member)| add(&|pole| change(&mut pole.members[index]));
        for track in 0..member.study_tracks.len() {
            change(&|member| drop(member.study_tracks.remove(track)));
            change(&|member| member.study_tracks[track].continues = None);
        }
        for held in 0..member.accreditations.len() {
            change(&|member| drop(member.accreditations.remove(held)));
            change(&|member| member.accreditations[held].suspensions.clear());
        }
        change(&|member| member.operating_sites.clear());
        change(&|member| member.confirmed_at = None);
    }
    all
}

/// What a report of a difference says of a pole.
pub(super) fn told(pole: &Pole) -> String {
    let members = pole.members.iter().map(|member| {
        let tracks = member.study_tracks.iter().map(|offer| {
            let continues = offer.continues.as_ref().map(|continues| {
                let of = continues.organisation.name.as_deref().unwrap_or_default();
                (of, continues.from, continues.until)
            });
            (offer.track.label(), offer.offered.from(), offer.offered.until(), continues)
        });
        let held = member.accreditations.iter().map(|held| {
            let days = (held.valid.from(), held.valid.until(), held.revoked_on);
            (held.section, days, held.provisional, held.suspensions.len())
        });
        let days = (member.membership.from(), member.membership.until());
        format!(
            "{} {} {} {days:?}\n    {:?}\n    {:?}\n    {:?}\n",
            member.name,
            member.tax_code.as_str(),
            member.province.code(),
            tracks.collect::<Vec<_>>(),
            held.collect::<Vec<_>>(),
            member.profile
        )
    });
    let members: String = members.collect();
    format!(
        "on {} in {:?}, recognised {:?}\n{members}{:?}\n{:?}\n",
        pole.as_of, pole.area, pole.recognised_on, pole.determinations, pole.ruleset.parameters
    )
}
