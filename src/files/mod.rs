//! The files of a state: on disk, in a commit, or in the index; and which of them are the schema.

mod schema_files;
mod view;

pub use schema_files::{SchemaFiles, has_postgresql, is_postgresql, schema_at, schemas_among};
pub use view::View;
