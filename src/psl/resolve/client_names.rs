//! What Prisma's client calls the keys of a model. The database never sees these names.

use std::collections::BTreeSet;

use super::arguments::Given;
use super::draft::Draft;
use super::field_list::Listed;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::schema::{FieldId, FieldKind};

/// The names that Prisma's client gives to the keys of a model.
pub(super) struct ClientNames<'d, 'a, 't> {
    pub(super) draft: &'d Draft<'a, 't>,
    pub(super) taken: BTreeSet<String>,
}

impl ClientNames<'_, '_, '_> {
    /// Checks the names of a key over several fields.
    pub(super) fn check(&mut self, given: &Given<'_, '_>, fields: &[Listed<'_, '_>], diagnostics: &mut Diagnostics) {
        if fields.len() > 1 {
            let names: Vec<&str> = fields.iter().map(|one| self.draft.model.field(one.field).name.as_str()).collect();
            let joined = names.join("_");
            let is_relation = |field: &FieldId| matches!(self.draft.model.field(*field).kind, FieldKind::Relation(_));
            if let Some(field) = self.draft.field(&joined).filter(|field| !is_relation(field)) {
                diagnostics.push(
                    Diagnostic::error(
                        Code::ClientNameClash,
                        format!("Prisma's client calls this key `{joined}`, which is also the name of a field"),
                    )
                    .at(given.span, "")
                    .also(self.draft.model.field(field).span, "the field")
                    .help("rename the field and keep its column with `@map`"),
                );
            }
        }
        let Some(name) = given.text("name", diagnostics) else { return };
        let span = given.span_of("name").unwrap_or(given.span);
        let problem = if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            "a name for the client has letters, digits and `_` only"
        } else if self.draft.field(name).is_some() {
            "a field has this name already"
        } else if !self.taken.insert(name.to_owned()) {
            "another key of the model has this name already"
        } else {
            return;
        };
        let code = if name.is_empty() { Code::EmptyConstraintName } else { Code::ClientNameClash };
        diagnostics
            .push(Diagnostic::error(code, problem).at(span, "").help("choose another name, or leave `name` out"));
    }
}
