//! Values of every type that a column can have.

use refract::physical::{Database, ElementType, VectorKind};

/// How many different values there are to give, at most.
pub fn capacity(element: &ElementType, database: &Database) -> usize {
    match element {
        ElementType::Boolean => 2,
        ElementType::Bit(length) => 1 << length.unwrap_or(1).min(10),
        ElementType::VarBit(Some(length)) => 1 << (*length).min(10),
        ElementType::Enum(name) => database.enums.get(name).map_or(0, |declared| declared.labels.len()),
        // one sign where there is no room for more
        _ => 26,
    }
}

/// The value with a number as the text that the server reads; `None` where no text is known to be one. Style 0 is for keys,
/// whose two sides may be of types that are merely alike.
pub fn value(element: &ElementType, number: usize, style: usize, database: &Database) -> Option<String> {
    use ElementType as T;
    let day = number % 26 + 1;
    let fraction = if style < 2 { "" } else { ".123" };
    let time = if style == 0 { "00:00:00".to_owned() } else { format!("10:{day:02}:00{fraction}") };
    Some(match element {
        T::SmallInt => whole(number, style, 30_000),
        T::Integer => whole(number, style, 2_000_000_000),
        T::BigInt => whole(number, style, 9_000_000_000_000_000),
        T::Oid => (number + 1).to_string(),
        T::Decimal(Some((precision, scale))) if precision == scale => format!("0.{}", number % 9 + 1),
        T::Decimal(Some((_, 0))) => (number % 9).to_string(),
        T::Decimal(_) | T::Real | T::DoublePrecision if style == 0 => number.to_string(),
        T::Decimal(_) | T::Real | T::DoublePrecision | T::Money => format!("{}.5", number % 9),
        T::Boolean => (number.is_multiple_of(2)).to_string(),
        T::Text | T::Citext | T::VarChar(None) => text(number, style, usize::MAX),
        T::VarChar(Some(length)) => text(number, style, *length as usize),
        T::Char(length) => text(number, style.min(1), length.unwrap_or(1) as usize),
        T::Bit(length) => format!("{:0width$b}", number, width = length.unwrap_or(1) as usize),
        T::VarBit(_) => format!("{number:b}"),
        T::Inet => format!("10.0.0.{}", number + 1),
        T::Uuid => uuid(number),
        T::Xml => return None, // the servers of the tests cannot read it
        T::Bytea => format!("\\x{:02x}", number + 1),
        T::Timestamp(_) => format!("2026-01-{day:02} {time}"),
        T::Timestamptz(_) => format!("2026-01-{day:02} {time}+00"),
        T::Time(_) => format!("10:{day:02}:00{fraction}"),
        T::Timetz(_) => format!("10:{day:02}:00{fraction}+00"),
        T::Date => format!("2026-01-{day:02}"),
        T::Json | T::Jsonb => format!("{{\"n\": {number}}}"),
        T::Enum(name) => {
            let labels = &database.enums.get(name)?.labels;
            labels.get(number % labels.len().max(1))?.label.clone()
        }
        T::Vector(VectorKind::SparseVec, dimensions, _) => format!("{{1:{}}}/{}", number + 1, dimensions.unwrap_or(3)),
        T::Vector(_, dimensions, _) => {
            let ones = vec!["1".to_owned(); dimensions.unwrap_or(3).saturating_sub(1) as usize];
            format!("[{}]", [vec![(number + 1).to_string()], ones].concat().join(","))
        }
        T::Domain(domain) => return value(&domain.base.element, number, style, database),
        T::Other(written) => other(&written.as_str().to_lowercase(), number)?,
    })
}

/// Small numbers, or the largest that fit.
fn whole(number: usize, style: usize, large: usize) -> String {
    match style {
        2 => (large + number).to_string(),
        3 => format!("-{}", number + 1),
        4 => (number % 2).to_string() + &number.to_string(),
        _ => (number + 1).to_string(),
    }
}

/// Words, numbers, and what is harder to quote.
fn text(number: usize, style: usize, length: usize) -> String {
    let words = match style {
        1 => format!("it's \\ \"{number}\""),
        2 => format!("{}", number * 7),
        3 => uuid(number),
        4 => format!("{{\"n\": {number}}}"),
        5 => format!("ümläut\n{number}"),
        _ => String::new(),
    };
    let sign = char::from(b'a' + u8::try_from(number % 26).unwrap_or_default()).to_string();
    if words.is_empty() || words.chars().count() > length { sign } else { words }
}

fn uuid(number: usize) -> String {
    format!("00000000-0000-4000-8000-{number:012x}")
}

/// What stands in `Unsupported("...")` in the tests.
fn other(written: &str, number: usize) -> Option<String> {
    Some(match written.split('(').next().unwrap_or_default().trim() {
        "tsvector" => format!("word:{}", number + 1),
        "point" => format!("({number},1)"),
        "int4range" => format!("[{number},{})", number + 5),
        "interval" => format!("{} days", number + 1),
        "varchar" | "character varying" => text(number, 0, 1),
        "macaddr" => format!("08:00:2b:01:02:{:02x}", number + 1),
        "double precision" => format!("{number}.5"),
        "timestamp" => format!("2026-01-{:02} 10:00:00+00", number % 26 + 1),
        "bit" if written.ends_with("(3)") => format!("{:03b}", number % 8),
        "vector" if written.ends_with("(3)") => format!("[{},1,1]", number + 1),
        _ => return None,
    })
}
