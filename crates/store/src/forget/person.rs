//! Erases a person, wherever one stands.

use ptp_domain::identifier::TaxCode;
use ptp_domain::policy::Owner;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use serde_json::Value;

use super::said::{communications_about, requests_about};
use crate::db::{StoreError, Tx, Write};
use crate::entity::{
    application, change_request, communication, determination, idempotency, member, pole,
    pole_person, receipt,
};
use crate::event::{has_code, is_person};

/// The body that is replayed to a retry instead of one that named the person: the effect is still
/// there once, under its address.
const EMPTY: &str = "{}";

impl Tx<Write> {
    /// Erases a person's identity from the events they caused, the steps they took, the
    /// applications they were responsible for and the determinations they made, from the audiences
    /// of events, kept answers, versions of poles and receipts, and the keys of the digests in
    /// snapshots and of what was presented. Officials and the owners of what an event is about still
    /// see it. The hash chain stays valid, since it covers none of these.
    ///
    /// Poles and applications that the person owns, and poles that they are a member of, are
    /// unchanged: transfer or delete them first. Requests about them that wait for a decision keep
    /// what they cannot do without until they are decided.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn forget(&self, person: &Owner) -> Result<(), StoreError> {
        self.forget_in_events(person).await?;
        {
            use application::Column::{Id, Taken};
            self.forget_bearers::<application::Entity>(Id, Taken, person).await?;
        }
        {
            use change_request::Column::{Id, Taken};
            self.forget_bearers::<change_request::Entity>(Id, Taken, person).await?;
        }
        {
            use communication::Column::{Answer, FiledBy, Id};
            self.forget_bearers::<communication::Entity>(Id, FiledBy, person).await?;
            self.forget_bearers::<communication::Entity>(Id, Answer, person).await?;
        }
        let known_as = self.forget_in_assignments(person).await?;
        self.forget_in_receipts(person, &known_as).await?;
        self.forget_in_answers(person, known_as).await?;
        if let Owner::Organisation(code) = person {
            // First, while requests and communications still say that they are about the person.
            self.forget_salts(code).await?;
            self.forget_in_changes(code).await?;
            self.forget_in_reorganisations(code).await?;
        }
        let named =
            is_person(person, determination::Column::Issuer, determination::Column::Subject);
        determination::Entity::update_many()
            .set(determination::ActiveModel { subject: Set(String::new()), ..Default::default() })
            .filter(named)
            .exec(&self.db)
            .await?;
        let mut persons =
            is_person(person, pole_person::Column::Issuer, pole_person::Column::Subject);
        if let Owner::Organisation(code) = person {
            persons =
                Condition::any().add(persons).add(pole_person::COLUMN.tax_code.eq(code.as_str()));
        }
        pole_person::Entity::delete_many().filter(persons).exec(&self.db).await?;
        Ok(())
    }

    /// Empties the kept answers that name the person, as an official too: the keys stay, so that a
    /// retry has no second effect.
    pub(super) async fn forget_in_answers(
        &self,
        person: &Owner,
        names: Vec<String>,
    ) -> Result<(), StoreError> {
        let mut texts = names;
        if let Owner::Subject { subject, .. } = person {
            texts.push(subject.clone());
        }
        if let Owner::Organisation(code) = person {
            // As it was sent, in either case.
            idempotency::Entity::update_many()
                .set(emptied())
                .filter(has_code(idempotency::Column::Answer, code))
                .exec(&self.db)
                .await?;
            let names: Vec<String> = member::Entity::find()
                .select_only()
                .column(member::Column::Name)
                .filter(member::COLUMN.tax_code.eq(code.as_str()))
                .into_tuple()
                .all(&self.db)
                .await?;
            let kept: Vec<String> = pole_person::Entity::find()
                .select_only()
                .column(pole_person::Column::Text)
                .filter(pole_person::COLUMN.tax_code.eq(code.as_str()))
                .into_tuple()
                .all(&self.db)
                .await?;
            texts.extend(names);
            texts.extend(kept);
        }
        texts.sort_unstable();
        texts.dedup();
        for text in texts.iter().filter(|text| !text.is_empty()) {
            // As it stands in JSON, without the quotes.
            let quoted = Value::from(text.as_str()).to_string();
            let quoted = quoted.trim_matches('"').to_owned();
            let answer = Expr::col(idempotency::Column::Answer);
            let without = Func::cust("replace").args([answer.clone(), quoted.into(), "".into()]);
            idempotency::Entity::update_many()
                .set(emptied())
                .filter(answer.ne(Expr::from(without)))
                .exec(&self.db)
                .await?;
        }
        Ok(())
    }

    /// Erases the keys of the digests of tax codes in the snapshots of poles that the person is or
    /// was a member or the owner of, and of what was presented about them.
    async fn forget_salts(&self, code: &TaxCode) -> Result<(), StoreError> {
        let of_members = member::Entity::find()
            .select_only()
            .column(member::Column::PoleId)
            .filter(member::COLUMN.tax_code.eq(code.as_str()));
        let of_versions = pole_person::Entity::find()
            .select_only()
            .column(pole_person::Column::PoleId)
            .filter(pole_person::COLUMN.tax_code.eq(code.as_str()));
        let owned = pole::Entity::find()
            .select_only()
            .column(pole::Column::Id)
            .filter(pole::COLUMN.owner_tax_code.eq(code.as_str()));
        let poles = [of_members.into_query(), of_versions.into_query(), owned.into_query()];
        let mut concerned = Condition::any();
        let mut presented = Condition::any();
        for those in poles {
            concerned = concerned.add(application::Column::PoleId.in_subquery(those.clone()));
            presented = presented.add(receipt::Column::PoleId.in_subquery(those));
        }
        let requests = change_request::Entity::find()
            .select_only()
            .column(change_request::Column::Id)
            .filter(requests_about(code));
        let communications = communication::Entity::find()
            .select_only()
            .column(communication::Column::Id)
            .filter(communications_about(code));
        let presented = presented
            .add(receipt::Column::ChangeRequestId.in_subquery(requests.into_query()))
            .add(receipt::Column::CommunicationId.in_subquery(communications.into_query()));
        self.forget_contents(presented).await?;
        application::Entity::update_many()
            .set(application::ActiveModel { salt: Set(None), ..Default::default() })
            .filter(concerned)
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

/// What a kept answer is replaced with.
fn emptied() -> idempotency::ActiveModel {
    idempotency::ActiveModel { answer: Set(EMPTY.to_owned()), ..Default::default() }
}
