//! The codes of all diagnostics, by the stage that finds them.

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
    /// Text between the blocks that is no comment.
    TextOutsideBlock = "R0102",
    /// A block whose kind is missing or unknown.
    UnknownBlock = "R0103",
    /// A block without its closing brace.
    UnclosedBlock = "R0104",
    /// A closing brace that does not stand on a line of its own.
    BraceOnLine = "R0105",
    /// A field without a type.
    MissingType = "R0106",
    /// A way to write types that Prisma 1 had.
    OldTypeSyntax = "R0107",
    /// A list with a question mark.
    OptionalList = "R0108",
    /// `type Name = ...`.
    TypeAlias = "R0109",
    /// An escape or a character that cannot stand in a text.
    InvalidText = "R0110",
    /// A comma behind the last argument or value.
    TrailingComma = "R0111",
    /// A key or an argument without a value.
    MissingValue = "R0112",
    /// Arguments or lists that go over several lines.
    LineBreak = "R0113",
    /// `/*` without `*/`.
    UnclosedComment = "R0114",
    /// Brackets nested deeper than any schema needs.
    NestingTooDeep = "R0115",
    /// A file in the language of Prisma 8.
    NewerLanguage = "R0116",
    // R02: names and types (psl::resolve)
    /// Two models, views, enums or types of one name.
    DuplicateName = "R0201",
    /// A name that Prisma's client or a built-in type already has.
    ReservedName = "R0202",
    /// A name that starts with a digit or has a hyphen.
    InvalidName = "R0203",
    /// Two fields of one name in a model.
    DuplicateField = "R0204",
    /// Two fields with one column.
    DuplicateColumn = "R0205",
    /// Two values of one name in an enum.
    DuplicateEnumValue = "R0206",
    /// An enum without values.
    EmptyEnum = "R0207",
    /// Two models with one table.
    DuplicateTable = "R0208",
    /// Two enums with one type in the database.
    DuplicateEnumType = "R0209",
    /// Two values of an enum with one label in the database.
    DuplicateLabel = "R0210",
    /// A name in the database that is empty.
    EmptyDatabaseName = "R0211",
    /// A type that is neither built in nor declared.
    UnknownType = "R0212",
    /// A `type` block, which PostgreSQL has no use for.
    CompositeType = "R0213",
    /// A native type that PostgreSQL does not have.
    UnknownNativeType = "R0214",
    /// A native type attribute that does not carry the name of the datasource.
    NativeTypeScope = "R0215",
    /// Arguments that a native type does not take.
    NativeTypeArguments = "R0216",
    /// A native type that does not go with the type of its field.
    NativeTypeMismatch = "R0217",
    /// `Unsupported` with a type that has an attribute of its own.
    UnsupportedIsKnown = "R0218",
    /// `Unsupported` without a type.
    EmptyUnsupported = "R0219",
    // R03: attributes and their arguments (psl::resolve)
    /// An attribute that does not exist there.
    UnknownAttribute = "R0301",
    /// An attribute that stands twice.
    RepeatedAttribute = "R0302",
    /// An argument that the attribute or function does not take.
    UnknownArgument = "R0303",
    /// An argument that is given twice.
    RepeatedArgument = "R0304",
    /// An argument that has to be there.
    MissingArgument = "R0305",
    /// A text where a word belongs, or the like.
    WrongKindOfValue = "R0306",
    /// `map` or `name` without a name.
    EmptyConstraintName = "R0307",
    /// A name that PostgreSQL would cut off.
    ConstraintNameTooLong = "R0308",
    /// Two keys, indexes or foreign keys of one name.
    ConstraintNameTaken = "R0309",
    /// A name for the client that is taken or cannot be written.
    ClientNameClash = "R0310",
    /// `@updatedAt` on something else than one DateTime.
    UpdatedAtType = "R0311",
    /// `@ignore` where nothing is left to ignore.
    MisplacedIgnore = "R0312",
    /// An attribute on a kind of field or block that cannot have it.
    MisplacedAttribute = "R0313",
    /// An attribute or argument that other databases have.
    NotForPostgres = "R0314",
    /// A model whose rows nothing tells apart.
    MissingId = "R0315",
    /// More than one primary key in a model.
    SeveralIds = "R0316",
    /// A primary key over an optional field or a list.
    NullableId = "R0317",
    /// An empty list of fields.
    NoFields = "R0318",
    /// A field that the model does not have.
    UnknownField = "R0319",
    /// A relation field where a field with a column belongs.
    RelationFieldInList = "R0320",
    /// A field twice in a list of fields.
    RepeatedField = "R0321",
    /// A sort order that is neither Asc nor Desc.
    InvalidSort = "R0322",
    /// An index type that Prisma does not know.
    UnknownIndexType = "R0323",
    /// A field whose type the index type cannot handle.
    IndexTypeMismatch = "R0324",
    /// An operator class that Prisma does not know.
    UnknownOperatorClass = "R0325",
    /// An operator class for another type of field or index.
    OperatorClassMismatch = "R0326",
    /// An index on an XML field.
    XmlIndex = "R0327",
    /// Something that needs a preview feature.
    MissingPreviewFeature = "R0328",
    /// A `where` that cannot be read.
    InvalidPredicate = "R0329",
    /// A value of a kind that the type of its field does not have.
    DefaultMismatch = "R0330",
    /// A text that is no value of the type of its field.
    InvalidDefault = "R0331",
    /// A function that does not exist.
    UnknownFunction = "R0332",
    /// A function for another type of field.
    FunctionMismatch = "R0333",
    /// Arguments that a function does not take.
    FunctionArguments = "R0334",
    /// An expression for the database that is empty.
    BlankExpression = "R0335",
    // R04: relations (psl::resolve)
    /// A relation with only one side.
    MissingOpposite = "R0401",
    /// Relations that cannot be told apart without names.
    AmbiguousRelation = "R0402",
    /// A relation whose name is empty.
    EmptyRelationName = "R0403",
    /// A relation of which no side, or half a side, says how it is stored.
    MissingRelationKey = "R0404",
    /// `fields` and `references` where they do not belong.
    KeyOnWrongSide = "R0405",
    /// As many `fields` as `references` it has to be.
    RelationKeyLength = "R0406",
    /// References that do not pick out one row.
    NotUniquelyReferenced = "R0407",
    /// A field and what it refers to have different types.
    RelationTypeMismatch = "R0408",
    /// A required relation over optional fields.
    RelationOptionality = "R0409",
    /// A 1-1 relation whose key may occur twice.
    OneToOneNotUnique = "R0410",
    /// A 1-1 relation with the question mark on the wrong side.
    OneToOneRequired = "R0411",
    /// A referential action that does not exist.
    UnknownAction = "R0412",
    /// A referential action where there is no foreign key.
    MisplacedAction = "R0413",
    /// A many-to-many relation with a model that has no single id field.
    ManyToManyWithoutId = "R0414",
    /// A relation to an ignored model.
    RelationToIgnored = "R0415",
    /// A referential action that `relationMode = "prisma"` cannot do.
    ActionNeedsForeignKeys = "R0416",
    /// A many-to-many relation with a view.
    RelationToView = "R0417",
    /// Actions that run in a circle without foreign keys.
    RelationCycle = "R0418",
    // R05: datasource, generator, PostgreSQL schemas and extensions (psl::resolve)
    /// A schema without a datasource.
    MissingDatasource = "R0501",
    /// More than one datasource.
    SeveralDatasources = "R0502",
    /// Two generators of one name.
    DuplicateGenerator = "R0503",
    /// A setting that is given twice.
    DuplicateSetting = "R0504",
    /// A datasource or generator without a provider.
    MissingProvider = "R0505",
    /// A provider that is no plain text or does not exist.
    InvalidProvider = "R0506",
    /// A provider other than PostgreSQL.
    OtherDatabase = "R0507",
    /// A setting that a datasource does not have.
    UnknownSetting = "R0508",
    /// A relation mode that does not exist, or two of them.
    InvalidRelationMode = "R0509",
    /// A list of PostgreSQL schemas that is empty or names one twice.
    InvalidSchemas = "R0510",
    /// A model or enum without `@@schema` in a schema that needs it.
    MissingSchema = "R0511",
    /// A PostgreSQL schema that the datasource does not list.
    UnknownSchema = "R0512",
    /// An extension that cannot be read.
    InvalidExtension = "R0513",
    /// A preview feature that never existed.
    UnknownPreviewFeature = "R0514",
    // R06: `@refract.*` directives
    /// A directive that does not exist.
    UnknownDirective = "R0601",
    /// A directive on something it says nothing about.
    MisplacedDirective = "R0602",
    /// Directives that repeat or contradict one another.
    RepeatedDirective = "R0603",
    /// Arguments that a directive does not take.
    DirectiveArguments = "R0604",
    /// A directive that cannot be read.
    DirectiveSyntax = "R0605",
    /// A number that a directive cannot take.
    DirectiveRange = "R0606",
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
    /// An index over a type that it has no operators for.
    NoOperatorClass = "R0707",
    /// An index with an order, or with more columns than it can have.
    IndexShape = "R0708",
    /// A length or a number of dimensions that PostgreSQL does not take.
    TypeOutOfRange = "R0709",
    /// A default that the column cannot hold.
    DefaultOutOfRange = "R0710",
    /// A column that cannot count up as it is written.
    SequenceImpossible = "R0711",
    /// A foreign key that PostgreSQL cannot enforce.
    ForeignKeyImpossible = "R0712",
    /// Two things of one PostgreSQL schema or table with one name.
    DatabaseNameTaken = "R0713",
    /// A name that PostgreSQL keeps for itself.
    DatabaseNameReserved = "R0714",
    /// An action that sets a required column to null.
    SetNullOnRequired = "R0715",
    // R10: refract.toml
    /// refract.toml is not TOML.
    ConfigSyntax = "R1001",
    /// A key that refract.toml does not have.
    ConfigUnknownKey = "R1002",
    /// A value of the wrong type.
    ConfigWrongType = "R1003",
    /// A value that is not one of those allowed.
    ConfigBadValue = "R1004",
    /// A URL or a password in refract.toml.
    ConfigSecret = "R1005",
    /// A path that is absolute, leaves the repository or is no path at all.
    ConfigBadPath = "R1006",
    /// Two folders of migrations of which one lies in the other.
    ConfigFoldersNest = "R1007",
    /// A key that is planned but not there yet.
    ConfigNotSupported = "R1008",
    /// Several refract.toml of which none is nearer than the others.
    ConfigSeveral = "R1009",
    /// A refract.toml that cannot be read.
    ConfigUnreadable = "R1010",
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
    /// An index whose build takes more memory than the target has for it.
    BuildMemory = "R2006",
    /// A number of rows on the command line that cannot be understood.
    RowsUnknown = "R2007",
    // R30: sources, git and the base
    /// No schema with a PostgreSQL datasource, or the one that was named is not there.
    SchemaMissing = "R3001",
    /// Several schemas, and nothing says which one is meant.
    SchemaSeveral = "R3002",
    /// A revision has schemas, but none of them is known to be this one.
    SchemaUndecided = "R3003",
    /// A file that is not UTF-8.
    NotUtf8 = "R3004",
    /// A file or folder that cannot be read.
    Unreadable = "R3005",
    /// A source that is neither a path nor a revision.
    SourceUnknown = "R3006",
    /// A source that is both a path and a revision.
    SourceAmbiguous = "R3007",
    /// A source that cannot be read yet.
    SourceNotSupported = "R3008",
    /// Git is needed, but there is no repository, no git, or git refuses.
    NoRepository = "R3009",
    /// Git failed.
    GitFailed = "R3010",
    /// A revision that git does not know, or that is no commit.
    RevisionUnknown = "R3011",
    /// A shallow clone that lacks the commit to compare with.
    ShallowClone = "R3012",
    /// A revision whose refract.toml does not count.
    ConfigOfRevision = "R3013",
    /// What is checked out is the base itself.
    NothingToCompare = "R3014",
    /// A prisma.config that says something in a way that cannot be read without running it.
    PrismaConfig = "R3015",
    /// Git is there and does not work, so what only it can tell was not looked at.
    GitNotAsked = "R3016",
    /// Files that git has and a sparse checkout leaves out.
    NotCheckedOut = "R3017",
    /// Migrations that are somewhere else than where they are looked for.
    MigrationsElsewhere = "R3018",
    /// A file that a merge has left in conflict: in the index, or with the marks of it in its text.
    InConflict = "R3019",
    // R40: changes
    /// Data would be lost.
    DataLoss = "R4001",
    /// A change that may fail on the rows that are there.
    RiskyChange = "R4002",
    /// A name or text that cannot be written in SQL.
    NotWritable = "R4003",
    /// What is left over from before the branch.
    Inherited = "R4004",
    /// A new required column for which rows that are there would have no value.
    NotFilled = "R4006",
    /// A drop and an add that look like one rename.
    RenameUnclear = "R4007",
    /// Names that are exchanged, which cannot be guarded.
    RenameCircle = "R4008",
    /// A rename that was said, and that there is nothing to do about.
    RenameStale = "R4009",
    /// A rename on the command line that cannot be understood.
    RenameUnknown = "R4010",
    /// Something that Prisma's own commands would drop, or build again without a part of it.
    DroppedByPrisma = "R4011",
    /// Something that the schema language has no word for, and because of which PostgreSQL would refuse a change.
    ObjectInTheWay = "R4012",
    /// Something that the schema language has no word for, and that makes way for a change and is made again.
    ObjectMadeAgain = "R4013",
    /// A function whose body says a name that changes.
    NameInFunction = "R4014",
    /// A step that would not see, or not change, all rows.
    RowsHidden = "R4015",
    /// A name that something has which the schema language has no word for.
    NameTaken = "R4016",
    /// A directive about rows that are there, where there is nothing for it to do.
    RowSqlIdle = "R4017",
    /// A migration that would not lead to the schema, so it is not written.
    NotDone = "R4020",
    /// Something that is not managed holds on to what would go.
    HeldByUnmanaged = "R4021",
    /// Something that is not managed makes way for a step, and comes back.
    UnmanagedMakesWay = "R4022",
    /// A model of a table that is a partition of another.
    ModelOfPartition = "R4023",
    /// A unique index or a primary key that a partitioned table cannot have.
    UncoveredKey = "R4024",
    /// A generated column that would have to be computed in another way.
    GeneratedConversion = "R4025",
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
    /// A target that has migrations already.
    MigrationsThere = "R5006",
    /// A date that cannot be understood.
    BadDate = "R5007",
    /// Migrations that do not tell everything about a target.
    HistoryIncomplete = "R5008",
    /// Something in a folder of migrations that is none, or that not every machine takes for the same.
    OddMigration = "R5009",
    // R60: migrations read in memory (replay)
    /// A statement that may shape the database, and is not understood.
    SqlNotUnderstood = "R6001",
    /// A statement that PostgreSQL would refuse.
    SqlRefused = "R6002",
    /// A quote or a comment that does not end.
    SqlUnclosed = "R6003",
    /// What only psql understands, in a file that something else runs.
    SqlForPsql = "R6004",
    /// A migration of refract's that stops, because the database is not what it promises at its end.
    PromiseBroken = "R6005",
    // R70: what check finds
    /// A change of the schema that no migration makes, or one that only a migration makes.
    PendingChange = "R7001",
    /// A new migration that sorts before one that is in the base.
    MigrationOrder = "R7002",
    /// A statement that takes data away, and the head of its file does not say so.
    LossNotInHeader = "R7003",
    /// A migration of the base that was edited or deleted.
    HistoryChanged = "R7004",
    /// Migrations that were made side by side, and that lead to another database in the other order.
    OrderMatters = "R7005",
    /// A script that repairs a database to another schema than this.
    RepairOutdated = "R7006",
    /// What an old history made beside the schema, and the new one in its place does not.
    SquashedAway = "R7007",
    /// Migrations whose order is another one to some version of Prisma, with another outcome.
    NameOrder = "R7008",
    // R80: git hooks
    /// Hooks that another tool keeps, or that are for all repositories.
    HooksKeptElsewhere = "R8001",
    /// A hook that refract cannot add to.
    HookNotOurs = "R8002",
    /// A hook of which somebody has changed the lines that mark refract's block.
    HookMarksBroken = "R8003",
    // R81: the way to a database (server)
    /// Nothing says where a target's database is.
    UrlMissing = "R8101",
    /// An address of a database that cannot be understood.
    UrlNotUnderstood = "R8102",
    /// Parameters of an address that are ignored.
    UrlParameterIgnored = "R8103",
    /// A server that cannot be reached, or says no.
    NoConnection = "R8104",
    /// A database that is not what the files need: read-only, behind a pooler, with another default schema.
    DatabaseUnfit = "R8105",
    // R82: which migrations a database has run (ledger)
    /// A table of migrations that cannot be read or written.
    LedgerRefused = "R8201",
    /// A database that has tables, and no table of migrations.
    LedgerMissing = "R8202",
    /// A migration that began in this database and did not end.
    MigrationUnfinished = "R8203",
    /// A file that was edited after this database had run it.
    EditedAfterRun = "R8204",
    /// A migration that the database has run, and that has no file.
    FileMissing = "R8205",
    /// Two targets whose databases have one table of migrations.
    LedgerShared = "R8206",
    /// Somebody else is migrating this database.
    LedgerLocked = "R8207",
    /// What `resolve` is asked for does not fit what the database has run.
    ResolveRefused = "R8208",
    // R83: running migrations (apply)
    /// PostgreSQL refuses a migration.
    MigrationFailed = "R8301",
    /// The connection went while a migration ran.
    ConnectionLost = "R8302",
    /// A migration that is not run because it loses something, or gives something another name.
    StoppedBeforeLoss = "R8303",
    /// Migrations that run although later ones have run before.
    RunsLate = "R8304",
    /// Somebody has stopped the run.
    Interrupted = "R8305",
}
