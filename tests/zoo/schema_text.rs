//! The schema of an element, and of each edit of it.

use super::element::{Column, Element};

/// A schema.prisma that can be edited by line.
#[derive(Clone)]
pub struct SchemaText {
    datasource: String,
    fields: Vec<(String, String)>,
    lines: Vec<String>,
    blocks: String,
}

const BLOCKS: &str = "enum Mood {\n  A\n  B\n  C\n}\n\nmodel U {\n  id Int @id @default(autoincrement())\n  tId Int?\n  \
                      t T? @relation(fields: [tId], references: [id])\n}\n";

const FIELDS: &[(&str, &str)] = &[
    ("id", "Int @id @default(autoincrement())"),
    ("k", "String"),
    ("n", "Int?"),
    ("mood", "Mood @default(A)"),
    ("other", "String @default(\"x\")"),
    ("us", "U[]"),
];

impl SchemaText {
    /// The schema that goes with all of these elements, one migration after the other.
    pub fn of(elements: &[&Element]) -> SchemaText {
        let pair = |(name, rest): &(&str, &str)| ((*name).to_owned(), (*rest).to_owned());
        let mut schema = SchemaText {
            datasource: String::new(),
            fields: FIELDS.iter().map(pair).collect(),
            lines: vec!["@@index([other])".to_owned()],
            blocks: BLOCKS.to_owned(),
        };
        for element in elements {
            for (name, rest) in element.fields.iter().map(pair) {
                match schema.fields.iter_mut().find(|(field, _)| *field == name) {
                    Some(field) => field.1 = rest,
                    None => schema.fields.push((name, rest)),
                }
            }
            schema.lines.extend(element.lines.iter().map(|line| (*line).to_owned()));
            schema.blocks.push_str(element.blocks);
            schema.datasource.push_str(element.datasource);
        }
        schema
    }

    pub fn with_another_column(mut self) -> SchemaText {
        self.fields.push(("extra".to_owned(), "Int?".to_owned()));
        self
    }

    pub fn with_table_renamed(mut self) -> SchemaText {
        self.lines.push("@@map(\"tt\")".to_owned());
        self
    }

    pub fn with_column_renamed(mut self, column: Column) -> SchemaText {
        for (_, rest) in self.fields.iter_mut().filter(|(name, _)| name == column.name()) {
            rest.push_str(&format!(" @map(\"{}\")", new_name(column)));
        }
        self
    }

    /// The column with another type: a longer or shorter text, more digits, a value less, another dimension.
    pub fn with_other_type(mut self, column: Column) -> SchemaText {
        if column == Column::Mood {
            self.blocks = self.blocks.replace("  B\n  C\n", "  B\n");
            return self;
        }
        if column == Column::Id {
            self.blocks = self.blocks.replace("  tId Int?", "  tId BigInt?");
        }
        for (_, rest) in self.fields.iter_mut().filter(|(name, _)| name == column.name()) {
            *rest = match column {
                Column::V => rest.replace("vector(3)", "vector(4)"),
                Column::K => {
                    let words = rest.split(' ').filter(|word| !word.starts_with("@db."));
                    format!("{} @db.VarChar(30)", words.collect::<Vec<_>>().join(" "))
                }
                _ => rest.replacen("Int", "BigInt", 1),
            };
        }
        self
    }

    pub fn without_column(mut self, column: Column) -> SchemaText {
        let said = |line: &String| line.split(|c: char| !c.is_alphanumeric()).any(|word| word == column.name());
        self.fields.retain(|(name, _)| name != column.name());
        self.lines.retain(|line| !said(line));
        self
    }

    /// Whether a line of the schema asks for an index on the column, or for the column as a key.
    pub fn asks_for_index_on(&self, column: Column) -> bool {
        self.clone().without_column(column).lines.len() < self.lines.len()
            || self.fields.iter().any(|(name, rest)| name == column.name() && rest.contains("@unique"))
    }

    pub fn text(&self) -> String {
        let fields: String = self.fields.iter().map(|(name, rest)| format!("  {name} {rest}\n")).collect();
        let lines: String = self.lines.iter().map(|line| format!("\n  {line}\n")).collect();
        format!(
            "datasource db {{\n  provider = \"postgresql\"\n{}}}\n\nmodel T {{\n{fields}{lines}}}\n\n{}",
            self.datasource, self.blocks
        )
    }
}

/// What a column is called after its rename.
pub fn new_name(column: Column) -> String {
    column.name().repeat(2)
}
