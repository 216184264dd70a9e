//! The HTTP semantics of operations.

/// An operation of the API, as a type.
pub trait Operation: 'static {
    /// Its `operationId`.
    const ID: &'static str;
    /// What it does to the resource.
    const KIND: Kind;
    /// A media type that it can respond with, besides JSON.
    const ALSO: Option<&'static str> = None;
}

/// What an operation does to its resource; its request and response headers follow from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Reads a stored resource, with an entity tag.
    Read,
    /// Computes a response on each request, without an entity tag.
    Compute,
    /// Queries by a body; stores nothing.
    Search,
    /// Creates a resource.
    Create,
    /// Takes a step of a state machine, on the version given in `If-Match`.
    Step,
    /// Changes or deletes a resource, on the version given in `If-Match`.
    Change,
}

impl Kind {
    /// Whether it writes.
    #[must_use]
    pub const fn writes(self) -> bool {
        matches!(self, Self::Create | Self::Step | Self::Change)
    }

    /// Whether it requires `If-Match`.
    #[must_use]
    pub const fn needs_version(self) -> bool {
        matches!(self, Self::Step | Self::Change)
    }

    /// Whether it takes an `Idempotency-Key`; operations with `If-Match` need none.
    #[must_use]
    pub const fn takes_key(self) -> bool {
        matches!(self, Self::Create | Self::Step)
    }
}
