//! One run at a time in a database: Prisma's advisory lock, so that `prisma migrate deploy` waits too.
//!
//! It is only ever tried: a session that waits in `pg_advisory_lock` holds a snapshot, and `CREATE INDEX CONCURRENTLY` next
//! door would wait for it in a circle. So that nobody waits for a build either, a file that runs in pieces holds a second
//! key in place of the first.

use super::place::Ledger;
use crate::server::{Client, ServerError};
use crate::sql;

/// Prisma's key: <https://www.prisma.io/docs/orm/prisma-migrate/workflows/development-and-production#advisory-locking>.
const KEY: u32 = 72_707_369;

/// Who holds a lock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holder {
    /// The process of the server.
    pub pid: String,
    /// Whose session it is.
    pub role: String,
    /// What the session calls itself.
    pub application: String,
    /// For how many seconds its transaction, or else its session, has been open.
    pub seconds: String,
}

impl Holder {
    /// As people read it.
    #[must_use]
    pub fn shown(&self) -> String {
        let Holder { pid, role, application, seconds } = self;
        let application = if application.is_empty() { "a program without a name" } else { application };
        format!("{application}, role {role}, pid {pid}, for {seconds} s")
    }
}

/// Begins a transaction that has the lock. False, and no transaction, where somebody else has it.
///
/// # Errors
/// When the server does not answer.
pub fn begin_with_lock(client: &mut Client) -> Result<bool, ServerError> {
    let value = client.value(&format!("BEGIN; SELECT pg_catalog.pg_try_advisory_xact_lock({KEY})"))?;
    if value.as_deref() == Some("t") {
        return Ok(true);
    }
    client.run("ROLLBACK")?;
    Ok(false)
}

/// Takes the key of a build for this session. False where another session has it.
///
/// # Errors
/// When the server does not answer.
pub fn lock_build(client: &mut Client, ledger: &Ledger) -> Result<bool, ServerError> {
    let sql = format!("SELECT pg_catalog.pg_try_advisory_lock({KEY}, {})", build_key(ledger));
    Ok(client.value(&sql)?.as_deref() == Some("t"))
}

/// Gives the key of a build back.
///
/// # Errors
/// When the server does not answer.
pub fn unlock_build(client: &mut Client, ledger: &Ledger) -> Result<(), ServerError> {
    client.query(&format!("SELECT pg_catalog.pg_advisory_unlock({KEY}, {})", build_key(ledger))).map(drop)
}

/// The oid of the table, as the signed number that the function takes.
fn build_key(ledger: &Ledger) -> String {
    format!(
        "(({}::pg_catalog.regclass::pg_catalog.oid::int8 + 2147483648) % 4294967296 - 2147483648)::int4",
        sql::constant(&ledger.name())
    )
}

/// Who holds Prisma's lock.
///
/// # Errors
/// When the server does not answer.
pub fn holder(client: &mut Client) -> Result<Option<Holder>, ServerError> {
    held(client, &format!("l.classid = 0 AND l.objid = {KEY} AND l.objsubid = 1"))
}

/// Who runs a file in pieces.
///
/// # Errors
/// When the server does not answer.
pub fn builder(client: &mut Client, ledger: &Ledger) -> Result<Option<Holder>, ServerError> {
    if !ledger.exists {
        return Ok(None);
    }
    let table = sql::constant(&ledger.name());
    held(
        client,
        &format!("l.classid = {KEY} AND l.objid = {table}::pg_catalog.regclass::pg_catalog.oid AND l.objsubid = 2"),
    )
}

fn held(client: &mut Client, which: &str) -> Result<Option<Holder>, ServerError> {
    let rows = client.query(&format!(
        "SELECT l.pid, COALESCE(a.usename, ''), COALESCE(a.application_name, ''), \
         COALESCE(extract(epoch FROM pg_catalog.clock_timestamp() - COALESCE(a.xact_start, a.backend_start))::int8, 0) \
         FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid \
         WHERE l.locktype = 'advisory' AND l.granted AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d \
         WHERE d.datname = pg_catalog.current_database()) AND {which} LIMIT 1"
    ))?;
    let row = rows.into_iter().next().and_then(|row| <[Option<String>; 4]>::try_from(row).ok());
    Ok(row.map(|[pid, role, application, seconds]| Holder {
        pid: pid.unwrap_or_default(),
        role: role.unwrap_or_default(),
        application: application.unwrap_or_default(),
        seconds: seconds.unwrap_or_default(),
    }))
}
