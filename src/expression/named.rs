//! What a statement about rows names: tables and views, columns of them, and names in texts that stand for a table.
//!
//! Scopes are not followed: a column counts as named where no relation of the whole statement could have it otherwise. So
//! what is said to be missing is missing, and some of what is missing is not said.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use sqlparser::ast::{
    AccessExpr, Assignment, AssignmentTarget, DataType, Expr, Function, FunctionArg, FunctionArgExpr,
    FunctionArguments, ObjectName, Query, Select, SelectItem, Statement, TableAlias, TableFactor, TableObject, Value,
    Visit, Visitor,
};
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;

use super::plain::plain;
use super::read::{DEEPEST, name};
use crate::sql;

/// A relation as it is written: its schema, if one stands before it, and its name.
pub type WrittenRelation = (Option<String>, String);

/// What a statement names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Tables and views that rows are read from or written to.
    pub relations: BTreeSet<WrittenRelation>,
    /// Columns, each with the relations one of which has to have it.
    pub columns: BTreeSet<(String, Vec<WrittenRelation>)>,
    /// Texts that stand for a relation: `'t'::regclass`, `nextval('s')`.
    pub texts: BTreeSet<String>,
}

/// Reads what a statement about rows names; `None` for a form that is not known here.
#[must_use]
pub fn named(text: &str) -> Option<Named> {
    let text = plain(&without_only(text))?;
    let parser = Parser::new(&PostgreSqlDialect {}).with_recursion_limit(DEEPEST);
    let statements = parser.try_with_sql(&text).ok()?.parse_statements().ok()?;
    let [statement] = statements.as_slice() else { return None };
    let mut names = Names::default();
    let _: ControlFlow<()> = statement.visit(&mut names);
    Some(names.told())
}

/// The text without the `ONLY` before tables, which sqlparser takes for a name.
fn without_only(text: &str) -> String {
    let is = |token: &sql::Token, words: &[&str]| {
        words.iter().any(|word| text[token.range.clone()].eq_ignore_ascii_case(word))
    };
    let tokens = sql::tokens(text).tokens;
    let (mut kept, mut end) = (String::with_capacity(text.len()), 0);
    for (before, token) in tokens.iter().zip(tokens.iter().skip(1)) {
        if is(token, &["ONLY"]) && !is(before, &["ROW", "ROWS"]) {
            kept.push_str(&text[end..token.range.start]);
            end = token.range.end;
        }
    }
    kept + &text[end..]
}

/// The query of `CREATE VIEW ... AS query`, without what may follow it.
#[must_use]
pub fn query_of_view(words: &str) -> Option<String> {
    let tokens = sql::tokens(words);
    let mut cursor = sql::Cursor::new(words, &tokens.tokens);
    cursor.until_words(&["AS"]);
    let is_view = cursor.accept("AS");
    let query = cursor.until_words(&["WITH NO DATA", "WITH DATA", "WITH CHECK OPTION"]);
    is_view.then(|| query.rest().to_owned())
}

/// Functions whose first argument is the name of a relation.
const OF_RELATION: [&str; 7] = [
    "nextval",
    "setval",
    "currval",
    "pg_get_serial_sequence",
    "pg_relation_size",
    "pg_table_size",
    "pg_total_relation_size",
];

/// What stands where a column could, and is none: words that sqlparser takes for a name, the rows of a trigger, and columns of
/// PostgreSQL's own.
const NO_COLUMNS: [&str; 20] = [
    "cmax",
    "cmin",
    "ctid",
    "current_catalog",
    "current_date",
    "current_role",
    "current_schema",
    "current_time",
    "current_timestamp",
    "current_user",
    "default",
    "localtime",
    "localtimestamp",
    "new",
    "old",
    "session_user",
    "tableoid",
    "user",
    "xmax",
    "xmin",
];

/// Whether a name may stand for something else than a column of a user's.
#[must_use]
pub fn is_no_column(name: &str) -> bool {
    NO_COLUMNS.binary_search(&name).is_ok()
}

/// What was found on the way through a statement.
#[derive(Default)]
struct Names {
    /// Names that `WITH` gives.
    with: BTreeSet<String>,
    /// By what stands before a column: the relations that are meant; nothing for what has columns of its own.
    by_alias: BTreeMap<String, Vec<Option<WrittenRelation>>>,
    /// Names that the statement gives to what it computes.
    outputs: BTreeSet<String>,
    bare: BTreeSet<String>,
    qualified: BTreeSet<(String, String)>,
    /// Columns that are written to.
    targets: BTreeSet<(String, WrittenRelation)>,
    texts: BTreeSet<String>,
}

impl Names {
    fn told(self) -> Named {
        let Names { with, by_alias, outputs, bare, qualified, targets, texts } = self;
        let is_of_with = |(schema, name): &WrittenRelation| schema.is_none() && with.contains(name);
        // all of them have to be known
        let known = |relations: &mut dyn Iterator<Item = &Option<WrittenRelation>>| -> Option<Vec<WrittenRelation>> {
            let relations: Option<BTreeSet<WrittenRelation>> = relations.cloned().collect();
            relations.filter(|found| !found.iter().any(is_of_with)).map(|found| found.into_iter().collect())
        };
        let all = known(&mut by_alias.values().flatten());
        let of_alias = |alias: &str| known(&mut by_alias.get(alias)?.iter());
        let mut columns: BTreeSet<_> = targets.into_iter().map(|(column, of)| (column, vec![of])).collect();
        columns.extend(qualified.into_iter().filter_map(|(alias, column)| Some((column, of_alias(&alias)?))));
        if let Some(all) = all.filter(|all| !all.is_empty()) {
            let is_column = |name: &String| !outputs.contains(name) && !by_alias.contains_key(name);
            columns.extend(bare.into_iter().filter(is_column).map(|column| (column, all.clone())));
        }
        columns.retain(|(column, _)| !is_no_column(column));
        let relations = by_alias.into_values().flatten().flatten().filter(|relation| !is_of_with(relation));
        Named { relations: relations.collect(), columns, texts }
    }

    fn add(&mut self, alias: Option<&TableAlias>, of: Option<WrittenRelation>) {
        let known_as = alias.map(|alias| name(&alias.name)).or_else(|| of.as_ref().map(|(_, name)| name.clone()));
        // names of its own for its columns
        let of = of.filter(|_| alias.is_none_or(|alias| alias.columns.is_empty()));
        self.by_alias.entry(known_as.unwrap_or_default()).or_default().push(of);
    }

    fn write_to(&mut self, of: &WrittenRelation, assignments: &[Assignment]) {
        for assignment in assignments {
            let columns = match &assignment.target {
                AssignmentTarget::ColumnName(column) => std::slice::from_ref(column),
                AssignmentTarget::Tuple(columns) => columns.as_slice(),
            };
            // a field of a column, or a column with its table before it, which PostgreSQL does not take
            let columns = columns.iter().filter(|column| column.0.len() == 1).filter_map(written);
            self.targets.extend(columns.map(|(_, column)| (column, of.clone())));
        }
    }

    fn look_at(&mut self, function: &Function) {
        let FunctionArguments::List(list) = &function.args else { return };
        for argument in &list.args {
            if let FunctionArg::ExprNamed { name: Expr::Identifier(ident), .. } = argument {
                self.outputs.insert(name(ident));
            }
        }
        let called = written(&function.name);
        let is_of_relation = called.is_some_and(|(_, called)| OF_RELATION.contains(&called.as_str()));
        if is_of_relation
            && let Some(FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Value(value)))) = list.args.first()
            && let Value::SingleQuotedString(text) = &value.value
        {
            self.texts.insert(text.clone());
        }
    }
}

/// The schema and the name; `None` for what has more before it, or is no name.
fn written(path: &ObjectName) -> Option<WrittenRelation> {
    let mut parts: Vec<String> = path.0.iter().map(|part| part.as_ident().map(name)).collect::<Option<_>>()?;
    let last = parts.pop()?;
    let schema = parts.pop();
    parts.is_empty().then_some((schema, last))
}

impl Visitor for Names {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        let with = query.with.iter().flat_map(|with| &with.cte_tables);
        self.with.extend(with.map(|table| name(&table.alias.name)));
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<()> {
        for item in &select.projection {
            match item {
                SelectItem::ExprWithAlias { alias, .. } => drop(self.outputs.insert(name(alias))),
                SelectItem::ExprWithAliases { aliases, .. } => self.outputs.extend(aliases.iter().map(name)),
                SelectItem::UnnamedExpr(_) | SelectItem::QualifiedWildcard(..) | SelectItem::Wildcard(_) => {}
            }
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<()> {
        match factor {
            TableFactor::Table { name, alias, args: None, with_ordinality: false, json_path: None, .. } => {
                self.add(alias.as_ref(), written(name));
            }
            TableFactor::NestedJoin { alias: None, .. } => {}
            // whatever else there is has columns of its own
            TableFactor::Table { alias, .. }
            | TableFactor::Derived { alias, .. }
            | TableFactor::TableFunction { alias, .. }
            | TableFactor::Function { alias, .. }
            | TableFactor::UNNEST { alias, .. }
            | TableFactor::NestedJoin { alias, .. } => self.add(alias.as_ref(), None),
            _ => self.add(None, None),
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expression: &Expr) -> ControlFlow<()> {
        match expression {
            Expr::Identifier(ident) => drop(self.bare.insert(name(ident))),
            Expr::CompoundIdentifier(path) => {
                if let [alias, column] = path.as_slice() {
                    self.qualified.insert((name(alias), name(column)));
                }
            }
            Expr::Function(function) => self.look_at(function),
            // the field of a value is no column of a table
            Expr::CompoundFieldAccess { root: _, access_chain } => {
                for access in access_chain {
                    if let AccessExpr::Dot(Expr::Identifier(field)) = access {
                        self.outputs.insert(name(field));
                    }
                }
            }
            Expr::Cast { expr, data_type: DataType::Regclass, .. } => {
                if let Expr::Value(value) = &**expr
                    && let Value::SingleQuotedString(text) = &value.value
                {
                    self.texts.insert(text.clone());
                }
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_statement(&mut self, statement: &Statement) -> ControlFlow<()> {
        match statement {
            Statement::Insert(insert) => {
                if let TableObject::TableName(table) = &insert.table
                    && let Some(of) = written(table)
                {
                    let aliases = insert.table_alias.iter().map(|alias| name(&alias.alias));
                    for known_as in aliases.chain([of.1.clone(), "excluded".to_owned()]) {
                        self.by_alias.entry(known_as).or_default().push(Some(of.clone()));
                    }
                    self.targets
                        .extend(insert.columns.iter().filter_map(written).map(|(_, column)| (column, of.clone())));
                }
            }
            Statement::Update(update) => {
                if let TableFactor::Table { name, .. } = &update.table.relation
                    && let Some(of) = written(name)
                {
                    self.write_to(&of, &update.assignments);
                }
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests {
    use super::{NO_COLUMNS, named};

    #[test]
    fn words_are_in_their_order() {
        assert!(NO_COLUMNS.is_sorted());
    }

    #[test]
    fn relations_and_columns_are_told_as_far_as_they_can_be() {
        let found = |text: &str| {
            let named = named(text).unwrap();
            let relation = |(schema, name): &(Option<String>, String)| {
                schema.as_ref().map_or_else(|| name.clone(), |schema| format!("{schema}.{name}"))
            };
            let relations: Vec<String> = named.relations.iter().map(relation).collect();
            let columns = named
                .columns
                .iter()
                .map(|(column, of)| format!("{column}({})", of.iter().map(relation).collect::<Vec<_>>().join(",")));
            let columns: Vec<String> = columns.collect();
            let texts: Vec<String> = named.texts.into_iter().collect();
            [relations.join(" "), columns.join(" "), texts.join(" ")].join(" | ")
        };
        for (text, expected) in [
            ("SELECT a AS b FROM app.t WHERE \"C\" > 1 ORDER BY b", "app.t | C(app.t) a(app.t) | "),
            ("SELECT x.a, y.b FROM t x JOIN u AS y USING (id)", "t u | a(t) b(u) | "),
            ("WITH w AS (SELECT a FROM t) SELECT b, t.c FROM w, t", "t | c(t) | "),
            ("SELECT a FROM (SELECT b FROM t) x, f(1) y", "t |  | "),
            ("UPDATE t SET a = b, c = DEFAULT FROM u WHERE t.d = u.d", "t u | a(t) b(t,u) c(t) d(t) d(u) | "),
            (
                "INSERT INTO t (a) SELECT b FROM u ON CONFLICT (a) DO UPDATE SET c = excluded.d",
                "t u | a(t) b(t,u) d(t) | ",
            ),
            ("SELECT (a).b FROM t FETCH FIRST 1 ROW ONLY", "t | a(t) | "),
            ("DELETE FROM ONLY t USING u WHERE t.a = u.b AND current_user = 'x'", "t u | a(t) b(u) | "),
            ("SELECT setval('s', 1), nextval('\"Q\"'::regclass), count(*) FROM t GROUP BY ctid", "t |  | \"Q\" s"),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
