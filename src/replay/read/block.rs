//! `DO` blocks: <https://www.postgresql.org/docs/current/plpgsql-structure.html>.
//!
//! Of PL/pgSQL the structure is read: blocks, conditions, loops, variables, dynamic statements. What stands where none of
//! these is known to stand is a statement of SQL.

use std::collections::BTreeSet;

use super::condition::condition;
use super::ddl_words::{has_word, mentions_ddl};
use super::expression::expression;
use super::step::accept_assignment;
use super::{step, without_parentheses};
use crate::replay::problem::SqlState;
use crate::replay::statement::{
    Arm, Block, Condition, Declaration, ErrorCondition, Expression, Handler, If, Loop, Over, Step, Test,
};
use crate::sql::{Cursor, Read, TokenKind, Unexpected, dollar_body, tokens, tokens_in};

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
pub(super) fn outermost(mut body: Cursor<'_>) -> Read<Block> {
    skip_options(&mut body);
    skip_label(&mut body);
    let declarations = if body.accept("DECLARE") { declarations(body.until_words(&["BEGIN"])) } else { Vec::new() };
    body.expect("BEGIN")?;
    block(&mut body, declarations, 0)
}

/// `#variable_conflict use_column` and the like, which choose how PL/pgSQL reads the body
/// (<https://www.postgresql.org/docs/current/plpgsql-implementation.html#PLPGSQL-VAR-SUBST>).
fn skip_options(body: &mut Cursor<'_>) {
    let mut ahead = body.clone();
    while ahead.accept_symbol("#") && ahead.name().is_ok() && ahead.name().is_ok() {
        *body = ahead.clone();
    }
}

/// `<<name>>` before a block or a loop.
fn skip_label(cursor: &mut Cursor<'_>) {
    let mut ahead = cursor.clone();
    if ahead.accept_symbol("<")
        && ahead.accept_symbol("<")
        && ahead.name().is_ok()
        && ahead.accept_symbol(">")
        && ahead.accept_symbol(">")
    {
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

fn up_to_semicolon<'t>(cursor: &mut Cursor<'t>) -> Cursor<'t> {
    let one = cursor.until_semicolon();
    cursor.accept_symbol(";");
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
    let shapes = may_shape(&steps, &start.rest_until(cursor)).then_some(place);
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
        found.push(one_step(cursor, depth + 1)?);
    }
    Ok(found)
}

fn one_step(cursor: &mut Cursor<'_>, depth: usize) -> Read<Step> {
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
        return chosen(cursor, depth).map(Step::If);
    }
    let one = up_to_semicolon(cursor);
    Ok(step::read(one))
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
            let always =
                Condition { test: Test::Always, asks_catalog: true, words: Vec::new(), casts: Vec::new(), place };
            arms.push(arm(cursor, always, depth)?);
        }
        cursor.expect("END IF")?;
        cursor.accept_symbol(";");
        return Ok(If { arms });
    }
}

fn arm(cursor: &mut Cursor<'_>, condition: Condition, depth: usize) -> Read<Arm> {
    let start = cursor.clone();
    let steps = steps(cursor, depth)?;
    let written = start.rest_until(cursor);
    let shapes = may_shape(&steps, &written).then(|| written.not_understood().0);
    Ok(Arm { condition, steps, shapes })
}

/// A loop. One that can be left before its end, or that goes over what only the server knows, goes over nothing known.
fn repeated(cursor: &mut Cursor<'_>, depth: usize) -> Read<Loop> {
    let start = cursor.clone();
    let place = cursor.not_understood().0;
    let (variable, over) = listed(cursor.until_words(&["LOOP"]));
    cursor.expect("LOOP")?;
    let steps = steps(cursor, depth)?;
    cursor.expect("END LOOP")?;
    up_to_semicolon(cursor);
    let inside = start.rest_until(cursor);
    let is_left = has_word(&inside, &["EXIT", "CONTINUE", "RETURN"]);
    let shapes = may_shape(&steps, &inside).then_some(place);
    Ok(Loop { variable, over: over.filter(|_| !is_left), steps, shapes })
}

/// The variable and the list of `FOREACH v IN ARRAY ARRAY['a', 'b']`, `FOR v IN SELECT unnest(ARRAY[...])` and
/// `FOR v IN 1..3`.
fn listed(mut head: Cursor<'_>) -> (Option<String>, Option<Over>) {
    let is_array = head.accept("FOREACH");
    if !(is_array || head.accept("FOR")) {
        return (None, None);
    }
    let Ok(variable) = head.name() else { return (None, None) };
    if !head.accept("IN") {
        return (Some(variable), None);
    }
    let over = if is_array {
        head.accept("ARRAY").then(|| Over::List(expression(&head)))
    } else {
        counted(&head).or_else(|| unnested(without_parentheses(head)))
    };
    (Some(variable), over)
}

/// `1..3`: as many numbers as people write by hand.
fn counted(head: &Cursor<'_>) -> Option<Over> {
    const MOST: i64 = 1_000;
    let (first, last) = head.rest().split_once("..")?;
    let (first, last): (i64, i64) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
    let is_few = last.checked_sub(first).is_some_and(|count| count < MOST);
    is_few.then(|| Over::List(Expression::List((first..=last).map(|n| Expression::Text(n.to_string())).collect())))
}

/// `SELECT unnest(ARRAY['a', 'b']) AS name`.
fn unnested(mut query: Cursor<'_>) -> Option<Over> {
    (query.accept("SELECT") && query.accept("unnest")).then_some(())?;
    let list = expression(&query.parentheses().ok()?);
    let is_named = query.accept("AS") || !query.is_at_end();
    let field = if is_named { query.name().ok()? } else { "unnest".to_owned() };
    query.is_at_end().then_some(Over::Rows { field, list })
}

/// Whether steps may shape the catalog. A text that is put together in them has the words for that in it.
fn may_shape(steps: &[Step], written: &Cursor<'_>) -> bool {
    let assigned: BTreeSet<&String> = steps.iter().flat_map(Step::assigned).collect();
    let is_put_together = |step: &&Step| matches!(step, Step::Execute { command: Expression::Variable(name), .. } if assigned.contains(name));
    let (put_together, others): (Vec<&Step>, Vec<&Step>) = steps.iter().partition(is_put_together);
    others.into_iter().any(Step::may_shape) || !put_together.is_empty() && mentions_ddl(written)
}

/// `CASE WHEN condition THEN steps ... END CASE;`, and `CASE value WHEN values THEN steps ...`.
fn chosen(cursor: &mut Cursor<'_>, depth: usize) -> Read<If> {
    let place = cursor.not_understood().0;
    cursor.expect("CASE")?;
    let value = cursor.until_words(&["WHEN"]);
    let mut arms = Vec::new();
    while cursor.accept("WHEN") {
        let asked = cursor.until_words(&["THEN"]);
        cursor.expect("THEN")?;
        let condition = if value.is_at_end() { condition(&asked) } else { is_one_of(&value, &asked) };
        arms.push(arm(cursor, condition, depth)?);
    }
    let always = Condition {
        test: Test::Always,
        asks_catalog: true,
        words: Vec::new(),
        casts: Vec::new(),
        place: place.clone(),
    };
    if cursor.accept("ELSE") {
        arms.push(arm(cursor, always, depth)?);
    } else {
        let raise = Step::Raise { state: Some(SqlState::CASE_NOT_FOUND), place };
        arms.push(Arm { condition: always, steps: vec![raise], shapes: None });
    }
    cursor.expect("END CASE")?;
    cursor.accept_symbol(";");
    Ok(If { arms })
}

/// Whether a value is one of those listed.
fn is_one_of(value: &Cursor<'_>, listed: &Cursor<'_>) -> Condition {
    let equal = |one: &Cursor<'_>| Test::Not(Box::new(Test::Equal(expression(value), expression(one))));
    let asked = condition(value);
    let test = Test::Not(Box::new(Test::All(listed.split_at_commas().iter().map(equal).collect())));
    Condition { test, ..asked }
}
