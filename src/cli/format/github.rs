//! Workflow commands for the log of GitHub's runners.

use super::check::Listing;
use super::entry::Place;
use crate::cli::output::{visible, without_commands};
use crate::control_text::without_brackets;

/// Workflow commands, which GitHub shows at the lines of a pull request:
/// <https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>.
pub(in crate::cli) fn github(listing: &Listing) -> String {
    let mut text = String::new();
    for entry in listing.all() {
        let level = if entry.severity == "note" { "notice" } else { entry.severity };
        let mut properties = vec![format!("title=refract {}", entry.code)];
        if let Some(Place { file, line, column }) = entry.place() {
            properties.push(format!("file={},line={line},col={column}", property(&file)));
        }
        let mut message = entry.message.clone();
        if let Some(mend) = &listing.mend {
            message.push_str(&format!("\nTo fix it: {mend}"));
        } else if let Some(help) = &entry.help {
            message.push_str(&format!("\n{help}"));
        }
        text.push_str(&format!("::{level} {}::{}\n", properties.join(","), data(&message)));
    }
    for target in listing.targets.iter().filter(|target| target.findings.is_empty()) {
        text.push_str(&without_commands(&visible(&target.in_sync)));
    }
    text
}

fn data(text: &str) -> String {
    without_brackets(&visible(text), "\\[").replace('%', "%25").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
