//! What is configured, what is missing, and what is never printed.

use std::ffi::OsStr;

use clap::builder::Resettable;
use ptp_auth::KeySource;

use super::{Database, DatabaseUrl, ListenArgs, ServeArgs, ServeConfig};

#[derive(clap::Parser)]
struct Serve {
    #[command(flatten)]
    args: ServeArgs,
}

#[derive(clap::Parser)]
struct Listen {
    #[command(flatten)]
    args: ListenArgs,
}

const COMPLETE: [&str; 10] = [
    "--database-url",
    "sqlite:ptp.sqlite",
    "--issuer",
    "https://login.example.org/",
    "--audience",
    "ptp, portal",
    "--jwks",
    "jwks.json",
    "--receipt-key-file",
    "receipts.pem",
];

/// Reads arguments alone, whatever the environment of whoever runs the tests.
fn parse<P: clap::Parser>(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> P {
    let arguments = arguments.into_iter().map(|argument| argument.as_ref().to_owned());
    let command = P::command().no_binary_name(true).mut_args(|arg| arg.env(Resettable::Reset));
    P::from_arg_matches(&command.get_matches_from(arguments)).unwrap()
}

fn serve(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Result<ServeConfig, String> {
    parse::<Serve>(arguments).args.resolve().map_err(|failure| failure.to_string())
}

fn listen(address: &str) -> ListenArgs {
    parse::<Listen>(["--listen", address]).args
}

#[test]
fn all_that_is_missing_is_named_at_once() {
    let variables =
        ["PTP_DATABASE_URL", "PTP_ISSUER", "PTP_AUDIENCE", "PTP_JWKS", "PTP_RECEIPT_KEY_FILE"];
    let none: [&str; 0] = [];
    let message = serve(none).unwrap_err();
    for variable in variables {
        assert!(message.contains(&format!("{variable}: ")), "{message}");
        assert!(message.contains(&format!("{variable}=")), "with an example: {message}");
    }
    for (index, variable) in variables.iter().enumerate() {
        for emptied in [false, true] {
            let mut arguments = COMPLETE.to_vec();
            if emptied {
                arguments[index * 2 + 1] = " ";
            } else {
                arguments.drain(index * 2..index * 2 + 2);
            }
            let message = serve(arguments).unwrap_err();
            for other in variables {
                assert_eq!(message.contains(other), other == *variable, "{message}");
            }
        }
    }
}

#[test]
fn what_is_configured_is_what_is_used() {
    let config = serve(COMPLETE).unwrap();
    assert!(config.migrate && !config.settings.demo);
    let [issuer] = config.issuers.as_slice() else { panic!("one issuer") };
    assert_eq!(issuer.audiences, ["ptp", "portal"]);
    assert_eq!((issuer.roles_claim.as_str(), issuer.organisation_claim.as_str()), ("roles", "org"));
    assert!(matches!(&issuer.keys, KeySource::File(path) if path == "jwks.json"));
    let more = ["--roles-claim", "realm_access.roles", "--public-url", "https://ptp.example.org/"];
    let config = serve(COMPLETE.iter().chain(&more).chain(&["--migrate=false"])).unwrap();
    assert!(!config.migrate);
    assert_eq!(config.issuers[0].roles_claim, "realm_access.roles");
    assert_eq!(config.settings.public_url.as_deref(), Some("https://ptp.example.org"));
    let message = serve(COMPLETE.iter().chain(&["--public-url", "ptp.example.org"])).unwrap_err();
    assert!(message.contains("PTP_PUBLIC_URL"), "{message}");
}

#[test]
fn further_issuers_come_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("issuers.json");
    let file = path.to_str().unwrap();
    let other = r#"{"issuer": "https://other.example.org/", "audience": ["a", "b"],
        "jwks": "https://other.example.org/jwks", "leeway_seconds": 5}"#;
    std::fs::write(&path, format!("[{other}]")).unwrap();

    let config = serve(COMPLETE.iter().chain(&["--issuers-file", file])).unwrap();
    assert_eq!(config.issuers.len(), 2);
    let alone = serve([
        "--database-url",
        "sqlite:x",
        "--receipt-key-file",
        "r.pem",
        "--issuers-file",
        file,
    ])
    .unwrap();
    let [issuer] = alone.issuers.as_slice() else { panic!("one issuer") };
    assert!(matches!(&issuer.keys, KeySource::Url(_)));
    assert_eq!((issuer.audiences.len(), issuer.leeway.num_seconds()), (2, 5));

    for wrong in [
        "[]".to_owned(),
        "{".to_owned(),
        format!("[{}]", other.replace("audience", "audiences")),
        format!("[{}]", other.replace(": 5", ": 301")),
        format!("[{}]", other.replace("https://other.example.org/\",", "urn:ptp:demo\",")),
    ] {
        std::fs::write(&path, &wrong).unwrap();
        assert!(serve(COMPLETE.iter().chain(&["--issuers-file", file])).is_err(), "{wrong}");
    }
}

#[test]
fn contacts_come_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("contacts.json");
    let file = path.to_str().unwrap();
    std::fs::write(&path, r#"[{"role": "information", "email": "info@example.org"}]"#).unwrap();
    let config = serve(COMPLETE.iter().chain(&["--contacts-file", file])).unwrap();
    assert_eq!(config.settings.contacts.len(), 1);
    for wrong in [r#"[{"role": "info"}]"#, r#"[{"role": "information", "email": "info"}]"#] {
        std::fs::write(&path, wrong).unwrap();
        let message = serve(COMPLETE.iter().chain(&["--contacts-file", file])).unwrap_err();
        assert!(message.contains("PTP_CONTACTS_FILE"), "{message}");
    }
}

#[test]
fn what_the_operator_publishes_is_linked_to() {
    let given = ["--privacy-url", "https://example.org/privacy?l=it", "--legal-notes-url", " "];
    let notices = serve(COMPLETE.iter().chain(&given)).unwrap().settings.notices;
    assert_eq!(notices.privacy.as_deref(), Some("https://example.org/privacy?l=it"));
    assert!(notices.legal.is_none() && notices.accessibility.is_none());
    for wrong in
        ["example.org", "javascript:alert(1)", "https://a@example.org/", "mailto:a@example.org"]
    {
        let message = serve(COMPLETE.iter().chain(&["--accessibility-url", wrong])).unwrap_err();
        assert!(message.contains("PTP_ACCESSIBILITY_URL"), "{message}");
    }
}

#[test]
fn the_demo_s_issuer_is_not_for_serving() {
    let mut arguments = COMPLETE;
    arguments[3] = "urn:ptp:demo";
    assert!(serve(arguments).unwrap_err().contains("demo"));
}

#[test]
fn the_demo_listens_on_this_machine_alone() {
    for address in ["127.0.0.1:0", "[::1]:0", "localhost:0", "127.8.8.8:0"] {
        // A machine may lack one of these; that is another failure.
        let message = listen(address).bind_on_loopback().err().map(|failure| failure.to_string());
        assert!(!message.is_some_and(|message| message.contains("demo")), "{address}");
    }
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:8080", "[::ffff:192.0.2.1]:0"] {
        let message = listen(address).bind_on_loopback().unwrap_err().to_string();
        assert!(message.contains("PTP_LISTEN") && message.contains("tokens"), "{message}");
    }
}

#[test]
fn a_port_that_is_taken_is_said_to_be() {
    let taken = listen("127.0.0.1:0").bind().unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let message = listen(&address).bind().unwrap_err().to_string();
    assert!(message.contains(&address) && message.contains("PTP_LISTEN"), "{message}");
    assert!(listen("8080").bind().unwrap_err().to_string().contains("127.0.0.1:8080"));
}

#[test]
fn a_service_is_reached_where_it_listens() {
    let reached = |address| listen(address).address().unwrap().to_string();
    assert_eq!(reached("0.0.0.0:9000"), "127.0.0.1:9000");
    assert_eq!(reached("[::]:9000"), "[::1]:9000");
    assert_eq!(reached("192.0.2.1:9000"), "192.0.2.1:9000");
}

#[test]
fn passwords_are_never_printed() {
    let cases = [
        ("postgres://ptp:secret@db:5432/ptp", "postgres://db:5432/ptp"),
        ("postgres://ptp:secret@/ptp?host=/run/postgresql", "postgres:…"),
        ("postgres://ptp:s@secret@db/ptp", "postgres:…"),
        ("postgres://ptp:s@secret/?@db/ptp", "postgres:…"),
        ("postgres://db/ptp?user=ptp&password=secret", "postgres://db/ptp"),
        ("postgres://db/ptp?password=s@secret", "postgres:…"),
        ("sqlite:data/ptp.sqlite?mode=rwc", "sqlite:data/ptp.sqlite"),
        ("secret", ":…"),
    ];
    for (url, shown) in cases {
        let url: DatabaseUrl = url.parse().unwrap();
        assert_eq!(url.to_string(), shown);
        assert!(!format!("{url:?}").contains("secret"));
    }
    let config =
        serve(["--database-url", "postgres://ptp:secret@db/ptp"].iter().chain(&COMPLETE[2..]));
    let config = config.unwrap();
    assert!(!format!("{config:?} {:?}", config.database.options()).contains("secret"));
}

#[test]
fn a_path_becomes_an_address() {
    let database = Database::sqlite(std::path::Path::new("a b/50%?/demo.sqlite"));
    assert_eq!(database.options().url, "sqlite:a b/50%25%3F/demo.sqlite");
}
