//! Snapshots in `snapshots/`, one folder a subject, without the noise of where the test stands.

/// Compares a text with `snapshots/<folder>/<name>.snap`.
#[track_caller]
pub fn assert_snapshot(folder: &str, name: &str, text: &str) {
    insta::with_settings!({
        snapshot_path => format!("{}/snapshots/{folder}", env!("CARGO_MANIFEST_DIR")),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, text);
    });
}
