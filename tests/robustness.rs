//! Whatever is in a file: no panic, no endless loop, and every place inside of its file.

use refract::psl;
use refract::text::Texts;

use crate::diagnostics::assert_places_are_sound;
use crate::support::random::Random;
use crate::support::rounds::Rounds;

/// Prints the text that was being read when a test fails.
struct Printer<'t>(&'t str, u64);

impl Drop for Printer<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("seed {}, while reading:\n{}", self.1, self.0);
        }
    }
}

fn check(text: &str, seed: u64) {
    let _printer = Printer(text, seed);
    let mut texts = Texts::default();
    texts.add("schema.prisma", text);
    let (_, diagnostics) = psl::read(&texts);
    assert_places_are_sound(&texts, &diagnostics);
    for diagnostic in diagnostics.sorted().into_iter().take(20) {
        if let Some(label) = diagnostic.primary {
            let _ = texts.line_and_column(label.span);
        }
    }
}

fn fixtures() -> Vec<String> {
    let mut found = Vec::new();
    for folder in ["fixtures/invalid", "fixtures/language", "fixtures/language/many_files"] {
        let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "prisma")) {
            found.push(std::fs::read_to_string(path).unwrap());
        }
    }
    found
}

fn truncated(text: &str, random: &mut Random) -> String {
    let mut bytes = text.as_bytes().to_vec();
    bytes.truncate(random.below(bytes.len()));
    String::from_utf8_lossy(&bytes).into_owned()
}

fn shuffled(text: &str, random: &mut Random) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    for _ in 0..=random.below(8) {
        let (one, other) = (random.below(lines.len()), random.below(lines.len()));
        lines.swap(one, other);
    }
    lines.join("\n")
}

fn flipped(text: &str, random: &mut Random) -> String {
    const TELLING: &[u8] = b"\"\\(){}[]@,:./*?!\n\r\t =_-\xff\xc3#0a";
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len());
        match random.below(3) {
            0 => bytes[at] = TELLING[random.below(TELLING.len())],
            1 => bytes.insert(at, TELLING[random.below(TELLING.len())]),
            _ => bytes[at] ^= 1 << random.below(8),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn damaged_files_never_panic() {
    let Rounds { seed, count: rounds } = Rounds::from_seed("damaged files", 0x5eed, 12, 1_000);
    let mut random = Random::new(seed);
    for text in fixtures() {
        check(&text, seed);
        for _ in 0..rounds {
            check(&truncated(&text, &mut random), seed);
            check(&shuffled(&text, &mut random), seed);
            check(&flipped(&text, &mut random), seed);
            let twice = shuffled(&text, &mut random);
            check(&flipped(&twice, &mut random), seed);
        }
    }
}

#[test]
fn deep_nesting_is_an_error_and_not_the_end() {
    let many = 100_000;
    let head = "datasource db {\n  provider = \"postgresql\"\n}\n\nmodel A {\n  id Int @id\n  x  Int ";
    for open in ["@default([", "@default(f(", "@@index([", "@default(x: {a: ", "@default([\n", "Unsupported(("] {
        // lines are not nested, and each of them is a mistake of its own
        let many = if open.ends_with('\n') { many / 10 } else { many };
        let (start, repeated) = open.split_at(open.len() - 1);
        for text in [
            format!("{head}{start}{}\n}}\n", repeated.repeat(many)),
            format!("{head}{}{}\n}}\n", open.repeat(many), ")".repeat(many)),
        ] {
            check(&text, 0);
        }
    }
    for line in [
        "[",
        "(",
        "{",
        "model A {",
        "/*",
        "///",
        "@",
        "@@",
        "\"",
        "A.",
        "}",
        "@id ",
        "a: ",
        "-",
        "model A {\n",
        "x a([\n",
    ] {
        check(&line.repeat(many / 10), 0);
        check(&format!("{head}{}\n}}\n", line.repeat(many / 10)), 0);
    }
}

#[test]
fn empty_files_are_read() {
    for text in ["", "\n", "\r", " ", "\u{feff}", "//", "///", "/**/", "{", "}", "\u{0}"] {
        check(text, 0);
    }
}
