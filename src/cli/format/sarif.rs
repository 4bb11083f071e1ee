//! SARIF 2.1.0: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Value, json};

use super::check::Listing;
use super::entry::Place;
use crate::diagnostic::Diagnostic;

/// Findings as static analysis results.
pub(in crate::cli) fn sarif(listing: &Listing) -> Result<String, Diagnostic> {
    let codes: BTreeSet<&str> = listing.all().map(|entry| entry.code).collect();
    let rules: Vec<Value> = codes.iter().map(|code| json!({ "id": code })).collect();
    let results: Vec<Value> = listing
        .all()
        .map(|entry| {
            let mut result = json!({
                "ruleId": entry.code,
                "level": entry.severity,
                "message": { "text": entry.message },
            });
            if let Some(place) = entry.place() {
                result["locations"] = json!([location(&place)]);
            }
            result
        })
        .collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "refract", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    crate::json::document(&Serialized(document))
}

#[derive(Serialize)]
#[serde(transparent)]
struct Serialized(Value);

fn location(place: &Place) -> Value {
    let Place { file, line, column } = place;
    let address: String = file.split('/').map(encoded).collect::<Vec<_>>().join("/");
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": address },
        "region": { "startLine": line, "startColumn": column },
    } })
}

/// A part of a path as a part of a relative reference (RFC 3986).
fn encoded(part: &str) -> String {
    part.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
