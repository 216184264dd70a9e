//! Lists: filters, and pages that hold each item once.

use ptp_tests::app::TestApp;

use super::fixtures::pole;
use super::on_both_databases;

on_both_databases!(following_the_cursor_gives_every_pole_once, a_parameter_that_cannot_be_is_named,);

async fn following_the_cursor_gives_every_pole_once(app: TestApp) {
    let mut made = Vec::new();
    for _ in 0..7 {
        made.push(app.applicant().post("/v1/poles", &pole()).await.expect(201).id());
    }
    for sort in ["code", "-name", "updated_at"] {
        let mut seen = Vec::new();
        let mut next = String::new();
        loop {
            let path =
                format!("/v1/poles?owner=me&area=mechanics&q=meccatr&limit=3&sort={sort}{next}");
            let page = app.applicant().get(&path).await.expect(200);
            let items = page.body["items"].as_array().unwrap();
            seen.extend(items.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
            match page.body["next_cursor"].as_str() {
                Some(cursor) => next = format!("&cursor={cursor}"),
                None => break,
            }
        }
        seen.sort();
        made.sort();
        assert_eq!(seen, made, "{sort}");
    }
}

async fn a_parameter_that_cannot_be_is_named(app: TestApp) {
    for (query, fault) in [
        ("wrong=1", "/wrong unknown_property"),
        ("limit=0", "/limit minimum"),
        ("limit=101", "/limit maximum"),
        ("limit=ten", "/limit type"),
        ("area=x", "/area enum"),
        ("area=culture&area=culture", "/area repeated"),
        ("cursor=abc", "/cursor cursor"),
    ] {
        let answer = app.anonymous().get(&format!("/v1/poles?{query}")).await;
        assert_eq!(answer.expect_problem(400, "malformed-parameter").faults(), [fault]);
    }
}
