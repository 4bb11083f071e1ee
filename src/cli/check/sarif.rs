//! SARIF 2.1.0: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Value, json};

use super::format::Listing;
use crate::cli::told::Place;
use crate::diagnostic::Diagnostic;

/// Findings as static analysis results.
pub(super) fn sarif(listing: &Listing) -> Result<String, Diagnostic> {
    let codes: BTreeSet<&str> = listing.all().map(|told| told.code).collect();
    let rules: Vec<Value> = codes.iter().map(|code| json!({ "id": code })).collect();
    let results: Vec<Value> = listing
        .all()
        .map(|told| {
            let mut result = json!({
                "ruleId": told.code,
                "level": told.severity,
                "message": { "text": told.message },
            });
            if let Some(place) = told.place() {
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
    crate::cli::json(&Serialized(document))
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
