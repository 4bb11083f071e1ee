//! The tree that sqlparser reads, as one of ours: every form that means the same becomes one form.

use sqlparser::ast::{
    AccessExpr, Array, BinaryOperator, CaseWhen, CeilFloorKind, DataType, DateTimeField, Expr, Function, FunctionArg,
    FunctionArgExpr, FunctionArguments, Ident, Interval, ObjectName, Subscript, TrimWhereField, UnaryOperator, Value,
};
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::Token;

use super::cast::cast;
use super::function::{at_time_zone, call};
use super::node::{Kind, Node};
use super::operator::{any, as_one_type, binary, one_of};
use super::plain::plain;
use super::{Columns, types};
use crate::physical::{ColumnType, ElementType};
use crate::sql::folded;

/// How deep parentheses may stand in one another.
pub(super) const DEEPEST: usize = 40;

/// Reads an expression over columns; `None` for a form that is not known here.
pub(super) fn read(text: &str, columns: &Columns<'_>) -> Option<Node> {
    let text = plain(text)?;
    let mut parser = Parser::new(&PostgreSqlDialect {}).with_recursion_limit(DEEPEST).try_with_sql(&text).ok()?;
    let expression = parser.parse_expr().ok()?;
    if parser.next_token().token != Token::EOF {
        return None;
    }
    Reader { columns }.node(&expression)
}

struct Reader<'c> {
    columns: &'c Columns<'c>,
}

/// A name as the catalog has it.
pub(super) fn name(ident: &Ident) -> String {
    if ident.quote_style.is_some() { ident.value.clone() } else { folded(&ident.value) }
}

fn names(path: &ObjectName) -> Option<Vec<String>> {
    path.0.iter().map(|part| part.as_ident().map(name)).collect()
}

impl Reader<'_> {
    fn node(&self, expression: &Expr) -> Option<Node> {
        Some(match expression {
            Expr::Nested(inner) => self.node(inner)?,
            Expr::Identifier(ident) => self.column(&name(ident)),
            Expr::CompoundIdentifier(path) if path.len() == 2 => self.column(&name(path.last()?)),
            Expr::Value(value) => constant(&value.value)?,
            Expr::TypedString(typed) => {
                let Value::SingleQuotedString(text) = &typed.value.value else { return None };
                cast(Node::text(text), &self.data_type(&typed.data_type)?)
            }
            Expr::Interval(interval) => self.interval(interval)?,
            Expr::Cast { kind: _, expr, data_type, format: None } => {
                cast(self.node(expr)?, &self.data_type(data_type)?)
            }
            Expr::Collate { expr, collation } => {
                let value = self.node(expr)?;
                let of = value.of.clone();
                Node::call(format!("collate {}", names(collation)?.pop()?), vec![value], of)
            }
            Expr::AtTimeZone { timestamp, time_zone } => at_time_zone(self.node(timestamp)?, self.node(time_zone)?),
            Expr::Array(Array { elem, named: true }) => Node::array(as_one_type(self.nodes(elem)?)),
            Expr::Tuple(parts) => Node::call("row", self.nodes(parts)?, None),
            Expr::CompoundFieldAccess { root, access_chain } => self.subscript(root, access_chain)?,
            Expr::Function(function) => self.function(function)?,
            Expr::Case { operand, conditions, else_result, .. } => {
                self.case(operand.as_deref(), conditions, else_result.as_deref())?
            }
            _ => return self.test(expression).or_else(|| self.operation(expression)).or_else(|| self.form(expression)),
        })
    }

    fn nodes(&self, expressions: &[Expr]) -> Option<Vec<Node>> {
        expressions.iter().map(|expression| self.node(expression)).collect()
    }

    fn column(&self, name: &str) -> Node {
        let of = (self.columns)(name);
        Node { kind: Kind::Column(name.to_owned()), parts: Vec::new(), of }
    }

    fn data_type(&self, data_type: &DataType) -> Option<ColumnType> {
        types::read_whole(&data_type.to_string())
    }

    /// `INTERVAL '1 day'`; with a field after it, the number is one of those.
    fn interval(&self, interval: &Interval) -> Option<Node> {
        let Interval { value, leading_field, leading_precision, last_field, fractional_seconds_precision } = interval;
        let text = self.node(value)?;
        let (Kind::Constant(text), true) = (&text.kind, text.is_untyped()) else { return None };
        if leading_precision.is_some() || last_field.is_some() || fractional_seconds_precision.is_some() {
            return None;
        }
        let field = leading_field.as_ref().map(|field| format!(" {field}")).unwrap_or_default();
        Some(cast(Node::text(format!("{text}{field}")), &types::read("interval")?))
    }

    fn subscript(&self, root: &Expr, chain: &[AccessExpr]) -> Option<Node> {
        let mut node = self.node(root)?;
        for access in chain {
            let AccessExpr::Subscript(Subscript::Index { index }) = access else { return None };
            let of = node.of.as_ref().filter(|of| of.is_list).map(|of| ColumnType::one(of.element.clone()));
            node = Node::call("[]", vec![node, self.node(index)?], of);
        }
        Some(node)
    }

    fn function(&self, function: &Function) -> Option<Node> {
        let Function { name: path, uses_odbc_syntax, parameters, args, filter, null_treatment, over, within_group } =
            function;
        let is_plain = !uses_odbc_syntax
            && *parameters == FunctionArguments::None
            && filter.is_none()
            && null_treatment.is_none()
            && over.is_none()
            && within_group.is_empty();
        let arguments = match args {
            FunctionArguments::None => Vec::new(),
            FunctionArguments::List(list) if list.duplicate_treatment.is_none() && list.clauses.is_empty() => {
                list.args.iter().map(|argument| self.argument(argument)).collect::<Option<Vec<_>>>()?
            }
            FunctionArguments::List(_) | FunctionArguments::Subquery(_) => return None,
        };
        let mut path = names(path)?;
        let name = path.pop()?;
        let schema = path.pop().filter(|schema| schema != "pg_catalog");
        (is_plain && path.is_empty()).then(|| call(schema, &name, arguments))
    }

    fn argument(&self, argument: &FunctionArg) -> Option<Node> {
        match argument {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expression)) => self.node(expression),
            FunctionArg::Named { name: of, arg: FunctionArgExpr::Expr(expression), operator: _ } => {
                Some(Node::call(format!("{} =>", name(of)), vec![self.node(expression)?], None))
            }
            FunctionArg::Unnamed(_) | FunctionArg::Named { .. } | FunctionArg::ExprNamed { .. } => None,
        }
    }

    fn case(&self, operand: Option<&Expr>, conditions: &[CaseWhen], otherwise: Option<&Expr>) -> Option<Node> {
        let operand = operand.map(|operand| self.node(operand)).map_or(Some(None), |node| node.map(Some))?;
        let mut parts = Vec::new();
        // PostgreSQL looks for the type at this one first
        let mut results = vec![otherwise.map_or(Some(Node::null()), |otherwise| self.node(otherwise))?];
        for CaseWhen { condition, result } in conditions {
            let condition = self.node(condition)?;
            parts.push(match &operand {
                Some(operand) => binary("=", operand.clone(), condition),
                None => condition,
            });
            results.push(self.node(result)?);
        }
        let results = as_one_type(results);
        let of = results.iter().find_map(|result| result.of.clone());
        parts.extend(results);
        Some(Node::call(if operand.is_some() { "case of" } else { "case" }, parts, of))
    }

    /// Conditions that have a form of their own.
    fn test(&self, expression: &Expr) -> Option<Node> {
        let of_one = |name: &str, value: &Expr| Some(Node::condition(name, vec![self.node(value)?]));
        let negated = |node: Node, is_negated: bool| if is_negated { Node::condition("not", vec![node]) } else { node };
        match expression {
            Expr::IsNull(value) => of_one("is null", value),
            Expr::IsNotNull(value) => of_one("is not null", value),
            Expr::IsTrue(value) => of_one("is true", value),
            Expr::IsNotTrue(value) => of_one("is not true", value),
            Expr::IsFalse(value) => of_one("is false", value),
            Expr::IsNotFalse(value) => of_one("is not false", value),
            Expr::IsUnknown(value) => of_one("is unknown", value),
            Expr::IsNotUnknown(value) => of_one("is not unknown", value),
            Expr::IsDistinctFrom(one, two) => Some(binary("is distinct from", self.node(one)?, self.node(two)?)),
            Expr::IsNotDistinctFrom(one, two) => {
                Some(negated(binary("is distinct from", self.node(one)?, self.node(two)?), true))
            }
            Expr::InList { expr, list, negated } => Some(one_of(self.node(expr)?, self.nodes(list)?, *negated)),
            Expr::Between { expr, negated, low, high } => {
                let (value, low, high) = (self.node(expr)?, self.node(low)?, self.node(high)?);
                let (word, from, to) = if *negated { ("or", "<", ">") } else { ("and", ">=", "<=") };
                let parts = vec![binary(from, value.clone(), low), binary(to, value, high)];
                Some(Node::condition(word, parts))
            }
            Expr::AnyOp { left, compare_op, right, is_some: _ } => {
                Some(any(&compare_op.to_string(), "any", self.node(left)?, self.node(right)?))
            }
            Expr::AllOp { left, compare_op, right } => {
                Some(any(&compare_op.to_string(), "all", self.node(left)?, self.node(right)?))
            }
            Expr::Like { negated, any: false, expr, pattern, escape_char } => {
                self.like(if *negated { "!~~" } else { "~~" }, [expr, pattern], escape_char.as_deref())
            }
            Expr::ILike { negated, any: false, expr, pattern, escape_char } => {
                self.like(if *negated { "!~~*" } else { "~~*" }, [expr, pattern], escape_char.as_deref())
            }
            Expr::SimilarTo { negated, expr, pattern, escape_char } => {
                let mut arguments = vec![self.node(pattern)?];
                if let Some(escape) = escape_char {
                    arguments.push(self.node(escape)?);
                }
                let pattern = call(None, "similar_to_escape", arguments);
                Some(binary(if *negated { "!~" } else { "~" }, self.node(expr)?, pattern))
            }
            _ => None,
        }
    }

    fn like(&self, operator: &str, [value, pattern]: [&Expr; 2], escape: Option<&Expr>) -> Option<Node> {
        let mut pattern = self.node(pattern)?;
        if let Some(escape) = escape {
            pattern = call(None, "like_escape", vec![pattern, self.node(escape)?]);
        }
        Some(binary(operator, self.node(value)?, pattern))
    }

    fn operation(&self, expression: &Expr) -> Option<Node> {
        match expression {
            Expr::BinaryOp { left, op, right } => {
                let (left, right) = (self.node(left)?, self.node(right)?);
                match op {
                    BinaryOperator::And => Some(joined("and", [left, right])),
                    BinaryOperator::Or => Some(joined("or", [left, right])),
                    BinaryOperator::PGCustomBinaryOperator(path) => {
                        let operator = path.last().filter(|_| path.len() == 1 || path[0] == "pg_catalog")?;
                        Some(binary(operator, left, right))
                    }
                    other => Some(binary(&other.to_string(), left, right)),
                }
            }
            Expr::UnaryOp { op, expr } => {
                let value = self.node(expr)?;
                match op {
                    UnaryOperator::Not => Some(Node::condition("not", vec![value])),
                    UnaryOperator::Plus => Some(value),
                    UnaryOperator::Minus => Some(minus(value)),
                    other => Some(Node::call(other.to_string(), vec![value], None)),
                }
            }
            _ => None,
        }
    }

    /// Functions that the grammar has a form of its own for.
    fn form(&self, expression: &Expr) -> Option<Node> {
        let some = |part: &Option<Box<Expr>>| part.as_deref().map(|part| self.node(part));
        match expression {
            Expr::Extract { field, syntax: _, expr } => {
                let field = Node::constant(&field.to_string().to_lowercase(), ElementType::Text);
                Some(call(None, "extract", vec![field, self.node(expr)?]))
            }
            Expr::Ceil { expr, field } => self.rounded("ceil", expr, field),
            Expr::Floor { expr, field } => self.rounded("floor", expr, field),
            Expr::Position { expr, r#in } => Some(call(None, "position", vec![self.node(r#in)?, self.node(expr)?])),
            Expr::Substring { expr, substring_from, substring_for, special: _, shorthand } => {
                let from = some(substring_from).unwrap_or_else(|| Some(Node::constant("1", ElementType::Integer)))?;
                let mut arguments = vec![self.node(expr)?, from];
                if let Some(length) = some(substring_for) {
                    arguments.push(length?);
                }
                Some(call(None, if *shorthand { "substr" } else { "substring" }, arguments))
            }
            Expr::Trim { trim_where, trim_what, expr, trim_characters } => {
                let name = match trim_where {
                    Some(TrimWhereField::Both) | None => "btrim",
                    Some(TrimWhereField::Leading) => "ltrim",
                    Some(TrimWhereField::Trailing) => "rtrim",
                };
                let mut arguments = vec![self.node(expr)?];
                if let Some(what) = some(trim_what) {
                    arguments.push(what?);
                }
                arguments.extend(self.nodes(trim_characters.as_deref().unwrap_or_default())?);
                Some(call(None, name, arguments))
            }
            Expr::Overlay { expr, overlay_what, overlay_from, overlay_for } => {
                let mut arguments = vec![self.node(expr)?, self.node(overlay_what)?, self.node(overlay_from)?];
                if let Some(length) = some(overlay_for) {
                    arguments.push(length?);
                }
                Some(call(None, "overlay", arguments))
            }
            _ => None,
        }
    }

    fn rounded(&self, name: &str, value: &Expr, field: &CeilFloorKind) -> Option<Node> {
        let is_bare = *field == CeilFloorKind::DateTimeField(DateTimeField::NoDateTime);
        is_bare.then(|| Some(call(None, name, vec![self.node(value)?])))?
    }
}

fn constant(value: &Value) -> Option<Node> {
    Some(match value {
        Value::Number(digits, false) => {
            let is_whole = digits.bytes().all(|byte| byte.is_ascii_digit());
            let element = match digits.parse::<i64>() {
                Ok(number) if is_whole && i32::try_from(number).is_ok() => ElementType::Integer,
                Ok(_) if is_whole => ElementType::BigInt,
                Ok(_) | Err(_) => ElementType::Decimal(None),
            };
            Node::constant(digits, element)
        }
        Value::SingleQuotedString(text) => Node::text(text),
        Value::Boolean(value) => Node::constant(&value.to_string(), ElementType::Boolean),
        Value::Null => Node::null(),
        _ => return None,
    })
}

/// A constant with the other sign, or the operator.
fn minus(value: Node) -> Node {
    match &value.kind {
        Kind::Constant(text) if value.element().is_some_and(ElementType::is_number) => {
            let text = text.strip_prefix('-').map_or_else(|| format!("-{text}"), str::to_owned);
            let element = value.element().cloned().unwrap_or(ElementType::Integer);
            Node::constant(&text, element)
        }
        _ => {
            let of = value.of.clone();
            Node::call("-", vec![value], of)
        }
    }
}

/// `a AND b AND c`, in whatever parentheses.
fn joined(word: &str, parts: [Node; 2]) -> Node {
    let mut all = Vec::new();
    for part in parts {
        if matches!(&part.kind, Kind::Call { schema: None, name } if name == word) {
            all.extend(part.parts);
        } else {
            all.push(part);
        }
    }
    Node::condition(word, all)
}
