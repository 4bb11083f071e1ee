//! Functions and procedures as things of their own: how they are told apart, and what they depend on
//! (<https://www.postgresql.org/docs/current/sql-createfunction.html>).

use super::object_words::words;
use super::types;
use crate::physical::ObjectKind;
use crate::replay::statement::{MadeObject, NamedObject, OnObject, WrittenRoutine, WrittenType};
use crate::sql::{Cursor, Read, WrittenName};

/// Reads what follows `CREATE FUNCTION`, or `CREATE PROCEDURE`.
pub(super) fn create(start: &Cursor<'_>, cursor: &mut Cursor<'_>, is_procedure: bool) -> Read<Vec<OnObject>> {
    let name = cursor.written_name()?;
    let all = cursor.rest().to_owned();
    let signature = signature(&mut cursor.clone());
    let arguments = cursor.parentheses().ok().and_then(|list| arguments(&list));
    let body = body(cursor);
    let says_type_of_column = signature.as_ref().is_some_and(|signature| signature.says_type_of_column);
    // only a body that is SQL of the statement itself is read when the function is made
    let says = signature.filter(|_| !body.is_empty()).map_or(all, |signature| signature.says);
    // PostgreSQL keeps the type that the column had, and the words would find the one that it has
    let statement = if says_type_of_column { None } else { words(start) };
    let routine = Some(WrittenRoutine { is_procedure, arguments, says_type_of_column });
    let (kind, table, may_be_there) = (ObjectKind::Function, None, false);
    Ok(vec![OnObject::Makes(MadeObject { kind, name, table, says, body, statement, may_be_there, routine })])
}

/// A function as `ALTER`, `DROP`, `COMMENT ON` and `GRANT` name it: with the types of its arguments, where these are said.
pub(super) fn named(name: WrittenName, cursor: &mut Cursor<'_>) -> NamedObject {
    let arguments = cursor.parentheses().ok().and_then(|list| arguments(&list));
    NamedObject::Routine { name, arguments }
}

/// What stands outside of a function's body.
struct Signature {
    /// The types of the parameters and of the result, and the defaults, without the names of parameters.
    says: String,
    /// `"T"."k"%TYPE`.
    says_type_of_column: bool,
}

fn signature(cursor: &mut Cursor<'_>) -> Option<Signature> {
    let mut says = String::new();
    for mut parameter in cursor.parentheses().ok()?.split_at_commas() {
        parameter.accept_one(&["INOUT", "IN", "OUT", "VARIADIC"]);
        let mut ahead = parameter.clone();
        let is_named = ahead.name().is_ok() && ahead.name().is_ok();
        if is_named {
            parameter.take_token();
        }
        says.push_str(parameter.rest());
        says.push_str(", ");
    }
    cursor.accept("RETURNS");
    const BEHIND: [&str; 7] = ["LANGUAGE", "AS", "IMMUTABLE", "STABLE", "VOLATILE", "SECURITY", "SET"];
    says.push_str(cursor.until_words(&BEHIND).rest());
    let found = crate::sql::tokens(&says);
    let mut rest = Cursor::new(&says, &found.tokens);
    rest.until_words(&["% TYPE"]);
    let says_type_of_column = !rest.is_at_end();
    Some(Signature { says, says_type_of_column })
}

/// The types of the arguments that tell a function from others of its name; nothing where one is not understood.
fn arguments(list: &Cursor<'_>) -> Option<Vec<WrittenType>> {
    let mut types = Vec::new();
    for mut parameter in list.split_at_commas() {
        let is_output = parameter.accept("OUT");
        parameter.accept_one(&["INOUT", "IN", "VARIADIC"]);
        let written = parameter.until(|cursor| cursor.sees("DEFAULT") || cursor.sees("="));
        let mut unnamed = written.clone();
        let of_type = types::column_type(&mut unnamed).ok().filter(|_| unnamed.is_at_end());
        let of_type = of_type.or_else(|| {
            let mut named = written.clone();
            named.name().ok()?;
            types::column_type(&mut named).ok().filter(|_| named.is_at_end())
        })?;
        types.extend((!is_output).then_some(of_type));
    }
    Some(types)
}

/// The constant after `AS`: SQL or a program, read when the function runs. A body that is SQL of the statement itself is
/// among what the statement says.
fn body(cursor: &mut Cursor<'_>) -> String {
    let mut body = String::new();
    loop {
        cursor.until_words(&["AS"]);
        if !cursor.accept("AS") {
            return body;
        }
        if let Ok(text) = cursor.string() {
            body.push_str(&text);
        }
    }
}
