//! squawk reads what `--format ddl` prints with `online = "full"`: it finds nothing but what stands below, with a reason.

use std::collections::{BTreeMap, BTreeSet};

use refract::change::{Change, OnlineRecipes, Part};
use refract::pending::pending;
use refract::plan::{Plan, plan};
use refract::render::{Form, Renderer};

use crate::diff::{Case, TARGET, cases};
use crate::support::page::assert_part_of_readme;
use crate::support::schema::care;
use crate::support::squawk::{File, Finding, findings};

/// Rules with the kinds of change in whose statements they may be found (none: in those of any kind), and why that stays.
type Allowed = (&'static [(&'static str, &'static [&'static str])], &'static str);

const ALLOWED: &[Allowed] = &[
    (
        &[("require-lock-timeout", &[])],
        "what locks a table stands in the file's DO block, which sets `lock_timeout`; a build `CONCURRENTLY` holds nobody up \
         while it waits, and cut off it would leave an invalid index",
    ),
    (
        &[("require-statement-timeout", &[])],
        "how long a migration may take is for whoever runs it to say; each step that takes long says so",
    ),
    (
        &[
            ("prefer-bigint-over-int", &["create_table", "add_columns", "alter_column_type"]),
            ("prefer-bigint-over-smallint", &["create_table"]),
            ("prefer-identity", &["create_table", "add_columns"]),
            ("prefer-text-field", &["create_table", "alter_column_type"]),
            ("prefer-timestamp-tz", &["create_table"]),
            ("ban-char-field", &["create_table"]),
        ],
        "the types that the fields have, as Prisma means them: Int is INTEGER, `autoincrement()` is SERIAL, DateTime is \
         TIMESTAMP(3)",
    ),
    (
        &[
            ("renaming-column", &["rename_column"]),
            ("renaming-table", &["rename_table"]),
            (
                "renaming-object",
                &["rename_constraint", "rename_enum", "rename_enum_value", "rename_index", "rename_sequence"],
            ),
            ("ban-set-schema", &["rename_table", "rename_enum", "alter_extension"]),
        ],
        "a rename that the schema asks for; programs that know the old name have to be changed with it",
    ),
    (
        &[("renaming-object", &["swap_index", "replace_foreign_key", "rebuild_enum"])],
        "the new one is built beside the old one, and takes its name",
    ),
    (
        &[
            ("ban-drop-table", &["drop_table"]),
            ("ban-drop-column", &["drop_column"]),
            ("ban-drop-type", &["drop_enum"]),
            ("ban-drop-constraint", &["drop_foreign_key", "drop_primary_key"]),
            ("ban-drop-default", &["drop_default", "detach_sequence"]),
            ("ban-drop-sequence", &["detach_sequence"]),
            ("ban-drop-not-null", &["drop_not_null"]),
        ],
        "the schema has it no more; what takes data along is refused without `--allow-destructive`",
    ),
    (
        &[
            ("ban-drop-constraint", &["alter_column_type", "replace_foreign_key", "replace_primary_key"]),
            ("ban-drop-default", &["alter_column_type", "rebuild_enum"]),
            ("ban-drop-type", &["rebuild_enum"]),
        ],
        "it is in the way of a change, and comes back, or another takes its place, before the change is done",
    ),
    (
        &[("ban-drop-constraint", &["set_not_null"]), ("ban-drop-default", &["fill_column"])],
        "a check or default that the change brought for its own use",
    ),
    (
        &[("changing-column-type", &["alter_column_type", "rebuild_enum"])],
        "the field has another type; the line above the step says whether the table is rewritten",
    ),
    (
        &[("require-concurrent-index-creation", &["create_index"])],
        "an index that is dropped for another type of its column is created again in the same transaction: there is no moment without it",
    ),
    (
        &[("require-concurrent-index-deletion", &["alter_column_type", "drop_index", "swap_index"])],
        "it takes an instant, and waits no longer than `lock_timeout`; in place of an index that is swapped the new one comes \
         in the same transaction",
    ),
    (
        &[
            ("adding-serial-primary-key-field", &["add_primary_key", "replace_primary_key"]),
            ("constraint-missing-not-valid", &["add_primary_key", "replace_primary_key"]),
        ],
        "a primary key cannot be `NOT VALID`; the table is locked while its index is built, which the line above the step says",
    ),
    (
        &[("adding-required-field", &["add_columns"])],
        "a SERIAL has a default, which squawk does not see; without one `generate` refuses the column unless it is told what \
         to fill it with (R4006)",
    ),
    (
        &[("adding-not-nullable-field", &["fill_column"])],
        "the rows have been written in the same transaction, so the table is locked anyway",
    ),
    (
        &[("require-enum-value-ordering", &["add_enum_value"])],
        "a value without BEFORE or AFTER is the last one in the schema too",
    ),
];

/// Every rule with the kinds that it is allowed for.
fn allowed() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    ALLOWED.iter().flat_map(|(rules, _)| rules.iter().copied())
}

/// Files, and for each of their lines the kind of change that it belongs to.
#[derive(Default)]
struct Files {
    files: Vec<File>,
    kinds: BTreeMap<String, Vec<&'static str>>,
}

impl Files {
    fn add(&mut self, name: String, case: &Case, file: &Plan) {
        let renderer = Renderer::new().unwrap();
        let plain = |plan: &Plan| renderer.statements(plan, Form::Plain, &care(&case.after.config)).unwrap();
        let mut kinds = Vec::new();
        for change in file.changes() {
            let sql = plain(&plan(vec![change.clone()]));
            if !sql.is_empty() {
                kinds.extend(sql.lines().chain([""]).map(|_| Change::name(change)));
            }
        }
        let sql = plain(file);
        assert_eq!(sql.lines().count() + usize::from(!sql.is_empty()), kinds.len(), "{name}\n{sql}");
        let in_transaction = file.part(Part::Alone).is_empty();
        self.kinds.insert(name.clone(), kinds);
        self.files.push(File { name, sql, in_transaction });
    }

    /// The findings, each with the kind of change that it is about.
    fn findings(&self) -> Vec<(&'static str, Finding)> {
        let found = findings(&self.files);
        found.into_iter().map(|finding| (self.kinds[&finding.file][finding.line], finding)).collect()
    }
}

/// `online = "full"`.
const GENTLE: OnlineRecipes = OnlineRecipes { indexes: true, constraints: true };

/// Every case as it is changed, and as it is made from nothing.
fn every_file(recipes: OnlineRecipes) -> Files {
    let mut files = Files::default();
    for case in cases() {
        for (how, before) in [("changed", &case.before), ("made", &case.nothing)] {
            let whole = pending(&case.after.config, TARGET, before, &case.after).plan;
            for (number, file) in whole.series(recipes, true).iter().enumerate() {
                files.add(format!("{}_{how}_{number}.sql", case.name), &case, file);
            }
        }
    }
    files
}

fn is_allowed(kind: &str, rule: &str) -> bool {
    allowed().any(|(allowed, kinds)| allowed == rule && (kinds.is_empty() || kinds.contains(&kind)))
}

/// What has no reason, a line each.
fn unexpected(found: &[(&'static str, Finding)]) -> BTreeSet<String> {
    let is_unexpected = |(kind, finding): &&(&'static str, Finding)| !is_allowed(kind, &finding.rule);
    found.iter().filter(is_unexpected).map(line).collect()
}

fn lines(found: &[(&'static str, Finding)]) -> impl Iterator<Item = String> {
    found.iter().map(line)
}

fn line((kind, finding): &(&'static str, Finding)) -> String {
    format!("{} in {kind} of {}", finding.rule, finding.file)
}

#[test]
fn squawk_finds_nothing_but_what_has_a_reason() {
    let found = every_file(GENTLE).findings();
    assert_eq!(unexpected(&found), BTreeSet::new());
    let is_found = |rule: &str, wanted: Option<&str>| {
        found.iter().any(|(kind, finding)| finding.rule == rule && wanted.is_none_or(|wanted| wanted == *kind))
    };
    for (rule, kinds) in allowed() {
        let idle: Vec<_> = kinds.iter().filter(|kind| !is_found(rule, Some(kind))).collect();
        assert!(is_found(rule, None) && idle.is_empty(), "allowed, and never found: {rule} in {idle:?}");
    }
}

#[test]
fn squawk_finds_what_is_not_gentle() {
    let found: BTreeSet<String> = lines(&every_file(OnlineRecipes::default()).findings()).collect();
    for finding in [
        "adding-foreign-key-constraint in add_foreign_key of add_foreign_key_changed_0.sql",
        "adding-not-nullable-field in set_not_null of set_not_null_changed_0.sql",
        "require-concurrent-index-creation in create_index of create_index_changed_0.sql",
    ] {
        assert!(found.contains(finding), "{finding} is not among {found:#?}");
    }
    let sql = "DROP INDEX IF EXISTS t_a_idx;\nCREATE INDEX CONCURRENTLY IF NOT EXISTS t_a_idx ON t (a);\n".to_owned();
    let wrong = [File { name: "wrong.sql".to_owned(), sql, in_transaction: true }];
    let rules: Vec<String> = findings(&wrong).into_iter().map(|finding| finding.rule).collect();
    assert!(rules.contains(&"ban-concurrent-index-creation-in-transaction".to_owned()), "{rules:?}");
}

#[test]
fn the_readme_lists_what_squawk_may_find() {
    let code = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let mut table = "| squawk's rule, in which kinds of change | why it stays |\n|---|---|\n".to_owned();
    for (rules, why) in ALLOWED {
        let rules: Vec<String> = rules
            .iter()
            .map(|(rule, kinds)| {
                format!("**{rule}**: {}", if kinds.is_empty() { "any".to_owned() } else { code(kinds) })
            })
            .collect();
        table.push_str(&format!("| {} | {why} |\n", rules.join("<br>")));
    }
    assert_part_of_readme("squawk", &table);
}
