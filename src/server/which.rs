//! Which database a target's is: what the command line says, else the first of its variables that is set. A `.env` is
//! read only where somebody names it: that of a laptop often leads to a database that others use.

use std::path::{Path, PathBuf};

use super::address::Address;
use super::{env_file, secret_file};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// What libpq takes the password from where the address has none.
const PASSWORD: &str = "PGPASSWORD";

/// What the environment of the process says of a variable.
pub type Variables<'v> = &'v dyn Fn(&str) -> Option<String>;

/// What the command line says about the database of this run.
#[derive(Clone, Default)]
pub struct Given {
    /// `--url`: the address itself.
    pub url: Option<String>,
    /// `--url-env`: the name of a variable, in place of those of the target.
    pub url_env: Option<String>,
    /// `--url-file`: a file with nothing else in it.
    pub url_file: Option<PathBuf>,
    /// `--env-file`: where variables are looked for that the environment lacks.
    pub env_file: Option<PathBuf>,
}

impl Given {
    /// Whether it names one database, so that it can be that of one target only.
    #[must_use]
    pub fn is_of_one_target(&self) -> bool {
        self.url.is_some() || self.url_env.is_some() || self.url_file.is_some()
    }
}

/// The database of a target.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// Where the address stands: the name of a variable, an option, or a file.
    pub from: String,
    /// Where the database is.
    pub address: Address,
    /// What is worth knowing about the address.
    pub remarks: Diagnostics,
}

/// The database of a target that has these variables.
///
/// # Errors
/// When nothing says where it is, or what does cannot be understood.
pub fn choose(target: &str, names: &[String], given: &Given, variables: Variables<'_>) -> Result<Chosen, Diagnostic> {
    let file = given.env_file.as_deref().map(|path| Ok((path, read(path)?))).transpose()?;
    let lookup = |name: &str| match variables(name).filter(|value| !value.trim().is_empty()) {
        Some(value) => Ok(Some((name.to_owned(), value))),
        None => file.as_ref().map_or(Ok(None), |(path, text)| in_env_file(path, text, name)),
    };
    let found = if let Some(url) = &given.url {
        Some(("--url".to_owned(), url.clone()))
    } else if let Some(path) = &given.url_file {
        Some((path.display().to_string(), read(path)?))
    } else {
        let names = given.url_env.as_ref().map_or(names, std::slice::from_ref);
        let mut found = None;
        for name in names {
            found = lookup(name)?;
            if found.is_some() {
                break;
            }
        }
        found
    };
    let Some((from, url)) = found else { return Err(nothing_set(target, names, given)) };
    let password = lookup(PASSWORD)?.map(|(_, password)| password);
    let address = Address::read(&url).map_err(|problem| {
        Diagnostic::error(Code::UrlNotUnderstood, format!("{target}: {from} {}", problem.message()))
            .help(problem.help())
    })?;
    let remarks = remarks(target, &from, &address);
    Ok(Chosen { from, address: address.or_password(password), remarks })
}

fn read(path: &Path) -> Result<String, Diagnostic> {
    secret_file::contents(path).map_err(|error| {
        Diagnostic::error(Code::Unreadable, format!("{} cannot be read: {error}", path.display()))
            .help("name a text file that is there and that you may read")
    })
}

fn in_env_file(path: &Path, text: &str, name: &str) -> Result<Option<(String, String)>, Diagnostic> {
    let value = env_file::value_in(text, name).map_err(|unclear| {
        let message = format!("{name} in {} {}", path.display(), unclear.message());
        Diagnostic::error(Code::UrlNotUnderstood, message).help(unclear.help())
    })?;
    Ok(value.filter(|value| !value.is_empty()).map(|value| (format!("{name} in {}", path.display()), value)))
}

fn nothing_set(target: &str, names: &[String], given: &Given) -> Diagnostic {
    let names = given.url_env.as_ref().map_or(names, std::slice::from_ref);
    let message = match names {
        [] => format!("nothing says where the database of target {target} is"),
        [name] => format!("{target}: {name} is not set, so nothing says where its database is"),
        names => format!("{target}: none of {} is set, so nothing says where its database is", names.join(", ")),
    };
    let help = match names.first() {
        None => format!(
            "name the variable with its address in refract.toml: env = [\"DATABASE_URL\"] in [targets.{target}]; or use \
             --url-env NAME or --url-file FILE"
        ),
        Some(name) if given.env_file.is_none() => {
            format!(
                "set {name}, or name the file that has it: --env-file .env; a .env is never read unless it is named"
            )
        }
        Some(name) => format!("set {name}, in the environment or in the file of --env-file"),
    };
    Diagnostic::error(Code::UrlMissing, message).help(help)
}

fn remarks(target: &str, from: &str, address: &Address) -> Diagnostics {
    let mut remarks = Diagnostics::default();
    if !address.passed_over.is_empty() {
        let names = address.passed_over.join(", ");
        let message = format!("{target}: parameters in {from} that refract does not know are ignored: {names}");
        remarks.push(Diagnostic::note(Code::UrlParameterIgnored, message));
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::{Given, choose};

    #[test]
    fn the_first_variable_that_is_set_counts() {
        let variables = |name: &str| match name {
            "EMPTY" => Some(" ".to_owned()),
            "ONE" => Some("postgresql://u@one/db".to_owned()),
            "TWO" => Some("postgresql://u@two/db?x=1".to_owned()),
            _ => None,
        };
        let choose = |names: &[&str], given: &Given| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            choose("main", &names, given, &variables)
        };
        let chosen = choose(&["MISSING", "EMPTY", "TWO", "ONE"], &Given::default()).unwrap();
        assert_eq!((chosen.from.as_str(), chosen.address.to_string().as_str()), ("TWO", "two:5432/db"));
        assert_eq!(chosen.remarks.iter().count(), 1);
        let given = Given { url_env: Some("ONE".to_owned()), ..Given::default() };
        assert_eq!(choose(&["TWO"], &given).unwrap().from, "ONE");
        let given = Given { url: Some("postgresql://u@x/db".to_owned()), ..given };
        assert_eq!(choose(&[], &given).unwrap().address.to_string(), "x:5432/db");
        assert!(choose(&["MISSING"], &Given::default()).unwrap_err().message.contains("MISSING is not set"));
        assert!(choose(&[], &Given::default()).is_err());
    }
}
