//! A database with every name replaced, to see names that are hard to print in every place that prints one.

use refract::physical::{ColumnDefault, Database, ElementType, Index, Literal, ObjectName, Predicate, Table};

/// Gives every name a new one. What refers to a name by it (raw SQL) must not be in the database.
pub struct Rename<'a> {
    /// The new name for an old one; it is asked once for every place.
    pub with: &'a dyn Fn(&str) -> String,
}

impl Rename<'_> {
    fn name(&self, name: &str) -> String {
        (self.with)(name)
    }

    fn names(&self, names: &[String]) -> Vec<String> {
        names.iter().map(|name| self.name(name)).collect()
    }

    fn object(&self, name: &ObjectName) -> ObjectName {
        ObjectName::new(self.name(&name.schema), self.name(&name.name))
    }

    /// The database under its new names.
    pub fn database(&self, database: &Database) -> Database {
        let mut renamed = Database { extensions: database.extensions.clone(), ..Database::default() };
        for extension in renamed.extensions.values_mut() {
            extension.schema = extension.schema.as_deref().map(|schema| self.schema_of_extension(schema));
        }
        renamed.schemas = database.schemas.iter().map(|schema| self.name(schema)).collect();
        for declared in database.enums.values() {
            let mut declared = declared.clone();
            declared.name = self.object(&declared.name);
            for value in &mut declared.labels {
                value.label = self.name(&value.label);
            }
            renamed.enums.insert(declared.name.clone(), declared);
        }
        for table in database.tables.values() {
            let table = self.table(table);
            renamed.tables.insert(table.name.clone(), table);
        }
        renamed
    }

    /// Types of an extension may say no schema: then it is found in `public`.
    fn schema_of_extension(&self, schema: &str) -> String {
        if schema == "public" { schema.to_owned() } else { self.name(schema) }
    }

    fn table(&self, table: &Table) -> Table {
        let mut renamed = table.clone();
        renamed.name = self.object(&table.name);
        for column in &mut renamed.columns {
            column.name = self.name(&column.name);
            if let ElementType::Enum(name) = &column.column_type.element {
                column.column_type.element = ElementType::Enum(self.object(name));
            }
            match &mut column.default {
                Some(ColumnDefault::Autoincrement { sequence }) => {
                    // PostgreSQL names it itself where the column is new
                    let name = refract::naming::serial_sequence(&renamed.name.name, &column.name);
                    *sequence = renamed.name.sibling(name);
                }
                Some(ColumnDefault::Literal(literal)) => self.literal(literal),
                Some(ColumnDefault::List(literals)) => literals.iter_mut().for_each(|literal| self.literal(literal)),
                _ => {}
            }
        }
        if let Some(key) = &mut renamed.primary_key {
            key.name = self.name(&key.name);
            key.columns = self.names(&key.columns);
        }
        renamed.indexes =
            table.indexes.values().map(|index| self.index(index)).map(|index| (index.name.clone(), index)).collect();
        renamed.foreign_keys = std::mem::take(&mut renamed.foreign_keys)
            .into_values()
            .map(|mut key| {
                key.name = self.name(&key.name);
                key.columns = self.names(&key.columns);
                key.referenced_table = self.object(&key.referenced_table);
                key.referenced_columns = self.names(&key.referenced_columns);
                (key.name.clone(), key)
            })
            .collect();
        renamed
    }

    fn index(&self, index: &Index) -> Index {
        let mut renamed = index.clone();
        renamed.name = self.name(&index.name);
        for column in &mut renamed.columns {
            column.name = self.name(&column.name);
        }
        if let Some(Predicate::All(conditions)) = &mut renamed.predicate {
            conditions.iter_mut().for_each(|condition| condition.column = self.name(&condition.column));
        }
        renamed
    }

    fn literal(&self, literal: &mut Literal) {
        if let Literal::EnumLabel(label) = literal {
            *label = self.name(label);
        }
    }
}
