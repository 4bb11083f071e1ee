//! The grammar. Its rule names are not shown to users: `build` has words for them.

use pest::Parser as _;

/// A piece of text that a rule has matched.
pub(super) type Pair<'t> = pest::iterators::Pair<'t, Rule>;

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/schema.pest"]
struct SchemaParser;

/// The items of a file. `None` never happens while the grammar ends in a rule for any line; the caller
/// says something sensible nevertheless.
pub(super) fn items(text: &str) -> Option<pest::iterators::Pairs<'_, Rule>> {
    let document = SchemaParser::parse(Rule::document, text).ok()?.next()?;
    Some(document.into_inner())
}
