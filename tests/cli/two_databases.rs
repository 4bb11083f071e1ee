//! The page "Two databases, step by step" of the README, on two real servers: one that cannot have pgvector, one with it.

use std::fs;

use super::{Run, read, run};
use crate::support::database::Database;
use crate::support::postgres::Server;
use crate::support_git::Sandbox;

const SCHEMA: &str = r#"datasource db {
  provider = "postgresql"
  schemas  = ["clinic", "assistant"]
}

model Patient {
  id     Int     @id @default(autoincrement())
  name   String
  visits Visit[]

  @@map("patients")
  @@schema("clinic")
}

model Visit {
  id        Int     @id @default(autoincrement())
  patientId Int     @map("patient_id")
  patient   Patient @relation(fields: [patientId], references: [id])
  summary   String

  @@map("visits")
  @@schema("clinic")
}

model VisitNote {
  id        Int                          @id @default(autoincrement())
  visitId   Int                          @map("visit_id")
  content   String
  embedding Unsupported("vector(3)")?

  @@index([embedding])
  @@map("visit_notes")
  @@schema("assistant")
}
"#;

/// The two databases, the repository, and what the README shows of it.
struct Walk {
    sandbox: Sandbox,
    main: Database,
    second: Database,
    shown: Vec<String>,
    day: u32,
}

impl Walk {
    /// Runs refract, a day later each time, and keeps what it printed.
    fn refract(&mut self, command: &str, code: i32) -> Run {
        self.day += 1;
        let date = format!("2026-01-{:02}", self.day);
        let mut arguments: Vec<&str> = command.split(' ').collect();
        if ["baseline", "generate"].contains(&arguments[0]) {
            arguments.extend(["--date", &date]);
        }
        let run = run(&self.sandbox, &arguments);
        assert_eq!(run.code, code, "{command}: {run}");
        self.shown.push(format!("$ refract {command}\n{}{}", run.stderr, run.stdout).trim_end().to_owned());
        run
    }

    /// Runs the newest migration of a target on its database, as the output of refract says.
    fn apply(&self, target: &str) {
        let folder = self.sandbox.folder.join(format!("migrations/{target}"));
        let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        names.sort();
        let sql = fs::read_to_string(names.last().unwrap().join("migration.sql")).unwrap();
        let database = if target == "main" { &self.main } else { &self.second };
        for _ in 0..2 {
            database.run_file_statement_by_statement(&sql).unwrap_or_else(|error| panic!("{error}\n{sql}"));
        }
    }

    /// Copies rows from the first database to the second, as the README says.
    fn copy(&self, columns: &str) {
        let file = self.sandbox.folder.join("rows.csv");
        let file = file.display();
        let (table, _) = columns.split_once(' ').unwrap();
        let count = format!("SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}");
        let out = format!("\\copy {columns} TO '{file}'");
        let back = format!("\\copy {columns} FROM '{file}'\n{count};\n");
        self.main.run_file_statement_by_statement(&out).unwrap();
        self.second.run_file_statement_by_statement(&back).unwrap();
        fs::remove_file(self.sandbox.folder.join("rows.csv")).unwrap();
    }

    fn edit(&self, path: &str, old: &str, new: &str) {
        let text = read(&self.sandbox, path);
        assert!(text.contains(old), "{old} in {text}");
        self.sandbox.write(path, text.replacen(old, new, 1));
    }

    fn commit(&mut self, message: &str) {
        self.sandbox.commit(message);
        let check = run(&self.sandbox, &["check"]);
        assert_eq!(check.code, 0, "{check}");
    }
}

const ROWS: &str = "SELECT count(*) FROM clinic.visits";

#[test]
fn from_init_to_the_day_they_become_one() {
    let sandbox = Sandbox::repository();
    sandbox.write("prisma/schema.prisma", SCHEMA);
    let (main, second) = (Server::without_vector().database(), Server::with_vector().database());
    let mut walk = Walk { sandbox, main, second, shown: Vec::new(), day: 0 };

    set_up(&mut walk);
    change_both(&mut walk);
    move_a_model(&mut walk);
    become_one(&mut walk);

    let readme = read_readme();
    for step in &walk.shown {
        assert!(readme.contains(step), "the README does not show\n{step}");
    }
}

/// Prisma takes the folder of neither target for its own, so it is told where they are, and no file claims it.
#[test]
fn the_head_of_a_file_names_prisma_only_where_it_would_run_it() {
    let sandbox = Sandbox::repository();
    sandbox.write("prisma/schema.prisma", SCHEMA);
    assert_eq!(run(&sandbox, &["init"]).code, 0);
    let said = run(&sandbox, &["baseline"]);
    assert!(said.code == 0 && !said.stdout.contains("prisma migrate"), "{said}");
    let written = super::files(&sandbox).into_iter().filter(|file| file.ends_with(".sql"));
    for file in written {
        let text = read(&sandbox, &file);
        assert!(text.contains("\n-- Run with:  psql ") && !text.contains("prisma migrate"), "{file}: {text}");
        let folder = file.split_once("/20").unwrap().0;
        let is_second = folder.ends_with("pgvector");
        assert_eq!(read_readme().contains(&format!("migrations: {{ path: \"{folder}\" }}")), is_second, "{folder}");
    }
}

fn read_readme() -> String {
    fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap()
}

fn set_up(walk: &mut Walk) {
    assert_eq!(run(&walk.sandbox, &["init"]).code, 0);
    walk.refract("baseline", 0);
    for target in ["main", "pgvector"] {
        walk.apply(target);
    }
    walk.commit("one");
    walk.main.query("INSERT INTO clinic.patients (name) VALUES ('a'), ('b')");
    walk.main.query("INSERT INTO clinic.visits (patient_id, summary) VALUES (1, 'x'), (2, 'y'), (2, 'z')");
    walk.second.query("INSERT INTO assistant.visit_notes (visit_id, content, embedding) VALUES (1, 'n', '[1,2,3]')");
}

fn change_both(walk: &mut Walk) {
    walk.edit("prisma/schema.prisma", "  name   String\n", "  name   String\n  phone  String?\n");
    walk.edit("prisma/schema.prisma", "  content   String\n", "  content   String\n  language  String?\n");
    walk.refract("generate add_phone_and_language", 0);
    for target in ["main", "pgvector"] {
        walk.apply(target);
    }
    walk.commit("two");
}

fn move_a_model(walk: &mut Walk) {
    let embedding = "  summary   String\n  embedding Unsupported(\"vector(3)\")?\n";
    walk.edit("prisma/schema.prisma", "  summary   String\n", embedding);
    walk.refract("generate embed_visits", 1);
    walk.edit("prisma/schema.prisma", "model Visit {", "/// @refract.targets(\"pgvector\")\nmodel Visit {");
    walk.refract("generate embed_visits", 0);
    walk.apply("pgvector");
    walk.commit("three");
    assert_eq!(walk.main.query(ROWS), "3", "nothing is dropped where it was");
    walk.copy("clinic.visits (id, patient_id, summary)");
}

fn become_one(walk: &mut Walk) {
    let toml = read(&walk.sandbox, "refract.toml");
    let (head, rest) = toml.split_once("[targets.main]").unwrap();
    let (_, rest) = rest.split_once("[targets.pgvector]\n").unwrap();
    let rest =
        rest.replacen("schemas = [\"assistant\"]", "foreign_keys = false\nschemas = [\"clinic\", \"assistant\"]", 1);
    walk.sandbox.write("refract.toml", format!("{head}[targets.pgvector]\n{rest}"));
    walk.refract("generate take_the_rest", 0);
    walk.apply("pgvector");
    walk.commit("four");
    walk.copy("clinic.patients (id, name)");

    walk.edit("refract.toml", "foreign_keys = false\n", "");
    walk.edit("prisma/schema.prisma", "/// @refract.targets(\"pgvector\")\n", "");
    walk.refract("generate enforce_relations", 0);
    walk.apply("pgvector");
    walk.commit("five");
    walk.refract("check", 0);

    assert_eq!(walk.second.query(ROWS), "3");
    assert_eq!(walk.second.query("SELECT count(*) FROM assistant.visit_notes WHERE embedding IS NOT NULL"), "1");
    let keys = "SELECT conname FROM pg_constraint WHERE contype = 'f'";
    assert_eq!(walk.second.query(keys), "visits_patient_id_fkey");
    assert_eq!(walk.main.query(ROWS), "3", "the old one is as it was");
    for name in super::files(&walk.sandbox).iter().filter(|name| name.ends_with("migration.sql")) {
        let sql = read(&walk.sandbox, name);
        assert!(
            !sql.lines().any(|line| line.trim_start().starts_with("DROP ") || line.contains(" DROP COLUMN ")),
            "{sql}"
        );
    }
}

/// The other way round: the main database has got pgvector, and takes what the second one holds.
#[test]
fn the_first_one_may_be_the_one_that_stays() {
    let sandbox = Sandbox::repository();
    sandbox.write("prisma/schema.prisma", SCHEMA);
    let [main, second] = [0, 1].map(|_| Server::with_vector().database());
    let mut walk = Walk { sandbox, main, second, shown: Vec::new(), day: 0 };
    set_up(&mut walk);
    let toml = read(&walk.sandbox, "refract.toml");
    let (rest, _) = toml.split_once("[targets.pgvector]").unwrap();
    let both = "extensions = [\"vector\"]\nschemas = [\"clinic\", \"assistant\"]";
    walk.sandbox.write("refract.toml", rest.replace("schemas = [\"clinic\"]", both));
    walk.refract("generate take_the_rest", 0);
    walk.apply("main");
    walk.commit("two");
    assert_eq!(walk.main.query(ROWS), "3");
    assert_eq!(
        walk.main.query("SELECT to_regclass('assistant.visit_notes_embedding_idx')"),
        "assistant.visit_notes_embedding_idx"
    );
    assert_eq!(walk.second.query("SELECT count(*) FROM assistant.visit_notes"), "1");
}
