//! A temporary PostgreSQL cluster, one per test process.

use std::{
    env,
    ffi::OsStr,
    fs::{self, File, OpenOptions},
    io::{self, Read, Seek},
    os::unix::{
        fs::{MetadataExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::{
        Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// The user and group nobody: the server refuses to run as root.
const NOBODY: u32 = 65534;

/// `initdb` takes a second on an idle machine; a loaded one may need many.
const PATIENCE: Duration = Duration::from_mins(1);

/// Everything in a database's URL before its name.
const ADDRESS: &str = "postgres://postgres@localhost/";

/// Creates the cluster and runs it until standard input is closed, then removes it.
///
/// The test process holds the other end of standard input, so the server stops when that process
/// ends, even by `kill -9`; statics are never dropped.
const SUPERVISOR: &str = r#"
trap '' HUP INT TERM
bin=$1 folder=$2 production=$3
exec 3<&0 </dev/null
if "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C --no-sync; then
    "$bin/postgres" -D "$folder/data" -c listen_addresses='' \
        -c unix_socket_directories="$folder" -c max_connections=300 -c fsync="$production" \
        -c synchronous_commit="$production" -c full_page_writes="$production" \
        -c autovacuum="$production" -c wal_level=minimal -c max_wal_senders=0 \
        -c log_line_prefix='%d %p ' 3<&- &
    server=$!
    # More than once, for a server that has only just begun does not listen yet.
    { read -r _ <&3; while kill -QUIT "$server"; do sleep 1; done; } &
    watch=$!
    wait "$server"
    kill -KILL "$watch"
fi
rm -rf "$folder"
"#;

/// Whether commits are flushed to disk and tables vacuumed: tests need not survive a power failure,
/// and do not last.
static PRODUCTION: AtomicBool = AtomicBool::new(false);

/// Flushes commits to disk and vacuums, as in production; has to be called before the server is
/// started.
pub fn as_in_production() {
    PRODUCTION.store(true, Ordering::Relaxed);
}

/// A PostgreSQL server for this test process only, on a socket in its own folder.
#[derive(Debug)]
pub struct PgCluster {
    bin: PathBuf,
    folder: PathBuf,
    /// The number of databases created; locked meanwhile, since a template must have no
    /// connections.
    created: Mutex<u32>,
    /// Open as long as the server is needed.
    _pipe: Option<ChildStdin>,
}

impl PgCluster {
    /// The cluster of this process, started on first use.
    ///
    /// # Panics
    ///
    /// If PostgreSQL's server binaries are missing or the server does not start; the message says
    /// how to fix it.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Result<PgCluster, String>> = OnceLock::new();
        // A failure is cached too, or every test would wait for its own.
        match SHARED.get_or_init(Self::start) {
            Ok(cluster) => cluster,
            Err(why) => panic!("{why}"),
        }
    }

    /// The URL of a new, empty database.
    ///
    /// # Panics
    ///
    /// If PostgreSQL refuses.
    #[must_use]
    pub fn create_database(&self) -> String {
        self.create_from_template("template1")
    }

    /// The URL of a new database with the contents of `template`, given by name or URL. All
    /// connections to the template must be closed.
    ///
    /// # Panics
    ///
    /// If PostgreSQL refuses.
    #[must_use]
    pub fn create_from_template(&self, template: &str) -> String {
        let template = template.strip_prefix(ADDRESS).unwrap_or(template);
        let template = template.split('?').next().unwrap_or(template);
        // A test that panicked here must not fail the others.
        let mut created = self.created.lock().unwrap_or_else(PoisonError::into_inner);
        *created += 1;
        let name = format!("db_{created}");
        let output = self
            .client("createdb")
            .args(["--strategy=file_copy", "--template", template, &name])
            .output()
            .expect("createdb starts");
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{name} was not created from {template}: {complaint}");
        format!("{ADDRESS}{name}?host={}", self.folder.display())
    }

    /// What the server has logged so far.
    ///
    /// # Panics
    ///
    /// If it cannot be read.
    #[must_use]
    pub fn log(&self) -> String {
        let log = fs::read(self.folder.join("log")).expect("the log of the server");
        String::from_utf8_lossy(&log).into_owned()
    }

    fn start() -> Result<Self, String> {
        let bin = xtask::postgres::bin_dir().map_err(|missing| missing.to_string())?;
        let (folder, mut log, mut supervisor) =
            launch(&bin).map_err(|error| format!("PostgreSQL was not started: {error}"))?;
        let pipe = supervisor.stdin.take();
        let cluster = Self { bin, folder, created: Mutex::new(0), _pipe: pipe };
        cluster.wait_until_ready(&mut supervisor).map_err(|why| {
            let mut text = Vec::new();
            // The error is useful even if the log cannot be read.
            let _ = log.rewind().and_then(|()| log.read_to_end(&mut text));
            format!("PostgreSQL {why}; its log:\n{}", String::from_utf8_lossy(&text))
        })?;
        Ok(cluster)
    }

    fn wait_until_ready(&self, supervisor: &mut Child) -> Result<(), String> {
        let start = Instant::now();
        let socket = self.folder.join(".s.PGSQL.5432");
        while start.elapsed() < PATIENCE {
            if socket.exists() {
                let answer = self.client("pg_isready").output();
                if answer.is_ok_and(|answer| answer.status.success()) {
                    return Ok(());
                }
            }
            if let Ok(Some(_)) = supervisor.try_wait() {
                return Err("stopped while starting".to_owned());
            }
            thread::sleep(Duration::from_millis(10));
        }
        Err(format!("was not ready after {} s", PATIENCE.as_secs()))
    }

    fn client(&self, program: &str) -> Command {
        let mut command = without_settings(self.bin.join(program));
        command.arg("--host").arg(&self.folder).args(["--port=5432", "--username=postgres"]);
        command.current_dir(&self.folder).stdin(Stdio::null());
        command
    }
}

/// Starts the supervisor in a new folder, which the supervisor removes.
fn launch(bin: &Path) -> io::Result<(PathBuf, File, Child)> {
    // In /tmp, because a socket path is limited to 107 bytes and must be accessible to the user
    // nobody; TMPDIR guarantees neither.
    let folder = tempfile::Builder::new().prefix("ptp-pg-").tempdir_in("/tmp")?;
    let path = folder.path();
    let mut log = OpenOptions::new();
    let log = log.read(true).append(true).create_new(true).open(path.join("log"))?;
    let mut command = without_settings("/bin/sh");
    command.args(["-c", SUPERVISOR, "supervisor"]).arg(bin).arg(path);
    command.arg(if PRODUCTION.load(Ordering::Relaxed) { "on" } else { "off" }).current_dir(path);
    if fs::metadata(path)?.uid() == 0 {
        chown(path, Some(NOBODY), Some(NOBODY))?;
        command.uid(NOBODY).gid(NOBODY);
    }
    // Ctrl-C is meant for the tests; the supervisor notices their end by the pipe.
    command.process_group(0).stdin(Stdio::piped());
    let supervisor = command.stdout(log.try_clone()?).stderr(log.try_clone()?).spawn()?;
    Ok((folder.keep(), log, supervisor))
}

/// A command without the PostgreSQL settings of the environment.
fn without_settings(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("PG") {
            command.env_remove(name);
        }
    }
    command
}

#[cfg(test)]
mod tests {
    use super::PgCluster;
    use sqlx::{Connection, PgConnection, query, query_scalar};
    use std::{
        env,
        io::{self, BufRead, BufReader, Read},
        path::Path,
        process::{Command, Stdio},
        thread,
        time::Duration,
    };

    #[tokio::test]
    async fn a_copy_has_the_data_of_its_template_and_is_independent() {
        let cluster = PgCluster::shared();
        let template = cluster.create_database();
        let mut original = PgConnection::connect(&template).await.unwrap();
        query("CREATE TABLE word (text TEXT)").execute(&mut original).await.unwrap();
        query("INSERT INTO word VALUES ('one')").execute(&mut original).await.unwrap();
        original.close().await.unwrap();

        for _ in 0..2 {
            let copy = cluster.create_from_template(&template);
            let mut copy = PgConnection::connect(&copy).await.unwrap();
            query("INSERT INTO word VALUES ('two')").execute(&mut copy).await.unwrap();
            let words = query_scalar::<_, i64>("SELECT count(*) FROM word");
            assert_eq!(words.fetch_one(&mut copy).await.unwrap(), 2);
        }
    }

    #[test]
    fn a_killed_test_process_leaves_no_server_behind() {
        const HOLD: &str = "PTP_TESTS_HOLD_A_CLUSTER";
        if env::var_os(HOLD).is_some() {
            println!("{} ", PgCluster::shared().create_database());
            io::stdin().read_to_end(&mut Vec::new()).unwrap();
            return;
        }

        let name = "postgres::tests::a_killed_test_process_leaves_no_server_behind";
        let mut process = Command::new(env::current_exe().unwrap())
            .args(["--exact", name, "--nocapture"])
            .env(HOLD, "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let address = lines.map(Result::unwrap).find(|line| line.contains("?host=")).unwrap();
        let folder = Path::new(address.trim_end().rsplit_once("?host=").unwrap().1);
        assert!(folder.join("data/postmaster.pid").exists());

        // SIGKILL: the process cannot clean up.
        process.kill().unwrap();
        process.wait().unwrap();
        // The folder is removed last, after the server.
        assert!((0..1000).any(|_| {
            thread::sleep(Duration::from_millis(10));
            !folder.exists()
        }));
    }
}
