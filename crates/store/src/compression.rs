//! Compressed texts, in zlib's format (RFC 1950), with a dictionary that is agreed on beforehand: what
//! is kept says the same with other names and dates over and over, and takes a fifth of the space.

use std::fmt;
use std::io::{Read as _, Write as _};

use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use flate2::{Compress, Compression, Decompress, FlushDecompress};

use crate::db::StoreError;

/// Texts such as those that are kept: a pole with its members, and a snapshot; all made up.
///
/// It never changes, since what was compressed with it is read with it. For another one there has to be
/// a release that reads it before the first one that writes it; the text names the one it needs.
const DICTIONARY: &[u8] = include_bytes!("../data/dictionary-1.txt");

/// The header of a text that needs a dictionary, with the checksum of that (RFC 1950, 2.2).
const HEADER: usize = 6;

/// The bit in the second byte that says that a dictionary is needed: FDICT.
const NEEDS_DICTIONARY: u8 = 0x20;

/// Compresses a text.
pub(crate) fn compressed(text: &str) -> Result<Vec<u8>, StoreError> {
    let mut compress = Compress::new(Compression::default(), true);
    compress.set_dictionary(DICTIONARY).map_err(fault)?;
    let mut encoder = ZlibEncoder::new_with_compress(Vec::new(), compress);
    encoder.write_all(text.as_bytes()).and_then(|()| encoder.finish()).map_err(fault)
}

/// The text that was compressed, with the dictionary or, as before there was one, without.
pub(crate) fn decompressed(bytes: &[u8]) -> Result<String, StoreError> {
    let mut decompress = Decompress::new(true);
    let needs_one = bytes.get(1).is_some_and(|flags| flags & NEEDS_DICTIONARY != 0);
    let rest = match bytes.split_at_checked(HEADER).filter(|_| needs_one) {
        None => bytes,
        Some((header, rest)) => {
            // The header alone is an error that asks for the dictionary.
            let asked = decompress.decompress(header, &mut [], FlushDecompress::None);
            asked.err().ok_or_else(|| fault("a header without a dictionary"))?;
            decompress.set_dictionary(DICTIONARY).map_err(fault)?;
            rest
        }
    };
    let mut text = String::new();
    let mut decoder = ZlibDecoder::new_with_decompress(rest, decompress);
    decoder.read_to_string(&mut text).map_err(fault)?;
    Ok(text)
}

fn fault(error: impl fmt::Display) -> StoreError {
    StoreError::corrupt("compression", error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::digest::{SHA256, digest};

    #[test]
    fn what_is_compressed_is_read_again() {
        let long = "à una riga che si ripete\n".repeat(5_000);
        for text in ["", "{}", "perché", long.as_str()] {
            assert_eq!(decompressed(&compressed(text).unwrap()).unwrap(), text);
        }
    }

    #[test]
    fn what_was_compressed_without_a_dictionary_is_read_too() {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all("perché".as_bytes()).unwrap();
        assert_eq!(decompressed(&encoder.finish().unwrap()).unwrap(), "perché");
    }

    #[test]
    fn what_is_cut_or_altered_is_not_read() {
        let good = compressed(&"testo ".repeat(100)).unwrap();
        for length in 0..good.len() {
            assert!(decompressed(&good[..length]).is_err(), "{length}");
        }
        for index in 0..HEADER {
            let mut altered = good.clone();
            altered[index] ^= 1;
            assert!(decompressed(&altered).is_err(), "{index}");
        }
    }

    /// Whatever was compressed with it could not be read any more.
    #[test]
    fn the_dictionary_never_changes() {
        let known = "53184a2f6c16a8dc15804c49fa2d62515c8e1d4a8cd341d1eab50f57071f1fb8";
        assert_eq!(hex::encode(digest(&SHA256, DICTIONARY)), known);
    }
}
