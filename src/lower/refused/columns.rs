//! Lengths, defaults and sequences that a column cannot have.

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::Lowering;
use crate::physical::{Column, ColumnDefault, ElementType, Literal, VectorKind};
use crate::psl::schema::{Arity, DefaultValue, Field};

/// <https://www.postgresql.org/docs/current/datatype-character.html>
const MAX_CHARACTERS: u32 = 10_485_760;
const MAX_BITS: u32 = 83_886_080;

impl Lowering<'_> {
    /// Reports what PostgreSQL would not take of a column.
    pub(in crate::lower) fn check_column(&mut self, field: &Field, column: &Column) {
        self.check_length(field, &column.column_type.element);
        self.check_range(field, column);
        self.check_sequence(field, &column.column_type.element);
    }

    fn check_length(&mut self, field: &Field, element: &ElementType) {
        let Some((given, most, unit)) = length_and_limit(element) else { return };
        let least = 1;
        if (least..=most).contains(&given) {
            return;
        }
        self.diagnostics.push(
            Diagnostic::error(
                Code::TypeOutOfRange,
                format!("`{}` has {given} {unit}, and PostgreSQL takes {least} to {most}", field.name),
            )
            .at(field.span, "")
            .help("choose a length within the limits, or a type without one"),
        );
    }

    /// The table would be made; the first row that takes its default would not.
    fn check_range(&mut self, field: &Field, column: &Column) {
        let Some((least, most)) = range(&column.column_type.element) else { return };
        let literals = column.default.as_ref().map_or(&[][..], ColumnDefault::literals);
        let is_outside = |literal: &&Literal| match literal {
            Literal::Number(digits) => !digits.parse().is_ok_and(|number| (least..=most).contains(&number)),
            Literal::String(_) | Literal::Boolean(_) | Literal::EnumLabel(_) => false,
        };
        if let Some(Literal::Number(digits)) = literals.iter().find(is_outside) {
            self.diagnostics.push(
                Diagnostic::warning(
                    Code::DefaultOutOfRange,
                    format!("`{}` cannot hold its default {digits}: it takes {least} to {most}", field.name),
                )
                .at(field.default.as_ref().map_or(field.span, |default| default.span), "")
                .also(field.type_span, "this type")
                .help("choose another default, or make the field a BigInt"),
            );
        }
    }

    fn check_sequence(&mut self, field: &Field, element: &ElementType) {
        let Some(default) = field.default.as_ref().filter(|one| one.value == DefaultValue::Autoincrement) else {
            return;
        };
        let diagnostic = if *element == ElementType::Oid {
            Diagnostic::warning(
                Code::SequenceImpossible,
                "an Oid has no autoincrement(): Prisma gives it no default at all",
            )
            .at(default.span, "")
            .help("remove `@db.Oid`, or write the default as `dbgenerated(\"nextval('name_of_a_sequence')\")`")
        } else if field.arity == Arity::Optional {
            Diagnostic::warning(
                Code::SequenceImpossible,
                format!("`{}` has autoincrement(), and so PostgreSQL makes it NOT NULL", field.name),
            )
            .at(field.type_span, "")
            .help("remove the question mark: a column with autoincrement() is never NULL")
        } else {
            return;
        };
        self.diagnostics.push(diagnostic);
    }
}

/// The length or number of dimensions that a type has, with the most that PostgreSQL takes and the unit.
fn length_and_limit(element: &ElementType) -> Option<(u32, u32, &'static str)> {
    if let ElementType::VarChar(length) | ElementType::Char(length) = element {
        return Some(((*length)?, MAX_CHARACTERS, "characters"));
    }
    if let ElementType::Bit(length) | ElementType::VarBit(length) = element {
        return Some(((*length)?, MAX_BITS, "bits"));
    }
    let ElementType::Vector(kind, length, _) = element else { return None };
    let most = if *kind == VectorKind::SparseVec { 1_000_000_000 } else { 16_000 };
    Some(((*length)?, most, "dimensions"))
}

/// The smallest and the largest number that a type of whole numbers holds.
fn range(element: &ElementType) -> Option<(i64, i64)> {
    let ranges = [
        (ElementType::SmallInt, (i64::from(i16::MIN), i64::from(i16::MAX))),
        (ElementType::Integer, (i64::from(i32::MIN), i64::from(i32::MAX))),
        (ElementType::Oid, (i64::from(i32::MIN), i64::from(u32::MAX))),
    ];
    ranges.into_iter().find(|(of, _)| of == element).map(|(_, range)| range)
}
