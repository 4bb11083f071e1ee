//! The names that PostgreSQL gives to what has none: `makeObjectName` and `ChooseIndexNameAddition` of its source.

use super::{MAX_NAME_BYTES, cut};

/// `table_columns_label`: of table and columns the longer one is shortened until it fits. What the name is of several
/// columns is said by [`columns`].
#[must_use]
pub fn object(table: &str, columns: Option<&str>, label: &str) -> String {
    let signs = 1 + usize::from(columns.is_some());
    let room = MAX_NAME_BYTES - label.len() - signs;
    let (mut table_bytes, mut column_bytes) = (table.len(), columns.map_or(0, str::len));
    while table_bytes + column_bytes > room {
        if table_bytes > column_bytes {
            table_bytes -= 1;
        } else {
            column_bytes -= 1;
        }
    }
    let table = cut(table, table_bytes);
    match columns {
        Some(columns) => format!("{table}_{}_{label}", cut(columns, column_bytes)),
        None => format!("{table}_{label}"),
    }
}

/// What stands for columns in a name: no further one when it is long enough.
#[must_use]
pub fn columns(names: &[impl AsRef<str>]) -> String {
    let mut joined = String::new();
    for name in names.iter().map(AsRef::as_ref) {
        if !joined.is_empty() {
            joined.push('_');
        }
        joined.push_str(name);
        if joined.len() > MAX_NAME_BYTES {
            break;
        }
    }
    joined
}

/// What expressions and columns of an index are called, each otherwise than those before it: a number tells them apart.
#[must_use]
pub fn distinct(names: Vec<String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::with_capacity(names.len());
    for name in names {
        let numbered = (1..).map(|number: usize| {
            let number = number.to_string();
            format!("{}{number}", cut(&name, MAX_NAME_BYTES - number.len()))
        });
        let mut candidates = std::iter::once(name.clone()).chain(numbered);
        let free = candidates.find(|candidate| !found.contains(candidate));
        found.push(free.unwrap_or(name));
    }
    found
}

/// The first name with this label that is not taken, and its number: the label of all but the first has a number behind it.
/// The numbers below `known` are known to be taken.
#[must_use]
pub fn first_free(
    table: &str,
    columns: Option<&str>,
    label: &str,
    known: usize,
    is_taken: impl Fn(&str) -> bool,
) -> (usize, String) {
    let mut number = known;
    loop {
        let name = match number {
            0 => object(table, columns, label),
            number => object(table, columns, &format!("{label}{number}")),
        };
        if !is_taken(&name) {
            return (number, name);
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::{columns, distinct, first_free, object};

    #[test]
    fn the_longer_part_is_shortened() {
        assert_eq!(object("notes", Some("id"), "seq"), "notes_id_seq");
        assert_eq!(object(&"t".repeat(60), Some("id"), "seq"), format!("{}_id_seq", "t".repeat(56)));
        let both = object(&"t".repeat(60), Some(&"c".repeat(60)), "seq");
        assert_eq!(both, format!("{}_{}_seq", "t".repeat(29), "c".repeat(29)));
        assert_eq!(object(&"ä".repeat(31), None, "pkey"), format!("{}_pkey", "ä".repeat(29)));
    }

    #[test]
    fn names_that_are_taken_get_a_number() {
        let free = |known, taken: &[&str]| first_free("t", Some("a"), "fkey", known, |name| taken.contains(&name));
        assert_eq!(free(0, &["t_a_fkey"]), (1, "t_a_fkey1".to_owned()));
        assert_eq!(free(0, &["t_a_fkey1"]), (0, "t_a_fkey".to_owned()));
        assert_eq!(free(2, &["t_a_fkey2"]), (3, "t_a_fkey3".to_owned()));
        let long = "t".repeat(63);
        let first = object(&long, None, "pkey");
        let (_, second) = first_free(&long, None, "pkey", 0, |name| name == first);
        assert_eq!(second, format!("{}_pkey1", "t".repeat(57)));
        assert_eq!(distinct(vec!["a".to_owned(), "a".to_owned(), "a".to_owned()]), ["a", "a1", "a2"]);
        assert_eq!(columns(&["a", "b"]), "a_b");
    }
}
