//! Names of every sort: plain ones, reserved words, other alphabets, and those around PostgreSQL's limit of 63 bytes.

use crate::support::random::Random;

/// What may stand in the schema itself. Two-byte letters make a cut at a byte and a cut at a letter differ.
const WORDS: &[&str] = &[
    "note",
    "Doctor",
    "order",
    "user",
    "select",
    "userId",
    "createdAt",
    "Größe",
    "Таблица",
    "name",
    "value",
    "table_name",
    "group",
    "Visit",
    "analyze",
    "表",
    "A",
    "b",
];

/// What may stand in `@map` and the like besides. The quotes are those that Prisma forgets to escape.
const ODD: &[&str] =
    &["two words", "per%cent", "do$$ar", "semi;colon", "back\\slash", "dash--", "UPPER", "dot.ted", "(x)"];
const QUOTED: &[&str] = &["we\"ird", "it's"];

/// Names that differ from one another: each gets a number.
#[derive(Clone, Debug, Default)]
pub struct Names {
    given: usize,
}

impl Names {
    /// A name for a model, an enum, a value or a field.
    pub fn plain(&mut self, random: &mut Random) -> String {
        let word = *random.pick(WORDS);
        if random.one_in(12) { self.long(random, word) } else { self.numbered(word) }
    }

    /// The same, with a capital: what is a type to Prisma's own client.
    pub fn of_block(&mut self, random: &mut Random) -> String {
        let name = self.plain(random);
        name.chars().take(1).flat_map(char::to_uppercase).chain(name.chars().skip(1)).collect()
    }

    /// A name in the database.
    pub fn mapped(&mut self, random: &mut Random) -> String {
        let word = match random.below(40) {
            0 => *random.pick(QUOTED),
            1..=12 => *random.pick(ODD),
            _ => return self.plain(random).to_lowercase(),
        };
        self.numbered(word)
    }

    fn numbered(&mut self, word: &str) -> String {
        self.given += 1;
        format!("{word}{}", self.given)
    }

    /// From 58 bytes, where the names of keys begin to be cut, to 64.
    fn long(&mut self, random: &mut Random, word: &str) -> String {
        let bytes = 58 + random.below(7);
        let name = self.numbered(word);
        let filling = if random.one_in(2) { "ä" } else { "x" };
        let mut long = name + "_";
        while long.len() + filling.len() <= bytes {
            long += filling;
        }
        long
    }
}
