//! The codes of all diagnostics, by the stage that finds them.
//!
//! A code is a row here and a page, `docs/codes/<code>.md`: its title, what it means and what to do about it, and
//! where an example of it is. A row without a page does not compile.

macro_rules! codes {
    ($($name:ident = $code:literal,)+) => {
        /// What kind of problem it is. A code never changes its meaning, and the number of one that is gone is not
        /// used again ([`Code::RETIRED`]).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = include_str!(concat!("../../docs/codes/", $code, ".md"))] $name,)+
        }

        impl Code {
            /// Every code there is, by number.
            pub const ALL: &'static [Code] = &[$(Code::$name,)+];

            /// The code as it is printed, such as `R0101`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$name => $code,)+ }
            }

            /// Its page in Markdown: the title as a heading, the explanation, and a link to an example.
            #[must_use]
            pub const fn page(self) -> &'static str {
                match self { $(Code::$name => include_str!(concat!("../../docs/codes/", $code, ".md")),)+ }
            }
        }
    };
}

codes! {
    // R01: syntax of schema.prisma (psl::parse)
    UnexpectedLine = "R0101",
    TextOutsideBlock = "R0102",
    UnknownBlock = "R0103",
    UnclosedBlock = "R0104",
    BraceOnLine = "R0105",
    MissingType = "R0106",
    OldTypeSyntax = "R0107",
    OptionalList = "R0108",
    TypeAlias = "R0109",
    InvalidText = "R0110",
    TrailingComma = "R0111",
    MissingValue = "R0112",
    LineBreak = "R0113",
    UnclosedComment = "R0114",
    NestingTooDeep = "R0115",
    NewerLanguage = "R0116",
    // R02: names and types (psl::resolve)
    DuplicateName = "R0201",
    ReservedName = "R0202",
    InvalidName = "R0203",
    DuplicateField = "R0204",
    DuplicateColumn = "R0205",
    DuplicateEnumValue = "R0206",
    EmptyEnum = "R0207",
    DuplicateTable = "R0208",
    DuplicateEnumType = "R0209",
    DuplicateLabel = "R0210",
    EmptyDatabaseName = "R0211",
    UnknownType = "R0212",
    CompositeType = "R0213",
    UnknownNativeType = "R0214",
    NativeTypeScope = "R0215",
    NativeTypeArguments = "R0216",
    NativeTypeMismatch = "R0217",
    UnsupportedIsKnown = "R0218",
    EmptyUnsupported = "R0219",
    // R03: attributes and their arguments (psl::resolve)
    UnknownAttribute = "R0301",
    RepeatedAttribute = "R0302",
    UnknownArgument = "R0303",
    RepeatedArgument = "R0304",
    MissingArgument = "R0305",
    WrongKindOfValue = "R0306",
    EmptyConstraintName = "R0307",
    ConstraintNameTooLong = "R0308",
    ConstraintNameTaken = "R0309",
    ClientNameClash = "R0310",
    UpdatedAtType = "R0311",
    MisplacedIgnore = "R0312",
    MisplacedAttribute = "R0313",
    NotForPostgres = "R0314",
    MissingId = "R0315",
    SeveralIds = "R0316",
    NullableId = "R0317",
    NoFields = "R0318",
    UnknownField = "R0319",
    RelationFieldInList = "R0320",
    RepeatedField = "R0321",
    InvalidSort = "R0322",
    UnknownIndexType = "R0323",
    IndexTypeMismatch = "R0324",
    UnknownOperatorClass = "R0325",
    OperatorClassMismatch = "R0326",
    XmlIndex = "R0327",
    MissingPreviewFeature = "R0328",
    InvalidPredicate = "R0329",
    DefaultMismatch = "R0330",
    InvalidDefault = "R0331",
    UnknownFunction = "R0332",
    FunctionMismatch = "R0333",
    FunctionArguments = "R0334",
    BlankExpression = "R0335",
    // R04: relations (psl::resolve)
    MissingOpposite = "R0401",
    AmbiguousRelation = "R0402",
    EmptyRelationName = "R0403",
    MissingRelationKey = "R0404",
    KeyOnWrongSide = "R0405",
    RelationKeyLength = "R0406",
    NotUniquelyReferenced = "R0407",
    RelationTypeMismatch = "R0408",
    RelationOptionality = "R0409",
    OneToOneNotUnique = "R0410",
    OneToOneRequired = "R0411",
    UnknownAction = "R0412",
    MisplacedAction = "R0413",
    ManyToManyWithoutId = "R0414",
    RelationToIgnored = "R0415",
    ActionNeedsForeignKeys = "R0416",
    RelationToView = "R0417",
    RelationCycle = "R0418",
    // R05: datasource, generator, PostgreSQL schemas and extensions (psl::resolve)
    MissingDatasource = "R0501",
    SeveralDatasources = "R0502",
    DuplicateGenerator = "R0503",
    DuplicateSetting = "R0504",
    MissingProvider = "R0505",
    InvalidProvider = "R0506",
    OtherDatabase = "R0507",
    UnknownSetting = "R0508",
    InvalidRelationMode = "R0509",
    InvalidSchemas = "R0510",
    MissingSchema = "R0511",
    UnknownSchema = "R0512",
    InvalidExtension = "R0513",
    UnknownPreviewFeature = "R0514",
    // R06: `@refract.*` directives
    UnknownDirective = "R0601",
    MisplacedDirective = "R0602",
    RepeatedDirective = "R0603",
    DirectiveArguments = "R0604",
    DirectiveSyntax = "R0605",
    DirectiveRange = "R0606",
    // R07: what PostgreSQL makes of it (lower)
    SqlNotClosed = "R0701",
    NameTooLong = "R0702",
    TableNameTaken = "R0703",
    IndexNameTaken = "R0704",
    VectorIndexImpossible = "R0705",
    VectorWithoutIndex = "R0706",
    NoOperatorClass = "R0707",
    IndexShape = "R0708",
    TypeOutOfRange = "R0709",
    DefaultOutOfRange = "R0710",
    SequenceImpossible = "R0711",
    ForeignKeyImpossible = "R0712",
    DatabaseNameTaken = "R0713",
    DatabaseNameReserved = "R0714",
    SetNullOnRequired = "R0715",
    // R10: refract.toml
    ConfigSyntax = "R1001",
    ConfigUnknownKey = "R1002",
    ConfigWrongType = "R1003",
    ConfigBadValue = "R1004",
    ConfigSecret = "R1005",
    ConfigBadPath = "R1006",
    ConfigFoldersNest = "R1007",
    ConfigNotSupported = "R1008",
    ConfigSeveral = "R1009",
    ConfigUnreadable = "R1010",
    // R20: targets
    ModelWithoutTarget = "R2001",
    ExtensionMissing = "R2002",
    UnknownTarget = "R2003",
    RelationAcrossDatabases = "R2004",
    TableLeftBehind = "R2005",
    BuildMemory = "R2006",
    RowsUnknown = "R2007",
    // R30: sources, git and the base
    SchemaMissing = "R3001",
    SchemaSeveral = "R3002",
    SchemaUndecided = "R3003",
    NotUtf8 = "R3004",
    Unreadable = "R3005",
    SourceUnknown = "R3006",
    SourceAmbiguous = "R3007",
    SourceNotSupported = "R3008",
    NoRepository = "R3009",
    GitFailed = "R3010",
    RevisionUnknown = "R3011",
    ShallowClone = "R3012",
    ConfigOfRevision = "R3013",
    NothingToCompare = "R3014",
    PrismaConfig = "R3015",
    GitNotAsked = "R3016",
    NotCheckedOut = "R3017",
    MigrationsElsewhere = "R3018",
    InConflict = "R3019",
    // R40: changes
    DataLoss = "R4001",
    RiskyChange = "R4002",
    NotWritable = "R4003",
    Inherited = "R4004",
    NotFilled = "R4006",
    RenameUnclear = "R4007",
    RenameCircle = "R4008",
    RenameStale = "R4009",
    RenameUnknown = "R4010",
    DroppedByPrisma = "R4011",
    ObjectInTheWay = "R4012",
    ObjectMadeAgain = "R4013",
    NameInFunction = "R4014",
    RowsHidden = "R4015",
    NameTaken = "R4016",
    RowSqlIdle = "R4017",
    NotDone = "R4020",
    HeldByUnmanaged = "R4021",
    UnmanagedMakesWay = "R4022",
    ModelOfPartition = "R4023",
    UncoveredKey = "R4024",
    GeneratedConversion = "R4025",
    // R50: migrations on disk
    MigrationsNotInBase = "R5001",
    FileExists = "R5002",
    FileSystem = "R5003",
    BadMigrationName = "R5004",
    EditedMigration = "R5005",
    MigrationsThere = "R5006",
    BadDate = "R5007",
    HistoryIncomplete = "R5008",
    OddMigration = "R5009",
    // R60: migrations read in memory (replay)
    SqlNotUnderstood = "R6001",
    SqlRefused = "R6002",
    SqlUnclosed = "R6003",
    SqlForPsql = "R6004",
    PromiseBroken = "R6005",
    // R70: what check finds
    PendingChange = "R7001",
    MigrationOrder = "R7002",
    LossNotInHeader = "R7003",
    HistoryChanged = "R7004",
    OrderMatters = "R7005",
    RepairOutdated = "R7006",
    SquashedAway = "R7007",
    NameOrder = "R7008",
    // R80: git hooks
    HooksKeptElsewhere = "R8001",
    HookNotOurs = "R8002",
    HookMarksBroken = "R8003",
    // R81: the way to a database (server)
    UrlMissing = "R8101",
    UrlNotUnderstood = "R8102",
    UrlParameterIgnored = "R8103",
    NoConnection = "R8104",
    DatabaseUnfit = "R8105",
    // R82: which migrations a database has run (ledger)
    LedgerRefused = "R8201",
    LedgerMissing = "R8202",
    MigrationUnfinished = "R8203",
    EditedAfterRun = "R8204",
    FileMissing = "R8205",
    LedgerShared = "R8206",
    LedgerLocked = "R8207",
    ResolveRefused = "R8208",
    // R83: running migrations (apply)
    MigrationFailed = "R8301",
    ConnectionLost = "R8302",
    StoppedBeforeLoss = "R8303",
    RunsLate = "R8304",
    Interrupted = "R8305",
}

impl Code {
    /// Numbers of codes that earlier versions had, which are not given to another one.
    pub const RETIRED: &'static [&'static str] = &["R4005"];

    /// What kind of problem it is in a few words, such as `Unexpected line`: the heading of its page.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.page().lines().next().unwrap_or_default().trim_start_matches("# ")
    }
}
