//! Runs at the same moment, and runs that were killed.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::{command, files, generate, one_more_model, run};
use crate::support::random::Random;
use crate::support_git::{Sandbox, schema};

fn migrations(sandbox: &crate::support_git::Sandbox) -> Vec<String> {
    files(sandbox).into_iter().filter(|file| file.starts_with("prisma/migrations/")).collect()
}

#[test]
fn two_runs_at_the_same_moment_write_once() {
    for _ in 0..8 {
        let sandbox = one_more_model();
        let start = |name: &str| command(&sandbox, "", &["generate", name, "--quiet"]).spawn().unwrap();
        let mut runs = [start("one"), start("two"), start("three")];
        for run in &mut runs {
            assert!(run.wait().unwrap().success());
        }
        assert_eq!(migrations(&sandbox).len(), 1, "{:?}", migrations(&sandbox));
    }
}

#[test]
fn what_a_killed_run_left_is_cleared_or_named() {
    let sandbox = one_more_model();
    sandbox.write("prisma/migrations/20260101000000_x/.migration.sql.4711.tmp", "half");
    sandbox.write("prisma/migrations/.20260101000000_x.sql.4711.tmp", "half");
    sandbox.write("prisma/migrations/20260101000000_mine/notes.tmp", "mine");
    let made = generate(&sandbox, &["b"]);
    assert_eq!(made.code, 0, "{made}");
    let left = migrations(&sandbox);
    assert!(left.iter().all(|file| !file.contains("4711")), "{left:?}");
    assert!(left.contains(&"prisma/migrations/20260101000000_mine/notes.tmp".to_owned()), "{left:?}");
    assert!(!sandbox.folder.join("prisma/migrations/20260101000000_x").exists());

    sandbox.write("prisma/migrations/20260101000000_y/migration.sql.replaced", "old");
    let named = generate(&sandbox, &["c"]);
    assert!(named.code == 1 && named.stderr.contains("migration.sql.replaced"), "{named}");
}

#[test]
fn no_program_of_the_repositorys_configuration_is_run() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = one_more_model();
    sandbox.write("monitor", "#!/bin/sh\ntouch was-run\n");
    std::fs::set_permissions(sandbox.folder.join("monitor"), std::fs::Permissions::from_mode(0o755)).unwrap();
    sandbox.git(&["add", "--all"]);
    sandbox.git(&["config", "core.fsmonitor", "./monitor"]);
    for arguments in [&["check"][..], &["check", "--staged"], &["generate", "x"], &["diff"]] {
        run(&sandbox, arguments);
        assert!(!sandbox.folder.join("was-run").exists(), "{arguments:?}");
    }
}

const TARGETS: [&str; 3] = ["one", "two", "three"];

/// A command that writes, in a repository where it has something to write.
struct Writer {
    name: &'static str,
    arguments: &'static [&'static str],
    prepare: fn() -> Sandbox,
}

const WRITERS: &[Writer] = &[
    Writer { name: "generate", arguments: &["generate", "x"], prepare: || prepared(&["A"], true) },
    Writer { name: "replace", arguments: &["generate", "x", "--replace"], prepare: not_committed },
    Writer { name: "baseline", arguments: &["baseline"], prepare: || prepared(&["A"], false) },
    Writer { name: "squash", arguments: &["baseline"], prepare: squashed },
    Writer { name: "restamp", arguments: &["restamp"], prepare: late },
    Writer { name: "accept", arguments: &["check", "--accept-history-change"], prepare: edited },
    Writer {
        name: "init",
        arguments: &["init"],
        prepare: || {
            let sandbox = one_more_model();
            sandbox.commit("two");
            sandbox
        },
    },
];

/// Three targets, each with a script that repairs its database, and a model more than the migrations have.
fn prepared(before: &[&str], is_baselined: bool) -> Sandbox {
    let sandbox = Sandbox::repository();
    let target = |name: &&str| {
        format!("\n[targets.{name}]\nmigrations = \"m/{name}\"\nbase = \"history\"\nrepair = \"repair/{name}.sql\"\n")
    };
    let targets: String = TARGETS.iter().map(target).collect();
    sandbox.write("refract.toml", format!("schema = \"prisma/schema.prisma\"\n{targets}"));
    sandbox.write("repair/.keep", "").models(before);
    if is_baselined {
        let made = run(&sandbox, &["generate", "init", "--date", "2026-01-01"]);
        assert_eq!(made.code, 0, "{made}");
    }
    sandbox.commit("one");
    let more = [before, &["B", "C"]].concat();
    sandbox.models(&more);
    sandbox
}

/// Migrations that were written, and the schema went on.
fn not_committed() -> Sandbox {
    let sandbox = prepared(&["A"], true);
    let made = run(&sandbox, &["generate", "b", "--date", "2026-01-02"]);
    assert_eq!(made.code, 0, "{made}");
    sandbox.models(&["A", "B", "C", "D"]);
    sandbox
}

/// All migrations are gone, and one is to be written in their place.
fn squashed() -> Sandbox {
    let sandbox = prepared(&["A"], true);
    for target in TARGETS {
        fs::remove_dir_all(sandbox.folder.join("m").join(target)).unwrap();
    }
    sandbox
}

/// A migration of each target that sorts before one that was there.
fn late() -> Sandbox {
    let sandbox = prepared(&["A"], true);
    for target in TARGETS {
        sandbox.write(&format!("m/{target}/20200101000000_b/migration.sql"), "SELECT 1;\n");
        sandbox.write(&format!("m/{target}/20200102000000_c/migration.sql"), "SELECT 2;\n");
    }
    sandbox
}

/// An old migration of each target says something else by now.
fn edited() -> Sandbox {
    let sandbox = prepared(&["A"], true);
    sandbox.models(&["A"]);
    for file in files(&sandbox).iter().filter(|file| file.ends_with("_init/migration.sql")) {
        let text = super::read(&sandbox, file);
        sandbox.write(file, text + "\nCREATE TABLE x (id INTEGER);\n");
    }
    sandbox
}

/// The files of a repository, without digits: timestamps are others each time; and what refract.toml says.
fn content(sandbox: &Sandbox) -> BTreeSet<String> {
    let config = fs::read_to_string(sandbox.folder.join("refract.toml")).unwrap_or_default();
    files(sandbox).into_iter().map(|file| file.replace(|c: char| c.is_ascii_digit(), "")).chain([config]).collect()
}

/// What came of the kills of one command.
#[derive(Debug, Default)]
struct Kills {
    before_it_wrote: usize,
    after_it_wrote: usize,
    cleared: usize,
    named: usize,
}

fn started(sandbox: &Sandbox, writer: &Writer) -> Child {
    let mut command = command(sandbox, "", &[writer.arguments, &["--quiet"]].concat());
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Kills a command at a random moment and runs it again, which ends as if nothing had been, or says what was left.
fn kill(writer: &Writer, random: &mut Random, kills: &mut Kills) {
    let (sandbox, whole) = ((writer.prepare)(), (writer.prepare)());
    let start = Instant::now();
    let uncut = run(&whole, writer.arguments);
    let length = start.elapsed();
    let (untouched, wanted) = (content(&sandbox), content(&whole));
    let mut process = started(&sandbox, writer);
    // what is written is written towards the end
    let moment = u64::try_from(length.as_micros()).unwrap() * u64::try_from(400 + random.below(750)).unwrap() / 1000;
    std::thread::sleep(Duration::from_micros(moment));
    process.kill().unwrap();
    process.wait().unwrap();
    let left = content(&sandbox);
    if left == untouched {
        kills.before_it_wrote += 1;
    } else if left == wanted {
        kills.after_it_wrote += 1;
    }
    let again = run(&sandbox, writer.arguments);
    let ended = content(&sandbox);
    let is_temporary = |file: &&String| file.ends_with(".tmp");
    assert_eq!(ended.iter().find(is_temporary), None, "{}: {left:?}\n{again}", writer.name);
    if left == untouched || left == wanted {
        assert_eq!(ended, wanted, "{}: {left:?}\n{again}", writer.name);
    } else if again.code == uncut.code && ended == wanted {
        kills.cleared += 1;
    } else {
        // some of several: whoever looks is told
        let check = run(&sandbox, &["check"]);
        assert!(again.code == 1 || check.code != 0, "{}: {left:?}\n{again}\n{check}", writer.name);
        kills.named += 1;
    }
}

#[test]
fn what_a_kill_leaves_is_cleared_or_named() {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok());
    let seed = number("SEED").unwrap_or(1);
    let rounds = number("ROUNDS").unwrap_or(2);
    let mut random = Random::new(seed);
    for writer in WRITERS {
        let mut kills = Kills::default();
        for round in 0..rounds {
            println!("SEED={seed}: {} {round}", writer.name);
            kill(writer, &mut random, &mut kills);
        }
        println!("{} of {rounds}: {kills:?}", writer.name);
    }
}

/// Each of these waits for a run that writes, and then sees what that has written.
#[test]
fn every_command_that_writes_waits_for_the_others() {
    for writer in WRITERS {
        let sandbox = (writer.prepare)();
        let folder = fs::File::open(&sandbox.folder).unwrap();
        folder.lock().unwrap();
        let before = content(&sandbox);
        let mut process = started(&sandbox, writer);
        std::thread::sleep(Duration::from_millis(300));
        assert!(process.try_wait().unwrap().is_none(), "{} does not wait", writer.name);
        assert_eq!(content(&sandbox), before, "{}", writer.name);
        sandbox.write("prisma/schema.prisma", schema(&["A"]));
        drop(folder);
        process.wait().unwrap();
    }
}
