//! The receipt as a page to print, in Italian.

use chrono::{DateTime, Utc};
use ptp_domain::sentence::hour_it;

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
    /// Where the service is reached: scheme and host, without a path.
    pub(crate) base: &'a str,
}

/// The page. It is self-contained: no scripts, style sheets or images.
pub(crate) fn html(shown: &Shown<'_>) -> String {
    let Shown { receipt, call, pole, received_at, opens_at, closes_at, base } = shown;
    let claims = &receipt.claims;
    let rows = [
        // Not the register of documents (DPR 445/2000, art. 53): that is the Region's.
        ("Numero di registrazione PTP", claims.protocol.clone()),
        ("Domanda presentata", hour_it(*received_at)),
        ("Bando", format!("{} – {call}", claims.call_code)),
        ("Apertura del bando", hour_it(*opens_at)),
        ("Scadenza del bando", format!("{} (istante compreso)", hour_it(*closes_at))),
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
         <p>Fa fede l'istante in cui il servizio ha ricevuto la domanda. Questa ricevuta è firmata: chiunque può verificarla con le chiavi pubblicate in \
         {base}/.well-known/jwks.json, oppure con una richiesta POST a \
         {base}/v1/receipts/verifications.</p>\n<h2>Ricevuta firmata (JWS)</h2>\n\
         <p class=\"jws\">{jws}</p>\n</body>\n</html>\n",
        protocol = escaped(&claims.protocol),
        base = escaped(base),
        jws = escaped(&receipt.jws),
    )
}

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;\
    padding:0 1rem;color:#17324d}h1{font-size:1.5rem}h2{font-size:1.1rem}\
    table{border-collapse:collapse;width:100%}th,td{border:1px solid #5a768a;padding:.4rem .6rem;\
    text-align:left;vertical-align:top;overflow-wrap:anywhere}th{width:14rem}\
    .jws{font-family:monospace;font-size:.8rem;overflow-wrap:anywhere}";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
