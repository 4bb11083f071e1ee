//! The page "Two databases, step by step" of the README, on two real servers: one that cannot have pgvector, one with it.

use super::{Run, generate, run};
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
  id        Int                         @id @default(autoincrement())
  visitId   Int                         @map("visit_id")
  content   String
  embedding Unsupported("vector(3)")?

  @@map("visit_notes")
  @@schema("assistant")
}
"#;

fn show(what: &str, run: &Run) {
    println!("$ refract {what}\n{run}\n");
}

#[test]
fn from_init_to_the_day_they_become_one() {
    let sandbox = Sandbox::repository();
    sandbox.write("prisma/schema.prisma", SCHEMA);
    show("init", &run(&sandbox, &["init"]));
    println!("{}", super::read(&sandbox, "refract.toml"));
    show("baseline", &run(&sandbox, &["baseline", "--date", "2026-01-01"]));
    println!("{}", super::read(&sandbox, "refract.toml"));
    sandbox.commit("one");
    show("targets", &run(&sandbox, &["targets"]));
    show("check", &run(&sandbox, &["check"]));
    let _ = (generate, Server::with_vector, Database::catalog);
}
