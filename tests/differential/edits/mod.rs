//! Random changes to a schema, as people make them. What they lead to may be invalid; then both must refuse it.

mod blocks;
mod constraints;
mod enums;
mod fields;
mod links;

use super::generate::Generator;
use super::model::Schema;

type Edit = fn(&mut Generator, &mut Schema);

/// All there is to change. What people change more often stands here more than once.
const EDITS: &[Edit] = &[
    blocks::add_model,
    blocks::drop_model,
    blocks::map_model,
    blocks::rename_model,
    blocks::move_model,
    blocks::ignore_model,
    blocks::switch_relation_mode,
    blocks::turn_into_view,
    blocks::declare_extension,
    enums::add_enum,
    enums::drop_enum,
    enums::map_enum,
    enums::rename_enum,
    enums::move_enum,
    enums::add_value,
    enums::add_value,
    enums::drop_value,
    enums::rename_value,
    enums::map_value,
    enums::reorder_values,
    fields::add_field,
    fields::add_field,
    fields::drop_field,
    fields::drop_field,
    fields::rename_field,
    fields::map_field,
    fields::change_type,
    fields::change_type,
    fields::change_native_type,
    fields::change_native_type,
    fields::change_type_of_key,
    fields::change_arity,
    fields::change_arity,
    fields::change_default,
    fields::change_default,
    fields::ignore_field,
    constraints::add_constraint,
    constraints::add_constraint,
    constraints::drop_constraint,
    constraints::change_constraint,
    constraints::change_constraint,
    constraints::map_constraint,
    constraints::change_id,
    constraints::turn_id_into_unique,
    links::add_relation,
    links::add_relation,
    links::drop_relation,
    links::change_actions,
    links::change_optionality,
    links::map_relation,
    links::name_relation,
    links::change_shape,
];

/// Makes one to four changes.
pub fn edit(generator: &mut Generator, schema: &mut Schema) {
    for _ in 0..=generator.random.below(4) {
        generator.random.pick(EDITS)(generator, schema);
    }
}
