//! Reading a state: its texts, and the configuration that goes with them.

use std::path::Path;

use super::{Source, no_schema};
use crate::config::{self, Config};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure, unsolved_conflict};
use crate::files::{SchemaFiles, View, is_postgresql, schema_at, schemas_among};
use crate::git::{EntryKind, Oid, Repository};
use crate::path;
use crate::project::Project;
use crate::text::Texts;

/// A state, as texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// The files of the schema, in path order; none for an empty state.
    pub texts: Texts,
    /// The configuration by which the state is projected.
    pub config: Config,
    /// What to call it, such as `3f2c1ab (origin/main)`.
    pub description: String,
    /// What is worth knowing about how it was read.
    pub notes: Diagnostics,
}

impl Snapshot {
    /// Whether another one means the same, whatever its files are called.
    #[must_use]
    pub fn says_the_same(&self, other: &Snapshot) -> bool {
        let texts = |snapshot: &Snapshot| snapshot.texts.iter().count();
        let mut pairs = self.texts.iter().zip(other.texts.iter());
        self.notes == Diagnostics::default()
            && self.config == other.config
            && texts(self) == texts(other)
            && pairs.all(|((_, one), (_, other))| one.text == other.text)
    }
}

/// Reads a state.
///
/// # Errors
/// When there is no schema where there must be one, or it cannot be read.
pub fn read(project: &Project, source: &Source) -> Result<Snapshot, Failure> {
    match source {
        Source::Empty => Ok(snapshot(project, Texts::default(), "empty")),
        Source::Worktree => worktree(project),
        Source::Staged => staged(project),
        Source::Git(revision) => revision_state(project, revision),
        Source::Path(path) => from_path(project, path),
        Source::History => Err(no_schema("`history`")),
        Source::Sql(path) => Err(no_schema(&format!("`{}`", project.shown(&project.entered(path))))),
    }
}

fn snapshot(project: &Project, texts: Texts, description: impl Into<String>) -> Snapshot {
    let config = project.config.clone();
    Snapshot { texts, config, description: description.into(), notes: Diagnostics::default() }
}

fn worktree(project: &Project) -> Result<Snapshot, Failure> {
    let (path, named) = project.schema()?;
    let view = View::Disk(project.disk());
    let schema = schema_at(&view, path, named)?.ok_or_else(|| gone(project, path, "is not there", "git restore"))?;
    let texts = texts_of(&view, &schema.files, |file| project.shown(file))?;
    Ok(Snapshot { notes: project.notes.clone(), ..snapshot(project, texts, "the working tree") })
}

fn gone(project: &Project, path: &str, how: &str, back: &str) -> Failure {
    let shown = project.shown(path);
    project.with_notes(Diagnostic::error(Code::SchemaMissing, format!("the schema {shown} {how}")).help(format!(
        "bring it back ({back} {shown}), or say where it is now with `--schema` or in refract.toml; \
             to drop everything, keep its datasource and take out the models"
    )))
}

fn staged(project: &Project) -> Result<Snapshot, Failure> {
    let repository = project.repository()?;
    let view = View::Index(repository, repository.index_of_schemas(project.config_file.as_slice())?);
    let mut notes = project.notes.clone();
    let config = config_in(project, &view, "the index", &mut notes)?;
    let configured = configured_schema(project, config.as_ref());
    let (today, named) = project.schema()?;
    let mut schema = None;
    for (place, named) in configured.iter().map(|place| (place.as_str(), true)).chain([(today, named)]) {
        if schema.is_none() {
            schema = schema_at(&view, place, named)?;
        }
    }
    let schema = schema.ok_or_else(|| gone(project, today, "is not in the index", "git add"))?;
    if let View::Index(_, files) = &view {
        let are_read = schema.files.iter().chain(&project.config_file);
        project.expect_solved(are_read.filter_map(|file| files.get_key_value(file)))?;
    }
    let texts = texts_of(&view, &schema.files, |file| project.shown(file))?;
    let config = config.unwrap_or_else(|| project.config.clone());
    Ok(Snapshot { texts, config, description: "the index".to_owned(), notes })
}

fn from_path(project: &Project, path: &Path) -> Result<Snapshot, Failure> {
    let view = View::Disk(project.disk());
    let place = project.entered(path);
    let Some(schema) = schema_at(&view, &place, true)? else {
        let message = format!("there is no schema at {}", project.shown(&place));
        return Err(Diagnostic::error(Code::SchemaMissing, message)
            .help("name a .prisma file or a folder of them")
            .into());
    };
    let texts = texts_of(&view, &schema.files, |file| project.shown(file))?;
    Ok(snapshot(project, texts, project.shown(&place)))
}

fn revision_state(project: &Project, revision: &str) -> Result<Snapshot, Failure> {
    let repository = project.repository()?;
    let commit = repository.resolve(revision)?;
    let view = View::Commit(repository, repository.root(&commit)?);
    let mut notes = Diagnostics::default();
    let config = config_in(project, &view, commit.short(), &mut notes)?;
    let schema = schema_at_revision(project, repository, &commit, &view, config.as_ref())?;
    let files = schema.map(|schema| schema.files).unwrap_or_default();
    let texts = texts_of(&view, &files, |file| format!("{}:{file}", commit.short()))?;
    let config = config.unwrap_or_else(|| project.config.clone());
    Ok(Snapshot { texts, config, description: describe(&commit, revision), notes })
}

/// `3f2c1ab (origin/main)`, and only `3f2c1ab` where that is what the user wrote.
pub(crate) fn describe(commit: &Oid, revision: &str) -> String {
    if commit.as_str().starts_with(revision) {
        commit.short().to_owned()
    } else {
        format!("{} ({revision})", commit.short())
    }
}

/// The refract.toml of a state. One that is not there or does not parse is replaced by today's, with a note.
fn config_in(
    project: &Project,
    view: &View<'_>,
    where_from: &str,
    notes: &mut Diagnostics,
) -> Result<Option<Config>, Failure> {
    let Some(file) = &project.config_file else { return Ok(None) };
    let Some(bytes) = view.read(file)? else { return Ok(None) };
    let text = String::from_utf8_lossy(&bytes);
    let depth = file.matches('/').count();
    let mut parsed = config::parse_in(file, &text, depth);
    if let Some(config) = &mut parsed.config {
        project.complete(config)?;
    }
    if parsed.config.is_none() {
        let first = parsed.diagnostics.iter().next().map_or("", |diagnostic| diagnostic.message.as_str());
        let message = format!("{file} of {where_from} does not count, today's does: {first}");
        notes.push(Diagnostic::note(Code::ConfigOfRevision, message));
    }
    Ok(parsed.config)
}

/// Where a configuration says that the schema is, unless the command line says otherwise.
fn configured_schema(project: &Project, config: Option<&Config>) -> Option<String> {
    let schema = config.filter(|_| !project.schema_given)?.schema.as_ref()?;
    Some(project.from_root(schema))
}

/// The schema of a revision: where its configuration says, then where it is today, then where git says that it
/// was before a rename, then the only one. `None` where the revision has no PostgreSQL schema at all.
fn schema_at_revision(
    project: &Project,
    repository: &Repository,
    commit: &Oid,
    view: &View<'_>,
    config: Option<&Config>,
) -> Result<Option<SchemaFiles>, Failure> {
    let today = project.schema().ok();
    let configured = configured_schema(project, config);
    let places = configured.iter().map(|place| (place.as_str(), true)).chain(today);
    for (place, named) in places {
        if let Some(schema) = schema_at(view, place, named)?
            && is_postgresql(view, &schema.files)?
        {
            return Ok(Some(schema));
        }
    }
    // A link leads to a file that is listed itself.
    let files = repository.files_at(commit, ".prisma")?.into_iter().filter(|(_, entry)| entry.kind == EntryKind::File);
    let files = files.map(|(path, _)| path).filter(|path| !path.contains("node_modules/"));
    let schemas = schemas_among(view, &files.collect::<Vec<_>>())?;
    if schemas.is_empty() {
        return Ok(None);
    }
    let renamed = match today {
        Some((today, _)) => renamed(repository, commit, today, &schemas)?,
        None => Vec::new(),
    };
    match (renamed.as_slice(), schemas.as_slice()) {
        ([one], _) | ([], [one]) => Ok(Some((*one).clone())),
        _ => Err(undecided(project, commit, &schemas)),
    }
}

/// The schemas of a commit that have a file which was renamed to what is the schema today, or into its folder.
fn renamed(
    repository: &Repository,
    commit: &Oid,
    today: &str,
    schemas: &[SchemaFiles],
) -> Result<Vec<SchemaFiles>, Failure> {
    let mut renames = repository.renames_since(commit, false)?;
    // What is staged and then renamed, or only staged.
    renames.extend(repository.renames_since(commit, true)?);
    let into_today = |now: &str| now == today || path::below(today, now).is_some();
    let before: Vec<&str> =
        renames.iter().filter(|(_, now)| into_today(now)).map(|(before, _)| before.as_str()).collect();
    let held = schemas.iter().filter(|schema| schema.files.iter().any(|file| before.contains(&file.as_str())));
    Ok(held.cloned().collect())
}

fn undecided(project: &Project, commit: &Oid, schemas: &[SchemaFiles]) -> Failure {
    let paths: Vec<&str> = schemas.iter().map(|schema| schema.path.as_str()).collect();
    let first = paths.first().copied().unwrap_or_default();
    let short = commit.short();
    let message = match project.schema() {
        Ok((today, _)) => {
            format!(
                "{short} has no {}, and nothing says which of its schemas that was: {}",
                project.shown(today),
                paths.join(", ")
            )
        }
        Err(_) => format!("{short} has several schemas with a PostgreSQL datasource: {}", paths.join(", ")),
    };
    Diagnostic::error(Code::SchemaUndecided, message)
        .help(format!(
            "take out the one you mean and compare with that: git show {short}:{first} > before.prisma, \
             then `--base before.prisma` (or `--from`); `--base empty` if it was none of them"
        ))
        .into()
}

fn texts_of(view: &View<'_>, files: &[String], shown: impl Fn(&str) -> String) -> Result<Texts, Failure> {
    let mut texts = Texts::default();
    let mut problems = Diagnostics::default();
    for file in files {
        let shown = shown(file);
        let Some(bytes) = view.read(file)? else {
            problems.push(Diagnostic::error(Code::Unreadable, format!("cannot read {shown}: it is gone")));
            continue;
        };
        match String::from_utf8(bytes) {
            Ok(text) => {
                let file = texts.add(shown, text);
                unsolved_conflict(&texts, file).into_iter().for_each(|conflict| problems.push(conflict));
            }
            Err(error) => problems.push(not_utf8(&shown, &error)),
        }
    }
    if problems.has_errors() { Err(Failure { texts, diagnostics: problems }) } else { Ok(texts) }
}

fn not_utf8(shown: &str, error: &std::string::FromUtf8Error) -> Diagnostic {
    let at = error.utf8_error().valid_up_to();
    let line = error.as_bytes()[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
    let message = format!("{shown} is not UTF-8: byte {at}, on line {line}, is not part of any character");
    let help = if error.as_bytes().starts_with(&[0xff, 0xfe]) || error.as_bytes().starts_with(&[0xfe, 0xff]) {
        "it looks like UTF-16; save it as UTF-8"
    } else {
        "save it as UTF-8"
    };
    Diagnostic::error(Code::NotUtf8, message).help(help)
}
