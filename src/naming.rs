//! The names that Prisma gives to what has no name in the schema, and PostgreSQL to sequences.
//!
//! A default name is cut so that it stays within 63 bytes with its suffix; no hash is added, and two
//! names that become equal are an error of the front end.

pub mod postgres;

/// The longest name PostgreSQL keeps, in bytes (`NAMEDATALEN - 1`); longer ones it cuts in silence:
/// <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS>.
pub const MAX_NAME_BYTES: usize = 63;

/// The first `bytes` bytes of a name, less what is left of a character cut in two.
#[must_use]
pub fn cut(name: &str, bytes: usize) -> &str {
    let mut end = bytes.min(name.len());
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    &name[..end]
}

/// `T_pkey`.
#[must_use]
pub fn primary_key(table: &str) -> String {
    suffixed(table, "_pkey")
}

/// `T_a_b_key`.
#[must_use]
pub fn unique_index(table: &str, columns: &[impl AsRef<str>]) -> String {
    suffixed(&joined(table, columns), "_key")
}

/// `T_a_b_idx`.
#[must_use]
pub fn index(table: &str, columns: &[impl AsRef<str>]) -> String {
    suffixed(&joined(table, columns), "_idx")
}

/// `T_a_b_fkey`, of the referring table and columns.
#[must_use]
pub fn foreign_key(table: &str, columns: &[impl AsRef<str>]) -> String {
    suffixed(&joined(table, columns), "_fkey")
}

/// `T_a_not_null`: what PostgreSQL calls it since version 18.
#[must_use]
pub fn not_null(table: &str, column: &str) -> String {
    suffixed(&joined(table, &[column]), "_not_null")
}

/// `_AToB`, or `_` and the relation's name. Prisma cuts it at 63 characters, PostgreSQL at 63 bytes.
#[must_use]
pub fn many_to_many_table(relation: Option<&str>, model_a: &str, model_b: &str) -> String {
    let name = match relation {
        Some(relation) => format!("_{relation}"),
        None => format!("_{model_a}To{model_b}"),
    };
    cut(&name, MAX_NAME_BYTES).to_owned()
}

/// A key or an index of such a table, which Prisma cuts at 55 characters, and PostgreSQL at 63 bytes, suffix and all.
/// Where that would leave too little of the suffix to tell names apart, the table's part is cut instead.
#[must_use]
pub fn many_to_many_part(table: &str, suffix: &str) -> String {
    let end = table.char_indices().nth(55).map_or(table.len(), |(end, _)| end);
    let name = format!("{}{suffix}", &table[..end]);
    if end + "_A".len() <= MAX_NAME_BYTES { cut(&name, MAX_NAME_BYTES).to_owned() } else { suffixed(table, suffix) }
}

/// The name PostgreSQL gives to the sequence of a `SERIAL` column: table and column are shortened
/// in turn, the longer one first, until `table_column_seq` fits
/// (<https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-SERIAL>).
#[must_use]
pub fn serial_sequence(table: &str, column: &str) -> String {
    postgres::object(table, Some(column), "seq")
}

/// A name that ends in `suffix` and has no more than 63 bytes.
#[must_use]
pub fn suffixed(name: &str, suffix: &str) -> String {
    format!("{}{suffix}", cut(name, MAX_NAME_BYTES - suffix.len()))
}

/// The other names of what Prisma calls `table_columns_label`, where that is too long: its first 63 bytes, as PostgreSQL keeps
/// what is written in full, and as PostgreSQL shortens a name that it gives itself.
#[must_use]
pub fn cut_otherwise(table: &str, columns: &[impl AsRef<str>], label: &str) -> Vec<String> {
    let joined = joined(table, columns);
    let whole = format!("{joined}_{label}");
    if whole.len() <= MAX_NAME_BYTES {
        return Vec::new();
    }
    let written = cut(&whole, MAX_NAME_BYTES).to_owned();
    let given = postgres::object(table, Some(&postgres::columns(columns)), label);
    let prismas = suffixed(&joined, &format!("_{label}"));
    let mut names: Vec<String> = [written, given].into_iter().filter(|name| *name != prismas).collect();
    names.dedup();
    names
}

fn joined(table: &str, columns: &[impl AsRef<str>]) -> String {
    columns.iter().fold(table.to_owned(), |name, column| name + "_" + column.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cut_between_characters() {
        assert_eq!(cut("größe", 3), "gr");
        assert_eq!(cut("größe", 4), "grö");
        assert_eq!(cut("abc", 9), "abc");
    }

    #[test]
    fn default_names_end_in_their_suffix_within_63_bytes() {
        let columns = ["column_name_one_abcdefghij".to_owned(), "column_two_klmnopqrstuvwxyz".to_owned()];
        assert_eq!(
            index("organization_membership_invitations_v2", &columns),
            "organization_membership_invitations_v2_column_name_one_abcd_idx"
        );
        assert_eq!(primary_key(&"t".repeat(58)), format!("{}_pkey", "t".repeat(58)));
        assert_eq!(primary_key(&"t".repeat(64)), format!("{}_pkey", "t".repeat(58)));
    }

    #[test]
    fn a_name_that_is_too_long_may_be_cut_in_other_places() {
        let columns = ["column_name_one_abcdefghij", "column_two_klmnopqrstuvwxyz"];
        let names = [
            "organization_membership_invitations_v2_column_name_one_abcdefgh",
            "organization_membership_invit_column_name_one_abcdefghij_co_idx",
        ];
        assert_eq!(cut_otherwise("organization_membership_invitations_v2", &columns, "idx"), names);
        assert!(cut_otherwise("t", &["a"], "key").is_empty());
    }

    #[test]
    fn the_suffix_of_a_link_table_is_cut_where_prisma_leaves_it_too_long() {
        assert_eq!(many_to_many_part(&"t".repeat(60), "_AB_pkey"), format!("{}_AB_pkey", "t".repeat(55)));
        assert_eq!(many_to_many_part(&"ä".repeat(30), "_AB_pkey"), format!("{}_AB", "ä".repeat(30)));
        assert_eq!(many_to_many_part(&"ä".repeat(31), "_AB_pkey"), format!("{}_AB_pkey", "ä".repeat(27)));
    }
}
