//! Random fields, defaults, keys and indexes.

use super::generate::Generator;
use super::kinds::KINDS;
use super::model::{Arity, Constraint, ConstraintKind, Enum, Field, FieldType, Model, Part, Schema};
use super::print::quoted;

/// A field of any type.
pub fn any(generator: &mut Generator, schema: &Schema) -> Field {
    let field_type = any_type(generator, schema);
    let arity = any_arity(generator);
    let mut field = Field {
        name: generator.names.plain(&mut generator.random),
        map: generator.map_once_in(5),
        field_type,
        arity,
        default: None,
        is_updated_at: false,
        is_ignored: false,
    };
    set_some_default(generator, schema, &mut field);
    let kind = field.kind();
    let is_moment = kind.is_some_and(|kind| kind.written == "DateTime");
    field.is_updated_at = is_moment && arity != Arity::List && generator.random.one_in(4);
    field.is_ignored = !kind.is_some_and(|kind| kind.is_unsupported()) && generator.random.one_in(12);
    field
}

pub fn any_type(generator: &mut Generator, schema: &Schema) -> FieldType {
    if !schema.enums.is_empty() && generator.random.one_in(6) {
        FieldType::Enum(generator.random.pick(&schema.enums).name.clone())
    } else {
        FieldType::Known(generator.random.pick(KINDS))
    }
}

pub fn any_arity(generator: &mut Generator) -> Arity {
    match generator.random.below(10) {
        0..=4 => Arity::Required,
        5..=7 => Arity::Optional,
        _ => Arity::List,
    }
}

/// A required field that a primary key can be made of; more often than not one that people take.
pub fn of_key(generator: &mut Generator, schema: &Schema) -> Field {
    loop {
        let mut field = any(generator, schema);
        if generator.random.one_in(2) {
            field.field_type = FieldType::Known(generator.random.pick(&KINDS[..30]));
        }
        field.arity = Arity::Required;
        (field.is_updated_at, field.is_ignored) = (false, false);
        set_some_default(generator, schema, &mut field);
        if field.kind().is_none_or(|kind| kind.is_ordered && !kind.is_unsupported()) {
            return field;
        }
    }
}

/// Gives a field one of the defaults that its type can have, or none.
pub fn set_some_default(generator: &mut Generator, schema: &Schema, field: &mut Field) {
    let mut possible = match &field.field_type {
        FieldType::Known(kind) if field.arity == Arity::List => kind.literals().map(str::to_owned).collect(),
        FieldType::Known(kind) => kind.defaults.iter().map(|&default| default.to_owned()).collect(),
        FieldType::Enum(name) => values_of(schema, name),
    };
    if field.arity != Arity::Required {
        possible.retain(|default| default != "autoincrement()");
    }
    field.default = match (possible.is_empty(), generator.random.below(5)) {
        (true, _) | (_, 0 | 1) => None,
        _ if field.arity == Arity::List => Some(some_list(generator, field, &possible)),
        _ => Some(generator.random.pick(&possible).clone()),
    };
}

fn some_list(generator: &mut Generator, field: &Field, possible: &[String]) -> String {
    if generator.random.one_in(8) && !field.kind().is_some_and(|kind| kind.is_unsupported()) {
        return r#"dbgenerated("'{}'")"#.to_owned();
    }
    let count = generator.random.below(4);
    let items: Vec<String> = (0..count).map(|_| generator.random.pick(possible).clone()).collect();
    format!("[{}]", items.join(", "))
}

fn values_of(schema: &Schema, name: &str) -> Vec<String> {
    let declared: Option<&Enum> = schema.enums.iter().find(|declared| declared.name == name);
    declared.into_iter().flat_map(|declared| &declared.values).map(|value| value.name.clone()).collect()
}

/// A unique or an index over some fields of the model, where there is one to think of.
pub fn constraint(generator: &mut Generator, schema: &Schema, model: &Model) -> Option<Constraint> {
    let is_ordered = |field: &&Field| field.kind().is_none_or(|kind| kind.is_ordered);
    let special = |field: &&Field| !special_methods(field).is_empty();
    let is_special = !model.is_view && generator.random.one_in(3);
    let possible: Vec<&Field> = if is_special {
        model.fields.iter().filter(special).collect()
    } else {
        model.fields.iter().filter(is_ordered).collect()
    };
    if possible.is_empty() {
        return None;
    }
    let mut constraint = if is_special {
        let field = *generator.random.pick(&possible);
        of_special_method(generator, field)
    } else {
        plain(generator, &possible, model.is_view)
    };
    if model.is_view {
        constraint.parts.iter_mut().for_each(|part| part.sort = None);
        return Some(constraint);
    }
    constraint.map = generator.map_once_in(5);
    if generator.random.one_in(5) {
        constraint.predicate = predicate(generator, schema, model);
    }
    Some(constraint)
}

fn special_methods(field: &Field) -> &'static [&'static str] {
    match field.arity {
        Arity::List if field.kind().is_none_or(|kind| kind.is_ordered) => &["Gin", "Gin ArrayOps"],
        Arity::List => &[],
        Arity::Required | Arity::Optional => field.kind().map_or(&[], |kind| kind.indexes),
    }
}

fn of_special_method(generator: &mut Generator, field: &Field) -> Constraint {
    let chosen = *generator.random.pick(special_methods(field));
    let (method, operator_class) = match chosen.split_once(' ') {
        Some((method, operator_class)) => (method, Some(operator_class)),
        None => (chosen, None),
    };
    let mut constraint = Constraint::over(ConstraintKind::Index, std::slice::from_ref(&field.name));
    constraint.method = Some(method);
    constraint.parts[0].operator_class = operator_class;
    constraint
}

fn plain(generator: &mut Generator, possible: &[&Field], is_view: bool) -> Constraint {
    let is_unique = is_view || generator.random.one_in(2);
    let kind = if is_unique { ConstraintKind::Unique } else { ConstraintKind::Index };
    let mut constraint = Constraint::over(kind, &[]);
    for _ in 0..=generator.random.below(3) {
        let field = &generator.random.pick(possible).name;
        if constraint.parts.iter().all(|part| part.field != *field) {
            let sort = [None, None, Some("Asc"), Some("Desc")][generator.random.below(4)];
            constraint.parts.push(Part { field: field.clone(), sort, operator_class: None });
        }
    }
    constraint.is_on_field = is_unique && constraint.parts.len() == 1 && generator.random.one_in(2);
    let only = constraint.parts.first().filter(|_| constraint.parts.len() == 1).map(|part| part.field.clone());
    let is_hashed = possible
        .iter()
        .any(|field| Some(&field.name) == only.as_ref() && field.kind().is_none_or(|kind| kind.is_hashed()));
    if !is_unique && generator.random.one_in(5) {
        let is_hash = is_hashed && generator.random.one_in(2);
        constraint.method = Some(if is_hash { "Hash" } else { "BTree" });
        if is_hash {
            constraint.parts[0].sort = None;
        }
    }
    constraint
}

/// What stands behind `where:`. Raw SQL names no column, so that a rename does not break it.
fn predicate(generator: &mut Generator, schema: &Schema, model: &Model) -> Option<String> {
    if generator.random.one_in(5) {
        return Some(r#"raw("1 < 2")"#.to_owned());
    }
    let mut conditions: Vec<String> = Vec::new();
    let mut named: Vec<&str> = Vec::new();
    for _ in 0..=generator.random.below(2) {
        let field = generator.random.pick(&model.fields);
        if !named.contains(&field.name.as_str()) {
            named.push(&field.name);
            conditions.push(format!("{}: {}", field.name, condition(generator, schema, field)));
        }
    }
    Some(format!("{{ {} }}", conditions.join(", ")))
}

fn condition(generator: &mut Generator, schema: &Schema, field: &Field) -> String {
    let null = if generator.random.one_in(2) { "null" } else { "{ not: null }" };
    if field.arity == Arity::List {
        return null.to_owned();
    }
    let value = match &field.field_type {
        FieldType::Enum(name) => {
            Some(generator.random.pick(&values_of(schema, name)).clone()).map(|value| quoted(&value))
        }
        FieldType::Known(kind) => match (kind.written, kind.native) {
            ("Boolean", _) => Some("true".to_owned()),
            ("Int" | "BigInt", _) => Some("5".to_owned()),
            ("Float", _) => Some("1.5".to_owned()),
            ("String", "" | "Text" | "VarChar" | "VarChar(30)") => Some(quoted("it's")),
            _ => None,
        },
    };
    match (value, generator.random.below(3)) {
        (Some(value), 0) => value,
        (Some(value), 1) => format!("{{ not: {value} }}"),
        _ => null.to_owned(),
    }
}
