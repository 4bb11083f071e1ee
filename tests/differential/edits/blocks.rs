//! Changes to models as a whole.

use super::super::generate::Generator;
use super::super::model::{Model, Schema};
use super::super::relations::set_some_actions;

pub fn any_model<'s>(generator: &mut Generator, schema: &'s mut Schema) -> Option<&'s mut Model> {
    let place = generator.random.below(schema.models.len());
    schema.models.get_mut(place)
}

pub fn add_model(generator: &mut Generator, schema: &mut Schema) {
    let model = generator.model(schema);
    schema.models.push(model);
}

pub fn drop_model(generator: &mut Generator, schema: &mut Schema) {
    if let Some(name) = any_model(generator, schema).map(|model| model.name.clone()) {
        schema.remove_model(&name);
    }
}

pub fn map_model(generator: &mut Generator, schema: &mut Schema) {
    let map = generator.map_once_in(2);
    if let Some(model) = any_model(generator, schema) {
        model.map = map;
    }
}

/// With its old name as `@@map`, the table stays as it is.
pub fn rename_model(generator: &mut Generator, schema: &mut Schema) {
    let new = generator.names.of_block(&mut generator.random);
    let keeps_table = generator.random.one_in(2);
    let Some(model) = any_model(generator, schema) else { return };
    let old = model.name.clone();
    if keeps_table {
        model.map.get_or_insert_with(|| old.clone());
    }
    schema.rename_model(&old, &new);
}

pub fn move_model(generator: &mut Generator, schema: &mut Schema) {
    let place = generator.some_schema(schema);
    if let Some(model) = any_model(generator, schema) {
        model.schema = place;
    }
}

pub fn ignore_model(generator: &mut Generator, schema: &mut Schema) {
    if let Some(model) = any_model(generator, schema) {
        model.is_ignored = !model.is_ignored;
        model.fields.iter_mut().for_each(|field| field.is_ignored = false);
    }
}

pub fn switch_relation_mode(generator: &mut Generator, schema: &mut Schema) {
    if generator.random.one_in(3) {
        schema.is_without_foreign_keys = !schema.is_without_foreign_keys;
        let mut relations = std::mem::take(&mut schema.relations);
        relations.iter_mut().for_each(|relation| set_some_actions(generator, schema, relation));
        schema.relations = relations;
    }
}

pub fn declare_extension(_: &mut Generator, schema: &mut Schema) {
    schema.has_extension = !schema.has_extension;
}

pub fn turn_into_view(generator: &mut Generator, schema: &mut Schema) {
    if generator.random.one_in(3)
        && let Some(model) = any_model(generator, schema)
    {
        model.is_view = !model.is_view;
    }
}
