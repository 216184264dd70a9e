//! The trace id of a request (W3C Trace Context).

/// 32 hexadecimal digits.
#[derive(Clone, Debug)]
pub(super) struct TraceId(pub(super) String);
