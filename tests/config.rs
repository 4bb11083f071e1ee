//! What refract.toml may say, and what is said about one that is wrong.

use insta::assert_snapshot;
use refract::config::{BaseKind, Config, JsonIndex, Layout, LedgerKind, Online, parse, parse_in};
use refract::diagnostic::Failure;

use crate::support_git::said;

fn config(text: &str) -> Config {
    parse("refract.toml", text).into_result().unwrap_or_else(|failure| panic!("{}", said(&failure)))
}

#[track_caller]
fn problems(text: &str) -> String {
    let failure = parse("refract.toml", text).into_result().expect_err("this should be refused");
    said(&failure)
}

#[test]
fn everything_that_can_be_said_is_read() {
    let config = config(
        r#"
schema     = "./db/schema.prisma"
migrations = "migrations/"
layout     = "flat"
trunk      = ["main", "release/*"]

[targets.main]
schemas    = ["public", "medical_records"]
migrations = "prisma/migrations"
base       = "history"
env        = "DATABASE_URL"

[targets.pgvector]
schemas      = ["*"]
models       = ["Llm*"]
exclude      = ["Legacy*"]
extensions   = ["vector", "uuid-ossp"]
foreign_keys = false

[vector]
index           = "none"
ops             = "vector_l2_ops"
m               = 24
ef_construction = 128

[json]
index = "btree"

[safety]
verify       = false
online       = "indexes"
lock_timeout = "500 ms"
"#,
    );
    assert_eq!(config.schema.as_deref(), Some("db/schema.prisma"));
    assert_eq!((config.migrations.as_str(), config.layout), ("migrations", Layout::Flat));
    assert_eq!(config.trunk, ["main", "release/*"]);
    let main = &config.targets["main"];
    assert_eq!((main.migrations.as_str(), main.base), ("prisma/migrations", BaseKind::History));
    assert_eq!((main.env.as_slice(), main.extensions.clone()), (&["DATABASE_URL".to_owned()][..], Some(vec![])));
    let pgvector = &config.targets["pgvector"];
    assert_eq!((pgvector.migrations.as_str(), pgvector.base), ("migrations/pgvector", BaseKind::Git));
    assert_eq!(pgvector.extensions, Some(vec!["vector".to_owned(), "uuid-ossp".to_owned()]));
    assert!(!pgvector.foreign_keys && main.foreign_keys);
    assert!(!config.vector.index_every_column);
    assert_eq!(config.vector.operator_class, "vector_l2_ops");
    assert_eq!((config.vector.m, config.vector.ef_construction), (24, 128));
    assert_eq!(config.json_index, JsonIndex::BTree);
    assert_eq!((config.safety.verify, config.safety.online), (false, Online::Indexes));
    assert_eq!(config.safety.lock_timeout, "500 ms");
}

#[test]
fn an_empty_file_has_one_target_that_takes_everything() {
    let config = config("");
    assert_eq!(config.schema, None);
    let default = &config.targets["default"];
    assert_eq!(config.targets.len(), 1);
    // where its migrations are, the project tells: what a file does not say is as without one
    assert_eq!((default.migrations.as_str(), config.has_targets), ("", false));
    assert_eq!((default.extensions.clone(), default.base, default.foreign_keys), (None, BaseKind::Git, true));
    assert!(!config.vector.index_every_column);
    assert_eq!((config.vector.m, config.vector.ef_construction), (16, 64));
    assert_eq!(config.vector.operator_class, "vector_cosine_ops");
    assert_eq!((config.json_index, config.layout), (JsonIndex::BTree, Layout::Prisma));
    assert_eq!((config.safety.verify, config.safety.online), (true, Online::Off));
    assert_eq!(config.safety.lock_timeout, "5s");
}

#[test]
fn a_file_with_targets_has_the_indexes_that_people_want() {
    let config = config("[targets.main]\n");
    assert_eq!(config.targets["main"].migrations, "migrations/main");
    assert!(config.vector.index_every_column && config.has_targets);
    assert_eq!(config.json_index, JsonIndex::Gin);
}

#[test]
fn what_holds_without_a_file_is_what_prisma_does() {
    let config = Config::without_file(None, "prisma/migrations".to_owned(), BaseKind::History);
    assert!(!config.vector.index_every_column);
    assert_eq!(config.json_index, JsonIndex::BTree);
    let default = &config.targets["default"];
    assert_eq!((default.migrations.as_str(), default.base), ("prisma/migrations", BaseKind::History));
    assert_eq!(default.extensions, None);
}

#[test]
fn unknown_keys_are_refused_with_a_suggestion() {
    assert_snapshot!(problems("shema = \"a.prisma\"\nowner = 1\n[targets.main]\nschema = [\"public\"]\n[vector]\nefConstruction = 64\n[json]\nx = 1\n[safety]\nlock-timeout = \"5s\"\n"), @"
    refract.toml:1:1: error[R1002]: unknown key `shema` in refract.toml
      help: did you mean `schema`?
    refract.toml:2:1: error[R1002]: unknown key `owner` in refract.toml
      help: refract.toml knows `schema`, `default_schema`, `migrations`, `layout`, `trunk`, `targets`, `vector`, `json`, `safety`
    refract.toml:4:1: error[R1002]: unknown key `schema` in `[targets.main]`
      help: did you mean `schemas`?
    refract.toml:6:1: error[R1002]: unknown key `efConstruction` in `[vector]`
      help: did you mean `ef_construction`?
    refract.toml:8:1: error[R1002]: unknown key `x` in `[json]`
      help: `[json]` knows `index`
    refract.toml:10:1: error[R1002]: unknown key `lock-timeout` in `[safety]`
      help: did you mean `lock_timeout`?
    ");
}

#[test]
fn wrong_types_are_refused_with_an_example() {
    assert_snapshot!(problems("schema = 1\ntrunk = true\nvector = 3\n[targets.main]\nschemas = \"public\"\nmodels = [1]\nforeign_keys = \"no\"\n[targets]\nx = 1\n[safety]\nverify = \"yes\"\n"), @r#"
    refract.toml:1:10: error[R1003]: `schema` must be a string, not a number
      help: write it as in `schema = "prisma/schema.prisma"`
    refract.toml:2:9: error[R1003]: `trunk` must be a string or a list of strings, not a boolean
      help: write it as in `trunk = ["main"]`
    refract.toml:3:10: error[R1003]: `vector` must be a table, not a number
      help: write it as a section, `[vector]`
    refract.toml:5:11: error[R1003]: `schemas` must be a list of strings, not a string
      help: write it as in `schemas = ["public"]`
    refract.toml:6:11: error[R1003]: `models` must be a list of strings, not a number
      help: write it as in `models = ["Llm*"]`
    refract.toml:7:16: error[R1003]: `foreign_keys` must be true or false, not a string
      help: write it as in `foreign_keys = true`
    refract.toml:9:1: error[R1003]: `x` in `[targets]` must be a table
      help: each target is a section, such as `[targets.main]`
    refract.toml:11:10: error[R1003]: `verify` must be true or false, not a string
      help: write it as in `verify = true`
    "#);
}

#[test]
fn bad_values_are_refused_with_those_that_are_allowed() {
    assert_snapshot!(problems("layout = \"prisam\"\n[targets.main]\nbase = \"svn\"\nextensions = [\"My Vector\"]\nschemas = []\n[vector]\nindex = \"ivfflat\"\nops = \"cosine\"\nm = 101\nef_construction = 3\n[json]\nindex = \"hash\"\n[safety]\nonline = \"on\"\nlock_timeout = \"5 seconds\"\n"), @r#"
    refract.toml:1:10: error[R1004]: `layout` cannot be "prisam"
      help: did you mean "prisma"? It can be "prisma" or "flat"
    refract.toml:3:8: error[R1004]: `base` cannot be "svn"
      help: it can be "history" or "git"
    refract.toml:4:15: error[R1004]: `My Vector` is not the name of an extension
      help: write the name that CREATE EXTENSION takes, such as "vector" or "uuid-ossp"
    refract.toml:5:11: error[R1004]: `schemas` is empty, so the target would hold nothing
      help: leave the key out, or write ["*"], to take everything
    refract.toml:7:9: error[R1004]: `index` cannot be "ivfflat"
      help: it can be "hnsw" or "none"
    refract.toml:8:7: error[R1004]: `ops` cannot be "cosine"
      help: it can be "vector_cosine_ops", "vector_l2_ops", "vector_ip_ops" or "vector_l1_ops"
    refract.toml:9:5: error[R1004]: `m` cannot be 101
      help: PostgreSQL takes 2 to 100
    refract.toml:10:19: error[R1004]: `ef_construction` cannot be 3
      help: PostgreSQL takes 4 to 1000
    refract.toml:12:9: error[R1004]: `index` cannot be "hash"
      help: it can be "gin" or "btree"
    refract.toml:14:10: error[R1004]: `online` cannot be "on"
      help: it can be "off", "indexes" or "full"
    refract.toml:15:16: error[R1004]: `lock_timeout` cannot be "5 seconds"
      help: write a number with us, ms, s, min, h or d, such as "5s", or "0" to wait for ever
    "#);
}

#[test]
fn ef_construction_is_at_least_twice_m() {
    assert_snapshot!(problems("[vector]\nm = 40\n"), @r#"
    refract.toml:2:5: error[R1004]: `ef_construction` (64) is less than twice `m` (40)
      help: pgvector takes 80 to 1000 with this `m`
    "#);
    assert_snapshot!(problems("[vector]\nm = 40\nef_construction = 79\n"), @r#"
    refract.toml:3:19: error[R1004]: `ef_construction` (79) is less than twice `m` (40)
      help: pgvector takes 80 to 1000 with this `m`
    "#);
    assert_eq!(config("[vector]\nm = 32\n").vector.m, 32);
}

#[test]
fn lock_timeout_is_a_duration_as_postgresql_writes_it() {
    for good in ["5s", "0", "1.5min", "100ms", "250us", "1h", "24d"] {
        assert_eq!(config(&format!("[safety]\nlock_timeout = \"{good}\"\n")).safety.lock_timeout, good);
    }
    for bad in ["5", "", "s", "-1s", "5 sec", "5s; DROP TABLE x", "5S", "25d", "'5s'", ".s"] {
        assert!(problems(&format!("[safety]\nlock_timeout = \"{bad}\"\n")).contains("R1004"), "{bad}");
    }
}

#[test]
fn urls_and_passwords_are_refused_and_never_repeated() {
    let text = "schema = \"postgres://me:geheim1@host/db\"\n[targets.main]\nurl = \"geheim2\"\nDATABASE_URL = \"geheim3\"\n\
                env = [\"DATABASE_URL\", \"postgresql://geheim4\", \"geheim 5!\"]\npassword = { x = \"geheim6\" }\n\
                migrations = \"host=x password=geheim7\"\n# url = \"geheim8\"\n[other]\nlink = \"https://geheim9/\"\n";
    let failure = parse("refract.toml", text).into_result().expect_err("secrets");
    assert_snapshot!(said(&failure), @r#"
    refract.toml:1:10: error[R1005]: refract.toml is no place for a URL or a password
      help: put it into an environment variable, and name that: env = ["DATABASE_URL"]
    refract.toml:3:7: error[R1005]: refract.toml is no place for a URL or a password
      help: put it into an environment variable, and name that: env = ["DATABASE_URL"]
    refract.toml:4:16: error[R1005]: refract.toml is no place for a URL or a password
      help: put it into an environment variable, and name that: env = ["DATABASE_URL"]
    refract.toml:5:24: error[R1005]: refract.toml is no place for a URL or a password
      help: put it into an environment variable, and name that: env = ["DATABASE_URL"]
    refract.toml:5:48: error[R1004]: `env` takes only names of environment variables
      help: write a name such as "DATABASE_URL"
    refract.toml:6:12: error[R1005]: refract.toml is no place for a URL or a password
      help: put it into an environment variable, and name that: env = ["DATABASE_URL"]
    refract.toml:7:14: error[R1005]: refract.toml is no place for a URL or a password
      help: put it into an environment variable, and name that: env = ["DATABASE_URL"]
    refract.toml:9:2: error[R1002]: unknown key `other` in refract.toml
      help: refract.toml knows `schema`, `default_schema`, `migrations`, `layout`, `trunk`, `targets`, `vector`, `json`, `safety`
    refract.toml:10:8: error[R1005]: refract.toml is no place for a URL or a password
      help: put it into an environment variable, and name that: env = ["DATABASE_URL"]
    "#);
    assert!(!format!("{failure:?}").contains("geheim"), "{failure:?}");
}

#[test]
fn a_file_that_is_not_toml_keeps_its_secrets_too() {
    let text = "schema = \npassword = \"geheim1\nurl = 'x://geheim2\n[targets.main\n";
    let failure = parse("refract.toml", text).into_result().expect_err("syntax");
    assert!(said(&failure).contains("R1001"));
    assert!(!format!("{failure:?}").contains("geheim"), "{failure:?}");
}

#[test]
fn syntax_errors_have_their_place() {
    assert_snapshot!(problems("schema = \"a.prisma\"\nlayout = flat\n[targets.main]\n[targets.main]\n"), @r#"
    refract.toml:2:10: error[R1001]: not TOML: invalid boolean, expected `false`
      help: strings are in quotes, lists in brackets; https://toml.io has the rest
    refract.toml:4:10: error[R1001]: not TOML: duplicate key
      help: strings are in quotes, lists in brackets; https://toml.io has the rest
    "#);
}

#[test]
fn paths_stay_inside_the_repository() {
    assert_snapshot!(problems("schema = \"/etc/schema.prisma\"\nmigrations = \"db\\\\migrations\"\n[targets.a]\nmigrations = \"\"\n[targets.b]\nmigrations = \"C:/x\"\n[targets.c]\nmigrations = \"~/x\"\n"), @r#"
    refract.toml:1:10: error[R1006]: the path in `schema` is absolute
      help: write it relative to this file, so that it means the same on every machine
    refract.toml:2:14: error[R1006]: the path in `migrations` has backslashes
      help: write paths with forward slashes, on Windows too
    refract.toml:4:14: error[R1006]: the path in `migrations` is empty
      help: name a file or a folder, relative to this file
    refract.toml:6:14: error[R1006]: the path in `migrations` is absolute
      help: write it relative to this file, so that it means the same on every machine
    refract.toml:8:14: error[R1006]: the path in `migrations` is absolute
      help: write it relative to this file, so that it means the same on every machine
    "#);
    let up = "schema = \"../prisma/schema.prisma\"\n";
    assert!(parse_in("db/refract.toml", up, 1).config.is_some());
    let failure = parse_in("refract.toml", up, 0).into_result().expect_err("leaves the repository");
    assert_snapshot!(said(&failure), @r#"
    refract.toml:1:10: error[R1006]: the path in `schema` leads out of the repository
      help: name a file or a folder inside the repository
    "#);
}

#[test]
fn folders_of_migrations_do_not_nest() {
    assert_snapshot!(problems("[targets.a]\nmigrations = \"db/m\"\n[targets.b]\nmigrations = \"db/./m/\"\n[targets.c]\nmigrations = \"db/m/c\"\n"), @r#"
    refract.toml:4:14: error[R1007]: the migrations of targets `b` and `a` share one folder, db/m
      help: give each target a folder of its own, beside the others: every tool takes a folder in it for a migration
    refract.toml:6:14: error[R1007]: the migrations of targets `c` and `a` lie in one another, db/m/c and db/m
      help: give each target a folder of its own, beside the others: every tool takes a folder in it for a migration
    "#);
    assert_snapshot!(problems("schema = \"prisma/schema.prisma\"\nmigrations = \"prisma/migrations\"\n[targets.a]\n[targets.A]\n"), @r#"
    refract.toml:3:10: error[R1007]: the migrations of targets `a` and `A` share one folder, prisma/migrations/a
      help: give each target a folder of its own, beside the others: every tool takes a folder in it for a migration
    refract.toml:4:10: error[R1007]: the migrations of target `A` lie inside Prisma's own, prisma/migrations
      help: give each target a folder of its own, beside the others: every tool takes a folder in it for a migration
    "#);
    config(
        "schema = \"prisma/schema.prisma\"\n[targets.a]\nmigrations = \"prisma/migrations\"\n[targets.b]\nmigrations = \"prisma/migrations-b\"\n",
    );
}

#[test]
fn names_of_targets_are_names_of_folders() {
    for bad in ["\"a/b\"", "\"..\"", "\"\"", "\"-x\"", "\"a b\"", "\"a.\"", "\"a\\nb\""] {
        assert!(problems(&format!("[targets.{bad}]\n")).contains("cannot be the name of a target"), "{bad}");
    }
    for good in ["main", "pg-vector_2", "\"v1.2\"", "\"müller\""] {
        config(&format!("[targets.{good}]\n"));
    }
}

#[test]
fn repair_names_a_script_of_its_own() {
    let target = config("[targets.a]\nrepair = \"./sql/fix.sql\"\n").targets["a"].clone();
    assert_eq!(target.repair.as_deref(), Some("sql/fix.sql"));
    assert_snapshot!(problems("[targets.a]\nrepair = \"migrations/a/1_x/migration.sql\"\n"), @r#"
    refract.toml:2:10: error[R1006]: `repair` is no script of its own
      help: name a file for it, such as "sql/repair.sql"
    "#);
    assert_snapshot!(problems("[targets.a]\nrepair = \"/tmp/fix.sql\"\n"), @"
    refract.toml:2:10: error[R1006]: the path in `repair` is absolute
      help: write it relative to this file, so that it means the same on every machine
    ");
}

#[test]
fn a_byte_order_mark_moves_no_caret() {
    let failure: Failure = parse("refract.toml", "\u{feff}shema = \"x\"\n").into_result().expect_err("unknown key");
    assert!(said(&failure).starts_with("refract.toml:1:1:"), "{}", said(&failure));
}

#[test]
fn the_schema_of_models_without_one_can_be_said() {
    assert_eq!(config("").default_schema, "public");
    assert_eq!(config("default_schema = \"app\"\n").default_schema, "app");
    assert_snapshot!(problems("default_schema = \"pg_app\"\n"), @"
    refract.toml:1:18: error[R1004]: `pg_app` is no schema for tables
      help: write what `?schema=` in Prisma's URL says
    ");
}

#[test]
fn how_migrations_run_is_read() {
    let text = "[targets.main]\nrole = \"app_owner\"\nledger = \"refract\"\n\
                set = { maintenance_work_mem = \"2GB\", \"hnsw.ef_search\" = 40, jit = false }\n";
    let config = parse("refract.toml", text).into_result().unwrap();
    let target = &config.targets["main"];
    assert_eq!(target.role.as_deref(), Some("app_owner"));
    assert_eq!(target.ledger, LedgerKind::Refract);
    let set: Vec<(&str, &str)> = target.set.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(set, [("hnsw.ef_search", "40"), ("jit", "off"), ("maintenance_work_mem", "2GB")]);
    for wrong in ["role = \"\"", "set = { \"a; b\" = 1 }", "set = { a = [1] }", "set = 1", "ledger = \"mine\""] {
        let parsed = parse("refract.toml", &format!("[targets.main]\n{wrong}\n"));
        assert!(parsed.diagnostics.has_errors(), "{wrong}");
    }
}
