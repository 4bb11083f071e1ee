//! Files with psql's own commands in them, run by psql and by the replay.

use refract::diagnostic::Code;

use super::{held_by, replayed};
use crate::support::postgres::Server;

/// Files that psql runs to its end, and that are read to theirs.
const READ: [&str; 16] = [
    "\\set ON_ERROR_STOP on\nCREATE TABLE a (id INT);\n",
    "\\echo 'it''s; a\nCREATE TABLE a (id INT);\n\\echo done\nALTER TABLE a ADD COLUMN b INT;\n",
    "\\set x 1\n\\unset x\n\\pset pager off\n\\timing off\n\\qecho \\\\ CREATE TABLE a (id INT);\n",
    "CREATE TABLE a (id INT) \\g\nCREATE TABLE b (id INT)\n\\g\nCREATE TABLE c (id INT);\n",
    "CREATE TABLE a (id INT)\\; CREATE TABLE b (id INT);\nCREATE TABLE c (id INT);\n",
    "CREATE TABLE a (id INT, t TEXT);\nCOPY a (id, t) FROM stdin;\n1\tit's; \"x\n2\t$$ /* \\\\\n\\.\nALTER TABLE a ADD COLUMN b INT;\n",
    "CREATE TABLE a (id INT, t TEXT);\nCOPY public.a FROM STDIN WITH (FORMAT csv);\n1,DROP TABLE a;\n\\.\n\nALTER TABLE a ADD COLUMN b INT;\n",
    "CREATE TABLE a (id INT);\n\\copy a from stdin\n1\n\\.\nALTER TABLE a ADD COLUMN b INT;\n",
    "CREATE TABLE a (id INT);\nCOPY a TO STDOUT;\nCOPY (SELECT 1) TO STDOUT;\nALTER TABLE a ADD COLUMN b INT;\n",
    "CREATE TABLE a (id INT);\nCOPY a FROM STDIN;\n\\.\nALTER TABLE a ADD COLUMN b INT;\n",
    "\\d\n\\dt *\n\\l\n\\conninfo\n\\x \\a \\t\nCREATE TABLE a (id INT);\n",
    "\\encoding UTF8\n\\! true 'x \\y\n\\o /dev/null\nCREATE TABLE a (id INT);\n\\o\n",
    "CREATE TABLE a (id INT,\n\\echo between\n  b INT);\n",
    "SELECT 1, 2, 3 \\crosstabview\nCREATE TABLE a (id INT);\n",
    "CREATE TABLE a (id INT, \"\\set\" TEXT DEFAULT '\\i x');\nDO $$ BEGIN PERFORM '\\q'; END $$;\nALTER TABLE a ADD COLUMN b INT;\n",
    "\\restrict abcDEF123\n\nSET statement_timeout = 0;\nSELECT pg_catalog.set_config('search_path', '', false);\nCREATE TABLE public.a (id integer NOT NULL);\nCOPY public.a (id) FROM stdin;\n1\n\\.\n\nALTER TABLE ONLY public.a ADD CONSTRAINT a_pkey PRIMARY KEY (id);\n\\unrestrict abcDEF123\n",
];

/// psql's own commands and variables that decide what the server is sent: the line where that is said.
const DECIDED_BY_PSQL: [(&str, usize); 12] = [
    ("CREATE TABLE a (id INT);\nSELECT 'DROP TABLE a' \\gexec\n", 2),
    ("\\c other\nCREATE TABLE a (id INT);\n", 1),
    ("\\connect other\n", 1),
    ("\\i other.sql\n", 1),
    ("\\ir other.sql\n", 1),
    ("SELECT 1 AS one \\gset\n", 1),
    ("CREATE TABLE a (id INT);\n\\q\n", 2),
    ("SELECT 1\n\\r\n", 2),
    ("\\set s app\nSET search_path TO :s;\n", 2),
    ("CREATE TABLE a (id INT);\nALTER TABLE :\"t\" ADD COLUMN b INT;\n", 2),
    ("SELECT 1; SELECT 2 \\watch 1\n", 1),
    ("\\nonsense\n", 1),
];

#[test]
fn a_file_of_psql_is_read_to_its_end() {
    for sql in READ {
        let real = Server::with_vector().database();
        real.run_file_statement_by_statement(sql).unwrap_or_else(|error| panic!("{error}\n{sql}"));
        let (ours, said) = replayed(sql);
        assert!(said.is_empty(), "{said:?}\n{sql}");
        assert_eq!(ours, held_by(&real), "{sql}");
    }
}

#[test]
fn what_psql_decides_is_said() {
    for (sql, line) in DECIDED_BY_PSQL {
        let (_, said) = replayed(sql);
        let places: Vec<_> = said.iter().map(|(line, code, _)| (*line, *code)).collect();
        assert_eq!(places, [(line, Code::SqlNotUnderstood)], "{sql}");
    }
    let branch = "\\if :x\nCREATE TABLE a (id INT);\n\\else\nCREATE TABLE b (id INT);\n\\endif\n";
    assert_eq!(replayed(branch).1.len(), 3);
    assert!(replayed("-- refract:allow R6001 it grants\nSELECT 'GRANT ...' \\gexec\n").1.is_empty());
}
