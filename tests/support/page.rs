//! Parts of the README and of other pages that a test writes and keeps: between two comments that name it.

use std::fs;
use std::path::Path;
use std::sync::Mutex;

/// Tests run beside each other, and two of them may write.
static WRITING: Mutex<()> = Mutex::new(());

/// Compares the part of the README between `<!-- name -->` and `<!-- end of name -->` with a text; writes it there where
/// snapshots are written.
#[track_caller]
pub fn assert_part_of_readme(name: &str, text: &str) {
    assert_part_of("README.md", name, text);
}

/// The same for a part of any page.
#[track_caller]
pub fn assert_part_of(page: &str, name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    let _alone = WRITING.lock();
    let whole = fs::read_to_string(&path).unwrap();
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->\n"));
    let (before, rest) = whole.split_once(&begin).unwrap_or_else(|| panic!("{page} has no line {begin}"));
    let (part, after) = rest.split_once(&end).unwrap_or_else(|| panic!("{page} has no line {end}"));
    if part == text {
        return;
    }
    if std::env::var("INSTA_UPDATE").is_ok_and(|how| how == "always") {
        fs::write(&path, [before, &begin, text, &end, after].concat()).unwrap();
        return;
    }
    assert_eq!(part, text, "{page} differs in the part `{name}`: INSTA_UPDATE=always tests/run {name} writes it");
}
