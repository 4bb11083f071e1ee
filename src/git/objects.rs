//! One `git cat-file --batch` that answers everything about revisions, commits, trees and blobs.

use std::fmt;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout};

use super::command::{Git, complaint};

/// The name of an object, in hexadecimal; SHA-1 or SHA-256.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Oid(pub(super) String);

impl Oid {
    /// In full.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As people write it.
    #[must_use]
    pub fn short(&self) -> &str {
        self.0.get(..7).unwrap_or(&self.0)
    }
}

impl fmt::Display for Oid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// How many bytes of names are sent before answers are read: a pipe holds 65536.
const AT_ONCE: usize = 60_000;

/// What sort of thing an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Commit,
    Tree,
    Blob,
    Tag,
}

/// An object as git stores it.
#[derive(Clone, Debug)]
pub(super) struct Object {
    pub oid: Oid,
    pub kind: Kind,
    pub content: Vec<u8>,
}

/// The running process. It is started by the first question at the latest.
pub(super) struct Objects {
    child: Child,
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Objects {
    /// Starts the process.
    pub(super) fn start(git: &Git) -> std::io::Result<Objects> {
        let mut child = git.start_talking(&["cat-file", "--batch"])?;
        let questions = child.stdin.take();
        let Some(answers) = child.stdout.take() else {
            return Err(std::io::Error::other("git cat-file has no output"));
        };
        Ok(Objects { child, questions, answers: BufReader::new(answers) })
    }

    /// The object of each name; `None` for a name that there is not.
    ///
    /// Many names go out before the first answer is read, which saves the waiting; not so many that the pipe
    /// is full while git waits for its answers to be read.
    pub(super) fn read(&mut self, names: &[String]) -> Result<Vec<Option<Object>>, String> {
        if names.iter().any(|name| name.contains(['\n', '\0'])) {
            return Err("a revision or path has a line break in it".to_owned());
        }
        let mut objects = Vec::new();
        for names in portions(names) {
            let question: String = names.iter().map(|name| format!("{name}\n")).collect();
            let sent = self.questions.as_mut().map(|questions| questions.write_all(question.as_bytes()));
            if !matches!(sent, Some(Ok(()))) {
                return Err(self.last_words());
            }
            for _ in names {
                match self.read_one() {
                    Ok(object) => objects.push(object),
                    Err(_) => return Err(self.last_words()),
                }
            }
        }
        Ok(objects)
    }

    fn read_one(&mut self) -> std::io::Result<Option<Object>> {
        let mut header = Vec::new();
        self.answers.read_until(b'\n', &mut header)?;
        if header.pop() != Some(b'\n') {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let header = String::from_utf8_lossy(&header).into_owned();
        let Some((oid, kind, size)) = parse_header(&header) else { return Ok(None) };
        let mut content = vec![0; size];
        self.answers.read_exact(&mut content)?;
        let mut end = [0];
        self.answers.read_exact(&mut end)?;
        Ok(Some(Object { oid, kind, content }))
    }

    /// Why the process has ended.
    fn last_words(&mut self) -> String {
        self.questions = None;
        let mut stderr = Vec::new();
        if let Some(pipe) = self.child.stderr.as_mut() {
            // A process that is gone has said what it had to say.
            let _ = pipe.read_to_end(&mut stderr);
        }
        complaint(&stderr)
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        self.questions = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Names in portions that fit into the pipe; one that is too long for it goes alone.
fn portions(names: &[String]) -> impl Iterator<Item = &[String]> {
    let mut rest = names;
    std::iter::from_fn(move || {
        let mut bytes = 0;
        let fits = rest.iter().take_while(|name| {
            bytes += name.len() + 1;
            bytes <= AT_ONCE
        });
        let (portion, others) = rest.split_at(fits.count().max(1).min(rest.len()));
        rest = others;
        (!portion.is_empty()).then_some(portion)
    })
}

/// `<oid> <type> <size>`; anything else (`missing`, `ambiguous`, `submodule`) is no object.
fn parse_header(header: &str) -> Option<(Oid, Kind, usize)> {
    let mut words = header.split(' ');
    let (oid, kind, size) = (words.next()?, words.next()?, words.next()?);
    let kind = match kind {
        "commit" => Kind::Commit,
        "tree" => Kind::Tree,
        "blob" => Kind::Blob,
        "tag" => Kind::Tag,
        _ => return None,
    };
    let is_oid = matches!(oid.len(), 40 | 64) && oid.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_oid && words.next().is_none()).then_some((Oid(oid.to_owned()), kind, size.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::parse_header;

    #[test]
    fn a_missing_object_is_told_from_one_that_is_there() {
        let sha256 = "a".repeat(64);
        assert!(parse_header(&format!("{sha256} tree 12")).is_some());
        assert!(parse_header("HEAD~1 missing").is_none());
        assert!(parse_header("abcd ambiguous").is_none());
        assert!(parse_header("a commit 12").is_none());
        assert!(parse_header("x:some commit 12 missing").is_none());
    }
}
