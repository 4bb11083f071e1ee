//! A repair as one script.

use minijinja::value::Serde;
use minijinja::{Value, context};

use super::quote;
use super::repaired_column::RepairedColumn;
use super::rows::Undone;
use super::{Beside, Form, RenderError, RenderOptions, Renderer, check, filters, shown};
use crate::change::Change;
use crate::repair::Repair;

impl Renderer {
    /// One script that takes a database in any partial state to the schema. Its head names the target, and what tells
    /// the schema from others.
    ///
    /// # Errors
    /// When a name or text cannot be written in SQL.
    pub fn repair(
        &self,
        repair: &Repair,
        [target, fingerprint]: [&str; 2],
        care: &RenderOptions,
    ) -> Result<String, RenderError> {
        // a field that is added to Repair must be written here or in repair_work
        let Repair {
            foundation: _,
            values: _,
            uses_values: _,
            creation: _,
            missing: _,
            columns: _,
            primary_keys: _,
            cut_names: _,
            indexes: _,
            foreign_keys: _,
            join_table_keys: _,
            promises: _,
        } = repair;
        let mut parts = Vec::new();
        let indexes: Vec<Change> = repair.indexes.iter().cloned().map(Change::from).collect();
        parts.extend(self.pgvector(&repair.creation.iter().chain(&indexes).collect::<Vec<_>>())?);
        // guarded, because IF NOT EXISTS gives a notice for whatever is there
        let guarded = |changes: &[Change], between| -> Result<String, RenderError> {
            if changes.is_empty() {
                return Ok(String::new());
            }
            self.block(&self.joined(changes, Form::Guarded, between)?, None, None)
        };
        let values = guarded(&repair.values, "")?;
        let is_committed = repair.uses_values && !values.is_empty();
        let values = if is_committed { super::committed_first(&values) } else { values };
        let made = [guarded(&repair.foundation, "\n")?, values, guarded(&repair.creation, "\n")?];
        parts.extend(made.into_iter().filter(|part| !part.is_empty()));
        if !repair.promises.is_empty() {
            parts.push(self.repair_work(repair, care)?);
        }
        let body = Value::from_safe_string(parts.join("\n"));
        let file = self.environment.get_template("repair.sql")?.render(context! { target, fingerprint, body })?;
        Ok(shown::shown(&quote::unprotected(&file)).into_owned())
    }

    fn repair_work(&self, repair: &Repair, care: &RenderOptions) -> Result<String, RenderError> {
        let safe = |text: String| Value::from_safe_string(text.trim_end().to_owned());
        let columns: Vec<RepairedColumn> = repair.columns.iter().map(RepairedColumn::new).collect();
        let context = context! {
            form => "_guarded.sql",
            undone => Value::from_object(Undone::default()),
            columns => Value::from(Serde(&columns)),
            primary_keys => Value::from(Serde(&repair.primary_keys)),
            cut_names => Value::from(Serde(&repair.cut_names)),
            indexes => Value::from(Serde(&repair.indexes)),
            join_table_keys => Value::from(Serde(&repair.join_table_keys)),
            missing => safe(self.joined(&repair.missing, Form::Guarded, "\n")?),
            foreign_keys => safe(self.joined(&repair.foreign_keys, Form::Guarded, "\n")?),
        };
        let declarations = self.environment.get_template("repair_declarations.sql")?.render(&context)?;
        let steps = self.environment.get_template("repair_work.sql")?.render(&context)?;
        let block = super::Block {
            lock_timeout: Some(&care.lock_timeout),
            check: Some(check::context("repair", &repair.promises)?),
            declarations: &filters::indented(&declarations),
        };
        self.block_with(steps.trim_start(), block)
    }

    fn joined(&self, changes: &[Change], form: Form, between: &str) -> Result<String, RenderError> {
        // each after its own guard: what the others would do may be there
        let step = |change| {
            let undone = Value::from_object(Undone::by([change])?);
            self.step(&Beside { undone, ..Beside::none() }, change, form)
        };
        let steps: Vec<_> = changes.iter().map(step).collect::<Result<_, _>>()?;
        Ok(steps.join(between))
    }
}
