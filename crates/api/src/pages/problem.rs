//! The pages of the problem types: one each, and an index of all.

use ptp_domain::language::Language;
use ptp_domain::text::Text;
use ptp_domain::vocabulary::Vocabulary;
use ptp_http::page::{Page, escaped};
use ptp_http::problem::{PROBLEM_JSON, ProblemType};
use serde_json::to_string_pretty;

use crate::cases::catalogue::PROBLEM_TYPES;
use crate::cases::codes::{Explained, Place, codes_of};
use crate::contract::examples::problem;

/// The words of the pages.
struct Words {
    types: &'static str,
    lead: &'static str,
    status: &'static str,
    title: &'static str,
    all: &'static str,
    meaning: &'static str,
    example: &'static str,
    codes: &'static str,
    in_errors: &'static str,
    in_reason: &'static str,
    more: &'static str,
    code: &'static str,
    sentence: &'static str,
}

const fn words(language: Language) -> &'static Words {
    match language {
        Language::Italian => &Words {
            types: "Tipi di problema",
            lead: "Ogni rifiuto del servizio è un <code>application/problem+json</code> (RFC 9457): il suo \
                   <code>type</code> è uno di questi indirizzi.",
            status: "Stato HTTP",
            title: "Titolo",
            all: "Tutti i tipi di problema",
            meaning: "Che cosa è successo e che cosa fare",
            example: "Un esempio",
            codes: "I codici",
            in_errors: "Ogni elemento di <code>errors</code> ha uno di questi codici:",
            in_reason: "<code>reason</code> ha uno di questi codici:",
            more: "Le versioni successive possono aggiungerne. Dove la frase dipende dalle circostanze, \
                   questa ne è un esempio. <a href=\"/v1/codes\">Tutti i codici</a>, in JSON.",
            code: "Codice",
            sentence: "Che cosa dice",
        },
        Language::English => &Words {
            types: "Types of problems",
            lead: "Every refusal of the service is an <code>application/problem+json</code> (RFC 9457), whose \
                   <code>type</code> is one of these addresses.",
            status: "HTTP status",
            title: "Title",
            all: "All types of problems",
            meaning: "What happened, and what to do",
            example: "An example",
            codes: "The codes",
            in_errors: "Each item of <code>errors</code> has one of these codes:",
            in_reason: "<code>reason</code> has one of these codes:",
            more: "Later releases may add some. Where the sentence depends on the circumstances, this is \
                   an example. <a href=\"/v1/codes\">All codes</a>, as JSON.",
            code: "Code",
            sentence: "What it says",
        },
    }
}

/// The page of a type.
pub(super) fn page(kind: &ProblemType, language: Language) -> Page {
    let words = words(language);
    let status = kind.status();
    let codes = codes_of(kind);
    let codes = codes.map(|(place, codes)| table(place, &codes, language)).unwrap_or_default();
    let body = format!(
        "<p class=\"lead\">{}: <strong>{status}</strong></p>\n<p><code>/problems/{}</code></p>\n\
         <h2>{}</h2>\n<p>{}</p>\n<h2>{}</h2>\n\
         <pre tabindex=\"0\"><code>HTTP/1.1 {status}\nContent-Type: {PROBLEM_JSON}\n\
         Content-Language: {}\n\n{}</code></pre>\n{codes}<p><a href=\"/problems\">{}</a></p>\n",
        words.status,
        kind.slug(),
        words.meaning,
        in_language(kind.advice(), language),
        words.example,
        language.code(),
        escaped(&to_string_pretty(&problem(kind, language)).unwrap_or_default()),
        words.all,
    );
    Page { language, title: kind.title().in_language(language).to_owned(), body }
}

/// The page of all types.
pub(super) fn index(language: Language) -> Page {
    let words = words(language);
    let rows: Vec<_> = PROBLEM_TYPES
        .iter()
        .map(|kind| {
            format!(
                "<tr><td>{}</td><td><a href=\"/problems/{slug}\">{}</a><br><code>{slug}</code></td></tr>\n",
                kind.status().as_u16(),
                in_language(kind.title(), language),
                slug = kind.slug(),
            )
        })
        .collect();
    let body = format!(
        "<p class=\"lead\">{}</p>\n<table>\n<thead><tr><th scope=\"col\">{}</th>\
         <th scope=\"col\">{}</th></tr></thead>\n<tbody>\n{}</tbody>\n</table>\n",
        words.lead,
        words.status,
        words.title,
        rows.concat(),
    );
    Page { language, title: words.types.to_owned(), body }
}

fn table(place: Place, codes: &[&Explained], language: Language) -> String {
    let words = words(language);
    let rows: Vec<_> = codes
        .iter()
        .map(|code| {
            let text = in_language(&code.text, language);
            format!("<tr><td><code>{}</code></td><td>{text}</td></tr>\n", code.code)
        })
        .collect();
    let what = match place {
        Place::Errors => words.in_errors,
        Place::Reason => words.in_reason,
    };
    format!(
        "<h2>{}</h2>\n<p>{what}</p>\n<div class=\"wide\" tabindex=\"0\"><table>\n<thead><tr>\
         <th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead>\n<tbody>\n{}</tbody>\n\
         </table></div>\n<p>{}</p>\n",
        words.codes,
        words.code,
        words.sentence,
        rows.concat(),
        words.more,
    )
}

fn in_language(text: &Text, language: Language) -> String {
    escaped(text.in_language(language))
}
