//! A session with a server.

use std::sync::Arc;
use std::time::Duration;

use postgres::config::{ChannelBinding, SslMode, SslNegotiation, TargetSessionAttrs};
use postgres::{CancelToken, Config, SimpleQueryMessage};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::address::{Address, Binding, EncryptionMode, Host};
use super::certificates;
use super::error::ServerError;

/// How long a connection may be silent before it is asked whether it still stands: proxies forget them.
const SILENCE: Duration = Duration::from_secs(30);

/// What the server says while a statement runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its SQLSTATE.
    pub state: String,
    /// Such as `WARNING` or `NOTICE`, in the server's language.
    pub severity: String,
    /// In the server's words.
    pub message: String,
    /// What the server proposes.
    pub hint: Option<String>,
}

/// Who is told what the server says while a statement runs.
pub type OnNotice = Arc<dyn Fn(Notice) + Send + Sync>;

/// One session. It ends with this value.
pub struct Client {
    inner: postgres::Client,
    tls: MakeRustlsConnect,
}

/// Stops what a session is doing, from another thread.
#[derive(Clone)]
pub struct Canceller {
    token: CancelToken,
    tls: MakeRustlsConnect,
}

impl Canceller {
    /// Asks the server to stop the statement. Whether it does is seen in the session.
    pub fn cancel(&self) {
        // where the server cannot be reached, the session ends by itself
        let _ = self.token.cancel_query(self.tls.clone());
    }
}

impl Client {
    /// Begins a session. `name` is what others see of it in `pg_stat_activity`.
    ///
    /// # Errors
    /// When there is no way to the server, or it says no.
    pub fn connect(address: &Address, name: &str, on_notice: OnNotice) -> Result<Client, ServerError> {
        let tls = certificates::connector(&address.encryption).map_err(ServerError::in_words)?;
        let mut config = config(address, name);
        config.notice_callback(move |notice| {
            on_notice(Notice {
                state: notice.code().code().to_owned(),
                severity: notice.severity().to_owned(),
                message: notice.message().to_owned(),
                hint: notice.hint().map(str::to_owned),
            });
        });
        let inner = config.connect(tls.clone()).map_err(|error| ServerError::of(&error))?;
        Ok(Client { inner, tls })
    }

    /// Sends a text as one message, and gives the rows of all its statements, every value as the server prints it.
    ///
    /// # Errors
    /// When the server refuses it, or is gone.
    pub fn query(&mut self, sql: &str) -> Result<Vec<Vec<Option<String>>>, ServerError> {
        let messages = self.inner.simple_query(sql).map_err(|error| ServerError::of(&error))?;
        let row = |message: SimpleQueryMessage| {
            // a message of another kind has no values
            let SimpleQueryMessage::Row(row) = message else { return None };
            let value = |at| row.try_get(at).ok().flatten().map(str::to_owned);
            Some((0..row.len()).map(value).collect())
        };
        Ok(messages.into_iter().filter_map(row).collect())
    }

    /// Sends a text as one message.
    ///
    /// # Errors
    /// When the server refuses it, or is gone.
    pub fn run(&mut self, sql: &str) -> Result<(), ServerError> {
        self.inner.batch_execute(sql).map_err(|error| ServerError::of(&error))
    }

    /// The first value of a query that has one row.
    ///
    /// # Errors
    /// When the server refuses it, or is gone.
    pub fn value(&mut self, sql: &str) -> Result<Option<String>, ServerError> {
        Ok(self.query(sql)?.into_iter().next().and_then(|row| row.into_iter().next()).flatten())
    }

    /// What stops the session's statement.
    #[must_use]
    pub fn canceller(&self) -> Canceller {
        Canceller { token: self.inner.cancel_token(), tls: self.tls.clone() }
    }
}

fn config(address: &Address, name: &str) -> Config {
    let mut config = Config::new();
    for Host { name, port } in &address.hosts {
        config.host(if name.is_empty() { "localhost" } else { name }).port(*port);
    }
    if let Some(user) = &address.user {
        config.user(user);
    }
    if let Some(password) = &address.password {
        config.password(password);
    }
    if let Some(database) = &address.database {
        config.dbname(database);
    }
    if let Some(options) = &address.options {
        config.options(options);
    }
    if !address.connect_timeout.is_zero() {
        config.connect_timeout(address.connect_timeout);
    }
    if address.needs_writable {
        config.target_session_attrs(TargetSessionAttrs::ReadWrite);
    }
    if address.encryption.is_direct {
        config.ssl_negotiation(SslNegotiation::Direct);
    }
    config.application_name(name).keepalives_idle(SILENCE);
    config.ssl_mode(match address.encryption.mode {
        EncryptionMode::Disable => SslMode::Disable,
        EncryptionMode::Prefer => SslMode::Prefer,
        EncryptionMode::Require | EncryptionMode::VerifyCa | EncryptionMode::VerifyFull => SslMode::Require,
    });
    config.channel_binding(match address.encryption.binding {
        Binding::Disable => ChannelBinding::Disable,
        Binding::Prefer => ChannelBinding::Prefer,
        Binding::Require => ChannelBinding::Require,
    });
    config
}
