//! One element, or several, in a repository and in databases of their own: every command in turn, and what became of it.

use std::collections::BTreeSet;

use super::bare;
use super::damage::{mended, widened};
use super::element::{Column, Element};
use super::home::{Home, migrations, ran, servers};
use super::operation::Operation;
use super::print::{Names, Print, differing, own_name, print, shown};
use super::probe::{queries, works_in};
use super::said::{codes_that_name, file_names};
use super::schema_text::SchemaText;
use crate::cli::{Run, files, read, run};
use crate::support::database::Database;
use crate::support::wire::Connection;
use crate::support_git::Sandbox;

/// What became of the elements, in the words of the page; or what went wrong.
pub type Verdict = Result<String, String>;

/// The elements in a repository.
pub struct Trial<'a> {
    elements: Vec<&'a Element>,
    sandbox: Sandbox,
    schema: SchemaText,
    homes: Vec<Home>,
}

const DATE: [&str; 2] = ["--date", "2026-02-01"];

/// What somebody might break beside an element.
const DAMAGE: [&str; 4] = [
    "DROP INDEX \"T_other_idx\"",
    "ALTER TABLE \"T\" ALTER other DROP DEFAULT",
    "ALTER TABLE \"T\" ALTER other DROP NOT NULL",
    "ALTER TABLE \"U\" DROP CONSTRAINT \"U_pkey\"",
];

impl<'a> Trial<'a> {
    /// Sets them up. An error where PostgreSQL does not take the history: such elements do not go together.
    pub fn of(elements: Vec<&'a Element>, turn: usize) -> Result<Trial<'a>, String> {
        let sandbox = Sandbox::repository();
        let schema = SchemaText::of(&elements);
        let texts = migrations(&elements, None);
        sandbox.write("prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n");
        for (at, text) in texts.iter().enumerate() {
            sandbox.write(&format!("prisma/migrations/2026010{}000000_step/migration.sql", at + 1), text);
        }
        // git has the names of before, which a rename asks for
        sandbox.write("prisma/schema.prisma", schema.text()).commit("with a history");
        let mut homes = Vec::new();
        for (server, version) in servers(&elements, turn) {
            homes.push(Home::of(server, version, &elements, &texts)?);
        }
        Ok(Trial { elements, sandbox, schema, homes })
    }

    /// What the elements are in the newest of their databases, beyond what the common history has.
    pub fn prints(&self) -> impl Iterator<Item = (&'static str, &Print)> {
        self.homes.iter().map(|home| (home.version, &home.before))
    }

    /// The newest database, and the schema that goes with it.
    pub fn database_and_schema(&self) -> (&Database, String) {
        (&self.homes[0].database, self.schema.text())
    }

    /// The column that is changed: that of the first element.
    fn column(&self) -> Column {
        self.elements[0].column
    }

    /// Tries one operation.
    pub fn tried(&self, operation: Operation) -> Verdict {
        let column = self.column();
        let schema = self.schema.clone();
        match operation {
            Operation::Check => {
                let checked = run(&self.sandbox, &["check"]);
                if checked.code == 0 { Ok("in sync".to_owned()) } else { Err(said_shortly(&checked)) }
            }
            Operation::AddColumn => self.generated(operation, &schema.with_another_column(), Names::Same),
            Operation::RenameTable => self.generated(operation, &schema.with_table_renamed(), Names::Table),
            Operation::RenameColumn => {
                self.generated(operation, &schema.with_column_renamed(column), Names::Column(column))
            }
            Operation::ChangeType => self.generated(operation, &schema.with_other_type(column), Names::Same),
            // another table refers to it
            Operation::DropColumn if column == Column::Id => Ok("not tried".to_owned()),
            Operation::DropColumn => self.generated(operation, &schema.without_column(column), Names::Same),
            Operation::Repair => self.repaired(),
            Operation::RepairDamage => self.repaired_column(),
            Operation::Baseline => self.baselined(),
            Operation::Squash => self.squashed(),
        }
    }

    /// Edits the schema, generates, runs twice, and checks; then all is as before.
    fn generated(&self, operation: Operation, schema: &SchemaText, names: Names) -> Verdict {
        let before = files(&self.sandbox);
        self.sandbox.write("prisma/schema.prisma", schema.text());
        let mut generated = run(&self.sandbox, &[&["generate"][..], &DATE].concat());
        let mut said = String::new();
        if generated.code != 0 && generated.stderr.contains("--allow-destructive") {
            said = generated.to_string();
            generated = run(&self.sandbox, &[&["generate", "--allow-destructive"][..], &DATE].concat());
        }
        let new: Vec<String> = files(&self.sandbox).into_iter().filter(|file| !before.contains(file)).collect();
        let sql: String = new.iter().map(|file| read(&self.sandbox, file)).collect();
        said.push_str(&generated.to_string());
        let checked = run(&self.sandbox, &["check"]);
        self.sandbox.write("prisma/schema.prisma", self.schema.text());
        for file in &new {
            self.sandbox.remove(file.rsplit_once('/').map_or(file, |(folder, _)| folder));
        }
        if generated.code != 0 {
            return self.refused(&said, &new);
        }
        if checked.code != 0 {
            return Err(format!("check after it: {}", said_shortly(&checked)));
        }
        let mut named = BTreeSet::new();
        let mut verdict = if self.called().any(|called| file_names(&sql, called)) { "carried over" } else { "stays" };
        for home in &self.homes {
            let missed = self.missed(operation, home, &sql, names)?;
            for (object, what) in missed {
                let mut codes = codes_that_name(&said, own_name(&object));
                codes.extend(self.called().flat_map(|called| codes_that_name(&said, called)));
                if codes.is_empty() {
                    return Err(format!("on {}: {object} is not named: {what}", home.version));
                }
                named.extend(codes);
                verdict = "named";
            }
        }
        let codes: Vec<String> = if named.is_empty() {
            self.called()
                .flat_map(|called| codes_that_name(&said, called))
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect()
        } else {
            named.into_iter().collect()
        };
        Ok([verdict.to_owned()].into_iter().chain(codes).collect::<Vec<_>>().join(" "))
    }

    fn called(&self) -> impl Iterator<Item = &'static str> {
        self.elements.iter().map(|element| element.called)
    }

    fn refused(&self, said: &str, new: &[String]) -> Verdict {
        let codes: BTreeSet<String> = self.called().flat_map(|called| codes_that_name(said, called)).collect();
        if !new.is_empty() {
            return Err(format!("refused, and wrote {new:?}"));
        }
        if codes.is_empty() {
            return Err(format!("refused without the name: {}", said.trim()));
        }
        Ok(format!("refused {}", codes.into_iter().collect::<Vec<_>>().join(" ")))
    }

    /// Runs the file twice. The objects that are not what they should be, and the queries that fail now, with a reason.
    fn missed(
        &self,
        operation: Operation,
        home: &Home,
        sql: &str,
        names: Names,
    ) -> Result<Vec<(String, String)>, String> {
        let mut session = home.database.connect();
        session.run("BEGIN")?;
        let mut first = None;
        for time in ["first", "second"] {
            session.run(sql).map_err(|error| format!("PostgreSQL {}, {time} run: {error}", home.version))?;
            let after = print(&mut session, names).map_err(|error| format!("{}: {error}", home.version))?;
            if let Some(first) = first.replace(after.clone()).filter(|first| *first != after) {
                return Err(format!("the second run changes something: {}", shown(&first, &after)));
            }
        }
        let after = first.unwrap_or_default();
        let mut missed = Vec::new();
        let expected = self.expected(operation, home);
        let wanted = expected.as_ref().unwrap_or(&home.before);
        for (kind, object) in differing(wanted, &after) {
            if !self.is_meant(operation, &kind, &object) {
                let only = |print: &Print| -> Print {
                    let start = format!("{kind}\t{object}\t");
                    print.iter().filter(|line| line.starts_with(&start)).cloned().collect()
                };
                missed.push((object.clone(), format!("{kind} {}", shown(&only(wanted), &only(&after)))));
            }
        }
        let gone = (operation == Operation::DropColumn).then(|| self.column());
        let still = queries(&self.elements, &home.before, gone);
        for query in home.works.iter().filter(|query| still.contains(query)) {
            let query = names.renamed(query);
            if !works_in(&mut session, &query) {
                let error = session.run(&query).err().unwrap_or_default();
                let _ = session.run("ROLLBACK");
                missed.push((self.elements[0].called.to_owned(), format!("{query}: {error}")));
                break;
            }
        }
        Ok(missed)
    }

    /// What the history would have made with the other type. Nothing where PostgreSQL does not take it.
    fn expected(&self, operation: Operation, home: &Home) -> Option<Print> {
        if operation != Operation::ChangeType {
            return None;
        }
        let server = home.database.server();
        let database = ran(server, &migrations(&self.elements, Some(self.column()))).ok()?;
        let mut session = database.connect();
        // they use the sequences, as in the database that is compared
        for query in &home.works {
            works_in(&mut session, query);
        }
        print(&mut session, Names::Same).ok()
    }

    /// Whether an object has to differ after the operation.
    fn is_meant(&self, operation: Operation, kind: &str, object: &str) -> bool {
        let column = self.column().name();
        match operation {
            Operation::AddColumn => kind == "column" && object.ends_with(".extra"),
            Operation::DropColumn => {
                let of_column = ["column", "comment", "privilege"].contains(&kind)
                    && (object.ends_with(&format!(".{column}"))
                        || object.starts_with(&format!("column {column} of table")));
                let not_null = kind == "constraint" && object.starts_with(&format!("T_{column}_not_null on "));
                let managed = self.schema.asks_for_index_on(self.column())
                    && ["key", "idx"].iter().any(|end| object.contains(&format!("T_{column}_{end}")));
                of_column || not_null || managed
            }
            // what has no expectation is at least a column of another type, or an enum of other values
            Operation::ChangeType => {
                (kind == "column" && object.ends_with(&format!(".{column}")))
                    || (kind == "type" && object.ends_with("Mood"))
            }
            _ => false,
        }
    }

    fn repaired(&self) -> Verdict {
        let repair = run(&self.sandbox, &["repair"]);
        if repair.code != 0 {
            return Err(said_shortly(&repair));
        }
        for home in &self.homes {
            let sound = home.database.copy();
            leaves_as_it_was(home, &mut sound.connect(), &repair.stdout)?;
            let damaged = home.database.copy();
            let mut session = damaged.connect();
            for statement in DAMAGE {
                // PostgreSQL does not allow every one of them on every database
                let _ = session.run(statement);
            }
            leaves_as_it_was(home, &mut session, &repair.stdout).map_err(|error| format!("damaged: {error}"))?;
        }
        Ok("stays".to_owned())
    }

    /// After the column was damaged: its type, and then its default, its NOT NULL, and an index and a foreign key beside it.
    fn repaired_column(&self) -> Verdict {
        let repair = run(&self.sandbox, &["repair"]);
        if repair.code != 0 {
            return Err(said_shortly(&repair));
        }
        let mut verdicts = BTreeSet::new();
        for home in &self.homes {
            mended(self.column(), home, bare(home.version), &repair.stdout)?;
            verdicts.insert(widened(&self.elements, home, &repair.stdout)?);
        }
        Ok(verdicts.into_iter().collect::<Vec<_>>().join(", "))
    }

    fn baselined(&self) -> Verdict {
        let fresh = Sandbox::outside_git();
        fresh.write("prisma/schema.prisma", self.schema.text());
        let baseline = run(&fresh, &[&["baseline"][..], &DATE].concat());
        if baseline.code != 0 {
            return self.refused(&baseline.to_string(), &[]);
        }
        let sql: String =
            files(&fresh).iter().filter(|file| file.ends_with(".sql")).map(|file| read(&fresh, file)).collect();
        for home in &self.homes {
            let mut session = home.database.connect();
            session.run("BEGIN")?;
            leaves_as_it_was(home, &mut session, &sql)?;
        }
        Ok("stays".to_owned())
    }

    /// The history is replaced by a baseline: whoever has the old one is told what the new one lacks. What the new one makes
    /// too need not be named, but whatever else differs then.
    fn squashed(&self) -> Verdict {
        self.sandbox.remove("prisma/migrations");
        let baseline = run(&self.sandbox, &[&["baseline"][..], &DATE].concat());
        let new = files(&self.sandbox).into_iter().filter(|file| file.ends_with(".sql"));
        let sql: Vec<String> = new.map(|file| read(&self.sandbox, &file)).collect();
        self.sandbox.write("prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n");
        let said = format!("{baseline}\n{}", run(&self.sandbox, &["check"]));
        self.sandbox.remove("prisma/migrations").git(&["checkout", "--quiet", "--", "."]);
        if self.called().any(|called| codes_that_name(&said, called).is_empty()) {
            return self.made_anew(&sql, &said);
        }
        let codes: BTreeSet<String> = self.called().flat_map(|called| codes_that_name(&said, called)).collect();
        Ok(format!("named {}", codes.into_iter().collect::<Vec<_>>().join(" ")))
    }

    /// Whether a new database has all that the old ones have, but for what is named.
    fn made_anew(&self, sql: &[String], said: &str) -> Verdict {
        for home in &self.homes {
            let database = ran(home.database.server(), sql)?;
            let mut session = database.connect();
            for query in &home.works {
                works_in(&mut session, query);
            }
            let after = print(&mut session, Names::Same)?;
            for (kind, object) in differing(&home.before, &after) {
                if codes_that_name(said, own_name(&object)).is_empty() {
                    let what = shown(&home.before, &after);
                    return Err(format!("on {}: {kind} {object} is not named:\n{what}\n{said}", home.version));
                }
            }
        }
        Ok("created again".to_owned())
    }
}

/// Runs a script twice: the catalog is that of the home each time.
fn leaves_as_it_was(home: &Home, session: &mut Connection, sql: &str) -> Result<(), String> {
    for time in ["first", "second"] {
        session.run(sql).map_err(|error| format!("PostgreSQL {}, {time} run: {error}", home.version))?;
        let after = print(session, Names::Same)?;
        if after != home.before {
            return Err(format!("on {}: {}", home.version, shown(&home.before, &after)));
        }
    }
    Ok(())
}

fn said_shortly(run: &Run) -> String {
    let text = run.to_string();
    text.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
}
