//! Changes to keys and indexes.

use super::super::fields::{constraint, of_key};
use super::super::generate::Generator;
use super::super::model::{Constraint, ConstraintKind, Schema};
use super::blocks::any_model;

fn any_constraint<'s>(generator: &mut Generator, schema: &'s mut Schema) -> Option<&'s mut Constraint> {
    let place = generator.random.below(64);
    let model = any_model(generator, schema)?;
    let count = model.constraints.len().max(1);
    model.constraints.get_mut(place % count)
}

pub fn add_constraint(generator: &mut Generator, schema: &mut Schema) {
    let all = schema.clone();
    let Some(model) = any_model(generator, schema) else { return };
    let added = constraint(generator, &all, model);
    model.constraints.extend(added);
}

pub fn drop_constraint(generator: &mut Generator, schema: &mut Schema) {
    let place = generator.random.below(5);
    if let Some(model) = any_model(generator, schema)
        && place < model.constraints.len()
    {
        model.constraints.remove(place);
    }
}

/// Another constraint under the same name, or the same in another order.
pub fn change_constraint(generator: &mut Generator, schema: &mut Schema) {
    let all = schema.clone();
    let turns = generator.random.one_in(3);
    let place = generator.random.below(5);
    let Some(model) = any_model(generator, schema) else { return };
    if place >= model.constraints.len() || model.constraints[place].kind == ConstraintKind::Id {
        return;
    }
    let old = model.constraints[place].clone();
    let mut new = if turns { old.clone() } else { constraint(generator, &all, model).unwrap_or_else(|| old.clone()) };
    if turns {
        new.parts.reverse();
        new.parts[0].sort = if old.parts[0].sort == Some("Desc") { None } else { Some("Desc") };
    }
    new.map = old.map;
    model.constraints[place] = new;
}

pub fn map_constraint(generator: &mut Generator, schema: &mut Schema) {
    let map = generator.map_once_in(2);
    if let Some(constraint) = any_constraint(generator, schema) {
        constraint.map = map;
    }
}

/// A new field becomes the id, alone or with what it was before.
pub fn change_id(generator: &mut Generator, schema: &mut Schema) {
    let field = of_key(generator, schema);
    let is_alone = generator.random.one_in(2);
    let Some(model) = any_model(generator, schema) else { return };
    let Some(id) = model.constraints.iter_mut().find(|it| it.kind == ConstraintKind::Id) else { return };
    let names = if is_alone { vec![field.name.clone()] } else { [id.fields(), vec![field.name.clone()]].concat() };
    *id = Constraint { map: id.map.clone(), ..Constraint::over(ConstraintKind::Id, &names) };
    model.fields.push(field);
}

pub fn turn_id_into_unique(generator: &mut Generator, schema: &mut Schema) {
    if let Some(constraint) = any_constraint(generator, schema) {
        constraint.kind = match constraint.kind {
            ConstraintKind::Id => ConstraintKind::Unique,
            ConstraintKind::Unique => ConstraintKind::Id,
            ConstraintKind::Index => ConstraintKind::Index,
        };
    }
}
