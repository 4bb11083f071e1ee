//! How deep brackets are nested. The grammar calls itself for each of them, so that without a bound a file could
//! exhaust the stack. No expression goes beyond its line, so lines are looked at one by one.

/// More than any line of a schema has use for.
const DEEPEST: usize = 31;

/// The line that is nested too deep, as a range of bytes, if there is one.
pub(super) fn find_too_deep(text: &str) -> Option<(usize, usize)> {
    let mut start = 0;
    for line in text.as_bytes().split(|byte| matches!(byte, b'\n' | b'\r')) {
        let end = start + line.len();
        let open = line.iter().filter(|byte| matches!(byte, b'(' | b'[' | b'{')).count();
        if open > DEEPEST && is_too_deep(&text[start..end]) {
            return Some((start, end));
        }
        start = end + 1;
    }
    None
}

/// Looks closer, at what the grammar would take for brackets; it may start at the line's first character or after a
/// comment.
fn is_too_deep(line: &str) -> bool {
    const MOST_COMMENTS: usize = 8;
    let behind: Vec<usize> = line.match_indices("*/").map(|(at, _)| at + 2).take(MOST_COMMENTS + 1).collect();
    behind.len() > MOST_COMMENTS || std::iter::once(0).chain(behind).any(|start| depth(&line[start..]) > DEEPEST)
}

fn depth(line: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut bytes = line.bytes().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => {
                while let Some(byte) = bytes.next() {
                    match byte {
                        b'"' => break,
                        b'\\' => {
                            bytes.next();
                        }
                        _ => {}
                    }
                }
            }
            b'/' if bytes.peek() == Some(&b'/') => break,
            b'(' | b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_brackets_inside_of_one_another_count() {
        for fine in ["x ()".repeat(100), format!("x \"{}\"", "[".repeat(100)), format!("x // {}", "[".repeat(100))] {
            assert_eq!(find_too_deep(&fine), None, "{fine}");
        }
        let deep = format!("fine\nx @a({}\n", "[".repeat(31));
        assert_eq!(find_too_deep(&deep), Some((5, deep.len() - 1)));
        let behind_a_comment = format!("/* \" */ x @a({}", "[".repeat(31));
        assert!(find_too_deep(&behind_a_comment).is_some());
    }
}
