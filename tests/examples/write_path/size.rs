//! Creating poles among few and among many.

use crate::operations::create;
use crate::server::{Role, Server};
use crate::{BOTH, Result, median};

const ROUNDS: usize = 3;
const FEW: u32 = 1_000;
const MANY: u32 = 100_000;

/// Measures both databases, and prints a line for each.
pub(crate) fn measure() -> Result<()> {
    println!("creates of the service per second, among {FEW} and among {MANY} poles");
    for kind in BOTH {
        let [few, many] = [FEW, MANY].map(|poles| Server::start(Role::Service, kind, poles));
        let servers = [few?, many?];
        let mut rates = [Vec::new(), Vec::new()];
        for _ in 0..ROUNDS {
            for (server, rates) in servers.iter().zip(&mut rates) {
                rates.push(create(server)?.rate());
            }
        }
        let [few, many] = rates.map(median);
        println!("{kind:?}: {few:.0} and {many:.0}: {:.0} %", many / few * 100.0);
        for server in servers {
            server.stop()?;
        }
    }
    Ok(())
}
