//! What the check at the end of a migration is rendered from.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::physical::ObjectName;
use crate::promise::{Promise, SeenThrough};

/// For `check.sql`.
#[derive(Serialize)]
pub struct Context {
    /// What the file is: `migration` or `repair`.
    script: &'static str,
    promises: Vec<Promise>,
    relations: BTreeSet<ObjectName>,
    types: BTreeSet<ObjectName>,
    has_open: bool,
    /// Whether an index is one of pgvector's, in which names of the extension are printed with their schema.
    has_vectors: bool,
    /// The kinds of thing that are promised, in the order of the query.
    branches: Vec<&'static str>,
    pub(super) settings: Vec<Setting>,
}

/// A session setting that decides how constants are printed.
#[derive(Serialize)]
pub struct Setting {
    name: &'static str,
    value: &'static str,
    /// Keeps the session's own value meanwhile.
    variable: &'static str,
}

pub fn context(script: &'static str, promises: &[Promise]) -> Context {
    let mut relations = BTreeSet::new();
    let mut types = BTreeSet::new();
    for promise in promises {
        match &promise.seen_through {
            SeenThrough::Relation(name) => relations.insert(name.clone()),
            SeenThrough::Type(name) => types.insert(name.clone()),
            SeenThrough::Nothing => false,
        };
    }
    let expected = || promises.iter().filter_map(|promise| promise.expected.as_ref());
    let prints = |casts: &[&str]| expected().any(|words| casts.iter().any(|cast| words.text.contains(cast)));
    let mut settings = Vec::new();
    if prints(&["'::date", "'::timestamp", "'::time"]) {
        settings.push(Setting { name: "TimeZone", value: "UTC", variable: "_zone" });
        settings.push(Setting { name: "DateStyle", value: "ISO", variable: "_style" });
    }
    if prints(&["'::bytea"]) {
        settings.push(Setting { name: "bytea_output", value: "hex", variable: "_bytea" });
    }
    let promised = |kind: &&&'static str| promises.iter().any(|promise| promise.thing.starts_with(&format!("{kind} ")));
    const KINDS: &[&str] =
        &["table", "column", "constraint", "index", "sequence", "value", "schema of extension", "version of extension"];
    let branches = KINDS.iter().filter(promised).copied().collect();
    Context {
        script,
        branches,
        has_vectors: prints(&[" USING hnsw (", " USING ivfflat ("]),
        has_open: expected().any(|words| words.is_open),
        promises: promises.to_vec(),
        relations,
        types,
        settings,
    }
}
