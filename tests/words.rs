//! Words that users do not read: each has a better one, which is the usual word of PostgreSQL, Prisma, git or English.

use std::fs;
use std::path::{Path, PathBuf};

/// What is not written, what is written instead, and why.
const NOT_USED: &[(&str, &str, &str)] = &[
    ("mend", "fix", "what everybody says"),
    ("mends", "fixes", "what everybody says"),
    ("waves", "allows", "the comment is `refract:allow`"),
    ("way out", "fix", "it is no trap"),
    ("ways out", "what to do", "it is no trap"),
    ("make way", "are dropped and created again", "says what happens to an object"),
    ("makes way", "is dropped and created again", "says what happens to an object"),
    ("stands on", "depends on", "PostgreSQL's word: pg_depend"),
    ("hangs on", "depends on", "PostgreSQL's word: pg_depend"),
    ("goes along", "is dropped with it", "says what happens to an object"),
    ("going along", "dropped with it", "says what happens to an object"),
    ("anew", "again", "nobody says it"),
    ("folds", "replaces", "the flag is --replace"),
    ("takes back", "rolls back", "PostgreSQL's word for it"),
    ("taken back", "rolled back, or reverted", "PostgreSQL's word, or git's"),
    ("reads over", "ignores", "reading over is reading"),
    ("read over", "ignored", "reading over is reading"),
    ("passed over", "ignored, or skipped", "what everybody says"),
    ("no word for", "cannot express", "a language expresses something, or does not"),
    ("no words for", "cannot express", "a language expresses something, or does not"),
    ("table of links", "join table", "the usual word"),
    ("tables of links", "join tables", "the usual word"),
    ("counts up", "autoincrement()", "Prisma's word"),
    ("stands twice", "is given twice", "text does not stand"),
    ("behind it", "after it", "what is behind is hidden"),
    ("behind the", "after the", "what is behind is hidden"),
    ("behind all", "after all", "what is behind is hidden"),
    ("head of the file", "header of the file", "HEAD is git's"),
    ("head of its file", "header of its file", "HEAD is git's"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The string literals of a source file, without the tests beside the code; all on one line each.
fn literals(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find(['"', '\'', '/']) {
        let (before, from) = rest.split_at(at);
        rest = if from.starts_with("//") {
            from.split_once('\n').map_or("", |(_, rest)| rest)
        } else if let Some(hashes) = raw(before, from) {
            let (literal, rest) = from[1..].split_once(&format!("\"{hashes}")).unwrap_or((&from[1..], ""));
            found.push(literal.to_owned());
            rest
        } else if let Some(literal) = from.strip_prefix('"') {
            let end = closing(literal);
            found.push(literal[..end].replace("\\\n", ""));
            &literal[end + 1..]
        } else {
            // a quote mark as a character
            from.strip_prefix("'\"'").or(from.strip_prefix("'\\\"'")).unwrap_or(&from[1..])
        };
    }
    found.iter().map(|literal| literal.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// The `#` of a raw string, if one begins here.
fn raw<'b>(before: &'b str, from: &str) -> Option<&'b str> {
    let word = before.trim_end_matches('#');
    let is_raw =
        from.starts_with('"') && word.ends_with('r') && !word[..word.len() - 1].ends_with(char::is_alphanumeric);
    is_raw.then(|| &before[word.len()..])
}

/// Where a string literal ends.
fn closing(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.find(|c: char| {
        let is_end = c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        is_end
    });
    end.unwrap_or(text.len() - 1)
}

/// Where a text has words that are not used.
fn found_in(place: &str, text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let is_word = |at: usize, word: &str| {
        // in quotes or braces it is the name of something
        let is_apart = |c: char| !(c.is_alphanumeric() || "_\"{}".contains(c));
        text[..at].chars().next_back().is_none_or(is_apart)
            && text[at + word.len()..].chars().next().is_none_or(is_apart)
    };
    let words = NOT_USED.iter().filter(|(word, ..)| text.match_indices(word).any(|(at, _)| is_word(at, word)));
    words.map(|(word, instead, why)| format!("{place}: `{word}`, write `{instead}` ({why}): {text}\n")).collect()
}

#[test]
fn users_read_the_usual_words() {
    let shown = |path: &Path| path.strip_prefix(root()).unwrap().display().to_string();
    let mut found = Vec::new();
    for path in files("src", "rs") {
        let source = fs::read_to_string(&path).unwrap();
        found.extend(literals(&source).iter().flat_map(|literal| found_in(&shown(&path), literal)));
    }
    let pages = files("templates", "sql")
        .into_iter()
        .chain(files("docs", "md"))
        .chain(["README.md", "ARCHITECTURE.md"].map(|page| root().join(page)));
    for path in pages {
        let text = fs::read_to_string(&path).unwrap();
        found.extend(text.lines().flat_map(|line| found_in(&shown(&path), line)));
    }
    assert!(found.is_empty(), "{}", found.concat());
}

#[test]
fn string_literals_are_found() {
    let source = "// \"no\"\nlet a = \"one \\\"two\\\" \\\n    three\"; let b = '\"'; let c = r#\"four \" five\"#;\n#[cfg(test)]\nmod tests { \"six\" }";
    assert_eq!(literals(source), ["one \\\"two\\\" three", "four \" five"]);
    assert_eq!(found_in("a", "Mend it, \"mend\", or amend it").len(), 1);
}
