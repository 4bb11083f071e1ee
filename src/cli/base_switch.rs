//! Changing the base of a target in refract.toml, and nothing else in it.

use crate::config::{self, Base, Config};

/// The text with `base = "history"` for a target; `None` where that takes more than changing or adding a line.
pub(super) fn to_history(text: &str, target: &str) -> Option<String> {
    let before = config::parse("", text).config?;
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let (start, end) = section(&lines, target)?;
    let candidates = with_line(&lines, start, end);
    candidates.into_iter().find(|after| is_only_change(&before, after, target))
}

/// Whoever writes TOML by lines has to look what became of it.
fn is_only_change(before: &Config, after: &str, target: &str) -> bool {
    let mut wanted = before.clone();
    let Some(changed) = wanted.targets.get_mut(target) else { return false };
    changed.base = Base::History;
    config::parse("", after).config.is_some_and(|after| after == wanted)
}

/// The lines of `[targets.name]`, without its own: first, and one past the last.
fn section(lines: &[&str], target: &str) -> Option<(usize, usize)> {
    let is_header = |line: &str| line.trim_start().starts_with('[');
    let start = lines.iter().position(|line| header_names(line, target))? + 1;
    let end = lines[start..].iter().position(|line| is_header(line)).map_or(lines.len(), |at| start + at);
    Some((start, end))
}

fn header_names(line: &str, target: &str) -> bool {
    let Some(rest) = line.trim_start().strip_prefix('[') else { return false };
    let Some((name, _)) = rest.split_once(']') else { return false };
    let Some((targets, name)) = name.split_once('.') else { return false };
    let bare = |name: &str| name.trim().trim_matches(['"', '\'']).to_owned();
    bare(targets) == "targets" && bare(name) == target
}

/// The line of `base`, changed; or a new one at the start of the section.
fn with_line(lines: &[&str], start: usize, end: usize) -> Vec<String> {
    let is_base =
        |line: &&str| line.trim_start().strip_prefix("base").is_some_and(|rest| rest.trim_start().starts_with('='));
    if let Some(at) = lines[start..end].iter().position(is_base).map(|at| start + at) {
        let (key, value) = lines[at].split_once('=').unwrap_or((lines[at], ""));
        let value = value.replacen("\"git\"", "\"history\"", 1).replacen("'git'", "\"history\"", 1);
        return vec![[&lines[..at].concat(), key, "=", &value, &lines[at + 1..].concat()].concat()];
    }
    let newline = if lines[start - 1].ends_with("\r\n") { "\r\n" } else { "\n" };
    let gap = if lines[start - 1].ends_with('\n') { "" } else { newline };
    let last =
        lines[start..end].iter().rposition(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    // behind the last key, or right behind the header where that would land inside a list
    let places = [last.map_or(start, |at| start + at + 1), start];
    let line = format!("base = \"history\"{newline}");
    let at = |place: usize| {
        let gap = if place == start || lines[place - 1].ends_with('\n') { gap } else { newline };
        [&lines[..place].concat(), gap, &line, &lines[place..].concat()].concat()
    };
    places.into_iter().map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::to_history;

    #[test]
    fn only_the_base_changes() {
        let text = "# head\nschema = \"x.prisma\" # why\n\n[targets.main]\nschemas = [\"a\"]\nbase   = \"git\"   # \"git\" at first\n\n[targets.\"v\"]\nschemas = [\n  \"b\",\n]\n# tail\n[vector]\nm = 16\n";
        let main = to_history(text, "main").unwrap();
        assert_eq!(main, text.replace("= \"git\" ", "= \"history\" "));
        let both = to_history(&main, "v").unwrap();
        assert_eq!(both, main.replace("]\n# tail", "]\nbase = \"history\"\n# tail"));
        assert_eq!(to_history(&both, "v"), Some(both.clone()));
    }

    #[test]
    fn odd_ways_to_write_are_left_alone_or_understood() {
        assert_eq!(to_history("[targets]\nmain = { base = \"git\" }\n", "main"), None);
        assert_eq!(to_history("targets.main.base = \"git\"\n", "main"), None);
        assert_eq!(to_history("[targets.main]", "main").as_deref(), Some("[targets.main]\nbase = \"history\"\n"));
        assert_eq!(
            to_history("[targets.main]\r\nbase = 'git'\r\n", "main").as_deref(),
            Some("[targets.main]\r\nbase = \"history\"\r\n")
        );
        assert_eq!(to_history("not toml", "main"), None);
    }
}
