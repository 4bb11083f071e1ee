//! How the values of a column are converted to another type.

use serde::{Deserialize, Serialize};

use crate::physical::SqlText;

/// How a value is turned into another type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Conversion {
    /// PostgreSQL does it by itself.
    Assignment,
    /// `USING c::T`.
    Cast,
    /// `USING c::text::T`.
    ThroughText,
    /// `USING c::integer::T`: booleans and money do not know every whole number.
    ThroughInteger,
    /// `USING c AT TIME ZONE 'UTC'`: Prisma keeps UTC where there is no time zone.
    AtUtc,
    /// One value becomes a list of one, NULL an empty list.
    IntoList,
    /// `USING (...)`, as the user says: `@refract.using("expression")`.
    Given(SqlText),
}
