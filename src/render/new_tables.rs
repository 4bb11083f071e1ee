//! The tables that a file itself makes, as templates ask for them: `foreign_key.referenced_table in new_tables`.

use std::collections::BTreeSet;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::Object;
use serde::Deserialize;

use crate::change::Change;
use crate::physical::ObjectName;
use crate::plan::Plan;

/// A set that is made once for a plan and handed to every step, and is looked up and never listed.
#[derive(Debug)]
pub struct NewTables(BTreeSet<ObjectName>);

impl NewTables {
    /// The tables that the plan creates.
    pub fn of(plan: &Plan) -> Value {
        let created = plan.changes().filter_map(|change| match change {
            Change::CreateTable(create) => Some(create.table.name.clone()),
            _ => None,
        });
        Value::from_object(NewTables(created.collect()))
    }

    /// For what has no file of its own around it.
    pub fn none() -> Value {
        Value::from_object(NewTables(BTreeSet::new()))
    }
}

impl Object for NewTables {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let name = ObjectName::deserialize(key.clone()).ok()?;
        self.0.contains(&name).then(|| Value::from(true))
    }
}
