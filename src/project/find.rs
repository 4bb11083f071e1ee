//! Finding refract.toml and the schema.

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};

use super::paths::{leads_out, relative_to, resolved};
use super::prisma::prisma_paths_in;
use super::{CiEnvironment, Overrides, Project, SchemaPlace};
use crate::config::{self, BaseKind, Config};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure};
use crate::disk::{Disk, unreadable};
use crate::files::{View, is_postgresql, schema_at, schemas_among};
use crate::git::{Absent, Git, Listing, Repository, folder_with_git};
use crate::path;
use crate::text;

const CONFIG: &str = "refract.toml";
/// Where Prisma looks for a schema, in this order.
const PRISMA_PLACES: &[&str] = &["prisma/schema.prisma", "schema.prisma", "prisma/schema"];

impl Project {
    /// Finds the project that a folder belongs to.
    ///
    /// # Errors
    /// When refract.toml is wrong or cannot be read, or there are several. That there is no schema, or no
    /// repository, is no error before it is needed.
    pub fn find(start: &Path, overrides: &Overrides) -> Result<Project, Failure> {
        let start = fs::canonicalize(start).map_err(|error| unreadable(&start.to_string_lossy(), &error))?;
        // Git looks into the index while we look for the repository.
        let git = Git { folder: start.clone(), environment: overrides.git_environment.clone() };
        let listing = listing(&git, overrides);
        let repository = if overrides.states_named { Err(Absent::Outside) } else { discover(&start, overrides) };
        let listed = listing.map(|listing| listing.finish().unwrap_or_default());
        let top = match &repository {
            Ok(repository) => Some(repository.top().to_path_buf()),
            Err(_) => folder_with_git(&start).map(Path::to_path_buf),
        };
        let config_path = find_config(&start, top.as_deref(), overrides, || match &listed {
            Some(listed) => listed.called(CONFIG),
            None if overrides.states_named => Vec::new(),
            // the one above us is not in this repository
            None => Listing::start(&git, CONFIG, false).and_then(Listing::finish).unwrap_or_default().called(CONFIG),
        })?;
        let repository = match listed {
            Some(listed) => repository.map(|repository| repository.with_listed(listed)),
            None => repository,
        };
        let mut project = match config_path {
            Some(file) => with_file(start, &file, top, repository, overrides)?,
            None => without_file(start, top, repository, overrides)?,
        };
        project.service = overrides.service.clone();
        project.awaits_commit = overrides.staged;
        if let Some(schema) = &overrides.schema {
            project.schema = SchemaPlace::At { path: project.entered(schema), named: true };
            project.schema_given = true;
        }
        let mut config = project.config.clone();
        if project.config_file.is_none() {
            config.schema = project.schema().ok().map(|(path, _)| path.to_owned());
        }
        let schema = project.schema().ok().map(|(path, _)| path.to_owned());
        if let Some(schema) = schema.filter(|_| !config.has_targets && config.migrations.is_empty()) {
            project.look_elsewhere(&schema)?;
        }
        project.complete(&mut config)?;
        project.config = config;
        if let Some(migrations) = &overrides.migrations {
            let folder = path::relative(&project.root, &project.entered(migrations));
            move_migrations(&mut project.config, folder);
        }
        Ok(project)
    }

    /// One that nothing was written about yet.
    fn at(start: PathBuf, top: PathBuf, repository: Result<Repository, Absent>, found: Found) -> Project {
        Project {
            start,
            top,
            root: String::new(),
            repository,
            migrations_found: None,
            config: Config::without_file(None, String::new(), BaseKind::Git),
            config_file: None,
            schema_given: false,
            schema: found.place,
            service: CiEnvironment::default(),
            branch_points: RefCell::default(),
            awaits_commit: false,
            notes: found.notes,
        }
    }
}

/// Starts to look for a refract.toml that is not above us, and for what is staged, where that is looked at.
fn listing(git: &Git, overrides: &Overrides) -> Option<Listing> {
    if overrides.states_named || overrides.config.is_some() {
        return None;
    }
    let is_upward = upward(&git.folder, None).any(|folder| folder.join(CONFIG).is_file());
    // a schema elsewhere may be in another repository
    let is_of_staged = overrides.staged && overrides.schema.is_none();
    (is_of_staged || !is_upward).then(|| Listing::start(git, CONFIG, is_of_staged)).flatten()
}

/// The repository of the folder that the user stands in, or of the files that they name.
fn discover(start: &Path, overrides: &Overrides) -> Result<Repository, Absent> {
    let git = |folder: &Path| Git { folder: folder.to_path_buf(), environment: overrides.git_environment.clone() };
    let named = overrides.config.as_ref().or(overrides.schema.as_ref()).map(|path| resolved(start, path));
    let folder = named.as_deref().and_then(|named| if named.is_dir() { Some(named) } else { named.parent() });
    let here = Repository::discover(git(start));
    let entered = overrides.config.as_ref().or(overrides.schema.as_ref());
    match (folder, &here) {
        (Some(folder), Ok(repository)) if folder.starts_with(repository.top()) => here,
        (_, Ok(repository)) if entered.is_some_and(|path| leads_out(start, repository.top(), path)) => here,
        (Some(folder), _) if folder.is_dir() && folder != start => Repository::discover(git(folder)),
        _ => here,
    }
}

/// What the user names; or else upward first, then among the files that git tracks.
fn find_config(
    start: &Path,
    top: Option<&Path>,
    overrides: &Overrides,
    tracked: impl FnOnce() -> Vec<String>,
) -> Result<Option<PathBuf>, Failure> {
    if let Some(path) = &overrides.config {
        if top.is_some_and(|top| leads_out(start, top, path)) {
            return Err(config_unreadable(&path.to_string_lossy(), "a symbolic link leads out of the repository"));
        }
        return Ok(Some(resolved(start, path)));
    }
    for folder in upward(start, top) {
        let file = folder.join(CONFIG);
        if file.is_file() {
            return Ok(Some(file));
        }
    }
    let Some(top) = top else { return Ok(None) };
    let tracked = tracked();
    // the index may have one that is not on disk
    let mut there: Vec<&String> = tracked.iter().filter(|file| overrides.staged || top.join(file).is_file()).collect();
    let above = |file: &&&String| start.starts_with(top.join(path::parent(file)));
    if let Some(nearest) = there.iter().filter(above).max_by_key(|file| file.len()) {
        return Ok(Some(top.join(nearest)));
    }
    match (there.pop(), there.as_slice()) {
        (None, _) => Ok(None),
        (Some(file), []) => Ok(Some(top.join(file))),
        (Some(last), others) => {
            let from = relative_to(top, start).unwrap_or_default();
            let files: Vec<String> =
                others.iter().copied().chain([last]).map(|file| path::relative(&from, file)).collect();
            Err(Diagnostic::error(Code::ConfigSeveral, format!("there are several refract.toml: {}", files.join(", ")))
                .help(format!("say which one with `--config {}`", files[0]))
                .into())
        }
    }
}

fn upward<'f>(start: &'f Path, top: Option<&'f Path>) -> impl Iterator<Item = &'f Path> {
    start.ancestors().take_while(move |folder| top.is_none_or(|top| folder.starts_with(top)))
}

fn with_file(
    start: PathBuf,
    file: &Path,
    top: Option<PathBuf>,
    repository: Result<Repository, Absent>,
    overrides: &Overrides,
) -> Result<Project, Failure> {
    let folder = file.parent().unwrap_or(&start).to_path_buf();
    let inside = top.filter(|top| folder.starts_with(top));
    let depth = inside.as_ref().map_or(usize::MAX, |top| folder.components().count() - top.components().count());
    let top = inside.unwrap_or_else(|| folder.clone());
    let config_file = relative_to(&top, file).unwrap_or_else(|| CONFIG.to_owned());
    let shown = relative_to(&top, &start)
        .map_or(file.to_string_lossy().into_owned(), |from| path::relative(&from, &config_file));
    let text = match staged_text(&config_file, repository.as_ref().ok().filter(|_| overrides.staged))? {
        Some(text) => text,
        None => {
            Disk::below(&top).read_text(&config_file).map_err(|error| config_unreadable(&shown, &error.to_string()))?
        }
    };
    let config = config::parse_in(&shown, &text, depth).into_result()?;
    check_prisma_folder(&folder, &config)?;
    let root = path::parent(&config_file).to_owned();
    let found = match &config.schema {
        Some(schema) => Found::at(path::join(&root, schema), true),
        None if overrides.states_named => Found::default(),
        None => find_schema(&top, &folder, repository.as_ref().ok())?,
    };
    Ok(Project { root, config, config_file: Some(config_file), ..Project::at(start, top, repository, found) })
}

/// What the index has at a path, if it is asked and has something there.
fn staged_text(path: &str, repository: Option<&Repository>) -> Result<Option<String>, Failure> {
    let Some(repository) = repository else { return Ok(None) };
    let oid = repository.indexed(&[&path.to_owned()])?.into_iter().flatten().next();
    let content = oid.map(|oid| repository.blob(&oid)).transpose()?;
    Ok(content.map(|content| text::from_bytes(&content).into_owned()))
}

/// Fails where migrations would go, by default, into the folder that Prisma Migrate uses already.
fn check_prisma_folder(root: &Path, config: &Config) -> Result<(), Failure> {
    match config::in_prisma_folder(config) {
        Some((target, prisma)) if root.join(&prisma).join("migration_lock.toml").is_file() => {
            let message = config::in_prisma_message(target, &prisma);
            Err(Diagnostic::error(Code::ConfigFoldersNest, message).help(config::OWN_FOLDER).into())
        }
        _ => Ok(()),
    }
}

fn without_file(
    start: PathBuf,
    top: Option<PathBuf>,
    repository: Result<Repository, Absent>,
    overrides: &Overrides,
) -> Result<Project, Failure> {
    let top = match top {
        Some(top) => top,
        None if overrides.states_named => start.clone(),
        None => upward(&start, None).find(|folder| has_schema(folder)).unwrap_or(&start).to_path_buf(),
    };
    let found = match &overrides.schema {
        Some(_) => Found::default(),
        None if overrides.states_named => Found::default(),
        None => find_schema(&top, &start, repository.as_ref().ok())?,
    };
    Ok(Project::at(start, top, repository, found))
}

fn has_schema(folder: &Path) -> bool {
    let view = View::Disk(Disk::below(folder));
    let schema = prisma_paths_in(&view, "").ok().and_then(|paths| paths.schema);
    schema.is_some_and(|schema| matches!(schema_at(&view, &schema, true), Ok(Some(_))))
        || PRISMA_PLACES.iter().any(|place| matches!(at_place(&view, place), Ok(Some(_))))
}

/// The schema at one of Prisma's places, if it is one for PostgreSQL.
fn at_place(view: &View<'_>, place: &str) -> Result<Option<String>, Failure> {
    let Some(schema) = schema_at(view, place, false)? else { return Ok(None) };
    Ok(is_postgresql(view, &schema.files)?.then_some(schema.path))
}

/// Where the schema is, and what there is to know about how it was found.
struct Found {
    place: SchemaPlace,
    notes: Diagnostics,
}

impl Default for Found {
    fn default() -> Self {
        Found { place: SchemaPlace::Missing, notes: Diagnostics::default() }
    }
}

impl Found {
    fn at(path: String, named: bool) -> Found {
        Found { place: SchemaPlace::At { path, named }, ..Found::default() }
    }
}

/// First where Prisma looks, from `start` upward, then everywhere. What the configuration of a package says goes before what is at one of
/// the usual places in it, and the nearest of those before the others.
fn find_schema(top: &Path, start: &Path, repository: Option<&Repository>) -> Result<Found, Failure> {
    let view = View::Disk(Disk::below(top));
    let mut notes = Diagnostics::default();
    let mut usual = None;
    for folder in upward(start, Some(top)).filter_map(|folder| relative_to(top, folder)) {
        let paths = prisma_paths_in(&view, &folder)?;
        notes.append(paths.notes);
        if let Some(path) = paths.schema
            // one that is gone is an error, as it is to Prisma
            && schema_at(&view, &path, true)?.map_or(Ok(true), |schema| is_postgresql(&view, &schema.files))?
        {
            return Ok(Found { notes, ..Found::at(path, true) });
        }
        for place in PRISMA_PLACES {
            if usual.is_none() {
                usual = at_place(&view, &path::join(&folder, place))?;
            }
        }
        if paths.is_package && usual.is_some() {
            break;
        }
    }
    let place = match usual {
        Some(path) => SchemaPlace::At { path, named: false },
        None => among_all(&view, top, start, repository)?,
    };
    Ok(Found { place, notes })
}

/// The one schema for PostgreSQL among all files.
fn among_all(
    view: &View<'_>,
    top: &Path,
    start: &Path,
    repository: Option<&Repository>,
) -> Result<SchemaPlace, Failure> {
    let files = match repository {
        Some(repository) => repository.prisma_files()?,
        None => view.prisma_files("")?,
    };
    // a link that leads out is none of the schemas, however it is called
    let disk = Disk::below(top);
    let there: Vec<String> = files.iter().filter(|file| disk.is_file(file).unwrap_or(false)).cloned().collect();
    let mut schemas = schemas_among(view, &there)?;
    if let (true, Some(repository)) = (schemas.is_empty(), repository) {
        // The schema may just have been deleted: what it was called is still known.
        let gone: Vec<String> = files.into_iter().filter(|file| !there.contains(file)).collect();
        if !gone.is_empty() {
            schemas = schemas_among(&View::Index(repository, repository.index_of_schemas(&[])?), &gone)?;
        }
    }
    Ok(match (schemas.pop(), schemas.is_empty()) {
        // one that is no schema for PostgreSQL, or not yet, is read to say what is wrong with it
        (None, _) => {
            any_schema(view, top, start)?.map_or(SchemaPlace::Missing, |path| SchemaPlace::At { path, named: false })
        }
        (Some(schema), true) => SchemaPlace::At { path: schema.path, named: false },
        (Some(schema), false) => {
            schemas.push(schema);
            SchemaPlace::Several(schemas.into_iter().map(|schema| schema.path).collect())
        }
    })
}

/// The schema at one of Prisma's places, whatever it is for.
fn any_schema(view: &View<'_>, top: &Path, start: &Path) -> Result<Option<String>, Failure> {
    for folder in upward(start, Some(top)).filter_map(|folder| relative_to(top, folder)) {
        if let Some(path) = prisma_paths_in(view, &folder)?.schema {
            return Ok(Some(path));
        }
        for place in PRISMA_PLACES {
            if let Some(schema) = schema_at(view, &path::join(&folder, place), false)? {
                return Ok(Some(schema.path));
            }
        }
    }
    Ok(None)
}

/// The folder where Prisma keeps the migrations of a schema.
pub(super) struct Usual {
    pub folder: String,
    /// Whether a prisma.config says so.
    pub is_configured: bool,
}

/// Where Prisma keeps the migrations of a schema: where the nearest prisma.config says, or beside it.
pub(super) fn prisma_migrations(top: &Path, schema: &str) -> Usual {
    let usual = |folder: String, is_configured: bool| Usual { folder, is_configured };
    let view = View::Disk(Disk::below(top));
    let folder = if schema.ends_with(".prisma") { path::parent(schema) } else { schema };
    for folder in Path::new(folder).ancestors().map(|folder| folder.to_string_lossy().replace('\\', "/")) {
        let Ok(paths) = prisma_paths_in(&view, &folder) else { continue };
        if paths.has_config {
            let is_of_this = paths.schema.is_none_or(|configured| configured == schema);
            match paths.migrations.filter(|_| is_of_this) {
                Some(migrations) => return usual(migrations, true),
                None => break,
            }
        }
    }
    let beside = config_migrations(folder);
    // A folder of files may have its migrations in it or, as in older projects, beside it.
    let above = config_migrations(path::parent(folder));
    let is_old = folder == schema && !top.join(&beside).is_dir() && top.join(&above).is_dir();
    usual(if is_old { above } else { beside }, false)
}

fn config_migrations(folder: &str) -> String {
    path::join(folder, "migrations")
}

fn move_migrations(config: &mut Config, folder: String) {
    let several = config.targets.len() > 1;
    for target in config.targets.values_mut() {
        let usual = path::join(&config.migrations, &target.name);
        if !several {
            target.migrations.clone_from(&folder);
        } else if target.migrations == usual {
            target.migrations = path::join(&folder, &target.name);
        }
    }
    config.migrations = folder;
}

fn config_unreadable(path: &str, reason: &str) -> Failure {
    let path = if path.starts_with('/') { path.to_owned() } else { path::plain(path) };
    Diagnostic::error(Code::ConfigUnreadable, format!("cannot read {path}: {reason}"))
        .help("see whether it is there and yours to read, or name another with `--config`")
        .into()
}
