//! What there is to say to the user: one [`Diagnostic`] for one thing, with a stable code.
//!
//! Every stage collects its diagnostics and goes on as far as it can; words are chosen where the
//! problem is found, colours and carets are the business of `cli::report`.

use crate::text::Span;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is written, exit code 1.
    Error,
    /// The user should look at it.
    Warning,
    /// Worth knowing.
    Note,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal,)+) => {
        /// What kind of problem it is. The text of a code never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code { $($(#[doc = $doc])+ $name,)+ }

        impl Code {
            /// Every code there is, in the order of this file.
            pub const ALL: &'static [Code] = &[$(Code::$name,)+];

            /// The code as it is printed, such as `R0101`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$name => $code,)+ }
            }
        }
    };
}

codes! {
    // R01: syntax of schema.prisma (psl::parse)
    /// A line that is no part of the language.
    UnexpectedLine = "R0101",
    // R02: names and types (psl::resolve)
    // R03: attributes and their arguments (psl::resolve)
    // R04: relations (psl::resolve)
    // R05: datasource, generator, PostgreSQL schemas and extensions (psl::resolve)
    // R06: `@refract.*` directives
    // R07: what PostgreSQL makes of it (lower)
    /// User SQL that is no closed expression.
    SqlNotClosed = "R0701",
    /// A name PostgreSQL would cut.
    NameTooLong = "R0702",
    /// The table of an m-n relation has the name of a model's table.
    TableNameTaken = "R0703",
    /// Two indexes of one schema have one name.
    IndexNameTaken = "R0704",
    /// An index that pgvector cannot build.
    VectorIndexImpossible = "R0705",
    /// A vector column that goes without the index it would get.
    VectorWithoutIndex = "R0706",
    // R10: refract.toml
    // R20: targets
    /// A model that no target takes.
    ModelWithoutTarget = "R2001",
    /// A model on a target that lacks an extension it needs.
    ExtensionMissing = "R2002",
    /// A target that the configuration does not have.
    UnknownTarget = "R2003",
    /// A relation that no database can enforce.
    RelationAcrossDatabases = "R2004",
    /// A table that stays in a database that its model has left.
    TableLeftBehind = "R2005",
    // R30: sources, git and the base
    // R40: changes
    /// Data would be lost.
    DataLoss = "R4001",
    /// A change that may fail on the rows that are there.
    RiskyChange = "R4002",
    /// A name or text that cannot be written in SQL.
    NotWritable = "R4003",
    /// What is left over from before the branch.
    Inherited = "R4004",
    // R50: migrations on disk
    /// Migrations that are not in the base yet.
    MigrationsNotInBase = "R5001",
    /// A file that is there already.
    FileExists = "R5002",
    /// A file that could not be read or written.
    FileSystem = "R5003",
    /// A name that no migration can have.
    BadMigrationName = "R5004",
    /// A migration that refract did not write, or that was edited.
    EditedMigration = "R5005",
}

/// A place and what is to be said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// A few words behind the caret; may be empty.
    pub text: String,
}

/// One thing that is wrong or worth knowing, in the user's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of problem.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong: one line, no full stop at its end.
    pub message: String,
    /// The place it is about, if it is about one.
    pub primary: Option<Label>,
    /// Other places that explain it.
    pub secondary: Vec<Label>,
    /// What to do next.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A problem that stops the run.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message)
    }

    /// Something the user should look at.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, message)
    }

    /// Something worth knowing.
    pub fn note(code: Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Note, message)
    }

    fn new(code: Code, severity: Severity, message: impl Into<String>) -> Self {
        Self { code, severity, message: message.into(), primary: None, secondary: Vec::new(), help: None }
    }

    /// Points at the place it is about, with a few words behind the caret (may be empty).
    #[must_use]
    pub fn at(mut self, span: Span, label: impl Into<String>) -> Self {
        self.primary = Some(Label { span, text: label.into() });
        self
    }

    /// Points at another place that explains it.
    #[must_use]
    pub fn also(mut self, span: Span, label: impl Into<String>) -> Self {
        self.secondary.push(Label { span, text: label.into() });
        self
    }

    /// Says what to do next.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Everything that was found so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Takes one in.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Takes in all that another stage found.
    pub fn append(&mut self, other: Diagnostics) {
        self.list.extend(other.list);
    }

    /// Whether the run has to stop.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// In the order of the places they are about, those without a place first.
    #[must_use]
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        self.list.sort_by_key(|diagnostic| diagnostic.primary.as_ref().map(|label| label.span));
        self.list.dedup();
        self.list
    }

    /// In the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }
}
