//! What tells a function or a procedure from others of its name.

use serde::{Deserialize, Serialize};

use super::{ObjectName, SqlText};

/// The arguments of a function or a procedure; PostgreSQL tells functions of one name apart by their types
/// (<https://www.postgresql.org/docs/current/xfunc-overload.html>).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Whether it is a procedure.
    pub is_procedure: bool,
    /// The types that it takes, in order, without those that it gives.
    pub arguments: Vec<ArgumentType>,
}

/// The type of one argument. Its length does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArgumentType {
    /// The type.
    pub name: ArgumentTypeName,
    /// Whether it is a list of that.
    pub is_list: bool,
}

/// A type by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ArgumentTypeName {
    /// One of the history: an enum, a domain, the rows of a table.
    Known(ObjectName),
    /// Any other, in the words of SQL.
    Words(SqlText),
}

impl Signature {
    /// As SQL has it in front of the name.
    #[must_use]
    pub fn keyword(&self) -> &'static str {
        if self.is_procedure { "PROCEDURE" } else { "FUNCTION" }
    }

    /// The types in parentheses, where names are written in some way.
    ///
    /// # Errors
    /// Those of the way in which names are written.
    pub fn written<E>(&self, name: impl Fn(&ObjectName) -> Result<String, E>) -> Result<String, E> {
        let one = |ArgumentType { name: of, is_list }: &ArgumentType| {
            let words = match of {
                ArgumentTypeName::Known(known) => name(known)?,
                ArgumentTypeName::Words(words) => words.as_str().to_owned(),
            };
            Ok(if *is_list { format!("{words}[]") } else { words })
        };
        let types: Vec<String> = self.arguments.iter().map(one).collect::<Result<_, E>>()?;
        Ok(format!("({})", types.join(", ")))
    }

    /// The same for every way of writing it.
    #[must_use]
    pub fn identity(&self) -> String {
        let written: Result<String, std::convert::Infallible> = self.written(|name| Ok(name.quoted()));
        written.unwrap_or_else(|never| match never {})
    }

    /// Follows the new name of a type, or of a table with whose rows it is called.
    pub fn rename(&mut self, old: &ObjectName, new: &ObjectName) {
        for argument in &mut self.arguments {
            if argument.name == ArgumentTypeName::Known(old.clone()) {
                argument.name = ArgumentTypeName::Known(new.clone());
            }
        }
    }
}
