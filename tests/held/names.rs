//! The names that PostgreSQL gives, and the keys that it merges, on every version: the replay has the same indexes, keys and
//! sequences, and takes the name of every constraint for one that is there.

use super::{held_by, replayed};
use crate::support::database::Database;
use crate::support::postgres::Server;
use crate::support::random::Random;
use crate::support::rounds::Rounds;

/// 62 letters.
const LONG: &str = "abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz_abcdefgh";
/// 32 letters.
const HALF: &str = "half_of_a_name_that_is_too_long_";

/// One form a line; `L` stands for a long name, `H` for one of half the length.
const FORMS: &str = "
CREATE TABLE t (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY UNIQUE);
CREATE TABLE t (id int UNIQUE PRIMARY KEY);
CREATE TABLE t (a int UNIQUE, UNIQUE (a));
CREATE TABLE t (a int UNIQUE UNIQUE);
CREATE TABLE t (id int PRIMARY KEY, CONSTRAINT u UNIQUE (id));
CREATE TABLE t (id int CONSTRAINT p PRIMARY KEY, CONSTRAINT u UNIQUE (id));
CREATE TABLE t (id int, CONSTRAINT u UNIQUE (id), PRIMARY KEY (id));
CREATE TABLE t (a int, b int, UNIQUE (a, b), UNIQUE (b, a));
CREATE TABLE t (a int, b int, UNIQUE (a, b), CONSTRAINT x UNIQUE (a, b), CONSTRAINT y UNIQUE (a, b));
CREATE TABLE t (a int, b int, PRIMARY KEY (a, b), UNIQUE (b, a), UNIQUE (a, b));
CREATE TABLE t (a int, UNIQUE (a)); ALTER TABLE t ADD UNIQUE (a);
CREATE TABLE t (a int); ALTER TABLE t ADD UNIQUE (a), ADD UNIQUE (a);
CREATE TABLE t (a int); ALTER TABLE t ADD COLUMN b int UNIQUE PRIMARY KEY;
CREATE TABLE t (a int); ALTER TABLE t ADD COLUMN b int UNIQUE CONSTRAINT u UNIQUE;
CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int REFERENCES p REFERENCES p);
CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int REFERENCES p, FOREIGN KEY (a) REFERENCES p);
CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int REFERENCES p); ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p;
CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int, b int); ALTER TABLE t ADD FOREIGN KEY (b) REFERENCES p, ADD FOREIGN KEY (a) REFERENCES p, ADD FOREIGN KEY (b) REFERENCES p;
CREATE TABLE p (a int, b int, UNIQUE (a, b)); CREATE TABLE t (x int, y int, FOREIGN KEY (x, y) REFERENCES p (a, b), FOREIGN KEY (x, y) REFERENCES p (a, b));
CREATE TABLE t (a int CHECK (a > 0));
CREATE TABLE t (a int CHECK (a > 0) CHECK (a < 9));
CREATE TABLE t (a int, b int, CHECK (a > b));
CREATE TABLE t (a int, b int CHECK (a > b));
CREATE TABLE t (a int, b int CHECK (a > 1));
CREATE TABLE t (a int, CHECK (1 > 0));
CREATE TABLE t (a int, CHECK (a > 0), CHECK (a > 1), CHECK (a > 2));
CREATE TABLE t (a int, b int, CHECK (a > b), CHECK (a < b));
CREATE TABLE t (a int, CONSTRAINT t_a_check CHECK (a > 0)); ALTER TABLE t ADD CHECK (a > 1);
CREATE TABLE t (a int, CONSTRAINT t_a_check CHECK (a > 0), CHECK (a > 1));
CREATE TABLE t (a int, b text CHECK (length(b) > 1 AND b <> 'a'));
CREATE TABLE t (a int); ALTER TABLE t ADD CHECK (a IN (1, 2));
CREATE TABLE t (a int); ALTER TABLE t ADD COLUMN b int CHECK (b > 0);
CREATE TABLE t (a int); ALTER TABLE t ADD COLUMN b int CHECK (b > a);
CREATE TABLE t (\"A b\" int CHECK (\"A b\" > 0), \"C\" int UNIQUE);
CREATE TABLE t (a int, EXCLUDE (a WITH =));
CREATE TABLE t (a int, b int, EXCLUDE (a WITH =, b WITH =));
CREATE TABLE t (a text, EXCLUDE USING btree (lower(a) WITH =));
CREATE TABLE t (a text, EXCLUDE ((a || 'x') WITH =), EXCLUDE (a WITH =), EXCLUDE (a WITH =));
CREATE TABLE t (a int, CONSTRAINT x EXCLUDE (a WITH =) WHERE (a > 0));
CREATE TABLE t (a int); ALTER TABLE t ADD EXCLUDE (a WITH =);
CREATE TABLE t (a int); CREATE INDEX ON t (a); CREATE INDEX ON t (a); CREATE INDEX ON t (a);
CREATE TABLE t (a int, b int); CREATE INDEX ON t (a, b); CREATE UNIQUE INDEX ON t (b);
CREATE TABLE t (a int, b int); CREATE INDEX ON t (a) INCLUDE (b);
CREATE TABLE t (a int, b int); CREATE INDEX ON t (a) WHERE b > 0;
CREATE TABLE t (a text, b text); CREATE INDEX ON t (lower(a)); CREATE INDEX ON t (lower(a), lower(b)); CREATE INDEX ON t (lower(a), upper(b));
CREATE TABLE t (a text, b text); CREATE INDEX ON t ((a || b)); CREATE INDEX ON t ((a || b), (b || a));
CREATE TABLE t (a text); CREATE INDEX ON t ((a)); CREATE INDEX ON t ((lower(a))); CREATE INDEX ON t (((lower(a))));
CREATE TABLE t (a jsonb); CREATE INDEX ON t ((a ->> 'x')); CREATE INDEX ON t (((a ->> 'x')::int)); CREATE INDEX ON t (((a ->> 'x')::numeric(3, 1)));
CREATE TABLE t (a text); CREATE INDEX ON t ((a::varchar(3))); CREATE INDEX ON t (CAST(a AS char(3))); CREATE INDEX ON t ((a::char(3)::text));
CREATE TABLE t (a int, b int); CREATE INDEX ON t (coalesce(a, b)); CREATE INDEX ON t (greatest(a, b)); CREATE INDEX ON t ((nullif(a, b)));
CREATE TABLE t (a int, b int); CREATE INDEX ON t ((CASE WHEN a > 0 THEN a ELSE b END)); CREATE INDEX ON t ((CASE WHEN a > 0 THEN 1 ELSE 2 END)); CREATE INDEX ON t ((CASE WHEN a > 0 THEN a END));
CREATE TABLE t (a int, b int); CREATE INDEX ON t ((ARRAY[a, b])); CREATE INDEX ON t ((a IS NULL)); CREATE INDEX ON t ((-a)); CREATE INDEX ON t ((a + 1), (a + 2));
CREATE TABLE t (a int[]); CREATE INDEX ON t ((a[1])); CREATE INDEX ON t ((a[1] + 1)); CREATE INDEX ON t USING gin (a);
CREATE TABLE t (a timestamptz); CREATE INDEX ON t ((a AT TIME ZONE 'UTC')); CREATE INDEX ON t (((a AT TIME ZONE 'UTC')::date)); CREATE INDEX ON t (date_trunc('day', a AT TIME ZONE 'UTC'));
CREATE TABLE t (a text); CREATE INDEX ON t (substring(a FROM 1 FOR 2)); CREATE INDEX ON t (trim(a)); CREATE INDEX ON t (trim(LEADING 'x' FROM a)); CREATE INDEX ON t (position('x' IN a));
CREATE TABLE t (a date); CREATE INDEX ON t (extract(year FROM a)); CREATE INDEX ON t ((extract(year FROM a)::int)); CREATE INDEX ON t ((a::timestamp without time zone));
CREATE TABLE t (a text COLLATE \"C\"); CREATE INDEX ON t (a COLLATE \"POSIX\"); CREATE INDEX ON t (a text_pattern_ops DESC NULLS LAST); CREATE INDEX ON t ((a COLLATE \"POSIX\"));
CREATE TABLE t (a text); CREATE INDEX ON t (pg_catalog.lower(a)); CREATE INDEX ON t (md5(a)); CREATE INDEX ON t (to_tsvector('simple', a)); CREATE INDEX ON t ((a::text));
CREATE TABLE t (a int); CREATE TABLE t_a_idx (b int); CREATE INDEX ON t (a);
CREATE TABLE t_pkey (a int); CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int, CONSTRAINT t_pkey CHECK (a > 0)); CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE u (a int, CONSTRAINT t_a_key CHECK (a > 0)); CREATE TABLE t (a int UNIQUE);
CREATE TABLE u (a int, CONSTRAINT t_a_check CHECK (a > 0)); CREATE TABLE t (a int CHECK (a > 0));
CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE u (a int, CONSTRAINT t_a_fkey CHECK (a > 0)); CREATE TABLE t (a int REFERENCES p);
CREATE SCHEMA s; CREATE TABLE s.u (a int, CONSTRAINT t_pkey CHECK (a > 0)); CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE t (a serial, b serial UNIQUE); CREATE SEQUENCE t_c_seq; ALTER TABLE t ADD COLUMN c serial;
CREATE TABLE t_a_seq (x int); CREATE TABLE t (a serial);
CREATE TABLE t (a int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY); ALTER TABLE t RENAME TO u; CREATE TABLE t (a serial);
CREATE TABLE L (id int PRIMARY KEY, a int UNIQUE, b int CHECK (b > 0));
CREATE TABLE L (id serial, a int); CREATE INDEX ON L (a); CREATE INDEX ON L (a);
CREATE TABLE t (L int PRIMARY KEY); CREATE INDEX ON t (L); CREATE INDEX ON t (L);
CREATE TABLE t (L int UNIQUE CHECK (L > 0), b int); CREATE INDEX ON t (L, b);
CREATE TABLE t (L serial, b int, EXCLUDE (L WITH =)); CREATE INDEX ON t (b, L);
CREATE TABLE H (H serial UNIQUE CHECK (H > 0), a int); CREATE INDEX ON H (H); CREATE INDEX ON H (a, H); CREATE INDEX ON H (H, a);
CREATE TABLE H (Ha int, Hb int, UNIQUE (Ha, Hb), CHECK (Ha > Hb)); CREATE INDEX ON H (Ha, Hb); CREATE INDEX ON H (Ha, Hb);
CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE L (a int REFERENCES p REFERENCES p); ALTER TABLE L ADD FOREIGN KEY (a) REFERENCES p;
CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (L int REFERENCES p, Ha int REFERENCES p); CREATE TABLE H (L int REFERENCES p REFERENCES p, Ha int REFERENCES p);
CREATE TABLE L (L int PRIMARY KEY, CHECK (L > 0), UNIQUE (L), EXCLUDE (L WITH =));
CREATE TABLE \"Größe größer größte größerer größeste grö\" (\"Äpfel äpfel äpfel äpfel äpfel äpfel\" int UNIQUE, b serial); CREATE INDEX ON \"Größe größer größte größerer größeste grö\" (\"Äpfel äpfel äpfel äpfel äpfel äpfel\");
CREATE TABLE t (a int, a1 int, UNIQUE (a), UNIQUE (a1)); CREATE INDEX ON t (a, a1); CREATE INDEX ON t (lower(a::text), lower(a1::text));
CREATE TABLE t (a int); ALTER TABLE t ADD PRIMARY KEY (a); ALTER TABLE t RENAME TO u; CREATE TABLE t (a int PRIMARY KEY);
CREATE TABLE t (a int CHECK (a > 0)); ALTER TABLE t RENAME TO u; CREATE TABLE t (a int CHECK (a > 0));
CREATE TABLE t (a int CHECK (a > 0)); ALTER TABLE t RENAME COLUMN a TO b; ALTER TABLE t ADD CHECK (b > 1);
CREATE TABLE t (a int, b int); ALTER TABLE t ADD UNIQUE (a), ADD PRIMARY KEY (b), ADD CHECK (a > b), ADD CHECK (a > 0);
CREATE TABLE t (a int, b int); ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES t (b), ADD UNIQUE (b);
CREATE TABLE t (a int, UNIQUE (a, a));
CREATE TABLE t (a int, PRIMARY KEY (a, a));
CREATE TABLE t (a int PRIMARY KEY, PRIMARY KEY (a));
CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0), CONSTRAINT c UNIQUE (a));
CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0), CONSTRAINT c CHECK (a > 1));
CREATE TABLE t (a int, b int, CONSTRAINT c UNIQUE (a), CONSTRAINT c UNIQUE (b));
CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int CONSTRAINT c REFERENCES p, CONSTRAINT c CHECK (a > 0));
CREATE TABLE t (a int); CREATE UNIQUE INDEX i ON t (a); ALTER TABLE t ADD UNIQUE USING INDEX i; ALTER TABLE t ADD UNIQUE (a);
CREATE TABLE t (a int NOT NULL); CREATE UNIQUE INDEX i ON t (a); ALTER TABLE t ADD PRIMARY KEY USING INDEX i;
";

/// Statements that give another name to every index, and that drop every check and exclusion.
const PROBES: [&str; 2] = [
    "SELECT format('ALTER INDEX %s RENAME TO probe_%s;', indexrelid::regclass, row_number() OVER (ORDER BY indexrelid)) FROM pg_index
      WHERE indrelid IN (SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace <> 'pg_catalog'::regnamespace) ORDER BY indexrelid",
    "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I;', conrelid::regclass, conname) FROM pg_constraint
      WHERE conrelid <> 0 AND contype IN ('c', 'x') ORDER BY conname, 1",
];

/// What is different between a server and the replay of a script, and of the script with names that the server gave.
fn difference(server: &'static Server, sql: &str) -> Option<String> {
    let real = server.database();
    if let Err(refusal) = real.run_as_one_query(sql) {
        return replayed(sql).1.is_empty().then(|| format!("{sql}\nthe server refuses: {refusal}"));
    }
    let compared = |real: &Database, sql: &str| {
        let ((ours, said), there) = (replayed(sql), held_by(real));
        // an index that the schema cannot say is none of the replay's
        let is_missing = |line: &&String| !ours.contains(*line) && !line.starts_with("index ");
        let missing: Vec<_> = there.iter().filter(is_missing).collect();
        let too_much: Vec<_> = ours.difference(&there).collect();
        let differs = !(said.is_empty() && missing.is_empty() && too_much.is_empty());
        differs.then(|| format!("{sql}\nonly the server: {missing:?}\nonly the replay: {too_much:?}\nsaid: {said:?}"))
    };
    let probed = |probe: &str| {
        let probed = real.copy();
        let statements = probed.query(probe);
        probed.run_as_one_query(&statements).unwrap_or_else(|error| panic!("{error}\n{statements}"));
        compared(&probed, &format!("{sql}\n{statements}"))
    };
    compared(&real, sql).or_else(|| PROBES.iter().find_map(|probe| probed(probe)))
}

#[test]
fn names_are_given_and_keys_are_merged_as_the_servers_do() {
    let mut differences = Vec::new();
    let servers = Server::of_every_version();
    for (number, form) in FORMS.lines().filter(|line| !line.is_empty()).enumerate() {
        let word = |text: String, letter: &str, long: &str| {
            text.split_inclusive(|c: char| !c.is_alphanumeric())
                .map(|word| match word.strip_prefix(letter) {
                    Some(rest) if !rest.starts_with(|c: char| c.is_uppercase()) => format!("{long}{rest}"),
                    _ => word.to_owned(),
                })
                .collect::<String>()
        };
        let sql = word(word(form.to_owned(), "L", LONG), "H", HALF);
        // the newest, and the others in turn
        let others = servers.len() - 1;
        let turn = servers[1..].iter().skip(number % others.max(1)).take(1);
        for (major, server) in servers[..1].iter().chain(turn) {
            differences.extend(difference(server, &sql).map(|found| format!("PostgreSQL {major}: {found}")));
        }
    }
    assert!(differences.is_empty(), "{} differences\n{}", differences.len(), differences.join("\n----\n"));
}

/// A table whose names are of any length, with keys, checks and indexes that have none.
fn random_form(random: &mut Random) -> String {
    let name = |random: &mut Random| {
        let length = *random.pick(&[1, 3, 20, 28, 31, 40, 57, 58, 62, 63]);
        let letters = ["a", "b", "ä", "_"];
        let mut name = random.pick(&["a", "b", "t"]).to_string();
        while name.len() < length {
            let letter = *random.pick(&letters);
            name.push_str(if name.len() + letter.len() > length { "x" } else { letter });
        }
        name
    };
    let (table, one, other) = (name(random), name(random), name(random));
    let (one, other) = if one == other { (one, "z".to_owned()) } else { (one, other) };
    let mut parts = vec![format!("\"{one}\" int"), format!("\"{other}\" serial")];
    let mut after = Vec::new();
    for _ in 0..1 + random.below(5) {
        let columns = match random.below(4) {
            0 => format!("\"{one}\""),
            1 => format!("\"{other}\""),
            2 => format!("\"{one}\", \"{other}\""),
            _ => format!("\"{other}\", \"{one}\""),
        };
        let both = columns.replace(", ", " > ");
        match random.below(6) {
            0 => parts.push(format!("UNIQUE ({columns})")),
            1 => parts.push(format!("CHECK ({both} > 0)").replace("\" > \"", "\" + \"")),
            2 if !parts.iter().any(|part| part.starts_with("PRIMARY")) => {
                parts.push(format!("PRIMARY KEY ({columns})"))
            }
            3 => after.push(format!("ALTER TABLE \"{table}\" ADD UNIQUE ({columns})")),
            4 => after.push(format!("CREATE INDEX ON \"{table}\" (({}))", both.replace("\" > \"", "\" + \""))),
            _ => after.push(format!("CREATE INDEX ON \"{table}\" ({columns})")),
        }
    }
    let after: String = after.iter().map(|statement| format!(" {statement};")).collect();
    format!("CREATE TABLE \"{table}\" ({});{after}", parts.join(", "))
}

#[test]
fn names_of_any_length_are_given_as_the_servers_do() {
    let Rounds { seed: first, count } = Rounds::new("names", 60, 2_000);
    let servers = Server::of_every_version();
    for seed in first..first + count {
        let (major, server) = servers[seed as usize % servers.len()];
        let found = difference(server, &random_form(&mut Random::new(seed)));
        assert!(found.is_none(), "PostgreSQL {major}: SEED={seed} ROUNDS=1 repeats it\n{}", found.unwrap_or_default());
    }
}
