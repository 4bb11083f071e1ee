//! Changing one value of a target in refract.toml, and nothing else in it.

use crate::config::{self, BaseKind, Target};

/// The text with `base = "history"` for a target; `None` where that takes more than changing or adding a line.
pub(crate) fn to_history(text: &str, target: &str) -> Option<String> {
    with_value(text, target, ("base", "history"), |target| target.base = BaseKind::History)
}

/// The text with a change of a target's old migrations as accepted; `None` likewise.
pub(crate) fn accepting(text: &str, target: &str, fingerprint: &str) -> Option<String> {
    let change = |target: &mut Target| target.accepted_history = Some(fingerprint.to_owned());
    with_value(text, target, ("accepted_history", fingerprint), change)
}

/// Whoever writes TOML by lines has to look what became of it.
fn with_value(text: &str, target: &str, line: (&str, &str), change: impl Fn(&mut Target)) -> Option<String> {
    let mut wanted = config::parse("", text).config?;
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let (start, end) = section(&lines, target)?;
    change(wanted.targets.get_mut(target)?);
    let is_wanted = |after: &String| config::parse("", after).config.is_some_and(|after| after == wanted);
    with_line(&lines, (start, end), line).into_iter().find(is_wanted)
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

/// The line of a key, changed; or a new one at the start of the section.
fn with_line(lines: &[&str], (start, end): (usize, usize), (key, value): (&str, &str)) -> Vec<String> {
    let is_of_key =
        |line: &&str| line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
    if let Some(at) = lines[start..end].iter().position(is_of_key).map(|at| start + at) {
        let changed = with_text(lines[at], value).unwrap_or_default();
        return vec![[&lines[..at].concat(), changed.as_str(), &lines[at + 1..].concat()].concat()];
    }
    let newline = if lines[start - 1].ends_with("\r\n") { "\r\n" } else { "\n" };
    let gap = if lines[start - 1].ends_with('\n') { "" } else { newline };
    let last =
        lines[start..end].iter().rposition(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    // behind the last key, or right behind the header where that would land inside a list
    let places = [last.map_or(start, |at| start + at + 1), start];
    let line = format!("{key} = \"{value}\"{newline}");
    let at = |place: usize| {
        let gap = if place == start || lines[place - 1].ends_with('\n') { gap } else { newline };
        [&lines[..place].concat(), gap, &line, &lines[place..].concat()].concat()
    };
    places.into_iter().map(at).collect()
}

/// A line with another text in quote marks behind the sign.
fn with_text(line: &str, value: &str) -> Option<String> {
    let (key, old) = line.split_once('=')?;
    let start = old.find(['"', '\''])?;
    let end = start + 1 + old[start + 1..].find(&old[start..=start])?;
    Some(format!("{key}={}\"{value}\"{}", &old[..start], &old[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::{accepting, to_history};

    #[test]
    fn what_is_accepted_is_replaced() {
        let first = accepting("[targets.main]\nbase = \"git\"\n", "main", "a1").unwrap();
        assert_eq!(first, "[targets.main]\nbase = \"git\"\naccepted_history = \"a1\"\n");
        assert_eq!(accepting(&first, "main", "b2").unwrap(), first.replace("a1", "b2"));
    }

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
