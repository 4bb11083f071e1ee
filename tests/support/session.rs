//! Sessions that are used again: to begin one takes the server longer than most of what is asked in it.

use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use super::wire::Connection;

/// Where sessions of one database are while nobody uses them.
#[derive(Clone)]
pub struct Sessions {
    socket: PathBuf,
    database: String,
    idle: Arc<Mutex<Vec<Connection>>>,
}

/// A session that is as good as a new one; what is open in it ends with this value.
pub struct Session {
    /// There until the end.
    connection: Option<Connection>,
    from: Sessions,
}

impl Sessions {
    pub fn of(socket: PathBuf, database: &str) -> Sessions {
        Sessions { socket, database: database.to_owned(), idle: Arc::default() }
    }

    pub fn open(&self) -> Session {
        let idle = self.idle.lock().expect("nobody panics with it").pop();
        let connection = idle.unwrap_or_else(|| Connection::open(&self.socket, &self.database).expect("a session"));
        Session { connection: Some(connection), from: self.clone() }
    }

    /// Ends those that nobody uses: a database with a session in it can be neither copied nor dropped.
    pub fn end(&self) {
        self.idle.lock().expect("nobody panics with it").clear();
    }
}

impl Deref for Session {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection.as_ref().expect("it is there until the end")
    }
}

impl DerefMut for Session {
    fn deref_mut(&mut self) -> &mut Connection {
        self.connection.as_mut().expect("it is there until the end")
    }
}

impl Drop for Session {
    /// PostgreSQL takes everything back that a session has set, made for itself or prepared. It refuses to in a transaction,
    /// which then ends with the session.
    fn drop(&mut self) {
        if let Some(mut connection) = self.connection.take()
            && !std::thread::panicking()
            && connection.run("DISCARD ALL").is_ok()
        {
            self.from.idle.lock().expect("nobody panics with it").push(connection);
        }
    }
}
