//! Pieces of statements that are more than a name or a constant: types, defaults, columns, indexes.

use std::fmt::Write as _;

use super::quote::{Unwritable, identifier, literal, protected, qualified, written_literal};
use crate::change::Conversion;
use crate::physical::{
    Column, ColumnDefault, ColumnType, Condition, ElementType, Generated, Index, IndexColumn, IndexExpression,
    IndexExtras, IndexMethod, Literal, NullsOrder, ObjectName, OperatorClass, Predicate, Qualifier, SortOrder,
    StorageParameter,
};

type Sql = Result<String, Unwritable>;

/// `TIMESTAMP(3)`, `app."Status"[]`.
pub(super) fn column_type(column_type: &ColumnType) -> Sql {
    let element = match (&column_type.element, column_type.element.keyword()) {
        (ElementType::Enum(name), _) => qualified(name)?,
        (ElementType::Domain(domain), _) => qualified(&domain.name)?,
        (ElementType::Other(text), _) => protected(text.as_str())?,
        (ElementType::Vector(kind, dimensions, qualifier), _) => {
            let name = with_schema(qualifier, kind.as_sql())?;
            dimensions.map_or(name.clone(), |dimensions| format!("{name}({dimensions})"))
        }
        (_, Some((word, arguments))) if arguments.is_empty() => word.to_owned(),
        (_, Some((word, arguments))) => {
            let arguments: Vec<_> = arguments.iter().map(u32::to_string).collect();
            format!("{word}({})", arguments.join(","))
        }
        (other, None) => return Err(Unwritable(format!("no SQL for the type {other:?}"))),
    };
    Ok(if column_type.is_list { format!("{element}[]") } else { element })
}

/// The type as a column definition has it: `SERIAL` where the column counts.
fn defining_type(column: &Column) -> Sql {
    if !matches!(column.default, Some(ColumnDefault::Autoincrement { .. })) {
        return column_type(&column.column_type);
    }
    let others = [(ElementType::SmallInt, "SMALLSERIAL"), (ElementType::BigInt, "BIGSERIAL")];
    let other = others.into_iter().find(|(of, _)| *of == column.column_type.element);
    Ok(other.map_or("SERIAL", |(_, serial)| serial).to_owned())
}

/// The default's expression; `None` when there is nothing to write.
pub(super) fn default_value(default: &ColumnDefault, of: &ColumnType) -> Result<Option<String>, Unwritable> {
    Ok(Some(match default {
        ColumnDefault::Unknown => return Ok(None),
        ColumnDefault::Autoincrement { sequence } => {
            format!("nextval({}::regclass)", written_literal(&qualified(sequence)?)?)
        }
        ColumnDefault::CurrentTimestamp => "CURRENT_TIMESTAMP".to_owned(),
        ColumnDefault::Literal(value) => constant(value)?,
        ColumnDefault::List(values) => {
            let values: Vec<_> = values.iter().map(constant).collect::<Result<_, _>>()?;
            format!("ARRAY[{}]::{}", values.join(", "), column_type(of)?)
        }
        ColumnDefault::Expression(text) => protected(text.as_str())?,
    }))
}

fn constant(value: &Literal) -> Sql {
    match value {
        Literal::String(text) | Literal::EnumLabel(text) => literal(text),
        Literal::Number(digits) => protected(digits),
        Literal::Boolean(value) => Ok(value.to_string()),
    }
}

/// The lines of a column list, in columns: `id    SERIAL NOT NULL`.
pub(super) fn column_lines(columns: &[Column]) -> Result<Vec<String>, Unwritable> {
    let mut cells = Vec::with_capacity(columns.len());
    for column in columns {
        let default = match &column.default {
            None | Some(ColumnDefault::Autoincrement { .. }) => None,
            Some(default) => default_value(default, &column.column_type)?,
        };
        let null = if column.not_null { "NOT NULL" } else { "" };
        let default = match (&column.extras.generated, default) {
            (Some(Generated { expression, is_virtual }), _) => {
                let kind = if *is_virtual { "VIRTUAL" } else { "STORED" };
                format!("GENERATED ALWAYS AS ({}) {kind}", protected(expression.as_str())?)
            }
            (None, Some(value)) => format!("DEFAULT {value}"),
            (None, None) => String::new(),
        };
        cells.push([identifier(&column.name)?, defining_type(column)?, format!("{null} {default}").trim().to_owned()]);
    }
    // one long name or type must not push all the others out of sight
    let width = |cell: usize, most: usize| {
        cells.iter().map(|line| line[cell].chars().count()).filter(|&width| width <= most).max().unwrap_or(0)
    };
    let (names, types) = (width(0, 40), width(1, 28));
    let line = |[name, column_type, rest]: &[String; 3]| {
        let mut line = String::with_capacity(names + types + rest.len() + 2);
        for (cell, width) in [(name, names), (column_type, types)] {
            line.push_str(cell);
            line.push_str(&" ".repeat(width.saturating_sub(cell.chars().count()) + 1));
        }
        line.push_str(rest);
        line.truncate(line.trim_end().len());
        line
    };
    Ok(cells.iter().map(line).collect())
}

/// ` USING gin (a jsonb_path_ops) WHERE (...)`, from the method on; a btree's method is left out.
pub(super) fn index_definition(index: &Index) -> Sql {
    let columns: Vec<_> = index.columns.iter().map(index_column).collect::<Result<_, _>>()?;
    let is_usual = index.method == IndexMethod::BTree;
    let method = if is_usual { String::new() } else { format!("USING {} ", index.method.as_sql()) };
    let mut sql = format!(" {method}({})", columns.join(", "));
    let IndexExtras { include, nulls_not_distinct, parameters: others, tablespace, .. } = index.extras.as_ref();
    if !include.is_empty() {
        let include: Vec<_> = include.iter().map(|name| identifier(name)).collect::<Result<_, _>>()?;
        let _ = write!(sql, " INCLUDE ({})", include.join(", "));
    }
    if *nulls_not_distinct {
        sql.push_str(" NULLS NOT DISTINCT");
    }
    let written =
        |parameter: &StorageParameter| -> Sql { Ok(format!("{} = {}", identifier(&parameter.name)?, parameter.value)) };
    let parameters = index.parameters.iter().map(written).chain(others.iter().map(|other| protected(other.as_str())));
    let parameters: Vec<_> = parameters.collect::<Result<_, _>>()?;
    if !parameters.is_empty() {
        let _ = write!(sql, "\n    WITH ({})", parameters.join(", "));
    }
    if let Some(tablespace) = tablespace {
        let _ = write!(sql, "\n    TABLESPACE {}", identifier(tablespace)?);
    }
    if let Some(predicate) = index.condition() {
        let _ = write!(sql, "\n    WHERE {}", predicate_text(predicate)?);
    }
    Ok(sql)
}

/// What statements of their own say of an index that was built again.
pub(super) fn index_roles(
    extras: &IndexExtras,
    table: &ObjectName,
    name: &ObjectName,
) -> Result<Vec<String>, Unwritable> {
    let IndexExtras { is_replica_identity, is_cluster_order, comment, .. } = extras;
    let table = qualified(table)?;
    let mut statements = Vec::new();
    if *is_replica_identity {
        statements.push(format!("ALTER TABLE {table} REPLICA IDENTITY USING INDEX {}", identifier(&name.name)?));
    }
    if *is_cluster_order {
        statements.push(format!("ALTER TABLE {table} CLUSTER ON {}", identifier(&name.name)?));
    }
    if let Some(comment) = comment {
        statements.push(format!("COMMENT ON INDEX {} IS {}", qualified(name)?, literal(comment)?));
    }
    Ok(statements)
}

/// The name of something that an extension brings.
pub(super) fn with_schema(Qualifier(schema): &Qualifier, name: &str) -> Sql {
    Ok(match schema {
        Some(schema) => format!("{}.{}", identifier(schema)?, identifier(name)?),
        None => identifier(name)?,
    })
}

fn index_column(column: &IndexColumn) -> Sql {
    let name = identifier(&column.name)?;
    let mut sql = match &column.expression {
        None => name,
        Some(IndexExpression::Cast(element)) => {
            format!("({name}::{})", column_type(&ColumnType::one(element.clone()))?)
        }
        Some(IndexExpression::BinaryQuantize { bits, qualifier }) => {
            format!("({}({name})::bit({bits}))", with_schema(qualifier, "binary_quantize")?)
        }
    };
    if let Some(collation) = &column.extras.collation {
        sql = format!("{sql} COLLATE {}", protected(collation.as_str())?);
    }
    match column.operator_class.as_ref().or(column.extras.operator_class.as_ref()) {
        None => {}
        Some(OperatorClass::Named { name, qualifier, .. }) => {
            sql = format!("{sql} {}", with_schema(qualifier, name)?);
        }
        Some(OperatorClass::Raw(text)) => sql = format!("{sql} {}", protected(text.as_str())?),
    }
    match column.sort {
        None => {}
        Some(SortOrder::Asc) => sql.push_str(" ASC"),
        Some(SortOrder::Desc) => sql.push_str(" DESC"),
    }
    match column.extras.nulls {
        None => {}
        Some(NullsOrder::First) => sql.push_str(" NULLS FIRST"),
        Some(NullsOrder::Last) => sql.push_str(" NULLS LAST"),
    }
    Ok(sql)
}

/// The condition of a partial index, in parentheses.
pub(super) fn predicate_text(predicate: &Predicate) -> Sql {
    match predicate {
        Predicate::Raw(text) => Ok(format!("({})", protected(text.as_str())?)),
        Predicate::All(conditions) => {
            let conditions: Vec<_> = conditions.iter().map(condition).collect::<Result<_, _>>()?;
            Ok(format!("({})", conditions.join(" AND ")))
        }
    }
}

fn condition(condition: &Condition) -> Sql {
    let column = identifier(&condition.column)?;
    Ok(match (&condition.value, condition.is_negated) {
        (None, false) => format!("{column} IS NULL"),
        (None, true) => format!("{column} IS NOT NULL"),
        (Some(value), false) => format!("{column} = {}", constant(value)?),
        (Some(value), true) => format!("{column} != {}", constant(value)?),
    })
}

/// Columns of a unique index or key, the one that is converted as it will be.
pub(super) fn keys_after(names: &[String], conversion: &Conversion, after: &Column) -> Sql {
    let using = using(conversion, after)?;
    let key = |name: &String| match using.strip_prefix(" USING ") {
        _ if *name != after.name => identifier(name),
        Some(expression) => Ok(format!("({expression})")),
        None => Ok(format!("({}::{})", identifier(name)?, column_type(&after.column_type)?)),
    };
    Ok(names.iter().map(key).collect::<Result<Vec<_>, _>>()?.join(", "))
}

/// ` USING ...` of a type change; empty where PostgreSQL casts by itself.
pub(super) fn using(conversion: &Conversion, after: &Column) -> Sql {
    let (column, to) = (identifier(&after.name)?, column_type(&after.column_type)?);
    let list = if after.column_type.is_list { "[]" } else { "" };
    Ok(match conversion {
        Conversion::Assignment => String::new(),
        Conversion::Given(expression) => format!(" USING ({})", protected(expression.as_str())?),
        Conversion::Cast => format!(" USING {column}::{to}"),
        Conversion::ThroughText => format!(" USING {column}::text{list}::{to}"),
        Conversion::ThroughInteger => format!(" USING {column}::integer{list}::{to}"),
        Conversion::AtUtc => format!(" USING ({column} AT TIME ZONE 'UTC')::{to}"),
        Conversion::IntoList => {
            let list = format!(" USING array_remove(ARRAY[{column}::text], NULL)");
            // a cast that is written out cuts what is too long, and one that is not fails
            if after.column_type.element.is_text() { list } else { format!("{list}::{to}") }
        }
    })
}
