//! `ptp token`: keys and tokens for development.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use clap::Args;
use ptp_clock::Clock;
use ptp_domain::identifier::TaxCode;

use crate::failure::Failure;
use crate::signing::{SigningKey, TokenRequest};

/// The arguments of `ptp token`.
#[derive(Args, Debug)]
pub struct TokenArgs {
    /// Create a key: private.pem, and jwks.json for PTP_JWKS.
    #[arg(long, value_name = "DIR", conflicts_with = "key")]
    new_key: Option<PathBuf>,
    /// The private key to sign with: PEM, Ed25519, EC P-256 or RSA.
    #[arg(long, value_name = "FILE", required_unless_present = "new_key")]
    key: Option<PathBuf>,
    /// The key's name; by default its thumbprint.
    #[arg(long)]
    kid: Option<String>,
    /// The claim `iss`.
    #[arg(long, env = "PTP_ISSUER", required_unless_present = "new_key")]
    issuer: Option<String>,
    /// The claim `aud`; separate several with commas.
    #[arg(long, env = "PTP_AUDIENCE", value_delimiter = ',', required_unless_present = "new_key")]
    audience: Vec<String>,
    /// A role; may be given twice.
    #[arg(long, value_parser = ["applicant", "official"])]
    role: Vec<String>,
    /// The tax code of the organisation that the caller acts for.
    #[arg(long, value_name = "TAX CODE", value_parser = tax_code)]
    org: Option<String>,
    /// The claim `sub`.
    #[arg(long, default_value = "developer")]
    subject: String,
    /// How long the token is valid.
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(i64).range(1..=720))]
    hours: i64,
}

fn tax_code(text: &str) -> Result<String, String> {
    let code = TaxCode::parse(text).map_err(|invalid| invalid.message.en.into_owned())?;
    Ok(code.as_str().to_owned())
}

/// Creates a key, or prints a token.
///
/// # Errors
///
/// A file cannot be read or written, or is not a private key.
pub fn token(args: &TokenArgs) -> Result<(), Failure> {
    eprintln!("for development only: in production, keys never leave the issuer of the tokens");
    match (&args.new_key, &args.key) {
        (Some(folder), _) => new_key(folder),
        (None, Some(key)) => {
            if args.org.is_none() && args.role.iter().any(|role| role == "applicant") {
                eprintln!(
                    "without --org the applicant acts for itself: poles will belong to the subject \
                     {:?}",
                    args.subject
                );
            }
            println!("{}", mint(args, key)?);
            Ok(())
        }
        (None, None) => Err(Failure::configuration("which key? --key FILE or --new-key DIR")),
    }
}

fn new_key(folder: &Path) -> Result<(), Failure> {
    let key = SigningKey::generate().map_err(|error| Failure::because("--new-key", &error))?;
    let (private, public) = (folder.join("private.pem"), folder.join("jwks.json"));
    let failed = |path: &Path| {
        let path = path.display().to_string();
        move |error: std::io::Error| Failure::because(path, &error)
    };
    let jwks = serde_json::to_string_pretty(&key.jwks())
        .map_err(|error| Failure::because("--new-key", &error))?;
    fs::create_dir_all(folder).map_err(failed(folder))?;
    write_private(&private, &key.pem()).map_err(failed(&private))?;
    fs::write(&public, jwks + "\n").map_err(failed(&public))?;
    println!("{}\n{}", private.display(), public.display());
    Ok(())
}

/// Writes a file that only its owner may read. An existing file is not overwritten.
pub(crate) fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())
}

fn mint(args: &TokenArgs, path: &Path) -> Result<String, Failure> {
    let failed = |error: &dyn std::error::Error| Failure::because(path.display(), error);
    let pem = fs::read(path).map_err(|error| failed(&error))?;
    let key = SigningKey::from_pem(&pem).map_err(|error| failed(&error))?;
    let key = match &args.kid {
        Some(kid) => key.named(kid),
        None => key,
    };
    let request = TokenRequest {
        issuer: args.issuer.clone().unwrap_or_default(),
        audience: args.audience.clone(),
        subject: args.subject.clone(),
        roles: args.role.clone(),
        organisation: args.org.clone(),
        client: None,
        issued_at: Clock::system().now(),
        valid_for: TimeDelta::hours(args.hours),
    };
    request.signed_by(&key).map_err(|error| failed(&error))
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::{TokenArgs, mint, new_key};
    use crate::signing::SigningKey;

    #[derive(clap::Parser)]
    struct Cli {
        #[command(flatten)]
        args: TokenArgs,
    }

    #[test]
    fn a_new_key_is_readable_by_its_owner_only_and_signs() {
        let folder = tempfile::tempdir().unwrap();
        new_key(folder.path()).unwrap();
        let private = folder.path().join("private.pem");
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::MetadataExt::mode(&private.metadata().unwrap());
            assert_eq!(mode & 0o777, 0o600);
        }
        let jwks = std::fs::read(folder.path().join("jwks.json")).unwrap();
        let key = SigningKey::from_pem(&std::fs::read(&private).unwrap()).unwrap();
        assert_eq!(key.jwks(), serde_json::from_slice(&jwks).unwrap());
        assert!(new_key(folder.path()).is_err(), "it is not overwritten");

        let arguments = ["ptp", "--key", private.to_str().unwrap(), "--issuer", "i", "--audience"];
        let cli = Cli::parse_from(arguments.into_iter().chain(["a,b", "--role", "official"]));
        assert_eq!(mint(&cli.args, &private).unwrap().split('.').count(), 3);
    }

    #[test]
    fn arguments_are_checked() {
        let asked = |more: &[&str]| {
            let base = ["ptp", "--key", "k", "--issuer", "i", "--audience", "a"];
            Cli::try_parse_from(base.iter().chain(more)).is_ok()
        };
        assert!(asked(&["--org", "94004480151", "--role", "applicant", "--role", "official"]));
        assert!(!asked(&["--org", "94004480150"]));
        assert!(!asked(&["--role", "holder"]));
        assert!(!asked(&["--hours", "0"]));
        assert!(!asked(&["--new-key", "folder"]));
    }
}
