//! An expression with one thing changed.

use super::generate::Tree;
use crate::support::random::Random;

/// The expression with one of its parts changed.
pub fn mutated(tree: &Tree, random: &mut Random) -> Tree {
    let mut tree = tree.clone();
    let mut place = random.below(count(&tree));
    change(&mut tree, &mut place, random);
    tree
}

fn count(tree: &Tree) -> usize {
    let mut tree = tree.clone();
    1 + parts(&mut tree).into_iter().map(|part| count(part)).sum::<usize>()
}

fn parts(tree: &mut Tree) -> Vec<&mut Tree> {
    match tree {
        Tree::Column(_) | Tree::Constant(..) | Tree::Number(_) | Tree::Truth(_) => Vec::new(),
        Tree::Binary(_, parts) | Tree::Like(parts, _) => parts.iter_mut().collect(),
        Tree::Between(parts, _) => parts.iter_mut().collect(),
        Tree::Not(part)
        | Tree::IsNull(part, _)
        | Tree::IsTrue(part, _)
        | Tree::Cast(part, _)
        | Tree::AtZone(part)
        | Tree::Extract(_, part) => vec![part],
        Tree::In(part, list, _) => std::iter::once(part.as_mut()).chain(list).collect(),
        Tree::Call(_, parts) | Tree::List(parts) => parts.iter_mut().collect(),
        Tree::Case(tests, otherwise) => {
            let tests = tests.iter_mut().flat_map(|(test, result)| [test, result]);
            tests.chain(otherwise.iter_mut().map(|otherwise| otherwise.as_mut())).collect()
        }
    }
}

/// Changes the part with that number; whether it was in here.
fn change(tree: &mut Tree, place: &mut usize, random: &mut Random) -> bool {
    if *place == 0 {
        *tree = changed(tree.clone(), random);
        return true;
    }
    *place -= 1;
    for part in parts(tree) {
        if change(part, place, random) {
            return true;
        }
    }
    false
}

fn other<'a>(one: &'a str, all: &[&'a str], random: &mut Random) -> &'a str {
    let others: Vec<&str> = all.iter().copied().filter(|other| *other != one).collect();
    others[random.below(others.len())]
}

fn changed(tree: Tree, random: &mut Random) -> Tree {
    match tree {
        Tree::Column(name) => {
            let families: [&[&'static str]; 4] =
                [&["n", "s", "b", "id", "p", "f", "r"], &["k", "v", "c", "\"Name\""], &["y", "z"], &["d", "m", "w"]];
            match families.iter().find(|family| family.contains(&name)) {
                Some(family) => Tree::Column(other(name, family, random)),
                None => Tree::IsNull(Box::new(Tree::Column(name)), false),
            }
        }
        Tree::Constant(text, of) => {
            let text = match of {
                "text" if random.one_in(3) => format!("{text} "),
                "text" => format!("{text}b"),
                "date" => "2024-01-09".to_owned(),
                "timestamp" => "2024-01-09 11:00:00".to_owned(),
                "timestamptz" => "2024-01-01 10:00:00+03".to_owned(),
                "interval" => "3 days 1 hour".to_owned(),
                "jsonb" => "{\"a\": \"1\"}".to_owned(),
                "text[]" => "{b,a}".to_owned(),
                "int[]" => "{2,1}".to_owned(),
                "\"Mood\"" => other(&text, &["sad", "ok", "very happy"], random).to_owned(),
                _ => "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a13".to_owned(),
            };
            Tree::Constant(text, of)
        }
        Tree::Number(digits) => match random.below(3) {
            0 => Tree::Number(digits.strip_prefix('-').map_or_else(|| format!("-{digits}"), str::to_owned)),
            1 => Tree::Number(format!("{digits}5")),
            // a whole number or not decides how it is divided
            _ if digits.contains('.') => Tree::Cast(Box::new(Tree::Number(digits)), "int"),
            _ => Tree::Number(format!("{digits}.0")),
        },
        Tree::Truth(value) => Tree::Truth(!value),
        Tree::Binary(operator, parts) => {
            let families: [&[&'static str]; 4] =
                [&["=", "<>", "<", ">=", "<=", ">"], &["+", "-", "*", "/", "%"], &["AND", "OR"], &["->", "->>"]];
            match families.iter().find(|family| family.contains(&operator)) {
                Some(family) if !random.one_in(4) => Tree::Binary(other(operator, family, random), parts),
                _ => {
                    let [left, right] = *parts;
                    Tree::Binary(operator, Box::new([right, left]))
                }
            }
        }
        Tree::Not(value) => *value,
        Tree::IsNull(value, is_negated) => Tree::IsNull(value, !is_negated),
        Tree::IsTrue(value, test) => {
            Tree::IsTrue(value, other(test, &["IS TRUE", "IS NOT TRUE", "IS FALSE", "IS NOT UNKNOWN"], random))
        }
        Tree::In(value, mut list, is_negated) if random.one_in(2) && list.len() > 1 => {
            list.pop();
            Tree::In(value, list, is_negated)
        }
        Tree::In(value, list, is_negated) => Tree::In(value, list, !is_negated),
        Tree::Between(parts, is_negated) if random.one_in(2) => {
            let [value, low, high] = *parts;
            Tree::Between(Box::new([value, high, low]), is_negated)
        }
        Tree::Between(parts, is_negated) => Tree::Between(parts, !is_negated),
        Tree::Like(parts, operator) => {
            Tree::Like(parts, other(operator, &["LIKE", "NOT LIKE", "ILIKE", "~", "!~*", "SIMILAR TO"], random))
        }
        Tree::Call(name, arguments) => {
            let families: [&[&'static str]; 4] = [
                &["lower", "upper", "btrim", "md5"],
                &["round", "floor", "ceil", "abs"],
                &["coalesce", "nullif"],
                &["greatest", "least"],
            ];
            match families.iter().find(|family| family.contains(&name)) {
                Some(family) => Tree::Call(other(name, family, random), arguments),
                None => Tree::Call(name, arguments.into_iter().rev().collect()),
            }
        }
        Tree::Cast(value, of) => match random.below(2) {
            0 => *value,
            _ => Tree::Cast(
                value,
                other(of, &["text", "bigint", "date", "varchar(1)", "char(1)", "numeric(5,1)"], random),
            ),
        },
        Tree::Case(mut tests, otherwise) => match otherwise {
            Some(otherwise) if random.one_in(2) => {
                let (test, result) = tests.remove(0);
                Tree::Case(vec![(test, *otherwise)], Some(Box::new(result)))
            }
            Some(_) => Tree::Case(tests, None),
            None => tests.remove(0).1,
        },
        Tree::AtZone(value) => *value,
        Tree::Extract(field, value) => Tree::Extract(other(field, &["day", "hour", "epoch", "month"], random), value),
        Tree::List(mut parts) => {
            parts.reverse();
            Tree::List(parts)
        }
    }
}
