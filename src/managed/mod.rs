//! What is managed, and by whom: of each kind of thing, what the schema can say of it, what satisfies the schema, and what
//! has to be carried over when it changes. Replay, diff, promises and repair ask here.

pub mod column;
pub mod schema;
pub mod sequence;
pub mod table;
