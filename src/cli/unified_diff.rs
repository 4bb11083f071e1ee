//! What became of a file, as a unified diff: the same for an edited migration, one that is written anew, and a script
//! that is kept.

use std::time::Duration;

use similar::TextDiff;

use super::output::{Painted, visible};
use super::secrets::masked;
use crate::commands::file_change::FileChange;

/// How many lines are shown to people; programs get them all.
const MOST_SHOWN: usize = 40;

/// To compare files line by line takes as long as their lines multiplied; beyond this, what differs is shown as one
/// piece.
const MOST_WORK: usize = 4_000_000;

/// A file before and after, which are not the same, as `diff -u` has it.
pub(super) struct UnifiedDiff(String);

/// A text, and what it is called for people.
#[derive(Clone, Copy)]
pub(super) struct Version<'v> {
    pub(super) name: &'v str,
    pub(super) text: &'v str,
}

impl UnifiedDiff {
    /// `None` where nothing became of it, as below.
    pub(super) fn of(FileChange { before, after }: &FileChange) -> Option<UnifiedDiff> {
        let [before, after] = [before, after].map(|it| Version { name: &it.name, text: &it.text });
        UnifiedDiff::between(before, after)
    }

    /// `None` where both say the same, whatever their line breaks are.
    pub(super) fn between(before: Version<'_>, after: Version<'_>) -> Option<UnifiedDiff> {
        // a password in an address is no more shown here than in an excerpt
        let [old, new] =
            [before, after].map(|version| masked(&version.text.replace("\r\n", "\n").replace('\r', "\u{240d}")));
        if old == new {
            return None;
        }
        let mut config = TextDiff::configure();
        if old.lines().count().saturating_mul(new.lines().count()) > MOST_WORK {
            config.timeout(Duration::ZERO);
        }
        let [from, to] = [before, after].map(|version| one_line(version.name));
        let text = config.diff_lines(&old, &new).unified_diff().header(&from, &to).to_string();
        Some(UnifiedDiff(text))
    }

    /// All of it, for programs.
    pub(super) fn whole(&self) -> &str {
        &self.0
    }

    /// Its first lines, for people. Colours say what a line means: gone, new, or where it stands.
    pub(super) fn painted(&self, colored: bool) -> Painted {
        let mut lines = self.0.split_terminator('\n');
        let mut text: String = lines.by_ref().take(MOST_SHOWN).map(|line| painted(line, colored)).collect();
        match lines.count() {
            0 => {}
            1 => text.push_str("  1 more line\n"),
            more => text.push_str(&format!("  {more} more lines\n")),
        }
        Painted(text)
    }
}

fn one_line(name: &str) -> String {
    name.replace(['\n', '\r'], "\u{fffd}")
}

fn painted(line: &str, colored: bool) -> String {
    let color = match line.as_bytes().first() {
        Some(b'-') => "31",
        Some(b'+') => "32",
        Some(b'@') => "36",
        Some(_) | None => "",
    };
    let line = visible(line);
    if colored && !color.is_empty() { format!("  \u{1b}[{color}m{line}\u{1b}[0m\n") } else { format!("  {line}\n") }
}

#[cfg(test)]
mod tests {
    use super::{UnifiedDiff, Version};

    fn between(before: &str, after: &str) -> Option<UnifiedDiff> {
        UnifiedDiff::between(Version { name: "a", text: before }, Version { name: "b", text: after })
    }

    fn shown(before: &str, after: &str, colored: bool) -> String {
        between(before, after).unwrap().painted(colored).0
    }

    #[test]
    fn what_differs_is_shown_and_line_breaks_are_not() {
        assert!(between("x\r\ny\r\n", "x\ny\n").is_none());
        assert_eq!(shown("x\ny\n", "x\nz\n", false), "  --- a\n  +++ b\n  @@ -1,2 +1,2 @@\n   x\n  -y\n  +z\n");
        assert!(shown("x\ny\n", "x\nz\n", true).ends_with("  \u{1b}[31m-y\u{1b}[0m\n  \u{1b}[32m+z\u{1b}[0m\n"));
    }

    #[test]
    fn nothing_in_it_is_obeyed() {
        let text = shown("", "\u{1b}[31m\u{202e}\rpostgresql://u:secret@h/d\n", false);
        assert!(text.ends_with("  +\u{241b}[31m\u{fffd}\u{240d}postgresql://************\n"), "{text}");
    }

    #[test]
    fn people_see_forty_lines_and_programs_all() {
        let many: String = (0..50).map(|line| format!("{line}\n")).collect();
        let text = shown("", &many, false);
        assert_eq!((text.lines().count(), text.lines().last()), (41, Some("  13 more lines")));
        assert_eq!(between("", &many).unwrap().whole().lines().count(), 53);
    }

    #[test]
    fn long_files_that_have_nothing_in_common_take_no_time() {
        let [old, new] = ["a", "b"].map(|word| (0..30_000).map(|at| format!("{word}{at}\n")).collect::<String>());
        let start = std::time::Instant::now();
        let whole = between(&format!("x\n{old}"), &format!("x\n{new}")).unwrap().0;
        assert!(start.elapsed().as_secs() < 5 && whole.lines().count() == 60_004, "{:?}", start.elapsed());
    }
}
