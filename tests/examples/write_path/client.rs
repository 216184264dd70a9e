//! A client that costs little: blocking sockets that are kept, requests written as they are.

use std::io::{self, BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::Result;

/// Connections at the same time.
pub(crate) const CONNECTIONS: usize = 16;
/// How long a round lasts at most.
const ROUND: Duration = Duration::from_secs(3);

/// A `POST` of JSON.
pub(crate) struct Request<'a> {
    pub(crate) path: String,
    pub(crate) token: &'a str,
    pub(crate) body: Vec<u8>,
}

/// What a round came to.
pub(crate) struct Round {
    pub(crate) elapsed: Duration,
    /// Of each request its number, and the path of what it made.
    pub(crate) made: Vec<(usize, String)>,
}

impl Round {
    /// Requests answered.
    pub(crate) fn count(&self) -> f64 {
        f64::from(u32::try_from(self.made.len()).unwrap_or(u32::MAX))
    }

    /// Requests answered in a second.
    pub(crate) fn rate(&self) -> f64 {
        self.count() / self.elapsed.as_secs_f64()
    }
}

/// Sends requests, numbered from `first`, until there is no further one or the round is over.
pub(crate) fn round<'a>(
    address: &str,
    first: usize,
    request: impl Fn(usize) -> Option<Request<'a>> + Sync,
) -> Result<Round> {
    let next = AtomicUsize::new(first);
    let begun = Instant::now();
    let one_after_the_other = || -> io::Result<Vec<(usize, String)>> {
        let mut connection = Connection::open(address)?;
        let mut made = Vec::new();
        while begun.elapsed() < ROUND {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(request) = request(number) else { break };
            made.push((number, connection.create(&request)?));
        }
        Ok(made)
    };
    let made = thread::scope(|scope| {
        let clients: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(one_after_the_other)).collect();
        let mut made = Vec::new();
        for client in clients {
            made.extend(client.join().map_err(|_| "a client panicked")??);
        }
        Ok::<_, Box<dyn std::error::Error>>(made)
    })?;
    Ok(Round { elapsed: begun.elapsed(), made })
}

struct Connection(BufReader<TcpStream>);

impl Connection {
    fn open(address: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self(BufReader::new(stream)))
    }

    /// Sends a request that has to be answered with 201; the path of what it made.
    fn create(&mut self, Request { path, token, body }: &Request<'_>) -> io::Result<String> {
        let length = body.len();
        let mut message = format!(
            "POST {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n"
        )
        .into_bytes();
        message.extend_from_slice(body);
        self.0.get_mut().write_all(&message)?;

        let status = self.line()?;
        let (mut length, mut location) = (0, String::new());
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            let Some((name, value)) = line.split_once(": ") else { continue };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().map_err(io::Error::other)?,
                "location" => value.clone_into(&mut location),
                _ => {}
            }
        }
        let mut answer = vec![0; length];
        self.0.read_exact(&mut answer)?;
        if status == "HTTP/1.1 201 Created" {
            return Ok(location);
        }
        Err(io::Error::other(format!("{status} {}", String::from_utf8_lossy(&answer))))
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        self.0.read_line(&mut line)?;
        line.truncate(line.trim_end().len());
        Ok(line)
    }
}
