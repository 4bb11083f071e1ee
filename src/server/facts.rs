//! What a server is, before anything is done in it.

use super::client::Client;
use super::error::ServerError;

/// What counts of a database before anything runs in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Whether nothing can be written: a standby, or so it was set.
    pub is_read_only: bool,
    /// Whether its tables may be spread over several servers.
    pub has_citus: bool,
    /// What tells it from every other database: of the cluster, and in it. `None` where the role may not know.
    pub identity: Option<String>,
}

impl Facts {
    /// Asks the server.
    ///
    /// # Errors
    /// When it does not answer.
    pub fn of(client: &mut Client) -> Result<Facts, ServerError> {
        let rows = client.query(
            "SELECT pg_catalog.pg_is_in_recovery() OR pg_catalog.current_setting('transaction_read_only') = 'on', \
             EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = 'citus')",
        )?;
        let is = |at: usize| rows.first().and_then(|row| row.get(at)).is_some_and(|it| it.as_deref() == Some("t"));
        let identity = client.value(
            "SELECT (SELECT system_identifier FROM pg_catalog.pg_control_system())::text || '/' || (SELECT oid::text \
             FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())",
        );
        // some platforms do not let anybody ask
        Ok(Facts { is_read_only: is(0), has_citus: is(1), identity: identity.ok().flatten() })
    }
}
