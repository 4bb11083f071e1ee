//! Every rule of the schema language whose breach Prisma rejects, by its number in the list of them, and the fixtures
//! that break it. Rules that refract leaves out on purpose have a fixture in `fixtures/language`, which is valid here.

use std::collections::BTreeSet;
use std::fs;

/// Number, and fixtures in `fixtures/invalid`.
const TRIGGERS: &[(u8, &[&str])] = &[
    // syntax
    (1, &["text_outside_a_block", "unknown_block_keyword", "closing_brace_without_block"]),
    (2, &["block_without_keyword", "block_without_name"]),
    (
        3,
        &[
            "two_fields_on_one_line",
            "comma_in_an_enum",
            "setting_without_equals_sign",
            "hash_comment",
            "single_quotes",
            "attribute_on_a_line_of_its_own",
            "block_on_one_line",
            "closing_brace_behind_a_field",
            "block_without_end",
            "bracket_without_end",
            "text_without_end",
            "comment_without_end",
            "comment_without_end_in_a_block",
            "underscore_before_a_name",
            "name_with_a_foreign_digit",
            "several_mistakes_at_once",
        ],
    ),
    (4, &["field_without_type"]),
    (5, &["colon_before_a_type", "exclamation_mark_behind_a_type", "type_in_brackets"]),
    (6, &["optional_list"]),
    (7, &["type_alias"]),
    (8, &["escapes_in_texts"]),
    (9, &["trailing_comma", "comma_alone"]),
    (10, &["argument_without_value", "setting_without_value"]),
    (11, &["line_break_in_arguments", "line_break_in_a_setting"]),
    // names
    (12, &["duplicate_name"]),
    (13, &["name_of_a_built_in_type"]),
    (14, &["reserved_name"]),
    (15, &["name_starts_with_a_digit", "name_with_hyphen"]),
    (16, &["duplicate_field", "duplicate_column", "column_of_a_field_below"]),
    (17, &["duplicate_enum_value", "empty_enum"]),
    (18, &["duplicate_table", "duplicate_enum_type"]),
    (19, &["duplicate_generator", "second_datasource", "duplicate_setting"]),
    (20, &["unknown_type"]),
    // attributes
    (21, &["unknown_attribute"]),
    (22, &["repeated_attribute"]),
    (23, &["unknown_argument"]),
    (24, &["repeated_argument", "missing_argument", "key_with_a_bare_name"]),
    (25, &["wrong_kind_of_value", "action_as_text", "relation_fields_with_parentheses"]),
    (26, &["empty_constraint_name"]),
    (27, &["updated_at_on_other_types"]),
    (28, &["ignore_where_nothing_is_left"]),
    (29, &["attributes_on_a_relation"]),
    (30, &["relation_on_a_scalar"]),
    (31, &["constraint_name_too_long"]),
    // types
    (32, &["unknown_native_type"]),
    (33, &["native_type_of_another_datasource"]),
    (34, &["native_type_arguments"]),
    (35, &["native_type_arguments"]),
    (36, &["native_type_ranges"]),
    (37, &["native_type_of_another_type"]),
    (38, &["native_type_on_other_fields", "two_native_types"]),
    (39, &["unsupported_that_is_known"]),
    (40, &["composite_type"]),
    (41, &["index_on_xml"]),
    // keys and indexes
    (42, &["nothing_tells_rows_apart"]),
    (43, &["several_ids"]),
    (44, &["id_over_optional_fields"]),
    (45, &["empty_field_list"]),
    (46, &["fields_that_do_not_exist"]),
    (47, &["client_name_is_a_field"]),
    (48, &["client_names"]),
    (49, &["sort_of_a_primary_key"]),
    (50, &["arguments_of_other_databases"]),
    (51, &["unknown_sort_order"]),
    (52, &["fulltext"]),
    (53, &["map_and_name_of_an_index"]),
    (54, &["unknown_index_type", "type_of_a_unique"]),
    (55, &["operator_class_on_a_unique", "operator_classes"]),
    (56, &["operator_class_of_another_type"]),
    (57, &["index_type_of_another_field"]),
    (58, &["hash_with_order", "spgist_over_two_fields"]),
    (59, &["two_indexes_of_one_name"]),
    (60, &["two_foreign_keys_of_one_name"]),
    (
        61,
        &[
            "partial_index_without_preview_feature",
            "partial_index_text",
            "partial_index_word",
            "partial_index_function",
            "partial_index_empty_raw",
            "partial_index_empty_object",
            "partial_index_unknown_field",
            "partial_index_relation",
            "partial_index_operator",
            "partial_index_wrong_type",
            "partial_index_enum_word",
            "partial_index_decimal_in_quotes",
            "partial_index_json",
        ],
    ),
    // defaults
    (62, &["default_of_another_type"]),
    (63, &["default_that_is_no_whole_number"]),
    (64, &["default_of_another_type"]),
    (65, &["default_of_an_enum"]),
    (66, &["default_of_a_list"]),
    (67, &["default_text_of_another_type", "json_that_cannot_be_read"]),
    (68, &["function_of_another_type"]),
    (69, &["function_arguments"]),
    (70, &["dbgenerated_arguments"]),
    (71, &["unknown_function"]),
    (72, &["map_of_a_default"]),
    (73, &["default_of_an_unsupported_type"]),
    // relations
    (74, &["relation_without_other_side", "relation_list_without_other_side", "relation_names_that_differ"]),
    (
        75,
        &[
            "several_unnamed_relations",
            "default_name_of_another_relation",
            "unnamed_self_relation",
            "relation_name_on_three_fields",
        ],
    ),
    (76, &["empty_relation_name"]),
    (
        77,
        &["relation_without_key", "relation_without_fields", "relation_without_references", "relation_with_empty_key"],
    ),
    (78, &["key_on_the_list_side", "key_on_both_sides"]),
    (79, &["fields_and_references_of_different_length"]),
    (80, &["unknown_fields_in_a_relation"]),
    (81, &["references_that_are_not_unique"]),
    (82, &["relation_between_different_types", "relation_between_unsupported_types"]),
    (83, &["required_relation_over_an_optional_field"]),
    (84, &["one_to_one_that_is_not_unique", "one_to_one_unique_in_another_order"]),
    (85, &["one_to_one_with_both_sides_required"]),
    (86, &["one_to_one_without_key", "one_to_one_key_on_the_optional_side"]),
    (87, &["unknown_action", "action_on_the_list_side", "action_on_many_to_many"]),
    (88, &["many_to_many_without_id"]),
    (89, &["many_to_many_with_key"]),
    (90, &["relation_to_an_ignored_model"]),
    (91, &["actions_without_foreign_keys", "circle_without_foreign_keys"]),
    // settings, schemas, views
    (92, &["no_provider", "empty_provider", "provider_from_the_environment", "provider_that_does_not_exist"]),
    (94, &["unknown_setting"]),
    (95, &["unknown_relation_mode", "relation_mode_under_both_names"]),
    (96, &["empty_list_of_schemas", "schemas_that_cannot_be_read"]),
    (97, &["model_without_schema", "schema_that_is_not_listed", "schema_without_list"]),
    (98, &["extensions_that_cannot_be_read"]),
    (
        99,
        &[
            "preview_feature_that_never_was",
            "generator_without_provider",
            "generator_provider_that_is_no_text",
            "generator_settings_that_are_no_texts",
        ],
    ),
    (100, &["view_without_preview_feature", "many_to_many_with_a_view"]),
    (101, &["shard_key"]),
];

/// What every older schema may have, and newer versions reject: connection strings in the datasource (7), and keys and
/// indexes of views (6.13), which are read with a warning; see fixtures/language/prisma_6_views.prisma.
const LEFT_OUT: &[(u8, &str)] = &[(93, "fixtures/language/prisma_4.prisma")];

/// What Prisma accepts: rejected here, or warned of. Fixtures in `fixtures/beyond` and `fixtures/invalid`.
const BEYOND: &[(&str, &[&str])] = &[
    ("autoincrement() that cannot count", &["autoincrement_of_a_list", "autoincrement_of_an_oid"]),
    ("autoincrement() on a nullable field", &["autoincrement_that_may_be_null"]),
    ("now() on a list", &["now_in_a_list"]),
    ("empty names in the database", &["empty_database_name"]),
    ("characters that no text can hold", &["character_zero"]),
    ("Unsupported without a type", &["unsupported_without_type"]),
    ("blank dbgenerated", &["dbgenerated_arguments"]),
    ("names of more than 63 bytes", &["names_that_are_cut"]),
    ("SQL over a column that is not there", &["where_over_no_column"]),
    ("names that are taken", &["names_of_one_namespace", "names_of_postgresql"]),
    ("duplicate labels", &["duplicate_enum_label"]),
    ("foreign key to a partial unique", &["foreign_key_to_a_partial_unique"]),
    ("foreign key between types", &["foreign_key_between_native_types", "foreign_key_over_a_list"]),
    ("types without operators", &["index_over_a_type_without_order", "index_over_a_type_without_hash"]),
    ("primary keys without operators", &["primary_key_over_a_type_without_order"]),
    ("index types without a class", &["index_without_operator_class", "index_over_a_list"]),
    ("shapes of indexes", &["index_with_an_order", "index_over_too_many_fields"]),
    ("lengths", &["lengths_out_of_range"]),
    ("defaults out of range", &["default_out_of_range"]),
    ("SetNull on a required field", &["set_null_on_a_required_field"]),
    ("the table of an m-n relation", &["table_of_a_relation_is_taken"]),
    ("arguments of fields in lists", &["arguments_that_prisma_reads_over"]),
    ("btree over a vector", &["btree_over_a_vector"]),
    ("conditions that no row meets", &["partial_index_list"]),
];

/// Rules of refract's own: directives, other databases, other languages, its limits.
const OWN: &[&str] = &[
    "directive_arguments",
    "directive_numbers",
    "directive_on_a_relation",
    "directive_on_another_field",
    "directive_on_nothing",
    "directive_that_cannot_be_read",
    "directive_twice",
    "ivfflat_on_sparsevec",
    "unknown_directive",
    "language_of_prisma_8",
    "language_of_prisma_next",
    "no_datasource",
    "provider_of_another_database",
    "too_many_brackets",
];

fn stems(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned()).collect()
}

#[test]
fn every_rule_has_a_fixture() {
    let numbers: BTreeSet<u8> = TRIGGERS.iter().map(|one| one.0).chain(LEFT_OUT.iter().map(|one| one.0)).collect();
    assert_eq!(numbers, (1..=101).collect());
    assert_eq!(numbers.len(), TRIGGERS.len() + LEFT_OUT.len(), "a number stands twice");
    let invalid = stems("fixtures/invalid");
    for (number, fixtures) in TRIGGERS {
        assert!(!fixtures.is_empty(), "{number} has no fixture");
        for fixture in *fixtures {
            assert!(invalid.contains(*fixture), "{number}: there is no {fixture}");
        }
    }
    for (number, fixture) in LEFT_OUT {
        assert!(fs::exists(fixture).unwrap(), "{number}: there is no {fixture}");
    }
}

#[test]
fn every_fixture_breaks_a_rule() {
    let listed = TRIGGERS.iter().flat_map(|one| one.1).chain(BEYOND.iter().flat_map(|one| one.1)).chain(OWN);
    let listed: BTreeSet<String> = listed.map(|&name| name.to_owned()).collect();
    let there: BTreeSet<String> = stems("fixtures/invalid").union(&stems("fixtures/beyond")).cloned().collect();
    let unlisted: Vec<_> = there.symmetric_difference(&listed).collect();
    assert!(unlisted.is_empty(), "listed or there, not both: {unlisted:?}");
}
