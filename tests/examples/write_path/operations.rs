//! Three operations of the service beside those of the baseline.

use ptp_tests::fixtures::json::{company, pole_of_eight, tax_code};
use ptp_tests::fixtures::steps::submission;

use crate::client::{Request, Round, round};
use crate::server::{Role, Server};
use crate::{BOTH, Result, median};

const ROUNDS: usize = 3;

/// What is measured, in the order in which a pole goes through it.
const OPERATIONS: [&str; 3] =
    ["create a pole with 8 members", "add a member to a draft", "submit an application"];

/// Of each round: requests per second, and microseconds of processor time per request for the server
/// and for its database.
#[derive(Default)]
struct Measured {
    rates: Vec<f64>,
    server: Vec<f64>,
    database: Vec<f64>,
}

/// Measures both databases, and prints a table.
pub(crate) fn measure() -> Result<()> {
    println!(
        "requests/s · µs of CPU a request, server (+ database), medians of {ROUNDS} rounds\n\
         {:<38}{:>24}{:>24}{:>8}",
        "", "service", "baseline", "ratio"
    );
    for kind in BOTH {
        let roles = [Role::Service, Role::Baseline];
        let [service, baseline] = roles.map(|role| Server::start(role, kind, 0));
        let servers = [service?, baseline?];
        let mut measured: [[Measured; 2]; 3] = Default::default();
        for _ in 0..ROUNDS {
            for (which, server) in servers.iter().enumerate() {
                for (operation, one) in go_through(server)?.into_iter().enumerate() {
                    let Measured { rates, server, database } = &mut measured[operation][which];
                    rates.extend(one.rates);
                    server.extend(one.server);
                    database.extend(one.database);
                }
            }
        }
        for (what, [service, baseline]) in OPERATIONS.into_iter().zip(measured) {
            let ratio = median(service.rates.clone()) / median(baseline.rates.clone());
            let (service, baseline) = (service.shown(), baseline.shown());
            let what = format!("{kind:?}: {what}");
            println!("{what:<38}{service:>24}{baseline:>24}{:>7.0}%", ratio * 100.0);
        }
        for server in servers {
            server.stop()?;
        }
    }
    Ok(())
}

/// Creates poles, adds a member to each, submits each.
fn go_through(server: &Server) -> Result<[Measured; 3]> {
    let (created, creating) = measured(server, || create(server))?;
    let drafts = &created.made;
    let body = company("Nuova S.p.A.", &tax_code(7_000_000), "28.41").to_string().into_bytes();
    let add = |number: usize| {
        let (owner, draft) = drafts.get(number)?;
        let (path, token) = (format!("{draft}/members"), server.token(*owner));
        Some(Request { path, token, body: body.clone() })
    };
    let submit = |number: usize| {
        let (owner, draft) = drafts.get(number)?;
        let (path, token) = ("/v1/applications".to_owned(), server.token(*owner));
        Some(Request { path, token, body: submission(&server.call, draft).to_string().into() })
    };
    let (_, adding) = measured(server, || round(&server.address, 0, add))?;
    let (_, submitting) = measured(server, || round(&server.address, 0, submit))?;
    Ok([creating, adding, submitting])
}

/// Creates poles of many organisations.
pub(crate) fn create(server: &Server) -> Result<Round> {
    let body = pole_of_eight().to_string().into_bytes();
    round(&server.address, 0, |number| {
        let (path, token) = ("/v1/poles".to_owned(), server.token(number));
        Some(Request { path, token, body: body.clone() })
    })
}

fn measured(server: &Server, run: impl FnOnce() -> Result<Round>) -> Result<(Round, Measured)> {
    let before = server.used()?;
    let round = run()?;
    let used = server.used()?.since(before);
    let each = |used: f64| used / round.count();
    let measured = Measured {
        rates: vec![round.rate()],
        server: vec![each(used.server)],
        database: used.database.map(each).into_iter().collect(),
    };
    Ok((round, measured))
}

impl Measured {
    fn shown(self) -> String {
        let (rate, server) = (median(self.rates), median(self.server));
        if self.database.is_empty() {
            return format!("{rate:.0} · {server:.0}");
        }
        format!("{rate:.0} · {server:.0} (+{:.0})", median(self.database))
    }
}
