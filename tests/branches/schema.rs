//! A small schema, and what people do to it.

use std::fmt::Write as _;

use crate::support::random::Random;
use crate::support_git::DATASOURCE;

/// What two branches edit.
#[derive(Clone)]
pub struct Schema {
    models: Vec<Model>,
    /// The values of its enum.
    values: Vec<&'static str>,
    /// What the enum is called in the database.
    enum_map: Option<String>,
}

#[derive(Clone)]
struct Model {
    name: &'static str,
    map: Option<String>,
    fields: Vec<Field>,
    /// Fields with an index.
    indexes: Vec<&'static str>,
}

#[derive(Clone)]
struct Field {
    name: &'static str,
    map: Option<String>,
    of_type: &'static str,
    is_optional: bool,
    is_unique: bool,
    default: Option<String>,
}

/// One edit. Where what it is about is gone by then, whoever merges leaves it out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    Rename(&'static str, &'static str),
    Default(&'static str, Option<u32>),
    Optional(&'static str, bool),
    Type(&'static str, &'static str),
    Drop(&'static str),
    Add(&'static str, &'static str),
    Index(&'static str),
    NoIndex(&'static str),
    Unique(&'static str),
    RenameTable(&'static str, &'static str),
    DropTable(&'static str),
    AddValue(&'static str),
    DropValue(&'static str),
    RenameEnum(&'static str),
}

/// Fields of the first model, with what they hold.
const FIELDS: [(&str, &str, bool, Option<&str>); 5] = [
    ("k", "String", false, None),
    ("n", "Int", false, Some("1")),
    ("o", "String", true, None),
    ("m", "Mood", false, None),
    ("i", "Int", false, None),
];

/// Rows of the schema that both branches begin with.
pub const ROWS: &str =
    "INSERT INTO \"T\" (id, k, n, o, m, i) VALUES (1, 'a', 10, 'x', 'A', 5), (2, 'b', 20, 'y', 'B', 6);
    INSERT INTO \"U\" (id, k, n, o, m, i) VALUES (1, 'c', 30, 'z', 'A', 7);";

impl Schema {
    /// What both branches begin with: two models of the same fields, an index, an enum.
    pub fn start() -> Schema {
        let field = |&(name, of_type, is_optional, default): &(&'static str, &'static str, bool, Option<&str>)| Field {
            name,
            map: None,
            of_type,
            is_optional,
            is_unique: false,
            default: default.map(str::to_owned),
        };
        let model = |name| Model { name, map: None, fields: FIELDS.iter().map(field).collect(), indexes: vec!["i"] };
        Schema { models: vec![model("T"), model("U")], values: vec!["A", "B", "C"], enum_map: None }
    }

    /// As text.
    pub fn text(&self) -> String {
        let mut text = DATASOURCE.to_owned();
        for model in &self.models {
            let _ = write!(text, "\nmodel {} {{\n  id Int @id\n", model.name);
            for field in &model.fields {
                let _ = write!(text, "  {} {}", field.name, field.of_type);
                text.push_str(if field.is_optional { "?" } else { "" });
                text.push_str(if field.is_unique { " @unique" } else { "" });
                if let Some(default) = &field.default {
                    let _ = write!(text, " @default({default})");
                }
                if let Some(map) = &field.map {
                    let _ = write!(text, " @map(\"{map}\")");
                }
                text.push('\n');
            }
            for field in &model.indexes {
                let _ = writeln!(text, "  @@index([{field}])");
            }
            if let Some(map) = &model.map {
                let _ = writeln!(text, "  @@map(\"{map}\")");
            }
            text.push_str("}\n");
        }
        let _ = write!(text, "\nenum Mood {{\n  {}\n", self.values.join("\n  "));
        if let Some(map) = &self.enum_map {
            let _ = writeln!(text, "  @@map(\"{map}\")");
        }
        text + "}\n"
    }

    fn field(&mut self, name: &str) -> Option<&mut Field> {
        self.models.first_mut()?.fields.iter_mut().find(|field| field.name == name)
    }

    /// Whether an edit could be made, and changes something.
    pub fn apply(&mut self, edit: &Edit) -> bool {
        let before = self.text();
        self.make(edit).is_some() && self.text() != before
    }

    fn make(&mut self, edit: &Edit) -> Option<()> {
        match *edit {
            Edit::Rename(field, to) => {
                let is_taken = |field: &Field| field.map.as_deref() == Some(to);
                (!self.models.first()?.fields.iter().any(is_taken)).then_some(())?;
                self.field(field)?.map = Some(to.to_owned());
            }
            Edit::Default(name, value) => {
                let field = self.field(name)?;
                field.default = value.map(|value| match field.of_type {
                    "Int" | "BigInt" => value.to_string(),
                    "Mood" => ["A", "B"][value as usize % 2].to_owned(),
                    _ => format!("\"{value}\""),
                });
            }
            Edit::Optional(field, is_optional) => self.field(field)?.is_optional = is_optional,
            Edit::Type(name, to) => {
                let field = self.field(name)?;
                let is_number = |of_type: &str| of_type.contains("Int");
                (is_number(field.of_type) == is_number(to) && field.of_type != "Mood").then_some(())?;
                field.of_type = to;
            }
            Edit::Drop(name) => {
                let model = self.models.first_mut()?;
                model.fields.retain(|field| field.name != name);
                model.indexes.retain(|field| *field != name);
            }
            Edit::Add(name, of_type) => {
                let model = self.models.first_mut()?;
                model.fields.iter().all(|field| field.name != name).then_some(())?;
                let field = Field { name, map: None, of_type, is_optional: true, is_unique: false, default: None };
                model.fields.push(field);
            }
            Edit::Index(field) => {
                self.field(field)?;
                let model = self.models.first_mut()?;
                model.indexes.iter().all(|known| *known != field).then(|| model.indexes.push(field))?;
            }
            Edit::NoIndex(name) => self.models.first_mut()?.indexes.retain(|field| *field != name),
            Edit::Unique(field) => self.field(field)?.is_unique = true,
            Edit::RenameTable(name, to) => {
                let is_taken = |model: &Model| model.map.as_deref() == Some(to);
                (!self.models.iter().any(is_taken)).then_some(())?;
                self.models.iter_mut().find(|model| model.name == name)?.map = Some(to.to_owned());
            }
            Edit::DropTable(name) => self.models.retain(|model| model.name != name),
            Edit::AddValue(value) => {
                (!self.values.contains(&value)).then(|| self.values.push(value))?;
            }
            Edit::DropValue(value) => self.values.retain(|known| *known != value),
            Edit::RenameEnum(to) => self.enum_map = Some(to.to_owned()),
        }
        Some(())
    }
}

/// An edit of few things, so that two of them meet.
pub fn any_edit(random: &mut Random) -> Edit {
    let field = *random.pick(&["k", "n", "o", "i"]);
    match random.below(14) {
        0 => Edit::Rename(field, one_of(random, &["kk", "nn"])),
        1 => Edit::Default(field, Some(if random.one_in(2) { 3 } else { 4 })),
        2 => Edit::Default(field, None),
        3 => Edit::Optional(field, random.one_in(2)),
        4 => {
            Edit::Type(field, one_of(random, &["BigInt", "String @db.VarChar(20)", "String @db.VarChar(30)", "String"]))
        }
        5 => Edit::Drop(field),
        6 => Edit::Add("x", one_of(random, &["Int", "String"])),
        7 => Edit::Index(field),
        8 => Edit::NoIndex("i"),
        9 => Edit::Unique(field),
        10 => Edit::RenameTable(one_of(random, &["T", "U"]), one_of(random, &["tt", "uu"])),
        11 => Edit::DropTable(one_of(random, &["T", "U"])),
        12 if random.one_in(2) => Edit::AddValue(one_of(random, &["D", "E"])),
        12 => Edit::DropValue("C"),
        _ => Edit::RenameEnum(one_of(random, &["moods", "feelings"])),
    }
}

fn one_of(random: &mut Random, words: &[&'static str]) -> &'static str {
    random.pick::<&'static str>(words)
}
