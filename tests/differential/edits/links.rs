//! Changes to relations.

use super::super::generate::Generator;
use super::super::model::{Arity, Relation, Schema, Shape};
use super::super::relations;

fn any_relation<'s>(generator: &mut Generator, schema: &'s mut Schema) -> Option<&'s mut Relation> {
    let place = generator.random.below(schema.relations.len());
    schema.relations.get_mut(place)
}

pub fn add_relation(generator: &mut Generator, schema: &mut Schema) {
    relations::add(generator, schema);
}

pub fn drop_relation(generator: &mut Generator, schema: &mut Schema) {
    let place = generator.random.below(schema.relations.len());
    if place < schema.relations.len() {
        schema.relations.remove(place);
    }
}

pub fn change_actions(generator: &mut Generator, schema: &mut Schema) {
    let all = schema.clone();
    let Some(mut relation) = any_relation(generator, schema).cloned() else { return };
    relations::set_some_actions(generator, &all, &mut relation);
    for it in schema.relations.iter_mut().filter(|it| (&it.model, &it.field) == (&relation.model, &relation.field)) {
        *it = relation.clone();
    }
}

/// The relation and the fields of its key.
pub fn change_optionality(generator: &mut Generator, schema: &mut Schema) {
    let Some(relation) = any_relation(generator, schema) else { return };
    relation.is_optional = !relation.is_optional;
    let relation = relation.clone();
    let model = schema.models.iter_mut().find(|model| model.name == relation.model);
    for field in model.into_iter().flat_map(|model| &mut model.fields) {
        if relation.fields.contains(&field.name) {
            field.arity = if relation.is_optional { Arity::Optional } else { Arity::Required };
        }
    }
}

pub fn map_relation(generator: &mut Generator, schema: &mut Schema) {
    let map = generator.map_once_in(2);
    if let Some(relation) = any_relation(generator, schema) {
        relation.map = map;
    }
}

/// A link table gets another name with it.
pub fn name_relation(generator: &mut Generator, schema: &mut Schema) {
    let name = generator.names.plain(&mut generator.random);
    if let Some(relation) = any_relation(generator, schema) {
        relation.name = Some(name);
    }
}

/// 1-1 without its unique is 1-n.
pub fn change_shape(generator: &mut Generator, schema: &mut Schema) {
    let Some(relation) = any_relation(generator, schema) else { return };
    let was_one = relation.shape == Shape::OneToOne;
    if relation.shape != Shape::ManyToMany {
        relation.shape = if was_one { Shape::OneToMany } else { Shape::OneToOne };
    }
}
