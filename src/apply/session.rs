//! The session in which files run: what is set in it, and how it is brought back to that after a file.

use std::collections::BTreeMap;

use crate::server::{Client, ServerError};
use crate::sql;

/// What is set in a session before a file runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Who runs the files, and owns what they make.
    pub role: Option<String>,
    /// PostgreSQL's parameters, with their values.
    pub values: BTreeMap<String, String>,
}

/// A session for files.
pub struct Session {
    /// The session itself.
    pub client: Client,
    settings: Settings,
    /// Whether a pooler stands between: what is set must not outlive a transaction.
    pub is_pooled: bool,
}

/// What a platform may have set for the role, and would stop a migration. A newer server has more of them.
const LIMITS: [&str; 2] = ["statement_timeout", "idle_in_transaction_session_timeout"];

impl Session {
    /// Begins, with the settings.
    ///
    /// # Errors
    /// When the server refuses one of them.
    pub fn begin(client: Client, settings: Settings, is_pooled: bool) -> Result<Session, ServerError> {
        let mut session = Session { client, settings, is_pooled };
        session.set()?;
        Ok(session)
    }

    /// Takes back whatever a file has set, made for the session or locked in it.
    ///
    /// # Errors
    /// When the server does not answer.
    pub fn renew(&mut self) -> Result<(), ServerError> {
        if self.is_pooled {
            return Ok(());
        }
        self.client.run("DISCARD ALL")?;
        self.set()
    }

    fn set(&mut self) -> Result<(), ServerError> {
        if self.is_pooled {
            return Ok(());
        }
        // a server whose client is gone stops; not every operating system can tell
        let _ = self.client.run("SET client_connection_check_interval = '1s'");
        let sql = self.statements("SET");
        self.client.run(&sql)
    }

    /// What has to be said at the start of a transaction, where nothing is set for the session.
    #[must_use]
    pub fn set_local(&self) -> String {
        if self.is_pooled { self.statements("SET LOCAL") } else { String::new() }
    }

    /// What brings back the role in which the row is written, whatever the file has become.
    #[must_use]
    pub fn own_role(&self) -> String {
        let role = self.role("SET LOCAL").unwrap_or_else(|| "RESET ROLE".to_owned());
        format!("RESET SESSION AUTHORIZATION; {role}; ")
    }

    fn role(&self, set: &str) -> Option<String> {
        self.settings.role.as_ref().map(|role| format!("{set} ROLE {}", sql::quoted(role)))
    }

    fn statements(&self, set: &str) -> String {
        let mut statements = String::new();
        for limit in LIMITS.iter().filter(|limit| !self.settings.values.contains_key(**limit)) {
            statements.push_str(&format!("{set} {limit} = 0; "));
        }
        for (name, value) in &self.settings.values {
            // a parameter of an extension has a dot in its name
            let name: Vec<String> = name.split('.').map(sql::quoted).collect();
            // a list of schemas is quoted by whoever wrote it
            let value = if name == ["\"search_path\""] { value.clone() } else { sql::constant(value) };
            statements.push_str(&format!("{set} {} = {value}; ", name.join(".")));
        }
        statements + &self.role(set).map_or_else(String::new, |role| role + "; ")
    }
}
