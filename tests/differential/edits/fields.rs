//! Changes to fields.

use super::super::fields::{any, any_arity, any_type, set_some_default};
use super::super::generate::Generator;
use super::super::kinds::{KINDS, Kind};
use super::super::model::{Arity, Field, FieldType, Schema};
use super::blocks::any_model;

/// Model and field, by name.
fn any_place(generator: &mut Generator, schema: &mut Schema) -> Option<(String, String)> {
    let random = generator.random.below(64);
    let model = any_model(generator, schema)?;
    let field = model.fields.get(random % model.fields.len().max(1))?;
    Some((model.name.clone(), field.name.clone()))
}

/// A field that no relation depends on: what changes alone.
fn free_place(generator: &mut Generator, schema: &mut Schema) -> Option<(String, String)> {
    let places = (0..4).filter_map(|_| any_place(generator, schema)).collect::<Vec<_>>();
    places.into_iter().find(|(model, field)| !schema.is_in_a_relation(model, field))
}

fn at<'s>(schema: &'s mut Schema, (model, field): &(String, String)) -> Option<&'s mut Field> {
    let model = schema.models.iter_mut().find(|it| it.name == *model)?;
    model.fields.iter_mut().find(|it| it.name == *field)
}

/// Changes a free field, and gives it a default that its new type can have.
fn change(generator: &mut Generator, schema: &mut Schema, change: impl FnOnce(&mut Generator, &Schema, &mut Field)) {
    let Some(place) = free_place(generator, schema) else { return };
    let Some(mut field) = at(schema, &place).cloned() else { return };
    change(generator, schema, &mut field);
    if let Some(slot) = at(schema, &place) {
        *slot = field;
    }
}

pub fn add_field(generator: &mut Generator, schema: &mut Schema) {
    let field = any(generator, schema);
    let place = generator.random.below(6);
    if let Some(model) = any_model(generator, schema) {
        model.fields.insert(place.min(model.fields.len()), field);
    }
}

pub fn drop_field(generator: &mut Generator, schema: &mut Schema) {
    if let Some((model, field)) = any_place(generator, schema) {
        schema.remove_field(&model, &field);
    }
}

/// With its old name as `@map`, the column stays as it is.
pub fn rename_field(generator: &mut Generator, schema: &mut Schema) {
    let Some(place) = any_place(generator, schema) else { return };
    let new = generator.names.plain(&mut generator.random);
    if generator.random.one_in(2)
        && let Some(field) = at(schema, &place)
    {
        field.map.get_or_insert_with(|| place.1.clone());
    }
    schema.rename_field(&place.0, &place.1, &new);
}

pub fn map_field(generator: &mut Generator, schema: &mut Schema) {
    let map = generator.map_once_in(2);
    if let Some(place) = any_place(generator, schema)
        && let Some(field) = at(schema, &place)
    {
        field.map = map;
    }
}

pub fn change_type(generator: &mut Generator, schema: &mut Schema) {
    change(generator, schema, |generator, schema, field| {
        field.field_type = any_type(generator, schema);
        field.is_updated_at = false;
        set_some_default(generator, schema, field);
    });
}

/// Another type of PostgreSQL for the same type of Prisma.
fn relative(generator: &mut Generator, field: &Field) -> Option<&'static Kind> {
    let written = field.kind()?.written;
    let relatives: Vec<&'static Kind> = KINDS.iter().filter(|kind| kind.written == written).collect();
    Some(*generator.random.pick(&relatives))
}

pub fn change_native_type(generator: &mut Generator, schema: &mut Schema) {
    change(generator, schema, |generator, schema, field| {
        if let Some(kind) = relative(generator, field) {
            field.field_type = FieldType::Known(kind);
            if !field.default.as_ref().is_some_and(|default| kind.defaults.contains(&default.as_str())) {
                set_some_default(generator, schema, field);
            }
        }
    });
}

/// Both ends of a relation change their type together.
pub fn change_type_of_key(generator: &mut Generator, schema: &mut Schema) {
    if schema.relations.is_empty() {
        return;
    }
    let relation = generator.random.pick(&schema.relations).clone();
    let Some((own, other)) = relation.fields.first().zip(relation.references.first()) else { return };
    let Some(field) = schema.model(&relation.other).and_then(|model| model.field(other)) else { return };
    let chosen = match generator.random.one_in(2) {
        true => relative(generator, field),
        false => Some(generator.random.pick(&KINDS[..30])),
    };
    let Some(kind) = chosen else { return };
    for place in [(relation.model.clone(), own.clone()), (relation.other.clone(), other.clone())] {
        if let Some(field) = at(schema, &place) {
            field.field_type = FieldType::Known(kind);
            field.default = None;
        }
    }
}

pub fn change_arity(generator: &mut Generator, schema: &mut Schema) {
    change(generator, schema, |generator, schema, field| {
        let was_list = field.arity == Arity::List;
        field.arity = any_arity(generator);
        if was_list != (field.arity == Arity::List) || field.default.as_deref() == Some("autoincrement()") {
            set_some_default(generator, schema, field);
        }
        field.is_updated_at &= field.arity != Arity::List;
    });
}

pub fn change_default(generator: &mut Generator, schema: &mut Schema) {
    change(generator, schema, set_some_default);
}

pub fn ignore_field(generator: &mut Generator, schema: &mut Schema) {
    change(generator, schema, |_, _, field| {
        field.is_ignored = !field.is_ignored && !field.kind().is_some_and(|kind| kind.is_unsupported());
    });
}
