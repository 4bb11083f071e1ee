//! What the names of a schema stand for.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::psl::ast::{Document, ModelKind, Name};
use crate::psl::nearest::nearest;
use crate::psl::schema::{EnumId, ModelId, ScalarType};
use crate::text::Span;

/// The words that Prisma's client cannot have as names of types.
const RESERVED: &[&str] = &[
    "PrismaClient",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
    "interface",
    "let",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

/// Those that it cannot have since version 6: <https://github.com/prisma/prisma/releases/tag/6.0.0>.
const RESERVED_SINCE_6: &[&str] = &["async", "await", "using"];

/// The built-in types.
pub(super) const SCALARS: &[(&str, ScalarType)] = &[
    ("String", ScalarType::String),
    ("Boolean", ScalarType::Boolean),
    ("Int", ScalarType::Int),
    ("BigInt", ScalarType::BigInt),
    ("Float", ScalarType::Float),
    ("Decimal", ScalarType::Decimal),
    ("DateTime", ScalarType::DateTime),
    ("Json", ScalarType::Json),
    ("Bytes", ScalarType::Bytes),
];

/// What a name of a type stands for.
#[derive(Clone, Copy)]
pub(super) enum Named {
    Scalar(ScalarType),
    Model(ModelId),
    Enum(EnumId),
    /// A `type` block, or a block that could not be read: reported already.
    Broken,
}

/// All names of types.
pub(super) struct Scope<'t> {
    names: BTreeMap<&'t str, Named>,
    is_incomplete: bool,
}

impl<'t> Scope<'t> {
    /// Collects the declared names and reports those that cannot be had.
    pub(super) fn new(document: &Document<'t>, diagnostics: &mut Diagnostics) -> Self {
        let mut declared: Vec<(Name<'t>, &'static str, Named)> = Vec::new();
        let mut id = 0;
        for model in &document.models {
            let (kind, named) = match model.kind {
                ModelKind::Model => ("model", Named::Model(ModelId(id))),
                ModelKind::View => ("view", Named::Model(ModelId(id))),
                ModelKind::Composite => ("type", Named::Broken),
            };
            if model.kind != ModelKind::Composite {
                id += 1;
            }
            declared.push((model.name, kind, named));
        }
        for (id, parsed) in document.enums.iter().enumerate() {
            declared.push((parsed.name, "enum", Named::Enum(EnumId(id))));
        }
        declared.sort_by_key(|(name, ..)| name.span);

        let mut names: BTreeMap<&'t str, Named> = SCALARS.iter().map(|(name, s)| (*name, Named::Scalar(*s))).collect();
        let mut first: BTreeMap<&'t str, Span> = BTreeMap::new();
        for (name, kind, named) in declared {
            if let Some(span) = first.get(name.text) {
                diagnostics.push(
                    Diagnostic::error(Code::DuplicateName, format!("`{}` is declared twice", name.text))
                        .at(name.span, format!("this {kind}"))
                        .also(*span, "the first one")
                        .help("models, views and enums share their names: rename one of the two"),
                );
                continue;
            }
            first.insert(name.text, name.span);
            if check_type_name(name, kind, diagnostics) {
                names.insert(name.text, named);
            }
        }
        for name in &document.broken_names {
            names.entry(name).or_insert(Named::Broken);
        }
        Self { names, is_incomplete: document.is_incomplete }
    }

    /// What a field's type stands for; `None` after it has been reported.
    pub(super) fn find(&self, name: Name<'t>, diagnostics: &mut Diagnostics) -> Option<Named> {
        match self.names.get(name.text) {
            Some(Named::Broken) => None,
            Some(named) => Some(*named),
            None if self.is_incomplete => None,
            None => {
                let help = match nearest(name.text, self.names.keys().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None if name.text == "Unsupported" => "write `Unsupported(\"...\")` without spaces".to_owned(),
                    None => format!("declare it: `model {0} {{` or `enum {0} {{`", name.text),
                };
                diagnostics.push(
                    Diagnostic::error(Code::UnknownType, format!("there is no type `{}`", name.text))
                        .at(name.span, "")
                        .help(help),
                );
                None
            }
        }
    }
}

/// Reports a datasource or a generator with the name of a built-in type, which Prisma does not take either.
pub(super) fn check_config_name(name: Name<'_>, diagnostics: &mut Diagnostics) {
    if is_built_in(name) {
        diagnostics.push(built_in(name).help("give the block another name"));
    }
}

fn is_built_in(name: Name<'_>) -> bool {
    SCALARS.iter().any(|(scalar, _)| *scalar == name.text)
}

fn built_in(name: Name<'_>) -> Diagnostic {
    Diagnostic::error(Code::ReservedName, format!("`{}` is a built-in type", name.text)).at(name.span, "")
}

/// Whether a declared type may have its name at all.
fn check_type_name(name: Name<'_>, kind: &str, diagnostics: &mut Diagnostics) -> bool {
    if is_built_in(name) {
        let help = format!("rename the {kind}; `@@map(\"{}\")` keeps its name in the database", name.text);
        diagnostics.push(built_in(name).help(help));
        return false;
    }
    let message = format!("the name `{}` is taken by Prisma's client", name.text);
    let taken = if RESERVED.contains(&name.text) {
        Diagnostic::error(Code::ReservedName, message)
    } else if RESERVED_SINCE_6.contains(&name.text) {
        Diagnostic::warning(Code::ReservedName, message + " since Prisma 6")
    } else {
        check_name(name, kind, diagnostics);
        return true;
    };
    let help = format!("rename the {kind}; `@@map(\"{}\")` keeps its name in the database", name.text);
    diagnostics.push(taken.at(name.span, "").help(help));
    true
}

/// Reports a name that is read as one but cannot be had.
pub(super) fn check_name(name: Name<'_>, kind: &str, diagnostics: &mut Diagnostics) {
    let problem = if name.text.starts_with(|c: char| c.is_ascii_digit()) {
        "starts with a digit"
    } else if name.text.contains('-') {
        "contains a hyphen"
    } else {
        return;
    };
    let map = match kind {
        "field" | "value" => "@map",
        _ => "@@map",
    };
    diagnostics.push(
        Diagnostic::error(Code::InvalidName, format!("the name of the {kind} `{}` {problem}", name.text))
            .at(name.span, "")
            .help(format!("use letters, digits and `_`; `{map}(\"{}\")` keeps the name in the database", name.text)),
    );
}
