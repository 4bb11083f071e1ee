//! Whether a value of one type may be none of another, so that PostgreSQL refuses to convert it.

use super::Conversion;
use crate::physical::{ColumnType, ElementType};

/// Whether a conversion may stop at a value. What only makes a value poorer is a loss, and none of these.
pub(super) fn may_not_fit(before: &ColumnType, after: &ColumnType, conversion: &Conversion) -> bool {
    let (from, to) = (&before.element, &after.element);
    match conversion {
        Conversion::Given(_) => true,
        Conversion::Cast | Conversion::ThroughText => *to != ElementType::Text,
        // the items of a list are read from text
        Conversion::IntoList => is_narrower(from, to) || (is_words(from) && !is_words(to)),
        // a list is written as one text
        Conversion::Assignment if before.is_list && !after.is_list => to.longest().is_some(),
        Conversion::Assignment => is_narrower(from, to),
        Conversion::ThroughInteger => *from == ElementType::BigInt,
        Conversion::AtUtc => false,
    }
}

fn is_words(element: &ElementType) -> bool {
    element.is_text() || *element == ElementType::Citext
}

/// Whether a type has no room for some value of another that is converted into it.
fn is_narrower(from: &ElementType, to: &ElementType) -> bool {
    use ElementType::{BigInt, Bit, Decimal, DoublePrecision, Integer, Money, Oid, Real, SmallInt, VarBit};
    match (from, to) {
        (from, to) if from == to => false,
        (_, to) if to.is_text() => to.longest().is_some_and(|room| from.longest().is_none_or(|longest| longest > room)),
        (SmallInt | Integer | BigInt, Oid) | (Oid, Integer | SmallInt) | (BigInt | Decimal(_), Money) => true,
        (Money, Decimal(Some(_))) => to.whole_digits().is_some_and(|room| room < DIGITS_OF_MONEY),
        (Bit(_), Bit(_)) | (VarBit(_), Bit(_)) => true,
        (Bit(from), VarBit(Some(room))) => from.unwrap_or(1) > *room,
        (VarBit(from), VarBit(Some(room))) => from.is_none_or(|longest| longest > *room),
        (from, to) if from.is_number() && to.whole_numbers().is_some() => !from.is_within(to),
        (from, Decimal(Some((_, digits)))) if from.is_number() => {
            let room = to.whole_digits().unwrap_or_default();
            // a number that is rounded may get one digit more
            let rounded = u32::from(matches!(from, Decimal(Some((_, before))) if before > digits));
            from.whole_digits().is_none_or(|longest| longest + rounded > room)
        }
        (DoublePrecision | Decimal(None), Real) | (Decimal(None), DoublePrecision) => true,
        _ => false,
    }
}

/// Of the whole units: 92233720368547758.07 is the most.
const DIGITS_OF_MONEY: u32 = 17;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_room_is_narrower() {
        use ElementType::{BigInt, Char, Decimal, Integer, SmallInt, Text, Uuid, VarChar};
        let cases = [
            (Text, VarChar(Some(2)), true),
            (VarChar(Some(10)), VarChar(Some(2)), true),
            (VarChar(Some(2)), VarChar(Some(10)), false),
            (VarChar(Some(2)), Text, false),
            (Uuid, VarChar(Some(36)), false),
            (Text, Char(None), true),
            (BigInt, Integer, true),
            (Integer, BigInt, false),
            (Integer, SmallInt, true),
            (Decimal(Some((10, 2))), Integer, true),
            (Integer, Decimal(Some((10, 0))), false),
            (Integer, Decimal(Some((10, 2))), true),
            (Decimal(Some((10, 2))), Decimal(Some((12, 2))), false),
            (Decimal(Some((10, 2))), Decimal(Some((8, 2))), true),
            (Decimal(Some((10, 2))), Decimal(Some((9, 1))), true),
        ];
        for (from, to, narrower) in cases {
            assert_eq!(is_narrower(&from, &to), narrower, "{from:?} to {to:?}");
        }
    }
}
