//! What a service for continuous integration says was there before, in clones as such services make them.

mod gitlab;
mod server;

use insta::assert_snapshot;

use crate::cli::Run;
use crate::support_git::Sandbox;
use server::{ALL, Event, Server, ZEROS, mend, said};

#[test]
fn a_pull_request_is_compared_with_where_it_left_its_base() {
    let server = Server::new();
    let laptop = said(&server.laptop("side"));
    let merge = server.test_merge("refs/pull/1/merge");
    let event = Event::pull_request(&server.main, &server.side, &merge);
    assert_snapshot!(laptop.replace(&server.main[..7], "MAIN"), @"
    default: compared with MAIN (origin/main)

    error[R7001]: default: public.C (C) exists in the schema but not in the migrations
      --> prisma/schema.prisma:14:7
       |
    14 | model C {
       |       ^

    error[R7001]: default: public.D (D) exists in the schema but not in the migrations
      --> prisma/schema.prisma:18:7
       |
    18 | model D {
       |       ^

    To fix it: refract generate
    --- exit 2
    ");
    for (fetch, commit) in [
        (&[ALL, "refs/pull/1/merge"][..], &merge),
        (&["refs/pull/1/merge"], &merge),
        (&[ALL], &server.side),
        (&["refs/heads/side", "refs/heads/main"], &server.side),
    ] {
        assert_eq!(event.said(&server.runner(fetch, commit)), laptop, "{fetch:?}");
    }
}

#[test]
fn a_base_that_has_moved_on_is_no_part_of_the_pull_request() {
    let server = Server::new();
    let laptop = said(&server.laptop("side"));
    let old_main = server.main.clone();
    server.sandbox.git(&["switch", "--quiet", "main"]);
    let main = server.sandbox.write("README.md", "x").commit("main goes on");
    let merge = server.test_merge("refs/pull/1/merge");
    let event = Event::pull_request(&main, &server.side, &merge);
    assert_eq!(event.said(&server.runner(&["refs/heads/side", "refs/heads/main"], &server.side)), laptop);
    let of_merge = laptop.replace(&old_main[..7], &main[..7]);
    let runner = server.runner(&["refs/pull/1/merge"], &merge);
    assert_eq!(event.said(&runner), of_merge);
    let late = Event::pull_request(&old_main, &server.side, &merge);
    assert_eq!(late.said(&runner), of_merge, "the merge is of a newer main than the event knows");
    server.sandbox.git(&["merge", "--quiet", "--no-edit", "main"]);
    let side = server.sandbox.git(&["rev-parse", "HEAD"]);
    let late = Event::pull_request(&old_main, &side, &merge);
    assert_eq!(late.said(&server.runner(&[ALL], &side)), of_merge, "the work has a newer main than the event knows");
    server.sandbox.git(&["branch", "--force", "main", "side"]);
    assert_eq!(event.said(&server.runner(&[ALL, "refs/pull/1/merge"], &server.side)), laptop, "it was merged since");
}

#[test]
fn the_base_itself_is_no_work() {
    let server = Server::new();
    let mut event = Event::pull_request(&server.main, &server.side, &server.main);
    event.variables[2].1 = "pull_request_target".to_owned();
    let sandbox = server.runner(&[ALL], &server.main);
    assert_snapshot!(event.said(&sandbox).replace(&server.main[..7], "MAIN"), @"
    --- stderr
    error[R3014]: what is checked out, MAIN, is the base of the pull request and not its work
      help: check out the work (`ref` of actions/checkout), or say what to compare with: `--base git:REV`

    --- exit 1
    ");
    assert_eq!(event.check(&sandbox, &["--base", "HEAD~1"]).code, 2);
    sandbox.models(&["A", "B", "X"]);
    assert!(event.said(&sandbox).contains("public.X (X) exists"));
}

#[test]
fn a_merge_group_is_compared_with_what_is_before_it_in_the_queue() {
    let server = Server::new();
    let laptop = said(&server.laptop("side"));
    let group = server.test_merge("refs/heads/gh-readonly-queue/main/pr-1");
    let payload = format!("{{\"merge_group\": {{\"base_sha\": \"{}\", \"head_sha\": \"{group}\"}}}}", server.main);
    let event = Event::github("merge_group", &group, payload);
    let sandbox = server.runner(&["+refs/heads/gh-readonly-queue/main/pr-1:refs/heads/pr-1"], &group);
    sandbox.git(&["switch", "--quiet", "pr-1"]);
    assert_eq!(event.said(&sandbox), laptop.replace("(origin/main)", "(before the merge group)"));
}

#[test]
fn a_push_to_the_trunk_is_compared_with_what_was_there_before() {
    let server = Server::new();
    let laptop = server.laptop("main");
    let mut commits = Vec::new();
    for models in [&["A", "B", "E"][..], &["A", "B", "E", "F"], &["A", "B", "E", "F", "G"]] {
        commits.push(laptop.models(models).commit("more"));
    }
    let unpushed = said(&laptop);
    assert_eq!(unpushed.matches("R7001").count(), 3, "{unpushed}");
    laptop.git(&["push", "--quiet", "origin", "main"]);
    let event = Event::push("main", &server.main, &commits[2]);
    let sandbox = server.runner(&[ALL], &commits[2]);
    let pushed = unpushed.replace("(origin/main)", "(before the push)");
    assert_eq!(event.said(&sandbox), pushed, "HEAD is detached");
    sandbox.git(&["switch", "--quiet", "--create", "main", "--track", "origin/main"]);
    assert_eq!(event.said(&sandbox), pushed);
    let other = Event::push("main", &commits[0], &commits[2]);
    assert_eq!(other.check(&sandbox, &["--base", &server.main]).stdout.matches("R7001").count(), 3, "--base is taken");
}

#[test]
fn a_push_to_a_branch_is_compared_with_where_it_left_the_trunk() {
    let server = Server::new();
    let laptop = said(&server.laptop("side"));
    let two = server.sandbox.git(&["rev-parse", "side~1"]);
    for before in [ZEROS, &two, &"1".repeat(40)] {
        let event = Event::push("side", before, &server.side);
        let sandbox = server.runner(&[ALL], &server.side);
        assert_eq!(event.said(&sandbox), laptop, "{before}");
        sandbox.git(&["switch", "--quiet", "--create", "side", "--track", "origin/side"]);
        assert_eq!(event.said(&sandbox), laptop, "{before}");
    }
}

#[test]
fn the_trunk_is_the_branch_that_the_service_takes_for_it() {
    let server = Server { trunk: "develop", ..Server::new() };
    server.sandbox.git(&["branch", "--move", "main", "develop"]);
    let laptop = said(&server.laptop("side"));
    assert!(laptop.contains("(origin/develop)"), "{laptop}");
    let mut event = Event::push("side", ZEROS, &server.side);
    event.payload = event.payload.replace("\"main\"", "\"develop\"");
    assert_eq!(event.said(&server.runner(&[ALL], &server.side)), laptop);
}

#[test]
fn a_force_push_is_compared_with_what_it_left() {
    let server = Server::new();
    let laptop = server.laptop("main");
    let lost = laptop.models(&["A", "B", "X"]).commit("lost");
    laptop.git(&["push", "--quiet", "origin", "main"]);
    laptop.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
    let now = laptop.models(&["A", "B", "Y"]).commit("in its place");
    let unpushed = said(&laptop);
    assert!(unpushed.contains("public.Y (Y) exists") && !unpushed.contains("public.X"), "{unpushed}");
    laptop.git(&["push", "--quiet", "--force", "origin", "main"]);
    let event = Event::push("main", &lost, &now);
    let sandbox = server.runner(&[ALL, &lost], &now);
    assert_eq!(event.said(&sandbox), unpushed.replace("(origin/main)", "(before the push)"));
    let sandbox = server.runner(&[ALL], &now);
    sandbox.git(&["switch", "--quiet", "--create", "main", "--track", "origin/main"]);
    assert_eq!(event.said(&sandbox), unpushed.replace("(origin/main)", "(HEAD~1)"), "it is gone");
    assert_eq!(event.said(&sandbox), said(&sandbox));
}

#[test]
fn a_tag_is_a_commit_of_the_trunk() {
    let server = Server::new();
    let event = Event::push("x", ZEROS, &server.main).with("GITHUB_REF", "refs/tags/v1");
    let sandbox = server.runner(&[ALL], &server.main);
    let laptop = said(&server.laptop("main"));
    assert!(laptop.contains("(HEAD~1)") && laptop.contains("public.B (B) exists"), "{laptop}");
    assert_eq!(event.said(&sandbox), laptop);
    assert_eq!(said(&sandbox), laptop);
}

#[test]
fn a_shallow_clone_of_a_push_says_what_to_fetch() {
    let server = Server::new();
    server.sandbox.git(&["switch", "--quiet", "main"]);
    let laptop = server.laptop("main");
    let after = laptop.models(&["A", "B", "E"]).commit("more");
    let unpushed = said(&laptop);
    laptop.git(&["push", "--quiet", "origin", "HEAD:refs/heads/pushed"]);
    server.sandbox.git(&["merge", "--quiet", "--ff-only", "pushed"]);
    let event = Event::push("main", &server.main, &after);
    let sandbox = Sandbox::outside_git();
    sandbox.git(&["clone", "--quiet", "--depth=1", "--branch=main", &server.url(), "."]);
    let run = event.check(&sandbox, &[]);
    assert_snapshot!(run.to_string().replace(&server.main[..7], "MAIN"), @"
    --- stderr
    error[R3012]: this is a shallow clone, and it lacks the commit before the push, MAIN
      help: git fetch --no-tags --unshallow origin, or `fetch-depth: 0` for actions/checkout

    --- exit 1
    ");
    mend(&sandbox, &run);
    assert_eq!(event.said(&sandbox), unpushed.replace("(origin/main)", "(before the push)"));
    let sandbox = server.runner(&["--depth=1", "refs/heads/side"], &server.side);
    let event = Event::push("side", ZEROS, &server.side);
    let run = event.check(&sandbox, &[]);
    assert!(run.stderr.contains("lacks the trunk that this branch left"), "{run}");
    mend(&sandbox, &run);
    assert_eq!(event.said(&sandbox), said(&server.laptop("side")));
}

#[test]
fn a_shallow_clone_of_a_pull_request_says_what_to_fetch() {
    let server = Server::new();
    let laptop = said(&server.laptop("side"));
    let merge = server.test_merge("refs/pull/1/merge");
    let event = Event::pull_request(&server.main, &server.side, &merge);
    let shown = |run: &Run| run.to_string().replace(&server.main, "MAIN").replace(&server.main[..7], "MAIN");
    let merged = server.runner(&["--depth=1", "refs/pull/1/merge"], &merge);
    let run = event.check(&merged, &[]);
    assert_snapshot!(shown(&run), @"
    --- stderr
    error[R3012]: this is a shallow clone, and it lacks the base of the pull request, MAIN
      help: git fetch --no-tags --unshallow origin MAIN, or `fetch-depth: 0` for actions/checkout

    --- exit 1
    ");
    mend(&merged, &run);
    assert_eq!(event.said(&merged), laptop);
    let head = server.runner(&["--depth=1", "refs/heads/side"], &server.side);
    head.git(&["fetch", "--quiet", "--depth=1", "origin", &server.main]);
    let run = event.check(&head, &[]);
    assert_snapshot!(shown(&run), @"
    --- stderr
    error[R3012]: this is a shallow clone, and it lacks the commit at which this pull request left origin/main
      help: git fetch --no-tags --unshallow origin MAIN, or `fetch-depth: 0` for actions/checkout

    --- exit 1
    ");
    mend(&head, &run);
    assert_eq!(event.said(&head), laptop);
    let two_deep = server.runner(&["--depth=2", "refs/pull/1/merge"], &merge);
    assert_eq!(event.said(&two_deep), laptop, "that is enough where there are no migrations yet");
}

#[test]
fn a_whole_clone_without_the_base_says_what_to_fetch() {
    let server = Server::new();
    let laptop = said(&server.laptop("side"));
    server.sandbox.git(&["switch", "--quiet", "main"]);
    let main = server.sandbox.write("README.md", "x").commit("main goes on");
    let event = Event::pull_request(&main, &server.side, &server.side);
    let sandbox = server.runner(&["refs/heads/side"], &server.side);
    let run = event.check(&sandbox, &[]);
    assert_snapshot!(run.to_string().replace(&main, "MAIN").replace(&main[..7], "MAIN"), @"
    --- stderr
    error[R3012]: this clone lacks the base of the pull request, MAIN
      help: git fetch --no-tags origin MAIN, or `fetch-depth: 0` for actions/checkout

    --- exit 1
    ");
    mend(&sandbox, &run);
    assert_eq!(event.said(&sandbox), laptop);
}

#[test]
fn what_is_wrong_with_migrations_needs_what_was_there_before() {
    let server = Server::new();
    let merge = server.test_merge("refs/pull/1/merge");
    let event = Event::pull_request(&server.main, &server.side, &merge);
    let laptop = server.laptop("side");
    let sandbox = server.runner(&["--depth=1", "refs/pull/1/merge"], &merge);
    let lock = |sandbox: &Sandbox| drop(sandbox.write("prisma/migrations/migration_lock.toml", "").git(&["add", "."]));
    lock(&laptop);
    lock(&sandbox);
    let run = event.check(&sandbox, &[]);
    assert_eq!(run.code, 2, "what is pending can be told all the same: {run}");
    assert!(run.stdout.contains("was not looked at: this is a shallow clone, and it lacks the base of"), "{run}");
    mend(&sandbox, &run);
    assert_eq!(event.said(&sandbox), said(&laptop));
}

#[test]
fn the_event_of_another_repository_says_nothing_here() {
    let server = Server::new();
    let laptop = server.laptop("side");
    let elsewhere = "1".repeat(40);
    let other = "2".repeat(40);
    for event in [
        Event::push("main", &elsewhere, &other),
        Event::push("main", &server.main, &other),
        Event::pull_request(&elsewhere, &other, &other),
        Event::gitlab(&other).with("CI_COMMIT_BRANCH", "main").with("CI_COMMIT_BEFORE_SHA", &elsewhere),
    ] {
        assert_eq!(event.said(&laptop), said(&laptop));
    }
    let later = server.side.clone();
    laptop.git(&["checkout", "--quiet", "--detach", &server.main]);
    let event = Event::push("main", &elsewhere, &later);
    assert_eq!(event.said(&laptop), said(&laptop), "an older commit is not what the event is about");
}
