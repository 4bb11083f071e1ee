//! Foreign keys, and the tables of implicit m-n relations.

use std::collections::BTreeMap;

use super::Lowering;
use super::column::columns_of;
use crate::diagnostic::{Code, Diagnostic};
use crate::naming;
use crate::physical::{
    Column, ForeignKey, Index, ObjectName, PrimaryKey, PrimaryKeyExtras, ReferentialAction, Table, TableOrigin,
};
use crate::psl::schema::{self, Arity, ForeignKeyRelation, ManyToManyRelation, ModelId, Relation};
use crate::text::Span;

impl Lowering<'_> {
    /// Adds what relations need to the tables that are there.
    pub(super) fn relations(&mut self) {
        let schema = self.schema;
        let with_keys = schema.datasource.as_ref().is_none_or(|datasource| datasource.foreign_keys);
        for relation in &schema.relations {
            match relation {
                Relation::ForeignKey(relation) if with_keys => self.foreign_key(relation),
                Relation::ForeignKey(_) => {}
                Relation::ManyToMany(relation) => self.many_to_many(relation, with_keys),
            }
        }
    }

    fn foreign_key(&mut self, relation: &ForeignKeyRelation) {
        let (model, referenced) = (self.schema.model(relation.model), self.schema.model(relation.referenced_model));
        if model.is_view || referenced.is_view {
            return;
        }
        let table = self.table_name(relation.model);
        let columns = columns_of(model, &relation.fields);
        let is_required = relation.fields.iter().any(|&field| model.field(field).arity == Arity::Required);
        let on_delete = relation
            .on_delete
            .map_or(if is_required { ReferentialAction::Restrict } else { ReferentialAction::SetNull }, action);
        let key = ForeignKey {
            name: relation.map.clone().unwrap_or_else(|| naming::foreign_key(&table.name, &columns)),
            columns,
            referenced_table: self.table_name(relation.referenced_model),
            referenced_columns: columns_of(referenced, &relation.references),
            on_delete,
            on_update: relation.on_update.map_or(ReferentialAction::Cascade, action),
            extras: Box::default(),
        };
        self.check_foreign_key(&key, &table, relation);
        if let Some(table) = self.database.tables.get_mut(&table) {
            table.foreign_keys.insert(key.name.clone(), key);
        }
    }

    fn many_to_many(&mut self, relation: &ManyToManyRelation, with_keys: bool) {
        let (a, b) = (self.schema.model(relation.model_a), self.schema.model(relation.model_b));
        let (Some((table_a, column_a)), Some((table_b, column_b))) =
            (self.key_of(relation.model_a), self.key_of(relation.model_b))
        else {
            return;
        };
        let name = table_a.sibling(naming::many_to_many_table(relation.name.as_deref(), &a.name, &b.name));
        if let Some(taken) = self.database.tables.get(&name) {
            self.diagnostics.push(name_taken(&name, taken, relation.span));
            return;
        }
        let link = |name: &str, key: &Column| Column {
            name: name.to_owned(),
            prisma_name: None,
            column_type: key.column_type.clone(),
            not_null: true,
            default: None,
            extras: Box::default(),
        };
        let key = |side: &str, referenced: &ObjectName, column: &Column| ForeignKey {
            name: naming::suffixed(&name.name, &format!("_{side}_fkey")),
            columns: vec![side.to_owned()],
            referenced_table: referenced.clone(),
            referenced_columns: vec![column.name.clone()],
            on_delete: ReferentialAction::Cascade,
            on_update: ReferentialAction::Cascade,
            extras: Box::default(),
        };
        let keys = [key("A", &table_a, &column_a), key("B", &table_b, &column_b)];
        let index = index_of_b(&name.name);
        let table = Table {
            name: name.clone(),
            origin: TableOrigin::ManyToMany { a: a.name.clone(), b: b.name.clone() },
            columns: vec![link("A", &column_a), link("B", &column_b)],
            primary_key: Some(PrimaryKey {
                name: naming::many_to_many_part(&name.name, "_AB_pkey"),
                columns: vec!["A".to_owned(), "B".to_owned()],
                extras: PrimaryKeyExtras::default(),
            }),
            indexes: BTreeMap::from([(index.name.clone(), index)]),
            foreign_keys: keys.into_iter().filter(|_| with_keys).map(|key| (key.name.clone(), key)).collect(),
            extras: Box::default(),
        };
        self.take_table(&table, relation.span);
        for index in table.primary_key.iter().map(|key| &key.name).chain(table.indexes.keys()) {
            self.take_index(&table, index, relation.span);
        }
        self.database.tables.insert(name, table);
    }

    /// The table of a model and the one column of its key.
    fn key_of(&self, model: ModelId) -> Option<(ObjectName, Column)> {
        let name = self.table_name(model);
        let table = self.database.tables.get(&name)?;
        let column = table.primary_key.as_ref()?.columns.first()?;
        Some((name, table.column(column)?.clone()))
    }
}

fn name_taken(name: &ObjectName, taken: &Table, span: Span) -> Diagnostic {
    let model = taken.prisma_name();
    let message = format!("the join table of this relation is {name}, which {model} is mapped to");
    Diagnostic::error(Code::TableNameTaken, message)
        .at(span, "an implicit m-n relation")
        .help("give the relation another name with @relation(\"...\"), or the model another table with @@map")
}

fn index_of_b(table: &str) -> Index {
    Index::plain(naming::many_to_many_part(table, "_B_index"), false, ["B"])
}

fn action(action: schema::ReferentialAction) -> ReferentialAction {
    match action {
        schema::ReferentialAction::Cascade => ReferentialAction::Cascade,
        schema::ReferentialAction::Restrict => ReferentialAction::Restrict,
        schema::ReferentialAction::NoAction => ReferentialAction::NoAction,
        schema::ReferentialAction::SetNull => ReferentialAction::SetNull,
        schema::ReferentialAction::SetDefault => ReferentialAction::SetDefault,
    }
}
