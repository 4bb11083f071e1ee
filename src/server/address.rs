//! The address of a database: `postgresql://user:password@host:port/database?parameters`.
//! <https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS>

use std::fmt;
use std::time::Duration;

/// The port of PostgreSQL.
pub(super) const PORT: u16 = 5432;

/// Where a database is, and how to reach it. Neither `Debug` nor `Display` shows more than host, port and database.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    /// In the order in which they are tried; at least one.
    pub(super) hosts: Vec<Host>,
    /// Who to be; the user of the operating system where nobody says.
    pub(super) user: Option<String>,
    pub(super) password: Option<String>,
    /// The user's name where nobody says.
    pub(super) database: Option<String>,
    pub(super) encryption: Encryption,
    /// What goes to the server as `options`.
    pub(super) options: Option<String>,
    /// No limit where it is zero.
    pub(super) connect_timeout: Duration,
    pub(super) needs_writable: bool,
    /// `?schema=`: Prisma's search_path, and where its ledger lies.
    pub schema: Option<String>,
    /// `?pgbouncer=true`.
    pub(super) says_pooler: bool,
    /// Names of parameters that nobody here knows.
    pub passed_over: Vec<String>,
}

/// One of the places where the server may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Host {
    /// A name, a number, or the folder of a socket.
    pub(super) name: String,
    pub(super) port: u16,
}

/// How what is sent is protected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Encryption {
    pub(super) mode: EncryptionMode,
    /// Certificates to trust in place of the public ones: a file, or `system`.
    pub(super) root: Option<String>,
    /// The client's own certificate, and the key of it.
    pub(super) own: Option<(String, String)>,
    pub(super) is_direct: bool,
    pub(super) binding: Binding,
}

/// What libpq calls sslmode. `allow` is `Prefer` here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EncryptionMode {
    Disable,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

/// What libpq calls channel_binding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Binding {
    Disable,
    Prefer,
    Require,
}

/// Why something is no address. No part of it is repeated, since any may be the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressProblem {
    /// Nothing is there.
    Empty,
    /// Quote marks stand around it.
    InQuotes,
    /// It is Prisma's Accelerate, or its local server, which speak another protocol.
    PrismaProxy,
    /// It does not begin with `postgresql://`.
    OtherScheme,
    /// A sign that has to be escaped stands in the password.
    UnescapedSign,
    /// A `%` that no two hexadecimal digits follow.
    BadEscape,
    /// A port that is none.
    BadPort,
    /// A known parameter with a value that it cannot have.
    BadParameter(&'static str),
}

impl AddressProblem {
    /// What is wrong, to stand behind the name of the variable.
    #[must_use]
    pub fn message(self) -> String {
        match self {
            AddressProblem::Empty => "is empty".to_owned(),
            AddressProblem::InQuotes => "has quote marks around its value".to_owned(),
            AddressProblem::PrismaProxy => "is an address of Prisma Accelerate or Prisma's local server".to_owned(),
            AddressProblem::OtherScheme => "is no address of a PostgreSQL database".to_owned(),
            AddressProblem::UnescapedSign => "has a sign in it that must be escaped".to_owned(),
            AddressProblem::BadEscape => "has a `%` in it that no two hexadecimal digits follow".to_owned(),
            AddressProblem::BadPort => "has a port that is no number from 1 to 65535".to_owned(),
            AddressProblem::BadParameter(name) => format!("has a value of `{name}` that cannot be"),
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn help(self) -> &'static str {
        match self {
            AddressProblem::Empty | AddressProblem::OtherScheme => {
                "write postgresql://USER:PASSWORD@HOST:5432/DATABASE"
            }
            AddressProblem::InQuotes => "take them away; docker's --env-file, for example, does not",
            AddressProblem::PrismaProxy => "use the address of the database itself, which begins with postgresql://",
            AddressProblem::UnescapedSign => {
                "in user and password write %40 for @, %23 for #, %2F for /, %3F for ? and %25 for %"
            }
            AddressProblem::BadEscape => "write %25 for a % that is meant as it is",
            AddressProblem::BadPort => "write HOST:5432",
            AddressProblem::BadParameter(_) => {
                "see https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS"
            }
        }
    }
}

impl Address {
    /// The address with this password where it has none.
    #[must_use]
    pub fn or_password(mut self, password: Option<String>) -> Address {
        self.password = self.password.or(password);
        self
    }

    /// Whether a pooler that hands out a server for one transaction at a time seems to stand between: what is set in a
    /// session, and its locks, would be somebody else's there.
    #[must_use]
    pub fn is_pooled(&self) -> bool {
        let host = |host: &Host| {
            let name = host.name.as_str();
            host.port == 6543 || name.contains("-pooler.") || name.contains(".pooler.") && host.port != PORT
        };
        self.says_pooler || self.hosts.iter().any(host)
    }

    /// The names of the hosts, for what is to be said of them.
    pub(super) fn host_names(&self) -> impl Iterator<Item = &str> {
        self.hosts.iter().map(|host| host.name.as_str())
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, Host { name, port }) in self.hosts.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            // the folder of a socket is on this machine
            let name = if name.is_empty() || name.starts_with('/') { "localhost" } else { name };
            if name.contains(':') { write!(f, "{comma}[{name}]:{port}")? } else { write!(f, "{comma}{name}:{port}")? }
        }
        let database = self.database.as_deref().or(self.user.as_deref()).unwrap_or_default();
        write!(f, "/{database}")
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

pub(super) fn read_port(text: &str) -> Result<u16, AddressProblem> {
    text.parse().ok().filter(|port| *port != 0).ok_or(AddressProblem::BadPort)
}

/// A part of an address without its `%` escapes.
pub(super) fn decoded(text: &str) -> Result<String, AddressProblem> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = tail.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let value = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let value = value.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(|value| *value != 0);
        bytes.push(value.ok_or(AddressProblem::BadEscape)?);
        rest = &tail[2..];
    }
    String::from_utf8(bytes).map_err(|_| AddressProblem::BadEscape)
}
