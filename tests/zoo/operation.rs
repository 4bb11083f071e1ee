//! What is asked of refract about every element.

/// What can be asked of refract, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operation {
    Check,
    AddColumn,
    RenameTable,
    RenameColumn,
    ChangeType,
    DropColumn,
    Repair,
    RepairDamage,
    Baseline,
    Squash,
}

impl Operation {
    pub const ALL: [Operation; 10] = [
        Operation::Check,
        Operation::AddColumn,
        Operation::RenameTable,
        Operation::RenameColumn,
        Operation::ChangeType,
        Operation::DropColumn,
        Operation::Repair,
        Operation::RepairDamage,
        Operation::Baseline,
        Operation::Squash,
    ];

    pub fn words(self) -> &'static str {
        match self {
            Operation::Check => "check",
            Operation::AddColumn => "add a column",
            Operation::RenameTable => "rename the table",
            Operation::RenameColumn => "rename the column",
            Operation::ChangeType => "change its type",
            Operation::DropColumn => "drop it",
            Operation::Repair => "repair",
            Operation::RepairDamage => "repair the column",
            Operation::Baseline => "baseline",
            Operation::Squash => "squash",
        }
    }
}
