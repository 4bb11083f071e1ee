//! From a [`Plan`] to SQL: the only place where the SQL of a migration is written, by the templates in `templates/`.
//!
//! What a template writes must have been through a filter that quotes it; anything else is an error,
//! not an injection.

mod check;
mod condition;
mod filter_arguments;
mod filters;
mod header;
mod key;
mod misfit;
mod name;
mod object;
mod pgvector;
mod quote;
mod repair;
mod repaired_column;
mod rows;
mod shown;
mod sql;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, TemplateSource, UndefinedBehavior, Value, context};

use crate::change::{Change, Lock, NOBODY_WAITS, Part};
use crate::physical::ObjectName;
use crate::plan::Plan;
use crate::sql::{Token, TokenKind, tokens};

pub use crate::sql::KEYWORDS;
pub use header::Header;
pub use object::drop_statement;
use rows::Undone;

pub use quote::{Unwritable, identifier, literal};

/// How statements are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// With guards that read the catalog, in DO blocks: what can run again.
    Guarded,
    /// The plain statements, for reading and for linters.
    Plain,
}

/// What `[safety]` in refract.toml says of the SQL that is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderOptions {
    /// Whether a file ends with a check of what it promises.
    pub verify: bool,
    /// How long a statement may wait for a lock, as PostgreSQL's `lock_timeout` has it.
    pub lock_timeout: String,
}

/// Something that cannot be written in SQL.
#[derive(Debug)]
pub struct RenderError(String);

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Unwritable> for RenderError {
    fn from(Unwritable(reason): Unwritable) -> Self {
        Self(reason)
    }
}

impl From<Error> for RenderError {
    fn from(error: Error) -> Self {
        // the innermost message is the filter's own, in words for people
        let mut reason = error.detail().map_or_else(|| error.to_string(), str::to_owned);
        let mut source = std::error::Error::source(&error);
        while let Some(inner) = source {
            if let Some(inner) = inner.downcast_ref::<Error>() {
                reason = inner.detail().map_or_else(|| inner.to_string(), str::to_owned);
            }
            source = inner.source();
        }
        Self(reason)
    }
}

/// Writes SQL.
pub struct Renderer {
    environment: Environment<'static>,
}

const SHARED: &[(&str, &str)] = &[
    ("_plain.sql", include_str!("../../templates/_plain.sql")),
    ("_guarded.sql", include_str!("../../templates/_guarded.sql")),
    ("_column.sql", include_str!("../../templates/_column.sql")),
    ("_duplicates.sql", include_str!("../../templates/_duplicates.sql")),
    ("_drop_index.sql", include_str!("../../templates/_drop_index.sql")),
    ("_take_place_of_index.sql", include_str!("../../templates/_take_place_of_index.sql")),
    ("_index_as_constraint.sql", include_str!("../../templates/_index_as_constraint.sql")),
    ("_index_roles.sql", include_str!("../../templates/_index_roles.sql")),
    ("_drop_foreign_keys.sql", include_str!("../../templates/_drop_foreign_keys.sql")),
    ("_drop_objects.sql", include_str!("../../templates/_drop_objects.sql")),
    ("_fill_nulls.sql", include_str!("../../templates/_fill_nulls.sql")),
    ("_not_filled.sql", include_str!("../../templates/_not_filled.sql")),
    ("_add_foreign_key.sql", include_str!("../../templates/_add_foreign_key.sql")),
    ("_count_rows.sql", include_str!("../../templates/_count_rows.sql")),
    ("_stop_at_orphans.sql", include_str!("../../templates/_stop_at_orphans.sql")),
    ("_nulls.sql", include_str!("../../templates/_nulls.sql")),
    ("_stop_at_rows.sql", include_str!("../../templates/_stop_at_rows.sql")),
    ("_rename.sql", include_str!("../../templates/_rename.sql")),
    ("_index.sql", include_str!("../../templates/_index.sql")),
    ("_widen.sql", include_str!("../../templates/_widen.sql")),
    ("_foreign_key.sql", include_str!("../../templates/_foreign_key.sql")),
    ("_pgvector.sql", include_str!("../../templates/_pgvector.sql")),
    ("catalog/column.sql", include_str!("../../templates/catalog/column.sql")),
    ("catalog/column_default.sql", include_str!("../../templates/catalog/column_default.sql")),
    ("catalog/column_joins.sql", include_str!("../../templates/catalog/column_joins.sql")),
    ("catalog/column_type.sql", include_str!("../../templates/catalog/column_type.sql")),
    ("catalog/constraint.sql", include_str!("../../templates/catalog/constraint.sql")),
    ("catalog/constraint_columns.sql", include_str!("../../templates/catalog/constraint_columns.sql")),
    ("catalog/constraint_words.sql", include_str!("../../templates/catalog/constraint_words.sql")),
    ("catalog/extension.sql", include_str!("../../templates/catalog/extension.sql")),
    ("catalog/index.sql", include_str!("../../templates/catalog/index.sql")),
    ("catalog/index_constraint.sql", include_str!("../../templates/catalog/index_constraint.sql")),
    ("catalog/index_is_plain.sql", include_str!("../../templates/catalog/index_is_plain.sql")),
    ("catalog/index_is.sql", include_str!("../../templates/catalog/index_is.sql")),
    ("catalog/index_joins.sql", include_str!("../../templates/catalog/index_joins.sql")),
    ("catalog/index_words.sql", include_str!("../../templates/catalog/index_words.sql")),
    ("catalog/is_wider.sql", include_str!("../../templates/catalog/is_wider.sql")),
    ("catalog/on_column.sql", include_str!("../../templates/catalog/on_column.sql")),
    ("catalog/object.sql", include_str!("../../templates/catalog/object.sql")),
    ("catalog/rights_kept.sql", include_str!("../../templates/catalog/rights_kept.sql")),
    ("catalog/rights_of.sql", include_str!("../../templates/catalog/rights_of.sql")),
    ("catalog/published_table.sql", include_str!("../../templates/catalog/published_table.sql")),
    ("catalog/rights.sql", include_str!("../../templates/catalog/rights.sql")),
    ("catalog/value.sql", include_str!("../../templates/catalog/value.sql")),
    ("catalog/vector.sql", include_str!("../../templates/catalog/vector.sql")),
    ("check.sql", include_str!("../../templates/check.sql")),
    ("do.sql", include_str!("../../templates/do.sql")),
    ("repair.sql", include_str!("../../templates/repair.sql")),
    ("repair_declarations.sql", include_str!("../../templates/repair_declarations.sql")),
    ("repair_work.sql", include_str!("../../templates/repair_work.sql")),
    ("migration.sql", include_str!("../../templates/migration.sql")),
];

/// The text of a template, by the name of its file.
fn template(name: &str) -> Option<&'static str> {
    let kind = name.strip_suffix(".sql")?;
    let of_kind = Change::KINDS.iter().find(|(of, _)| *of == kind);
    of_kind.or_else(|| SHARED.iter().find(|(of, _)| *of == name)).map(|(_, text)| *text)
}

impl Renderer {
    /// Makes everything ready; templates are read when they are used.
    ///
    /// # Errors
    /// When the syntax of the templates is set up wrongly, which tests rule out.
    pub fn new() -> Result<Self, RenderError> {
        let mut environment = Environment::new();
        let syntax =
            SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?;
        environment.set_syntax(syntax);
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        // what a template has put together with `set` went through the formatter, and may be written as it is
        environment.set_auto_escape_callback(|_| AutoEscape::Custom("sql".into()));
        environment.set_formatter(|out, state, value| {
            let is_quoted = value.is_safe() || (value.is_number() && value.is_integer());
            if let Some(text) = value.as_str().filter(|_| is_quoted) {
                out.write_str(text).map_err(Error::from)
            } else if is_quoted {
                write!(out, "{value}").map_err(Error::from)
            } else {
                Err(Error::new(ErrorKind::BadEscape, format!("{} was not quoted in {}", value.kind(), state.name())))
            }
        });
        filters::register(&mut environment);
        // read when it is used first: no file has a use for most of them
        environment.set_loader(|name| Ok(template(name).map(TemplateSource::new)));
        Ok(Self { environment })
    }

    /// One migration file.
    ///
    /// # Errors
    /// When a name or text cannot be written in SQL.
    pub fn migration(&self, plan: &Plan, header: &Header, care: &RenderOptions) -> Result<String, RenderError> {
        let body = self.body(plan, care)?;
        let file = self.environment.get_template("migration.sql")?.render(header.context(plan, &body))?;
        Ok(shown::shown(&quote::unprotected(&file)).into_owned())
    }

    /// The statements alone, without a header.
    ///
    /// # Errors
    /// When a name or text cannot be written in SQL.
    pub fn statements(&self, plan: &Plan, form: Form, care: &RenderOptions) -> Result<String, RenderError> {
        let sql = match form {
            Form::Guarded => self.body(plan, care)?,
            Form::Plain => {
                let beside = Beside::none();
                let steps: Vec<_> =
                    plan.changes().map(|change| self.step(&beside, change, Form::Plain)).collect::<Result<_, _>>()?;
                steps.into_iter().filter(|step| !step.is_empty()).collect::<Vec<_>>().join("\n")
            }
        };
        Ok(shown::shown(&quote::unprotected(&sql)).into_owned())
    }

    fn body(&self, plan: &Plan, care: &RenderOptions) -> Result<String, RenderError> {
        let alone = self.steps(plan, Part::Alone, Form::Plain, "\n")?;
        if !alone.is_empty() {
            let why = "-- by itself, because CONCURRENTLY cannot run in a transaction";
            return Ok(format!("{why}{NOBODY_WAITS}\n{alone}"));
        }
        let mut parts = Vec::new();
        parts.extend(self.pgvector(&plan.changes().collect::<Vec<_>>())?);
        for part in plan.parts() {
            parts.extend(self.part(plan, part, care)?);
        }
        Ok(parts.join("\n"))
    }

    /// One part of a file, if there is something in it.
    fn part(&self, plan: &Plan, part: Part, care: &RenderOptions) -> Result<Option<String>, RenderError> {
        let lock_timeout = Some(care.lock_timeout.as_str());
        let guarded = |between| self.steps(plan, part, Form::Guarded, between);
        let plain = |between| self.steps(plan, part, Form::Plain, between);
        let (sql, lock_timeout) = match part {
            Part::Renaming | Part::Clearing => (guarded("\n")?, lock_timeout),
            Part::Foundation => (guarded("\n")?, None),
            Part::Values => {
                let values = plain("")?;
                let is_committed = !values.is_empty() && plan.uses_new_values();
                return Ok(Some(if is_committed { committed_first(&values) } else { values }));
            }
            Part::Creation | Part::Alone => return Ok(Some(plain("\n")?)),
            Part::Work => return self.work(plan, care),
        };
        Ok(if sql.is_empty() { None } else { Some(self.block(&sql, lock_timeout, None)?) })
    }

    /// The block with every change to what is there, and the check.
    fn work(&self, plan: &Plan, care: &RenderOptions) -> Result<Option<String>, RenderError> {
        let work = self.steps(plan, Part::Work, Form::Guarded, "\n")?;
        let promises = plan.promises();
        let is_checked = care.verify && !promises.is_empty();
        let check = if is_checked { Some(check::context("migration", &promises)?) } else { None };
        if work.is_empty() && check.is_none() {
            return Ok(None);
        }
        let lock_timeout = (!work.is_empty()).then_some(care.lock_timeout.as_str());
        Ok(Some(self.block(&work, lock_timeout, check)?))
    }

    /// The block that looks for pgvector, where it is used.
    fn pgvector(&self, changes: &[&Change]) -> Result<Option<String>, RenderError> {
        let needed = pgvector::context(changes)?;
        let Some(needed) = needed else { return Ok(None) };
        Ok(Some(self.environment.get_template("_pgvector.sql")?.render(Value::from(Serde(&needed)))?))
    }

    fn steps(&self, plan: &Plan, part: Part, form: Form, between: &str) -> Result<String, RenderError> {
        let beside = Beside { new_tables: plan.new_tables(), undone: Value::from_object(Undone::by(plan.part(part))?) };
        let step = |change| self.step(&beside, change, form);
        let steps: Vec<_> = plan.part(part).iter().map(step).collect::<Result<_, _>>()?;
        Ok(steps.join(between))
    }

    fn step(&self, beside: &Beside, change: &Change, form: Form) -> Result<String, RenderError> {
        let Beside { new_tables, undone } = beside;
        let (form, note) = match form {
            Form::Guarded => ("_guarded.sql", note(new_tables, change)?),
            Form::Plain => ("_plain.sql", String::new()),
        };
        let template = self.environment.get_template(&format!("{}.sql", change.name()))?;
        let note = Value::from_safe_string(note);
        Ok(template.render(context! { form, note, undone => undone.clone(), ..Value::from(Serde(change)) })?)
    }

    fn block(
        &self,
        steps: &str,
        lock_timeout: Option<&str>,
        check: Option<check::Context>,
    ) -> Result<String, RenderError> {
        self.block_with(steps, Block { lock_timeout, check, declarations: "" })
    }

    /// One DO block: one statement for every runner, so that it happens whole or not at all.
    fn block_with(&self, steps: &str, block: Block<'_>) -> Result<String, RenderError> {
        let Block { lock_timeout, check, declarations } = block;
        let settings = check.as_ref().map(|check| Value::from(Serde(&check.settings)));
        let check = match check {
            Some(check) => Some(self.environment.get_template("check.sql")?.render(check.value())?),
            None => None,
        };
        let mut tag = "$refract$".to_owned();
        while [Some(steps), Some(declarations), check.as_deref()].iter().flatten().any(|text| text.contains(&tag)) {
            tag = format!("{}_$", tag.trim_end_matches('$'));
        }
        let safe = |text: &str| {
            let mut text = filters::indented(text);
            text.truncate(text.trim_end().len());
            Value::from_safe_string(text)
        };
        let block = self.environment.get_template("do.sql")?.render(context! {
            tag => Value::from_safe_string(tag),
            lock_timeout,
            counts_rows => uses_rows(steps),
            declarations => Value::from_safe_string(declarations.to_owned()),
            settings => settings.unwrap_or_default(),
            steps => safe(steps),
            has_steps => !steps.is_empty(),
            check => check.as_deref().map(safe),
        })?;
        Ok(block)
    }
}

/// What a step has to know of the steps beside it.
struct Beside {
    /// No client waits for a table that the file itself creates.
    new_tables: BTreeSet<ObjectName>,
    /// An [`Undone`]: what is taken back where the block stops.
    undone: Value,
}

impl Beside {
    fn none() -> Beside {
        Beside { new_tables: BTreeSet::new(), undone: Value::from_object(Undone::default()) }
    }
}

/// What a DO block has beside its steps.
struct Block<'b> {
    lock_timeout: Option<&'b str>,
    check: Option<check::Context>,
    /// Variables of its own, in lines.
    declarations: &'b str,
}

/// What a step locks, as a comment line above it.
fn note(new_tables: &BTreeSet<ObjectName>, change: &Change) -> Result<String, RenderError> {
    let hazards = change.hazards_beside(new_tables);
    let mut names = BTreeMap::new();
    for Lock { table, .. } in &hazards.locks {
        let name = quote::qualified(table).map_err(|Unwritable(reason)| RenderError(reason))?;
        names.insert(table.clone(), name);
    }
    let in_sql = |table: &ObjectName| names.get(table).cloned().unwrap_or_default();
    Ok(filters::note(&hazards.in_words(in_sql)))
}

/// Whether steps count rows, into the variable that the templates have for that.
fn uses_rows(steps: &str) -> bool {
    const VARIABLE: &str = "_rows";
    let is_it = |token: &Token| token.kind == TokenKind::Word && steps[token.range.clone()] == *VARIABLE;
    steps.contains(VARIABLE) && tokens(steps).tokens.iter().any(is_it)
}

fn committed_first(values: &str) -> String {
    format!("-- committed first: PostgreSQL lets a new value be used only then\nBEGIN;\n{values}COMMIT;\n")
}

#[cfg(test)]
mod tests {
    use super::{Change, Renderer, SHARED};

    #[test]
    fn every_template_can_be_read() {
        let renderer = Renderer::new().unwrap();
        let of_kinds = Change::KINDS.iter().map(|(name, _)| format!("{name}.sql"));
        for name in of_kinds.chain(SHARED.iter().map(|(name, _)| (*name).to_owned())) {
            assert!(renderer.environment.get_template(&name).is_ok(), "{name}");
        }
    }
}
