//! Statements that take data away, and the head of their file does not say so: what a reviewer should have seen.

use super::Finding;
use super::migrations::Migrations;
use crate::diagnostic::{Code, Diagnostic};
use crate::diff;
use crate::replay::{self, Loss, Lost};
use crate::text::is_written_by_refract;

/// Losses in new migrations of refract's that their heads lack. Whoever writes a file by hand, or has Prisma write it,
/// has no such head.
pub(super) fn unsaid(migrations: &Migrations<'_>) -> Vec<Finding> {
    let compared = migrations.compared;
    let mut findings = Vec::new();
    for migration in &migrations.new {
        let shown = migrations.project().shown(&migration.path);
        let is_here = |loss: &&Loss| compared.texts.file(loss.span.file).path == shown;
        let losses: Vec<&Loss> = compared.losses.iter().filter(is_here).filter(|loss| loses(&loss.lost)).collect();
        if losses.is_empty() {
            continue;
        }
        let text = migrations.says(&migration.name).unwrap_or_default();
        if replay::allows(text, Code::LossNotInHeader) {
            continue;
        }
        if !is_written_by_refract(text) {
            continue;
        }
        let head = text.lines().take_while(|line| line.starts_with("--"));
        let said: Vec<&str> = head.filter_map(|line| line.strip_prefix("-- Loses:")).map(str::trim).collect();
        let is_said = |name: &str| said.iter().any(|line| *line == name || line.starts_with(&format!("{name} (")));
        findings.extend(losses.into_iter().filter(|loss| !is_said(&loss.lost.name())).map(|loss| {
            let name = loss.lost.name();
            let message =
                format!("{}: this loses {name}, and the header of the file does not say so", compared.target.name);
            let diagnostic = Diagnostic::error(Code::LossNotInHeader, message)
                .at(loss.span, "")
                .help(format!("if that is meant, add to the header: -- Loses:     {name}"));
            Finding { texts: Some(compared.texts.clone()), ..Finding::new(diagnostic, false) }
        }));
    }
    findings
}

/// Whether values may be gone; a conversion may keep them all.
fn loses(lost: &Lost) -> bool {
    match lost {
        Lost::Table(_) | Lost::Column(..) => true,
        Lost::Conversion { before, after, .. } => diff::loses_values(before, after),
    }
}
