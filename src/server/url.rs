//! An address, from its text to [`Address`].

use std::time::Duration;

use super::address::{Address, AddressProblem, Binding, Encryption, EncryptionMode, Host, PORT, decoded, read_port};
use super::parameters;

impl Address {
    /// Reads an address.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(text: &str) -> Result<Address, AddressProblem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AddressProblem::Empty);
        }
        if text.starts_with(['"', '\'', '`']) {
            return Err(AddressProblem::InQuotes);
        }
        let rest = text.strip_prefix("postgresql://").or_else(|| text.strip_prefix("postgres://"));
        let Some(rest) = rest else {
            let is_proxy = text.starts_with("prisma://") || text.starts_with("prisma+postgres://");
            return Err(if is_proxy { AddressProblem::PrismaProxy } else { AddressProblem::OtherScheme });
        };
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        // a password with one of these in it has moved into the host, or cut it off
        if rest.contains('#') || place.matches('@').count() > 1 {
            return Err(AddressProblem::UnescapedSign);
        }
        let (authority, database) = place.split_once('/').unwrap_or((place, ""));
        if database.contains(['/', '@']) || query.contains('@') && !authority.contains('@') {
            return Err(AddressProblem::UnescapedSign);
        }
        let (login, hosts) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (user, password) = login.split_once(':').map_or((login, None), |(user, word)| (user, Some(word)));
        let mut address = Address {
            hosts: hosts.split(',').map(host).collect::<Result<_, _>>()?,
            user: some(decoded(user)?),
            password: password.map(decoded).transpose()?.and_then(some),
            database: some(decoded(database)?),
            encryption: Encryption {
                mode: EncryptionMode::Prefer,
                root: None,
                own: None,
                is_direct: false,
                binding: Binding::Prefer,
            },
            options: None,
            connect_timeout: Duration::from_secs(10),
            needs_writable: false,
            schema: None,
            says_pooler: false,
            passed_over: Vec::new(),
        };
        parameters::read(&mut address, query)?;
        Ok(address)
    }
}

fn host(text: &str) -> Result<Host, AddressProblem> {
    let (name, port) = match text.strip_prefix('[').and_then(|text| text.split_once(']')) {
        Some((name, rest)) => (name, rest.strip_prefix(':')),
        None => text.split_once(':').map_or((text, None), |(name, port)| (name, Some(port))),
    };
    let name = decoded(name)?;
    if !name.starts_with('/') && name.contains(['@', '#', '/', ' ']) {
        return Err(AddressProblem::UnescapedSign);
    }
    Ok(Host { name, port: port.filter(|port| !port.is_empty()).map_or(Ok(PORT), read_port)? })
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use crate::server::address::{Address, AddressProblem, EncryptionMode};

    fn read(text: &str) -> Address {
        Address::read(text).unwrap_or_else(|problem| panic!("{text}: {problem:?}"))
    }

    #[test]
    fn what_prisma_libpq_and_platforms_write_is_read() {
        for (text, shown) in [
            ("postgresql://u:p@localhost:5432/db?schema=public", "localhost:5432/db"),
            ("postgres://u@h/db", "h:5432/db"),
            ("postgres://u@h", "h:5432/u"),
            ("postgresql://u:p%40%23%2f@[::1]:6000/my%20db", "[::1]:6000/my db"),
            ("postgresql://u@a:1,b:2/db?target_session_attrs=read-write", "a:1,b:2/db"),
            ("postgresql://u@localhost/db?host=/var/run/postgresql&port=5433", "localhost:5433/db"),
            ("postgresql://%2Fvar%2Frun/db", "localhost:5432/db"),
            ("postgresql:///db?host=h&user=u&password=p", "h:5432/db"),
            (
                " postgresql://u:p@x-pooler.example/db?sslmode=require&channel_binding=require\n",
                "x-pooler.example:5432/db",
            ),
        ] {
            let address = read(text);
            assert_eq!(address.to_string(), shown, "{text}");
            assert_eq!(format!("{address:?}"), format!("Address({shown})"), "{text}");
        }
        assert_eq!(read("postgresql://u:p%40%23@h/db").password.as_deref(), Some("p@#"));
        assert_eq!(read("postgresql:///db?password=x").password.as_deref(), Some("x"));
        assert_eq!(read("postgresql://u@h/db").or_password(Some("x".to_owned())).password.as_deref(), Some("x"));
    }

    #[test]
    fn parameters_of_prisma_and_libpq_are_told_apart() {
        let address = read(
            "postgresql://u@h/db?schema=app&pgbouncer=true&connection_limit=5&pool_timeout=0&gssencmode=prefer&sslaccept=strict&x=1",
        );
        assert_eq!(address.schema.as_deref(), Some("app"));
        assert!(address.is_pooled());
        assert_eq!(address.passed_over, ["gssencmode", "x"]);
        assert_eq!(address.encryption.mode, EncryptionMode::VerifyFull);
        let mode = |query: &str| read(&format!("postgresql://u@h/db?{query}")).encryption.mode;
        assert_eq!(mode(""), EncryptionMode::Prefer);
        assert_eq!(mode("sslmode=allow"), EncryptionMode::Prefer);
        assert_eq!(mode("sslmode=disable"), EncryptionMode::Disable);
        assert_eq!(mode("sslmode=require"), EncryptionMode::Require);
        assert_eq!(mode("sslmode=require&sslrootcert=ca.pem"), EncryptionMode::VerifyCa);
        assert_eq!(mode("sslmode=verify-full&sslrootcert=system"), EncryptionMode::VerifyFull);
        assert_eq!(mode("sslrootcert=system"), EncryptionMode::VerifyFull);
        let root = |query: &str| read(&format!("postgresql://u@h/db?{query}")).encryption;
        assert_eq!(root("sslcert=ca.pem").root.as_deref(), Some("ca.pem"), "Prisma's sslcert is whom to trust");
        assert_eq!(root("sslcert=me.pem&sslkey=me.key").own, Some(("me.pem".to_owned(), "me.key".to_owned())));
    }

    #[test]
    fn a_pooler_is_suspected_by_its_address() {
        let is = |text: &str| read(text).is_pooled();
        assert!(is("postgresql://u@x-pooler.example/db") && is("postgresql://u@db.x.supabase.co:6543/db"));
        assert!(!is("postgresql://u@aws-0-eu.pooler.supabase.com:5432/db") && !is("postgresql://u@h/db"));
    }

    #[test]
    fn what_is_no_address_is_said_without_repeating_it() {
        for (text, problem) in [
            ("", AddressProblem::Empty),
            ("\"postgresql://u@h/db\"", AddressProblem::InQuotes),
            ("prisma+postgres://x?api_key=k", AddressProblem::PrismaProxy),
            ("mysql://u@h/db", AddressProblem::OtherScheme),
            ("host=h password=secret", AddressProblem::OtherScheme),
            ("postgresql://u:se@cret@h/db", AddressProblem::UnescapedSign),
            ("postgresql://u:se#cret@h/db", AddressProblem::UnescapedSign),
            ("postgresql://u:se/cret@h/db", AddressProblem::UnescapedSign),
            ("postgresql://u:se?cret@h/db", AddressProblem::UnescapedSign),
            ("postgresql://u:100%@h/db", AddressProblem::BadEscape),
            ("postgresql://u@h:port/db", AddressProblem::BadPort),
            ("postgresql://u@h/db?sslmode=secret", AddressProblem::BadParameter("sslmode")),
        ] {
            assert_eq!(Address::read(text), Err(problem), "{text}");
            assert!(!format!("{} {}", problem.message(), problem.help()).contains("secret"));
        }
    }
}
