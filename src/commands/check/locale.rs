//! Migrations that Prisma from 6.6 on runs in another order than older versions do, with another outcome.

use super::Finding;
use super::orders::Orders;
use crate::config::Layout;
use crate::diagnostic::{Code, Diagnostic, Failure};
use crate::migrations::{self, MigrationOnDisk};

/// The first two whose order is another one, where that comes to something else.
pub(super) fn by_locale(orders: &Orders<'_>) -> Result<Vec<Finding>, Failure> {
    let migrations = orders.migrations;
    let (project, compared) = (migrations.project(), migrations.compared);
    let all: Vec<&MigrationOnDisk> = compared.all.iter().collect();
    if project.config.layout != Layout::Prisma || first_difference(&all, &in_locale(&all)).is_none() {
        return Ok(Vec::new());
    }
    let by_bytes = orders.all()?;
    let by_locale = in_locale(&by_bytes);
    let Some((one, other)) = first_difference(&by_bytes, &by_locale) else { return Ok(Vec::new()) };
    if [one, other].iter().any(|migration| migrations.allows(migration, Code::NameOrder)) {
        return Ok(Vec::new());
    }
    if orders.lead_to_the_same(&by_bytes, &by_locale)? {
        return Ok(Vec::new());
    }
    let message = format!(
        "{}: Prisma from 6.6 on runs {} before {}, older versions the other way round, and that leads to another database",
        compared.target.name, other.name, one.name
    );
    let help =
        "give them names of one form, such as 14 digits, `_` and small letters, as long as no database has run them";
    Ok(vec![migrations.finding(Diagnostic::error(Code::NameOrder, message).help(help), other)])
}

fn in_locale<'m>(by_bytes: &[&'m MigrationOnDisk]) -> Vec<&'m MigrationOnDisk> {
    let mut by_locale = by_bytes.to_vec();
    by_locale.sort_by_cached_key(|migration| migrations::locale_key(&migration.name));
    by_locale
}

fn first_difference<'m>(
    one: &[&'m MigrationOnDisk],
    other: &[&'m MigrationOnDisk],
) -> Option<(&'m MigrationOnDisk, &'m MigrationOnDisk)> {
    one.iter().zip(other).find(|(one, other)| one != other).map(|(one, other)| (*one, *other))
}
