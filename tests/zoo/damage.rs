//! What somebody, or a change by hand, has broken in the column of an element, and in what is beside it.

use super::element::{Column, Element};
use super::home::{Home, migrations_with, ran};
use super::print::{Names, Print, differing, print, shown};
use super::probe::works_in;
use super::trial::Verdict;

impl Column {
    /// Its type, and the words for a narrower one: old and new, which are replaced in all of the history.
    fn narrower(self) -> Option<(&'static str, &'static [(&'static str, &'static str)])> {
        match self {
            Column::K => Some(("text", Column::K.other_type())),
            Column::N => Some(("integer", &[("\"n\" INTEGER", "\"n\" SMALLINT")])),
            Column::Id => {
                Some(("integer", &[("\"id\" SERIAL NOT NULL,\n    \"k\"", "\"id\" SMALLSERIAL NOT NULL,\n    \"k\"")]))
            }
            // none is narrower
            Column::Mood | Column::V => None,
        }
    }

    /// What else may be wrong with it, and with what refers to its table.
    fn damage(self) -> &'static [&'static str] {
        match self {
            Column::K => {
                &["ALTER TABLE \"T\" ALTER \"k\" SET DEFAULT 'zoo'", "ALTER TABLE \"T\" ALTER \"k\" DROP NOT NULL"]
            }
            Column::N => &["ALTER TABLE \"T\" ALTER \"n\" SET DEFAULT 7", "ALTER TABLE \"T\" ALTER \"n\" SET NOT NULL"],
            Column::Mood => {
                &["ALTER TABLE \"T\" ALTER \"mood\" SET DEFAULT 'B'", "ALTER TABLE \"T\" ALTER \"mood\" DROP NOT NULL"]
            }
            Column::Id => &["ALTER TABLE \"T\" ALTER \"id\" DROP DEFAULT"],
            Column::V => &["ALTER TABLE \"T\" ALTER \"v\" SET NOT NULL"],
        }
    }
}

const BESIDE: [&str; 2] = ["DROP INDEX \"T_other_idx\"", "ALTER TABLE \"U\" DROP CONSTRAINT \"U_tId_fkey\""];

/// Breaks one thing after the other in a database that ran the history, and repairs it. What the element itself has made of a
/// thing nobody but the history knows: to break that is not tried, and neither is what PostgreSQL does not allow.
pub fn mended(column: Column, home: &Home, bare: &Print, repair: &str) -> Result<(), String> {
    let database = home.database.copy();
    let mut session = database.connect();
    for statement in column.damage().iter().chain(&BESIDE) {
        session.run("BEGIN")?;
        let is_done = session.run(statement).is_ok();
        let broken = if is_done { print(&mut session, Names::Same)? } else { home.before.clone() };
        let own = |line: &&String| !bare.contains(*line);
        let is_of_element = home.before.difference(&broken).any(|line| own(&line));
        session.run(if is_done && !is_of_element { "COMMIT" } else { "ROLLBACK" })?;
        if is_done && !is_of_element {
            let failed = |error: String| format!("PostgreSQL {}, {statement}: {error}", home.version);
            session.run(repair).map_err(failed)?;
            let after = print(&mut session, Names::Same)?;
            if after != home.before {
                return Err(failed(shown(&home.before, &after)));
            }
        }
    }
    Ok(())
}

/// Repairs a database whose history has a narrower type for the column: it is then as it should be, or what is in the way is named,
/// and nothing is changed.
pub fn widened(elements: &[&Element], home: &Home, repair: &str) -> Verdict {
    let column = elements[0].column;
    let not_tried = || Ok("not tried".to_owned());
    let Some((whole, narrower)) = column.narrower() else { return not_tried() };
    // an element may have given it another one
    let start = format!("column\tpublic.T.{}\t{whole} ", column.name());
    let start_of_last = start.trim_end();
    if !home.before.iter().any(|line| line.starts_with(&start) || line == start_of_last) {
        return not_tried();
    }
    let retyped = if column == Column::K { elements } else { &[] };
    let Ok(database) = ran(home.database.server(), &migrations_with(elements, retyped, narrower)) else {
        return not_tried();
    };
    let mut session = database.connect();
    for query in &home.works {
        works_in(&mut session, query);
    }
    let before = print(&mut session, Names::Same)?;
    if before == home.before {
        return not_tried();
    }
    let said = session.run(repair);
    let after = print(&mut session, Names::Same)?;
    match said {
        Ok(_) if of_the_schema(&after) == of_the_schema(&home.before) => Ok("widened".to_owned()),
        Ok(_) => Err(format!("on {}: {}", home.version, shown(&home.before, &after))),
        Err(said) if after != before => {
            Err(format!("on {}: it fails, and {:?} differ: {said}", home.version, differing(&before, &after)))
        }
        Err(said) if said.contains("and in the way: ") => Ok("named".to_owned()),
        Err(said) => Err(format!("on {}: {said}", home.version)),
    }
}

/// Without what the schema does not know: tables that were made like `T` once, and sequences that nobody owns. They are narrower since.
fn of_the_schema(print: &Print) -> Vec<&String> {
    let is_free = |line: &str| line.starts_with("sequence\t") && !line.contains("| owned by ");
    print.iter().filter(|line| !line.starts_with("column\tcopies.") && !is_free(line)).collect()
}
