//! Schemas composed of others.

use utoipa::openapi::schema::AdditionalProperties;
use utoipa::openapi::{Object, RefOr, Schema};

/// One closed object schema with the properties of several; the last one wins.
///
/// It describes what serde flattens. `optional` lists properties that a part requires and the whole
/// does not.
pub fn joined(
    description: &str,
    parts: impl IntoIterator<Item = RefOr<Schema>>,
    optional: &[&str],
) -> RefOr<Schema> {
    let mut whole = Object::new();
    for part in parts {
        if let RefOr::T(Schema::Object(part)) = part {
            whole.properties.extend(part.properties);
            whole.required.extend(part.required);
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    whole.required.retain(|name| !optional.contains(&name.as_str()) && seen.insert(name.clone()));
    whole.description = Some(description.to_owned());
    whole.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
    Schema::Object(whole).into()
}

/// Implements `ToSchema` for a flattened type by joining its parts.
#[macro_export]
macro_rules! flattened {
    ($Type:ty as $name:literal: $description:literal, [$($Part:ty),+ $(,)?]) => {
        $crate::flattened!($Type as $name: $description, [$($Part),+], optional &[]);
    };
    ($Type:ty as $name:literal: $description:literal, [$($Part:ty),+ $(,)?], optional $optional:expr) => {
        impl utoipa::PartialSchema for $Type {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                $crate::wire::joined(
                    $description,
                    [$(<$Part as utoipa::PartialSchema>::schema()),+],
                    $optional,
                )
            }
        }

        impl utoipa::ToSchema for $Type {
            fn name() -> std::borrow::Cow<'static, str> {
                std::borrow::Cow::Borrowed($name)
            }

            fn schemas(
                schemas: &mut Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::Schema>)>,
            ) {
                $(<$Part as utoipa::ToSchema>::schemas(schemas);)+
            }
        }
    };
}
