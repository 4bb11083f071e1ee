//! What one animal of the zoo is: a second migration behind the common first one, and the schema that goes with both.

/// The first migration: a table that refract manages, an enum, and a table that refers to the first.
pub const FIRST: &str = r#"CREATE TYPE "Mood" AS ENUM ('A', 'B', 'C');
CREATE TABLE "T" (
    "id" SERIAL NOT NULL,
    "k" TEXT NOT NULL,
    "n" INTEGER,
    "mood" "Mood" NOT NULL DEFAULT 'A',
    "other" TEXT NOT NULL DEFAULT 'x',

    CONSTRAINT "T_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "U" (
    "id" SERIAL NOT NULL,
    "tId" INTEGER,

    CONSTRAINT "U_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "T_other_idx" ON "T"("other");
ALTER TABLE "U" ADD CONSTRAINT "U_tId_fkey" FOREIGN KEY ("tId") REFERENCES "T"("id") ON DELETE SET NULL ON UPDATE CASCADE;
"#;

/// The rows that stand there before the second migration.
pub const ROWS: &str =
    r#"INSERT INTO "T" ("k", "n", "mood") VALUES ('a', 1, 'A'), ('b', 2, 'B'); INSERT INTO "U" ("tId") VALUES (1)"#;

/// The column that an element is about: the one that is renamed, changed and dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    K,
    N,
    Mood,
    Id,
    /// A vector, which the element brings.
    V,
}

impl Column {
    pub fn name(self) -> &'static str {
        match self {
            Column::K => "k",
            Column::N => "n",
            Column::Mood => "mood",
            Column::Id => "id",
            Column::V => "v",
        }
    }

    /// What its other type is in the words of a migration: old and new, which are replaced in all of the history.
    pub fn other_type(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Column::K => &[("\"k\" TEXT", "\"k\" VARCHAR(30)")],
            Column::N => &[("\"n\" INTEGER", "\"n\" BIGINT")],
            Column::Mood => &[("'A', 'B', 'C'", "'A', 'B'")],
            Column::Id => &[
                ("\"id\" SERIAL NOT NULL,\n    \"k\"", "\"id\" BIGSERIAL NOT NULL,\n    \"k\""),
                ("\"tId\" INTEGER", "\"tId\" BIGINT"),
            ],
            Column::V => &[("vector(3)", "vector(4)")],
        }
    }
}

/// The servers that can have an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// This version of PostgreSQL, or a newer one.
    Version(u32),
    /// An extension of PostgreSQL's own, which the tests have for 15 to 17.
    Contrib,
    Pgvector,
}

/// One thing that PostgreSQL can attach to what refract manages.
#[derive(Clone, Copy, Debug)]
pub struct Element {
    /// In the words of PostgreSQL's documentation.
    pub name: &'static str,
    /// The name in the database that a user knows it by.
    pub called: &'static str,
    /// The second migration.
    pub sql: &'static str,
    pub column: Column,
    pub needs: Needs,
    /// Fields of `T` that are another than those of the common schema, or more of them: name and the rest of the line.
    pub fields: &'static [(&'static str, &'static str)],
    /// `@@index` and such of `T`.
    pub lines: &'static [&'static str],
    /// More models and enums.
    pub blocks: &'static str,
    /// More lines of the datasource.
    pub datasource: &'static str,
    /// Words of the second migration that are others when the column has the other type.
    pub retyped: &'static [(&'static str, &'static str)],
    /// A query that works, and has to work after every change.
    pub works: &'static str,
}

/// An element that the schema has no words for at all.
pub const fn element(name: &'static str, called: &'static str, sql: &'static str) -> Element {
    Element {
        name,
        called,
        sql,
        column: Column::K,
        needs: Needs::Version(15),
        fields: &[],
        lines: &[],
        blocks: "",
        datasource: "",
        retyped: &[],
        works: "",
    }
}

impl Element {
    pub const fn about(mut self, column: Column) -> Element {
        self.column = column;
        self
    }

    pub const fn needs(mut self, needs: Needs) -> Element {
        self.needs = needs;
        self
    }

    pub const fn fields(mut self, fields: &'static [(&'static str, &'static str)]) -> Element {
        self.fields = fields;
        self
    }

    pub const fn lines(mut self, lines: &'static [&'static str]) -> Element {
        self.lines = lines;
        self
    }

    pub const fn blocks(mut self, blocks: &'static str) -> Element {
        self.blocks = blocks;
        self
    }

    pub const fn datasource(mut self, lines: &'static str) -> Element {
        self.datasource = lines;
        self
    }

    pub const fn retyped(mut self, words: &'static [(&'static str, &'static str)]) -> Element {
        self.retyped = words;
        self
    }

    pub const fn works(mut self, query: &'static str) -> Element {
        self.works = query;
        self
    }
}
