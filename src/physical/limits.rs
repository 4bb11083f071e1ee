//! What fits into a type: how large its numbers are, how long its texts.

use super::ElementType;

/// A type of whole numbers: the least and the greatest, and how many characters they take.
const WHOLE_NUMBERS: [(ElementType, (&str, &str), u32); 3] = [
    (ElementType::SmallInt, ("-32768", "32767"), 6),
    (ElementType::Integer, ("-2147483648", "2147483647"), 11),
    (ElementType::BigInt, ("-9223372036854775808", "9223372036854775807"), 20),
];

impl ElementType {
    /// The least and the greatest number, where it is a type of whole numbers:
    /// <https://www.postgresql.org/docs/current/datatype-numeric.html>.
    #[must_use]
    pub fn whole_numbers(&self) -> Option<(&'static str, &'static str)> {
        WHOLE_NUMBERS.iter().find(|(of, ..)| of == self).map(|(_, range, _)| *range)
    }

    /// Whether every number of this type, rounded, is in the range of a type of whole numbers.
    #[must_use]
    pub fn is_within(&self, other: &ElementType) -> bool {
        // all others hold more than whole numbers
        let size = |of| WHOLE_NUMBERS.iter().position(|(it, ..)| it == of).unwrap_or(WHOLE_NUMBERS.len());
        size(self) <= size(other)
    }

    /// How long its values are at most when they are written, in characters; `None` where nothing limits them.
    #[must_use]
    pub fn longest(&self) -> Option<u32> {
        if let Self::VarChar(length) = self {
            return *length;
        }
        if let Self::Char(length) = self {
            return Some(length.unwrap_or(1));
        }
        let others = [(Self::Boolean, 5), (Self::Uuid, 36)];
        let numbers = WHOLE_NUMBERS.into_iter().map(|(of, _, longest)| (of, longest));
        numbers.chain(others).find(|(of, _)| of == self).map(|(_, longest)| longest)
    }

    /// How many digits its numbers have before the point at most; `None` for floating point numbers, for numbers without
    /// a limit, and for what is no number.
    #[must_use]
    pub fn whole_digits(&self) -> Option<u32> {
        if let Self::Decimal(Some((precision, scale))) = self {
            return Some(precision.saturating_sub(*scale));
        }
        WHOLE_NUMBERS.iter().find(|(of, ..)| of == self).map(|(_, _, longest)| longest - 1)
    }
}
