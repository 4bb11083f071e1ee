//! What directives and defaults say about a vector index, and the index that results.

use super::origin::IndexOrigin;
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::{Lowering, types};
use crate::pgvector::{IndexedType, is_default_class, with_defaults};
use crate::physical::{
    Column, ElementType, Index, IndexChoice, IndexColumn, IndexExpression, IndexMethod, OperatorClass, Predicate,
    Qualifier, SqlText, StorageParameter, VectorKind,
};
use crate::psl::directive::{Directive, DirectiveKind, VectorIndex};
use crate::sql::{Cursor, WrittenName, tokens};
use crate::text::{Span, Spanned};

/// Method, operator class and parameters, as far as they are written.
#[derive(Clone, Default)]
pub(crate) struct Choice {
    pub is_ivfflat: bool,
    pub index: VectorIndex,
    pub m: Option<Spanned<u32>>,
    pub ef_construction: Option<Spanned<u32>>,
    lists: Option<Spanned<u32>>,
}

impl Choice {
    /// `None`: nothing about indexes; `Some(None)`: no index wanted.
    #[allow(clippy::option_option)] // one is what it is about, the other what it says
    pub(crate) fn of_directive(directive: &Directive) -> Option<Option<Choice>> {
        Some(match directive.kind.clone() {
            DirectiveKind::NoIndex => None,
            DirectiveKind::Hnsw { index, m, ef_construction } => {
                Some(Choice { index, m, ef_construction, ..Choice::default() })
            }
            DirectiveKind::IvfFlat { index, lists } => {
                Some(Choice { is_ivfflat: true, index, lists, ..Choice::default() })
            }
            DirectiveKind::RenamedFrom(_)
            | DirectiveKind::Using(_)
            | DirectiveKind::Backfill(_)
            | DirectiveKind::Targets(_)
            | DirectiveKind::Rows(_) => return None,
        })
    }

    /// The same with the class that `ops: raw("...")` of an `@@index` names.
    pub(crate) fn with_class(&self, class: &str, span: Span) -> Choice {
        let class = Spanned { value: class.trim().to_owned(), span };
        Choice { index: VectorIndex { operator_class: Some(class), ..self.index.clone() }, ..self.clone() }
    }

    /// The name that was given.
    pub(crate) fn name(&self) -> Option<String> {
        self.index.name.as_ref().map(|name| name.value.clone())
    }

    pub(crate) fn method(&self) -> IndexMethod {
        if self.is_ivfflat { IndexMethod::IvfFlat } else { IndexMethod::Hnsw }
    }
}

impl Lowering<'_> {
    /// The index, but for its name; `None` where pgvector cannot build it, which is said.
    pub(crate) fn vector_index(&mut self, choice: &Choice, column: &Column, origin: IndexOrigin<'_>) -> Option<Index> {
        let element = &column.column_type.element;
        let qualifier = match element.vector_qualifier() {
            Some(qualifier) => qualifier.clone(),
            None => self.schema_of_pgvector(),
        };
        let indexed = match &choice.index.as_type {
            Some(as_type) => self.indexed_as(column, as_type, &qualifier)?,
            None => element.clone(),
        };
        let method = choice.method();
        let class = match &choice.index.operator_class {
            Some(class) => class.value.clone(),
            None => class_for(&indexed, &self.defaults.vector.operator_class),
        };
        let (class_qualifier, class) = match with_schema(&class) {
            Some(WrittenName { schema: Some(schema), name, range: _ }) => (Qualifier(Some(schema)), name),
            Some(WrittenName { schema: None, .. }) | None => (qualifier.clone(), class),
        };
        self.check_vector_index(choice, column, &indexed, &class, origin)?;
        let predicate = match &choice.index.predicate {
            None => None,
            Some(text) => match SqlText::new(text.value.as_str()) {
                Ok(sql) => Some(Predicate::Raw(sql)),
                Err(problem) => {
                    self.complain_of_sql("predicate", &problem, text.span);
                    return None;
                }
            },
        };
        let expression = choice.index.as_type.is_some().then(|| {
            if let ElementType::Bit(bits) = indexed {
                IndexExpression::BinaryQuantize { bits: bits.unwrap_or(1), qualifier: qualifier.clone() }
            } else {
                IndexExpression::Cast(indexed)
            }
        });
        let is_default = is_default_class(method, &class);
        let operator_class = Some(OperatorClass::Named { name: class, is_default, qualifier: class_qualifier });
        Some(Index {
            name: String::new(),
            is_unique: false,
            method,
            columns: vec![IndexColumn { expression, operator_class, ..IndexColumn::plain(column.name.clone()) }],
            parameters: self.parameters(choice),
            predicate,
            choice: IndexChoice::Schema,
            extras: Box::default(),
        })
    }

    fn parameters(&self, choice: &Choice) -> Vec<StorageParameter> {
        let said = |argument: &Option<Spanned<u32>>| argument.as_ref().map(|argument| argument.value);
        let parameter = |name: &str, value| StorageParameter { name: name.to_owned(), value };
        if choice.is_ivfflat {
            return with_defaults(
                IndexMethod::IvfFlat,
                said(&choice.lists).map(|lists| parameter("lists", lists)).into_iter().collect(),
            );
        }
        let (m, ef_construction) = self.links_and_candidates(choice);
        vec![parameter("m", m), parameter("ef_construction", ef_construction)]
    }

    /// `m` and `ef_construction`, said or by the configuration.
    pub(crate) fn links_and_candidates(&self, choice: &Choice) -> (u32, u32) {
        let defaults = &self.defaults.vector;
        let said = |argument: &Option<Spanned<u32>>| argument.as_ref().map(|argument| argument.value);
        (said(&choice.m).unwrap_or(defaults.m), said(&choice.ef_construction).unwrap_or(defaults.ef_construction))
    }

    /// The type that `as` names, with the dimensions of the column where it has none.
    fn indexed_as(&mut self, column: &Column, as_type: &Spanned<String>, qualifier: &Qualifier) -> Option<ElementType> {
        let (own, own_dimensions) = IndexedType::of(&column.column_type.element)?;
        // a bare `bit` is not one bit here
        let is_bare_bit = as_type.value.trim().eq_ignore_ascii_case("bit");
        let asked = types::unsupported(&as_type.value).ok();
        let found = asked.as_ref().and_then(IndexedType::of);
        let Some((wanted, dimensions)) = found.filter(|(wanted, _)| goes_into(own, *wanted)) else {
            let message = format!("`{}` cannot be indexed as `{}`", column.name, as_type.value.escape_debug());
            let help = match own {
                IndexedType::Bit => "leave `as` out: bits are indexed as they are",
                IndexedType::Vector(VectorKind::SparseVec) => "there are \"vector\", \"halfvec\" and \"sparsevec(n)\"",
                IndexedType::Vector(_) => {
                    "there are \"halfvec\", \"bit\" (binary quantisation), \"sparsevec\" and \"vector(n)\" for a column without dimensions"
                }
            };
            self.refuse_as(message, as_type.span, help.to_owned());
            return None;
        };
        let dimensions = if is_bare_bit { None } else { dimensions };
        if let (Some(own), Some(wanted)) = (own_dimensions, dimensions)
            && own != wanted
        {
            let message = format!("`as` has {wanted} dimensions, and `{}` has {own}", column.name);
            self.refuse_as(message, as_type.span, "leave the number out: they have to be the same".to_owned());
            return None;
        }
        if own == wanted && own_dimensions.is_some() {
            let message = format!("`{}` is {} already", column.name, wanted.as_sql());
            self.refuse_as(message, as_type.span, "leave `as` out".to_owned());
            return None;
        }
        let dimensions = dimensions.or(own_dimensions);
        Some(match wanted {
            IndexedType::Bit if dimensions.is_none() => {
                let message = format!("`{}` has no dimensions, so it is not known how many bits it has", column.name);
                self.refuse_as(message, as_type.span, "write how many: as: \"bit(1536)\"".to_owned());
                return None;
            }
            IndexedType::Bit => ElementType::Bit(dimensions),
            IndexedType::Vector(kind) => ElementType::Vector(kind, dimensions, qualifier.clone()),
        })
    }

    fn refuse_as(&mut self, message: String, span: Span, help: String) {
        self.diagnostics.push(Diagnostic::error(Code::DirectiveArguments, message).at(span, "").help(help));
    }
}

/// Which of pgvector's types a type can be cast to, or quantised.
fn goes_into(own: IndexedType, wanted: IndexedType) -> bool {
    match (own, wanted) {
        (IndexedType::Bit, _) | (IndexedType::Vector(VectorKind::SparseVec), IndexedType::Bit) => false,
        (IndexedType::Vector(_), _) => true,
    }
}

/// The class of the same distance for another vector type.
fn class_for(element: &ElementType, class: &str) -> String {
    let distance = class.split_once('_').map_or(class, |(_, distance)| distance);
    if let ElementType::Vector(kind, ..) = element {
        format!("{}_{distance}", kind.as_sql())
    } else {
        "bit_hamming_ops".to_owned()
    }
}

/// An operator class as it is written, with the schema before it.
fn with_schema(class: &str) -> Option<WrittenName> {
    let tokens = tokens(class);
    Cursor::new(class, &tokens.tokens).written_name().ok()
}
