//! Consistency of the catalogue of study tracks and the links of the areas.

use std::collections::BTreeSet;

use ptp_domain::area::Area;
use ptp_domain::correspondence::{AtecoLink, Correspondence, Strength, VERSION, is_mapped};
use ptp_domain::identifier::{Ateco, AtecoClassification};
use ptp_domain::study_track::{CATALOGUE, CataloguedTrack, Provider};
use ptp_domain::vocabulary::Vocabulary;

use super::members::day;

fn links() -> impl Iterator<Item = &'static Correspondence> {
    Area::ALL.iter().map(|area| Correspondence::of(*area).expect("each area has links"))
}

#[test]
fn every_code_of_the_catalogue_names_one_track() {
    let codes: BTreeSet<_> = CATALOGUE.iter().map(|track| track.code).collect();
    assert_eq!(codes.len(), CATALOGUE.len());
    for track in CATALOGUE {
        assert_eq!(CataloguedTrack::find(track.code), Ok(track));
        let spoken = track.code.to_lowercase().replace('-', " ");
        assert_eq!(CataloguedTrack::find(&spoken), Ok(track), "{spoken}");
        assert!(!track.name.is_empty());
    }
    let unknown = CataloguedTrack::find("IT-XXX").expect_err("unknown");
    assert_eq!(unknown.code, "study_track_unknown");
}

#[test]
fn every_link_to_a_track_resolves_and_stands_once_in_an_area() {
    for links in links() {
        let mut codes = BTreeSet::new();
        for (code, strength) in links.study_tracks {
            assert!(CataloguedTrack::find(code).is_ok(), "{code}");
            assert!(codes.insert(code), "{code} twice in {:?}", links.area);
            assert_ne!(*strength, Strength::Excluded, "{code}: tracks have no prefixes");
        }
        assert!(!codes.is_empty());
    }
}

#[test]
fn every_track_belongs_to_an_area_by_itself_or_by_what_it_merged_into() {
    for track in CATALOGUE {
        assert!(links().any(|links| links.track(track).is_some()), "{}", track.code);
    }
}

#[test]
fn legacy_tracks_merge_into_tracks_that_are_not_legacy() {
    let legacy: Vec<_> = CATALOGUE.iter().filter(|track| !track.merges_into.is_empty()).collect();
    assert!(!legacy.is_empty());
    for track in legacy {
        for code in track.merges_into {
            let heir = CataloguedTrack::find(code).expect("an heir");
            assert_eq!((heir.merges_into, heir.provider), (&[][..], track.provider), "{code}");
        }
        assert!(
            links().all(|links| links.study_tracks.iter().all(|(code, _)| *code != track.code))
        );
    }
    let strength = |area, code| {
        let track = CataloguedTrack::find(code).expect("a track");
        Correspondence::of(area).expect("links").track(track)
    };
    assert_eq!(strength(Area::Mechanics, "IP10-MAT"), Some(Strength::Core));
    assert_eq!(strength(Area::Mechanics, "IP10-PIA"), Some(Strength::Secondary));
    assert_eq!(strength(Area::Manufacturing, "IP10-PIA"), Some(Strength::Core));
    assert_eq!(strength(Area::Culture, "IP10-PIA"), Some(Strength::Core), "both heirs count");
    assert_eq!(strength(Area::Tourism, "IP10-MAT"), None);
}

#[test]
fn ateco_prefixes_are_well_formed_and_stand_once_in_an_area() {
    for links in links() {
        let mut seen = BTreeSet::new();
        for link in links.ateco_2007 {
            let ateco = Ateco::parse(link.prefix, AtecoClassification::Ateco2007);
            let ateco = ateco.expect("a prefix");
            assert_eq!(ateco.code(), link.prefix, "written with its dots");
            assert!(seen.insert(link.prefix), "{} twice in {:?}", link.prefix, links.area);
            let taken = link.strength != Strength::Excluded;
            assert_eq!(links.ateco(&ateco).is_some(), taken, "{}", link.prefix);
            assert!(is_mapped(&ateco), "what one area excludes another one takes");
        }
    }
}

#[test]
fn excluded_prefixes_have_a_shorter_one_to_be_excluded_from() {
    for links in links() {
        let excluded = links.ateco_2007.iter().filter(|link| link.strength == Strength::Excluded);
        for excluded in excluded {
            let shorter = |link: &&AtecoLink| {
                link.strength != Strength::Excluded && excluded.prefix.starts_with(link.prefix)
            };
            assert!(links.ateco_2007.iter().any(|link| shorter(&link)), "{}", excluded.prefix);
        }
    }
}

#[test]
fn every_area_has_core_tracks_for_schools_iefp_and_its() {
    for links in links() {
        let core = |providers: &[Provider]| {
            links.study_tracks.iter().any(|(code, strength)| {
                let track = CataloguedTrack::find(code).expect("a track");
                *strength == Strength::Core && providers.contains(&track.provider)
            })
        };
        let area = links.area;
        let school = [Provider::TechnicalInstitute, Provider::VocationalInstitute];
        assert!(core(&school), "a school of {area:?}");
        assert!(core(&[Provider::Iefp]), "a section A body of {area:?}");
        assert!(core(&[Provider::ItsAcademy]), "an ITS of {area:?}");
    }
}

#[test]
fn the_reference_data_has_a_date_for_its_version() {
    assert_eq!(day(VERSION).to_string(), VERSION);
}
