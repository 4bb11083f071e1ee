//! How many instructions the commands take, which does not depend on how busy the machine is: `valgrind` counts them.
//!
//! `tests/run-instructions` compares what it finds with `benches/instructions.txt`, with 3 % of room, and holds the growth
//! from 100 models to 1,000 to n log n. `--long` takes 10,000 models, migrations and the like too, `--write` keeps what was
//! found, and `NAME` takes the inputs whose names have that in them.

#[allow(dead_code)]
mod generated;
mod inputs;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::process::{Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard};

use inputs::{INPUTS, Input};

const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/instructions.txt");
/// In percent.
const ROOM: u64 = 3;
/// Ten times as many things, by n log n from 100 to 1,000.
const MOST_GROWTH: u64 = 15;

/// In percent, where compiler, C library or valgrind are not those of the counts that are kept.
const ROOM_ELSEWHERE: u64 = 20;
const HINT: &str = "valgrind is needed: tests/install-valgrind installs it, or says how";

/// What is asked for.
struct Wanted {
    sizes: &'static [usize],
    is_kept: bool,
    inputs: Vec<&'static Input>,
}

impl Wanted {
    fn from_arguments() -> Wanted {
        // `cargo bench` has one of its own
        let given: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
        let has = |word: &str| given.iter().any(|argument| argument == word);
        let names: Vec<&String> = given.iter().filter(|argument| !argument.starts_with("--")).collect();
        let is_wanted = |input: &&Input| names.is_empty() || names.iter().any(|name| input.name.contains(*name));
        Wanted {
            sizes: if has("--long") { &[100, 1_000, 10_000] } else { &[100, 1_000] },
            is_kept: has("--write"),
            inputs: INPUTS.iter().filter(is_wanted).collect(),
        }
    }

    /// The counts by name and size. Two are counted at a time, the large ones first.
    fn count(&self) -> BTreeMap<(&'static str, usize), u64> {
        let sizes = self.sizes.iter().rev();
        let work: Vec<_> = sizes.flat_map(|size| self.inputs.iter().map(|input| (*input, *size))).collect();
        let (next, counts) = (AtomicUsize::new(0), Mutex::default());
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while let Some((input, size)) = work.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let found = count(input, *size);
                        let mut counts: MutexGuard<'_, BTreeMap<_, _>> = counts.lock().expect("no panic");
                        counts.insert((input.name, *size), found);
                    }
                });
            }
        });
        counts.into_inner().expect("no panic")
    }
}

/// The instructions of one run.
fn count(input: &Input, size: usize) -> u64 {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let arguments = (input.prepare)(folder.path(), size);
    let output = Command::new("valgrind")
        .args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"])
        .arg(env!("CARGO_BIN_EXE_refract"))
        .args(&arguments)
        .current_dir(folder.path())
        .env("GIT_CEILING_DIRECTORIES", folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .unwrap_or_else(|error| panic!("{error}: {HINT}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{} {size}: {said}", input.name);
    let line = said.lines().find_map(|line| line.split_once("refs:")).expect("cachegrind says what it counted");
    line.1.trim().replace(',', "").parse().expect("a count is a number")
}

/// The counts that are kept, by name and size, and how much more is allowed.
fn kept(environment: &str) -> (BTreeMap<String, u64>, u64) {
    let text = fs::read_to_string(KEPT).unwrap_or_default();
    let room = if text.lines().next() == Some(environment) { ROOM } else { ROOM_ELSEWHERE };
    let count = |line: &str| {
        line.rsplit_once(' ').and_then(|(name, count)| Some((name.trim().to_owned(), count.parse().ok()?)))
    };
    (text.lines().skip(1).filter_map(count).collect(), room)
}

/// What the counts depend on beside the program.
fn environment() -> String {
    let first_line = |program: &str| {
        let output = Command::new(program).arg("--version").output().map(|output| output.stdout).unwrap_or_default();
        String::from_utf8_lossy(&output).lines().next().unwrap_or_default().to_owned()
    };
    format!("# {}, {}, {}", first_line("rustc"), first_line("ldd"), first_line("valgrind"))
}

fn main() -> ExitCode {
    let wanted = Wanted::from_arguments();
    let environment = environment();
    let (mut kept, room) = kept(&environment);
    let counts = wanted.count();
    let mut is_worse = false;
    for (&(name, size), &found) in &counts {
        let label = format!("{name} {size}");
        let mut verdict = String::new();
        if let Some(&known) = kept.get(&label).filter(|_| !wanted.is_kept) {
            let _ = write!(verdict, "  kept: {known}");
            if found * 100 > known * (100 + room) {
                let _ = write!(verdict, "  MORE THAN {room} % WORSE");
                is_worse = true;
            } else if found * (100 + room) < known * 100 {
                verdict.push_str("  better: keep it with `--write`");
            }
        }
        if let Some(smaller) = counts.get(&(name, size / 10)) {
            let _ = write!(verdict, "  {:.1} times as many", found as f64 / *smaller as f64);
            if found > smaller * MOST_GROWTH {
                verdict.push_str("  GROWS FASTER THAN N LOG N");
                is_worse = true;
            }
        }
        println!("{label:28} {found:>14}{verdict}");
        kept.insert(label, found);
    }
    if wanted.is_kept {
        let lines: String = kept.iter().map(|(name, count)| format!("{name:28} {count:>14}\n")).collect();
        fs::write(KEPT, format!("{environment}\n{lines}")).expect("the counts can be written");
    }
    if is_worse { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
