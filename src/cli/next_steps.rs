//! What to do with the files that were written.

use super::draft::MigrationDraft;
use super::scope::is_prismas;
use crate::commands::shell::quoted;
use crate::project::Project;

/// How many changes of one file are listed.
const MOST_LISTED: usize = 20;

/// The file, what it does, and what is lost by it.
pub(super) fn listing(draft: &MigrationDraft) -> String {
    let mut text = format!("{}: {}\n", draft.target.name, draft.file.shown);
    let listed = if draft.summary.len() > MOST_LISTED + 1 { MOST_LISTED } else { draft.summary.len() };
    for line in &draft.summary[..listed] {
        text.push_str(&format!("    {line}\n"));
    }
    if listed < draft.summary.len() {
        text.push_str(&format!("    and {} more\n", draft.summary.len() - listed));
    }
    draft.losses.iter().for_each(|lost| text.push_str(&format!("    loses {lost}\n")));
    text
}

/// The lines that run files of one target after another, each target by itself.
pub(super) fn running(project: &Project, drafts: &[MigrationDraft]) -> String {
    drafts
        .chunk_by(|one, other| one.target.name == other.target.name)
        .map(|series| running_one(project, series))
        .collect()
}

fn running_one(project: &Project, series: &[MigrationDraft]) -> String {
    let mut text: String = series.iter().map(|draft| by_psql(project, draft)).collect();
    if series.first().is_some_and(|draft| is_prismas(project, &draft.target)) {
        text.push_str("  npx prisma migrate deploy   # in place of psql, where Prisma keeps the ledger\n");
    }
    text
}

fn by_psql(project: &Project, draft: &MigrationDraft) -> String {
    let path = quoted(&draft.file.shown);
    let line = |url: &str, remark: &str| format!("  psql {url} -v ON_ERROR_STOP=1 -f {path}{remark}\n");
    let has_one_target = project.config.targets.len() == 1;
    match draft.target.env.as_slice() {
        [] if has_one_target => line(&url_for_psql("DATABASE_URL"), ""),
        [] => {
            let name = &draft.target.name;
            line(&url_for_psql("URL"), &format!("   # of {name}: name the variable with `env` in [targets.{name}]"))
        }
        names => names.iter().map(|name| line(&url_for_psql(name), "")).collect(),
    }
}

/// The URL in a variable without the parameters that only Prisma knows, which psql refuses.
fn url_for_psql(variable: &str) -> String {
    const PRISMAS_OWN: &str = "schema|pgbouncer|connection_limit|pool_timeout";
    format!("\"$(echo \"${variable}\" | sed -E 's/({PRISMAS_OWN})=[^&]*&?//g')\"")
}
