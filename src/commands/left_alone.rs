//! What Prisma's own commands would not leave alone, in tables that change: a note for each.

use crate::diagnostic::{Code, Diagnostic};
use crate::managed::{KeyOrIndex, LeftAlone, Reason};
use crate::physical::ObjectName;
use crate::sql::quoted;

const PRISMA: &str = "`prisma migrate dev` and `prisma db push`";

/// One such thing.
pub(crate) fn note(target: &str, LeftAlone { table, name, why }: &LeftAlone) -> Diagnostic {
    let dropped = format!("refract leaves it alone, and {PRISMA} drop it");
    let what = match why {
        Reason::Includes(KeyOrIndex::Index) => format!(
            "index {name} of {table} has an INCLUDE, which schema.prisma cannot express: refract keeps it, and {PRISMA} \
             build the index again without it"
        ),
        Reason::Includes(KeyOrIndex::PrimaryKey) => format!(
            "the primary key {name} of {table} has an INCLUDE, which schema.prisma cannot express: refract keeps it, and \
             {PRISMA} make the key again without it"
        ),
        Reason::OfVectors => {
            format!("no line of the schema asks for the vector index {name} of {table}: {dropped}")
        }
        Reason::NotSayable => {
            format!("schema.prisma cannot express all of index {name} of {table}: {dropped}")
        }
        Reason::IndexTwin(other) => format!("index {name} of {table} is the same as {other}: it is left alone"),
        Reason::ForeignKeyTwin(other) => {
            format!("foreign key {name} of {table} is the same as {other}: it is left alone")
        }
        Reason::Generated => format!(
            "column {name} of {table} is generated, and the schema says no default for it: refract leaves it alone, and \
             {PRISMA} try to drop its default, which PostgreSQL refuses"
        ),
        Reason::OfDomain => format!(
            "column {name} of {table} is of a domain: refract leaves it alone, and {PRISMA} set its type again each time"
        ),
        Reason::DefaultOfSequence => format!(
            "the default of column {name} of {table} takes a number from a sequence: refract leaves it alone, and {PRISMA} \
             see another default in the database each time, and may drop it"
        ),
    };
    Diagnostic::note(Code::DroppedByPrisma, format!("{target}: {what}")).help(help(table, name, why))
}

/// What to do about it.
fn help(table: &ObjectName, name: &str, why: &Reason) -> String {
    let is_unneeded = |drop: String| format!("if it is not needed, drop it in a migration of your own: {drop};");
    match why {
        Reason::OfVectors | Reason::NotSayable | Reason::IndexTwin(_) => {
            is_unneeded(format!("DROP INDEX {}", table.sibling(name).quoted()))
        }
        Reason::ForeignKeyTwin(_) => {
            is_unneeded(format!("ALTER TABLE {} DROP CONSTRAINT {}", table.quoted(), quoted(name)))
        }
        Reason::Generated => {
            "say the expression in the schema, with @default(dbgenerated(\"...\")): then Prisma sees no difference"
                .to_owned()
        }
        Reason::Includes(_) | Reason::OfDomain | Reason::DefaultOfSequence => {
            "apply the migrations with refract, or with `prisma migrate deploy`, which compares nothing".to_owned()
        }
    }
}
