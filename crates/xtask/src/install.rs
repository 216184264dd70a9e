//! Installs missing programs, PostgreSQL's server binaries among them.

use std::{
    env,
    error::Error,
    fs::{self, OpenOptions},
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};
use xtask::postgres::{self, Missing};

/// Read by Debian's packages when they install a PostgreSQL server.
const CLUSTER_DEFAULTS: &str = "/etc/postgresql-common/createcluster.conf";

/// The folder with PostgreSQL's server binaries; installs them if they are missing and it can.
pub(crate) fn postgres_binaries() -> Result<PathBuf, Box<dyn Error>> {
    match postgres::bin_dir() {
        Err(Missing::Everywhere) if is_root() && has_apt() => {
            install_postgres().map_err(|error| format!("{error}. {}", Missing::Everywhere))?;
            Ok(postgres::bin_dir()?)
        }
        found => Ok(found?),
    }
}

/// A program and its Debian packages.
pub(crate) struct Package {
    pub(crate) program: &'static str,
    pub(crate) debian: &'static [&'static str],
}

/// Installs the programs that are missing, if it can.
pub(crate) fn packages(needed: &[Package]) -> Result<(), Box<dyn Error>> {
    let missing: Vec<_> = needed.iter().filter(|package| !on_path(package.program)).collect();
    let names: Vec<_> = missing.iter().flat_map(|package| package.debian).copied().collect();
    if names.is_empty() { Ok(()) } else { debian(&names) }
}

/// Installs Debian packages; without root or apt, fails with the command to run.
pub(crate) fn debian(names: &[&str]) -> Result<(), Box<dyn Error>> {
    if !is_root() || !has_apt() {
        let names = names.join(" ");
        return Err(format!("missing programs; on Debian, as root: apt-get install {names}").into());
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

fn install_postgres() -> Result<(), Box<dyn Error>> {
    prevent_default_cluster()?;
    apt_get(&["update"])?;
    apt_get(&["install", "-y", "--no-install-recommends", "postgresql"])
}

/// Keeps the package from creating and starting a cluster, unless the machine is already configured
/// otherwise.
fn prevent_default_cluster() -> Result<(), Box<dyn Error>> {
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
    // The package asks about a configuration file that it did not write itself.
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
