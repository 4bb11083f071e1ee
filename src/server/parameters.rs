//! What may stand behind the `?` of an address: parameters of libpq, of Prisma, and of the platforms.
//! <https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS>

use std::time::Duration;

use super::address::{Address, AddressProblem, Binding, EncryptionMode, Host, decoded, read_port};

/// Those of Prisma, and of libpq, that make no difference here.
const WITHOUT_MEANING: [&str; 14] = [
    "application_name",
    "client_encoding",
    "connection_limit",
    "fallback_application_name",
    "keepalives",
    "keepalives_count",
    "keepalives_idle",
    "keepalives_interval",
    "max_connection_lifetime",
    "max_idle_connection_lifetime",
    "pool_timeout",
    "socket_timeout",
    "sslsni",
    "statement_cache_size",
];

/// Those whose meaning hangs on others.
#[derive(Default)]
struct Certificates {
    mode: Option<EncryptionMode>,
    root: Option<String>,
    certificate: Option<String>,
    key: Option<String>,
    is_strict: bool,
}

/// Takes the parameters of a query into an address.
///
/// # Errors
/// When one has a value that it cannot have.
pub(super) fn read(address: &mut Address, query: &str) -> Result<(), AddressProblem> {
    let mut certificates = Certificates::default();
    for part in query.split('&').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let (name, value) = (decoded(name)?, decoded(value)?);
        take(address, &mut certificates, &name, value)?;
    }
    let Certificates { mode, root, certificate, key, is_strict } = certificates;
    let encryption = &mut address.encryption;
    // Prisma's `sslcert` is whom to trust, libpq's is who we are, and that has a key
    encryption.root = root.or_else(|| certificate.clone().filter(|_| key.is_none()));
    encryption.own = certificate.zip(key);
    let has_root = encryption.root.is_some();
    encryption.mode = match mode {
        Some(EncryptionMode::Disable) => EncryptionMode::Disable,
        _ if is_strict => EncryptionMode::VerifyFull,
        None if encryption.root.as_deref() == Some("system") => EncryptionMode::VerifyFull,
        Some(EncryptionMode::Require) if has_root => EncryptionMode::VerifyCa,
        Some(mode) => mode,
        None => EncryptionMode::Prefer,
    };
    Ok(())
}

fn take(
    address: &mut Address,
    certificates: &mut Certificates,
    name: &str,
    value: String,
) -> Result<(), AddressProblem> {
    match name {
        "schema" => address.schema = Some(value).filter(|schema| !schema.is_empty()),
        "pgbouncer" => address.says_pooler = value == "true",
        "host" | "hostaddr" => set_hosts(address, &value),
        "port" => {
            let ports = value.split(',').map(read_port).collect::<Result<Vec<_>, _>>()?;
            let last = ports.last().copied().ok_or(AddressProblem::BadPort)?;
            for (at, host) in address.hosts.iter_mut().enumerate() {
                host.port = ports.get(at).copied().unwrap_or(last);
            }
        }
        "user" => address.user = Some(value),
        "password" => address.password = Some(value),
        "dbname" => address.database = Some(value),
        "options" => address.options = Some(value),
        "connect_timeout" => {
            let seconds = value.parse().map_err(|_| AddressProblem::BadParameter("connect_timeout"))?;
            address.connect_timeout = Duration::from_secs(seconds);
        }
        "target_session_attrs" => address.needs_writable = matches!(value.as_str(), "read-write" | "primary"),
        "sslmode" => certificates.mode = Some(mode(&value)?),
        "sslaccept" => certificates.is_strict = value == "strict",
        "sslrootcert" => certificates.root = Some(value),
        "sslcert" => certificates.certificate = Some(value),
        "sslkey" => certificates.key = Some(value),
        "sslnegotiation" => address.encryption.is_direct = value == "direct",
        "channel_binding" => address.encryption.binding = binding(&value)?,
        known if WITHOUT_MEANING.contains(&known) => {}
        unknown => address.passed_over.push(unknown.to_owned()),
    }
    Ok(())
}

/// Hosts in the query go before those of the address, and keep its ports.
fn set_hosts(address: &mut Address, names: &str) {
    let ports: Vec<u16> = address.hosts.iter().map(|host| host.port).collect();
    let last = ports.last().copied().unwrap_or_default();
    let host = |(at, name): (usize, &str)| {
        let port = ports.get(at).copied().unwrap_or(last);
        Host { name: name.to_owned(), port }
    };
    address.hosts = names.split(',').enumerate().map(host).collect();
}

fn mode(value: &str) -> Result<EncryptionMode, AddressProblem> {
    match value {
        "disable" => Ok(EncryptionMode::Disable),
        "allow" | "prefer" => Ok(EncryptionMode::Prefer),
        "require" => Ok(EncryptionMode::Require),
        "verify-ca" => Ok(EncryptionMode::VerifyCa),
        "verify-full" => Ok(EncryptionMode::VerifyFull),
        _ => Err(AddressProblem::BadParameter("sslmode")),
    }
}

fn binding(value: &str) -> Result<Binding, AddressProblem> {
    match value {
        "disable" => Ok(Binding::Disable),
        "prefer" => Ok(Binding::Prefer),
        "require" => Ok(Binding::Require),
        _ => Err(AddressProblem::BadParameter("channel_binding")),
    }
}
