//! A client of the one part of PostgreSQL's protocol that the tests need: the simple query.
//!
//! psql cannot send a file as one query, and starting a program for every look at the catalog is slow.
//! Protocol: <https://www.postgresql.org/docs/current/protocol-message-formats.html>

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;

/// One session. It stays open between queries, so it can hold a transaction, and its locks, while another one works.
pub struct Connection {
    stream: UnixStream,
}

impl Connection {
    pub fn open(socket: &Path, database: &str) -> Result<Connection, String> {
        let stream = UnixStream::connect(socket).map_err(|error| format!("{}: {error}", socket.display()))?;
        let mut connection = Connection { stream };
        let startup = format!("\0\x03\0\0user\0postgres\0database\0{database}\0\0");
        connection.send(None, startup.as_bytes());
        connection.reply().map(|_| connection)
    }

    /// Sends the text as one simple query, as most drivers do with a script. The rows, a line each with `|` between the
    /// columns as `psql -At` prints them, and warnings; or the server's message.
    pub fn run(&mut self, sql: &str) -> Result<String, String> {
        self.send(Some(b'Q'), &[sql.as_bytes(), b"\0"].concat());
        self.reply()
    }

    fn send(&mut self, kind: Option<u8>, body: &[u8]) {
        let length = u32::try_from(body.len() + 4).expect("a message under 4 GB");
        let mut message: Vec<u8> = kind.into_iter().collect();
        message.extend(length.to_be_bytes());
        message.extend(body);
        self.stream.write_all(&message).expect("the server reads");
    }

    /// Reads up to the message that says the server is ready for the next query, or up to the end of the session.
    fn reply(&mut self) -> Result<String, String> {
        let mut lines = String::new();
        let mut error = None;
        loop {
            let (kind, body) = match self.receive() {
                Ok(message) => message,
                Err(end) => return Err(error.unwrap_or_else(|| format!("the server hung up: {end}"))),
            };
            match kind {
                b'D' => lines.push_str(&row(&body)),
                b'N' => lines.push_str(&format!("{}\n", message(&body))),
                b'E' => error = Some(message(&body)),
                b'G' => panic!("COPY FROM STDIN is psql's business: use run_file_statement_by_statement"),
                b'Z' => return error.map_or(Ok(lines), Err),
                _ => {}
            }
        }
    }

    fn receive(&mut self) -> io::Result<(u8, Vec<u8>)> {
        let mut head = [0; 5];
        self.stream.read_exact(&mut head)?;
        let [kind, length @ ..] = head;
        let mut body = vec![0; u32::from_be_bytes(length) as usize - 4];
        self.stream.read_exact(&mut body)?;
        Ok((kind, body))
    }
}

impl Drop for Connection {
    /// Waits until the session is over: a database with a session in it can be neither copied nor dropped.
    fn drop(&mut self) {
        if self.stream.write_all(b"X\0\0\0\x04").is_ok() {
            while self.receive().is_ok() {}
        }
    }
}

fn row(body: &[u8]) -> String {
    let mut rest = &body[2..];
    let mut values = Vec::new();
    while let Some((length, tail)) = rest.split_first_chunk::<4>() {
        // -1 is NULL
        let length = usize::try_from(i32::from_be_bytes(*length)).unwrap_or(0);
        let (value, tail) = tail.split_at(length);
        values.push(String::from_utf8_lossy(value));
        rest = tail;
    }
    format!("{}\n", values.join("|"))
}

/// An error or a warning as psql prints it, without the position in the query.
fn message(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let field = |code: char| text.split('\0').find_map(|field| field.strip_prefix(code)).map(str::to_string);
    let line = |label: &str, code| field(code).map(|text| format!("\n{label}:  {text}")).unwrap_or_default();
    let (severity, primary) = (field('S').unwrap_or_default(), field('M').unwrap_or_default());
    format!("{severity}:  {primary}{}{}{}", line("DETAIL", 'D'), line("HINT", 'H'), line("CONTEXT", 'W'))
}
