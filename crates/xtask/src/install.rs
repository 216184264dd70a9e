//! Puts on a machine what it lacks: PostgreSQL's server binaries, programs.

use std::{
    env,
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
            install().map_err(|error| format!("{error}. {}", Missing::Everywhere))?;
            Ok(postgres::bin_dir()?)
        }
        found => Ok(found?),
    }
}

/// A program, and Debian's packages of it.
pub(crate) struct Package {
    pub(crate) program: &'static str,
    pub(crate) debian: &'static [&'static str],
}

/// Makes sure that programs are there, after an installation if need be and possible.
pub(crate) fn packages(needed: &[Package]) -> Result<(), Box<dyn Error>> {
    let missing: Vec<_> = needed.iter().filter(|package| !on_path(package.program)).collect();
    let names: Vec<_> = missing.iter().flat_map(|package| package.debian).copied().collect();
    if names.is_empty() { Ok(()) } else { debian(&names) }
}

/// Installs Debian's packages, or says that somebody has to.
pub(crate) fn debian(names: &[&str]) -> Result<(), Box<dyn Error>> {
    if !is_root() || !has_apt() {
        let names = names.join(" ");
        return Err(
            format!("programs are missing: on Debian, as root, apt-get install {names}").into()
        );
    }
    apt_get(&["update"])?;
    apt_get(&[&["install", "-y", "--no-install-recommends"], names].concat())
}

fn on_path(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(program).is_file())
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
        Err(format!("`apt-get {}` failed ({status})", arguments.join(" ")).into())
    }
}
