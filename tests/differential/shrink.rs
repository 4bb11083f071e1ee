//! Makes a case that fails as small as it can be while it still fails in the same way.

use super::judge::Case;

/// How many trials a failure is worth: each takes some hundredths of a second.
const TRIALS: usize = 1500;

/// The smallest case found.
pub fn shrink(case: &Case, mut fails_alike: impl FnMut(&Case) -> bool) -> Case {
    let mut smallest = case.clone();
    let mut trials = TRIALS;
    loop {
        let smaller = candidates(&smallest).into_iter().find(|candidate| {
            trials = trials.saturating_sub(1);
            trials > 0 && fails_alike(candidate)
        });
        match smaller {
            Some(smaller) => smallest = smaller,
            None => return smallest,
        }
    }
}

/// Smaller cases, the smallest first.
fn candidates(case: &Case) -> Vec<Case> {
    let mut found = Vec::new();
    let all = [Some(case.after.as_str()), case.before.as_deref()];
    let blocks: Vec<&str> = all.into_iter().flatten().flat_map(block_names).collect();
    found.extend(blocks.iter().map(|name| case.map(|text| without_block(text, name))));
    let lines = distinct_lines(case);
    for line in &lines {
        found.push(case.map(|text| without(text, &[line])));
    }
    // a relation goes with both its sides
    for line in lines.iter().filter(|line| names_a_block(line, &blocks)) {
        let others = lines.iter().filter(|other| *other > line && names_a_block(other, &blocks));
        found.extend(others.map(|other| case.map(|text| without(text, &[line, other]))));
    }
    for line in &lines {
        found.extend(shorter(line).into_iter().map(|new| case.map(|text| replaced(text, line, &new))));
    }
    found.retain(|candidate| candidate != case);
    found
}

impl Case {
    /// The same change to both texts.
    fn map(&self, change: impl Fn(&str) -> String) -> Case {
        Case { before: self.before.as_deref().map(&change), after: change(&self.after) }
    }
}

/// Lines inside of blocks. The braces are not among them.
fn distinct_lines(case: &Case) -> Vec<&str> {
    let all = [Some(case.after.as_str()), case.before.as_deref()];
    let mut lines: Vec<&str> =
        all.into_iter().flatten().flat_map(str::lines).filter(|line| line.starts_with("  ")).collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}

fn block_names(text: &str) -> Vec<&str> {
    text.lines()
        .filter_map(|line| line.strip_suffix(" {")?.split_once(' '))
        .filter(|(keyword, _)| !matches!(*keyword, "datasource" | "generator"))
        .map(|(_, name)| name)
        .collect()
}

fn names_a_block(line: &str, blocks: &[&str]) -> bool {
    let field_type = line.split_whitespace().nth(1).unwrap_or_default().trim_end_matches(['?', '[', ']']);
    blocks.contains(&field_type)
}

/// The text without a block, and without the fields that have its type.
fn without_block(text: &str, name: &str) -> String {
    let mut is_inside = false;
    let mut kept = String::new();
    for line in text.lines() {
        is_inside |= line.strip_suffix(" {").and_then(|head| head.split_once(' ')).is_some_and(|(_, it)| it == name);
        let has_its_type = line.starts_with("  ") && names_a_block(line, &[name]);
        if !is_inside && !has_its_type {
            kept += &format!("{line}\n");
        }
        is_inside &= line != "}";
    }
    kept
}

fn without(text: &str, lines: &[&str]) -> String {
    text.lines().filter(|line| !lines.contains(line)).map(|line| format!("{line}\n")).collect()
}

fn replaced(text: &str, line: &str, new: &str) -> String {
    text.lines().map(|it| format!("{}\n", if it == line { new } else { it })).collect()
}

/// The line without one of its attributes, arguments or items.
fn shorter(line: &str) -> Vec<String> {
    let without = |separator: &str| -> Vec<String> {
        let parts: Vec<&str> = line.split(separator).collect();
        (1..parts.len())
            .map(|place| {
                let kept: Vec<&str> =
                    parts.iter().enumerate().filter(|(at, _)| *at != place).map(|(_, part)| *part).collect();
                kept.join(separator)
            })
            .collect()
    };
    [without(" @"), without(", ")].concat()
}
