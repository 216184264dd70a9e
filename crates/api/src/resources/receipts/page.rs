//! The receipt as a page to print, in Italian.

use ptp_domain::receipt::ReceiptAct;
use ptp_domain::sentence::{day_it, hour_it};
use ptp_http::page::escaped;
use ptp_http::wire::InstantText;

use super::document::Receipt;

/// The contents of the page.
pub(super) struct Shown<'a> {
    /// The receipt.
    pub(super) receipt: &'a Receipt,
    /// The title of the call at the time, if that is known.
    pub(super) call: Option<&'a str>,
    /// The name of the pole at the time, if that is known.
    pub(super) pole: Option<&'a str>,
    /// Where the service is reached: scheme and host, without a path.
    pub(super) base: &'a str,
}

/// The page. It is self-contained: no scripts, style sheets or images.
pub(super) fn html(shown: &Shown<'_>) -> String {
    let Shown { receipt, base, .. } = shown;
    let claims = &receipt.claims;
    let rows: Vec<_> = rows(shown)
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .map(|(name, value)| {
            format!("<tr><th scope=\"row\">{name}</th><td>{}</td></tr>\n", escaped(&value))
        })
        .collect();
    let rows = rows.concat();
    let is_application = is_application(receipt);
    let title = if is_application {
        "Ricevuta di presentazione della candidatura"
    } else {
        "Ricevuta di presentazione"
    };
    let what = if is_application { "la domanda" } else { "l'atto" };
    format!(
        "<!DOCTYPE html>\n<html lang=\"it\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Ricevuta {protocol}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <h1>{title}</h1>\n<table>\n{rows}</table>\n\
         <p>Fa fede l'istante in cui il servizio ha ricevuto {what}. Questa ricevuta è firmata: \
         chiunque può verificarla con le chiavi pubblicate in \
         {base}/.well-known/jwks.json, oppure con una richiesta POST a \
         {base}/v1/receipts/verifications.</p>\n<h2>Ricevuta firmata (JWS)</h2>\n\
         <p class=\"jws\">{jws}</p>\n</body>\n</html>\n",
        protocol = escaped(&claims.protocol),
        base = escaped(base),
        jws = escaped(&receipt.jws),
    )
}

/// What stands in the table; without a value, nothing does.
fn rows(shown: &Shown<'_>) -> Vec<(&'static str, Option<String>)> {
    let claims = &shown.receipt.claims;
    let text = |text: &Option<_>| {
        text.as_ref().map(|text: &crate::cases::party::LocalizedText| text.it.0.clone())
    };
    let hour = |instant: &InstantText| instant.instant().map(hour_it);
    let named = |code: &str, name: Option<&str>| match name {
        Some(name) => format!("{code} – {name}"),
        None => code.to_owned(),
    };
    let office = claims.office.as_ref();
    let due_on = claims.due_on.as_ref().and_then(|day| day.0.parse().ok()).map(day_it);
    let presented =
        if is_application(shown.receipt) { "Domanda presentata" } else { "Atto presentato" };
    vec![
        ("Amministrazione", claims.administration.as_ref().map(|name| name.0.clone())),
        ("Oggetto", text(&claims.object)),
        // Not the register of documents (DPR 445/2000, art. 53): that is the Region's.
        ("Numero di registrazione PTP", Some(claims.protocol.clone())),
        (presented, hour(&claims.received_at)),
        ("Bando", claims.call_code.as_deref().map(|code| named(code, shown.call))),
        ("Apertura del bando", claims.opens_at.as_ref().and_then(hour)),
        (
            "Scadenza del bando",
            claims
                .closes_at
                .as_ref()
                .and_then(hour)
                .map(|closing| format!("{closing} (istante compreso)")),
        ),
        ("Polo", Some(named(&claims.pole_code, shown.pole))),
        ("Ufficio", office.and_then(|office| office.name.as_ref()).map(|name| name.0.clone())),
        (
            "PEC o posta elettronica",
            office.and_then(|office| office.email.as_ref()).map(|email| email.0.clone()),
        ),
        ("Responsabile del procedimento", claims.responsible.as_ref().map(|name| name.0.clone())),
        ("Termine per la decisione", due_on),
        ("Silenzio dell'ufficio", text(&claims.on_silence)),
        ("Rimedi", text(&claims.remedy)),
        ("Accesso agli atti", text(&claims.access)),
        ("Indirizzo degli atti", claims.file.as_ref().map(|url| url.0.clone())),
        ("Impronta SHA-256 della domanda", claims.snapshot_sha256.clone()),
        ("Impronta SHA-256 di quanto presentato", claims.content_sha256.clone()),
        ("Sale dell'impronta", shown.receipt.content_salt.clone()),
    ]
}

fn is_application(receipt: &Receipt) -> bool {
    receipt.claims.act.is_none_or(|act| act.0 == ReceiptAct::Application)
}

/// The style of the page, which its policy names by its digest.
pub(super) const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;\
    padding:0 1rem;color:#17324d}h1{font-size:1.5rem}h2{font-size:1.1rem}\
    table{border-collapse:collapse;width:100%}th,td{border:1px solid #5a768a;padding:.4rem .6rem;\
    text-align:left;vertical-align:top;overflow-wrap:anywhere}th{width:14rem}\
    .jws{font-family:monospace;font-size:.8rem;overflow-wrap:anywhere}";
