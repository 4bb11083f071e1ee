//! What GitLab's runners say.

use insta::assert_snapshot;

use super::server::{ALL, Event, Server, ZEROS, mend, said};

#[test]
fn a_merge_request_is_compared_with_where_it_left_its_target() {
    let server = Server::new();
    let laptop = said(&server.laptop("side"));
    let request = |commit: &str| {
        Event::gitlab(commit)
            .with("CI_COMMIT_BEFORE_SHA", ZEROS)
            .with("CI_MERGE_REQUEST_DIFF_BASE_SHA", &server.main)
            .with("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main")
    };
    let event = request(&server.side);
    assert_eq!(event.said(&server.runner(&["refs/heads/side"], &server.side)), laptop);
    let sandbox = server.runner(&["--depth=1", "refs/heads/side"], &server.side);
    let run = event.check(&sandbox, &[]);
    assert_snapshot!(run.to_string().replace(&server.main, "MAIN").replace(&server.main[..7], "MAIN"), @"
    --- stderr
    error[R3012]: this is a shallow clone, and it lacks the base of the merge request, MAIN
      help: git fetch --no-tags --unshallow origin MAIN, or `GIT_DEPTH: 0` in .gitlab-ci.yml

    --- exit 1
    ");
    mend(&sandbox, &run);
    assert_eq!(event.said(&sandbox), laptop);

    // merged results and merge trains: what is merged into is not where the branch left
    server.sandbox.git(&["switch", "--quiet", "main"]);
    let main = server.sandbox.write("README.md", "x").commit("main goes on");
    let merge = server.test_merge("refs/merge-requests/1/train");
    let train = request(&merge)
        .with("CI_MERGE_REQUEST_TARGET_BRANCH_SHA", &main)
        .with("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", &server.side);
    let sandbox = server.runner(&["refs/merge-requests/1/train"], &merge);
    assert_eq!(train.said(&sandbox), laptop.replace(&server.main[..7], &main[..7]));
}

#[test]
fn a_push_on_gitlab_is_a_push() {
    let server = Server::new();
    let laptop = said(&server.laptop("side"));
    let event = Event::gitlab(&server.side).with("CI_COMMIT_BRANCH", "side").with("CI_COMMIT_BEFORE_SHA", ZEROS);
    assert_eq!(event.said(&server.runner(&[ALL], &server.side)), laptop);
    server.sandbox.git(&["branch", "--force", "main", "side"]);
    let event = Event::gitlab(&server.side).with("CI_COMMIT_BRANCH", "main").with("CI_COMMIT_BEFORE_SHA", &server.main);
    let pushed = event.said(&server.runner(&[ALL], &server.side));
    assert_eq!(pushed, laptop.replace("(origin/main)", "(before the push)"));
}
