//! `refract targets`: which model goes where and why, and what no database can enforce.

use super::scope::chosen_targets;
use super::states::States;
use super::{Answer, Refusal, Remarks};
use crate::config::Target;
use crate::physical::{Table, TableOrigin};
use crate::project::Project;
use crate::sources::Source;
use crate::state::State;
use crate::target::{LostForeignKey, Reason};

/// Which targets are asked about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The names of the targets; all of them where this is empty.
    pub targets: Vec<String>,
}

/// What one target holds.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetTables {
    /// The target.
    pub target: Target,
    /// Its tables, in the order of the names of their models.
    pub tables: Vec<PlacedTable>,
    /// Relations whose other side its database does not hold.
    pub unenforced: Vec<LostForeignKey>,
}

/// A table of a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedTable {
    /// Its model, or the name of the relation that it is the join table of.
    pub model: String,
    /// The table, with its schema.
    pub table: String,
    /// Why it is here.
    pub because: Because,
}

/// Why a table is in a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Because {
    /// The configuration or the schema sends its model here.
    Routed(Reason),
    /// It is the join table of a many-to-many relation.
    ManyToMany,
    /// Nobody says.
    Unknown,
}

/// What each target holds.
///
/// Refused where the schema cannot be read, or there is no target of a name.
#[must_use]
pub fn targets(project: &Project, request: &Request) -> Answer<Vec<TargetTables>> {
    Answer::of(|remarks| decide(project, request, remarks))
}

fn decide(project: &Project, request: &Request, remarks: &mut Remarks) -> Result<Vec<TargetTables>, Refusal> {
    let targets = chosen_targets(project, &request.targets)?;
    let state = States::new(project).of(&Source::Worktree)?;
    remarks.push_of_state(&state);
    Ok(targets.into_iter().map(|target| tables_of(&state, target)).collect())
}

fn tables_of(state: &State, target: Target) -> TargetTables {
    let projection = state.projected_on(&target.name);
    let mut tables: Vec<PlacedTable> =
        projection.database.tables.values().map(|table| placed(state, &target, table)).collect();
    tables.sort_by(|one, other| (&one.model, &one.table).cmp(&(&other.model, &other.table)));
    TargetTables { target, tables, unenforced: projection.lost }
}

fn placed(state: &State, target: &Target, table: &Table) -> PlacedTable {
    let because = match &table.origin {
        TableOrigin::Model(model) => {
            let routes = state.routing.models.get(model).map_or(&[][..], Vec::as_slice);
            let route = routes.iter().find(|route| route.target == target.name);
            route.map_or(Because::Unknown, |route| Because::Routed(route.reason.clone()))
        }
        TableOrigin::Unknown => Because::Unknown,
        TableOrigin::ManyToMany { .. } => Because::ManyToMany,
    };
    PlacedTable { model: table.prisma_name(), table: table.name.to_string(), because }
}
