//! Steps of a block that end at their semicolon: statements of SQL, `EXECUTE`, assignments, `RAISE`.

use std::ops::Range;

use super::ddl_words::FirstWord;
use super::execute::may_shape;
use super::expression::{asks_catalog, expression};
use super::promise::promises;
use super::{column_question, need, session, statement};
use crate::replay::dynamic::{Variables, value};
use crate::replay::problem::SqlState;
use crate::replay::statement::{Block, Command, Expression, Statement, Step};
use crate::sql::{Cursor, TokenKind, identifier};

/// Reads a step that ends at its semicolon.
pub(super) fn read(mut cursor: Cursor<'_>) -> Step {
    let place = cursor.range_of_rest();
    if cursor.accept("EXECUTE") {
        return execute(&mut cursor, place);
    }
    if cursor.accept("RAISE") {
        return raise(cursor, place);
    }
    if cursor.accept("RETURN") {
        return Step::Return;
    }
    if may_define(&cursor) || is_search_path(&cursor) {
        return Step::Run(statement(cursor));
    }
    // wherever it is called, in what is assigned too
    let path = session::set_config(&cursor).transpose();
    if let Some(path) = path {
        let command = path.map(Command::SearchPath);
        return Step::Run(command.map(|command| Statement {
            place,
            command,
            on_objects: Vec::new(),
            needs: Vec::new(),
        }));
    }
    if let Some(step) = assignment(cursor.clone()) {
        return step;
    }
    if cursor.sees("ROLLBACK") {
        return Step::Run(statement(cursor));
    }
    let needs = need::in_block(&cursor);
    if !needs.is_empty() {
        let written = Statement { place, command: Command::Unmanaged, on_objects: Vec::new(), needs };
        let steps = vec![Step::Run(Ok(written)), over_rows(cursor)];
        return Step::Block(Block { declarations: Vec::new(), steps, handlers: Vec::new() });
    }
    over_rows(cursor)
}

/// A query, or a statement that writes rows: it may give variables another value.
fn over_rows(cursor: Cursor<'_>) -> Step {
    if cursor.sees("PERFORM") {
        let value = Expression::Unknown { asks_catalog: asks_catalog(&cursor) };
        return Step::Assign { variables: vec![FOUND.to_owned()], value };
    }
    if let Some(promises) = promises(cursor.clone()) {
        return Step::Promise(promises);
    }
    if cursor.sees("SELECT") { into_variables(cursor) } else { other(cursor) }
}

/// `EXECUTE text INTO variables USING values`.
fn execute(cursor: &mut Cursor<'_>, place: Range<usize>) -> Step {
    let command = expression(&cursor.until_words(&["USING", "INTO"]));
    let mut into = Vec::new();
    while !cursor.is_at_end() {
        if cursor.accept("INTO") {
            cursor.accept("STRICT");
            into.extend(variables(cursor));
        }
        cursor.take_token();
        cursor.until_words(&["INTO"]);
    }
    let shapes = may_shape(&value(&command, &Variables::new(), None).into_pieces());
    Step::Execute { command, into, shapes, place }
}

/// Names with commas between them.
fn variables(cursor: &mut Cursor<'_>) -> Vec<String> {
    let mut found = Vec::new();
    while let Ok(name) = cursor.name() {
        found.push(name);
        if !cursor.accept_symbol(",") {
            break;
        }
    }
    found
}

/// A statement that shapes nothing, but may give variables another value: `RETURNING a INTO v`, `FETCH c INTO v`,
/// `GET DIAGNOSTICS v = ROW_COUNT`.
fn other(mut cursor: Cursor<'_>) -> Step {
    let mut found = Vec::new();
    if cursor.accept("GET") {
        cursor.until_words(&["DIAGNOSTICS"]);
        cursor.accept("DIAGNOSTICS");
        found.extend(cursor.split_at_commas().into_iter().filter_map(|mut item| item.name().ok()));
    }
    cursor.accept_one(&["INSERT INTO", "MERGE INTO"]);
    cursor.until_words(&["INTO"]);
    if cursor.accept("INTO") {
        cursor.accept("STRICT");
        found.extend(variables(&mut cursor));
    }
    if found.is_empty() {
        return Step::Nothing;
    }
    Step::Assign { variables: found, value: Expression::Unknown { asks_catalog: false } }
}

/// Whether a statement may define something, by its first words.
fn may_define(cursor: &Cursor<'_>) -> bool {
    FirstWord::accept(&mut cursor.clone()).is_some() || ["DO", "CALL"].iter().any(|word| cursor.sees(word))
}

fn is_search_path(cursor: &Cursor<'_>) -> bool {
    let mut ahead = cursor.clone();
    ahead.accept("SET") && matches!(session::search_path(&mut ahead), Ok(Some(_)) | Err(_))
}

/// `RAISE EXCEPTION`, which is the level that is meant where none is said.
fn raise(mut cursor: Cursor<'_>, place: Range<usize>) -> Step {
    if cursor.accept_one(&["DEBUG", "LOG", "INFO", "NOTICE", "WARNING"]).is_some() {
        return Step::Nothing;
    }
    let is_bare = cursor.is_at_end();
    cursor.accept("EXCEPTION");
    let mut state = SqlState::RAISE_EXCEPTION;
    if cursor.accept("SQLSTATE") {
        state = cursor.string().map_or(state, SqlState::new);
    } else if let Some((TokenKind::Word, name)) = cursor.peek() {
        // an error of another kind is one that no handler for what the replay tells would catch
        let letters = if name.eq_ignore_ascii_case("USING") { None } else { Some(name.to_ascii_lowercase()) };
        state = letters.map_or(state, |name| SqlState::named(&name).unwrap_or_else(|| SqlState::new(name)));
    }
    cursor.until_words(&["ERRCODE"]);
    if cursor.accept("ERRCODE") && accept_assignment(&mut cursor) {
        let named = cursor.string().map(|name| SqlState::named(&name).unwrap_or_else(|| SqlState::new(name)));
        state = named.unwrap_or(state);
    }
    Step::Raise { state: (!is_bare).then_some(state), place }
}

/// `v := expression`.
fn assignment(mut cursor: Cursor<'_>) -> Option<Step> {
    let (kind, text) = cursor.take_token()?;
    let variable = identifier(kind, text, '\\')?;
    if !accept_assignment(&mut cursor) {
        return None;
    }
    Some(Step::Assign { variables: vec![variable], value: expression(&cursor) })
}

/// What says whether the last query had a row.
const FOUND: &str = "found";

/// `SELECT expression INTO v FROM ...`.
fn into_variables(cursor: Cursor<'_>) -> Step {
    let asks_catalog = asks_catalog(&cursor);
    let mut rest = cursor;
    rest.accept("SELECT");
    let list = rest.until_words(&["INTO"]);
    rest.accept("INTO");
    rest.accept("STRICT");
    let mut variables = variables(&mut rest);
    let is_one = variables.len() == 1;
    let question = if is_one { column_question::read(list.clone(), rest.clone()) } else { None };
    let value = match question {
        Some(question) => Expression::OfColumn(question),
        None if is_one && rest.is_at_end() => expression(&list),
        None => Expression::Unknown { asks_catalog },
    };
    if matches!(value, Expression::OfColumn(_) | Expression::Unknown { .. }) {
        variables.push(FOUND.to_owned());
    }
    Step::Assign { variables, value }
}

/// `:=`, or `=`.
pub(super) fn accept_assignment(cursor: &mut Cursor<'_>) -> bool {
    cursor.accept_symbol(":");
    cursor.accept_symbol("=")
}
