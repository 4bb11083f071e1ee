//! `refract init`: proposes a refract.toml.

use std::collections::BTreeSet;

use super::init_history::{Story, story};
use super::init_text::{Proposal, TargetProposal, written};
use super::states::States;
use super::{Context, Outcome, Refusal, here, shell};
use crate::config::{self, Config, VectorDefaults};
use crate::diagnostic::{Code, Diagnostic};
use crate::migrations::{self, Batch, NewFile};
use crate::path;
use crate::physical::{Database, TableOrigin};
use crate::project::{Overrides, Project};
use crate::sources::{self, Source};
use crate::state::State;
use crate::target;

/// What a model needs, and where it is.
struct Need {
    model: String,
    schema: String,
    extensions: BTreeSet<&'static str>,
}

pub(super) fn run(context: &Context) -> Result<Outcome, Refusal> {
    let overrides = context.overrides();
    let project = Project::find(&here()?, &Overrides { config: None, ..overrides.clone() })?;
    let _lock = project.disk().lock();
    if let Some(file) = project.config_file.as_ref().filter(|_| overrides.config.is_none()) {
        let message = format!("there is {} already", project.shown(file));
        return Err(Diagnostic::error(Code::FileExists, message)
            .help("edit it, and see with `refract targets` which model goes where; --config FILE proposes another")
            .into());
    }
    let (schema, _) = project.schema()?;
    let state = State::of(sources::Snapshot {
        config: Config::without_file(None, String::new(), config::BaseKind::Git),
        ..sources::read(&project, &Source::Worktree)?
    })?;
    let file = match &overrides.config {
        Some(file) => project.entered(file),
        None => path::join(&home(&project, schema), "refract.toml"),
    };
    let mut proposal = propose(&project, &state, path::parent(&file), schema);
    let config = check(&project, &file, &written(&proposal))?;
    let project = project.under(&file, config);
    migrations::clear_leftovers(&project)?;
    tell_stories(context, &project, &mut proposal)?;
    let content = written(&proposal);
    check(&project, &file, &content)?;
    let shown = project.shown(&file);
    let new = NewFile { path: project.place(&file)?, shown: shown.clone(), has_own_folder: false, content };
    Batch { new: vec![new], ..Batch::default() }.apply()?;
    Ok(Outcome::done(if context.common.quiet { format!("{shown}\n") } else { report(&proposal, &shown) }))
}

/// Finds out which targets can have their history for a base, and says why others cannot.
fn tell_stories(context: &Context, project: &Project, proposal: &mut Proposal) -> Result<(), Refusal> {
    let states = States::new(project);
    let Ok(after) = states.of(&Source::Worktree) else { return Ok(()) };
    for proposed in &mut proposal.targets {
        if let Some(target) = project.config.targets.get(proposed.name) {
            proposed.story = story(project, &states, target, &after)?;
            if let Some(remark) = proposed.story.remark(proposed.name) {
                context.remark(&remark.into());
            }
        }
    }
    Ok(())
}

/// The folder that the user stands in, or the nearest above it that holds the schema.
fn home(project: &Project, schema: &str) -> String {
    let mut folder = project.entered(project.start());
    while !folder.is_empty() && path::below(&folder, schema).is_none() {
        folder = path::parent(&folder).to_owned();
    }
    folder
}

fn propose(project: &Project, state: &State, root: &str, schema: &str) -> Proposal {
    let needs = needs(&state.database);
    let has_vector = |need: &Need| need.extensions.contains("vector");
    let with_vectors: BTreeSet<&str> =
        needs.iter().filter(|need| has_vector(need)).map(|need| need.schema.as_str()).collect();
    let (vector, plain): (Vec<&Need>, Vec<&Need>) =
        needs.iter().partition(|need| with_vectors.contains(need.schema.as_str()));
    let is_split = !vector.is_empty() && !plain.is_empty();
    let prisma = project.prisma_migrations().unwrap_or_default();
    let is_there = project.disk().is_folder(&prisma).unwrap_or(true);
    let prisma = path::relative(root, &prisma);
    // folders of migrations may not lie in one another
    let is_in_the_way = prisma == "migrations";
    let second_folder = if is_in_the_way { "pgvector/migrations" } else { "migrations/pgvector" };
    let main = TargetProposal {
        name: "main",
        schemas: if is_split { schemas(&plain) } else { Vec::new() },
        extensions: extensions(state, if vector.is_empty() || is_split { &plain } else { &vector }, !is_split),
        migrations: if is_there || is_in_the_way || !is_split { prisma } else { "migrations/main".to_owned() },
        owns_history: is_there,
        story: Story::None,
        env: env(state).unwrap_or_else(|| "DATABASE_URL".to_owned()),
    };
    let pgvector = is_split.then(|| TargetProposal {
        name: "pgvector",
        schemas: schemas(&vector),
        extensions: extensions(state, &vector, true),
        migrations: second_folder.to_owned(),
        owns_history: false,
        story: Story::None,
        env: "VECTOR_DATABASE_URL".to_owned(),
    });
    let alone = needs.iter().filter(|need| !is_split && has_vector(need));
    Proposal {
        schema: path::relative(root, schema),
        targets: [Some(main), pgvector].into_iter().flatten().collect(),
        vector_models: alone.map(|need| need.model.clone()).collect(),
        second_folder,
        is_mixed: vector.iter().any(|need| !has_vector(need)),
        defaults: VectorDefaults::default(),
    }
}

fn schemas(needs: &[&Need]) -> Vec<String> {
    needs.iter().map(|need| need.schema.clone()).collect::<BTreeSet<String>>().into_iter().collect()
}

fn needs(database: &Database) -> Vec<Need> {
    let models = database.tables.values().filter_map(|table| match &table.origin {
        TableOrigin::Model(model) => Some((model, table)),
        TableOrigin::ManyToMany { .. } | TableOrigin::Unknown => None,
    });
    let need = |(model, table): (&String, &crate::physical::Table)| Need {
        model: model.clone(),
        schema: table.name.schema.clone(),
        extensions: target::needed_by(table).into_keys().collect(),
    };
    models.map(need).collect()
}

/// What the models need, and what the datasource lists besides.
fn extensions(state: &State, needs: &[&Need], with_vector: bool) -> Vec<String> {
    let needed = needs.iter().flat_map(|need| need.extensions.iter().map(|name| (*name).to_owned()));
    let listed = state.database.extensions.keys().filter(|name| with_vector || *name != "vector").cloned();
    needed.chain(listed).collect::<BTreeSet<String>>().into_iter().collect()
}

/// The variable in `url = env("...")`, as Prisma up to 6 has it.
fn env(state: &State) -> Option<String> {
    let is_url = |line: &&str| line.strip_prefix("url").is_some_and(|rest| rest.trim_start().starts_with('='));
    let mut lines = state.texts.iter().flat_map(|(_, file)| file.text.lines().map(str::trim));
    let line = lines.find(is_url)?;
    let name = line.split_once("env(\"")?.1.split_once('"')?.0;
    let is_name = !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    is_name.then(|| name.to_owned())
}

/// A proposal that would not be taken is not made.
fn check(project: &Project, file: &str, content: &str) -> Result<Config, Refusal> {
    let depth = path::parent(file).split('/').filter(|part| !part.is_empty()).count();
    Ok(config::parse_in(&project.shown(file), content, depth).into_result()?)
}

fn report(proposal: &Proposal, shown: &str) -> String {
    let names: Vec<&str> = proposal.targets.iter().map(|target| target.name).collect();
    let what = if names.len() == 1 { "one target" } else { "two targets" };
    let mut text = format!("{}\n    {what}: {}\n", shown, names.join(", "));
    text.push_str("\nNext:\n");
    if !proposal.vector_models.is_empty() {
        text.push_str(
            "  If the vectors are in a database of their own, write in what it says below `[targets.main]`.\n",
        );
    }
    if names.len() > 1 {
        text.push_str(
            "  Tables that both databases have (users, say): add their schema to `schemas` of pgvector too.\n",
        );
    }
    text.push_str(&format!("  Look at {}: `env` and `extensions` are guesses.\n", shell::quoted(shown)));
    text.push_str("  refract targets             which model goes where\n");
    text.push_str("  refract generate --dry-run  what the last edit of the schema needs\n");
    text
}
