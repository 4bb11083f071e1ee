//! Names in the database that may be had only once.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::Draft;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::naming;
use crate::psl::schema::{Enum, FieldId, Model, Relation};
use crate::text::Span;

/// Where a name is taken, by schema and name.
type Taken<'n> = BTreeMap<(Option<&'n str>, String), Span>;

/// Reports two tables of one name in one schema; gives the models that have a table of their own.
pub(super) fn check_tables(drafts: &[Draft<'_, '_>], diagnostics: &mut Diagnostics) -> Vec<bool> {
    let mut tables = Taken::new();
    let mut names: BTreeSet<&str> = BTreeSet::new();
    let mut has_table = Vec::with_capacity(drafts.len());
    for model in drafts.iter().map(|draft| &draft.model) {
        // A second model of the same name has been reported.
        if !names.insert(&model.name) {
            has_table.push(false);
            continue;
        }
        let schema = model.schema.as_ref().map(|schema| schema.value.as_str());
        let first = tables.insert((schema, model.database_name.clone()), model.span);
        has_table.push(first.is_none() && !model.is_view);
        if let Some(first) = first {
            diagnostics.push(
                Diagnostic::error(Code::DuplicateTable, format!("two models with the table `{}`", model.database_name))
                    .at(model.span, "")
                    .also(first, "the first one")
                    .help("give each model a table of its own with `@@map`"),
            );
        }
    }
    has_table
}

/// Reports two enums of one name in one schema.
pub(super) fn check_enum_types(enums: &[Enum], diagnostics: &mut Diagnostics) {
    let mut types = Taken::new();
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for one in enums {
        if !names.insert(&one.name) {
            continue;
        }
        let schema = one.schema.as_ref().map(|schema| schema.value.as_str());
        if let Some(first) = types.insert((schema, one.database_name.clone()), one.span) {
            diagnostics.push(
                Diagnostic::error(Code::DuplicateEnumType, format!("two enums with the type `{}`", one.database_name))
                    .at(one.span, "")
                    .also(first, "the first one")
                    .help("give each enum a type of its own with `@@map`"),
            );
        }
    }
}

/// Keys, indexes and foreign keys of one name. The first two share their names in a schema, all of them in a model.
pub(super) fn check_constraints(
    drafts: &[Draft<'_, '_>],
    has_table: &[bool],
    relations: &[Relation],
    diagnostics: &mut Diagnostics,
) {
    let mut in_schema = Taken::new();
    let mut foreign: BTreeMap<usize, Vec<(String, Span)>> = BTreeMap::new();
    for relation in relations {
        if let Relation::ForeignKey(key) = relation {
            let model = &drafts[key.model.0].model;
            let name = key
                .map
                .clone()
                .unwrap_or_else(|| naming::foreign_key(&model.database_name, &columns(model, &key.fields)));
            foreign.entry(key.model.0).or_default().push((name, key.span));
        }
    }
    for (at, draft) in drafts.iter().enumerate() {
        let model = &draft.model;
        if !has_table[at] {
            continue;
        }
        let schema = model.schema.as_ref().map(|schema| schema.value.as_str());
        let mut in_model: BTreeMap<String, Span> = BTreeMap::new();
        for (name, span) in index_names(model) {
            in_model.entry(name.clone()).or_insert(span);
            take(name, span, schema, &mut in_schema, diagnostics);
        }
        for (name, span) in foreign.remove(&at).unwrap_or_default() {
            if let Some(first) = in_model.insert(name.clone(), span) {
                diagnostics.push(taken(&name, span, first));
            }
        }
    }
}

fn take<'n>(
    name: String,
    span: Span,
    schema: Option<&'n str>,
    in_schema: &mut Taken<'n>,
    diagnostics: &mut Diagnostics,
) {
    if let Some(first) = in_schema.insert((schema, name.clone()), span) {
        diagnostics.push(taken(&name, span, first));
    }
}

fn taken(name: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::error(Code::ConstraintNameTaken, format!("the name `{name}` is taken in the database"))
        .at(span, "")
        .also(first, "by this one")
        .help("remove one of the two, or give it a name of its own with `map:`")
}

fn index_names(model: &Model) -> Vec<(String, Span)> {
    let mut names = Vec::with_capacity(model.indexes.len() + 1);
    if let Some(key) = &model.primary_key {
        let name = key.map.clone().unwrap_or_else(|| naming::primary_key(&model.database_name));
        names.push((name, key.span));
    }
    for index in &model.indexes {
        let default_name = if index.is_unique { naming::unique_index } else { naming::index };
        let fields: Vec<FieldId> = index.fields.iter().map(|field| field.field).collect();
        names.push((
            index.map.clone().unwrap_or_else(|| default_name(&model.database_name, &columns(model, &fields))),
            index.span,
        ));
    }
    names
}

fn columns<'m>(model: &'m Model, fields: &[FieldId]) -> Vec<&'m str> {
    fields.iter().map(|&field| model.field(field).database_name.as_str()).collect()
}
