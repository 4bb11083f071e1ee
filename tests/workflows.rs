//! A team at work: in each of these, what `check` says on the laptop and in CI is the same, and what `generate` writes
//! makes both content.

use std::cell::Cell;

use crate::cli::{Run, run, run_in};
use crate::support_git::{DATASOURCE, Sandbox};

/// What counts as migrated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum BaseKind {
    Git,
    History,
}

const BASES: [BaseKind; 2] = [BaseKind::Git, BaseKind::History];

/// A repository with two models, far enough apart that git can merge edits of both.
struct Team {
    repository: Sandbox,
    day: Cell<u32>,
}

fn config(base: BaseKind) -> String {
    let base = if base == BaseKind::Git { "git" } else { "history" };
    format!("[targets.main]\nmigrations = \"prisma/migrations\"\nbase = \"{base}\"\n")
}

fn schema(patient: &str, visit: &str) -> String {
    let gap = "// these lines are here to be the same in both\n".repeat(4);
    let model = |name: &str, fields: &str| format!("model {name} {{\n  id Int @id\n{fields}}}\n");
    format!("{DATASOURCE}\n{}\n{gap}\n{}", model("Patient", patient), model("Visit", visit))
}

const NICKNAME: &str = "  nickname String?\n";
const PLACE: &str = "  place String?\n";

impl Team {
    fn new(base: BaseKind) -> Team {
        let team = Team { repository: Sandbox::repository(), day: Cell::new(1) };
        team.repository.write("refract.toml", config(base));
        team.edit("", "");
        if base == BaseKind::History {
            team.generate(&["init"]);
        }
        team.commit("one");
        team
    }

    fn git(&self, words: &str) {
        self.repository.git(&words.split(' ').collect::<Vec<_>>());
    }

    fn edit(&self, patient: &str, visit: &str) {
        self.repository.write("prisma/schema.prisma", schema(patient, visit));
    }

    fn commit(&self, message: &str) {
        self.repository.commit(message);
    }

    /// A day later than the last time.
    fn generate(&self, arguments: &[&str]) -> Run {
        let date = format!("2026-01-{:02}", self.day.get());
        self.day.set(self.day.get() + 1);
        let run = run(&self.repository, &[&["generate", "--date", &date], arguments].concat());
        assert_eq!(run.code, 0, "{run}");
        run
    }

    /// Whatever findings there are, where the work is.
    fn on_the_laptop(&self) -> Run {
        run(&self.repository, &["check"])
    }

    /// A clone of what is committed, with the branches of the server and nothing checked out by name.
    fn in_ci(&self) -> Run {
        let runner = Sandbox::outside_git();
        let url = format!("file://{}", self.repository.folder.display());
        runner.git(&["clone", "--quiet", &url, "."]);
        runner.git(&["remote", "set-head", "origin", "main"]);
        runner.git(&["checkout", "--quiet", "--detach", "HEAD"]);
        run(&runner, &["check"])
    }

    /// Both say the same of a branch whose work is committed.
    #[track_caller]
    fn both_say(&self, code: i32, what: &str) {
        let (laptop, ci) = (self.on_the_laptop(), self.in_ci());
        assert_eq!((laptop.code, ci.code), (code, code), "{what}\n{laptop}\n{ci}");
        assert_eq!(findings(&laptop), findings(&ci), "{what}");
    }

    /// What `generate` writes makes both content.
    #[track_caller]
    fn generate_fixes_it(&self, arguments: &[&str], what: &str) {
        self.generate(arguments);
        self.commit("what was missing");
        self.both_say(0, what);
    }
}

fn findings(run: &Run) -> Vec<&str> {
    run.stdout.lines().filter(|line| line.starts_with("error[") || line.starts_with("warning[")).collect()
}

#[test]
fn edit_generate_edit_generate() {
    for base in BASES {
        let team = Team::new(base);
        team.git("switch --quiet --create side");
        team.edit(NICKNAME, "");
        team.generate(&[]);
        team.edit(NICKNAME, PLACE);
        assert_eq!(team.on_the_laptop().code, 2);
        let second = team.generate(&[]);
        assert!(second.stdout.contains("place") && !second.stdout.contains("nickname"), "{second}");
        team.commit("both");
        team.both_say(0, "two migrations in one commit");
        team.edit(NICKNAME, &format!("{PLACE}  at DateTime?\n"));
        team.commit("no migration");
        team.both_say(2, "one more");
        team.generate_fixes_it(&[], "one more");
    }
}

#[test]
fn a_schema_commit_without_a_migration_is_not_lost() {
    for base in BASES {
        let team = Team::new(base);
        team.edit(NICKNAME, "");
        team.generate(&[]);
        team.commit("with its migration");
        team.edit(NICKNAME, PLACE);
        team.commit("straight to main, without one");
        team.git("switch --quiet --create next");
        team.repository.write("README.md", "x");
        team.commit("something else");
        // a history lacks it, and git tells whose it was
        team.both_say(if base == BaseKind::Git { 0 } else { 2 }, "the next developer's");
        team.edit(NICKNAME, &format!("{PLACE}  at DateTime?\n"));
        team.commit("an edit");
        team.both_say(2, "an edit of the next developer's");
        let written = team.generate(&[]);
        assert!(written.stdout.contains("place") && written.stdout.contains("at"), "{written}");
        team.commit("both");
        team.both_say(0, "with both");
    }
}

/// How a branch gets to the trunk.
const WAYS: [&str; 3] = ["merge", "squash", "rebase"];

fn bring_to_main(team: &Team, branch: &str, way: &str) {
    match way {
        "merge" => {
            team.git("switch --quiet main");
            team.git(&format!("merge --quiet --no-ff --no-edit {branch}"));
        }
        "squash" => {
            team.git("switch --quiet main");
            team.git(&format!("merge --quiet --squash {branch}"));
            team.commit("squashed");
        }
        _ => {
            team.git(&format!("switch --quiet {branch}"));
            team.git("rebase --quiet main");
            team.git("switch --quiet main");
            team.git(&format!("merge --quiet --ff-only {branch}"));
        }
    }
}

#[test]
fn two_branches_come_together_in_any_order_and_way() {
    for base in BASES {
        for way in WAYS {
            for order in [["one", "two"], ["two", "one"]] {
                let team = Team::new(base);
                for (branch, patient, visit) in [("one", NICKNAME, ""), ("two", "", PLACE)] {
                    team.git(&format!("switch --quiet --create {branch} main"));
                    team.edit(patient, visit);
                    team.generate(&[branch]);
                    team.commit(branch);
                    team.both_say(0, branch);
                }
                let what = format!("{base:?} {way} {order:?}");
                bring_to_main(&team, order[0], way);
                team.git(&format!("switch --quiet {}", order[1]));
                team.git(if way == "rebase" { "rebase --quiet main" } else { "merge --quiet --no-edit main" });
                if order == ["two", "one"] {
                    // what was there before the migrations of the base, git does not tell
                    let code = if base == BaseKind::Git { 2 } else { 0 };
                    team.both_say(code, &format!("{what}: the second comes too early"));
                    assert!(team.on_the_laptop().stdout.contains("[R7002]"), "{what}");
                    let restamped = run(&team.repository, &["restamp", "--date", "2026-02-01"]);
                    assert_eq!(restamped.code, 0, "{restamped}");
                    team.commit("restamped");
                }
                team.both_say(0, &what);
                bring_to_main(&team, order[1], way);
                assert_eq!(team.on_the_laptop().code, 0, "{what}, on main");
                let nothing = team.generate(&[]);
                assert!(!nothing.stdout.contains("migration.sql"), "{what}: {nothing}");
            }
        }
    }
}

#[test]
fn amend_revert_and_cherry_pick() {
    for base in BASES {
        let team = Team::new(base);
        team.git("switch --quiet --create side");
        team.edit(NICKNAME, "");
        team.generate(&[]);
        team.commit("with its migration");
        team.git("branch picked");
        team.edit(NICKNAME, PLACE);
        team.git("add --all");
        team.git("commit --quiet --amend --no-edit");
        team.both_say(2, "afixed");
        team.generate_fixes_it(&[], "afixed");
        team.git("revert --no-edit HEAD");
        team.both_say(2, "reverted what was missing");
        team.git("reset --quiet --hard HEAD~1");
        team.git("switch --quiet --create other main");
        team.git("cherry-pick picked");
        team.both_say(0, "picked");
        team.git("revert --no-edit HEAD");
        team.both_say(0, "picked and reverted");
        // once databases may have run it, taking it away takes a migration
        team.git("switch --quiet main");
        team.git("merge --quiet --no-ff --no-edit picked");
        team.git("switch --quiet --create undo");
        team.git("revert --no-edit -m 1 HEAD");
        team.both_say(2, "reverted after it was merged");
        let said = team.on_the_laptop().to_string();
        let fix = said.lines().find_map(|line| line.strip_prefix("To fix it: ")).unwrap_or_else(|| panic!("{said}"));
        team.git(fix.strip_prefix("git ").unwrap());
        team.generate_fixes_it(&["--allow-destructive"], "undone by a migration");
    }
}

#[test]
fn a_schema_is_moved_and_split() {
    for base in BASES {
        let team = Team::new(base);
        team.git("switch --quiet --create side");
        let whole = schema("", "");
        let (head, visit) = whole.split_at(whole.find("model Visit").unwrap());
        team.repository.remove("prisma/schema.prisma");
        team.repository.write("prisma/schema/main.prisma", head).write("prisma/schema/visit.prisma", visit);
        team.commit("split");
        team.both_say(0, "split");
        team.repository.write("prisma/schema/visit.prisma", visit.replace("}\n", &format!("{PLACE}}}\n")));
        team.commit("an edit");
        team.both_say(2, "an edit of a part");
        team.generate_fixes_it(&[], "an edit of a part");
    }
}

#[test]
fn what_is_staged_is_what_will_be_in_ci() {
    for base in BASES {
        let team = Team::new(base);
        team.git("switch --quiet --create side");
        team.edit(NICKNAME, "");
        team.generate(&[]);
        team.git("add prisma/schema.prisma");
        let staged = run(&team.repository, &["check", "--staged"]);
        assert_eq!(staged.code, 2, "{staged}");
        team.git("commit --quiet --no-verify --message schema");
        assert_eq!(team.in_ci().code, 2);
        team.git("add --all");
        assert_eq!(run(&team.repository, &["check", "--staged"]).code, 0);
        team.git("commit --quiet --message migration");
        assert_eq!(team.in_ci().code, 0);
        assert_eq!(run_in(&team.repository, "prisma", &["check"]).code, 0);
    }
}

/// A configuration with a second target for the visits, or with one for all.
fn targets(base: BaseKind, main: &str, second: Option<&str>) -> String {
    let key = |models: &str| format!("models = [{models}]\n");
    let second = second.map(|models| {
        format!(
            "\n[targets.second]\n{}base = \"{}\"\n",
            key(models),
            if base == BaseKind::Git { "git" } else { "history" }
        )
    });
    format!("{}{}{}", config(base), key(main), second.unwrap_or_default())
}

#[test]
fn targets_come_go_and_share() {
    for base in BASES {
        let team = Team::new(base);
        let branch = |name: &str, config: String| {
            team.git(&format!("switch --quiet --create {name}"));
            team.repository.write("refract.toml", config);
        };
        let merge = |name: &str| {
            team.git("switch --quiet main");
            team.git(&format!("merge --quiet --no-ff --no-edit {name}"));
            assert_eq!(team.on_the_laptop().code, 0, "{base:?}, {name} on main");
        };
        branch("added", targets(base, "\"*\"", Some("\"Visit\"")));
        team.commit("a second target");
        team.both_say(2, "a second target is empty");
        team.generate_fixes_it(&[], "a second target");
        merge("added");
        branch("moved", targets(base, "\"Visit\"", Some("\"*\"")));
        team.commit("Patient is to live in the second");
        team.both_say(2, "a model that changes its target");
        let written = team.generate(&[]);
        assert!(!written.stdout.to_lowercase().contains("drop"), "{written}");
        team.commit("moved");
        team.both_say(0, "a model that changes its target");
        merge("moved");
        branch("one", targets(base, "\"*\"", None));
        team.commit("two targets made one");
        let said = team.on_the_laptop();
        team.both_say(said.code, "two targets made one");
        let written = team.generate(&[]);
        assert!(!written.stdout.to_lowercase().contains("drop"), "{written}");
        team.commit("one target");
        team.both_say(0, "two targets made one");
        merge("one");
    }
}
