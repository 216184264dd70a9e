//! The receipt as a page to print, in Italian.

use chrono::{DateTime, Utc};
use ptp_domain::calendar::in_rome;

use super::document::Receipt;

/// The contents of the page.
pub(crate) struct Shown<'a> {
    /// The receipt.
    pub(crate) receipt: &'a Receipt,
    /// The title of the call at the time.
    pub(crate) call: &'a str,
    /// The name of the pole at the time.
    pub(crate) pole: &'a str,
    /// The instant of receipt.
    pub(crate) received_at: DateTime<Utc>,
    /// The opening of the window at the time.
    pub(crate) opens_at: DateTime<Utc>,
    /// The closing of the window at the time.
    pub(crate) closes_at: DateTime<Utc>,
}

/// The page. It is self-contained: no scripts, style sheets or images.
pub(crate) fn html(shown: &Shown<'_>) -> String {
    let Shown { receipt, call, pole, received_at, opens_at, closes_at } = shown;
    let claims = &receipt.claims;
    let rows = [
        ("Protocollo", claims.protocol.clone()),
        ("Ricevuta il", rome(*received_at)),
        ("Bando", format!("{} – {call}", claims.call_code)),
        ("Apertura del bando", rome(*opens_at)),
        ("Chiusura del bando", format!("{} (istante compreso)", rome(*closes_at))),
        ("Polo", format!("{} – {pole}", claims.pole_code)),
        ("Impronta SHA-256 della domanda", claims.snapshot_sha256.clone()),
    ];
    let rows: Vec<_> = rows
        .iter()
        .map(|(name, value)| {
            format!("<tr><th scope=\"row\">{name}</th><td>{}</td></tr>\n", escaped(value))
        })
        .collect();
    let rows = rows.concat();
    format!(
        "<!DOCTYPE html>\n<html lang=\"it\">\n<head>\n<meta charset=\"utf-8\">\n\
         <title>Ricevuta {protocol}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <h1>Ricevuta di presentazione della candidatura</h1>\n<table>\n{rows}</table>\n\
         <p>Fa fede l'istante in cui il server ha ricevuto la domanda. Questa ricevuta è firmata: \
         chiunque può verificarla con le chiavi pubblicate in /.well-known/jwks.json, oppure con \
         POST /v1/receipts/verifications.</p>\n<h2>Ricevuta firmata (JWS)</h2>\n\
         <p class=\"jws\">{jws}</p>\n</body>\n</html>\n",
        protocol = escaped(&claims.protocol),
        jws = escaped(&receipt.jws),
    )
}

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;\
    padding:0 1rem;color:#17324d}h1{font-size:1.5rem}h2{font-size:1.1rem}\
    table{border-collapse:collapse;width:100%}th,td{border:1px solid #5a768a;padding:.4rem .6rem;\
    text-align:left;vertical-align:top;overflow-wrap:anywhere}th{width:14rem}\
    .jws{font-family:monospace;font-size:.8rem;overflow-wrap:anywhere}";

/// An instant in Rome time, to the microsecond: a closing may be missed by less than a second.
fn rome(instant: DateTime<Utc>) -> String {
    in_rome(instant).format("%d/%m/%Y %H:%M:%S%.6f (%:z, Europe/Rome)").to_string()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
