//! Reference data, and the paths outside the business resources.

use ptp_domain::accreditation::Section;
use ptp_domain::activity_plan::Objective;
use ptp_domain::area::Area;
use ptp_domain::member::MemberKind;
use ptp_domain::policy::Action;
use ptp_domain::vocabulary::Vocabulary;
use ptp_tests::TestApp;
use ptp_tests::fixtures::ORGANISATION;
use reqwest::Method;
use serde_json::json;

use super::on_both_databases;

on_both_databases!(
    reference_data_has_the_words_of_the_domain_and_is_cached_for_an_hour,
    the_programme_has_the_pages_sentences_before_its_lists,
    the_service_reports_the_caller_and_its_status,
    the_contract_is_served,
);

fn codes<V: Vocabulary>() -> Vec<&'static str> {
    V::ALL.iter().map(|word| word.code()).collect()
}

async fn reference_data_has_the_words_of_the_domain_and_is_cached_for_an_hour(app: TestApp) {
    for (path, wanted) in [
        ("/v1/areas", codes::<Area>()),
        ("/v1/member-kinds", codes::<MemberKind>()),
        ("/v1/accreditation-sections", codes::<Section>()),
        ("/v1/objectives", codes::<Objective>()),
    ] {
        let answer = app.anonymous().get(path).await.expect(200);
        let items = answer.body["items"].as_array().unwrap();
        let found: Vec<_> = items.iter().map(|item| item["code"].as_str().unwrap()).collect();
        assert_eq!(found, wanted, "{path}");
        assert_eq!(answer.header("cache-control"), "public, max-age=3600");
        let known = [("if-none-match", answer.etag())];
        app.anonymous().send(Method::GET, path, None, &known).await.expect(304);
    }
}

/// What stands before a list says how it is to be read: «almeno».
async fn the_programme_has_the_pages_sentences_before_its_lists(app: TestApp) {
    let programme = app.anonymous().get("/v1/programme").await.expect(200).body;
    let it = |name: &str| programme[name]["it"].as_str().unwrap().to_owned();
    assert!(it("areas_lead").starts_with("I poli devono riferirsi ad una delle 7 seguenti aree"));
    assert_eq!(
        it("objectives_lead"),
        "Con la costituzione dei Poli Tecnici Professionali si perseguono i seguenti obiettivi:"
    );
    assert_eq!(
        it("composition_lead"),
        "La rete che compone un Polo tecnico-professionale deve essere composta almeno da:"
    );
}

async fn the_service_reports_the_caller_and_its_status(app: TestApp) {
    let me = app.applicant().get("/v1/me").await.expect(200).body;
    assert_eq!((&me["roles"], &me["org"]), (&json!(["applicant"]), &json!(ORGANISATION)));
    let me = app.official().get("/v1/me").await.expect(200).body;
    assert_eq!(me["roles"], json!(["official"]));
    assert!(me.get("org").is_none());
    app.anonymous().get("/v1/me").await.expect_problem(401, "unauthenticated");
    let status = app.anonymous().get("/v1/status").await.expect(200);
    assert_eq!(status.header("content-type"), "application/problem+json");
    for path in ["/livez", "/readyz"] {
        assert_eq!(app.anonymous().get(path).await.expect(200).text, "ok\n");
    }
}

async fn the_contract_is_served(app: TestApp) {
    let mut served = app.anonymous().get("/openapi.json").await.expect(200).body;
    let mut contract = ptp_api::contract::generated().unwrap();
    for document in [&mut served, &mut contract] {
        document.as_object_mut().unwrap().remove("servers").unwrap();
    }
    assert!(served == contract, "the served document differs from the contract");
    let packed = [("accept-encoding", "gzip")];
    let packed = app.anonymous().send(Method::GET, "/openapi.json", None, &packed).await;
    let bytes: usize = packed.header("content-length").parse().unwrap();
    // 0.7 KB an operation.
    let most = Action::ALL.len() * 717;
    assert!(bytes <= most, "{bytes} bytes, at most {most}");
    let page = app.anonymous().get("/swagger-ui").await.expect(200).text;
    assert!(page.contains("swagger-ui"), "/swagger-ui leads to /swagger-ui/");
    let loaded: Vec<_> =
        page.split("src=\"").skip(1).filter_map(|text| text.split('"').next()).collect();
    assert_eq!(loaded.len(), 2, "{page}");
    for name in &loaded {
        let script = app.anonymous().get(&format!("/swagger-ui/{name}")).await.expect(200);
        // Under its digest, so it may be kept, and free.
        assert!(script.header("cache-control").ends_with("immutable"), "{name}");
        assert!(!script.headers.contains_key("x-ratelimit-limit"), "{name}");
        assert!(script.headers.contains_key("etag"), "{name} is compressed once");
    }
    let own = app.anonymous().get(&format!("/swagger-ui/{}", loaded[1])).await.text;
    for text in [page, own] {
        assert!(!text.contains("http://") && !text.contains("https://"), "{text}");
    }
    let other = app.anonymous().get("/swagger-ui/AAAAAAAAAAAAAAAA/explorer.js").await;
    other.expect_problem(404, "no-such-path");
}
