//! The order of JavaScript's `localeCompare`, in which Prisma from 6.6 on runs folders, for names in ASCII: CLDR's root
//! collation (<https://www.unicode.org/charts/collation/>). Older versions, and refract, go by the bytes.

/// Everything in ASCII but letters and digits, in its order.
const SIGNS: &str = "\t\n\u{b}\u{c}\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";

/// By what a name is sorted: first by what its characters are, then by their case, at last by its bytes.
#[must_use]
pub fn locale_key(name: &str) -> (Vec<u32>, Vec<bool>, String) {
    let primary = name.chars().filter_map(|c| match c {
        '0'..='9' | 'a'..='z' => Some(0x100 + u32::from(c)),
        'A'..='Z' => Some(0x100 + u32::from(c.to_ascii_lowercase())),
        // control characters count for nothing
        _ if c.is_ascii() => SIGNS.chars().zip(1..).find(|(sign, _)| *sign == c).map(|(_, place)| place),
        _ => Some(0x1000 + u32::from(c)),
    });
    (primary.collect(), name.chars().map(|c| c.is_ascii_uppercase()).collect(), name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::locale_key;

    #[test]
    fn names_are_sorted_as_node_sorts_them() {
        let sorted = ["_x", "1_x", "10_x", "2_a", "2_B", "2_b", "20240101_a", "20240101120000_b", "a-b", "a b"];
        let mut names = sorted.to_vec();
        names.reverse();
        names.sort_by_key(|name| locale_key(name));
        // a space comes before all other signs, small letters before large ones
        assert_eq!(names, ["_x", "1_x", "10_x", "2_a", "2_b", "2_B", "20240101_a", "20240101120000_b", "a b", "a-b"]);
    }
}
