//! Puts PostgreSQL's server binaries on a machine that lacks them.

use std::{
    error::Error,
    fs::{self, OpenOptions},
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};
use xtask::postgres::{self, Missing};

/// Read by Debian's packages when they install a server.
const CLUSTER_DEFAULTS: &str = "/etc/postgresql-common/createcluster.conf";

/// The folder with the server binaries, after an installation if need be and possible.
pub(crate) fn ensure() -> Result<PathBuf, Box<dyn Error>> {
    match postgres::bin_dir() {
        Err(Missing::Everywhere) if is_root() && has_apt() => {
            install()?;
            Ok(postgres::bin_dir()?)
        }
        found => Ok(found?),
    }
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn has_apt() -> bool {
    let quiet = Command::new("apt-get").arg("--version").stdout(Stdio::null()).status();
    quiet.is_ok_and(|status| status.success())
}

fn install() -> Result<(), Box<dyn Error>> {
    without_a_server_of_its_own()?;
    apt_get(&["update"])?;
    apt_get(&["install", "-y", "--no-install-recommends", "postgresql"])
}

/// Keeps the package from creating and starting a server nobody asked for, unless the machine's
/// owner has already said what the package should do.
fn without_a_server_of_its_own() -> Result<(), Box<dyn Error>> {
    if let Some(folder) = Path::new(CLUSTER_DEFAULTS).parent() {
        fs::create_dir_all(folder)?;
    }
    match OpenOptions::new().write(true).create_new(true).open(CLUSTER_DEFAULTS) {
        Ok(mut file) => Ok(file.write_all(b"create_main_cluster = false\n")?),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(format!("{CLUSTER_DEFAULTS}: {error}").into()),
    }
}

fn apt_get(arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    // The file written above is not the package's own, which must not lead to a question.
    let status = Command::new("apt-get")
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .env("UCF_FORCE_CONFFOLD", "1")
        .stdin(Stdio::null())
        .status()?;
    if status.success() {
        Ok(())
    } else {
        let command = arguments.join(" ");
        Err(format!("`apt-get {command}` failed ({status}). {}", Missing::Everywhere).into())
    }
}
