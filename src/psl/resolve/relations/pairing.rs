//! Which two fields are the two sides of a relation.

use std::collections::BTreeMap;

use super::Side;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::resolve::draft::Draft;
use crate::psl::schema::ModelId;

/// The sides of one pair of models and one name, those of the smaller model first.
#[derive(Default)]
struct Group<'s, 'a, 't> {
    ours: Vec<&'s Side<'a, 't>>,
    theirs: Vec<&'s Side<'a, 't>>,
}

/// The pairs of fields that belong together, in the order of the models.
pub(super) fn pair<'s, 'a, 't>(
    sides: &'s [Side<'a, 't>],
    drafts: &[Draft<'a, 't>],
    diagnostics: &mut Diagnostics,
) -> Vec<(&'s Side<'a, 't>, &'s Side<'a, 't>)> {
    let mut groups: BTreeMap<(ModelId, ModelId, Option<&str>), Group<'s, 'a, 't>> = BTreeMap::new();
    for side in sides {
        let key = (side.model.min(side.target), side.model.max(side.target), side.written.name);
        let group = groups.entry(key).or_default();
        if side.model <= side.target {
            group.ours.push(side);
        } else {
            group.theirs.push(side);
        }
    }
    for ((smaller, larger, name), group) in &groups {
        if name.is_none() {
            let named = default_name(*smaller, *larger, drafts);
            let named = groups.get(&(*smaller, *larger, Some(named.as_str())));
            named.iter().for_each(|named| report_default_name(group, named, drafts, diagnostics));
        }
    }
    let mut pairs = Vec::new();
    for ((smaller, larger, _), group) in groups {
        let Group { ours, theirs } = group;
        let is_self = smaller == larger;
        match (ours.as_slice(), theirs.as_slice()) {
            ([one, other], []) if is_self => {
                if one.written.name.is_some() {
                    pairs.push((*one, *other));
                } else {
                    report_ambiguous(other, one, drafts, diagnostics);
                }
            }
            ([one], [other]) => pairs.push((*one, *other)),
            ([alone], []) | ([], [alone]) => report_alone(alone, sides, drafts, diagnostics),
            (ours, theirs) => {
                let mut all = ours.iter().chain(theirs);
                if let (Some(first), Some(second)) = (all.next(), all.next()) {
                    report_ambiguous(second, first, drafts, diagnostics);
                }
            }
        }
    }
    pairs
}

/// The name of a relation that has none.
fn default_name(one: ModelId, other: ModelId, drafts: &[Draft<'_, '_>]) -> String {
    let [one, other] = [one, other].map(|model| &drafts[model.0].model.name);
    format!("{}To{}", one.min(other), one.max(other))
}

/// A relation without a name has the default one, so no other relation between its models can be called that.
fn report_default_name<'a, 't>(
    unnamed: &Group<'_, 'a, 't>,
    named: &Group<'_, 'a, 't>,
    drafts: &[Draft<'a, 't>],
    diagnostics: &mut Diagnostics,
) {
    let sides = [(&unnamed.ours, &named.ours), (&unnamed.theirs, &named.theirs)];
    let found = sides.into_iter().find_map(|(unnamed, named)| unnamed.first().zip(named.first()));
    let Some((unnamed, named)) = found else { return };
    let name = named.written.name.unwrap_or_default();
    diagnostics.push(
        Diagnostic::error(
            Code::AmbiguousRelation,
            format!("two relations between the same models are called `{name}`"),
        )
        .at(named.span(drafts), "")
        .also(unnamed.span(drafts), "this one has no name, so it is called that too")
        .help("choose another name here, or give the other relation a name too: `@relation(\"...\")`"),
    );
}

fn report_ambiguous<'a, 't>(
    side: &Side<'a, 't>,
    other: &Side<'a, 't>,
    drafts: &[Draft<'a, 't>],
    diagnostics: &mut Diagnostics,
) {
    let (message, help) = match side.written.name {
        None if side.model == side.target => (
            "a relation of a model with itself needs a name".to_owned(),
            "write the same name on its two fields: `@relation(\"...\")`".to_owned(),
        ),
        None => (
            format!(
                "several relations between `{}` and `{}` cannot be told apart",
                side.draft(drafts).model.name,
                drafts[side.target.0].model.name
            ),
            "give each its name, on both of its fields: `@relation(\"...\")`".to_owned(),
        ),
        Some(name) => (
            format!("the relation name `{name}` is on more than two fields"),
            "a name belongs to two fields, one on each side: choose another for the next pair".to_owned(),
        ),
    };
    diagnostics.push(
        Diagnostic::error(Code::AmbiguousRelation, message)
            .at(side.span(drafts), "")
            .also(other.span(drafts), "the other one")
            .help(help),
    );
}

fn report_alone<'a, 't>(
    side: &Side<'a, 't>,
    sides: &[Side<'a, 't>],
    drafts: &[Draft<'a, 't>],
    diagnostics: &mut Diagnostics,
) {
    let target = &drafts[side.target.0];
    // The other side may stand on a line that could not be read; a broken name is reported as such.
    if target.is_incomplete() || side.written.is_broken() || side.written.name == Some("") {
        return;
    }
    if target.sources.iter().zip(&target.is_sound).any(|(_, sound)| !sound) {
        return;
    }
    let back = sides.iter().find(|other| {
        other.model == side.target && other.target == side.model && other.written.name != side.written.name
    });
    let own = &side.draft(drafts).model.name;
    if let Some(back) = back.filter(|_| side.model != side.target) {
        // One mistake, two lonely sides: it is reported at the one that comes first.
        if back.span(drafts) < side.span(drafts) && is_alone(back, sides) {
            return;
        }
        diagnostics.push(
            Diagnostic::error(
                Code::MissingOpposite,
                format!("`{}` has no other side of this name", side.shown(drafts)),
            )
            .at(side.span(drafts), "")
            .also(back.span(drafts), "has another name")
            .help("write the same name on both sides: `@relation(\"...\")`"),
        );
        return;
    }
    let suggestion = if side.is_list(drafts) {
        format!("a field of type `{own}` with `@relation(fields: [...], references: [...])`")
    } else if side.written.has_key() {
        format!("a field of type `{own}[]` (or `{own}?`)")
    } else {
        format!("a field of type `{own}[]`, and say which side holds the key")
    };
    diagnostics.push(
        Diagnostic::error(Code::MissingOpposite, format!("the relation `{}` has no other side", side.shown(drafts)))
            .at(side.span(drafts), "")
            .also(target.model.span, "nothing here leads back")
            .help(format!("add to `{}` {suggestion}", target.model.name)),
    );
}

fn is_alone(side: &Side<'_, '_>, sides: &[Side<'_, '_>]) -> bool {
    !sides.iter().any(|other| {
        other.model == side.target && other.target == side.model && other.written.name == side.written.name
    })
}
