//! Locates PostgreSQL's server binaries on this machine.

use std::{
    env, fmt, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The environment variable that names the folder; takes precedence over the usual folders.
pub const VARIABLE: &str = "PTP_PG_BIN";

/// The oldest supported major version: the first whose `createdb` has `--strategy`.
pub const OLDEST: u32 = 15;

/// The programs that the tests run. Distributions may package servers and clients separately, so
/// each is checked.
const PROGRAMS: [&str; 4] = ["initdb", "postgres", "createdb", "pg_isready"];

/// No usable PostgreSQL was found; the message says how to fix that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// The folder named by [`VARIABLE`] lacks a program or is too old.
    InNamedFolder(PathBuf),
    /// None in the usual folders or on `PATH`.
    Everywhere,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let programs = PROGRAMS.join(", ");
        match self {
            Self::InNamedFolder(folder) => write!(
                f,
                "{VARIABLE} is {}, which lacks {programs} of PostgreSQL {OLDEST} or newer: \
                 set it to another folder, or unset it to search the usual folders",
                folder.display()
            ),
            Self::Everywhere => write!(
                f,
                "PostgreSQL {OLDEST} or newer is not installed: run `cargo xtask postgres` as root \
                 on Debian or Ubuntu, or install PostgreSQL (package `postgresql`) and set \
                 {VARIABLE} to the folder that holds {programs}"
            ),
        }
    }
}

impl std::error::Error for Missing {}

/// The folder with the server binaries: the one named by [`VARIABLE`], else the newest of Debian's
/// version folders, else the first on `PATH`.
///
/// # Errors
///
/// [`Missing`] if no such folder holds version [`OLDEST`] or newer.
pub fn bin_dir() -> Result<PathBuf, Missing> {
    if let Some(named) = env::var_os(VARIABLE).filter(|value| !value.is_empty()) {
        let folder = PathBuf::from(named);
        return if usable(&folder) { Ok(folder) } else { Err(Missing::InNamedFolder(folder)) };
    }
    let on_path = env::var_os("PATH").unwrap_or_default();
    debian_folders(Path::new("/usr/lib/postgresql"))
        .into_iter()
        .chain(env::split_paths(&on_path))
        .find(|folder| usable(folder))
        .ok_or(Missing::Everywhere)
}

/// `<root>/<major>/bin` for each installed version, newest first.
fn debian_folders(root: &Path) -> Vec<PathBuf> {
    let mut versions: Vec<u32> = fs::read_dir(root)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .collect();
    versions.sort_unstable_by(|a, b| b.cmp(a));
    versions.into_iter().map(|major| root.join(major.to_string()).join("bin")).collect()
}

fn usable(folder: &Path) -> bool {
    PROGRAMS.iter().all(|program| folder.join(program).is_file())
        && version_in(folder).is_some_and(|major| major >= OLDEST)
}

fn version_in(folder: &Path) -> Option<u32> {
    let output = Command::new(folder.join("postgres")).arg("--version").output().ok()?;
    major(&String::from_utf8_lossy(&output.stdout))
}

/// The major version in a line such as `postgres (PostgreSQL) 17.2 (Debian 17.2-1)`.
fn major(line: &str) -> Option<u32> {
    let version = line.split_once("(PostgreSQL) ")?.1;
    let digits = version.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{debian_folders, major};
    use std::{env, fs, path::Path, process};

    #[test]
    fn the_major_version_is_parsed_from_releases_and_betas() {
        assert_eq!(major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(major("postgres (PostgreSQL) 19beta1\n"), Some(19));
        assert_eq!(major("postgres (PostgreSQL) 9.6.24\n"), Some(9));
        assert_eq!(major("another program 17\n"), None);
    }

    #[test]
    fn the_newest_version_comes_first_in_numeric_order() {
        let root = env::temp_dir().join(format!("xtask-versions-{}", process::id()));
        for name in ["9", "16", "15", "common"] {
            fs::create_dir_all(root.join(name)).unwrap();
        }
        let found = debian_folders(&root);
        fs::remove_dir_all(&root).unwrap();
        assert_eq!(found, ["16", "15", "9"].map(|major| root.join(major).join("bin")));
    }

    #[test]
    fn a_machine_without_version_folders_has_none() {
        assert!(debian_folders(Path::new("/nowhere")).is_empty());
    }
}
