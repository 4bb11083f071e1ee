//! Which files lose something, or give something another name: the program that runs now would not find it.

use super::file::MigrationFile;
use crate::physical::Database;
use crate::replay;
use crate::sql::{self, TokenKind};
use crate::text::Texts;

/// For each file whether it loses something or gives something another name, as far as it can be read.
#[must_use]
pub fn losing(files: &[MigrationFile], default_schema: &str) -> Vec<bool> {
    let mut texts = Texts::default();
    let ids: Vec<_> =
        files.iter().map(|file| texts.add(file.path.as_str(), String::from_utf8_lossy(&file.content))).collect();
    let replay = replay::replay(Database::with_default_schema(default_schema), &texts);
    let loses = |id| replay.losses.iter().any(|loss| loss.span.file == id);
    ids.into_iter().map(|id| loses(id) || renames(&texts.file(id).text)).collect()
}

/// Whether the word RENAME stands in the code, or in the code of a block.
fn renames(text: &str) -> bool {
    sql::script_tokens(text).tokens.iter().any(|token| {
        let written = &text[token.range.clone()];
        match token.kind {
            TokenKind::Word => written.eq_ignore_ascii_case("rename"),
            TokenKind::DollarString => renames(sql::dollar_body(written).1),
            TokenKind::QuotedName
            | TokenKind::String
            | TokenKind::Number
            | TokenKind::Symbol
            | TokenKind::PsqlCommand => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::losing;
    use crate::apply::MigrationFile;

    #[test]
    fn a_drop_and_a_rename_are_told_from_the_rest() {
        let files = [
            "CREATE TABLE a (x int, y int); CREATE TABLE b (x int);",
            "-- RENAME\nALTER TABLE a ADD COLUMN z int; COMMENT ON TABLE a IS 'rename';",
            "ALTER TABLE a DROP COLUMN x;",
            "DO $$ BEGIN ALTER TABLE a RENAME COLUMN y TO w; END $$;",
        ];
        let files = files.map(|text| MigrationFile {
            name: String::new(),
            path: String::new(),
            content: text.as_bytes().to_vec(),
        });
        assert_eq!(losing(&files, "public"), [false, false, true, true]);
    }
}
