//! `IF`: what is decided, what is a guard, and which branches have to have the same result.

use super::{Flow, Mode, Run};
use crate::replay::dynamic::Known;
use crate::replay::problem::{Done, Problem, SqlState};
use crate::replay::statement::{Arm, Command, Condition, If, Lookup, Statement, Step, Test};
use crate::sql::{Cursor, WrittenName, tokens};

/// What is known of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Holds,
    Fails,
    /// The server decides, by what is in its catalog.
    AsksCatalog,
    /// The server decides.
    Undecided,
}

impl Run<'_> {
    pub(super) fn branch(&mut self, branch: &If, mode: Mode) -> Done<Flow> {
        let mut possible: Vec<&Arm> = Vec::new();
        let mut is_guard = true;
        let mut is_decided = false;
        for arm in &branch.arms {
            if possible.is_empty() {
                self.expect_there(&arm.condition)?;
            }
            match self.verdict(&arm.condition) {
                Verdict::Fails => continue,
                Verdict::Holds => is_decided = true,
                Verdict::AsksCatalog => {}
                Verdict::Undecided => is_guard = false,
            }
            possible.push(arm);
            if is_decided {
                break;
            }
        }
        // what raises an exception ends the file, so the others are what happens
        if self.catching == 0 && possible.iter().any(|arm| !raises(&arm.steps)) {
            possible.retain(|arm| !raises(&arm.steps));
        }
        match (possible.as_slice(), is_decided) {
            ([], _) => Ok(Flow::Next),
            ([arm], true) => self.steps(&arm.steps, mode),
            _ => self.any_of(&possible, is_guard, is_decided),
        }
    }

    /// One of these arms is taken, or none unless that is decided.
    fn any_of(&mut self, possible: &[&Arm], is_guard: bool, is_decided: bool) -> Done<Flow> {
        let shaping: Vec<&&Arm> = possible.iter().filter(|arm| arm.shapes.is_some()).collect();
        let may_end = possible.iter().any(|arm| ends(&arm.steps));
        match shaping.as_slice() {
            [] => self.follow_unmanaged(possible),
            [arm] if is_guard => {
                self.steps(&arm.steps, Mode::Guarded)?;
            }
            _ => self.come_to_the_same(possible, is_guard, is_decided)?,
        }
        possible.iter().for_each(|arm| self.forget_assigned(&arm.steps));
        Ok(if may_end { Flow::MayEnd } else { Flow::Next })
    }

    /// What is not managed, such as a view, holds a name that a table may get: the first way that defines some of it is
    /// gone. What cannot be told of it is left as it is.
    fn follow_unmanaged(&mut self, possible: &[&Arm]) {
        let Some(arm) = possible.iter().find(|arm| defines(&arm.steps)) else { return };
        let start = self.catalog.savepoint();
        if self.steps(&arm.steps, Mode::Guarded).is_err() {
            self.catalog.roll_back_to(&start);
        }
    }

    /// Goes every way, which is well when they all end in the same catalog.
    fn come_to_the_same(&mut self, possible: &[&Arm], is_guard: bool, is_decided: bool) -> Done<()> {
        let place = undecided(possible, is_guard);
        let start = self.catalog.savepoint();
        let variables = self.variables.clone();
        let nothing: &[Step] = &[];
        let ways = possible.iter().map(|arm| arm.steps.as_slice()).chain((!is_decided).then_some(nothing));
        let mut outcomes = Vec::new();
        for way in ways {
            self.catalog.roll_back_to(&start);
            self.variables.clone_from(&variables);
            if self.steps(way, Mode::Plain).is_err()
                || outcomes.iter().any(|other| !self.catalog.comes_to(&start, other))
            {
                self.catalog.roll_back_to(&start);
                return Err(place);
            }
            outcomes.push(self.catalog.outcome(&start));
        }
        for other in outcomes {
            self.catalog.install_too(&other);
            self.catalog.lose_too(other);
        }
        Ok(())
    }

    /// A cast of the name of what is not there fails.
    fn expect_there(&self, condition: &Condition) -> Done<()> {
        for (lookup, name) in &condition.casts {
            let (what, state) = match lookup {
                Lookup::Relation => ("relation", SqlState::UNDEFINED_TABLE),
                Lookup::Type => ("type", SqlState::UNDEFINED_OBJECT),
                Lookup::Schema => ("schema", SqlState::INVALID_SCHEMA_NAME),
            };
            if self.is_there(*lookup, name) == Some(false) {
                let message = format!("there is no {what} {name}");
                return Err(Problem::Refused { place: condition.place.clone(), state, message });
            }
        }
        Ok(())
    }

    /// Whether there is something of a name; `None` where only the server knows.
    fn is_there(&self, lookup: Lookup, name: &str) -> Option<bool> {
        let found = written(name)?;
        match lookup {
            Lookup::Relation => self.catalog.has_relation(&found),
            Lookup::Type => self.catalog.has_type(&found),
            Lookup::Schema => Some(self.catalog.has_schema(&found.name)),
        }
    }

    fn verdict(&self, condition: &Condition) -> Verdict {
        let Condition { test, asks_catalog, words, casts: _, place: _ } = condition;
        match self.holds(test) {
            Some(true) => Verdict::Holds,
            Some(false) => Verdict::Fails,
            None => {
                let is_of_catalog = |word| matches!(self.variables.get(word), Some(Known::OfCatalog));
                if *asks_catalog || words.iter().any(is_of_catalog) { Verdict::AsksCatalog } else { Verdict::Undecided }
            }
        }
    }

    /// Whether a test holds; `None` where only the server knows.
    fn holds(&self, test: &Test) -> Option<bool> {
        match test {
            Test::Always => Some(true),
            Test::Undecided => None,
            Test::Not(test) => self.holds(test).map(|holds| !holds),
            Test::All(tests) => {
                let verdicts: Vec<Option<bool>> = tests.iter().map(|test| self.holds(test)).collect();
                if verdicts.contains(&Some(false)) {
                    Some(false)
                } else {
                    verdicts.into_iter().collect::<Option<Vec<_>>>().map(|_| true)
                }
            }
            Test::IsNull(value) => self.text(value).map(|_| false),
            Test::Equal(left, right) => Some(self.text(left)? == self.text(right)?),
            Test::IsThere { lookup, name } => self.is_there(*lookup, name),
            Test::HasColumn { table, column, column_type } => {
                self.catalog.has_column_of(&written(table)?, column, column_type.as_deref())
            }
            Test::HasRow { relation, conditions } => self.catalog.has_row(*relation, conditions),
            Test::HasColumns { table, names } => self.catalog.has_columns(&written(table)?, names),
            Test::HasLabels { name, labels } => self.catalog.has_just_labels(&written(name)?, labels),
            Test::HasLabel { name, labels } => self.catalog.has_label(&written(name)?, labels),
        }
    }
}

fn written(name: &str) -> Option<WrittenName> {
    let tokens = tokens(name);
    Cursor::new(name, &tokens.tokens).written_name().ok()
}

/// Where to point when it is not decided which arm is taken: at the condition, or at what stands after `ELSE`.
fn undecided(possible: &[&Arm], is_guard: bool) -> Problem {
    let mut shaping = possible.iter().filter(|arm| arm.shapes.is_some());
    let first = shaping.next();
    let last = shaping.next().or(first);
    let place = match (first, last) {
        (Some(first), _) if !is_guard && first.condition.test != Test::Always => Some(first.condition.place.clone()),
        (_, Some(last)) => last.shapes.clone(),
        (_, None) => None,
    };
    Problem::NotUnderstood(place.unwrap_or_default())
}

/// Whether steps define something in the catalog.
fn defines(steps: &[Step]) -> bool {
    steps.iter().any(|step| match step {
        Step::Run(Ok(Statement { command, on_objects, .. })) => {
            matches!(command, Command::Define(_)) || !on_objects.is_empty()
        }
        Step::Run(Err(_)) => false,
        Step::Block(block) => defines(&block.steps),
        Step::If(branch) => branch.arms.iter().any(|arm| defines(&arm.steps)),
        Step::Loop(_)
        | Step::Execute { .. }
        | Step::Assign { .. }
        | Step::Raise { .. }
        | Step::Promise(_)
        | Step::Return
        | Step::Nothing => false,
    })
}

/// Whether steps end in an exception.
fn raises(steps: &[Step]) -> bool {
    match steps.last() {
        Some(Step::Raise { .. }) => true,
        Some(Step::Block(block)) => block.handlers.is_empty() && raises(&block.steps),
        Some(
            Step::Run(_)
            | Step::If(_)
            | Step::Loop(_)
            | Step::Execute { .. }
            | Step::Assign { .. }
            | Step::Promise(_)
            | Step::Return
            | Step::Nothing,
        )
        | None => false,
    }
}

/// Whether steps may end the block.
fn ends(steps: &[Step]) -> bool {
    steps.iter().any(|step| match step {
        Step::Return => true,
        Step::Block(block) => ends(&block.steps) || block.handlers.iter().any(|handler| ends(&handler.steps)),
        Step::If(branch) => branch.arms.iter().any(|arm| ends(&arm.steps)),
        Step::Run(_)
        | Step::Loop(_)
        | Step::Execute { .. }
        | Step::Assign { .. }
        | Step::Raise { .. }
        | Step::Promise(_)
        | Step::Nothing => false,
    })
}
