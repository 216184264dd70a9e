//! How much of the processors processes have used.

use std::fs;
use std::path::Path;

use crate::Result;

/// Processor time of a server and of its database, in microseconds.
#[derive(Clone, Copy)]
pub(crate) struct Used {
    pub(crate) server: f64,
    /// None if the database is part of the server.
    pub(crate) database: Option<f64>,
}

/// Microseconds in a tick of Linux's statistics: `CLK_TCK` is 100 on every architecture.
const TICK: f64 = 10_000.0;

impl Used {
    /// Of a server until now; its database is given by its URL.
    pub(crate) fn by(server: u32, database: &str) -> Result<Self> {
        let database = database.rsplit_once("?host=").map(|(_, folder)| of_cluster(folder));
        let (_, own, _) = statistics(&server.to_string())?;
        Ok(Self { server: own, database: database.transpose()? })
    }

    /// Since an earlier time.
    pub(crate) fn since(self, earlier: Self) -> Self {
        let database = self.database.zip(earlier.database).map(|(now, then)| now - then);
        Self { server: self.server - earlier.server, database }
    }
}

/// All processes of the PostgreSQL server whose socket is in a folder.
fn of_cluster(folder: &str) -> Result<f64> {
    let file = fs::read_to_string(Path::new(folder).join("data/postmaster.pid"))?;
    let postmaster = file.lines().next().unwrap_or_default().trim();
    let (_, own, ended) = statistics(postmaster)?;
    let mut used = own + ended;
    for entry in fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(process) = name.to_str().filter(|name| name.parse::<u32>().is_ok()) else {
            continue;
        };
        // One that has ended meanwhile is counted by its parent.
        if let Ok((parent, own, _)) = statistics(process)
            && parent == postmaster
        {
            used += own;
        }
    }
    Ok(used)
}

/// The parent of a process, the time that it has used, and that of its children that ended.
fn statistics(process: &str) -> Result<(String, f64, f64)> {
    let text = fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The name, in parentheses, may contain anything.
    let fields: Vec<_> =
        text.rsplit_once(") ").map(|(_, rest)| rest.split(' ').collect()).unwrap_or_default();
    let ticks = |index: usize| -> Result<f64> {
        Ok(fields.get(index).ok_or("no such field")?.parse::<f64>()? * TICK)
    };
    let parent = fields.get(1).ok_or("no parent")?;
    Ok(((*parent).to_owned(), ticks(11)? + ticks(12)?, ticks(13)? + ticks(14)?))
}
