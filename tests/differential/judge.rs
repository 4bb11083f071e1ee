//! One case: a schema from nothing, or a change from one schema to another, done by Prisma and by refract.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use refract::config::{self, Config};
use refract::diagnostic::{Code, Diagnostic, Severity};
use refract::physical::{Database as PhysicalDatabase, IndexMethod};
use refract::state::State;
use refract::text::Texts;

use super::difference;
use super::place::{EXTENSION, Place};
use crate::diff::TARGET;
use crate::support::postgres::Server;
use crate::support::prisma::Engine;
use crate::support::schema::{empty, migration, state, words};

/// What Prisma writes for Json, and no index on vectors, which Prisma knows nothing of.
const CONFIGURATION: &str = "[vector]\nindex = \"none\"\n\n[json]\nindex = \"btree\"\n";

/// What a case shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Both lead to the same catalog.
    Equal,
    /// Both refuse it.
    Refused,
    /// They differ, and are meant to: how.
    Intended(String),
    /// They differ.
    Failure(Failure),
}

/// A difference that nobody wants.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// In what way they differ: the same for a case that shows the same.
    pub kind: String,
    /// All there is to know.
    pub detail: String,
}

impl Failure {
    fn new(kind: &str, detail: String) -> Failure {
        Failure { kind: format!("{kind}: {}", difference::shape(&detail)), detail }
    }
}

/// A case: before is `None` for nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    pub before: Option<String>,
    pub after: String,
}

/// Where cases are tried: an engine, and a database.
pub struct Judge {
    engine: Engine,
    place: Place,
    config: Config,
    nothing: State,
}

impl Judge {
    pub fn new() -> Judge {
        Judge::configured(CONFIGURATION)
    }

    /// With a configuration of its own.
    pub fn configured(configuration: &str) -> Judge {
        let config = config::parse("refract.toml", configuration).into_result().unwrap();
        let engine = Engine::start(Server::with_vector());
        Judge { engine, place: Place::new(), nothing: empty(&config), config }
    }

    /// What both make of a case.
    pub fn outcome(&mut self, case: &Case) -> Outcome {
        let compared = catch_unwind(AssertUnwindSafe(|| self.compare(case)));
        match compared.unwrap_or_else(|panic| Err(("panic", said(&*panic)))) {
            Ok(outcome) => outcome,
            Err((kind, detail)) => Outcome::Failure(Failure::new(kind, detail)),
        }
    }

    /// Whether both take a schema for valid.
    pub fn verdict_outcome(&mut self, text: &str) -> Outcome {
        match self.verdict(text) {
            Ok(Verdict::Valid(_)) => Outcome::Equal,
            Ok(Verdict::Stop(outcome)) => outcome,
            Err((kind, detail)) => Outcome::Failure(Failure::new(kind, detail)),
        }
    }

    /// What Prisma would change in a database that we made of the schema: nothing, unless it would change the one of
    /// its own making in the same way.
    pub fn live_outcome(&mut self, text: &str) -> Outcome {
        let schema = match self.verdict(text) {
            Ok(Verdict::Valid(schema)) => *schema,
            Ok(Verdict::Stop(outcome)) => return outcome,
            Err((kind, detail)) => return Outcome::Failure(Failure::new(kind, detail)),
        };
        match self.live_difference(&schema, text) {
            Ok(outcome) => outcome,
            Err(detail) => impossible(&detail)
                .unwrap_or_else(|| Outcome::Failure(Failure { kind: "Prisma sees a difference".to_owned(), detail })),
        }
    }

    fn live_difference(&mut self, schema: &Valid, text: &str) -> Result<Outcome, String> {
        let change = self.seen_by_prisma(&migration(TARGET, &self.nothing, &schema.state).1, text)?;
        if change.contains("This is an empty migration") {
            return Ok(Outcome::Equal);
        }
        if drops_only_vector_indexes(&change, &schema.state.database) {
            return Ok(Outcome::Intended("Prisma knows no index of pgvector".to_owned()));
        }
        let known = match self.seen_by_prisma(&schema.sql, text) {
            Ok(its_own) if its_own == change => Some("Prisma would change its own database too"),
            Ok(_) => None,
            Err(message) => difference::known_failure(text, &message),
        };
        known.map(|why| Outcome::Intended(why.to_owned())).ok_or(change)
    }

    /// What Prisma would change in a database that a script made.
    fn seen_by_prisma(&mut self, script: &str, schema: &str) -> Result<String, String> {
        let database = Server::with_vector().database();
        // a script that asks for it may want it in another place
        if !script.contains("CREATE EXTENSION") {
            database.run_as_one_query(EXTENSION)?;
        }
        database.run_as_one_query(script)?;
        self.engine.sql_for_live(database.name(), schema)
    }

    fn compare(&mut self, case: &Case) -> Result<Outcome, (&'static str, String)> {
        let mut before = None;
        if let Some(text) = &case.before {
            match self.verdict(text)? {
                Verdict::Valid(schema) => before = Some(*schema),
                Verdict::Stop(outcome) => return Ok(outcome),
            }
        }
        let after = match self.verdict(&case.after)? {
            Verdict::Valid(schema) => *schema,
            Verdict::Stop(outcome) => return Ok(outcome),
        };
        let ours = migration(TARGET, self.state_of(before.as_ref()), &after.state).1;
        let theirs = self.place.catalog(&[&after.sql]);
        // the state that the change starts from, by Prisma's SQL where that works
        let start = match &before {
            None => String::new(),
            Some(before) => match self.start(before) {
                Ok(sql) => sql,
                Err(message) => return impossible(&message).ok_or(("our SQL for the old state fails", message)),
            },
        };
        let catalogs = match self.place.catalogs(&[&start, &ours, &ours]) {
            Ok(catalogs) => catalogs,
            Err(message) => {
                return self.failed_sql(case, &after, &theirs, &format!("{message}\n{}", without_check(&ours)));
            }
        };
        if catalogs[1] != catalogs[2] {
            return Err((
                "the second run changes something",
                format!("{}{ours}", difference::lines(&catalogs[1], &catalogs[2])),
            ));
        }
        let base = self.state_of(before.as_ref()).projected_on(TARGET).database;
        replays(&base, &[&ours], &after.state)?;
        self.repairs(&start, &ours, &after, &catalogs[1])?;
        if let Some(before) = &before {
            self.leads_there_in_series([before, &after], &start, &catalogs[1])?;
        }
        match theirs {
            Ok(theirs) => {
                replays(&with_extensions(PhysicalDatabase::default(), &after.state), &[&after.sql], &after.state)?;
                if let (Some(before), Some(text)) = (&before, &case.before) {
                    self.replays_the_edit([(before, text), (&after, &case.after)], &theirs)?;
                }
                let meant = if before.is_some() { &catalogs[0] } else { "" };
                match difference::explain(&case.after, meant, &catalogs[1], &theirs) {
                    difference::Explained::Equal => Ok(Outcome::Equal),
                    difference::Explained::Intended(why) => Ok(Outcome::Intended(why.to_owned())),
                    difference::Explained::No(lines) => {
                        Err(("the catalogs differ", format!("{lines}{}", without_check(&ours))))
                    }
                }
            }
            Err(message) => difference::known_failure(&case.after, &message)
                .map(|why| Outcome::Intended(why.to_owned()))
                .ok_or_else(|| ("Prisma's SQL fails in a way we do not know", format!("{message}\n{}", after.sql))),
        }
    }

    /// In memory, Prisma's own SQL for an edit means what it means to the server, where it leads to the new schema.
    fn replays_the_edit(&mut self, from: [(&Valid, &str); 2], catalog: &str) -> Result<(), (&'static str, String)> {
        let [(before, old), (after, new)] = from;
        let Ok(edit) = self.engine.sql(Some(old), new) else { return Ok(()) };
        match self.place.catalog(&[&before.sql, &edit]) {
            Ok(found) if found == catalog => {
                let base = before.state.projected_on(TARGET).database;
                replays(&with_extensions(base, &after.state), &[&edit], &after.state)
            }
            // it fails, or changes the order of columns or labels
            _ => Ok(()),
        }
    }

    /// The script that repairs has nothing to do in a whole database, and makes one of nothing.
    fn repairs(&mut self, start: &str, ours: &str, after: &Valid, catalog: &str) -> Result<(), (&'static str, String)> {
        let repair = crate::repair::script(&after.state);
        let attempts = [vec![start, ours, &repair], vec![&repair, &repair]];
        for (scripts, is_whole) in attempts.iter().zip([true, false]) {
            let said = |detail: String| ("the repair fails", format!("{detail}\n{repair}"));
            let found = self.place.catalog(scripts).map_err(said)?;
            // an edit may keep what a new schema would not make
            if (is_whole || start.is_empty()) && found != catalog {
                return Err((
                    "the repair changes something",
                    format!("{}{repair}", difference::lines(catalog, &found)),
                ));
            }
        }
        Ok(())
    }

    /// The recipes that take several transactions lead to the same catalog.
    fn leads_there_in_series(
        &mut self,
        [before, after]: [&Valid; 2],
        start: &str,
        catalog: &str,
    ) -> Result<(), (&'static str, String)> {
        let files = crate::online::files(&before.state, &after.state);
        // all of it runs in one transaction here
        let files: Vec<String> = files.iter().map(|sql| sql.replace(" CONCURRENTLY", "")).collect();
        let scripts: Vec<&str> = files.iter().map(String::as_str).collect();
        let all = [&[start], scripts.as_slice()].concat();
        let found = self
            .place
            .catalog(&all)
            .map_err(|message| ("the series fails", format!("{message}\n{}", files.concat())))?;
        if found != catalog {
            let lines = difference::lines(catalog, &found);
            return Err(("the series leads elsewhere", format!("{lines}{}", files.concat())));
        }
        replays(&before.state.projected_on(TARGET).database, &scripts, &after.state)
    }

    fn state_of<'a>(&'a self, schema: Option<&'a Valid>) -> &'a State {
        schema.map_or(&self.nothing, |schema| &schema.state)
    }

    /// SQL for the state that a change starts from: Prisma's, where that works.
    fn start(&mut self, before: &Valid) -> Result<String, String> {
        match self.place.takes(&[&before.sql]) {
            Ok(()) => Ok(before.sql.clone()),
            Err(_) => {
                let ours = migration(TARGET, &self.nothing, &before.state).1;
                self.place.takes(&[&ours]).map(|()| ours)
            }
        }
    }

    /// Our SQL fails. That is a failure, unless no database can hold what the schema asks for.
    fn failed_sql(
        &mut self,
        case: &Case,
        after: &Valid,
        theirs: &Result<String, String>,
        detail: &str,
    ) -> Result<Outcome, (&'static str, String)> {
        let from_nothing = migration(TARGET, &self.nothing, &after.state).1;
        let is_possible = theirs.is_ok() || (case.before.is_some() && self.place.takes(&[&from_nothing]).is_ok());
        let impossible = impossible(detail).filter(|_| !is_possible);
        impossible.ok_or_else(|| ("our SQL fails", detail.to_owned()))
    }

    /// Whether a schema is valid, as both have it.
    fn verdict(&mut self, text: &str) -> Result<Verdict, (&'static str, String)> {
        let theirs = self.engine.sql(None, text);
        let ours = state(text, &self.config);
        match (theirs, ours) {
            (Ok(sql), Ok(state)) => Ok(Verdict::Valid(Box::new(Valid { sql, state }))),
            (Err(_), Err(_)) => Ok(Verdict::Stop(Outcome::Refused)),
            // it cuts a name inside of a letter
            (Err(reason), _) if reason.starts_with("panic") && reason.contains("is not a char boundary") => {
                Ok(Verdict::Stop(Outcome::Intended("Prisma's engine panics over a long name".to_owned())))
            }
            (Err(_), Ok(state)) if takes_what_prisma_took(&state) => {
                Ok(Verdict::Stop(Outcome::Intended("older versions of Prisma took it".to_owned())))
            }
            (Err(reason), Ok(_))
                if reason.contains("only available with the `postgresqlExtensions` preview feature") =>
            {
                Ok(Verdict::Stop(Outcome::Intended("extensions without their preview feature".to_owned())))
            }
            (Err(reason), Ok(_)) => Err(("only Prisma refuses it", reason)),
            (Ok(sql), Err(failure)) => {
                let is_meant = |error: &Diagnostic| lacks_value_in_native_type(&failure.texts, error);
                let errors = failure.diagnostics.iter().filter(|it| it.severity == Severity::Error);
                let errors: Vec<&Diagnostic> = errors.filter(|error| !is_meant(error)).collect();
                let codes: Vec<Code> = errors.iter().map(|error| error.code).collect();
                let fails = self.place.takes(&[&sql]).is_err();
                match difference::stricter(&codes, fails) {
                    Some(why) => Ok(Verdict::Stop(Outcome::Intended(why))),
                    None => Err(("only refract refuses it", words(&failure))),
                }
            }
        }
    }
}

/// Whether an error is about `@db.VarChar(length:)` and its like, which Prisma reads over.
fn lacks_value_in_native_type(texts: &Texts, error: &Diagnostic) -> bool {
    let before = error.primary.as_ref().map(|label| &texts.file(label.span.file).text[..label.span.start as usize]);
    let attribute = before.and_then(|text| text.lines().last()).and_then(|line| line.rsplit('@').next());
    error.code == Code::MissingValue && attribute.is_some_and(|attribute| attribute.starts_with("db."))
}

/// Whether a schema has what Prisma took until some version, which is worth a warning.
fn takes_what_prisma_took(state: &State) -> bool {
    let is_about_that =
        |found: &Diagnostic| found.severity == Severity::Warning && found.code == Code::MisplacedAttribute;
    state.diagnostics.iter().any(is_about_that)
}

/// Whether all that Prisma would do is to drop indexes that its language has no word for.
fn drops_only_vector_indexes(change: &str, database: &PhysicalDatabase) -> bool {
    let indexes = database.tables.values().flat_map(|table| table.indexes.values());
    let of_vectors = indexes.filter(|index| matches!(index.method, IndexMethod::Hnsw | IndexMethod::IvfFlat));
    let names: Vec<String> = of_vectors.map(|index| format!("\"{}\";", index.name)).collect();
    let mut statements = change.lines().filter(|line| !line.is_empty() && !line.starts_with("--"));
    statements.all(|line| line.starts_with("DROP INDEX ") && names.iter().any(|name| line.ends_with(name)))
}

fn impossible(message: &str) -> Option<Outcome> {
    difference::impossible(message).map(|why| Outcome::Intended(why.to_owned()))
}

enum Verdict {
    Valid(Box<Valid>),
    Stop(Outcome),
}

/// A schema that both take for valid.
struct Valid {
    /// Prisma's SQL for all of it.
    sql: String,
    /// What it means to us.
    state: State,
}

fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without words").to_owned()
}

/// The check at the end is longer than the rest, and always the same.
fn without_check(sql: &str) -> &str {
    sql.split("\n    -- fails, and rolls back").next().unwrap_or(sql)
}

/// Prisma's SQL takes extensions for granted.
fn with_extensions(mut before: PhysicalDatabase, after: &State) -> PhysicalDatabase {
    before.extensions = after.projected_on(TARGET).database.extensions;
    before
}

/// In memory, SQL leads from one state to another.
fn replays(before: &PhysicalDatabase, sql: &[&str], after: &State) -> Result<(), (&'static str, String)> {
    let after = after.projected_on(TARGET).database;
    let found = crate::replay::in_memory(before, sql).map_err(|message| ("the replay stops", message))?;
    let found = refract::replay::settle(found, &after);
    let changes = [refract::diff::diff(&found, &after), refract::diff::diff(&after, &found)];
    match changes.concat().first() {
        None => Ok(()),
        Some(change) => {
            Err(("the replay differs", format!("{}\n{change:?}\n{}", change.as_kind().summary(), sql.concat())))
        }
    }
}
