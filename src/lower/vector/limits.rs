//! What pgvector cannot build, found before it is asked to: <https://github.com/pgvector/pgvector#hnsw>.

use super::choice::Choice;
use super::origin::IndexOrigin;
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::Lowering;
use crate::pgvector::{IndexedType, least_dimensions};
use crate::physical::{Column, ElementType, IndexMethod, VectorKind};
use crate::text::{Span, Spanned};

/// What keeps an index from being built.
struct VectorIndexProblem {
    code: Code,
    message: String,
    help: String,
    /// A more exact place than the whole directive.
    span: Option<Span>,
}

impl Lowering<'_> {
    /// Whether pgvector can build the index. Where it is asked for, it is an error that it cannot;
    /// where it is only the default, the column gets no index, and the user is told.
    pub(crate) fn check_vector_index(
        &mut self,
        choice: &Choice,
        column: &Column,
        indexed: &ElementType,
        class: &str,
        origin: IndexOrigin<'_>,
    ) -> Option<()> {
        let found = cannot_be_indexed(choice.method(), column, indexed)
            .or_else(|| wrong_class(choice, column, indexed, class))
            .or_else(|| self.too_few_candidates(choice));
        let Some(VectorIndexProblem { code, message, help, span }) = found else { return Some(()) };
        let diagnostic = match origin {
            IndexOrigin::Directive(whole) => Diagnostic::error(code, message).at(span.unwrap_or(whole), ""),
            IndexOrigin::Index(index) => Diagnostic::error(code, message).at(index.span, ""),
            IndexOrigin::Default(field) => Diagnostic::warning(Code::VectorWithoutIndex, message).at(field.span, ""),
        };
        self.diagnostics.push(diagnostic.help(help));
        None
    }

    fn too_few_candidates(&self, choice: &Choice) -> Option<VectorIndexProblem> {
        let (m, ef_construction) = self.links_and_candidates(choice);
        if choice.is_ivfflat || ef_construction >= 2 * m {
            return None;
        }
        let said = |argument: &Option<Spanned<u32>>| argument.as_ref().map(|argument| argument.span);
        Some(VectorIndexProblem {
            code: Code::DirectiveRange,
            message: format!("`efConstruction` is {ef_construction}, less than twice `m`, which is {m}"),
            help: format!(
                "write `efConstruction: {}` or more; what is left out comes from [vector] in refract.toml",
                2 * m
            ),
            span: said(&choice.m).or(said(&choice.ef_construction)),
        })
    }
}

fn impossible(column: &Column, reason: &str, help: String) -> VectorIndexProblem {
    VectorIndexProblem {
        code: Code::VectorIndexImpossible,
        message: format!("the vector column `{}` cannot be indexed: {reason}", column.name),
        help,
        span: None,
    }
}

/// The type, its method, and the number of its dimensions.
fn cannot_be_indexed(method: IndexMethod, column: &Column, indexed: &ElementType) -> Option<VectorIndexProblem> {
    if column.column_type.is_list {
        let help = "put the vectors in rows of a table of their own".to_owned();
        return Some(impossible(column, "it is a list, and pgvector has no index for lists of vectors", help));
    }
    let (indexed_type, dimensions) = IndexedType::of(indexed)?;
    if indexed_type.operator_classes(method).is_empty() {
        let reason = format!("pgvector has no {} index for {}", name_of(method), indexed_type.as_sql());
        return Some(impossible(column, &reason, "use `@refract.hnsw`".to_owned()));
    }
    let Some(dimensions) = dimensions else {
        let help = format!(
            "give the type its dimensions, such as {name}(1536), or index it as a type that has them, \
             `@refract.hnsw(as: \"{name}(1536)\")`; or write /// @refract.noIndex on the field",
            name = indexed_type.as_sql()
        );
        return Some(impossible(column, "it has no dimensions", help));
    };
    let most = indexed_type.most_dimensions().filter(|most| dimensions > *most)?;
    let reason = format!("it has {dimensions} dimensions, an index on {} takes {most}", indexed_type.as_sql());
    Some(impossible(column, &reason, ways_around(column, dimensions)))
}

/// What takes a vector that is too long.
fn ways_around(column: &Column, dimensions: u32) -> String {
    let takes = |kind: IndexedType| kind.most_dimensions().is_none_or(|most| dimensions <= most);
    let mut ways = Vec::new();
    if let ElementType::Vector(kind, ..) = column.column_type.element {
        if kind == VectorKind::Vector && takes(IndexedType::Vector(VectorKind::HalfVec)) {
            ways.push("index it in half precision, `@refract.hnsw(as: \"halfvec\")`");
        }
        if kind != VectorKind::SparseVec {
            ways.push("index one bit a dimension, `@refract.hnsw(as: \"bit\")`");
        }
    }
    ways.push("use a type with dimensions within the limit");
    ways.push("write /// @refract.noIndex on the field");
    ways.join(", or ")
}

/// The operator class has to be one of the type and the method.
fn wrong_class(choice: &Choice, column: &Column, indexed: &ElementType, class: &str) -> Option<VectorIndexProblem> {
    let (indexed_type, dimensions) = IndexedType::of(indexed)?;
    let method = choice.method();
    let known = indexed_type.operator_classes(method);
    let span = choice.index.operator_class.as_ref().map(|class| class.span);
    if !known.contains(&class) {
        let name = &column.name;
        let (type_name, index) = (indexed_type.as_sql(), name_of(method));
        return Some(VectorIndexProblem {
            code: Code::NoOperatorClass,
            message: format!("`{class}` is no operator class for an {index} index on {type_name}, which `{name}` is"),
            help: format!("what fits: {}", known.join(", ")),
            span,
        });
    }
    let least = least_dimensions(method, class);
    if dimensions.is_some_and(|dimensions| dimensions < least) {
        let help = format!("use {}_l2_ops, or `@refract.hnsw`", indexed_type.as_sql());
        return Some(VectorIndexProblem {
            span,
            ..impossible(column, &format!("IVFFlat with {class} takes {least} dimensions or more"), help)
        });
    }
    None
}

fn name_of(method: IndexMethod) -> &'static str {
    if method == IndexMethod::IvfFlat { "IVFFlat" } else { "HNSW" }
}
