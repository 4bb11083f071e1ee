//! Types, defaults and predicates as they are written. What they mean depends on the enums and columns that are there.

use crate::physical::{
    ColumnDefault, ColumnType, Condition, ElementType, Generated, Identity, Literal, Predicate, SqlText, Table,
};
use crate::sql::{Read, WrittenName, array_values};

/// The default of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum WrittenDefault {
    /// `NULL`: none.
    Null,
    /// `nextval('sequence')`.
    NextOf(WrittenName),
    /// `AS IDENTITY`: numbers of a sequence of its own.
    Identity(Identity),
    /// `AS (expression) STORED`: a value that the schema language cannot say.
    Generated(Generated),
    /// `CURRENT_TIMESTAMP`, by any of its names.
    CurrentTimestamp,
    /// Anything else.
    Value(DefaultValue),
}

/// A constant, or an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DefaultValue {
    /// The constant, if it is one.
    pub constant: Option<Value>,
    /// The expression as it stands there.
    pub text: Read<SqlText>,
}

/// A constant, or a list of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// One.
    One(Constant),
    /// `ARRAY[...]`.
    Array(Vec<Constant>),
}

/// A constant, before it is known of which type it is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Constant {
    /// Digits.
    Number(String),
    /// `true` or `false`.
    Boolean(bool),
    /// Anything in quote marks.
    Text(String),
}

impl Constant {
    /// The constant as one of a type; `None` where a word is none of that type.
    #[must_use]
    pub(crate) fn of(&self, element: &ElementType) -> Option<Literal> {
        match self {
            Constant::Number(digits) => Some(Literal::Number(digits.clone())),
            Constant::Boolean(value) => matches!(element, ElementType::Boolean).then_some(Literal::Boolean(*value)),
            Constant::Text(text) => Some(of_text(text.clone(), element)),
        }
    }
}

/// A constant in quote marks is of the type that it goes into.
fn of_text(text: String, element: &ElementType) -> Literal {
    let is_boolean = *element == ElementType::Boolean;
    match text.as_str() {
        "t" | "true" if is_boolean => Literal::Boolean(true),
        "f" | "false" if is_boolean => Literal::Boolean(false),
        _ if matches!(element, ElementType::Enum(_)) => Literal::EnumLabel(text),
        _ if element.is_number() && text.parse::<f64>().is_ok() => Literal::Number(text),
        _ => Literal::String(text),
    }
}

impl Value {
    fn of(&self, column_type: &ColumnType) -> Option<ColumnDefault> {
        let element = &column_type.element;
        match (self, column_type.is_list) {
            (Value::One(constant), false) => constant.of(element).map(ColumnDefault::Literal),
            (Value::One(Constant::Text(text)), true) => {
                let values = array_values(text)?;
                Some(ColumnDefault::List(values.into_iter().map(|value| of_text(value, element)).collect()))
            }
            (Value::Array(values), true) => {
                let values: Option<Vec<Literal>> = values.iter().map(|value| value.of(element)).collect();
                values.map(ColumnDefault::List)
            }
            (Value::One(Constant::Number(_) | Constant::Boolean(_)), true) | (Value::Array(_), false) => None,
        }
    }
}

impl DefaultValue {
    /// What it is for a column of that type.
    ///
    /// # Errors
    /// When it is no constant of that type, and no closed expression either.
    pub(crate) fn of(&self, column_type: &ColumnType) -> Read<ColumnDefault> {
        match self.constant.as_ref().and_then(|constant| constant.of(column_type)) {
            Some(default) => Ok(default),
            None => self.text.clone().map(ColumnDefault::Expression),
        }
    }
}

/// `WHERE` of a partial index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WrittenPredicate {
    /// Conditions that the schema language has words for, if it is nothing else.
    pub conditions: Option<Vec<WrittenCondition>>,
    /// The text, without parentheses around all of it.
    pub text: Read<SqlText>,
}

/// One condition of a predicate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WrittenCondition {
    /// The column.
    pub column: String,
    /// Whether it must differ from the value.
    pub is_negated: bool,
    /// `None` for NULL.
    pub value: Option<Constant>,
}

impl WrittenPredicate {
    /// What it means for a table, whose columns say of which type its constants are.
    ///
    /// # Errors
    /// When it is of no form that is known, and no closed expression either.
    pub(crate) fn of(&self, table: Option<&Table>) -> Read<Predicate> {
        match self.conditions_of(table) {
            Some(conditions) => Ok(Predicate::All(conditions)),
            None => self.text.clone().map(Predicate::Raw),
        }
    }

    /// Its conditions, if it has nothing else.
    #[must_use]
    pub(crate) fn conditions_of(&self, table: Option<&Table>) -> Option<Vec<Condition>> {
        self.conditions.as_ref()?.iter().map(|condition| condition.of(table)).collect()
    }
}

impl WrittenCondition {
    fn of(&self, table: Option<&Table>) -> Option<Condition> {
        let WrittenCondition { column, is_negated, value } = self;
        let element = table.and_then(|table| table.column(column)).map(|column| &column.column_type.element);
        let value = match value {
            Some(value) => Some(value.of(element.unwrap_or(&ElementType::Text))?),
            None => None,
        };
        Some(Condition { column: column.clone(), is_negated: *is_negated, value })
    }
}
