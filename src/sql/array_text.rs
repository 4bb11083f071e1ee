//! Arrays as texts: <https://www.postgresql.org/docs/current/arrays.html#ARRAYS-INPUT>.

/// The values in `{a,"b c"}`; `None` where one is NULL or a list itself.
#[must_use]
pub fn values(text: &str) -> Option<Vec<String>> {
    let mut rest = text.trim().strip_prefix('{')?.strip_suffix('}')?.trim();
    let mut values = Vec::new();
    while !rest.is_empty() {
        let (value, behind) = if let Some(quoted) = rest.strip_prefix('"') { in_quotes(quoted)? } else { bare(rest)? };
        values.push(value);
        rest = match behind.trim_start().strip_prefix(',') {
            Some(next) if !next.trim().is_empty() => next.trim_start(),
            None if behind.trim().is_empty() => "",
            _ => return None,
        };
    }
    Some(values)
}

fn in_quotes(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((value, &text[at + 1..])),
            '\\' => value.push(chars.next()?.1),
            _ => value.push(c),
        }
    }
    None
}

fn bare(text: &str) -> Option<(String, &str)> {
    let (value, rest) = text.split_at(text.find(',').unwrap_or(text.len()));
    let value = value.trim_end();
    let is_plain = !value.is_empty() && !value.contains(['{', '}', '"', '\\']) && !value.eq_ignore_ascii_case("NULL");
    is_plain.then(|| (value.to_owned(), rest))
}

#[cfg(test)]
mod tests {
    use super::values;

    #[test]
    fn values_are_read() {
        let read = |text| values(text).map(|values| values.join("|"));
        assert_eq!(read("{}").as_deref(), Some(""));
        assert_eq!(read(" { a , \"b, \\\"c\\\"\" ,1.5} ").as_deref(), Some("a|b, \"c\"|1.5"));
        assert_eq!(values("{NULL}"), None);
        assert_eq!(values("{{a},{b}}"), None);
        assert_eq!(values("{a,}"), None);
        assert_eq!(values("a"), None);
    }
}
