//! A database that has something else under a name of the migration: the migration fails, names it, and changes nothing.

mod kinds;

use crate::diff::TARGET;
use crate::support::postgres::Server;
use crate::support::schema::{config_in, empty, fixture, migration, state};

const SCHEMA: &str = r#"datasource db {
  provider = "postgresql"
}

enum Kind {
  FIRST
  NEXT
}

model Room {
  id Int @id
}

model Doctor {
  id     Int     @id
  visits Visit[]
}

model Visit {
  id        Int                     @id @default(autoincrement())
  kind      Kind                    @default(FIRST)
  note      String                  @default("none") @db.VarChar(10)
  doctorId  Int?
  embedding Unsupported("vector(3)")?
  doctor    Doctor?                 @relation(fields: [doctorId], references: [id])

  @@index([note, kind(sort: Desc)])
  @@unique([doctorId, note])
  @@index([embedding])
}
"#;

/// What stands in the way, and what the message says of it.
const CONFLICTS: &[(&str, &str)] = &[
    ("CREATE TABLE \"Room\" (other int)", "column public.\"Room\".id: expected integer not null, found nothing"),
    ("CREATE VIEW \"Room\" AS SELECT 1 AS id", "table public.\"Room\": expected table, found view"),
    (
        "CREATE TABLE \"Room\" (id bigint CONSTRAINT \"Room_pkey\" PRIMARY KEY)",
        "column public.\"Room\".id: expected integer not null, found bigint not null",
    ),
    (
        "CREATE TABLE \"Room\" (id int UNIQUE NOT NULL)",
        "constraint public.\"Room\".Room_pkey: expected PRIMARY KEY (\"id\"), found nothing",
    ),
    ("CREATE TABLE \"Doctor\" (other int)", "column \"id\" referenced in foreign key constraint does not exist"),
    ("CREATE TYPE \"Kind\" AS ENUM ('FIRST')", "value public.\"Kind\".NEXT: expected there, found nothing"),
    (
        "CREATE TABLE other (note int); CREATE INDEX \"Visit_note_kind_idx\" ON other (note)",
        "index public.\"Visit_note_kind_idx\": expected ON \"public\".\"Visit\"",
    ),
    (
        "CREATE TABLE \"Visit_note_kind_idx\" (x int)",
        "index public.\"Visit_note_kind_idx\": expected ON \"public\".\"Visit\"",
    ),
];

/// What somebody changes in a table that the migration made, and what the message says of it when it runs again.
const DRIFT: &[(&str, &str)] = &[
    ("ALTER TABLE \"Visit\" ALTER note TYPE varchar(20)", "found character varying(20)"),
    ("ALTER TABLE \"Visit\" ALTER note DROP NOT NULL", "found character varying(10) default"),
    ("ALTER TABLE \"Visit\" ALTER note SET DEFAULT 'some'", "found character varying(10) not null default 'some'"),
    ("ALTER TABLE \"Visit\" ALTER kind DROP DEFAULT", "expected \"public\".\"Kind\" not null default 'FIRST', found"),
    ("ALTER TABLE \"Visit\" ALTER id DROP DEFAULT", "default autoincrement(), found integer not null"),
    ("ALTER TABLE \"Visit\" DROP COLUMN note", "column \"note\" does not exist"),
    ("ALTER TABLE \"Visit\" ALTER embedding TYPE vector(4)", "expected vector(3), found vector(4)"),
    (
        "ALTER TABLE \"Visit\" DROP CONSTRAINT \"Visit_doctorId_fkey\", ADD CONSTRAINT \"Visit_doctorId_fkey\" FOREIGN KEY (\"doctorId\") REFERENCES \"Doctor\" ON DELETE CASCADE",
        "ON DELETE SET NULL, found FOREIGN KEY",
    ),
    (
        "DROP INDEX \"Visit_embedding_idx\"; CREATE INDEX \"Visit_embedding_idx\" ON \"Visit\" USING hnsw (embedding vector_l2_ops)",
        "\"vector_cosine_ops\") WITH (\"m\"='16', \"ef_construction\"='64'), found",
    ),
    (
        "DROP INDEX \"Visit_doctorId_note_key\"; CREATE INDEX \"Visit_doctorId_note_key\" ON \"Visit\" (\"doctorId\", note)",
        "expected UNIQUE ON \"public\".\"Visit\"",
    ),
    (
        "DROP INDEX \"Visit_note_kind_idx\"; CREATE INDEX \"Visit_note_kind_idx\" ON \"Visit\" (note, kind)",
        "btree (\"note\", \"kind\" DESC), found",
    ),
];

fn whole_file() -> String {
    let config = config_in(&fixture("none"));
    let after = state(SCHEMA, &config).unwrap_or_else(|failure| panic!("{:?}", failure.diagnostics));
    migration(TARGET, &empty(&config), &after).1
}

#[test]
fn something_else_under_a_name_is_named_and_left_alone() {
    let sql = whole_file();
    for (conflict, message) in CONFLICTS {
        let database = Server::with_vector().database();
        database.query(conflict);
        let before = database.catalog();
        let error = database.run_in_one_transaction(&sql).expect_err(conflict);
        assert!(error.contains(message), "{conflict}\n{error}");
        assert_eq!(database.catalog(), before, "{conflict}");
        database.run_file_statement_by_statement(&sql).expect_err(conflict);
        let after = database.catalog();
        let lost: Vec<_> = before.lines().filter(|line| !after.contains(line)).collect();
        assert_eq!(lost, Vec::<&str>::new(), "{conflict}, statement by statement");
    }
}

#[test]
fn what_was_changed_since_is_named_and_left_alone() {
    let sql = whole_file();
    for (drift, message) in DRIFT {
        let database = Server::with_vector().database();
        database.run_as_one_query(&sql).unwrap();
        database.query(drift);
        let before = database.catalog();
        let error = database.run_as_one_query(&sql).expect_err(drift);
        assert!(error.contains(message), "{drift}\n{error}");
        assert_eq!(database.catalog(), before, "{drift}");
    }
}
