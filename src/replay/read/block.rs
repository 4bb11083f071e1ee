//! `DO` blocks: <https://www.postgresql.org/docs/current/plpgsql-structure.html>.
//!
//! Of PL/pgSQL the structure is read: blocks, conditions, loops, variables, dynamic statements. What stands where none of
//! these is known to stand is a statement of SQL.

use std::ops::Range;

use super::condition::condition;
use super::ddl_words::{FirstWord, has_word, mentions_ddl};
use super::expression::{asks_catalog, expression};
use super::{session, statement};
use crate::replay::problem::SqlState;
use crate::replay::statement::{
    Arm, Block, Condition, Declaration, ErrorCondition, Expression, Handler, If, Loop, Step, Test,
};
use crate::sql::{Cursor, Read, TokenKind, Unexpected, dollar_body, identifier, tokens, tokens_in};

/// How deep blocks, conditions and loops may be nested.
const DEEPEST: usize = 200;

/// Reads what follows `DO`.
pub(super) fn body(cursor: &mut Cursor<'_>) -> Read<Block> {
    if cursor.accept("LANGUAGE") {
        cursor.name()?;
    }
    let place = cursor.range_of_rest();
    let start = cursor.bytes_of_rest().start;
    let whole = cursor.text();
    if let (Some((TokenKind::String, _)), Ok(text)) = (cursor.peek(), cursor.clone().string()) {
        let read = tokens(&text);
        return outermost(Cursor::standing_at(&text, &read.tokens, place));
    }
    let Some((TokenKind::DollarString, written)) = cursor.take_token() else { return Err(Unexpected(place)) };
    let (tag, inside) = dollar_body(written);
    let inside = start + tag..start + tag + inside.len();
    let read = tokens_in(whole, inside);
    // a block inside of EXECUTE stands where that does
    if read.unclosed.is_some() { Err(Unexpected(place)) } else { outermost(cursor.over(&read.tokens)) }
}

/// The block that is all of the body.
fn outermost(mut body: Cursor<'_>) -> Read<Block> {
    skip_label(&mut body);
    let declarations = if body.accept("DECLARE") { declarations(body.until_words(&["BEGIN"])) } else { Vec::new() };
    body.expect("BEGIN")?;
    block(&mut body, declarations, 0)
}

/// `<<name>>` before a block or a loop.
fn skip_label(cursor: &mut Cursor<'_>) {
    let mut ahead = cursor.clone();
    if ahead.sign("<") && ahead.sign("<") && ahead.name().is_ok() && ahead.sign(">") && ahead.sign(">") {
        *cursor = ahead;
    }
}

/// `name type := value;`
fn declarations(mut cursor: Cursor<'_>) -> Vec<Declaration> {
    let mut found = Vec::new();
    while !cursor.is_at_end() {
        let mut one = up_to_semicolon(&mut cursor);
        let Ok(name) = one.name() else { continue };
        one.until(|cursor| is_assignment(cursor) || cursor.sees("DEFAULT"));
        let is_given = one.accept("DEFAULT") || accept_assignment(&mut one);
        let value = if is_given { expression(&one) } else { Expression::Unknown { asks_catalog: false } };
        found.push(Declaration { name, value });
    }
    found
}

fn is_assignment(cursor: &Cursor<'_>) -> bool {
    accept_assignment(&mut cursor.clone())
}

/// `:=`, or `=`.
fn accept_assignment(cursor: &mut Cursor<'_>) -> bool {
    cursor.sign(":");
    cursor.sign("=")
}

fn up_to_semicolon<'t>(cursor: &mut Cursor<'t>) -> Cursor<'t> {
    let one = cursor.until(|cursor| cursor.peek() == Some((TokenKind::Symbol, ";")));
    cursor.sign(";");
    one
}

/// What follows `BEGIN`.
fn block(cursor: &mut Cursor<'_>, declarations: Vec<Declaration>, depth: usize) -> Read<Block> {
    let steps = steps(cursor, depth)?;
    let mut handlers = Vec::new();
    if cursor.accept("EXCEPTION") {
        while cursor.sees("WHEN") {
            handlers.push(handler(cursor, depth)?);
        }
    }
    cursor.expect("END")?;
    up_to_semicolon(cursor);
    Ok(Block { declarations, steps, handlers })
}

/// `WHEN duplicate_object OR SQLSTATE '42P07' THEN steps`.
fn handler(cursor: &mut Cursor<'_>, depth: usize) -> Read<Handler> {
    let place = cursor.not_understood().0;
    cursor.expect("WHEN")?;
    let mut listed = cursor.until_words(&["THEN"]);
    cursor.expect("THEN")?;
    let mut conditions = Vec::new();
    while !listed.is_at_end() {
        let mut one = listed.until_words(&["OR"]);
        listed.accept("OR");
        conditions.push(error_condition(&mut one)?);
    }
    let start = cursor.clone();
    let steps = steps(cursor, depth)?;
    let shapes = mentions_ddl(&start.rest_until(cursor)).then_some(place);
    Ok(Handler { conditions, steps, shapes })
}

fn error_condition(cursor: &mut Cursor<'_>) -> Read<ErrorCondition> {
    if cursor.accept("SQLSTATE") {
        let state = SqlState::new(cursor.string()?);
        return Ok(if state.is_told() { ErrorCondition::State(state) } else { ErrorCondition::Untold });
    }
    let name = cursor.name()?;
    Ok(match SqlState::named(&name) {
        _ if name == "others" => ErrorCondition::Others,
        Some(state) => ErrorCondition::State(state),
        None => ErrorCondition::Untold,
    })
}

/// Steps up to the `END` of their block, `ELSE` and the like, which are left where they are.
fn steps(cursor: &mut Cursor<'_>, depth: usize) -> Read<Vec<Step>> {
    const ENDS: [&str; 6] = ["END", "ELSE", "ELSIF", "ELSEIF", "EXCEPTION", "WHEN"];
    if depth > DEEPEST {
        return Err(cursor.not_understood());
    }
    let mut found = Vec::new();
    while !cursor.is_at_end() && !ENDS.iter().any(|word| cursor.sees(word)) {
        found.push(step(cursor, depth + 1)?);
    }
    Ok(found)
}

fn step(cursor: &mut Cursor<'_>, depth: usize) -> Read<Step> {
    skip_label(cursor);
    if cursor.accept("IF") {
        return condition_and_arms(cursor, depth).map(Step::If);
    }
    let declarations = if cursor.accept("DECLARE") { declarations(cursor.until_words(&["BEGIN"])) } else { Vec::new() };
    if cursor.accept("BEGIN") {
        return Ok(Step::Block(block(cursor, declarations, depth)?));
    }
    if ["FOR", "WHILE", "LOOP", "FOREACH"].iter().any(|word| cursor.sees(word)) {
        return repeated(cursor, depth).map(Step::Loop);
    }
    if cursor.sees("CASE") {
        return Ok(Step::Loop(chosen(cursor)));
    }
    let one = up_to_semicolon(cursor);
    Ok(plain(one))
}

/// `IF condition THEN steps [ELSIF condition THEN steps] [ELSE steps] END IF;`
fn condition_and_arms(cursor: &mut Cursor<'_>, depth: usize) -> Read<If> {
    let mut arms = Vec::new();
    loop {
        let asked = cursor.until_words(&["THEN"]);
        cursor.expect("THEN")?;
        arms.push(arm(cursor, condition(&asked), depth)?);
        if cursor.accept_one(&["ELSIF", "ELSEIF"]).is_some() {
            continue;
        }
        if cursor.accept("ELSE") {
            let place = cursor.not_understood().0;
            let always = Condition { test: Test::Always, asks_catalog: true, words: Vec::new(), place };
            arms.push(arm(cursor, always, depth)?);
        }
        cursor.expect("END IF")?;
        cursor.sign(";");
        return Ok(If { arms });
    }
}

fn arm(cursor: &mut Cursor<'_>, condition: Condition, depth: usize) -> Read<Arm> {
    let start = cursor.clone();
    let steps = steps(cursor, depth)?;
    let written = start.rest_until(cursor);
    let shapes = mentions_ddl(&written).then(|| written.not_understood().0);
    Ok(Arm { condition, steps, shapes })
}

/// A loop. One that can be left before its end, or that goes over what only the server knows, has no variable.
fn repeated(cursor: &mut Cursor<'_>, depth: usize) -> Read<Loop> {
    let start = cursor.clone();
    let place = cursor.not_understood().0;
    let head = cursor.until_words(&["LOOP"]);
    let listed = listed(head);
    let (variable, over, steps) = match listed {
        Some((variable, over)) if cursor.accept("LOOP") => {
            let steps = steps(cursor, depth)?;
            cursor.expect("END LOOP")?;
            up_to_semicolon(cursor);
            (Some(variable), over, steps)
        }
        Some(_) | None => {
            skip_loop(cursor);
            (None, Expression::Unknown { asks_catalog: false }, Vec::new())
        }
    };
    let inside = start.rest_until(cursor);
    let is_left = has_word(&inside, &["EXIT", "CONTINUE", "RETURN"]);
    Ok(Loop { variable: variable.filter(|_| !is_left), over, steps, shapes: mentions_ddl(&inside).then_some(place) })
}

/// The variable and the list of `FOREACH v IN ARRAY ARRAY['a', 'b']`, and of `FOR v IN SELECT unnest(ARRAY[...])`.
fn listed(mut head: Cursor<'_>) -> Option<(String, Expression)> {
    let is_array = head.accept("FOREACH");
    if !is_array {
        head.accept("FOR").then_some(())?;
    }
    let variable = head.name().ok()?;
    head.accept("IN").then_some(())?;
    if is_array {
        head.accept("ARRAY").then_some(())?;
        return Some((variable, expression(&head)));
    }
    (head.accept("SELECT") && head.accept("unnest")).then_some(())?;
    let list = head.brackets().ok()?;
    head.is_at_end().then(|| (variable, expression(&list)))
}

fn skip_loop(cursor: &mut Cursor<'_>) {
    let mut depth = 0_usize;
    while !cursor.is_at_end() {
        if cursor.accept("END LOOP") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                break;
            }
        } else if cursor.accept("LOOP") {
            depth += 1;
        } else {
            cursor.take_token();
        }
    }
    up_to_semicolon(cursor);
}

/// `CASE ... END CASE;`: what is chosen only the server knows.
fn chosen(cursor: &mut Cursor<'_>) -> Loop {
    let start = cursor.clone();
    let place = cursor.not_understood().0;
    while !cursor.is_at_end() && !cursor.sees("END CASE") {
        cursor.take_token();
    }
    cursor.accept("END CASE");
    cursor.sign(";");
    let shapes = mentions_ddl(&start.rest_until(cursor)).then_some(place);
    Loop { variable: None, over: Expression::Unknown { asks_catalog: false }, steps: Vec::new(), shapes }
}

/// A step that ends at its semicolon.
fn plain(mut cursor: Cursor<'_>) -> Step {
    let start = cursor.clone();
    let place = cursor.range_of_rest();
    if cursor.accept("EXECUTE") {
        let command = cursor.until_words(&["USING", "INTO"]);
        return Step::Execute { command: expression(&command), shapes: mentions_ddl(&start), place };
    }
    if cursor.accept("RAISE") {
        return raise(cursor, place);
    }
    if cursor.accept("RETURN") {
        return Step::Return;
    }
    if let Some(step) = assignment(cursor.clone()) {
        return step;
    }
    if may_shape(&cursor) || session::set_config(cursor.clone()).is_some() || is_search_path(&cursor) {
        return Step::Run(statement(cursor));
    }
    if cursor.sees("ROLLBACK") {
        return Step::Run(statement(cursor));
    }
    if cursor.sees("PERFORM") {
        let value = Expression::Unknown { asks_catalog: asks_catalog(&cursor) };
        return Step::Assign { variables: vec![FOUND.to_owned()], value };
    }
    if cursor.sees("SELECT") { into_variables(cursor) } else { Step::Nothing }
}

/// Whether a statement may shape what refract manages, by its first words.
fn may_shape(cursor: &Cursor<'_>) -> bool {
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
    let mut variables = Vec::new();
    while let Ok(name) = rest.name() {
        variables.push(name);
        if !rest.sign(",") {
            break;
        }
    }
    let is_plain = variables.len() == 1 && rest.is_at_end();
    let value = if is_plain { expression(&list) } else { Expression::Unknown { asks_catalog } };
    if matches!(value, Expression::Unknown { .. }) {
        variables.push(FOUND.to_owned());
    }
    Step::Assign { variables, value }
}
