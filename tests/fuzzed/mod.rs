//! What the fuzzer keeps (`fuzz/corpus`): inputs that reach far, and those that once took too long or never ended. Each is read
//! as it is, and with the piece that it marks repeated; and a few small changes of them, other ones in every run.

mod mutation;
#[path = "../../fuzz/src/repeated.rs"]
mod repeated;
#[path = "../../fuzz/src/targets.rs"]
mod targets;

use std::fs;
use std::time::{Duration, Instant};

use self::repeated::Repeated;
use self::targets::{TARGETS, Target};
use crate::support::random::Random;
use crate::support::rounds::Rounds;

/// Of the piece, in bytes.
const LENGTH: usize = 64 * 1024;
/// The same in what was changed by chance: there are many.
const SHORT_LENGTH: usize = 4 * 1024;
/// A second for a megabyte is what a build for people takes; this one is slower, and the machine busy.
const LONGEST: Duration = Duration::from_secs(10);
/// What the main thread of a program has.
const STACK: usize = 8 * 1024 * 1024;

/// The name and the bytes of each input that is kept of a target.
fn corpus(name: &str) -> Vec<(String, Vec<u8>)> {
    let mut paths: Vec<_> =
        fs::read_dir(format!("fuzz/corpus/{name}")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "{name}");
    paths.iter().map(|path| (path.display().to_string(), fs::read(path).unwrap())).collect()
}

/// Prints the input that was being read when the test fails.
struct Printer<'i>(&'i str, &'i [u8]);

impl Drop for Printer<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("while reading {}: \"{}\"", self.0, self.1.escape_ascii());
        }
    }
}

/// Reads an input, its piece repeated up to so many bytes.
fn read_in_time(read: Target, name: &str, input: &[u8], length: usize) {
    let _printer = Printer(name, input);
    let text = String::from_utf8_lossy(input).into_owned();
    let text = Repeated::of(&text).map_or(text.clone(), |repeated| repeated.to(length));
    let time = || {
        let start = Instant::now();
        read(&text);
        start.elapsed()
    };
    let mut took = time();
    if took >= LONGEST {
        // the machine may have been at something else
        took = took.min(time());
    }
    assert!(took < LONGEST, "{name} takes {took:?}");
}

fn with_the_stack_of_a_program(work: fn()) {
    std::thread::Builder::new().stack_size(STACK).spawn(work).unwrap().join().unwrap();
}

#[test]
fn what_was_found_once_is_read_in_time() {
    with_the_stack_of_a_program(|| {
        for (target, read) in TARGETS {
            for (name, input) in corpus(target) {
                read_in_time(read, &name, &input, LENGTH);
            }
        }
    });
}

#[test]
fn small_changes_of_it_are_read_in_time() {
    with_the_stack_of_a_program(|| {
        let Rounds { seed, count } = Rounds::new("small changes", 500, 50_000);
        for (target, read) in TARGETS {
            let dictionary = match target {
                "grammar" | "resolver" => "psl",
                "configuration" => "toml",
                "prisma_config" => "js",
                _ => "sql",
            };
            let words = mutation::words(&fs::read_to_string(format!("fuzz/dictionaries/{dictionary}.dict")).unwrap());
            let corpus = corpus(target);
            let mut random = Random::new(seed);
            for _ in 0..count {
                let [(name, input), (_, other)] = [(); 2].map(|()| random.pick(&corpus));
                let mutant = mutation::mutant(input, other, &words, &mut random);
                read_in_time(read, name, &mutant, SHORT_LENGTH);
            }
        }
    });
}
