//! Quote marks around names and texts: one that stands inside is doubled.

/// A text between quote marks, with those in it doubled.
pub(super) fn between(text: &str, mark: char) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push(mark);
    let mut rest = text;
    while let Some(end) = rest.find(mark).map(|at| at + mark.len_utf8()) {
        quoted.push_str(&rest[..end]);
        quoted.push(mark);
        rest = &rest[end..];
    }
    quoted.push_str(rest);
    quoted.push(mark);
    quoted
}

/// What stands between quote marks; the mark doubled stands for itself.
pub(super) fn inside(quoted: &str, mark: &str) -> String {
    let inside = &quoted[mark.len()..quoted.len() - mark.len()];
    if inside.contains(mark) { inside.replace(&mark.repeat(2), mark) } else { inside.to_owned() }
}
