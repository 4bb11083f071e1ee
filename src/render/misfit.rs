//! Which rows would stop a step, as the condition by which they are counted before anything is changed.

use super::quote::{Unwritable, identifier, literal, protected, qualified, written_literal};
use super::sql;
use crate::change::Conversion;
use crate::physical::{Column, ColumnType, ElementType, Index, VectorKind};

/// How rows that do not fit are found.
pub(super) struct Misfit {
    /// What is true of them, in SQL.
    pub condition: String,
    /// What is wrong with them, for people.
    pub problem: &'static str,
    /// Whether only PostgreSQL 16 and newer understand it.
    pub is_for_16: bool,
}

const DOES_NOT_FIT: &str = "hold a value that does not fit";

/// The rows that a change of type would stop at; `None` where it stops at none, or that cannot be told before.
pub(super) fn misfit(before: &Column, after: &Column, conversion: &Conversion) -> Result<Option<Misfit>, Unwritable> {
    if let Conversion::Given(expression) = conversion {
        let condition = format!("({}) IS NULL", protected(expression.as_str())?);
        let misfit = Misfit { condition, problem: "get NULL from its conversion", is_for_16: false };
        // where the column becomes required by the way, that step counts them
        return Ok((before.not_null && after.not_null).then_some(misfit));
    }
    let column = identifier(&after.name)?;
    let (from, to) = (&before.column_type, &after.column_type);
    let value = Value { from: &from.element, to: &to.element, conversion };
    match (from.is_list, to.is_list) {
        (false, _) => value.misfit(&column),
        (true, true) => {
            let any = |condition| {
                format!("EXISTS (SELECT FROM unnest({column}) AS items (item)\n                WHERE {condition})")
            };
            Ok(value.misfit("item")?.map(|misfit| Misfit { condition: any(misfit.condition), ..misfit }))
        }
        (true, false) => {
            let ElementType::Vector(_, dimensions, _) = &to.element else { return Ok(None) };
            let condition = is_no_vector(&column, *dimensions);
            Ok(Some(Misfit { condition, problem: DOES_NOT_FIT, is_for_16: false }))
        }
    }
}

/// When a list of numbers is no vector of so many dimensions.
fn is_no_vector(list: &str, dimensions: Option<u32>) -> String {
    let length = dimensions.map_or("= 0".to_owned(), |dimensions| format!("<> {dimensions}"));
    format!("cardinality({list}) {length} OR array_ndims({list}) > 1 OR array_position({list}, NULL) IS NOT NULL")
}

/// A value that becomes one of another type.
struct Value<'c> {
    from: &'c ElementType,
    to: &'c ElementType,
    conversion: &'c Conversion,
}

impl Value<'_> {
    /// When the value of an expression does not fit.
    fn misfit(&self, value: &str) -> Result<Option<Misfit>, Unwritable> {
        let Self { from, to, conversion } = self;
        let is_text = from.is_text() || **from == ElementType::Citext;
        // the items of a list are read from text, whatever they were
        let is_read = **conversion == Conversion::IntoList && *from != *to;
        let through_text = is_read || matches!(conversion, Conversion::Cast | Conversion::ThroughText);
        let text = if is_text { value.to_owned() } else { format!("{value}::text") };
        let condition = match (from, to) {
            (_, ElementType::Enum(name)) if through_text => {
                let of_type = written_literal(&qualified(name)?)?;
                format!("{value}::text NOT IN (SELECT enumlabel FROM pg_enum WHERE enumtypid = {of_type}::regtype)")
            }
            (from, to)
                if pattern(to).is_some() && (is_text || (is_read && from.is_number() && !from.is_within(to))) =>
            {
                let pattern = literal(pattern(to).unwrap_or_default())?;
                match to.whole_numbers() {
                    Some((least, most)) => format!(
                        "CASE WHEN {text} ~ {pattern}\n         THEN {text}::numeric NOT BETWEEN {least} AND {most} ELSE {value} IS NOT NULL END"
                    ),
                    None => format!("{text} !~* {pattern}"),
                }
            }
            (from, ElementType::VarChar(Some(length)) | ElementType::Char(Some(length)))
                if from.longest().is_none_or(|longest| longest > *length) =>
            {
                format!("char_length(rtrim({value}::text)) > {length}")
            }
            // between these two the bits stay, and what is too large for the one is negative to the other
            (ElementType::SmallInt | ElementType::Integer, ElementType::Oid) => format!("{value} < 0"),
            (ElementType::Oid, ElementType::Integer) => format!("{value}::bigint > 2147483647"),
            (from, to) if from.is_number() && to.whole_numbers().is_some() && !from.is_within(to) => {
                let (least, most) = to.whole_numbers().unwrap_or_default();
                let rounded =
                    if from.whole_numbers().is_some() { value.to_owned() } else { format!("round({value}::numeric)") };
                format!("{rounded} NOT BETWEEN {least} AND {most}")
            }
            (ElementType::Vector(_, Some(_), _), ElementType::Vector(..)) => return Ok(None),
            (
                ElementType::Vector(VectorKind::Vector | VectorKind::HalfVec, _, qualifier),
                ElementType::Vector(_, Some(dimensions), _),
            ) => {
                format!("{}({value}) <> {dimensions}", sql::with_schema(qualifier, "vector_dims")?)
            }
            // printed as {1:2,3:4}/5
            (ElementType::Vector(VectorKind::SparseVec, ..), ElementType::Vector(_, Some(dimensions), _)) => {
                format!("split_part({value}::text, '/', 2)::integer <> {dimensions}")
            }
            // pg_input_is_valid() does not work for the types of pgvector
            (_, ElementType::Vector(kind, dimensions, _)) if is_text => {
                if *kind == VectorKind::SparseVec {
                    return Ok(None);
                }
                let is_none = format!("{value} !~* {}", literal(VECTOR)?);
                match dimensions {
                    None => is_none,
                    Some(dimensions) => {
                        format!("{is_none} OR cardinality(string_to_array({value}, ',')) <> {dimensions}")
                    }
                }
            }
            (from, to) if through_text && !to.is_text() && (is_text || is_read_as_text(from, to)) => {
                let of_type = literal(&sql::column_type(&ColumnType::one((*to).clone()))?)?;
                let condition = format!("NOT pg_input_is_valid({value}::text, {of_type})");
                return Ok(Some(Misfit { condition, problem: DOES_NOT_FIT, is_for_16: true }));
            }
            _ => return Ok(None),
        };
        Ok(Some(Misfit { condition, problem: DOES_NOT_FIT, is_for_16: false }))
    }
}

/// Whether there is no other way between two types than through text, which not every value may take.
fn is_read_as_text(from: &ElementType, to: &ElementType) -> bool {
    let is_of_ones_own = |element: &ElementType| matches!(element, ElementType::Other(_) | ElementType::Domain(_));
    is_of_ones_own(from) || is_of_ones_own(to)
}

/// Rows of which none of these columns is NULL.
pub(super) fn no_nulls(names: &[String]) -> Result<String, Unwritable> {
    let conditions = names.iter().map(|name| Ok(format!("{} IS NOT NULL", identifier(name)?)));
    Ok(conditions.collect::<Result<Vec<_>, _>>()?.join(" AND "))
}

/// Rows that a unique index looks at: ` WHERE a IS NOT NULL AND (...)`.
pub(super) fn rows_of_unique(index: &Index) -> Result<String, Unwritable> {
    let names: Vec<String> = index.columns.iter().map(|column| column.name.clone()).collect();
    let mut conditions = vec![no_nulls(&names)?];
    if let Some(predicate) = index.condition() {
        conditions.push(sql::predicate_text(predicate)?);
    }
    Ok(conditions.join(" AND "))
}

/// What a text must look like to be a vector.
const VECTOR: &str = r"^\s*\[(\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*(,(?!\s*\])|(?=\])))+\]\s*$";

/// What a text must look like to be a value of the type.
fn pattern(element: &ElementType) -> Option<&'static str> {
    if element.whole_numbers().is_some() {
        return Some(r"^\s*[-+]?\d+\s*$");
    }
    let others = [
        (ElementType::Uuid, r"^\{?([0-9a-f]{4}-?){7}[0-9a-f]{4}\}?$"),
        (ElementType::Boolean, r"^\s*(t|tr|tru|true|f|fa|fal|fals|false|y|ye|yes|n|no|on|of|off|1|0)\s*$"),
    ];
    others.into_iter().find(|(of, _)| of == element).map(|(_, pattern)| pattern)
}
