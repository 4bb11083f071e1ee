//! A schema as the generator builds it and the edits change it: plain data that refers to other parts by their names.
//! It may say what is not allowed; whether it is, is what the engines are asked.

use super::kinds::Kind;

/// A whole schema.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// The PostgreSQL schemas of the datasource; where there are none, nothing has an `@@schema`.
    pub schemas: Vec<String>,
    /// `relationMode = "prisma"`.
    pub is_without_foreign_keys: bool,
    /// `extensions = [vector]`, the one that the test servers have.
    pub has_extension: bool,
    pub enums: Vec<Enum>,
    pub models: Vec<Model>,
    pub relations: Vec<Relation>,
}

#[derive(Clone, Debug)]
pub struct Enum {
    pub name: String,
    pub map: Option<String>,
    pub schema: Option<String>,
    pub values: Vec<Value>,
}

#[derive(Clone, Debug)]
pub struct Value {
    pub name: String,
    pub map: Option<String>,
}

/// A model or a view.
#[derive(Clone, Debug)]
pub struct Model {
    pub name: String,
    pub map: Option<String>,
    pub schema: Option<String>,
    pub is_view: bool,
    pub is_ignored: bool,
    pub fields: Vec<Field>,
    pub constraints: Vec<Constraint>,
}

/// A field that is a column.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub map: Option<String>,
    pub field_type: FieldType,
    pub arity: Arity,
    /// What stands in `@default(...)`.
    pub default: Option<String>,
    pub is_updated_at: bool,
    pub is_ignored: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum FieldType {
    Known(&'static Kind),
    Enum(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arity {
    Required,
    Optional,
    List,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConstraintKind {
    Id,
    Unique,
    Index,
}

/// A key or an index.
#[derive(Clone, Debug)]
pub struct Constraint {
    pub kind: ConstraintKind,
    pub parts: Vec<Part>,
    pub map: Option<String>,
    /// What stands behind `type:`.
    pub method: Option<&'static str>,
    /// What stands behind `where:`.
    pub predicate: Option<String>,
    /// Written behind its one field.
    pub is_on_field: bool,
}

/// A field of a key or an index.
#[derive(Clone, Debug)]
pub struct Part {
    pub field: String,
    pub sort: Option<&'static str>,
    /// What stands behind `ops:`.
    pub operator_class: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    OneToOne,
    OneToMany,
    ManyToMany,
}

/// A relation; the side of `model` has the foreign key, where there is one.
#[derive(Clone, Debug)]
pub struct Relation {
    pub name: Option<String>,
    pub shape: Shape,
    pub model: String,
    pub field: String,
    pub other: String,
    pub other_field: String,
    pub fields: Vec<String>,
    pub references: Vec<String>,
    pub is_optional: bool,
    pub on_delete: Option<&'static str>,
    pub on_update: Option<&'static str>,
    pub map: Option<String>,
}

impl Schema {
    pub fn model(&self, name: &str) -> Option<&Model> {
        self.models.iter().find(|model| model.name == name)
    }

    /// Whether a relation needs the field on one of its sides.
    pub fn is_in_a_relation(&self, model: &str, field: &str) -> bool {
        let has = |fields: &[String]| fields.iter().any(|name| name == field);
        self.relations.iter().any(|relation| {
            (relation.model == model && has(&relation.fields)) || (relation.other == model && has(&relation.references))
        })
    }

    /// Removes a model with everything that cannot be without it.
    pub fn remove_model(&mut self, name: &str) {
        self.models.retain(|model| model.name != name);
        self.relations.retain(|relation| relation.model != name && relation.other != name);
    }

    /// Removes a field with everything that cannot be without it.
    pub fn remove_field(&mut self, model: &str, field: &str) {
        let has = |fields: &[String]| fields.iter().any(|name| name == field);
        self.relations.retain(|relation| {
            let is_own = relation.model == model && has(&relation.fields);
            let is_referenced = relation.other == model && has(&relation.references);
            !is_own && !is_referenced
        });
        for model in self.models.iter_mut().filter(|it| it.name == model) {
            model.fields.retain(|it| it.name != field);
            model.constraints.retain(|constraint| constraint.parts.iter().all(|part| part.field != field));
        }
    }

    /// Gives a field another name, everywhere. Raw SQL is not followed.
    pub fn rename_field(&mut self, model: &str, field: &str, name: &str) {
        let rename = |text: &mut String| {
            if text == field {
                name.clone_into(text);
            }
        };
        for relation in &mut self.relations {
            if relation.model == model {
                relation.fields.iter_mut().for_each(rename);
            }
            if relation.other == model {
                relation.references.iter_mut().for_each(rename);
            }
        }
        for model in self.models.iter_mut().filter(|it| it.name == model) {
            model.fields.iter_mut().map(|field| &mut field.name).for_each(rename);
            let parts = model.constraints.iter_mut().flat_map(|constraint| &mut constraint.parts);
            parts.map(|part| &mut part.field).for_each(rename);
        }
    }

    /// Gives a model another name, everywhere.
    pub fn rename_model(&mut self, model: &str, name: &str) {
        let models = self.models.iter_mut().map(|model| &mut model.name);
        let ends = self.relations.iter_mut().flat_map(|relation| [&mut relation.model, &mut relation.other]);
        models.chain(ends).filter(|text| *text == model).for_each(|text| name.clone_into(text));
    }

    /// Gives an enum another name, everywhere.
    pub fn rename_enum(&mut self, declared: &str, name: &str) {
        self.enums.iter_mut().map(|it| &mut it.name).filter(|it| *it == declared).for_each(|it| name.clone_into(it));
        for field in self.models.iter_mut().flat_map(|model| &mut model.fields) {
            if field.field_type == FieldType::Enum(declared.to_owned()) {
                field.field_type = FieldType::Enum(name.to_owned());
            }
        }
    }
}

impl Model {
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    pub fn id(&self) -> Option<&Constraint> {
        self.constraints.iter().find(|constraint| constraint.kind == ConstraintKind::Id)
    }
}

impl Field {
    pub fn kind(&self) -> Option<&'static Kind> {
        match self.field_type {
            FieldType::Known(kind) => Some(kind),
            FieldType::Enum(_) => None,
        }
    }
}

impl Constraint {
    pub fn over(kind: ConstraintKind, fields: &[String]) -> Constraint {
        let part = |field: &String| Part { field: field.clone(), sort: None, operator_class: None };
        Constraint {
            kind,
            parts: fields.iter().map(part).collect(),
            map: None,
            method: None,
            predicate: None,
            is_on_field: false,
        }
    }

    pub fn fields(&self) -> Vec<String> {
        self.parts.iter().map(|part| part.field.clone()).collect()
    }
}
