//! What the commands decide, as somebody who uses the library sees it: values, and no program that is started.

use refract::commands::check::{self, Report};
use refract::commands::repair;
use refract::commands::way_out::{GenerateHow, WayOut};
use refract::diagnostic::Code;
use refract::project::Project;

use crate::support_git::{DATASOURCE, Sandbox, schema};

fn checked(project: &Project) -> Report {
    let answer = check::check(project, &check::Request::default());
    assert_eq!(answer.remarks.iter().flat_map(|remark| remark.diagnostics.iter()).count(), 0);
    answer.result.map_err(|refusal| format!("{refusal:?}")).unwrap()
}

fn add(renamed: &[&str]) -> Option<WayOut> {
    let how = GenerateHow::Add(renamed.iter().map(|it| (*it).to_owned()).collect());
    Some(WayOut::Generate { targets: Vec::new(), base: None, how })
}

#[test]
fn what_no_migration_does_is_a_finding_and_generate_is_the_way_out() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).commit("one");
    sandbox.write("prisma/schema.prisma", format!("{}// edited\n", schema(&["A"])));
    let report = checked(&sandbox.project());
    assert!(!report.fails());
    assert_eq!(report.way_out, None);
    sandbox.models(&["A", "B"]);
    let report = checked(&sandbox.project());
    assert!(report.fails());
    let [target] = report.targets.as_slice() else { panic!("there is one target") };
    let codes: Vec<Code> = target.findings.iter().map(|finding| finding.diagnostic.code).collect();
    assert_eq!(codes, [Code::PendingChange]);
    assert_eq!(report.way_out, add(&[]));
}

#[test]
fn a_way_out_says_what_may_have_another_name() {
    let sandbox = Sandbox::repository();
    let model = |field: &str| format!("{DATASOURCE}\nmodel A {{\n  id Int @id\n  {field} String?\n}}\n");
    sandbox.write("prisma/schema.prisma", model("phone")).commit("one");
    sandbox.write("prisma/schema.prisma", model("mobile"));
    assert_eq!(checked(&sandbox.project()).way_out, add(&["A.phone=mobile"]));
}

#[test]
fn a_repair_is_a_script_or_a_refusal() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).commit("one");
    let script = repair::repair(&sandbox.project(), &repair::Request::default()).result.unwrap();
    assert!(script.contains("CREATE TABLE"), "{script}");
    let request = repair::Request { targets: vec!["nobody".to_owned()] };
    let refusal = repair::repair(&sandbox.project(), &request).result.unwrap_err();
    let codes: Vec<Code> = refusal.0[0].diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::UnknownTarget]);
}
