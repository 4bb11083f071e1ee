//! What only tables can have: a unique of a view says what tells its rows apart, and there is nothing in the database
//! that would carry it.

use super::draft::Draft;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::ast::Attribute;

/// Uniques of a view have no name and no order.
pub(super) fn check_uniques(draft: &Draft<'_, '_>, diagnostics: &mut Diagnostics) {
    if !draft.model.is_view {
        return;
    }
    for unique in draft.model.indexes.iter().filter(|index| index.is_unique) {
        let is_sorted = unique.fields.iter().any(|field| field.sort.is_some());
        for (argument, is_given) in [("map", unique.map.is_some()), ("sort", is_sorted)] {
            if is_given {
                diagnostics.push(
                    Diagnostic::warning(
                        Code::MisplacedAttribute,
                        format!("Prisma takes no `{argument}` on a unique of a view since 6.13"),
                    )
                    .at(unique.span, "")
                    .help(format!("before an update remove `{argument}`: nothing in the database carries this unique")),
                );
            }
        }
    }
}

/// Warns of an attribute that Prisma once took on a view.
pub(super) fn report_attribute(attribute: &Attribute<'_>, sigil: &str, diagnostics: &mut Diagnostics) {
    diagnostics.push(
        Diagnostic::warning(
            Code::MisplacedAttribute,
            format!("Prisma takes no `{sigil}{}` on a view since 6.13", attribute.name.text),
        )
        .at(attribute.span, "")
        .help("before an update remove it; `@unique` says what tells the rows of a view apart"),
    );
}
