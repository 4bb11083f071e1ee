//! Whether a file writes rows: then it counts when it runs, although the catalog does not tell.

use crate::sql::{self, Token, TokenKind, dollar_body, tokens_in};

/// Words that statements which write rows begin with.
const WRITES: [&str; 8] = ["INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE", "COPY", "CALL", "REFRESH"];

/// Words of PL/pgSQL that a statement may stand after.
const BEFORE_STATEMENTS: [&str; 4] = ["BEGIN", "THEN", "ELSE", "LOOP"];

/// Whether a file has statements that write rows, in the bodies of `DO` and in texts for `EXECUTE` too.
#[must_use]
pub fn writes_rows(text: &str) -> bool {
    let tokens = sql::script_tokens(text);
    !tokens.for_psql.is_empty() || some_write(text, &tokens.tokens)
}

fn some_write(text: &str, tokens: &[Token]) -> bool {
    let mut starts = true;
    let mut runs_text = false;
    for token in tokens {
        let written = &text[token.range.clone()];
        match token.kind {
            TokenKind::Word => {
                if starts && is_one_of(written, &WRITES) {
                    return true;
                }
                let is_do = starts && written.eq_ignore_ascii_case("DO");
                // what follows is run, up to the end of the statement
                runs_text |= is_do || written.eq_ignore_ascii_case("EXECUTE");
                starts = is_one_of(written, &BEFORE_STATEMENTS);
            }
            TokenKind::DollarString if runs_text => {
                let (tag, inside) = dollar_body(written);
                let start = token.range.start + tag;
                if some_write(text, &tokens_in(text, start..start + inside.len()).tokens) {
                    return true;
                }
            }
            TokenKind::String if runs_text => {
                let inside = written.trim_start_matches(|c| c != '\'').trim_matches('\'');
                if some_write(inside, &sql::tokens(inside).tokens) {
                    return true;
                }
            }
            TokenKind::Symbol => {
                starts = matches!(written, ";" | "(");
                runs_text &= written != ";";
            }
            TokenKind::QuotedName
            | TokenKind::String
            | TokenKind::DollarString
            | TokenKind::Number
            | TokenKind::PsqlCommand => starts = false,
        }
    }
    false
}

fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|known| word.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::writes_rows;

    #[test]
    fn what_writes_rows_is_found_wherever_it_runs() {
        for text in [
            "UPDATE t SET k = upper(k)",
            "SELECT 1; delete from t;",
            "WITH gone AS (DELETE FROM t RETURNING *) SELECT * FROM gone",
            "DO $$ BEGIN IF true THEN INSERT INTO t VALUES (1); END IF; END $$",
            "DO $a$ BEGIN EXECUTE $b$ UPDATE t SET k = 1 $b$; END $a$",
            "DO $$ BEGIN EXECUTE 'UPDATE t SET k = 1'; EXECUTE format(E'DELETE FROM %I', 't'); END $$",
            "DO 'BEGIN UPDATE t SET k = 1; END'",
            "COPY t FROM stdin;\n1\n\\.\n",
            "CALL fill()",
        ] {
            assert!(writes_rows(text), "{text}");
        }
        for text in [
            "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES b ON DELETE CASCADE ON UPDATE CASCADE",
            "CREATE TRIGGER x BEFORE INSERT OR UPDATE ON t EXECUTE FUNCTION f()",
            "GRANT INSERT, UPDATE ON t TO r",
            "CREATE POLICY p ON t FOR DELETE USING (true)",
            "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ UPDATE t SET k = 1 $$",
            "SELECT 1 FROM t FOR UPDATE",
            "CREATE TABLE \"update\" (\"delete\" int)",
            "-- UPDATE t\nSELECT 'UPDATE t'",
        ] {
            assert!(!writes_rows(text), "{text}");
        }
    }
}
