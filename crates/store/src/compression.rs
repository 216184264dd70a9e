//! Compressed texts, in zlib's format (RFC 1950).

use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

use crate::db::StoreError;

/// Compresses a text.
pub(crate) fn compressed(text: &str) -> Result<Vec<u8>, StoreError> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    let written = encoder.write_all(text.as_bytes()).and_then(|()| encoder.finish());
    written.map_err(|error| StoreError::corrupt("compression", error))
}

/// The text that was compressed.
pub(crate) fn decompressed(bytes: &[u8]) -> Result<String, StoreError> {
    let mut text = String::new();
    let read = ZlibDecoder::new(bytes).read_to_string(&mut text);
    read.map_err(|error| StoreError::corrupt("compression", error))?;
    Ok(text)
}
