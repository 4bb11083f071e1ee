//! The expressions that a vector may be indexed as: `(c::halfvec(3072))`, `(binary_quantize(c)::bit(3072))`.

use super::{types, without_parentheses};
use crate::physical::{ElementType, IndexExpression, Qualifier};
use crate::sql::Cursor;

/// The column and what is indexed of it; `None` for every other expression.
pub(super) fn read(inside: Cursor<'_>) -> Option<(String, IndexExpression)> {
    let mut cursor = without_parentheses(inside);
    let cast = if cursor.accept("CAST") {
        let mut inside = cursor.parentheses().ok()?;
        let value = inside.until_words(&["AS"]);
        inside.expect("AS").ok()?;
        cursor.expect_end().ok()?;
        (value, inside)
    } else {
        let value = cursor.until(|cursor| cursor.clone().accept_symbol("::"));
        cursor.accept_symbol("::").then_some((value, cursor))?
    };
    let (value, mut target) = cast;
    let element = types::column_type(&mut target).ok()?;
    target.expect_end().ok()?;
    match (element.column_type.element, element.column_type.is_list) {
        (cast @ ElementType::Vector(..), false) => Some((column(value)?, IndexExpression::Cast(cast))),
        (ElementType::Bit(bits), false) => {
            let (column, qualifier) = quantized(value)?;
            Some((column, IndexExpression::BinaryQuantize { bits: bits.unwrap_or(1), qualifier }))
        }
        _ => None,
    }
}

fn column(value: Cursor<'_>) -> Option<String> {
    let mut value = without_parentheses(value);
    let name = value.name().ok()?;
    value.is_at_end().then_some(name)
}

/// `binary_quantize(c)`.
fn quantized(value: Cursor<'_>) -> Option<(String, Qualifier)> {
    let mut value = without_parentheses(value);
    let function = value.written_name().ok().filter(|function| function.name == "binary_quantize")?;
    let argument = value.parentheses().ok()?;
    value.expect_end().ok()?;
    Some((column(argument)?, Qualifier(function.schema)))
}
