//! Random schemas. Most of them are valid; those that are not must be refused by both.

use super::fields;
use super::model::{Constraint, ConstraintKind, Enum, Model, Schema, Value};
use super::names::Names;
use super::relations;
use crate::support::random::Random;

/// What makes schemas: chance, and names that were not given yet.
#[derive(Clone, Debug)]
pub struct Generator {
    pub random: Random,
    pub names: Names,
}

impl Generator {
    pub fn new(seed: u64) -> Generator {
        Generator { random: Random::new(seed), names: Names::default() }
    }

    /// A whole schema.
    pub fn schema(&mut self) -> Schema {
        let mut schema = Schema {
            is_without_foreign_keys: self.random.one_in(20),
            has_extension: self.random.one_in(8),
            ..Schema::default()
        };
        if self.random.one_in(3) {
            let all = ["app", "audit", "public"];
            schema.schemas = all[self.random.below(2)..].iter().map(|&name| name.to_owned()).collect();
        }
        for _ in 0..self.random.below(3) {
            let declared = self.enumeration(&schema);
            schema.enums.push(declared);
        }
        for _ in 0..=self.random.below(4) {
            let model = self.model(&schema);
            schema.models.push(model);
        }
        for _ in 0..self.random.below(schema.models.len() + 2) {
            relations::add(self, &mut schema);
        }
        schema
    }

    pub fn enumeration(&mut self, schema: &Schema) -> Enum {
        let values = (0..=self.random.below(4)).map(|_| self.value()).collect();
        Enum {
            name: self.names.of_block(&mut self.random),
            map: self.map_once_in(3),
            schema: self.some_schema(schema),
            values,
        }
    }

    pub fn value(&mut self) -> Value {
        Value { name: self.names.plain(&mut self.random), map: self.map_once_in(4) }
    }

    /// A model without relations.
    pub fn model(&mut self, schema: &Schema) -> Model {
        let mut model = Model {
            name: self.names.of_block(&mut self.random),
            map: self.map_once_in(3),
            schema: self.some_schema(schema),
            is_view: self.random.one_in(25),
            is_ignored: self.random.one_in(20),
            fields: Vec::new(),
            constraints: Vec::new(),
        };
        self.key(schema, &mut model);
        for _ in 0..self.random.below(6) {
            let mut field = fields::any(self, schema);
            field.is_ignored &= !model.is_ignored;
            model.fields.push(field);
        }
        for _ in 0..self.random.below(4) {
            model.constraints.extend(fields::constraint(self, schema, &model));
        }
        model
    }

    /// What tells rows apart: one field, several, or a unique of required fields.
    fn key(&mut self, schema: &Schema, model: &mut Model) {
        let count = if self.random.one_in(4) { 2 + self.random.below(2) } else { 1 };
        for _ in 0..count {
            model.fields.push(fields::of_key(self, schema));
        }
        let names: Vec<String> = model.fields.iter().map(|field| field.name.clone()).collect();
        let is_unique = model.is_view || self.random.one_in(6);
        let kind = if is_unique { ConstraintKind::Unique } else { ConstraintKind::Id };
        let mut key = Constraint::over(kind, &names);
        key.is_on_field = count == 1 && !self.random.one_in(5);
        key.map = if model.is_view { None } else { self.map_once_in(6) };
        model.constraints.push(key);
    }

    pub fn map_once_in(&mut self, times: usize) -> Option<String> {
        self.random.one_in(times).then(|| self.names.mapped(&mut self.random))
    }

    pub fn some_schema(&mut self, schema: &Schema) -> Option<String> {
        (!schema.schemas.is_empty()).then(|| self.random.pick(&schema.schemas).clone())
    }
}
