//! From Prisma's words to PostgreSQL's: a [`Schema`] in, the [`Database`] that would hold all of it out.
//!
//! Names, types, actions and tables are those that Prisma derives; where the schema language has no
//! word (vector indexes), the configuration's defaults and directives decide. What goes to which
//! target is not known here.

mod column;
mod default;
mod index;
mod refused;
mod relation;
mod row_sql;
mod types;
mod vector;

use std::collections::BTreeMap;

use crate::config::{JsonIndex, VectorDefaults};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::naming::{self, MAX_NAME_BYTES, cut};
use crate::physical::{
    Column, Database, Enum, EnumLabel, Extension, ObjectName, PrimaryKey, PrimaryKeyExtras, Qualifier, Table,
    TableOrigin,
};
use crate::psl::schema::{self, EnumId, Model, ModelId, Schema};
use crate::text::{Span, Spanned};
use column::columns_of;
use refused::names::Taken;

pub use row_sql::{RowSql, row_sql};

/// What decides where the schema language has no word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defaults {
    /// The schema of what has no `@@schema`.
    pub schema: String,
    /// For vector columns.
    pub vector: VectorDefaults,
    /// For `@@index` on one Json column.
    pub json: JsonIndex,
}

/// The database that would hold the whole schema.
#[must_use]
pub fn lower(schema: &Schema, defaults: &Defaults) -> (Database, Diagnostics) {
    let (database, (diagnostics, taken)) = (Database::with_default_schema(&defaults.schema), Default::default());
    let named = |schema: &Option<Spanned<String>>, name: &str| {
        let schema = schema.as_ref().map_or(&defaults.schema, |schema| &schema.value);
        ObjectName::new(schema, cut(name, MAX_NAME_BYTES))
    };
    let tables = schema.models.iter().map(|model| named(&model.schema, &model.database_name)).collect();
    let types = schema.enums.iter().map(|declared| named(&declared.schema, &declared.database_name)).collect();
    let mut lowering = Lowering { schema, defaults, tables, types, database, diagnostics, taken };
    lowering.check_schema_names();
    lowering.extensions();
    lowering.enums();
    lowering.tables();
    lowering.relations();
    (lowering.database, lowering.diagnostics)
}

/// The database so far, and what there was to say.
struct Lowering<'schema> {
    schema: &'schema Schema,
    defaults: &'schema Defaults,
    /// By [`ModelId`]: schema and name of the model's table.
    tables: Vec<ObjectName>,
    /// By [`EnumId`]: schema and name of the enum's type.
    types: Vec<ObjectName>,
    database: Database,
    diagnostics: Diagnostics,
    taken: Taken,
}

impl Lowering<'_> {
    fn extensions(&mut self) {
        let listed = self.schema.datasource.iter().flat_map(|datasource| &datasource.extensions);
        self.database.extensions = listed
            .map(|extension| {
                let schema::Extension { name, schema, version, span: _ } = extension.clone();
                (name.clone(), Extension { name, schema, version })
            })
            .collect();
    }

    /// Where the datasource puts pgvector, which may not be where names without a schema are looked for.
    fn schema_of_pgvector(&self) -> Qualifier {
        let mut listed = self.schema.datasource.iter().flat_map(|datasource| &datasource.extensions);
        Qualifier(listed.find(|extension| extension.name == "vector").and_then(|extension| extension.schema.clone()))
    }

    fn enums(&mut self) {
        for (id, declared) in self.schema.enums.iter().enumerate() {
            let name = self.enum_name(EnumId(id));
            self.warn_of_long_name("enum type", &declared.database_name, declared.span);
            self.take_enum(&name, declared);
            let labels = declared
                .values
                .iter()
                .map(|value| EnumLabel { label: value.database_name.clone(), prisma_name: value.name.clone() })
                .collect();
            self.database.schemas.insert(name.schema.clone());
            self.database.enums.insert(name.clone(), Enum { name, prisma_name: declared.name.clone(), labels });
        }
    }

    fn tables(&mut self) {
        for (id, model) in self.schema.models.iter().enumerate().filter(|(_, model)| !model.is_view) {
            let name = self.table_name(ModelId(id));
            self.warn_of_long_name("table", &model.database_name, model.span);
            let table = self.table(name.clone(), model);
            self.database.schemas.insert(name.schema.clone());
            self.database.tables.insert(name, table);
        }
    }

    fn table(&mut self, name: ObjectName, model: &Model) -> Table {
        let mut columns: Vec<Column> = model.fields.iter().filter_map(|field| self.column(&name, field)).collect();
        column::tell_generated(&mut columns);
        self.check_column_names(model, &columns);
        let primary_key = model.primary_key.as_ref().map(|key| PrimaryKey {
            name: key.map.clone().unwrap_or_else(|| naming::primary_key(&name.name)),
            columns: columns_of(model, &key.fields),
            extras: PrimaryKeyExtras::default(),
        });
        // an ignored model may say otherwise, and PostgreSQL makes it so
        let is_in_key = |column: &Column| primary_key.as_ref().is_some_and(|key| key.columns.contains(&column.name));
        columns.iter_mut().filter(|column| is_in_key(column)).for_each(|column| column.not_null = true);
        let mut table = Table {
            name,
            origin: TableOrigin::Model(model.name.clone()),
            columns,
            primary_key,
            indexes: BTreeMap::new(),
            foreign_keys: BTreeMap::new(),
            extras: Box::default(),
        };
        self.take_table(&table, model.span);
        self.check_primary_key(model, &table);
        self.indexes(model, &mut table);
        table
    }

    /// Schema and name of a model's table.
    fn table_name(&self, id: ModelId) -> ObjectName {
        self.tables[id.0].clone()
    }

    /// Schema and name of an enum's type.
    fn enum_name(&self, id: EnumId) -> ObjectName {
        self.types[id.0].clone()
    }

    /// PostgreSQL cuts a long name in silence; Prisma then takes it for another one at every comparison.
    fn warn_of_long_name(&mut self, what: &str, name: &str, span: Span) {
        if name.len() > MAX_NAME_BYTES {
            let kept = cut(name, MAX_NAME_BYTES);
            self.diagnostics.push(
                Diagnostic::warning(
                    Code::NameTooLong,
                    format!("the name of this {what} has {} bytes, PostgreSQL keeps {MAX_NAME_BYTES}", name.len()),
                )
                .at(span, format!("becomes `{kept}`"))
                .help("give it a shorter name with @map or @@map"),
            );
        }
    }
}
