//! Changes to enums.

use super::super::generate::Generator;
use super::super::model::{Enum, FieldType, Schema};

fn any_enum<'s>(generator: &mut Generator, schema: &'s mut Schema) -> Option<&'s mut Enum> {
    let place = generator.random.below(schema.enums.len());
    schema.enums.get_mut(place)
}

pub fn add_enum(generator: &mut Generator, schema: &mut Schema) {
    let declared = generator.enumeration(schema);
    schema.enums.push(declared);
}

/// With the fields of its type.
pub fn drop_enum(generator: &mut Generator, schema: &mut Schema) {
    let Some(name) = any_enum(generator, schema).map(|declared| declared.name.clone()) else { return };
    let of_type = FieldType::Enum(name.clone());
    let mut fields = Vec::new();
    for model in &schema.models {
        let gone = model.fields.iter().filter(|field| field.field_type == of_type);
        fields.extend(gone.map(|field| (model.name.clone(), field.name.clone())));
    }
    fields.iter().for_each(|(model, field)| schema.remove_field(model, field));
    schema.enums.retain(|declared| declared.name != name);
}

pub fn map_enum(generator: &mut Generator, schema: &mut Schema) {
    let map = generator.map_once_in(2);
    if let Some(declared) = any_enum(generator, schema) {
        declared.map = map;
    }
}

/// With its old name as `@@map`, the type stays as it is.
pub fn rename_enum(generator: &mut Generator, schema: &mut Schema) {
    let new = generator.names.of_block(&mut generator.random);
    let keeps_type = generator.random.one_in(2);
    let Some(declared) = any_enum(generator, schema) else { return };
    let old = declared.name.clone();
    if keeps_type {
        declared.map.get_or_insert_with(|| old.clone());
    }
    schema.rename_enum(&old, &new);
}

pub fn move_enum(generator: &mut Generator, schema: &mut Schema) {
    let place = generator.some_schema(schema);
    if let Some(declared) = any_enum(generator, schema) {
        declared.schema = place;
    }
}

pub fn add_value(generator: &mut Generator, schema: &mut Schema) {
    let value = generator.value();
    let place = generator.random.below(6);
    if let Some(declared) = any_enum(generator, schema) {
        declared.values.insert(place.min(declared.values.len()), value);
    }
}

/// Defaults that were this value become another one.
pub fn drop_value(generator: &mut Generator, schema: &mut Schema) {
    let place = generator.random.below(4);
    let Some(declared) = any_enum(generator, schema) else { return };
    if place >= declared.values.len() || declared.values.len() == 1 {
        return;
    }
    let gone = declared.values.remove(place).name;
    let (name, other) = (declared.name.clone(), declared.values[0].name.clone());
    replace_default(schema, &name, &gone, &other);
}

fn replace_default(schema: &mut Schema, name: &str, old: &str, new: &str) {
    for field in schema.models.iter_mut().flat_map(|model| &mut model.fields) {
        if field.field_type == FieldType::Enum(name.to_owned())
            && let Some(default) = &mut field.default
        {
            *default = default.replace(old, new);
        }
    }
}

pub fn rename_value(generator: &mut Generator, schema: &mut Schema) {
    let new = generator.names.plain(&mut generator.random);
    let place = generator.random.below(3);
    let Some(declared) = any_enum(generator, schema) else { return };
    let Some(value) = declared.values.get_mut(place) else { return };
    let old = std::mem::replace(&mut value.name, new.clone());
    let name = declared.name.clone();
    replace_default(schema, &name, &old, &new);
}

pub fn map_value(generator: &mut Generator, schema: &mut Schema) {
    let map = generator.map_once_in(2);
    let place = generator.random.below(3);
    if let Some(value) = any_enum(generator, schema).and_then(|declared| declared.values.get_mut(place)) {
        value.map = map;
    }
}

pub fn reorder_values(generator: &mut Generator, schema: &mut Schema) {
    if let Some(declared) = any_enum(generator, schema) {
        declared.values.reverse();
    }
}
