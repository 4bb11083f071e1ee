//! Indexes.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{ElementType, IndexColumnExtras, IndexExtras, OperatorClass, Predicate, Qualifier};
use crate::sql::says_column;

/// An index: <https://www.postgresql.org/docs/current/sql-createindex.html>.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// Its name, unique in the schema.
    pub name: String,
    /// Whether it refuses duplicates. Prisma writes unique constraints as unique indexes.
    pub is_unique: bool,
    /// The access method.
    pub method: IndexMethod,
    /// In index order.
    pub columns: Vec<IndexColumn>,
    /// `WITH (...)`, in the order in which they are written.
    pub parameters: Vec<StorageParameter>,
    /// `WHERE`: which rows it covers.
    pub predicate: Option<Predicate>,
    /// Who chose its method, operator class and parameters.
    pub choice: IndexChoice,
    /// What it has that the schema language cannot express.
    #[serde(default, skip_serializing_if = "IndexExtras::is_empty")]
    pub extras: Box<IndexExtras>,
}

/// Who chose an index, or its method and parameters. What a default chose is not changed later, when
/// the default has changed: a default acts when something is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum IndexChoice {
    /// All of it stands in the schema.
    Schema,
    /// The index stands in the schema, the method or its parameters come from the configuration.
    MethodByDefault,
    /// The index is there because the configuration gives one to every vector column.
    ByDefault,
    /// Nothing asks for it: it was made by hand, and is left alone.
    ByHand,
}

/// One column of an index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexColumn {
    /// The column.
    pub name: String,
    /// What is indexed of it, where that is not the column itself.
    pub expression: Option<IndexExpression>,
    /// The order, if one was written.
    pub sort: Option<SortOrder>,
    /// The operator class, if one was written or chosen.
    pub operator_class: Option<OperatorClass>,
    /// What it has that the schema language cannot express.
    #[serde(default, skip_serializing_if = "IndexColumnExtras::is_empty")]
    pub extras: IndexColumnExtras,
}

/// What is indexed in place of a column: the expressions that directives can ask for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum IndexExpression {
    /// `(c::halfvec(3072))`: the vector as another of pgvector's types.
    Cast(ElementType),
    /// `(binary_quantize(c)::bit(3072))`: one bit for each dimension.
    BinaryQuantize {
        /// How many bits.
        bits: u32,
        /// The schema before the function.
        qualifier: Qualifier,
    },
}

/// Ascending or descending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)] // SQL's own names
pub enum SortOrder {
    Asc,
    Desc,
}

/// `m = 16` and the like.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StorageParameter {
    /// The parameter.
    pub name: String,
    /// Its value.
    pub value: u32,
}

/// Access methods that refract writes: <https://www.postgresql.org/docs/current/indexes-types.html>,
/// and pgvector's two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs)] // the methods' own names
pub enum IndexMethod {
    BTree,
    Hash,
    Gist,
    Gin,
    SpGist,
    Brin,
    Hnsw,
    IvfFlat,
}

impl IndexMethod {
    /// The method's name in `pg_am`.
    #[must_use]
    pub fn as_sql(self) -> &'static str {
        match self {
            Self::BTree => "btree",
            Self::Hash => "hash",
            Self::Gist => "gist",
            Self::Gin => "gin",
            Self::SpGist => "spgist",
            Self::Brin => "brin",
            Self::Hnsw => "hnsw",
            Self::IvfFlat => "ivfflat",
        }
    }
}

impl Index {
    /// A btree over columns as they are.
    #[must_use]
    pub fn plain<N: Into<String>>(name: String, is_unique: bool, columns: impl IntoIterator<Item = N>) -> Index {
        Index {
            name,
            is_unique,
            method: IndexMethod::BTree,
            columns: columns.into_iter().map(IndexColumn::plain).collect(),
            parameters: Vec::new(),
            predicate: None,
            choice: IndexChoice::Schema,
            extras: Box::default(),
        }
    }

    /// Every column that it is known to depend on: those that it is over or includes, and those of its predicate.
    pub fn column_names(&self) -> impl Iterator<Item = &String> {
        let conditions = match self.condition() {
            Some(Predicate::All(conditions)) => conditions.as_slice(),
            Some(Predicate::Raw(_)) | None => &[],
        };
        let of_predicate = conditions.iter().map(|condition| &condition.column);
        self.columns.iter().map(|column| &column.name).chain(&self.extras.include).chain(of_predicate)
    }

    /// Whether PostgreSQL drops it with a column, as far as that can be told: words of the user's own may name it.
    #[must_use]
    pub fn may_depend_on(&self, column: &str) -> bool {
        let is_said = match self.condition() {
            Some(Predicate::Raw(words)) => says_column(words.as_str(), column),
            Some(Predicate::All(_)) | None => false,
        };
        is_said || self.column_names().any(|name| name == column)
    }

    /// `WHERE`, whether the schema says it or not.
    #[must_use]
    pub fn condition(&self) -> Option<&Predicate> {
        self.predicate.as_ref().or(self.extras.predicate.as_ref())
    }

    /// Whether it is the same index, wherever the extensions are whose types and operator classes it names.
    #[must_use]
    pub fn is_like(&self, other: &Index) -> bool {
        self.unqualified() == other.unqualified()
    }

    /// The part that the schema language can say, without the schemas before what extensions bring.
    #[must_use]
    pub fn unqualified(&self) -> Index {
        let columns = self.columns.iter().map(IndexColumn::unqualified).collect();
        Index { columns, extras: Box::default(), ..self.clone() }
    }

    /// Whether the two cover the same columns, whatever the method.
    #[must_use]
    pub fn covers_the_same_as(&self, other: &Index) -> bool {
        self.is_unique == other.is_unique
            && self.predicate == other.predicate
            && self.columns.iter().map(IndexColumn::covered).eq(other.columns.iter().map(IndexColumn::covered))
    }

    /// The part that the schema language can say, as PostgreSQL would build it, whatever its name. An ascending order and
    /// a default operator class are what it takes anyway.
    #[must_use]
    pub fn definition(&self) -> IndexDefinition<'_> {
        // a field that is added to Index must be thought of here
        let Index { name: _, is_unique, method, columns, parameters, predicate, choice: _, extras: _ } = self;
        IndexDefinition {
            is_unique: *is_unique,
            method: *method,
            columns: columns.iter().map(IndexColumn::effective).collect(),
            parameters,
            predicate: predicate.as_ref(),
        }
    }

    /// Whether a unique constraint can use it: such a constraint is over whole columns and all rows, in
    /// the usual order (<https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX>).
    #[must_use]
    pub fn may_be_constraint(&self) -> bool {
        let definition = self.definition();
        let is_plain = |(_, expression, descends, class): &EffectiveColumn<'_>| {
            expression.is_none() && !descends && class.is_none()
        };
        definition.is_unique
            && definition.method == IndexMethod::BTree
            && self.condition().is_none()
            && definition.columns.iter().all(is_plain)
            && self.columns.iter().all(|column| column.extras.is_empty())
    }

    /// Whether PostgreSQL would build the same index, whatever its name.
    #[must_use]
    pub fn is_defined_like(&self, other: &Index) -> bool {
        self.definition() == other.definition()
    }
}

/// What an index is, but for its name: equal where PostgreSQL would build the same. Its order has no meaning.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct IndexDefinition<'i> {
    is_unique: bool,
    method: IndexMethod,
    columns: Vec<EffectiveColumn<'i>>,
    parameters: &'i [StorageParameter],
    predicate: Option<&'i Predicate>,
}

/// The name, the expression, whether it descends, and the operator class where that is not the default one.
type EffectiveColumn<'i> = (&'i str, Option<Cow<'i, IndexExpression>>, bool, Option<Cow<'i, OperatorClass>>);

impl IndexExpression {
    /// The expression without the schemas before what extensions bring.
    #[must_use]
    pub fn unqualified(&self) -> Cow<'_, Self> {
        match self {
            Self::Cast(element) => Cow::Owned(Self::Cast(element.unqualified().into_owned())),
            Self::BinaryQuantize { bits, qualifier: _ } => {
                Cow::Owned(Self::BinaryQuantize { bits: *bits, qualifier: Qualifier(None) })
            }
        }
    }
}

impl IndexColumn {
    fn covered(&self) -> (&str, Option<Cow<'_, IndexExpression>>) {
        (&self.name, self.expression.as_ref().map(IndexExpression::unqualified))
    }

    fn unqualified(&self) -> IndexColumn {
        let IndexColumn { name, expression, sort, operator_class, extras: _ } = self;
        IndexColumn {
            name: name.clone(),
            expression: expression.as_ref().map(|expression| expression.unqualified().into_owned()),
            sort: *sort,
            operator_class: operator_class.as_ref().map(|class| class.unqualified().into_owned()),
            extras: IndexColumnExtras::default(),
        }
    }

    /// A column as it is, in the order and with the operator class that PostgreSQL takes by itself.
    #[must_use]
    pub fn plain(name: impl Into<String>) -> IndexColumn {
        IndexColumn {
            name: name.into(),
            expression: None,
            sort: None,
            operator_class: None,
            extras: IndexColumnExtras::default(),
        }
    }

    fn effective(&self) -> EffectiveColumn<'_> {
        // a field that is added to IndexColumn must be thought of here
        let IndexColumn { name, expression, sort, operator_class, extras: _ } = self;
        let operator_class = match operator_class {
            Some(OperatorClass::Named { is_default: true, .. }) | None => None,
            Some(class) => Some(class.unqualified()),
        };
        let expression = expression.as_ref().map(IndexExpression::unqualified);
        (name, expression, *sort == Some(SortOrder::Desc), operator_class)
    }
}
