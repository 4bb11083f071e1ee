//! Files in `fixtures/language` are valid; what is made of them is checked here.

use refract::psl;
use refract::psl::directive::{DirectiveKind, VectorIndex};
use refract::psl::schema::{
    Arity, DefaultValue, Field, FieldKind, IndexMethod, Literal, Model, NativeType, OperatorClass, Predicate,
    ReferentialAction, Relation, Schema, SortOrder,
};
use refract::text::Texts;

use crate::diagnostics::{assert_places_are_sound, render};

fn fixture(name: &str) -> String {
    std::fs::read_to_string(format!("fixtures/language/{name}.prisma")).unwrap()
}

#[track_caller]
fn read(files: &[(&str, &str)]) -> Schema {
    let mut texts = Texts::default();
    for (path, text) in files {
        texts.add(*path, *text);
    }
    let (schema, diagnostics) = psl::read(&texts);
    assert_places_are_sound(&texts, &diagnostics);
    assert!(!diagnostics.has_errors(), "{}", render(&texts, diagnostics));
    schema
}

#[track_caller]
fn errors(text: &str) -> String {
    let mut texts = Texts::default();
    texts.add("schema.prisma", text);
    let (_, diagnostics) = psl::read(&texts);
    assert_places_are_sound(&texts, &diagnostics);
    render(&texts, diagnostics)
}

/// Prisma 4.9 to 6.12 took keys and indexes of views: <https://github.com/prisma/prisma/releases/tag/6.14.0>.
#[test]
fn views_of_older_versions_are_read_with_warnings() {
    let mut texts = Texts::default();
    texts.add("schema.prisma", fixture("prisma_6_views"));
    let (schema, diagnostics) = psl::read(&texts);
    let said = render(&texts, diagnostics.clone());
    assert!(!diagnostics.has_errors(), "{said}");
    for word in ["`@id`", "`@@id`", "`@@index`", "`map`", "`sort`"] {
        assert!(said.contains(&format!("Prisma takes no {word} on")), "{word}: {said}");
    }
    assert_eq!(schema.models.iter().filter(|model| model.is_view).count(), 4);
}

/// What versions before the newest take: the last one that does, the schema below the datasource, and what is said of it. All
/// that Prisma 4.0 to 6.19 take and the newest refuses, but for what no PostgreSQL could hold (two enums with one name) and what
/// the first versions of a preview feature took (`schemas` without `@@schema`, before 4.7).
const OF_OLDER_VERSIONS: &[(&str, &str, &str)] = &[
    ("4 to 6", "model A {\n  id Int @id\n}", ""),
    ("4 to 5", "model async {\n  id Int @id\n}", "the name `async` is taken by Prisma's client since Prisma 6"),
    ("4 to 5", "model await {\n  id Int @id\n}", "the name `await` is taken by Prisma's client since Prisma 6"),
    ("4 to 5", "model A {\n  id Int @id\n  e using\n}\n\nenum using {\n  X\n}", "the name `using` is taken"),
    ("4.9 to 6.12", "view V {\n  id Int @id\n}", "Prisma takes no `@id` on"),
    ("4.9 to 6.12", "view V {\n  a Int\n  b Int\n\n  @@id([a, b])\n}", "Prisma takes no `@@id` on"),
    ("4.9 to 6.12", "view V {\n  a Int @unique\n\n  @@index([a])\n}", "Prisma takes no `@@index` on"),
    ("4.9 to 6.12", "view V {\n  a Int @unique(map: \"x\")\n}", "Prisma takes no `map` on"),
    ("4.9 to 6.12", "view V {\n  a Int @unique(sort: Desc)\n}", "Prisma takes no `sort` on"),
];

#[test]
fn what_older_versions_take_is_read() {
    const HEAD: &str = "generator client {\n  provider = \"prisma-client-js\"\n  previewFeatures = [\"views\", \"metrics\", \
         \"referentialIntegrity\", \"interactiveTransactions\"]\n}\n\ndatasource db {\n  provider = \"postgresql\"\n  \
         url = env(\"DATABASE_URL\")\n  directUrl = env(\"DIRECT_URL\")\n  shadowDatabaseUrl = env(\"SHADOW_URL\")\n  \
         relationMode = \"foreignKeys\"\n}\n\n";
    for (versions, text, said) in OF_OLDER_VERSIONS {
        let mut texts = Texts::default();
        texts.add("schema.prisma", format!("{HEAD}{text}\n"));
        let (_, diagnostics) = psl::read(&texts);
        let rendered = render(&texts, diagnostics.clone());
        assert!(!diagnostics.has_errors(), "Prisma {versions}: {text}\n{rendered}");
        assert!(
            rendered.contains(said) && rendered.is_empty() == said.is_empty(),
            "Prisma {versions}: {text}\n{rendered}"
        );
    }
}

#[track_caller]
fn model<'s>(schema: &'s Schema, name: &str) -> &'s Model {
    schema.models.iter().find(|model| model.name == name).unwrap_or_else(|| panic!("no model {name}"))
}

#[track_caller]
fn field<'m>(model: &'m Model, name: &str) -> &'m Field {
    model.fields.iter().find(|field| field.name == name).unwrap_or_else(|| panic!("no field {name}"))
}

fn default(model: &Model, name: &str) -> DefaultValue {
    field(model, name).default.clone().unwrap_or_else(|| panic!("no default of {name}")).value
}

#[test]
fn every_fixture_is_valid() {
    insta::glob!("../fixtures/language", "*.prisma", |path| {
        read(&[("schema.prisma", &std::fs::read_to_string(path).unwrap())]);
    });
}

#[test]
fn the_datasource_is_read() {
    let schema = read(&[("a", &fixture("kitchen_sink"))]);
    let datasource = schema.datasource.unwrap();
    assert_eq!(datasource.name, "db");
    assert!(datasource.foreign_keys);
    let schemas: Vec<&str> = datasource.schemas.iter().map(|schema| schema.value.as_str()).collect();
    assert_eq!(schemas, ["main", "sales"]);
    let extensions: Vec<_> = datasource
        .extensions
        .iter()
        .map(|one| (one.name.as_str(), one.schema.as_deref(), one.version.as_deref()))
        .collect();
    assert_eq!(
        extensions,
        [("pg_trgm", None, None), ("uuid-ossp", None, None), ("vector", Some("main"), Some("0.8.0"))]
    );
}

#[test]
fn fields_keep_their_types_and_names() {
    let schema = read(&[("a", &fixture("kitchen_sink"))]);
    let user = model(&schema, "User");
    assert_eq!(user.database_name, "users");
    assert_eq!(user.schema.as_ref().unwrap().value, "main");
    assert_eq!(field(user, "name").database_name, "full_name");
    assert_eq!(field(user, "createdAt").database_name, "created_at");
    assert_eq!(field(user, "createdAt").native_type, Some(NativeType::Timestamptz(Some(3))));
    assert_eq!(field(user, "balance").native_type, Some(NativeType::Decimal(Some((10, 2)))));
    assert_eq!(field(user, "roles").arity, Arity::List);
    assert_eq!(field(user, "embedding").kind, FieldKind::Unsupported("main.vector(1536)".into()));
    assert!(field(user, "hidden").is_ignored);
    assert!(model(&schema, "Legacy").is_ignored);
    assert!(model(&schema, "Summary").is_view);
}

#[test]
fn defaults_are_read_by_the_type_of_their_field() {
    let schema = read(&[("a", &fixture("kitchen_sink"))]);
    let user = model(&schema, "User");
    let literal = |value| DefaultValue::Literal(value);
    assert_eq!(default(user, "id"), DefaultValue::Autoincrement);
    assert_eq!(default(user, "name"), literal(Literal::String("O'Neil \"x\" \\ é😀\n".into())));
    assert_eq!(default(user, "role"), literal(Literal::EnumValue(0)));
    assert_eq!(default(user, "roles"), DefaultValue::List(vec![Literal::EnumValue(0), Literal::EnumValue(1)]));
    assert_eq!(default(user, "createdAt"), DefaultValue::Now);
    assert_eq!(default(user, "balance"), literal(Literal::Decimal("1.50".into())));
    assert_eq!(default(user, "rate"), literal(Literal::Decimal("0.0".into())));
    assert_eq!(default(user, "big"), literal(Literal::Integer(i64::MAX)));
    assert_eq!(default(user, "hidden"), literal(Literal::Integer(7)));
    assert_eq!(default(user, "active"), literal(Literal::Boolean(true)));
    assert_eq!(default(user, "data"), literal(Literal::Json("{\"a\": [1, 2]}".into())));
    assert_eq!(default(user, "raw"), literal(Literal::Bytes(b"hello".to_vec())));
    assert_eq!(default(user, "empty"), DefaultValue::List(Vec::new()));
    assert_eq!(default(user, "token"), DefaultValue::ClientSide);
    assert_eq!(default(user, "other"), DefaultValue::DbGenerated(Some("gen_random_uuid()".into())));
    assert_eq!(default(user, "unknown"), DefaultValue::DbGenerated(None));
}

#[test]
fn keys_and_indexes_come_in_the_order_of_prisma() {
    let schema = read(&[("a", &fixture("kitchen_sink"))]);
    let user = model(&schema, "User");
    assert_eq!(user.primary_key.as_ref().unwrap().map.as_deref(), Some("users_key"));
    let maps: Vec<&str> = user.indexes.iter().map(|index| index.map.as_deref().unwrap_or("-")).collect();
    assert_eq!(
        maps,
        [
            "users_email",
            "users_created",
            "-",
            "-",
            "users_name_trgm",
            "users_role",
            "-",
            "-",
            "users_active",
            "-",
            "users_half",
            "users_email_role"
        ]
    );
    assert_eq!(user.indexes[0].fields[0].sort, Some(SortOrder::Desc));
    assert_eq!(user.indexes[1].fields[0].sort, Some(SortOrder::Desc));
    assert_eq!(user.indexes[2].method, Some(IndexMethod::Gin));
    let class = OperatorClass::Named { name: "jsonb_path_ops", is_default: false };
    assert_eq!(user.indexes[2].fields[0].operator_class, Some(class));
    assert_eq!(user.indexes[4].fields[0].operator_class, Some(OperatorClass::Raw("gin_trgm_ops".into())));
    let class = OperatorClass::Named { name: "int8_bloom_ops", is_default: false };
    assert_eq!(user.indexes[7].fields[0].operator_class, Some(class));
    assert_eq!(user.indexes[8].predicate, Some(Predicate::Raw("active IS TRUE".into())));
    let Some(Predicate::All(conditions)) = &user.indexes[9].predicate else { panic!("no conditions") };
    let values: Vec<_> = conditions.iter().map(|one| (one.is_negated, one.value.clone())).collect();
    assert_eq!(
        values,
        [
            (false, Some(Literal::Boolean(true))),
            (true, None),
            (false, Some(Literal::EnumValue(0))),
            (true, Some(Literal::Integer(3)))
        ]
    );
    assert!(user.indexes[11].is_unique);
    assert_eq!(model(&schema, "Pair").primary_key.as_ref().unwrap().fields.len(), 2);
}

#[test]
fn relations_are_paired_and_ordered() {
    let schema = read(&[("a", &fixture("kitchen_sink"))]);
    let shown: Vec<String> = schema
        .relations
        .iter()
        .map(|relation| match relation {
            Relation::ForeignKey(key) => {
                let model = schema.model(key.model);
                format!("{}.{} -> {}", model.name, model.field(key.field).name, schema.model(key.referenced_model).name)
            }
            Relation::ManyToMany(links) => {
                let (a, b) = (schema.model(links.model_a), schema.model(links.model_b));
                let fields = (&a.field(links.field_a).name, &b.field(links.field_b).name);
                format!("{}.{} <-> {}.{} {:?}", a.name, fields.0, b.name, fields.1, links.name)
            }
        })
        .collect();
    assert_eq!(
        shown,
        [
            "User.manager -> User",
            "Post.author -> User",
            "Post.likedBy <-> User.likes Some(\"likes\")",
            "Post.tags <-> Tag.posts None",
            "Profile.user -> User",
        ]
    );
    let Relation::ForeignKey(manager) = &schema.relations[0] else { panic!("no foreign key") };
    assert_eq!(manager.on_delete, Some(ReferentialAction::SetNull));
    assert_eq!(manager.on_update, Some(ReferentialAction::NoAction));
    assert_eq!(manager.map.as_deref(), Some("users_manager"));
}

#[test]
fn directives_belong_to_what_stands_below_or_before_them() {
    let schema = read(&[("a", &fixture("kitchen_sink"))]);
    let user = model(&schema, "User");
    let kinds = |model: &Model| model.directives.iter().map(|one| one.kind.clone()).collect::<Vec<_>>();
    assert_eq!(kinds(user), [DirectiveKind::RenamedFrom("Person".into())]);
    let embedding = &field(user, "embedding").directives;
    let [directive] = embedding.as_slice() else { panic!("{embedding:?}") };
    let DirectiveKind::Hnsw { index, m, ef_construction } = &directive.kind else { panic!("no hnsw") };
    let VectorIndex { operator_class, name, .. } = index;
    assert_eq!(operator_class.as_ref().unwrap().value, "vector_l2_ops");
    assert_eq!((m.as_ref().unwrap().value, ef_construction.as_ref().unwrap().value), (24, 128));
    assert_eq!(name.as_ref().unwrap().value, "users_embedding");
    assert_eq!(field(user, "half").directives[0].kind, DirectiveKind::NoIndex);
    assert!(matches!(user.indexes[10].directives[0].kind, DirectiveKind::IvfFlat { .. }));
    let role = &schema.enums[0];
    assert!(role.directives.is_empty() && role.values[0].directives.is_empty());
    assert_eq!(role.values[1].directives[0].kind, DirectiveKind::RenamedFrom("Visitor".into()));
    assert_eq!((role.values[0].database_name.as_str(), role.values[2].name.as_str()), ("admin", "Other"));
}

#[test]
fn line_breaks_and_byte_order_marks_make_no_difference() {
    let plain = fixture("kitchen_sink");
    let names = |schema: &Schema| {
        format!(
            "{:?}",
            schema
                .models
                .iter()
                .map(|model| (&model.name, model.fields.len(), model.indexes.len(), model.directives.len()))
                .collect::<Vec<_>>()
        )
    };
    let expected = names(&read(&[("a", &plain)]));
    for text in [plain.replace('\n', "\r\n"), plain.replace('\n', "\r"), format!("\u{feff}{plain}")] {
        assert_eq!(names(&read(&[("a", &text)])), expected);
    }
}

#[test]
fn many_files_are_one_schema() {
    let (one, two) = (fixture("many_files/1_main"), fixture("many_files/2_books"));
    let schema = read(&[("1_main.prisma", &one), ("2_books.prisma", &two)]);
    assert_eq!(schema.models.len(), 2);
    assert_eq!(schema.relations.len(), 1);
    let schema = read(&[("2_books.prisma", &two), ("1_main.prisma", &one)]);
    assert_eq!(schema.models[0].name, "Book");
}

#[test]
fn connection_strings_are_not_kept() {
    let text = fixture("prisma_4").replace("env(\"DATABASE_URL\")", "\"postgresql://somewhere\"");
    let schema = read(&[("a", &text)]);
    assert!(!format!("{schema:?}").contains("somewhere"));
    assert!(!schema.datasource.unwrap().foreign_keys);
}

#[test]
fn a_broken_line_is_not_reported_a_second_time_by_what_refers_to_it() {
    let text = "datasource db {\n  provider = \"postgresql\"\n}\n\nmodel A {\n  id Int @id @@\n  b Int Int\n\n  @@index([b])\n}\n\nmodel B {\n  id Int @id\n  a  Missing\n}\n\nmodle Missing {\n  id Int @id\n}\n";
    insta::assert_snapshot!(errors(text), @"
    R0101 error schema.prisma:6:3 this is neither a field nor an attribute |  | a field is its name, its type and its attributes, all on one line and nothing else
    R0101 error schema.prisma:7:3 this is neither a field nor an attribute |  | a field is its name, its type and its attributes, all on one line and nothing else
    R0103 error schema.prisma:17:1 `modle` is no kind of block |  | did you mean `model Missing`?
    ");
}

#[test]
fn what_prisma_reads_over_is_read_over() {
    let schema = read(&[("a", &fixture("spelling"))]);
    let spaces = model(&schema, "Spaces");
    assert_eq!(field(spaces, "d").native_type, Some(NativeType::Decimal(Some((10, 2)))));
    assert_eq!(default(spaces, "f"), DefaultValue::Literal(Literal::Decimal("1000.5".into())));
    assert_eq!(field(spaces, "i").kind, FieldKind::Unsupported("VarChar(3, 4)".into()));
    assert_eq!(spaces.indexes[0].fields[0].operator_class, Some(OperatorClass::Raw("int4_ops".into())));
    assert_eq!(spaces.indexes[0].predicate, Some(Predicate::Raw("true".into())));
    assert_eq!(field(model(&schema, "Swapped"), "c").database_name, "a");
}
