//! A word of a vocabulary on the wire: its code, nothing else.

use std::borrow::Cow;

use ptp_domain::accreditation::Section;
use ptp_domain::activity_plan::{ActionKind, Objective};
use ptp_domain::application::{self, ApplicationStatus};
use ptp_domain::area::Area;
use ptp_domain::area::correspondence::Strength;
use ptp_domain::calendar::Anniversary;
use ptp_domain::call::{CallStatus, Phase, ProcedureFrom, Purpose};
use ptp_domain::event::EventKind;
use ptp_domain::identifier::AtecoClassification;
use ptp_domain::member::{MemberKind, SchoolStatus};
use ptp_domain::party::{ActKind, ContactRole};
use ptp_domain::pole::PoleStatus;
use ptp_domain::policy::{Action, Role};
use ptp_domain::rules::ruleset::{Binds, Leeway, RulesetId, SeniorityBound};
use ptp_domain::rules::{Outcome, Rule, Slot, Verdict};
use ptp_domain::study_track::{NameBasis, Provider};
use ptp_domain::vocabulary::Vocabulary;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use utoipa::openapi::extensions::{Extensions, ExtensionsBuilder};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use super::leaf::{Leaf, word};
use super::reading::{Read, Reading};

/// A word of the vocabulary `V`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Coded<V>(pub V);

impl<V: Vocabulary> Serialize for Coded<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.code())
    }
}

impl<'de, V: Vocabulary> Deserialize<'de> for Coded<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = Cow::<str>::deserialize(deserializer)?;
        V::from_code(&code).map(Self).map_err(D::Error::custom)
    }
}

impl<V: Vocabulary> PartialSchema for Coded<V> {
    fn schema() -> RefOr<Schema> {
        let labels: Vec<_> =
            V::ALL.iter().map(|word| format!("`{}`: {}", word.code(), word.label().it)).collect();
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(labels.join("; ")))
            .enum_values(Some(V::ALL.iter().map(|word| word.code())))
            .extensions(names_of_numbers::<V>())
            .into()
    }
}

/// Names for words that are numbers, for code that is generated: `2025` is `ateco_2025`.
fn names_of_numbers<V: Vocabulary>() -> Option<Extensions> {
    let is_number = |word: &V| word.code().starts_with(|first: char| first.is_ascii_digit());
    let prefix = V::NAME.split('_').next()?;
    let names: Vec<_> = V::ALL.iter().map(|word| format!("{prefix}_{}", word.code())).collect();
    let extensions = ExtensionsBuilder::new().add("x-enum-varnames", names).build();
    V::ALL.iter().any(is_number).then_some(extensions)
}

impl<V: Vocabulary> ToSchema for Coded<V> {
    fn name() -> Cow<'static, str> {
        Cow::Owned(pascal_case(V::NAME))
    }
}

/// `member_kind` to `MemberKind`: what the contract calls a vocabulary.
fn pascal_case(name: &str) -> String {
    name.split('_')
        .flat_map(|word| {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters)
        })
        .collect()
}

// utoipa reads generic arguments as schemas, so the contract needs a name for each.
macro_rules! coded {
    ($($Alias:ident = $Word:ty;)+) => {
        $(
            #[doc = concat!("The code of a [`", stringify!($Word), "`].")]
            pub(crate) type $Alias = Coded<$Word>;

            impl Leaf for $Word {
                fn read(reading: &mut Reading<'_>) -> Read<Self> {
                    word(reading)
                }
            }
        )+
    };
}

coded! {
    ActKindCode = ActKind;
    ActionCode = Action;
    ActionKindCode = ActionKind;
    AnniversaryCode = Anniversary;
    ApplicationStatusCode = ApplicationStatus;
    ApplicationStepCode = application::Step;
    AreaCode = Area;
    AtecoClassificationCode = AtecoClassification;
    BindsCode = Binds;
    CallStatusCode = CallStatus;
    ContactRoleCode = ContactRole;
    EventKindCode = EventKind;
    LeewayCode = Leeway;
    MemberKindCode = MemberKind;
    NameBasisCode = NameBasis;
    ObjectiveCode = Objective;
    OutcomeCode = Outcome;
    PhaseCode = Phase;
    PoleStatusCode = PoleStatus;
    ProcedureFromCode = ProcedureFrom;
    ProcedurePeriodCode = application::Why;
    ProviderCode = Provider;
    PurposeCode = Purpose;
    RoleCode = Role;
    RuleCode = Rule;
    RulesetCode = RulesetId;
    SchoolStatusCode = SchoolStatus;
    SectionCode = Section;
    SeniorityBoundCode = SeniorityBound;
    SlotCode = Slot;
    StrengthCode = Strength;
    VerdictCode = Verdict;
}
