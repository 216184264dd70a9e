//! What no sentence may contain.

use super::{Chapter, DOMAIN, Said, chapters};

/// Codes whose sentences show the form of a date, which is their purpose.
const SHOWS_A_FORM: [&str; 2] = ["date_format", "instant_format"];

/// Words of another register, or that say something else.
const UNFIT: [(&str, &str); 14] = [
    ("funzionario", "l'ufficio"),
    ("proponente", "il richiedente"),
    ("riammett", "ripristinare l'efficacia del riconoscimento"),
    ("riammess", "ripristinata l'efficacia del riconoscimento"),
    ("decadut", "improcedibile"),
    ("fotografia", "copia immodificabile"),
    ("vostro", "the person is not addressed"),
    ("polo revocato", "riconoscimento revocato"),
    ("polo diffidato", "diffida al capofila del polo"),
    ("bando ritirato", "bando revocato"),
    ("protocollo", "numero di registrazione: it is not the register of DPR 445/2000, art. 53"),
    ("far uscire", "senza"),
    ("membri tenuti", "soggetti tenuti"),
    ("strike", "delete"),
];

/// The official word for the office of who acts for the Region: a role, not who decides.
const ROLE: &str = "funzionario regionale";

/// Who owns a pole is said in one sentence, in the words of the office.
const OWNER: (&str, &str) = ("titolare", "no_such_pole");

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Words with an underscore.
fn code_name(text: &str) -> Option<&str> {
    text.split(|letter| !is_word(letter)).find(|word| {
        word.contains('_') && word.contains(|letter: char| letter.is_ascii_alphabetic())
    })
}

/// A date as computers write it.
fn iso_date(text: &str) -> bool {
    let digits: Vec<_> =
        text.chars().map(|letter| if letter.is_ascii_digit() { '9' } else { letter }).collect();
    digits.windows(10).any(|window| window.iter().collect::<String>() == "9999-99-99")
}

/// What stands in parentheses.
fn parenthesised(text: &str) -> Vec<&str> {
    text.split('(').skip(1).filter_map(|rest| rest.split(')').next()).collect()
}

/// A word in parentheses that is the same in both languages is a code.
fn parenthesised_code(it: &str, en: &str) -> Option<String> {
    let is_code = |word: &&str| {
        !word.is_empty() && word.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_')
    };
    let english = parenthesised(en);
    parenthesised(it)
        .into_iter()
        .filter(is_code)
        .find(|word| english.contains(word))
        .map(ToOwned::to_owned)
}

const DOUBLED: [&str; 12] =
    [";;", ",,", "::", ";.", ".;", ",;", ";,", ":;", " ,", " ;", "  ", "?."];

fn doubled(text: &str) -> Option<&'static str> {
    // An ellipsis, and `[..]` for the items of an array.
    let text = text.replace("...", "…").replace("..]", "…]").replace("..}", "…}");
    if text.contains("..") {
        return Some("..");
    }
    DOUBLED.into_iter().find(|doubled| text.contains(doubled))
}

/// Opening and closing marks that contain themselves, or are not closed.
fn nested(text: &str, opening: char, closing: char) -> bool {
    let mut open = false;
    for letter in text.chars() {
        if letter == opening || letter == closing {
            if open == (letter == opening) {
                return true;
            }
            open = !open;
        }
    }
    open
}

/// What is wrong with a sentence.
fn faults(of: &str, said: &Said) -> Vec<String> {
    let (it, en, code) = (said.text.it.as_ref(), said.text.en.as_ref(), said.code.as_str());
    let mut faults = Vec::new();
    for text in [it, en] {
        if text.trim().is_empty() {
            faults.push("empty".to_owned());
        }
        if text.trim() != text {
            faults.push("white space at an end".to_owned());
        }
        if iso_date(text) && !SHOWS_A_FORM.contains(&code) {
            faults.push("a date as computers write it".to_owned());
        }
        // What a request has to look like is said with the names of its parts.
        if let Some(name) = code_name(text).filter(|_| of == DOMAIN) {
            faults.push(format!("a code name: {name}"));
        }
        if let Some(doubled) = doubled(text) {
            faults.push(format!("doubled punctuation: {doubled}"));
        }
        let unfit =
            UNFIT.iter().find(|(word, _)| text.to_lowercase().replace(ROLE, "").contains(word));
        if let Some((word, better)) = unfit {
            faults.push(format!("{word}: {better}"));
        }
    }
    let for_programmers = ["http", "auth"].contains(&of);
    if let Some(name) = parenthesised_code(it, en).filter(|_| !for_programmers) {
        faults.push(format!("a code name in parentheses: {name}"));
    }
    if nested(it, '«', '»') || it.contains("««") {
        faults.push("guillemets within guillemets".to_owned());
    }
    if en.contains(['«', '»']) || nested(en, '“', '”') {
        faults.push("quotes that are not English".to_owned());
    }
    if it.contains(OWNER.0) && code != OWNER.1 {
        faults.push("titolare: richiedente or capofila".to_owned());
    }
    faults
}

#[test]
fn every_sentence_is_fit_for_an_office() {
    let mut found = Vec::new();
    for Chapter { heading, of, said } in chapters() {
        for one in said {
            let faults = faults(of, &one);
            if !faults.is_empty() {
                found.push(format!("{heading}: {one:?}: {}", faults.join("; ")));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn each_kind_of_fault_is_found() {
    let text = |it: &'static str, en: &'static str| ptp_domain::text::Text::fixed(it, en);
    let cases = [
        text("scade il 2027-02-26", "ends on 26 February 2027"),
        text("le azioni (work_linked_training)", "the actions"),
        text("non vale (registered)", "does not hold (registered)"),
        text("due imprese;;", "two companies;"),
        text("«Polo «Lovelace»»", "“Pole ‘Lovelace’”"),
        text("", "nothing"),
        text("deve valutare un funzionario", "to be assessed"),
        text("solo il titolare", "only the owner"),
        text("«X»", "«X»"),
    ];
    for text in cases {
        let said = Said { code: "any".to_owned(), text, warns: false };
        assert!(!faults(DOMAIN, &said).is_empty(), "{said:?}");
    }
    let fit = text(
        "dall'8 marzo 2027: «I.I.S. “Lovelace”» (n. 1)",
        "since 8 March 2027: “I.I.S.” (no. 1)",
    );
    assert_eq!(
        faults(DOMAIN, &Said { code: "any".to_owned(), text: fit, warns: false }),
        Vec::<String>::new()
    );
}
