//! A migration as people and programs run it: whole, in pieces, cut off.

use super::database::Database;

/// The ways of running that differ in what is one transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The whole text as one simple query.
    OneQuery,
    /// `psql -f`.
    File,
    /// `psql -1 -f`.
    OneTransaction,
    /// Every statement as a query of its own, going on after an error as `psql -f` does by itself.
    Alone,
}

impl Way {
    pub const ALL: [Way; 4] = [Way::OneQuery, Way::File, Way::OneTransaction, Way::Alone];

    /// Whether all of a file is one transaction, unless it says otherwise.
    pub fn is_one_transaction(self) -> bool {
        matches!(self, Way::OneQuery | Way::OneTransaction)
    }

    /// Runs a script: what the server says first when something goes wrong.
    pub fn run(self, database: &Database, sql: &str) -> Result<(), String> {
        match self {
            Way::OneQuery => database.run_as_one_query(sql).map(drop),
            Way::File => database.run_file_statement_by_statement(sql).map(drop),
            Way::OneTransaction => database.run_in_one_transaction(sql).map(drop),
            Way::Alone => {
                let mut session = database.connect();
                let results: Vec<_> = statements(sql).iter().map(|statement| session.run(statement)).collect();
                results.into_iter().collect::<Result<Vec<_>, _>>().map(drop)
            }
        }
    }
}

/// The beginnings of a script that end with a statement, without the whole.
pub fn cuts(sql: &str) -> Vec<String> {
    let statements = statements(sql);
    (1..statements.len()).map(|cut| statements[..cut].concat()).collect()
}

/// The statements of a file of ours: a DO block ends with its own line.
pub fn statements(sql: &str) -> Vec<String> {
    let mut statements = vec![String::new()];
    let mut tag: Option<String> = None;
    for line in sql.lines() {
        let Some(last) = statements.last_mut() else { break };
        last.push_str(line);
        last.push('\n');
        if let Some(opened) = line.strip_prefix("DO ") {
            tag = Some(format!("{opened};"));
        }
        let ends = match &tag {
            Some(tag) => line == tag,
            None => line.ends_with(';') && !line.starts_with("--"),
        };
        if ends {
            tag = None;
            statements.push(String::new());
        }
    }
    statements.retain(|statement| !statement.trim().is_empty());
    statements
}
