//! Random relations of every shape.

use super::generate::Generator;
use super::model::{Arity, Constraint, ConstraintKind, Field, Model, Relation, Schema, Shape};

/// The referential actions of the language.
pub const ACTIONS: &[&str] = &["Cascade", "Restrict", "NoAction", "SetNull", "SetDefault"];

/// Adds a relation between two models, where they have what it needs.
pub fn add(generator: &mut Generator, schema: &mut Schema) {
    let tables: Vec<Model> = schema.models.iter().filter(|model| !model.is_view).cloned().collect();
    if tables.is_empty() {
        return;
    }
    let model = generator.random.pick(&tables).clone();
    let other = if generator.random.one_in(5) { model.clone() } else { generator.random.pick(&tables).clone() };
    let shape = match generator.random.below(6) {
        0 | 1 => Shape::ManyToMany,
        2 => Shape::OneToOne,
        _ => Shape::OneToMany,
    };
    let is_first = schema.relations.iter().all(|it| !joins(it, &model, &other));
    let is_unnamed = is_first && model.name != other.name && generator.random.one_in(2);
    let mut relation = Relation {
        name: (!is_unnamed).then(|| generator.names.plain(&mut generator.random)),
        shape,
        model: model.name.clone(),
        field: generator.names.plain(&mut generator.random),
        other: other.name.clone(),
        other_field: generator.names.plain(&mut generator.random),
        fields: Vec::new(),
        references: Vec::new(),
        is_optional: false,
        on_delete: None,
        on_update: None,
        map: None,
    };
    let is_complete = match shape {
        Shape::ManyToMany => [&model, &other].iter().all(|it| has_single_id(it)),
        Shape::OneToOne | Shape::OneToMany => with_key(generator, schema, &other, &mut relation),
    };
    if is_complete {
        schema.relations.push(relation);
    }
}

fn joins(relation: &Relation, one: &Model, other: &Model) -> bool {
    let ends = [&relation.model, &relation.other];
    ends == [&one.name, &other.name] || ends == [&other.name, &one.name]
}

fn has_single_id(model: &Model) -> bool {
    !model.is_ignored && model.id().is_some_and(|id| id.parts.len() == 1)
}

/// Gives the model the fields that hold the key.
fn with_key(generator: &mut Generator, schema: &mut Schema, other: &Model, relation: &mut Relation) -> bool {
    let Some(criterion) = criterion(generator, other) else { return false };
    let is_optional = generator.random.one_in(3);
    for name in criterion.fields() {
        let Some(referenced) = other.field(&name) else { return false };
        let field = Field {
            name: generator.names.plain(&mut generator.random),
            map: generator.map_once_in(5),
            arity: if is_optional { Arity::Optional } else { Arity::Required },
            default: None,
            is_updated_at: false,
            is_ignored: false,
            ..referenced.clone()
        };
        relation.fields.push(field.name.clone());
        relation.references.push(name);
        for model in schema.models.iter_mut().filter(|it| it.name == relation.model) {
            model.fields.push(field.clone());
        }
    }
    if generator.random.one_in(4) {
        relation.fields.reverse();
        relation.references.reverse();
    }
    relation.is_optional = is_optional || generator.random.one_in(6);
    relation.map = generator.map_once_in(6);
    set_some_actions(generator, schema, relation);
    for model in schema.models.iter_mut().filter(|it| it.name == relation.model) {
        let kind = match relation.shape {
            Shape::OneToOne => ConstraintKind::Unique,
            _ if generator.random.one_in(3) => ConstraintKind::Index,
            _ => continue,
        };
        let mut index = Constraint::over(kind, &relation.fields);
        index.is_on_field = kind == ConstraintKind::Unique && relation.fields.len() == 1;
        model.constraints.push(index);
    }
    true
}

/// Any action, or none; without foreign keys, the one that is always allowed.
pub fn set_some_actions(generator: &mut Generator, schema: &Schema, relation: &mut Relation) {
    let mut action = || match generator.random.below(2) {
        _ if schema.is_without_foreign_keys => Some("Restrict"),
        0 => None,
        _ => Some(*generator.random.pick(ACTIONS)),
    };
    (relation.on_delete, relation.on_update) = (action(), action());
}

/// An id or a unique that a foreign key can refer to.
fn criterion(generator: &mut Generator, model: &Model) -> Option<Constraint> {
    let is_plain = |name: &String| {
        model
            .field(name)
            .is_some_and(|field| field.arity != Arity::List && !field.kind().is_some_and(|kind| kind.is_unsupported()))
    };
    let possible: Vec<&Constraint> = model
        .constraints
        .iter()
        .filter(|it| it.kind != ConstraintKind::Index && it.predicate.is_none() && it.fields().iter().all(is_plain))
        .collect();
    (!possible.is_empty()).then(|| (*generator.random.pick(&possible)).clone())
}
