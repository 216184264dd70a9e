//! A call goes below the page only by a derogation: DOMAIN.md, section 8.1.

use ptp_domain::call::RulesetChoice;
use ptp_domain::party::{Act, ActKind};
use ptp_domain::rules::ruleset::{Binds, Derogation, Overrides, RulesetId};

use super::members::day;

fn refusal(overrides: &Overrides) -> Option<&'static str> {
    let choice = |derogation| RulesetChoice {
        id: RulesetId::default(),
        overrides: overrides.clone(),
        derogation,
    };
    let (number, date) = ("1".to_owned(), day("2027-01-04"));
    let act = Act { kind: ActKind::Resolution, number, date, url: None };
    let derogation = Derogation { act, reason: "Sperimentazione.".to_owned() };
    let derogated = choice(Some(derogation.clone()));
    assert_eq!(derogated.derogated(), Ok(()));
    assert_eq!(derogated.ruleset().derogation, Some(derogation));
    choice(None).derogated().err().map(|invalid| invalid.code)
}

#[test]
fn what_asks_for_less_than_the_page_needs_a_derogation() {
    let usual = Overrides::default;
    let below = [
        Overrides { min_schools: Some(1), ..usual() },
        Overrides { min_companies: Some(0), ..usual() },
        Overrides { min_section_a: Some(0), ..usual() },
        Overrides { min_its: Some(0), ..usual() },
        Overrides { seniority_years: Some(2), ..usual() },
        Overrides { its_grace_years: Some(4), ..usual() },
        Overrides { requirements_bind: Some(Binds::Counted), ..usual() },
    ];
    for overrides in &below {
        assert_eq!(refusal(overrides), Some("derogation_missing"), "{overrides:?}");
    }
    let above = Overrides {
        min_schools: Some(3),
        min_companies: Some(2),
        seniority_years: Some(3),
        its_grace_years: Some(0),
        requirements_bind: Some(Binds::All),
        ..usual()
    };
    assert_eq!(refusal(&above), None);
    assert_eq!(refusal(&usual()), None);
}
