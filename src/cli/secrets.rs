//! Addresses of databases have passwords in them, and what is printed ends up in logs.

/// The text with what follows `postgresql://` and the like starred out, byte for byte; web addresses stay.
pub(super) fn masked(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        let is_scheme = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
        let scheme = before[..at].rsplit(|c| !is_scheme(c)).next().unwrap_or_default();
        let end = after.find(|c: char| c.is_whitespace() || "\"'`".contains(c)).unwrap_or(after.len());
        shown.push_str(before);
        if matches!(scheme, "http" | "https") {
            shown.push_str(&after[..end]);
        } else {
            shown.push_str(&"*".repeat(end));
        }
        rest = &after[end..];
    }
    shown + rest
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn only_addresses_of_databases_are_starred_out() {
        assert_eq!(masked("url = \"postgresql://ü:b@c/d\" // x"), "url = \"postgresql://********\" // x");
        assert_eq!(masked("prisma+postgres://x?api_key=y"), "prisma+postgres://***********");
        assert_eq!(masked("see https://toml.io or `mysql://a` ://"), "see https://toml.io or `mysql://*` ://");
    }
}
