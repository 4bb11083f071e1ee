//! `refract resolve`: says of migrations that a database has run them, or that what they did was taken back.

use super::args::live::Resolve;
use super::live::{self, Live, counted};
use super::{Context, Outcome, Refusal, interrupt};
use crate::apply::{FileState, Session, Settings, Wanted, resolve};
use crate::diagnostic::{Code, Diagnostic};

pub(super) fn run(context: &Context, arguments: &Resolve) -> Result<Outcome, Refusal> {
    let project = context.project()?;
    let stop = interrupt::watched();
    let mut aims = live::aims(context, &project, &arguments.connection)?;
    let (Some(aim), true) = (aims.pop(), aims.is_empty()) else {
        let message = "this is about one database, and there are several targets";
        return Err(Diagnostic::error(Code::UrlMissing, message).help("say which one with --target").into());
    };
    let live = aim.reach(context, &project, "refract resolve", arguments.wait, &stop)?;
    let Live { aim, client, facts: _, ledger, standing, remarks } = live;
    context.remark_all(remarks);
    let wanted = wanted(arguments, &aim, &standing.files)?;
    let settings = Settings { role: aim.target.role.clone(), ..Settings::default() };
    let is_pooled = aim.chosen.address.is_pooled();
    let name = &aim.target.name;
    let refused = |error: &crate::server::ServerError| crate::apply::ledger_refused(name, error);
    let mut session = Session::begin(client, settings, is_pooled).map_err(|error| refused(&error))?;
    let done = resolve(&mut session, ledger, &aim.files, &wanted, arguments.wait, &stop);
    let changed = done.map_err(|failed| failed.explained(name, &aim.files, false))?;
    if changed.is_empty() {
        let what = arguments.rolled_back.as_deref().unwrap_or_default();
        let message = format!(
            "{name}: {what} is neither unfinished nor failed in this database, so there is nothing to roll back"
        );
        return Err(Diagnostic::error(Code::ResolveRefused, message)
            .help("refract status says which migrations this database has run")
            .into());
    }
    let what = if arguments.rolled_back.is_some() { "to be run again" } else { "applied" };
    let text = format!("{name}: {} marked as {what} in {}\n", counted(changed.len()), aim.chosen.address);
    Ok(Outcome::done(text).and_next("`refract status` says what is pending, `refract apply` runs it"))
}

/// What is to be written, by the names that the user gave.
fn wanted(arguments: &Resolve, aim: &live::Aim, states: &[FileState]) -> Result<Wanted, Refusal> {
    if let Some(name) = &arguments.rolled_back {
        return Ok(Wanted::RolledBack(name.clone()));
    }
    let one = arguments.applied.clone().flatten();
    let (name, is_range) = match (one, &arguments.to) {
        (None, Some(last)) => (last.clone(), true),
        (Some(name), None) => (name, false),
        (None, None) | (Some(_), Some(_)) => {
            let message = "--applied is about one migration, NAME, or about all up to one, --to NAME";
            let help = "write refract resolve --applied NAME, or refract resolve --applied --to NAME";
            return Err(Diagnostic::error(Code::ResolveRefused, message).help(help).into());
        }
    };
    let at = aim.place_of(&name)?;
    let is_applied = |at: &usize| matches!(states[*at], FileState::Applied { .. });
    let places: Vec<usize> = if is_range { (0..=at).filter(|at| !is_applied(at)).collect() } else { vec![at] };
    if places.is_empty() || !is_range && is_applied(&at) {
        let message = format!("{}: this database has {name} as applied already", aim.target.name);
        let help = "there is nothing to do; refract status says what is pending";
        return Err(Diagnostic::error(Code::ResolveRefused, message).help(help).into());
    }
    Ok(Wanted::Applied(places))
}
