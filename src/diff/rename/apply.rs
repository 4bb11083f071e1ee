//! A state under other names.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::NewNames;
use crate::physical::{
    Column, ColumnDefault, ColumnType, Condition, Database, Dependencies, ElementType, Enum, EnumLabel, ForeignKey,
    ForeignKeyExtras, Index, IndexColumn, IndexExtras, Literal, ObjectName, PartitionKey, Predicate, PrimaryKey,
    PrimaryKeyExtras, SqlText, Table, TableExtras, UnmanagedObject,
};
use crate::sql::{self, Token, TokenKind};

/// The state with everything under its new name; what depends on it follows, but keeps its own name.
pub(super) fn apply(before: &Database, new: &NewNames) -> Database {
    let Database { default_schema, schemas, extensions, enums, tables, unmanaged, unmanaged_tables } = before;
    let enums = enums.values().map(|declared| new.enumeration(declared));
    let renamed = |table| new.table(table);
    Database {
        default_schema: default_schema.clone(),
        schemas: schemas.clone(),
        extensions: extensions.clone(),
        enums: enums.map(|declared| (declared.name.clone(), declared)).collect(),
        tables: tables.values().map(renamed).map(|table| (table.name.clone(), table)).collect(),
        unmanaged_tables: unmanaged_tables.values().map(renamed).map(|table| (table.name.clone(), table)).collect(),
        unmanaged: unmanaged.iter().map(|object| new.object(object)).collect(),
    }
}

/// New names by old ones, if there are any.
type Names<'n> = Option<&'n BTreeMap<String, String>>;

fn new_name<N: Ord + Clone>(name: &N, names: Option<&BTreeMap<N, N>>) -> N {
    names.and_then(|names| names.get(name)).unwrap_or(name).clone()
}

fn new_names(all: &[String], names: Names<'_>) -> Vec<String> {
    all.iter().map(|name| new_name(name, names)).collect()
}

impl NewNames {
    /// A type in the new names.
    pub(super) fn column_type<'t>(&self, column_type: &'t ColumnType) -> Cow<'t, ColumnType> {
        let ColumnType { element, is_list } = column_type;
        if let ElementType::Enum(name) = element
            && let Some(new) = self.enums.get(name)
        {
            return Cow::Owned(ColumnType { element: ElementType::Enum(new.clone()), is_list: *is_list });
        }
        Cow::Borrowed(column_type)
    }

    fn enumeration(&self, declared: &Enum) -> Enum {
        let Enum { name, prisma_name, labels } = declared;
        let name = new_name(name, Some(&self.enums));
        let names = self.labels.get(&name);
        let label = |EnumLabel { label, prisma_name }: &EnumLabel| EnumLabel {
            label: new_name(label, names),
            prisma_name: prisma_name.clone(),
        };
        Enum { labels: labels.iter().map(label).collect(), name, prisma_name: prisma_name.clone() }
    }

    fn table(&self, table: &Table) -> Table {
        let Table { name: old, origin, columns, primary_key, indexes, foreign_keys, extras } = table;
        let name = new_name(old, Some(&self.tables));
        let names = self.columns.get(&name);
        let primary_key = primary_key.as_ref().map(|key| self.primary_key(key, names));
        let foreign_keys = foreign_keys.iter().map(|(key, it)| (key.clone(), self.foreign_key(it, names)));
        Table {
            columns: columns.iter().map(|column| self.column(column, names, (old, &name))).collect(),
            primary_key,
            indexes: self.indexes(indexes, columns, names),
            foreign_keys: foreign_keys.collect(),
            origin: origin.clone(),
            extras: Box::new(self.table_extras(extras, names)),
            name,
        }
    }

    /// What depends on something that has a new name follows it, and its statements are outdated.
    fn object(&self, object: &UnmanagedObject) -> UnmanagedObject {
        let relation = |name: &ObjectName| new_name(name, Some(&self.tables));
        let column = |(table, column): &(ObjectName, String)| {
            let table = relation(table);
            let column = new_name(column, self.columns.get(&table));
            (table, column)
        };
        let Dependencies { columns, relations, types, functions, body } = &object.dependencies;
        let dependencies = Dependencies {
            columns: columns.iter().map(column).collect(),
            relations: relations.iter().map(relation).collect(),
            types: types.iter().map(|name| new_name(name, Some(&self.enums))).collect(),
            functions: functions.clone(),
            body: body.clone(),
        };
        let table = object.table.as_ref().map(relation);
        let name = match (&object.table, &table) {
            (Some(old), Some(new)) if object.name == *old => new.clone(),
            (Some(_), Some(new)) if object.kind.is_named_by_table() => new.sibling(object.name.name.clone()),
            (Some(_) | None, _) if object.kind.is_relation() => object.name.clone(),
            (Some(_) | None, _) => new_name(&object.name, Some(&self.enums)),
        };
        // a label is looked for whatever type it is of: an old name in the words is enough
        let says_old_label = || self.labels.values().flat_map(BTreeMap::keys).any(|old| object.says_constant(old));
        let is_outdated = object.is_outdated || dependencies != object.dependencies || says_old_label();
        UnmanagedObject { name, table, dependencies, is_outdated, ..object.clone() }
    }

    fn table_extras(&self, extras: &TableExtras, names: Names<'_>) -> TableExtras {
        let TableExtras { partition_key, partition_of, inherits } = extras;
        let of_key = |key: &PartitionKey| {
            let PartitionKey { columns, has_expressions } = key;
            PartitionKey { columns: new_names(columns, names), has_expressions: *has_expressions }
        };
        TableExtras {
            partition_key: partition_key.as_ref().map(of_key),
            partition_of: partition_of.as_ref().map(|parent| new_name(parent, Some(&self.tables))),
            inherits: inherits.iter().map(|parent| new_name(parent, Some(&self.tables))).collect(),
        }
    }

    fn primary_key(&self, PrimaryKey { name, columns, extras }: &PrimaryKey, names: Names<'_>) -> PrimaryKey {
        let include = new_names(&extras.index.include, names);
        let index = IndexExtras { include, ..extras.index.clone() };
        let extras = PrimaryKeyExtras { index, ..extras.clone() };
        PrimaryKey { name: name.clone(), columns: new_names(columns, names), extras }
    }

    fn foreign_key(&self, key: &ForeignKey, names: Names<'_>) -> ForeignKey {
        let ForeignKey { name, columns, referenced_table, referenced_columns, on_delete, on_update, extras } = key;
        let set_on_delete = new_names(&extras.set_on_delete, names);
        let referenced_table = new_name(referenced_table, Some(&self.tables));
        ForeignKey {
            name: name.clone(),
            columns: new_names(columns, names),
            referenced_columns: new_names(referenced_columns, self.columns.get(&referenced_table)),
            referenced_table,
            on_delete: *on_delete,
            on_update: *on_update,
            extras: Box::new(ForeignKeyExtras { set_on_delete, ..ForeignKeyExtras::clone(extras) }),
        }
    }

    fn column(&self, column: &Column, names: Names<'_>, (old, new): (&ObjectName, &ObjectName)) -> Column {
        let Column { name, prisma_name, column_type, not_null, default, extras } = column;
        let column_type = self.column_type(column_type).into_owned();
        let labels = self.labels_of(&column_type);
        let default = default.as_ref().map(|default| match default {
            ColumnDefault::Literal(literal) => ColumnDefault::Literal(label_in(literal, labels)),
            ColumnDefault::List(literals) => {
                ColumnDefault::List(literals.iter().map(|literal| label_in(literal, labels)).collect())
            }
            // a sequence moves with its table
            ColumnDefault::Autoincrement { sequence }
                if sequence.schema == old.schema && extras.sequence.moves_with_its_table() =>
            {
                ColumnDefault::Autoincrement { sequence: new.sibling(sequence.name.clone()) }
            }
            ColumnDefault::Autoincrement { .. }
            | ColumnDefault::CurrentTimestamp
            | ColumnDefault::Expression(_)
            | ColumnDefault::Unknown => default.clone(),
        });
        let (prisma_name, not_null, extras) = (prisma_name.clone(), *not_null, extras.clone());
        Column { name: new_name(name, names), prisma_name, column_type, not_null, default, extras }
    }

    /// The new labels of the enum type, if it is one.
    fn labels_of(&self, in_new_words: &ColumnType) -> Names<'_> {
        let ElementType::Enum(name) = &in_new_words.element else { return None };
        self.labels.get(name)
    }

    fn indexes(
        &self,
        indexes: &BTreeMap<String, Index>,
        columns: &[Column],
        names: Names<'_>,
    ) -> BTreeMap<String, Index> {
        // labels in predicates go by the type of their column
        let mut labels = BTreeMap::new();
        for column in columns {
            if let Some(of_type) = self.labels_of(&self.column_type(&column.column_type)) {
                labels.insert(column.name.as_str(), of_type);
            }
        }
        indexes.iter().map(|(name, it)| (name.clone(), index(it, names, &labels))).collect()
    }
}

/// The index under its old name, with the new labels of columns by their old names.
fn index(index: &Index, names: Names<'_>, labels: &BTreeMap<&str, &BTreeMap<String, String>>) -> Index {
    let Index { name, is_unique, method, columns, parameters, predicate, choice, extras } = index;
    let column = |column: &IndexColumn| {
        let IndexColumn { name, expression: _, sort: _, operator_class: _, extras: _ } = column;
        IndexColumn { name: new_name(name, names), ..column.clone() }
    };
    let condition = |Condition { column, is_negated, value }: &Condition| {
        let labels = labels.get(column.as_str()).copied();
        let value = value.as_ref().map(|value| match value {
            Literal::String(label) => Literal::String(new_name(label, labels)),
            Literal::EnumLabel(label) => Literal::EnumLabel(new_name(label, labels)),
            Literal::Number(_) | Literal::Boolean(_) => value.clone(),
        });
        Condition { column: new_name(column, names), is_negated: *is_negated, value }
    };
    let predicate_in = |predicate: &Predicate| match predicate {
        Predicate::All(conditions) => Predicate::All(conditions.iter().map(condition).collect()),
        Predicate::Raw(text) => {
            Predicate::Raw(names.and_then(|names| in_text(text.as_str(), names)).unwrap_or_else(|| text.clone()))
        }
    };
    let extras = IndexExtras {
        include: new_names(&extras.include, names),
        predicate: extras.predicate.as_ref().map(predicate_in),
        ..IndexExtras::clone(extras)
    };
    Index {
        name: name.clone(),
        is_unique: *is_unique,
        method: *method,
        columns: columns.iter().map(column).collect(),
        parameters: parameters.clone(),
        predicate: predicate.as_ref().map(predicate_in),
        choice: *choice,
        extras: Box::new(extras),
    }
}

fn label_in(literal: &Literal, labels: Names<'_>) -> Literal {
    match literal {
        Literal::EnumLabel(label) => Literal::EnumLabel(new_name(label, labels)),
        Literal::String(_) | Literal::Number(_) | Literal::Boolean(_) => literal.clone(),
    }
}

/// The text with other names of columns. A name before or after a point, before a bracket, of a type or of a collation
/// is no column's, and neither is a word that PostgreSQL keeps for itself.
fn in_text(text: &str, names: &BTreeMap<String, String>) -> Option<SqlText> {
    let tokens = sql::tokens(text).tokens;
    let words: Vec<&str> = tokens.iter().map(|token| &text[token.range.clone()]).collect();
    let mut renamed = String::new();
    let mut end = 0;
    for (at, token) in tokens.iter().enumerate() {
        let new = column_at(&tokens, &words, at).and_then(|column| names.get(&column));
        if let Some(new) = new {
            renamed.push_str(&text[end..token.range.start]);
            renamed.push_str(&sql::written_like(token.kind, new));
            end = token.range.end;
        }
    }
    renamed.push_str(&text[end..]);
    SqlText::new(renamed).ok()
}

/// Words after which a name is that of a type or a collation.
const BEFORE_TYPES: [&str; 3] = ["::", "as", "collate"];

/// Second words of a type or an operator: `double precision`, `AT TIME ZONE`.
const SECOND_WORDS: [(&str, &str); 9] = [
    ("double", "precision"),
    ("character", "varying"),
    ("char", "varying"),
    ("bit", "varying"),
    ("at", "time"),
    ("at", "local"),
    ("with", "time"),
    ("without", "time"),
    ("time", "zone"),
];

/// The column that a token names, if it may be one.
fn column_at(tokens: &[Token], words: &[&str], at: usize) -> Option<String> {
    let before = at.checked_sub(1).map_or("", |before| words[before]).to_ascii_lowercase();
    let behind = words.get(at + 1).copied().unwrap_or_default();
    let is_of_type =
        tokens.get(at + 1).is_some_and(|next| matches!(next.kind, TokenKind::String | TokenKind::DollarString));
    let word = words[at].to_ascii_lowercase();
    let is_kept = tokens[at].kind == TokenKind::Word
        && (!sql::may_name_column(&word) || SECOND_WORDS.contains(&(&before, &word)));
    let is_field = before == "(" && at > 1 && words[at - 2].eq_ignore_ascii_case("extract");
    let is_column = !(is_kept
        || is_field
        || is_of_type
        || before == "."
        || BEFORE_TYPES.contains(&before.as_str())
        || matches!(behind, "(" | "."));
    if is_column { sql::identifier(tokens[at].kind, words[at], '\\') } else { None }
}

#[cfg(test)]
mod tests {
    use super::in_text;

    #[test]
    fn only_what_names_the_column_gets_the_new_name() {
        let names = [
            ("x".to_owned(), "newX".to_owned()),
            ("Y".to_owned(), "y".to_owned()),
            ("time".to_owned(), "at".to_owned()),
        ];
        let names = names.into();
        for (text, renamed) in [
            ("x > 1 AND X < 2", "\"newX\" > 1 AND \"newX\" < 2"),
            ("\"x\" = \"X\"", "\"newX\" = \"X\""),
            ("\"Y\" = Y", "\"y\" = Y"),
            (r"t = E'it\'s x' AND x = 1", "t = E'it\\'s x' AND \"newX\" = 1"),
            (
                "t = $$x$$ OR t = 'x''x' OR t = U&'x' OR t = $a$ x $a$",
                "t = $$x$$ OR t = 'x''x' OR t = U&'x' OR t = $a$ x $a$",
            ),
            ("x(x) AND x.x AND a.x", "x(\"newX\") AND x.x AND a.x"),
            ("x::x AND CAST(x AS x) AND t COLLATE x", "\"newX\"::x AND CAST(\"newX\" AS x) AND t COLLATE x"),
            ("x '1' > time", "x '1' > at"),
            (
                "d AT TIME ZONE 'x' AND d::timestamp with time zone > time",
                "d AT TIME ZONE 'x' AND d::timestamp with time zone > at",
            ),
            ("extract(x FROM x) > 1", "extract(x FROM \"newX\") > 1"),
        ] {
            assert_eq!(in_text(text, &names).unwrap().as_str(), renamed);
        }
        assert_eq!(
            in_text("null IS NOT NULL", &[("null".to_owned(), "a".to_owned())].into()).unwrap().as_str(),
            "null IS NOT NULL"
        );
        assert_eq!(
            in_text("\"null\" > 1", &[("null".to_owned(), "a".to_owned())].into()).unwrap().as_str(),
            "\"a\" > 1"
        );
    }
}
