//! The statements of the three operations, compiled for each database.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use ptp_clock::Clock;
use serde_json::{Value, json};
use sqlx::types::Json;
use sqlx::{QueryBuilder, Row as _, query};
use uuid::Uuid;

use super::super::document::{Application, Member, Pole, School, Shown, Stored, Submission};
use super::super::event::Event;
use super::super::freeze::{Call, Frozen, freeze, version_of};
use super::super::{Baseline, OWNER};
use super::{Database, Db, Row, Transaction};

type Result<T> = sqlx::Result<T>;

impl Database {
    /// Inserts a pole with its members.
    pub(in super::super) async fn create(
        &self,
        clock: &Clock,
        mut pole: Pole,
    ) -> Result<Stored<Shown>> {
        let (id, at) = (clock.new_id(), clock.now());
        let stored = |member| Stored::created(clock.new_id(), member, at);
        let members: Vec<_> = std::mem::take(&mut pole.members).into_iter().map(stored).collect();
        let mut tx = self.begin().await?;
        let code = format!("PTP-2027-{:04}", self.next_code(&mut tx).await?);
        query(
            "INSERT INTO pole (id, code, status, owner_tax_code, life, name, area, \
             production_chain, province, description, network_agreement, activity_plan, contacts, \
             folded_name, folded, version, created_at, updated_at) \
             VALUES ($1, $2, 'draft', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1, $15, $15)",
        )
        .bind(id)
        .bind(&code)
        .bind(OWNER)
        .bind(Json([(); 0]))
        .bind(&pole.name)
        .bind(&pole.area)
        .bind(&pole.production_chain)
        .bind(&pole.province)
        .bind(&pole.description)
        .bind(pole.network_agreement.as_ref().map(Json))
        .bind(pole.activity_plan.as_ref().map(Json))
        .bind(Json(&pole.contacts))
        .bind(format!(" {}", pole.name.to_lowercase()))
        .bind(format!(" {code} {}", pole.name).to_lowercase())
        .bind(at)
        .execute(&mut *tx)
        .await?;
        insert_members(&mut tx, id, &members).await?;
        let event = Event::of(clock, at, "pole_created", ("pole", id, 1));
        self.commit(tx, vec![event]).await?;
        let value = Shown { code, status: "draft", owner: OWNER.to_owned(), pole, members };
        Ok(Stored::created(id, value, at))
    }

    /// Adds a member to a draft.
    pub(in super::super) async fn add(
        &self,
        clock: &Clock,
        pole: Uuid,
        member: Member,
    ) -> Result<Stored<Member>> {
        let at = clock.now();
        let member = Stored::created(clock.new_id(), member, at);
        let mut tx = self.begin().await?;
        let row = query(
            "UPDATE pole SET version = version + 1, updated_at = $1 \
             WHERE id = $2 AND status = 'draft' AND owner_tax_code = $3 RETURNING version",
        )
        .bind(at)
        .bind(pole)
        .bind(OWNER)
        .fetch_one(&mut *tx)
        .await?;
        self.is_new(&mut tx, pole, &member.value).await?;
        insert_members(&mut tx, pole, std::slice::from_ref(&member)).await?;
        let event = Event {
            member: Some((member.id, 1)),
            changed: vec!["members".to_owned()],
            ..Event::of(clock, at, "member_added", ("pole", pole, row.try_get(0)?))
        };
        self.commit(tx, vec![event]).await?;
        Ok(member)
    }

    /// Nobody is a member twice, and a pole has so many members at most: the service promises both.
    async fn is_new(&self, tx: &mut Transaction, pole: Uuid, member: &Member) -> Result<()> {
        let others = query(
            "SELECT tax_code, kind, joined_on, left_on, profile FROM member WHERE pole_id = $1",
        )
        .bind(pole)
        .fetch_all(&mut **tx)
        .await?;
        let mut is_new = others.len() < MOST_MEMBERS;
        for other in &others {
            let left_on: Option<NaiveDate> = other.try_get(3)?;
            let Json(profile) = other.try_get::<Json<Value>, _>(4)?;
            let is_same = other.try_get::<String, _>(0)? == member.tax_code
                || same_code(&profile["company"]["rea"], member.company.as_ref(), "rea")
                || member.school.as_ref().is_some_and(|school| {
                    let code = &profile["school"]["institution_code"];
                    code.is_string() && code.as_str() == school.institution_code.as_deref()
                });
            is_new &= !is_same || left_on.is_some_and(|left_on| left_on < member.joined_on);
        }
        if is_new { Ok(()) } else { Err(sqlx::Error::RowNotFound) }
    }

    /// Receives an application: the draft becomes a candidate.
    pub(in super::super) async fn submit(
        &self,
        baseline: &Baseline,
        submission: &Submission,
    ) -> Result<Application> {
        let (clock, pole_id) = (&baseline.clock, submission.pole_id);
        let received_at = clock.now();
        let mut tx = self.begin().await?;
        let call = query("SELECT code, title_it, opens_at, closes_at FROM call WHERE id = $1")
            .bind(submission.call_id)
            .fetch_one(&mut *tx)
            .await?;
        let call = Call {
            code: call.try_get(0)?,
            title: call.try_get(1)?,
            opens_at: call.try_get(2)?,
            closes_at: call.try_get(3)?,
        };
        let pole = query(
            "UPDATE pole SET status = 'candidate', version = version + 1, \
             kept_version = version + 1, updated_at = $1 WHERE id = $2 AND status = 'draft' RETURNING code, name, area, production_chain, \
             province, description, network_agreement, activity_plan, contacts, version, created_at, \
             updated_at",
        )
        .bind(received_at)
        .bind(pole_id)
        .fetch_one(&mut *tx)
        .await?;
        let members = query(
            "SELECT id, kind, name, tax_code, province, municipality, joined_on, profile, \
             study_tracks, accreditations, contacts, version, created_at, updated_at \
             FROM member WHERE pole_id = $1 ORDER BY id",
        )
        .bind(pole_id)
        .fetch_all(&mut *tx)
        .await?;
        let pole = read_pole(pole_id, &pole, &members)?;
        let number: i64 = query(
            "INSERT INTO counter (series, year, value) VALUES ('application', 2027, 1) \
             ON CONFLICT (series, year) DO UPDATE SET value = counter.value + 1 RETURNING value",
        )
        .fetch_one(&mut *tx)
        .await?
        .try_get(0)?;
        let starts_on = received_at.date_naive();
        let application = Application {
            id: clock.new_id(),
            protocol: format!("PTP/2027/{number:07}"),
            status: "submitted",
            call_id: submission.call_id,
            pole_id,
            owner: OWNER.to_owned(),
            received_at,
            reference_date: call.closes_at.date_naive(),
            starts_on,
            due_on: starts_on + TimeDelta::days(30),
            steps: Vec::new(),
            version: 1,
        };
        let frozen = freeze(baseline, &application, &call, &pole)?;
        insert_application(&mut tx, &application, frozen).await?;
        let (content, digest) = version_of(&pole)?;
        query(
            "INSERT INTO pole_version (pole_id, version, at, is_public, is_whole, content) \
             VALUES ($1, $2, $3, FALSE, TRUE, $4)",
        )
        .bind(pole_id)
        .bind(pole.version)
        .bind(received_at)
        .bind(content)
        .execute(&mut *tx)
        .await?;
        let candidate = ("pole", pole_id, pole.version);
        let received = ("application", application.id, 1);
        let events = vec![
            Event {
                changed: vec!["status".to_owned()],
                content: Some(digest),
                ..Event::of(clock, received_at, "pole_submitted", candidate)
            },
            Event::of(clock, received_at, "application_submitted", received),
        ];
        self.commit(tx, events).await?;
        Ok(application)
    }
}

/// As in the contract.
const MOST_MEMBERS: usize = 500;

fn same_code(code: &Value, company: Option<&Value>, name: &str) -> bool {
    code.is_string() && company.is_some_and(|company| company[name] == *code)
}

async fn insert_application(
    tx: &mut Transaction,
    application: &Application,
    frozen: Frozen,
) -> Result<()> {
    query(
        "INSERT INTO application (id, protocol, status, call_id, pole_id, purpose, \
         owner_tax_code, received_at, reference_date, starts_on, days, notice_required, taken, \
         due_on, snapshot_sha256, receipt, salt, version, created_at, updated_at) \
         VALUES ($1, $2, 'submitted', $3, $4, 'constitution', $5, $6, $7, $8, 30, TRUE, $9, \
         $10, $11, $12, $13, 1, $6, $6)",
    )
    .bind(application.id)
    .bind(&application.protocol)
    .bind(application.call_id)
    .bind(application.pole_id)
    .bind(&application.owner)
    .bind(application.received_at)
    .bind(application.reference_date)
    .bind(application.starts_on)
    .bind(Json([(); 0]))
    .bind(application.due_on)
    .bind(frozen.sha256)
    .bind(frozen.receipt)
    .bind(frozen.salt)
    .execute(&mut **tx)
    .await?;
    query("INSERT INTO application_snapshot (application_id, compressed) VALUES ($1, $2)")
        .bind(application.id)
        .bind(frozen.compressed)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

async fn insert_members(
    tx: &mut Transaction,
    pole: Uuid,
    members: &[Stored<Member>],
) -> Result<()> {
    let mut insert = QueryBuilder::<Db>::new(
        "INSERT INTO member (id, pole_id, kind, name, tax_code, province, municipality, joined_on, \
         profile, study_tracks, accreditations, contacts, version, created_at, updated_at) ",
    );
    insert.push_values(members, |mut row, Stored { id, value, version, created_at, .. }| {
        let profile = json!({"school": value.school, "company": value.company});
        row.push_bind(*id)
            .push_bind(pole)
            .push_bind(&value.kind)
            .push_bind(&value.name)
            .push_bind(&value.tax_code)
            .push_bind(&value.province)
            .push_bind(&value.municipality)
            .push_bind(value.joined_on)
            .push_bind(Json(profile))
            .push_bind(Json(&value.study_tracks))
            .push_bind(Json(&value.accreditations))
            .push_bind(Json(&value.contacts))
            .push_bind(*version)
            .push_bind(*created_at)
            .push_bind(*created_at);
    });
    insert.build().execute(&mut **tx).await?;
    let codes = members.iter().filter_map(|member| {
        Some((member.id, member.value.school.as_ref()?.institution_code.as_ref()?))
    });
    let codes: Vec<_> = codes.collect();
    if codes.is_empty() {
        return Ok(());
    }
    let mut insert = QueryBuilder::<Db>::new(
        "INSERT INTO member_school_code (pole_id, member_id, code, institution_prefix, series) ",
    );
    insert.push_values(codes, |mut row, (member, code)| {
        let prefix: String = code.chars().take(7).collect();
        row.push_bind(pole)
            .push_bind(member)
            .push_bind(code)
            .push_bind(prefix)
            .push_bind(None::<String>);
    });
    insert.build().execute(&mut **tx).await?;
    Ok(())
}

fn read_pole(id: Uuid, row: &Row, members: &[Row]) -> Result<Stored<Shown>> {
    let pole = Pole {
        name: row.try_get(1)?,
        area: row.try_get(2)?,
        production_chain: row.try_get(3)?,
        province: row.try_get(4)?,
        description: row.try_get(5)?,
        network_agreement: row.try_get::<Option<Json<Value>>, _>(6)?.map(|it| it.0),
        activity_plan: row.try_get::<Option<Json<Value>>, _>(7)?.map(|it| it.0),
        contacts: row.try_get::<Json<Vec<Value>>, _>(8)?.0,
        members: Vec::new(),
    };
    let members = members.iter().map(read_member).collect::<Result<_>>()?;
    let (code, owner) = (row.try_get(0)?, OWNER.to_owned());
    Ok(Stored {
        id,
        value: Shown { code, status: "candidate", owner, pole, members },
        version: row.try_get(9)?,
        created_at: row.try_get(10)?,
        updated_at: row.try_get(11)?,
    })
}

fn read_member(row: &Row) -> Result<Stored<Member>> {
    let list = |index: usize| Ok::<_, sqlx::Error>(row.try_get::<Json<Vec<Value>>, _>(index)?.0);
    let Json(mut profile) = row.try_get::<Json<Value>, _>(7)?;
    let school: Option<School> = serde_json::from_value(profile["school"].take())
        .map_err(|error| sqlx::Error::Decode(Box::new(error)))?;
    let joined_on: NaiveDate = row.try_get(6)?;
    let at: DateTime<Utc> = row.try_get(12)?;
    Ok(Stored {
        id: row.try_get(0)?,
        value: Member {
            kind: row.try_get(1)?,
            name: row.try_get(2)?,
            tax_code: row.try_get(3)?,
            province: row.try_get(4)?,
            municipality: row.try_get(5)?,
            joined_on,
            school,
            company: Some(profile["company"].take()).filter(|it| !it.is_null()),
            study_tracks: list(8)?,
            accreditations: list(9)?,
            contacts: list(10)?,
        },
        version: row.try_get(11)?,
        created_at: at,
        updated_at: row.try_get(13)?,
    })
}
