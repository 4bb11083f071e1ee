//! Mistakes in the text of a schema, as typing and merging make them. Some of them leave it valid.

use crate::support::random::Random;

/// The lines of a schema.
struct Text {
    lines: Vec<String>,
}

type Spoil = fn(&mut Random, &mut Text);

const MISTAKES: &[Spoil] =
    &[drop_line, repeat_line, swap_words, drop_attribute, move_attribute, change_word, change_type];

/// Words that mean something somewhere, and those that look as if they did.
const WORDS: &[&str] = &[
    "Int",
    "String",
    "DateTime",
    "Json",
    "Unsupported(\"point\")",
    "int",
    "true",
    "null",
    "[]",
    "now()",
    "uuid()",
    "autoincrement()",
    "dbgenerated()",
    "1",
    "-1",
    "1.5",
    "\"x\"",
    "[1]",
    "Desc",
    "desc",
    "Cascade",
    "SetNull",
    "Gin",
    "Hash",
    "Brin",
    "Hnsw",
    "JsonbOps",
    "raw(\"x\")",
    "Restrict",
    "{ a: null }",
    "id",
    "map",
    "class",
];

const ATTRIBUTES: &[&str] = &[
    " @id",
    " @unique",
    " @updatedAt",
    " @ignore",
    " @default(now())",
    " @default(1)",
    " @default(autoincrement())",
    " @default([])",
    " @map(\"x\")",
    " @db.Text",
    " @db.VarChar(0)",
    " @db.Decimal(2, 3)",
    " @db.Uuid",
    " @relation(\"x\")",
    " @unique(sort: Desc)",
    " @id(map: \"x\")",
    " @ID",
    " @foo",
];

/// Makes one or two mistakes.
pub fn spoil(random: &mut Random, text: &str) -> String {
    let mut text = Text { lines: text.lines().map(str::to_owned).collect() };
    for _ in 0..=random.below(2) {
        random.pick(MISTAKES)(random, &mut text);
    }
    text.lines.join("\n") + "\n"
}

/// A line inside of a model or an enum: what stands above is the same in every schema.
fn place(random: &mut Random, lines: &[String]) -> usize {
    const HEAD: usize = 8;
    (HEAD + random.below(lines.len().saturating_sub(HEAD))).min(lines.len().saturating_sub(1))
}

fn drop_line(random: &mut Random, Text { lines }: &mut Text) {
    let at = place(random, lines);
    lines.remove(at);
}

fn repeat_line(random: &mut Random, Text { lines }: &mut Text) {
    let (from, to) = (place(random, lines), place(random, lines));
    let line = lines[from].clone();
    lines.insert(to, line);
}

/// One word of a line becomes one of another line.
fn swap_words(random: &mut Random, Text { lines }: &mut Text) {
    let from = lines[place(random, lines)].clone();
    let words: Vec<&str> = from.split_whitespace().collect();
    if !words.is_empty() {
        let word = (*random.pick(&words)).to_owned();
        replace_word(random, lines, &word);
    }
}

fn change_word(random: &mut Random, Text { lines }: &mut Text) {
    let word = *random.pick(WORDS);
    replace_word(random, lines, word);
}

fn replace_word(random: &mut Random, lines: &mut [String], word: &str) {
    let at = place(random, lines);
    let ends: Vec<&str> = lines[at].split([' ', '(', ')', ',', '[', ']']).filter(|word| !word.is_empty()).collect();
    if !ends.is_empty() {
        let old = (*random.pick(&ends)).to_owned();
        lines[at] = lines[at].replacen(&old, word, 1);
    }
}

fn change_type(random: &mut Random, Text { lines }: &mut Text) {
    let at = place(random, lines);
    let mut words: Vec<String> = lines[at].split(' ').map(str::to_owned).collect();
    if let Some(word) = words.get_mut(3) {
        let mark = *random.pick(&["?", "[]", ""]);
        *word = format!("{}{mark}", word.trim_end_matches(['?', '[', ']']));
    }
    lines[at] = words.join(" ");
}

fn drop_attribute(random: &mut Random, Text { lines }: &mut Text) {
    let at = place(random, lines);
    let parts: Vec<&str> = lines[at].split(" @").collect();
    let gone = 1 + random.below(parts.len());
    let kept: Vec<&str> = parts.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, part)| *part).collect();
    lines[at] = kept.join(" @");
}

fn move_attribute(random: &mut Random, Text { lines }: &mut Text) {
    let at = place(random, lines);
    lines[at] += *random.pick(ATTRIBUTES);
}
