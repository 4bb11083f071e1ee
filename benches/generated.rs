//! A big schema.prisma, for measurements and for tests of what only size shows.
//!
//! It is shaped like a real one: mapped names, enums, Json columns with an index, a chain of relations, and a second
//! PostgreSQL schema whose tables have embeddings. The same size gives the same text.

use std::fmt::Write;

const NOUNS: [&str; 12] = [
    "Account",
    "Booking",
    "Contract",
    "Delivery",
    "Employee",
    "Facility",
    "Grant",
    "Household",
    "Invoice",
    "Journal",
    "Ledger",
    "Machine",
];

const HEAD: &str = r#"generator client {
  provider = "prisma-client"
  output   = "../generated"
}

datasource db {
  provider = "postgresql"
  schemas  = ["app", "search"]
}
"#;

/// A schema of so many models that Prisma accepts.
pub(crate) fn schema(models: usize) -> String {
    let mut text = HEAD.to_string();
    for number in 0..models {
        text.push_str(&model(number, models));
        if has_enum(number) {
            text.push_str(&status_enum(number));
        }
    }
    text
}

/// The schema with every `Int` that is an id, or refers to one, as a `String`.
pub(crate) fn with_text_ids(schema: &str) -> String {
    schema.replace("id Int @id @default(autoincrement())", "id String @id").replace("parentId Int ", "parentId String ")
}

fn has_enum(number: usize) -> bool {
    number.is_multiple_of(3)
}

fn has_vector(number: usize) -> bool {
    number % 10 == 9
}

/// The model that this one belongs to: the one before. No table of the first schema refers to one with embeddings.
fn parent(number: usize) -> Option<usize> {
    let before = number.checked_sub(1)?;
    if has_vector(before) { before.checked_sub(1) } else { Some(before) }
}

fn noun(number: usize) -> &'static str {
    NOUNS[number % NOUNS.len()]
}

fn name(number: usize) -> String {
    format!("{}{}", noun(number), number / NOUNS.len() + 1)
}

fn table(number: usize) -> String {
    format!("{}s_{}", noun(number).to_lowercase(), number / NOUNS.len() + 1)
}

fn model(number: usize, models: usize) -> String {
    let name = name(number);
    let mut text = format!("\nmodel {name} {{\n");
    let mut line = |field: &str| writeln!(text, "  {field}").expect("a String takes all");
    line("id Int @id @default(autoincrement())");
    line("externalId String @unique @default(dbgenerated(\"gen_random_uuid()\")) @map(\"external_id\") @db.Uuid");
    line("displayName String @map(\"display_name\") @db.VarChar(200)");
    if has_enum(number) {
        line(&format!("status {name}Status @default(OPEN)"));
    } else {
        line("status String @default(\"open\") @db.VarChar(20)");
    }
    line("amount Decimal @default(0) @db.Decimal(12, 2)");
    line("position Int? @db.SmallInt");
    line("isActive Boolean @default(true) @map(\"is_active\")");
    line("labels String[] @default([])");
    line("metadata Json?");
    line("createdAt DateTime @default(now()) @map(\"created_at\")");
    line("updatedAt DateTime @updatedAt @map(\"updated_at\") @db.Timestamptz(3)");
    if has_vector(number) {
        line("embedding Unsupported(\"vector(1536)\")?");
    }
    match parent(number) {
        Some(parent) => {
            line("parentId Int @map(\"parent_id\")");
            line(&format!(
                "parent {} @relation(fields: [parentId], references: [id], onDelete: Cascade)",
                self::name(parent)
            ));
            line("@@index([parentId, createdAt(sort: Desc)])");
        }
        None => line("note String?"),
    }
    for child in (number + 1..models.min(number + 3)).filter(|child| parent(*child) == Some(number)) {
        line(&format!("{}s {}[]", noun(child).to_lowercase(), self::name(child)));
    }
    line("@@index([metadata])");
    line(&format!("@@map(\"{}\")", table(number)));
    line(&format!("@@schema(\"{}\")", if has_vector(number) { "search" } else { "app" }));
    text + "}\n"
}

fn status_enum(number: usize) -> String {
    let schema = if has_vector(number) { "search" } else { "app" };
    let table = table(number);
    format!(
        "\nenum {}Status {{\n  OPEN @map(\"open\")\n  DONE @map(\"done\")\n  ON_HOLD @map(\"on-hold\")\n\n  @@map(\"{table}_status\")\n  @@schema(\"{schema}\")\n}}\n",
        name(number)
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_generated_schema_has_the_size_asked_for_and_is_always_the_same() {
        let text = super::schema(100);
        assert_eq!(text.matches("\nmodel ").count(), 100);
        assert_eq!(text.matches("vector(1536)").count(), 10);
        assert_eq!(text, super::schema(100));
        let with_text_ids = super::with_text_ids(&text);
        assert_eq!(with_text_ids.matches("id String @id\n").count(), 100);
        assert_eq!(with_text_ids.matches("parentId String ").count(), 99);
    }
}
