//! A body that is the same for everybody, compressed once.

use std::io::Write as _;

use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::accept::takes_gzip;
use crate::digest::short_digest;
use crate::etag::{CODING_SUFFIX, is_known_as};

/// A body, its compressed form and its entity tag.
#[derive(Debug)]
pub struct Rendition {
    media_type: String,
    plain: Bytes,
    gzip: Bytes,
    tag: String,
}

impl Rendition {
    /// Compresses a body.
    ///
    /// # Errors
    ///
    /// It cannot be compressed (a bug).
    pub fn new(media_type: impl Into<String>, plain: impl Into<Bytes>) -> std::io::Result<Self> {
        let plain = plain.into();
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&plain)?;
        let gzip = encoder.finish()?.into();
        Ok(Self { media_type: media_type.into(), tag: short_digest(&plain), plain, gzip })
    }

    /// The body as it is.
    #[must_use]
    pub fn plain(&self) -> &[u8] {
        &self.plain
    }

    /// The body in a coding that the caller accepts; 304 if the caller has it already.
    #[must_use]
    pub fn response(&self, request: &HttpRequest, caching: &'static str) -> HttpResponse {
        let takes_gzip = takes_gzip(request);
        let (body, suffix) =
            if takes_gzip { (&self.gzip, CODING_SUFFIX) } else { (&self.plain, "") };
        let tag = format!("\"{}{suffix}\"", self.tag);
        let is_known = is_known_as(request, &tag);
        let mut response = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
        response
            .insert_header((header::ETAG, tag))
            .insert_header((header::CACHE_CONTROL, caching))
            .insert_header((header::VARY, "Accept-Encoding"));
        if is_known {
            return response.finish();
        }
        // `Content-Encoding: identity` would be wrong, but without any coding the compression layer
        // would compress it again.
        if takes_gzip {
            response.insert_header((header::CONTENT_ENCODING, "gzip"));
        }
        response.content_type(self.media_type.as_str()).body(body.clone())
    }
}
