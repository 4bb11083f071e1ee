//! What a merge leaves in a file where both sides have changed the same lines.

use super::{Code, Diagnostic};
use crate::text::{FileId, Span, Texts};

/// One conflict.
struct Conflict<'t> {
    /// Its first line.
    start: Span,
    /// What git calls the sides.
    sides: [&'t str; 2],
}

/// The conflict markers of a merge that is not solved, as one error that shows the first of them: neither side is taken.
/// `None` where there is no conflict.
#[must_use]
pub fn unsolved_conflict(texts: &Texts, file: FileId) -> Option<Diagnostic> {
    let path = &texts.file(file).path;
    let found = conflicts(texts, file);
    let Conflict { start, sides: [ours, theirs] } = found.first()?;
    let message = match found.len() {
        1 => format!("{path} has a conflict of a merge in it"),
        count => format!("{path} has {count} conflicts of a merge in it"),
    };
    let help = "decide what stays of the lines between <<<<<<< and >>>>>>>, take out the lines with these marks, and run \
                this again";
    let diagnostic = Diagnostic::error(Code::InConflict, message).help(help);
    // what stands between may be a secret, and is not shown
    Some(diagnostic.at(*start, format!("{} against {}", named(ours), named(theirs))))
}

/// A mark alone may be anything.
fn conflicts(texts: &Texts, file: FileId) -> Vec<Conflict<'_>> {
    let text = texts.file(file).text.as_str();
    // nearly always
    if !text.contains("<<<<<<<") {
        return Vec::new();
    }
    let mut found = Vec::new();
    let (mut ours, mut is_parted, mut start) = (None, false, 0);
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        if let Some(side) = side(content, "<<<<<<<") {
            let span = Span { file, start: at(start), end: at(start + content.len()) };
            (ours, is_parted) = (Some((span, side)), false);
        } else if content == "=======" {
            is_parted = ours.is_some();
        } else if let Some(side) = side(content, ">>>>>>>").filter(|_| is_parted) {
            found.extend(ours.take().map(|(start, ours)| Conflict { start, sides: [ours, side] }));
            is_parted = false;
        }
        start += line.len();
    }
    found
}

fn named(side: &str) -> &str {
    if side.is_empty() { "one side" } else { side }
}

fn at(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}

fn side<'t>(line: &'t str, mark: &str) -> Option<&'t str> {
    let rest = line.strip_prefix(mark)?;
    (rest.is_empty() || rest.starts_with(' ')).then(|| rest.trim())
}

#[cfg(test)]
mod tests {
    use super::unsolved_conflict;
    use crate::text::Texts;

    fn said(text: &str) -> Option<String> {
        let mut texts = Texts::default();
        let file = texts.add("a.sql", text);
        unsolved_conflict(&texts, file).map(|found| found.message)
    }

    #[test]
    fn a_conflict_has_both_sides() {
        let one = "a\n<<<<<<< HEAD\nb\n=======\r\nc\n>>>>>>> feature/x\r\n";
        assert_eq!(said(one).as_deref(), Some("a.sql has a conflict of a merge in it"));
        assert_eq!(said(&format!("{one}{one}")).as_deref(), Some("a.sql has 2 conflicts of a merge in it"));
        let with_base = "<<<<<<< ours\nb\n||||||| base\na\n=======\nc\n>>>>>>> theirs";
        assert!(said(with_base).is_some());
        for fine in [
            "",
            "<<<<<<< a\n",
            "=======\n>>>>>>> b\n",
            " <<<<<<< a\n=======\n>>>>>>> b\n",
            "<<<<<<<x\n=======\n>>>>>>> b\n",
        ] {
            assert_eq!(said(fine), None, "{fine}");
        }
    }
}
