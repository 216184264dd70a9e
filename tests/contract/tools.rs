//! The external tools and how to run them.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use ptp_clock::Clock;
use ptp_store::DatabaseKind;
use ptp_tests::TestApp;

/// The repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The committed contract.
pub(crate) fn contract() -> PathBuf {
    root().join("openapi/ptp.v1.yaml")
}

/// The folder with the tools' configuration.
pub(crate) fn folder() -> PathBuf {
    root().join("tests/contract")
}

/// The installed Node modules.
pub(crate) fn node_modules() -> PathBuf {
    folder().join("node_modules")
}

/// The search path: what `cargo xtask test-contract` installed, then that of the environment.
fn path() -> std::ffi::OsString {
    let own = [node_modules().join(".bin"), xtask::contract_tools::environment(root()).join("bin")];
    let machine = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(own.into_iter().chain(std::env::split_paths(&machine))).unwrap()
}

/// A tool, to be run in a folder.
pub(crate) struct Tool(Command);

impl Tool {
    pub(crate) fn new(name: &str, folder: &Path) -> Self {
        let path = path();
        let found = std::env::split_paths(&path).map(|folder| folder.join(name));
        let program = found.into_iter().find(|file| file.is_file());
        let program = program
            .unwrap_or_else(|| panic!("{name} is not installed: run `cargo xtask test-contract`"));
        let mut command = Command::new(program);
        command.current_dir(folder).env("PATH", path);
        Self(command)
    }

    pub(crate) fn args(mut self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        self.0.args(args);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.0.env(name, value);
        self
    }

    /// Runs it to completion, without blocking the service.
    pub(crate) async fn succeeds(mut self) {
        let called = self.0.get_program().display().to_string();
        let output = tokio::task::spawn_blocking(move || self.0.output()).await.unwrap().unwrap();
        let told = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (out, err) = (told(&output.stdout), told(&output.stderr));
        assert!(output.status.success(), "{called}: {}\n{out}\n{err}", output.status);
    }
}

/// A demo with its data and its sandbox, today.
pub(crate) async fn demo(kind: DatabaseKind) -> TestApp {
    TestApp::on(kind).clock(Clock::movable()).seeded().sandbox().start().await
}

/// Such a demo, with a thing for each operation besides.
pub(crate) async fn prepared_demo(kind: DatabaseKind) -> TestApp {
    TestApp::on(kind).clock(Clock::movable()).prepared().sandbox().start().await
}
