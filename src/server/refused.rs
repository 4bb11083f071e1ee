//! Why there is no connection, in the user's words, and what to do: most of it is about where the name of a host counts.

use super::address::Address;
use super::error::ServerError;
use super::which::Chosen;
use crate::diagnostic::{Code, Diagnostic};

/// Names that exist inside of a platform's or a container's network only.
const INSIDE: [&str; 5] = [".railway.internal", ".internal", ".flycast", ".svc.cluster.local", "host.docker.internal"];

/// Why the database of a target is not reached.
#[must_use]
pub fn explained(target: &str, chosen: &Chosen, error: &ServerError) -> Diagnostic {
    let Chosen { from, address, remarks: _ } = chosen;
    let state = error.state.as_ref().map_or_else(String::new, |state| format!(" ({state})"));
    let message = format!("{target}: no connection to {address} ({from}): {}{state}", error.message);
    Diagnostic::error(Code::NoConnection, message).help(help(from, address, error))
}

/// Whether it may be over in a while: the server starts, wakes up, or has too many sessions.
#[must_use]
pub fn may_pass(error: &ServerError) -> bool {
    match error.state.as_deref() {
        Some(state) => matches!(state, "57P03" | "53300" | "57P01" | "57P02") || state.starts_with("08"),
        None => {
            let is_about = |words: &[&str]| words.iter().any(|words| error.message.contains(words));
            error.is_lost && !is_about(&["certificate", "does not support TLS", "channel binding", "invalid"])
        }
    }
}

fn help(from: &str, address: &Address, error: &ServerError) -> String {
    let says = |words: &str| error.message.contains(words);
    let help = match error.state.as_deref() {
        Some("28P01") => {
            "the user or the password is wrong; special characters in the address have to be escaped (%40 for @)"
        }
        Some("28000") => "the server does not let this user in from here, or not without TLS: see its pg_hba.conf",
        Some("3D000") => "there is no such database on this server: create it, or correct the name in the address",
        Some("53300") => "the server has as many sessions as it takes: close some, or wait for them with --wait",
        Some("57P03") => "the server is starting or stopping: wait for it with --wait",
        Some("08P01") if says("options") => {
            "this is PgBouncer: use the address of the server itself, or take out `options`"
        }
        _ if says("lookup") => return help_for_name(address),
        _ if says("refused") && address.host_names().any(|name| matches!(name, "localhost" | "127.0.0.1" | "")) => {
            "nothing listens there; inside of a container, localhost is the container itself: use the name of the database's service"
        }
        _ if says("refused") => "nothing listens there: see host and port, and whether the server runs",
        _ if says("does not support TLS") => "the server has no TLS: sslmode=disable says that this is as it should be",
        _ if says("UnknownIssuer") => {
            "the server's certificate is not signed by a trusted authority: sslrootcert=FILE names the file with the authority's certificate, which the platform offers"
        }
        _ if says("not valid for name") => {
            "the certificate is another host's: use the name that it has, or sslmode=verify-ca"
        }
        _ if says("timed out") || says("unreachable") => {
            "the server does not answer: see firewalls and allowed addresses, and whether it has only an address of IPv6"
        }
        _ => return format!("see whether {from} is right, and whether the server runs"),
    };
    help.to_owned()
}

fn help_for_name(address: &Address) -> String {
    let is_inside =
        |name: &str| INSIDE.iter().any(|end| name.ends_with(end)) || !name.contains('.') && name != "localhost";
    match address.host_names().find(|name| is_inside(name)) {
        Some(name) => format!(
            "the name {name} exists only inside of the platform's or the containers' network: run this there, or use the \
             public address (DATABASE_PUBLIC_URL), a proxy, or a published port"
        ),
        None => "there is no host of this name: correct it, or see whether the network has a name server".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{explained, may_pass};
    use crate::server::{Address, Chosen, ErrorFields, ServerError};

    fn error(state: Option<&str>, message: &str) -> ServerError {
        let (state, message) = (state.map(str::to_owned), message.to_owned());
        ErrorFields { state, message, is_lost: true, ..ErrorFields::default() }.into()
    }

    fn help(url: &str, message: &str, state: Option<&str>) -> String {
        let address = Address::read(url).unwrap();
        let chosen = Chosen { from: "DATABASE_URL".to_owned(), address, remarks: Default::default() };
        let error = error(state, message);
        explained("main", &chosen, &error).help.unwrap()
    }

    #[test]
    fn each_cause_has_its_way_out() {
        let lookup = "failed to lookup address information";
        assert!(help("postgresql://u@db.railway.internal/x", lookup, None).contains("DATABASE_PUBLIC_URL"));
        assert!(help("postgresql://u@postgres/x", lookup, None).contains("the name postgres exists only inside"));
        assert!(help("postgresql://u@a.example.com/x", lookup, None).contains("no host of this name"));
        assert!(help("postgresql://u@localhost/x", "Connection refused", None).contains("container"));
        assert!(help("postgresql://u@h/x", "password authentication failed", Some("28P01")).contains("%40"));
        assert!(help("postgresql://u@h/x", "invalid peer certificate: UnknownIssuer", None).contains("sslrootcert"));
    }

    #[test]
    fn a_wrong_password_does_not_pass() {
        assert!(may_pass(&error(Some("57P03"), "")) && may_pass(&error(None, "Connection refused")));
        assert!(!may_pass(&error(Some("28P01"), "")) && !may_pass(&error(None, "invalid peer certificate: x")));
    }
}
