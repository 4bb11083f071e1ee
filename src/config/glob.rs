//! Globs on names: `*` is any run of characters, `?` is one.

/// Whether a name matches a glob, as a whole and with its case.
#[must_use]
pub fn glob_matches(pattern: &str, name: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let name: Vec<char> = name.chars().collect();
    let (mut at, mut seen) = (0, 0);
    // Where the last star stands, and what it has swallowed so far.
    let mut star: Option<(usize, usize)> = None;
    while seen < name.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, seen));
                at += 1;
            }
            Some(&wanted) if wanted == '?' || wanted == name[seen] => {
                at += 1;
                seen += 1;
            }
            _ => match star {
                Some((star_at, swallowed)) => {
                    star = Some((star_at, swallowed + 1));
                    at = star_at + 1;
                    seen = swallowed + 1;
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|&rest| rest == '*')
}

#[cfg(test)]
mod tests {
    use super::glob_matches;

    #[test]
    fn stars_and_question_marks_stand_for_characters() {
        for (pattern, name) in [
            ("*", ""),
            ("*", "Llm"),
            ("Llm*", "LlmNote"),
            ("*Note", "LlmNote"),
            ("L?m*e", "LlmNote"),
            ("a*b*c", "aXbXbc"),
        ] {
            assert!(glob_matches(pattern, name), "{pattern} should match {name}");
        }
        for (pattern, name) in
            [("", "a"), ("Llm", "LlmNote"), ("llm*", "LlmNote"), ("?", ""), ("a*b", "abc"), ("release/*", "release")]
        {
            assert!(!glob_matches(pattern, name), "{pattern} should not match {name}");
        }
    }
}
