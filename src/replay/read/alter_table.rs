//! `ALTER TABLE`: <https://www.postgresql.org/docs/current/sql-altertable.html>.

use super::{constraint, create_table, default, new_name, types};
use crate::replay::statement::{
    Action, AlterTable, ColumnChange, ConstraintChange, ExtraChange, IndexRole, ParentChange, TableChange,
};
use crate::sql::{Cursor, Read};

/// What changes nothing that refract manages.
const WITHOUT_EFFECT: [&str; 12] = [
    "ENABLE",
    "DISABLE",
    "FORCE ROW LEVEL SECURITY",
    "NO FORCE ROW LEVEL SECURITY",
    "OWNER TO",
    "SET LOGGED",
    "SET UNLOGGED",
    "SET TABLESPACE",
    "SET ACCESS METHOD",
    "SET WITHOUT",
    "RESET",
    "NOT OF",
];

/// What changes nothing of a column that refract manages.
const WITHOUT_EFFECT_ON_COLUMN: [&str; 3] = ["SET STATISTICS", "RESTART", "RESET"];

/// Reads what follows `ALTER TABLE`.
pub(super) fn alter(cursor: &mut Cursor<'_>) -> Read<AlterTable> {
    let may_be_missing = cursor.accept("IF EXISTS");
    let is_only = cursor.accept("ONLY");
    let table = cursor.written_name()?;
    cursor.accept_symbol("*");
    let change = if cursor.sees("RENAME TO") || cursor.sees("SET SCHEMA") {
        TableChange::Rename(new_name(cursor))
    } else if cursor.accept("RENAME CONSTRAINT") {
        TableChange::RenameConstraint(old_and_new(cursor))
    } else if cursor.accept("RENAME") {
        cursor.accept("COLUMN");
        TableChange::RenameColumn(old_and_new(cursor))
    } else {
        TableChange::Actions(cursor.split_at_commas().into_iter().map(action).collect())
    };
    Ok(AlterTable { table, may_be_missing, is_only, change })
}

fn old_and_new(cursor: &mut Cursor<'_>) -> Read<(String, String)> {
    let old = cursor.name()?;
    cursor.expect("TO")?;
    let new = cursor.name()?;
    cursor.expect_end()?;
    Ok((old, new))
}

fn action(mut cursor: Cursor<'_>) -> Read<Action> {
    if let Some(role) = index_role(&mut cursor)? {
        return Ok(role);
    }
    if WITHOUT_EFFECT.iter().any(|words| cursor.sees(words)) {
        return Ok(Action::Unmanaged);
    }
    if let Some(change) = change_of_parents(&mut cursor)? {
        return Ok(Action::ChangeParents(change));
    }
    if let Some(change) = constraint_change(&mut cursor)? {
        return Ok(change);
    }
    if cursor.accept("ADD") {
        return add(&mut cursor);
    }
    if cursor.accept("DROP CONSTRAINT") {
        let may_be_missing = cursor.accept("IF EXISTS");
        let name = cursor.name()?;
        let cascades = cursor.accept_one(&["CASCADE", "RESTRICT"]) == Some("CASCADE");
        cursor.expect_end()?;
        return Ok(Action::DropConstraint { may_be_missing, name, cascades });
    }
    if cursor.accept("DROP") {
        cursor.accept("COLUMN");
        let may_be_missing = cursor.accept("IF EXISTS");
        let column = cursor.name()?;
        let cascades = cursor.accept_one(&["CASCADE", "RESTRICT"]) == Some("CASCADE");
        cursor.expect_end()?;
        return Ok(Action::DropColumn { may_be_missing, column, cascades });
    }
    if cursor.accept("ALTER") {
        cursor.accept("COLUMN");
        let column = cursor.name()?;
        return Ok(Action::AlterColumn { column, change: column_change(&mut cursor)? });
    }
    // SET (fillfactor = 70)
    if cursor.accept("SET") && cursor.parentheses().is_ok() {
        return Ok(Action::Unmanaged);
    }
    Err(cursor.not_understood())
}

/// `CLUSTER ON index`, `SET WITHOUT CLUSTER`, `REPLICA IDENTITY USING INDEX index` or another `REPLICA IDENTITY`.
fn index_role(cursor: &mut Cursor<'_>) -> Read<Option<Action>> {
    Ok(Some(if cursor.accept("CLUSTER ON") {
        Action::IndexRole { role: IndexRole::ClusterOrder, index: Some(cursor.name()?) }
    } else if cursor.accept("SET WITHOUT CLUSTER") {
        Action::IndexRole { role: IndexRole::ClusterOrder, index: None }
    } else if cursor.accept("REPLICA IDENTITY") {
        let index = if cursor.accept("USING INDEX") { Some(cursor.name()?) } else { None };
        Action::IndexRole { role: IndexRole::ReplicaIdentity, index }
    } else {
        return Ok(None);
    }))
}

/// Partitions that come and go, and tables to inherit from.
fn change_of_parents(cursor: &mut Cursor<'_>) -> Read<Option<ParentChange>> {
    Ok(Some(if cursor.accept("ATTACH PARTITION") {
        ParentChange::Attach(cursor.written_name()?)
    } else if cursor.accept("DETACH PARTITION") {
        ParentChange::Detach(cursor.written_name()?)
    } else if cursor.accept("INHERIT") {
        ParentChange::Inherit(cursor.written_name()?)
    } else if cursor.accept("NO INHERIT") {
        ParentChange::NoInherit(cursor.written_name()?)
    } else {
        return Ok(None);
    }))
}

/// `ALTER CONSTRAINT name ...` or `VALIDATE CONSTRAINT name`.
fn constraint_change(cursor: &mut Cursor<'_>) -> Read<Option<Action>> {
    Ok(Some(if cursor.accept("VALIDATE CONSTRAINT") {
        Action::AlterConstraint { name: cursor.name()?, change: ConstraintChange::Validated }
    } else if cursor.accept("ALTER CONSTRAINT") {
        let name = cursor.name()?;
        let change = ConstraintChange::Attributes(constraint::attributes(cursor));
        Action::AlterConstraint { name, change }
    } else {
        return Ok(None);
    }))
}

/// Reads what follows `COMMENT ON CONSTRAINT`, of a table.
pub(super) fn comment_on_constraint(cursor: &mut Cursor<'_>) -> Read<AlterTable> {
    let name = cursor.name()?;
    cursor.expect("ON")?;
    let table = cursor.written_name()?;
    cursor.expect("IS")?;
    let text = if cursor.accept("NULL") { None } else { Some(cursor.string()?) };
    let action = Action::AlterConstraint { name, change: ConstraintChange::Comment(text) };
    Ok(AlterTable { table, may_be_missing: true, is_only: true, change: TableChange::Actions(vec![Ok(action)]) })
}

fn add(cursor: &mut Cursor<'_>) -> Read<Action> {
    if let Some(constraint) = constraint::constraint(cursor)? {
        cursor.expect_end()?;
        return Ok(Action::AddConstraint(constraint));
    }
    cursor.accept("COLUMN");
    let may_be_there = cursor.accept("IF NOT EXISTS");
    let name = cursor.clone().name()?;
    Ok(Action::AddColumn { may_be_there, name, column: create_table::column(cursor) })
}

fn column_change(cursor: &mut Cursor<'_>) -> Read<ColumnChange> {
    let change = if cursor.accept("SET DATA TYPE") || cursor.accept("TYPE") {
        let place = cursor.range_of_rest();
        let column_type = types::column_type(cursor)?;
        let collation = if cursor.accept("COLLATE") { create_table::collation(cursor)? } else { None };
        let using = cursor.accept("USING").then(|| cursor.until(|_| false).rest().to_owned());
        ColumnChange::Type { column_type, collation, using, place }
    } else if cursor.accept("SET DEFAULT") {
        let expression = cursor.until(|_| false);
        ColumnChange::SetDefault { default: default::default(&expression), place: expression.range_of_rest() }
    } else if cursor.accept("SET NOT NULL") {
        ColumnChange::SetNotNull
    } else if cursor.accept("DROP NOT NULL") {
        ColumnChange::DropNotNull
    } else if cursor.accept("DROP DEFAULT") {
        ColumnChange::DropDefault
    } else if cursor.accept("DROP IDENTITY") {
        cursor.accept("IF EXISTS");
        ColumnChange::DropIdentity
    } else if cursor.accept("DROP EXPRESSION") {
        cursor.accept("IF EXISTS");
        ColumnChange::Extra(ExtraChange::DropExpression)
    } else if cursor.accept("SET EXPRESSION AS") {
        ColumnChange::Extra(ExtraChange::Expression(create_table::computed(cursor)?))
    } else if cursor.accept("ADD GENERATED") {
        let kind = create_table::identity(cursor)?;
        cursor.until(|_| false);
        ColumnChange::AddIdentity(kind)
    } else if cursor.accept("SET GENERATED") {
        let kind = create_table::identity(cursor)?;
        cursor.until(|_| false); // options of its sequence may follow
        ColumnChange::Extra(ExtraChange::Identity(kind))
    } else if cursor.accept("SET STORAGE") {
        ColumnChange::Extra(ExtraChange::Storage(create_table::way_of_storing(cursor)?))
    } else if cursor.accept("SET COMPRESSION") {
        ColumnChange::Extra(ExtraChange::Compression(create_table::way_of_storing(cursor)?))
    } else if WITHOUT_EFFECT_ON_COLUMN.iter().any(|words| cursor.sees(words))
        || cursor.accept("SET") && cursor.parentheses().is_ok()
    {
        return Ok(ColumnChange::Unmanaged);
    } else {
        return Err(cursor.not_understood());
    };
    cursor.expect_end()?;
    Ok(change)
}
