//! How the expressions of a statement use a column: with which operators, beside which constants and other columns.
//!
//! Only what is sure is told. Scopes are not followed: where something else in the statement could have the column's name,
//! nothing is.

use std::ops::ControlFlow;

use sqlparser::ast::{
    BinaryOperator, DataType, Expr, Function, Query, Select, SelectItem, TableAlias, TableFactor, UnaryOperator, Value,
    Visit, Visitor,
};
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::Token;

use super::named::query_of_view;
use super::plain::plain;
use super::read::{DEEPEST, name};
use crate::sql::{self, Cursor, TokenKind};

/// A kind of operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `=`, `<>`, `<`, `<=`, `>`, `>=`; `IN` and `BETWEEN`, too.
    Comparison,
    /// `+` and `-`.
    Sum,
    /// `*`, `/` and `%`.
    Product,
    /// `LIKE`, `ILIKE`, `SIMILAR TO` and `~`.
    Pattern,
}

/// What stands on the other side of an operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    /// A number.
    Number,
    /// A constant in quote marks, which becomes whatever type it is compared with.
    Text(String),
    /// A constant that is said to be a text: `'a'::text`.
    TypedText,
    /// `true` or `false`.
    Boolean,
    /// Another column.
    Column(String),
}

/// One use of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Use {
    /// Beside an operand.
    With(Operator, Operand),
    /// As a condition of its own: `NOT c`, `c AND ...`.
    Condition,
}

/// The uses of a column in a statement, or in a part of one. None of what cannot be read.
#[must_use]
pub fn uses(words: &str, column: &str) -> Vec<Use> {
    let mut found = Uses { column, uses: Vec::new(), is_ambiguous: false };
    match query_of_view(words).and_then(|query| plain(&query)).and_then(|query| parser(&query)?.parse_query().ok()) {
        Some(query) => {
            let _: ControlFlow<()> = query.visit(&mut found);
        }
        None => {
            let tokens = sql::tokens(words).tokens;
            in_parts(Cursor::new(words, &tokens), &mut found, 0);
        }
    }
    if found.is_ambiguous { Vec::new() } else { found.uses }
}

fn parser(text: &str) -> Option<Parser<'static>> {
    Parser::new(&PostgreSqlDialect {}).with_recursion_limit(DEEPEST).try_with_sql(text).ok()
}

/// Looks at the expression that a text is; at those in its parentheses and after `WHERE`, where it is none.
fn in_parts(text: Cursor<'_>, found: &mut Uses<'_>, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    if let Some(expression) = expression(text.rest()) {
        let _: ControlFlow<()> = expression.visit(found);
        return;
    }
    let mut cursor = text;
    while !cursor.is_at_end() {
        if cursor.accept("WHERE") {
            let ends = |cursor: &Cursor<'_>| {
                cursor.peek() == Some((TokenKind::Symbol, ";")) || cursor.sees("DO") || cursor.sees("GROUP BY")
            };
            in_parts(cursor.until(ends), found, depth + 1);
            continue;
        }
        match cursor.peek() {
            Some((TokenKind::Symbol, "(")) => match cursor.parentheses() {
                Ok(inside) => in_parts(inside, found, depth + 1),
                Err(_) => return,
            },
            Some(_) => drop(cursor.take_token()),
            None => return,
        }
    }
}

fn expression(text: &str) -> Option<Expr> {
    let mut parser = parser(&plain(text)?)?;
    let expression = parser.parse_expr().ok()?;
    (parser.next_token().token == Token::EOF).then_some(expression)
}

struct Uses<'c> {
    column: &'c str,
    uses: Vec<Use>,
    /// Whether something else may have the name of the column.
    is_ambiguous: bool,
}

impl Uses<'_> {
    fn is_it(&self, expression: &Expr) -> bool {
        column(expression).is_some_and(|column| column == self.column)
    }

    /// Adds the use beside an operator, whichever side the column is on.
    fn add(&mut self, operator: Operator, one: &Expr, other: &Expr) {
        for (one, other) in [(one, other), (other, one)] {
            if self.is_it(one)
                && let Some(operand) = operand(other)
            {
                self.uses.push(Use::With(operator, operand));
            }
        }
    }

    fn add_conditions(&mut self, expressions: &[&Expr]) {
        let conditions = expressions.iter().filter(|expression| self.is_it(expression)).count();
        self.uses.extend(std::iter::repeat_n(Use::Condition, conditions));
    }

    /// A computed column of a query may have the name.
    fn look_at_output(&mut self, item: &SelectItem) {
        self.is_ambiguous |= match item {
            SelectItem::UnnamedExpr(Expr::Cast { expr, .. }) => self.is_it(expr),
            SelectItem::UnnamedExpr(Expr::Function(Function { name: called, .. })) => {
                called.0.last().and_then(|part| part.as_ident()).is_some_and(|ident| name(ident) == self.column)
            }
            SelectItem::UnnamedExpr(_) | SelectItem::QualifiedWildcard(..) | SelectItem::Wildcard(_) => false,
            SelectItem::ExprWithAlias { expr, alias } => name(alias) == self.column && !self.is_it(expr),
            SelectItem::ExprWithAliases { aliases, .. } => aliases.iter().any(|alias| name(alias) == self.column),
        };
    }

    fn look_at_alias(&mut self, alias: &TableAlias) {
        self.is_ambiguous |= !alias.columns.is_empty() || name(&alias.name) == self.column;
    }
}

impl Visitor for Uses<'_> {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        for table in query.with.iter().flat_map(|with| &with.cte_tables) {
            self.look_at_alias(&table.alias);
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<()> {
        select.projection.iter().for_each(|item| self.look_at_output(item));
        self.add_conditions(&select.selection.iter().collect::<Vec<_>>());
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<()> {
        match factor {
            TableFactor::Table { alias, args: None, .. }
            | TableFactor::Derived { alias, .. }
            | TableFactor::NestedJoin { alias, .. } => alias.iter().for_each(|alias| self.look_at_alias(alias)),
            // rows that a function gives
            _ => self.is_ambiguous = true,
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expression: &Expr) -> ControlFlow<()> {
        match expression {
            Expr::BinaryOp { left, op: BinaryOperator::And | BinaryOperator::Or, right } => {
                self.add_conditions(&[left, right]);
            }
            Expr::BinaryOp { left, op, right } => {
                if let Some(operator) = operator(op) {
                    self.add(operator, left, right);
                }
            }
            Expr::UnaryOp { op: UnaryOperator::Not, expr }
            | Expr::IsTrue(expr)
            | Expr::IsNotTrue(expr)
            | Expr::IsFalse(expr)
            | Expr::IsNotFalse(expr) => self.add_conditions(&[expr]),
            Expr::InList { expr, list, .. } => {
                list.iter().for_each(|one| self.add(Operator::Comparison, expr, one));
            }
            // constants in an array are texts, unless they are something else
            Expr::AnyOp { left, compare_op, right, .. } => {
                if let (true, Some(operator), Some(operand)) = (self.is_it(left), operator(compare_op), element(right))
                {
                    self.uses.push(Use::With(operator, operand));
                }
            }
            Expr::Between { expr, low, high, .. } => {
                [low, high].into_iter().for_each(|one| self.add(Operator::Comparison, expr, one));
            }
            Expr::Like { expr, pattern, .. }
            | Expr::ILike { expr, pattern, .. }
            | Expr::SimilarTo { expr, pattern, .. } => {
                if self.is_it(expr)
                    && let Some(operand) = operand(pattern)
                {
                    self.uses.push(Use::With(Operator::Pattern, operand));
                }
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }
}

fn operator(operator: &BinaryOperator) -> Option<Operator> {
    match operator {
        BinaryOperator::Eq
        | BinaryOperator::NotEq
        | BinaryOperator::Lt
        | BinaryOperator::LtEq
        | BinaryOperator::Gt
        | BinaryOperator::GtEq => Some(Operator::Comparison),
        BinaryOperator::Plus | BinaryOperator::Minus => Some(Operator::Sum),
        BinaryOperator::Multiply | BinaryOperator::Divide | BinaryOperator::Modulo => Some(Operator::Product),
        BinaryOperator::PGRegexMatch
        | BinaryOperator::PGRegexIMatch
        | BinaryOperator::PGRegexNotMatch
        | BinaryOperator::PGRegexNotIMatch => Some(Operator::Pattern),
        _ => None,
    }
}

/// The column that an expression is.
fn column(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Nested(inner) => column(inner),
        Expr::Identifier(ident) => Some(name(ident)),
        Expr::CompoundIdentifier(path) if path.len() == 2 => path.last().map(name),
        _ => None,
    }
}

fn operand(expression: &Expr) -> Option<Operand> {
    match expression {
        Expr::Nested(inner) => operand(inner),
        Expr::UnaryOp { op: UnaryOperator::Minus | UnaryOperator::Plus, expr } => {
            operand(expr).filter(|operand| *operand == Operand::Number)
        }
        Expr::Value(value) => match &value.value {
            Value::Number(..) => Some(Operand::Number),
            Value::SingleQuotedString(text) => Some(Operand::Text(text.clone())),
            Value::Boolean(_) => Some(Operand::Boolean),
            _ => None,
        },
        Expr::Cast {
            expr, data_type: DataType::Text | DataType::Varchar(_) | DataType::CharacterVarying(_), ..
        } => matches!(operand(expr)?, Operand::Text(_)).then_some(Operand::TypedText),
        _ => column(expression).map(Operand::Column),
    }
}

/// What the elements of an array are, as far as the first one tells.
fn element(array: &Expr) -> Option<Operand> {
    match array {
        Expr::Nested(inner) => element(inner),
        Expr::Array(array) => match operand(array.elem.first()?)? {
            Operand::Text(_) => Some(Operand::TypedText),
            other => Some(other),
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Operand, Operator, Use, uses};

    #[test]
    fn only_what_is_sure_is_told() {
        let with = |operator, operand| vec![Use::With(operator, operand)];
        let text = |text: &str| Operand::Text(text.to_owned());
        for (words, expected) in [
            ("CHECK ((n) > -1)", with(Operator::Comparison, Operand::Number)),
            ("CHECK (m > 0 AND 'a' = t.\"n\")", with(Operator::Comparison, text("a"))),
            ("EXCLUDE USING gist (m WITH =) WHERE (n LIKE 'a%')", with(Operator::Pattern, text("a%"))),
            ("CREATE INDEX i ON t (m) WHERE n = 'a'::text", with(Operator::Comparison, Operand::TypedText)),
            ("CHECK (n = ANY (ARRAY['a', 'b']))", with(Operator::Comparison, Operand::TypedText)),
            ("CREATE VIEW v AS SELECT m FROM t WHERE n", vec![Use::Condition]),
            ("CREATE VIEW v AS SELECT n + m AS o FROM t", with(Operator::Sum, Operand::Column("m".to_owned()))),
            ("CREATE POLICY p ON t AS PERMISSIVE USING (NOT n)", vec![Use::Condition]),
            ("CREATE TRIGGER g BEFORE UPDATE ON t WHEN (NEW.n * 2 = 4) EXECUTE FUNCTION f()", {
                with(Operator::Product, Operand::Number)
            }),
            ("CREATE RULE r AS ON DELETE TO t WHERE OLD.n > 5 DO INSTEAD NOTHING", {
                with(Operator::Comparison, Operand::Number)
            }),
            ("BEGIN ATOMIC SELECT count(*) FROM t WHERE n = 1; END", with(Operator::Comparison, Operand::Number)),
            // the other side is of a type that is not known
            ("CHECK (n > length(k))", Vec::new()),
            ("CHECK (k || n = 'x')", Vec::new()),
            // something else has the name
            ("CREATE VIEW v AS SELECT 1 FROM (SELECT length(n) AS n FROM t) x WHERE n > 1", Vec::new()),
            ("CREATE VIEW v AS SELECT 1 FROM (SELECT n::bigint FROM t) x WHERE n > 1", Vec::new()),
            ("CREATE VIEW v AS WITH w(n) AS (SELECT 1) SELECT 1 FROM w, t WHERE n > 1", Vec::new()),
            ("CREATE VIEW v AS SELECT 1 FROM t, generate_series(1, 3) n WHERE n > 1", Vec::new()),
        ] {
            assert_eq!(uses(words, "n"), expected, "{words}");
        }
    }
}
