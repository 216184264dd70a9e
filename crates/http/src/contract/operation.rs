//! What an operation is, as far as HTTP is concerned.

/// An operation of the API, as a type.
pub trait Operation: 'static {
    /// Its `operationId`.
    const ID: &'static str;
    /// What it does to the resource.
    const KIND: Kind;
    /// A media type that it answers with beside JSON.
    const ALSO: Option<&'static str> = None;
}

/// What an operation does to its resource: which headers it takes and gives follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Shows what is stored, under a tag.
    Read,
    /// Shows what is made anew at each request, without a tag.
    Compute,
    /// Asks something by a body; nothing is stored.
    Search,
    /// Creates a resource.
    Create,
    /// Takes a step of a state machine, on a version that was seen.
    Step,
    /// Changes or removes a resource, on a version that was seen.
    Change,
}

impl Kind {
    /// Whether it writes.
    #[must_use]
    pub const fn writes(self) -> bool {
        matches!(self, Self::Create | Self::Step | Self::Change)
    }

    /// Whether it needs `If-Match`.
    #[must_use]
    pub const fn needs_version(self) -> bool {
        matches!(self, Self::Step | Self::Change)
    }

    /// Whether a retry may be told by `Idempotency-Key`; what changes on a version needs none.
    #[must_use]
    pub const fn takes_key(self) -> bool {
        matches!(self, Self::Create | Self::Step)
    }
}
