//! What is managed, and by whom: of each kind of thing, what the schema can say of it, what satisfies the schema, and what
//! has to be carried over when it changes. Replay, diff, promises and repair ask here.

pub mod argument;
mod body;
mod caller;
pub mod column;
mod cut_name;
mod index;
mod key;
mod left_alone;
mod object;
mod operand;
mod rows;
pub mod schema;
pub mod sequence;
mod squash;
pub mod table;
mod words;

pub use body::functions_that_say;
pub use caller::{callers, is_type_of_column};
pub use cut_name::{other_names_of_foreign_key, other_names_of_index};
pub use index::{
    has_default_name, index_as_object, indexes_by_hand, is_another_rule, is_made_for_vectors, is_sayable_index,
    is_tied_to_type, put_extras_aside, with_extras_of,
};
pub use key::{
    ForeignKeyDefinition, foreign_key_definition, foreign_key_with_extras_of, mark_own_names,
    primary_key_with_extras_of, switched_off, waits_for_validation,
};
pub use left_alone::{KeyOrIndex, LeftAlone, Reason, left_alone};
pub use object::{DependencyChange, Effect, effect_of};
pub use operand::{Retyped, has_parameter};
pub use rows::{Hidden, hidden_rows};
pub use squash::{LeftOut, left_out};
