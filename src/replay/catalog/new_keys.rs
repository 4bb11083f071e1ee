//! Constraints that come with new columns: PostgreSQL merges keys that are the same, and makes them in an order of its own
//! (`transformIndexConstraints` of its source).

use crate::replay::statement::{Constraint, ConstraintKind};

/// The constraints of one `CREATE TABLE` or `ADD COLUMN` as PostgreSQL makes them: checks, then the primary key, then
/// other keys, of which none is there twice, then foreign keys.
#[must_use]
pub(super) fn merged(constraints: Vec<Constraint>) -> Vec<Constraint> {
    let mut found: Vec<Constraint> = Vec::with_capacity(constraints.len());
    let mut ordered = constraints;
    ordered.sort_by_key(|constraint| rank(&constraint.kind));
    for constraint in ordered {
        match found.iter_mut().find(|before| is_same_key(before, &constraint)) {
            // the first name counts
            Some(before) => before.name = before.name.take().or(constraint.name),
            None => found.push(constraint),
        }
    }
    found
}

fn rank(kind: &ConstraintKind) -> u8 {
    match kind {
        ConstraintKind::Check(_) | ConstraintKind::NotNull(_) => 0,
        ConstraintKind::PrimaryKey(_) | ConstraintKind::OfIndex { is_primary_key: true, .. } => 1,
        ConstraintKind::Temporal { required, is_foreign_key: false, words: _ } if !required.is_empty() => 1,
        ConstraintKind::Unique(_)
        | ConstraintKind::OfIndex { is_primary_key: false, .. }
        | ConstraintKind::Temporal { is_foreign_key: false, .. }
        | ConstraintKind::Exclude(_) => 2,
        ConstraintKind::ForeignKey { .. } | ConstraintKind::Temporal { is_foreign_key: true, .. } => 3,
    }
}

/// Whether a key is that of one before it, and is looked at in the same moment. Two primary keys are an error.
fn is_same_key(before: &Constraint, after: &Constraint) -> bool {
    match (&before.kind, &after.kind) {
        (ConstraintKind::PrimaryKey(key) | ConstraintKind::Unique(key), ConstraintKind::Unique(other)) => {
            let deferral = |constraint: &Constraint| constraint.attributes.deferral.unwrap_or_default();
            key.columns == other.columns
                && key.index.include == other.index.include
                && key.index.nulls_not_distinct == other.index.nulls_not_distinct
                && deferral(before) == deferral(after)
        }
        (ConstraintKind::Exclude(before), ConstraintKind::Exclude(after)) => before == after,
        (
            ConstraintKind::PrimaryKey(_)
            | ConstraintKind::Unique(_)
            | ConstraintKind::OfIndex { .. }
            | ConstraintKind::ForeignKey { .. }
            | ConstraintKind::Check(_)
            | ConstraintKind::Exclude(_)
            | ConstraintKind::NotNull(_)
            | ConstraintKind::Temporal { .. },
            _,
        ) => false,
    }
}
