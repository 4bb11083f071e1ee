//! Directives about rows that nothing comes of.

use insta::assert_snapshot;

use super::{generate, run};
use crate::support_git::{DATASOURCE, Sandbox};

fn schema(fields: &str) -> String {
    format!("{DATASOURCE}model A {{\n  id Int @id\n{fields}\n}}\n")
}

#[test]
fn what_fills_and_converts_nothing_is_said_until_it_is_committed() {
    let sandbox = Sandbox::repository();
    sandbox.write("prisma/schema.prisma", schema("  a Int?\n  b Int?"));
    sandbox.commit("first");
    let fields = "  a Int? /// @refract.backfill(\"1\")\n  b Int? /// @refract.using(\"b + 1\")";
    sandbox.write("prisma/schema.prisma", schema(fields));
    assert_snapshot!(generate(&sandbox, &[]), @r#"
    default: in sync since 6ab23f4 (HEAD)
    --- stderr
    note[R4017]: @refract.backfill of A.a fills no rows now
     --> prisma/schema.prisma:7:14
      |
    7 |   a Int? /// @refract.backfill("1")
      |              ^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: it acts in the migration in which its column is new in a table that is there, or becomes required; once that is written, it may stay or go

    note[R4017]: @refract.using of A.b converts no rows now
     --> prisma/schema.prisma:8:14
      |
    8 |   b Int? /// @refract.using("b + 1")
      |              ^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: it acts in the migration in which the type of its column changes; once that is written, it may stay or go


    Next: nothing, until schema.prisma changes
    --- exit 0
    "#);
    sandbox.commit("directives");
    let later = generate(&sandbox, &[]);
    assert!(!later.stderr.contains("R4017"), "{later}");
}

#[test]
fn what_is_filled_is_not_said_to_be_idle() {
    let sandbox = Sandbox::repository();
    sandbox.write("prisma/schema.prisma", schema("  a Int?"));
    sandbox.commit("first");
    sandbox.write("prisma/schema.prisma", schema("  a Int /// @refract.backfill(\"1\")"));
    let written = generate(&sandbox, &[]);
    assert_eq!((written.stderr.as_str(), written.code), ("", 0));
    assert!(written.stdout.contains("fill and require public.A.a"), "{written}");
    assert_eq!(run(&sandbox, &["check"]).code, 0);
}
