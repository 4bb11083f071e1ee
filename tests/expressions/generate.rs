//! Random conditions over one table, in every way to write them.

use crate::support::random::Random;

/// The table that they are about.
pub const TABLE: &str = r#"
CREATE TYPE "Mood" AS ENUM ('sad', 'ok', 'very happy');
CREATE TABLE t (
    id INT PRIMARY KEY, n INT, s SMALLINT, b BIGINT, p DECIMAL(10,2), f DOUBLE PRECISION, r REAL,
    k TEXT, v VARCHAR(20), c CHAR(5), "Name" TEXT, e "Mood", y BOOLEAN, z BOOLEAN,
    d DATE, m TIMESTAMP(3), w TIMESTAMPTZ, j JSONB, l TEXT[], a INT[], g UUID
);"#;

/// Rows that tell conditions apart.
pub const ROWS: &str = r#"
INSERT INTO t SELECT i, nullif(i % 7, 6) - 2, i % 5 - 1, (i * 37) % 11, (i % 9) * 0.75 - 1, (i % 8) * 0.5 - 1, (i % 4) * 1.5,
    (ARRAY['a', 'ab', 'B', '', 'it''s', 'x%', 'A b', NULL])[i % 8 + 1], (ARRAY['a', 'ab', 'AB', 'x_y', '10', NULL])[i % 6 + 1],
    (ARRAY['a', 'ab ', 'B', NULL, 'b'])[i % 5 + 1], (ARRAY['a', 'Ab', '1'])[i % 3 + 1], (ARRAY['sad', 'ok', 'very happy', NULL])[i % 4 + 1]::"Mood",
    (ARRAY[true, false, NULL])[i % 3 + 1], i % 2 = 0,
    '2024-01-01'::date + i % 13, '2024-01-01 10:00:00'::timestamp + i % 17 * interval '7 hours', '2024-01-01 10:00:00+00'::timestamptz + i % 19 * interval '5 hours',
    (ARRAY['{"a": 1, "b": [1, 2]}', '{"a": "1"}', '[]', '{"b": {"c": true}}', NULL])[i % 5 + 1]::jsonb,
    (ARRAY['{a,b}', '{}', '{"a b"}', NULL])[i % 4 + 1]::text[], (ARRAY['{1,2}', '{}', '{3}'])[i % 3 + 1]::int[], NULL
  FROM generate_series(1, 60) i;
UPDATE t SET g = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11' WHERE id % 3 = 0;"#;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    Whole,
    Number,
    Text,
    Truth,
    Mood,
    Date,
    Moment,
    Instant,
    Json,
    Texts,
    Wholes,
    Uuid,
}

/// An expression.
#[derive(Clone, Debug)]
pub enum Tree {
    Column(&'static str),
    /// The constant, and the name of its type where one may stand beside it.
    Constant(String, &'static str),
    Number(String),
    Truth(bool),
    Binary(&'static str, Box<[Tree; 2]>),
    Not(Box<Tree>),
    IsNull(Box<Tree>, bool),
    IsTrue(Box<Tree>, &'static str),
    In(Box<Tree>, Vec<Tree>, bool),
    Between(Box<[Tree; 3]>, bool),
    Like(Box<[Tree; 2]>, &'static str),
    Call(&'static str, Vec<Tree>),
    Cast(Box<Tree>, &'static str),
    Case(Vec<(Tree, Tree)>, Option<Box<Tree>>),
    AtZone(Box<Tree>),
    Extract(&'static str, Box<Tree>),
    List(Vec<Tree>),
}

use Tree::{AtZone, Between, Binary, Call, Case, Cast, Column, Constant, Extract, In, IsNull, IsTrue, Like, List, Not};

fn both(operator: &'static str, left: Tree, right: Tree) -> Tree {
    Binary(operator, Box::new([left, right]))
}

fn text(random: &mut Random) -> Tree {
    let texts = ["a", "ab", "B", "", "it's", "x%", "1", "a b", "b\\n", "AB"];
    Constant((*random.pick(&texts)).to_owned(), "text")
}

fn number(random: &mut Random) -> Tree {
    Tree::Number((*random.pick(&["0", "1", "2", "-1", "0.5", "1.50", "10", "100"])).to_owned())
}

fn whole(random: &mut Random) -> Tree {
    Tree::Number((*random.pick(&["0", "1", "2", "3", "-1", "10", "7"])).to_owned())
}

fn leaf(random: &mut Random, of: Of) -> Tree {
    if random.one_in(2) {
        let constant = |texts: &[&str], of, random: &mut Random| Constant((*random.pick(texts)).to_owned(), of);
        return match of {
            Of::Whole => whole(random),
            Of::Number => number(random),
            Of::Text => text(random),
            Of::Truth => Tree::Truth(random.one_in(2)),
            Of::Mood => constant(&["sad", "ok", "very happy"], "\"Mood\"", random),
            Of::Date => constant(&["2024-01-01", "2024-01-05"], "date", random),
            Of::Moment => constant(&["2024-01-01 10:00:00", "2024-01-03"], "timestamp", random),
            Of::Instant => constant(&["2024-01-01 10:00:00+00", "2024-01-03 12:00+02"], "timestamptz", random),
            Of::Json => constant(&["{\"a\":1}", "[]", "{\"b\":  [1,2], \"a\" : 1}"], "jsonb", random),
            Of::Texts => constant(&["{}", "{a,b}", "{\"a b\"}"], "text[]", random),
            Of::Wholes => constant(&["{}", "{1,2}", "{3}"], "int[]", random),
            Of::Uuid => constant(
                &["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A12"],
                "uuid",
                random,
            ),
        };
    }
    let names: &[&'static str] = match of {
        Of::Whole => &["n", "s", "b", "id"],
        Of::Number => &["p", "f", "r", "n"],
        Of::Text => &["k", "v", "c", "\"Name\""],
        Of::Truth => &["y", "z"],
        Of::Mood => &["e"],
        Of::Date => &["d"],
        Of::Moment => &["m"],
        Of::Instant => &["w"],
        Of::Json => &["j"],
        Of::Texts => &["l"],
        Of::Wholes => &["a"],
        Of::Uuid => &["g"],
    };
    Column(one(names, random))
}

fn one(words: &[&'static str], random: &mut Random) -> &'static str {
    words[random.below(words.len())]
}

/// A value of a kind; deeper ones are plain.
pub fn value(random: &mut Random, of: Of, depth: usize) -> Tree {
    if depth == 0 || random.one_in(4) {
        return leaf(random, of);
    }
    let deeper = depth - 1;
    match of {
        Of::Whole | Of::Number => match random.below(12) {
            0..=3 => {
                let operator = *random.pick(&["+", "-", "*"]);
                both(operator, value(random, of, deeper), value(random, of, deeper))
            }
            4 if of == Of::Whole => both("%", value(random, of, deeper), Tree::Number("7".to_owned())),
            4 => both("/", value(random, of, deeper), Tree::Number("4".to_owned())),
            5 => Call("coalesce", vec![value(random, of, deeper), leaf(random, of)]),
            6 => Call("abs", vec![value(random, of, deeper)]),
            7 => Call("length", vec![value(random, Of::Text, deeper)]),
            8 if of == Of::Number => {
                Call(one(&["round", "floor", "ceil"], random), vec![value(random, Of::Number, deeper)])
            }
            8 => Call("array_length", vec![value(random, Of::Texts, 0), Tree::Number("1".to_owned())]),
            9 if of == Of::Number => {
                Extract(one(&["day", "hour", "epoch"], random), Box::new(value(random, Of::Moment, 0)))
            }
            9 => Cast(
                Box::new(Call("length", vec![value(random, Of::Text, 0)])),
                one(&["bigint", "int4", "smallint"], random),
            ),
            10 => Call(one(&["greatest", "least"], random), vec![value(random, of, deeper), value(random, of, deeper)]),
            _ => {
                let tests = vec![(value(random, Of::Truth, deeper), value(random, of, deeper))];
                let otherwise = if random.one_in(2) { Some(Box::new(leaf(random, of))) } else { None };
                Case(tests, otherwise)
            }
        },
        Of::Text => match random.below(10) {
            0 | 1 => Call(one(&["lower", "upper", "btrim", "md5"], random), vec![value(random, of, deeper)]),
            2 => both("||", value(random, of, deeper), value(random, of, deeper)),
            3 => Call("coalesce", vec![Column(one(&["k", "v", "\"Name\""], random)), text(random)]),
            4 => both("->>", value(random, Of::Json, deeper), Constant((*random.pick(&["a", "b"])).to_owned(), "text")),
            5 => Call("left", vec![value(random, of, deeper), whole(random)]),
            6 => Call("nullif", vec![value(random, of, deeper), text(random)]),
            7 => Cast(Box::new(value(random, Of::Whole, deeper)), "text"),
            8 => Cast(Box::new(Column("e")), "text"),
            _ => {
                let tests = vec![(value(random, Of::Truth, deeper), value(random, of, deeper))];
                Case(tests, Some(Box::new(text(random))))
            }
        },
        Of::Truth => condition(random, deeper),
        Of::Moment => match random.below(3) {
            0 => both("+", value(random, of, deeper), interval(random)),
            1 => AtZone(Box::new(value(random, Of::Instant, deeper))),
            _ => Call(
                "date_trunc",
                vec![Constant((*random.pick(&["day", "hour"])).to_owned(), "text"), value(random, of, 0)],
            ),
        },
        Of::Instant => match random.below(3) {
            0 => both("-", value(random, of, deeper), interval(random)),
            1 => AtZone(Box::new(value(random, Of::Moment, deeper))),
            _ => Column("w"),
        },
        Of::Date => Cast(Box::new(value(random, Of::Moment, deeper)), "date"),
        Of::Json => both("->", Column("j"), Constant((*random.pick(&["a", "b"])).to_owned(), "text")),
        Of::Texts => List(vec![value(random, Of::Text, 0), text(random)]),
        Of::Wholes => List(vec![value(random, Of::Whole, 0), whole(random)]),
        Of::Mood | Of::Uuid => leaf(random, of),
    }
}

fn interval(random: &mut Random) -> Tree {
    Constant((*random.pick(&["1 day", "24 hours", "90 minutes", "1 week", "1 mon"])).to_owned(), "interval")
}

/// A condition.
pub fn condition(random: &mut Random, depth: usize) -> Tree {
    let kinds =
        [Of::Whole, Of::Number, Of::Text, Of::Text, Of::Mood, Of::Date, Of::Moment, Of::Instant, Of::Uuid, Of::Wholes];
    let of = *random.pick(&kinds);
    let deeper = depth.saturating_sub(1);
    match random.below(if depth == 0 { 8 } else { 14 }) {
        0..=2 => {
            let operator = *random.pick(&["=", "<>", "<", ">=", "<=", ">"]);
            both(operator, value(random, of, deeper), value(random, of, deeper))
        }
        3 => IsNull(Box::new(value(random, of, deeper)), random.one_in(2)),
        4 => {
            let list = (0..1 + random.below(3)).map(|_| constant(random, of)).collect();
            In(Box::new(value(random, of, deeper)), list, random.one_in(3))
        }
        5 => {
            let parts = [value(random, of, deeper), constant(random, of), constant(random, of)];
            Between(Box::new(parts), random.one_in(3))
        }
        6 => {
            let operator = *random.pick(&["LIKE", "NOT LIKE", "ILIKE", "~", "!~*", "SIMILAR TO"]);
            Like(Box::new([value(random, Of::Text, deeper), text(random)]), operator)
        }
        7 => match random.below(4) {
            0 => both("@>", Column("j"), constant(random, Of::Json)),
            1 => both("@>", Column("l"), constant(random, Of::Texts)),
            2 => both("?", Column("j"), Constant("a".to_owned(), "text")),
            _ => both("IS DISTINCT FROM", value(random, of, 0), value(random, of, 0)),
        },
        8 => Not(Box::new(condition(random, deeper))),
        9 | 10 => both("AND", condition(random, deeper), condition(random, deeper)),
        11 | 12 => both("OR", condition(random, deeper), condition(random, deeper)),
        _ => {
            let test = *random.pick(&["IS TRUE", "IS NOT TRUE", "IS FALSE", "IS NOT UNKNOWN"]);
            IsTrue(Box::new(condition(random, deeper)), test)
        }
    }
}

fn constant(random: &mut Random, of: Of) -> Tree {
    loop {
        let tree = leaf(random, of);
        if !matches!(tree, Column(_)) {
            return tree;
        }
    }
}
