//! New migrations that only psql can run, in a folder that `prisma migrate deploy` runs.

use std::rc::Rc;

use super::Finding;
use super::migrations::Migrations;
use crate::config::Layout;
use crate::diagnostic::{Code, Diagnostic};
use crate::replay;
use crate::text::{Span, Texts};

/// The first line of each new migration that only psql understands: Prisma and most other tools send it to the server,
/// which refuses it.
pub(super) fn needed(migrations: &Migrations<'_>) -> Vec<Finding> {
    let project = migrations.project();
    if project.config.layout != Layout::Prisma {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for migration in &migrations.new {
        let text = migrations.says(&migration.name).unwrap_or_default();
        let Some(place) = replay::first_for_psql(text) else { continue };
        if replay::allows(text, Code::SqlForPsql) {
            continue;
        }
        let mut texts = Texts::default();
        let file = texts.add(project.shown(&migration.path), text);
        let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let span = Span { file, start: byte(place.start), end: byte(place.end) };
        let target = &migrations.compared.target.name;
        let message = format!("{target}: only psql understands this line, and Prisma stops at it");
        let help = "take it out, or run this file with psql and say so in it: -- refract:allow R6004 and the reason";
        let diagnostic = Diagnostic::warning(Code::SqlForPsql, message).at(span, "").help(help);
        findings.push(Finding { texts: Some(Rc::new(texts)), ..Finding::new(diagnostic, true) });
    }
    findings
}
