//! `relationMode = "prisma"`: what Prisma's client has to do by itself, and cannot.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::resolve::draft::Draft;
use crate::psl::schema::{Arity, ForeignKeyRelation, ModelId, ReferentialAction, Relation};

/// Checks the actions of all relations.
pub(super) fn check(relations: &[Relation], drafts: &[Draft<'_, '_>], diagnostics: &mut Diagnostics) {
    let mut edges: BTreeMap<ModelId, Vec<ModelId>> = BTreeMap::new();
    let mut keys = Vec::new();
    for relation in relations {
        let Relation::ForeignKey(key) = relation else { continue };
        check_actions(key, drafts, diagnostics);
        if changes_rows(key, drafts) {
            edges.entry(key.model).or_default().push(key.referenced_model);
            keys.push(key);
        }
    }
    for key in keys {
        if reaches(key.referenced_model, key.model, &edges) {
            diagnostics.push(
                Diagnostic::error(
                    Code::RelationCycle,
                    "without foreign keys, referential actions must not form a cycle",
                )
                .at(key.span, "")
                .help("write `onDelete: Restrict, onUpdate: Restrict` on this relation"),
            );
        }
    }
}

fn check_actions(key: &ForeignKeyRelation, drafts: &[Draft<'_, '_>], diagnostics: &mut Diagnostics) {
    let is_required = has_required(key, drafts);
    for (name, action) in [("onDelete", key.on_delete), ("onUpdate", key.on_update)] {
        let problem = match action {
            Some(ReferentialAction::NoAction | ReferentialAction::SetDefault) => "needs foreign keys",
            Some(ReferentialAction::SetNull) if is_required => "cannot be done: the key is required",
            _ => continue,
        };
        diagnostics.push(
            Diagnostic::error(Code::ActionNeedsForeignKeys, format!("this `{name}` {problem}"))
                .at(key.span, "")
                .help("choose Cascade or Restrict, or use `relationMode = \"foreignKeys\"`"),
        );
    }
}

fn has_required(key: &ForeignKeyRelation, drafts: &[Draft<'_, '_>]) -> bool {
    key.fields.iter().any(|id| drafts[key.model.0].model.field(*id).arity == Arity::Required)
}

/// Whether a change of the referenced row changes the referring one; so it is by default.
fn changes_rows(key: &ForeignKeyRelation, drafts: &[Draft<'_, '_>]) -> bool {
    let default_delete =
        if has_required(key, drafts) { ReferentialAction::Restrict } else { ReferentialAction::SetNull };
    let harmless = |action| matches!(action, ReferentialAction::Restrict | ReferentialAction::NoAction);
    !harmless(key.on_delete.unwrap_or(default_delete)) || !harmless(key.on_update.unwrap_or(ReferentialAction::Cascade))
}

fn reaches(from: ModelId, to: ModelId, edges: &BTreeMap<ModelId, Vec<ModelId>>) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    let mut open = vec![from];
    while let Some(model) = open.pop() {
        if model == to {
            return true;
        }
        if seen.insert(model) {
            open.extend(edges.get(&model).into_iter().flatten());
        }
    }
    false
}
