//! A model of a schema as the text of a schema.prisma.

use super::model::{Arity, Constraint, ConstraintKind, Enum, Field, FieldType, Model, Part, Relation, Schema, Shape};

/// Every preview feature that allows more schemas.
const GENERATOR: &str = r#"generator client {
  provider        = "prisma-client"
  previewFeatures = ["partialIndexes", "postgresqlExtensions", "views"]
}
"#;

/// The whole text.
pub fn print(schema: &Schema) -> String {
    let mut blocks = vec![datasource(schema), GENERATOR.to_owned()];
    blocks.extend(schema.enums.iter().map(enumeration));
    blocks.extend(schema.models.iter().map(|it| model(schema, it)));
    blocks.join("\n")
}

fn datasource(schema: &Schema) -> String {
    let mut lines = vec!["  provider = \"postgresql\"".to_owned()];
    if schema.is_without_foreign_keys {
        lines.push("  relationMode = \"prisma\"".to_owned());
    }
    if schema.has_extension {
        lines.push("  extensions = [vector]".to_owned());
    }
    if !schema.schemas.is_empty() {
        lines.push(format!("  schemas = [{}]", list(schema.schemas.iter().map(|name| quoted(name)))));
    }
    block("datasource db", &lines)
}

fn block(head: &str, lines: &[String]) -> String {
    format!("{head} {{\n{}\n}}\n", lines.join("\n"))
}

fn list(items: impl IntoIterator<Item = String>) -> String {
    items.into_iter().collect::<Vec<_>>().join(", ")
}

/// A text in double quotes, with the escapes of the schema language.
pub fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a string")
}

/// `@@map` and `@@schema`.
fn block_attributes(map: Option<&String>, schema: Option<&String>) -> Vec<String> {
    let map = map.map(|name| format!("  @@map({})", quoted(name)));
    let schema = schema.map(|name| format!("  @@schema({})", quoted(name)));
    map.into_iter().chain(schema).collect()
}

fn enumeration(declared: &Enum) -> String {
    let value = |value: &super::model::Value| format!("  {}{}", value.name, field_map(value.map.as_ref()));
    let mut lines: Vec<String> = declared.values.iter().map(value).collect();
    lines.extend(block_attributes(declared.map.as_ref(), declared.schema.as_ref()));
    block(&format!("enum {}", declared.name), &lines)
}

fn field_map(map: Option<&String>) -> String {
    map.map(|name| format!(" @map({})", quoted(name))).unwrap_or_default()
}

fn model(schema: &Schema, model: &Model) -> String {
    let mut lines: Vec<String> = model.fields.iter().map(|it| field(model, it)).collect();
    for it in &schema.relations {
        if it.model == model.name {
            lines.push(relation(schema, it));
        }
        if it.other == model.name {
            lines.push(other_side(schema, it));
        }
    }
    lines.extend(model.constraints.iter().filter(|it| !it.is_on_field).map(constraint));
    lines.extend(block_attributes(model.map.as_ref(), model.schema.as_ref()));
    if model.is_ignored {
        lines.push("  @@ignore".to_owned());
    }
    block(&format!("{} {}", if model.is_view { "view" } else { "model" }, model.name), &lines)
}

fn field(model: &Model, field: &Field) -> String {
    let (written, native) = match &field.field_type {
        FieldType::Known(kind) => (kind.written, kind.native),
        FieldType::Enum(name) => (name.as_str(), ""),
    };
    let mut line = format!("  {} {written}{}", field.name, mark(field.arity));
    if !native.is_empty() {
        line += &format!(" @db.{native}");
    }
    let own = model.constraints.iter().filter(|it| it.is_on_field && it.fields() == [field.name.clone()]);
    own.for_each(|constraint| line += &on_field(constraint));
    if let Some(default) = &field.default {
        line += &format!(" @default({default})");
    }
    if field.is_updated_at {
        line += " @updatedAt";
    }
    line += &field_map(field.map.as_ref());
    if field.is_ignored {
        line += " @ignore";
    }
    line
}

fn mark(arity: Arity) -> &'static str {
    match arity {
        Arity::Required => "",
        Arity::Optional => "?",
        Arity::List => "[]",
    }
}

fn on_field(constraint: &Constraint) -> String {
    let mut arguments = settings(constraint);
    arguments.extend(constraint.parts.iter().filter_map(|part| part.sort).map(|sort| format!("sort: {sort}")));
    let name = if constraint.kind == ConstraintKind::Id { "id" } else { "unique" };
    if arguments.is_empty() { format!(" @{name}") } else { format!(" @{name}({})", arguments.join(", ")) }
}

fn constraint(constraint: &Constraint) -> String {
    let name = match constraint.kind {
        ConstraintKind::Id => "id",
        ConstraintKind::Unique => "unique",
        ConstraintKind::Index => "index",
    };
    let mut arguments = vec![format!("[{}]", list(constraint.parts.iter().map(part)))];
    arguments.extend(settings(constraint));
    format!("  @@{name}({})", arguments.join(", "))
}

fn settings(constraint: &Constraint) -> Vec<String> {
    let map = constraint.map.as_ref().map(|name| format!("map: {}", quoted(name)));
    let method = constraint.method.map(|method| format!("type: {method}"));
    let predicate = constraint.predicate.as_ref().map(|predicate| format!("where: {predicate}"));
    [map, method, predicate].into_iter().flatten().collect()
}

fn part(part: &Part) -> String {
    let operator_class = part.operator_class.map(|class| format!("ops: {class}"));
    let settings: Vec<String> =
        operator_class.into_iter().chain(part.sort.map(|sort| format!("sort: {sort}"))).collect();
    if settings.is_empty() { part.field.clone() } else { format!("{}({})", part.field, settings.join(", ")) }
}

fn relation(schema: &Schema, relation: &Relation) -> String {
    let mut arguments: Vec<String> = relation.name.iter().map(|name| quoted(name)).collect();
    let mut mark = "[]";
    if relation.shape != Shape::ManyToMany {
        mark = if relation.is_optional { "?" } else { "" };
        arguments.push(format!("fields: [{}]", relation.fields.join(", ")));
        arguments.push(format!("references: [{}]", relation.references.join(", ")));
        arguments.extend(relation.on_delete.map(|action| format!("onDelete: {action}")));
        arguments.extend(relation.on_update.map(|action| format!("onUpdate: {action}")));
        arguments.extend(relation.map.as_ref().map(|name| format!("map: {}", quoted(name))));
    }
    let attribute = if arguments.is_empty() { String::new() } else { format!(" @relation({})", arguments.join(", ")) };
    format!(
        "  {} {}{mark}{attribute}{}",
        relation.field,
        relation.other,
        ignore(schema, &relation.model, &relation.other)
    )
}

fn other_side(schema: &Schema, relation: &Relation) -> String {
    let mark = if relation.shape == Shape::OneToOne { "?" } else { "[]" };
    let name = relation.name.as_ref().map(|name| format!(" @relation({})", quoted(name))).unwrap_or_default();
    format!(
        "  {} {}{mark}{name}{}",
        relation.other_field,
        relation.model,
        ignore(schema, &relation.other, &relation.model)
    )
}

/// A field that points to an ignored model has to be ignored.
fn ignore(schema: &Schema, from: &str, to: &str) -> &'static str {
    let is_ignored = |name| schema.model(name).is_some_and(|model| model.is_ignored);
    if is_ignored(to) && !is_ignored(from) { " @ignore" } else { "" }
}
