//! What has another name: as the command line says it, and what is said of it.

use super::shell::quoted;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure};
use crate::diff::{Hints, LookAlike, Names, NewName, Renamed};
use crate::psl::directive::{Directive, DirectiveKind};
use crate::psl::schema::Schema;
use crate::state::State;
use crate::text::Span;

/// What is said about names beside the schema, each as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameFlags {
    /// `--rename`: `Model.old=new`, `Enum.OLD=NEW`, or `Old=New` for a model or an enum.
    pub rename: Vec<String>,
    /// `--no-rename`: `Model.field`, `Enum.VALUE`, `Model` or `Enum`, by the new name.
    pub no_rename: Vec<String>,
}

/// What the command line says about names.
pub(crate) fn hints(flags: &NameFlags, after: &State) -> Result<Hints, Failure> {
    let schema = &after.schema;
    let renamed = flags.rename.iter().map(|text| {
        let found = text.split_once('=').and_then(|(old, new)| renamed(old.trim(), new.trim(), schema));
        found.ok_or_else(|| unknown("--rename", text, "write it as Model.old=new, Enum.OLD=NEW or Old=New"))
    });
    let not_renamed = flags.no_rename.iter().map(|text| {
        let help = "write it as Model.field, Enum.VALUE, Model or Enum, by the new name in the schema";
        new_name(text.trim(), schema).ok_or_else(|| unknown("--no-rename", text, help))
    });
    let (renamed, not_renamed) = (renamed.collect::<Result<_, _>>()?, not_renamed.collect::<Result<_, Diagnostic>>()?);
    Ok(Hints { renamed, not_renamed })
}

fn unknown(flag: &str, text: &str, help: &str) -> Diagnostic {
    let message = format!("`{flag} {}`: the schema has nothing of that name", text.escape_debug());
    Diagnostic::error(Code::RenameUnknown, message).help(help)
}

/// `Model.old=new` or `Old=New`; the old name of a table may have its schema before it.
fn renamed(old: &str, new: &str, schema: &Schema) -> Option<Renamed> {
    let of_member = old.split_once('.').and_then(|(block, old)| {
        let member = new.strip_prefix(block).and_then(|rest| rest.strip_prefix('.')).unwrap_or(new);
        Some((new_name(&format!("{block}.{member}"), schema)?, old))
    });
    let (new, old) = of_member.or_else(|| Some((new_name(new, schema)?, old)))?;
    Some(Renamed { new, old: old.to_owned(), is_for_this_run: true })
}

fn new_name(text: &str, schema: &Schema) -> Option<NewName> {
    let (block, member) = match text.split_once('.') {
        Some((block, member)) => (block, Some(member)),
        None => (text, None),
    };
    let name = NewName { block: block.to_owned(), member: member.map(str::to_owned) };
    // the links of a relation between many have no name in the schema
    (declared(&name, schema).is_some() || (block.starts_with('_') && member.is_none())).then_some(name)
}

/// Where something is declared, and its directives.
fn declared<'s>(name: &NewName, schema: &'s Schema) -> Option<(Span, &'s [Directive])> {
    if let Some(model) = schema.models.iter().find(|model| model.name == name.block) {
        let Some(member) = &name.member else { return Some((model.span, &model.directives)) };
        let field = model.fields.iter().find(|field| field.name == *member)?;
        return Some((field.span, &field.directives));
    }
    let declared = schema.enums.iter().find(|declared| declared.name == name.block)?;
    let Some(member) = &name.member else { return Some((declared.span, &declared.directives)) };
    let value = declared.values.iter().find(|value| value.name == *member)?;
    Some((value.span, &value.directives))
}

/// What was said on the command line has to come to something.
pub(crate) fn expect_followed<'n>(hints: &Hints, names: impl Iterator<Item = &'n Names>) -> Result<(), Failure> {
    let followed: Vec<&Renamed> = names.flat_map(|names| &names.followed).collect();
    match hints.renamed.iter().find(|said| !followed.contains(said)) {
        None => Ok(()),
        Some(Renamed { new, old, .. }) => {
            let message = format!("`--rename`: {new} cannot have been `{}`", old.escape_debug());
            Err(Diagnostic::error(Code::RenameStale, message)
                .help(
                    "nothing of the old name is there, or something of the new name is, or it has been renamed already",
                )
                .into())
        }
    }
}

/// Why nothing is written: names that are exchanged, and what may be a rename, unless it may be lost.
pub(crate) fn refusal<'n>(
    after: &State,
    names: impl Iterator<Item = (&'n str, &'n Names)>,
    may_be_lost: bool,
) -> Option<Failure> {
    let mut diagnostics = Diagnostics::default();
    for (target, names) in names {
        names.circles.iter().for_each(|circle| diagnostics.push(exchanged(target, circle, after)));
        let unclear = names.look_alikes.iter().filter(|_| !may_be_lost);
        unclear.for_each(|one| diagnostics.push(look_alike(target, one, after, Diagnostic::error)));
    }
    diagnostics.has_errors().then(|| Failure { texts: after.texts.clone(), diagnostics })
}

/// What else there is to know about names; what would be refused, where nothing is to be written.
pub(crate) fn remarks<'n>(
    after: &State,
    names: impl Iterator<Item = (&'n str, &'n Names)>,
    is_written: bool,
) -> Failure {
    let mut diagnostics = Diagnostics::default();
    for (target, names) in names {
        if !is_written {
            let unclear = names.look_alikes.iter();
            unclear.for_each(|one| diagnostics.push(look_alike(target, one, after, Diagnostic::warning)));
        }
        for stale in names.stale.iter().filter(|stale| !stale.is_for_this_run) {
            diagnostics.push(stale_directive(target, stale, after));
        }
    }
    Failure { texts: after.texts.clone(), diagnostics }
}

fn placed(diagnostic: Diagnostic, name: &NewName, after: &State) -> Diagnostic {
    match declared(name, &after.schema) {
        Some((span, _)) => diagnostic.at(span, ""),
        None => diagnostic,
    }
}

/// The flag that says that two things are one with a new name, as the shell takes it.
fn flag(one: &LookAlike) -> String {
    format!("--rename {}", quoted(&old_and_new(one)))
}

/// `Model.old=new`.
pub(crate) fn old_and_new(one: &LookAlike) -> String {
    let new_name = one.new.member.as_ref().unwrap_or(&one.new.block);
    format!("{}={new_name}", one.old)
}

/// Whether a change is one half of what may be a rename.
pub(crate) fn is_half(names: &Names, full_name: &str) -> bool {
    names.look_alikes.iter().any(|one| one.dropped == full_name || one.added == full_name)
}

pub(crate) fn look_alike(
    target: &str,
    one: &LookAlike,
    after: &State,
    severity: impl Fn(Code, String) -> Diagnostic,
) -> Diagnostic {
    let LookAlike { kind, dropped, added, old, new } = one;
    let message = format!("on {target}, {dropped} goes and {added} comes: this may be one {kind} with a new name");
    let bare = old.rsplit_once('.').filter(|_| new.member.is_some()).map_or(old.as_str(), |(_, bare)| bare);
    let directive = match declared(new, &after.schema) {
        Some(_) => format!("write /// @refract.renamedFrom(\"{bare}\") on {new}, or "),
        None => String::new(),
    };
    let help = format!("if it is, {directive}give {}; if it is not, give --no-rename {new}", flag(one));
    placed(severity(Code::RenameUnclear, message).help(help), new, after)
}

fn exchanged(target: &str, circle: &[NewName], after: &State) -> Diagnostic {
    let names: Vec<String> = circle.iter().map(NewName::to_string).collect();
    let names = names.join(" and ");
    let message = format!(
        "on {target}, {names} exchange their names in the database, and nothing there would tell whether they have"
    );
    let first = circle.first().map(NewName::to_string).unwrap_or_default();
    let help = format!(
        "make it two migrations: map {first} to a name that is free, generate, then map all to their final names and \
         generate again; if only the schema had them the wrong way round, give --no-rename {first}"
    );
    let diagnostic = Diagnostic::error(Code::RenameCircle, message).help(help);
    match circle.first() {
        Some(first) => placed(diagnostic, first, after),
        None => diagnostic,
    }
}

fn stale_directive(target: &str, stale: &Renamed, after: &State) -> Diagnostic {
    let Renamed { new, old, is_for_this_run: _ } = stale;
    let message = format!("{target}: there is nothing to rename, {new} is no longer called `{}`", old.escape_debug());
    let note = Diagnostic::note(Code::RenameStale, message)
        .help("once the base has the new name, take @refract.renamedFrom out");
    let directives = declared(new, &after.schema).map_or(&[][..], |(_, directives)| directives);
    let is_it = |directive: &&Directive| matches!(directive.kind, DirectiveKind::RenamedFrom(_));
    match directives.iter().find(is_it) {
        Some(directive) => note.at(directive.span, ""),
        None => note,
    }
}
