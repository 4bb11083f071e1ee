//! Where the table lies, and what is written into it. Every statement names its schema: files set search_path.

use super::row::{COLUMNS, Entry, entry};
use crate::server::{Client, ServerError};
use crate::sql;

/// Prisma's name for the table.
const PRISMAS: &str = "_prisma_migrations";
/// The schema of the tables that Prisma does not read.
const OWN_SCHEMA: &str = "refract";

/// Whose table it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keeper {
    /// Prisma's, in the schema that the address names, if it names one.
    Prisma(Option<String>),
    /// That of one target, in the schema `refract`.
    Target(String),
}

/// The table of migrations of a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    schema: String,
    table: String,
    /// Whether it is there.
    pub exists: bool,
    /// Other schemas with a table of Prisma's.
    pub others: Vec<String>,
}

impl Ledger {
    /// Looks for the table, and says where it would be made.
    ///
    /// # Errors
    /// When the server does not answer.
    pub fn find(client: &mut Client, keeper: &Keeper) -> Result<Ledger, ServerError> {
        let (schema, table) = match keeper {
            Keeper::Target(name) => (OWN_SCHEMA.to_owned(), name.clone()),
            Keeper::Prisma(Some(schema)) => (schema.clone(), PRISMAS.to_owned()),
            Keeper::Prisma(None) => (schema_on_path(client)?, PRISMAS.to_owned()),
        };
        let mut ledger = Ledger { schema, table, exists: false, others: Vec::new() };
        ledger.look_again(client)?;
        Ok(ledger)
    }

    /// Looks again whether the table is there: somebody else may have made it.
    ///
    /// # Errors
    /// When the server does not answer.
    pub fn look_again(&mut self, client: &mut Client) -> Result<(), ServerError> {
        (self.exists, self.others) = (false, Vec::new());
        let rows = client.query(&format!(
            "SELECT n.nspname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             WHERE c.relname = {} AND c.relkind IN ('r', 'p') ORDER BY 1",
            sql::constant(&self.table)
        ))?;
        for schema in rows.into_iter().flatten().flatten() {
            if schema == self.schema {
                self.exists = true;
            } else {
                self.others.push(schema);
            }
        }
        Ok(())
    }

    /// Its name as SQL has it.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}.{}", sql::quoted(&self.schema), sql::quoted(&self.table))
    }

    /// Its name as people read it.
    #[must_use]
    pub fn shown(&self) -> String {
        format!("{}.{}", self.schema, self.table)
    }

    /// What it holds, in the order in which it was written.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn entries(&self, client: &mut Client) -> Result<Vec<Entry>, ServerError> {
        if !self.exists {
            return Ok(Vec::new());
        }
        let rows = client.query(&format!("SELECT {COLUMNS} FROM {} ORDER BY started_at", self.name()))?;
        Ok(rows.into_iter().filter_map(entry).collect())
    }

    /// Makes the table as Prisma makes it, and its schema where that is missing. To be called with the lock.
    ///
    /// # Errors
    /// When the server refuses it.
    pub fn create(&mut self, client: &mut Client) -> Result<(), ServerError> {
        let schema = sql::quoted(&self.schema);
        // IF NOT EXISTS alone asks for the right to create one
        let is_missing = format!("SELECT 1 WHERE pg_catalog.to_regnamespace({}) IS NULL", sql::constant(&schema));
        if client.value(&is_missing)?.is_some() {
            client.run(&format!("CREATE SCHEMA IF NOT EXISTS {schema}"))?;
        }
        client.run(&format!(
            "CREATE TABLE IF NOT EXISTS {} (\n\
             \x20   id                  VARCHAR(36) PRIMARY KEY NOT NULL,\n\
             \x20   checksum            VARCHAR(64) NOT NULL,\n\
             \x20   finished_at         TIMESTAMPTZ,\n\
             \x20   migration_name      VARCHAR(255) NOT NULL,\n\
             \x20   logs                TEXT,\n\
             \x20   rolled_back_at      TIMESTAMPTZ,\n\
             \x20   started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),\n\
             \x20   applied_steps_count INTEGER NOT NULL DEFAULT 0\n)",
            self.name()
        ))?;
        self.exists = true;
        Ok(())
    }

    /// Writes that a migration begins, unless it counts as run, or any has not ended. Its id, or nothing where it did not.
    ///
    /// # Errors
    /// When the server refuses it.
    pub fn begin(&self, client: &mut Client, name: &str, checksum: &str) -> Result<Option<String>, ServerError> {
        let table = self.name();
        let (name, checksum) = (sql::constant(name), sql::constant(checksum));
        client.value(&format!(
            "INSERT INTO {table} (id, checksum, migration_name, started_at, applied_steps_count) \
             SELECT pg_catalog.gen_random_uuid()::text, {checksum}, {name}, pg_catalog.clock_timestamp(), 0 \
             WHERE NOT EXISTS (SELECT FROM {table} WHERE rolled_back_at IS NULL \
             AND (migration_name = {name} OR finished_at IS NULL)) RETURNING id"
        ))
    }

    /// The statement that writes that it has ended. `by` is who ran it, `milliseconds` how long it took.
    #[must_use]
    pub fn end_statement(&self, id: &str, by: &str, milliseconds: u128) -> String {
        format!(
            "UPDATE {} SET finished_at = pg_catalog.clock_timestamp(), applied_steps_count = 1, \
             logs = pg_catalog.json_build_object('by', {}, 'role', session_user, 'from', pg_catalog.inet_client_addr(), \
             'milliseconds', {milliseconds})::text WHERE id = {}",
            self.name(),
            sql::constant(by),
            sql::constant(id)
        )
    }

    /// Writes why a migration has failed that did not run in one transaction.
    ///
    /// # Errors
    /// When the server refuses it.
    pub fn fail(&self, client: &mut Client, id: &str, logs: &str) -> Result<(), ServerError> {
        let (logs, id) = (sql::constant(logs), sql::constant(id));
        client.run(&format!("UPDATE {} SET logs = {logs} WHERE id = {id}", self.name()))
    }

    /// Takes the row of an attempt back of which nothing was kept.
    ///
    /// # Errors
    /// When the server refuses it.
    pub fn forget(&self, client: &mut Client, id: &str) -> Result<(), ServerError> {
        client.run(&format!("DELETE FROM {} WHERE id = {}", self.name(), sql::constant(id)))
    }

    /// Whether the row of an attempt is there, and ended; `None` where there is none.
    ///
    /// # Errors
    /// When the server does not answer.
    pub fn has_ended(&self, client: &mut Client, id: &str) -> Result<Option<bool>, ServerError> {
        let id = sql::constant(id);
        let value = client.value(&format!("SELECT finished_at IS NOT NULL FROM {} WHERE id = {id}", self.name()))?;
        Ok(value.map(|value| value == "t"))
    }

    /// The statements that write a migration as run although it was not run here, as `prisma migrate resolve --applied`
    /// does.
    #[must_use]
    pub fn mark_applied(&self, name: &str, checksum: &str) -> String {
        let (table, name, checksum) = (self.name(), sql::constant(name), sql::constant(checksum));
        format!(
            "UPDATE {table} SET rolled_back_at = pg_catalog.clock_timestamp() \
             WHERE migration_name = {name} AND finished_at IS NULL AND rolled_back_at IS NULL;\n\
             WITH moment AS (SELECT pg_catalog.clock_timestamp() AS at) \
             INSERT INTO {table} (id, checksum, migration_name, started_at, finished_at, logs, applied_steps_count) \
             SELECT pg_catalog.gen_random_uuid()::text, {checksum}, {name}, at, at, '', 0 FROM moment;\n"
        )
    }

    /// The statement that writes of the attempts at a migration that did not end that they do not count.
    #[must_use]
    pub fn mark_rolled_back(&self, name: &str) -> String {
        format!(
            "UPDATE {} SET rolled_back_at = pg_catalog.clock_timestamp() \
             WHERE migration_name = {} AND finished_at IS NULL AND rolled_back_at IS NULL",
            self.name(),
            sql::constant(name)
        )
    }

    /// Whether the database has tables in one of these schemas, but for those that extensions made.
    ///
    /// # Errors
    /// When the server does not answer.
    pub fn has_tables(client: &mut Client, schemas: &[String]) -> Result<bool, ServerError> {
        let schemas: Vec<String> = schemas.iter().map(|schema| sql::constant(schema)).collect();
        if schemas.is_empty() {
            return Ok(false);
        }
        let found = client.value(&format!(
            "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
             WHERE c.relkind IN ('r', 'p') AND n.nspname IN ({}) AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d \
             WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.deptype = 'e') LIMIT 1",
            schemas.join(", ")
        ))?;
        Ok(found.is_some())
    }
}

/// The schema of the table that the search_path leads to, else the one in which it would be made.
fn schema_on_path(client: &mut Client) -> Result<String, ServerError> {
    let found = client.value(&format!(
        "SELECT COALESCE((SELECT n.nspname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n \
         ON n.oid = c.relnamespace WHERE c.oid = pg_catalog.to_regclass('{PRISMAS}')), pg_catalog.current_schema())"
    ))?;
    Ok(found.unwrap_or_else(|| "public".to_owned()))
}
