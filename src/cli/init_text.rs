//! How a proposed refract.toml is written.

use super::init_history::Story;
use crate::config::VectorDefaults;

/// What is proposed.
pub(super) struct Proposal {
    /// Relative to the file, like all paths here.
    pub(super) schema: String,
    pub(super) targets: Vec<TargetProposal>,
    /// Models with vectors that share the one target with all others.
    pub(super) vector_models: Vec<String>,
    /// For the migrations of a second target.
    pub(super) second_folder: &'static str,
    /// Whether a schema with vectors has models without.
    pub(super) is_mixed: bool,
    pub(super) defaults: VectorDefaults,
}

#[derive(Default)]
pub(super) struct TargetProposal {
    pub(super) name: &'static str,
    /// Empty for all.
    pub(super) schemas: Vec<String>,
    pub(super) extensions: Vec<String>,
    pub(super) migrations: String,
    /// Whether the folder is there already.
    pub(super) owns_history: bool,
    /// What its migrations come to.
    pub(super) story: Story,
    pub(super) env: String,
}

pub(super) fn written(proposal: &Proposal) -> String {
    let mut text = format!(
        "# What `refract` writes migrations from, and for which databases. All paths are relative to this file.\n\n\
         schema = {}   # a file, or a folder of .prisma files\n\
         layout = \"prisma\"   # <timestamp>_<name>/migration.sql; or \"flat\": <timestamp>_<name>.sql\n",
        quoted(&proposal.schema)
    );
    if proposal.targets.len() > 1 {
        text.push_str("\n# One section for each database. The models of a schema go to every target that lists it.\n");
    }
    for target in &proposal.targets {
        text.push_str(&section(target, proposal));
    }
    if !proposal.vector_models.is_empty() {
        text.push_str(&split_by_name(&proposal.vector_models, proposal.second_folder));
    }
    text.push_str(&defaults(&proposal.defaults));
    text
}

fn section(target: &TargetProposal, proposal: &Proposal) -> String {
    let TargetProposal { name, schemas, extensions, migrations, owns_history, story, env } = target;
    let mut text = format!("\n[targets.{name}]\n");
    if !schemas.is_empty() {
        let remark = match (*name, proposal.is_mixed) {
            ("pgvector", true) => "   # with the tables in them that have no vectors; list more to have them here too",
            ("pgvector", false) => "   # list more to have their tables here too",
            _ => "",
        };
        text.push_str(&format!("schemas = {}{remark}\n", list(schemas)));
    }
    if !extensions.is_empty() {
        text.push_str(&format!("extensions = {}   # what this database has or can get\n", list(extensions)));
    }
    let remark = if *owns_history { "   # it goes on with the history that is there" } else { "" };
    text.push_str(&format!("migrations = {}{remark}\n", quoted(migrations)));
    text.push_str(&base(story));
    text.push_str(&format!("env = [{}]   # only the name of the variable with its URL\n", quoted(env)));
    text
}

fn base(story: &Story) -> String {
    let git = "base = \"git\"   # what is new since the commit before";
    match story {
        Story::Whole => {
            "base = \"history\"   # its migrations tell everything; \"git\" for what is new since the commit before\n"
                .to_owned()
        }
        Story::None => format!("{git}; \"history\" once its migrations tell everything (see `refract baseline`)\n"),
        Story::Differs(changes) => format!(
            "# Its migrations do not lead to this schema; missing: {changes}.\n\
             # `refract generate --base history` writes that; or move them away, and have `refract baseline` write it all.\n\
             {git}; \"history\" after one of these\n"
        ),
        Story::Unread(why) => format!(
            "# Its migrations cannot be replayed (`refract check --base history` shows it all): {why}\n\
             {git}; \"history\" when that passes, or after `refract baseline` in their place\n"
        ),
    }
}

fn split_by_name(models: &[String], folder: &str) -> String {
    format!(
        "\n# If the vectors are in a database of their own: take \"vector\" out of the extensions above, add to [targets.main]\n\
         #   exclude = {0}\n# and have this:\n#\n\
         # [targets.pgvector]\n# models = {0}\n# extensions = [\"vector\"]\n# migrations = \"{1}\"\n# base = \"git\"\n\
         # env = [\"VECTOR_DATABASE_URL\"]\n",
        list(models),
        folder
    )
}

fn defaults(vector: &VectorDefaults) -> String {
    let VectorDefaults { index_every_column: _, operator_class, m, ef_construction } = vector;
    format!(
        "\n[vector]\nindex = \"hnsw\"   # what a new vector column gets; or \"none\"\nops = {}\nm = {m}\nef_construction = {ef_construction}\n\
         \n[json]\nindex = \"gin\"   # what @@index on one Json column becomes; or \"btree\", as Prisma has it\n",
        quoted(operator_class)
    )
}

fn list(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    format!("[{}]", names.join(", "))
}

/// As TOML's basic string.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}
